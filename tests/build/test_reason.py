"""Why a task will run: the sentences, before anything runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from workshop import Workshop, code, edited, game, garden

from dreamgarden.events import TaskStarted


@pytest.fixture
def built(shop: Workshop) -> Workshop:
    shop.run(garden())
    return shop


def test_never_built(shop: Workshop) -> None:
    assert shop.why(garden()) == dict.fromkeys(["map", "moths", "score", "boat", "hut", "game"], "never built")
    assert shop.writer.ran == []


def test_nothing_to_say_when_nothing_runs(built: Workshop) -> None:
    assert built.why(garden()) == {}


def test_a_changed_brief_and_what_may_follow(built: Workshop) -> None:
    assert built.why(edited(garden(), "map", brief="M2 | m")) == {
        "map": "brief changed", "moths": "map may change?", "score": "moths may change?", "boat": "map may change?",
        "game": "boat may change, map may change, moths may change, score may change?"}


def test_the_sentence_of_the_run_is_the_one_of_what_really_changed(built: Workshop) -> None:
    built.run(edited(garden(), "map", brief="M2 | m"))
    said = {event.task: event.reason for event in built.events if isinstance(event, TaskStarted)}
    assert said == {"code:map": "brief changed", "code:moths": "interface of map changed",
                    "code:boat": "interface of map changed",
                    "game": "content of boat changed, content of map changed, content of moths changed"}


def test_a_take(built: Workshop) -> None:
    assert built.why(edited(garden(), "moths", take=2))["moths"] == "take 2 chosen"


def test_a_recipe_version(built: Workshop) -> None:
    built.writer.version = 3
    assert built.why(garden())["hut"] == "recipe version 1 → 3"


def test_another_recipe(built: Workshop) -> None:
    built.engine._judge._recipes = {"code": built.writer, "game": built.assembler, "pattern": built.writer}
    tasks = [replace(task, recipe="pattern") if task.name == "code:hut" else task for task in garden()]
    assert built.why(tasks)["hut"] == "recipe code → pattern"


def test_settings_come_and_go(built: Workshop) -> None:
    assert built.why(edited(garden(), "hut", seed_words=["hut"]))["hut"] == "seed words is new"
    assert built.why(edited(garden(), "hut", take=None))["hut"] == "take is gone"
    assert built.why(edited(garden(), "hut", take=2, brief="x"))["hut"] == "take 2 chosen, brief changed"


def test_long_settings_are_compared_by_digest(built: Workshop) -> None:
    assert built.why(edited(garden(), "hut", brief="H1 | " + "long " * 400))["hut"] == "brief changed"
    built.run(edited(garden(), "hut", brief="H1 | " + "long " * 400))
    last = built.engine.ledger.last("code:hut")
    assert last is not None and len(last.parts.settings["brief"]) == 64


def test_needs_come_and_go(built: Workshop) -> None:
    tasks = [replace(task, inputs={"hut": "code:hut"}) if task.name == "code:boat" else task for task in garden()]
    assert built.why(tasks)["boat"] == "hut is newly needed, map is no longer needed"


def test_a_new_need_that_will_run_itself(built: Workshop) -> None:
    tasks = edited([replace(task, inputs={**task.inputs, "hut": "code:hut"}) if task.name == "code:boat" else task
                    for task in garden()], "hut", brief="H2 | h")
    assert built.why(tasks)["boat"] == "hut is newly needed?"


def test_own_changes_are_sure_even_while_inputs_are_open(built: Workshop) -> None:
    tasks = edited(edited(garden(), "map", brief="M2 | m"), "boat", brief="B2 | b")
    assert built.why(tasks)["boat"] == "brief changed"


def test_failed_last_time(built: Workshop) -> None:
    broken = edited(garden(), "hut", brief="fail")
    built.run(broken)
    assert built.why(broken) == {"hut": "failed last time", "game": "hut may change?"}


def test_a_missing_part_and_its_return(built: Workshop) -> None:
    built.run(edited(garden(), "hut", brief="fail"))
    built.run(edited(garden(), "hut", brief="H3 | h"))
    started = [event.reason for event in built.events if isinstance(event, TaskStarted) and event.task == "game"]
    assert started == ["hut is there now"]


def test_interrupted_last_time(built: Workshop) -> None:
    tasks = edited(garden(), "hut", brief="H2 | h")
    task = next(each for each in tasks if each.name == "code:hut")
    verdict = built.engine._judge.verdict(task, {})
    built.engine.ledger.started(task.name, verdict.key, verdict.parts)
    built.reopen()
    assert built.engine.ledger.unfinished() == ["code:hut"]
    assert built.why(tasks)["hut"] == "was interrupted last time"
    assert built.built(tasks) == "game hut"
    assert built.engine.ledger.unfinished() == []


def test_the_forecast_changes_nothing(built: Workshop) -> None:
    before = built.engine.ledger.last("code:map")
    leaves = [*garden()[:-1], code("fog", "F | f")]
    built.engine.plan_run([*leaves, game(leaves)])
    built.engine.plan_run(edited(garden(), "map", brief="M2 | m"))
    assert built.engine.ledger.last("code:map") == before and built.engine.ledger.last("code:fog") is None
