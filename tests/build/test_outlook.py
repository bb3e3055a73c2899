"""The outlook: whatever changes, it says what a forecast from scratch says, and looks only at what the change touches."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from workshop import Workshop, code, edited, game, garden

from dreamgarden.build.outlook import Outlook
from dreamgarden.build.task import Product, Task


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    monkeypatch.setattr(os, "fsync", lambda file: None)
    shop = Workshop(tmp_path)
    yield shop
    shop.engine.close()


def outlook(shop: Workshop, tasks: list[Task]) -> Outlook:
    made = shop.engine.outlook()
    made.reset(tasks)
    return made


def agree(shop: Workshop, seen: Outlook, tasks: list[Task]) -> None:
    assert seen.reasons == {reason.task: reason for reason in shop.engine.plan_run(tasks)}


def named(tasks: list[Task], name: str) -> Task:
    return next(task for task in tasks if task.name == name)


def test_it_follows_edits_builds_and_undo(shop: Workshop) -> None:
    tasks = garden()
    seen = outlook(shop, tasks)
    agree(shop, seen, tasks)
    assert set(seen.reasons) == {task.name for task in tasks}
    shop.run(tasks)
    shift = seen.follow()
    assert shift is not None and shift.settled == {task.name for task in tasks} and seen.reasons == {}
    agree(shop, seen, tasks)
    changed = edited(tasks, "map", brief="M2 | m")
    shift = seen.revise([named(changed, "code:map")])
    assert shift.stale == {"code:map", "code:moths", "code:score", "code:boat", "game"}
    agree(shop, seen, changed)
    shift = seen.revise([named(tasks, "code:map")])
    assert shift.settled == {"code:map", "code:moths", "code:score", "code:boat", "game"} and seen.reasons == {}
    seen.revise([named(changed, "code:map")])
    shop.run(changed)
    assert seen.follow() is not None
    agree(shop, seen, changed)
    seen.revise([named(tasks, "code:map")])
    agree(shop, seen, tasks)


def test_what_leaves_blocks_and_what_comes_back_unblocks(shop: Workshop) -> None:
    tasks = garden()
    shop.run(tasks)
    seen = outlook(shop, tasks)
    without = [task for task in tasks if task.name != "code:moths"]
    seen.revise(gone=["code:moths"])
    agree(shop, seen, without)
    seen.revise([named(tasks, "code:moths")])
    agree(shop, seen, tasks)
    assert seen.reasons == {}


def test_what_others_write_is_noticed(shop: Workshop) -> None:
    tasks = garden()
    seen = outlook(shop, tasks)
    other = Workshop(shop.folder)
    other.run(tasks)
    other.engine.close()
    assert seen.follow() is None
    seen.reset(tasks)
    assert seen.reasons == {}


def test_what_a_person_brings_is_noticed(shop: Workshop) -> None:
    tasks = garden()
    seen = outlook(shop, tasks)
    shop.engine.adopt(Product({"a.h": b"mine"}), named(tasks, "code:hut"))
    assert seen.follow() is None


def test_a_task_that_another_made_needs_no_run(shop: Workshop) -> None:
    one, other = code("one", "X | x"), code("other", "X | x")
    seen = outlook(shop, [one, other])
    shop.run([one])
    assert seen.follow() is not None
    agree(shop, seen, [one, other])
    assert seen.reasons == {}


@pytest.mark.parametrize("seed", range(12))
def test_any_course_of_events_ends_as_a_look_from_scratch(shop: Workshop, seed: int) -> None:
    chance = random.Random(seed)
    slugs = [f"s{number}" for number in range(14)]
    tasks: dict[str, Task] = {}
    seen = outlook(shop, [])

    def write(number: int) -> Task:
        needs = chance.sample(slugs[:number], min(number, chance.randrange(3)))
        brief = f"I{chance.randrange(2)} | b{chance.randrange(3)}" if chance.random() < 0.9 else "fail"
        return code(slugs[number], brief, *needs)

    for _ in range(40):
        match chance.randrange(6):
            case 0:
                shop.run(list(tasks.values()))
                assert seen.follow() is not None
            case 1 if tasks:
                gone = chance.choice(list(tasks))
                del tasks[gone]
                seen.revise(gone=[gone])
            case 2 if tasks:
                name = chance.choice(list(tasks))
                tasks[name] = replace(tasks[name], settings={**tasks[name].settings, "take": chance.randrange(1, 3)})
                seen.revise([tasks[name]])
            case 3:
                made = shop.engine.ledger.last_good(f"code:{chance.choice(slugs)}")
                name = chance.choice(list(tasks) or [""])
                if made is not None and name:
                    tasks[name] = replace(tasks[name], settings={**tasks[name].settings, "pinned": made.body})
                    seen.revise([tasks[name]])
            case _:
                put = [write(number) for number in {chance.randrange(14) for _ in range(3)}]
                tasks |= {task.name: task for task in put}
                seen.revise(put)
        agree(shop, seen, list(tasks.values()))


def test_one_edit_is_not_looked_at_by_the_whole_garden(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [code(f"s{number}", f"I | {number}", *([f"s{number - 1}"] if number % 10 else [])) for number in range(200)]
    tasks.append(game(tasks))
    shop.run(tasks)
    seen = outlook(shop, tasks)
    looked: list[str] = []
    stand = seen._stand
    monkeypatch.setattr(seen, "_stand", lambda name: (looked.append(name), stand(name)))
    seen.revise([replace(tasks[95], settings={**tasks[95].settings, "brief": "other"})])
    assert sorted(looked) == ["code:s95", "code:s96", "code:s97", "code:s98", "code:s99", "game"]
