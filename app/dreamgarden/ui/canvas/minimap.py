"""The whole tree in a corner: a line for every card in its state's colour, and a frame around what is seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, STEP
from dreamgarden.ui.canvas.scene import Scene
from dreamgarden.ui.theme import Theme

SIZE = QSize(168, 128)
_ROOM = 2.5
_PAD = 9.0
_THROTTLE_MS = 160


class Minimap(QWidget):
    """`went(x, y)`: the scene point that should come to the middle. `seen` is what the canvas shows, in the scene."""

    went = Signal(float, float)

    def __init__(self, scene: Scene, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Map of the whole garden"))
        self._scene = scene
        self._theme = theme
        self._seen = QRectF()
        self._picture: QPixmap | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_THROTTLE_MS)
        self._timer.timeout.connect(self._refresh)
        scene.after.connect(self.stale)
        scene.repaint.connect(self.stale)

    def stale(self) -> None:
        """The tree changed: paint it anew, soon."""
        if not self._timer.isActive():
            self._timer.start()

    def look_at(self, seen: QRectF) -> None:
        """The canvas shows this part of the scene now."""
        if seen != self._seen:
            self._seen = seen
            # Nothing to find that is not in sight: the map leaves the ground free.
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, self.idle)
            self.update()

    @property
    def idle(self) -> bool:
        """The whole tree is in sight, or there is no room beside it: the map shows nothing."""
        width, height = self._scene.layout.bounds()
        around = self.parentWidget()
        crowded = around is not None and around.height() < _ROOM * SIZE.height()
        return crowded or not self._scene.top or self._seen.contains(QRectF(0, 0, width, height))

    def _refresh(self) -> None:
        self._picture = None
        self.update()

    def _scale(self) -> tuple[float, float]:
        width, height = self._scene.layout.bounds()
        return (SIZE.width() - 2 * _PAD) / max(width, 900.0), (SIZE.height() - 2 * _PAD) / max(height, 620.0)

    def _offset(self) -> tuple[float, float]:
        width, height = self._scene.layout.bounds()
        fx, fy = self._scale()
        return (SIZE.width() - width * fx) / 2, (SIZE.height() - height * fy) / 2

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(SIZE * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panel = QColor(self._theme.panel)
        panel.setAlphaF(0.94)
        painter.setBrush(panel)
        painter.setPen(QPen(QColor(self._theme.hairline), 1))
        painter.drawRoundedRect(QRectF(0.5, 0.5, SIZE.width() - 1, SIZE.height() - 1), 10, 10)
        fx, fy = self._scale()
        ox, oy = self._offset()
        document = self._scene.document
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place in self._scene.layout.visible(-1e9, -1e9, 1e9, 1e9, 1.2 / fy):
            slot = place.slot
            colour = self._theme.state(document.state(slot.id))
            colour.setAlphaF(0.9)
            y = oy + (place.top + (slot.mid if place.whole else slot.height / 2)) * fy
            high = max(1.4, min(CARD_H * fy * 0.62, 5.0)) if place.whole else max(1.0, slot.height * fy)
            painter.fillRect(QRectF(ox + slot.depth * STEP * fx, y - high / 2, CARD_W * fx * 0.92, high), colour)
        painter.end()
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.idle:
            return
        if self._picture is None:
            self._picture = self._draw()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        fx, fy = self._scale()
        ox, oy = self._offset()
        box = QRectF(
            ox + self._seen.x() * fx, oy + self._seen.y() * fy, self._seen.width() * fx, self._seen.height() * fy
        )
        box = box.intersected(QRectF(3, 3, SIZE.width() - 6, SIZE.height() - 6))
        if box.width() < 6 or box.height() < 6:
            box.adjust(-3, -3, 3, 3)
        soft = QColor(self._theme.selection)
        soft.setAlphaF(0.10)
        painter.setBrush(soft)
        painter.setPen(QPen(QColor(self._theme.selection), 1.4))
        painter.drawRoundedRect(box, 4, 4)

    def _go(self, point: QPointF) -> None:
        fx, fy = self._scale()
        ox, oy = self._offset()
        self.went.emit((point.x() - ox) / fx, (point.y() - oy) / fy)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())
