"""The protocol of a designer: who plans the garden and writes what its leaves need.

A designer is a pure function of what it is asked with: the same question and the same designer
version give the same answer (a model designer records its answers, so that this holds for it too).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from dreamgarden.events import Emit
from dreamgarden.plan.node import Node
from dreamgarden.work import Work


@dataclass(frozen=True)
class Sprout:
    """A proposed child, before it is a node.

    slug is file-safe and unique among the sprouts of one garden; needs names slugs, not ids.
    children may already be known (the offline designer knows whole parts at once).
    """

    title: str
    brief: str
    kind: str
    slug: str
    needs: tuple[str, ...] = ()
    seed_words: tuple[str, ...] = ()
    route: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    children: tuple[Sprout, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What a designer sees beside the node it is asked about.

    seed       the root prompt, as the person wrote it.
    style      the garden's style (see `Designer.style`).
    ancestors  from the seed down to the node's parent.
    others     the other nodes of the plan, so that nothing is planned twice.
    budget     how many more leaves may grow.
    """

    seed: str
    style: Mapping[str, Any]
    ancestors: Sequence[Node]
    others: Sequence[Node]
    budget: int


@dataclass(frozen=True)
class Ability:
    """What some recipe can make: leaves of a kind, by a route ("" leaves the choice to the app), in words for a planner."""

    kind: str
    route: str
    words: str


@dataclass(frozen=True)
class Need:
    """A needed leaf as its user sees it: its slug, kind and interface text (a header, a size, names)."""

    slug: str
    kind: str
    interface: str


@dataclass(frozen=True)
class Leaf:
    """A leaf to be written. Made from a task's settings alone, so that the key covers all of it."""

    slug: str
    title: str
    brief: str
    kind: str
    take: int
    seed: str
    style: Mapping[str, Any]
    slots: Mapping[str, Any]
    needs: tuple[Need, ...] = ()
    note: str = ""
    """A person's remark on it. Said when it is written, and no reason to write it again: no key holds it."""


@dataclass(frozen=True)
class Draft:
    """What was written for a leaf.

    files      name → text ("moths.cpp", "moths.json", a recipe "oak.json" with its parameters).
    interface  what others may rely on: event, value and tag names, a header's text.
    checks     what must be true of the game after a while of play, as its writer says: rows of codegen/expectation.py.
    author     "model" for text that nobody has tried before: it is tried before it joins the game.
    """

    files: Mapping[str, str]
    interface: str = ""
    checks: tuple[Mapping[str, Any], ...] = ()
    author: str = "pattern"


@dataclass(frozen=True)
class Failure:
    """Why a draft did not pass, in words for its writer: what failed, the lines, what was tried.

    stage  compile, link, run (it crashed, hung, or did what is undefined), check (an expectation is not met) or look (of a picture).
    """

    stage: str
    text: str
    draft: Draft
    tried: tuple[str, ...] = ()


class Designer(Protocol):
    """Plans, writes, and tries again."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int:
        """Part of every key: raised when the same question would be answered otherwise."""
        ...

    def style(self, seed: str, work: Work) -> dict[str, Any]:
        """The small root artifact all leaves share: title, language, genre, view, palette, mood, music …"""
        ...

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        """Children for a branching node; [] when it is fine enough."""
        ...

    def write(self, leaf: Leaf, work: Work) -> Draft:
        """Write a code, mesh or data leaf. Raises GardenError when this designer can't."""
        ...

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        """Another draft after a failure; None to give up."""
        ...


@runtime_checkable
class Restyler(Protocol):
    """A designer that understands what a person writes about the style."""

    def restyle(self, style: Mapping[str, Any], brief: str, seed: str, work: Work) -> dict[str, Any]:
        """The style as the brief tells it; what the brief says as it was designed changes nothing."""
        ...


@runtime_checkable
class Beholder(Protocol):
    """A designer that may look at what was made."""

    @property
    def has_eyes(self) -> bool: ...

    def look(self, leaf: Leaf, picture: bytes, work: Work) -> tuple[str, ...]:
        """What is wrong with a picture of a leaf that is tried alone, a sentence each, for its writer; () when nothing is.

        Nobody who can be asked now sees nothing: that is told. Raises Cancelled.
        """
        ...


@runtime_checkable
class Successor(Designer, Protocol):
    """A designer that goes on from another one's plan: that is grown, built and played first."""

    abilities: Sequence[Ability]
    """All that can be built, from the table of recipes: it plans nothing else."""

    at_once: int
    """How many nodes it may be asked about at the same time."""

    emit: Emit
    """Is given what its models write and what that costs."""

    tell: Callable[[str], None]
    """Is given a sentence for people: the server is away, the budget is spent."""

    @property
    def sketch(self) -> Designer: ...

    def wants(self, node: Node, children: Sequence[Node]) -> bool:
        """Whether it has something to say about a branch whose children are there already."""
        ...

    def writer_of(self, node: Node) -> str:
        """Who writes a leaf, with the version: part of its key."""
        ...
