"""What a hand is doing on the canvas: a gesture is an object with move, finish, cancel; the view holds one or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from dreamgarden.ui.canvas.layout import CARD_H, CARD_W

if TYPE_CHECKING:
    from dreamgarden.ui.canvas.view import Canvas

_PAIR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Gesture:
    """Base: does nothing. `pushes` gestures move the canvas when the pointer nears its edge."""

    cursor: Qt.CursorShape | None = None
    pushes = False

    def __init__(self, view: Canvas, start: QPointF) -> None:
        self.view = view
        self.start = start

    def move(self, point: QPointF) -> None:
        """The pointer is there now."""

    def finish(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The button was let go."""

    def cancel(self) -> None:
        """Esc, or the window lost the pointer: leave everything as it was."""

    def paint(self, painter: QPainter) -> None:
        """Draw what the gesture would do, over the cards."""


class Pan(Gesture):
    """Moves what is seen."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: Canvas, start: QPointF) -> None:
        super().__init__(view, start)
        self._last = start

    def move(self, point: QPointF) -> None:
        self.view.pan(point - self._last)
        self._last = point


class Press(Gesture):
    """A button went down on a card: a click, until it moves; then a drag."""

    def __init__(self, view: Canvas, start: QPointF, id: str, modifiers: Qt.KeyboardModifier) -> None:
        super().__init__(view, start)
        self.id = id
        self._was_selected = id in view.document.selected
        self._plain = not modifiers & _PAIR
        if not self._plain:
            view.document.select([id], toggle=True)
        elif not self._was_selected:
            view.document.select([id])

    def move(self, point: QPointF) -> None:
        far = (point - self.start).manhattanLength() >= self.view.drag_distance
        if far and self.id in self.view.document.selected and self.id != self.view.document.root:
            self.view.begin(Drag(self.view, self.start, self.id), point)

    def finish(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if self._plain and self._was_selected:
            self.view.document.select([self.id])


class Band(Gesture):
    """The rubber band on the empty canvas. Shift adds to the selection, Ctrl removes from it; a click clears it."""

    pushes = True

    def __init__(self, view: Canvas, start: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        super().__init__(view, start)
        self._origin = view.camera.to_scene(start.x(), start.y())
        self._point = start
        self._before = list(view.document.selected)
        self._adds = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        self._drops = bool(modifiers & Qt.KeyboardModifier.ControlModifier)

    def _box(self) -> QRectF:
        x, y = self.view.camera.to_view(*self._origin)
        return QRectF(QPointF(x, y), self._point).normalized()

    def move(self, point: QPointF) -> None:
        self._point = point
        box = self._box()
        left, top = self.view.camera.to_scene(box.left(), box.top())
        right, bottom = self.view.camera.to_scene(box.right(), box.bottom())
        band = self.view.sticky_band()
        inside = [slot.id for slot in self.view.scene.slots_between(left, top, right, bottom, band)]
        if self._adds:
            chosen = self._before + [id for id in inside if id not in self._before]
        elif self._drops:
            chosen = [id for id in self._before if id not in inside]
        else:
            chosen = inside
        self.view.document.select(chosen)
        self.view.update()

    def finish(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if (point - self.start).manhattanLength() < self.view.drag_distance and not (self._adds or self._drops):
            self.view.document.select([])

    def cancel(self) -> None:
        self.view.document.select(self._before)

    def paint(self, painter: QPainter) -> None:
        colour = QColor(self.view.theme.selection)
        painter.setPen(QPen(colour, 1))
        colour.setAlphaF(0.12)
        painter.setBrush(colour)
        painter.drawRoundedRect(self._box().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


@dataclass(frozen=True)
class Target:
    """Where a drag would drop: below `parent`, before the sibling `before` ("" for the end)."""

    parent: str
    before: str
    allowed: bool
    onto: bool


class Drag(Gesture):
    """Carries the selected nodes to another parent or another place; a ghost and a line show where they would go."""

    cursor = Qt.CursorShape.DragMoveCursor
    pushes = True

    def __init__(self, view: Canvas, start: QPointF, id: str) -> None:
        super().__init__(view, start)
        self.id = id
        self._point = start
        self._ids = [one for one in view.document.top_selected() if one != view.document.root]
        x, y = view.card_point(id)
        self._grip = QPointF(start.x() - x, start.y() - y)
        self.target: Target | None = None

    def move(self, point: QPointF) -> None:
        self._point = point
        self.target = self._find(point)
        allowed = self.target is None or self.target.allowed
        self.view.setCursor(self.cursor if allowed else Qt.CursorShape.ForbiddenCursor)
        self.view.update()

    def finish(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        target = self._find(point)
        if target is None:
            return
        if not target.allowed:
            self.view.told.emit(
                QCoreApplication.translate("Canvas", "A node can't hang below itself. Nothing was moved.")
            )
            return
        self.view.move_wanted.emit(self._ids, target.parent, target.before)

    def _find(self, point: QPointF) -> Target | None:
        view, document = self.view, self.view.document
        over = view.node_at(point, reach=CARD_H * 0.2)
        if over is None or over in self._ids:
            if over is None:
                return None
            return None if over == self.id else Target(over, "", False, True)
        own = any(over == one or one in document.ancestors(over) for one in self._ids)
        _, y = view.card_point(over)
        share = (point.y() - y) / (CARD_H * view.camera.zoom)
        item = document[over]
        if item.parent is None or 0.25 <= share <= 0.75:
            return Target(over, "", not own, True)
        siblings = [id for id in document[item.parent].children if id not in self._ids]
        at = siblings.index(over) + (share > 0.5) if over in siblings else len(siblings)
        return Target(item.parent, siblings[at] if at < len(siblings) else "", not own, False)

    def paint(self, painter: QPainter) -> None:
        view = self.view
        zoom = view.camera.zoom
        target = self.target
        if target is not None:
            colour = QColor(view.theme.accent if target.allowed else view.theme.states["failed"])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 2.0))
            if target.onto:
                x, y = view.card_point(target.parent)
                box = QRectF(x, y, CARD_W * zoom, CARD_H * zoom).adjusted(-3, -3, 3, 3)
                painter.drawRoundedRect(box, 12 * zoom, 12 * zoom)
            else:
                x, y = self._line(target)
                painter.drawLine(QPointF(x, y), QPointF(x + CARD_W * zoom, y))
                painter.setBrush(colour)
                painter.drawEllipse(QPointF(x, y), 3.5, 3.5)
        painter.setOpacity(0.78)
        look = view.painter_of_cards.look(self.id)
        corner = self._point - self._grip
        view.painter_of_cards.cards.paint(painter, look, corner.x(), corner.y(), zoom)
        if len(self._ids) > 1:
            view.painter_of_cards.cards.pill(painter, len(self._ids) - 1, corner.x(), corner.y(), zoom)
        painter.setOpacity(1.0)

    def _line(self, target: Target) -> tuple[float, float]:
        view = self.view
        zoom = view.camera.zoom
        if target.before:
            x, y = view.card_point(target.before)
            return x, y - 6 * zoom
        last = view.document[target.parent].children[-1]
        x, y = view.card_point(last)
        return x, y + (CARD_H + 6) * zoom
