"""`Play`: what to do in a game and what must come of it, as it was written down, and how it went (play_words.py reads the sentences).

The runtime plays it as a bot does (native/garden/script.cpp): the same for the same seed, and what it did is recorded as a trace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dreamgarden.codegen.expectation import Expectation

WITHIN = 4.0  # seconds after the last step in which something must come of a play, when it says nothing else
_SETTLE, _TAP = 12.0, 0.4  # seconds: until play has begun, at most; of pressing a key once


@dataclass(frozen=True)
class Want:
    """What a play must come to, or must not: an event, an objective that advances, a number that rises or falls, a thing that moves.

    what  event, advances, rises, falls, moves, more or fewer.   by  how often, or how much at least.
    """

    what: str
    name: str
    by: float = 1
    never: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "name": self.name, "by": self.by, "never": int(self.never)}


@dataclass(frozen=True)
class Step:
    """One thing that is done: walk, press, hold, wait, click, aim, play (as the parts advise) or until."""

    do: str
    to: str = ""
    keys: tuple[str, ...] = ()
    seconds: float = 1.0
    times: int = 1
    at: tuple[float, float] = (0.0, 0.0)
    until: Want | None = None

    def to_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {"do": self.do, "to": self.to, "keys": list(self.keys), "seconds": self.seconds, "times": self.times,
                               "x": self.at[0], "y": self.at[1]}  # fmt: skip
        return row | ({"until": self.until.to_json()} if self.until else {})


@dataclass(frozen=True)
class Play:
    """A play as it is written, and what it means.

    said    the sentence without its mark.   checks  of the state at its end, as a part's writer says them (codegen/expectation.py).
    within  seconds after the last step in which it must come.   part  slug of the leaf that it is of.
    unread  why it can't be understood; "" when it can.
    """

    said: str
    steps: tuple[Step, ...] = ()
    wants: tuple[Want, ...] = ()
    checks: tuple[Expectation, ...] = ()
    within: float = WITHIN
    title: str = ""
    part: str = ""
    unread: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """By which it is known among the plays of a test."""
        return f"try {self.part}: {self.title or self.said[:60]}"

    @property
    def frames(self) -> int:
        """How long it takes at most, at 30 a second."""
        steps = sum(_TAP * step.times if step.do in ("press", "click") else step.seconds for step in self.steps)
        return int(30 * (steps + self.within + _SETTLE))

    def to_json(self) -> dict[str, Any]:
        """What the runtime reads."""
        return {"steps": [step.to_json() for step in self.steps], "expects": [want.to_json() for want in self.wants], "within": self.within}

    def written(self) -> str:
        """The whole sentence, as it stands in a brief."""
        title = f" ({self.title})" if self.title else ""
        return f"Try{title}: {self.said}"


def what_failed(play: Play, told: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    """What did not come of a play, as a sentence; "" when all did. `told` is the runtime's line about it, `state` the last one."""
    wants = [row for row in told.get("wants", ()) if isinstance(row, Mapping)]
    missed = []
    for want, row in zip(play.wants, wants, strict=False):
        met = row.get("met") is True
        if met and want.never:
            missed.append(f"“{want.name}” happens {float(row.get('frame', 0)) / 30:.0f} s into it")
        elif not met and not want.never:
            missed.append(_unmet(want, known=row.get("known") is True))
    if len(wants) < len(play.wants):
        missed.append("it was not played to its end")
    missed += [why.rstrip(".") for check in play.checks if (why := check.unmet(state))]
    stopped = str(told.get("stopped", "")).replace('"', "”").strip()
    if missed and stopped:
        missed.append(re.sub(r"”([^”]*)”", r"“\1”", stopped).rstrip("."))
    return "; ".join(missed)



def _unmet(want: Want, known: bool) -> str:
    name = f"“{want.name}”"
    often = f" {want.by:g} times" if want.by > 1 else ""
    if want.what == "event":
        return f"{name} does not happen{often}"
    if not known:
        return f"there is no {name}"
    return {"advances": f"{name} does not get on", "rises": f"{name} does not rise", "falls": f"{name} does not fall",
            "moves": f"{name} does not move", "more": f"no {name} comes", "fewer": f"no {name} goes"}[want.what]  # fmt: skip
