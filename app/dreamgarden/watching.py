"""`Watch`: the game is watched, and what is said to be wrong is answered. The verbs of project.py about complaints.

A complaint becomes a proposal (heeding.py), and the chosen changes one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgarden import heeding, settings, wishes
from dreamgarden.events import Emit, nowhere
from dreamgarden.grow.feedback import Change, Complaint, Proposal
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import leaves_of, task_name
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.designers.designer import Designer
    from dreamgarden.making import Making

Keep = Callable[[Callable[[Plan], tuple[Edit, str]], Emit], tuple[str, str]]
"""Submits the edit that a function makes of the plan, tells the listeners, and returns undo's label and an id."""


class Watch:
    """Watches one garden."""

    def __init__(self, folder: Path, journal: Journal, designer: Designer, making: Making, keep: Keep,
                 taken: Callable[[str], AbstractContextManager[None]]) -> None:
        self._folder, self._journal, self._designer, self._making, self._keep, self._taken = folder, journal, designer, making, keep, taken

    def feedback(self, complaint: Complaint, work: Work) -> Proposal:
        """What a complaint would change; nothing is changed. Raises BadInput, GardenError when a model can't be asked, Cancelled."""
        return heeding.heard(self._journal.refresh(), complaint, self._designer, work)

    def heed(self, changes: Sequence[Change], label: str, work: Work, emit: Emit = nowhere) -> str:
        """Make these changes of a proposal, as one step of undo. Returns the label that undo shows. Raises BadInput, Cancelled."""
        leaves = max(settings.load().budget.leaves, len(leaves_of(self._journal.refresh())) + 12)

        def wish(plan: Plan) -> tuple[Edit, str]:
            memory = wishes.Memory(self._kept, self._journal.highest_take, self._making.own(plan))
            return heeding.edit_for(plan, changes, label, memory, self._designer, work, leaves), ""

        return self._keep(wish, emit)[0]

    def _kept(self, leaf: Node) -> str:
        artifact = self._making.engine.ledger.last_good(task_name(leaf))
        return artifact.body if artifact else ""
