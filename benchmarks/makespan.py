"""How near growing and building at once comes to the shortest time there can be, with a model that is slow and moody.

    python benchmarks/makespan.py [--sizes 50 500 5000] [--mean 0.5]

A designer that only waits grows a plan level by level while its leaves are written: delays with a heavy tail
(log-normal, the slowest in a hundred five times the median), one call in twenty fails and is made again, and beyond a
rate the server asks to wait. The lower bound is what no schedule
can beat with the very delays that happened: the longest chain (growing, then writing, then what needs it), or all work of
a kind divided by how much of it may run at once. The baseline beside it grows first and writes afterwards, level by level.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from dreamgarden.build.engine import Engine
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.store import Store
from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.designers.designer import Draft, Failure, Leaf, Sprout, Surroundings
from dreamgarden.events import nowhere
from dreamgarden.grow import growth
from dreamgarden.make.tending import Tending
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import Kept, leaf_tasks
from dreamgarden.work import Work

AT_ONCE = 16
A_PART = 12
_SPREAD = 0.7


class Server:
    """Delays of a model's server, each by the name of the call alone; remembers how long every call took in all."""

    def __init__(self, mean: float, rate: float) -> None:
        self._mean, self._rate = mean, rate
        self._lock = threading.Lock()
        self._free = 0.0
        self.took: dict[str, float] = {}
        self.again = 0

    def call(self, name: str, work: Work) -> None:
        begin = time.perf_counter()
        chance = random.Random(name)
        while True:
            with self._lock:  # beyond the rate, it says how long to wait
                now = time.perf_counter()
                wait, self._free = max(self._free - now, 0.0), max(self._free, now) + 1 / self._rate
            time.sleep(wait + self._mean * chance.lognormvariate(-_SPREAD**2 / 2, _SPREAD))
            work.check()
            if chance.random() >= 0.05:
                break
            self.again += 1
        self.took[name] = time.perf_counter() - begin


class Slow:
    """A designer that plans `size` nodes in parts of twelve leaves, and only waits."""

    name = "slow"
    version = 1
    at_once = AT_ONCE
    abilities: Sequence[Any] = ()
    emit = staticmethod(nowhere)
    tell = staticmethod(lambda text: None)

    def __init__(self, server: Server, size: int) -> None:
        self._server, self._parts = server, max(1, round((size - 2) / (A_PART + 1)))

    @property
    def sketch(self) -> Slow:
        return self

    def wants(self, node: Node, children: Sequence[Node]) -> bool:
        return False

    def writer_of(self, node: Node) -> str:
        return "slow 1"

    def style(self, seed: str, work: Work) -> dict[str, Any]:
        return {}

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        self._server.call(f"grow {node.slug}", work)
        if node.kind == "seed":
            parts = [Sprout(f"Part {number}", "A part.", "part", f"part{number}") for number in range(self._parts)]
            return [Sprout("Style", "The look.", "style", "style"), *parts]
        chance = random.Random(node.slug)
        slugs = [f"{node.slug}_{number}" for number in range(A_PART)]
        needs = [tuple(chance.sample(slugs[:number], min(number, chance.choice([0, 1, 1, 2])))) for number in range(A_PART)]
        return [Sprout(slug, f"The brief of {slug}.", "code", slug, needs=need) for slug, need in zip(slugs, needs, strict=True)]

    def write(self, leaf: Leaf, work: Work) -> Draft:
        raise NotImplementedError

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        raise NotImplementedError


class Writing:
    """The recipe of a leaf: one call."""

    name = "code"
    version = 1

    def __init__(self, server: Server) -> None:
        self._server = server

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        self._server.call(task.name, work)
        return Product({"text": task.name.encode()})


class Styling:
    name = "style"
    version = 1

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        return Product({"style": b""})


