"""The field in which a person says what is wrong, and the answer below it: changes to take or leave, and questions."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
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

_LEAST, _SHARE = 190, 0.3  # how high an answer may be: so much, or that share of the window


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
        self.answer.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answer.setAccessibleName(self.tr("What would change"))
        self.answer.hide()
        column.addWidget(self.answer)
        # Below the list, not in it: a long answer is taken without going to its end.
        self.take_them = QPushButton()
        self.take_them.setObjectName("primary")
        self.take_them.clicked.connect(self.accept)
        self.leave = QPushButton(self.tr("Leave it as it is"))
        self.leave.setObjectName("quiet")
        self.leave.clicked.connect(self.forget)
        self.buttons = QWidget()
        below = QHBoxLayout(self.buttons)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.take_them)
        below.addWidget(self.leave)
        below.addStretch(1)
        self.buttons.hide()
        column.addWidget(self.buttons)
        self.findings = FindingsList(document, verbs, theme)
        self.findings.hide()
        column.addWidget(self.findings)
        self.say.clicked.connect(self.ask)
        self.field.returnPressed.connect(self.ask)
        self.found.toggled.connect(self.findings.setVisible)
        self.findings.picked.connect(self.picked)
        self.findings.changed.connect(self._count)
        self.findings.said.connect(self._begin)
        self.findings.pointed.connect(self._pointed)
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
        pointed = self._meant() if about else []
        found = [row["parts"][0] for row in self.findings.rows if row.get("parts")]
        self.say.setEnabled(False)
        self.say.setText(self.tr("Looking …"))
        self._verbs.ask("feedback", self.take, self._refused, text=text, pointed=pointed, findings=found)

    def take(self, proposal: dict[str, Any]) -> None:
        """Show what came back."""
        self._heard()
        self._proposal = proposal
        self.boxes = []
        page = QWidget()
        page.setObjectName("sheet")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, px(2), px(10), 0)
        column.setSpacing(px(6))
        for change in proposal.get("changes", ()):
            column.addWidget(self._change(change))
        questions = [str(question) for question in proposal.get("questions", ())]
        if questions and proposal.get("changes"):
            caption = self._label(self.tr("Not placed yet"), "caption")
            caption.setContentsMargins(0, px(4), 0, 0)
            column.addWidget(caption)
        for question in questions:
            column.addWidget(self._label(question, "sub"))
        if not proposal.get("changes") and not questions:
            column.addWidget(self._label(self.tr("Nothing of the game answers for that."), "sub"))
        column.addStretch(1)
        self.found.setChecked(False)  # one of both at a time: the tree keeps its room
        self.answer.setWidget(page)
        self.answer.setVisible(True)
        self.answer.verticalScrollBar().setValue(0)
        self.buttons.setVisible(True)
        self._ticked()
        self._fit()

    def forget(self) -> None:
        """Put the answer away."""
        self._proposal, self.boxes = {}, []
        self._heard()
        self.answer.setVisible(False)
        self.buttons.setVisible(False)
        if (old := self.answer.takeWidget()) is not None:
            old.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.answer.isVisibleTo(self) and event.oldSize().width() != event.size().width():
            self._fit()

    def accept(self) -> None:
        """Make the changes that are ticked, as one step of undo."""
        chosen = [change for box, change in self.boxes if box.isChecked()]
        if not chosen:
            return
        label = str(self._proposal.get("label", ""))
        self._verbs.heed(chosen, label)
        self.field.clear()
        self.forget()

    def _fit(self) -> None:
        """As high as what it says, up to a share of the window."""
        page = self.answer.widget()
        if page is None:
            return
        wide = max(self.width() - px(24) - self.answer.verticalScrollBar().sizeHint().width(), px(200))
        layout = page.layout()
        high = layout.heightForWidth(wide) if layout is not None and layout.hasHeightForWidth() else page.sizeHint().height()
        most = max(px(_LEAST), int(self.window().height() * _SHARE))
        self.answer.setFixedHeight(min(most, high + px(4)))

    def _heard(self) -> None:
        self.say.setEnabled(True)
        self.say.setText(self.tr("Say it"))

    def _ticked(self) -> None:
        """What the button says: all of them, or how many."""
        on = sum(box.isChecked() for box, _ in self.boxes)
        every = self.tr("Make these changes") if len(self.boxes) > 1 else self.tr("Make this change")
        self.take_them.setText(every if on in (0, len(self.boxes)) else self.tr("Make {0} of {1} changes").format(on, len(self.boxes)))
        self.take_them.setEnabled(on > 0)
        self.take_them.setVisible(bool(self.boxes))

    def _change(self, change: dict[str, Any]) -> QWidget:
        widget = QWidget()
        row = QGridLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(px(8))
        row.setVerticalSpacing(0)
        row.setColumnStretch(1, 1)
        box = QCheckBox()
        box.setAccessibleName(str(change.get("what", "")))
        box.setChecked(bool(change.get("steps")))
        box.setEnabled(bool(change.get("steps")))
        what = self._label(str(change.get("what", "")), "")
        nodes = [id for id in change.get("nodes", ()) if id in self._document]
        row.addWidget(box, 0, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(what, 0, 1)
        # The names lead to their nodes; all else is as it was said.
        names = ", ".join(f'<a href="{html.escape(id)}">{html.escape(self._document[id].title)}</a>' for id in nodes)
        why = self._label("", "sub")
        why.setTextFormat(Qt.TextFormat.RichText)
        why.setText(html.escape(self.tr("Because: {0}").format(change.get("why", ""))) + (f"&nbsp; {names}" if names else ""))
        why.linkActivated.connect(self.picked)
        row.addWidget(why, 1, 1)
        if change.get("steps"):
            what.setBuddy(box)
            what.mousePressEvent = lambda event: box.toggle()  # type: ignore[method-assign]
            box.toggled.connect(lambda on: self._ticked())
            if nodes:
                box.toggled.connect(lambda on: self.picked.emit(nodes[0]))
            self.boxes.append((box, change))
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

    def _meant(self) -> list[str]:
        """The slugs that are spoken of: what is chosen, and what was picked in the game as long as the first of that is chosen."""
        chosen = [self._document[id].slug for id in self._document.selected if self._document[id].leaf]
        around = self.findings.around if set(chosen) & set(self.findings.around) else []
        return list(dict.fromkeys([*chosen, *around]))

    def _pointed(self) -> None:
        """What was picked in the game is what the next words are about."""
        self._selected()
        self.about.setChecked(True)

    def _selected(self) -> None:
        meant = self._meant()
        self.about.setVisible(bool(meant))
        if not meant:
            self.about.setChecked(False)
            return
        first = next(item.title for item in self._document.items.values() if item.slug == meant[0])
        title = self.about.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, px(150))
        more = len(meant) - 1
        self.about.setText(self.tr("about “{0}” and {1} more").format(title, more) if more else self.tr("about “{0}”").format(title))

    def _count(self) -> None:
        count = len(self.findings.rows)
        well = self.tr("All well") if self.findings.tested else self.tr("Play-test")
        self.found.setText(self.tr("{0} found").format(count) if count else well)
        self.found.setToolTip(self.tr("What play-tests found wrong with the game"))

    def _refused(self, error: object) -> None:
        self._heard()
        self._verbs.failed.emit(error)
