"""Runs while they run: stopping, overlapping, priorities, crashes, and disks that refuse."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from workshop import Gate, Workshop, code, edited, garden

from dreamgarden.build.demand import Demand
from dreamgarden.build.key import digest
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.task import Task
from dreamgarden.errors import StorageError
from dreamgarden.events import StateChanged, TaskStarted
from dreamgarden.work import Work

PATIENCE = 60.0
"""Seconds after which a test gives up waiting for another thread."""


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


def test_cancelling_the_run_keeps_what_was_finished(shop: Workshop) -> None:
    gate, work = Gate(), Work()
    shop.writer.acts["code:moths"] = gate
    with ThreadPoolExecutor(1) as other:
        run = other.submit(shop.run, garden(), None, work)
        assert gate.inside.wait(PATIENCE)
        wait_until(lambda: shop.states("done") >= {"node-map", "node-hut", "node-boat"})  # moths waits
        work.cancel()
        report = run.result(PATIENCE)
    assert sorted(report.cancelled) == ["code:moths", "code:score", "game"]
    assert not report.failed and not report.blocked
    assert {event.state for event in shop.events if isinstance(event, StateChanged) and event.id == "node-moths"} == {
        "waiting", "running", "cancelled"}
    shop.writer.acts.clear()
    assert shop.why(garden())["moths"] == "was stopped last time"
    assert shop.built(garden()) == "game moths score"


def test_a_run_cancelled_before_it_begins_does_nothing(shop: Workshop) -> None:
    work = Work()
    work.cancel()
    report = shop.run(garden(), work=work)
    assert shop.ran() == "" and len(report.cancelled) == 6 and not report.blocked


def test_cancelling_one_task_blocks_only_what_needs_it(shop: Workshop) -> None:
    gate = Gate()
    shop.writer.acts["code:moths"] = gate
    with ThreadPoolExecutor(1) as other:
        run = other.submit(shop.run, garden())
        assert gate.inside.wait(PATIENCE)
        shop.engine.cancel("code:moths")
        report = run.result(PATIENCE)
    assert report.cancelled == ["code:moths"] and report.blocked == {"code:score": "code:moths"}
    assert sorted(report.ran) == ["code:boat", "code:hut", "code:map", "game"]


def test_cancelling_a_task_that_waits_for_its_lane_takes_it_out(tmp_path: Path) -> None:
    shop, gate = Workshop(tmp_path, {"model": 1}), Gate()
    shop.writer.acts["code:a"] = gate
    with ThreadPoolExecutor(1) as other:
        run = other.submit(shop.run, [replace(code("a", "A | a"), priority=-1), code("b", "B | b"), code("c", "C | c")])
        assert gate.inside.wait(PATIENCE)
        shop.engine.cancel("code:b")
        wait_until(lambda: "node-b" in shop.states("cancelled"))
        gate.opened.set()
        report = run.result(PATIENCE)
    shop.engine.close()
    assert report.cancelled == ["code:b"] and shop.writer.ran == ["code:a", "code:c"]


def test_as_many_tasks_of_a_lane_are_in_flight_as_it_holds(tmp_path: Path) -> None:
    shop = Workshop(tmp_path, {"model": 8})
    together = threading.Barrier(8)  # nobody passes until eight are inside

    def meet(task: Task, work: Work) -> None:
        together.wait(PATIENCE)

    tasks = [code(str(n), f"{n} | c") for n in range(16)]
    shop.writer.acts = {task.name: meet for task in tasks}
    report = shop.run(tasks)
    shop.engine.close()
    assert len(report.ran) == 16 and not report.failed


def test_a_lane_never_holds_more_than_its_capacity(tmp_path: Path) -> None:
    shop = Workshop(tmp_path, {"model": 3})
    lock, now, most = threading.Lock(), [0], [0]

    def count(task: Task, work: Work) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.01)
        with lock:
            now[0] -= 1

    tasks = [code(str(n), f"{n} | c") for n in range(12)]
    shop.writer.acts = {task.name: count for task in tasks}
    shop.run(tasks)
    shop.engine.close()
    assert most[0] == 3


def test_urgent_tasks_and_what_they_wait_for_go_first_then_the_longest_chain() -> None:
    tasks = [code("lone", "A | a"), code("c1", "B | b"), code("c2", "C | c", "c1"), code("c3", "D | d", "c2"),
             code("base", "E | e"), replace(code("urgent", "F | f", "base"), priority=-1)]
    demand = Demand(tasks, None, lambda task: False)
    order = [name.removeprefix("code:") for name in sorted(demand.tasks, key=demand.rank)]
    assert order == ["base", "urgent", "c1", "c2", "lone", "c3"]


def test_independent_work_overlaps(tmp_path: Path) -> None:
    shop = Workshop(tmp_path, {"model": 8})
    tasks = [code(f"{row}_{n}", f"{row}{n} | x", *([f"{row}_{n - 1}"] if n else []))
             for row in range(8) for n in range(4)]

    abreast = [threading.Barrier(8) for _ in range(4)]  # nobody passes until all eight chains are as far

    def meet(task: Task, work: Work) -> None:
        abreast[int(task.name[-1])].wait(PATIENCE)

    shop.writer.acts = {task.name: meet for task in tasks}
    report = shop.run(tasks)
    shop.engine.close()
    assert len(report.ran) == 32 and not report.failed


def test_two_runs_at_once_pay_for_the_same_thing_once(shop: Workshop) -> None:
    gate = Gate()
    shop.writer.acts["code:map"] = gate
    with ThreadPoolExecutor(2) as others:
        first = others.submit(shop.engine.run, garden())
        assert gate.inside.wait(PATIENCE)
        second = others.submit(shop.engine.run, garden())
        time.sleep(0.1)
        gate.opened.set()
        reports = [first.result(PATIENCE), second.result(PATIENCE)]
    assert sorted(shop.writer.ran) == ["code:boat", "code:hut", "code:map", "code:moths", "code:score"]
    assert "code:map" in reports[1].reused
    assert reports[0].artifacts == reports[1].artifacts


def test_a_run_goes_on_when_the_other_that_made_its_thing_is_stopped(shop: Workshop) -> None:
    gate, work = Gate(), Work()
    shop.writer.acts["code:map"] = gate
    with ThreadPoolExecutor(2) as others:
        first = others.submit(shop.engine.run, garden(), None, work)
        assert gate.inside.wait(PATIENCE)
        second = others.submit(shop.engine.run, garden())
        time.sleep(0.1)
        shop.writer.acts.clear()
        work.cancel()
        assert "code:map" in first.result(PATIENCE).cancelled
        assert "code:map" in second.result(PATIENCE).ran


def test_progress_of_a_task_is_told_on_its_node(shop: Workshop) -> None:
    def report(task: Task, work: Work) -> None:
        work.progress(0.4, "drawing")

    shop.writer.acts["code:map"] = report
    shop.run(garden(), ["code:map"])
    assert StateChanged("node-map", "running", "drawing", 0.4) in shop.events


def test_an_ear_that_breaks_ends_the_run_and_leaves_no_work_behind(shop: Workshop) -> None:
    gate = Gate()
    shop.writer.acts["code:hut"] = gate

    def deaf(event: object) -> None:
        if isinstance(event, TaskStarted) and event.task == "code:hut":
            raise BrokenPipeError("nobody reads")

    shop.engine._emit = deaf
    with pytest.raises(BrokenPipeError):
        shop.engine.run(garden())
    shop.engine._emit = shop.events.append
    shop.writer.acts.clear()
    assert not shop.engine.run(garden()).failed


def test_a_ledger_without_room_stops_the_run_and_keeps_what_was_finished(shop: Workshop) -> None:
    shop.run(garden(), ["code:map"])
    base = shop.engine.ledger._base
    base.execute(f"PRAGMA max_page_count={base.execute('PRAGMA page_count').fetchone()[0]}")
    huge = [code(str(n), f"{n} | c", seen=["word"] * 20, **{f"setting{k}": k for k in range(200)}) for n in range(60)]
    with pytest.raises(StorageError, match="no room"):
        shop.run(huge)
    base.execute("PRAGMA max_page_count=1000000")
    assert shop.built(garden(), ["code:map"]) == ""
    assert len(shop.run(huge).artifacts) == 60


def test_a_store_without_room_fails_the_task_in_words(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    report = shop.run([code("a", "A | a")])
    assert "no room on the disk" in report.failed["code:a"]
    monkeypatch.undo()
    assert shop.built([code("a", "A | a")]) == "a"


def test_lanes_serve_by_rank_and_take_back_what_has_not_begun() -> None:
    lanes = Lanes({"light": 1})
    gate, done = threading.Event(), []
    lanes.submit("light", (0,), lambda: done.append(gate.wait(PATIENCE)))

    def say(word: str) -> Callable[[], None]:
        return lambda: done.append(word)  # type: ignore[arg-type]

    ranks = {"late": 3, "early": 1, "x": 2}
    late, early, gone = (lanes.submit("light", (rank,), say(word)) for word, rank in ranks.items())
    assert gone.withdraw() and not gone.withdraw()
    gate.set()
    wait_until(lambda: len(done) == 3)
    lanes.close()
    assert done == [True, "early", "late"] and not late.withdraw() and not early.withdraw()
    with pytest.raises(RuntimeError):
        lanes.submit("light", (0,), gate.set)
    with pytest.raises(ValueError, match="capacity 0"):
        Lanes({"model": 0})


def test_threads_of_idle_lanes_leave() -> None:
    lanes = Lanes()
    lanes.submit("light", (0,), lambda: None)
    wait_until(lambda: not lanes._threads)


CHILD = textwrap.dedent("""
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from workshop import Workshop, code, game
    from dreamgarden.events import TaskFinished
    leaves = [code(str(n), f"{n} | x", *([str(n - 7)] if n > 6 else [])) for n in range(400)]
    shop = Workshop(Path(sys.argv[1]), {"model": 4})
    paid = open(sys.argv[1] + "/paid", "a")
    def pay(task, work):
        print(task.name, file=paid, flush=True)
    shop.writer.acts = {leaf.name: pay for leaf in leaves}
    def say(event):
        if isinstance(event, TaskFinished) and event.outcome == "done":
            print(event.task, flush=True)
    shop.engine._emit = say
    report = shop.engine.run([*leaves, game(leaves)])
    shop.engine.close()
    print("end", len(report.artifacts), report.artifacts["game"].body, flush=True)
