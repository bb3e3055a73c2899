"""A complaint that a model answers: the same values, what it names wrongly asked about, and nothing else changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamgarden import wishes
from dreamgarden.designers.designer import Leaf
from dreamgarden.designers.model import ModelDesigner, Roles
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.prompts import Prompts
from dreamgarden.grow.feedback.proposal import Complaint, Fault
from dreamgarden.llm.chat import Hear, Question, Reply, deaf
from dreamgarden.plan.node import Node
from dreamgarden.project import Project
from dreamgarden.watch import heeding
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


def grown(folder: Path, sketch: PatternDesigner) -> Path:
    with Project.create(folder / "garden", HUT, sketch) as project:
        project.grow(Work(), build=False)
    return folder / "garden"


def hired(checkout: Path, sketch: PatternDesigner, answer: object) -> tuple[ModelDesigner, Scripted]:
    chat = Scripted(answer)
    prompts = Prompts(checkout / "templates", checkout / "native" / "garden", checkout / "assets" / "recipes")
    return ModelDesigner(Roles(chat, chat), sketch, prompts), chat


def test_what_the_offline_designer_offers_is_taken_by_its_number(tmp_path: Path, checkout: Path, sketch: PatternDesigner) -> None:
    folder = grown(tmp_path, sketch)
    designer, chat = hired(checkout, sketch, {"changes": [{"take": 1, "why": "It is all of it."}, {"take": 9, "why": "The ninth."}]})
    with Project.open(folder, designer) as project:
        proposal = project.watch.feedback(Complaint("The night is too short: double its length."), Work())
        assert "1. surviving:" in chat.asked[0].messages[-1].text
        assert [change.steps[0].verb for change in proposal.changes] == ["dial"] and "The ninth" in proposal.questions[0]
        project.watch.heed(proposal.changes, proposal.label, Work())
        surviving = project.journal.plan.find("surviving")
        assert "180 seconds" in surviving.brief
        assert not designer._is_mine(leaf_like(surviving, HUT, sketch), Work()), "a pattern's words are filled again by the pattern"


def test_what_is_new_comes_with_what_it_needs(tmp_path: Path, checkout: Path, sketch: PatternDesigner) -> None:
    folder = grown(tmp_path, sketch)
    designer, _ = hired(checkout, sketch, {"changes": [
        {"node": "answers", "needs": ["wolf", "nobody"], "brief": "The radio howls back like a wolf.", "why": "It is heard."},
        {"add": "A wolf outside", "slug": "wolf_walk", "below": "part_survive_night", "kind": "code", "needs": ["wolf"],
         "brief": "A wolf walks round the hut.", "gives": ["event wolf_near"], "why": "It was asked for."},
        {"add": "Wolf", "slug": "wolf", "below": "part_survive_night", "kind": "mesh", "query": "wolf", "size": "1.2 m",
         "brief": "A wolf."},
    ]})  # fmt: skip
    with Project.open(folder, designer) as project:
        proposal = project.watch.feedback(Complaint("A wolf should walk round the hut."), Work())
        project.watch.heed(sorted(proposal.changes, key=lambda change: "wolf_walk" in str(change.steps)), proposal.label, Work())
        plan = project.journal.plan
        wolf, walk = plan.find("wolf"), plan.find("wolf_walk")
        assert wolf.slots == {"by": "model", "query": "wolf", "size": 1.2} and walk.slots["gives"] == ["event wolf_near"]
        assert walk.needs == (wolf.id,) and wolf.id in plan.find("answers").needs
        assert plan.find("answers").brief.startswith("The radio howls")
        project.undo()
        assert project.journal.plan.by_slug("wolf") is None, "all of it is one step"


def test_a_leaf_that_is_to_be_mended_is_written_from_the_code_the_game_has(tmp_path: Path, checkout: Path, sketch: PatternDesigner) -> None:
    folder = grown(tmp_path, sketch)
    with Project.open(folder, sketch) as project:
        scenery = project.journal.plan
        surviving = scenery.find("surviving")
    code = sketch.write(leaf_like(surviving, HUT, sketch), Work()).files["surviving.cpp"]
    designer, chat = hired(checkout, sketch, {"changes": [{"node": "surviving", "mend": "The stove never goes out.", "why": "It burns."}]})
    with Project.open(folder, designer) as project:
        writers = {node.id: designer.writer_of(node) for node in project.journal.plan if node.is_leaf}
        shown, tried = {"surviving": "// as it is"}, ("It was written again.",)
        fault = Fault("unlosable", "It can't be lost.", "idle", 60, ("surviving",), shown, tried)
        proposal = heeding.mends(project.journal.plan, fault, designer, Work())
        told = chat.asked[0].messages[-1].text
        assert "> It can't be lost." in told and "// as it is" in told and "- It was written again." in told
        memory = wishes.Memory(lambda leaf: "", lambda id: 1, lambda leaf, take: "")
        edit = heeding.edit_for(project.journal.plan, proposal.changes, "x", memory, designer, Work(), 40, lambda leaf: code)
        plan = project.journal.plan.apply(edit)
        mended = plan.find("surviving")
        assert {id for id in writers if designer.writer_of(plan[id]) != writers[id]} == {mended.id}
        chat.answer = "<<<<<<< SEARCH\n" + code.splitlines()[0] + "\n=======\n// mended\n>>>>>>> REPLACE"
        draft = designer.write(leaf_like(mended, HUT, sketch), Work())
        asked = chat.asked[-1].messages[-1].text
        assert "> The stove never goes out." in asked and "leave all else as it is" in asked and code.splitlines()[3] in asked
        assert draft.files["surviving.cpp"] == "// mended\n" + code.partition("\n")[2]
        assert draft.interface == sketch.write(leaf_like(surviving, HUT, sketch), Work()).interface, "who relies on it is not made anew"


def leaf_like(node: Node, seed: str, sketch: PatternDesigner) -> Leaf:
    return Leaf(node.slug, node.title, node.brief, node.kind, node.take, seed, sketch.style(seed, Work()), node.slots)
