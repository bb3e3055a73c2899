"""Asks for the pictures of the cards that are seen, one after the other, after the frame that wanted them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from dreamgarden.ui.document import Document
from dreamgarden.ui.verbs import Verbs


class Thumbnails(QObject):
    """A queue of leaves whose pictures are wanted."""

    def __init__(self, document: Document, verbs: Verbs, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._verbs = verbs
        self._queue: list[str] = []
        verbs.leaf_read.connect(self._read)

    def want(self, ids: list[str]) -> None:
        """Ask for these too."""
        idle = not self._queue
        self._queue += ids
        if idle:
            QTimer.singleShot(0, self, self._next)

    def _next(self) -> None:
        while self._queue and self._queue[0] not in self._document:
            self._queue.pop(0)
        if self._queue:
            self._verbs.read_leaf(self._queue[0])

    def _read(self, id: str) -> None:
        if self._queue and self._queue[0] == id:
            self._queue.pop(0)
            self._next()
