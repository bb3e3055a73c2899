"""`Outline`: the whole of a garden as the offline designer sees it before it grows: parts with filled slots, by aspect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dreamgarden.designers.casting import does, hero_of
from dreamgarden.designers.choosing import Choice, Chooser
from dreamgarden.designers.filling import Filler, is_dull
from dreamgarden.designers.lexicon import Lexicon
from dreamgarden.designers.pattern_format import ROLES, LeafForm, Pattern, Role
from dreamgarden.designers.reading import Reading, Thing
from dreamgarden.designers.rendering import Scene, holds
from dreamgarden.designers.style import Stylist
from dreamgarden.designers.titling import subtitle_of, title_of
from dreamgarden.designers.values import Value

_LEAST = 17  # leaves up to which a place that the prompt leaves bare is dressed with what is usual there


@dataclass(frozen=True)
class Part:
    """A pattern with its slots filled. `most` leaves may grow from it."""

    pattern: Pattern
    values: Mapping[str, Value]
    most: int

    @property
    def forms(self) -> tuple[LeafForm, ...]:
        """The leaves of the pattern that these values call for."""
        return tuple(f for f in self.pattern.leaves if not f.when or holds(f.when, Scene(f.slug, "en", self.values), self.pattern.name))

    @property
    def leaves(self) -> int:
        """How many leaves it makes at most."""
        count, forms = 0, self.forms
        for form in forms:
            held = self.values.get(form.of_slot) if form.of_slot else None
            count += len(held) if isinstance(held, tuple) else 0 if form.of_slot and held is None else 1
        return min(count, max(self.most, sum(1 for f in forms if not f.optional)))


@dataclass(frozen=True)
class Outline:
    """What grows from a seed."""

    reading: Reading
    choice: Choice
    style: Mapping[str, Any]
    parts: Mapping[Role, tuple[Part, ...]]

    @property
    def leaves(self) -> int:
        return sum(part.leaves for parts in self.parts.values() for part in parts)


def _doing(reading: Reading, things: Sequence[Thing], patterns: Sequence[Pattern]) -> frozenset[str]:
    """English names of the things that do what a slot of these patterns waits for."""
    waits = [slot.doers.of(reading.language) for pattern in patterns for slot in pattern.slots.values() if slot.is_thing]
    return frozenset(thing.en for thing in things if not is_dull(thing) and any(does(reading, thing, verbs) for verbs in waits if verbs))


def _with_pursuers(choice: Choice, reading: Reading, patterns: Mapping[str, Pattern], hero: Thing | None) -> Choice:
    """The choice with an opposition for those who come after the player, where no chosen pattern has a place for them."""
    others = [thing for thing in reading.things if hero is None or thing.en != hero.en]

    def takes(pattern: Pattern) -> bool:
        return bool(_doing(reading, others, [pattern]))

    chosen = [patterns[name] for name in choice.names]
    if any(takes(pattern) for pattern in chosen):
        return choice
    for name, pattern in sorted(patterns.items()):
        clash = any(name in other.excludes or other.name in pattern.excludes for other in chosen)
        if pattern.role == "opposition" and not pattern.core and choice.stage in pattern.stages and not clash and takes(pattern):
            return replace(choice, patterns={**choice.patterns, "opposition": (*choice.patterns.get("opposition", ()), name)})
    return choice


def draw_outline(reading: Reading, chooser: Chooser, stylist: Stylist, patterns: Mapping[str, Pattern], lexicon: Lexicon,
                 budget: int) -> Outline:
    """Choose, style and fill, within `budget` leaves where optional ones can be left out."""
    hero = hero_of(reading)
    choice = _with_pursuers(chooser.choose(reading), reading, patterns, hero)
    core = patterns[choice.core]
    title = title_of(reading, core.title.of(reading.language))
    style = stylist.style(reading, choice, patterns, title, subtitle_of(reading))
    filler = Filler(reading, lexicon, style, hero=hero,
                    doing=_doing(reading, reading.things, [patterns[name] for name in choice.names]))
    # What a chosen pattern shows anyway need not stand about as well.
    shown = {form.like for name in choice.names for form in patterns[name].leaves if form.like}
    shown |= {form.slug.replace("_", " ") for name in choice.names for form in patterns[name].leaves if form.like}
    order = [choice.core, *(n for n in choice.names if n != choice.core)]
    order.sort(key=lambda n: (n != choice.core, ("goal", "opposition", "player", "world", "mood", "interface").index(
        patterns[n].role)))
    parts: dict[str, Part] = {}
    left = max(budget - 1, 3)  # one for the style
    for name in order:
        part = Part(patterns[name], filler.fill(patterns[name], core=name == choice.core), left)
        required = sum(1 for f in part.forms if not f.optional)
        can_go = part.pattern.role in ("goal", "opposition", "interface") and name != choice.core
        if can_go and required > left:
            continue
        parts[name] = part
        left -= part.leaves
    rest = next((p for p in patterns.values() if choice.stage in p.stages and any(s.rest for s in p.slots.values())), None)
    if rest is not None and left > 3:
        values = filler.fill(rest)
        own = sum(1 for form in rest.leaves if not form.of_slot)
        outdoors = next((patterns[n] for n in choice.names if patterns[n].role == "world"), None)
        things = filler.landmarks(outdoors) if outdoors is not None and choice.stage == "walk" else []
        things += [t for t in filler.rest() if t.en not in shown and all(t.en != other.en for other in things)]
        missing = _LEAST - (budget - left) - own - len(things)
        if missing > 0:  # a bare place gets what is usual there
            groups = [p.group for p in reading.places if p.group in lexicon.surroundings]
            if not groups and choice.stage == "walk":
                worlds = [part.pattern for part in parts.values() if part.pattern.role == "world"]
                groups = [g for world in worlds for g in world.fits.place if g in lexicon.surroundings]
            usual = filler.around(dict.fromkeys(n for g in (*groups[:1], choice.stage) for n in lexicon.surroundings[g]
                                               if n not in shown))
            things += usual[:missing]
        things = things[: left - own]
        if things:
            part = Part(rest, filler.fill_rest(rest, values, things), left)
            parts[rest.name] = part
    by_role = {role: tuple(p for p in parts.values() if p.pattern.role == role) for role in ROLES}
    return Outline(reading, choice, style, by_role)
