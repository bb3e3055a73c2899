"""From a pattern and its slot values to sprouts: the leaves with titles, briefs, slugs and needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dreamgarden.designers.designer import Sprout
from dreamgarden.designers.english import plural
from dreamgarden.designers.pattern_format import LeafForm, Pattern, Slot, Text
from dreamgarden.designers.rendering import Scene, holds, render_words
from dreamgarden.designers.safe_text import slug_of
from dreamgarden.designers.values import ColourValue, ThingValue, Value, WordValue, from_json, to_json, words_of


@dataclass(frozen=True)
class Taken:
    """A slug that is in use. query is what a mesh leaf's recipe is searched for; "" for other kinds."""

    kind: str
    query: str = ""


def default_value(slot: Slot, language: str, style: Mapping[str, Any]) -> Value:
    """What stands in a slot that the prompt does not fill."""
    default = slot.default
    if isinstance(default, tuple):
        return tuple(_named(text, language) for text in default[: slot.most])
    if isinstance(default, Text):
        if slot.is_thing:
            return _named(default, language)
        return WordValue(default.of(language), en=default.en)
    if slot.kind == "choice":
        return option_value(slot, str(default), language)
    if slot.kind == "colour":
        palette = style.get("palette", {})
        return ColourValue(str(default), str(palette.get(default, "#d9a441")))
    return default if isinstance(default, int | float) else None


def option_value(slot: Slot, option: str, language: str) -> WordValue:
    """A choice's option as a value: `en` is its name, `name` what the brief says."""
    return WordValue(slot.options[option].said.of(language), en=option)


def _named(text: Text, language: str) -> ThingValue:
    return ThingValue(text.of(language), text.zh if language == "zh" else plural(text.en), text.en)


def default_values(pattern: Pattern, language: str, style: Mapping[str, Any]) -> dict[str, Value]:
    """Every slot at its default."""
    return {name: default_value(slot, language, style) for name, slot in pattern.slots.items()}


def sprout_leaves(pattern: Pattern, values: Mapping[str, Value], language: str, *, style: Mapping[str, Any],
                  prompt: str, taken: Mapping[str, Taken], budget: int = 1_000) -> list[Sprout]:
    """The leaves of one part, at most `budget` where optional ones can be left out.

    taken  the slugs of the garden; a mesh leaf for the same thing is shared, other names get a number.
    """
    forms = [(n, form) for n, form in enumerate(pattern.leaves)
             if not form.when or holds(form.when, Scene(form.slug, language, values, style, prompt), pattern.name)]
    while len(forms) > budget and any(form.optional for _, form in forms):
        forms.remove(next(item for item in reversed(forms) if item[1].optional))
    likes = {n: _text(Text(en=form.like, zh=form.like), Scene("", language, values, style, prompt), pattern)
             for n, form in forms if form.kind == "mesh"}
    names = _Names(taken)
    values = dict(values)
    meshes: list[tuple[int, LeafForm, ThingValue | None, str, bool]] = []
    slugs: dict[str, tuple[str, ...]] = {}
    for n, form in forms:  # names first: code and briefs speak of them
        if form.kind != "mesh":
            slugs[f"{form.kind}:{form.slug}"] = (names.fresh(_slug(form, values, language), form.kind),)
        elif form.of_slot:
            held = values.get(form.of_slot)
            renamed: list[ThingValue] = []
            for thing in held if isinstance(held, tuple) else (held,):
                if isinstance(thing, ThingValue):
                    wanted = _slug(form, {**values, "thing": thing, form.of_slot: thing}, language)
                    slug, old = names.mesh(wanted or thing.model, thing.query)
                    renamed.append(replace(thing, slug=slug))
                    meshes.append((n, form, renamed[-1], slug, old))
            if renamed:
                values[form.of_slot] = tuple(renamed) if isinstance(held, tuple) else renamed[0]
            slugs[f"mesh:{form.of_slot}"] = tuple(t.model for t in renamed)
        else:
            slug, old = names.mesh(_slug(form, values, language), likes[n])
            slugs[f"mesh:{form.slug}"] = (slug,)
            meshes.append((n, form, None, slug, old))
    scene = Scene("", language, values, style, prompt)
    held_json = {name: to_json(value) for name, value in values.items()}
    known = {
        kind: {key.partition(":")[2]: found[0] for key, found in slugs.items() if key.startswith(kind) and found}
        for kind in ("data", "mesh")
    }
    sprouts = []
    for n, form in forms:
        if form.kind == "mesh":
            continue
        slug = slugs[f"{form.kind}:{form.slug}"][0]
        needs = tuple(dict.fromkeys(s for need in form.needs for s in slugs.get(need, ()) if s != slug))
        sprouts.append(Sprout(
            title=_text(form.title, scene, pattern), brief=_text(form.brief, scene, pattern), kind=form.kind,
            slug=slug, needs=needs, seed_words=_served(form, values, pattern), route="pattern",
            slots={"pattern": pattern.name, "digest": pattern.digest, "leaf": n, "values": held_json,
                   "data": known["data"], "model": known["mesh"], "language": language},
        ))
    for n, form, thing, slug, old in meshes:
        if old:
            continue
        own = {**values, "size": form.size}
        if thing is not None:
            own |= {"thing": thing, form.of_slot: thing}
        at = replace(scene, values=own)
        title = form.title or Text(en="{{ thing }}", zh="{{ thing }}")
        sprouts.append(Sprout(
            title=_capital(_text(title, at, pattern)), brief=_text(form.brief, at, pattern), kind="mesh", slug=slug,
            seed_words=words_of(thing) if thing else (), route="recipe",
            slots={"pattern": pattern.name, "digest": pattern.digest, "leaf": n, "query": thing.query if thing else likes[n],
                   "size": form.size, "thing": to_json(thing), "language": language},
        ))
    return sprouts


def values_of(slots: Mapping[str, Any]) -> dict[str, Value]:
    """The slot values a node remembers."""
    return {str(name): from_json(value) for name, value in dict(slots.get("values", {})).items()}


class _Names:
    def __init__(self, taken: Mapping[str, Taken]) -> None:
        self._taken = dict(taken)

    def fresh(self, wanted: str, kind: str) -> str:
        slug = self._free(wanted)
        self._taken[slug] = Taken(kind)
        return slug

    def mesh(self, wanted: str, query: str) -> tuple[str, bool]:
        """A slug for a model, and whether a leaf for the same model is there already."""
        there = self._taken.get(wanted)
        if there and there.kind == "mesh" and there.query == query:
            return wanted, True
        slug = self._free(wanted)
        self._taken[slug] = Taken("mesh", query)
        return slug, False

    def _free(self, wanted: str) -> str:
        slug, n = wanted, 2
        while slug in self._taken:
            slug, n = f"{wanted}_{n}", n + 1
        return slug


def _slug(form: LeafForm, values: Mapping[str, Value], language: str) -> str:
    text = form.slug
    if "{" in text:
        text = render_words(text, Scene("", language, values), form.slug)
    return str(slug_of(text)) if text else ""


def _text(text: Text | None, scene: Scene, pattern: Pattern) -> str:
    return render_words(text.of(scene.language) if text else "", scene, f"{pattern.name}/pattern.toml")


def _served(form: LeafForm, values: Mapping[str, Value], pattern: Pattern) -> tuple[str, ...]:
    """The prompt's words behind the slots that the leaf's brief speaks of."""
    said = form.brief.en + " ".join(form.needs)
    return tuple(dict.fromkeys(w for name in pattern.slots if name in said for w in words_of(values.get(name))))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
