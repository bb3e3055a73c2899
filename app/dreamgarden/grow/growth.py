"""Growth: choose a node, ask the designer, turn the reply into an edit, stop at the budget. One undo step per expansion."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from dreamgarden.designers.designer import Designer, Sprout, Successor, Surroundings
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
         depth: int = 5, minutes: float = 0.0) -> Plan:
    """Let everything under `node` that has not branched yet grow, level by level; returns the plan after it.

    leaves   the most leaves the garden may have.      depth  the most levels below the seed.
    minutes  after so many, nothing more is asked; what has not grown then grows the next time. 0 is no limit.
    Grown branches stay as they are. A node that the designer can't grow is told with a notice, and the rest goes on;
    a failure at `node` itself is raised (GardenError). Raises Cancelled.
    """
    growth = _Growth(submit, plan, designer, work, emit, leaves, depth, minutes)
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


def take_over(submit: Submit, plan: Plan, designer: Successor, work: Work, emit: Emit, *, leaves: int = 40, depth: int = 5,
              minutes: float = 0.0) -> Plan:
    """Let a designer go through a plan that its sketch grew: branches it has something to say about grow again.

    Where it has nothing to add after all, the branch stays. Raises GardenError when its model can't be asked, Cancelled.
    """
    growth = _Growth(submit, plan, designer, work, emit, leaves, depth, minutes)
    growth.run(plan.root.id, designer.wants)
    return growth.plan


class _Growth:
    def __init__(self, submit: Submit, plan: Plan, designer: Designer, work: Work, emit: Emit, leaves: int, depth: int,
                 minutes: float = 0.0) -> None:
        self.plan = plan
        self._minutes, self._end = minutes, time.monotonic() - work.rested + minutes * 60 if minutes else math.inf
        self._submit, self._designer, self._work, self._emit = submit, designer, work, emit
        self._leaves, self._depth = leaves, depth
        self._style: dict[str, Any] | None = None

    def run(self, start: str, again: Wants = _never) -> None:
        """Breadth first, so that the whole is there before its details. `again` chooses grown branches to grow anew."""
        level = [start]
        done = 0
        while level:
            nodes = [node for id in level if (node := self.plan.get(id)) is not None and not node.is_leaf and not node.muted]
            grown = {node.id: self.plan.children(node.id) for node in nodes}
            wanting = [node for node in nodes if not grown[node.id] or again(node, grown[node.id])]
            self._work.progress(done / (done + len(nodes) + 1), nodes[0].title if nodes else "")
            with self._asking(wanting) as asked:
                for node in wanting:
                    if time.monotonic() - self._work.rested >= self._end:
                        said = f"Growth stopped after {self._minutes:g} minutes, as its budget says. Grow on to go on."
                        self._emit(Notice(said, "warning"))
                        return
                    try:
                        self.step(node, bool(grown[node.id]), asked.get(node.id))
                    except BadInput as error:
                        if node.id == start:
                            raise
                        self._emit(Notice(str(error), "warning", node.id))
            done += len(nodes)
            level = [id for node in nodes for id in self.plan.child_ids(node.id)]
        self._work.progress(1.0, "")

    @contextmanager
    def _asking(self, nodes: Sequence[Node]) -> Iterator[Mapping[str, Future[list[Sprout]]]]:
        """Ask about all nodes of a level at once where the designer may be: each answers to the plan as it is now.

        The answers are taken into the plan one by one, in the order of the tree, so that the same answers make the same plan.
        """
        at_once = self._designer.at_once if isinstance(self._designer, Successor) else 1
        if at_once < 2 or len(nodes) < 2:
            yield {}
            return
        surroundings = {node.id: self._around(node, max(self._left(node), 0)) for node in nodes}
        pool = ThreadPoolExecutor(at_once, thread_name_prefix="planning")
        try:
            yield {node.id: pool.submit(self._designer.grow, node, surroundings[node.id], self._work) for node in nodes}
        finally:
            pool.shutdown(cancel_futures=True)

    def _left(self, node: Node) -> int:
        """How many leaves may hang below a node."""
        below = sum(n.is_leaf for n in self.plan.subtree(node.id))
        return self._leaves - len(self.plan.leaves()) + (below if self.plan.child_ids(node.id) else 0)

    def step(self, node: Node, may_stay: bool = False, asked: Future[list[Sprout]] | None = None) -> None:
        """Ask for one node's children, or wait until they are, and take them into the plan.

        may_stay  no answer leaves a grown branch as it is.
        """
        self._work.check()
        if node.is_leaf:
            raise BadInput(f"“{node.title}” is a leaf and fine enough to be built as it is.", safe="The plan is unchanged.",
                           then="Edit its brief, take another take, or expand the part it hangs on.")
        if self.plan.depth(node.id) >= self._depth:
            raise BadInput(f"“{node.title}” lies {self._depth} levels deep; no branch may be deeper.", then="Raise the depth to go on.")
        before = self.plan.child_ids(node.id)
        left = self._left(node)
        if left <= 0:
            raise BadInput(f"The garden has {len(self.plan.leaves())} leaves, as many as it may have.",
                           safe="The plan is unchanged.", then="Raise the size to let it grow on.")
        sprouts = asked.result() if asked else self._designer.grow(node, self._around(node, left), self._work)
        if isinstance(self._designer, Successor):
            sprouts = self._without_twins(node, sprouts)
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

    def _without_twins(self, node: Node, sprouts: list[Sprout]) -> list[Sprout]:
        """Without models that hang elsewhere under the same name: they are shared, not made twice."""
        below = {each.id for each in self.plan.subtree(node.id)}
        elsewhere = {each.slug for each in self.plan if each.kind == "mesh" and each.id not in below}
        return [each for each in sprouts if each.kind != "mesh" or each.slug not in elsewhere]

    def _around(self, node: Node, left: int) -> Surroundings:
        seed = self.plan.root.brief
        if self._style is None:
            self._style = self._designer.style(seed, self._work)
        return Surroundings(seed=seed, style=self._style, ancestors=self.plan.ancestors(node.id),
                            others=[n for n in self.plan if n.id != node.id], budget=left)


