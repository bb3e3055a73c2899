"""Tells the garden process what the person looks at while something grows or builds, so that it is made first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from dreamgarden.ui.window import Window

_EVERY_MS = 700


class Attention(QObject):
    """Bound to one window; silent while nothing runs, and as long as the person looks at the same."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._told: tuple[list[str], list[str]] | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.look)

    def follow(self, busy: bool) -> None:
        """Something runs now, or nothing does."""
        self._told = None
        (self._clock.start if busy else self._clock.stop)()

    def look(self) -> None:
        """Tell what is selected and seen, if it is not what was told last."""
        window = self._window
        now = list(window.document.selected), list(window.canvas.seen)
        if now != self._told and window.document.root:
            self._told = now
            window.verbs.attend(*now)
