"""What hangs below a branch, as a list to read and to step into: kind, title, and how each one stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from dreamgarden.ui import icons, words
from dreamgarden.ui.document import Document, Item
from dreamgarden.ui.theme import Theme, font, px

_SHOWN = 40
_HEIGHT = 34


class BelowRow(QAbstractButton):
    """One child: its tile, its title, and its state in words and colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind, self._state, self._detail, self._over = "part", "idea", "", False
        self.setFixedHeight(px(_HEIGHT))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_item(self, document: Document, item: Item) -> None:
        """Show this node."""
        state = "proposed" if item.proposed else "muted" if item.muted else document.state(item.id)
        done, total = document.done_below(item.id)
        detail = f"{done}/{total}" if not item.leaf and total and state != "done" else ""
        shown = words.growing(document.fraction(item.id)) if state == "running" and item.leaf else words.state(state)
        self._kind, self._state, self._detail = item.kind, state, " · ".join(part for part in (detail, shown) if part)
        self.setText(item.title)
        self.setAccessibleName(f"{item.title}, {self._detail}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(_HEIGHT))

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
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._over or self.isDown() or self.hasFocus():
            painter.setBrush(QColor(theme.hover))
            painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, 8, 8)
        side = px(22)
        tile = QRectF(px(6), (self.height() - side) / 2, side, side)
        soft = theme.kind(self._kind)
        soft.setAlphaF(0.14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(tile, 6, 6)
        drawing = icons.pixmap(icons.KIND_ICONS.get(self._kind, "layers"), theme.kind(self._kind).name(), px(13), 2.0)
        inner = QRectF(0, 0, px(13), px(13))
        inner.moveCenter(tile.center())
        painter.drawPixmap(inner, drawing, QRectF(drawing.rect()))
        painter.setFont(font(11))
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(self._detail)
        right = QRectF(self.width() - wide - px(22), 0, wide, self.height())
        loud = self._state in ("running", "failed", "blocked", "stale")
        painter.setPen(theme.state(self._state) if loud else QColor(theme.text3))
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._detail)
        dot = px(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent) if self._state == "proposed" else theme.state(self._state))
        painter.drawEllipse(QRectF(self.width() - px(15), (self.height() - dot) / 2, dot, dot))
        painter.setFont(font(13))
        painter.setPen(QColor(theme.text3 if self._state == "muted" else theme.text))
        room = right.left() - px(10) - tile.right() - px(9)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(QRectF(tile.right() + px(9), 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)


class Below(QWidget):
    """The children of the node that is shown; `picked(id)`: one was clicked. Hidden for a leaf and where there are none."""

    picked = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._ids: list[str] = []
        self.rows: list[BelowRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(1))
        caption = QLabel(self.tr("Below it"))
        caption.setObjectName("caption")
        caption.setContentsMargins(0, px(6), 0, px(4))
        self._column.addWidget(caption)
        self.rest = QLabel()
        self.rest.setObjectName("faint")
        self._column.addWidget(self.rest)

    def show_item(self, item: Item) -> None:
        """Show what hangs below this node."""
        self._ids = item.children[:_SHOWN]
        self.setVisible(bool(self._ids))
        while len(self.rows) < len(self._ids):
            row, place = BelowRow(self._theme, self), len(self.rows)
            row.clicked.connect(lambda _=False, place=place: self.picked.emit(self._ids[place]))
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(self._ids))
            if at < len(self._ids):
                row.show_item(self._document, self._document[self._ids[at]])
        more = len(item.children) - len(self._ids)
        self.rest.setVisible(more > 0)
        self.rest.setText(self.tr("and {0} more").format(more))
