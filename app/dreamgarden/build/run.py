"""`Run`: one run of the engine, from the first ready task to the report.

One thread, the caller's, decides, writes the ledger and tells the events; lanes only do tasks and drop messages into
its box. It goes in rounds: take the messages, settle what became ready, put it all on disk in one transaction, and
only then tell it and start new work.

What is asked for may change while it runs (`revise`): the tasks that became others are decided anew with all that use
them, what left is stopped, the rest goes on. A task that flies under words that no longer hold is a *stray*: stopped if
its own words changed, else left to land, for it may turn out to be what is wanted after all.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from dreamgarden.build.chronicle import Chronicle
from dreamgarden.build.demand import Demand
from dreamgarden.build.flight import Flight, Flights
from dreamgarden.build.judge import Judge, Verdict
from dreamgarden.build.lanes import Lanes, Rank
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.task import Artifact, Task
from dreamgarden.build.workbench import Landing, Workbench
from dreamgarden.errors import GardenError
from dreamgarden.events import Emit, TaskFinished
from dreamgarden.work import Work

Outcome = Literal["done", "reused", "failed", "blocked", "cancelled"]

_ROUND = 0.02
"""Seconds that a round may settle tasks before it starts what it has found to run."""


@dataclass
class RunReport:
    """What became of a run's tasks, by name.

    ran        did their work and left an artifact.
    reused     had an artifact already, theirs or that of another task with the same key.
    failed     task → the reason in words.
    blocked    task → the task that failed or was cancelled (or that does not exist) and that it cannot do without.
    cancelled  were asked to stop before they ended.
    artifacts  of all that ran or were reused.
    """

    ran: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    artifacts: dict[str, Artifact] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class _Aloft:
    """A task of this run that waits for a lane, runs, or waits for the same flight of another task."""

    verdict: Verdict
    why: str
    flight: Flight
    own: bool = False
    dropped: bool = False
    rank: Rank = ()
    do: Callable[[], None] | None = None


class Run:
    """One run. `go` may be called once; with `held` it goes on until `release`, for more may come."""

    def __init__(self, demand: Demand, judge: Judge, ledger: Ledger, bench: Workbench, lanes: Lanes, flights: Flights,
                 emit: Emit, work: Work, held: bool = False) -> None:
        self._demand, self._judge, self._ledger = demand, judge, ledger
        self._bench, self._lanes, self._flights, self._work = bench, lanes, flights, work
        self._chronicle = Chronicle(demand.tasks.values(), emit, work)
        self._held = held
        self._wish = 0
        self._wishing = threading.Lock()
        self._box: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._report = RunReport()
        self._open = dict.fromkeys(demand.tasks)
        self._missing: dict[str, int] = {}
        self._ready: deque[str] = deque()
        self._aloft: dict[str, _Aloft] = {}
        self._strays: dict[int, _Aloft] = {}
        self._to_start: list[_Aloft] = []
        self._landed: list[tuple[Flight, Landing]] = []

    def go(self) -> RunReport:
        """Run to the end. Raises StorageError when the ledger can't be written; what was finished before is kept."""
        begin = time.perf_counter()
        for name in self._demand.tasks:
            sources = self._demand.inputs(name).values()
            self._missing[name] = sum(source in self._demand.tasks for source in sources)
            if not self._missing[name]:
                self._ready.append(name)
        forget = self._work.on_cancel(lambda: self._box.put(self._stop))
        try:
            while self._open or self._strays or self._held:
                self._round()
        finally:
            forget()
            self._abandon()
        self._report.seconds = time.perf_counter() - begin
        return self._report

    def cancel(self, name: str) -> None:
        """Stop one task, from any thread; the rest goes on, and what cannot do without it is blocked."""
        self._box.put(lambda: self._drop(name))

    def revise(self, tasks: Iterable[Task], goals: Iterable[str] | None = None) -> None:
        """From now on, these are asked for; from any thread. After the run has ended, nothing comes of it.

        Raises BadInput as `Engine.run` does; then the run goes on as before.
        """
        demand = Demand(tasks, goals, lambda task: self._judge.pinned(task) is not None)
        with self._wishing:
            self._wish += 1
            wish = self._wish
        # Of several wishes since the last round, the last one counts.
        self._box.put(lambda: self._revise(demand) if wish == self._wish else None)

    def release(self) -> None:
        """No more will come: the run ends when all of it has ended."""

        def let_go() -> None:
            self._held = False

        self._box.put(let_go)

    # A round

    def _round(self) -> None:
        messages: list[Callable[[], None]] = []
        if not self._ready:
            messages.append(self._box.get())
        while not self._box.empty():
            messages.append(self._box.get())
        with self._ledger.writing():
            for message in messages:
                message()
            end = time.perf_counter() + _ROUND
            while self._ready and time.perf_counter() < end:
                self._settle(self._ready.popleft())
        landed, self._landed = self._landed, []
        for flight, landing in landed:
            self._flights.land(flight, landing)
        self._chronicle.tell()
        start, self._to_start = self._to_start, []
        for aloft in start:
            self._start(aloft)

    def _settle(self, name: str) -> None:
        """Decide about a task whose inputs have all ended."""
        if name not in self._open or name in self._aloft or self._missing[name]:
            return
        task = self._demand.tasks[name]
        for role in self._demand.absent.get(name, ()):
            if role not in task.optional:
                self._report.blocked[name] = task.inputs[role]
                return self._end(name, "blocked", f"needs {task.inputs[role]}, which is not part of this garden")
        if name in self._demand.settled and (kept := self._judge.pinned(task)) is not None:
            return self._end(name, "reused", "pinned", kept)
        done = self._report.artifacts
        for role, source in task.inputs.items():  # what came later than the end of what it needs
            if source not in done and source in self._demand.tasks and role not in task.optional:
                return self._end(name, *self._without(name, source))
        inputs = {role: done[source] for role, source in task.inputs.items() if source in done}
        try:
            verdict = self._judge.verdict(task, inputs)
        except GardenError as error:
            return self._end(name, "failed", str(error))
        if verdict.artifact is not None:
            return self._reuse(verdict, verdict.artifact)
        why = self._judge.why(verdict)
        if self._work.cancelled:
            return self._end(name, "cancelled", why)
        self._chronicle.waiting(task, why)
        flight = Flight(name, verdict.key, Work(lambda f, note: self._box.put(
            lambda: self._chronicle.progress(task, f, note) if self._is_current(aloft) else None), parent=self._work))
        aloft = self._aloft[name] = _Aloft(verdict, why, flight)
        for stray in self._strays.values():
            if stray.verdict.task.name == name and stray.verdict.key != verdict.key:
                stray.flight.work.cancel()
        self._to_start.append(aloft)

    def _reuse(self, verdict: Verdict, artifact: Artifact) -> None:
        name = verdict.task.name
        if self._ledger.last_key(name) == (verdict.key, "done"):
            return self._end(name, "reused", "nothing it depends on changed", artifact)
        self._ledger.returned(name, verdict.key, verdict.parts)
        self._end(name, "reused", "the same was built before", artifact)

    def _start(self, aloft: _Aloft) -> None:
        """Hand it to its lane, unless the same is being made already."""
        task, flight, verdict = aloft.verdict.task, aloft.flight, aloft.verdict
        if aloft.dropped:
            return
        aloft.own = self._flights.board(
            flight, lambda landing: self._box.put(lambda: self._heard(aloft, landing)), self._judge.left_by)
        if not aloft.own:
            return

        def do() -> None:
            self._box.put(lambda: self._begun(aloft))
            landing = self._bench.perform(verdict.recipe, task, verdict.inputs, flight.work)
            flight.over.set()
            self._box.put(lambda: self._land(aloft, landing))

        aloft.rank = self._demand.rank(task.name)
        aloft.do = do
        flight.ticket = self._lanes.submit(task.lane, aloft.rank, do)

    # Messages

    def _begun(self, aloft: _Aloft) -> None:
        verdict = aloft.verdict
        if self._is_current(aloft):
            self._ledger.started(verdict.task.name, verdict.key, verdict.parts)
            self._chronicle.began(verdict.task, aloft.why)

    def _land(self, aloft: _Aloft, landing: Landing) -> None:
        """A task of ours came out of its lane."""
        verdict, name = aloft.verdict, aloft.verdict.task.name
        self._landed.append((aloft.flight, landing))
        if not self._is_current(aloft):
            del self._strays[id(aloft)]
            return self._land_stray(verdict, landing)
        if landing.artifact is not None:
            self._ledger.finished(name, verdict.key, verdict.parts, verdict.own, landing.artifact)
            self._end(name, "done", aloft.why, landing.artifact, landing.seconds)
        elif landing.cancelled:
            self._ledger.cancelled(name, verdict.key, verdict.parts)
            self._end(name, "cancelled", aloft.why, None, landing.seconds)
        else:
            self._ledger.failed(name, verdict.key, verdict.parts, landing.reason, landing.notes)
            self._end(name, "failed", landing.reason, None, landing.seconds)

    def _land_stray(self, verdict: Verdict, landing: Landing) -> None:
        """What nobody waits for any more is kept all the same: who goes back to those words finds it."""
        name = verdict.task.name
        if landing.artifact is not None:
            self._ledger.adopted(verdict.key, verdict.own, landing.artifact)
        if self._ledger.last_key(name) == (verdict.key, "started"):
            self._ledger.cancelled(name, verdict.key, verdict.parts)

    def _heard(self, aloft: _Aloft, landing: Landing) -> None:
        """The flight that made the same as a task of ours ended."""
        verdict, name = aloft.verdict, aloft.verdict.task.name
        if not self._is_current(aloft):
            return
        if landing.artifact is not None:
            self._reuse(verdict, landing.artifact)
        elif landing.cancelled:
            self._to_start.append(aloft)  # somebody stopped the other one; ours is still wanted
        else:
            self._ledger.failed(name, verdict.key, verdict.parts, landing.reason, landing.notes)
            self._end(name, "failed", landing.reason)

    def _stop(self) -> None:
        """The whole run was cancelled: what has not begun ends now, what runs was told through its work."""
        self._held = False
        for name in list(self._open):
            self._drop(name)

    def _revise(self, demand: Demand) -> None:
        """Something else is asked for."""
        if self._work.cancelled:
            return
        was, self._demand = self._demand, demand
        changed = {name for name, task in demand.tasks.items()
                   if name not in was.tasks or not task.is_like(was.tasks[name])
                   or (name in was.settled) != (name in demand.settled)}
        gone = was.tasks.keys() - demand.tasks.keys()
        again = dict.fromkeys([*changed, *(user for name in gone for user, _ in was.users[name] if user in demand.tasks)])
        for name in list(again):
            line = [name]
            for here in line:
                new = [user for user, _ in demand.users[here] if user not in again]
                again.update(dict.fromkeys(new))
                line += new
        self._chronicle.revise(demand.tasks.values(), again)
        for name in gone:
            if name in self._open:
                self._chronicle.left(was.tasks[name])
            self._forget(name, stop=True)
        for name in again:
            self._forget(name, stop=name in changed)
            self._open[name] = None
        for name in again:
            self._missing[name] = sum(source in self._open for source in demand.inputs(name).values())
            if not self._missing[name]:
                self._ready.append(name)
        self._rank_again()

    def _forget(self, name: str, stop: bool) -> None:
        """What is known and done about a task under its old words; `stop`: not even its flight is of use."""
        report = self._report
        self._open.pop(name, None)
        self._missing.pop(name, None)
        for book in (report.failed, report.blocked, report.artifacts):
            book.pop(name, None)
        for names in (report.ran, report.reused, report.cancelled):
            if name in names:
                names.remove(name)
        aloft = self._aloft.pop(name, None)
        if aloft is None:
            return
        if not aloft.own:
            aloft.dropped = True
            return
        self._strays[id(aloft)] = aloft
        if stop:
            aloft.flight.work.cancel()
            if aloft.flight.ticket is not None and aloft.flight.ticket.withdraw():
                del self._strays[id(aloft)]
                self._landed.append((aloft.flight, Landing(cancelled=True)))

    def _rank_again(self) -> None:
        """What waits in a lane takes the place that it now has."""
        for name, aloft in self._aloft.items():
            rank, ticket = self._demand.rank(name), aloft.flight.ticket
            if ticket is not None and aloft.do is not None and rank[:2] != aloft.rank[:2] and ticket.withdraw():
                aloft.rank = rank
                aloft.flight.ticket = self._lanes.submit(aloft.verdict.task.lane, rank, aloft.do)

    def _is_current(self, aloft: _Aloft) -> bool:
        return self._aloft.get(aloft.verdict.task.name) is aloft

    def _drop(self, name: str) -> None:
        if name not in self._open:
            return
        aloft = self._aloft.get(name)
        if aloft is not None:
            aloft.dropped = True
            aloft.flight.work.cancel()
            if aloft.own and aloft.flight.ticket is not None:
                if not aloft.flight.ticket.withdraw():
                    return  # it runs; its landing ends it
                self._landed.append((aloft.flight, Landing(cancelled=True)))
        self._end(name, "cancelled", "asked to stop")

    # Endings

    def _end(self, name: str, outcome: Outcome, reason: str, artifact: Artifact | None = None,
             seconds: float = 0.0) -> None:
        """A task ended; so do those that cannot do without what it did not leave."""
        endings: deque[tuple[str, Outcome, str, Artifact | None, float]] = deque()
        endings.append((name, outcome, reason, artifact, seconds))
        while endings:
            name, outcome, reason, artifact, seconds = endings.popleft()
            if name not in self._open:
                continue
            del self._open[name]
            self._aloft.pop(name, None)
            self._book(name, outcome, reason, artifact)
            task = self._demand.tasks[name]
            self._chronicle.ended(task, TaskFinished(name, task.node, outcome, seconds, reason))
            for user, role in self._demand.users[name]:
                self._missing[user] -= 1
                if artifact is None and role not in self._demand.tasks[user].optional:
                    endings.append((user, *self._without(user, name), None, 0.0))
                elif not self._missing[user] and user in self._open:
                    self._ready.append(user)

    def _without(self, user: str, source: str) -> tuple[Outcome, str]:
        """How a task ends that cannot do without what `source` did not leave."""
        if self._work.cancelled:
            return "cancelled", "asked to stop"
        culprit = self._report.blocked.setdefault(user, self._report.blocked.get(source, source))
        return "blocked", f"needs {culprit}"

    def _book(self, name: str, outcome: Outcome, reason: str, artifact: Artifact | None) -> None:
        report = self._report
        if artifact is not None:
            report.artifacts[name] = artifact
        match outcome:
            case "done":
                report.ran.append(name)
            case "reused":
                report.reused.append(name)
            case "failed":
                report.failed[name] = reason
            case "cancelled":
                report.cancelled.append(name)

    def _abandon(self) -> None:
        """After a mistake or an interrupt: stop what is still in the lanes, and wait until nothing of ours runs."""
        flights = [aloft.flight for aloft in (*self._aloft.values(), *self._strays.values()) if aloft.own]
        for flight in flights:
            flight.work.cancel()
        for flight in flights:
            if flight.ticket is not None and not flight.ticket.withdraw():
                flight.over.wait()
        for flight in (*flights, *(flight for flight, _ in self._landed)):
            self._flights.land(flight, Landing(cancelled=True))
