"""`Proposal`: what a complaint would change, as values: which nodes answer for it, why, and the steps for each.

A proposal changes nothing. It is taken whole or in part: every `Change` stands by itself. Who makes one: for gardens of
patterns offline.py, else the designer's model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from dreamgarden.plan.node import Node
from dreamgarden.work import Work


@dataclass(frozen=True)
class Complaint:
    """What a person says is wrong, with what was in view.

    text      in English or Chinese.
    pointed   slugs of parts or models that the person clicked or drew a rectangle around, the surest first.
    in_view   slugs of the parts and models of the things that were in view.
    events    names of what happened just before, the newest last.
    findings  slugs of nodes that play-tests found fault with.
    """

    text: str
    pointed: tuple[str, ...] = ()
    in_view: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What a play-test found wrong, as its mender is told.

    kind, what  a kind of game/findings.py, and the sentence.   play, seconds  in which play it was seen, and how far into it.
    parts  slugs of those that answer for it, the surest first.   code  slug → the C++ that the game has of them now.
    tried  what was tried already, and why it was taken back.   since  what the person has asked for since the seed.
    also   what else the same plays found.
    """

    kind: str
    what: str
    play: str = ""
    seconds: float = 0.0
    parts: tuple[str, ...] = ()
    code: Mapping[str, str] = field(default_factory=dict, hash=False)
    tried: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One thing to do to a plan: a verb with its arguments (watch/heeding.py has the table)."""

    verb: str
    given: Mapping[str, Any] = field(hash=False)

    def to_json(self) -> dict[str, Any]:
        return {"verb": self.verb, **self.given}


@dataclass(frozen=True)
class Change:
    """One answer to a complaint, that can be taken or left.

    nodes  ids of the nodes that answer for it; no others change.
    what   a sentence: what becomes of them.   why  a sentence: why these.
    sure   0 to 1.
    """

    nodes: tuple[str, ...]
    what: str
    why: str
    steps: tuple[Step, ...]
    sure: float = 1.0

    def to_json(self) -> dict[str, Any]:
        return {"nodes": list(self.nodes), "what": self.what, "why": self.why, "sure": round(self.sure, 2),
                "steps": [step.to_json() for step in self.steps]}  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """The changes, and questions about what could not be placed, in the language of the complaint."""

    complaint: str
    changes: tuple[Change, ...]
    questions: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What undo will show."""
        said = " ".join(self.complaint.split())
        return f"Feedback: {said[:60]}{'…' if len(said) > 60 else ''}"

    def to_json(self) -> dict[str, Any]:
        return {"complaint": self.complaint, "label": self.label, "changes": [change.to_json() for change in self.changes],
                "questions": list(self.questions)}  # fmt: skip


@dataclass(frozen=True)
class Scenery:
    """What a complaint is held against: the plan's nodes, the seed, and the style as it is now."""

    nodes: Sequence[Node]
    seed: str
    style: Mapping[str, Any] = field(hash=False)


@runtime_checkable
class Heeder(Protocol):
    """A designer that answers complaints itself."""

    def heed(self, complaint: Complaint, scenery: Scenery, work: Work) -> Proposal:
        """What it would change. Raises GardenError when its model can't be asked, Cancelled."""
        ...


def change_from_json(row: Mapping[str, Any]) -> Change:
    """The change that `to_json` made the row of. Raises ValueError, TypeError or KeyError on anything else."""
    steps = tuple(Step(str(step["verb"]), {name: value for name, value in step.items() if name != "verb"}) for step in row["steps"])
    return Change(tuple(map(str, row["nodes"])), str(row.get("what", "")), str(row.get("why", "")), steps, float(row.get("sure", 1.0)))
