"""A person's work is theirs: what they change in the game's folder is noticed, kept as a pinned take, and never overwritten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiny_runtime
from dreamgarden.designers.designer import Sprout
from dreamgarden.events import Event, Notice
from dreamgarden.project import Project
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code

MINE = '#include "garden.h"\n#include <cstdio>\nPART(moths) { std::puts("mine"); }\n'
SPROUTS = (
    Sprout("Style", "The look.", "style", "style"),
    Sprout("World", "Where it is.", "part", "world", children=(code("land"), code("moths", "land"), code("score", "moths"))),
    Sprout("Tales", "What is told.", "data", "tales"),
)


@pytest.fixture
def designer() -> ScriptedDesigner:
    return ScriptedDesigner(SPROUTS)


@pytest.fixture
def project(tmp_path: Path, designer: ScriptedDesigner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    with Project.create(tmp_path / "garden", "Moths gather above a quiet land", designer) as project:
        assert project.grow(Work()).failed == []
        designer.written.clear()
        yield project


def file(project: Project, name: str) -> Path:
    return project.folder / "game" / name


def test_a_changed_part_becomes_a_pinned_take_with_a_diff_and_stays_as_it_is(project: Project, designer: ScriptedDesigner) -> None:
    file(project, "parts/moths.cpp").write_text(MINE)
    file(project, "notes.txt").write_text("my own")
    events: list[Event] = []
    finished = project.build(Work(), events.append)
    assert finished.ran == ["game"] and finished.failed == [] and designer.written == []  # the same interface: nobody else
    moths = project.journal.plan.find("moths")
    assert moths.take == 2 and moths.pinned
    assert file(project, "parts/moths.cpp").read_text() == MINE and file(project, "notes.txt").read_text() == "my own"
    assert b"mine" in project.game.program.read_bytes()
    said = [event.text for event in events if isinstance(event, Notice)]
    assert said == ["game/parts/moths.cpp is yours now: kept as a take of “Moths”, and pinned."]
    assert '+PART(moths) { std::puts("mine"); }' in project.leaf("moths")["notes"]["diff"]
    assert project.build(Work()).ran == []  # and it is no other garden for it


def test_nothing_but_the_person_ends_it(project: Project, designer: ScriptedDesigner) -> None:
    file(project, "parts/moths.cpp").write_text(MINE)
    project.edit("moths", brief="Quite other moths.")
    project.edit("land", brief="Another land.")
    project.build(Work())
    assert file(project, "parts/moths.cpp").read_text() == MINE
    assert "moths" not in designer.written
    project.take("moths", 1)
    project.build(Work())
    assert "PART(moths)" in file(project, "parts/moths.cpp").read_text() and "mine" not in file(project, "parts/moths.cpp").read_text()
    designer.written.clear()
    project.take("moths", 2)  # theirs again, from the store
    assert project.journal.plan.find("moths").pinned
    project.build(Work())
    assert file(project, "parts/moths.cpp").read_text() == MINE and designer.written == []


def test_undo_gives_the_designers_version_back_and_redo_theirs(project: Project, designer: ScriptedDesigner) -> None:
    file(project, "parts/moths.cpp").write_text(MINE)
    project.build(Work())
    assert project.undo() == "Keep your moths.cpp"
    assert project.build(Work()).ran == []
    assert "mine" not in file(project, "parts/moths.cpp").read_text()
    project.redo()
    assert project.build(Work()).ran == []
    assert file(project, "parts/moths.cpp").read_text() == MINE


def test_another_header_reaches_those_who_need_it(project: Project, designer: ScriptedDesigner) -> None:
    file(project, "parts/moths.h").write_text("#pragma once\nint wings();\n")
    file(project, "parts/moths.cpp").write_text('#include "moths.h"\n' + MINE + "int wings() { return 2; }\n")
    project.build(Work())
    assert designer.written == ["score"]
    assert file(project, "parts/moths.h").read_text() == "#pragma once\nint wings();\n"


def test_a_part_that_does_not_compile_is_left_alone_and_said_until_it_does(project: Project) -> None:
    broken = MINE.replace("puts", "putz")
    file(project, "parts/moths.cpp").write_text(broken)
    events: list[Event] = []
    project.build(Work(), events.append)
    assert not project.journal.plan.find("moths").pinned
    assert file(project, "parts/moths.cpp").read_text() == broken
    assert any("does not compile: line 3" in event.text for event in events if isinstance(event, Notice))
    file(project, "parts/moths.cpp").write_text(MINE)
    assert project.build(Work()).failed == []
    assert project.journal.plan.find("moths").pinned and b"mine" in project.game.program.read_bytes()


def test_texts_and_the_style_are_adopted_too(project: Project, designer: ScriptedDesigner) -> None:
    tales = '{"text": "mine"}'
    file(project, "data/tales.json").write_text(tales)
    style = json.dumps({**json.loads(file(project, "data/style.json").read_text()), "title": "My garden"})
    file(project, "data/style.json").write_text(style)
    labels = project.adopt(Work())
    assert sorted(labels) == ["Keep your style.json", "Keep your tales.json"]
    assert project.adopt(Work()) == []
    project.edit("tales", brief="Other tales.")
    assert project.build(Work()).failed == []
    assert file(project, "data/tales.json").read_text() == tales and file(project, "data/style.json").read_text() == style
    file(project, "data/tales.json").write_text("{ no json")
    assert project.adopt(Work()) == []
    project.build(Work())
    assert file(project, "data/tales.json").read_text() == "{ no json"


def test_what_belongs_to_no_leaf_is_left_alone(project: Project) -> None:
    file(project, "CMakeLists.txt").write_text(file(project, "CMakeLists.txt").read_text() + "# mine\n")
    project.edit("land", brief="Another land.")
    project.build(Work())
    assert file(project, "CMakeLists.txt").read_text().endswith("# mine\n")
