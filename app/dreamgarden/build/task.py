"""`Task` and `Artifact`: one step of work, and the bytes it leaves.

The engine (engine.py) knows only these: no plan, no model, no game.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from dreamgarden.work import Work

Lane = Literal["model", "compile", "mesh", "light"]


@dataclass(frozen=True)
class Task:
    """One step of work, described by content alone.

    name      unique and readable ("code:lantern_moths").
    recipe    name in the table of recipes.
    settings  everything beside the inputs that the result depends on (brief, take, style …); JSON values.
    inputs    role → name of the task whose artifact is used; the key sees its *interface* digest,
              unless the role is in `whole`, where it sees the body digest too.
    optional  roles whose failure does not block this task (the game is built without a failed part).
    lane      which capacity it takes while it runs.
    node      id of the plan node it builds; "" for steps of the whole garden.
    priority  smaller runs earlier among ready tasks.
    aside     what the recipe may mention and no key sees: other words here alone make nothing anew.
    """

    name: str
    recipe: str
    settings: Mapping[str, Any]
    inputs: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    lane: Lane = "light"
    node: str = ""
    priority: int = 0
    aside: Mapping[str, Any] = field(default_factory=dict)

    def is_like(self, other: Task) -> bool:
        """Whether it asks for the same; how urgently is another matter."""
        return self is other or replace(self, priority=other.priority) == other


@dataclass(frozen=True)
class Artifact:
    """Bytes by digest: the files a task left in the store.

    files      relative name → sha256 of the content, in the store.
    interface  sha256 of what others may depend on (a header, registered names, an asset's name and size).
    body       sha256 over all files.
    notes      JSON facts for people and window: diagnostics, triangles, seconds, route, credit.
    """

    files: Mapping[str, str]
    interface: str
    body: str
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Product:
    """What a recipe returns: content to be stored. Paths are read into the store and may then vanish.

    interface  bytes that dependents may see; None means the whole content is the interface.
    """

    files: Mapping[str, bytes | Path]
    interface: bytes | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)


class Inputs(Protocol):
    """What a recipe may read: its inputs' artifacts and their bytes. Absent optional roles are not there."""

    def roles(self) -> tuple[str, ...]: ...
    def artifact(self, role: str) -> Artifact: ...
    def read(self, role: str, file: str) -> bytes: ...


class Recipe(Protocol):
    """How a kind of task is done. `version` is part of the key: raise it when the results change."""

    name: str
    version: int

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        """Do the task. Raises GardenError (failed, with a reason for people) or Cancelled."""
        ...
