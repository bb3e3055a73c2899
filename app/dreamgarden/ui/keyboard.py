"""The keyboard, lent: what floats over the window for a moment takes it, and gives it back to whoever had it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


class Borrowed:
    """Made before the keyboard is taken; `give_back` returns it where it came from, if that is still there."""

    def __init__(self) -> None:
        self._owner = QApplication.focusWidget()

    def give_back(self) -> None:
        """Let the one who had the keyboard have it again."""
        owner = self._owner
        if owner is not None and isValid(owner) and owner.isVisible():
            owner.setFocus()
