"""Two states of one garden side by side: each is built again in a copy, from the artifacts that there are, and played."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgarden.errors import BadInput, StorageError
from dreamgarden.game.compare import Compared, compare
from dreamgarden.game.play import Game
from dreamgarden.project import Project
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.designers.designer import Designer

NOW, BEFORE = "now", "before"


def compare_steps(
    project: Project, a: str, b: str, work: Work, *, to: Path | None = None, trace: Path | None = None, clip: bool = True
) -> Compared:  # fmt: skip
    """Play the garden as it was after step `a` of its history beside step `b`, by the same trace.

    a, b   a number as `history` shows it (0: as it was planted), "now", or "before": one step less.
    to     where pictures and clip go; without it, GARDEN/.garden/compared.
    trace  without it, the one of the last play-test; without that, the goal-seeking bot.
    Raises BadInput, MissingTool, StorageError, Cancelled; GardenError when nothing can be drawn here.
    """
    steps = [step.label for step in project.journal.steps() if step.done]
    chosen = [_step(each, len(steps)) for each in (a, b)]
    labels = tuple("as it was planted" if step == 0 else f"{step}  {steps[step - 1]}" for step in chosen)
    known = project.watch.found.folder / "goal.json"
    if trace is None and known.is_file() and known.stat().st_size > 2:
        trace = known
    with _at_step(project, chosen[0], len(steps), work) as one, _at_step(project, chosen[1], len(steps), work) as other:
        return compare(one, other, trace, to or project.folder / ".garden" / "compared", work, clip=clip, labels=(labels[0], labels[1]))


def _step(text: str, steps: int) -> int:
    number = {NOW: steps, BEFORE: steps - 1}.get(text, -1) if not text.isdecimal() else int(text)
    if not 0 <= number <= steps:
        then = f"`history` shows the steps, 0 to {steps}; or say now, before."
        raise BadInput(f"There is no step “{text}”.", safe="Nothing was changed.", then=then)
    return number


@contextlib.contextmanager
def _at_step(project: Project, step: int, steps: int, work: Work) -> Iterator[Game]:
    """The game of a garden as it was after a step, in a copy that is gone afterwards."""
    designer: Designer = project.designer
    with tempfile.TemporaryDirectory(prefix="dreamgarden-compare-") as scratch:
        copy = Path(scratch) / "garden"
        try:
            left = shutil.ignore_patterns("workshop", "compared", "found", "*.lock")
            shutil.copytree(project.folder, copy, symlinks=True, ignore=left)
        except OSError as error:
            raise StorageError(f"{project.folder} can't be copied: {error}.", safe="The garden is untouched.") from error
        with Project.open(copy, designer) as there:
            for _ in range(steps - step):
                there.undo()
            there.build(work)
            yield there.game
