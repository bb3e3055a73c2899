"""`ClusterBench`: tasks done by the workers of a Dask cluster that exists already; lanes decide as ever what runs when.

Artifacts travel by digest: each content is a task of its own on the cluster, named by its digest, so that it is sent once
and made again from here where a worker died with it. A worker keeps what it was sent in a store of its own. What can't
travel, because it belongs to this machine (a compiler and its workshop), is done here.

Needs the extra `cluster` (the package distributed).
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamgarden.build.lanes import usual_capacities
from dreamgarden.build.store import Store
from dreamgarden.build.task import Artifact, Lane, Recipe, Task
from dreamgarden.build.workbench import Landing, Workbench
from dreamgarden.errors import GardenError, MissingTool, StorageError
from dreamgarden.work import Work

_TRIES = 3
_LOOK = 0.1
"""Seconds between two looks whether a task that runs elsewhere was cancelled."""


class ClusterBench(Workbench):
    """Does tasks elsewhere. Safe to use from several threads; `close` it."""

    def __init__(self, store: Store, address: str) -> None:
        """address  of the scheduler, such as tcp://10.0.0.1:8786. Raises MissingTool without Dask, GardenError when nobody answers."""
        super().__init__(store)
        try:
            from distributed import Client
        except ImportError as error:
            raise MissingTool("The package distributed is not installed, so no cluster can be used.", safe="Nothing was changed.",
                              then="Install DreamGarden with the extra `cluster`, or unset DREAMGARDEN_CLUSTER.") from error
        try:
            self._client: Any = Client(address, timeout=10, set_as_default=False)
        except OSError as error:
            raise GardenError(f"No cluster answers at {address}: {error}.", safe="Nothing was changed.",
                              then="Start its scheduler, or unset DREAMGARDEN_CLUSTER.") from error
        self._travels: dict[str, bool] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Leave the cluster; what runs there for us is forgotten."""
        self._client.close()

    def capacities(self) -> Mapping[Lane, int]:
        """As many at once as the cluster has threads, and never less than here."""
        threads = sum(self._client.nthreads().values())
        return {lane: max(usual, threads) for lane, usual in usual_capacities().items()}

    def perform(self, recipe: Recipe, task: Task, inputs: Mapping[str, Artifact], work: Work) -> Landing:
        """As `Workbench.perform`; on a worker, where the recipe can travel."""
        if not self._can_travel(recipe):
            return super().perform(recipe, task, inputs, work)
        for left in reversed(range(_TRIES)):
            try:
                return self._sent(recipe, task, inputs, work)
            except Exception as error:  # never a recipe's, whose failure is a landing: workers died, or lost what they held
                if not left:
                    return Landing(reason=f"The cluster could not do it: {type(error).__name__}: {error}")
        raise AssertionError("the last try returned")

    def _sent(self, recipe: Recipe, task: Task, inputs: Mapping[str, Artifact], work: Work) -> Landing:
        digests = {digest for made in inputs.values() for digest in (*made.files.values(), made.interface) if self._store.has(digest)}
        contents = {digest: self._client.submit(_content, self._store.get(digest), key=f"content-{digest}", pure=True)
                    for digest in digests}  # fmt: skip
        future = self._client.submit(_done_there, recipe, task, dict(inputs), contents, pure=False, retries=2)
        try:
            while not work.cancelled:
                try:
                    landing, made = future.result(timeout=_LOOK)
                    return self._taken_in(landing, made)
                except TimeoutError:
                    continue
            return Landing(cancelled=True)
        finally:
            future.cancel()

    def _taken_in(self, landing: Landing, made: Mapping[str, bytes]) -> Landing:
        for digest, content in made.items():
            try:
                if self._store.put(content) != digest:
                    return Landing(reason="What came back from the cluster was damaged on its way.", seconds=landing.seconds)
            except StorageError as error:
                return Landing(reason=str(error), seconds=landing.seconds)
        return landing

    def _can_travel(self, recipe: Recipe) -> bool:
        with self._lock:
            if recipe.name not in self._travels:
                try:
                    import cloudpickle

                    cloudpickle.dumps(recipe)
                    self._travels[recipe.name] = True
                except (TypeError, AttributeError, pickle.PicklingError):
                    self._travels[recipe.name] = False
            return self._travels[recipe.name]


# ── On a worker ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _content(content: bytes) -> bytes:
    return content


def _done_there(
    recipe: Recipe, task: Task, inputs: Mapping[str, Artifact], contents: Mapping[str, bytes]
) -> tuple[Landing, dict[str, bytes]]:
    """The task's end, and the bytes by digest of what it left."""
    from distributed import get_worker

    worker: Any = get_worker()
    store = Store(Path(worker.local_directory) / "garden-store")
    for content in contents.values():
        store.put(content)
    landing = Workbench(store).perform(recipe, task, inputs, Work())
    artifact = landing.artifact
    if artifact is None:
        return landing, {}
    digests = {digest for digest in (*artifact.files.values(), artifact.interface) if store.has(digest)}
    return landing, {digest: store.get(digest) for digest in digests}
