"""`Engine`: builds what changed and nothing else. It knows tasks and artifacts; no plan, no model, no game.

A task's key is made once its inputs are there, from its own words and from what the inputs show. The ledger is asked
what that key left; only when it left nothing does the recipe run. So an input that was made anew and shows the same as
before stops the change right there (early cut-off), and going back to an earlier plan costs nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from types import TracebackType

from dreamgarden.build.demand import Demand
from dreamgarden.build.flight import Flights
from dreamgarden.build.judge import Judge
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.outlook import Outlook
from dreamgarden.build.reason import Reason
from dreamgarden.build.run import Run, RunReport
from dreamgarden.build.store import Store
from dreamgarden.build.task import Artifact, Product, Recipe, Task
from dreamgarden.build.workbench import Workbench
from dreamgarden.events import Emit, nowhere
from dreamgarden.work import Work


class Engine:
    """The build engine over one store and one ledger.

    Several threads may run it at once: what both want is made once.
    """

    def __init__(self, store: Store, ledger: Ledger, recipes: Mapping[str, Recipe], lanes: Lanes,
                 emit: Emit = nowhere, bench: Workbench | None = None) -> None:
        """`emit` hears the events of a run in the thread that called `run`; `bench` does the tasks, here if it is None."""
        self.store = store
        self.ledger = ledger
        self._emit = emit
        self._lanes = lanes
        self._judge = Judge(store, ledger, recipes)
        self._bench = bench or Workbench(store)
        self._flights = Flights()
        self._runs: set[Run] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Wait for what runs in the lanes, then close the ledger. Cancel the runs first."""
        self._lanes.close()
        self._bench.close()
        self.ledger.close()

    def plan_run(self, tasks: Iterable[Task], goals: Iterable[str] | None = None) -> list[Reason]:
        """What a run of these would do and why, in an order in which it can; nothing is run, nothing is changed.

        Without goals, every task is one. Raises BadInput for tasks that can't be built at all (a circle, an unknown
        goal or recipe).
        """
        return self._judge.forecast(self._demand(tasks, goals))

    def outlook(self) -> Outlook:
        """A forecast that is kept and revised; `reset` it first."""
        return Outlook(self._judge, self.ledger)

    def there(self, tasks: Iterable[Task]) -> dict[str, Artifact]:
        """What these tasks have without running, by name. Raises BadInput as `plan_run` does."""
        return self._judge.survey(self._demand(tasks, None))[0]

    def run(self, tasks: Iterable[Task], goals: Iterable[str] | None = None, work: Work | None = None) -> RunReport:
        """Build the goals and what they use. Returns when all of it has ended, one way or another.

        A failed or cancelled task blocks only what cannot do without it. Cancelling `work` stops the run, which keeps
        what was finished. Raises BadInput as `plan_run` does, StorageError when the ledger can't be written.
        """
        return self.go(self._run(tasks, goals, work or Work(), held=False))

    def begin(self, tasks: Iterable[Task] = (), goals: Iterable[str] | None = None, work: Work | None = None,
              held: bool = True) -> Run:
        """A run whose tasks may still change (`revise`) while `go` is under way, in this thread or another.

        When it is `held`, it waits for more until it is released. Raises BadInput as `plan_run` does.
        """
        return self._run(tasks, goals, work or Work(), held)

    def go(self, run: Run) -> RunReport:
        """Do the run, in this thread. Raises StorageError when the ledger can't be written."""
        with self._lock:
            self._runs.add(run)
        try:
            return run.go()
        finally:
            with self._lock:
                self._runs.discard(run)

    def cancel(self, task: str) -> None:
        """Stop one task in every run that has it, from any thread; the rest goes on."""
        with self._lock:
            runs = list(self._runs)
        for run in runs:
            run.cancel(task)

    def adopt(self, product: Product, task: Task | None = None) -> Artifact:
        """Keep what a person made. A task whose setting "pinned" is its `body` then has it as its artifact.

        With a task, it is also what that task would leave as things are: whoever asks for it gets the person's.
        """
        artifact = self._bench.keep(product)
        key, own = f"adopted:{artifact.body}:{artifact.interface}", ""
        if task is not None:
            last = {role: self.ledger.last_good(source) for role, source in task.inputs.items()}
            verdict = self._judge.verdict(task, {role: made for role, made in last.items() if made is not None})
            key, own = verdict.key, verdict.own
        self.ledger.adopted(key, own, artifact)
        return artifact

    def made_of(self, task: Task) -> Artifact | None:
        """What was made last of the task's own words and settings, whatever it saw of others; None when nothing was."""
        return self._judge.made_of(task)

    def _run(self, tasks: Iterable[Task], goals: Iterable[str] | None, work: Work, held: bool) -> Run:
        return Run(self._demand(tasks, goals), self._judge, self.ledger, self._bench, self._lanes, self._flights,
                   self._emit, work, held)

    def _demand(self, tasks: Iterable[Task], goals: Iterable[str] | None) -> Demand:
        return Demand(tasks, goals, lambda task: self._judge.pinned(task) is not None)
