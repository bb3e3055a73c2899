"""Budgets: looked at before anything is asked, stopping cleanly, and taken up again where they stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

import tiny_runtime
from crashing import PROMPT, AskingDesigner, Counting, Diary, outcome
from dreamgarden import settings
from dreamgarden.designers.designer import Sprout, Surroundings
from dreamgarden.errors import BadInput
from dreamgarden.events import Event, Notice
from dreamgarden.llm.budget import Budgeted, Limits, OverBudget, Purse
from dreamgarden.plan.node import Node
from dreamgarden.project import Project
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code


class Branching(ScriptedDesigner):
    """Two branches of two leaves each; remembers what it was asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        self.asked.append(node.slug)
        if node.kind == "seed":
            return [Sprout("One", "One.", "part", "one"), Sprout("Two", "Two.", "part", "two")]
        return [code(f"{node.slug}_a"), code(f"{node.slug}_b")]


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))


def slugs(project: Project) -> set[str]:
    return {node.slug for node in project.journal.plan if node.is_leaf}


def test_leaves_and_depth_bound_the_plan_and_more_of_them_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    designer = Branching()
    with Project.create(tmp_path / "garden", PROMPT, designer) as project:
        project.grow(Work(), size=2, build=False)
        assert slugs(project) == {"one_a", "one_b"}
        project.grow(Work(), size=8, build=False)
        assert slugs(project) == {"one_a", "one_b", "two_a", "two_b"}
        assert designer.asked.count("seed") == 1 and designer.asked.count("one") == 1
    monkeypatch.setenv("DREAMGARDEN_BUDGET", "depth=1")
    with Project.create(tmp_path / "flat", PROMPT, Branching()) as project:
        project.grow(Work(), build=False)
        assert slugs(project) == set() and len(project.journal.plan) == 3


def test_minutes_stop_growth_with_a_notice_and_the_next_one_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    designer, heard = Branching(), list[Event]()
    monkeypatch.setenv("DREAMGARDEN_BUDGET", "minutes=0.0000001")
    with Project.create(tmp_path / "garden", PROMPT, designer) as project:
        project.grow(Work(), heard.append, build=False)
        assert designer.asked == [] and len(project.journal.plan) == 1
        assert [event.text for event in heard if isinstance(event, Notice)] == [
            "Growth stopped after 1e-07 minutes, as its budget says. Grow on to go on."
        ]
        monkeypatch.delenv("DREAMGARDEN_BUDGET")
        project.grow(Work(), build=False)
        assert len(slugs(project)) == 4


def test_calls_end_and_a_new_purse_pays_for_the_rest_alone(tmp_path: Path) -> None:
    def grown(garden: Path, diary: Diary, calls: int) -> None:
        chat = Budgeted(Counting(diary, 1), Purse(Limits(calls=calls)))
        with Project.plant_or_open(garden, PROMPT, AskingDesigner(garden, chat)) as project:
            finished = project.grow(Work())
            if finished.failed:
                raise OverBudget(finished.failed[0]["reason"])

    whole, diary = tmp_path / "whole", Diary(tmp_path / "whole.log")
    grown(whole, diary, 0)
    needed = len(diary.lines("asked"))
    parts, diary = tmp_path / "parts", Diary(tmp_path / "parts.log")
    for round in range(1, needed // 3 + 1):
        with pytest.raises(OverBudget, match="The budget is spent: 3 calls of 3"):
            grown(parts, diary, 3)
        assert len(diary.lines("asked")) == 3 * round
    grown(parts, diary, 3)
    assert len(diary.lines("asked")) == needed
    assert outcome(parts) == outcome(whole)


def test_limits_are_read_from_words_and_wrong_ones_are_named() -> None:
    assert settings.load({"DREAMGARDEN_BUDGET": "calls=20, money=1.5 minutes=5"}).budget == settings.Budget(calls=20, money=1.5, minutes=5)
    for odd in ("calls", "calls=", "cals=3", "calls=many", "leaves=1.5"):
        with pytest.raises(BadInput):
            settings.load({"DREAMGARDEN_BUDGET": odd})
