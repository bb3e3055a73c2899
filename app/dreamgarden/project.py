"""`Project`: one garden on disk and the verbs on it. The only door for the command line, the garden process and tests.

GARDEN/garden.db             the plan, every edit (plan/journal.py)
GARDEN/game/                 the game, an ordinary CMake project
GARDEN/.garden/store/        artifacts by digest      ledger.db   what was built from what
GARDEN/.garden/workshop/     where parts are compiled, can be made again
GARDEN/.garden/play/         the program as it is played      saves/   its scores
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dreamgarden import cleaning, planting, settings, standing, wishes
from dreamgarden.designers.designer import Successor
from dreamgarden.errors import BadInput, Cancelled, GardenError, MissingTool
from dreamgarden.events import Emit, Finished, NodeAdded, Notice, nowhere
from dreamgarden.game import export
from dreamgarden.game.play import Game, Opened, open_window
from dreamgarden.game.playtest import Playtest, play_through
from dreamgarden.grow import growth
from dreamgarden.hiring import hire, listen, spent_in
from dreamgarden.holding import Hold
from dreamgarden.make import keepsakes, versions
from dreamgarden.make.making import Making
from dreamgarden.make.shelf import open_library
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.journal import FILE, Journal
from dreamgarden.plan.node import Node
from dreamgarden.plan.regrow import as_proposal
from dreamgarden.plan.tree import Plan
from dreamgarden.protocol import NodeRow
from dreamgarden.tasks import leaves_of, task_name
from dreamgarden.watch.watching import Watch
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.designers.designer import Designer

class Project:
    """An open garden. Safe to use from several threads; `close` it, or use it in a `with` statement."""

    def __init__(self, folder: Path, journal: Journal, designer: Designer) -> None:
        """Use `create` or `open`."""
        self.folder = folder
        self.journal = journal
        self.designer = designer
        self._hidden = folder / ".garden"
        self._hold = Hold(folder, read_only=journal.read_only)
        self._making = Making(folder, designer, open_library, read_only=journal.read_only)
        self.engine = self._making.engine
        self.watch = Watch(folder, journal, designer, self._making, self._keep, self._hold.taken, self.undo)

    @classmethod
    def create(cls, folder: Path, prompt: str, designer: Designer | None = None) -> Project:
        """Plant a garden. Raises BadInput for the prompt or the folder, StorageError when the disk refuses."""
        folder = folder.absolute()
        seed = planting.seed_text(prompt)
        if not (folder / FILE).is_file():
            planting.free_folder(folder)
        Journal.create(folder, seed).close()
        return cls.open(folder, designer)

    @classmethod
    def open(
        cls, folder: Path, designer: Designer | None = None, *, read_only: bool = False, journal: Journal | None = None
    ) -> Project:
        """Open a garden. Raises StorageError when there is none or it can't be read.

        read_only  to look at it: nothing is written, whatever else is done with the garden meanwhile; what would
                   change it raises StorageError.
        journal    of the garden, where it was opened already in the same way; it is closed with the project.
        """
        folder = folder.absolute()  # the tools that build it run in folders of their own
        journal = journal or Journal.open(folder, read_only=read_only)
        try:
            return cls(folder, journal, designer or hire(settings.load(), folder, read_only=read_only))
        except BaseException:
            journal.close()
            raise

    @classmethod
    def plant_or_open(cls, folder: Path, prompt: str, designer: Designer | None = None) -> Project:
        """Plant the prompt, or open the garden that it was planted in before; without a prompt, whichever is there.

        Raises BadInput when another garden is there, and what `create` and `open` raise.
        """
        if not (folder / FILE).is_file():
            return cls.create(folder, prompt, designer)
        seed = planting.seed_text(prompt) if prompt.strip() else ""
        project = cls.open(folder, designer)
        if seed and seed not in (project.journal.prompt, project.journal.plan.root.brief):
            project.close()
            raise BadInput(
                f"There is another garden in {folder}.",
                safe="It was not touched.",
                then="Name another folder, or leave the prompt out to let this garden grow on.",
            )
        return project

    def close(self) -> None:
        """Wait for what runs in the lanes and close the files. Cancel running work first."""
        self._making.close()
        self.journal.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """It was opened to be looked at."""
        return self.journal.read_only

    @property
    def holder(self) -> str:
        """Who grows or builds the garden now, as a sentence without its full stop; "" when nobody does."""
        return self._hold.holder()

    # ── Growing and building ────────────────────────────────────────────────────────────────────────────────────────

    def grow(self, work: Work, emit: Emit = nowhere, *, size: int = 0, build: bool = True) -> Finished:
        """Let the plan grow, from where it is, and build it. `size` bounds the leaves; 0 takes the settings' budget.

        Raises MissingTool, StorageError, Cancelled; failed leaves are in what is returned.
        """
        begun = time.monotonic()
        with self._hold.taken("growing"):
            listen(self.designer, emit)
            if not build:
                self._grow(work, emit, size)
                plan = self.journal.plan
                return Finished(len(plan), len(leaves_of(plan)), seconds=time.monotonic() - begun)
            try:
                self._making.check()
            except MissingTool:
                self._grow(work, emit, size)  # a plan needs no tools, and is kept for when they are there
                raise
            self._adopt(work, emit)
            # CMake takes longer to look around than most plans take to grow.
            threading.Thread(target=self._prepare, args=(work,), daemon=True).start()
            self._sketch(work.part(0.0, 0.2), emit, size, begun)
            rising = work.part(0.2 if isinstance(self.designer, Successor) else 0.0, 0.8).rising()
            with self._making.tended(self._now, rising.part(0.2, 1.0), emit) as tending:
                self._grow(rising.part(0.0, 0.2), emit, size)
                report = tending.end()
            return self._making.finish(self._now(), report, work.part(0.8, 1.0), emit, begun)

    def build(self, work: Work, emit: Emit = nowhere, nodes: Sequence[str] = ()) -> Finished:
        """Build what these nodes and all below them need, or everything; then the game of what is there.

        Raises BadInput, MissingTool, StorageError, Cancelled; failed leaves are in what is returned.
        """
        with self._hold.taken("building"):
            listen(self.designer, emit)
            self._adopt(work, emit)
            return self._making.build(self._now, work, emit, nodes, time.monotonic())

    def adopt(self, work: Work, emit: Emit = nowhere) -> list[str]:
        """Take over what a person changed in the game's folder, each leaf as a pinned take: the labels that undo shows.

        `grow` and `build` do so themselves, before they begin. Raises MissingTool, StorageError, Cancelled.
        """
        with self._hold.taken("adopting your files of"):
            return self._adopt(work, emit)

    def attend(self, selected: Sequence[str], visible: Sequence[str]) -> None:
        """What a person has chosen and what is in sight, by id: the leaves at and below are built first."""
        plan = self._now()
        chosen, seen = ([leaf.id for id in ids if id in plan for leaf in plan.subtree(id)] for ids in (selected, visible))
        self._making.attend(chosen, seen)

    def why(self, node: str) -> dict[str, Any]:
        """Why a leaf would be built, and the leaves that would follow. {"reason", "then": ids}."""
        plan = self.journal.refresh()
        found = plan.find(node)
        below = [leaf for leaf in plan.subtree(found.id) if leaf.is_leaf]
        reasons = {reason.task: reason.why for reason in self._making.forecast(plan)}
        said = standing.together((leaf.title, reasons[task_name(leaf)]) for leaf in below if task_name(leaf) in reasons)
        then = [leaf.id for leaf in plan.affected([leaf.id for leaf in below]) if task_name(leaf) in reasons]
        if found.is_leaf:
            reason = "left out, as you decided" if found.muted else reasons.get(task_name(found), "")
            return {"reason": reason or "nothing it depends on changed", "then": then}
        return {"reason": said or "nothing below it changed", "then": then}

    def show(self) -> dict[str, Any]:
        """The garden as `show --json` prints it."""
        plan = self.journal.refresh()
        return {"garden": str(self.folder), "seed": plan.root.brief, "nodes": self._rows(plan), "spent": spent_in(self.folder)}

    def leaf(self, node: str) -> dict[str, Any]:
        """What was built for a leaf: {"files": name → text, "diagnostics", "thumbnail": path or "", "pictures", "notes"}."""
        found = self.journal.refresh().find(node)
        ledger = self.engine.ledger
        kept = ledger.by_body(found.pinned) if found.pinned else None
        artifact = kept or (ledger.last_good(task_name(found)) if found.is_leaf else None)
        last = ledger.last(task_name(found)) if found.is_leaf and kept is None else None
        files = self._making.texts(artifact) if artifact else {}
        notes = dict(artifact.notes) if artifact else {}
        if last is not None and last.outcome == "failed":
            notes = {**notes, **last.notes, "failed": last.reason}
            files = dict(last.notes.get("files") or files)
        elif found.kind == "code" and (trouble := self._making.trouble(found.slug)):
            files, notes = {**files, **trouble["files"]}, {**notes, "diagnostics": trouble["diagnostics"]}
        thumbnail = artifact.files.get("thumbnail.png") if artifact else None
        before = versions.before(self.engine, found, artifact) if found.is_leaf else None
        source = self.folder / "game" / "parts" / f"{found.slug}.cpp"
        return {
            "files": files,
            "diagnostics": notes.get("diagnostics", []),
            "thumbnail": str(self.engine.store.path(thumbnail)) if thumbnail else "",
            "model": versions.model_path(self.engine, artifact),
            "pictures": versions.pictures(self.engine, artifact),
            "source": str(source) if found.kind == "code" and source.is_file() else "",
            "before": self._making.texts(before) if before else {},
            "notes": {name: value for name, value in notes.items() if name not in ("files", "diagnostics")},
        }

    def takes(self, node: str) -> list[dict[str, Any]]:
        """Every take of a leaf, made or not, as versions.py tells them. Raises BadInput for a branch."""
        plan = self.journal.refresh()
        found = plan.find(node)
        task = next((task for task in self._making.tasks(plan) if task.node == found.id), None)
        if task is None:
            return []
        return versions.takes(self.engine, found, task, self.journal.highest_take(found.id), self._making.texts)

    def expand(
        self, node: str, work: Work, emit: Emit = nowhere, *, size: int = 0, propose: bool = False
    ) -> tuple[str, list[str]]:
        """Let one branch grow (anew). Returns the label that undo shows and the ids that came; nothing is built.

        propose  what grows waits for a person's yes: nothing that is there changes, and it is not built before.

        Raises BadInput for a leaf or when the designer has nothing to add, Cancelled.
        """
        with self._hold.taken("growing"):
            listen(self.designer, emit)
            before = self.journal.refresh()
            found = before.find(node)
            budget = settings.load().budget
            # Asked for by a person, so it may exceed what the whole garden was given at first.
            leaves = size or max(budget.leaves, len(leaves_of(before)) + 12)
            submit = self._proposing(emit) if propose else self._growing(emit)
            after = growth.expand(submit, before, found.id, self.designer, work, emit, leaves=leaves, depth=budget.depth)
            return self.journal.next_steps()[0], list(after.since(before).added)

    # ── Editing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def wish(self, verb: str, given: Mapping[str, Any], emit: Emit = nowhere) -> str:
        """Do what a person wishes; wishes.py says which verbs there are. Returns the label that undo shows.

        Raises BadInput when it can't be done, StorageError; the plan is then as before.
        """
        return self._fulfil(lambda plan, memory: wishes.fulfil(plan, verb, given, memory), emit)[0]

    def wish_all(self, steps: Sequence[Mapping[str, Any]], label: str = "", emit: Emit = nowhere) -> tuple[str, list[str]]:
        """Several wishes as one step of undo, all or none. Returns the label and, a step, the id of the node it added."""
        return self._fulfil(lambda plan, memory: wishes.fulfil_all(plan, steps, label, memory), emit)

    def edit(self, node: str, *, title: str | None = None, brief: str | None = None, emit: Emit = nowhere) -> str:
        """Other words for a node, which are then the person's."""
        return self.wish("edit", {"node": node, "title": title, "brief": brief}, emit)

    def add(self, parent: str, title: str, brief: str, kind: str, emit: Emit = nowhere, before: str = "") -> tuple[str, str]:
        """A new node, before a sibling or last. Returns the label that undo shows and the node's id."""
        given = {"parent": parent, "title": title, "brief": brief, "kind": kind, "before": before}
        label, ids = self._fulfil(lambda plan, memory: wishes.fulfil(plan, "add", given, memory), emit)
        return label, ids[0]

    def prune(self, nodes: Sequence[str], emit: Emit = nowhere) -> str:
        """Take nodes and all below them out of the plan."""
        return self.wish("prune", {"nodes": nodes}, emit)

    def move(self, nodes: Sequence[str], parent: str, before: str = "", emit: Emit = nowhere) -> str:
        """Hang nodes elsewhere, before a sibling or last."""
        return self.wish("move", {"nodes": nodes, "parent": parent, "before": before}, emit)

    def mute(self, nodes: Sequence[str], on: bool = True, emit: Emit = nowhere) -> str:
        """Leave nodes out of the build, with all below them, or take them in again."""
        return self.wish("mute", {"nodes": nodes, "on": on}, emit)

    def note(self, node: str, text: str, emit: Emit = nowhere) -> str:
        """A person's remark on a node; "" removes it."""
        return self.wish("note", {"node": node, "text": text}, emit)

    def pin(self, node: str, on: bool = True, emit: Emit = nowhere) -> str:
        """Keep a leaf's artifact whatever changes, or let it follow the plan again."""
        return self.wish("pin", {"node": node, "on": on}, emit)

    def take(self, node: str, take: int = 0, emit: Emit = nowhere) -> str:
        """Choose a variation of a leaf; 0 asks for one that never was."""
        return self.wish("take", {"node": node, "take": take}, emit)

    def bring(self, node: str, file: Path, work: Work, emit: Emit = nowhere) -> tuple[str, str]:
        """Take a model or a picture from a file onto a node. Returns the label that undo shows and the node's id."""
        return self._keep(keepsakes.brought(self.engine, self.folder, file, node, work), emit)

    def picture(self, node: str, work: Work, emit: Emit = nowhere) -> tuple[str, str]:
        """Play the game a little without a window and lay a picture of it onto a node: undo's label, the file's name.

        Raises BadInput without a game, MissingTool, Cancelled; GardenError when it can't be drawn here.
        """
        label, id = self._keep(keepsakes.laid(self.folder, keepsakes.view_of(self.game, work), node), emit)
        return label, self.journal.plan[id].pictures[-1]

    def view(self, work: Work) -> Path | None:
        """A picture of the game as a bot plays it, made once a game and kept; None without a game.

        Raises MissingTool, Cancelled; GardenError when it can't be drawn here.
        """
        game = self._making.game()
        return keepsakes.seen(game, self._hidden / "views", work) if game else None

    def undo(self, emit: Emit = nowhere) -> str:
        """Take back the last edit; returns its label."""
        return self._step(self.journal.undo, emit)

    def redo(self, emit: Emit = nowhere) -> str:
        """Do again what was undone; returns its label."""
        return self._step(self.journal.redo, emit)

    # ── The game ────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def game(self) -> Game:
        """The game as it was built last. Raises BadInput when there is none."""
        game = self._making.game()
        if game is None:
            raise BadInput(f"The game of {self.folder} is not built yet.", then=f"dreamgarden build {self.folder}")
        return game

    @property
    def saves(self) -> Path:
        """Where scores of plays are kept."""
        return self._hidden / "saves"

    def play(self, args: Sequence[str] = ()) -> Opened:
        """Open the game in its own window, as its own process. Raises BadInput, MissingTool."""
        return open_window(self.game, args, self.saves, self.watch.traces)

    def playtest(self, work: Work, *, bot: str = "goal", frames: int = 3000) -> Playtest:
        """Let a bot play the game without a window."""
        return play_through(self.game, work, bot=bot, frames=frames)

    def export(self, target: Path, work: Work) -> str:
        """Write the game to a folder, an archive (.zip) or its scene to one .glb; returns a sentence about it."""
        return export.write(self.game, target, work)

    def clean(self, keep: int | None = None) -> cleaning.Cleaned:
        """Delete what can be made again without asking anybody: the workshop, and with `keep` the oldest artifacts.

        keep  bytes that the store may hold. What the plan, the last steps of undo or redo need and what a person
              made stays in any case (cleaning.py). Raises StorageError.
        """
        with self._hold.taken("cleaning"):
            workshop = self._hidden / "workshop"
            size = sum(path.stat().st_size for path in workshop.rglob("*") if path.is_file())
            shutil.rmtree(workshop, ignore_errors=True)
            most = sys.maxsize if keep is None else keep
            done = cleaning.shrink(self.engine, self.journal.plans(cleaning.STEPS), self._making.tasks, most)
            return replace(done, freed=done.freed + size)

    # ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _now(self) -> Plan:
        """The plan as it is now, whoever changed it."""
        return self.journal.refresh()

    def _sketch(self, work: Work, emit: Emit, size: int, begun: float) -> None:
        """Where a model will go on from a sketch: the sketch, built and playable while the model thinks."""
        designer, plan, budget = self.designer, self._now(), settings.load().budget
        if not isinstance(designer, Successor) or not designer.wants(plan.root, plan.children(plan.root.id)):
            return
        self._say_the_seed(emit)
        submit, part, most = self._growing(emit), work.part(0.0, 0.2), size or budget.leaves
        growth.grow(submit, plan, plan.root.id, designer.sketch, part, emit, leaves=most, depth=budget.depth)
        self._making.build(self._now, work.part(0.2, 1.0), emit, (), begun)

    def _grow(self, work: Work, emit: Emit, size: int) -> None:
        designer, plan, budget = self.designer, self._now(), settings.load().budget
        self._say_the_seed(emit)
        submit, most = self._growing(emit), size or budget.leaves
        if not isinstance(designer, Successor):
            growth.grow(submit, plan, plan.root.id, designer, work, emit, leaves=most, depth=budget.depth, minutes=budget.minutes)
            return
        if designer.wants(plan.root, plan.children(plan.root.id)):
            plan = growth.grow(submit, plan, plan.root.id, designer.sketch, work.part(0.0, 0.1), emit, leaves=most, depth=budget.depth)
        part, depth, minutes = work.part(0.1, 1.0), budget.depth, budget.minutes
        growth.take_over(submit, plan, designer, part, emit, leaves=most, depth=depth, minutes=minutes)

    def _adopt(self, work: Work, emit: Emit) -> list[str]:
        def refused(name: str, why: str) -> None:
            emit(Notice(f"Your game/{name} was left as it is and is not in the plan. {why}", "warning"))

        labels = []
        for own in self._making.adoption(self.journal.highest_take).found(self._now(), refused, work):
            if own.edit is not None:
                labels.append(self._keep(lambda plan, own=own: (own.edit, own.leaf.id), emit)[0])  # type: ignore[misc]
            self._making.accept(own.files)
            emit(Notice(f"game/{own.files[0]} is yours now: kept as a take of “{own.leaf.title}”, and pinned.", "info", own.leaf.id))
        return labels

    def _say_the_seed(self, emit: Emit) -> None:
        if len(plan := self._now()) == 1:
            emit(NodeAdded(dict(standing.row(plan, plan.root))))

    def _growing(self, emit: Emit) -> Callable[[Edit], Plan]:
        def submit(edit: Edit) -> Plan:
            before = self.journal.plan
            after = self.journal.submit(edit, by="designer")
            for event in standing.events_of_growth(before, after):
                emit(event)
            self._making.follow()
            return after

        return submit

    def _proposing(self, emit: Emit) -> Callable[[Edit], Plan]:
        submit = self._growing(emit)
        return lambda edit: submit(as_proposal(edit, self.journal.plan))

    def _keep(self, wish: keepsakes.Wish, emit: Emit) -> tuple[str, str]:
        before = self.journal.refresh()
        made: list[tuple[Edit, str]] = []

        def on(plan: Plan) -> Edit:
            made.append(wish(plan))
            return made[-1][0]

        self._tell(before, self.journal.submit(on), emit)
        return made[-1][0].label, made[-1][1]

    def _fulfil(self, wish: Callable[[Plan, wishes.Memory], wishes.Fulfilled], emit: Emit) -> tuple[str, list[str]]:
        before = self.journal.refresh()
        done: list[wishes.Fulfilled] = []

        def on(plan: Plan) -> Edit:
            done.append(wish(plan, wishes.Memory(self._kept, self.journal.highest_take, self._making.own(plan))))
            return done[-1].edit

        after = self.journal.submit(on)
        self._tell(before, after, emit)
        return done[-1].edit.label, list(done[-1].ids)

    def _kept(self, leaf: Node) -> str:
        artifact = self.engine.ledger.last_good(task_name(leaf))
        return artifact.body if artifact else ""

    def _step(self, step: Callable[[], str], emit: Emit) -> str:
        before = self.journal.refresh()
        label = step()
        self._tell(before, self.journal.plan, emit)
        return label

    def _tell(self, before: Plan, after: Plan, emit: Emit) -> None:
        """What is being built follows the plan; events for everything that differs, with how each node stands now."""
        self._making.follow()
        for event in standing.events_of_edit(before, after, lambda ids: self._rows(after, ids)):
            emit(event)

    def _rows(self, plan: Plan, only: Sequence[str] | None = None) -> list[NodeRow]:
        return standing.rows(plan, self.engine.ledger, self._making.forecast(plan), self._making.left_out(), only)

    def _prepare(self, work: Work) -> None:
        # What goes wrong here goes wrong again, and is told, when the first part is compiled.
        with contextlib.suppress(GardenError, Cancelled):
            self._making.compiler.prepare(work)
