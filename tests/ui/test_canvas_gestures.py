"""What hands do on the canvas, with real mouse, wheel and key events."""

from __future__ import annotations

from typing import Any

import pytest
from garden_rows import row
from hands import CONTROL, LEFT, MIDDLE, SHIFT, centre, drag, wheel
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dreamgarden.events import NodeAdded, NodeChanged, StateChanged
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W


def test_middle_drag_pans(canvas: Any) -> None:
    x, y = canvas.camera.x, canvas.camera.y
    drag(canvas, QPoint(600, 600), QPoint(500, 540), MIDDLE)
    assert (canvas.camera.x, canvas.camera.y) == pytest.approx((x + 100, y + 60))


def test_space_held_and_drag_pans_and_does_not_fold(canvas: Any) -> None:
    canvas.document.select(["a"])
    x = canvas.camera.x
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, centre(canvas, "a"), centre(canvas, "a") + QPoint(90, 0))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.camera.x == pytest.approx(x - 90)
    assert not canvas.scene.folded("a")


def test_two_fingers_pan_and_do_not_zoom(canvas: Any) -> None:
    y = canvas.camera.y
    wheel(canvas, QPoint(400, 300), 0, pixels=QPoint(0, -50))
    assert canvas.camera.zoom == 1.0
    assert canvas.camera.y == pytest.approx(y + 50)


@pytest.mark.parametrize("turns", [120, -120, 960, -960])
def test_the_wheel_zooms_at_the_pointer_within_limits(canvas: Any, turns: int) -> None:
    at = QPoint(430, 250)
    before = canvas.camera.to_scene(430, 250)
    for _ in range(6):
        wheel(canvas, at, turns)
    assert canvas.camera.to_scene(430, 250) == pytest.approx(before)
    assert 0.1 <= canvas.camera.zoom <= 4.0
    assert (canvas.camera.zoom > 1) == (turns > 0)


def test_a_click_selects_and_ctrl_and_shift_toggle(canvas: Any) -> None:
    QTest.mouseClick(canvas, LEFT, pos=centre(canvas, "a"))
    assert list(canvas.document.selected) == ["a"]
    QTest.mouseClick(canvas, LEFT, CONTROL, centre(canvas, "c"))
    QTest.mouseClick(canvas, LEFT, SHIFT, centre(canvas, "b"))
    assert list(canvas.document.selected) == ["a", "c", "b"]
    QTest.mouseClick(canvas, LEFT, CONTROL, centre(canvas, "a"))
    assert list(canvas.document.selected) == ["c", "b"]
    QTest.mouseClick(canvas, LEFT, pos=centre(canvas, "c"))
    assert list(canvas.document.selected) == ["c"]
    QTest.mouseClick(canvas, LEFT, pos=QPoint(20, 680))
    assert not canvas.document.selected


def test_the_rubber_band_selects_adds_and_removes(canvas: Any) -> None:
    column = canvas.card_rect("a1").united(canvas.card_rect("b1"))
    start, end = column.topRight().toPoint() + QPoint(20, -14), column.bottomLeft().toPoint() + QPoint(20, 14)
    drag(canvas, start, end)
    assert set(canvas.document.selected) == {"a1", "a2", "b1"}
    one = canvas.card_rect("c")
    drag(
        canvas, one.topRight().toPoint() + QPoint(16, -2), one.bottomRight().toPoint() + QPoint(-16, 2), modifiers=SHIFT
    )
    assert set(canvas.document.selected) == {"a1", "a2", "b1", "c"}
    drag(canvas, start, end, modifiers=CONTROL)
    assert set(canvas.document.selected) == {"c"}


def test_escape_during_a_rubber_band_leaves_the_selection(canvas: Any) -> None:
    canvas.document.select(["c"])
    QTest.mousePress(canvas, LEFT, pos=QPoint(900, 20))
    QTest.mouseMove(canvas, QPoint(30, 650))
    assert len(canvas.document.selected) > 1
    assert canvas.cancel()
    assert list(canvas.document.selected) == ["c"]


def test_dropping_on_a_card_asks_to_hang_it_there(canvas: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.move_wanted) as wanted:
        drag(canvas, centre(canvas, "c"), centre(canvas, "b"))
    assert wanted.args == [["c"], "b", ""]


def test_dropping_between_cards_asks_for_an_order(canvas: Any, qtbot: QtBot) -> None:
    edge = canvas.card_rect("a2")
    with qtbot.waitSignal(canvas.move_wanted) as wanted:
        drag(canvas, centre(canvas, "b1"), QPoint(int(edge.center().x()), int(edge.top()) + 5))
    assert wanted.args == [["b1"], "a", "a2"]


def test_a_node_is_not_dropped_into_its_own_branch_and_that_is_told(canvas: Any, qtbot: QtBot) -> None:
    moved: list[Any] = []
    canvas.move_wanted.connect(lambda *wanted: moved.append(wanted))
    with qtbot.waitSignal(canvas.told):
        drag(canvas, centre(canvas, "a"), centre(canvas, "a1"))
    assert moved == []


