"""Things that come, go, and take each other's place; and what hovers or can't be got at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.designers import briefs, riders
from dreamgarden.designers.dials import Dial
from dreamgarden.designers.filling import as_value, bounded
from dreamgarden.designers.outline import Part
from dreamgarden.designers.reading import Thing
from dreamgarden.designers.sprouting import default_values
from dreamgarden.designers.values import ThingValue, Value, to_json
from dreamgarden.grow.feedback.ask import Ask, chinese_in
from dreamgarden.grow.feedback.look import looked
from dreamgarden.grow.feedback.models import colour_in, coloured, models_named
from dreamgarden.grow.feedback.proposal import Change, Step
from dreamgarden.grow.feedback.soil import Soil, number, things_in
from dreamgarden.grow.feedback.turning import as_amount, best_dial
from dreamgarden.plan.node import Node


def swapped(soil: Soil, ask: Ask) -> list[Change]:
    """One thing for another, with the model of the one that went."""
    colour, language = colour_in(ask.new.lower(), soil.designer), "zh" if soil.zh else "en"
    named = re.sub(rf"^[大小老]?{colour}色?的?", "", ask.new) if soil.zh else ask.new
    other = [thing for thing in soil.designer.read(named).things  # "a white goose" is another thing than a crocodile, and no colour of it
             if colour != thing.words and not soil.names(as_value(thing, language, soil.designer.lexicon), ask.about)]  # fmt: skip
    if colour and not other:
        return coloured(ask, soil.scenery, soil.designer, soil.zh) or looked(ask, soil.scenery, soil.designer, soil.zh)
    things = soil.designer.read(ask.new).things or other
    best: tuple[float, Dial] | None = None
    for dial in soil.dials:
        held = [value for value in things_in(dial.value) if soil.names(value, ask.about)]
        if held:
            worth = 1.0 + (0.3 if dial.bed.pattern.core else 0) + soil.near.pointed(dial)
            if best is None or worth > best[0]:
                best = worth, dial
    if best is None:
        return coloured(ask, soil.scenery, soil.designer, soil.zh) or _other_model(soil, ask)
    dial = best[1]
    new: Value = as_value(things[-1], dial.bed.language, soil.designer.lexicon) if things else ThingValue(ask.new, ask.new, ask.new)
    went: list[ThingValue] = []
    if isinstance(dial.value, tuple):
        went = [value for value in things_in(dial.value) if soil.names(value, ask.about)]
        new = (*(value for value in things_in(dial.value) if value not in went), new)
    changes = soil.change(dial, new, soil.said("swap", title=dial.node.title, old=ask.about, new=ask.new), 0.9)
    return [_without_models(change, dial, went) for change in changes]


def added(soil: Soil, ask: Ask) -> list[Change]:
    """Something that is missed: more of what there is, what was left out, or a thing that the garden did not have."""
    best = best_dial(soil, as_amount(ask, 1))
    if best is not None and best[1] >= 0.75 and ask.kind == "turn":
        dial = best[0]
        value = bounded(dial.slot, float(dial.value) * 1.5)  # type: ignore[arg-type]
        if value != dial.value:
            what = soil.said("turn", title=dial.node.title, old=number(dial.value), new=number(value), clause=dial.said[0])
            return soil.change(dial, value, what, 0.7)
    muted = [node for node in soil.scenery.nodes if node.muted and node.is_leaf and _says(ask.about, node)]
    if muted:
        step = Step("mute", {"nodes": [muted[0].id], "on": False})
        return [Change((muted[0].id,), soil.said("unmute", title=muted[0].title), soil.said("muted"), (step,), 0.9)]
    # Single words may say too little: the whole clause has its articles.
    read = soil.designer.read(ask.about).things or [each for each in soil.designer.read(ask.clause).things if not each.is_place]
    things = [thing for thing in read if thing.group != ""]
    if not things:
        return []
    for dial in soil.dials:
        if isinstance(dial.value, tuple) and dial.slot.is_thing and len(dial.value) < dial.slot.most + 3:
            thing = as_value(things[0], dial.bed.language, soil.designer.lexicon)
            if any(value.en == thing.en for value in things_in(dial.value)):
                continue
            what = soil.said("add", title=dial.node.title, new=str(thing))
            return soil.change(dial, (*things_in(dial.value), thing), what, 0.8)
    return _part_for(soil, things[0])


def removed(soil: Soil, ask: Ask) -> list[Change]:
    """Something that should go: out of a list, down to the least, or its part left out."""
    for dial in soil.dials:
        held = things_in(dial.value)
        gone = [value for value in held if soil.names(value, ask.about)]
        if isinstance(dial.value, tuple) and gone and len(held) > len(gone):
            rest = tuple(value for value in held if value not in gone)
            changes = soil.change(dial, rest, soil.said("remove", title=dial.node.title, old=str(gone[0])), 0.85)
            return [_without_models(change, dial, gone) for change in changes]
    models = models_named(ask.about, soil.scenery, soil.designer)[:1]
    alone = [user for model in models for user in soil.users(model) if _only_model(soil, user, model) and not _needed(soil, user)]
    if models and alone:
        nodes = [alone[0].id, models[0].id]
        step = Step("mute", {"nodes": nodes, "on": True})
        return [Change(tuple(nodes), soil.said("gone", title=alone[0].title), soil.said("named", title=models[0].title), (step,), 0.75)]
    best = best_dial(soil, as_amount(ask, -1))
    if best is not None and best[1] >= 0.7:
        dial = best[0]
        value = bounded(dial.slot, dial.slot.min if dial.slot.min is not None else 0)
        if value != dial.value:
            what = soil.said("turn", title=dial.node.title, old=number(dial.value), new=number(value), clause=dial.said[0])
            return soil.change(dial, value, what, 0.6)
    for node in soil.scenery.nodes:
        if node.is_leaf and node.kind == "code" and not _needed(soil, node) and _says(ask.about, node):
            step = Step("mute", {"nodes": [node.id], "on": True})
            return [Change((node.id,), soil.said("mute", title=node.title), soil.said("named", title=node.title), (step,), 0.5)]
    return []


def is_there(soil: Soil, words: str) -> bool:
    """Whether the garden has such a thing."""
    return bool(models_named(words, soil.scenery, soil.designer)) or any(
        soil.names(value, words) for dial in soil.dials for value in things_in(dial.value))  # fmt: skip


def set_down(soil: Soil, ask: Ask, kind: str = "standing") -> list[Change]:
    """The thing that hovers, sinks or can't be got at, put where it belongs by the brief of the part that shows it."""
    for model in models_named(ask.about, soil.scenery, soil.designer)[:1]:
        for user in soil.users(model):
            shown = re.search(rf'spawn\("([^"]+)"[^;]*\.model = "{re.escape(model.slug)}"', soil.code(user))
            if shown is None:
                continue
            sentence = riders.told(kind, "zh" if chinese_in(user.brief) else "en", shown[1])
            given = {"node": user.id, "title": user.title, "brief": riders.with_rider(user.brief, sentence), "slots": dict(user.slots)}
            what = soil.said("set_down", title=user.title, new=sentence)
            return [Change((user.id,), what, soil.said("named", title=model.title), (Step("recast", given),), 0.7)]
    return []


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _without_models(change: Change, dial: Dial, gone: Sequence[ThingValue]) -> Change:
    """The change with the models of what went taken out of the plan."""
    ids = tuple(leaf.id for leaf in dial.bed.leaves if leaf.kind == "mesh" and leaf.slug in {str(value.model) for value in gone})
    prune = (Step("prune", {"nodes": list(ids)}),) if ids else ()
    return replace(change, nodes=(*change.nodes, *ids), steps=(*change.steps, *prune))


