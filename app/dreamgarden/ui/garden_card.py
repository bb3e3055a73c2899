"""A garden opened before, as a card of the first page: a picture of its game, its name, how large it is, and when."""

from __future__ import annotations

from time import localtime, strftime, time

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from dreamgarden.ui import icons, memory
from dreamgarden.ui.theme import Theme, font, px

_PICTURE_SHARE = 9 / 16
_WORDS = 58


class GardenCard(QAbstractButton):
    """Clicked: open this garden, whose folder is `folder`."""

    def __init__(self, one: memory.Recent, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.folder = one.folder
        self._one = one
        self._theme = theme
        self._over = False
        self._picture = QPixmap(str(memory.picture_of(one.folder)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(one.title)
        self.setToolTip(f"{one.seed[:400]}\n{one.folder}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * _PICTURE_SHARE) + px(_WORDS)

    def sizeHint(self) -> QSize:
        return QSize(px(226), self.heightForWidth(px(226)))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, 12, 12)
        painter.fillPath(shape, QColor(theme.hover if self._over or self.isDown() else theme.raised))
        frame = QRectF(box.left(), box.top(), box.width(), box.height() - px(_WORDS))
        painter.setClipPath(shape)
        painter.fillRect(frame, QColor(theme.inset))
        if self._picture.isNull():
            side = px(30)
            place = QRectF(0, 0, side, side)
            place.moveCenter(frame.center())
            drawing = icons.pixmap("sprout", theme.states["done"], side, 2.0)
            painter.drawPixmap(place, drawing, QRectF(drawing.rect()))
        else:
            painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
            size = self._picture.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
        painter.setClipping(False)
        left, room = px(14), self.width() - 2 * px(14)
        painter.setFont(font(13, 600))
        painter.setPen(QColor(theme.text))
        title = painter.fontMetrics().elidedText(self._one.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, frame.bottom() + px(9), room, px(20)), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(font(11))
        painter.setPen(QColor(theme.text2))
        painter.drawText(QRectF(left, frame.bottom() + px(29), room, px(18)), Qt.AlignmentFlag.AlignVCenter, self._detail())
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.edge if self._over else theme.hairline), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)

    def _detail(self) -> str:
        return self.tr("{0} nodes").format(self._one.nodes) + f" · {self._when()}"

    def _when(self) -> str:
        minutes = (time() - self._one.opened) / 60
        if minutes < 2:
            return self.tr("just now")
        if minutes < 60:
            return self.tr("{0} minutes ago").format(round(minutes))
        if minutes < 24 * 60:
            return self.tr("{0} hours ago").format(max(1, round(minutes / 60)))
        return strftime("%Y-%m-%d", localtime(self._one.opened))
