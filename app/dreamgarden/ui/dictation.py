"""What models write, while they write it, and what their calls cost: by node and in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from dreamgarden.ui import words

_KEPT = 24_000


@dataclass
class Call:
    """A call that a model is answering: for which node, in words what for, and what it has written so far."""

    slug: str
    purpose: str
    text: str = ""
    length: int = 0


class Dictation(QObject):
    """`changed(slug)`: something was written, or a call began or ended, for the node of that slug."""

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: dict[tuple[str, str], Call] = {}
        self._spent: dict[str, Mapping[str, float]] = {}
        self.total: Mapping[str, float] = {}

    def take(self, event: dict[str, Any]) -> None:
        """Take one event of the stream; those that are not about models are left to others."""
        slug, purpose = str(event.get("slug", "")), str(event.get("purpose", ""))
        match event.get("event"):
            case "model_text":
                call = self._calls.pop((slug, purpose), None) or Call(slug, purpose)
                if not event.get("ended"):
                    call.text = (call.text + str(event.get("text", "")))[-_KEPT:]
                    call.length = int(event.get("length", 0))
                    self._calls[slug, purpose] = call
                self.changed.emit(slug)
            case "model_spent":
                self._spent[slug] = dict(event.get("node") or {})
                self.total = dict(event.get("total") or {})
                self.changed.emit(slug)

    def call(self, slug: str = "") -> Call | None:
        """The call that writes for a node now; without a slug, the one that wrote last for any."""
        return next((call for call in reversed(list(self._calls.values())) if slug in ("", call.slug)), None)

    def spent(self, slug: str) -> Mapping[str, float]:
        """The sums of a node's calls since the garden was opened; empty when there were none."""
        return self._spent.get(slug, {})

    @property
    def summary(self) -> str:
        """What all calls cost together, in few words; "" when there were none."""
        return words.cost(self.total)

    def forget(self) -> None:
        """Another garden is opened."""
        self._calls.clear()
        self._spent.clear()
        self.total = {}
        self.changed.emit("")

    def hush(self) -> None:
        """Nothing grows or builds any more: no call is under way."""
        self._calls.clear()
        self.changed.emit("")
