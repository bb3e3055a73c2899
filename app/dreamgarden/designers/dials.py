"""`Dial`: a place where a planned garden can be turned without a new plan: a slot of a pattern, as its leaves' briefs state it.

`dials_of` finds them, `turned` says what the leaves become when some are set otherwise. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dreamgarden.designers import briefs
from dreamgarden.designers.designer import Leaf
from dreamgarden.designers.outline import Part
from dreamgarden.designers.pattern_format import LeafForm, Pattern, Slot
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.rendering import Scene, render_words
from dreamgarden.designers.rewording import slots_from_brief
from dreamgarden.designers.sprouting import Taken, sprout_leaves, values_of
from dreamgarden.designers.values import ThingValue, Value, from_json, to_json
from dreamgarden.errors import GardenError
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_BLANK = re.compile(r"\{\{\s*(\w+)")


@dataclass(frozen=True)
class Bed:
    """The leaves that one pattern made on one part. part is the node they hang on; values are as the briefs state them."""

    part: Node
    pattern: Pattern
    leaves: tuple[Node, ...]
    language: str
    values: Mapping[str, Value] = field(hash=False)

    def form(self, leaf: Node) -> LeafForm:
        """The form in the pattern that the leaf was made from."""
        return self.pattern.leaves[int(leaf.slots["leaf"])]


@dataclass(frozen=True)
class Dial:
    """A slot with its value. said: the clauses of briefs in which it stands; node: the leaf that states it first."""

    bed: Bed
    name: str
    slot: Slot
    value: Value
    said: tuple[str, ...]
    node: Node


@dataclass(frozen=True)
class Recast:
    """A node as it becomes: only what differs from now is set; a new leaf has no id yet."""

    node: Node
    title: str
    brief: str
    slots: Mapping[str, Any]
    is_new: bool = False
    needs: tuple[str, ...] = ()


def beds_of(designer: PatternDesigner, plan: Iterable[Node]) -> list[Bed]:
    """The beds of a plan, in its order."""
    nodes = list(plan)
    by_id = {node.id: node for node in nodes}
    grouped: dict[tuple[str, str], list[Node]] = {}
    for node in nodes:
        name = str(node.slots.get("pattern", ""))
        pattern = designer.patterns.get(name)
        at = node.slots.get("leaf")
        if node.is_leaf and pattern is not None and isinstance(at, int) and 0 <= at < len(pattern.leaves) and not node.proposed:
            grouped.setdefault((node.parent or "", name), []).append(node)
    beds = []
    for (parent, name), leaves in grouped.items():
        pattern = designer.patterns[name]
        language = str(leaves[0].slots.get("language", "en"))
        values: dict[str, Value] = {}
        for leaf in leaves:
            if leaf.kind != "mesh":
                held = told(designer, pattern, leaf)
                for key, value in held.items():
                    # The leaf whose brief says it is to be believed; others only remember.
                    if key not in values or value != values_of(leaf.slots).get(key):
                        values[key] = value
        if values:
            beds.append(Bed(by_id[parent], pattern, tuple(leaves), language, values))
    return beds


def dials_of(bed: Bed, style: Mapping[str, Any], seed: str) -> list[Dial]:
    """The dials of a bed: every slot of which some brief or title speaks."""
    found = []
    for name, slot in bed.pattern.slots.items():
        said: list[str] = []
        first: Node | None = None
        for leaf in (each for each in bed.leaves if each.kind != "mesh"):  # a model states a size of its own
            for clause in _clauses(bed.form(leaf), bed.language):
                if name in _BLANK.findall(clause):
                    said.append(_render(clause, bed, style, seed, bed.values))
                    first = first or leaf
            brief = bed.form(leaf).brief.of(bed.language)
            if any(re.search(rf"\b{name}\b", block) for block in re.findall(r"\{%.*?%\}", brief)):  # told in a loop
                said.append(_render(brief, bed, style, seed, bed.values))
                first = first or leaf
        if said and first is not None and name in bed.values:
            found.append(Dial(bed, name, slot, bed.values[name], tuple(dict.fromkeys(said)), first))
    return found


def told(designer: PatternDesigner, pattern: Pattern, leaf: Node) -> dict[str, Value]:
    """The slot values of a code or data leaf as its brief states them."""
    values = values_of(leaf.slots)
    language = str(leaf.slots.get("language", "en"))
    template = pattern.leaves[int(leaf.slots["leaf"])].brief.of(language)
    try:
        was = render_words(template, Scene("", language, values), pattern.name)
    except GardenError:  # the pattern has other slots by now
        return values
    return slots_from_brief(pattern, template, leaf.brief, values, language, designer.read, was)


def turned(designer: PatternDesigner, bed: Bed, changes: Mapping[str, Value], *, style: Mapping[str, Any], seed: str,
           others: Iterable[Node] = ()) -> list[Recast]:
    """The leaves that become others when slots are set to these values, and those that come new; none that stay as they are.

    others are the plan's nodes, so that a new leaf gets a free name.
    """
    values = {**bed.values, **{name: _keeping(bed.values.get(name), value) for name, value in changes.items()}}
    out = [recast for leaf in bed.leaves if (recast := _recast(designer, bed, leaf, values, style, seed)) is not None]
    return out + _fresh(designer, bed, values, style, seed, others)


def part_recast(bed: Bed, changes: Mapping[str, Value]) -> Recast | None:
    """The part as it is remembered afterwards; None for a part that no pattern made."""
    if bed.part.slots.get("pattern") != bed.pattern.name:
        return None
    was = values_of(bed.part.slots)
    now = {**was, **{name: _keeping(was.get(name), value) for name, value in changes.items()}}
    brief = bed.part.brief
    if brief == briefs.part_brief(Part(bed.pattern, was, 0), bed.language):
        brief = briefs.part_brief(Part(bed.pattern, now, 0), bed.language)
    slots = {**bed.part.slots, "values": {name: to_json(value) for name, value in now.items()}}
    return Recast(bed.part, bed.part.title, brief, slots)


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _recast(designer: PatternDesigner, bed: Bed, leaf: Node, values: Mapping[str, Value], style: Mapping[str, Any], seed: str) -> Recast | None:
    form = bed.form(leaf)
    if leaf.kind == "mesh":
        return _mesh(bed, leaf, form, values, style, seed)
    title = _reworded(leaf.title, form.title.of(bed.language) if form.title else "", bed, style, seed, values)
    brief = _reworded(leaf.brief, form.brief.of(bed.language), bed, style, seed, values)
    slots = {**leaf.slots, "values": {name: to_json(value) for name, value in values.items()}}
    if brief == leaf.brief and title == leaf.title and _written(designer, leaf, leaf.brief, leaf.slots, style, seed) == _written(
            designer, leaf, brief, slots, style, seed):
        return None
    return Recast(leaf, title, brief, slots)


def _mesh(bed: Bed, leaf: Node, form: LeafForm, values: Mapping[str, Value], style: Mapping[str, Any], seed: str) -> Recast | None:
    """The model of a thing slot, when that holds another thing now."""
    shown = from_json(leaf.slots.get("thing"))
    now = values.get(form.of_slot)
    before = bed.values.get(form.of_slot)
    if not isinstance(shown, ThingValue) or now == before or isinstance(now, tuple) or not isinstance(now, ThingValue):
        return None
    own = {**values, "size": form.size, "thing": now, form.of_slot: now}
    scene = Scene("", bed.language, own, style, seed)
    title = render_words(form.title.of(bed.language), scene, bed.pattern.name) if form.title else now.name
    brief = render_words(form.brief.of(bed.language), scene, bed.pattern.name)
    slots = {**leaf.slots, "query": now.query, "thing": to_json(now)}
    return Recast(leaf, title[:1].upper() + title[1:], brief, slots)


def _fresh(designer: PatternDesigner, bed: Bed, values: Mapping[str, Value], style: Mapping[str, Any], seed: str,
           others: Iterable[Node]) -> list[Recast]:
    """Models of things that a list slot holds now and did not before."""
    grown = [name for name, value in values.items() if isinstance(value, tuple) and value != bed.values.get(name)]
    if not grown:
        return []
    mine = {leaf.id for leaf in bed.leaves}
    taken = {node.slug: Taken(node.kind, str(node.slots.get("query", ""))) for node in others if node.id not in mine}
    there = {leaf.slug for leaf in bed.leaves}
    sprouts = sprout_leaves(bed.pattern, values, bed.language, style=style, prompt=seed, taken=taken)
    out = []
    for sprout in sprouts:
        if sprout.kind == "mesh" and sprout.slug not in there:
            node = Node("", bed.part.id, sprout.title, sprout.brief, "mesh", sprout.slug, seed_words=sprout.seed_words, route=sprout.route)
            out.append(Recast(node, sprout.title, sprout.brief, dict(sprout.slots), is_new=True))
    return out


def _reworded(text: str, template: str, bed: Bed, style: Mapping[str, Any], seed: str, values: Mapping[str, Value]) -> str:
    """A title or brief with the new values: told again by the pattern, or, in a person's own words, value by value."""
    was = _render(template, bed, style, seed, bed.values)
    now = _render(template, bed, style, seed, values)
    if was == now:
        return text
    if _plain(text) == _plain(was):
        return now
    out = text
    for name in dict.fromkeys(_BLANK.findall(template)):
        for old, new in _names(bed.values.get(name), values.get(name)):
            out = re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w])" if old.isascii() else re.escape(old), lambda _, new=new: new, out, count=1)  # type: ignore[misc]
    if out != text:
        return out
    missing = [_render(clause, bed, style, seed, values) for clause in _split(template)
               if any(values.get(n) != bed.values.get(n) for n in _BLANK.findall(clause))]
    joint = "" if bed.language == "zh" else " "
    return joint.join([text.rstrip(), *missing]) if missing else text


