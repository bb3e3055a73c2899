"""`Work`: cancel and progress, travelling as one argument through everything that takes long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dreamgarden.errors import Cancelled

Report = Callable[[float, str], None]
_LOOK_SECONDS = 0.1
"""How often a paused work looks whether it was cancelled meanwhile."""


def _silent(fraction: float, note: str) -> None:
    pass


class Work:
    """A running piece of work: it can be asked to stop, and it tells how far it is.

    Long loops call `check()` often; it raises `Cancelled` once `cancel()` was called here or on
    a parent, and waits while one of them is paused. `part()` makes a child whose progress fills a share of this one's.
    """

    def __init__(self, report: Report = _silent, parent: Work | None = None) -> None:
        self._report = report
        self._parent = parent
        self._stop = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._paused_at = 0.0
        self._rested = 0.0
        self._on_cancel: list[Callable[[], None]] = []

    def cancel(self) -> None:
        self._stop.set()
        for act in list(self._on_cancel):
            act()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set() or (self._parent is not None and self._parent.cancelled)

    def pause(self, on: bool = True) -> None:
        """Let everything that checks wait from its next check on; or let it go on."""
        if on and self._going.is_set():
            self._paused_at = time.monotonic()
            self._going.clear()
        elif not on and not self._going.is_set():
            self._rested += time.monotonic() - self._paused_at
            self._going.set()

    @property
    def rested(self) -> float:
        """Seconds for which this and what it is part of were paused: what is allowed so many minutes has these besides."""
        own = self._rested + (0.0 if self._going.is_set() else time.monotonic() - self._paused_at)
        return own + (self._parent.rested if self._parent is not None else 0.0)

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked to stop. While it is paused, wait for that or for the end of the pause."""
        owner: Work | None = self
        while owner is not None:
            while not self.cancelled and not owner._going.wait(_LOOK_SECONDS):
                pass
            owner = owner._parent
        if self.cancelled:
            raise Cancelled()

    def on_cancel(self, act: Callable[[], None]) -> Callable[[], None]:
        """Call `act` when cancelled (to end a child process); returns a function that unsubscribes."""
        owners: list[Work] = []
        node: Work | None = self
        while node is not None:
            node._on_cancel.append(act)
            owners.append(node)
            node = node._parent

        def forget() -> None:
            for owner in owners:
                if act in owner._on_cancel:
                    owner._on_cancel.remove(act)

        if self.cancelled:
            act()
        return forget

    def progress(self, fraction: float, note: str = "") -> None:
        """Report that `fraction` (0 to 1) is done; `note` says what is being done."""
        self.check()
        self._report(min(max(fraction, 0.0), 1.0), note)

    def part(self, start: float, end: float) -> Work:
        """A child whose progress 0..1 is this one's `start`..`end`."""
        return Work(lambda f, note: self._report(start + (end - start) * f, note), parent=self)

    def rising(self) -> Work:
        """A child whose progress never falls, for work whose whole is not known yet."""
        highest = 0.0

        def report(fraction: float, note: str) -> None:
            nonlocal highest
            highest = max(highest, fraction)
            self.progress(highest, note)

        return Work(report, parent=self)
