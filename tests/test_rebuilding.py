"""From an edit of the plan to what is built again: exactly these tasks, in named situations, and every one with its reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from dreamgarden.build.task import Product
from dreamgarden.errors import BadInput
from dreamgarden.plan.edit import (
    Accept,
    AddNodes,
    Batch,
    Edit,
    EditBrief,
    Move,
    Mute,
    Note,
    Pin,
    Prune,
    Rename,
    SetKind,
    SetNeeds,
    SetRoute,
    SetSlots,
    Tag,
    Take,
)
from dreamgarden.plan.node import Node
from dreamgarden.plan.regrow import regrow
from dreamgarden.tasks import leaf_task
from plot import Plot, leaf, sprouts


@pytest.fixture
def plot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plot]:
    monkeypatch.setattr(os, "fsync", lambda file: None)
    plot = Plot(tmp_path)
    assert plot.built() == "boat game hut map moths score stone style tales"
    yield plot
    plot.close()


def brief(plot: Plot, slug: str, words: str) -> None:
    plot.do(EditBrief(plot.id(slug), words))


# ── Words of one leaf ───────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_changed(plot: Plot) -> None:
    assert plot.built() == "" and plot.why() == {}


def test_another_process_finds_it_built(plot: Plot) -> None:
    plot.reopen()
    assert plot.built() == ""


def test_a_brief_that_yields_the_same_code(plot: Plot) -> None:
    brief(plot, "map", "M1  |  m")
    assert plot.why()["map"] == "brief changed"
    assert plot.built() == "map"


def test_a_persons_recipe_for_a_models_model_is_carved(plot: Plot) -> None:
    for slots, carved in (({"by": "model"}, {"by": "model", "carve": True}), ({"pattern": "meadow"}, {"pattern": "meadow"})):
        for route, said in (("", slots), ("recipe", carved), ("retrieve", slots)):
            stone = replace(plot.node("stone"), route=route, slots=slots)
            assert leaf_task(plot.plan, stone, lambda _: "someone", "").settings["slots"] == said


def test_a_body_alone(plot: Plot) -> None:
    brief(plot, "map", "M1 | better")
    assert plot.built() == "game map"


def test_an_interface(plot: Plot) -> None:
    brief(plot, "map", "M2 | m")
    assert plot.why()["boat"] == "map may change"
    assert plot.built() == "boat game map moths"  # the moths' own interface stayed, so the score is left alone


def test_an_interface_in_the_middle_of_a_chain(plot: Plot) -> None:
    brief(plot, "moths", "O2 | o")
    assert plot.built() == "game moths score"


def test_a_leaf_that_nobody_needs(plot: Plot) -> None:
    brief(plot, "hut", "H2 | h")
    assert plot.built() == "game hut"


def test_a_model(plot: Plot) -> None:
    brief(plot, "stone", "S2 | s")
    assert plot.built() == "game stone"


def test_a_text(plot: Plot) -> None:
    brief(plot, "tales", "T1 | other")
    assert plot.built() == "game tales"


def test_a_title(plot: Plot) -> None:
    plot.do(Rename(plot.id("hut"), "The hut"))
    assert plot.why()["hut"] == "title changed"
    assert plot.built() == "hut"  # the game's comments carry it, and they are only written anew


def test_two_edits_as_one_batch(plot: Plot) -> None:
    plot.do(Batch((EditBrief(plot.id("map"), "M1 | new"), EditBrief(plot.id("hut"), "H1 | new")), "both"))
    assert plot.built() == "game hut map"


# ── Around the leaf ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_ancestors_brief(plot: Plot) -> None:
    brief(plot, "world", "Another world.")
    assert plot.built() == ""


def test_a_siblings_brief_and_order(plot: Plot) -> None:
    plot.do(Move((plot.id("hut"),), plot.id("world"), before=plot.id("map")))
    assert plot.built() == ""


def test_another_parent(plot: Plot) -> None:
    plot.do(Move((plot.id("hut"), plot.id("boat")), plot.id("world")))
    assert plot.built() == ""


def test_a_note_and_a_colour(plot: Plot) -> None:
    plot.do(Note(plot.id("map"), "too dark"))
    plot.do(Tag((plot.id("map"),), "amber"))
    assert plot.built() == ""


def test_the_style(plot: Plot) -> None:
    plot.do(SetSlots(plot.id("style"), {"mood": "dusk"}))
    assert plot.why()["style"] == "slots changed" and plot.why()["hut"] == "style may change"
    assert plot.built() == "boat game hut map moths score stone style tales"


def test_a_style_that_comes_out_the_same(plot: Plot) -> None:
    brief(plot, "style", "| other words")
    assert plot.built() == "style"


def test_the_titles_of_the_garden(plot: Plot) -> None:
    plot.do(Rename("n1", "Another dream"))
    assert plot.built() == "game"


def test_what_the_designer_remembers_of_a_leaf(plot: Plot) -> None:
    plot.do(SetSlots(plot.id("boat"), {"speed": 3}))
    assert plot.why()["boat"] == "slots changed"
    assert plot.built() == "boat"


def test_a_raised_recipe_version(plot: Plot) -> None:
    plot.recipes["nearest"].version = 2
    assert plot.why()["stone"] == "recipe version 1 → 2"
    assert plot.built() == "game stone"
    plot.recipes["nearest"].version = 1
    assert plot.built() == ""


def test_another_designer_and_back(plot: Plot) -> None:
    plot.designer = "model 7"
    assert plot.why()["hut"] == "designer changed"
    assert plot.built() == "boat game hut map moths score stone style tales"
    plot.designer = "patterns 1"
    assert plot.built() == ""


def test_another_library_concerns_only_models(plot: Plot) -> None:
    plot.library = "trees"
    assert plot.why()["stone"] == "library changed"
    assert plot.built() == "stone"


def test_another_runtime_links_the_game_and_makes_no_leaf(plot: Plot) -> None:
    plot.runtime = "newer"
    plot.assembled.ran.clear()
    assert plot.built() == "game" and plot.assembled.ran == ["game"]
    assert plot.built() == ""
    plot.runtime = ""
    assert plot.built() == ""


def test_another_route(plot: Plot) -> None:
    plot.do(SetRoute(plot.id("stone"), "recipe"))
    assert plot.why()["stone"].startswith("recipe nearest → recipe")
    assert plot.built() == "stone"  # and the same comes out


def test_another_kind(plot: Plot) -> None:
    plot.do(SetKind(plot.id("stone"), "code"))
    assert plot.why()["stone"] == "never built"
    assert plot.built() == "game stone"


# ── Nodes come and go ───────────────────────────────────────────────────────────────────────────────────────────────


def test_an_added_leaf(plot: Plot) -> None:
    plot.do(AddNodes((leaf(plot.plan.next_id(), "fog", "F1 | f", plot.id("world"), plot.id("boat")),)))
    assert plot.built() == "fog game"


def test_a_proposal_is_not_built_before_it_is_accepted(plot: Plot) -> None:
    id = plot.plan.next_id()
    plot.do(AddNodes((replace(leaf(id, "fog", "F1 | f", plot.id("world")), proposed=True),)))
    assert plot.built() == ""
    plot.do(Accept((id,)))
    assert plot.built() == "fog game"


def test_a_pruned_leaf_that_nobody_needs(plot: Plot) -> None:
    plot.do(Prune((plot.id("hut"),)))
    assert plot.built() == "game"
    plot.journal.undo()
    assert plot.built() == ""


def test_a_pruned_leaf_that_is_needed_and_its_undo(plot: Plot) -> None:
    plot.do(Prune((plot.id("map"),)))
    assert plot.why()["moths"] == "map is no longer needed"
    assert plot.built() == "boat game moths"
    plot.reopen()
    plot.journal.undo()
    assert plot.built() == ""


def test_a_pruned_branch_and_its_undo(plot: Plot) -> None:
    plot.do(Prune((plot.id("play"),)))
    assert plot.built() == "game"
    plot.journal.undo()
    assert plot.built() == ""


def test_a_muted_leaf(plot: Plot) -> None:
    plot.do(Mute((plot.id("map"),)))
    assert plot.built() == "boat game moths"
    plot.do(Mute((plot.id("map"),), on=False))
    assert plot.built() == ""


def test_a_new_need(plot: Plot) -> None:
    plot.do(SetNeeds(plot.id("hut"), (plot.id("moths"),)))
    assert plot.why()["hut"] == "moths is newly needed"
    assert plot.built() == "game hut"


def test_a_need_less(plot: Plot) -> None:
    plot.do(SetNeeds(plot.id("boat"), ()))
    assert plot.why()["boat"] == "map is no longer needed"
    assert plot.built() == "boat game"


# ── A branch grown again ────────────────────────────────────────────────────────────────────────────────────────────


SAME = [("map", "Map", "M1 | m"), ("hut", "Hut", "H1 | h"), ("stone", "Stone", "S1 | s")]


def again(plot: Plot, *described: tuple[str, str, str]) -> None:
    world = plot.id("world")
    plot.do(regrow(plot.plan, world, sprouts(plot, world, *described)))


def test_grown_again_with_the_same_children(plot: Plot) -> None:
    ids = [plot.id(slug) for slug in ("map", "hut", "stone")]
    again(plot, *SAME)
    assert [plot.id(slug) for slug in ("map", "hut", "stone")] == ids
    assert plot.built() == ""


def test_grown_again_in_another_order(plot: Plot) -> None:
    again(plot, *reversed(SAME))
    assert [child.slug for child in plot.plan.children(plot.id("world"))] == ["stone", "hut", "map"]
    assert plot.built() == ""


def test_grown_again_with_a_child_under_another_name(plot: Plot) -> None:
    was = plot.id("hut")
    again(plot, SAME[0], ("the_hut", "The hut", "H1 | h"), SAME[2])
    assert plot.id("hut") == was and plot.node("hut").title == "The hut"
    assert plot.built() == "hut"  # the title is a word of it


def test_grown_again_with_a_child_more(plot: Plot) -> None:
    again(plot, *SAME, ("fog", "Fog", "F1 | f"))
    assert plot.built() == "fog game"


def test_grown_again_with_a_child_less_and_undone(plot: Plot) -> None:
    again(plot, SAME[1], SAME[2])
    assert plot.plan.by_slug("map") is None
    assert plot.built() == "boat game moths"
    plot.journal.undo()
    assert plot.built() == ""


def test_grown_again_with_one_other_brief(plot: Plot) -> None:
    again(plot, SAME[0], ("hut", "Hut", "H1 | warmer"), SAME[2])
    assert plot.built() == "game hut"


def test_grown_again_keeps_a_persons_words_pins_and_takes(plot: Plot) -> None:
    brief(plot, "hut", "H1 | mine")
    plot.do(Take(plot.id("stone"), 3))
    plot.do(Pin(plot.id("map"), plot.body("map")))
    plot.built()
    again(plot, ("map", "Map", "M9 | m"), ("hut", "Hut", "H9 | theirs"), SAME[2])
    assert (plot.node("hut").brief, plot.node("stone").take, bool(plot.node("map").pinned)) == ("H1 | mine", 3, True)
    assert plot.built() == ""


# ── Takes, pins and files of one's own ──────────────────────────────────────────────────────────────────────────────


def test_a_take_switched_and_back(plot: Plot) -> None:
    plot.do(Take(plot.id("moths"), 2))
    assert plot.why()["moths"] == "take 2 chosen"
    assert plot.built() == "game moths"
    plot.do(Take(plot.id("moths"), 1))
    assert plot.built() == ""
    plot.do(Take(plot.id("moths"), 2))
    assert plot.built() == ""


def test_a_pin_keeps_a_leaf_whatever_changes(plot: Plot) -> None:
    plot.do(Pin(plot.id("moths"), plot.body("moths")))
    brief(plot, "moths", "O2 | other")
    assert plot.built() == ""
    brief(plot, "map", "M2 | m")
    assert plot.built() == "boat game map"
    plot.do(Pin(plot.id("moths"), ""))
    assert plot.built() == "game moths score"


def test_a_model_replaced_by_a_person(plot: Plot) -> None:
    mine = plot.engine.adopt(Product({"body": b"carved by hand"}, interface=b"S1 "))
    plot.do(Pin(plot.id("stone"), mine.body))
    assert plot.built() == "game"
    brief(plot, "stone", "S7 | whatever")
    assert plot.built() == ""
    plot.journal.undo()
    plot.journal.undo()
    assert plot.built() == ""


def test_code_replaced_by_a_person_with_another_interface(plot: Plot) -> None:
    mine = plot.engine.adopt(Product({"body": b"by hand"}, interface=b"M-mine"))
    plot.do(Pin(plot.id("map"), mine.body))
    assert plot.built() == "boat game moths"


# ── Failures ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_failed_leaf_its_dependents_and_its_mending(plot: Plot) -> None:
    brief(plot, "moths", "fail")
    assert plot.built() == "game moths"
    assert plot.why() == {"moths": "failed last time", "score": "moths may change", "game": "moths may change, score may change"}
    brief(plot, "moths", "O1 | o")
    assert plot.built() == ""
    brief(plot, "moths", "O1 | new")
    assert plot.built() == "game moths"


def test_a_failed_leaf_is_tried_again_and_nothing_else(plot: Plot) -> None:
    brief(plot, "hut", "fail")
    plot.built()
    assert plot.built() == "hut"


# ── Going back ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_twenty_edits_built_one_by_one_and_all_undone_and_redone_cost_nothing(plot: Plot) -> None:
    for number in range(5):
        brief(plot, "map", f"M{number % 3} | m{number}")
        plot.built()
        plot.do(Take(plot.id("hut"), number + 2))
        plot.built()
        plot.do(SetNeeds(plot.id("boat"), (plot.id("hut"),) if number % 2 else (plot.id("map"),)))
        plot.built()
        plot.do(Prune((plot.id("stone"),)) if plot.plan.by_slug("stone") else EditBrief(plot.id("tales"), f"T{number} | t"))
        plot.built()
    plot.reopen()
    for _ in range(20):
        plot.journal.undo()
        assert plot.built() == ""
    for _ in range(20):
        plot.journal.redo()
        assert plot.built() == ""


@st.composite
def _edits(draw: st.DrawFn, plot: Plot) -> Edit:
    """Some edit that a person may make here, not always one that can be done."""
    nodes = [node.id for node in plot.plan if node.parent]
    leaves = [node.id for node in plot.plan.leaves() if node.kind != "style"] or nodes
    one, other = draw(st.sampled_from(leaves)), draw(st.sampled_from(leaves))
    words = f"{draw(st.sampled_from('ABC'))} | {draw(st.sampled_from('xyz'))}"
    match draw(st.integers(0, 11)):
        case 0 | 1 | 2:
            return EditBrief(one, draw(st.sampled_from([words, words, "fail"])))
        case 3:
            return Take(one, draw(st.integers(1, 3)))
        case 4:
            return Prune((draw(st.sampled_from(nodes)),))
        case 5:
            return SetNeeds(one, tuple(draw(st.sets(st.sampled_from(leaves), max_size=2))))
        case 6:
            return AddNodes((Node(plot.plan.next_id(), plot.plan.root.id, "New", words, "code", plot.plan.free_slug("new")),))
        case 7:
            return Mute((one,), draw(st.booleans()))
        case 8:
            return SetKind(one, draw(st.sampled_from(["code", "mesh", "data"])))
        case 9:
            return Batch((EditBrief(one, words), EditBrief(other, words)), "both")
        case 10:
            return SetSlots(plot.id("style"), {"mood": draw(st.sampled_from(["dusk", "dawn"]))}) if plot.plan.by_slug("style") \
                else Note(one, words)
        case _:
            return Rename(one, words)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_edited_reasons_agree_with_what_runs_and_undoing_is_free(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        plot = Plot(Path(folder))
        plot.built()
        done = 0
        for _ in range(data.draw(st.integers(1, 7))):
            try:
                plot.do(data.draw(_edits(plot)))
            except BadInput:
                continue
            done += 1
            if data.draw(st.booleans()):
                plot.built()  # which compares the forecast with what ran
        plot.built()
        unfinished = plot.report.failed.keys() | plot.report.blocked.keys()
        assert {name for name, reason in plot.forecast().items() if reason.sure} <= unfinished
        for _ in range(done):
            plot.journal.undo()
        assert plot.built() == ""  # the beginning was built, so it is there
        plot.close()
