"""What a person expects of the canvas, row by row of the list: what hands do to it, and what it shows.

The numbers are the rows' numbers; the rows about commands are in test_rows_commands.py.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from garden_rows import row
from hands import CONTROL, LEFT, MIDDLE, SHIFT, centre, drag, wheel
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QImage, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dreamgarden.events import NodeAdded, NodeChanged, StateChanged
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W

pytestmark = pytest.mark.usefixtures("clean")


def many(canvas: Any, number: int = 120) -> None:
    """A tree that is too large for the window."""
    for at in range(number):
        canvas.document.apply(NodeAdded(row(f"n{at}", "a")).to_json())


def test_row_01_pan_by_middle_button_space_and_two_fingers(canvas: Any) -> None:
    many(canvas)
    x, y = canvas.camera.x, canvas.camera.y
    drag(canvas, QPoint(600, 600), QPoint(560, 580), MIDDLE)
    assert (canvas.camera.x, canvas.camera.y) == pytest.approx((x + 40, y + 20))
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, QPoint(560, 580), QPoint(600, 600))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert (canvas.camera.x, canvas.camera.y) == pytest.approx((x, y))
    wheel(canvas, QPoint(400, 300), 0, pixels=QPoint(-10, -30))
    assert (canvas.camera.x, canvas.camera.y) == pytest.approx((x + 10, y + 30))


def test_row_02_zoom_at_the_pointer_by_wheel_pinch_and_keys(canvas: Any) -> None:
    at = QPoint(430, 250)
    under = canvas.camera.to_scene(430, 250)
    wheel(canvas, at, 240)
    grown = canvas.camera.zoom
    assert grown > 1 and canvas.camera.to_scene(430, 250) == pytest.approx(under)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, QPointF(at), QPointF(at),
        QPointF(canvas.mapToGlobal(at)), -0.2, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(canvas, pinch)
    assert canvas.camera.zoom < grown and canvas.camera.to_scene(430, 250) == pytest.approx(under)
    for _ in range(80):
        wheel(canvas, at, 960)
    assert canvas.camera.zoom == 4.0
    for _ in range(160):
        wheel(canvas, at, -960)
    assert 0.0 < canvas.camera.zoom <= 0.1


def test_row_03_home_shows_all_and_f_the_selection_in_time(canvas: Any, qtbot: QtBot) -> None:
    from dreamgarden.ui.canvas import flight

    many(canvas)
    canvas.motion = True
    canvas.fit()
    assert flight.SECONDS <= 0.15
    qtbot.waitUntil(lambda: canvas._flight is None, timeout=60_000)
    view = QRectF(canvas.rect())
    for id in canvas.document.items:
        x, y = canvas.camera.to_view(*canvas.scene.layout.card(id))
        assert view.contains(QRectF(x, y, CARD_W * canvas.camera.zoom, CARD_H * canvas.camera.zoom))
    canvas.fit(["n7"])
    qtbot.waitUntil(lambda: canvas._flight is None, timeout=60_000)
    assert view.contains(canvas.card_rect("n7"))


def test_row_04_click_ctrl_and_shift_click(canvas: Any) -> None:
    steps = (("a", None, ["a"]), ("c", CONTROL, ["a", "c"]), ("b", SHIFT, ["a", "c", "b"]), ("c", CONTROL, ["a", "b"]))
    for id, modifiers, expected in steps:
        QTest.mouseClick(canvas, LEFT, modifiers or Qt.KeyboardModifier.NoModifier, centre(canvas, id))
        assert list(canvas.document.selected) == expected


def test_row_05_rubber_band(canvas: Any) -> None:
    column = canvas.card_rect("a1").united(canvas.card_rect("a2")).adjusted(-8, -8, 8, 8)
    drag(canvas, column.bottomRight().toPoint() + QPoint(0, 2), column.topLeft().toPoint() + QPoint(0, -2))
    assert {"a1", "a2"} <= set(canvas.document.selected)


def test_row_08_rename_in_place_is_one_wish(canvas: Any, qtbot: QtBot) -> None:
    wishes: list[Any] = []
    canvas.rename_wanted.connect(lambda *wish: wishes.append(wish))
    QTest.mouseDClick(canvas, LEFT, pos=centre(canvas, "c"))
    QTest.keyClicks(canvas.title_field, "Owl")
    QTest.keyClick(canvas.title_field, Qt.Key.Key_Escape)
    assert wishes == []
    canvas.rename("c")
    QTest.keyClicks(canvas.title_field, "Owl of the snow")
    QTest.keyClick(canvas.title_field, Qt.Key.Key_Return)
    assert wishes == [("c", "Owl of the snow")]


def test_row_11_a_drag_shows_where_it_would_drop_and_refuses_its_own_branch(canvas: Any, qtbot: QtBot) -> None:
    drag(canvas, centre(canvas, "c"), centre(canvas, "b"), let_go=False)
    target = canvas.gesture.target
    assert (target.parent, target.onto, target.allowed) == ("b", True, True)
    clean = canvas.grab().toImage()
    QTest.mouseMove(canvas, centre(canvas, "a1"))
    assert canvas.grab().toImage() != clean, "the ghost and the line are seen"
    assert canvas.cancel()
    QTest.mouseRelease(canvas, LEFT)
    moved: list[Any] = []
    canvas.move_wanted.connect(lambda *wish: moved.append(wish))
    with qtbot.waitSignal(canvas.told) as told:
        drag(canvas, centre(canvas, "a"), centre(canvas, "a2"))
    assert moved == [] and "below itself" in told.args[0]
    edge = canvas.card_rect("a2")
    with qtbot.waitSignal(canvas.move_wanted) as wish:
        drag(canvas, centre(canvas, "c"), QPoint(int(edge.center().x()), int(edge.top()) + 5))
    assert wish.args == [["c"], "a", "a2"]


def test_row_14_space_folds_held_space_pans_and_the_badge_counts(canvas: Any) -> None:
    canvas.document.select(["a"])
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.scene.folded("a") and canvas.scene.hidden("a") == 2
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert not canvas.scene.folded("a")


def test_row_18_double_click_on_the_ground_opens_the_palette(canvas: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.quick_add_wanted):
        QTest.mouseDClick(canvas, LEFT, pos=QPoint(940, 20))


def test_row_19_the_minimap_moves_the_view_and_steps_aside_when_all_is_seen(canvas: Any) -> None:
    canvas.fit()
    canvas.repaint()
    assert canvas.minimap.idle
    many(canvas)
    canvas.camera.zoom = 1.0
    canvas.repaint()
    assert not canvas.minimap.idle
    QTest.mouseClick(canvas.minimap, LEFT, pos=QPoint(90, 118))
    assert canvas.camera.y > canvas.scene.layout.bounds()[1] * 0.6


def test_row_22_the_view_moves_while_something_is_dragged_to_its_edge(canvas: Any, qtbot: QtBot) -> None:
    many(canvas)
    y = canvas.camera.y
    start = centre(canvas, "c") if canvas.rect().contains(centre(canvas, "c")) else centre(canvas, "s")
    canvas.document.select(["c"])
    canvas.reveal("c")
    start = centre(canvas, "c")
    drag(canvas, start, QPoint(start.x(), 3), let_go=False)
    y = canvas.camera.y
    qtbot.waitUntil(lambda: canvas.camera.y < y - 20, timeout=60_000)
    canvas.cancel()
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(start.x(), 3))


def test_row_23_the_layout_never_overlaps_and_inserts_move_nothing_before_them(canvas: Any) -> None:
    before = {id: canvas.scene.layout.card(id) for id in ("a1", "a2")}
    for at in range(40):
        canvas.document.apply(NodeAdded(row(f"m{at}", "b")).to_json())
    assert {id: canvas.scene.layout.card(id)[1] - canvas.scene.layout.card("a1")[1] for id in before} == {
        id: y - before["a1"][1] for id, (_, y) in before.items()
    }
    cards = sorted(canvas.scene.layout.card(id) for id in canvas.document.items)
    for (x, y), (other_x, other_y) in pairwise(cards):
        assert x != other_x or other_y - y >= CARD_H


@pytest.mark.parametrize("state", ["idea", "waiting", "running", "done", "reused", "stale", "failed", "blocked", "cancelled"])
def test_row_25_every_state_has_its_icon_its_colour_and_its_word(canvas: Any, state: str) -> None:
    others = [one for one in ("done", "failed") if one != state]
    canvas.document.apply(StateChanged("c", state, reason="because", fraction=0.4).to_json())  # type: ignore[arg-type]
    seen = canvas.grab(canvas.card_rect("c").toRect()).toImage()
    hint = canvas.painter_of_cards.hint("c")
    for other in others:
        canvas.document.apply(StateChanged("c", other).to_json())  # type: ignore[arg-type]
        assert canvas.grab(canvas.card_rect("c").toRect()).toImage() != seen
        assert canvas.painter_of_cards.hint("c") != hint


def test_row_27_progress_on_the_node_and_the_share_of_its_parent(canvas: Any) -> None:
    canvas.document.apply(StateChanged("a2", "running", fraction=0.4).to_json())
    assert canvas.painter_of_cards.look("a2").subtitle == "Growing 40 %"
    assert canvas.document.done_below("a") == (1, 2)
    assert canvas.painter_of_cards.look("a").subtitle == "Growing 50 %"


def test_row_28_thumbnails_are_asked_for_when_they_are_seen_and_dimmed_when_stale(canvas: Any, qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "fox.png"
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(picture))
    with qtbot.waitSignal(canvas.thumbnails_wanted) as wanted:
        canvas.document.apply(NodeAdded(row("m", "s", "mesh", "done")).to_json())
        canvas.fit()
        canvas.repaint()
    assert wanted.args == [["m"]]

    def redness() -> int:
        tile = canvas.card_rect("m")
        seen = canvas.grab(tile.toRect()).toImage()
        return int(seen.pixelColor(round(27 * canvas.camera.zoom), round(28 * canvas.camera.zoom)).red())

    plain = redness()
    canvas.document.set_thumbnail("m", str(picture))
    bright = redness()
    canvas.document.apply(StateChanged("m", "stale").to_json())
    dim = redness()
    assert plain < 120 < dim < bright


def test_row_37_dropped_files_and_words_go_to_the_node_below_them(canvas: Any, qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "fox.glb"))])
    at = centre(canvas, "c")
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(canvas.dropped) as dropped:
        QApplication.sendEvent(canvas, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier))
    assert dropped.args[0] == "c" and canvas.landing is None


def test_row_39_only_what_is_seen_is_painted(canvas: Any) -> None:
    many(canvas, 600)
    canvas.camera.zoom = 1.0
    frame_ids = canvas.painter_of_cards.scene.layout.visible(*canvas.camera.to_scene(0, 0), *canvas.camera.to_scene(1000, 700))
    assert len(list(frame_ids)) < 40
    canvas.fit()
    assert canvas.camera.zoom < 0.35
    assert canvas.painter_of_cards.cards is not None and not canvas.grab().toImage().isNull()


def test_row_42_the_canvas_has_names_for_those_who_cannot_see_it(canvas: Any) -> None:
    assert canvas.accessibleName() and canvas.minimap.accessibleName() and canvas.crumbs.accessibleName()
    canvas.document.apply(NodeChanged(row("c", "s", title="Owl", state="failed", reason="c.cpp:3: wrong")).to_json())
    canvas.document.select(["c"])
    said = canvas.accessibleDescription()
    assert "Owl" in said and "c.cpp:3" in said
    plain = canvas.grab(canvas.card_rect("c").toRect()).toImage()
    canvas.document.select(["a"])
    assert canvas.grab(canvas.card_rect("c").toRect()).toImage() != plain, "the one that has the keyboard is seen"
