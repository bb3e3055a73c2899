"""The title of a card, open for writing in its place: Enter commits, Esc abandons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from dreamgarden.ui.theme import plain_font


class TitleField(QLineEdit):
    """`committed(id, title)`; nothing is emitted for a title that was abandoned."""

    committed = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("titleField")
        self.setAccessibleName(self.tr("Title"))
        self._id = ""
        self.hide()

    def open(self, id: str, title: str, card: QRectF, zoom: float) -> None:
        """Show the field over a card."""
        self._id = id
        self.setText(title)
        self.setFont(plain_font(13 * zoom, 600))
        self.setStyleSheet(f"min-height: 0; padding: 0 4px; font-size: {round(13 * zoom)}px; font-weight: 600;")
        self.setGeometry(round(card.x() + 48 * zoom), round(card.y() + 8 * zoom), round(152 * zoom), round(26 * zoom))
        self.show()
        self.selectAll()
        self.setFocus()

    def commit(self) -> None:
        """Close the field and hand its text on."""
        if self.isVisible():
            self.hide()
            self.committed.emit(self._id, " ".join(self.text().split()))

    def abandon(self) -> None:
        """Close the field and leave the title as it was."""
        if self.isVisible():
            self.hide()
            self.committed.emit(self._id, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.abandon()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()
