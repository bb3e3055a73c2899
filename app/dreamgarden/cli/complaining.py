"""The verbs of the command line by which a person says what is wrong, and looks at what was found wrong."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgarden.cli import terminal, testing
from dreamgarden.errors import BadInput, Incomplete
from dreamgarden.grow.feedback.proposal import Change, Complaint, Proposal
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.project import Project

Open = Callable[[argparse.Namespace], "Project"]
AddVerb = Callable[..., argparse.ArgumentParser]


def add_verbs(verb: AddVerb, open: Open) -> None:
    """Let the parser take these verbs. `open` opens the garden that was named."""

    def bound(do: Callable[[Open, argparse.Namespace, Work], int]) -> Callable[[argparse.Namespace, Work], int]:
        return lambda asked, work: do(open, asked, work)

    one = verb("feedback", bound(_feedback), "say what is wrong: which nodes answer for it, and what would change")
    one.add_argument("text", help="in English or Chinese")
    one.add_argument("--at", action="append", default=[], metavar="PART", help="a part or a model that you mean; may be given again")
    one.add_argument("--apply", action="store_true", help="make the changes, as one step of undo; `build` follows")
    one.add_argument("--only", default="", metavar="N,M", help="only these changes of the list, by their numbers from 1")
    testing.add_verbs(verb, open)
    one = verb("repair", bound(_repair), "mend what play-tests find: each change is proved by playing again, or taken back", words=True)
    one.add_argument("--rounds", type=int, default=8, metavar="N", help="at most so many changes")
    one.add_argument("--minutes", type=float, default=5.0, help="at most so long")
    one = verb("compare", bound(_compare), "two states of the garden side by side, played by the same trace")
    one.add_argument("folder", metavar="DIR")
    one.add_argument("a", metavar="A", nargs="?", default="before", help="a step of `history`, 0 as it was planted; now; before")
    one.add_argument("b", metavar="B", nargs="?", default="now")
    one.add_argument("--to", default="", metavar="FOLDER", help="where sheet.png and clip.gif go")
    one.add_argument("--trace", default="", metavar="FILE", help="a recorded play; without it, the one of the last play-test")
    one.add_argument("--no-clip", action="store_true")


def _compare(open: Open, asked: argparse.Namespace, work: Work) -> int:
    from dreamgarden.comparing import compare_steps

    asked.words = [asked.folder]
    with open(asked) as project:
        seen = compare_steps(project, asked.a, asked.b, work, to=Path(asked.to) if asked.to else None,
                             trace=Path(asked.trace) if asked.trace else None, clip=not asked.no_clip)  # fmt: skip
    if asked.json:
        print(json.dumps(seen.to_json(), ensure_ascii=False))
        return 0
    for name, (one, other) in seen.differs.items():
        print(terminal.plain(f"{name}: {one} → {other}"))
    print(terminal.plain(f"{seen.sheet}{f'  {seen.clip}' if seen.clip else ''}"))
    return 0


def _repair(open: Open, asked: argparse.Namespace, work: Work) -> int:
    with open(asked) as project:
        done = project.watch.repair(work, rounds=max(1, asked.rounds), seconds=60 * asked.minutes)
    if asked.json:
        print(json.dumps(done.to_json(), ensure_ascii=False))
    else:
        for one in done.rounds:
            print(terminal.plain(f"{'Kept' if one.kept else 'Not kept'}: {one.what} {one.why}"))
        for finding in done.left:
            print(terminal.plain(f"Left: {finding.what}"))
        if not done.rounds and not done.left:
            print("Nothing is wrong.")
    return Incomplete.exit_code if done.left else 0


def _feedback(open: Open, asked: argparse.Namespace, work: Work) -> int:
    with open(asked) as project:
        proposal = project.watch.feedback(Complaint(asked.text, pointed=tuple(asked.at)), work)
        changes = [change for change in proposal.changes if change.steps]
        undo = ""
        if asked.apply and changes:
            undo = project.watch.heed(_among(changes, asked.only), proposal.label, work)
        titles = {node.id: node.title for node in project.journal.plan}
    if asked.json:
        print(json.dumps({**proposal.to_json(), "undo": undo}, ensure_ascii=False))
    else:
        _tell(proposal, titles, undo)
    return 0


def _among(changes: list[Change], only: str) -> list[Change]:
    if not only:
        return changes
    try:
        return [changes[int(number) - 1] for number in only.split(",") if int(number) > 0]
    except (ValueError, IndexError) as error:
        raise BadInput(f"There is no change “{only}”.", safe="Nothing was changed.", then=f"There are {len(changes)}.") from error


def _tell(proposal: Proposal, titles: dict[str, str], undo: str) -> None:
    for number, change in enumerate(proposal.changes, 1):
        print(terminal.plain(f"{number}. {change.what}"))
        print(terminal.plain(f"   {change.why} ({', '.join(titles.get(id, id) for id in change.nodes)})"))
    for question in proposal.questions:
        print(terminal.plain(f"?  {question}"))
    if undo:
        print(terminal.plain(f"Done: {undo}"))
