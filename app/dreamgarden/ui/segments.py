"""A few choices beside one another, of which one holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segments(QWidget):
    """`chosen(value)`: the person chose another one."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for value, words in choices:
            button = QPushButton(words)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            self._buttons[value] = button
            row.addWidget(button)
        self.choose(choices[0][0])

    @property
    def value(self) -> str:
        """The choice that holds."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def button(self, value: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[value]

    def choose(self, value: str) -> None:
        """Let a choice hold without telling; an unknown one leaves the first."""
        (self._buttons.get(value) or next(iter(self._buttons.values()))).setChecked(True)
