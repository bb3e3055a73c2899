"""Sculpted leaves in a grown garden: from words or a person's picture to a model in the game, with every step kept and told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

import tiny_runtime
from dreamgarden import settings
from dreamgarden.art.finish import thumbnail
from dreamgarden.art.pictures import read_picture
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.art.sculptor import Carver, DepthSculptor, ShapESculptor
from dreamgarden.designers.designer import Draft, Leaf, Sprout
from dreamgarden.errors import BadInput
from dreamgarden.make import atelier
from dreamgarden.make.spriting import sheet_of
from dreamgarden.project import Project
from dreamgarden.settings import Settings
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code


class Modeller(ScriptedDesigner):
    """Grows one model, and asks for a lantern of half a metre."""

    def __init__(self) -> None:
        model = Sprout("Lantern", "A lantern by the path.", "mesh", "lantern")
        super().__init__((Sprout("Style", "The look.", "style", "style"), code("land"), model))

    def write(self, leaf: Leaf, work: Work) -> Draft:
        if leaf.kind != "mesh":
            return super().write(leaf, work)
        wanted = {"recipe": "pebble", "params": {}, "colours": {}, "size": 0.5, "seed": 1, "query": "paper lantern", "near": True}
        return Draft({"lantern.json": json.dumps(wanted)})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    if settings.likeness_dir() is None:
        pytest.skip("the weights for text likeness are not installed")
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    with Project.create(tmp_path / "garden", "A quiet land", Modeller()) as project:
        project.grow(Work())
        yield project


def drawn(name: str, path: Path) -> Path:
    path.write_bytes(thumbnail(mesh_recipe(load_recipe(name)), 200, turn=0, lift=0, ground=False))
    return path


def test_words_become_a_picture_and_the_picture_a_model(project: Project) -> None:
    project.wish("route", {"node": "lantern", "route": "sculpt"})
    finished = project.build(Work())
    assert "mesh:lantern" in finished.ran and not finished.failed
    shown = project.leaf("lantern")
    notes = shown["notes"]
    assert notes["route"] == "sculpt" and max(notes["size"]) == pytest.approx(0.5, abs=0.01)
    assert [each["step"] for each in notes["chain"]] == ["words", "picture", "cutout", "mesh"]
    words, picture, cutout, mesh = notes["chain"]
    assert words["text"] == "paper lantern" and "not invented" in picture["note"] and picture["seconds"] >= 0
    assert cutout["confidence"] > 0.9 and "from front, right, back, top" in mesh["by"] and mesh["triangles"] > 0
    for step in (picture, cutout, mesh):
        assert read_picture(Path(shown["pictures"][step["file"]]).read_bytes()).any()
    game = project.folder / "game"
    assert (game / "assets" / "lantern.glb").read_bytes()[:4] == b"glTF"
    assert "Lantern: sculpted from a picture (DreamGarden, MIT)" in (game / "CREDITS.md").read_text(encoding="utf-8")
    assert project.build(Work()).ran == []


def test_a_picture_that_is_laid_onto_a_model_is_sculpted(project: Project, tmp_path: Path) -> None:
    project.bring("lantern", drawn("apple", tmp_path / "mine.png"), Work())
    assert project.build(Work()).ran[0] == "mesh:lantern"
    chain = project.leaf("lantern")["notes"]["chain"]
    assert chain[1]["by"] == "you" and chain[3]["by"].startswith("inflation from front")
    first = project.leaf("lantern")["model"]
    # Another picture takes its place; another take is another way to sculpt the same one.
    project.take("lantern", 2)
    project.build(Work())
    assert project.leaf("lantern")["notes"]["chain"][3]["by"].startswith("slab") and project.leaf("lantern")["model"] != first
    # Another route sets the picture aside.
    project.wish("route", {"node": "lantern", "route": "recipe"})
    project.build(Work())
    assert project.leaf("lantern")["notes"]["route"] == "recipe"


def test_a_picture_that_shows_nothing_leads_back_to_the_apps_own_choice_and_is_told(project: Project, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(tmp_path / "nothing.png")
    project.bring("lantern", tmp_path / "nothing.png", Work())
    assert not project.build(Work()).failed
    notes = project.leaf("lantern")["notes"]
    assert notes["route"] == "recipe" and "transparent all over" in notes["instead"]
    project.wish("route", {"node": "lantern", "route": "sculpt"})  # now it was asked for
    assert len(project.build(Work()).failed) == 1
    assert "transparent all over" in project.leaf("lantern")["notes"]["failed"]


def test_another_painter_makes_sculpted_leaves_anew_and_no_others(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.wish("route", {"node": "lantern", "route": "sculpt"})
    project.build(Work())
    monkeypatch.setenv("DREAMGARDEN_PAINTER", "diffusers")
    reasons = {node: project.why(node)["reason"] for node in ("lantern", "land")}
    assert reasons["land"] == "nothing it depends on changed" and reasons["lantern"] != reasons["land"]
    finished = project.build(Work())  # no weights are named
    assert len(finished.failed) == 1 and "The painter has no model" in project.leaf("lantern")["notes"]["failed"]
    project.wish("route", {"node": "lantern", "route": ""})
    assert project.build(Work()).failed == []


def test_local_weights_paint_for_a_grown_garden(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("torch", "diffusers", "transformers"):
        pytest.importorskip(name, reason=f"{name} is not installed: ./dreamgarden setup --with diffusion")
    sys.path.insert(0, str(Path(__file__).parent.parent / "art"))
    import tiny_pipelines

    monkeypatch.setenv("DREAMGARDEN_PAINTER", "diffusers")
    monkeypatch.setenv("DREAMGARDEN_PAINTER_MODEL", str(tiny_pipelines.save_painter(tmp_path / "tiny")))
    project.wish("route", {"node": "lantern", "route": "sculpt"})
    assert not project.build(Work()).failed
    notes = project.leaf("lantern")["notes"]
    assert notes["chain"][1]["by"] == "tiny" and "paper lantern" in notes["chain"][1]["prompt"]
    assert notes["credit"].endswith("by tiny") and notes["chain"][2]["note"]  # noise is no thing on plain ground
    assert (project.folder / "game" / "assets" / "lantern.glb").read_bytes()[:4] == b"glTF"
    monkeypatch.setenv("DREAMGARDEN_PAINTER_MODEL", str(tmp_path / "gone"))
    assert len(project.build(Work()).failed) == 1
    assert "is not a folder" in project.leaf("lantern")["notes"]["failed"]
    monkeypatch.setenv("DREAMGARDEN_PAINTER_MODEL", str(tmp_path / "tiny"))
    assert project.build(Work()).reused >= 1  # what was painted before is there


def test_sprites_lie_in_the_game_and_their_interface_tells_their_layout(project: Project) -> None:
    project.wish("route", {"node": "lantern", "route": "sprites"})
    assert not project.build(Work()).failed
    told = project.leaf("lantern")["notes"]["sprites"]
    assert (told["directions"], told["frames"], told["side"]) == (8, 4, 64) and told["movement"] in ("bob", "walk")
    atlas = (project.folder / "game" / "assets" / "lantern.png").read_bytes()
    assert read_picture(atlas).shape == (8 * 64, 4 * 64, 4)
    assert "assets/lantern.png: 8 rows" in project.leaf("lantern")["files"]["interface.txt"]
    assert (project.folder / "game" / "assets" / "lantern.glb").is_file()


def test_a_sheet_is_asked_for_in_its_own_words() -> None:
    assert sheet_of(None, "old knight").movement == "walk" and sheet_of(None, "crate").movement == "bob"
    assert sheet_of({"frames": 2, "movement": "spin"}, "crate").frames == 2
    for wrong in ({"frame": 2}, {"frames": "many"}, {"movement": "dance"}, 3):
        with pytest.raises(BadInput):
            sheet_of(wrong, "crate")


def test_settings_choose_who_paints_and_sculpts() -> None:
    def opened() -> None:
        raise AssertionError("the library is not needed to choose")

    assert atelier.painter_of(Settings(), opened).name.startswith("sketch")  # type: ignore[arg-type]
    assert atelier.painter_of(Settings(painter="server", painter_model="dall", base_url="ollama"), opened).name == "server dall"  # type: ignore[arg-type]
    assert "moths" in atelier.painter_of(Settings(painter="diffusers", painter_model="/moths"), opened).name  # type: ignore[arg-type]
    assert isinstance(atelier.sculptor_of(Settings()), Carver)
    assert isinstance(atelier.sculptor_of(Settings(sculptor="shap-e", sculptor_model="x/y")), ShapESculptor)
    assert isinstance(atelier.sculptor_of(Settings(sculptor="depth", sculptor_model="x/y")), DepthSculptor)
    with pytest.raises(BadInput, match="no model"):
        atelier.sculptor_of(Settings(sculptor="depth"))
    assert atelier.atelier_name(Settings()) != atelier.atelier_name(Settings(sculptor="depth"))


def test_weights_are_not_imported_before_they_paint(tmp_path: Path) -> None:
    script = """import sys
from pathlib import Path
from dreamgarden.make import atelier, making, sculpting
from dreamgarden.settings import Settings
from dreamgarden.make.spriting import sheet_of
for sculptor in ("carver", "shap-e", "depth"):
    atelier.sculptor_of(Settings(sculptor=sculptor, sculptor_model="x/y"))
for painter in ("sketch", "server", "diffusers"):
    atelier.painter_of(Settings(painter=painter, painter_model="x", base_url="ollama"), lambda: None)
print([name for name in sys.modules if name.partition(".")[0] in ("torch", "diffusers", "transformers", "accelerate", "faiss")])"""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.splitlines()[-1] == "[]"
