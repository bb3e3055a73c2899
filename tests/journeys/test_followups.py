"""Complaints that a model answered, told again from tape in gardens that patterns grew: only what is named is made anew."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dreamgarden import settings
from dreamgarden.grow.feedback.proposal import Complaint
from dreamgarden.hiring import hire, offline, words_in
from dreamgarden.plan.tree import Plan
from dreamgarden.project import Project
from dreamgarden.tasks import leaves_of, task_name
from dreamgarden.work import Work

TAPES = Path(__file__).parent.parent / "recorded" / "followups"


@pytest.fixture
def told(shared_data: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads((shared_data / "prompts_dev.json").read_text(encoding="utf-8"))}


def bodies(project: Project, plan: Plan) -> dict[str, str]:
    made = {leaf.slug: project.engine.ledger.last_good(task_name(leaf)) for leaf in leaves_of(plan)}
    return {slug: artifact.body for slug, artifact in made.items() if artifact is not None}


def test_the_cat_wakes_and_nothing_else_changes(tmp_path: Path, told: dict[str, dict[str, Any]]) -> None:
    folder, one = tmp_path / "boats", told["p05"]
    with Project.create(folder, one["prompt"], offline()) as project:
        project.grow(Work())
    designer = hire(replace(settings.load(), replay=str(TAPES / "p05.jsonl")), folder)
    with Project.open(folder, designer) as project:
        assert project.build(Work()).ran == [], "another designer is no reason to make what patterns made"
        before = bodies(project, project.journal.plan)
        old = {node.id: node for node in project.journal.plan}
        proposal = project.watch.feedback(Complaint(one["followup"]["feedback"]), Work())
        assert [project.journal.plan[id].slug for change in proposal.changes for id in change.nodes] == ["obstacles"]
        project.watch.heed(proposal.changes, proposal.label, Work())
        finished = project.build(Work())
        assert sorted(finished.ran) == ["code:obstacles", "game"] and not finished.failed
        after = bodies(project, project.journal.plan)
        assert {slug for slug in after if after[slug] != before[slug]} == {"obstacles"}
        asked = words_in(folder, "obstacles")[0]["asked"]
        assert "It was written before, for an older brief" in asked and "Glowing rings give boost" in asked and 'spawn("ring"' in asked
        code = (folder / "game" / "parts" / "obstacles.cpp").read_text(encoding="utf-8")
        assert "cat_batted" in code and 'spawn("ring"' in code, "the pattern's code is what it was written from"
        played = project.playtest(Work(), frames=1800)
        assert played.screen == "won" and not played.problems
        assert played.played.state["events"]["cat_batted"] >= 1
        project.undo()
        assert {node.id: node for node in project.journal.plan} == old
        assert project.build(Work()).ran == [], "what was there is taken from the store"


def test_a_play_is_judged_before_and_after_from_the_tape(tmp_path: Path, told: dict[str, dict[str, Any]]) -> None:
    folder, one = tmp_path / "park", told["p12"]
    with Project.create(folder, one["prompt"], offline()) as project:
        project.grow(Work())
    asked = [(each["id"], each["text"]) for each in one["requirements"]]
    designer = hire(replace(settings.load(), replay=str(TAPES / "p12.jsonl"), eyes="desk"), folder)
    with Project.open(folder, designer) as project:
        first = project.watch.test(Work(), asked=asked)
        assert {each.id: each.met for each in first.judged}["R6"] == "partly"
        hint = next(each for each in first.findings if each.kind == "lacking")
        assert hint.subject == "R6" and hint.parts[0] == "land" and hint.picture.startswith(b"\x89PNG")
        proposal = project.watch.feedback(Complaint(one["followup"]["feedback"]), Work())
        project.watch.heed(proposal.changes, proposal.label, Work())
        assert sorted(project.build(Work()).ran) == ["code:land", "game"]
        second = project.watch.test(Work())
        assert {each.id: each.met for each in second.judged}["R6"] == "yes"
        assert not [each for each in second.findings if each.kind == "lacking"]
