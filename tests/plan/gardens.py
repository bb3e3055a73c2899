"""A small plan that the tests of this folder share."""

from __future__ import annotations

from dreamgarden.plan.node import Kind, Node
from dreamgarden.plan.tree import Plan


def node(id: str, parent: str | None = "n1", kind: Kind = "code", needs: tuple[str, ...] = (), slug: str = "") -> Node:
    return Node(id=id, parent=parent, title=id.upper(), brief=f"brief of {id}", kind=kind, slug=slug or id, needs=needs)


def garden() -> Plan:
    """n1 ─ n2 (part) ─ n3, n4 ; n1 ─ n5 (part) ─ n6. n4 needs n3, n6 needs n4 and n3."""
    return Plan.of([
        node("n1", None, "seed"), node("n2", "n1", "part"), node("n3", "n2"), node("n4", "n2", needs=("n3",)),
        node("n5", "n1", "part"), node("n6", "n5", needs=("n4", "n3")),
    ])
