"""How every node of a garden stands: the rows that `show` prints, and the events when they become others. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dreamgarden.build.ledger import Ledger
from dreamgarden.build.reason import Reason
from dreamgarden.events import Event, NodeAdded, NodeChanged, NodeRemoved
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.protocol import NodeRow
from dreamgarden.tasks import task_name

# What a branch shows of the leaves below it: the first of these that one of them is in.
_WORST_FIRST = ("failed", "blocked", "running", "stale", "waiting", "idea", "cancelled")


def row(plan: Plan, node: Node, state: str = "idea", reason: str = "") -> NodeRow:
    """One node as `show --json` prints it and as events carry it."""
    siblings = plan.child_ids(node.parent) if node.parent else (node.id,)
    return {
        "id": node.id,
        "parent": node.parent,
        "title": node.title,
        "kind": node.kind,
        "state": state,
        "brief": node.brief,
        "needs": list(node.needs),
        "take": node.take,
        "pinned": bool(node.pinned),
        "reason": reason,
        "seed_words": list(node.seed_words),
        "slug": node.slug,
        "author": node.author,
        "muted": node.muted,
        "note": node.note,
        "tag": node.tag,
        "pictures": list(node.pictures),
        "proposed": node.proposed,
        "index": siblings.index(node.id),
    }


def rows(
    plan: Plan, ledger: Ledger, forecast: Iterable[Reason], left_out: Mapping[str, str], only: Iterable[str] | None = None
) -> list[NodeRow]:
    """All nodes, parents first, or those of `only`, in its order. left_out: slug → why the last game was built without it."""
    standings = _Standings(plan, ledger, {reason.task: reason.why for reason in forecast}, left_out)
    nodes = plan if only is None else (plan[id] for id in only)
    return [row(plan, node, *standings.of(node)) for node in nodes]


def events_of_growth(before: Plan, after: Plan) -> Iterator[Event]:
    """What grew, before anybody decides what is to be built."""
    difference = after.since(before)
    for id in difference.removed:
        yield NodeRemoved(id)
    for id in difference.added:
        yield NodeAdded(dict(row(after, after[id])))
    for id in difference.changed:
        yield NodeChanged(dict(row(after, after[id], "stale")))


def events_of_edit(before: Plan, after: Plan, standing: Callable[[Sequence[str]], Iterable[NodeRow]]) -> Iterator[Event]:
    """Everything that differs, and who is affected by it, with how each stands now (`standing` makes the rows of ids)."""
    difference = after.since(before)
    for id in difference.removed:
        yield NodeRemoved(id)
    touched = dict.fromkeys([*difference.added, *difference.changed])
    touched |= dict.fromkeys(leaf.id for leaf in after.affected([id for id in touched if after[id].is_leaf]))
    added = set(difference.added)
    for each in standing(list(touched)) if touched else ():
        yield (NodeAdded if each["id"] in added else NodeChanged)(dict(each))


def together(reasons: Iterable[tuple[str, str]]) -> str:
    """Titles with the reasons of each, told once for those that share it: "Chair, Table: brief changed; Lamp: never built"."""
    titles: dict[str, list[str]] = {}
    for title, why in reasons:
        titles.setdefault(why, []).append(title)
    lines = [f"{', '.join(same[:3])}{f' … ({len(same)})' if len(same) > 3 else ''}: {why}" for why, same in titles.items()]
    return "; ".join(lines)


class _Standings:
    """The state and reason of nodes, each worked out when it is first asked for."""

    def __init__(self, plan: Plan, ledger: Ledger, reasons: Mapping[str, str], left_out: Mapping[str, str]) -> None:
        self._plan, self._ledger, self._reasons, self._left_out = plan, ledger, reasons, left_out
        self._known: dict[str, tuple[str, str]] = {}

    def of(self, node: Node) -> tuple[str, str]:
        if node.is_leaf:
            return self._of_leaf(node)
        for below in reversed(self._plan.subtree(node.id)):
            if below.id not in self._known and not below.is_leaf:
                states = [self.of(child)[0] for child in self._plan.children(below.id) if not child.muted and not child.proposed]
                worst = next((state for state in _WORST_FIRST if state in states), "done" if states else "idea")
                self._known[below.id] = (worst, "")
        return self._known[node.id]

    def _of_leaf(self, node: Node) -> tuple[str, str]:
        line = [node]
        while node.id not in self._known:  # what it needs comes first, however long the chain
            here = line[-1]
            waiting = [] if self._is_settled(here) else [need for need in self._plan.needs(here.id) if need.id not in self._known]
            if waiting:
                line += waiting
            else:
                self._known[line.pop().id] = self._told(here)
        return self._known[node.id]

    def _is_settled(self, node: Node) -> bool:
        return node.proposed or node.muted or task_name(node) not in self._reasons

    def _told(self, node: Node) -> tuple[str, str]:
        if node.proposed:
            return "idea", "proposed, waiting for a yes or a no"
        if node.muted:
            return "idea", "left out, as you decided"
        name = task_name(node)
        if name not in self._reasons:
            return ("failed", self._left_out[node.slug]) if node.slug in self._left_out else ("done", "")
        last = self._ledger.last(name)
        why = self._reasons[name]
        if last is not None and last.outcome == "failed" and why == "failed last time":
            return "failed", last.reason
        for need in self._plan.needs(node.id):
            if self._known.get(need.id, ("", ""))[0] in ("failed", "blocked"):
                return "blocked", f"needs “{need.title}”, which failed"
        if last is not None and last.good:
            return "stale", why
        return "idea", why
