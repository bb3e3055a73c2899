"""The band layout: nothing overlaps, little moves, and what is seen is found."""

from __future__ import annotations

import itertools
import random

import pytest

from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, GAP_Y, STEP, Layout, Placed, Slot, sticky_mid


def grown(count: int, seed: int = 1) -> Layout:
    chance = random.Random(seed)
    layout = Layout()
    layout.insert("n0", None)
    for number in range(1, count):
        parent = f"n{chance.randrange(max(0, number - 40), number)}"
        layout.insert(f"n{number}", parent, chance.randrange(0, len(layout.slots[parent].children) + 1))
    return layout


def cards(layout: Layout) -> dict[str, tuple[float, float]]:
    return {id: layout.card(id) for id in layout.slots if layout.shown(id)}


def assert_apart(layout: Layout) -> None:
    """No two cards of a column come nearer than the gap."""
    columns: dict[float, list[float]] = {}
    for x, y in cards(layout).values():
        columns.setdefault(x, []).append(y)
    for heights in columns.values():
        heights.sort()
        for above, below in itertools.pairwise(heights):
            assert below - above >= CARD_H + GAP_Y - 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_cards_never_overlap_whatever_is_done(seed: int) -> None:
    chance = random.Random(seed)
    layout = grown(120, seed)
    for number in range(60):
        id = chance.choice(sorted(layout.slots))
        kind = chance.randrange(4)
        if kind == 0:
            layout.insert(f"x{number}", id)
        elif kind == 1:
            layout.fold(id, chance.random() < 0.5)
        elif kind == 2 and layout.slots[id].parent is not None and len(layout.slots) > 60:
            layout.remove(id)
        elif kind == 3 and layout.slots[id].parent is not None:
            target = chance.choice(sorted(layout.slots))
            try:
                layout.move(id, target)
            except ValueError:
                assert layout.slots[id] in chain(layout.slots[target])
        assert_apart(layout)


def chain(slot: Slot | None) -> list[Slot]:
    above = []
    while slot is not None:
        above.append(slot)
        slot = slot.parent
    return above


def test_changing_in_place_gives_what_measuring_anew_gives() -> None:
    layout = grown(300, 4)
    fresh = Layout()
    fresh.fill((slot.id, slot.parent.id if slot.parent else None) for slot in layout.below(layout.slots["n0"]))
    for id, (x, y) in cards(layout).items():
        assert fresh.card(id) == pytest.approx((x, y))


def test_an_insert_moves_no_card_of_an_earlier_branch() -> None:
    layout = Layout()
    layout.fill(iter([("s", None), ("a", "s"), ("b", "s"), ("a1", "a"), ("b1", "b")]))
    before = layout.card("a1")
    layout.insert("b2", "b")
    assert layout.card("a1") == before


def test_a_node_cannot_hang_below_itself() -> None:
    layout = grown(30)
    child = layout.slots["n0"].children[0].id
    with pytest.raises(ValueError, match="below itself"):
        layout.move(child, child)


def test_the_visible_set_is_every_card_that_touches_and_none_far_away() -> None:
    layout = grown(500, 3)
    _width, height = layout.bounds()
    for left, top in ((0, 0), (STEP, height / 3), (2 * STEP, height / 2)):
        right, bottom = left + 900, top + 700
        found = {placed.slot.id for placed in layout.visible(left, top, right, bottom)}
        for id, (x, y) in cards(layout).items():
            if x < right and x + CARD_W > left and y < bottom and y + CARD_H > top:
                assert id in found
        assert len(found) < 200


def test_thin_bands_are_given_once_and_not_looked_into() -> None:
    layout = grown(400, 5)
    _, height = layout.bounds()
    some = list(layout.visible(0, 0, 1e9, 1e9, least=height / 10))
    assert any(not placed.whole for placed in some)
    assert len(some) < 400


def test_hitting_finds_the_card_and_not_the_gap() -> None:
    layout = grown(200, 6)
    for id, (x, y) in cards(layout).items():
        found = layout.hit(x + CARD_W / 2, y + CARD_H / 2)
        assert found is not None and found.id == id
    assert layout.hit(-10, 0) is None
    x, y = layout.card("n0")
    assert layout.hit(x + CARD_W + 5, y + 10) is None


def test_a_parent_sticks_to_the_view_but_stays_in_its_band() -> None:
    layout = Layout()
    layout.insert("s", None)
    for number in range(40):
        layout.insert(f"c{number}", "s")
    slot = layout.slots["s"]
    _, height = layout.bounds()
    for view_top in (-200.0, 0.0, 300.0, height - 400, height - 50):
        mid = sticky_mid(slot, 0.0, view_top, view_top + 700)
        assert CARD_H / 2 <= mid <= height - CARD_H / 2
        if 0 <= view_top <= height - 700:
            assert view_top <= mid <= view_top + 700
    assert Placed(slot, 0.0).whole


def test_folding_hides_what_is_below_and_unfolding_brings_it_back() -> None:
    layout = grown(100, 8)
    before = cards(layout)
    layout.fold("n0", True)
    assert set(cards(layout)) == {"n0"}
    layout.fold("n0", False)
    assert cards(layout) == before
