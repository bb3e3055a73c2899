"""Slots from the prompt's own words: which thing is collected, who is met, how many, how long."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from dreamgarden.designers import english
from dreamgarden.designers.casting import does, undergoes
from dreamgarden.designers.lexicon import Entry, Lexicon
from dreamgarden.designers.pattern_format import Pattern, Slot, Text
from dreamgarden.designers.reading import Reading, Thing
from dreamgarden.designers.sprouting import default_value, option_value
from dreamgarden.designers.values import ColourValue, ThingValue, Value, WordValue

# Things that can stand for one another: what a slot whose default is a lantern may hold.
_CLUSTERS = (
    frozenset({"item", "light", "toy", "food", "cloth", "instrument", "weapon", "plant"}),
    frozenset({"creature", "person"}),
    frozenset({"building", "furniture", "vehicle", "nature", "machine"}),
)
_LANDMARKS = frozenset(["lighthouse", "castle", "temple", "windmill", "bridge", "pyramid", "shipwreck", "tower", "well", "palace"])
_NEAR = 7  # tokens within which a hint counts
_ENOUGH = 0.6


@dataclass
class Filler:
    """Fills the slots of the patterns of one game. No thing is given to two slots.

    hero   who is played, if anybody is named.
    doing  English names of those who do what some slot waits for: the others leave them to it.
    """

    reading: Reading
    lexicon: Lexicon
    style: Mapping[str, Any]
    taken: set[str] = field(default_factory=set)
    used_numbers: set[int] = field(default_factory=set)
    hero: Thing | None = None
    doing: frozenset[str] = frozenset()
    _heard: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def fill(self, pattern: Pattern, core: bool = False) -> dict[str, Value]:
        """Values for every slot of a pattern but those that take the rest (`fill_rest`)."""
        values: dict[str, Value] = {}
        found = self._assign(pattern, core)
        for name, slot in pattern.slots.items():
            if slot.is_list:
                values[name] = self._list(slot, found.get(name, []))
            elif slot.is_thing:
                things = found.get(name, [])
                values[name] = as_value(things[0], self.reading.language, self.lexicon) if things else (
                    None if slot.optional else self._default(slot))
        for name, slot in pattern.slots.items():
            if slot.kind == "number":
                held = found.get(slot.of, [])
                values[name] = self._number(slot, held[0] if held else None)
                if values[name] == 1 and isinstance(whose := values.get(slot.of), ThingValue):
                    values[slot.of] = replace(whose, plural=whose.name)  # "1 lamp", wherever many would be spoken of
            elif slot.kind == "place":
                values[name] = self._place(slot, pattern)
            elif slot.kind == "colour":
                values[name] = self._colour(slot)
            elif slot.kind == "verb":
                values[name] = self._verb(slot)
            elif slot.kind == "choice":
                values[name] = self._choice(slot) if slot.heard else self._default(slot)
            elif slot.kind == "words":
                values[name] = self._words(slot)
        return {name: values[name] for name in pattern.slots}

    def rest(self) -> list[Thing]:
        """Things that no slot took, those that are places last."""
        left = [t for t in self.reading.things if t.en not in self.taken and t.group not in ("", "body", "sky")
                and (not t.is_place or t.en in _LANDMARKS) and not _owns(t, self.reading) and not is_dull(t)
                and not self._is_the_game(t)]
        return sorted(left, key=lambda t: t.group == "person")

    def _is_the_game(self, thing: Thing) -> bool:
        """"Dungeon Hero is a game …" names the game, no hero."""
        said = self.reading.prompt[: 60]
        return said.startswith(thing.words) and thing.words[:1].isupper() and " is a" in said

    def landmarks(self, world: Pattern) -> list[Thing]:
        """Buildings that the prompt names as a place and that this world does not make of itself: a hut on a mountain."""
        out: list[Thing] = []
        for place in self.reading.places:
            name = next((n for n in (place.en, place.en.rpartition(" ")[2]) if n in self.lexicon.things_en), "")
            entry = self.lexicon.things_en.get(name)
            if entry and entry.group == "building" and place.group not in world.fits.place and entry.first not in self.taken:
                shown = place.name if self.reading.language == "zh" else name
                out.append(Thing(shown, name, entry.zh, entry.group, False, 1, (), place.words, place.at))
        return out

    def around(self, names: Iterable[str]) -> list[Thing]:
        """Things of the lexicon by name that the prompt does not speak of, for places that would be bare."""
        out: list[Thing] = []
        for name in names:
            entry = self.lexicon.things_en.get(name) or self.lexicon.places_en.get(name) or Entry(name, "", "item")
            shown = (entry.zh or "") if self.reading.language == "zh" else name
            if shown and name not in self.taken and all(t.en != name for t in self.reading.things):
                out.append(Thing(shown, name, entry.zh, entry.group, False, 0, (), "", -1))
        return out

    def fill_rest(self, pattern: Pattern, values: dict[str, Value], things: list[Thing]) -> dict[str, Value]:
        """The values with the `rest` slots holding these things."""
        out = dict(values)
        for name, slot in pattern.slots.items():
            if slot.rest:
                self.taken |= {t.en for t in things[: slot.most]}
                out[name] = tuple(as_value(t, self.reading.language, self.lexicon) for t in things[: slot.most])
        return out

    # ── Things ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _assign(self, pattern: Pattern, core: bool) -> dict[str, list[Thing]]:
        offers: list[tuple[float, int, str, Thing]] = []
        for order, (name, slot) in enumerate(pattern.slots.items()):
            if not slot.is_thing or slot.rest:
                continue
            for thing in self.reading.things:
                if thing.en not in self.taken:
                    worth = self._worth(slot, thing, pattern) + (0.15 if core else 0.0)
                    if worth > _ENOUGH:
                        offers.append((worth, -order, name, thing))
        found: dict[str, list[Thing]] = {}
        for _, _, name, thing in sorted(offers, key=lambda o: (-o[0], -o[1], o[3].at)):
            slot = pattern.slots[name]
            room = slot.most if slot.is_list else 1
            if thing.en in self.taken or len(found.get(name, [])) >= room:
                continue
            found.setdefault(name, []).append(thing)
            self.taken.add(thing.en)
        return found

    def _worth(self, slot: Slot, thing: Thing, pattern: Pattern) -> float:
        group = thing.group
        played = slot.kind == "person" and pattern.role == "player"
        if self.hero is not None and thing.en == self.hero.en:  # whoever is played is nobody else
            steered = group in slot.suits and "vehicle" in slot.suits
            return 3.0 if played or steered else -1.0
        if played and self.hero is not None:
            return -1.0
        default = slot.default[0] if isinstance(slot.default, tuple) and slot.default else slot.default
        asked = default.en if isinstance(default, Text) else ""
        known = self.lexicon.things_en.get(asked) or self.lexicon.things_en.get(asked.rpartition(" ")[2])
        if slot.kind in ("person", "people"):
            worth = {"person": 0.25 if slot.kind == "person" else 0.75, "creature": 0.05}.get(group, -1.5)
        elif slot.suits:
            worth = 0.65 if group in slot.suits else (-0.35 if group else 0.0)
        else:
            like = known.group if known else "item"
            same = any(like in c and group in c for c in _CLUSTERS)
            worth = 0.55 if group == like else 0.45 if same else (0.1 if not group else -0.15)
            worth -= 0.8 if group == "person" and like != "person" else 0.0
        hinted = self._hinted(slot, thing)
        if hinted >= 0.5 and slot.kind == "thing":
            worth = max(worth, 0.2)  # what stands right behind the hint is meant, whatever it is
        worth += hinted
        if (doers := slot.doers.of(self.reading.language)) and not is_dull(thing):
            worth = max(worth, 0.0) + 1.0 if does(self.reading, thing, doers) else worth
        if asked and (thing.en == asked or thing.en.endswith(" " + asked) or asked.endswith(" " + thing.en)):
            worth += 0.7
        worth += 0.5 if pattern.role == "player" and self._acts(thing) else 0.0
        worth -= 0.7 if thing.en in self.doing and not slot.doers.of(self.reading.language) else 0.0
        worth -= 0.7 if thing.is_place and "building" not in slot.suits else 0.0
        worth -= 1.2 if _owns(thing, self.reading) and slot.kind != "people" else 0.0
        worth -= 0.5 if is_dull(thing) or (group in ("body", "sky") and group not in slot.suits and hinted < 0.5) else 0.0
        worth += 0.2 if thing.count > 0 and any(s.of for s in pattern.slots.values()) else 0.0
        first = next((n for n, t in enumerate(self.reading.things) if t.en == thing.en), 0)
        return worth - 0.02 * first

    def _acts(self, thing: Thing) -> bool:
        """Whether a sentence is about what a person does: "a lighthouse keeper collects stars"."""
        tokens, after = self.reading.tokens, thing.at + thing.span
        begins = all(t.tag in ("function", "adjective") for t in tokens[max(thing.at - 2, 0):thing.at]
                     if t.sentence == tokens[thing.at].sentence) and thing.at < 4
        return thing.group == "person" and begins and after < len(tokens) and tokens[after].tag == "verb"

    def _hinted(self, slot: Slot, thing: Thing) -> float:
        best = 0.0
        for at in self._hint_places(slot):
            apart = thing.at - at if thing.at >= at else at - thing.at - thing.span + 1
            if thing.at <= at < thing.at + thing.span:
                continue  # a hunter is not what is hunted
            if apart <= _NEAR and self.reading.tokens[at].sentence == self.reading.tokens[thing.at].sentence:
                # What follows the hint is nearly always what it is about.
                behind = thing.at >= at or undergoes(self.reading, thing, at)
                best = max(best, 0.75 - 0.07 * apart if behind else 0.35 - 0.05 * apart)
        return best

    def _hint_places(self, slot: Slot) -> list[int]:
        """Indices of tokens at which a hint stands (its last word)."""
        said = slot.hints.of(self.reading.language)
        if said not in self._heard:
            self._heard[said] = self._heard_at(slot)
        return self._heard[said]

    def _heard_at(self, slot: Slot) -> list[int]:
        tokens = self.reading.tokens
        places: list[int] = []
        if self.reading.language == "zh":
            ends = list(accumulate(len(t.text) for t in tokens))
            text = "".join(t.text for t in tokens)
            for hint in slot.hints.zh:
                at = text.find(hint)
                while at >= 0:
                    places.append(bisect_left(ends, at + len(hint)))
                    at = text.find(hint, at + 1)
            return places
        for hint in slot.hints.en:
            words = hint.lower().split()
            for n, token in enumerate(tokens):
                if (words[-1] in (token.text.lower(), *token.bases) and all(
                        n - k >= 0 and word in (tokens[n - k].text.lower(), *tokens[n - k].bases)
                        for k, word in enumerate(reversed(words)))) or (self.reading.language == "zh" and len(hint) > 1 and hint in token.text):
                    places.append(n)
        return places

    def _list(self, slot: Slot, things: list[Thing]) -> Value:
        values = [as_value(t, self.reading.language, self.lexicon) for t in things]
        defaults = self._default(slot)
        for value in defaults if isinstance(defaults, tuple) else ():
            if len(values) < slot.least and isinstance(value, ThingValue) and all(value.en != v.en for v in values):
                values.append(value)
        return tuple(values)

    # ── Numbers and words ────────────────────────────────────────────────────────────────────────────────────────────
    def _number(self, slot: Slot, thing: Thing | None) -> Value:
        found: float | None = None
        if slot.of and thing is not None and thing.count > 0:
            found = thing.count
        if slot.of and thing is not None and not found and self._is_one(slot, thing):
            found = 1.0
        hints = self._hint_places(slot)
        for n, number in enumerate(self.reading.numbers):
            if found is not None:
                break
            if n in self.used_numbers:
                continue
            by_unit = bool(slot.unit) and number.unit == slot.unit
            by_hint = not slot.unit and any(0 <= at - number.at <= 3 or (-2 <= at - number.at < 0 and not self._counted(number.at)) for at in hints)
            same_word = not slot.unit and any(number.unit == english.singular(h) for h in slot.hints.of(self.reading.language))
            if by_unit or by_hint or same_word:
                found = number.value
                self.used_numbers.add(n)
        return bounded(slot, found)

    def _is_one(self, slot: Slot, thing: Thing) -> bool:
        """Whether one of it is meant, though no number says so: "a giant frog chases me" is one frog, where one can be."""
        return self.reading.language == "en" and not thing.plural and slot.min is not None and slot.min <= 1 and "ease-" in slot.means

    def _counted(self, at: int) -> bool:
        """Whether the number that stands there says how many there are of some thing."""
        return any(thing.count > 0 and 0 < thing.at - at <= 4 for thing in self.reading.things)

    def _place(self, slot: Slot, pattern: Pattern) -> Value:
        places = sorted(self.reading.places, key=lambda p: (p.group not in pattern.fits.place, p.at))
        if not places or (pattern.fits.place and places[0].group not in pattern.fits.place and pattern.role == "world"):
            return self._default(slot)
        place = places[0]
        name = place.name
        if self.reading.language == "en" and "'s " not in name and not name.startswith(("the ", "under")):
            name = "the " + name
        return WordValue(name, en=place.en, words=place.words)

    def _colour(self, slot: Slot) -> Value:
        if self.reading.colours:
            colour = self.reading.colours[0]
            return ColourValue(colour.name, colour.hex)
        return self._default(slot)

    def _verb(self, slot: Slot) -> Value:
        hints = set(slot.hints.of(self.reading.language))
        for verb in self.reading.verbs:
            if verb.en in hints or verb.words in hints:
                name = verb.words if self.reading.language == "zh" else verb.en
                return WordValue(name, en=verb.en, ing=english.ing(verb.en), words=verb.words)
        default = self._default(slot)
        return WordValue(default.name, default.en, english.ing(default.en)) if isinstance(default, WordValue) else default

    def _choice(self, slot: Slot) -> Value:
        """The option whose words the prompt speaks most; of equals the one it speaks first."""
        low = self.reading.prompt.lower()
        best, option = (0, 0), ""
        for name, each in slot.options.items():
            said = each.words.of(self.reading.language)
            at = [m.start() for w in said for m in re.finditer(rf"\b{re.escape(w)}(?:s|es)?\b" if w.isascii() else re.escape(w), low)]
            if at and (len(at), -min(at)) > best:
                best, option = (len(at), -min(at)), name
        return option_value(slot, option, self.reading.language) if option else self._default(slot)

    def _words(self, slot: Slot) -> Value:
        quoted = re.search(r"[“\"「『]([^”\"」』]{3,80})[”\"」』]", self.reading.prompt)
        if quoted:
            return WordValue(quoted.group(1), words=quoted.group(1))
        for at in self._hint_places(slot):
            sentence = self.reading.tokens[at].sentence
            run = [t for t in self.reading.tokens[at:at + 10] if t.sentence == sentence and t.tag != "mark"]
            joint = "" if self.reading.language == "zh" else " "
            said = joint.join(t.text for t in run).strip()
            if len(run) > 2:
                return WordValue(said[:60], words=said[:60])
        return self._default(slot)

    def _default(self, slot: Slot) -> Value:
        return default_value(slot, self.reading.language, self.style)


def as_value(thing: Thing, language: str, lexicon: Lexicon | None = None) -> ThingValue:
    """A slot value of a thing that was read; with the lexicon it knows what its model is looked for by."""
    first = lexicon.things_en[thing.en].first if lexicon is not None and thing.en in lexicon.things_en else ""
    like = first if first != thing.en else ""
    plural = thing.name if language == "zh" else english.plural(thing.name)
    return ThingValue(thing.name, plural, thing.en, thing.words, thing.group, like=like)


def bounded(slot: Slot, value: float | None) -> int | float:
    """A number within the slot's range, an integer where the slot holds integers; the default for None."""
    number = float(slot.default if value is None else value)  # type: ignore[arg-type]
    number = max(number, slot.min) if slot.min is not None else number
    number = min(number, slot.max) if slot.max is not None else number
    return round(number) if slot.is_integer else number


def concrete(things: Iterable[Thing]) -> list[Thing]:
    """Things that can be shown as models."""
    return [t for t in things if t.group not in ("", "body")]


def _owns(thing: Thing, reading: Reading) -> bool:
    """Whether it only says whose something is: "my grandmother's house", 外婆家."""
    after = thing.at + thing.span
    if after < len(reading.tokens):
        following = reading.tokens[after].text
        if following == "'s":
            return True
        return thing.group == "person" and following[:1] in ("家", "的")
    return False


def is_dull(thing: Thing) -> bool:
    """Whether showing it says nothing about the prompt."""
    return thing.en in ("light", "copy", "shadow", "screen", "furniture", "boss", "friend", "hero", "hunter", "garden bed", "stone", "rock", "creature", "animal", "weapon", "button", "sign", "name", "hole", "path", "face",
                        "hand", "foot", "head", "eye", "board", "enemy", "employee", "manager", "customer", "guest", "visitor",
                        "athlete", "coach", "opponent", "rival", "staff", "worker", "card", "home", "child", "kid")
