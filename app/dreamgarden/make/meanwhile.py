"""`Meanwhile`: while a model still writes leaves, the game of those that are there already, again and again.

So nobody waits for the whole: what passed takes the sketch's place the next time the game is opened.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from dreamgarden.build.engine import Engine
from dreamgarden.build.task import Task
from dreamgarden.errors import Cancelled, GardenError
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import GAME, task_name, with_stand_ins
from dreamgarden.work import Work

_EVERY = 3.0  # seconds between two looks
_ROLES = frozenset({"world", "player", "goal"})  # without all of these it would be no game

Now = Callable[[], tuple[Plan, list[Task]]]
"""The plan as it is now and all its tasks, the game's last."""

Tell = Callable[[int, int], None]
"""Is given how many parts the game has now, and how many it will have."""


class Meanwhile:
    """Puts the game together from a thread of its own, with last good versions where there are any."""

    def __init__(self, engine: Engine, now: Now, tell: Tell, every: float = _EVERY) -> None:
        self._engine, self._now, self._tell, self._every = engine, now, tell, every
        self._work = Work()
        self._had: set[str] = set()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look and build for as long as the body runs; what is being built then is ended."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(self._every):
                try:
                    self.look()
                except (GardenError, Cancelled):
                    continue  # it is tried again with the next leaf, and told when the whole is built

        _, (*leaves, _) = self._now()
        self._had = set(_parts(leaves)) - self._missing(leaves)
        thread = threading.Thread(target=watch, name="meanwhile", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            self._work.cancel()
            thread.join()

    def look(self) -> bool:
        """Build the game if something new is there and it can be played; True when it was built."""
        plan, (*leaves, game) = self._now()
        parts, missing = _parts(leaves), self._missing(leaves)
        there = {name for name in parts if name not in missing}
        if there <= self._had or not missing & set(parts):
            return False  # nothing new, or all of it: then the whole is built anyway
        ledger = self._engine.ledger
        stand_ins = {name: good.body for name in parts if name in missing and (good := ledger.last_good(name)) is not None}
        if not _is_a_game(plan, there | stand_ins.keys()):
            return False
        by_slug = {name.removeprefix("code:"): body for name, body in stand_ins.items()}
        reasons = {name.removeprefix("code:"): "not written yet" for name in parts if name in missing}
        game = with_stand_ins(game, by_slug, reasons)
        built = self._engine.run([*(task for task in leaves if task.name not in missing), game], [GAME], self._work)
        if GAME not in built.artifacts:
            return False
        self._had = there
        self._tell(len(there), len(parts))
        return True

    def _missing(self, leaves: Sequence[Task]) -> set[str]:
        return {reason.task for reason in self._engine.plan_run(leaves)}


def _parts(leaves: Sequence[Task]) -> list[str]:
    return [task.name for task in leaves if task.name.startswith("code:")]


def _is_a_game(plan: Plan, parts: set[str]) -> bool:
    for node in plan:
        if node.kind == "aspect" and node.slots.get("aspect") in _ROLES:
            codes = [leaf for leaf in plan.subtree(node.id) if leaf.kind == "code" and not leaf.muted]
            if any(task_name(leaf) not in parts for leaf in codes):
                return False
    return True
