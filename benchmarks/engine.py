"""What the build engine itself costs: 1,000 tasks that do nothing, cold and warm, beside a plain loop over them.

    python benchmarks/engine.py [--tasks 1000]

"cold" runs every recipe and puts every artifact on disk, synced; the plain loop beside it writes and syncs the same
files and no more. "warm" finds everything built; "one changed" has one new brief in the middle whose interface stays.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dreamgarden.build.engine import Engine
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.store import Store
from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.work import Work


class Echo:
    """A recipe that gives its brief back."""

    name = "echo"
    version = 1

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        return Product({"text": task.settings["brief"].encode()}, interface=task.name.encode())


def chain(count: int) -> list[Task]:
    """Tasks that each use the two ten and one before them, as leaves of a garden do."""
    style = {"genre": "stealth", "view": "top-down", "palette": ["#12151b", "#f2b84b"], "scale": 1.0}
    tasks = []
    for n in range(count):
        uses = {f"need_{n - back}": f"code:{n - back}" for back in (1, 10) if n - back >= 0 and n % 10}
        tasks.append(Task(f"code:{n}", "echo", {"brief": f"brief of {n} " * 20, "take": 1, "style": style}, uses,
                          node=f"n{n}"))
    return tasks


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def plain(tasks: list[Task], folder: Path) -> None:
    """The bare work: every file written and synced, one after the other."""
    folder.mkdir()
    for task in tasks:
        with open(folder / task.name, "wb") as file:
            file.write(task.settings["brief"].encode())
            file.flush()
            os.fsync(file.fileno())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tasks", type=int, default=1000)
    count = parser.parse_args().tasks
    tasks = chain(count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loop = seconds(lambda: plain(tasks, folder / "plain"))
        with Engine(Store(folder / "store"), Ledger(folder / "ledger.db"), {"echo": Echo()}, Lanes()) as engine:
            cold = seconds(lambda: engine.run(tasks))
            warm = min(seconds(lambda: engine.run(tasks)) for _ in range(3))
            forecast = min(seconds(lambda: engine.plan_run(tasks)) for _ in range(3))
            middle = count // 2
            tasks[middle] = replace(tasks[middle], settings={**tasks[middle].settings, "brief": "another"})
            changed = seconds(lambda: engine.run(tasks))
    print(f"{'what':14}{'seconds':>10}{'µs a task':>12}{'× plain loop':>14}")
    for label, spent in [("plain loop", loop), ("cold", cold), ("warm", warm), ("forecast", forecast),
                         ("one changed", changed)]:
        print(f"{label:14}{spent:10.3f}{spent / count * 1e6:12.0f}{spent / loop:14.2f}")


if __name__ == "__main__":
    main()
