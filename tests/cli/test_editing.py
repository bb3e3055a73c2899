"""Every edit from the command line, each one step of undo that a restart does not forget."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dreamgarden import project, wishes
from dreamgarden.cli import commands, editing
from dreamgarden.designers.designer import Sprout
from dreamgarden.errors import BadInput
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.tree import Plan
from scripted_designer import ScriptedDesigner, code

PROMPT = "Moths above a land"
MODEL = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 2 4\nf 1 3 4\nf 2 3 4\n"

# What is typed → what the plan shows afterwards.
EDITS: list[tuple[list[str], Callable[[Plan], Any], Any]] = [
    (["edit", "moths", "--brief", "Moths that glow."], lambda plan: plan.find("moths").brief, "Moths that glow."),
    (["rename", "moths", "Night moths"], lambda plan: plan.find("moths").title, "Night moths"),
    (["add", "world", "--title", "Rain", "--kind", "code"], lambda plan: plan.find("rain").author, "person"),
    (["prune", "moths", "hut"], lambda plan: [plan.by_slug(name) for name in ("moths", "hut")], [None, None]),
    (["move", "moths", "far"], lambda plan: plan[plan.find("moths").parent or ""].slug, "far"),
    (["move", "hut", "world", "--before", "land"], lambda plan: [n.slug for n in plan.children(plan.find("world").id)],
     ["hut", "land", "moths"]),
    (["need", "hut", "moths"], lambda plan: [n.slug for n in plan.needs(plan.find("hut").id)], ["moths"]),
    (["need", "moths", "land", "--off"], lambda plan: plan.find("moths").needs, ()),
    (["kind", "hut", "mesh"], lambda plan: plan.find("hut").kind, "mesh"),
    (["kind", "land", "part"], lambda plan: (plan.find("land").kind, plan.find("moths").needs), ("part", ())),
    (["route", "stone", "retrieve"], lambda plan: plan.find("stone").route, "retrieve"),
    (["mute", "world"], lambda plan: [n.slug for n in plan if n.muted], ["world", "land", "moths", "hut"]),
    (["note", "moths", "Too many."], lambda plan: plan.find("moths").note, "Too many."),
    (["tag", "amber", "moths", "hut"], lambda plan: [n.slug for n in plan if n.tag == "amber"], ["moths", "hut"]),
    (["take", "moths"], lambda plan: plan.find("moths").take, 2),
    (["take", "moths", "5"], lambda plan: plan.find("moths").take, 5),
    (["bring", "stone", "stone.obj"], lambda plan: bool(plan.find("stone").pinned), True),
    (["expand", "deep", "--propose"], lambda plan: [n.slug for n in plan if n.proposed], ["fog"]),
]


class Growing(ScriptedDesigner):
    """Grows one branch only when it is let."""

    deep = False

    def grow(self, node: Any, around: Any, work: Any) -> list[Sprout]:
        return [code("fog")] if node.slug == "deep" and self.deep else super().grow(node, around, work)


@pytest.fixture
def designer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Growing]:
    one = Growing([
        Sprout("World", "Where.", "part", "world", children=(code("land"), code("moths", "land"), code("hut"))),
        Sprout("Far", "Far.", "part", "far", children=(Sprout("Stone", "A stone.", "mesh", "stone"),)),
        Sprout("Deep", "Deep.", "part", "deep"),
    ])
    monkeypatch.setattr(project, "hire", lambda chosen, folder, **how: one)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stone.obj").write_text(MODEL)
    yield one


@pytest.fixture
def garden(designer: Growing, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "g"
    assert commands.main(["grow", PROMPT, "--garden", str(folder), "--no-build", "--json"]) == 0
    designer.deep = True
    capsys.readouterr()
    return folder


def plan_of(folder: Path) -> Plan:
    with Journal.open(folder) as journal:
        return journal.plan


@pytest.mark.parametrize(("words", "look", "seen"), EDITS, ids=[" ".join(words) for words, _, _ in EDITS])
def test_each_edit_is_one_step_that_is_undone_and_redone_in_other_processes(
    garden: Path, capsys: pytest.CaptureFixture[str], words: list[str], look: Callable[[Plan], Any], seen: Any
) -> None:
    before = plan_of(garden)
    assert commands.main([*words, "--garden", str(garden), "--json"]) == 0, capsys.readouterr().err
    said = json.loads(capsys.readouterr().out)
    after = plan_of(garden)
    assert look(after) == seen
    assert commands.main(["undo", str(garden), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"label": said["undo"]}
    assert plan_of(garden) == before
    assert commands.main(["redo", str(garden)]) == 0
    assert plan_of(garden) == after


def test_every_verb_is_tried_here_or_below() -> None:
    tried = {words[0] for words, _, _ in EDITS} | {"pin", "accept", "discard"}
    assert editing.VERBS.keys() <= tried
    # And no wish is without a way to type it.
    typed = {verb.wish or name for name, verb in editing.VERBS.items()} | {"add"}
    assert typed >= wishes.VERBS


def test_accepting_and_discarding_what_was_proposed(garden: Path) -> None:
    at = ["--garden", str(garden)]
    assert commands.main(["expand", "deep", "--propose", *at]) == 0
    assert commands.main(["accept", "fog", *at]) == 0
    assert not plan_of(garden).find("fog").proposed
    assert commands.main(["undo", *at]) == 0
    assert commands.main(["discard", "deep", *at]) == 0
    assert plan_of(garden).by_slug("fog") is None


def test_a_batch_is_one_step_with_a_name_and_all_or_nothing(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, at = plan_of(garden), ["--garden", str(garden), "--json"]
    steps = garden.parent / "steps.json"
    steps.write_text(json.dumps([{"verb": "prune", "nodes": ["hut"]}, {"verb": "add", "parent": "world", "title": "Fog", "kind": "code"},
                                 {"verb": "need", "node": "$1", "other": "moths"}]))
    assert commands.main(["batch", str(steps), "--label", "Let fog in", *at]) == 0
    assert json.loads(capsys.readouterr().out)["undo"] == "Let fog in"
    assert [n.slug for n in plan_of(garden).needs(plan_of(garden).find("fog").id)] == ["moths"]
    assert commands.main(["history", str(garden), "--json"]) == 0
    last = json.loads(capsys.readouterr().out)["steps"][-1]
    assert (last["label"], last["by"], last["done"]) == ("Let fog in", "person", True)
    assert commands.main(["undo", str(garden), "--json"]) == 0
    assert plan_of(garden) == before
    steps.write_text(json.dumps([{"verb": "prune", "nodes": ["hut"]}, {"verb": "need", "node": "land", "other": "moths"}]))
    assert commands.main(["batch", str(steps), *at]) == BadInput.exit_code
    assert plan_of(garden) == before
    steps.write_text("no list")
    assert commands.main(["batch", str(steps), *at]) == BadInput.exit_code


@pytest.mark.parametrize(("words", "said"), [
    (["need", "land", "moths"], "circle"),
    (["need", "moths", "land"], "needs"),
    (["need", "hut", "moths", "--off"], "does not need"),
    (["need", "hut", "world"], "not a leaf"),
    (["kind", "world", "code"], "has children"),
    (["kind", "hut", "code"], "already"),
    (["route", "hut", "carve"], "can't be made by"),
    (["prune", "world", "nobody"], "no node"),
    (["move", "world", "hut"], "own branch"),
    (["pin", "hut"], "never built"),
    (["edit", "hut"], "words it has"),
    (["accept", "hut"], "Nothing is proposed"),
])
def test_what_can_not_be_done_is_said_and_changes_nothing(
    garden: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = plan_of(garden)
    assert commands.main([*words, "--garden", str(garden)]) == BadInput.exit_code
    assert said in capsys.readouterr().err and plan_of(garden) == before


def test_a_leaf_of_another_kind_forgets_how_the_old_one_was_made(garden: Path) -> None:
    with project.Project.open(garden) as opened:
        opened.bring("stone", garden.parent / "stone.obj", project.Work())
        opened.wish("route", {"node": "stone", "route": "recipe"})
        opened.wish("kind", {"node": "stone", "kind": "code"})
        stone = opened.journal.plan.find("stone")
        assert (stone.kind, stone.route, stone.pinned, dict(stone.slots)) == ("code", "", "", {})
        opened.undo()
        assert opened.journal.plan.find("stone").route == "recipe"
