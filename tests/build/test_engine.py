"""The engine's main law: exactly these tasks ran. Every situation has a name, and the forecast has to agree with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from workshop import Workshop, code, edited, game, garden

from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.errors import BadInput
from dreamgarden.events import StateChanged, TaskFinished, TaskStarted
from dreamgarden.work import Work

ALL = "boat game hut map moths score"


@pytest.fixture
def built(shop: Workshop) -> Workshop:
    """The garden is built; only changes run from here."""
    assert shop.built(garden()) == ALL
    return shop


def test_nothing_changed_runs_nothing(built: Workshop) -> None:
    assert built.built(garden()) == ""
    built.reopen()
    assert built.built(garden()) == ""


def test_a_new_body_with_the_same_interface_stops_there(built: Workshop) -> None:
    assert built.built(edited(garden(), "map", brief="M1 | better")) == "game map"


def test_a_new_interface_reaches_those_who_need_it_and_no_further(built: Workshop) -> None:
    assert built.built(edited(garden(), "map", brief="M2 | m")) == "boat game map moths"


def test_words_that_change_nothing_in_the_result_stop_before_the_game(built: Workshop) -> None:
    assert built.built(edited(garden(), "map", brief="M1  |  m")) == "map"


def test_a_leaf_that_nobody_needs(built: Workshop) -> None:
    assert built.built(edited(garden(), "hut", brief="H2 | h")) == "game hut"


def test_a_setting_of_all_leaves_that_changes_no_result(built: Workshop) -> None:
    styled = [replace(task, settings={**task.settings, "style": "dusk"}) for task in garden()[:-1]]
    assert built.built([*styled, garden()[-1]]) == "boat hut map moths score"


def test_a_new_setting_of_one_leaf(built: Workshop) -> None:
    assert built.built(edited(garden(), "boat", speed=3)) == "boat"


def test_whole_numbers_are_one_number(built: Workshop) -> None:
    assert built.built(edited(garden(), "boat", take=1.0)) == ""


def test_a_raised_recipe_version(built: Workshop) -> None:
    built.writer.version = 2
    assert built.built(garden()) == ALL
    built.writer.version = 1
    assert built.built(garden()) == ""


def test_a_take_switched_and_back(built: Workshop) -> None:
    assert built.built(edited(garden(), "moths", take=2)) == "game moths"
    assert built.built(garden()) == ""
    assert built.built(edited(garden(), "moths", take=2)) == ""


def test_undo_returns_for_free(built: Workshop) -> None:
    assert built.built(edited(garden(), "map", brief="M2 | m")) == "boat game map moths"
    built.reopen()
    assert built.built(garden()) == ""
    assert built.built(edited(garden(), "map", brief="M2 | m")) == ""


def test_an_added_leaf(built: Workshop) -> None:
    tasks = [*garden()[:-1], code("fog", "F1 | f", "boat")]
    assert built.built([*tasks, game(tasks)]) == "fog game"


def test_a_pruned_leaf_and_its_undo(built: Workshop) -> None:
    leaves = [task for task in garden()[:-1] if task.name != "code:hut"]
    assert built.built([*leaves, game(leaves)]) == "game"
    assert built.built(garden()) == ""


def test_a_needed_leaf_pruned_and_its_undo(built: Workshop) -> None:
    leaves = [code("moths", "O1 | o"), code("score", "S1 | s", "moths"), code("boat", "B1 | b"), code("hut", "H1 | h")]
    assert built.built([*leaves, game(leaves)]) == "boat game moths"
    assert built.built(garden()) == ""


def test_a_new_need(built: Workshop) -> None:
    tasks = [replace(task, inputs={**task.inputs, "boat": "code:boat"}) if task.name == "code:score" else task
             for task in garden()]
    assert built.built(tasks) == "game score"


def test_a_renamed_node_is_only_built_under_its_new_name_if_its_words_changed(built: Workshop) -> None:
    leaves = [replace(task, name="code:tower") if task.name == "code:hut" else task for task in garden()[:-1]]
    report = built.run([*leaves, replace(garden()[-1], inputs={**garden()[-1].inputs, "hut": "code:tower"})])
    assert built.ran() == "" and "code:tower" in report.reused


def test_another_order_of_tasks_is_nothing(built: Workshop) -> None:
    assert built.built(list(reversed(garden()))) == ""


def test_a_need_that_points_elsewhere_but_shows_the_same(built: Workshop) -> None:
    leaves = [*garden()[:-1], code("map2", "M1 | other")]
    leaves = [replace(task, inputs={"map": "code:map2"}) if task.name == "code:boat" else task for task in leaves]
    assert built.built([*leaves, game(leaves)]) == "game map2"


def test_goals_ask_for_no_more_than_they_use(shop: Workshop) -> None:
    assert shop.built(garden(), ["code:score"]) == "map moths score"
    assert shop.built(garden(), ["code:hut", "code:boat"]) == "boat hut"
    assert shop.built(garden()) == "game"


def test_two_changes_at_once(built: Workshop) -> None:
    tasks = edited(edited(garden(), "map", brief="M1 | new"), "hut", brief="H1 | new")
    assert built.built(tasks) == "game hut map"


def test_a_failed_leaf_blocks_those_who_need_it_and_the_game_does_without(built: Workshop) -> None:
    broken = edited(garden(), "moths", brief="fail")
    report = built.run(broken)
    assert report.failed == {"code:moths": "code:moths does not compile. Edit its brief."}
    assert report.blocked == {"code:score": "code:moths"}
    assert report.ran == ["game"] and sorted(report.reused) == ["code:boat", "code:hut", "code:map"]
    assert sorted(built.ran().split()) == ["game", "moths"]
    good = built.engine.ledger.last_good("code:moths")
    assert good is not None and good.notes == {"lines": 1}


def test_a_failed_leaf_is_tried_again_and_mending_it_returns_for_free(built: Workshop) -> None:
    broken = edited(garden(), "moths", brief="fail")
    assert built.built(broken) == "game moths"
    assert built.built(broken) == "moths"
    assert built.built(garden()) == ""


def test_a_failed_root_blocks_all_that_stands_on_it(shop: Workshop) -> None:
    report = shop.run(edited(garden(), "map", brief="fail"))
    assert report.blocked == {"code:moths": "code:map", "code:score": "code:map", "code:boat": "code:map"}
    assert sorted(report.ran) == ["code:hut", "game"]


def test_a_long_chain_is_blocked_without_trouble(shop: Workshop) -> None:
    chain = [code("0", "fail"), *(code(str(n), "C | c", str(n - 1)) for n in range(1, 3000))]
    report = shop.run(chain)
    assert len(report.blocked) == 2999 and set(report.blocked.values()) == {"code:0"}


def test_a_mistake_in_a_recipe_fails_its_task_alone(built: Workshop) -> None:
    def trip(task: Task, work: Work) -> None:
        raise ZeroDivisionError("no moths")

    built.writer.acts["code:moths"] = trip
    report = built.run(edited(garden(), "moths", brief="O1 | new"))
    assert "ZeroDivisionError: no moths" in report.failed["code:moths"] and report.ran == ["game"]
    last = built.engine.ledger.last("code:moths")
    assert last is not None and last.outcome == "failed" and "in trip" in last.notes["traceback"]


def test_a_need_that_is_no_task_blocks(shop: Workshop) -> None:
    report = shop.run([code("boat", "B | b", "map")])
    assert report.blocked == {"code:boat": "code:map"} and shop.ran() == ""
    assert shop.engine.plan_run([code("boat", "B | b", "map")]) == []


def test_an_optional_input_that_is_no_task_is_absent(shop: Workshop) -> None:
    leaves = garden()[:-1]
    assert shop.built([*leaves, replace(game(leaves), inputs={"hut": "code:hut", "gone": "code:gone"},
                                        optional=frozenset({"gone"}))]) == ALL


def test_tasks_of_the_same_words_are_done_once(shop: Workshop) -> None:
    twins = [code("one", "T | t"), code("two", "T | t")]
    report = shop.run(twins)
    assert len(shop.writer.ran) == 1
    assert len(report.ran) == len(report.reused) == 1
    assert report.artifacts["code:one"] == report.artifacts["code:two"]


def test_a_pin_keeps_the_artifact_whatever_changes(built: Workshop) -> None:
    kept = built.run(garden()).artifacts["code:moths"]
    pinned = edited(garden(), "moths", brief="O2 | other", take=5, pinned=kept.body)
    assert built.built(pinned) == ""
    pinned = edited(pinned, "map", brief="M2 | m")
    assert built.built(pinned) == "boat game map"
    assert built.run(pinned, ["code:moths"]).artifacts == {"code:moths": kept}


def test_a_pinned_task_asks_for_no_inputs(built: Workshop) -> None:
    kept = built.run(garden()).artifacts["code:moths"]
    pinned = edited(edited(garden(), "moths", pinned=kept.body), "map", brief="fail")
    assert built.built(pinned, ["code:score"]) == ""


def test_unpinning_follows_the_plan_again(built: Workshop) -> None:
    kept = built.run(garden()).artifacts["code:moths"]
    assert built.built(edited(garden(), "moths", brief="O1 | new", pinned=kept.body)) == ""
    assert built.built(edited(garden(), "moths", brief="O1 | new")) == "game moths"
    assert built.built(edited(garden(), "moths", pinned=None)) == ""


def test_a_persons_own_file_is_adopted_and_pinned(built: Workshop) -> None:
    mine = built.engine.adopt(Product({"a.h": b"O1", "a.cpp": b"by hand"}, interface=b"O1"))
    assert built.built(edited(garden(), "moths", pinned=mine.body)) == "game"
    game_bytes = built.run(edited(garden(), "moths", pinned=mine.body)).artifacts["game"]
    assert b"by hand" in built.engine.store.get(game_bytes.files["game"])


def test_a_lost_pin_is_said_and_built(built: Workshop) -> None:
    lost = edited(garden(), "moths", brief="O1 | new", pinned="ab" * 32)
    assert built.why(lost)["moths"] == "its pinned artifact is not in the store"
    assert built.built(lost) == "game moths"


def test_files_gone_from_the_store_are_made_again(built: Workshop) -> None:
    artifact = built.run(garden()).artifacts["code:hut"]
    built.engine.store.path(artifact.files["a.cpp"]).unlink()
    assert built.why(garden())["hut"] == "its files are not in the store"
    assert built.built(garden()) == "hut"


def test_refuses_circles_and_unknown_names(shop: Workshop) -> None:
    with pytest.raises(BadInput, match="circle: code:a → code:b → code:a"):
        shop.run([code("a", "A | a", "b"), code("b", "B | b", "a")])
    with pytest.raises(BadInput, match="no task code:x"):
        shop.run(garden(), ["code:x"])
    with pytest.raises(BadInput, match="Two tasks"):
        shop.run([code("a", "A | a"), code("a", "B | b")])


def test_an_unknown_recipe_fails_its_task_in_words(shop: Workshop) -> None:
    report = shop.run([replace(code("a", "A | a"), recipe="carve"), code("b", "B | b")])
    assert "the recipe carve, which does not exist" in report.failed["code:a"] and report.ran == ["code:b"]


def test_settings_that_are_no_json_fail_their_task_in_words(shop: Workshop) -> None:
    report = shop.run([code("a", "A | a", size=float("nan")), code("b", "B | b")])
    assert "settings of code:a can't be kept" in report.failed["code:a"] and report.ran == ["code:b"]


def test_recipes_see_the_bytes_of_their_inputs(shop: Workshop) -> None:
    class Reader:
        name, version = "game", 1

        def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
            assert inputs.roles() == ("map",)
            with pytest.raises(KeyError):
                inputs.artifact("fog")
            return Product({"seen": inputs.read("map", "a.h")})

    shop.engine._judge._recipes = {"code": shop.writer, "game": Reader()}
    report = shop.run([code("map", "M1 | m"), Task("game", "game", {}, {"map": "code:map", "fog": "code:fog"},
                                                   optional=frozenset({"fog"}))])
    assert not report.failed
    seen = report.artifacts["game"]
    assert shop.engine.store.get(seen.files["seen"]) == b"M1" and seen.interface == seen.body


def test_events_tell_each_tasks_story_and_each_nodes_state(built: Workshop) -> None:
    built.run(edited(garden(), "map", brief="M2 | m"), ["code:moths"])
    about = [event for event in built.events
             if getattr(event, "task", "") == "code:map" or getattr(event, "id", "") == "node-map"]
    assert [type(event) for event in about] == [StateChanged, TaskStarted, StateChanged, TaskFinished, StateChanged]
    assert [event.state for event in about if isinstance(event, StateChanged)] == ["waiting", "running", "done"]
    started = about[1]
    assert isinstance(started, TaskStarted) and started.reason == "brief changed"
    assert isinstance(about[3], TaskFinished) and about[3].outcome == "done"


def test_a_node_of_several_tasks_has_one_end(shop: Workshop) -> None:
    tasks = [replace(code("draft", "D | d"), node="n1"), replace(code("final", "fail", "draft"), node="n1"),
             replace(code("test", "T | t", "final"), node="n1")]
    shop.run(tasks)
    ends = [event for event in shop.events if isinstance(event, StateChanged) and event.state not in
            ("waiting", "running")]
    assert [(event.id, event.state) for event in ends] == [("n1", "failed")]
    assert "does not compile" in ends[0].reason


def test_progress_rises_to_one(shop: Workshop) -> None:
    told: list[float] = []
    shop.run(garden(), work=Work(lambda fraction, note: told.append(fraction)))
    assert told == sorted(told) and told[-1] == 1.0
