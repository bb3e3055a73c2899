"""A designer's reply becomes nodes, or a sentence back: slugs made unique, needs found, nothing accepted that no recipe can do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dreamgarden.designers.designer import Sprout
from dreamgarden.errors import BadInput
from dreamgarden.plan.node import INNER_KINDS, LEAF_KINDS, Kind, Node
from dreamgarden.plan.tree import Plan

# What some recipe can make (see tasks.py): kind → routes. "" leaves the choice to the app.
_ROUTES: dict[str, frozenset[str]] = {
    "style": frozenset({""}),
    "code": frozenset({"", "pattern"}),
    "data": frozenset({"", "pattern"}),
    "mesh": frozenset({"", "recipe", "retrieve", "sculpt", "sprites"}),
}
_BELOW: dict[str, frozenset[str]] = {
    "seed": frozenset({"aspect", "part"}) | LEAF_KINDS,
    "aspect": frozenset({"part"}) | LEAF_KINDS,
    "part": frozenset({"part"}) | (LEAF_KINDS - {"style"}),
}
_MOST_BRIEF = 4_000


@dataclass(frozen=True)
class Proposal:
    """Nodes to hang under a parent, and what had to be left out or corrected, in sentences for the designer or a person."""

    nodes: tuple[Node, ...]
    remarks: tuple[str, ...] = ()

    @property
    def leaves(self) -> int:
        return sum(node.is_leaf for node in self.nodes)


def propose(plan: Plan, parent: str, sprouts: Sequence[Sprout], most_leaves: int) -> Proposal:
    """Nodes for what a designer proposes under `parent`, at most `most_leaves` leaves.

    A sprout that continues a child which is there keeps its slug (plan/regrow.py matches them). Raises BadInput when
    nothing of the reply can be used.
    """
    reply = _Reply(plan, parent, most_leaves)
    for sprout in sprouts:
        reply.take(sprout, parent)
    nodes = reply.needing()
    if sprouts and not nodes:
        raise BadInput(f"Nothing that was proposed for “{plan[parent].title}” can grow: {' '.join(reply.remarks)}",
                       safe="The plan is unchanged.")
    return Proposal(nodes, tuple(reply.remarks))


class _Reply:
    def __init__(self, plan: Plan, parent: str, most_leaves: int) -> None:
        self.remarks: list[str] = []
        self._plan = plan
        self._left = most_leaves
        self._last = plan.last
        self._low_seed = plan.root.brief.lower()
        below = {node.id for node in plan.subtree(parent)} - {parent}
        self._replaced = {node.slug for node in plan if node.id in below}
        self._taken: set[str] = set()
        self._nodes: list[tuple[Node, tuple[str, ...]]] = []
        self._by_slug: dict[str, Node] = {}

    def take(self, sprout: Sprout, parent: str) -> None:
        above = self._kind_of(parent)
        wrong = _wrong(sprout, above)
        if wrong:
            self.remarks.append(wrong)
            return
        if sprout.kind in LEAF_KINDS:
            if self._left <= 0:
                self.remarks.append(f"“{sprout.title}” is left out: the garden is as large as it may be.")
                return
            self._left -= 1
        self._last += 1
        slug = self._slug(sprout)
        kind: Kind = sprout.kind  # type: ignore[assignment]
        node = Node(id=f"n{self._last}", parent=parent, title=" ".join(sprout.title.split())[:120], brief=sprout.brief[:_MOST_BRIEF],
                    kind=kind, slug=slug, seed_words=self._said(sprout), route=sprout.route, slots=dict(sprout.slots))
        self._by_slug.setdefault(sprout.slug, node)
        self._nodes.append((node, sprout.needs))
        for child in sprout.children:
            self.take(child, node.id)

    def needing(self) -> tuple[Node, ...]:
        """The nodes with their needs as ids. Needs that nobody has are dropped, and said."""
        from dataclasses import replace

        out = []
        for node, needs in self._nodes:
            found: dict[str, None] = {}
            for slug in needs if node.is_leaf else ():
                there = self._by_slug.get(slug) or self._plan.by_slug(slug)
                if there is None or not there.is_leaf:
                    self.remarks.append(f"“{node.title}” needs {slug}, which no leaf is; it has to do without.")
                elif there.id != node.id:
                    found[there.id] = None
            out.append(replace(node, needs=tuple(found)))
        return tuple(out)

    def _kind_of(self, id: str) -> str:
        made = next((node for node, _ in self._nodes if node.id == id), None)
        return made.kind if made else self._plan[id].kind

    def _slug(self, sprout: Sprout) -> str:
        wanted = re.sub(r"[^a-z0-9]+", "_", sprout.slug.lower()).strip("_")[:60] or sprout.kind
        free = wanted in self._replaced and wanted not in self._taken
        slug = wanted if free else self._plan.free_slug(wanted, self._taken)
        self._taken.add(slug)
        return slug

    def _said(self, sprout: Sprout) -> tuple[str, ...]:
        """Seed words are the seed's own: what does not stand there is dropped without a remark."""
        return tuple(word for word in dict.fromkeys(sprout.seed_words) if word and word.lower() in self._low_seed)


def _wrong(sprout: Sprout, above: str) -> str:
    """Why a sprout can't be taken; "" when it can."""
    if sprout.kind not in INNER_KINDS | LEAF_KINDS or sprout.kind == "seed":
        return f"“{sprout.title}” is of the kind {sprout.kind}, which there is not."
    if sprout.kind not in _BELOW.get(above, frozenset()):
        return f"“{sprout.title}”, a {sprout.kind}, can't hang on a node of the kind {above}."
    if not sprout.title.strip() or (not sprout.brief.strip() and sprout.kind != "style"):
        return f"“{sprout.title or sprout.slug}” has no title or no brief."
    if sprout.kind in LEAF_KINDS and sprout.route not in _ROUTES[sprout.kind]:
        return f"“{sprout.title}” asks for the route {sprout.route}; no recipe makes a {sprout.kind} leaf that way."
    if sprout.kind in LEAF_KINDS and sprout.children:
        return f"“{sprout.title}” is a leaf and has children."
    return ""
