"""The verbs of the garden process about what is wrong with the game: complaints, play-tests, repairs, comparisons.

server.py adds them to its own; protocol.py says what each takes and answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from dreamgarden.errors import BadInput
from dreamgarden.events import Emit
from dreamgarden.serve import asking
from dreamgarden.work import Work


class Holder(asking.Holder, Protocol):
    """Whoever has the open garden and opens its game."""

    def play(self, args: list[str]) -> int: ...


def _feedback(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    from dreamgarden.grow.feedback.proposal import Complaint

    text = given.get("text")
    if not isinstance(text, str):
        raise BadInput("The request lacks “text”.")
    named = {name: tuple(map(str, given.get(name, ()))) for name in ("pointed", "in_view", "events", "findings")}
    return holder.project.watch.feedback(Complaint(text, **named), work).to_json()


def _heed(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    from dreamgarden.watch.heeding import chosen

    changes = chosen(list(given.get("changes", ())))
    return {"undo": holder.project.watch.heed(changes, str(given.get("label", "")) or "Feedback", work, emit)}


def _test(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    watch = holder.project.watch
    tested = watch.test(work, pictures=bool(given.get("pictures", True)))
    return {"findings": watch.found.rows(), "coverage": tested.coverage.to_json(), "seconds": round(tested.seconds, 2)}


def _findings(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    return {"findings": holder.project.watch.found.rows()}


def _repair(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    done = holder.project.watch.repair(work, emit, rounds=int(given.get("rounds", 8)), seconds=float(given.get("seconds", 300)))
    return {**done.to_json(), "findings": holder.project.watch.found.rows()}


def _watch(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    watch = holder.project.watch
    args = ["--watch", "--picks", str(watch.fresh_picks())]
    if given.get("record"):
        args += ["--record", str(watch.fresh_trace())]
    bot, seed, frame = str(given.get("bot", "")), given.get("seed"), given.get("frame")
    if given.get("trace"):
        args += ["--replay", str(watch.shown_trace(Path(str(given["trace"]))))]
    else:
        args += ["--autostart", "--bot", bot] if bot else []
        args += ["--seed", str(int(seed))] if seed is not None else []
    args += ["--hold", str(int(frame))] if frame is not None else []
    return {"pid": holder.play(args), "picks": str(watch.picks)}


def _compare(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    from dreamgarden.comparing import compare_steps

    to = Path(str(given["to"])) if given.get("to") else None
    return compare_steps(holder.project, str(given.get("a", "before")), str(given.get("b", "now")), work, to=to).to_json()


ATTENDS: Mapping[str, Callable[[Holder, Mapping[str, Any], Work, Emit], dict[str, Any]]] = {
    "feedback": _feedback,
    "heed": _heed,
    "test": _test,
    "findings": _findings,
    "repair": _repair,
    "compare": _compare,
    "watch": _watch,
}
