"""The cluster: tasks are done by its workers, artifacts travel by digest, and a worker that dies takes nothing along."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

distributed = pytest.importorskip("distributed", reason="needs the extra `cluster` (the package distributed)")

import cloudpickle  # noqa: E402

from dreamgarden.build.cluster import ClusterBench  # noqa: E402
from dreamgarden.build.engine import Engine  # noqa: E402
from dreamgarden.build.lanes import Lanes  # noqa: E402
from dreamgarden.build.ledger import Ledger  # noqa: E402
from dreamgarden.build.store import Store  # noqa: E402
from dreamgarden.build.task import Inputs, Product, Task  # noqa: E402
from dreamgarden.errors import GardenError  # noqa: E402
from dreamgarden.work import Work  # noqa: E402

cloudpickle.register_pickle_by_value(sys.modules[__name__])


@dataclass
class There:
    """Writes down who did it. A task with a gate waits there; the process that waits first says who it is."""

    name: str = "there"
    version: int = 1

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        gate = task.settings.get("gate")
        if gate:
            with open(f"{gate}.tried", "a", encoding="utf-8") as tried:
                tried.write(f"{os.getpid()}\n")
            while not os.path.exists(gate):
                time.sleep(0.01)
        if task.settings.get("fail"):
            raise GardenError("It can't be made.")
        seen = b"".join(inputs.read(role, "text") for role in sorted(inputs.roles()))
        return Product({"text": seen + task.name.encode() + b"\n"}, notes={"pid": os.getpid()})


class Here:
    """A recipe that belongs to this machine: it can't be sent."""

    name = "here"
    version = 1

    def __init__(self) -> None:
        self.lock = threading.Lock()

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        return Product({"text": inputs.read("one", "text") + b"here\n"}, notes={"pid": os.getpid()})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, worker_dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def engine(tmp_path: Path, address: str) -> Iterator[Engine]:
    store = Store(tmp_path / "store")
    bench = ClusterBench(store, address)
    recipes = {"there": There(), "here": Here()}
    with Engine(store, Ledger(tmp_path / "ledger.db"), recipes, Lanes(bench.capacities()), bench=bench) as engine:
        yield engine


def test_tasks_are_done_there_and_their_artifacts_lie_here(engine: Engine) -> None:
    one, two = Task("one", "there", {}), Task("two", "there", {}, {"one": "one"})
    report = engine.run([one, two, Task("own", "here", {}, {"one": "two"})])
    assert sorted(report.ran) == ["one", "own", "two"]
    made = report.artifacts
    assert engine.store.get(made["own"].files["text"]) == b"one\ntwo\nhere\n"
    assert made["one"].notes["pid"] != os.getpid() and made["own"].notes["pid"] == os.getpid()
    again = engine.run([one, two])
    assert again.ran == []


def test_a_failure_there_is_told_here(engine: Engine) -> None:
    report = engine.run([Task("one", "there", {"fail": True}), Task("two", "there", {}, {"one": "one"})])
    assert report.failed == {"one": "It can't be made."} and report.blocked == {"two": "one"}


def test_what_is_stopped_ends_at_once(engine: Engine, tmp_path: Path) -> None:
    work, gate = Work(), tmp_path / "gate"
    threading.Timer(0.5, work.cancel).start()
    report = engine.run([Task("one", "there", {"gate": str(gate)})], work=work)
    assert report.cancelled == ["one"] and not report.failed
    gate.touch()


def test_a_worker_that_is_killed_in_the_middle_costs_no_task(engine: Engine, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    tried = Path(f"{gate}.tried")
    tasks = [Task("one", "there", {}), Task("slow", "there", {"gate": str(gate)}, {"one": "one"})]
    tasks += [Task(f"n{number}", "there", {"number": number}, {"one": "one"}) for number in range(6)]
    tasks.append(Task("last", "there", {}, {"slow": "slow", "one": "one"}))

    def kill() -> None:
        while not tried.exists() or not tried.read_text():
            time.sleep(0.01)
        os.kill(int(tried.read_text().split()[0]), signal.SIGKILL)
        while len(tried.read_text().split()) < 2:
            time.sleep(0.01)
        gate.touch()

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    report = engine.run(tasks)
    killer.join()
    assert not report.failed and not report.blocked and len(report.ran) == len(tasks)
    assert engine.store.get(report.artifacts["last"].files["text"]) == b"one\none\nslow\nlast\n"
    first, second, *_ = tried.read_text().split()
    assert first != second


def test_the_offline_designers_models_are_made_there(tmp_path: Path, address: str) -> None:
    from dreamgarden import hiring
    from dreamgarden.make.recipes import ShapeRecipe, StyleRecipe

    pytest.importorskip("dreamgarden._native", reason="needs the native module")
    designer = hiring.offline()
    bench = ClusterBench(Store(tmp_path / "store"), address)
    for recipe in (StyleRecipe(designer), ShapeRecipe(designer)):
        assert bench._can_travel(recipe)
    words = {"seed": "A lamp in the fog.", "designer": "", "title": "Lamp", "brief": "A lamp, about 1 m high.", "take": 1, "slots": {}}
    style = Task("style", "style", words)
    lamp = Task("mesh:lamp", "recipe", {**words, "slug": "lamp", "kind": "mesh"}, {"style": "style"})
    recipes = {"style": StyleRecipe(designer), "recipe": ShapeRecipe(designer)}
    with Engine(bench._store, Ledger(tmp_path / "ledger.db"), recipes, Lanes(), bench=bench) as engine:
        report = engine.run([style, lamp])
        assert report.failed == {}
        assert engine.store.get(report.artifacts["mesh:lamp"].files["lamp.glb"])[:4] == b"glTF"


def test_where_nobody_answers_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(GardenError, match="No cluster answers"):
        ClusterBench(Store(tmp_path / "store"), "tcp://127.0.0.1:9")