def test_a_tap_on_space_folds_and_the_pill_unfolds(canvas: Any) -> None:
    canvas.document.select(["a"])
    at = canvas.card_rect("a")
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.scene.folded("a")
    assert canvas.card_rect("a").topLeft() == at.topLeft(), "a folded node stays where it is"
    pill = canvas.card_rect("a").center().toPoint() + QPoint(int(CARD_W / 2) + 9, 0)
    QTest.mouseClick(canvas, LEFT, pos=pill)
    assert not canvas.scene.folded("a")


def test_renaming_in_place_commits_with_enter_and_is_abandoned_with_escape(canvas: Any, qtbot: QtBot) -> None:
    QTest.mouseDClick(canvas, LEFT, pos=centre(canvas, "c"))
    assert canvas.title_field.isVisible()
    QTest.keyClicks(canvas.title_field, "Snow  owl ")
    with qtbot.waitSignal(canvas.rename_wanted) as wanted:
        QTest.keyClick(canvas.title_field, Qt.Key.Key_Return)
    assert wanted.args == ["c", "Snow owl"]
    heard: list[Any] = []
    canvas.rename_wanted.connect(lambda *one: heard.append(one))
    canvas.rename("c")
    QTest.keyClicks(canvas.title_field, "No")
    QTest.keyClick(canvas.title_field, Qt.Key.Key_Escape)
    assert heard == [] and not canvas.title_field.isVisible()


def test_growth_elsewhere_does_not_move_what_the_pointer_is_on(canvas: Any, qtbot: QtBot) -> None:
    QTest.mouseMove(canvas, centre(canvas, "b1"))
    canvas.document.select(["b1"])
    before = canvas.card_rect("b1").topLeft()
    for number in range(12):
        canvas.document.apply(NodeAdded(row(f"n{number}", "a")).to_json())
    assert canvas.card_rect("b1").topLeft() == before


def test_a_new_node_grows_out_of_its_parent_in_time(canvas: Any, qtbot: QtBot) -> None:
    canvas.motion = True
    canvas.document.apply(NodeAdded(row("new", "b")).to_json())
    assert canvas.scene.motions["new"].born
    resting = canvas.scene.layout.card("new")[0]
    assert canvas.scene.card_of("new")[0] < resting
    qtbot.waitUntil(lambda: not canvas.scene.motions, timeout=60_000)
    assert canvas.scene.card_of("new")[0] == resting


def test_fit_shows_everything_and_the_selection(canvas: Any) -> None:
    for number in range(60):
        canvas.document.apply(NodeAdded(row(f"n{number}", "a")).to_json())
    canvas.fit()
    for id in canvas.document.items:
        x, y = canvas.camera.to_view(*canvas.scene.layout.card(id))
        assert x >= 0 and x + CARD_W * canvas.camera.zoom <= canvas.width()
        assert y >= 0 and y + CARD_H * canvas.camera.zoom <= canvas.height()
    canvas.fit(["n3"])
    assert canvas.camera.zoom == 1.0
    assert canvas.rect().contains(canvas.card_rect("n3").toRect())


def test_the_minimap_moves_the_view(canvas: Any) -> None:
    for number in range(200):
        canvas.document.apply(NodeAdded(row(f"n{number}", "a")).to_json())
    QTest.mouseClick(canvas.minimap, LEFT, pos=QPoint(90, 110))
    _, height = canvas.scene.layout.bounds()
    assert canvas.camera.y > height * 0.6


def test_every_state_is_painted_differently(canvas: Any) -> None:
    canvas.motion = False
    pictures = {}
    for state in ("idea", "waiting", "running", "done", "reused", "stale", "failed", "blocked", "cancelled"):
        canvas.document.apply(StateChanged("c", state, fraction=0.4).to_json())  # type: ignore[arg-type]
        image = canvas.grab(canvas.card_rect("c").toRect()).toImage()
        pictures[state] = bytes(image.constBits())
    assert len(set(pictures.values())) == len(pictures)


def test_far_away_a_tree_is_blocks_in_the_colours_of_its_states(canvas: Any) -> None:
    for number in range(300):
        canvas.document.apply(NodeAdded(row(f"n{number}", "a", state="failed" if number % 2 else "done")).to_json())
    canvas.fit()
    assert canvas.camera.zoom < 0.16
    image = canvas.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 4) for y in range(0, image.height(), 2)}
    reds = [c for c in colours if int(c[1:3], 16) > 150 and int(c[3:5], 16) < 120]
    greens = [c for c in colours if int(c[3:5], 16) > 130 and int(c[1:3], 16) < 110]
    assert reds and greens


def test_titles_from_the_garden_are_painted_as_they_are(canvas: Any) -> None:
    canvas.document.apply(NodeChanged(row("c", "s", title="<b>火</b> & 水" * 20, state="done")).to_json())
    assert not canvas.grab().toImage().isNull()
