"""`Foresight`: why each leaf of a garden would be built, kept from edit to edit.

From one plan to the next it finds the tasks that the edit made others, and hands these to an outlook (build/outlook.py);
it looks at everything again only when what all leaves share changed: the seed, the designer, the library.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dreamgarden.build.outlook import Outlook
from dreamgarden.build.reason import Reason
from dreamgarden.build.task import Task
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import WriterOf, is_built, leaf_task, leaf_tasks, style_task, task_name


@dataclass(frozen=True)
class Circumstances:
    """What all leaves depend on beside the plan: who writes (and a name for who that is), and what the library holds."""

    writer: WriterOf
    who: str
    library: str


class Foresight:
    """The reasons for the plan that it was shown last. Safe to use from several threads."""

    def __init__(self, outlook: Outlook, circumstances: Callable[[], Circumstances]) -> None:
        self._outlook = outlook
        self._circumstances = circumstances
        self._lock = threading.Lock()
        self._plan: Plan | None = None
        self._under = ("", "")

    def reasons(self, plan: Plan) -> Mapping[str, Reason]:
        """Why each leaf would be built now, by task. Raises BadInput for tasks that can't be built at all."""
        with self._lock:
            now = self._circumstances()
            under = (now.who, now.library)
            was, self._plan = self._plan, None  # after a failure, nothing of it is to be trusted
            if was is None or under != self._under or _shared(was) != _shared(plan) or self._outlook.follow() is None:
                self._outlook.reset(leaf_tasks(plan, now.writer, now.library))
            elif was is not plan:
                gone, put = _between(was, plan, now)
                self._outlook.revise(put, gone)
            self._plan, self._under = plan, under
            return dict(self._outlook.reasons)


def _shared(plan: Plan) -> tuple[object, ...]:
    return plan.root.brief, plan.root.slots, plan.root.kind


def _between(was: Plan, plan: Plan, now: Circumstances) -> tuple[list[str], list[Task]]:
    """The tasks that are gone and those that are new or others."""
    difference = plan.since(was)
    touched = [*difference.added, *difference.changed, *difference.removed]
    before = {id: was.get(id) for id in touched}
    style = any(node is not None and node.kind == "style" for id in touched for node in (before[id], plan.get(id)))
    others: dict[str, None] = {}
    for id in touched:
        if _seen(before[id]) != _seen(plan.get(id)):  # those that need it name it otherwise, or do without it
            for users in (was.dependents(id) if id in was else (), plan.dependents(id) if id in plan else ()):
                others.update((user.id, None) for user in users)
    wanted: Iterable[str] = dict.fromkeys([*touched, *others])
    nodes = [node for id in wanted if (node := plan.get(id)) is not None and is_built(node) and node.kind != "style"]
    put = [leaf_task(plan, node, now.writer, now.library) for node in nodes]
    if style or (plan.root is not was.root):
        put.append(style_task(plan, now.writer))
    names = {task.name for task in put}
    gone = [task_name(node) for node in before.values() if node is not None and node.kind != "style" and is_built(node)]
    return [name for name in gone if name not in names], put


def _seen(node: Node | None) -> tuple[object, ...]:
    return () if node is None or not is_built(node) else (node.kind, node.slug)
