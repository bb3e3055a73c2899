"""Growth that asks first: proposals are shown, never built, and accepted or discarded in one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import tiny_runtime
from dreamgarden.designers.designer import Sprout
from dreamgarden.errors import BadInput
from dreamgarden.project import Project
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code

FIRST = (Sprout("Style", "The look.", "style", "style"), code("land"))
MORE = (Sprout("Sky", "Above.", "part", "sky", children=(code("clouds"), code("stars", "clouds"))), code("rain", "stars"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    designer = ScriptedDesigner(FIRST)
    with Project.create(tmp_path / "garden", "Rain on a quiet land", designer) as project:
        project.grow(Work(), build=False)
        designer.sprouts = [*FIRST, *MORE]
        yield project


def proposed(project: Project) -> set[str]:
    return {row["slug"] for row in project.show()["nodes"] if row["proposed"]}


def test_what_is_proposed_changes_nothing_and_is_not_built(project: Project) -> None:
    before = {node.id for node in project.journal.plan}
    _, added = project.expand("n1", Work(), propose=True)
    assert proposed(project) == {"sky", "clouds", "stars", "rain"} and len(added) == 4
    assert before <= {node.id for node in project.journal.plan}
    finished = project.build(Work())
    assert set(finished.ran) == {"style", "code:land", "game"}
    row = next(row for row in project.show()["nodes"] if row["slug"] == "rain")
    assert row["state"] == "idea" and "proposed" in row["reason"]


def test_accepting_one_takes_along_what_it_hangs_on_and_needs_in_one_step(project: Project) -> None:
    project.expand("n1", Work(), propose=True)
    project.wish("accept", {"nodes": ["rain"]})
    assert proposed(project) == set()  # rain needs the stars, which need the clouds, which hang in the sky
    project.undo()
    assert proposed(project) == {"sky", "clouds", "stars", "rain"}
    project.wish("accept", {"nodes": ["clouds"]})
    assert proposed(project) == {"stars", "rain"}
    assert "code:clouds" in project.build(Work()).ran


def test_discarding_a_branch_takes_out_its_proposals_alone(project: Project) -> None:
    project.expand("n1", Work(), propose=True)
    project.wish("discard", {"nodes": ["sky"]})
    assert {node.slug for node in project.journal.plan} == {"seed", "style", "land", "rain"}
    project.undo()
    project.wish("discard", {"nodes": ["n1"]})
    assert {node.slug for node in project.journal.plan} == {"seed", "style", "land"}
    with pytest.raises(BadInput, match="Nothing is proposed"):
        project.wish("discard", {"nodes": ["land"]})
    with pytest.raises(BadInput, match="Nothing is proposed"):
        project.wish("accept", {"nodes": ["n1"]})


def test_a_designer_that_adds_nothing_says_so(project: Project) -> None:
    project.expand("n1", Work(), propose=True)
    with pytest.raises(BadInput, match="nothing new"):
        project.expand("n1", Work(), propose=True)


def test_proposals_survive_closing(project: Project) -> None:
    project.expand("n1", Work(), propose=True)
    project.wish("tag", {"nodes": ["rain"], "tag": "blue"})
    with Project.open(project.folder, ScriptedDesigner()) as again:
        assert proposed(again) == {"sky", "clouds", "stars", "rain"}
        assert next(node for node in again.journal.plan if node.slug == "rain").tag == "blue"
