"""`Node`: a place in the plan. A value; only edits (plan/edit.py) make new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["seed", "style", "aspect", "part", "code", "mesh", "data"]

INNER_KINDS: frozenset[str] = frozenset({"seed", "aspect", "part"})
LEAF_KINDS: frozenset[str] = frozenset({"style", "code", "mesh", "data"})

_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Node:
    """A place in the plan.

    id          stable for the node's life, short ("n12").
    parent      id of the node it hangs on; None for the seed alone.
    title       a few words, shown on the card.
    brief       the self-contained text the node is made from.
    kind        seed, aspect and part branch; style, code, mesh and data are leaves and are built.
    slug        file-safe name, unique in the garden: parts/SLUG.cpp, assets/SLUG.glb, data/SLUG.json.
    needs       ids of the leaves whose interface this leaf uses.
    seed_words  the words of the seed prompt that this node serves.
    take        which variation of the result is wanted, from 1.
    pinned      digest of the artifact to keep whatever changes; "" when not pinned.
    route       how a leaf is made, a name in make/recipes.py ("pattern", "recipe", "retrieve"); "" lets the app choose.
    slots       what the designer remembers about the node (pattern name, slot values); JSON values only.
    author      "designer" or "person": whose words title and brief are.
    muted       left out of the build by a person's decision.
    note        a person's remark.
    tag         a colour's name that a person gave; "" for none.
    pictures    files in the garden's pictures/ folder: references and views of the game, the newest last.
    proposed    grown but not accepted yet: shown, never built.
    """

    id: str
    parent: str | None
    title: str
    brief: str
    kind: Kind
    slug: str
    needs: tuple[str, ...] = ()
    seed_words: tuple[str, ...] = ()
    take: int = 1
    pinned: str = ""
    route: str = ""
    slots: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    author: Literal["designer", "person"] = "designer"
    muted: bool = False
    note: str = ""
    tag: str = ""
    pictures: tuple[str, ...] = ()
    proposed: bool = False

    @property
    def is_leaf(self) -> bool:
        """True for the kinds that are built into an artifact."""
        return self.kind in LEAF_KINDS
