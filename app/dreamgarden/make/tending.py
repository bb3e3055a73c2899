"""`Tending`: the leaves of a garden being built in a thread of their own, while the plan still grows and is edited.

Whoever changes the plan calls `follow`: what left is stopped, what came or became another is built, the rest goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from dreamgarden.build.engine import Engine
from dreamgarden.build.run import RunReport
from dreamgarden.build.task import Task
from dreamgarden.work import Work

Wanted = Callable[[], tuple[Sequence[Task], Sequence[str] | None]]
"""The tasks of the plan as it is now, and the goals among them (None: all)."""


_REST = 3.0
"""After handing a plan over, so many times as long as that took are left to growth and to what is being built."""


class Tending:
    """One build that follows the plan. Safe to use from several threads; `end` it once."""

    def __init__(self, engine: Engine, wanted: Wanted, work: Work, told: Callable[[], AbstractContextManager[None]]) -> None:
        """Begins at once. `told` leads the engine's events of the thread in which it is entered.

        Raises BadInput for tasks that can't be built at all.
        """
        self._wanted = wanted
        self._bell = threading.Condition()
        self._changed = False
        self._handing = False
        self._over = False
        self._ended = False
        self._report: RunReport | None = None
        self._failure: BaseException | None = None
        tasks, goals = wanted()
        self._run = engine.begin(tasks, goals, work)

        def go() -> None:
            try:
                with told():
                    self._report = engine.go(self._run)
            except BaseException as failure:  # it is raised where somebody waits for the leaves
                self._failure = failure

        self._thread = threading.Thread(target=go, name="tending", daemon=True)
        self._thread.start()
        self._follower = threading.Thread(target=self._follow, name="following", daemon=True)
        self._follower.start()

    def follow(self) -> None:
        """The plan changed; the build hears of it in a moment, of several changes at once where they come thick and fast.

        Raises what ended the build, if it ended by a failure; BadInput for an impossible plan.
        """
        if self._failure is not None:
            raise self._failure
        with self._bell:
            self._changed = True
            self._bell.notify_all()

    def end(self) -> RunReport:
        """No more will come: wait until all has ended. Raises StorageError, and whatever else ended the build."""
        self.abandon()
        if self._failure is not None:
            raise self._failure
        assert self._report is not None
        return self._report

    def abandon(self) -> None:
        """Wait for the end without asking how it went; after `end`, this does nothing. The plan may still change."""
        with self._bell:
            self._over = True
            self._bell.notify_all()
            self._bell.wait_for(lambda: not (self._changed or self._handing))
        self._run.release()
        self._thread.join()
        with self._bell:
            self._ended = True
            self._bell.notify_all()
        self._follower.join()

    def _follow(self) -> None:
        """Hand the plan over, in a thread of its own: in a large garden that takes longer than an edit."""
        while True:
            with self._bell:
                self._bell.wait_for(lambda: self._changed or self._ended)
                if self._ended:
                    return
                self._changed, self._handing = False, True
            begin = time.monotonic()
            try:
                self._run.revise(*self._wanted())
            except BaseException as failure:  # told where the next change is made, or where somebody waits for the end
                self._failure = self._failure or failure
                self._run.release()
            with self._bell:
                self._handing = False
                self._bell.notify_all()
                self._bell.wait_for(lambda: self._over, (time.monotonic() - begin) * _REST)
