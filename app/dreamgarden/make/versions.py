"""What was made for a leaf at other times: its takes, and the version before the one that holds. Reads, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dreamgarden.build.engine import Engine
from dreamgarden.build.task import Artifact, Task
from dreamgarden.plan.node import Node
from dreamgarden.tasks import STYLE

_MOST = 60

Texts = Callable[[Artifact], Mapping[str, str]]


def takes(engine: Engine, leaf: Node, task: Task, highest: int, texts: Texts) -> list[dict[str, Any]]:
    """Every take of the leaf as its words are now, the first first: whether it was made, and how it looks.

    highest  the highest take that was ever chosen.
    """
    rows: list[dict[str, Any]] = []
    last = max(highest, leaf.take)
    for take in range(max(1, last - _MOST + 1), last + 1):
        of_take = replace(task, settings={**task.settings, "take": take})
        artifact = engine.made_of(of_take)
        rows.append({"take": take, "made": artifact is not None, **_seen(engine, artifact, texts)})
    return rows


def before(engine: Engine, leaf: Node, now: Artifact | None) -> Artifact | None:
    """The version of a leaf that was made last before `now`; None when there is none."""
    if now is None:
        return None
    versions = engine.ledger.with_file(main_file(leaf))
    bodies = [version.body for version in versions]
    later = bodies.index(now.body) + 1 if now.body in bodies else 0
    others = [version for version in (*versions[later:], *versions[:later]) if version.body != now.body]
    return next((version for version in others if engine.store.has(version.files[main_file(leaf)])), None)


def model_path(engine: Engine, artifact: Artifact | None) -> str:
    """Where the artifact's .glb lies in the store; "" when it has none."""
    digest = next((digest for name, digest in artifact.files.items() if name.endswith(".glb")), "") if artifact else ""
    return str(engine.store.path(digest)) if digest else ""


def pictures(engine: Engine, artifact: Artifact | None) -> dict[str, str]:
    """The artifact's pictures, name → where it lies in the store."""
    files = artifact.files.items() if artifact else ()
    return {name: str(engine.store.path(digest)) for name, digest in files if name.endswith(".png")}


def main_file(leaf: Node) -> str:
    """The file that a leaf of this kind is about."""
    if leaf.kind == "style":
        return f"{STYLE}.json"
    return f"{leaf.slug}.{ {'code': 'cpp', 'mesh': 'glb'}.get(leaf.kind, 'json') }"


def _seen(engine: Engine, artifact: Artifact | None, texts: Texts) -> dict[str, Any]:
    if artifact is None:
        return {"thumbnail": "", "model": "", "notes": {}, "files": {}}
    thumbnail = artifact.files.get("thumbnail.png")
    return {
        "thumbnail": str(engine.store.path(thumbnail)) if thumbnail else "",
        "model": model_path(engine, artifact),
        "notes": {name: value for name, value in artifact.notes.items() if name not in ("files", "diagnostics")},
        "files": dict(texts(artifact)),
    }
