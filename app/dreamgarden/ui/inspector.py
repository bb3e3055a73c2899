"""The panel at the right: everything about the current node, and what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from dreamgarden.ui import icons, words
from dreamgarden.ui.brief_field import BriefField
from dreamgarden.ui.document import Document, Item
from dreamgarden.ui.facts import facts
from dreamgarden.ui.highlight import CodeColours, WordMarks, marked_html
from dreamgarden.ui.preview import Preview
from dreamgarden.ui.theme import Theme, font

WIDTH = 372
_BRIEF, _CODE, _DIAGNOSTICS, _PREVIEW = range(4)


class Inspector(QFrame):
    """`command(name)` of the table; `brief_wanted(id, text)`; `leaf_wanted(id)` and `why_wanted(id)` to be read."""

    command = Signal(str)
    brief_wanted = Signal(str, str)
    leaf_wanted = Signal(str)
    why_wanted = Signal(str)
    picked = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setMinimumWidth(300)
        self._document = document
        self._theme = theme
        self._shown = ""
        self._leaf: dict[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(0)
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.line = QLabel()
        self.line.setObjectName("sub")
        column.addWidget(self.heading)
        column.addSpacing(7)
        column.addWidget(self.line)
        column.addSpacing(10)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in (self.tr("Brief"), self.tr("Code"), self.tr("Diagnostics"), self.tr("Preview")):
            self.tabs.addTab(name)
        column.addWidget(self.tabs)
        column.addSpacing(8)
        self.pages = QStackedWidget()
        for page in (self._brief_page(), self._code_page(), self._diagnostics_page(), self._preview_page()):
            self.pages.addWidget(page)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        column.addWidget(self.pages, 1)
        self.nothing = QWidget()
        column.addWidget(self.nothing, 1)
        column.addSpacing(12)
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
        document.removed.connect(lambda _: self._soon.start())
        document.added.connect(lambda _: self._soon.start())
        self._select()

    # Pages

    def _brief_page(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("sheet")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.picture = Preview(self._theme)
        self.picture.setFixedHeight(230)
        column.addWidget(self.picture)
        column.addWidget(self._caption(self.tr("Brief")))
        self.brief = BriefField()
        self.brief.setAccessibleName(self.tr("Brief"))
        self.brief.setTabChangesFocus(True)
        self.brief.document().documentLayout().documentSizeChanged.connect(self._fit_brief)
        self.brief.textChanged.connect(self._written)
        self.brief.apply_wanted.connect(self.apply)
        self.brief.abandoned.connect(self.abandon)
        self._marks = WordMarks(self.brief.document(), self._theme)
        column.addWidget(self.brief)
        self.apply_row = QWidget()
        row = QHBoxLayout(self.apply_row)
        row.setContentsMargins(0, 0, 0, 0)
        hint = QLabel(self.tr("Ctrl+Enter applies, Esc gives up"))
        hint.setObjectName("faint")
        hint.setFont(font(11))
        self.apply_button = QPushButton(self.tr("Apply"))
        self.apply_button.setObjectName("primary")
        self.apply_button.clicked.connect(self.apply)
        row.addWidget(hint, 1)
        row.addWidget(self.apply_button)
        column.addWidget(self.apply_row)
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setObjectName("sub")
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why_caption = self._caption(self.tr("Why"))
        column.addWidget(self.why_caption)
        column.addWidget(self.why)
        self.seed_caption = self._caption(self.tr("Words of the seed it serves"))
        self.seed = QLabel()
        self.seed.setWordWrap(True)
        self.seed.setObjectName("sub")
        self.seed.setTextFormat(Qt.TextFormat.RichText)
        column.addWidget(self.seed_caption)
        column.addWidget(self.seed)
        self.facts = self._fact_grid()
        column.addSpacing(4)
        column.addLayout(self.facts)
        column.addStretch(1)
        area.setWidget(page)
        return area

    def _code_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.file_tabs = QTabBar()
        self.file_tabs.setDrawBase(False)
        self.file_tabs.setExpanding(False)
        self.file_tabs.setFont(font(12))
        self.file_tabs.currentChanged.connect(self._show_file)
        self.code = QPlainTextEdit()
        self.code.setReadOnly(True)
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setFont(font(12, mono=True))
        self.code.setStyleSheet("font-size: 12px; font-family: 'JetBrains Mono', 'DejaVu Sans Mono', monospace;")
        self.code.setAccessibleName(self.tr("Code"))
        self._colours = CodeColours(self.code.document(), self._theme)
        column.addWidget(self.file_tabs)
        column.addWidget(self.code, 1)
        return page

    def _diagnostics_page(self) -> QWidget:
        self.diagnostics = QTextBrowser()
        self.diagnostics.setObjectName("bare")
        self.diagnostics.setOpenLinks(False)
        self.diagnostics.setAccessibleName(self.tr("Diagnostics"))
        return self.diagnostics

    def _preview_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.preview = Preview(self._theme)
        column.addWidget(self.preview, 1)
        self.asset_facts = self._fact_grid()
        column.addLayout(self.asset_facts)
        return page

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons = {}
        for name, icon, text in (
            ("expand", "branch", self.tr("Expand")),
            ("reroll", "dice", self.tr("Re-roll")),
            ("prune", "scissors", self.tr("Prune")),
        ):
            button = QPushButton(text)
            button.setIcon(icons.icon(icon, self._theme.text2, 15))
            button.setIconSize(QSize(15, 15))
            button.clicked.connect(lambda _=False, name=name: self.command.emit(name))
            self.buttons[name] = button
            row.addWidget(button, 1)
        return row

    def _caption(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName("caption")
        label.setContentsMargins(0, 6, 0, 0)
        return label

    def _fact_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(7)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        return grid

    def _fill_facts(self, grid: QGridLayout, rows: list[tuple[str, str]]) -> None:
        while (old := grid.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, value) in enumerate(rows):
            left = QLabel(name)
            left.setObjectName("sub")
            right = QLabel(value)
            right.setWordWrap(True)
            right.setTextFormat(Qt.TextFormat.PlainText)
            right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(right, number, 1)

    # Showing

    def _select(self) -> None:
        current = self._document.current
        id = current.id if current else ""
        if id != self._shown:
            self._shown = id
            self._leaf = {}
            self.brief.document().setModified(False)
        self.refresh()
        if id:
            self._ask.start()

    def _touched(self, id: str) -> None:
        if id == self._shown:
            self._soon.start()
            self._ask.start()
        elif self._shown and self._shown in self._document and not self._document[self._shown].leaf:
            self._soon.start()

    def _read(self) -> None:
        item = self._document.items.get(self._shown)
        if item is None:
            return
        if item.state != "running":
            self.why_wanted.emit(item.id)
        if item.leaf and item.state != "idea":
            self.leaf_wanted.emit(item.id)

    def take_leaf(self, id: str, leaf: dict[str, Any]) -> None:
        """The answer to `leaf_wanted`."""
        if id == self._shown:
            self._leaf = leaf
            self.refresh()

    def take_why(self, id: str, answer: dict[str, Any]) -> None:
        """The answer to `why_wanted`."""
        if id == self._shown and id in self._document:
            reason = str(answer.get("reason", ""))
            then = [self._document[one].title for one in answer.get("then", ()) if one in self._document]
            if then:
                names = ", ".join(then[:4]) + ("…" if len(then) > 4 else "")
                reason = self.tr("{0} Then: {1}.").format(reason, names).strip()
            self._say_why(reason or self._document[id].reason)

    def refresh(self) -> None:
        """Show the current node anew; words that are being written stay."""
        item = self._document.items.get(self._shown)
        for widget in (self.tabs, self.pages, *self.buttons.values()):
            widget.setVisible(item is not None)
        self.nothing.setVisible(item is None)
        if item is None:
            self._show_nothing()
            return
        document = self._document
        self.heading.setText(item.title)
        below = sum(1 for _ in document.below(item.id)) - 1
        parts = [
            words.kind(item.kind),
            words.state(document.state(item.id)).lower(),
            words.below(below) if below else "",
        ]
        self.line.setText(" · ".join(part for part in parts if part))
        if not self.brief.document().isModified() and self.brief.toPlainText() != item.brief:
            self.brief.setPlainText(item.brief)
            self.brief.document().setModified(False)
        self._marks.mark(item.seed_words)
        self.apply_row.setVisible(self.brief.document().isModified())
        self._say_why(item.reason)
        serves = bool(item.seed_words and document.seed and item.parent)
        self.seed_caption.setVisible(serves)
        self.seed.setVisible(serves)
        if serves:
            self.seed.setText(marked_html(document.seed, item.seed_words, self._theme))
        for tab in (_CODE, _DIAGNOSTICS, _PREVIEW):
            # Branches are not built: there is nothing behind these tabs for them.
            self.tabs.setTabVisible(tab, item.leaf)
        self.tabs.setVisible(item.leaf)
        if not item.leaf:
            self.tabs.setCurrentIndex(_BRIEF)
        self._show_leaf(item)
        self.buttons["expand"].setEnabled(True)
        self.buttons["reroll"].setEnabled(item.leaf)
        self.buttons["prune"].setEnabled(item.parent is not None)

    def _show_nothing(self) -> None:
        self.heading.setText(self.tr("Nothing selected"))
        self.line.setText(self.tr("Click a card, or walk the tree with the arrow keys."))
        self.line.setWordWrap(True)

    def _say_why(self, reason: str) -> None:
        self.why.setText(reason)
        self.why.setVisible(bool(reason))
        self.why_caption.setVisible(bool(reason))

    def _show_leaf(self, item: Item) -> None:
        leaf = self._leaf
        stale = self._document.state(item.id) == "stale"
        path = str(leaf.get("thumbnail") or self._document.thumbnails.get(item.id, ""))
        self.picture.setVisible(self.picture.show_picture(path, stale=stale))
        if not self.preview.show_picture(path, stale=stale):
            self.preview.say(self.tr("There is no picture of this node."))
        notes = leaf.get("notes") if isinstance(leaf.get("notes"), dict) else {}
        known = facts(self._document, item, notes or {})
        self._fill_facts(self.facts, known)
        self._fill_facts(self.asset_facts, known + ([(self.tr("Picture"), Path(path).name)] if path else []))
        files = leaf.get("files") if isinstance(leaf.get("files"), dict) else {}
        names = list(files or {})
        if names != [self.file_tabs.tabData(at) for at in range(self.file_tabs.count())]:
            self.file_tabs.blockSignals(True)
            while self.file_tabs.count():
                self.file_tabs.removeTab(0)
            for name in names:
                self.file_tabs.setTabData(self.file_tabs.addTab(Path(name).name), name)
            self.file_tabs.blockSignals(False)
        self.file_tabs.setVisible(bool(names))
        self._show_file(self.file_tabs.currentIndex())
        diagnostics = [one for one in leaf.get("diagnostics") or () if isinstance(one, dict)]
        self._show_diagnostics(item, diagnostics)
        self.tabs.setTabText(
            _DIAGNOSTICS,
            self.tr("Diagnostics ({0})").format(len(diagnostics)) if diagnostics else self.tr("Diagnostics"),
        )

    def _show_file(self, at: int) -> None:
        files = self._leaf.get("files") or {}
        text = str(files.get(self.file_tabs.tabData(at), "")) if at >= 0 else ""
        if not text:
            text = self.tr("// No code was written for this node yet.")
        if text != self.code.toPlainText():
            self.code.setPlainText(text)

    def _show_diagnostics(self, item: Item, found: list[dict[str, Any]]) -> None:
        theme = self._theme
        if not found:
            text = item.reason if item.state in ("failed", "blocked") else self.tr("The compiler has nothing to say.")
            colour = theme.states["failed"] if item.state == "failed" else theme.text3
            self.diagnostics.setHtml(f'<p style="color:{colour}">{marked_html(text, (), theme)}</p>')
            return
        rows = []
        for one in found:
            severity = str(one.get("severity", "error"))
            colour = {"error": theme.states["failed"], "warning": theme.states["running"]}.get(severity, theme.text3)
            word = {"error": self.tr("Error"), "warning": self.tr("Warning")}.get(severity, self.tr("Note"))
            place = Path(str(one.get("file", ""))).name
            if one.get("line"):
                place += f":{one['line']}"
            rows.append(
                f'<p style="margin:0 0 10px 0"><span style="color:{colour};font-weight:600">{word}</span> '
                f'<span style="color:{theme.text3}">{marked_html(place, (), theme)}</span><br>'
                f"{marked_html(str(one.get('message', '')), (), theme)}</p>"
            )
        self.diagnostics.setHtml("".join(rows))

    # Writing

    def write_brief(self) -> None:
        """Put the keyboard into the brief."""
        self.tabs.setCurrentIndex(_BRIEF)
        self.brief.moveCursor(QTextCursor.MoveOperation.End)
        self.brief.setFocus()

    def _fit_brief(self) -> None:
        # As high as its words, within reason: the rest of the panel moves up to them.
        lines = round(self.brief.document().size().height())
        self.brief.setFixedHeight(max(92, min(280, lines * self.brief.fontMetrics().lineSpacing() + 28)))

    def _written(self) -> None:
        self.apply_row.setVisible(self.brief.document().isModified() and bool(self._shown))

    def apply(self) -> None:
        """Send the brief as it is written."""
        text = self.brief.toPlainText().strip()
        if self._shown in self._document and text and text != self._document[self._shown].brief:
            self.brief.document().setModified(False)
            self.apply_row.hide()
            self.brief_wanted.emit(self._shown, text)
        else:
            self.abandon()

    def abandon(self) -> None:
        """Give up what was written."""
        self.brief.document().setModified(False)
        if self._shown in self._document:
            self.brief.setPlainText(self._document[self._shown].brief)
            self.brief.document().setModified(False)
        self.apply_row.hide()
