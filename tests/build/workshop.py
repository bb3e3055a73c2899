"""A small garden of tasks and recipes that count their work, for the tests of this folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamgarden.build.engine import Engine
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.reason import Reason
from dreamgarden.build.run import RunReport
from dreamgarden.build.store import Store
from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.errors import GardenError
from dreamgarden.events import Event, StateChanged
from dreamgarden.work import Work

Act = Callable[[Task, Work], None]


class Writer:
    """Makes a header and a source of a brief "HEADER | SOURCE"; the brief "fail" fails. `acts` run inside a task."""

    def __init__(self, name: str = "code", version: int = 1) -> None:
        self.name = name
        self.version = version
        self.ran: list[str] = []
        self.acts: dict[str, Act] = {}

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        self.ran.append(task.name)
        if task.name in self.acts:
            self.acts[task.name](task, work)
        brief = str(task.settings.get("brief", ""))
        if brief == "fail":
            raise GardenError(f"{task.name} does not compile.", then="Edit its brief.")
        header, _, source = (part.strip() for part in brief.partition("|"))
        uses = {role: inputs.artifact(role).interface for role in inputs.roles()}
        text = f"{source} take {task.settings.get('take', 1)} {self.version} {sorted(uses.items())}"
        return Product({"a.h": header.encode(), "a.cpp": text.encode()}, interface=header.encode(), notes={"lines": 1})


class Assembler:
    """The game: sees whole bodies, does without what failed."""

    name = "game"
    version = 1

    def __init__(self) -> None:
        self.ran: list[str] = []

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        self.ran.append(task.name)
        return Product({"game": b"".join(inputs.read(role, "a.cpp") + b"\n" for role in sorted(inputs.roles()))})


def code(slug: str, brief: str, *needs: str, **settings: Any) -> Task:
    return Task(f"code:{slug}", "code", {"brief": brief, "take": 1, **settings},
                {need: f"code:{need}" for need in needs}, lane="model", node=f"node-{slug}")


def garden() -> list[Task]:
    """map ← moths ← score; map ← boat; hut alone; the game holds all of them."""
    leaves = [code("map", "M1 | m"), code("moths", "O1 | o", "map"), code("score", "S1 | s", "moths"),
              code("boat", "B1 | b", "map"), code("hut", "H1 | h")]
    return [*leaves, game(leaves)]


def game(leaves: Iterable[Task]) -> Task:
    parts = {leaf.name.partition(":")[2]: leaf.name for leaf in leaves}
    return Task("game", "game", {}, parts, whole=frozenset(parts), optional=frozenset(parts), lane="compile")


def edited(tasks: Iterable[Task], slug: str, **settings: Any) -> list[Task]:
    """The tasks with other settings of one; a setting of None is taken out."""
    name = f"code:{slug}"
    return [replace(task, settings={key: value for key, value in {**task.settings, **settings}.items()
                                    if value is not None}) if task.name == name else task for task in tasks]


class Workshop:
    """An engine on a folder, with what it told."""

    def __init__(self, folder: Path, capacities: Mapping[str, int] | None = None) -> None:
        self.folder = folder
        self.writer = Writer()
        self.assembler = Assembler()
        self.events: list[Event] = []
        self.capacities = capacities
        self.open()

    def open(self) -> None:
        self.engine = Engine(Store(self.folder / "store"), Ledger(self.folder / "ledger.db"),
                             {"code": self.writer, "game": self.assembler},
                             Lanes(self.capacities), self.events.append)  # type: ignore[arg-type]

    def reopen(self) -> None:
        self.engine.close()
        self.open()

    def run(self, tasks: Iterable[Task], goals: Iterable[str] | None = None, work: Work | None = None) -> RunReport:
        self.writer.ran.clear()
        self.assembler.ran.clear()
        self.events.clear()
        return self.engine.run(tasks, goals, work)

    def states(self, state: str) -> set[str]:
        """The nodes that were told to be in this state."""
        return {event.id for event in list(self.events) if isinstance(event, StateChanged) and event.state == state}

    def ran(self) -> str:
        """What the recipes did in the last run, in words that are easy to compare."""
        return " ".join(sorted(name.removeprefix("code:") for name in [*self.writer.ran, *self.assembler.ran]))

    def built(self, tasks: Iterable[Task], goals: Iterable[str] | None = None) -> str:
        """Run, check that the forecast agreed with what then ran, and say what ran."""
        tasks = list(tasks)
        foreseen = {reason.task: reason for reason in self.engine.plan_run(tasks, goals)}
        report = self.run(tasks, goals)
        assert set(report.ran) | set(report.failed) <= foreseen.keys()
        sure = {name for name, reason in foreseen.items() if reason.sure}
        assert sure <= set(report.ran) | set(report.failed) | set(report.blocked)
        return self.ran()

    def why(self, tasks: Iterable[Task]) -> dict[str, str]:
        return {reason.task.removeprefix("code:"): _said(reason) for reason in self.engine.plan_run(tasks)}


def _said(reason: Reason) -> str:
    return reason.why if reason.sure else f"{reason.why}?"


class Gate:
    """An act that tells when a task is inside, and keeps it there until opened or cancelled."""

    def __init__(self) -> None:
        self.inside = threading.Event()
        self.opened = threading.Event()

    def __call__(self, task: Task, work: Work) -> None:
        self.inside.set()
        while not self.opened.wait(0.005):
            work.check()