""")


def run_child(folder: Path, kill_after: float | None) -> list[str]:
    """Run the build in a process of its own, which may be killed; returns what it told as done."""
    folder.mkdir(exist_ok=True)
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(folder), str(Path(__file__).parent)],
                             stdout=subprocess.PIPE, text=True,
                             env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert child.stdout is not None
    with child.stdout as told:
        lines = [told.readline()] if kill_after is not None else []
        if kill_after is not None:
            time.sleep(kill_after)
            child.send_signal(signal.SIGKILL)
        lines += told.read().splitlines()
    child.wait()
    return [line.strip() for line in lines if line.strip()]


def test_kill_nine_loses_nothing_that_was_told_and_pays_for_none_of_it_twice(tmp_path: Path) -> None:
    luck = random.Random(5)
    folder, told = tmp_path / "killed", []
    for _ in range(3):
        told += [line for line in run_child(folder, luck.uniform(0.02, 0.25)) if line.startswith("code:")]
    shop = Workshop(folder)
    known = {name for name in set(told) if shop.engine.ledger.last_good(name) is not None}
    shop.engine.close()
    assert known == set(told)
    paid = (folder / "paid").read_text().split()
    ends = run_child(folder, None)
    after = (folder / "paid").read_text().split()[len(paid):]
    assert not set(after) & set(told)
    assert len(told) == len(set(told))
    assert ends[-1].split()[:2] == ["end", "401"]
    assert ends[-1] == run_child(tmp_path / "calm", None)[-1]
    for file in (folder / "store").glob("??/*"):
        if "." not in file.name:
            assert digest(file.read_bytes()) == file.parent.name + file.name


def test_a_crash_between_started_and_finished_runs_it_again(shop: Workshop) -> None:
    gate = Gate()
    shop.writer.acts["code:hut"] = gate
    with ThreadPoolExecutor(1) as other:
        work = Work()
        run = other.submit(shop.run, garden(), ["code:hut"], work)
        assert gate.inside.wait(PATIENCE)
        wait_until(lambda: shop.engine.ledger.unfinished() == ["code:hut"])
        # What a second process finds on disk if this one dies now.
        crashed = Workshop(shop.folder)
        assert crashed.why(garden())["hut"] == "was interrupted last time"
        assert crashed.built(garden(), ["code:hut"]) == "hut"
        crashed.engine.close()
        work.cancel()
        run.result(PATIENCE)
    assert shop.engine.ledger.last_good("code:hut") is not None


def test_what_is_built_step_by_step_is_what_would_be_built_at_once(shop: Workshop, tmp_path: Path) -> None:
    luck = random.Random(11)
    tasks = garden()
    for step in range(25):
        slug = luck.choice(["map", "moths", "score", "boat", "hut"])
        brief = luck.choice(["fail", *(f"{head} | {body}" for head in "AB" for body in "xyz")])
        tasks = edited(tasks, slug, brief=brief, take=luck.choice([1, 1, 2]))
        shop.built(tasks)
        report = shop.run(tasks)
        fresh = Workshop(tmp_path / f"fresh{step}")
        assert fresh.run(tasks).artifacts == report.artifacts
        assert report.failed.keys() | report.blocked.keys() | report.artifacts.keys() == {task.name for task in tasks}
        fresh.engine.close()


def test_edits_in_the_midst_of_a_run_meet_in_the_next_one(shop: Workshop) -> None:
    shop.run(garden())
    assert shop.built(edited(garden(), "hut", brief="H2 | h")) == "game hut"
    assert shop.built(edited(garden(), "hut", brief="H3 | h")) == "game hut"
