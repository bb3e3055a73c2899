"""How a model came to be, from words over pictures to the mesh, as a row of steps; and the sheet of its sprites."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dreamgarden.ui import words
from dreamgarden.ui.inspector.facts import way
from dreamgarden.ui.marks import QT_TRANSLATE_NOOP
from dreamgarden.ui.theme import Theme, font, px

_STEPS = {
    "words": QT_TRANSLATE_NOOP("Origin", "Words"),
    "picture": QT_TRANSLATE_NOOP("Origin", "Picture"),
    "cutout": QT_TRANSLATE_NOOP("Origin", "Cut-out"),
    "mesh": QT_TRANSLATE_NOOP("Origin", "Model"),
}


class Origin(QWidget):
    """Hidden where a model has no such history."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._shown: object = None
        self.hide()

    def show_leaf(self, notes: Mapping[str, Any], pictures: Mapping[str, str]) -> None:
        """Show the chain that an artifact's notes tell; `pictures` are its files, name → path."""
        chain = [step for step in notes.get("chain") or () if isinstance(step, Mapping)]
        sheet = notes.get("sprites") if isinstance(notes.get("sprites"), Mapping) else None
        atlas = next((path for name, path in pictures.items() if name not in ("thumbnail.png", "picture.png", "cutout.png")), "")
        now = (chain, sheet, dict(pictures))
        if now == self._shown:
            return
        self._shown = now
        while (old := self._column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if chain:
            self._caption(QCoreApplication.translate("Origin", "How it was made"))
            for step in chain:
                self._column.addWidget(self._step(step, pictures))
        if sheet and atlas:
            told = QCoreApplication.translate("Origin", "Sprites: {0} directions of {1} frames, {2} pixels each")
            self._caption(told.format(sheet.get("directions", "?"), sheet.get("frames", "?"), sheet.get("side", "?")))
            self._column.addWidget(Atlas(atlas, self._theme, self))
        self.setVisible(bool(chain or (sheet and atlas)))

    def _caption(self, text: str) -> None:
        label = QLabel(text)
        label.setObjectName("caption")
        label.setWordWrap(True)
        self._column.addWidget(label)

    def _step(self, step: Mapping[str, Any], pictures: Mapping[str, str]) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        name = str(step.get("step", ""))
        row.addWidget(Sight(pictures.get(str(step.get("file", "")), ""), self._theme, made), 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(px(2))
        head = QLabel(QCoreApplication.translate("Origin", _STEPS[name]) if name in _STEPS else name)
        head.setFont(font(12, 600))
        told.addWidget(head)
        for text, look in ((_sentence(step), "sub"), (str(step.get("note") or ""), "warn")):
            if text:
                label = QLabel(text)
                label.setObjectName(look)
                label.setFont(font(12))
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                if look == "warn":
                    label.setStyleSheet(f"color: {self._theme.states['running']};")
                told.addWidget(label)
        told.addStretch(1)
        row.addLayout(told, 1)
        return made


def _sentence(step: Mapping[str, Any]) -> str:
    """Who made a step, how surely and how long it took."""
    parts: list[str] = []
    if text := str(step.get("text") or ""):
        parts.append(f"“{text}”")
    if by := str(step.get("by") or ""):
        parts.append(way(by))
    sure = step.get("confidence")
    if isinstance(sure, int | float):
        parts.append(QCoreApplication.translate("Origin", "{0} % sure").format(round(sure * 100)))
    triangles = step.get("triangles")
    if isinstance(triangles, int):
        parts.append(QCoreApplication.translate("Origin", "{0} triangles").format(f"{triangles:,}"))
    seconds = step.get("seconds")
    if isinstance(seconds, int | float) and seconds > 0:
        parts.append(words.took(float(seconds)))
    parts += [str(step[name]) for name in ("licence", "credit") if step.get(name)]
    return " · ".join(parts)


class Sight(QWidget):
    """A small picture of a step; a click opens the file."""

    def __init__(self, path: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = path if path and Path(path).is_file() else ""
        self._picture = QPixmap(self._path) if self._path else QPixmap()
        self._theme = theme
        self.setFixedSize(QSize(px(56), px(56)))
        if self._path:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, 8, 8)
        painter.fillPath(shape, QColor(self._theme.inset))
        if self._picture.isNull():
            painter.setPen(QColor(self._theme.text3))
            painter.setFont(font(18, 600))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "“ ”")
        else:
            painter.save()
            painter.setClipPath(shape)
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(box.center())
            painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
            painter.restore()
        painter.setPen(QPen(QColor(self._theme.hairline), 1))
        painter.drawPath(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._path))


class Atlas(QWidget):
    """A sheet of sprites on a chequered ground, as wide as there is room; pixels stay pixels."""

    def __init__(self, path: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QPixmap(path)
        self._theme = theme
        self.setAccessibleName(QCoreApplication.translate("Origin", "The sheet of sprites"))
        self._fit()

    def _fit(self) -> None:
        if not self._picture.isNull():
            wide = max(1, self.width())
            self.setFixedHeight(min(px(320), round(wide * self._picture.height() / self._picture.width())))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        painter.fillRect(box, QColor(self._theme.inset))
        light, cell = QColor(self._theme.raised), px(8)
        for row in range(0, size.height(), cell):
            for column in range((row // cell % 2) * cell, size.width(), 2 * cell):
                painter.fillRect(QRectF(column, row, cell, cell).intersected(box), light)
        painter.drawPixmap(box, self._picture, QRectF(self._picture.rect()))

