"""The canvas: one widget that paints the tree and turns what hands do into wishes. It changes nothing itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.flight import Flight
from dreamgarden.ui.canvas.gestures import Band, Gesture, Pan, Press
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, STEP
from dreamgarden.ui.canvas.minimap import Minimap
from dreamgarden.ui.canvas.node_item import FULL_ZOOM
from dreamgarden.ui.canvas.paint import Frame, Painter
from dreamgarden.ui.canvas.rename import TitleField
from dreamgarden.ui.canvas.scene import Scene
from dreamgarden.ui.canvas.steady import Steady
from dreamgarden.ui.document import BUILT, Document
from dreamgarden.ui.theme import Theme

_EDGE = 28.0
_READABLE = 0.8


class Canvas(QWidget):
    """Signals are wishes: the window turns them into requests. `told` is a sentence for the person."""

    move_wanted = Signal(list, str, str)
    rename_wanted = Signal(str, str)
    menu_wanted = Signal(QPoint)
    quick_add_wanted = Signal(QPoint)
    thumbnails_wanted = Signal(list)
    told = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("The garden's tree"))
        self.document = document
        self.theme = theme
        self.scene = Scene(document, self)
        self._steady = Steady(self.scene)
        self.painter_of_cards = Painter(self.scene, theme, self.devicePixelRatioF())
        self.camera = Camera(1.0, -40.0, -300.0)
        self.drag_distance = QApplication.startDragDistance()
        self.motion = True
        self.show_needs = True
        self.matches: set[str] | None = None
        self.gesture: Gesture | None = None
        self._space = False
        self._space_used = False
        self._touched = False
        self._asked: set[str] = set()
        self._flight: Flight | None = None
        self._pointer = QPointF(-1, -1)
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(110)
        self._calm.timeout.connect(self._sharpen)
        self._sharp = True
        self.minimap = Minimap(self.scene, theme, self)
        self.minimap.went.connect(self._centre)
        self.title_field = TitleField(self)
        self.title_field.committed.connect(self._renamed)
        self.scene.before.connect(self._remember)
        self.scene.after.connect(self._rearranged)
        self.scene.repaint.connect(self._repaint_card)
        document.selection_changed.connect(self._selected)
        document.reset.connect(self._arrive)

    # Where things are

    def sticky_band(self) -> tuple[float, float] | None:
        """The heights between which parents stick."""
        return self.painter_of_cards.band(self.camera, QRectF(self.rect()))

    def card_point(self, id: str) -> tuple[float, float]:
        """The widget point of a card's corner as it is shown."""
        return self.camera.to_view(*self.scene.card_of(id, self.sticky_band()))

    def card_rect(self, id: str) -> QRectF:
        """Where a card is shown, in the widget."""
        x, y = self.card_point(id)
        return QRectF(x, y, CARD_W * self.camera.zoom, CARD_H * self.camera.zoom)

    def node_at(self, point: QPointF, reach: float = 0.0) -> str | None:
        """The node whose card is at a widget point, or within `reach` scene pixels above or below it."""
        x, y = self.camera.to_scene(point.x(), point.y())
        for dy in (0.0, -reach, reach) if reach else (0.0,):
            slot = self.scene.layout.hit(x, y + dy, self.sticky_band())
            if slot is not None:
                return slot.id
        return None

    def pill_at(self, point: QPointF) -> str | None:
        """The folded node whose "+N" is at a widget point."""
        for shift in (0.0, 24.0, 48.0):
            id = self.node_at(QPointF(point.x() - shift * self.camera.zoom, point.y()))
            if id is not None and self.scene.folded(id):
                x, y = self.card_point(id)
                box = self.painter_of_cards.cards.pill_box(self.scene.hidden(id), x, y, self.camera.zoom)
                return id if box.contains(point) else None
        return None

    # What is seen

    def pan(self, by: QPointF) -> None:
        """Move what is seen by so many widget pixels."""
        self._touched = True
        self.camera.pan(by.x(), by.y())
        self.update()

    def zoom_at(self, factor: float, point: QPointF) -> None:
        """Zoom so that what is below the point stays there."""
        self._touched = True
        self._flight = None
        self.camera.zoom_at(factor, point.x(), point.y())
        self._sharp = False
        self._calm.start()
        self.title_field.abandon()
        self.update()

    def zoom_middle(self, factor: float) -> None:
        """Zoom about the middle; a factor of 0 returns to 100 %."""
        self.zoom_at(factor or 1.0 / self.camera.zoom, QPointF(self.width() / 2, self.height() / 2))

    def fit(self, ids: list[str] | None = None, *, least: float = 0.0, glide: bool = True) -> None:
        """Show all, or these nodes, whole; not smaller than the zoom `least`."""
        if not self.document.root:
            return
        if ids:
            corners = [self.scene.card_of(self.scene.nearest_shown(id)) for id in ids]
            left, top = min(x for x, _ in corners), min(y for _, y in corners)
            right, bottom = max(x for x, _ in corners) + CARD_W, max(y for _, y in corners) + CARD_H
        else:
            left, top = 0.0, 0.0
            right, bottom = self.scene.layout.bounds()
        target = self.camera.fitted(left, top, right, bottom, self.width(), self.height(), 32.0)
        if target.zoom < least:
            # Too small to read: from the left edge, with the root half-way down.
            _, root_y = self.scene.layout.card(self.document.root)
            target = Camera(least, -36.0 / least, root_y + CARD_H / 2 - self.height() / 2 / least)
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
            target = Camera(self.camera.zoom, self.camera.x, self.camera.y, self.camera.floor)
            target.pan(dx, dy)
            self._touched = True
            self._fly(target)

    def _fly(self, target: Camera, *, glide: bool = True) -> None:
        if glide and self.motion and self.isVisible():
            self._flight = Flight(replace(self.camera), target)
            self._run_clock()
        else:
            self.camera, self._flight = target, None
            self.update()

    def _centre(self, x: float, y: float) -> None:
        self._touched = True
        self.camera.x = x - self.width() / 2 / self.camera.zoom
        self.camera.y = y - self.height() / 2 / self.camera.zoom
        self.update()

    def _arrive(self) -> None:
        self._asked.clear()
        self._touched = False
        self.fit(least=_READABLE, glide=False)

    def keep_place(self) -> None:
        """What is seen was chosen by the person: let it not be fitted by itself any more."""
        self._touched = True

    # Time

    def _run_clock(self) -> None:
        if not self._clock.isActive():
            self._clock.start(16)

    def _tick(self) -> None:
        busy = self.scene.settle()
        if self._flight is not None:
            self.camera = self._flight.camera()
            self._sharp = self._flight.landed
            if self._sharp:
                self._flight = None
            busy = True
        if self.gesture is not None and self.gesture.pushes:
            busy = True
            self._push()
        if busy:
            self.update()
            if self._clock.interval() != 16:
                self._clock.setInterval(16)
            return
        self._sharp = True
        spinning = self.painter_of_cards.spinning(self.camera, QRectF(self.rect())) if self.motion else []
        if spinning and self.isVisible():
            self._clock.setInterval(50)
            for box in spinning:
                self.update(box)
        else:
            self._clock.stop()
            self.update()

    def _push(self) -> None:
        point = self._pointer
        dx = max(0.0, _EDGE - point.x()) - max(0.0, point.x() - self.width() + _EDGE)
        dy = max(0.0, _EDGE - point.y()) - max(0.0, point.y() - self.height() + _EDGE)
        if dx or dy:
            self.pan(QPointF(dx * 0.45, dy * 0.45))
            if self.gesture is not None:
                self.gesture.move(point)

    def _sharpen(self) -> None:
        self._sharp = True
        self.update()

    # In step with the scene

    def _remember(self) -> None:
        under = self.node_at(self._pointer) if self.underMouse() or self.gesture else None
        self._steady.note(self.camera, self.width(), self.height(), under, self.sticky_band())

    def _rearranged(self) -> None:
        shift = self._steady.settle(glide=self.motion, band=self.sticky_band())
        self.camera.y += shift
        if self._flight is not None:
            self._flight.shift(shift)
        if self.motion:
            self._run_clock()
        if not self._touched and self.isVisible() and self.document.root:
            self.fit(least=_READABLE)
        self.update()

    def _repaint_card(self, id: str) -> None:
        if id not in self.document or id not in self.scene.layout.slots:
            return
        if self.document.state(id) == "running":
            self._run_clock()
        if self.camera.zoom < FULL_ZOOM or not self.scene.layout.shown(id):
            self.update()
            return
        box = self.card_rect(id).adjusted(-STEP * 0.3 * self.camera.zoom, -20, 60, 20)
        self.update(box.toAlignedRect())

    def _selected(self) -> None:
        current = self.document.current
        self.setAccessibleDescription(self.painter_of_cards.hint(current.id) if current else "")
        self.update()

    # Renaming in place

    def rename(self, id: str) -> None:
        """Open the title of a card for writing."""
        self.reveal(id)
        if self.camera.zoom < 0.7:
            self.fit([id])
        if self._flight is not None:
            self.camera, self._flight = self._flight.target, None
        self.title_field.open(id, self.document[id].title, self.card_rect(id), self.camera.zoom)

    def _renamed(self, id: str, title: str) -> None:
        self.setFocus()
        if id in self.document and title and title != self.document[id].title:
            self.rename_wanted.emit(id, title)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.painter_of_cards.cards.ratio != self.devicePixelRatioF():
            self.painter_of_cards = Painter(self.scene, self.theme, self.devicePixelRatioF())
        painter = QPainter(self)
        view = QRectF(self.rect())
        frame = Frame(
            self.camera, view, QRectF(event.rect()), self._sharp and not self.scene.motions,
            self.matches, self.show_needs, self.hasFocus(),
        )  # fmt: skip
        painted = self.painter_of_cards.paint(painter, frame)
        if self.gesture is not None:
            self.gesture.paint(painter)
        painter.end()
        left, top = self.camera.to_scene(0, 0)
        self.minimap.look_at(QRectF(left, top, self.width() / self.camera.zoom, self.height() / self.camera.zoom))
        if self.motion and not self._clock.isActive() and any(self.document.state(id) == "running" for id in painted):
            self._run_clock()
        wanted = [id for id in painted if id not in self._asked and self._lacks_picture(id)]
        if wanted:
            self._asked.update(wanted)
            self.thumbnails_wanted.emit(wanted)

    def _lacks_picture(self, id: str) -> bool:
        item = self.document[id]
        return item.kind == "mesh" and item.state in (*BUILT, "stale") and not self.document.thumbnails.get(id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.minimap.move(16, self.height() - self.minimap.height() - 16)
        self.title_field.abandon()
        if not self._touched and self.document.root:
            self.fit(least=_READABLE, glide=False)

    def begin(self, gesture: Gesture | None, point: QPointF) -> None:
        """Put another gesture, or none, in the place of the one under way."""
        self.gesture = gesture
        if gesture is None:
            self.unsetCursor()
            self.update()
            return
        if gesture.cursor is not None:
            self.setCursor(gesture.cursor)
        gesture.move(point)
        if gesture.pushes:
            self._run_clock()

    def cancel(self) -> bool:
        """Give up the gesture under way; True when there was one."""
        if self.gesture is None:
            return False
        self.gesture.cancel()
        self.begin(None, self._pointer)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        self._pointer = point
        self.title_field.commit()
        if self.gesture is not None:
            return
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self._space_used = True
            self.begin(Pan(self, point), point)
        elif left:
            pill = self.pill_at(point)
            id = self.node_at(point)
            if pill is not None:
                self.scene.fold([pill], False)
            elif id is not None:
                self.begin(Press(self, point, id, event.modifiers()), point)
            else:
                self.begin(Band(self, point, event.modifiers()), point)
        elif event.button() == Qt.MouseButton.RightButton:
            id = self.node_at(point)
            if id is not None and id not in self.document.selected:
                self.document.select([id])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self.gesture is not None:
            self.gesture.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        gesture = self.gesture
        if gesture is not None and event.button() != Qt.MouseButton.RightButton:
            self.begin(None, event.position())
            gesture.finish(event.position(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        id = self.node_at(event.position())
        if id is not None:
            self.rename(id)
        else:
            self.quick_add_wanted.emit(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.document.current:
            corner = self.card_rect(self.document.current.id).bottomLeft().toPoint()
            self.menu_wanted.emit(self.mapToGlobal(corner))
        else:
            self.menu_wanted.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        point = event.position()
        pixels, turns = event.pixelDelta(), event.angleDelta()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        fingers = (
            event.device().type() == QInputDevice.DeviceType.TouchPad or event.phase() != Qt.ScrollPhase.NoScrollPhase
        )
        if fingers and not control:
            self.pan(QPointF(pixels if not pixels.isNull() else turns / 2))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(QPointF(turns.y() or turns.x(), 0) / 1.5)
        elif turns.y():
            self.zoom_at(1.0015 ** turns.y(), point)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_at(1.0 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            id = self.node_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.painter_of_cards.hint(id) if id else "", self)
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._space, self._space_used = True, False
                self.setCursor(Qt.CursorShape.OpenHandCursor)
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._space:
            self._space = False
            if self.gesture is None:
                self.unsetCursor()
            if not self._space_used:
                ids = list(self.document.selected)
                self.scene.fold(ids, not all(self.scene.folded(id) for id in ids))
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        super().focusOutEvent(event)
