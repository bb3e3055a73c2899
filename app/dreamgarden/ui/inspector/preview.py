"""A picture of an asset on a quiet ground, as large as there is room."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QRadialGradient
from PySide6.QtWidgets import QWidget

from dreamgarden.ui.theme import Theme, font, px


class Preview(QWidget):
    """Shows one picture, or a sentence where there is none. A stale picture is dimmed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QPixmap()
        self._stale = False
        self._text = ""
        # A view of the game fills the frame; a model stands in it.
        self.fills = False
        self.setMinimumHeight(px(120))

    def show_picture(self, path: str, *, stale: bool = False) -> bool:
        """Show the picture in a file; False when there is none to show."""
        self._picture = QPixmap(path) if path and Path(path).is_file() else QPixmap()
        self._stale = stale
        self._text = ""
        self.update()
        return not self._picture.isNull()

    def clear(self) -> None:
        """Show nothing but the ground."""
        self._picture, self._text = QPixmap(), ""
        self.update()

    def say(self, text: str) -> None:
        """Show a sentence instead."""
        self._picture = QPixmap()
        self._text = text
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, 10, 10)
        painter.fillPath(shape, QColor(self._theme.inset))
        light = QRadialGradient(box.center(), max(box.width(), box.height()) * 0.6)
        light.setColorAt(0, QColor(self._theme.raised))
        light.setColorAt(1, QColor(self._theme.inset))
        painter.fillPath(shape, light)
        painter.setClipPath(shape)
        if not self._picture.isNull():
            how = Qt.AspectRatioMode.KeepAspectRatioByExpanding if self.fills else Qt.AspectRatioMode.KeepAspectRatio
            size = self._picture.size().scaled((box.size() * (1.0 if self.fills else 0.97)).toSize(), how)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(box.center())
            painter.setOpacity(0.5 if self._stale else 1.0)
            painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
            painter.setOpacity(1.0)
        elif self._text:
            painter.setPen(QColor(self._theme.text3))
            painter.setFont(font(13))
            painter.drawText(
                box.adjusted(24, 0, -24, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text
            )
        painter.setClipping(False)
        painter.setPen(QPen(QColor(self._theme.hairline), 1))
        painter.drawPath(shape)
