"""`Soil`: what answers to one complaint are made from: the dials of a garden, how near words come to them, and its models."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dreamgarden.designers.designer import Leaf
from dreamgarden.designers.dials import Bed, Dial, stated, turned
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.values import ThingValue, Value, to_json
from dreamgarden.errors import GardenError
from dreamgarden.grow.feedback.proposal import Change, Complaint, Scenery, Step
from dreamgarden.grow.feedback.words import Nearness, said
from dreamgarden.plan.node import Node
from dreamgarden.work import Work


@dataclass
class Soil:
    """A garden as one complaint sees it. zh: the complaint is in Chinese, and so are the answers."""

    designer: PatternDesigner
    complaint: Complaint
    scenery: Scenery
    beds: Sequence[Bed]
    zh: bool
    dials: list[Dial] = field(init=False)
    near: Nearness = field(init=False)

    def __post_init__(self) -> None:
        self.dials = stated(self.beds, self.scenery.style, self.scenery.seed)
        self.near = Nearness(self.designer, self.dials, self.complaint)

    def said(self, name: str, **words: str) -> str:
        """A sentence in the language of the complaint."""
        return said(name, self.zh, **words)

    def change(self, dial: Dial, value: Value, what: str, sure: float) -> list[Change]:
        """A dial turned; nothing when no leaf becomes another by it."""
        recasts = turned(self.designer, dial.bed, {dial.name: value}, style=self.scenery.style, seed=self.scenery.seed,
                         others=self.scenery.nodes)  # fmt: skip
        if not recasts:
            return []
        if isinstance(value, tuple):  # what is asked for next finds the list as it is by then
            self.dials = [self.near.follow(each, replace(each, value=value)) if _same(each, dial) else each for each in self.dials]
        nodes = tuple(dict.fromkeys(recast.node.id or dial.bed.part.id for recast in recasts))
        # What it makes of the leaves is worked out when it is taken, so that changes of the same leaf go together.
        step = Step("dial", {"part": dial.bed.part.id, "pattern": dial.bed.pattern.name, "slot": dial.name, "value": to_json(value)})
        return [Change(nodes, what, self.why(dial), (step,), sure)]

    def why(self, dial: Dial) -> str:
        """Why this dial, as a sentence."""
        return self.near.reason(dial, self.zh)

    def names(self, value: ThingValue, words: str) -> bool:
        """Whether words name a thing, in the garden's language or another."""
        return names(value, words) or any(value.en == thing.en for thing in self.designer.read(words).things if not thing.is_place)

    def code(self, leaf: Node) -> str:
        """The C++ that a leaf's pattern writes for it now; "" when none does."""
        told = Leaf(leaf.slug, leaf.title, leaf.brief, leaf.kind, leaf.take, self.scenery.seed, self.scenery.style, leaf.slots)
        try:
            return self.designer.write(told, Work()).files.get(f"{leaf.slug}.cpp", "")
        except GardenError:
            return ""

    def users(self, model: Node) -> list[Node]:
        """The code leaves that show a model."""
        return [node for node in self.scenery.nodes if node.kind == "code" and model.id in node.needs and not node.muted]


def _same(one: Dial, other: Dial) -> bool:
    return (one.bed.part.id, one.bed.pattern.name, one.name) == (other.bed.part.id, other.bed.pattern.name, other.name)


def things_in(value: Value) -> list[ThingValue]:
    """The things that a slot holds."""
    if isinstance(value, ThingValue):
        return [value]
    return [each for each in value if isinstance(each, ThingValue)] if isinstance(value, tuple) else []


def names(value: ThingValue, words: str) -> bool:
    """Whether words name a thing."""
    low = words.lower()
    mine = any(name and _held(name.lower(), low) for name in (value.name, value.plural, value.en))
    return mine or (bool(low) and low in value.name.lower())


def _held(name: str, low: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", low)) if name.isascii() else name in low


def number(value: Value) -> str:
    """A number as a person reads it."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)
