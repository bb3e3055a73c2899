"""`Workbench`: one task being done: its inputs are laid out, its recipe runs, its product goes into the store."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dreamgarden.build.key import body_digest
from dreamgarden.build.store import Store
from dreamgarden.build.task import Artifact, Product, Recipe, Task
from dreamgarden.errors import Cancelled, GardenError
from dreamgarden.work import Work


@dataclass(frozen=True)
class Landing:
    """How a task ended: with an artifact, cancelled, or failed with a reason in words.

    notes    JSON facts about a failure: what the error carries in `notes`, or the traceback of a bug.
    seconds  how long it took.
    """

    artifact: Artifact | None = None
    cancelled: bool = False
    reason: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


class Laid:
    """The inputs of a task, as its recipe may read them."""

    def __init__(self, store: Store, artifacts: Mapping[str, Artifact]) -> None:
        self._store = store
        self._artifacts = artifacts

    def roles(self) -> tuple[str, ...]:
        return tuple(self._artifacts)

    def artifact(self, role: str) -> Artifact:
        """Raises KeyError for a role that is absent."""
        return self._artifacts[role]

    def read(self, role: str, file: str) -> bytes:
        """The content of an input's file. Raises KeyError when there is none, StorageError when it is gone."""
        return self._store.get(self._artifacts[role].files[file])


class Workbench:
    """Does tasks. Never raises: whatever goes wrong is how the task ended."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def close(self) -> None:
        """Nothing is done here any more."""

    def perform(self, recipe: Recipe, task: Task, inputs: Mapping[str, Artifact], work: Work) -> Landing:
        """Run the recipe and store what it leaves."""
        begin = time.perf_counter()
        try:
            work.check()
            artifact = self.keep(recipe.run(task, Laid(self._store, inputs), work))
            return Landing(artifact, seconds=time.perf_counter() - begin)
        except BaseException as error:  # a recipe may call anything; the run must outlive it
            seconds = time.perf_counter() - begin
            if work.cancelled or isinstance(error, Cancelled):
                return Landing(cancelled=True, seconds=seconds)
            if isinstance(error, GardenError):
                return Landing(reason=str(error), notes=dict(getattr(error, "notes", None) or {}), seconds=seconds)
            name = type(error).__name__
            reason = f"A mistake in DreamGarden stopped the recipe {task.recipe}: {name}: {error}"
            return Landing(reason=reason, notes={"traceback": traceback.format_exc()}, seconds=seconds)

    def keep(self, product: Product) -> Artifact:
        """Put a product into the store. Raises StorageError when the disk refuses."""
        files = {name: self._store.put(content) for name, content in sorted(product.files.items())}
        body = body_digest(files)
        interface = body if product.interface is None else self._store.put(product.interface)
        return Artifact(files, interface, body, dict(product.notes))
