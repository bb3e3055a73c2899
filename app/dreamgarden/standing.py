"""How every node of a garden stands: the rows that `show` prints, and the events when they become others. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

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


def rows(plan: Plan, ledger: Ledger, forecast: Iterable[Reason], left_out: Mapping[str, str]) -> list[NodeRow]:
    """All nodes, parents first. left_out: slug → why the last game was built without it."""
    reasons = {reason.task: reason.why for reason in forecast}
    states: dict[str, tuple[str, str]] = {}
    for node in _needs_first(plan):
        states[node.id] = _of_leaf(plan, node, ledger, reasons, left_out, states)
    for node in reversed(list(plan)):
        if not node.is_leaf:
            below = [states[child.id][0] for child in plan.children(node.id) if not child.muted and not child.proposed]
            worst = next((state for state in _WORST_FIRST if state in below), "done" if below else "idea")
            states[node.id] = (worst, "")
    return [row(plan, node, *states[node.id]) for node in plan]


def events_of_growth(before: Plan, after: Plan) -> Iterator[Event]:
    """What grew, before anybody decides what is to be built."""
    difference = after.since(before)
    for id in difference.removed:
        yield NodeRemoved(id)
    for id in difference.added:
        yield NodeAdded(dict(row(after, after[id])))
    for id in difference.changed:
        yield NodeChanged(dict(row(after, after[id], "stale")))


def events_of_edit(before: Plan, after: Plan, standing: Callable[[], Iterable[NodeRow]]) -> Iterator[Event]:
    """Everything that differs, and who is affected by it, with how each stands now (`standing` makes the rows)."""
    difference = after.since(before)
    for id in difference.removed:
        yield NodeRemoved(id)
    touched = {*difference.added, *difference.changed}
    touched |= {leaf.id for leaf in after.affected([id for id in touched if after[id].is_leaf])}
    for each in standing() if touched else ():
        if each["id"] in touched:
            yield (NodeAdded if each["id"] in difference.added else NodeChanged)(dict(each))


def together(reasons: Iterable[tuple[str, str]]) -> str:
    """Titles with the reasons of each, told once for those that share it: "Chair, Table: brief changed; Lamp: never built"."""
    titles: dict[str, list[str]] = {}
    for title, why in reasons:
        titles.setdefault(why, []).append(title)
    lines = [f"{', '.join(same[:3])}{f' … ({len(same)})' if len(same) > 3 else ''}: {why}" for why, same in titles.items()]
    return "; ".join(lines)


def _of_leaf(
    plan: Plan,
    node: Node,
    ledger: Ledger,
    reasons: Mapping[str, str],
    left_out: Mapping[str, str],
    states: Mapping[str, tuple[str, str]],
) -> tuple[str, str]:
    if node.proposed:
        return "idea", "proposed, waiting for a yes or a no"
    if node.muted:
        return "idea", "left out, as you decided"
    name = task_name(node)
    if name not in reasons:
        return ("failed", left_out[node.slug]) if node.slug in left_out else ("done", "")
    last = ledger.last(name)
    why = reasons[name]
    if last is not None and last.outcome == "failed" and why == "failed last time":
        return "failed", last.reason
    for need in plan.needs(node.id):
        if states.get(need.id, ("", ""))[0] in ("failed", "blocked"):
            return "blocked", f"needs “{need.title}”, which failed"
    if last is not None and last.good:
        return "stale", why
    return "idea", why


def _needs_first(plan: Plan) -> list[Node]:
    order: dict[str, Node] = {}
    stack = [node for node in reversed(list(plan)) if node.is_leaf]
    while stack:
        node = stack[-1]
        missing = [need for need in plan.needs(node.id) if need.id not in order]
        if missing:
            stack += missing
        else:
            order[stack.pop().id] = node
    return list(order.values())
