"""Edits: what each does, and that every one of them can be taken back and written down."""

from __future__ import annotations

import json
from typing import Any

import hypothesis.strategies as st
import pytest
from gardens import garden, node
from hypothesis import given, settings

from dreamgarden.errors import BadInput
from dreamgarden.plan.edit import (
    AddNodes,
    Batch,
    Edit,
    EditBrief,
    Move,
    Mute,
    Note,
    Patch,
    Pin,
    Prune,
    Rename,
    SetKind,
    SetNeeds,
    SetRoute,
    SetSlots,
    Tag,
    Take,
    edit_from_json,
)
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan


def written(edit: Edit) -> Edit:
    """The edit after a trip to the disk."""
    return edit_from_json(json.loads(json.dumps(edit.to_json())))


EDITS: list[Edit] = [
    AddNodes((node("n8", "n7", needs=("n3",)), node("n7", "n2", "part")), before="n4"),
    Prune(("n2",)),
    Prune(("n3", "n5")),
    Move(("n5",), "n2", before="n3"),
    Move(("n4",), "n2", before="n3"),
    Move(("n3", "n6"), "n1"),
    Rename("n2", "Harbour"),
    EditBrief("n3", "another"),
    SetNeeds("n6", ("n3",)),
    SetKind("n3", "mesh"),
    SetKind("n3", "part"),
    SetRoute("n3", "retrieve"),
    SetSlots("n3", {"pattern": "moths", "sizes": (1, 2), "deep": {"a": None}}),
    Pin("n3", "ab" * 32),
    Take("n3", 2),
    Mute(("n2", "n5")),
    Note("n1", "remember"),
    Tag(("n2", "n5"), "amber"),
    Batch((Rename("n3", "Map"), Prune(("n5",)), AddNodes((node("n7"),))), "Expand “harbour”"),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.label)
def test_every_edit_is_undone_by_its_inverse_and_survives_json(edit: Edit) -> None:
    plan = garden()
    after, back = plan.apply(edit), edit.inverse(plan)
    assert after != plan
    assert after.apply(back) == plan
    assert plan.apply(written(edit)) == after
    assert after.apply(written(back)) == plan
    assert written(edit).label == edit.label != ""


def test_labels_are_for_people() -> None:
    assert Prune(("a", "b", "c")).label == "Prune 3 nodes"
    assert Prune(("a",)).label == "Prune 1 node"
    assert Rename("n2", "Harbour").label == "Rename to “Harbour”"


def test_pruning_drops_the_needs_of_others_and_undo_restores_them() -> None:
    plan = garden()
    pruned = plan.apply(Prune(("n2",)))
    assert pruned["n6"].needs == () and "n4" not in pruned
    back = pruned.apply(Prune(("n2",)).inverse(plan))
    assert back["n6"].needs == ("n4", "n3") and back == plan


def test_a_leaf_that_becomes_a_part_is_no_longer_needed() -> None:
    after = garden().apply(SetKind("n3", "part"))
    assert after["n4"].needs == () and after["n6"].needs == ("n4",)


def test_edited_words_are_a_persons() -> None:
    plan = garden().apply(EditBrief("n3", "mine")).apply(Rename("n4", "Mine"))
    assert plan["n3"].author == plan["n4"].author == "person"
    assert garden().apply(EditBrief("n3", "its", author="designer"))["n3"].author == "designer"


