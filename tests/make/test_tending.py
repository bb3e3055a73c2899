"""Growing, building and editing at once: what is built follows the plan, and what left the plan is stopped."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import tiny_runtime
from dreamgarden.build.demand import Demand
from dreamgarden.designers.designer import Draft, Leaf, Sprout, Surroundings
from dreamgarden.errors import StorageError
from dreamgarden.events import Event, NodeAdded, TaskFinished
from dreamgarden.plan.node import Node
from dreamgarden.project import Project
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code

PATIENCE = 60.0
# The compiler is busy with this for minutes.
_ENDLESS = "constexpr long f(long n) { long s = 0; for (long i = 0; i < n; i++) s += i; return s; }\n" + "\n".join(
    f"static_assert(f({200_000 + n}) > 0);" for n in range(3000)
)


class SlowDesigner(ScriptedDesigner):
    """Grows two branches, the second only when it is let; writes some leaves only when they are let."""

    def __init__(self) -> None:
        super().__init__([Sprout("Style", "The look.", "style", "style"), Sprout("Near", "Near.", "part", "near"),
                          Sprout("Far", "Far.", "part", "far")])
        self.second = threading.Event()
        self.slow: dict[str, threading.Event] = {}
        self.begun: set[str] = set()
        self.above: dict[str, str] = {}

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        if node.slug == "near":
            return [code("land"), code("moths", "land")]
        if node.slug == "far":
            assert self.second.wait(PATIENCE)
            return [code("tower")]
        return super().grow(node, around, work)

    def write(self, leaf: Leaf, work: Work) -> Draft:
        self.begun.add(leaf.slug)
        gate = self.slow.get(leaf.slug)
        while gate is not None and not gate.wait(0.01):
            work.check()
        draft = super().write(leaf, work)
        above = self.above.get(leaf.slug, "")
        return Draft({name: text.replace("\nPART", f"\n{above}\nPART") for name, text in draft.files.items()}, draft.interface)


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def designer() -> SlowDesigner:
    return SlowDesigner()


@pytest.fixture
def project(tmp_path: Path, designer: SlowDesigner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    with Project.create(tmp_path / "garden", "Moths gather above a quiet land", designer) as project:
        yield project


def parts_of(project: Project) -> set[str]:
    lines = (project.folder / "game" / "parts.cmake").read_text().splitlines()
    return {line[len("garden_part("): -1] for line in lines if line.startswith("garden_part(")}


def compilers_of(project: Project) -> list[str]:
    """Command lines of the compilers that are at work in the garden's workshop."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"cc1plus" in words[0] and any(str(project.folder).encode() in word for word in words):
            found.append(b" ".join(words).decode())
    return found


def test_leaves_are_built_while_other_branches_still_grow(project: Project, designer: SlowDesigner) -> None:
    events: list[Event] = []
    with ThreadPoolExecutor(1) as other:
        growing = other.submit(project.grow, Work(), events.append)
        wait_until(lambda: project.engine.ledger.last_good("code:moths"))  # compiled, while “Far” has not even grown
        assert project.journal.refresh().by_slug("tower") is None
        designer.second.set()
        finished = growing.result(PATIENCE)
    assert finished.failed == [] and set(finished.ran) == {"style", "code:land", "code:moths", "code:tower", "game"}
    assert parts_of(project) == {"land", "moths", "tower"}
    kinds = [event.name for event in events if isinstance(event, NodeAdded | TaskFinished)]
    assert kinds.index("task_finished") < len(kinds) - 1 - kinds[::-1].index("node_added")  # they overlapped


