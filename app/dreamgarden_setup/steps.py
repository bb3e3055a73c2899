"""Steps of the set-up, done in order, each only when its inputs changed since it was last finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dreamgarden_setup.console import Console
from dreamgarden_setup.needs import Survey
from dreamgarden_setup.stamps import Stamps


@dataclass(frozen=True)
class Step:
    """One step of the set-up.

    inputs   the digest of all it depends on.
    work     does it; told whether an earlier try was cut off in the middle.
    present  whether what it made is still there: people delete folders.
    needs    names from the table of needs that it can't do without.
    """

    name: str
    title: str
    inputs: str
    work: Callable[[bool], None]
    present: Callable[[], bool]
    needs: tuple[str, ...] = ()


def run(steps: Sequence[Step], stamps: Stamps, there: Survey, console: Console) -> list[Step]:
    """Do what is not done; returns the steps that had to be left out because the machine lacks something.

    After a step that was left out nothing more is tried: later steps build on earlier ones.
    """
    for index, step in enumerate(steps):
        if _is_done(step, stamps):
            console.skip()
            continue
        if there.lacks(*step.needs):
            return [late for late in steps[index:] if not _is_done(late, stamps)]
        console.begin(step.title)
        cut_off = stamps.interrupted(step.name)
        stamps.begin(step.name)
        step.work(cut_off)
        stamps.finish(step.name, step.inputs)
        console.done()
    return []


def _is_done(step: Step, stamps: Stamps) -> bool:
    return stamps.fresh(step.name, step.inputs) and step.present()
