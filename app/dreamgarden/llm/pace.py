"""`Pace`: how many calls one server takes at once, and how long to wait before the next: learnt from its answers."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dreamgarden.work import Work


class Pace:
    """Calls in flight, halved when the server says "too many" and raised by one after as many good answers.

    Safe to use from several threads. `now` and the dice are given in tests.
    """

    def __init__(self, most: int = 16, dice: random.Random | None = None) -> None:
        self.most = most
        self.room = most
        self._dice = dice or random.Random()
        self._flying = 0
        self._good = 0
        self._not_before = 0.0
        self._bell = threading.Condition()

    @contextmanager
    def turn(self, work: Work) -> Iterator[None]:
        """Wait for room. Raises Cancelled."""
        with self._bell:
            while self._flying >= self.room or time.monotonic() < self._not_before:
                work.check()
                self._bell.wait(0.05)
            self._flying += 1
        try:
            yield
        finally:
            with self._bell:
                self._flying -= 1
                self._bell.notify_all()

    def went_well(self) -> None:
        """A call was answered."""
        with self._bell:
            self._good += 1
            if self._good >= self.room and self.room < self.most:
                self.room += 1
                self._good = 0
                self._bell.notify_all()

    def too_many(self, seconds: float) -> None:
        """The server wants fewer calls, and none for `seconds`."""
        with self._bell:
            self.room = max(1, self.room // 2)
            self._good = 0
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def pause(self, attempt: int, least: float = 0.5, longest: float = 30.0) -> float:
        """Seconds before try number `attempt` (from 0): doubling, with jitter, so that many callers don't come back at once."""
        return min(longest, least * 2.0**attempt) * self._dice.uniform(0.5, 1.0)


def wait(seconds: float, work: Work) -> None:
    """Sleep, unless somebody asks to stop. Raises Cancelled."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        work.check()
        time.sleep(min(left, 0.05))
    work.check()
