"""Search in the tree: what was found, and the way from one find to the next."""

from __future__ import annotations

from collections.abc import Callable

from dreamgarden.ui.canvas.view import Canvas
from dreamgarden.ui.document import Document


class Finder:
    """Dims what was not found; `go` brings a node into sight."""

    def __init__(self, document: Document, canvas: Canvas, go: Callable[[str], None]) -> None:
        self._document = document
        self._canvas = canvas
        self._go = go
        self.matches: list[str] = []

    def search(self, text: str) -> None:
        """Look for a text; an empty one ends the search."""
        self.matches = self._document.find(text)
        self._canvas.matches = set(self.matches) if text.strip() else None
        self._canvas.update()
        if self.matches:
            self._go(self.matches[0])

    def next(self) -> None:
        """Go to the next find."""
        there = [id for id in self.matches if id in self._document]
        if there:
            current = self._document.current
            at = there.index(current.id) + 1 if current and current.id in there else 0
            self._go(there[at % len(there)])
