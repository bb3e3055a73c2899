"""The inspector's page of code: a leaf's files, what changed since the version before, and the way to the person's editor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from dreamgarden.ui import icons
from dreamgarden.ui.inspector.code_view import CodeView, changes, marks_of
from dreamgarden.ui.inspector.highlight import CodeColours
from dreamgarden.ui.theme import Theme, font, px


class CodePage(QWidget):
    """`editor_wanted(path, line)`: open this file outside."""

    editor_wanted = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leaf: Mapping[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self.files = QTabBar()
        self.files.setDrawBase(False)
        self.files.setExpanding(False)
        self.files.setFont(font(12))
        self.files.currentChanged.connect(lambda _: self._show())
        column.addWidget(self.files)
        self.code = CodeView(theme)
        self.code.setAccessibleName(self.tr("Code"))
        self._colours = CodeColours(self.code.document(), theme)
        column.addWidget(self.code, 1)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.difference = QPushButton(self.tr("Changes"))
        self.difference.setCheckable(True)
        self.difference.setIcon(icons.icon("diff", theme.text2, 15))
        self.difference.setToolTip(self.tr("What is other than in the version before"))
        self.difference.toggled.connect(lambda _: self._show())
        self.editor = QPushButton(self.tr("Open in editor"))
        self.editor.setIcon(icons.icon("pen", theme.text2, 15))
        self.editor.clicked.connect(self.open)
        for button in (self.difference, self.editor):
            button.setIconSize(QSize(px(15), px(15)))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.show_leaf({})

    def show_leaf(self, leaf: Mapping[str, Any]) -> None:
        """Show what the garden answered about a leaf."""
        self._leaf = leaf
        # The code first; what others may rely on of it, last.
        names = sorted(leaf.get("files") or {}, key=lambda name: (not name.endswith(".cpp"), name.endswith(".txt")))
        if names != [self.files.tabData(at) for at in range(self.files.count())]:
            self.files.blockSignals(True)
            while self.files.count():
                self.files.removeTab(0)
            for name in names:
                self.files.setTabData(self.files.addTab(Path(name).name), name)
            self.files.blockSignals(False)
        self.files.setVisible(bool(names))
        self.difference.setVisible(bool(leaf.get("before")))
        if not leaf.get("before"):
            self.difference.setChecked(False)
        self.editor.setVisible(bool(leaf.get("source")))
        self._show()

    def go_to(self, file: str, line: int) -> None:
        """Show a line of a file."""
        self.difference.setChecked(False)
        for at in range(self.files.count()):
            if Path(str(self.files.tabData(at))).name == Path(file).name:
                self.files.setCurrentIndex(at)
        self._at_line(line)
        self.code.setFocus()

    def _at_line(self, line: int) -> None:
        block = self.code.document().findBlockByNumber(max(0, line - 1))
        cursor = self.code.textCursor()
        cursor.setPosition(block.position())
        self.code.setTextCursor(cursor)
        self.code.centerCursor()

    def open(self) -> None:
        """Open the code outside, at the line where the cursor is."""
        source = str(self._leaf.get("source") or "")
        if source:
            self.editor_wanted.emit(source, self.code.textCursor().blockNumber() + 1)

    def _show(self) -> None:
        at = self.files.currentIndex()
        name = str(self.files.tabData(at)) if at >= 0 else ""
        text = str((self._leaf.get("files") or {}).get(name, ""))
        if not text:
            self.code.show_code(self.tr("// No code was written for this node yet."), {})
        elif self.difference.isChecked():
            old = str((self._leaf.get("before") or {}).get(name, ""))
            self.code.show_changes(changes(old, text) or self.tr("// The version before was the same."))
        else:
            diagnostics = [one for one in self._leaf.get("diagnostics") or () if isinstance(one, dict)]
            marks = marks_of(diagnostics, name)
            fresh = text != self.code.toPlainText()
            self.code.show_code(text, marks)
            if fresh and (wrong := min((line for line, (severity, _) in marks.items() if severity == "error"), default=0)):
                self._at_line(wrong)
