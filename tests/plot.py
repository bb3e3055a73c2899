"""A garden whose leaves cost nothing to make: plans, edits and the engine are real, recipes only count.

A brief reads "HEADER | BODY": the header is what others see of the leaf. So a test says what changes, and asks what ran.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamgarden.build.engine import Engine
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.reason import Reason
from dreamgarden.build.store import Store
from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.errors import GardenError
from dreamgarden.events import Event, TaskStarted
from dreamgarden.make.foresight import Circumstances, Foresight
from dreamgarden.plan.edit import AddNodes, Edit
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.node import Kind, Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import GAME, tasks_of
from dreamgarden.work import Work

RECIPES = ("style", "code", "data", "recipe", "retrieve", "nearest")


class Counted:
    """A recipe that writes its brief down."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.version = 1
        self.ran: list[str] = []

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        self.ran.append(task.name)
        brief = str(task.settings.get("brief", ""))
        if brief == "fail":
            raise GardenError(f"{task.name} can't be made.")
        header, _, body = (part.strip() for part in brief.partition("|"))
        slots = json.dumps(dict(task.settings["slots"]), sort_keys=True) if self.name == "style" else ""
        seen = sorted((role, inputs.artifact(role).interface) for role in inputs.roles() if "-blind" not in body or role != "style")
        text = f"{body} {slots} take {task.settings['take']} v{self.version} {task.settings['designer']} {seen}"
        return Product({"body": text.encode(), "interface": header.encode()}, interface=f"{header} {slots}".encode())


class Assembled:
    """The game: sees all of everything."""

    name = GAME
    version = 1

    def __init__(self) -> None:
        self.ran: list[str] = []

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        self.ran.append(task.name)
        return Product({"game": b"\n".join(inputs.read(role, "body") for role in sorted(inputs.roles()))})


class Plot:
    """A garden in a folder. `designer` is who writes, `library` what the models' folders hold."""

    def __init__(self, folder: Path, nodes: Sequence[Node] | None = None) -> None:
        self.folder = folder
        self.designer = "patterns 1"
        self.library = ""
        self.runtime = ""
        self.events: list[Event] = []
        self.recipes = {name: Counted(name) for name in RECIPES}
        self.assembled = Assembled()
        self.journal = Journal.create(folder, "a prompt")
        if nodes is None:
            nodes = garden()
        self.journal.submit(AddNodes(tuple(nodes)))
        self._open()

    def _open(self) -> None:
        store, ledger = Store(self.folder / "store"), Ledger(self.folder / "ledger.db")
        self.engine = Engine(store, ledger, {**self.recipes, GAME: self.assembled}, Lanes(), self.events.append)
        self.foresight = Foresight(self.engine.outlook(), lambda: Circumstances(lambda node: self.designer, self.designer, self.library))
        # Nothing here is about crashes, so nothing waits for the disk.
        ledger._base.execute("PRAGMA synchronous=OFF")
        self.journal._base.execute("PRAGMA synchronous=OFF")

    def reopen(self) -> None:
        """As another process would find it."""
        self.close()
        self.journal = Journal.open(self.folder)
        self._open()

    def close(self) -> None:
        self.journal.close()
        self.engine.close()

    @property
    def plan(self) -> Plan:
        return self.journal.plan

    def node(self, slug: str) -> Node:
        found = self.plan.by_slug(slug)
        assert found is not None, slug
        return found

    def id(self, slug: str) -> str:
        return self.node(slug).id

    def do(self, edit: Edit) -> None:
        self.journal.submit(edit)

    def tasks(self) -> list[Task]:
        return self.tasks_of(self.plan)

    def tasks_of(self, plan: Plan) -> list[Task]:
        return tasks_of(plan, self.designer, self.library, runtime=self.runtime)

    def forecast(self) -> dict[str, Reason]:
        """From scratch; what is kept from edit to edit has to say the same."""
        found = {reason.task: reason for reason in self.engine.plan_run(self.tasks())}
        assert self.foresight.reasons(self.plan) == {name: reason for name, reason in found.items() if name != GAME}
        return found

    def why(self) -> dict[str, str]:
        """What is said before anything runs."""
        return {name.partition(":")[2] or name: reason.why for name, reason in self.forecast().items()}

    def built(self) -> str:
        """Build; what ran, in words that are easy to compare. The forecast had to agree, task by task and word by word."""
        foreseen = self.forecast()
        for recipe in (*self.recipes.values(), self.assembled):
            recipe.ran.clear()
        self.events.clear()
        self.report = report = self.engine.run(self.tasks())
        ran = [name for recipe in (*self.recipes.values(), self.assembled) for name in recipe.ran]
        assert set(ran) <= foreseen.keys(), "something ran that was not foreseen"
        sure = {name for name, reason in foreseen.items() if reason.sure}
        # What shares its key with another task is done once; what needs a failed leaf can't be done.
        assert sure <= set(ran) | set(report.blocked) | set(report.reused) | set(report.failed)
        for event in self.events:
            if isinstance(event, TaskStarted) and foreseen[event.task].sure:
                said = foreseen[event.task].why
                assert set(said.split(", ")) <= set(event.reason.split(", ")), (said, event.reason)
        return " ".join(sorted(name.partition(":")[2] or name for name in ran))

    def body(self, slug: str) -> str:
        """The digest of what a leaf left last."""
        artifact = self.engine.ledger.last_good(f"{self.node(slug).kind}:{slug}")
        assert artifact is not None
        return artifact.body


def leaf(id: str, slug: str, brief: str, parent: str, *needs: str, kind: Kind = "code", **more: Any) -> Node:
    return Node(id=id, parent=parent, title=slug.replace("_", " ").title(), brief=brief, kind=kind, slug=slug, needs=needs, **more)


def garden() -> list[Node]:
    """Two parts. map ← moths ← score; map ← boat; hut alone; a model, a text, the style."""
    return [
        leaf("n2", "style", "", "n1", kind="style"),
        Node("n3", "n1", "World", "The world.", "part", "world"),
        leaf("n4", "map", "M1 | m", "n3"),
        leaf("n5", "hut", "H1 | h", "n3"),
        leaf("n6", "stone", "S1 | s", "n3", kind="mesh"),
        Node("n7", "n1", "Play", "The play.", "part", "play"),
        leaf("n8", "moths", "O1 | o", "n7", "n4"),
        leaf("n9", "score", "C1 | c", "n7", "n8"),
        leaf("n10", "boat", "B1 | b", "n7", "n4"),
        leaf("n11", "tales", "T1 | t", "n7", kind="data"),
    ]


def sprouts(plot: Plot, parent: str, *described: tuple[str, str, str]) -> list[Node]:
    """What a designer proposes under a node: (slug, title, brief), each with the needs of the old leaf of that slug."""
    found = []
    for id, (slug, title, brief) in zip(plot.plan.next_ids(len(described)), described, strict=True):
        was = plot.plan.by_slug(slug)
        node = leaf(id, slug, brief, parent, *(was.needs if was else ()), kind=was.kind if was else "code")
        found.append(replace(node, title=title))
    return found
