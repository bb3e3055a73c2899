"""`Watch`: the game is watched, and what is said to be wrong is answered. The verbs of project.py about complaints.

A complaint becomes a proposal (heeding.py), and the chosen changes one step of undo. What play-tests find is kept
(found.py), and can be repaired (repairing.py).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgarden import settings, wishes
from dreamgarden.codegen.play_words import code_without_plays, declared, plays_in
from dreamgarden.codegen.plays import Play
from dreamgarden.errors import BadInput, GardenError, StorageError
from dreamgarden.events import Emit, Notice, nowhere
from dreamgarden.game.blame import SEEN as SEEN_BY_PICTURES
from dreamgarden.game.blame import blamed
from dreamgarden.game.findings import Finding, Sources, distinct
from dreamgarden.game.happenings import Happenings, happenings_of
from dreamgarden.game.play import Game
from dreamgarden.game.playtest import FRAMES, Tested, sources_of, style_of, test_game
from dreamgarden.grow.feedback.proposal import Change, Complaint, Proposal
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.node import Node
from dreamgarden.plan.record import node_to_json
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import GAME, leaves_of, task_name
from dreamgarden.watch import heeding
from dreamgarden.watch.counsel import fault_of
from dreamgarden.watch.found import Found, traces_of
from dreamgarden.watch.judging import judge
from dreamgarden.watch.losses import Losses
from dreamgarden.watch.repairing import Garden, Repaired, Round, changed_since, repair
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.designers.designer import Designer
    from dreamgarden.make.making import Making

_BY_EYE = frozenset({*SEEN_BY_PICTURES, "key", "unreadable", "crash", "hang", "slow"})  # what pictures alone may show

Keep = Callable[[Callable[[Plan], tuple[Edit, str]], Emit], tuple[str, str]]
"""Submits the edit that a function makes of the plan, tells the listeners, and returns undo's label and an id."""


