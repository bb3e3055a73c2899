"""`Chronicle`: tells the events of one run, and sums up the tasks of a node into the node's one state."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress

from dreamgarden.build.task import Task
from dreamgarden.errors import Cancelled
from dreamgarden.events import Emit, Event, State, StateChanged, TaskFinished, TaskStarted
from dreamgarden.work import Work

_WORST_FIRST: tuple[State, ...] = ("failed", "cancelled", "blocked", "done", "reused")
_GOOD = _WORST_FIRST.index("done")
_STEP = 0.05
"""Seconds between two progress events of one task; a person sees no more."""


class Chronicle:
    """Collects events within a round and tells them after it, so that nothing is told before it is on disk."""

    def __init__(self, tasks: Iterable[Task], emit: Emit, work: Work) -> None:
        self._emit = emit
        self._work = work
        self._pending: list[Event] = []
        self._tasks: dict[str, int] = {}
        self._ends: dict[str, dict[str, tuple[int, str]]] = {}
        self._told: dict[str, float] = {}
        self._total = 0
        self._ended = 0
        self.revise(tasks, ())

    def revise(self, tasks: Iterable[Task], again: Iterable[str]) -> None:
        """These are the run's tasks from now on; those named in `again` have no end any more."""
        begun_anew = set(again)
        self._tasks.clear()
        ends: dict[str, dict[str, tuple[int, str]]] = {}
        self._total = 0
        for task in tasks:
            self._total += 1
            self._tasks[task.node] = self._tasks.get(task.node, 0) + 1
            end = self._ends.get(task.node, {}).get(task.name)
            if end is not None and task.name not in begun_anew:
                ends.setdefault(task.node, {})[task.name] = end
        self._ends = ends
        self._ended = sum(len(each) for each in ends.values())

    def waiting(self, task: Task, why: str) -> None:
        self._state(StateChanged(task.node, "waiting", why))

    def began(self, task: Task, why: str) -> None:
        self._pending.append(TaskStarted(task.name, task.node, why))
        self._state(StateChanged(task.node, "running", why))

    def progress(self, task: Task, fraction: float, note: str) -> None:
        now = time.monotonic()
        if now - self._told.get(task.name, 0.0) >= _STEP:
            self._told[task.name] = now
            self._state(StateChanged(task.node, "running", note, fraction))

    def left(self, task: Task) -> None:
        """The task is no longer asked for; its node has left the plan or is left out."""
        self._pending.append(TaskFinished(task.name, task.node, "cancelled", 0.0, "it is no longer part of the garden"))

    def ended(self, task: Task, event: TaskFinished) -> None:
        self._ended += 1
        self._pending.append(event)
        ends = self._ends.setdefault(task.node, {})
        ends[task.name] = (_WORST_FIRST.index(event.outcome), event.reason)
        if len(ends) == self._tasks[task.node]:
            worst, reason = min(ends.values(), key=lambda end: end[0])
            self._state(StateChanged(task.node, _WORST_FIRST[worst], reason, 1.0 if worst >= _GOOD else 0.0))

    def tell(self) -> None:
        """Emit what came together, and how far the run is."""
        pending, self._pending = self._pending, []
        for event in pending:
            self._emit(event)
        if pending and self._total:
            with suppress(Cancelled):  # a run that was asked to stop still tells its end
                self._work.progress(self._ended / self._total, f"{self._ended} of {self._total}")

    def _state(self, event: StateChanged) -> None:
        if event.id:
            self._pending.append(event)