def test_pruning_stops_the_leafs_own_work_and_nothing_else(project: Project, designer: SlowDesigner) -> None:
    designer.second.set()
    designer.slow["moths"] = threading.Event()  # never set: only a cancel ends it
    events: list[Event] = []
    with ThreadPoolExecutor(1) as other:
        growing = other.submit(project.grow, Work(), events.append)
        wait_until(lambda: "moths" in designer.begun)
        project.prune(["moths"])
        finished = growing.result(PATIENCE)
    assert finished.failed == [] and finished.blocked == [] and not finished.cancelled
    assert parts_of(project) == {"land", "tower"}
    ends = {event.task: event.outcome for event in events if isinstance(event, TaskFinished)}
    assert ends["code:moths"] == "cancelled" and ends["code:tower"] == "done"
    project.undo()
    designer.slow.clear()
    assert project.build(Work()).ran == ["code:moths", "game"]


def test_pruning_ends_the_compilers_of_the_leaf_at_once(project: Project, designer: SlowDesigner) -> None:
    designer.second.set()
    designer.above["tower"] = _ENDLESS
    with ThreadPoolExecutor(1) as other:
        growing = other.submit(project.grow, Work())
        wait_until(lambda: any("tower" in line for line in compilers_of(project)))
        begun = time.monotonic()
        project.prune(["tower"])
        wait_until(lambda: not any("tower" in line for line in compilers_of(project)))
        assert time.monotonic() - begun < 5
        finished = growing.result(PATIENCE)
    assert finished.failed == [] and parts_of(project) == {"land", "moths"}


def test_an_edit_while_it_is_built_is_in_the_game(project: Project, designer: SlowDesigner) -> None:
    designer.second.set()
    designer.slow["moths"] = threading.Event()
    with ThreadPoolExecutor(1) as other:
        growing = other.submit(project.grow, Work())
        wait_until(lambda: "moths" in designer.begun)
        designer.slow.clear()
        project.edit("moths", brief="Moths of glass.")
        project.add("near", "Rain", "Rain falls.", "code")
        finished = growing.result(PATIENCE)
    assert finished.failed == [] and parts_of(project) == {"land", "moths", "tower", "rain"}
    assert "Moths of glass." in (project.folder / "game" / "parts" / "moths.cpp").read_text()


def test_one_stopped_leaf_is_no_failure_and_the_game_does_without_it(project: Project, designer: SlowDesigner) -> None:
    designer.second.set()
    designer.slow["moths"] = threading.Event()
    with ThreadPoolExecutor(1) as other:
        growing = other.submit(project.grow, Work())
        wait_until(lambda: "moths" in designer.begun)
        project.engine.cancel("code:moths")
        finished = growing.result(PATIENCE)
    assert finished.failed == [] and parts_of(project) == {"land", "tower"}
    assert project.why("moths")["reason"] == "was stopped last time"


def test_whoever_comes_second_is_told_who_holds_the_garden(project: Project, designer: SlowDesigner) -> None:
    gate = designer.slow["land"] = threading.Event()
    with ThreadPoolExecutor(1) as other:
        growing = other.submit(project.grow, Work())
        wait_until(lambda: "land" in designer.begun)
        with Project.open(project.folder, ScriptedDesigner()) as second:  # as another process would
            with pytest.raises(StorageError, match=f"process {os.getpid()} is growing it since"):
                second.build(Work())
            assert second.show()["nodes"]  # looking is allowed
        designer.second.set()
        gate.set()
        assert growing.result(PATIENCE).failed == []


def test_what_a_person_looks_at_is_built_first_with_what_it_needs(project: Project, designer: SlowDesigner) -> None:
    designer.second.set()
    project.grow(Work(), build=False)
    ids = {node.slug: node.id for node in project.journal.plan}

    def order() -> list[str]:
        demand = Demand(project._making.tasks(project.journal.plan), None, lambda task: False)
        return [name.removeprefix("code:") for name in sorted(demand.tasks, key=demand.rank) if name.startswith("code:")]

    assert order() == ["land", "moths", "tower"]
    project.attend([], [ids["far"]])
    assert order() == ["tower", "land", "moths"]
    project.attend([ids["moths"]], [ids["far"]])
    assert order() == ["land", "moths", "tower"]
    assert set(project.build(Work()).ran) >= {"code:land", "code:moths", "code:tower"}
    project.attend([], [])
    assert project.build(Work()).ran == [], "where one looks makes nothing anew"
