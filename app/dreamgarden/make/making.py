"""`Making`: the build of one garden: its plan's tasks through the engine, then the game of what is there.

It reads plans and never changes them; project.py holds the journal and the verbs.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgarden import settings
from dreamgarden.build.cluster import ClusterBench
from dreamgarden.build.engine import Engine
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.reason import Reason
from dreamgarden.build.run import RunReport
from dreamgarden.build.store import Store
from dreamgarden.build.task import Artifact, Task
from dreamgarden.build.workbench import Laid
from dreamgarden.codegen.compiler import Compiler
from dreamgarden.codegen.process import find_shelter
from dreamgarden.designers.designer import Successor
from dreamgarden.errors import Cancelled
from dreamgarden.events import Emit, Event, Finished, Notice, StateChanged, nowhere
from dreamgarden.game.assemble import GameFolder
from dreamgarden.game.building import BODIES, BY_HAND, LEFT_OUT, OWN, PROGRAM, TROUBLE, GameRecipe, Shelf
from dreamgarden.game.play import Game
from dreamgarden.make.adopting import Adoption
from dreamgarden.make.atelier import Ateliers, atelier_name
from dreamgarden.make.foresight import Circumstances, Foresight
from dreamgarden.make.meanwhile import Meanwhile
from dreamgarden.make.recipes import abilities_of, recipes_for
from dreamgarden.make.sculpting import SculptRecipe
from dreamgarden.make.spriting import SpriteRecipe
from dreamgarden.make.tending import Tending
from dreamgarden.plan.edit import Batch, Pin, Take
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import GAME, Kept, leaves_of, task_name, tasks_of, way_of, ways, with_stand_ins
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.art.library import Library
    from dreamgarden.designers.designer import Designer

PlanNow = Callable[[], Plan]
"""The plan as it is now."""

_SELECTED, _VISIBLE = -3, -2
_COMPILES_AT_ONCE = 64  # all that are ready: the compiler itself gathers them and keeps to the cores


class Making:
    """Builds the garden in `folder` with this designer. Safe to use from several threads, one build at a time."""

    def __init__(self, folder: Path, designer: Designer, library: Callable[[], Library], *, read_only: bool = False) -> None:
        """Opens or makes store and ledger; `read_only` makes nothing. Raises StorageError when the disk refuses."""
        self._folder = folder
        self._designer = designer
        self._listeners = threading.local()
        self._tending: Tending | None = None
        hidden = folder / ".garden"
        store, ledger = Store(hidden / "store", read_only=read_only), Ledger(hidden / "ledger.db", read_only=read_only)
        runtime, templates = settings.runtime_dir(), settings.templates_dir() / "game"
        self.compiler = Compiler(hidden / "workshop", templates, runtime)
        self._game = GameRecipe(
            compiler=self.compiler,
            folder=GameFolder(folder / "game", hidden / "written.json"),
            shelf=Shelf(ledger.by_body, store.get),
            templates=templates,
            runtime_sources=settings.garden_sources_dir(),
            runtime=runtime,
            play_folder=hidden / "play",
            cache=settings.cache_dir(),
        )
        recipes = recipes_for(designer, self.compiler, library, self._game)
        sculpting = SculptRecipe(designer, library, Ateliers(library), folder / "pictures")
        recipes |= {sculpting.name: sculpting, "sprites": SpriteRecipe(designer, library)}
        if isinstance(designer, Successor):
            designer.abilities = abilities_of(recipes, ways())
        bench = _cluster(store)
        lanes = Lanes({**(bench.capacities() if bench else {}), "compile": _COMPILES_AT_ONCE})
        self.engine = Engine(store, ledger, recipes, lanes, self._hear, bench)
        self._kept = Kept()
        self._urgent: Mapping[str, int] = {}
        self._foresight = Foresight(self.engine.outlook(), self._circumstances)

    def close(self) -> None:
        """Wait for what runs in the lanes and close the ledger. Cancel running work first."""
        self.engine.close()

    def game(self) -> Game | None:
        """The game as it was built last; None when there is none."""
        artifact = self.engine.ledger.last_good(GAME)
        if artifact is None or not (self._folder / "game" / "CMakeLists.txt").is_file():
            return None
        return self._game.install(self.engine.store.get(artifact.files[PROGRAM]))

    def check(self) -> None:
        """Raises MissingTool, with the next step, when nothing can be built on this machine."""
        self.compiler.check()
        settings.built_runtime()

    @contextlib.contextmanager
    def tended(self, plan: PlanNow, work: Work, emit: Emit, nodes: Sequence[str] = ()) -> Iterator[Tending]:
        """The leaves are being built while the body runs: those of the plan as it is, and as it becomes (`follow`).

        nodes  build only what these and all below them need. Raises BadInput, MissingTool, StorageError.
        """
        self.check()
        if (shelter := find_shelter()).kind != "bubblewrap":
            emit(Notice(shelter.words, "warning"))

        def wanted() -> tuple[list[Task], list[str] | None]:
            now = plan()
            *leaves, _ = self.tasks(now)
            self.compiler.expect(leaf.slug for leaf in leaves_of(now) if leaf.kind == "code")
            if not nodes:
                return leaves, None
            chosen = {leaf.id for node in nodes if node in now for leaf in now.subtree(node)}
            return leaves, [task.name for task in leaves if task.node in chosen]

        tending = Tending(self.engine, wanted, work, lambda: self.told(emit))
        self._tending = tending
        try:
            with self._meanwhile(plan, emit):
                yield tending
        finally:
            self._tending = None
            tending.abandon()

    def follow(self) -> None:
        """The plan changed: what is being built now follows it. Does nothing when nothing is being built."""
        if (tending := self._tending) is not None:
            tending.follow()

    def build(self, plan: PlanNow, work: Work, emit: Emit, nodes: Sequence[str], begun: float) -> Finished:
        """Build what these nodes and all below them need, or everything; then the game of what is there.

        `begun` is the monotonic time from which the seconds count. Raises BadInput, MissingTool, StorageError,
        Cancelled; failed leaves are in what is returned.
        """
        chosen = [plan().find(node).id for node in nodes]
        with self.tended(plan, work.part(0.0, 0.75), emit, chosen) as tending:
            report = tending.end()
        return self.finish(plan(), report, work.part(0.75, 1.0), emit, begun, some=bool(nodes))

    def finish(self, plan: Plan, report: RunReport, work: Work, emit: Emit, begun: float, some: bool = False) -> Finished:
        """Make the game of the leaves that a build left; `some`: it was not asked for all of them.

        Raises MissingTool, StorageError, Cancelled.
        """
        work.check()
        *leaves, game = self.tasks(plan)
        # What is not there (failed, blocked, stopped, or not asked for now) is no input of the game; a last good version may be.
        late = {task.name for task in leaves} - report.artifacts.keys()
        missing = {reason.task for reason in self.engine.plan_run(leaves)} if some else late
        there = [task for task in leaves if task.name not in missing]
        game = with_stand_ins(game, *self._stand_ins(leaves, missing, report))
        with self.told(lambda event: emit(event) if _is_of_game(event) else None):
            made = self.engine.run([*there, game], [GAME], work)
        if made.cancelled or work.cancelled:
            raise Cancelled()
        left_out: Mapping[str, str] = {}
        artifact = made.artifacts.get(GAME)
        if artifact is not None:
            by_hand = artifact.notes[BY_HAND]
            if GAME in made.reused:
                laid = Laid(self.engine.store, made.artifacts)
                by_hand = self._game.restore(game, artifact, laid)
            left_out = {slug: artifact.notes[LEFT_OUT][slug] for slug in artifact.notes[BODIES]}
            for name in by_hand:
                emit(Notice(f"game/{name} was changed by hand and was left as it is.", "warning"))
        failed = self._failures(plan, report, made, left_out, emit)
        return Finished(
            nodes=len(plan),
            leaves=sum(node.is_leaf for node in plan),
            ran=[*report.ran, *(name for name in made.ran if name == GAME)],
            reused=len(report.reused) + (GAME in made.reused),
            failed=failed,
            blocked=[task.node for task in leaves if task.name in report.blocked],
            seconds=round(time.monotonic() - begun, 3),
            game=str(self._folder / "game") if artifact is not None else "",
        )

    def _meanwhile(self, plan: PlanNow, emit: Emit) -> contextlib.AbstractContextManager[None]:
        if not isinstance(self._designer, Successor) or self.engine.ledger.last_good(GAME) is None:
            return contextlib.nullcontext()  # patterns need no waiting for; and the first game is the whole sketch

        def now() -> tuple[Plan, list[Task]]:
            current = plan()
            return current, self.tasks(current)

        return Meanwhile(
            self.engine, now,
            lambda there, of: emit(Notice(f"The game has {there} of {of} parts now; one that runs takes the new ones in.")),
        ).looking()  # fmt: skip

    def _stand_ins(self, leaves: Sequence[Task], missing: set[str], report: RunReport) -> tuple[dict[str, str], dict[str, str]]:
        bodies: dict[str, str] = {}
        reasons: dict[str, str] = {}
        for task in leaves:
            if task.name in missing and task.name.startswith("code:"):
                slug = task.name.removeprefix("code:")
                good = self.engine.ledger.last_good(task.name)
                if good is not None:
                    bodies[slug] = good.body
                blocker = report.blocked.get(task.name)
                reasons[slug] = report.failed.get(task.name) or (f"needs {blocker}" if blocker else "not built yet")
        return bodies, reasons

    def _failures(self, plan: Plan, report: RunReport, made: RunReport, left_out: Mapping[str, str], emit: Emit) -> list[dict[str, str]]:
        nodes = {task_name(node): node for node in leaves_of(plan)}
        failed = [{"node": nodes[name].id if name in nodes else name, "reason": reason} for name, reason in report.failed.items()]
        for slug, reason in left_out.items():
            node = nodes[f"code:{slug}"]
            emit(StateChanged(node.id, "failed", reason, 1.0))
            failed.append({"node": node.id, "reason": reason})
        return failed + [{"node": GAME, "reason": reason} for name, reason in made.failed.items() if name == GAME]

    def adoption(self, highest: Callable[[str], int]) -> Adoption:
        """What finds a person's own files in the game's folder. `highest` knows the highest take of a node's id."""
        return Adoption(self.engine, self.compiler, self._game.folder, self.task_of, highest)

    def accept(self, names: Iterable[str]) -> None:
        """These files in the game's folder are the person's, and kept. Raises StorageError."""
        self._game.folder.accept(names)

    def own(self, plan: Plan) -> Callable[[Node, int], str]:
        """What tells the body of a leaf's take that a person made by hand; "" for a take that is the designer's."""

        def body(leaf: Node, take: int) -> str:
            task = self.task_of(plan.apply(Batch((Take(leaf.id, take), Pin(leaf.id, "")), "")), leaf)
            made = None if task is None else self.engine.made_of(task)
            return made.body if made is not None and made.notes.get(OWN) else ""

        return body

    def task_of(self, plan: Plan, leaf: Node) -> Task | None:
        """The task that builds a leaf; None when it isn't built."""
        return next((task for task in self.tasks(plan) if task.node == leaf.id), None)

    def tasks(self, plan: Plan) -> list[Task]:
        """All tasks of the plan, the game's last."""
        now = self._circumstances()
        found = tasks_of(plan, now.writer, now.library, self._game.folder.changed_by_hand(), self._kept, self._game.linked_with())
        urgent = self._urgent
        return [replace(task, priority=urgent[task.node]) if task.node in urgent else task for task in found]

    def attend(self, selected: Iterable[str], visible: Iterable[str]) -> None:
        """Ids of leaves that a person has chosen, and that are in sight: these are built first, with what they need."""
        self._urgent = {**dict.fromkeys(visible, _VISIBLE), **dict.fromkeys(selected, _SELECTED)}
        self.follow()

    def _circumstances(self) -> Circumstances:
        designer = self._designer
        who = f"{designer.name} {designer.version}"
        write = designer.writer_of if isinstance(designer, Successor) else lambda node: who
        chosen = settings.load()
        atelier = atelier_name(chosen)

        def writer(node: Node) -> str:
            return f"{write(node)}; {atelier}" if way_of(node) == "sculpt" else write(node)

        library = "\n".join(filter(None, (_contents(chosen.library), chosen.catalogue)))
        return Circumstances(writer, f"{who}; {atelier}", library)

    def forecast(self, plan: Plan) -> list[Reason]:
        """Which leaves would be built now, and why."""
        return list(self._foresight.reasons(plan).values())

    def left_out(self) -> dict[str, str]:
        """slug → reason, of the parts that broke the last game and are still what they were then."""
        artifact = self.engine.ledger.last_good(GAME)
        if artifact is None:
            return {}
        found: dict[str, str] = {}
        for slug, body in artifact.notes[BODIES].items():
            now = self.engine.ledger.last_good(f"code:{slug}")
            if now is not None and now.body == body:
                found[slug] = artifact.notes[LEFT_OUT][slug]
        return found

    def trouble(self, slug: str) -> Mapping[str, Any]:
        """{"files", "diagnostics"} of a part that a person changed so that it does not compile; {} where none is left out for that."""
        artifact = self.engine.ledger.last_good(GAME)
        told = artifact.notes.get(TROUBLE, {}) if artifact is not None else {}
        return told[slug] if slug in told and slug in self.left_out() else {}

    def texts(self, artifact: Artifact) -> dict[str, str]:
        """The artifact's files that a person can read."""
        shown = {name: digest for name, digest in artifact.files.items() if name.endswith((".cpp", ".h", ".json", ".txt"))}
        return {name: self.engine.store.get(digest).decode(errors="replace") for name, digest in shown.items()}

    @contextlib.contextmanager
    def told(self, emit: Emit) -> Iterator[None]:
        """The engine's events of this thread go to `emit`."""
        self._listeners.emit = emit
        try:
            yield
        finally:
            self._listeners.emit = nowhere

    def _hear(self, event: Event) -> None:
        getattr(self._listeners, "emit", nowhere)(event)


def _cluster(store: Store) -> ClusterBench | None:
    """The cluster that a person named; None where tasks are done on this machine."""
    address = os.environ.get("DREAMGARDEN_CLUSTER", "")
    return ClusterBench(store, address) if address else None


def _is_of_game(event: Event) -> bool:
    return getattr(event, "task", GAME) == GAME and not isinstance(event, StateChanged)


def _contents(folders: Iterable[str]) -> str:
    """What the library's folders hold, as one text: another one when files came or went."""
    times = (f"{folder} {max((path.stat().st_mtime_ns for path in _folders(folder)), default=0)}" for folder in folders)
    return "\n".join(times)


def _folders(top: str) -> list[Path]:
    return [Path(top), *(path for path in Path(top).rglob("*") if path.is_dir())] if Path(top).is_dir() else []
