"""Which bundled recipe is the model of a thing: likeness over their titles and tags, and the colours it takes."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dreamgarden.designers.english import singular
from dreamgarden.designers.lexicon import Lexicon
from dreamgarden.designers.vectors import Embed, Vectors, kept_vectors
from dreamgarden.errors import BadInput

NEAR = 0.75  # likeness from which a recipe is the thing itself and not a stand-in
_PEOPLE = frozenset({"person", "people", "figure", "human", "character"})
_PLANTS = frozenset(["leaf", "leaves", "crown", "foliage", "grass", "needles", "plant", "blades", "moss"])
_PAINTS = frozenset(["paint", "cloth", "body", "coat", "cover", "sail", "shade", "fabric", "main", "roof", "canopy"])


@dataclass(frozen=True)
class Model:
    """A recipe as a designer knows it."""

    name: str
    title: str
    title_zh: str
    tags: tuple[str, ...]
    parameters: Mapping[str, Any]
    colours: Mapping[str, str]


@dataclass(frozen=True)
class Match:
    """A recipe for a query. near is False when it only stands in for what was asked."""

    model: Model
    score: float

    @property
    def near(self) -> bool:
        return self.score >= NEAR


class Models:
    """The bundled recipes, searched by likeness; read once."""

    def __init__(self, recipes: Path, cache: Path, embed: Embed | None, lexicon: Lexicon) -> None:
        self._folder, self._cache, self._embed, self._lexicon = recipes, cache, embed, lexicon
        self._models: list[Model] | None = None
        self._vectors: Vectors | None = None

    def best(self, query: str) -> Match | None:
        """The recipe nearest to an English query; None only when there are no recipes at all."""
        models = self._all()
        if not models:
            return None
        words = self._uncoloured(singular(query.lower().strip()))
        scores = self._likeness(words, models)
        last = words.rpartition(" ")[2]
        group = self._group(words)
        for n, model in enumerate(models):
            title, tags = singular(model.title.lower()), {singular(t.lower()) for t in model.tags}
            if words in (title, singular(model.name.replace("_", " "))):
                scores[n] += 0.5
            elif words in tags:
                scores[n] += 0.35
            elif last == title.rpartition(" ")[2] or last in tags:
                scores[n] += 0.22  # a rocking chair is a chair before it is a horse
            if group == "person" and self._group(title, *model.tags) == "person":
                scores[n] += 0.25  # any person can play any other
            # Who is missing a house would rather see a rock than a farmer.
            scores[n] -= 0.0 if _alike(group, self._group(title, *model.tags)) else 0.3
        at = int(np.argmax(scores))
        double = self.named(self._lexicon.doubles.get(words) or self._lexicon.doubles.get(last) or "")
        if scores[at] < NEAR and double is not None:  # of a like build, which vectors can't tell: a scarecrow is no spider
            return Match(double, max(float(scores[models.index(double)]), 0.0))
        return Match(models[at], float(scores[at]))

    def _uncoloured(self, words: str) -> str:
        """A query without the colours before its noun: they are painted on, and find no recipe."""
        kept = [word for word in words.split() if word not in self._lexicon.colour]
        return " ".join(kept) or words

    def _group(self, *names: str) -> str:
        """The class of the first name that the lexicon knows, whole or by its last word."""
        if _PEOPLE & set(names):
            return "person"
        for name in names:
            for words in (name, name.rpartition(" ")[2]):
                if entry := self._lexicon.things_en.get(words):
                    return entry.group
        return ""

    def named(self, name: str) -> Model | None:
        return next((m for m in self._all() if m.name == name), None)

    def _likeness(self, query: str, models: Sequence[Model]) -> np.ndarray[Any, np.dtype[np.float32]]:
        if self._embed is None:
            return np.zeros(len(models), np.float32)
        if self._vectors is None:
            texts = [f"a 3D model of a {m.title} ({', '.join(m.tags)})" for m in models]
            self._vectors = kept_vectors(self._cache, texts, self._embed)
        return np.array((self._embed([f"a 3D model of a {query}"]) @ self._vectors.T)[0], np.float32)

    def _all(self) -> list[Model]:
        if self._models is None:
            self._models = [read_model(file) for file in sorted(self._folder.glob("*.json"))]
        return self._models


def _alike(one: str, other: str) -> bool:
    """Whether a thing of one class may stand for one of the other: what lives only for what lives, and so on."""
    if not one or not other:
        return True
    classes = ({"person"}, {"creature"}, {"building", "nature", "machine", "vehicle", "furniture", "sky"}, {"plant"}, {"food", "plant"},
               {"item", "light", "toy", "food", "cloth", "instrument", "weapon", "furniture", "machine", "body"})
    return any(one in c and other in c for c in classes)


def read_model(file: Path) -> Model:
    """What a designer needs of a recipe file. Raises BadInput."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return Model(file.stem, str(said["title"]), str(said.get("title_zh", "")), tuple(said.get("tags", ())),
                     dict(said.get("parameters", {})), dict(said.get("colours", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"The recipe {file} can't be read: {error}.", then="Install DreamGarden again.") from error


def reference(match: Match, *, query: str, size: float, slug: str, seed: str, take: int, style: Mapping[str, Any],
              tint: str = "") -> dict[str, Any]:
    """The JSON of a mesh leaf: which recipe, with which parameters and colours, how large (metres, longest side).

    Take 1 is the recipe as it is; further takes vary its parameters. `tint` is a colour the brief gives it.
    """
    dice = random.Random(f"{seed}\0{slug}\0{take}")
    params: dict[str, Any] = {}
    if take > 1:
        for name, parameter in match.model.parameters.items():
            if isinstance(parameter, Mapping) and parameter.get("options"):
                params[name] = dice.choice(list(parameter["options"]))
            elif isinstance(parameter, Mapping) and "min" in parameter:
                low, high = float(parameter["min"]), float(parameter["max"])
                params[name] = round(dice.uniform(low + 0.1 * (high - low), high - 0.1 * (high - low)), 3)
    palette = style.get("palette", {})
    colours: dict[str, str] = {}
    for role, colour in match.model.colours.items():
        if role in _PLANTS and "plant" in palette:
            colours[role] = mixed(colour, str(palette["plant"]), 0.45)
    if tint and match.model.colours:
        told = match.model.colours
        painted = next((r for r in told if r in _PAINTS), "glass" if {"glass", "flame"} <= told.keys() else next(iter(told)))
        colours[painted] = tint
        for role, other, share in ((f"{painted}_light", "#ffffff", 0.35), (f"{painted}_dark", "#101018", 0.35)):
            if role in told:  # its shades go with it
                colours[role] = mixed(tint, other, share)
    return {"recipe": match.model.name, "params": params, "colours": colours, "size": size, "seed": dice.randrange(1 << 16),
            "query": query, "near": match.near}


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, `share` of the second."""
    pairs = [(int(one[i:i + 2], 16), int(other[i:i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
