"""Code to read: line numbers in the margin, diagnostics at their lines, and what changed since the version before."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from dreamgarden.ui.theme import Theme, font, px


def changes(before: str, now: str) -> str:
    """The difference as people read it: lines that left with −, that came with +, with three lines around."""
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=3)
    return "\n".join(line for line in list(lines)[2:])


class _Margin(QWidget):
    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self) -> QSize:
        return QSize(self._view.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._view.paint_margin(event)


class CodeView(QPlainTextEdit):
    """Shows a text, or a difference. `marks` are line → what is wrong there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: Mapping[int, tuple[str, str]] = {}
        self._difference = False
        self.setObjectName("code")
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(font(12, mono=True))
        self._margin = _Margin(self)
        self.blockCountChanged.connect(self._fit_margin)
        self.updateRequest.connect(self._scrolled)
        self._fit_margin()

    def show_code(self, text: str, marks: Mapping[int, tuple[str, str]]) -> None:
        """Show code; `marks` tells of lines (from 1) what is wrong: severity and message."""
        self._difference, self._marks = False, marks
        if text != self.toPlainText():
            self.setPlainText(text)
        self._colour(self._marked())
        self._fit_margin()

    def show_changes(self, text: str) -> None:
        """Show a difference made by `changes`."""
        self._difference, self._marks = True, {}
        if text != self.toPlainText():
            self.setPlainText(text)
        theme = self._theme
        rows = []
        for block in self._blocks():
            colour = {"+": theme.states["done"], "-": theme.states["failed"], "@": theme.accent}.get(block.text()[:1])
            if colour:
                rows.append((block, colour, 0.07 if block.text().startswith("@") else 0.14))
        self._colour(rows)
        self._fit_margin()

    def margin_width(self) -> int:
        """Room for the largest line number."""
        if self._difference:
            return 0
        return px(14) + self.fontMetrics().horizontalAdvance("9" * max(2, len(str(self.blockCount()))))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._marks:
            return
        painter = QPainter(self.viewport())
        painter.setFont(font(11))
        metrics = painter.fontMetrics()
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > event.rect().bottom():
                return
            mark = self._marks.get(block.blockNumber() + 1)
            if mark:
                # Behind the code where there is room for some words of it, else the margin and the hint tell.
                left = round(place.left()) + self.fontMetrics().horizontalAdvance(block.text().expandtabs(4)) + px(22)
                room = self.viewport().width() - left - px(6)
                if room > px(70):
                    painter.setPen(QColor(self._colour_of(mark[0])))
                    box = QRect(left, round(place.top()), room, round(place.height()))
                    said = metrics.elidedText(mark[1], Qt.TextElideMode.ElideRight, room)
                    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, said)
            block = block.next()

    def paint_margin(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines that are seen."""
        painter = QPainter(self._margin)
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        high = self.fontMetrics().height()
        while block.isValid() and top <= event.rect().bottom():
            number = block.blockNumber() + 1
            mark = self._marks.get(number)
            painter.setPen(QColor(self._colour_of(mark[0]) if mark else self._theme.text3))
            box = QRect(0, top, self._margin.width() - px(8), high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, f"● {number}" if mark and mark[0] == "error" else str(number))
            top += round(self.blockBoundingRect(block).height())
            block = block.next()

    def _marked(self) -> list[tuple[QTextBlock, str, float]]:
        return [
            (block, self._colour_of(self._marks[block.blockNumber() + 1][0]), 0.14)
            for block in self._blocks()
            if block.blockNumber() + 1 in self._marks
        ]

    def _colour_of(self, severity: str) -> str:
        return {"error": self._theme.states["failed"], "warning": self._theme.states["running"]}.get(severity, self._theme.accent)

    def _blocks(self) -> list[QTextBlock]:
        return [self.document().findBlockByNumber(number) for number in range(self.blockCount())]

    def _colour(self, rows: Sequence[tuple[QTextBlock, str, float]]) -> None:
        made = []
        for block, colour, alpha in rows:
            one = QTextEdit.ExtraSelection()
            ground = QColor(colour)
            ground.setAlphaF(alpha)
            look = one.format
            look.setBackground(ground)
            look.setProperty(QTextFormat.Property.FullWidthSelection, True)
            cursor = self.textCursor()
            cursor.setPosition(block.position())
            one.cursor = cursor
            one.format = look
            made.append(one)
        self.setExtraSelections(made)

    def _fit_margin(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)
        self._place_margin()

    def _place_margin(self) -> None:
        inside = self.contentsRect()
        self._margin.setGeometry(inside.left(), inside.top(), self.margin_width(), inside.height())
        self._margin.update()

    def _scrolled(self, rect: QRect, dy: int) -> None:
        if dy:
            self._margin.scroll(0, dy)
        else:
            self._margin.update(0, rect.y(), self._margin.width(), rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_margin()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point = event.pos() - self.viewport().pos()
            mark = self._marks.get(self.cursorForPosition(point).blockNumber() + 1)
            QToolTip.showText(event.globalPos(), mark[1] if mark else "", self)
            return True
        return super().event(event)


def marks_of(diagnostics: Sequence[Mapping[str, object]], file: str) -> dict[int, tuple[str, str]]:
    """What the compiler said about a file's lines, the first saying of a line first."""
    found: dict[int, tuple[str, str]] = {}
    for one in diagnostics:
        line = one.get("line")
        if isinstance(line, int) and Path(str(one.get("file", ""))).name == Path(file).name:
            found.setdefault(line, (str(one.get("severity", "error")), str(one.get("message", ""))))
    return found
