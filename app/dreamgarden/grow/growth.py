"""Growth: choose a node, ask the designer, turn the reply into an edit, stop at the budget. One undo step per expansion."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from dreamgarden.designers.designer import Designer, Successor, Surroundings
from dreamgarden.errors import BadInput
from dreamgarden.events import Emit, Notice
from dreamgarden.grow.proposal import propose
from dreamgarden.plan.edit import AddNodes, Edit
from dreamgarden.plan.node import Node
from dreamgarden.plan.regrow import regrow
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work

Submit = Callable[[Edit], Plan]
"""Applies an edit as one named undo step, tells whoever listens, and returns the plan after it."""


Wants = Callable[[Node, Sequence[Node]], bool]


def _never(node: Node, children: Sequence[Node]) -> bool:
    return False


def grow(submit: Submit, plan: Plan, node: str, designer: Designer, work: Work, emit: Emit, *, leaves: int = 40,
         depth: int = 5) -> Plan:
    """Let everything under `node` that has not branched yet grow, level by level; returns the plan after it.

    leaves  the most leaves the garden may have.      depth  the most levels below the seed.
    Grown branches stay as they are. A node that the designer can't grow is told with a notice, and the rest goes on;
    a failure at `node` itself is raised (GardenError). Raises Cancelled.
    """
    growth = _Growth(submit, plan, designer, work, emit, leaves, depth)
    growth.run(node)
    return growth.plan


def expand(submit: Submit, plan: Plan, node: str, designer: Designer, work: Work, emit: Emit, *, leaves: int = 40,
           depth: int = 5) -> Plan:
    """Grow one branch, again if it has grown: children that continue keep their ids, takes, pins and people's words.

    Raises BadInput for a leaf that is fine enough, GardenError when the designer can't, Cancelled.
    """
    growth = _Growth(submit, plan, designer, work, emit, leaves, depth)
    growth.step(plan[node])
    growth.run(node)
    return growth.plan


def take_over(submit: Submit, plan: Plan, designer: Successor, work: Work, emit: Emit, *, leaves: int = 40, depth: int = 5) -> Plan:
    """Let a designer go through a plan that its sketch grew: branches it has something to say about grow again.

    Where it has nothing to add after all, the branch stays. Raises GardenError when its model can't be asked, Cancelled.
    """
    growth = _Growth(submit, plan, designer, work, emit, leaves, depth)
    growth.run(plan.root.id, designer.wants)
    return growth.plan


class _Growth:
    def __init__(self, submit: Submit, plan: Plan, designer: Designer, work: Work, emit: Emit, leaves: int, depth: int) -> None:
        self.plan = plan
        self._submit, self._designer, self._work, self._emit = submit, designer, work, emit
        self._leaves, self._depth = leaves, depth
        self._style: dict[str, Any] | None = None

    def run(self, start: str, again: Wants = _never) -> None:
        """Breadth first, so that the whole is there before its details. `again` chooses grown branches to grow anew."""
        waiting = deque([start])
        done = 0
        while waiting:
            node = self.plan.get(waiting.popleft())
            if node is None or node.is_leaf or node.muted:
                continue
            self._work.progress(done / (done + len(waiting) + 1), node.title)
            grown = self.plan.children(node.id)
            if not grown or again(node, grown):
                try:
                    self.step(node, may_stay=bool(grown))
                except BadInput as error:
                    if node.id == start:
                        raise
                    self._emit(Notice(str(error), "warning", node.id))
            done += 1
            waiting.extend(self.plan.child_ids(node.id))
        self._work.progress(1.0, "")

    def step(self, node: Node, may_stay: bool = False) -> None:
        """Ask for one node's children and take them into the plan; `may_stay`: no answer leaves a grown branch as it is."""
        self._work.check()
        if node.is_leaf:
            raise BadInput(f"“{node.title}” is a leaf and fine enough to be built as it is.", safe="The plan is unchanged.",
                           then="Edit its brief, take another take, or expand the part it hangs on.")
        if self.plan.depth(node.id) >= self._depth:
            raise BadInput(f"“{node.title}” lies {self._depth} levels deep; no branch may be deeper.", then="Raise the depth to go on.")
        before = self.plan.child_ids(node.id)
        below = sum(n.is_leaf for n in self.plan.subtree(node.id))
        left = self._leaves - len(self.plan.leaves()) + (below if before else 0)
        if left <= 0:
            raise BadInput(f"The garden has {len(self.plan.leaves())} leaves, as many as it may have.",
                           safe="The plan is unchanged.", then="Raise the size to let it grow on.")
        sprouts = self._designer.grow(node, self._around(node, left), self._work)
        if not sprouts:
            if not before or may_stay:
                return
            raise BadInput(f"The designer has nothing to add to “{node.title}”.", safe="The plan is unchanged.",
                           then="Edit its brief to ask for something else.")
        proposal = propose(self.plan, node.id, sprouts, left)
        for remark in proposal.remarks:
            self._emit(Notice(remark, "info", node.id))
        edit = regrow(self.plan, node.id, proposal.nodes) if before else AddNodes(proposal.nodes)
        self.plan = self._submit(edit)

    def _around(self, node: Node, left: int) -> Surroundings:
        seed = self.plan.root.brief
        if self._style is None:
            self._style = self._designer.style(seed, self._work)
        return Surroundings(seed=seed, style=self._style, ancestors=self.plan.ancestors(node.id),
                            others=[n for n in self.plan if n.id != node.id], budget=left)


