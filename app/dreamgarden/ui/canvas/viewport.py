"""What of the tree is seen: the camera over the scene, where cards are in the widget, and the ways to look elsewhere."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from dreamgarden.ui.canvas.camera import BAND_ZOOM, Camera, Spread
from dreamgarden.ui.canvas.flight import Flight
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, STEP
from dreamgarden.ui.canvas.node_item import ACCEPT, DISCARD, FULL_ZOOM
from dreamgarden.ui.canvas.paint import Painter
from dreamgarden.ui.canvas.scene import Scene
from dreamgarden.ui.document import Document
from dreamgarden.ui.theme import Theme, text_scale

READABLE = 0.9
MARGIN = 24.0
# A tree that fits no larger than this is met from afar, where one sees what there is; a smaller one from near its seed.
_MANY_ZOOM = 0.03
# In a narrow window all columns are shown, if they need not be smaller than this share of what reads well.
_NARROW = 0.8
# What edges of needs take beside the last column.
_NEEDS_WIDE = 72.0


class Viewport(QWidget):
    """A widget that looks at a scene. `looked`: the zoom was changed. Painting and hands are the canvas's."""

    looked = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.theme = theme
        self.motion = True
        self.scene = Scene(document, self)
        self.painter_of_cards = Painter(self.scene, theme, self.devicePixelRatioF())
        self.unit = text_scale()
        self.camera = Camera(self.unit, -40.0, -300.0)
        self._flight: Flight | None = None
        self._touched = False
        self._sharp = True
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(110)
        self._calm.timeout.connect(self._sharpen)

    # Where things are

    def sticky_band(self) -> tuple[float, float] | None:
        """The heights between which parents stick."""
        return self.painter_of_cards.band(self.camera, QRectF(self.rect()))

    def card_point(self, id: str) -> tuple[float, float]:
        """The widget point of a card's corner as it is shown."""
        return self.camera.to_view(*self.scene.card_of(id, self.sticky_band()))

    def card_rect(self, id: str) -> QRectF:
        """Where a card is shown, in the widget."""
        if self.camera.zoom < BAND_ZOOM:
            slot = self.scene.layout.slots[id]
            x, y = self.camera.to_view(slot.depth * STEP, self.scene.layout.top(slot))
            return QRectF(x, y, STEP * self.camera.across, slot.height * self.camera.zoom)
        x, y = self.card_point(id)
        return QRectF(x, y, CARD_W * self.camera.zoom, CARD_H * self.camera.zoom)

    def node_at(self, point: QPointF, reach: float = 0.0) -> str | None:
        """The node whose card is at a widget point, or within `reach` scene pixels above or below it."""
        x, y = self.camera.to_scene(point.x(), point.y())
        if self.camera.zoom < BAND_ZOOM:
            found = self.scene.layout.band_at(x, y)
            return found.id if found is not None else None
        for dy in (0.0, -reach, reach) if reach else (0.0,):
            slot = self.scene.layout.hit(x, y + dy, self.sticky_band())
            if slot is not None:
                return slot.id
        return None

    def pill_at(self, point: QPointF) -> str | None:
        """The folded node whose "+N" is at a widget point."""
        if self.camera.zoom < BAND_ZOOM:
            return None
        for shift in (0.0, 24.0, 48.0):
            id = self.node_at(QPointF(point.x() - shift * self.camera.zoom, point.y()))
            if id is not None and self.scene.folded(id):
                x, y = self.card_point(id)
                box = self.painter_of_cards.cards.pill_box(self.scene.hidden(id), x, y, self.camera.zoom)
                return id if box.contains(point) else None
        return None

    def answer_at(self, id: str, point: QPointF) -> bool | None:
        """What a click there says to a proposed card: yes, no, or None where it says nothing."""
        if not self.document[id].proposed or self.camera.zoom < FULL_ZOOM:
            return None
        x, y = self.card_point(id)
        at = (point - QPointF(x, y)) / self.camera.zoom
        return True if ACCEPT.contains(at) else False if DISCARD.contains(at) else None

    # What is seen

    def measure(self) -> None:
        """Find how far bands are to be drawn out, for the tree and the window of now."""
        width, height = self.scene.layout.bounds()
        self.camera.spread = Spread.of(width, height, self.width() - 2 * MARGIN, self.height() - 2 * MARGIN)

    def pan(self, by: QPointF) -> None:
        """Move what is seen by so many widget pixels."""
        self._touched = True
        self.camera.pan(by.x(), by.y())
        self.update()

    def zoom_at(self, factor: float, point: QPointF) -> None:
        """Zoom so that what is below the point stays there."""
        self._touched = True
        self._flight = None
        self.measure()
        self.camera.zoom_at(factor, point.x(), point.y())
        self._sharp = False
        self._calm.start()
        self.looked.emit()
        self.update()

    def zoom_middle(self, factor: float) -> None:
        """Zoom about the middle; a factor of 0 returns to 100 %, which is larger where text is."""
        self.zoom_at(factor or self.unit / self.camera.zoom, QPointF(self.width() / 2, self.height() / 2))

    def fit(self, ids: list[str] | None = None, *, least: float = 0.0, glide: bool = True) -> None:
        """Show all, or these nodes, whole; not smaller than the zoom `least`."""
        if not self.scene.top:
            return
        self.measure()
        shown = [self.scene.nearest_shown(id) for id in ids or ()]
        corners = [self.scene.card_of(id) for id in shown if id in self.scene.layout.slots]
        if corners:
            left, top = min(x for x, _ in corners), min(y for _, y in corners)
            right, bottom = max(x for x, _ in corners) + CARD_W, max(y for _, y in corners) + CARD_H
        else:
            left, top = 0.0, 0.0
            right, bottom = self.scene.layout.bounds()
        target = self.camera.fitted(left, top, right, bottom, self.width(), self.height(), MARGIN, self.unit)
        if _MANY_ZOOM < target.zoom < least:
            # Too small to read: from the left edge, with the root half-way down, and all columns in sight if words allow.
            least = max(least * _NARROW, min(least, (self.width() - MARGIN) / (right - left + _NEEDS_WIDE)))
            _, root_y = self.scene.layout.card(self.scene.top)
            target = Camera(least, -MARGIN / least, root_y + CARD_H / 2 - self.height() / 2 / least)
        self._fly(target, glide=glide)

    def reveal(self, id: str) -> None:
        """Unfold what hides a node and bring it into sight, moving no more than needed."""
        self.scene.reveal(id)
        box = self.card_rect(id)
        margin = 24.0
        # A sticking parent is in sight already; its children, not its own place, are what one came for.
        dx = max(0.0, margin - box.left()) + min(0.0, self.width() - margin - box.right())
        dy = max(0.0, margin - box.top()) + min(0.0, self.height() - margin - box.bottom())
        if dx or dy:
            target = replace(self.camera)
            target.pan(dx, dy)
            self._touched = True
            self._fly(target)

    def visit(self, id: str) -> None:
        """Come near enough to read a node and what grows on it."""
        self._touched = True
        self.scene.reveal(id)
        x, y = self.scene.layout.card(id)
        zoom = READABLE * self.unit
        self._fly(Camera(zoom, x - 36.0 / zoom, y + CARD_H / 2 - self.height() / 2 / zoom, self.camera.floor, self.camera.spread))

    def _fly(self, target: Camera, *, glide: bool = True) -> None:
        if glide and self.motion and self.isVisible():
            self._flight = Flight(replace(self.camera), target)
            self._run_clock()
        else:
            self.camera, self._flight = target, None
            self.update()

    def _centre(self, x: float, y: float) -> None:
        self._touched = True
        self.camera.x = x - self.width() / 2 / self.camera.across
        self.camera.y = y - self.height() / 2 / self.camera.zoom
        self.update()

    def keep_place(self) -> None:
        """What is seen was chosen by the person: let it not be fitted by itself any more."""
        self._touched = True

    # Time

    def _run_clock(self) -> None:
        if not self._clock.isActive():
            self._clock.start(16)

    def _tick(self) -> None:
        """A moment has passed."""
        raise NotImplementedError

    def _sharpen(self) -> None:
        self._sharp = True
        self.update()