class Watch:
    """Watches one garden."""

    def __init__(self, folder: Path, journal: Journal, designer: Designer, making: Making, keep: Keep,
                 taken: Callable[[str], AbstractContextManager[None]], step_back: Callable[[Emit], str]) -> None:
        self._folder, self._journal, self._designer, self._making, self._keep, self._taken = folder, journal, designer, making, keep, taken
        self._step_back = step_back
        self.found = Found(folder / ".garden" / "found")
        self._losses = Losses(folder / ".garden" / "happened.json")
        self._seen: tuple[Tested, dict[str, Any], Happenings | None, list[Finding]]  # by the last test
        self._seen_in = ""  # the game that was tested

    def feedback(self, complaint: Complaint, work: Work) -> Proposal:
        """What a complaint would change; nothing is changed. Raises BadInput, GardenError when a model can't be asked, Cancelled."""
        return heeding.heard(self._journal.refresh(), complaint, self._designer, work)

    def plainly(self, complaint: Complaint, work: Work) -> Proposal:
        """What the offline designer would change for a complaint, whoever designs. Raises BadInput for an empty one, Cancelled."""
        return heeding.heard(self._journal.refresh(), complaint, getattr(self._designer, "sketch", self._designer), work)

    def heed(self, changes: Sequence[Change], label: str, work: Work, emit: Emit = nowhere) -> str:
        """Make these changes of a proposal, as one step of undo. Returns the label that undo shows. Raises BadInput, Cancelled."""
        leaves = max(settings.load().budget.leaves, len(leaves_of(self._journal.refresh())) + 12)

        def wish(plan: Plan) -> tuple[Edit, str]:
            memory = wishes.Memory(self._kept, self._journal.highest_take, self._making.own(plan))
            return heeding.edit_for(plan, changes, label, memory, self._designer, work, leaves, self._code), ""

        return self._keep(wish, emit)[0]

    # ── Plays ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def traces(self) -> Path:
        """Where a person's own plays are recorded."""
        return self._folder / "traces"

    @property
    def picks(self) -> Path:
        """Where a watched play writes what was clicked, a line of JSON each."""
        return self._folder / ".garden" / "saves" / "picks.json"

    def fresh_picks(self) -> Path:
        """The file for picks, empty. Raises StorageError."""
        return _empty(self.picks)

    def shown_trace(self, trace: Path) -> Path:
        """A copy of a trace beside the saves, so that a game can read it whatever a test writes meanwhile. Raises StorageError."""
        copy = self.picks.with_name("shown.json")
        try:
            copy.write_bytes(trace.read_bytes())
        except OSError as error:
            raise StorageError(f"{trace} can't be shown: {error.strerror}.", then="Test the game again, or record another play.") from error
        return copy

    def fresh_trace(self) -> Path:
        """A file for the next play of a person's. Raises StorageError."""
        return _empty(self.traces / f"{time.strftime('%Y%m%d-%H%M%S')}.json")

    def test(self, work: Work, *, frames: int = FRAMES, pictures: bool = True, asked: Sequence[tuple[str, str]] = (),
             keep: bool = True) -> Tested:  # fmt: skip
        """Play the game as it was built last in every way, and keep what was found. Raises BadInput without a game, Cancelled.

        asked  (id, text) of requirements for a designer with eyes; without them those of the last judgement, else its own.
        keep   False for a look that leaves no trace: the next one is compared with what was there before it.
        """
        last = self.found.last()
        sources, plan = self.sources(), self._journal.plan
        tested = test_game(self._game(), work, sources, frames=frames, traces=traces_of(self.traces), pictures=pictures,
                           plays=self._plays(sources, plan))  # fmt: skip
        rows = {leaf.id: node_to_json(leaf) for leaf in plan if leaf.is_leaf}
        now = happenings_of(self._game(), work, frames) if frames >= FRAMES else None
        lost = self._losses.found(now, leaves_of(plan), rows, sources) if now else []
        tested = replace(tested, findings=tuple(distinct([*(self._suspected(plan, each) for each in tested.findings), *lost])))
        asked = asked or [(one.id, one.text) for one in (last.judged if last else ())]
        tested = judge(tested, plan, lambda: heeding.style_of(plan, self._designer, work), self._designer, work, asked, self._since())
        self._seen, self._seen_in = (tested, rows, now, lost), self._body() if pictures and frames >= FRAMES else ""
        if keep:
            self._remember()
        return tested

    def _plays(self, sources: Sources, plan: Plan) -> list[Play]:
        """What is written down of this game, and what was in the last test for a part whose code says nothing of it any more.

        Who writes a part anew may leave out what its pattern had promised; it counts as long as the brief is the same.
        """
        found = declared(sources.code, sources.briefs)
        for node in plan:  # a play in the brief of a branch is of the first code below
            below = "" if node.is_leaf else next((leaf.slug for leaf in _below(plan, node) if leaf.slug in sources.code), "")
            found += plays_in(node.brief, below) if below else []
        last = self.found.last()
        then = {row["slug"]: row["brief"] for row in self.found.leaves().values()}
        same = {leaf.slug for leaf in leaves_of(plan) if then.get(leaf.slug) == leaf.brief}
        told = {play.part for play in found}
        return found + [play for play in (last.plays if last else ()) if play.part in same - told and play.part in sources.code]

    def _suspected(self, plan: Plan, finding: Finding) -> Finding:
        """The finding with those first who changed since it was not there."""
        changed = {str(row["slug"]) for row in changed_since(plan, self.found.fine(finding)).values()}
        first = [part for part in finding.parts if part in changed]
        rest = [part for part in (*sorted(changed), *finding.parts) if part not in first]
        # Many changes at once say little about one of them.
        return replace(finding, parts=tuple(dict.fromkeys([*first, *rest]))) if 0 < len(changed) <= 4 else finding

    def repair(self, work: Work, emit: Emit = nowhere, *, rounds: int = 8, seconds: float = 300.0, alone: bool = False) -> Repaired:
        """Mend what play-tests find, each change proved by playing again; what proves wrong is taken back.

        alone  nothing is tried but what the designer's model says. Raises BadInput without a game, MissingTool, StorageError, Cancelled.
        """
        with self._taken("repairing"):
            before = self._tested() or self.test(work)
            unsettled = False

            def back() -> str:
                nonlocal unsettled
                unsettled = True
                return self._step_back(emit)

            def settle(work: Work) -> None:
                nonlocal unsettled
                if unsettled:
                    unsettled = False
                    self._built(work, emit)

            def asked(finding: Finding, tried: Sequence[str]) -> Proposal:
                settle(work)
                return self._asked(finding, tried, work)

            def blame(finding: Finding) -> Finding:
                settle(work)
                return blamed(self._game(), work, finding, self.sources(), style_of(self._game()), FRAMES)

            garden = Garden(
                plan=self._journal.refresh,
                own=lambda node: node.is_leaf and bool(self._making.own(self._journal.plan)(node, node.take)),
                answer=lambda complaint: self.plainly(complaint, work),
                change=lambda changes, label: self.heed(changes, label, work, emit),
                undo=back,
                fine=self.found.fine,
                rebuilt=lambda work, finding: self._rebuilt(work, finding, emit),
                ask=asked if self._designer.name == "model" else None,
                alone=alone,
                blame=blame,
                stays=lambda tested: self._remember(),
                settle=settle,
            )

            def heard(one: Round) -> None:
                emit(Notice(f"{one.what} {one.why}", "info" if one.kept else "warning"))

            return repair(garden, before, work, rounds=rounds, seconds=seconds, heard=heard)

    def _rebuilt(self, work: Work, finding: Finding, emit: Emit) -> Tested:
        self._built(work, emit)
        if finding.kind not in _BY_EYE:  # pictures take most of the time, and what is still there needs no more proof
            looked = self.test(work, pictures=False, keep=False)
            if any(each.key == finding.key for each in looked.findings):
                return looked
        return self.test(work, keep=False)

    def _built(self, work: Work, emit: Emit) -> None:
        finished = self._making.build(self._journal.refresh, work, emit, (), time.monotonic())
        if not finished.game or finished.failed:
            raise GardenError("The game does not build with it.")

    def _body(self) -> str:
        """What a test plays: the game as it was built last, and the person's own plays. "" without a game."""
        artifact = self._making.engine.ledger.last_good(GAME)
        return " ".join([artifact.body, *(trace.name for trace in traces_of(self.traces))]) if artifact else ""

    def _tested(self) -> Tested | None:
        """What the last whole test found, where the game is still the same."""
        return self._seen[0] if self._seen_in and self._seen_in == self._body() else None

    def _remember(self) -> None:
        """Keep what was found last."""
        tested, rows, now, lost = self._seen
        self.found.keep(tested, rows)
        self._losses.keep(now, rows, lost)

    def _game(self) -> Game:
        game = self._making.game()
        if game is None:
            raise BadInput(f"The game of {self._folder} is not built yet.", then=f"dreamgarden build {self._folder}")
        return game

    def sources(self) -> Sources:
        """What is known about who makes what in the game as it was built last. Raises BadInput without a game."""
        plan = self._journal.refresh()
        briefs = {leaf.slug: leaf.brief for leaf in leaves_of(plan)}
        models = {leaf.slug: planned_size(leaf) for leaf in leaves_of(plan) if leaf.kind == "mesh"}
        return sources_of(self._game(), briefs, models)

    def _asked(self, finding: Finding, tried: Sequence[str], work: Work) -> Proposal:
        plan, last = self._journal.refresh(), self.found.last()
        fault = fault_of(finding, last.findings if last else (), tried, self._since(), leaves_of(plan), self._code)
        return heeding.mends(plan, fault, self._designer, work)

    def _since(self) -> list[str]:
        """What the person has complained of and was done, in their words."""
        said = (step.label.partition("Feedback: ")[2] for step in self._journal.steps() if step.done)
        return [words for words in said if words][-8:]

    def _code(self, leaf: Node) -> str:
        """A leaf's C++ as the game has it: as it is kept, else as it was made last; "" when it never was."""
        ledger = self._making.engine.ledger
        artifact = (ledger.by_body(leaf.pinned) if leaf.pinned else None) or ledger.last_good(task_name(leaf))
        return code_without_plays(self._making.texts(artifact).get(f"{leaf.slug}.cpp", "")) if artifact else ""

    def _kept(self, leaf: Node) -> str:
        artifact = self._making.engine.ledger.last_good(task_name(leaf))
        return artifact.body if artifact else ""


def _below(plan: Plan, node: Node) -> Iterator[Node]:
    for child in plan.children(node.id):
        yield child
        yield from _below(plan, child)


def _empty(file: Path) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{file} can't be written: {error.strerror}.", then="Make the folder writable.") from error
    return file


def planned_size(leaf: Node) -> float:
    """The longest side of a model as its brief tells it, in metres, else as it is remembered; 0 when neither does."""
    told = re.search(r"(\d+(?:\.\d+)?)\s*(?:m\b|metres?\b|米)", leaf.brief)
    return float(told[1]) if told else float(leaf.slots.get("size", 0.0))
