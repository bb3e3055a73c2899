"""A designer that answers from a script: logic is tested with it, without patterns and models."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dreamgarden.designers.designer import Draft, Failure, Leaf, Sprout, Surroundings
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

STYLE = {"title": "Tiny", "language": "en", "stage": "walk", "palette": {}, "texts": {"play": "Play"}}

Write = Callable[[Leaf], str]


class ScriptedDesigner:
    """Grows `sprouts` under the seed and writes each leaf as `bodies` says (slug → the inside of its PART)."""

    name = "scripted"
    version = 1

    def __init__(self, sprouts: Sequence[Sprout] = (), bodies: Mapping[str, str] | None = None) -> None:
        self.sprouts = list(sprouts)
        self.bodies = dict(bodies or {})
        self.better: dict[str, str] = {}
        self.written: list[str] = []
        self.failures: list[Failure] = []

    def style(self, seed: str, work: Work) -> dict[str, Any]:
        return dict(STYLE)

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        return self.sprouts if node.kind == "seed" else []

    def write(self, leaf: Leaf, work: Work) -> Draft:
        self.written.append(leaf.slug)
        if leaf.kind == "data":
            return Draft({f"{leaf.slug}.json": json.dumps({"text": leaf.brief})})
        return self._code(leaf.slug, self.bodies.get(leaf.slug, "").replace("$brief", str(len(leaf.brief))))

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        self.failures.append(failure)
        body = self.better.pop(leaf.slug, None)
        return None if body is None else self._code(leaf.slug, body)

    def _code(self, slug: str, body: str) -> Draft:
        return Draft({f"{slug}.cpp": f'#include "garden.h"\nPART({slug.replace("-", "_")}) {{\n{body}\n}}\n'}, f"part {slug}")


def code(slug: str, *needs: str, brief: str = "") -> Sprout:
    """A code leaf."""
    return Sprout(slug.title(), brief or f"The {slug}.", "code", slug, needs=needs)
