"""Does a pattern render? Every template with its defaults and with odd values, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dreamgarden.codegen.play_words import parse
from dreamgarden.designers.pattern_format import PALETTE_ROLES, Pattern, Slot
from dreamgarden.designers.rendering import Scene, render_code, render_data, render_plays
from dreamgarden.designers.sprouting import default_value, sprout_leaves, values_of
from dreamgarden.designers.values import ColourValue, ThingValue, Value, WordValue
from dreamgarden.errors import GardenError

ODD_TEXTS = (
    'a "quoted" \\ name??/', "{{ 7*7 }}{% for %}", "纸鹤“灯”", "🦊🌙", "line\nbreak\ttab", '"); system("x"); //', "x" * 300,
    "*/ #include \u202e evil", "",
)
STYLE: dict[str, Any] = {
    "title": "A garden", "subtitle": "at night", "seed": "a prompt", "language": "en", "genre": "walking",
    "stage": "walk", "view": "third", "mood": "calm", "hour": 20.0, "climate": "forest", "weather": {"kind": "rain", "strength": 0.4},
    "music": {"mood": "calm", "tempo": 80}, "palette": dict.fromkeys(PALETTE_ROLES, "#7a9b6e"),
    "said": {"mood": "calm", "hour": "20:00", "weather": "rain"}, "finish": {"bloom": 0.4, "vignette": 0.3, "grain": 0.1}, "texts": {},
}


def odd_values(pattern: Pattern, language: str, text: str, high: bool) -> dict[str, Value]:
    """Every slot filled with the same odd text, or with its largest or smallest number."""
    return {name: _odd(slot, language, text, high) for name, slot in pattern.slots.items()}


def _odd(slot: Slot, language: str, text: str, high: bool) -> Value:
    thing = ThingValue(text, text, text, words=text, group="item")
    if slot.is_list:
        return tuple(replace(thing, en=f"{text} {n}") for n in range(slot.most if high else slot.least))
    if slot.is_thing:
        return None if slot.optional and not high else thing
    if slot.kind == "number":
        value = (slot.max if high else slot.min)
        value = float(slot.default if value is None else value)  # type: ignore[arg-type]
        return int(value) if slot.is_integer else value
    if slot.kind == "colour":
        return ColourValue(text, "#ffffff" if high else "#000000")
    return WordValue(text, en=text, ing=text)


def scenes(pattern: Pattern) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    """(what, language, values) to try."""
    for language in ("en", "zh"):
        yield "defaults", language, {n: default_value(s, language, STYLE) for n, s in pattern.slots.items()}
        for n, text in enumerate(ODD_TEXTS):
            yield f"slots holding {text[:24]!r}", language, odd_values(pattern, language, text, n % 2 == 0)


def check(pattern: Pattern) -> list[str]:
    """What is wrong with a pattern, in sentences; empty when it renders throughout."""
    wrong: list[str] = []
    for what, language, values in scenes(pattern):
        style = {**STYLE, "language": language, "stage": pattern.stages[0]}
        try:
            for sprout in sprout_leaves(pattern, values, language, style=style, prompt="a 'prompt' \"", taken={}):
                form = pattern.leaves[sprout.slots["leaf"]]
                if not sprout.brief and what == "defaults":
                    wrong.append(f"{pattern.name}: the brief of {sprout.slug} is empty.")
                if form.kind == "mesh":
                    continue
                if form.kind == "code":
                    scene = Scene(sprout.slug, language, values_of(sprout.slots), style, "", 1, False, sprout.slots["data"], sprout.slots["model"])
                    wrong += _unplayable(pattern, render_plays(pattern, form, scene) if what == "defaults" else [], language)
                for plain in (False, True):
                    scene = Scene(sprout.slug, language, values_of(sprout.slots), style, "a 'prompt' \"", 1, plain,
                                  sprout.slots["data"], sprout.slots["model"])
                    if form.kind == "data":
                        render_data(pattern, form, scene)
                    elif problem := _shape(render_code(pattern, form, scene), sprout.slug):
                        wrong.append(f"{pattern.name}/{form.template} with {what} ({language}): {problem}")
        except GardenError as error:
            wrong.append(f"{error} (with {what}, {language})")
    return list(dict.fromkeys(wrong))


def _unplayable(pattern: Pattern, plays: list[tuple[str, str]], language: str) -> Iterator[str]:
    for title, said in plays:
        try:
            parse(said, title)
        except GardenError as error:
            yield f"{pattern.name}: the play {title!r} ({language}): {error.what}"


def _shape(code: str, slug: str) -> str:
    if f"PART({slug})" not in code:
        return f"PART({slug}) is missing; write PART({{{{ slug }}}})."
    balance = 0
    for char in strip_literals(code):
        balance += (char == "{") - (char == "}")
        if balance < 0:
            break
    return "the braces do not match." if balance else ""


def strip_literals(code: str) -> str:
    """C++ without the content of its strings, characters and comments."""
    out, i, n = [], 0, len(code)
    while i < n:
        two = code[i:i + 2]
        if two == "//":
            i = code.find("\n", i) if "\n" in code[i:] else n
        elif two == "/*":
            end = code.find("*/", i + 2)
            i = n if end < 0 else end + 2
        elif two == 'R"':
            end = code.find(')"', i)
            i = n if end < 0 else end + 2
        elif code[i] == '"' or (code[i] == "'" and not (i and code[i - 1].isalnum())):
            quote, i = code[i], i + 1
            while i < n and code[i] not in (quote, "\n"):
                i += 2 if code[i] == "\\" else 1
            i += 1
            out.append(quote + quote)
        else:
            out.append(code[i])
            i += 1
    return "".join(out)
