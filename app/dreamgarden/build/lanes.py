"""`Lanes`: how much runs at once, by what it uses up: model calls, compiles, meshes, light work.

A lane holds as many calls in flight as its capacity; the rest wait in the order of their rank. Threads come when
there is work and leave soon after it ends.
"""

from __future__ import annotations

import heapq
import itertools
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from dreamgarden.build.task import Lane

Rank = tuple[int, ...]

_LINGER = 0.5
"""Seconds a thread waits for more work before it ends."""


def usual_capacities() -> dict[Lane, int]:
    """Model calls wait on somebody else's machine, so many at once; all else takes this one's cores."""
    cores = os.cpu_count() or 1
    return {"model": 16, "compile": cores, "mesh": cores, "light": cores}


class Ticket:
    """A call that was handed to a lane."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call
        self._lock = threading.Lock()

    def withdraw(self) -> bool:
        """Take it back. True: it had not begun and never will."""
        return self._take() is not None

    def _take(self) -> Callable[[], None] | None:
        with self._lock:
            call, self._call = self._call, None
            return call


@dataclass
class _Lane:
    capacity: int
    waiting: list[tuple[Rank, int, Ticket]] = field(default_factory=list)
    threads: int = 0
    idle: int = 0
    bell: threading.Condition = field(default_factory=threading.Condition)


class Lanes:
    """The lanes of this machine, shared by all runs. Safe to use from several threads."""

    def __init__(self, capacities: Mapping[Lane, int] | None = None) -> None:
        """Lanes that are not named have their usual capacity."""
        sizes = {**usual_capacities(), **(capacities or {})}
        for name, size in sizes.items():
            if name not in get_args(Lane) or size < 1:
                raise ValueError(f"lane {name} can't have the capacity {size}")
        self.capacities: Mapping[Lane, int] = sizes
        self._lanes = {name: _Lane(size) for name, size in sizes.items()}
        self._threads: set[threading.Thread] = set()
        self._count = itertools.count()
        self._closed = False

    def submit(self, lane: Lane, rank: Rank, call: Callable[[], None]) -> Ticket:
        """Run `call` when the lane has room, those of smaller rank earlier. The call must not raise."""
        ticket = Ticket(call)
        here = self._lanes[lane]
        with here.bell:
            if self._closed:
                raise RuntimeError("the lanes are closed")
            heapq.heappush(here.waiting, (rank, next(self._count), ticket))
            if here.idle >= len(here.waiting) or here.threads >= here.capacity:
                here.bell.notify()
            else:
                here.threads += 1
                thread = threading.Thread(target=self._serve, args=(here,), name=f"lane-{lane}", daemon=True)
                self._threads.add(thread)
                thread.start()
        return ticket

    def close(self) -> None:
        """Begin nothing more, and wait until what runs has ended."""
        self._closed = True
        for lane in self._lanes.values():
            with lane.bell:
                lane.waiting.clear()
                lane.bell.notify_all()
        for thread in list(self._threads):
            thread.join()

    def _serve(self, lane: _Lane) -> None:
        while True:
            with lane.bell:
                if not lane.waiting and not self._closed:
                    lane.idle += 1
                    lane.bell.wait(_LINGER)
                    lane.idle -= 1
                if not lane.waiting:
                    lane.threads -= 1
                    self._threads.discard(threading.current_thread())
                    return
                ticket = heapq.heappop(lane.waiting)[2]
            call = ticket._take()
            if call is not None:
                call()