@pytest.mark.parametrize(("edit", "words"), [
    (Move(("n2",), "n2"), "own branch"),
    (Batch((Move(("n5",), "n2"), Move(("n2",), "n5")), "twist"), "own branch"),
    (Move(("n1",), "n2"), "seed stays"),
    (Move(("n2",), "n5", before="n3"), "not a child"),
    (Move(("n3",), "n2", before="n3"), "before itself"),
    (Move(("n2",), "n3"), "own branch"),
    (Move(("n5",), "n3"), "nothing can grow"),
    (Prune(("n1",)), "seed can't be pruned"),
    (Prune(("n99",)), "no node n99"),
    (Rename("n2", " "), "empty"),
    (SetNeeds("n3", ("n6",)), "circle"),
    (SetKind("n2", "code"), "has children"),
    (SetKind("n3", "tune"), "no kind"),  # type: ignore[arg-type]
    (Take("n3", 0), "from 1"),
    (Pin("n2", "ab"), "no leaf"),
    (AddNodes((node("n3"),)), "already"),
    (SetSlots("n3", {"x": {1, 2}}), "can't be kept"),
    (SetSlots("n3", {"x": float("nan")}), "can't be kept"),
])
def test_refuses_in_words(edit: Edit, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        garden().apply(edit)


def test_a_batch_is_all_or_nothing() -> None:
    plan = garden()
    with pytest.raises(BadInput):
        plan.apply(Batch((Prune(("n5",)), Rename("n6", "gone with its parent")), "both"))
    assert plan == garden()


def test_unknown_members_of_a_newer_version_are_ignored() -> None:
    row: dict[str, Any] = {**Rename("n2", "Harbour").to_json(), "mood": "calm"}
    assert edit_from_json(row) == Rename("n2", "Harbour")
    with pytest.raises(KeyError):
        edit_from_json({"edit": "no such edit"})


@st.composite
def edits(draw: st.DrawFn, plan: Plan) -> Edit:
    """Some edit on some nodes of the plan, not always one that can be done."""
    some = st.sampled_from([each.id for each in plan])
    leaves = [each.id for each in plan.leaves()] or [plan.root.id]
    one, other = draw(some), draw(some)
    fresh = plan.next_ids(2)
    match draw(st.integers(0, 13)):
        case 0 | 1 | 2:
            kind = draw(st.sampled_from(["part", "code", "mesh"]))
            needs = tuple(draw(st.sets(st.sampled_from(leaves), max_size=2))) if kind != "part" else ()
            first = Node(fresh[0], one, "New", "b", kind, fresh[0], needs)  # type: ignore[arg-type]
            below = (Node(fresh[1], fresh[0], "Below", "b", "code", fresh[1]),) if kind == "part" else ()
            return AddNodes((first, *below), before=draw(st.sampled_from(["", "", other])))
        case 3:
            return Prune(tuple(draw(st.lists(some, min_size=1, max_size=2))))
        case 4 | 5:
            return Move((one,), other, before=draw(st.sampled_from(["", *plan.child_ids(other)])))
        case 6:
            return SetNeeds(one, tuple(draw(st.sets(st.sampled_from(leaves), max_size=3))))
        case 7:
            return SetKind(one, draw(st.sampled_from(["part", "code", "data"])))
        case 8:
            return EditBrief(one, draw(st.text(max_size=5)))
        case 9:
            return SetSlots(one, {"n": draw(st.integers()), "list": draw(st.lists(st.text(max_size=2), max_size=2))})
        case 10:
            return Take(one, draw(st.integers(1, 3)))
        case 11:
            return Mute((one, other), draw(st.booleans()))
        case 12:
            return Batch((Rename(one, "Twice"), Prune((other,))), "both")
        case _:
            return Pin(one, "cd" * 32)


def lawful(plan: Plan) -> bool:
    """Built anew from its nodes, the plan is the same: its inner books agree with its nodes, and no law is broken."""
    needs = {(user.id, need) for user in plan for need in user.needs}
    booked = {(user.id, leaf.id) for leaf in plan.leaves() for user in plan.dependents(leaf.id)}
    return Plan.of(list(plan)) == plan and needs == booked


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_edits_then_all_undone_give_the_same_plan(data: st.DataObject) -> None:
    plan = garden()
    before: list[Plan] = []
    back: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 12))):
        edit = data.draw(edits(plan))
        try:
            after = plan.apply(edit)
        except BadInput:
            continue
        inverse = edit.inverse(plan)
        before.append(plan)
        back.append(written(inverse))
        plan = plan.apply(written(edit))
        assert plan == after and lawful(plan)
    for was, inverse in zip(reversed(before), reversed(back), strict=True):
        plan = plan.apply(inverse)
        assert plan == was and lawful(plan)
    assert plan == garden()


def test_a_patch_is_its_own_kind_of_edit() -> None:
    edit = Patch(put=(node("n7", "n5"),), gone=("n6",), order={"n2": ("n4", "n3")}, words="Grow again")
    assert written(edit) == edit
