"""The laws of plans: what a plan refuses, and what it answers."""

from __future__ import annotations

import pytest
from gardens import garden, node

from dreamgarden.errors import BadInput
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Change, Plan, headline


def ids(nodes: tuple[Node, ...]) -> list[str]:
    return [each.id for each in nodes]


def test_a_planted_garden_is_one_seed_that_holds_the_prompt() -> None:
    plan = Plan.planted("  a lantern\n in the fog ")
    assert (plan.root.title, plan.root.kind) == ("a lantern in the fog", "seed")
    assert plan.root.brief == "  a lantern\n in the fog "
    assert len(plan) == 1 and plan.next_id() == "n2"


def test_walks_in_order_and_knows_who_needs_whom() -> None:
    plan = garden()
    assert [each.id for each in plan] == ["n1", "n2", "n3", "n4", "n5", "n6"]
    assert ids(plan.leaves()) == ["n3", "n4", "n6"]
    assert ids(plan.ancestors("n3")) == ["n1", "n2"]
    assert ids(plan.subtree("n2")) == ["n2", "n3", "n4"]
    assert ids(plan.dependents("n3")) == ["n4", "n6"]
    assert ids(plan.needs("n6")) == ["n4", "n3"]
    assert set(ids(plan.affected(["n3"]))) == {"n4", "n6"}
    assert plan.depth("n6") == 2


@pytest.mark.parametrize(("change", "words"), [
    (Change(put=(node("n7", None, "seed"),)), "one seed"),
    (Change(put=(node("n7", None, "part"),)), "one seed"),
    (Change(put=(node("n7", "n1", "seed"),)), "one seed"),
    (Change(gone=("n1", "n2", "n3", "n4", "n5", "n6")[:1]), "hangs on it"),
    (Change(gone=("n2",)), "hangs on it"),
    (Change(gone=("n3",)), "needs it"),
    (Change(put=(node("n7", "n99"),)), "not in this garden"),
    (Change(put=(node("n7", "n3"),)), "nothing can grow on it"),
    (Change(put=(node("n2", "n5", "part"), node("n5", "n2", "part"))), "own branch"),
    (Change(put=(node("n3", "n2", needs=("n6",)),)), "circle"),
    (Change(put=(node("n3", "n2", needs=("n3",)),)), "circle"),
    (Change(put=(node("n3", "n2", needs=("n42",)),)), "not in this garden"),
    (Change(put=(node("n3", "n2", needs=("n5",)),)), "not a leaf"),
    (Change(put=(node("n4", "n2", needs=("n3", "n3")),)), "twice"),
    (Change(put=(node("n2", "n1", "part", needs=("n3",)),)), "only leaves"),
    (Change(put=(node("n3", "n2", "part"),)), "only leaves"),
    (Change(put=(node("n2", "n1", "code"),)), "has children"),
    (Change(put=(node("n7", "n1", slug="n3"),)), "both be named n3"),
    (Change(put=(node("n7", "n1", slug="../x"),)), "file name"),
    (Change(put=(node("n7"), node("n7"))), "two versions"),
    (Change(gone=("n99",)), "no node n99"),
    (Change(order={"n2": ("n3",)}), "each child once"),
])
def test_refuses_what_breaks_a_law(change: Change, words: str) -> None:
    plan = garden()
    with pytest.raises(BadInput, match=words):
        plan.changed(change)
    assert plan == garden()


def test_two_nodes_may_swap_slugs_in_one_change() -> None:
    plan = garden().changed(Change(put=(node("n3", "n2", slug="n4"), node("n4", "n2", needs=("n3",), slug="n3"))))
    third, fourth = plan.by_slug("n3"), plan.by_slug("n4")
    assert third is not None and fourth is not None and (third.id, fourth.id) == ("n4", "n3")


def test_unchanged_nodes_are_shared_and_the_difference_names_the_rest() -> None:
    old = garden()
    new = old.changed(Change(put=(node("n7", "n5"), node("n4", "n2")), gone=("n6",)))
    assert new["n3"] is old["n3"]
    difference = new.since(old)
    assert (difference.added, difference.changed, difference.removed) == (("n7",), ("n4",), ("n6",))


def test_ids_are_never_used_twice() -> None:
    plan = garden().changed(Change(gone=("n6",)))
    assert plan.next_ids(2) == ["n7", "n8"]


def test_order_is_part_of_the_plan() -> None:
    plan = garden().changed(Change(order={"n2": ("n4", "n3")}))
    assert plan != garden() and [each.id for each in plan.children("n2")] == ["n4", "n3"]


def test_finds_by_id_slug_and_title_and_suggests_the_nearest() -> None:
    plan = garden()
    assert plan.find("n3").id == plan.find("N3").id == "n3"
    with pytest.raises(BadInput, match="Did you mean"):
        plan.find("n33")


def test_free_slugs_are_file_safe_and_unique() -> None:
    plan = garden()
    assert plan.free_slug("The Lantern's hut!") == "the_lantern_s_hut"
    assert plan.free_slug("n3") == "n3_2"
    assert plan.free_slug("n3", taken=["n3_2"]) == "n3_3"
    assert plan.free_slug("灯塔") == "part"


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A fox in the snow", "A fox in the snow"),
        ("I dreamt of a library where the books were birds; I coaxed each one back.", "I dreamt of a library where the books were birds"),
        ("Oh, the sea", "Oh, the sea"),
        (
            "A lighthouse keeper who rows between all of the foggy islands at night",
            "A lighthouse keeper who rows between all of the foggy…",
        ),
        ("雾中的灯塔，守灯人划船收集灯笼。", "雾中的灯塔，守灯人划船收集灯笼。"),
        ("雾中的灯塔守灯人划船，收集灯笼。", "雾中的灯塔守灯人划船"),
        ("x" * 80, "x" * 60 + "…"),
    ],
)
def test_a_garden_is_named_after_the_first_clause_of_its_prompt(prompt: str, name: str) -> None:
    assert headline(prompt) == name
