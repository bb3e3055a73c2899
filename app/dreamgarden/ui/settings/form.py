"""The rows of a page of choices: headings with a word about them, and fields beside their names."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from dreamgarden.ui.theme import font, px

_NAMES = 170
_FIELD = 260


class Form:
    """Writes into a column."""

    def __init__(self, column: QVBoxLayout) -> None:
        self.column = column

    def section(self, text: str, about: str = "") -> None:
        """A heading, and what is below it in a sentence."""
        heading = QLabel(text)
        heading.setFont(font(15, 600))
        heading.setStyleSheet(f"font-size: {px(15)}px; font-weight: 600;")
        heading.setContentsMargins(0, px(18), 0, 0)
        self.column.addWidget(heading)
        if about:
            self.remark(about)

    def remark(self, text: str = "") -> QLabel:
        """A sentence in small print; the label, to say something else later."""
        faint = QLabel(text)
        faint.setObjectName("faint")
        faint.setWordWrap(True)
        self.column.addWidget(faint)
        return faint

    def row(self, text: str, *fields: QWidget) -> QWidget:
        """Fields beside their name; the whole row, to hide it."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        label = QLabel(text)
        label.setObjectName("sub")
        label.setFixedWidth(px(_NAMES))
        label.setWordWrap(True)
        row.addWidget(label)
        for one in fields:
            row.addWidget(one)
            if not one.accessibleName():
                one.setAccessibleName(text)
        row.addStretch(1)
        self.column.addWidget(line)
        return line


def text_field(placeholder: str = "") -> QLineEdit:
    """A field for a line of text, as wide as the others."""
    field = QLineEdit()
    field.setMinimumWidth(px(_FIELD))
    field.setPlaceholderText(placeholder)
    return field
