"""The sketch as a draft: what the offline designer grew, as sprouts that a model keeps, rewrites or drops, and as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.designers.designer import Designer, Leaf, Sprout, Surroundings
from dreamgarden.designers.pattern_format import LeafForm
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.rendering import Scene, render_words
from dreamgarden.designers.rewording import slots_from_brief
from dreamgarden.designers.sprouting import values_of
from dreamgarden.plan.node import LEAF_KINDS, Node
from dreamgarden.work import Work

BY = "by"
MODEL = "model"


def is_models(slots: Mapping[str, Any]) -> bool:
    """Whether a model planned the node with these slots."""
    return slots.get(BY) == MODEL


def draft_below(node: Node, around: Surroundings, sketch: Designer | None, work: Work) -> list[Sprout]:
    """What hangs below a node, with children: as it stands in the plan, else as `sketch` would grow it."""
    slugs = {each.id: each.slug for each in around.others}
    below: dict[str, list[Node]] = {}
    for each in around.others:
        below.setdefault(each.parent or "", []).append(each)

    def standing(parent: str) -> tuple[Sprout, ...]:
        return tuple(replace(sprout_of(each, slugs), children=standing(each.id)) for each in below.get(parent, ()))

    def imagined(above: Node, line: Sequence[Node], known: Sequence[Node]) -> tuple[Sprout, ...]:
        assert sketch is not None
        there = replace(around, ancestors=[*around.ancestors, *line], others=known)
        grown = sketch.grow(above, there, work)
        out: list[Sprout] = []
        for number, each in enumerate(grown):
            place = Node(f"{above.id}.{number}", above.id, each.title, each.brief, each.kind, each.slug, slots=each.slots)  # type: ignore[arg-type]
            known = [*known, place]
            deeper = () if place.is_leaf else imagined(place, [*line, above], known)
            known = [*known, *(_as_node(leaf, place.id) for leaf in deeper if leaf.kind in LEAF_KINDS)]
            out.append(replace(each, children=each.children or deeper))
        return tuple(out)

    grown = standing(node.id)
    return list(grown if grown or sketch is None else imagined(node, [], list(around.others)))


def sprout_of(node: Node, slugs: Mapping[str, str]) -> Sprout:
    """A node as the sprout that continues it."""
    needs = tuple(slugs[need] for need in node.needs if need in slugs)
    return Sprout(node.title, node.brief, node.kind, node.slug, needs, node.seed_words, node.route, dict(node.slots))


def leaves_in(sprouts: Iterable[Sprout]) -> Iterator[Sprout]:
    """All leaves among sprouts and below them."""
    for sprout in sprouts:
        if sprout.kind in LEAF_KINDS:
            yield sprout
        yield from leaves_in(sprout.children)


def told_tree(sprouts: Iterable[Sprout], depth: int = 0, briefs: bool = True) -> str:
    """A tree as indented lines for a model: slug, kind, title, brief of the inner nodes, names they give and use."""
    lines: list[str] = []
    for sprout in sprouts:
        told = [(word, "; ".join(str(each) for each in sprout.slots.get(word, ()))) for word in ("gives", "uses")]
        names = "".join(f" [{word}: {said}]" for word, said in told if said)
        brief = " ".join(sprout.brief.split())
        said = f": {brief[: 240 if sprout.kind in LEAF_KINDS else 800]}" if briefs and sprout.kind not in ("mesh", "style") else ""
        lines.append(f"{'  ' * depth}- {sprout.slug} ({sprout.kind}) {sprout.title}{said}{names}")
        if sprout.children:
            lines.append(told_tree(sprout.children, depth + 1, briefs))
    return "\n".join(lines)


def told_leaves(sprouts: Sequence[Sprout]) -> str:
    """Leaves with their whole briefs."""
    return "\n".join(
        f"- {each.slug} ({each.kind}) {each.title}{f' needs {chr(44).join(each.needs)}' if each.needs else ''}: {' '.join(each.brief.split())}"
        for each in sprouts
    ) or "(none: it is a new part)"  # fmt: skip


def remarks_of(nodes: Iterable[Node]) -> str:
    """What a person wrote on nodes: notes, and briefs that are theirs. Later calls have to follow it."""
    lines = [f"on “{each.title}” ({each.slug}): {each.note}" for each in nodes if each.note]
    lines += [f"“{each.title}” ({each.slug}) in the person's own words: {each.brief}" for each in nodes
              if each.author == "person" and each.kind != "seed"]  # fmt: skip
    return "\n".join(lines)


def honours(sketch: PatternDesigner, leaf: Leaf, work: Work) -> bool:
    """Whether the leaf's pattern can do all that its brief says: true when filling its slots gives that brief again."""
    pattern = sketch.patterns.get(str(leaf.slots.get("pattern", "")))
    at = leaf.slots.get("leaf")
    if pattern is None or not isinstance(at, int) or not 0 <= at < len(pattern.leaves):
        return False
    form: LeafForm = pattern.leaves[at]
    language = str(leaf.slots.get("language", "en"))
    values = values_of(leaf.slots)
    template = form.brief.of(language)
    # Briefs were written in the sketch's style; the garden's may be another by now.
    style = sketch.style(leaf.seed, work)

    def rendered(with_values: Mapping[str, Any]) -> str:
        return render_words(template, Scene("", language, with_values, style, leaf.seed), pattern.name)

    was = rendered(values)
    told = slots_from_brief(pattern, template, leaf.brief, values, language, sketch.read, was)
    return _plain(leaf.brief) in (_plain(was), _plain(rendered(told)))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _as_node(sprout: Sprout, parent: str) -> Node:
    return Node(f"{parent}/{sprout.slug}", parent, sprout.title, sprout.brief, sprout.kind, sprout.slug, slots=sprout.slots)  # type: ignore[arg-type]
