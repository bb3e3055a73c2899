"""`Demand`: the tasks that some goals ask for, in an order in which they can be done, and what waits for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dreamgarden.build.lanes import Rank
from dreamgarden.build.task import Task
from dreamgarden.errors import BadInput


class Demand:
    """What has to be there for the goals.

    tasks    name → task, inputs before those that use them.
    users    name → (task, role) that use its artifact.
    absent   task → roles whose input is no task of the garden.
    """

    def __init__(self, tasks: Iterable[Task], goals: Iterable[str] | None, settled: Callable[[Task], bool]) -> None:
        """`settled` tells which tasks need no inputs any more (pinned ones). Without goals, all tasks are goals.

        Raises BadInput when a goal is unknown, a name is used twice, or tasks wait for one another in a circle.
        """
        known: dict[str, Task] = {}
        for task in tasks:
            if task.name in known:
                raise BadInput(f"Two tasks are named {task.name}.")
            known[task.name] = task
        wanted = list(known) if goals is None else list(goals)
        for goal in wanted:
            if goal not in known:
                raise BadInput(f"There is no task {goal} in this garden.")
        self.settled: set[str] = set()
        self.tasks = self._ordered(known, wanted, settled)
        self.users: dict[str, list[tuple[str, str]]] = {name: [] for name in self.tasks}
        self.absent: dict[str, list[str]] = {}
        for name in self.tasks:
            for role, source in self.inputs(name).items():
                if source in self.tasks:
                    self.users[source].append((name, role))
                else:
                    self.absent.setdefault(name, []).append(role)
        self._ranks = self._ranked()

    def inputs(self, name: str) -> Mapping[str, str]:
        """Role → task, of the inputs that the task still asks for."""
        return {} if name in self.settled else self.tasks[name].inputs

    def rank(self, name: str) -> Rank:
        """Smaller goes first: what an urgent task waits for is as urgent; then, the longest chain behind it."""
        return self._ranks[name]

    def _ordered(
        self, known: Mapping[str, Task], wanted: list[str], settled: Callable[[Task], bool]
    ) -> dict[str, Task]:
        order: dict[str, Task] = {}
        for goal in wanted:
            path: dict[str, None] = {}
            stack = [(goal, False)]
            while stack:
                name, done = stack.pop()
                if done:
                    order[name] = known[name]
                    del path[name]
                elif name in path:
                    circle = [*list(path)[list(path).index(name):], name]
                    raise BadInput(f"These tasks wait for one another in a circle: {' → '.join(circle)}.")
                elif name not in order:
                    path[name] = None
                    stack.append((name, True))
                    if settled(known[name]):
                        self.settled.add(name)
                    else:
                        stack.extend((each, False) for each in reversed(list(known[name].inputs.values()))
                                     if each in known and each not in order)
        return order

    def _ranked(self) -> dict[str, Rank]:
        ranks: dict[str, Rank] = {}
        places = {name: place for place, name in enumerate(self.tasks)}
        for name in reversed(self.tasks):
            after = [ranks[user] for user, _ in self.users[name]]
            urgency = min([self.tasks[name].priority, *(rank[0] for rank in after)])
            ranks[name] = (urgency, min((rank[1] for rank in after), default=0) - 1, places[name])
        return ranks
