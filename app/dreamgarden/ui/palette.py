"""Ctrl+K: every command and every node, found by a few letters. And the table of keys behind `?`."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from dreamgarden.ui import actions, icons
from dreamgarden.ui.document import Document
from dreamgarden.ui.keyboard import Borrowed
from dreamgarden.ui.theme import Theme, font, px

_ROLE_COMMAND = Qt.ItemDataRole.UserRole
_ROLE_NODE = Qt.ItemDataRole.UserRole + 1
_ROLE_KEYS = Qt.ItemDataRole.UserRole + 2
_MOST_NODES = 30


def likeness(wanted: str, text: str) -> int:
    """How well letters match a text: 0 not at all, more for whole words, beginnings and runs."""
    wanted, text = wanted.casefold().strip(), text.casefold()
    if not wanted:
        return 1
    at = text.find(wanted)
    if at == 0:
        return 100
    if at > 0:
        return 80 if text[at - 1] == " " else 60
    position = 0
    for letter in wanted:
        if letter == " ":
            continue
        position = text.find(letter, position) + 1
        if position == 0:
            return 0
    return 20


class _Row(QStyledItemDelegate):
    """Draws the keys of a command at the right of its row."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        super().paint(painter, option, index)  # type: ignore[arg-type]
        keys = index.data(_ROLE_KEYS)  # type: ignore[attr-defined]
        if keys:
            painter.save()
            painter.setFont(font(11))
            painter.setPen(QColor(self._theme.text3))
            painter.drawText(
                QRect(option.rect).adjusted(0, 0, -12, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                keys,
            )
            painter.restore()


class Palette(QFrame):
    """A field and a list. `command(name)` or `node(id)` when one was chosen; Esc or losing the keyboard closes it."""

    command = Signal(str)
    node = Signal(str)

    def __init__(self, document: Document, theme: Theme, possible: set[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("float")
        self._document = document
        self._theme = theme
        self._possible = possible
        self._keyboard = Borrowed()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Find a command or a node"))
        self.field.addAction(icons.icon("search", theme.text3), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setIconSize(QSize(16, 16))
        self.list.setItemDelegate(_Row(theme, self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self._fill("")
        self.move((parent.width() - self.width()) // 2, 84)
        lift(self)
        self.show()
        self.raise_()
        self.field.setFocus()

    def _fill(self, text: str) -> None:
        self.list.clear()
        found = []
        for number, command in enumerate(actions.TABLE):
            score = max(likeness(text, actions.words(command)), likeness(text, command.text))
            if score:
                if command.name not in self._possible:
                    score -= 15
                found.append((-score, number, command))
        for _, _, command in sorted(found):
            row = QListWidgetItem(icons.icon(command.icon or "dots", self._theme.text2), actions.words(command))
            row.setData(_ROLE_COMMAND, command.name)
            row.setData(_ROLE_KEYS, actions.key_words(command))
            if command.name not in self._possible:
                row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(row)
        if text.strip():
            for id in self._document.find(text)[:_MOST_NODES]:
                item = self._document[id]
                name = icons.KIND_ICONS.get(item.kind, "layers")
                row = QListWidgetItem(icons.icon(name, self._theme.kinds.get(item.kind, self._theme.text2)), item.title)
                row.setData(_ROLE_NODE, id)
                self.list.addItem(row)
        self._go(0, 1)
        rows = sum(self.list.sizeHintForRow(at) for at in range(min(11, self.list.count())))
        self.list.setFixedHeight(max(32, rows + 6))
        parent = self.parentWidget()
        wide = min(px(520), parent.width() - 40) if parent else px(520)
        self.resize(wide, self.list.height() + self.field.sizeHint().height() + 30)

    def _go(self, start: int, step: int) -> None:
        row = start
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return
            row += step

    def _choose(self, row: QListWidgetItem | None) -> None:
        if row is None or not row.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        command, node = row.data(_ROLE_COMMAND), row.data(_ROLE_NODE)
        self.leave()
        if command:
            self.command.emit(command)
        elif node:
            self.node.emit(node)

    def leave(self) -> None:
        """Close and give the keyboard back."""
        self.field.removeEventFilter(self)
        self._keyboard.give_back()
        self.finish()

    def finish(self) -> None:
        """Close; the keyboard is somebody else's already."""
        if self.isVisible():
            self.field.removeEventFilter(self)
            self.hide()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.finish()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                self._go(self.list.currentRow() + step, step)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
        return False


def lift(widget: QWidget) -> None:
    """A soft shadow below what floats."""
    shadow = QGraphicsDropShadowEffect(widget)
    shadow.setBlurRadius(48)
    shadow.setOffset(0, 14)
    shadow.setColor(QColor(0, 0, 0, 110))
    widget.setGraphicsEffect(shadow)


class KeyTable(QFrame):
    """All commands with their keys, by group, and what hands can do on the canvas."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("float")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keyboard = Borrowed()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 12, 14)
        heading = QLabel(self.tr("Keys"))
        heading.setObjectName("heading")
        column.addWidget(heading)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("sheet")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 4, 10, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(5)
        hands = [
            (self.tr("Drag with the middle button, or Space and drag"), self.tr("Move the view")),
            (self.tr("Wheel"), self.tr("Zoom at the pointer")),
            (self.tr("Drag on empty ground"), self.tr("Select with a frame; Shift adds, Ctrl removes")),
            (self.tr("Drag a card"), self.tr("Onto a card: hang it there. Between cards: order")),
            (self.tr("Double-click a card"), self.tr("Rename")),
        ]
        rows: list[tuple[str, str]] = []
        for group in actions.GROUPS:
            rows.append(("", actions.group_words(group)))
            rows += [
                (actions.key_words(command), actions.words(command))
                for command in actions.TABLE
                if command.group == group and actions.key_words(command)
            ]
        rows += [("", self.tr("Mouse")), *hands]
        for line, (keys, text) in enumerate(rows):
            words = QLabel(text)
            if not keys:
                words.setObjectName("caption")
                words.setContentsMargins(0, 8 if line else 0, 0, 0)
            grid.addWidget(words, line, 0)
            shown = QLabel(keys)
            shown.setObjectName("sub")
            shown.setFont(font(12))
            grid.addWidget(shown, line, 1)
        area.setWidget(page)
        column.addWidget(area)
        self.resize(min(px(640), parent.width() - 40), min(px(620), parent.height() - 120))
        self.move((parent.width() - self.width()) // 2, 72)
        lift(self)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keyboard.give_back()
        self.close()

    def focusOutEvent(self, event: object) -> None:
        self.close()
        self.deleteLater()
