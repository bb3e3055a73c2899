"""What a person changed in a brief: slot values out of the new words.

The brief's template says where each value stood. If the new brief still has that form, the values are read off;
else each value is looked for on its own: another number before the same unit, another thing in place of the old.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from dreamgarden.codegen.play_words import without_plays
from dreamgarden.designers import chinese, english
from dreamgarden.designers.filling import as_value, bounded
from dreamgarden.designers.pattern_format import Pattern, Slot
from dreamgarden.designers.reading import Reading
from dreamgarden.designers.riders import without_riders
from dreamgarden.designers.sprouting import option_value
from dreamgarden.designers.values import ThingValue, Value, WordValue

Read = Callable[[str], Reading]
_NUMBER = r"(?:\d[\d.,]*|[A-Za-z][A-Za-z-]*|[零一二两三四五六七八九十百]+)"
_BLANK = re.compile(r"\{\{\s*(\w+)(?:\.(\w+))?[^}]*\}\}")


def slots_from_brief(pattern: Pattern, template: str, brief: str, values: Mapping[str, Value], language: str, read: Read,
                     rendered: str) -> dict[str, Value]:
    """The values with what the brief now says.

    template is the brief's form in the pattern, rendered what it gave with `values`. A brief that says the same
    changes nothing.
    """
    out = dict(values)
    brief = without_riders(without_plays(brief))
    if _plain(brief) == _plain(rendered):
        return out
    said = _by_form(template, brief, pattern)
    if said is not None:
        for name, (attribute, text) in said.items():
            out[name] = _value(pattern.slots[name], out.get(name), attribute, text, language, read)
        return out
    return _by_words(pattern, brief, rendered, out, language, read)


def _by_form(template: str, brief: str, pattern: Pattern) -> dict[str, tuple[str, str]] | None:
    """slot → (attribute, text), when the brief has the template's form; None when it has not."""
    if "{%" in template:
        return None
    template = unicodedata.normalize("NFKC", template)
    parts: list[str] = []
    names: list[tuple[str, str]] = []
    at = 0
    for blank in _BLANK.finditer(template):
        parts.append(_words(template[at:blank.start()]))
        slot, attribute = blank.group(1), blank.group(2) or ""
        if slot in pattern.slots and not pattern.slots[slot].is_list:
            kind = pattern.slots[slot].kind
            held = _NUMBER if kind == "number" else _options(pattern.slots[slot]) if kind == "choice" else ".{1,80}?"
            parts.append(f"(?P<v{len(names)}>{held})")
            names.append((slot, attribute))
        else:
            parts.append(".{0,120}?")
        at = blank.end()
    parts.append(_words(template[at:]))
    found = re.fullmatch(r"\s*" + "".join(parts) + r"\s*", _plain(brief), re.IGNORECASE)
    if not found or not names:
        return None
    out: dict[str, tuple[str, str]] = {}
    for n, (slot, attribute) in enumerate(names):
        out.setdefault(slot, (attribute, found.group(f"v{n}").strip()))
    return out


def _options(slot: Slot) -> str:
    return "|".join(_words(unicodedata.normalize("NFKC", said)) for option in slot.options.values() for said in (option.said.en, option.said.zh))


def _words(literal: str) -> str:
    """A pattern for the fixed words between two blanks, whatever their spacing."""
    gap = r"\s+" if literal.isascii() else r"\s*"
    return gap.join(re.escape(word) for word in re.split(r"\s+", literal))


def _value(slot: Slot, old: Value, attribute: str, text: str, language: str, read: Read) -> Value:
    if slot.kind == "choice":
        for name, option in slot.options.items():
            if _plain(text) in (_plain(option.said.en), _plain(option.said.zh)):
                return option_value(slot, name, language)
        return old
    if slot.kind == "number":
        number = _number(text)
        return old if number is None else bounded(slot, number)
    if slot.is_thing:
        if isinstance(old, ThingValue) and text.lower() in (old.name.lower(), old.plural.lower()):
            return old
        things = read(text).things
        if things:
            return as_value(things[-1], language)
        one = english.singular(text) if language == "en" else text
        return ThingValue(one, english.plural(one) if language == "en" else one, one)
    if isinstance(old, WordValue):
        return old if text == old.name else replace(old, name=text, words="")
    return old


def _by_words(pattern: Pattern, brief: str, rendered: str, out: dict[str, Value], language: str, read: Read) -> dict[str, Value]:
    before, now = read(rendered), read(brief)
    old_numbers, new_numbers = list(before.numbers), list(now.numbers)
    for name, slot in pattern.slots.items():
        value = out.get(name)
        if slot.kind == "number" and isinstance(value, int | float):
            was = next((n for n in old_numbers if abs(n.value - value) < 1e-6), None)
            if was is None:
                continue
            same = [n for n in new_numbers if n.unit == was.unit]
            at = old_numbers.index(was)
            if same:
                out[name] = bounded(slot, same[0].value)
                new_numbers.remove(same[0])
            elif at < len(now.numbers) and all(n.unit != now.numbers[at].unit for n in old_numbers):
                out[name] = bounded(slot, now.numbers[at].value)
        elif slot.kind == "choice" and isinstance(value, WordValue):
            heard = [option for option in slot.options if heard_option(slot, option, brief)]
            if len(heard) == 1:
                out[name] = option_value(slot, heard[0], language)
        elif isinstance(value, ThingValue) and slot.is_thing:
            low = brief.lower()
            if value.name.lower() in low or value.plural.lower() in low:
                continue
            known = {t.en for t in before.things}
            fresh = [t for t in now.things if t.en not in known and not t.is_place]
            held = {v.en for v in out.values() if isinstance(v, ThingValue)}
            fresh = [t for t in fresh if t.en not in held]
            if fresh:
                out[name] = as_value(fresh[0], language)
    return out


def heard_option(slot: Slot, option: str, text: str) -> bool:
    """Whether a text speaks of an option, by what its brief says or by one of its words."""
    low, one = _plain(text).lower(), slot.options[option]
    spoken = (one.said.en, one.said.zh, *one.words.en, *one.words.zh)
    return any((re.search(r"\b" + re.escape(each.lower()) + r"\b", low) if each.isascii() else _plain(each) in low) for each in spoken)


def _number(text: str) -> float | None:
    for word in text.split():
        value = english.number_of(word)
        if value is None:
            value = chinese.number_of(word)
        if value is not None:
            return value
    return None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
