"""The panel at the right: everything about the current node, and what can be done with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from dreamgarden.ui import icons, words
from dreamgarden.ui.canvas.node_item import TAGS
from dreamgarden.ui.dictation import Dictation
from dreamgarden.ui.document import Document, Item
from dreamgarden.ui.inspector.brief_page import BriefPage, fact_grid, fill_facts
from dreamgarden.ui.inspector.code_page import CodePage
from dreamgarden.ui.inspector.diagnostics_page import DiagnosticsPage
from dreamgarden.ui.inspector.facts import facts
from dreamgarden.ui.inspector.orbit import Orbit
from dreamgarden.ui.inspector.origin import Origin
from dreamgarden.ui.inspector.takes import CompareBoard, Take
from dreamgarden.ui.inspector.words_page import WordsPage
from dreamgarden.ui.theme import Theme, px, text_scale

WIDTH = 372
_CROWDED = 1.6  # from this size of text on, words need the room of their signs
_BRIEF, _CODE, _DIAGNOSTICS, _PREVIEW, _WORDS = range(5)


class Inspector(QFrame):
    """`command(name)` of the table; `leaf_wanted`, `why_wanted`, `takes_wanted`, `words_wanted` (id) to be read; its pages' wishes."""

    command = Signal(str)
    brief_wanted = Signal(str, str)
    leaf_wanted = Signal(str)
    why_wanted = Signal(str)
    takes_wanted = Signal(str)
    words_wanted = Signal(str)
    tag_wanted = Signal(str)
    picked = Signal(str)

    def __init__(self, document: Document, dictation: Dictation, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setMinimumWidth(min(px(300), 480))
        self._document = document
        self._dictation = dictation
        self._words: dict[str, Any] = {}
        self._theme = theme
        self._shown = ""
        self._leaf: dict[str, Any] = {}
        self._takes: list[Take] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(18), px(20), px(16))
        column.setSpacing(0)
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.heading)
        column.addSpacing(px(4))
        column.addLayout(self._line())
        column.addSpacing(px(6))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in (self.tr("Brief"), self.tr("Code"), self.tr("Diagnostics"), self.tr("Preview"), self.tr("Words")):
            self.tabs.addTab(name)
        column.addWidget(self.tabs)
        column.addSpacing(px(8))
        self.page = BriefPage(document, theme)
        self.page.brief_wanted.connect(self.brief_wanted)
        self.page.picked.connect(self.picked)
        self.page.takes.more_wanted.connect(lambda: self.command.emit("reroll"))
        self.page.takes.compare_wanted.connect(self.compare)
        self.brief, self.why = self.page.brief, self.page.why
        self.code_page = CodePage(theme)
        self.code = self.code_page.code
        self.diagnostics = DiagnosticsPage(theme)
        self.diagnostics.line_wanted.connect(self._go_to_line)
        self.pages = QStackedWidget()
        self.words_page = WordsPage(theme)
        for page in (self.page, self.code_page, self.diagnostics, self._preview_page(), self.words_page):
            self.pages.addWidget(page)
        self.tabs.currentChanged.connect(self._turn)
        column.addWidget(self.pages, 1)
        self.nothing = self._hints()
        column.addWidget(self.nothing, 1)
        column.addSpacing(px(12))
        column.addLayout(self._buttons())
        # Streams of events ask for many refreshes; the panel is read by people.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self.refresh)
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(90)
        self._ask.timeout.connect(self._read)
        document.selection_changed.connect(self._select)
        document.changed.connect(self._touched)
        document.state_changed.connect(self._touched)
        document.reset.connect(self._select)
        document.restated.connect(lambda: self._later(self._soon))
        document.removed.connect(lambda _: self._later(self._soon))
        document.thumbnail_changed.connect(lambda _: self._later(self._soon))
        document.added.connect(lambda _: self._later(self._soon))
        dictation.changed.connect(self._dictated)
        self._select()

    # Building

    def _line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(2))
        self.line = QLabel()
        self.line.setObjectName("sub")
        row.addWidget(self.line, 1)
        self.marks: dict[str, QPushButton] = {}
        for name, icon, text in (
            ("pin", "pin", self.tr("Keep as it is (P)")),
            ("mute", "mute", self.tr("Leave out of the game (Ctrl+M)")),
            ("note", "note", self.tr("Write a note")),
            ("tag", "tag", self.tr("Tag")),
        ):
            button = QPushButton()
            button.setObjectName("quiet")
            button.setFixedSize(px(28), px(28))
            button.setStyleSheet("padding: 0; min-height: 0;")
            button.setIconSize(QSize(px(16), px(16)))
            button.setIcon(icons.icon(icon, self._theme.text3, 16))
            button.setToolTip(text)
            button.setAccessibleName(text)
            if name == "tag":
                button.clicked.connect(self._tag_menu)
            else:
                button.clicked.connect(lambda _=False, name=name: self.command.emit(name))
            self.marks[name] = button
            row.addWidget(button)
        return row

    def _preview_page(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("sheet")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, px(2), 0)
        column.setSpacing(px(12))
        self.preview = Orbit(self._theme)
        self.preview.setMinimumHeight(px(240))
        column.addWidget(self.preview, 1)
        self.origin = Origin(self._theme)
        column.addWidget(self.origin)
        self.asset_facts = fact_grid()
        column.addLayout(self.asset_facts)
        area.setWidget(page)
        return area

    def _hints(self) -> QWidget:
        """What hands can do, for whoever has chosen nothing yet."""
        hints = QWidget()
        grid = QGridLayout(hints)
        grid.setContentsMargins(0, px(14), 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(10))
        rows = (
            (self.tr("Double-click"), self.tr("another name for a card")),
            (self.tr("Drag"), self.tr("a card onto another: it hangs below it")),
            (self.tr("Tab"), self.tr("a new idea below the chosen card")),
            (self.tr("E"), self.tr("let the designer propose more below it")),
            (self.tr("Space"), self.tr("fold a branch; held, move the canvas")),
            (self.tr("Home"), self.tr("see the whole garden")),
            (self.tr("Ctrl+K"), self.tr("every command by its name")),
            (self.tr("?"), self.tr("every key")),
        )
        for number, (key, text) in enumerate(rows):
            left, right = QLabel(key), QLabel(text)
            left.setObjectName("key")
            right.setObjectName("sub")
            right.setWordWrap(True)
            grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(right, number, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(rows), 1)
        return hints

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.buttons = {}
        for name, icon, text in (
            ("expand", "branch", self.tr("Expand")),
            ("reroll", "dice", self.tr("Re-roll")),
            ("prune", "scissors", self.tr("Prune")),
        ):
            button = QPushButton(text)
            if text_scale() < _CROWDED:
                button.setIcon(icons.icon(icon, self._theme.text2, 15))
                button.setIconSize(QSize(px(15), px(15)))
            else:
                button.setStyleSheet("padding: 0 4px;")
            button.clicked.connect(lambda _=False, name=name: self.command.emit(name))
            self.buttons[name] = button
            row.addWidget(button, 1)
        return row

    def _tag_menu(self) -> None:
        menu = QMenu(self)
        names = (self.tr("Red"), self.tr("Amber"), self.tr("Green"), self.tr("Blue"), self.tr("Violet"))
        for tag, name in zip(TAGS, names, strict=True):
            action = menu.addAction(icons.icon("tag", self._theme.tag(tag).name()), name)
            action.triggered.connect(lambda _=False, tag=tag: self.tag_wanted.emit(tag))
        menu.addAction(self.tr("No tag")).triggered.connect(lambda: self.tag_wanted.emit(""))
        button = self.marks["tag"]
        menu.exec(button.mapToGlobal(QPoint(0, button.height() + 4)))

    # Showing

    def _select(self) -> None:
        current = self._document.current
        id = current.id if current else ""
        if id != self._shown:
            self.page.apply_note()
            self._shown = id
            self._leaf, self._takes, self._words = {}, [], {}
        self.refresh()
        if id:
            self._later(self._ask)

    def _later(self, timer: QTimer) -> None:
        # Not begun anew: in a stream of events it would never come to an end.
        if not timer.isActive():
            timer.start()

    def _touched(self, id: str) -> None:
        if id == self._shown:
            self._later(self._soon)
            self._later(self._ask)
        elif self._shown and self._shown in self._document and not self._document[self._shown].leaf:
            self._later(self._soon)

    def _read(self) -> None:
        item = self._document.items.get(self._shown)
        if item is None:
            return
        if item.state != "running":
            self.why_wanted.emit(item.id)
        self.words_wanted.emit(item.id)
        if item.leaf and not item.proposed:
            if item.state != "idea" or item.pinned:
                self.leaf_wanted.emit(item.id)
            self.takes_wanted.emit(item.id)

    def take_leaf(self, id: str, leaf: dict[str, Any]) -> None:
        """The answer to `leaf_wanted`."""
        if id == self._shown:
            self._leaf = leaf
            self.refresh()

    def take_words(self, id: str, answer: dict[str, Any]) -> None:
        """The answer to `words_wanted`."""
        if id == self._shown:
            self._words = answer
            self.refresh()

    def _dictated(self, slug: str) -> None:
        item = self._document.items.get(self._shown)
        if item is not None and (item.parent is None or slug in ("", item.slug)):
            self._later(self._soon)

    def take_why(self, id: str, answer: dict[str, Any]) -> None:
        """The answer to `why_wanted`."""
        if id == self._shown and id in self._document:
            self.why.take(id, answer)

    def take_takes(self, id: str, answer: dict[str, Any]) -> None:
        """The answer to `takes_wanted`."""
        if id == self._shown and id in self._document:
            self._takes = [Take.read(row) for row in answer.get("takes", ())]
            self.page.show_takes(self._document[id], self._takes)

    def refresh(self) -> None:
        """Show the current node anew; words that are being written stay."""
        item = self._document.items.get(self._shown)
        for widget in (self.tabs, self.pages, *self.buttons.values(), *self.marks.values()):
            widget.setVisible(item is not None)
        self.nothing.setVisible(item is None)
        self.line.setWordWrap(item is None)
        if item is None:
            self.heading.setText(self.tr("Nothing selected"))
            self.line.setText(self.tr("Click a card, or walk the tree with the arrow keys."))
            return
        document = self._document
        self.heading.setText(item.title)
        below = sum(1 for _ in document.below(item.id)) - 1
        state = "proposed" if item.proposed else "muted" if item.muted else document.state(item.id)
        parts = [words.kind(item.kind), words.state(state).lower(), words.below(below) if below else ""]
        self.line.setText(" · ".join(part for part in parts if part))
        self._show_marks(item)
        call = self._dictation.call("" if item.parent is None else item.slug)
        spent = self._dictation.total if item.parent is None else self._dictation.spent(item.slug) or self._words.get("spent") or {}
        self.page.show_item(item, self._leaf, call, words.cost(spent))
        calls = [one for one in self._words.get("calls") or () if isinstance(one, dict)]
        self.words_page.show_calls(calls)
        if self.why._id != item.id or item.state in ("running", "failed", "blocked"):
            self.why.say(item.id, item.reason)
        for tab in (_CODE, _DIAGNOSTICS, _PREVIEW):
            # Branches are not built: there is nothing behind these tabs for them.
            self.tabs.setTabVisible(tab, item.leaf)
        self.tabs.setTabVisible(_CODE, item.leaf and item.kind != "mesh")
        self.tabs.setTabVisible(_DIAGNOSTICS, item.leaf and (item.kind == "code" or item.state in ("failed", "blocked")))
        self.tabs.setTabVisible(_PREVIEW, item.kind == "mesh")
        self.tabs.setTabVisible(_WORDS, bool(calls))
        self.tabs.setVisible(item.leaf or bool(calls))
        if not self.tabs.isTabVisible(self.tabs.currentIndex()):
            self.tabs.setCurrentIndex(_BRIEF)
        self._show_leaf(item)
        self.buttons["expand"].setEnabled(not item.leaf)
        self.buttons["reroll"].setEnabled(item.leaf and not item.proposed)
        self.buttons["prune"].setEnabled(item.parent is not None)

    def _show_marks(self, item: Item) -> None:
        theme = self._theme
        on = {"pin": item.pinned, "mute": item.muted, "note": bool(item.note), "tag": bool(item.tag)}
        names = {"pin": "pin", "mute": "mute", "note": "note", "tag": "tag"}
        for name, button in self.marks.items():
            colour = theme.tag(item.tag).name() if name == "tag" and item.tag else theme.accent if on[name] else theme.text3
            button.setIcon(icons.icon(names[name], colour, 16))
        self.marks["pin"].setVisible(item.leaf)
        self.marks["mute"].setVisible(item.parent is not None)

    def _show_leaf(self, item: Item) -> None:
        leaf = self._leaf
        if item.kind == "mesh" and self.tabs.currentIndex() == _PREVIEW:
            self._show_model(item)
        notes = leaf.get("notes") if isinstance(leaf.get("notes"), dict) else {}
        known = facts(self._document, item, notes or {}) if item.kind == "mesh" else []
        fill_facts(self.asset_facts, known)
        pictures = leaf.get("pictures") if isinstance(leaf.get("pictures"), dict) else {}
        self.origin.show_leaf(notes or {}, pictures or {})
        self.code_page.show_leaf(leaf)
        diagnostics = [one for one in leaf.get("diagnostics") or () if isinstance(one, dict)]
        files = leaf.get("files") if isinstance(leaf.get("files"), dict) else {}
        self.diagnostics.show_leaf(item, diagnostics, files or {})
        self.tabs.setTabText(
            _DIAGNOSTICS,
            self.tr("Diagnostics ({0})").format(len(diagnostics)) if diagnostics else self.tr("Diagnostics"),
        )

    def _show_model(self, item: Item) -> None:
        stale = self._document.state(item.id) == "stale"
        path = str(self._leaf.get("thumbnail") or self._document.thumbnails.get(item.id, ""))
        if self.preview.show_model(str(self._leaf.get("model") or "")):
            self.preview.clear()
        elif not self.preview.show_picture(path, stale=stale):
            self.preview.say(self.tr("There is no picture of this node."))

    def _turn(self, tab: int) -> None:
        self.pages.setCurrentIndex(tab)
        item = self._document.items.get(self._shown)
        if item is not None and tab == _PREVIEW:
            self._show_model(item)

    def _go_to_line(self, file: str, line: int) -> None:
        self.tabs.setCurrentIndex(_CODE)
        self.code_page.go_to(file, line)

    # Doing

    def write_brief(self) -> None:
        """Put the keyboard into the brief."""
        self.tabs.setCurrentIndex(_BRIEF)
        self.page.write_brief()

    def write_note(self) -> None:
        """Put the keyboard into the note."""
        self.tabs.setCurrentIndex(_BRIEF)
        self.page.write_note()

    def open_code(self) -> None:
        """Open the node's code in the person's editor."""
        self.code_page.open()

    def compare(self) -> None:
        """Show the takes that were made side by side."""
        item = self._document.items.get(self._shown)
        if item is not None and sum(take.made for take in self._takes) > 1:
            board = CompareBoard(item.title, self._takes, item.take, self._theme, self.window())
            board.chosen.connect(lambda take, id=item.id: self.page.take_wanted.emit(id, take))
