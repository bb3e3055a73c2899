"""Complaints about ten gardens: each changes what it must."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from complaints import COMPLAINTS, GARDENS
from told import Side, holds

from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.grow.feedback.proposal import Complaint
from dreamgarden.project import Project
from dreamgarden.watch.heeding import style_of
from dreamgarden.work import Work


@pytest.fixture(scope="module")
def gardens(checkout: Path, kept_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Project]]:
    designer = PatternDesigner(checkout / "templates", checkout / "assets" / "recipes", kept_cache)
    folder, made = tmp_path_factory.mktemp("said"), []
    for number, prompt in enumerate(GARDENS):
        project = Project.create(folder / f"g{number}", prompt, designer)
        project.grow(Work(), build=False)
        made.append(project)
    yield made
    for project in made:
        project.close()


def side(project: Project) -> Side:
    plan = project.journal.plan
    return Side.of(tuple(plan), style_of(plan, project.designer, Work()))


@pytest.mark.parametrize(("garden", "text", "wanted"), COMPLAINTS, ids=[text[:40] for _, text, _ in COMPLAINTS])
def test_a_complaint_changes_what_it_must(gardens: list[Project], garden: int, text: str, wanted: tuple[str, ...]) -> None:
    project = gardens[garden]
    before = side(project)
    proposal = project.watch.feedback(Complaint(text), Work())
    changes = [change for change in proposal.changes if change.steps]
    if changes:
        project.watch.heed(changes, proposal.label, Work())
    after = side(project)
    if changes:
        project.undo()
    missing = [atom for atom in wanted if not holds(atom, before, after, proposal.questions)]
    assert not missing, (missing, [change.what for change in changes], proposal.questions)
