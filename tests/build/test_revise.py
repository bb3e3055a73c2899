"""What is asked for changes while it is built: exactly the right things stop, go on and begin."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from workshop import Gate, Workshop, code, edited, game, garden

from dreamgarden.build.run import Run, RunReport
from dreamgarden.build.task import Task
from dreamgarden.errors import BadInput
from dreamgarden.events import TaskFinished
from dreamgarden.work import Work

PATIENCE = 60.0


class Growing:
    """A held run in a thread of its own."""

    def __init__(self, shop: Workshop, tasks: list[Task]) -> None:
        shop.writer.ran.clear()
        shop.assembler.ran.clear()
        shop.events.clear()
        self.shop = shop
        self.work = Work()
        self.run: Run = shop.engine.begin(tasks, work=self.work)
        self._pool = ThreadPoolExecutor(1)
        self._going: Future[RunReport] = self._pool.submit(shop.engine.go, self.run)

    def end(self) -> RunReport:
        self.run.release()
        report = self._going.result(PATIENCE)
        self._pool.shutdown()
        return report


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.002)


@pytest.fixture
def gate(shop: Workshop) -> Iterator[Gate]:
    gate = Gate()
    shop.writer.acts["code:map"] = gate
    yield gate
    gate.opened.set()


def pruned(tasks: list[Task], slug: str) -> list[Task]:
    """Without one leaf; who needed it does without, as in a plan."""
    leaves = [replace(task, inputs={role: name for role, name in task.inputs.items() if role != slug})
              for task in tasks if task.name not in (f"code:{slug}", "game")]
    return [*leaves, game(leaves)]


def test_what_comes_while_it_runs_is_built_too(shop: Workshop, gate: Gate) -> None:
    growing = Growing(shop, garden()[:1])
    assert gate.inside.wait(PATIENCE)
    growing.run.revise(garden())
    wait_until(lambda: "code:hut" in shop.writer.ran)  # while the map is still being made
    gate.opened.set()
    report = growing.end()
    assert shop.ran() == "boat game hut map moths score"
    assert shop.writer.ran.count("code:map") == 1 and not report.failed


def test_a_held_run_waits_for_more_and_ends_when_released(shop: Workshop) -> None:
    growing = Growing(shop, [])
    growing.run.revise(garden()[:1])
    wait_until(lambda: shop.states("done") == {"node-map"})
    growing.run.revise(garden())
    assert len(growing.end().ran) == 6


def test_a_pruned_leaf_is_stopped_at_once_and_is_no_failure(shop: Workshop, gate: Gate) -> None:
    growing = Growing(shop, garden())
    assert gate.inside.wait(PATIENCE)
    begun = time.monotonic()
    growing.run.revise(pruned(garden(), "map"))
    report = growing.end()  # the gate never opens: only a cancel lets the map end
    assert time.monotonic() - begun < 10
    assert sorted(report.artifacts) == ["code:boat", "code:hut", "code:moths", "code:score", "game"]
    assert not report.failed and not report.blocked and not report.cancelled
    ends = [event for event in shop.events if isinstance(event, TaskFinished) and event.task == "code:map"]
    assert [event.outcome for event in ends] == ["cancelled"]
    last = shop.engine.ledger.last("code:map")
    assert last is not None and last.outcome == "cancelled"


def test_a_pruned_leaf_that_waits_for_its_lane_never_begins(tmp_path: Path) -> None:
    shop, gate = Workshop(tmp_path, {"model": 1}), Gate()
    shop.writer.acts["code:a"] = gate
    tasks = [replace(code("a", "A | a"), priority=-1), code("b", "B | b"), code("c", "C | c")]
    growing = Growing(shop, tasks)
    assert gate.inside.wait(PATIENCE)
    growing.run.revise([tasks[0], tasks[2]])
    gate.opened.set()
    growing.end()
    shop.engine.close()
    assert shop.writer.ran == ["code:a", "code:c"]


def test_words_changed_while_they_are_worked_on_stop_the_old_work(shop: Workshop, gate: Gate) -> None:
    growing = Growing(shop, garden())
    assert gate.inside.wait(PATIENCE)
    shop.writer.acts.clear()
    growing.run.revise(edited(garden(), "map", brief="M2 | m"))
    report = growing.end()
    assert shop.writer.ran.count("code:map") == 2 and shop.writer.ran.count("code:moths") == 1
    assert not report.failed and not report.cancelled
    assert shop.engine.store.get(report.artifacts["code:map"].files["a.h"]) == b"M2"


def test_a_leaf_that_was_done_is_done_again_with_those_its_interface_reaches(shop: Workshop, gate: Gate) -> None:
    tasks = garden()
    growing = Growing(shop, [*tasks[:-1]])
    gate.opened.set()
    wait_until(lambda: shop.states("done") >= {"node-score", "node-boat", "node-hut"})
    shop.writer.ran.clear()
    growing.run.revise(edited(tasks, "moths", brief="O2 | o"))
    report = growing.end()
    assert shop.ran() == "game moths score"
    ended = sorted([*report.ran, *report.reused])
    assert ended == ["code:boat", "code:hut", "code:map", "code:moths", "code:score", "game"]


def test_a_new_body_alone_lets_those_above_go_on(shop: Workshop) -> None:
    gate = Gate()
    shop.writer.acts["code:score"] = gate
    growing = Growing(shop, garden())
    assert gate.inside.wait(PATIENCE)  # the score is being made from the first moths
    growing.run.revise(edited(garden(), "moths", brief="O1 | better"))
    wait_until(lambda: shop.writer.ran.count("code:moths") == 2)
    gate.opened.set()
    growing.end()
    assert shop.writer.ran.count("code:score") == 1


def test_an_edit_and_its_undo_while_it_runs_cost_one_making(shop: Workshop) -> None:
    growing = Growing(shop, garden())
    wait_until(lambda: "node-map" in shop.states("done"))
    growing.run.revise(edited(garden(), "map", brief="M2 | m"))
    wait_until(lambda: shop.writer.ran.count("code:map") == 2)
    growing.run.revise(garden())
    growing.end()
    assert shop.writer.ran.count("code:map") == 2
    assert shop.built(garden()) == ""


def test_what_becomes_urgent_goes_first(tmp_path: Path) -> None:
    shop, gate = Workshop(tmp_path, {"model": 1}), Gate()
    shop.writer.acts["code:a"] = gate
    tasks = [replace(code("a", "A | a"), priority=-9), *(code(slug, f"{slug} | x") for slug in "bcdef")]
    growing = Growing(shop, tasks)
    assert gate.inside.wait(PATIENCE)
    growing.run.revise([replace(task, priority=-1) if task.name == "code:e" else task for task in tasks])
    growing.run.cancel("nobody")  # a message after it: once answered, the wish was heard
    time.sleep(0.1)
    gate.opened.set()
    growing.end()
    shop.engine.close()
    assert shop.writer.ran == ["code:a", "code:e", "code:b", "code:c", "code:d", "code:f"]


def test_what_comes_after_what_it_needs_has_failed_is_blocked(shop: Workshop) -> None:
    growing = Growing(shop, [code("map", "fail")])
    wait_until(lambda: shop.states("failed") == {"node-map"})
    growing.run.revise([code("map", "fail"), code("boat", "B | b", "map")])
    wait_until(lambda: shop.states("blocked") == {"node-boat"})
    growing.run.revise([code("map", "M | m"), code("boat", "B | b", "map")])
    report = growing.end()
    assert not report.failed and not report.blocked and sorted(report.artifacts) == ["code:boat", "code:map"]


def test_a_wish_that_cannot_be_built_is_refused_and_the_run_goes_on(shop: Workshop) -> None:
    growing = Growing(shop, garden())
    with pytest.raises(BadInput, match="circle"):
        growing.run.revise([code("a", "A | a", "b"), code("b", "B | b", "a")])
    assert len(growing.end().artifacts) == 6


def test_cancelling_a_held_run_ends_it(shop: Workshop, gate: Gate) -> None:
    growing = Growing(shop, garden())
    assert gate.inside.wait(PATIENCE)
    growing.work.cancel()
    report = growing._going.result(PATIENCE)
    assert "code:map" in report.cancelled and not report.failed


def test_a_wish_after_the_end_is_harmless(shop: Workshop) -> None:
    growing = Growing(shop, garden())
    report = growing.end()
    growing.run.revise(garden()[:2])
    assert len(report.artifacts) == 6


def test_however_it_was_revised_the_end_is_that_of_the_last_wish(tmp_path: Path) -> None:
    luck = random.Random(8)
    for number in range(12):
        shop = Workshop(tmp_path / str(number), {"model": 3})

        def dawdle(task: Task, work: Work) -> None:
            time.sleep(luck.random() * 0.01)
            work.check()

        shop.writer.acts = {task.name: dawdle for task in garden()}
        growing, tasks = Growing(shop, []), garden()
        for _ in range(15):
            slug = luck.choice(["map", "moths", "score", "boat", "hut"])
            tasks = edited(tasks, slug, brief=luck.choice(["fail", *(f"{head} | {body}" for head in "AB" for body in "xy")]))
            growing.run.revise(pruned(tasks, luck.choice(["map", "moths", "hut"])) if luck.random() < 0.3 else tasks)
            time.sleep(luck.random() * 0.012)
        growing.run.revise(tasks)
        report = growing.end()
        fresh = Workshop(tmp_path / f"fresh{number}")
        calm = fresh.run(tasks)
        assert report.artifacts == calm.artifacts and report.blocked == calm.blocked
        assert report.failed.keys() == calm.failed.keys()
        assert shop.engine.ledger.unfinished() == []
        again = shop.run(tasks)
        assert again.ran == [] and again.artifacts == calm.artifacts
        fresh.engine.close()
        shop.engine.close()