def _other_model(soil: Soil, ask: Ask) -> list[Change]:
    """A model that no slot stands for, by its brief: trees that should be palms."""
    out = []
    for node in models_named(ask.about, soil.scenery, soil.designer)[:1]:
        brief = ask.new
        given = {"node": node.id, "title": ask.new[:1].upper() + ask.new[1:], "brief": brief}
        out.append(Change((node.id,), soil.said("swap", title=node.title, old=ask.about, new=ask.new),
                          soil.said("named", title=node.title), (Step("edit", given),), 0.7))  # fmt: skip
    return out


def _part_for(soil: Soil, thing: Thing) -> list[Change]:
    """A part that holds whatever a prompt names, for a garden that has none yet."""
    style = soil.scenery.style
    stage, language = str(style.get("stage", "walk")), str(style.get("language", "en"))
    used = {bed.pattern.name for bed in soil.beds}
    for pattern in soil.designer.patterns.values():
        rest = next((name for name, slot in pattern.slots.items() if slot.rest), "")
        if not rest or stage not in pattern.stages or pattern.name in used or used & set(pattern.excludes):
            continue
        above = next((node for node in soil.scenery.nodes if node.slots.get("aspect") == pattern.role), None)
        if above is None:
            continue
        shown = as_value(thing, language, soil.designer.lexicon)
        values = {**default_values(pattern, language, style), rest: (shown,)}
        held = {name: to_json(each) for name, each in values.items()}
        slots = {"pattern": pattern.name, "most": 12, "language": language, "values": held}
        brief = briefs.part_brief(Part(pattern, values, 12), language)
        given = {"parent": above.id, "title": pattern.title.of(language), "brief": brief, "slots": slots}
        what, why = soil.said("add", title=above.title, new=str(shown)), soil.said("no_place")
        return [Change((above.id,), what, why, (Step("grow", given),), 0.7)]
    return []


def _only_model(soil: Soil, user: Node, model: Node) -> bool:
    meshes = {node.id for node in soil.scenery.nodes if node.kind == "mesh"}
    return [need for need in user.needs if need in meshes] == [model.id]


def _needed(soil: Soil, node: Node) -> bool:
    return any(node.id in each.needs for each in soil.scenery.nodes)


def _says(words: str, node: Any) -> bool:
    low, title = words.lower().strip(), node.title.lower()
    return bool(low) and (low in title or title in low or node.slug.replace("_", " ") in low)
