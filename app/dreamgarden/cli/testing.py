"""Play-tests on the command line: after each build, when they are asked for, and one finding seen again."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dreamgarden import settings
from dreamgarden.cli import terminal
from dreamgarden.errors import BadInput, Cancelled, GardenError, Incomplete
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.project import Project
    from dreamgarden.watch.watching import Watch

_NAMED = 4  # events that are named of those that no play came to


def add_verbs(verb: Callable[..., argparse.ArgumentParser], open: Callable[[argparse.Namespace], Project]) -> None:
    """Let the parser take these verbs. `open` opens the garden that was named."""
    one = verb("findings", lambda asked, work: _findings(open, asked, work), "play the game in every way, and say what is wrong with it",
               words=True)  # fmt: skip
    one.add_argument("--last", action="store_true", help="what was found last, without playing again")
    one.add_argument("--no-pictures", action="store_true", help="quicker, and blind")
    one = verb("replay", lambda asked, work: _replay(open, asked, work), "open the game at the moment of a finding, or play a trace again")
    one.add_argument("folder", metavar="DIR")
    one.add_argument("which", metavar="N|TRACE", nargs="?", default="1", help="number in the list of findings, or a trace of DIR/traces")


def after_build(project: Project, asked: argparse.Namespace, work: Work) -> None:
    """Play what was built, where the settings say so, and tell what is wrong; nothing when it can't be played."""
    if not settings.load().play_tests or getattr(asked, "no_test", False):
        return
    try:
        tested = project.watch.test(work)
    except Cancelled:
        return  # the build is done, and somebody does not want to wait
    except GardenError as error:
        if not asked.json:
            print(terminal.plain(f"Not play-tested: {error.what}"))
        return
    rows = project.watch.found.rows()
    if asked.json:
        print(json.dumps({"event": "play_test", "findings": rows, "seconds": round(tested.seconds, 2)}, ensure_ascii=False), flush=True)
        return
    wrong = "nothing is wrong" if not rows else f"{len(rows)} finding{'s' if len(rows) > 1 else ''}"
    print(f"Play-tested in {tested.seconds:.1f} s: {wrong}.")
    _tell(rows)


def _findings(open: Callable[[argparse.Namespace], Project], asked: argparse.Namespace, work: Work) -> int:
    with open(asked) as project:
        watch = project.watch
        tested = watch.found.last() if asked.last else watch.test(work, pictures=not asked.no_pictures)
        rows, coverage = watch.found.rows(), _seen(watch)
    if asked.json:
        print(json.dumps({"findings": rows, "coverage": coverage, "seconds": tested.seconds if tested else 0.0}, ensure_ascii=False))
        return Incomplete.exit_code if rows else 0
    if tested is None:
        print("The game was not tested yet.")
        return 0
    _tell(rows)
    if not rows:
        print(f"Nothing is wrong. Endings seen: {', '.join(tested.coverage.endings) or 'none'}.")
    print(terminal.plain(_covered(coverage)))
    return Incomplete.exit_code if rows else 0


def _replay(open: Callable[[argparse.Namespace], Project], asked: argparse.Namespace, work: Work) -> int:
    asked.words = [asked.folder]
    with open(asked) as project:
        flags = ["--watch", "--picks", str(project.watch.fresh_picks()), *_moment(project.watch, asked.which)]
        opened = project.play([*flags, *asked.flags])
        forget = work.on_cancel(opened.end)
        try:
            return opened.wait()
        finally:
            forget()


def _moment(watch: Watch, which: str) -> list[str]:
    """The game's flags that lead to a finding, by its number from 1, or through a trace, by its name. Raises BadInput."""
    if not which.isdigit():
        trace = watch.traces / (which if which.endswith(".json") else f"{which}.json")
        if not trace.is_file():
            there = ", ".join(path.stem for path in sorted(watch.traces.glob("*.json"))) or "there is none yet: F5 in the game keeps one"
            raise BadInput(f"There is no trace “{which}”.", then=f"Name one of these: {there}.")
        return ["--replay", str(trace)]
    rows = watch.found.rows()
    if not 0 < int(which) <= len(rows):
        raise BadInput(f"There is no finding {which}.", then=f"The last play-test has {len(rows)}: see `dreamgarden findings --last`.")
    row = rows[int(which) - 1]
    told = ["--replay", row["trace"]] if row["trace"] else ["--autostart", "--bot", _bot(row["play"])]
    seed = ["--seed", str(row["seed"])] if row["seed"] is not None and not row["trace"] else []
    return [*told, *seed, "--hold", str(row["frame"] or 60)]


def _bot(play: str) -> str:
    return play if play in ("random", "idle") else "goal"


def _tell(rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, 1):
        where = f"{row['play']} at {row['frame'] / 30:.0f} s" if row["play"] else "at the start"
        print(terminal.plain(f"{number}. {row['what']} ({', '.join(row['parts']) or 'nobody can be named'}; {where})"))


def _seen(watch: Watch) -> dict[str, Any]:
    """What all tests came to so far, with what none did; {} when there was none."""
    coverage = watch.found.coverage()
    if coverage is None:
        return {}
    try:
        unseen = coverage.unseen_events(watch.sources().code)
    except GardenError:
        unseen = {}  # the game was taken away since
    return {**coverage.to_json(), "unseen_events": unseen}


def _covered(seen: dict[str, Any]) -> str:
    if not seen:
        return ""
    unseen = list(seen["unseen_events"])
    never = f"; never: {', '.join(unseen[:_NAMED])}{' …' if len(unseen) > _NAMED else ''}" if unseen else ""
    tests = f"{seen['tests']} test{'s' if seen['tests'] > 1 else ''}"
    events = f"{len(seen['events'])} events{never}"
    return (f"Seen in {tests}: screens {', '.join(seen['screens'])}; endings {', '.join(seen['endings']) or 'none'}; "
            f"{len(seen['things'])} kinds of things; {events}.")  # fmt: skip
