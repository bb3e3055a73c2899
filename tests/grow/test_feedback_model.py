"""A complaint that a model answers: the same values, what it names wrongly asked about, and nothing else changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamgarden.designers.model import ModelDesigner, Roles
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.prompts import Prompts
from dreamgarden.grow.feedback import Complaint
from dreamgarden.llm.chat import Hear, Question, Reply, deaf
from dreamgarden.project import Project
from dreamgarden.work import Work

HUT = "Survive one winter night alone in a small radio hut on a mountain. The stove eats wood."


class Scripted:
    """A chat that gives one answer and keeps what it was asked."""

    model = "scripted"
    holds_to_schemas = False

    def __init__(self, answer: object) -> None:
        self.answer = json.dumps(answer)
        self.asked: list[Question] = []

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        self.asked.append(question)
        return Reply(self.answer)


@pytest.fixture
def sketch(checkout: Path, kept_cache: Path) -> PatternDesigner:
    return PatternDesigner(checkout / "templates", checkout / "assets" / "recipes", kept_cache)


def test_a_model_changes_what_it_names_and_nothing_else(tmp_path: Path, checkout: Path, sketch: PatternDesigner) -> None:
    with Project.create(tmp_path / "garden", HUT, sketch) as project:
        project.grow(Work(), build=False)
        before = {node.id: node for node in project.journal.plan}
    chat = Scripted({
        "changes": [
            {"node": "surviving", "brief": "Warmth falls. The night lasts 300 seconds, and wolves howl.", "why": "It tells how long."},
            {"node": "nowhere", "brief": "x", "why": "The bartender remembers."},
        ],
        "questions": ["Which door?"],
    })  # fmt: skip
    prompts = Prompts(checkout / "templates", checkout / "native" / "garden", checkout / "assets" / "recipes")
    designer = ModelDesigner(Roles(chat, chat), sketch, prompts)
    with Project.open(tmp_path / "garden", designer) as project:
        proposal = project.watch.feedback(Complaint("Longer, with wolves", pointed=("surviving",)), Work())
        assert [change.why for change in proposal.changes] == ["It tells how long."]
        assert proposal.questions[0] == "Which door?" and "bartender" in proposal.questions[1]
        told = chat.asked[0].messages[-1].text
        assert "> Longer, with wolves" in told and "- surviving (code)" in told and "pointed at what these made: surviving" in told
        project.watch.heed(proposal.changes, proposal.label, Work())
        after = {node.id: node for node in project.journal.plan}
        assert [after[id].slug for id in after if after[id] != before[id]] == ["surviving"]
        assert "wolves" in next(node.brief for node in after.values() if node.slug == "surviving")
