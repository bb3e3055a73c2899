"""The field in which a person says what is wrong, and the answer below it: changes to take or leave, and questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dreamgarden.ui import icons
from dreamgarden.ui.document import Document
from dreamgarden.ui.findings import FindingsList
from dreamgarden.ui.theme import Theme, px
from dreamgarden.ui.verbs import Verbs

_ANSWER_HEIGHT = 190


class Complaint(QFrame):
    """`picked(id)`: show this node. What it asks for goes through `verbs`; the plan changes only by what is taken."""

    picked = Signal(str)

    def __init__(self, document: Document, verbs: Verbs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("complaint")
        self._document, self._verbs = document, verbs
        self._proposal: dict[str, Any] = {}
        self.boxes: list[tuple[QCheckBox, dict[str, Any]]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(7), px(12), px(7))
        column.setSpacing(px(6))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        mark = QLabel()
        mark.setPixmap(icons.pixmap("note", theme.text2, px(16), self.devicePixelRatioF()))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("What is wrong with the game? Say it: “the enemies are too fast”, “make it night”"))
        self.field.setAccessibleName(self.tr("What is wrong with the game"))
        self.field.setMaxLength(2000)
        self.about = QCheckBox()
        self.about.hide()
        self.say = QPushButton(self.tr("Say it"))
        self.found = QPushButton()
        self.found.setObjectName("quiet")
        self.found.setCheckable(True)
        for widget in (mark, self.field, self.about, self.say, self.found):
            row.addWidget(widget, 1 if widget is self.field else 0)
        column.addLayout(row)
        self.answer = QScrollArea()
        self.answer.setWidgetResizable(True)
        self.answer.setFrameShape(QFrame.Shape.NoFrame)
        self.answer.setMaximumHeight(px(_ANSWER_HEIGHT))
        self.answer.hide()
        column.addWidget(self.answer)
        self.findings = FindingsList(document, verbs, theme)
        self.findings.hide()
        column.addWidget(self.findings)
        self.say.clicked.connect(self.ask)
        self.field.returnPressed.connect(self.ask)
        self.found.toggled.connect(self.findings.setVisible)
        self.findings.picked.connect(self.picked)
        self.findings.changed.connect(self._count)
        self.findings.said.connect(self._begin)
        document.selection_changed.connect(self._selected)
        document.reset.connect(self.forget)
        verbs.planted.connect(self.findings.built)
        self._count()
        self._selected()

    def ask(self) -> None:
        """Ask what the words in the field would change."""
        text = self.field.text().strip()
        if not text:
            return
        about = self.about.isChecked() and not self.about.isHidden()
        chosen = [self._document[id].slug for id in self._document.selected]
        # A rectangle in the game picks several at once; they are meant as long as the first of them is chosen.
        around = self.findings.around if set(chosen) & set(self.findings.around) else []
        pointed = list(dict.fromkeys([*chosen, *around])) if about else []
        found = [row["parts"][0] for row in self.findings.rows if row.get("parts")]
        self.say.setEnabled(False)
        self._verbs.ask("feedback", self.take, self._refused, text=text, pointed=pointed, findings=found)

    def take(self, proposal: dict[str, Any]) -> None:
        """Show what came back."""
        self.say.setEnabled(True)
        self._proposal = proposal
        self.boxes = []
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, px(2), 0, 0)
        column.setSpacing(px(4))
        for change in proposal.get("changes", ()):
            column.addWidget(self._change(change))
        for question in proposal.get("questions", ()):
            column.addWidget(self._label(str(question), "sub"))
        if not self.boxes and not proposal.get("questions"):
            column.addWidget(self._label(self.tr("Nothing of the game answers for that."), "sub"))
        column.addWidget(self._buttons())
        self.answer.setWidget(page)
        self.answer.setVisible(True)
        self.answer.setFixedHeight(min(px(_ANSWER_HEIGHT), page.sizeHint().height() + px(6)))

    def forget(self) -> None:
        """Put the answer away."""
        self._proposal, self.boxes = {}, []
        self.say.setEnabled(True)
        self.answer.setVisible(False)
        if (old := self.answer.takeWidget()) is not None:
            old.deleteLater()

    def accept(self) -> None:
        """Make the changes that are ticked, as one step of undo."""
        chosen = [change for box, change in self.boxes if box.isChecked()]
        if not chosen:
            return
        label = str(self._proposal.get("label", ""))
        self._verbs.heed(chosen, label)
        self.field.clear()
        self.forget()

    def _change(self, change: dict[str, Any]) -> QWidget:
        widget = QWidget()
        row = QVBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        box = QCheckBox(str(change.get("what", "")))
        box.setChecked(bool(change.get("steps")))
        box.setEnabled(bool(change.get("steps")))
        nodes = [id for id in change.get("nodes", ()) if id in self._document]
        row.addWidget(box)
        names = ", ".join(f"“{self._document[id].title}”" for id in nodes)
        why = self._label(self.tr("Because: {0}").format(change.get("why", "")) + (f"  ({names})" if names else ""), "sub")
        why.setContentsMargins(px(24), 0, 0, 0)
        row.addWidget(why)
        if nodes:
            box.toggled.connect(self._picker(nodes[0]))
        if change.get("steps"):
            self.boxes.append((box, change))
        return widget

    def _picker(self, id: str) -> Callable[[bool], None]:
        return lambda on: self.picked.emit(id)

    def _buttons(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, px(2), 0, 0)
        if self.boxes:
            take = QPushButton(self.tr("Make these changes"))
            take.setObjectName("primary")
            take.clicked.connect(self.accept)
            row.addWidget(take)
        leave = QPushButton(self.tr("Leave it as it is"))
        leave.setObjectName("quiet")
        leave.clicked.connect(self.forget)
        row.addWidget(leave)
        row.addStretch(1)
        return widget

    def _label(self, text: str, name: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _begin(self, text: str) -> None:
        self.field.setText(text)
        self.field.setFocus()

    def _selected(self) -> None:
        leaves = [id for id in self._document.selected if self._document[id].leaf]
        self.about.setVisible(bool(leaves))
        if leaves:
            title = self.about.fontMetrics().elidedText(self._document[leaves[0]].title, Qt.TextElideMode.ElideRight, px(150))
            self.about.setText(self.tr("about “{0}”").format(title))

    def _count(self) -> None:
        count = len(self.findings.rows)
        well = self.tr("All well") if self.findings.tested else self.tr("Play-test")
        self.found.setText(self.tr("{0} found").format(count) if count else well)
        self.found.setToolTip(self.tr("What play-tests found wrong with the game"))

    def _refused(self, error: object) -> None:
        self.say.setEnabled(True)
        self._verbs.failed.emit(error)
