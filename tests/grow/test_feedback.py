"""From a complaint to a proposal and its edits: who answers, what changes, and that nothing else does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamgarden.designers.designer import Leaf
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.errors import BadInput
from dreamgarden.grow.feedback.proposal import Complaint, Proposal, change_from_json
from dreamgarden.plan.node import Node
from dreamgarden.project import Project
from dreamgarden.work import Work

HUT = "Survive one winter night alone in a small radio hut on a mountain. The stove eats wood, something answers my radio calls."
POOL = "In the dream I fought copies of myself in an empty swimming pool; each copy did what I had done ten seconds earlier."
STREET = "我梦见自己走在一条晾衣绳街道上,每件晒着的衣服里都藏着一段别人的对话,走得越快声音越小。"


@pytest.fixture(scope="module")
def designer(checkout: Path, kept_cache: Path) -> PatternDesigner:
    return PatternDesigner(checkout / "templates", checkout / "assets" / "recipes", kept_cache)


def planned(folder: Path, prompt: str, designer: PatternDesigner) -> Project:
    project = Project.create(folder / "garden", prompt, designer)
    project.grow(Work(), build=False)
    return project


def told(project: Project, text: str, **seen: tuple[str, ...]) -> Proposal:
    return project.watch.feedback(Complaint(text, **seen), Work())


def changed(before: dict[str, Node], project: Project) -> set[str]:
    after = {node.id: node for node in project.journal.plan}
    return {after[id].slug for id in after if before.get(id) != after[id]} | {node.slug for id, node in before.items() if id not in after}


def test_two_numbers_change_where_they_stand_and_nowhere_else(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, HUT, designer) as project:
        before = {node.id: node for node in project.journal.plan}
        proposal = told(project, "Nights are too short: double the length of the night and make the radio reply five times.")
        assert not proposal.questions
        label = project.watch.heed(proposal.changes, proposal.label, Work())
        assert label.startswith("Feedback: Nights are too short")
        assert changed(before, project) == {"surviving", "answers", "replies", "part_survive_night"}
        briefs = {node.slug: node.brief for node in project.journal.plan}
        assert "lasts 180 seconds" in briefs["surviving"] and "replies 5 times" in briefs["answers"]
        project.undo()
        assert {node.id: node for node in project.journal.plan} == before


def test_a_change_can_be_taken_without_the_other(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, HUT, designer) as project:
        proposal = told(project, "Double the length of the night and make the radio reply five times.")
        night = next(change for change in proposal.changes if "180" in change.what)
        project.watch.heed([change_from_json(night.to_json())], proposal.label, Work())
        briefs = {node.slug: node.brief for node in project.journal.plan}
        assert "180 seconds" in briefs["surviving"] and "3 times" in briefs["answers"]


def test_both_changes_of_one_leaf_hold_together(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, POOL, designer) as project:
        proposal = told(project, "Change the delay from ten seconds to five. Make it 12 copies defeated.")
        project.watch.heed(proposal.changes, proposal.label, Work())
        brief = next(node.brief for node in project.journal.plan if node.slug == "echoes")
        assert "repeat it 5 seconds later" in brief and "12 copies defeated" in brief


def test_one_thing_for_another_reaches_its_model_and_its_code(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, STREET, designer) as project:
        before = {node.id: node for node in project.journal.plan}
        proposal = told(project, "把衣服改成灯笼,其余保持不变。")
        project.watch.heed(proposal.changes, proposal.label, Work())
        model = next(node for node in project.journal.plan if node.slug == "clothes")
        assert model.title == "灯笼" and model.slots["query"] == "lantern"
        assert "灯笼" in next(node.brief for node in project.journal.plan if node.slug == "listening")
        assert changed(before, project) == {"clothes", "listening", "part_overheard"}


@pytest.mark.parametrize(
    ("text", "member", "way"),
    [("It is much too dark", "light", 1), ("太亮了", "light", -1), ("The mood is wrong, it should be festive", "mood", "festive"),
     ("It should be midnight", "hour", 0.0), ("Make the sky purple", "palette", "sky")],
)  # fmt: skip
def test_the_look_is_the_style_s(tmp_path: Path, designer: PatternDesigner, text: str, member: str, way: object) -> None:
    from dreamgarden.watch.heeding import style_of

    with planned(tmp_path, POOL, designer) as project:
        was = style_of(project.journal.plan, designer, Work())
        proposal = told(project, text)
        (change,) = proposal.changes
        style = next(node for node in project.journal.plan if node.kind == "style")
        assert change.nodes == (style.id,)
        project.watch.heed([change], proposal.label, Work())
        now = style_of(project.journal.plan, designer, Work())
        if member == "light":
            assert (now["light"] > 1) == (way == 1)
        elif member == "palette":
            assert now["palette"]["sky"] != was["palette"]["sky"] and now["palette"]["ground"] == was["palette"]["ground"]
        else:
            assert now[member] == way != was[member]


def test_a_model_is_made_larger_and_given_a_colour(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, HUT, designer) as project:
        (bigger,) = told(project, "Make the stove twice as big").changes
        project.watch.heed([bigger], "x", Work())
        stove = next(node for node in project.journal.plan if node.slug == "stove")
        assert "2.6 m" in stove.brief
        asked = Leaf(stove.slug, stove.title, stove.brief, "mesh", 1, HUT, designer.style(HUT, Work()), stove.slots)
        assert json.loads(designer.write(asked, Work()).files["stove.json"])["size"] == pytest.approx(2.6)
        (blue,) = told(project, "The stove should be blue").changes
        assert blue.nodes == (stove.id,)


def test_what_was_pointed_at_answers(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, HUT, designer) as project:
        named = {node.id: node.slug for node in project.journal.plan}
        trees = told(project, "too many of them", pointed=("wood",)).changes
        assert [named[id] for id in trees[0].nodes] == ["wood"]


def test_what_can_not_be_placed_is_asked_about(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, HUT, designer) as project:
        before = {node.id: node for node in project.journal.plan}
        proposal = told(project, "The bartender should remember our feud from the war")
        assert proposal.changes == () and len(proposal.questions) == 1 and "bartender" in proposal.questions[0]
        with pytest.raises(BadInput):
            project.watch.heed([], "x", Work())
        assert {node.id: node for node in project.journal.plan} == before


def test_an_empty_complaint_is_refused(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, HUT, designer) as project, pytest.raises(BadInput):
        told(project, "   ")


def test_a_thing_that_is_missed_is_added_with_its_model(tmp_path: Path, designer: PatternDesigner) -> None:
    with planned(tmp_path, POOL, designer) as project:
        before = {node.id: node for node in project.journal.plan}
        proposal = told(project, "There is no umbrella")
        assert proposal.changes, proposal.questions
        project.watch.heed(proposal.changes, proposal.label, Work())
        added = [node for node in project.journal.plan if node.id not in before]
        assert [node.kind for node in added] == ["mesh"] and "umbrella" in added[0].slug
        user = next(node for node in project.journal.plan if added[0].id in node.needs)
        assert user.slug == "set_pieces" and "umbrella" in user.brief
