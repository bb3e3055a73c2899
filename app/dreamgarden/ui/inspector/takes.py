"""The takes of a leaf as a strip of pictures: point at one to see it, click to choose it, compare them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from dreamgarden.ui import icons
from dreamgarden.ui.inspector.preview import Preview
from dreamgarden.ui.keyboard import Borrowed
from dreamgarden.ui.palette import lift
from dreamgarden.ui.theme import Theme, font, px

_SHOWN = 24
_COMPARED = 6


@dataclass(frozen=True)
class Take:
    """A take as the garden tells it. `files` holds what can be read of it."""

    number: int
    made: bool
    thumbnail: str = ""
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, row: dict[str, Any]) -> Take:
        """From a row of the answer to `takes`."""
        files = row.get("files") if isinstance(row.get("files"), dict) else {}
        return cls(int(row.get("take", 1)), bool(row.get("made")), str(row.get("thumbnail") or ""), dict(files or {}))


class Tile(QAbstractButton):
    """One take: its picture, or its number where it has none; dashed until it is made."""

    entered = Signal()
    left = Signal()

    def __init__(self, take: Take, kind: str, theme: Theme, chosen: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.take = take
        self._kind = kind
        self._theme = theme
        self._picture = QPixmap(take.thumbnail) if take.thumbnail and Path(take.thumbnail).is_file() else QPixmap()
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setFixedSize(px(52), px(62))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name = self.tr("Take {0}").format(take.number)
        self.setAccessibleName(name if take.made else self.tr("{0}, not made yet").format(name))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        return QSize(px(52), px(62))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = self.width() - 4.0
        box = QRectF(2, 2, side, self.height() - px(16))
        shape = QPainterPath()
        shape.addRoundedRect(box, 8, 8)
        painter.fillPath(shape, QColor(theme.inset))
        if not self._picture.isNull():
            painter.setClipPath(shape)
            size = min(box.width(), box.height())
            target = QRectF(0, 0, size, size)
            target.moveCenter(box.center())
            painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
            painter.setClipping(False)
        else:
            name = icons.KIND_ICONS.get(self._kind, "code") if self.take.made else "hammer"
            drawing = icons.pixmap(name, theme.kinds.get(self._kind, theme.text2) if self.take.made else theme.text3, px(18), 2.0)
            target = QRectF(0, 0, px(18), px(18))
            target.moveCenter(box.center())
            painter.drawPixmap(target, drawing, QRectF(drawing.rect()))
        colour = theme.selection if self.isChecked() else theme.accent if self.hasFocus() else theme.edge
        pen = QPen(QColor(colour), 2.0 if self.isChecked() else 1.0)
        if not self.take.made:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(shape)
        painter.setFont(font(10, 600))
        painter.setPen(QColor(theme.text if self.isChecked() else theme.text3))
        painter.drawText(QRectF(0, self.height() - px(14), self.width(), px(14)), Qt.AlignmentFlag.AlignCenter, str(self.take.number))


class TakesStrip(QWidget):
    """`chosen(take)`: a click. `looked(path)`: the picture to show while the pointer rests on a take, "" to stop."""

    chosen = Signal(int)
    looked = Signal(str)
    more_wanted = Signal()
    compare_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tiles: list[Tile] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        head = QHBoxLayout()
        caption = QLabel(self.tr("Takes"))
        caption.setObjectName("caption")
        self.compare = QPushButton(self.tr("Compare"))
        self.compare.setObjectName("quiet")
        self.compare.setFont(font(11))
        self.compare.clicked.connect(self.compare_wanted)
        head.addWidget(caption, 1)
        head.addWidget(self.compare)
        column.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setSpacing(px(5))
        self._grid.setColumnStretch(99, 1)
        column.addLayout(self._grid)
        self.more = QPushButton()
        self.more.setObjectName("quiet")
        self.more.setIcon(icons.icon("dice", theme.text2, 16))
        self.more.setFixedSize(px(40), px(46))
        self.more.setStyleSheet("padding: 0;")
        self.more.setToolTip(self.tr("Another take (R)"))
        self.more.setAccessibleName(self.tr("Another take"))
        self.more.clicked.connect(self.more_wanted)
        self.hide()

    def show_takes(self, takes: Sequence[Take], current: int, kind: str) -> None:
        """Show these takes with the current one marked; hides itself while there is only one."""
        self.setVisible(len(takes) > 1)
        self.compare.setVisible(sum(take.made for take in takes) > 1)
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._grid.removeWidget(self.more)
        self.tiles = []
        across = max(3, max(self.width(), px(316)) // px(57))
        for place, take in enumerate(takes[-_SHOWN:]):
            tile = Tile(take, kind, self._theme, take.number == current, self)
            tile.clicked.connect(lambda _=False, number=take.number: self.chosen.emit(number))
            tile.entered.connect(lambda path=take.thumbnail: self.looked.emit(path))
            tile.left.connect(lambda: self.looked.emit(""))
            self._grid.addWidget(tile, place // across, place % across)
            self.tiles.append(tile)
        last = len(self.tiles)
        self._grid.addWidget(self.more, last // across, last % across, Qt.AlignmentFlag.AlignTop)


class CompareBoard(QFrame):
    """Several takes side by side, over the window. `chosen(take)`; Esc or a click elsewhere closes it."""

    chosen = Signal(int)

    def __init__(self, title: str, takes: Sequence[Take], current: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("float")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keyboard = Borrowed()
        self.setAccessibleName(self.tr("Takes of “{0}” side by side").format(title))
        made = [take for take in takes if take.made][-_COMPARED:]
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(18))
        column.setSpacing(px(12))
        heading = QLabel(title)
        heading.setObjectName("heading")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setSpacing(px(14))
        across = min(3, max(1, len(made)))
        for place, take in enumerate(made):
            cell = QVBoxLayout()
            cell.setSpacing(px(8))
            cell.addWidget(self._sight(take, theme), 1)
            button = QPushButton(self.tr("Take {0}").format(take.number))
            if take.number == current:
                button.setIcon(icons.icon("check", theme.states["done"], 14))
            button.clicked.connect(lambda _=False, number=take.number: self._choose(number))
            cell.addWidget(button)
            grid.addLayout(cell, place // across, place % across)
        column.addLayout(grid, 1)
        rows = -(-len(made) // across)
        wide, high = min(parent.width() - 80, across * px(320) + 40), min(parent.height() - 120, rows * px(330) + px(70))
        self.resize(wide, high)
        self.move((parent.width() - wide) // 2, (parent.height() - high) // 2)
        lift(self)
        self.show()
        self.raise_()
        self.setFocus()

    def _sight(self, take: Take, theme: Theme) -> QWidget:
        if take.thumbnail:
            sight = Preview(theme)
            sight.show_picture(take.thumbnail)
            return sight
        text = QPlainTextEdit("\n".join(take.files.values()))
        text.setReadOnly(True)
        text.setFont(font(11, mono=True))
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setObjectName("code")
        return text

    def _choose(self, number: int) -> None:
        self.chosen.emit(number)
        self.finish()

    def finish(self) -> None:
        """Close and give the keyboard back."""
        self._keyboard.give_back()
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            super().keyPressEvent(event)
