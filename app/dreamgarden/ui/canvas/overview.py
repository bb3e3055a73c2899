"""The tree from far away: every branch is its band, as high as what it holds, with its name where there is room.

Where single leaves can't be told apart any more, a branch shows how many of its leaves are in which state.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.layout import STEP, Placed, Slot
from dreamgarden.ui.canvas.scene import Scene
from dreamgarden.ui.theme import Theme, plain_font

THIN_PIXELS = 9.0
_GAP, _LINE = 3.0, 1.0
_STRIPE = 3.0
_TITLE_HIGH, _COUNT_HIGH = 13.0, 30.0
_LEAST_WIDE = 44.0
_ROW_PIXELS = 5.0
_LEAF_SHARE, _STRIPE_SHARE, _DIM = 0.7, 0.9, 0.25
_ORDER = ("done", "reused", "running", "stale", "waiting", "failed", "blocked", "cancelled", "idea", "muted", "proposed")
_MOST_WORDS = 4000


@dataclass
class _Row:
    """Siblings that are shown as one: all leaves, or all branches."""

    parent: Slot | None
    leaf: bool
    dim: bool
    x: float
    bottom: float
    top: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)

    def takes(self, slot: Slot, dim: bool) -> bool:
        """True when the slot above belongs to it too."""
        same = slot.parent is self.parent and (not slot.children) == self.leaf and dim == self.dim
        return same and self.bottom - self.top < _ROW_PIXELS


class Overview:
    """Paints bands for one theme."""

    def __init__(self, scene: Scene, theme: Theme) -> None:
        self._scene = scene
        self._theme = theme
        self._title = plain_font(11, 600)
        self._count = plain_font(10)
        self._metrics = QFontMetricsF(self._title)
        self._counts = QFontMetricsF(self._count)
        canvas, card = QColor(theme.canvas), QColor(theme.card_top)
        self._colours = {("branch", "", False): card, ("branch", "", True): _mixed(card, canvas, 0.45)}
        for state in _ORDER:
            colour = theme.state(state)
            for shade, share in (("leaf", _LEAF_SHARE), ("stripe", _STRIPE_SHARE)):
                self._colours[shade, state, False] = _mixed(colour, canvas, share)
                self._colours[shade, state, True] = _mixed(colour, canvas, share * _DIM)
        self._words: dict[tuple[str, int], str] = {}

    def paint(self, painter: QPainter, camera: Camera, view: QRectF, placed: list[Placed], matches: set[str] | None) -> None:
        """Bands of what is placed; those that a search does not match are dim."""
        document = self._scene.document
        boxes: dict[tuple[str, str, bool], list[QRectF]] = {}
        chosen: list[QRectF] = []
        named: list[tuple[QRectF, str]] = []
        zoom, across = camera.zoom, camera.across
        step = STEP * across
        wide = step - _GAP
        row: _Row | None = None
        for place in placed:
            slot = place.slot
            id = slot.id
            x, y, high = (slot.depth * STEP - camera.x) * across, (place.top - camera.y) * zoom, slot.height * zoom
            dim = matches is not None and id not in matches
            if id in document.selected:
                chosen.append(QRectF(x, y, wide, max(2.0, high)))
            leaf = not slot.children
            if place.whole and not leaf:
                box = QRectF(x, y, wide, max(1.0, high - _LINE))
                boxes.setdefault(("branch", "", dim), []).append(box)
                boxes.setdefault(("stripe", document.state(id), dim), []).append(QRectF(x, y, _STRIPE, box.height()))
                if box.height() >= _TITLE_HIGH and wide >= _LEAST_WIDE:
                    named.append((box, id))
                continue
            # Neighbours too thin to be told apart share a row. They come from below upwards.
            if row is None or not row.takes(slot, dim):
                self._put(boxes, row, wide, step)
                row = _Row(slot.parent, leaf, dim, x, y + high)
            row.top = y
            if leaf:
                tally = document[id].tally
                row.counts[tally] = row.counts.get(tally, 0) + 1
            else:
                for tally, number in document[id].counts.items():
                    row.counts[tally] = row.counts.get(tally, 0) + number
        self._put(boxes, row, wide, step)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for key, group in sorted(boxes.items(), key=lambda each: each[0][0] == "stripe"):
            painter.setBrush(self._colours[key])
            painter.drawRects(group)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.selection), 1.6))
        for box in chosen:
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self._name(painter, view, named, matches)

    def _put(self, boxes: dict[tuple[str, str, bool], list[QRectF]], row: _Row | None, wide: float, step: float) -> None:
        """The leaves of a row as one bar, a piece for each state; thin branches before it as one band."""
        if row is None:
            return
        x, high = row.x, row.bottom - row.top
        high = max(1.0, high - (_LINE if high > 3.0 else 0.0))
        if not row.leaf:
            boxes.setdefault(("branch", "", row.dim), []).append(QRectF(x, row.top, wide, high))
            x += step
        total = sum(row.counts.values())
        for each in _ORDER:
            if number := row.counts.get(each, 0):
                part = wide * number / total
                boxes.setdefault(("leaf", each, row.dim), []).append(QRectF(x, row.top, max(1.0, part - 1.0), high))
                x += part

    def _name(self, painter: QPainter, view: QRectF, named: list[tuple[QRectF, str]], matches: set[str] | None) -> None:
        document = self._scene.document
        text, soft = QColor(self._theme.text), QColor(self._theme.text2)
        for box, id in named:
            # In the middle of what is seen of the band.
            seen = box.intersected(view)
            if seen.height() < _TITLE_HIGH or seen.width() < _LEAST_WIDE:
                continue
            painter.setOpacity(_DIM if matches is not None and id not in matches else 1.0)
            two = seen.height() >= _COUNT_HIGH
            middle = seen.center().y()
            left, room = max(box.left(), view.left()) + _STRIPE + 7, box.right() - max(box.left(), view.left()) - _STRIPE - 12
            painter.setFont(self._title)
            painter.setPen(text)
            painter.drawText(QPointF(left, middle + (-2.5 if two else 4.0)), self._elided(self._metrics, document[id].title, room))
            if two:
                done, total = document.done_below(id)
                painter.setFont(self._count)
                painter.setPen(soft)
                painter.drawText(QPointF(left, middle + 11.5), self._elided(self._counts, f"{done:,} / {total:,}", room))
        painter.setOpacity(1.0)

    def _elided(self, metrics: QFontMetricsF, text: str, room: float) -> str:
        key = (text, int(room))
        found = self._words.get(key)
        if found is None:
            if len(self._words) > _MOST_WORDS:
                self._words.clear()
            found = self._words[key] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return found


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    pairs = ((colour.redF(), ground.redF()), (colour.greenF(), ground.greenF()), (colour.blueF(), ground.blueF()))
    return QColor.fromRgbF(*(mine * share + theirs * (1 - share) for mine, theirs in pairs))
