"""From far away: bands fill the window, are hit where they are seen, and lead to what can be read; frames keep their time."""

from __future__ import annotations

from itertools import count
from math import inf

import pytest
from garden_rows import row
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dreamgarden.ui.canvas.camera import BAND_ZOOM, Camera, Spread
from dreamgarden.ui.canvas.layout import STEP, Layout
from dreamgarden.ui.canvas.node_item import Cards, Look
from dreamgarden.ui.canvas.view import Canvas
from dreamgarden.ui.document import Document
from dreamgarden.ui.theme import DARK


@pytest.fixture
def forest(qtbot: QtBot) -> Canvas:
    """A canvas on a tree of 30 branches with 60 leaves each."""
    rows = [row("s", None, "seed")]
    for branch in range(30):
        rows.append(row(f"b{branch}", "s", "part"))
        rows += [row(f"b{branch}l{leaf}", f"b{branch}", state="done" if leaf % 2 else "failed") for leaf in range(60)]
    document = Document()
    document.load({"garden": "/g", "seed": "", "nodes": rows})
    canvas = Canvas(document, DARK)
    canvas.motion = False
    canvas.resize(1000, 700)
    qtbot.addWidget(canvas)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.fit(glide=False)
    canvas.repaint()
    return canvas


def test_a_tree_of_thousands_fills_the_window(forest: Canvas) -> None:
    assert forest.camera.zoom < BAND_ZOOM < forest.camera.across
    width, height = forest.scene.layout.bounds()
    left, top = forest.camera.to_view(0, 0)
    right, bottom = forest.camera.to_view(width, height)
    assert left >= 0 and right <= forest.width() and top >= 0 and bottom <= forest.height()
    assert right - left > forest.width() * 0.6 and bottom - top > forest.height() * 0.9


def test_a_band_is_hit_where_it_is_seen_and_leads_to_cards(forest: Canvas, qtbot: QtBot) -> None:
    box = forest.card_rect("b7")
    QTest.mouseClick(forest, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert list(forest.document.selected) == ["b7"]
    QTest.mouseDClick(forest, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert forest.camera.zoom >= 0.5 and forest.rect().contains(forest.card_rect("b7").toRect())
    assert forest.title_field.isHidden()


def test_the_point_below_the_pointer_stays_while_bands_become_cards(forest: Canvas) -> None:
    point = QPointF(430, 250)
    before = forest.camera.to_scene(430, 250)
    for _ in range(60):
        forest.zoom_at(1.2, point)
        assert forest.camera.to_scene(430, 250) == pytest.approx(before, rel=1e-6)
    assert forest.camera.zoom > 1 and forest.camera.across == forest.camera.zoom


def test_bands_and_what_is_hit_are_the_same() -> None:
    layout = Layout()
    layout.fill(iter([("s", None), ("a", "s"), ("a1", "a"), ("a2", "a"), ("b", "s")]))
    for id, slot in layout.slots.items():
        top = layout.top(slot)
        for share in (0.1, 0.5, 0.9):
            assert layout.band_at(slot.depth * STEP + 5, top + slot.height * share) is slot, id
    assert layout.band_at(5 * STEP, 10) is None and layout.band_at(-5, 10) is None
    assert layout.band_at(5, layout.bounds()[1] + 5) is None


def test_a_small_tree_is_not_drawn_out() -> None:
    assert Spread.of(1000, 2000, 900, 600) is None
    assert Spread.of(1000, 90_000, 900, 600) is not None
    assert Camera(0.05).across == 0.05


def test_a_frame_without_time_shows_what_it_has_and_the_next_ones_make_it_whole(forest: Canvas, qtbot: QtBot) -> None:
    cards = Cards(DARK)
    image = QImage(300, 120, QImage.Format.Format_RGB32)
    numbers = count()

    def frame(look: Look, seconds: float) -> QImage:
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        cards.begin(seconds, whole=True)
        for number in range(3):  # so many are painted in any case
            cards.paint(painter, Look(f"Other {next(numbers)}", "", "idea", "code"), 0, 400, 1.0, id=f"other{number}")
        cards.paint(painter, look, 20, 20, 1.0, id="a")
        painter.end()
        return image.copy()

    first, other = Look("Fox", "Done", "done", "code"), Look("Fox in the snow", "Needs a fix", "failed", "code")
    rough = frame(first, -1.0)
    assert cards.waiting
    whole = frame(first, inf)
    assert not cards.waiting and whole != rough
    assert frame(other, -1.0) == whole and cards.waiting  # the picture of before stands in for the new one
    assert frame(other, inf) != whole and not cards.waiting
    # A small repaint elsewhere does not end the wait.
    frame(Look("A third", "Done", "done", "code"), -1.0)
    cards.begin(inf, whole=False)
    assert cards.waiting
    # The canvas goes on by itself until every card is there.
    forest.visit("b3")
    qtbot.waitUntil(lambda: not forest.painter_of_cards.cards.waiting and len(forest.seen) > 3, timeout=60_000)
