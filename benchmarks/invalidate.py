"""What one edit makes stale, with reasons: kept from edit to edit, beside everything anew and beside networkx.

    python benchmarks/invalidate.py [--edits 200] [--small]

Plans of 10,000 nodes with 30,000 needs and of 100,000 with 300,000, all built. "edit" does one brief edit (the plan after
it, and the stale set with a reason for each); "all keys" decides about every task of the same plan anew; "networkx" makes
the graph of needs and asks for the descendants, which gives neither reasons nor what is only reused. The second table
edits leaves on which more and more others depend. The third opens a garden of 10,000 nodes from its file.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx

from dreamgarden.build.demand import Demand
from dreamgarden.build.engine import Engine
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.store import Store
from dreamgarden.build.task import Artifact, Inputs, Product, Task
from dreamgarden.make.foresight import Circumstances, Foresight
from dreamgarden.plan.edit import AddNodes, EditBrief
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import leaf_tasks
from dreamgarden.work import Work

_A_PART = 24
"""Leaves of one part; they need one another, as the leaves of a grown part do."""


class Never:
    """A recipe that is only asked whether it would run."""

    version = 1

    def __init__(self, name: str) -> None:
        self.name = name

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        raise NotImplementedError


def plan_of(count: int, needs: int, hubs: list[int], seed: int = 1) -> Plan:
    """A plan of `count` nodes and `needs` needs in which `hubs[i]` leaves depend on the leaf hub_i alone."""
    chance = random.Random(seed)
    nodes = [Node("n1", None, "Seed", "A dream.", "seed", "seed"), Node("n2", "n1", "Style", "", "style", "style")]
    number = 3

    def node(parent: str, kind: str, slug: str, wanted: tuple[str, ...] = ()) -> Node:
        nonlocal number
        brief = f"The brief of {slug}, in as many words as a person or a model would write for it. " * 3
        made = Node(f"n{number}", parent, slug, brief, kind, slug, wanted, slots={"pattern": "collecting", "count": number})  # type: ignore[arg-type]
        number += 1
        return made

    top = node("n1", "part", "hubs")
    hub_nodes = [node(top.id, "code", f"hub_{size}") for size in hubs]
    nodes += [top, *hub_nodes]
    part: Node | None = None
    inside: list[str] = []
    while number <= count:
        if part is None or len(inside) == _A_PART:
            part, inside = node("n1", "part", f"part_{number}"), []
            nodes.append(part)
            continue
        leaf = node(part.id, "code", f"leaf_{number}", tuple(chance.sample(inside, min(len(inside), 2))))
        inside.append(leaf.id)
        nodes.append(leaf)
    leaves = [index for index, each in enumerate(nodes) if each.slug.startswith("leaf_")]
    for hub, size in zip(hub_nodes, hubs, strict=True):
        for index in chance.sample(leaves, size):
            nodes[index] = replace(nodes[index], needs=(*nodes[index].needs, hub.id))
    # What is still wanted stays inside the parts, so that hubs reach whom they should and ordinary leaves their part.
    missing = needs - sum(len(each.needs) for each in nodes)
    by_part: dict[str, list[int]] = {}
    for index in leaves:
        by_part.setdefault(nodes[index].parent or "", []).append(index)
    while missing > 0:
        group = by_part[chance.choice(list(by_part))] if len(by_part) < 50 else chance.choice(list(by_part.values()))
        if len(group) < 3:
            continue
        low, high = sorted(chance.sample(group, 2))
        if nodes[low].id not in nodes[high].needs:
            nodes[high] = replace(nodes[high], needs=(*nodes[high].needs, nodes[low].id))
            missing -= 1
    return Plan.of(nodes)


def built(folder: Path, plan: Plan) -> Engine:
    """An engine whose ledger knows every task of the plan as done."""
    store, ledger = Store(folder / "store"), Ledger(folder / "ledger.db")
    ledger._base.execute("PRAGMA synchronous=OFF")
    recipes = {name: Never(name) for name in ("style", "code")}
    engine = Engine(store, ledger, recipes, Lanes())
    content = store.put(b"what a leaf left")
    known: dict[str, Artifact] = {}
    with ledger.writing():
        for name, task in Demand(tasks_of(plan), None, lambda task: False).tasks.items():
            verdict = engine._judge.verdict(task, {role: known[source] for role, source in task.inputs.items()})
            shows = hashlib.sha256(name.encode()).hexdigest()
            known[name] = Artifact({"body": content}, shows, shows)
            ledger.finished(name, verdict.key, verdict.parts, verdict.own, known[name])
    return engine


def tasks_of(plan: Plan) -> list[Task]:
    return leaf_tasks(plan, lambda node: "patterns 1", "")


def timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def edits(foresight: Foresight, plan: Plan, ids: list[str]) -> Iterator[tuple[float, float, int]]:
    """Milliseconds of an edit and of its undo, and how many leaves it made stale; each from the same plan."""
    foresight.reasons(plan)
    for id in ids:
        after: list[Plan] = []
        edit = EditBrief(id, f"{plan[id].brief} And it hums.")

        def do(edit: EditBrief = edit, after: list[Plan] = after) -> None:
            after.append(edit.apply(plan))
            foresight.reasons(after[-1])

        spent = timed(do)
        stale = len(foresight.reasons(after[-1]))
        back = edit.inverse(plan).apply(after[-1])
        undo = timed(lambda back=back: foresight.reasons(back))  # type: ignore[misc]
        assert not foresight.reasons(back)
        foresight.reasons(plan)
        yield spent, undo, stale


def table(count: int, needs: int, hubs: list[int], number: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        plan = plan_of(count, needs, hubs)
        has = sum(len(node.needs) for node in plan)
        engine = built(Path(name), plan)
        foresight = Foresight(engine.outlook(), lambda: Circumstances(lambda node: "patterns 1", "patterns 1", ""))
        first = timed(lambda: foresight.reasons(plan))
        chance = random.Random(2)
        ids = chance.sample([node.id for node in plan if node.slug.startswith("leaf_")], number)
        rows = list(edits(foresight, plan, ids))
        some = ids[: 3 if count > 50_000 else 10]
        scratch = [timed(lambda id=id: engine.plan_run(tasks_of(EditBrief(id, "other").apply(plan)))) for id in some]  # type: ignore[misc]

        def descendants(id: str) -> None:
            graph = nx.DiGraph()
            graph.add_nodes_from(node.id for node in plan)
            graph.add_edges_from((need, node.id) for node in plan for need in node.needs)
            nx.descendants(graph, id)

        graph = [timed(lambda id=id: descendants(id)) for id in some]  # type: ignore[misc]
        spent = statistics.median(row[0] for row in rows)
        stale = statistics.median(row[2] for row in rows)
        print(f"\n{len(plan):,} nodes, {has:,} needs; {number} random brief edits ({stale:.0f} stale at the median)")
        print(f"{'':26}{'median ms':>12}{'p95 ms':>10}{'× edit':>10}")
        for label, series in (
            ("edit → stale set", [row[0] for row in rows]),
            ("undo → stale set", [row[1] for row in rows]),
            ("all keys anew", scratch),
            ("networkx, graph and all", graph),
        ):
            middle, high = statistics.median(series), sorted(series)[int(len(series) * 0.95) - (len(series) < 20)]
            print(f"{label:26}{middle:12.2f}{high:10.2f}{middle / spent:10.1f}")
        print(f"{'the first look':26}{first:12.2f}")
        print(f"\n{'stale':>10}{'ms':>10}{'µs each':>10}{'undo ms':>10}")
        for size in hubs:
            hub = plan.by_slug(f"hub_{size}")
            assert hub is not None
            tries = list(edits(foresight, plan, [hub.id] * 5))
            middle = statistics.median(row[0] for row in tries)
            undo = statistics.median(row[1] for row in tries)
            print(f"{tries[0][2]:10,}{middle:10.2f}{middle * 1000 / tries[0][2]:10.1f}{undo:10.2f}")
        engine.close()


def opening() -> None:
    with tempfile.TemporaryDirectory() as name:
        plan = plan_of(10_000, 30_000, [1])
        folder = Path(name) / "garden"
        with Journal.create(folder, "A dream.") as journal:
            others = list(plan)[1:]
            journal.submit(AddNodes(tuple(others)))
            for id in [node.id for node in others if node.is_leaf][:40]:
                journal.submit(EditBrief(id, "Another brief."))
        begin = time.process_time()
        spent = [timed(lambda: Journal.open(folder).close()) for _ in range(7)]
        cpu = (time.process_time() - begin) / 7 * 1000
        middle = statistics.median(spent)
        print(f"\nopening a garden of 10,000 nodes, 40 edits after its snapshot: {middle:.0f} ms (aim: under 500)")
        print(f"of these {cpu:.0f} ms processor time")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--small", action="store_true", help="only the plan of 10,000 nodes")
    asked = parser.parse_args()
    table(10_000, 30_000, [1, 10, 100, 1000], asked.edits)
    if not asked.small:
        table(100_000, 300_000, [1, 10, 100, 1000, 10_000], asked.edits)
    opening()


if __name__ == "__main__":
    main()
