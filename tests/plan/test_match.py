"""Which child continues which, and what a branch keeps when it is grown again."""

from __future__ import annotations

from dataclasses import replace

from gardens import garden, node

from dreamgarden.plan.edit import EditBrief, Note, Pin, Take
from dreamgarden.plan.match import match
from dreamgarden.plan.node import Kind, Node
from dreamgarden.plan.regrow import regrow
from dreamgarden.plan.tree import Plan


def called(id: str, title: str, kind: Kind = "code", slug: str = "") -> Node:
    return Node(id, "n1", title, "b", kind, slug or id)


def test_same_slugs_match_whatever_the_order_and_title() -> None:
    old = [called("a", "Moths", slug="moths"), called("b", "Bats", slug="bats")]
    new = [called("x", "Great bats", slug="bats"), called("y", "Something else", slug="moths")]
    assert match(old, new) == {0: "b", 1: "a"}


def test_likeness_of_titles_matches_what_was_renamed() -> None:
    old = [called("a", "Lantern moths"), called("b", "The lantern keeper's hut"), called("c", "Fog")]
    new = [called("x", "A keeper's lantern hut"), called("y", "The Lantern Moth"), called("z", "Tide")]
    assert match(old, new) == {0: "b", 1: "a"}


def test_each_old_one_is_used_once_and_the_likest_wins() -> None:
    old = [called("a", "Red paper boats")]
    new = [called("x", "Paper boats and fish"), called("y", "Red paper boats")]
    assert match(old, new) == {1: "a"}


def test_a_slug_wins_over_a_better_title() -> None:
    old = [called("a", "Moths", slug="moths"), called("b", "Bats", slug="bats")]
    assert match(old, [called("x", "Moths", slug="bats")]) == {0: "b"}


def test_chinese_titles_match_by_their_characters() -> None:
    old = [called("a", "雾中的灯塔"), called("b", "纸船")]
    assert match(old, [called("x", "雾中灯塔"), called("y", "金鱼")]) == {0: "a"}


def test_leaves_and_branches_do_not_continue_each_other() -> None:
    assert match([called("a", "Harbour", "part", "h")], [called("x", "Harbour", "code", "h")]) == {}


def young(plan: Plan, *titles: str, parent: str = "n2") -> list[Node]:
    ids = plan.next_ids(len(titles))
    return [Node(id, parent, title, f"new brief of {title}", "code", title.lower())
            for id, title in zip(ids, titles, strict=True)]


def test_regrown_children_that_continue_keep_their_ids_in_the_new_order() -> None:
    plan = garden()
    after = plan.apply(regrow(plan, "n2", young(plan, "N4", "Fresh", "N3")))
    assert [each.id for each in after.children("n2")] == ["n4", "n8", "n3"]
    assert after["n4"].brief == "new brief of N4"
    assert after["n6"].needs == ("n4", "n3")


def test_what_nothing_continues_leaves_and_is_no_longer_needed() -> None:
    plan = garden()
    after = plan.apply(regrow(plan, "n2", young(plan, "N4")))
    assert "n3" not in after and after["n6"].needs == ("n4",)


def test_a_persons_words_pins_takes_and_notes_survive() -> None:
    plan = garden()
    for edit in (EditBrief("n4", "mine"), Take("n4", 3), Pin("n4", "ab"), Note("n3", "keep")):
        plan = plan.apply(edit)
    after = plan.apply(regrow(plan, "n2", young(plan, "N4", "Fresh")))
    assert (after["n4"].brief, after["n4"].take, after["n4"].pinned) == ("mine", 3, "ab")
    assert after["n3"].note == "keep"  # nothing continues it, but it is a person's
    assert [each.id for each in after.children("n2")] == ["n4", "n8", "n3"]


def test_needs_among_the_proposed_lead_to_what_they_continue() -> None:
    plan = garden()
    fresh, old = young(plan, "Fresh", "N3")
    after = plan.apply(regrow(plan, "n2", [replace(fresh, needs=(old.id,)), old]))
    assert after[fresh.id].needs == ("n3",)


def test_deeper_branches_match_level_by_level_and_bare_ones_keep_what_they_have() -> None:
    plan = garden()
    two, five, leaf = plan.next_ids(3)
    proposed = [node(two, "n1", "part", slug="n2"), node(five, "n1", "part", slug="n5"), node(leaf, five, slug="n6")]
    after = plan.apply(regrow(plan, "n1", proposed))
    assert [each.id for each in after] == ["n1", "n2", "n3", "n4", "n5", "n6"]


def test_slugs_of_new_nodes_give_way_to_those_in_use() -> None:
    plan = garden()
    after = plan.apply(regrow(plan, "n2", young(plan, "N6")))
    assert [each.slug for each in after.children("n2")] == ["n6_2"]


def test_regrowing_is_undone_as_one_step() -> None:
    plan = garden()
    edit = regrow(plan, "n1", young(plan, "A", "B", parent="n1"))
    assert edit.label == "Grow “N1” again"
    assert plan.apply(edit).apply(edit.inverse(plan)) == plan
