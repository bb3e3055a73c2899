"""The words of a call while a model writes them, always at their end."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from dreamgarden.ui.dictation import Call
from dreamgarden.ui.theme import font, px


class LiveText(QWidget):
    """Hidden while nobody writes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(6), 0, 0)
        column.setSpacing(px(6))
        self.caption = QLabel()
        self.caption.setObjectName("caption")
        column.addWidget(self.caption)
        self.field = QPlainTextEdit()
        self.field.setObjectName("code")
        self.field.setReadOnly(True)
        self.field.setFont(font(11, mono=True))
        self.field.setFixedHeight(px(170))
        self.field.setAccessibleName(self.tr("What the model writes now"))
        column.addWidget(self.field)
        self._shown = ""
        self.hide()

    def show_call(self, call: Call | None) -> None:
        """Show this call's words, or nothing."""
        self.setVisible(call is not None)
        if call is None:
            self._shown = ""
            self.field.clear()
            return
        written = self.tr("{0} characters").format(f"{call.length:,}") if call.length else self.tr("thinking…")
        self.caption.setText(f"{call.purpose} · {written}")
        if call.text.startswith(self._shown) and self._shown:
            cursor = QTextCursor(self.field.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(call.text[len(self._shown) :])
        elif call.text != self._shown:
            self.field.setPlainText(call.text)
        self._shown = call.text
        bar = self.field.verticalScrollBar()
        bar.setValue(bar.maximum())
