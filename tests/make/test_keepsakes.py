"""What a person brings from outside, and what was made at other times."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiny_runtime
from dreamgarden.designers.designer import Sprout
from dreamgarden.errors import BadInput
from dreamgarden.game.play import Game
from dreamgarden.make import keepsakes
from dreamgarden.project import Project
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code

PYRAMID = "v 0 0 0\nv 1 0 0\nv 1 0 1\nv 0 0 1\nv 0.5 1 0.5\nf 1 2 5\nf 2 3 5\nf 3 4 5\nf 4 1 5\nf 1 4 3\nf 1 3 2\n"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def designer() -> ScriptedDesigner:
    return ScriptedDesigner((Sprout("Style", "The look.", "style", "style"), code("land"), Sprout("Tales", "Told.", "data", "tales")))


@pytest.fixture
def project(tmp_path: Path, designer: ScriptedDesigner, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    with Project.create(tmp_path / "garden", "A quiet land", designer) as project:
        project.grow(Work())
        yield project


def test_a_model_that_is_brought_becomes_a_leaf_that_keeps_it(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "Stone pyramid.obj"
    file.write_text(PYRAMID)
    label, id = project.bring("n1", file, Work())
    leaf = project.journal.plan[id]
    assert "Stone pyramid.obj" in label and leaf.kind == "mesh" and leaf.title == "Stone pyramid" and leaf.pinned
    assert project.why(id)["reason"] == "nothing it depends on changed"
    shown = project.leaf(id)
    assert shown["notes"]["route"] == "brought" and Path(shown["model"]).read_bytes()[:4] == b"glTF" and shown["thumbnail"]
    finished = project.build(Work())
    assert finished.failed == [] and "stone_pyramid" in {path.stem for path in (project.folder / "game" / "assets").glob("*.glb")}
    project.undo()
    assert id not in project.journal.plan


def test_a_model_brought_onto_a_model_takes_its_place(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "tent.obj"
    file.write_text(PYRAMID)
    _, first = project.bring("n1", file, Work())
    file.write_text(PYRAMID.replace("0.5 1 0.5", "0.5 2 0.5"))
    pinned = project.journal.plan[first].pinned
    _, second = project.bring(first, file, Work())
    assert second == first and project.journal.plan[first].pinned != pinned


def test_a_picture_lies_in_the_garden_and_on_the_node(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "dune.png"
    file.write_bytes(PICTURE)
    project.bring("land", file, Work())
    (name,) = project.journal.plan.find("land").pictures
    assert (project.folder / "pictures" / name).read_bytes() == PICTURE
    assert project.build(Work()).ran == []  # a picture is no part of what a leaf is made of


@pytest.mark.parametrize(("name", "content"), [("notes.docx", b"x"), ("fake.png", b"MZ"), ("empty.obj", b""), ("gone.png", None)])
def test_other_files_are_refused_and_nothing_changes(project: Project, tmp_path: Path, name: str, content: bytes | None) -> None:
    before = project.journal.plan
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput):
        project.bring("land", tmp_path / name, Work())
    assert project.journal.plan == before


def test_takes_are_listed_and_the_version_before_is_known(project: Project, designer: ScriptedDesigner) -> None:
    land = project.journal.plan.find("land").id
    assert [(row["take"], row["made"]) for row in project.takes(land)] == [(1, True)]
    designer.bodies["land"] = "int other = 2; (void)other;"
    project.take(land)
    assert [(row["take"], row["made"]) for row in project.takes(land)] == [(1, True), (2, False)]
    project.build(Work())
    rows = project.takes(land)
    assert [row["made"] for row in rows] == [True, True] and "other" in rows[1]["files"]["land.cpp"]
    shown = project.leaf(land)
    assert "other" in shown["files"]["land.cpp"] and "other" not in shown["before"]["land.cpp"]
    assert Path(shown["source"]).name == "land.cpp"
    project.take(land, 1)
    assert project.build(Work()).ran == ["game"] or project.build(Work()).ran == []
    assert "other" in project.leaf(land)["before"]["land.cpp"]


def test_a_branch_has_no_takes(project: Project) -> None:
    assert project.takes("n1") == []


def test_a_view_of_the_game_is_taken_once_a_game(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def view(game: Game, work: Work) -> bytes:
        taken.append(game)
        return PICTURE

    monkeypatch.setattr(keepsakes, "view_of", view)
    first = project.view(Work())
    assert first is not None and first.read_bytes() == PICTURE
    assert project.view(Work()) == first and len(taken) == 1
    later = project.folder / "game" / "data" / "later.json"
    later.parent.mkdir(exist_ok=True)
    later.write_text("{}")
    os.utime(later, (2e9, 2e9))
    second = project.view(Work())
    assert second is not None and second != first and not first.exists() and len(taken) == 2