def _names(old: Value, new: Value) -> list[tuple[str, str]]:
    if old == new or old is None or new is None:
        return []
    if isinstance(old, ThingValue) and isinstance(new, ThingValue):
        return [(old.plural, new.plural), (old.name, new.name)] if old.plural != old.name else [(old.name, new.name)]
    return [(_shown(old), _shown(new))]


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _keeping(old: Value, new: Value) -> Value:
    """A thing in another's place takes over its model's leaf."""
    if isinstance(old, ThingValue) and isinstance(new, ThingValue):
        return replace(new, slug=str(old.model))
    return new


def _written(designer: PatternDesigner, node: Node, brief: str, slots: Mapping[str, Any], style: Mapping[str, Any], seed: str) -> Mapping[str, str]:
    leaf = Leaf(node.slug, node.title, brief, node.kind, node.take, seed, style, slots)
    try:
        return designer.write(leaf, Work()).files
    except GardenError as error:
        return {"": str(error)}


def _render(template: str, bed: Bed, style: Mapping[str, Any], seed: str, values: Mapping[str, Value]) -> str:
    return render_words(template, Scene("", bed.language, values, style, seed), bed.pattern.name)


def _clauses(form: LeafForm, language: str) -> list[str]:
    return [*_split(form.brief.of(language)), *([form.title.of(language)] if form.title else [])]


def _split(template: str) -> list[str]:
    return [clause.strip() for clause in re.split(r"(?<=[.;。；])(?!\d)(?![^{]*\}\})", template) if clause.strip() and "{%" not in clause]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def stated(beds: Sequence[Bed], style: Mapping[str, Any], seed: str) -> list[Dial]:
    """All dials of several beds."""
    return [dial for bed in beds for dial in dials_of(bed, style, seed)]
