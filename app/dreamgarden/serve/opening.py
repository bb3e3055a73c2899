"""A garden as it is seen before anybody works on it: its tree, and how every leaf ended last.

Read from the journal and the ledger alone, in a fraction of the time that it takes to hire a designer and to find out
what would be built; `corrections` then tells what of it was otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dreamgarden.build.ledger import Ledger
from dreamgarden.events import Glance
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.node import Node
from dreamgarden.plan.record import node_to_json
from dreamgarden.plan.uncollected import uncollected
from dreamgarden.protocol import NodeRow
from dreamgarden.tasks import task_name


def glance(journal: Journal) -> Glance:
    """The garden of this journal at a glance; members of rows that have their usual value are left out.

    Raises StorageError when the ledger can't be read.
    """
    plan = journal.plan
    ledger = Ledger(journal.folder / ".garden" / "ledger.db", read_only=True)
    try:
        ended = ledger.outcomes()
    finally:
        ledger.close()
    with uncollected():
        return Glance(str(journal.folder), plan.root.brief, [_row(node, ended) for node in plan])


def corrections(seen: Glance, rows: Iterable[NodeRow]) -> list[dict[str, str]]:
    """{"id", "state", "reason"} of the leaves that stand otherwise than they were seen."""
    first = {row["id"]: (row["state"], row["reason"]) for row in seen.nodes if "state" in row}
    return [
        {"id": row["id"], "state": row["state"], "reason": row["reason"]}
        for row in rows
        if row["id"] in first and first[row["id"]] != (row["state"], row["reason"])
    ]


def _row(node: Node, ended: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    row = node_to_json(node)
    row.pop("slots", None)
    row.pop("route", None)
    if node.pinned:
        row["pinned"] = True
    if not node.is_leaf:
        return row
    state, reason = "idea", ""
    if node.proposed:
        reason = "proposed, waiting for a yes or a no"
    elif node.muted:
        reason = "left out, as you decided"
    else:
        outcome, why = ended.get(task_name(node), ("", "never built"))
        state = outcome if outcome in ("done", "failed") else "idea"
        reason = why
    row["state"], row["reason"] = state, reason
    return row
