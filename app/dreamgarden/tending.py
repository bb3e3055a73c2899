"""`Tending`: the leaves of a garden being built in a thread of their own, while the plan still grows and is edited.

Whoever changes the plan calls `follow`: what left is stopped, what came or became another is built, the rest goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from dreamgarden.build.engine import Engine
from dreamgarden.build.run import RunReport
from dreamgarden.build.task import Task
from dreamgarden.work import Work

Wanted = Callable[[], tuple[Sequence[Task], Sequence[str] | None]]
"""The tasks of the plan as it is now, and the goals among them (None: all)."""


class Tending:
    """One build that follows the plan. Safe to use from several threads; `end` it once."""

    def __init__(self, engine: Engine, wanted: Wanted, work: Work, told: Callable[[], AbstractContextManager[None]]) -> None:
        """Begins at once. `told` leads the engine's events of the thread in which it is entered.

        Raises BadInput for tasks that can't be built at all.
        """
        self._wanted = wanted
        self._following = threading.Lock()
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

    def follow(self) -> None:
        """The plan changed. Raises what ended the build, if it ended by a failure; BadInput for an impossible plan."""
        if self._failure is not None:
            raise self._failure
        with self._following:  # two who changed the plan must not hand it over in the wrong order
            self._run.revise(*self._wanted())

    def end(self) -> RunReport:
        """No more will come: wait until all has ended. Raises StorageError, and whatever else ended the build."""
        self._run.release()
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        assert self._report is not None
        return self._report

    def abandon(self) -> None:
        """Wait for the end without asking how it went; after `end`, this does nothing."""
        self._run.release()
        self._thread.join()
