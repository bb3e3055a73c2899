"""`Outlook`: the forecast, kept and revised: what would run and why, after each change only looking at what it touches.

`Judge.standing` decides about every task here as it does in a run and in a forecast from scratch, so that the three
agree. A change goes from a task to its users only where it shows: a task that would run already hides what lies before it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from dreamgarden.build.demand import Demand
from dreamgarden.build.judge import PINNED, Judge, Settled, shown
from dreamgarden.build.ledger import Ledger, Stamp
from dreamgarden.build.reason import Reason, may_change
from dreamgarden.build.task import Artifact, Task
from dreamgarden.errors import BadInput


@dataclass(frozen=True)
class Shift:
    """What a revision changed: names that would run now (or for another reason), and names that would not any more."""

    stale: frozenset[str]
    settled: frozenset[str]


class Outlook:
    """What would run. Not safe to use from several threads."""

    def __init__(self, judge: Judge, ledger: Ledger) -> None:
        self._judge, self._ledger = judge, ledger
        self.reasons: dict[str, Reason] = {}
        self._tasks: dict[str, Task] = {}
        self._users: dict[str, dict[str, None]] = {}
        self._levels: dict[str, int] = {}
        self._known: dict[str, Artifact] = {}
        self._settled: dict[str, Settled] = {}
        self._waiting_for: dict[str, set[str]] = {}
        self._stamp: Stamp | None = None

    def reset(self, tasks: Iterable[Task]) -> None:
        """Look at all of these anew. Raises BadInput for tasks that can't be built at all (a circle, an unknown recipe)."""
        self.__init__(self._judge, self._ledger)  # type: ignore[misc]
        self._stamp = self._ledger.stamp()
        for name, task in Demand(tasks, None, lambda task: False).tasks.items():  # sources first
            self._tasks[name] = task
            self._levels[name] = 1 + max((self._levels.get(source, 0) for source in task.inputs.values()), default=0)
            for source in task.inputs.values():
                self._users.setdefault(source, {})[name] = None
            self._stand(name)

    def revise(self, put: Iterable[Task] = (), gone: Iterable[str] = ()) -> Shift:
        """These tasks are new or others, those of these names are gone. Raises BadInput for a circle.

        After an error the outlook has to be `reset`.
        """
        dirty: dict[str, None] = {}
        for name in gone:
            if (was := self._tasks.pop(name, None)) is not None:
                self._leave(was)
                self._forget(name)
                dirty |= self._users.get(name, {})
        for task in put:
            was = self._tasks.get(task.name)
            self._tasks[task.name] = task
            self._settled.pop(task.name, None)
            dirty[task.name] = None
            if was is None or was.inputs != task.inputs:
                if was is not None:
                    self._leave(was)
                for source in task.inputs.values():
                    self._users.setdefault(source, {})[task.name] = None
        for task in put:
            self._raise_level(task.name)
        return self._look(dirty)

    def follow(self) -> Shift | None:
        """What the ledger was told since the last look. None: others wrote there too, so it has to be `reset`."""
        assert self._stamp is not None
        now = self._ledger.stamp()
        news = self._ledger.since(self._stamp)
        if news is None:
            return None
        self._stamp = now
        dirty: dict[str, None] = {}
        for name, key in news:
            for each in (name, *self._waiting_for.get(key, ())):  # another task may have made what this one wants
                if each in self._tasks:
                    self._settled.pop(each, None)
                    dirty[each] = None
        return self._look(dirty)

    # Within

    def _look(self, dirty: Iterable[str]) -> Shift:
        """Decide about these, and about whoever sees that they stand otherwise; sources before users."""
        line = [(self._levels[name], name) for name in dirty if name in self._tasks]
        heapq.heapify(line)
        stale: set[str] = set()
        settled: set[str] = set()
        last = ""
        while line:
            _, name = heapq.heappop(line)
            if name == last:
                continue
            last = name
            reason, artifact = self.reasons.get(name), self._known.get(name)
            self._stand(name)
            now = self.reasons.get(name)
            if now is not None and now != reason:
                stale.add(name)
            elif now is None and reason is not None:
                settled.add(name)
            if (now is None) != (reason is None) or self._known.get(name) != artifact:
                for user in self._users.get(name, ()):
                    heapq.heappush(line, (self._levels[user], user))
        return Shift(frozenset(stale), frozenset(settled))

    def _stand(self, name: str) -> None:
        task = self._tasks[name]
        found = self._as_before(task) or self._judge.standing(task, self._known, self.reasons)
        was = self.reasons.get(name)
        if was is not None and was.on:
            self._waiting_for[was.on].discard(name)
        self.reasons.pop(name, None)
        self._known.pop(name, None)
        if isinstance(found, Reason):
            self.reasons[name] = found
            if found.on:
                self._waiting_for.setdefault(found.on, set()).add(name)
        elif isinstance(found, Settled):
            self._settled[name] = found
            self._known[name] = found.there
        elif found is not None:
            self._known[name] = found

    def _as_before(self, task: Task) -> Settled | Reason | None:
        """What is known without asking the ledger: the task is the same and had what it would make."""
        was = self._settled.get(task.name)
        if was is None or not was.latest or PINNED in task.settings:
            return None
        unsettled = [role for role, source in task.inputs.items() if source in self.reasons]
        for role, source in task.inputs.items():
            if source not in self.reasons:
                there = self._known.get(source)
                if there is None and role not in task.optional:
                    return None
                if was.seen.get(role) != shown(task, role, there):
                    return None
        return Reason(task.name, may_change(task, unsettled), sure=False) if unsettled else was

    def _forget(self, name: str) -> None:
        was = self.reasons.pop(name, None)
        if was is not None and was.on:
            self._waiting_for[was.on].discard(name)
        self._known.pop(name, None)
        self._settled.pop(name, None)
        self._levels.pop(name, None)

    def _leave(self, task: Task) -> None:
        for source in task.inputs.values():
            self._users.get(source, {}).pop(task.name, None)

    def _raise_level(self, start: str) -> None:
        """Keep users above their sources. A level is never lowered: it only has to order them."""
        line = [start]
        for name in line:
            need = 1 + max((self._levels.get(source, 0) for source in self._tasks[name].inputs.values()), default=0)
            if need <= self._levels.get(name, 0):
                continue
            if need > 2 * len(self._tasks) + 2:
                raise BadInput(f"{name} waits for itself.")
            self._levels[name] = need
            line += [user for user in self._users.get(name, ()) if user in self._tasks]
