"""The canvas: one widget that paints the tree and turns what hands do into wishes. It changes nothing itself."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from dreamgarden.ui.breadcrumbs import Breadcrumbs
from dreamgarden.ui.canvas import planting
from dreamgarden.ui.canvas.camera import BAND_ZOOM
from dreamgarden.ui.canvas.gestures import Band, Gesture, Pan, Press
from dreamgarden.ui.canvas.layout import STEP
from dreamgarden.ui.canvas.minimap import Minimap
from dreamgarden.ui.canvas.node_item import FULL_ZOOM
from dreamgarden.ui.canvas.paint import Frame, Painter
from dreamgarden.ui.canvas.rename import TitleField
from dreamgarden.ui.canvas.steady import Steady
from dreamgarden.ui.canvas.viewport import READABLE, Viewport
from dreamgarden.ui.document import BUILT, Document
from dreamgarden.ui.theme import Theme

_EDGE = 28.0
# Of a frame, for painting pictures of cards anew; the rest of them comes with the next frames.
_PICTURE_SECONDS = 0.004


class Canvas(Viewport):
    """Signals are wishes: the window turns them into requests. `told` is a sentence for the person."""

    move_wanted = Signal(list, str, str)
    rename_wanted = Signal(str, str)
    menu_wanted = Signal(QPoint)
    quick_add_wanted = Signal(QPoint)
    thumbnails_wanted = Signal(list)
    answered = Signal(str, bool)
    dropped = Signal(str, object)
    told = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(document, theme, parent)
        self.setObjectName("canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("The garden's tree"))
        self._steady = Steady(self.scene)
        self.drag_distance = QApplication.startDragDistance()
        self.show_needs = True
        self.matches: set[str] | None = None
        # What a frame may take for pictures of cards; infinite for one that has to be whole at once.
        self.picture_seconds = _PICTURE_SECONDS
        # Something is growing: an empty garden says so.
        self.growing = False
        self.gesture: Gesture | None = None
        # The node that something dragged here from outside is over; "" is the ground, None is nothing.
        self.landing: str | None = None
        self._space = False
        self._space_used = False
        self._asked: set[str] = set()
        # The nodes whose cards could be read in the frame painted last.
        self.seen: list[str] = []
        self._pointer = QPointF(-1, -1)
        self.minimap = Minimap(self.scene, theme, self)
        self.minimap.went.connect(self._centre)
        self.title_field = TitleField(self)
        self.title_field.committed.connect(self._renamed)
        self.looked.connect(self.title_field.abandon)
        self.scene.before.connect(self._remember)
        self.scene.after.connect(self._rearranged)
        self.scene.repaint.connect(self._repaint_card)
        self.scene.focus_changed.connect(self._focused)
        self.crumbs = Breadcrumbs(self.scene, theme, self)
        self.crumbs.went.connect(self.scene.show_branch)
        document.selection_changed.connect(self._selected)
        document.reset.connect(self._arrive)
        document.restated.connect(self._restated)

    # Time

    def _arrive(self) -> None:
        self._asked.clear()
        self._touched = False
        self.fit(least=READABLE * self.unit, glide=False)

    def _focused(self) -> None:
        self._touched = False
        self.fit(least=READABLE * self.unit, glide=False)
        self.update()

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
        if busy or self.painter_of_cards.cards.waiting:
            self.update()
            if self._clock.interval() != 16:
                self._clock.setInterval(16)
            return
        self._sharp = not self._calm.isActive()
        if self._sprouting and self.motion and self.isVisible():
            self._clock.setInterval(40)
            self.update()
            return
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
            self.fit(least=READABLE * self.unit)
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

    def _restated(self) -> None:
        self.minimap.stale()
        self._run_clock()
        self.update()

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
        self.measure()
        painter = QPainter(self)
        view = QRectF(self.rect())
        frame = Frame(
            self.camera, view, QRectF(event.rect()), self._sharp and not self.scene.motions,
            self.matches, self.show_needs, self.hasFocus(), self.picture_seconds,
        )  # fmt: skip
        painted = self.painter_of_cards.paint(painter, frame)
        if self.painter_of_cards.cards.waiting:
            self._run_clock()
        if self._sprouting:
            seconds = monotonic() if self.motion else 0.0
            planting.paint(painter, view, self.theme, self.document.seed, self.tr("Planting the seed…"), seconds)
            if self.motion:
                self._run_clock()
        if self.gesture is not None:
            self.gesture.paint(painter)
        if self.landing is not None:
            box = self.card_rect(self.landing).adjusted(-3, -3, 3, 3) if self.landing else view.adjusted(3, 3, -3, -3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), 2.0))
            painter.drawRoundedRect(box, 12, 12)
        painter.end()
        left, top = self.camera.to_scene(0, 0)
        self.minimap.look_at(QRectF(left, top, self.width() / self.camera.across, self.height() / self.camera.zoom))
        if self.motion and not self._clock.isActive() and any(self.document.state(id) == "running" for id in painted):
            self._run_clock()
        if event.rect().contains(self.rect()):
            self.seen = painted
        wanted = [id for id in painted if id not in self._asked and self._lacks_picture(id)]
        if wanted:
            self._asked.update(wanted)
            self.thumbnails_wanted.emit(wanted)

    @property
    def _sprouting(self) -> bool:
        return self.growing and not self.document.root

    def _lacks_picture(self, id: str) -> bool:
        item = self.document[id]
        return item.kind == "mesh" and item.state in (*BUILT, "stale") and not self.document.thumbnails.get(id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.minimap.move(16, self.height() - self.minimap.height() - 16)
        self.title_field.abandon()
        if not self._touched and self.document.root:
            self.fit(least=READABLE * self.unit, glide=False)

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
            elif id is not None and (answer := self.answer_at(id, point)) is not None:
                self.answered.emit(id, answer)
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
        if id is not None and self.camera.zoom < BAND_ZOOM:
            self.visit(id)
        elif id is not None:
            self.rename(id)
        else:
            self.quick_add_wanted.emit(event.position().toPoint())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasText() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.landing = self.node_at(event.position()) or ""
        self.update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.landing = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self.landing = None
        self.update()
        event.acceptProposedAction()
        self.dropped.emit(self.node_at(event.position()) or "", event.mimeData())

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
