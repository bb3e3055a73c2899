"""The bar at the top: the app's mark (its menu), the garden's name, how many leaves are in which state, search, run."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from dreamgarden.ui import icons, words
from dreamgarden.ui.document import Document
from dreamgarden.ui.theme import Theme, px

HEIGHT = 52


class Dot(QWidget):
    """A state's dot and its count. The word is always there: colour alone says nothing."""

    def __init__(self, theme: Theme, state: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(7)
        mark = QLabel()
        mark.setFixedSize(8, 8)
        mark.setStyleSheet(f"background: {theme.states[state]}; border-radius: 4px;")
        self.label = QLabel()
        self.label.setObjectName("count")
        row.addWidget(mark)
        row.addWidget(self.label)


class SearchField(QLineEdit):
    """Esc leaves the search, Enter and ↓ go on to the next find."""

    left = Signal()
    next_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.next_wanted.emit()
        else:
            super().keyPressEvent(event)


class TopBar(QFrame):
    """`command(name)` asks for a command of the table; `menu_wanted` for the menu of all."""

    command = Signal(str)
    menu_wanted = Signal(QPoint)
    searched = Signal(str)
    search_next = Signal()
    search_left = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFixedHeight(px(HEIGHT))
        self._document = document
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 16, 0)
        row.setSpacing(10)
        self.mark = QPushButton()
        self.mark.setObjectName("quiet")
        self.mark.setFixedSize(px(34), px(34))
        self.mark.setStyleSheet("padding: 0;")
        self.mark.setIcon(icons.icon("sprout", theme.states["done"], 22))
        self.mark.setIconSize(QSize(px(22), px(22)))
        self.mark.setToolTip(self.tr("Menu"))
        self.mark.setAccessibleName(self.tr("Menu"))
        self.mark.clicked.connect(
            lambda: self.menu_wanted.emit(self.mark.mapToGlobal(QPoint(0, self.mark.height() + 4)))
        )
        self.title = QLabel()
        self.title.setObjectName("appTitle")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self.mark)
        row.addWidget(self.title)
        row.addSpacing(14)
        self._dots = {}
        self._texts: dict[QPushButton, str] = {}
        for state in words.COUNTED:
            self._dots[state] = Dot(theme, state, self)
            row.addWidget(self._dots[state])
        row.addStretch(1)
        self.search = SearchField()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(self.tr("Search the garden"))
        self.search.setAccessibleName(self.tr("Search the garden"))
        self.search.setClearButtonEnabled(False)
        self.search.addAction(icons.icon("search", theme.text3, 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.searched)
        self.search.next_wanted.connect(self.search_next)
        self.search.left.connect(self.search_left)
        row.addWidget(self.search)
        row.addSpacing(2)
        self.undo = self._button("undo", self.tr("Undo"), "undo")
        self.build = self._button("hammer", self.tr("Build"), "build_all")
        self.stop = self._button("stop", self.tr("Stop"), "stop")
        self.run = self._button("play", self.tr("Run game"), "play", primary=True)
        for button in (self.undo, self.build, self.stop, self.run):
            row.addWidget(button)
        self.set_busy(False)
        document.counts_changed.connect(self.refresh)
        document.reset.connect(self.refresh)
        document.changed.connect(self.refresh)
        self.refresh()

    def _button(self, icon: str, text: str, command: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        colour = self._theme.on_accent if primary else self._theme.text
        button.setIcon(icons.icon(icon, colour, 15))
        button.setAccessibleName(text)
        self._texts[button] = text
        button.setIconSize(QSize(px(15), px(15)))
        if primary:
            button.setObjectName("primary")
        button.clicked.connect(lambda: self.command.emit(command))
        return button

    def set_busy(self, busy: bool) -> None:
        """While something grows or builds, Stop stands where Build stands."""
        self.build.setVisible(not busy)
        self.stop.setVisible(busy)

    def set_undo(self, name: str) -> None:
        """Say what would be undone."""
        self.undo.setToolTip(self.tr("Undo: {0}").format(name) if name else self.tr("Nothing to undo"))
        self.undo.setEnabled(bool(name))

    def refresh(self) -> None:
        """Show the document's name and counts anew."""
        document = self._document
        title = document.title or self.tr("New garden")
        metrics = self.title.fontMetrics()
        self.title.setText(metrics.elidedText(title, Qt.TextElideMode.ElideRight, min(px(260), self.width() // 4)))
        self.title.setToolTip(document.folder)
        counts = document.counts
        # Where there is little room, words give way to signs, and the search is short.
        for button, text in self._texts.items():
            button.setText(text if button is self.run or self.width() > px(900) else "")
            button.setToolTip(button.toolTip() or text)
        self.search.setFixedWidth(max(140, min(px(240), self.width() // 5)))
        shown = 0
        most = 5 if self.width() > px(1180) else 3 if self.width() > px(1000) else 1 if self.width() > px(800) else 0
        for state, dot in self._dots.items():
            number = counts.get(state, 0) + (counts.get("reused", 0) if state == "done" else 0)
            visible = number > 0 and shown < most
            shown += visible
            dot.setVisible(visible)
            if visible:
                dot.label.setText(words.count(state, number))
        self.build.setEnabled(bool(document.root))
        self.run.setEnabled(bool(document.root))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.refresh()
