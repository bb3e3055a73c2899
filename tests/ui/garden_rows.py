"""Small trees for the window's tests, as the garden process would send them."""

from __future__ import annotations

from typing import Any


def row(id: str, parent: str | None, kind: str = "code", state: str = "idea", **members: Any) -> dict[str, Any]:
    """A node's row with as little as a test needs to say."""
    return {"id": id, "parent": parent, "title": f"Title {id}", "kind": kind, "state": state, "brief": "", **members}


def small_rows() -> list[dict[str, Any]]:
    """seed → (part a → leaf a1, leaf a2), (part b → leaf b1), leaf c."""
    return [
        row("s", None, "seed", "done", brief="A fox in the snow"),
        row("a", "s", "part"),
        row("b", "s", "part"),
        row("c", "s", state="done"),
        row("a1", "a", state="done"),
        row("a2", "a", state="waiting"),
        row("b1", "b", state="failed", needs=["a1"], reason="b1.cpp:3: wrong"),
    ]
