"""Complaints about ten gardens: each changes what it must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from complaints import COMPLAINTS, GARDENS
from grumbles import GRUMBLES, LEAST
from told import Side, holds

from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.errors import BadInput
from dreamgarden.grow.feedback.meaning import MEANINGS, Phrases, plainly
from dreamgarden.grow.feedback.proposal import Complaint
from dreamgarden.grow.feedback.reading import asks_of
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


def lacking(project: Project, text: str, wanted: tuple[str, ...]) -> tuple[object, ...]:
    """What a complaint should have changed and did not, with what it did; () when all is as it must be."""
    before = side(project)
    proposal = project.watch.feedback(Complaint(text), Work())
    changes = [change for change in proposal.changes if change.steps]
    if changes:
        project.watch.heed(changes, proposal.label, Work())
    after = side(project)
    if changes:
        project.undo()
    missing = [atom for atom in wanted if not holds(atom, before, after, proposal.questions)]
    return (missing, [change.what for change in changes], proposal.questions) if missing else ()


@pytest.mark.parametrize(("garden", "text", "wanted"), COMPLAINTS, ids=[text[:40] for _, text, _ in COMPLAINTS])
def test_a_complaint_changes_what_it_must(gardens: list[Project], garden: int, text: str, wanted: tuple[str, ...]) -> None:
    assert not lacking(gardens[garden], text, wanted)


def test_most_grumbles_are_heard(gardens: list[Project]) -> None:
    missed = [(text, lack) for garden, text, wanted in GRUMBLES if (lack := lacking(gardens[garden], text, wanted))]
    assert len(GRUMBLES) - len(missed) >= LEAST, missed


def test_what_cannot_be_placed_is_asked_about_in_words_that_are_understood(gardens: list[Project]) -> None:
    question = gardens[0].watch.feedback(Complaint("I reach for my reading glasses in every cave"), Work()).questions
    assert len(question) == 1
    offered = re.findall(r"“([^”]+)”", question[0].split("?", 1)[1])
    heard = [choice for choice in offered if any(change.steps for change in gardens[0].watch.feedback(Complaint(choice), Work()).changes)]
    assert len(heard) >= 2, (offered, heard)


@pytest.mark.parametrize("name", MEANINGS)
@pytest.mark.parametrize("zh", [False, True], ids=["en", "zh"])
def test_every_meaning_is_said_in_words_that_rules_read(name: str, zh: bool) -> None:
    asks = asks_of(plainly(name, "灯笼" if zh else "Lantern", zh))
    assert len(asks) == 1 and asks[0].kind != "fix"


def test_phrases_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    file = tmp_path / "complaints.toml"
    file.write_text('[me_faster]\nen = ["I crawl"]\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r"complaints\.toml"):
        Phrases.load(file, "zh")
