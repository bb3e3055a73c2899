"""Where the person has been in the tree: back and forward through selected nodes."""

from __future__ import annotations

from dreamgarden.ui.document import Document

_KEPT = 100


class Trail:
    """Listens to the document's selection; `go` selects an earlier or later node."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._steps: list[str] = []
        self._at = -1
        self._walking = False
        document.selection_changed.connect(self._note)

    def _note(self) -> None:
        current = self._document.current
        if self._walking or current is None or (self._steps and self._steps[self._at] == current.id):
            return
        self._steps = [*self._steps[: self._at + 1], current.id][-_KEPT:]
        self._at = len(self._steps) - 1

    def go(self, step: int) -> str:
        """Go that many steps, past nodes that are gone; returns the node's id, "" at an end."""
        at = self._at + step
        while 0 <= at < len(self._steps):
            if self._steps[at] in self._document:
                self._at = at
                self._walking = True
                self._document.select([self._steps[at]])
                self._walking = False
                return self._steps[at]
            at += step
        return ""
