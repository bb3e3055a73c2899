"""The verbs of the command line by which a person says what is wrong, and looks at what was found wrong."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from dreamgarden import terminal
from dreamgarden.errors import BadInput
from dreamgarden.grow.feedback import Change, Complaint, Proposal
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
