"""Why a node would be built, and what would follow: said before anything runs, with the three answers beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dreamgarden.ui.document import BUILT, Document
from dreamgarden.ui.theme import px

_NAMED = 4


class WhyPanel(QWidget):
    """`build_wanted(ids)`: build these now. "Later" puts the answers away until there is another reason."""

    build_wanted = Signal(list)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._id = ""
        self._then: list[str] = []
        self._reason = ""
        self._later: set[tuple[str, str]] = set()
        self.busy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        caption = QLabel(self.tr("Why"))
        caption.setObjectName("caption")
        caption.setContentsMargins(0, px(6), 0, 0)
        column.addWidget(caption)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setObjectName("sub")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.text)
        self.answers = QWidget()
        row = QHBoxLayout(self.answers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        self.these = QPushButton(self.tr("Rebuild these"))
        self.these.setObjectName("primary")
        self.only = QPushButton(self.tr("Only this"))
        self.later = QPushButton(self.tr("Later"))
        self.later.setObjectName("quiet")
        self.these.clicked.connect(lambda: self.build_wanted.emit([self._id, *self._then]))
        self.only.clicked.connect(lambda: self.build_wanted.emit([self._id]))
        self.later.clicked.connect(self._put_off)
        for button in (self.these, self.only, self.later):
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self.answers)

    def say(self, id: str, reason: str) -> None:
        """What an event told of the node; nothing is known yet of what would follow."""
        if id != self._id:
            self._then = []
        self._id = id
        self._show(reason)

    def take(self, id: str, answer: dict[str, Any]) -> None:
        """The garden's own answer."""
        self._id = id
        self._then = [one for one in answer.get("then", ()) if one in self._document]
        self._show(str(answer.get("reason", "")) or self._document[id].reason)

    def _show(self, reason: str) -> None:
        document = self._document
        item = document.items.get(self._id)
        self._reason = reason
        self.setVisible(bool(reason) and item is not None)
        if item is None or not reason:
            return
        plain = document.state(self._id) not in (*BUILT, "running") and not item.proposed and not item.muted
        waits = plain and not self.busy and bool(item.leaf or document.done_below(self._id)[1])
        self.setVisible(item.leaf or waits)
        text = sentence(reason)
        if waits and item.state == "stale":
            text = self.tr("Will rebuild: {0}.").format(reason.rstrip("."))
        if self._then and waits:
            names = ", ".join(f"“{document[one].title}”" for one in self._then[:_NAMED])
            if len(self._then) > _NAMED:
                names += self.tr(" and {0} more").format(len(self._then) - _NAMED)
            if len(self._then) == 1:
                text += "\n" + self.tr("Then 1 other that needs it: {0}.").format(names)
            else:
                text += "\n" + self.tr("Then {0} others that need it: {1}.").format(len(self._then), names)
        self.text.setText(text)
        self.answers.setVisible(waits and (self._id, reason) not in self._later)
        self.only.setVisible(bool(self._then))
        self.these.setText(self.tr("Rebuild these") if self._then else self.tr("Build this"))

    def set_busy(self, busy: bool) -> None:
        """While something grows or builds, there is nothing to answer."""
        if busy != self.busy:
            self.busy = busy
            self._show(self._reason)

    def _put_off(self) -> None:
        self._later.add((self._id, self._reason))
        self.answers.hide()


def sentence(reason: str) -> str:
    """A reason as a sentence that stands alone; names of files keep their small letters."""
    first = reason.split(" ", 1)[0]
    plain = first.isalpha() and first.islower()
    return (reason[:1].upper() + reason[1:] if plain else reason) + ("" if reason.endswith((".", "。", "!", "?", "…")) else ".")
