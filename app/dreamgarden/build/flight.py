"""`Flights`: what is being made right now, by key, so that two runs that want the same thing pay for it once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from dreamgarden.build.lanes import Ticket
from dreamgarden.build.task import Artifact
from dreamgarden.build.workbench import Landing
from dreamgarden.work import Work

Hear = Callable[[Landing], None]


@dataclass
class Flight:
    """A task in a lane. `others` are told how it ended, once the ledger has it; `over` is set when the lane is left."""

    task: str
    key: str
    work: Work
    others: list[Hear] = field(default_factory=list)
    ticket: Ticket | None = None
    over: threading.Event = field(default_factory=threading.Event)


class Flights:
    """All flights of an engine. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[str, Flight] = {}

    def board(self, flight: Flight, hear: Hear, left_by: Callable[[str], Artifact | None]) -> bool:
        """Whether this flight is to start. If not, `hear` is told the outcome of the one that makes the same.

        `left_by` looks once more for what the key left, for it may have landed since the caller looked.
        """
        with self._lock:
            running = self._flights.get(flight.key)
            if running is not None:
                running.others.append(hear)
                return False
            artifact = left_by(flight.key)
            if artifact is None:
                self._flights[flight.key] = flight
                return True
        hear(Landing(artifact))
        return False

    def land(self, flight: Flight, landing: Landing) -> None:
        """The flight ended and the ledger knows; tell the others."""
        with self._lock:
            self._flights.pop(flight.key, None)
            others, flight.others = flight.others, []
        for hear in others:
            hear(landing)