def grown_and_built(size: int, mean: float, folder: Path) -> tuple[float, Plan, Server]:
    server = Server(mean, rate=AT_ONCE * 3 / mean)
    designer = Slow(server, size)
    recipes: Mapping[str, Any] = {"code": Writing(server), "style": Styling()}
    with Engine(Store(folder / "store"), Ledger(folder / "ledger.db"), recipes, Lanes({"compile": AT_ONCE})) as engine:
        kept = Kept()
        plan = [Plan.planted("A slow dream.")]
        begin = time.perf_counter()

        def wanted() -> tuple[list[Task], None]:
            return leaf_tasks(plan[0], designer.writer_of, "", kept), None

        tending = Tending(engine, wanted, Work(), nullcontext)

        def submit(edit: Edit) -> Plan:
            plan[0] = edit.apply(plan[0])
            tending.follow()
            return plan[0]

        growth.grow(submit, plan[0], plan[0].root.id, designer, Work(), nowhere, leaves=size * 2)
        report = tending.end()
        spent = time.perf_counter() - begin
    assert not report.failed and len(report.ran) == sum(node.is_leaf for node in plan[0])
    return spent, plan[0], server


def bounds(plan: Plan, took: Mapping[str, float]) -> tuple[float, float]:
    """The longest chain, and all work of the busier kind over how much of it may run at once, in seconds."""
    ends: dict[str, float] = {}

    def end(node: Node) -> float:
        if node.id not in ends:
            own = took.get(f"grow {node.slug}", 0.0) if not node.is_leaf else took.get(f"code:{node.slug}", 0.0)
            above = [end(plan[node.parent])] if node.parent else []
            ends[node.id] = own + max([*above, *(end(need) for need in plan.needs(node.id))], default=0.0)
        return ends[node.id]

    chain = max(end(node) for node in plan)
    growing = sum(seconds for name, seconds in took.items() if name.startswith("grow ")) / AT_ONCE
    writing = sum(seconds for name, seconds in took.items() if name.startswith("code:")) / AT_ONCE
    return chain, max(growing, writing)


def one_after_the_other(plan: Plan, took: Mapping[str, float]) -> float:
    """The same delays, were all grown first and then written level by level of needs, sixteen at once."""
    depths: dict[str, int] = {}

    def depth(node: Node) -> int:
        if node.id not in depths:
            depths[node.id] = 1 + max((depth(need) for need in plan.needs(node.id)), default=0)
        return depths[node.id]

    levels: dict[tuple[int, int], list[float]] = {}
    for node in plan:
        key = (1, depth(node)) if node.is_leaf else (0, plan.depth(node.id))
        levels.setdefault(key, []).append(took.get(f"code:{node.slug}" if node.is_leaf else f"grow {node.slug}", 0.0))
    return sum(_spread(seconds) for _, seconds in sorted(levels.items()))


def _spread(seconds: Sequence[float]) -> float:
    lanes = [0.0] * AT_ONCE
    for each in seconds:
        first = min(range(AT_ONCE), key=lanes.__getitem__)
        lanes[first] += each
    return max(lanes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 500, 5000])
    parser.add_argument("--mean", type=float, default=0.5, help="seconds of a call at the mean; less in large plans")
    asked = parser.parse_args()
    print(f"{'nodes':>7}{'calls':>8}{'again':>7}{'makespan s':>12}{'longest chain':>15}{'work/16':>9}{'ratio':>8}"
          f"{'grow, then write':>18}{'ratio':>8}")  # fmt: skip
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as name:
            spent, plan, server = grown_and_built(size, min(asked.mean, 600 / size), Path(name))
        chain, work = bounds(plan, server.took)
        bound, plain = max(chain, work), one_after_the_other(plan, server.took)
        print(f"{len(plan):7,}{len(server.took):8,}{server.again:7}{spent:12.2f}{chain:15.2f}{work:9.2f}{spent / bound:8.3f}"
              f"{plain:18.2f}{plain / bound:8.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
