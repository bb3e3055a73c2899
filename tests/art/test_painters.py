"""Painters: what they are asked, what the offline one draws, and local weights that run, stop, lack and fail."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

import tiny_pipelines

from dreamgarden.art import weights
from dreamgarden.art.cutout import Cut, cut_out
from dreamgarden.art.diffusing import DiffusionPainter
from dreamgarden.art.library import Library
from dreamgarden.art.painter import Wish, prompt_for
from dreamgarden.art.pictures import read_picture
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.art.sculptor import Carver, DepthSculptor, ShapESculptor
from dreamgarden.art.sketching import SketchPainter, reshaped, reshaping
from dreamgarden.art.turnaround import views_of
from dreamgarden.art.weights import OutOfMemory
from dreamgarden.errors import BadInput, Cancelled, GardenError, MissingTool
from dreamgarden.work import Work


class Words:
    """Texts are alike when they share words."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.full((len(texts), 384), 1e-6, np.float32)
        for row, text in zip(out, texts, strict=True):
            for word in text.lower().replace("(", " ").replace(")", " ").split():
                row[int.from_bytes(hashlib.md5(word.encode()).digest()[:4]) % 384] += 1
            row /= np.linalg.norm(row)
        return out


@pytest.fixture(scope="module")
def sketcher(tmp_path_factory: pytest.TempPathFactory) -> SketchPainter:
    library = Library(tmp_path_factory.mktemp("index"), Words())
    return SketchPainter(lambda: library)


def square() -> Cut:
    rgba = np.zeros((60, 60, 4), np.uint8)
    rgba[10:50, 10:50] = (200, 80, 60, 255)
    return Cut(rgba, 1.0, "alpha")


def test_a_prompt_asks_for_one_thing_on_plain_ground() -> None:
    one, around = prompt_for(Wish("a red chest.", "calm")), prompt_for(Wish("a red chest", around=True))
    for words in ("a red chest, ", "one single object", "plain light grey background", "orthographic", "style: calm"):
        assert words in one
    for words in ("front view", "right side view", "back view"):
        assert words in around
    assert "one single object" not in around and "style" not in around


def test_the_offline_painter_draws_the_nearest_model_and_says_so(sketcher: SketchPainter) -> None:
    painted = sketcher.paint(Wish("paper lantern", around=True), Work())
    assert "lantern" in painted.note.lower() and "not invented" in painted.note and "offline" in painted.by
    views = views_of(cut_out(read_picture(painted.picture)).rgba)
    assert [view.side for view in views] == ["front", "right", "back", "top"]
    assert painted.licence and painted.credit
    assert sketcher.paint(Wish("paper lantern", around=True), Work()).picture == painted.picture
    assert sketcher.paint(Wish("paper lantern", around=True, take=2), Work()).picture != painted.picture
    assert len(views_of(cut_out(read_picture(sketcher.paint(Wish("paper lantern"), Work()).picture)).rgba)) == 1


def test_words_reshape_what_is_drawn() -> None:
    mesh = mesh_recipe(load_recipe("lantern"))
    tall = reshaped(mesh, reshaping("a tall lantern"))
    assert tall.size[1] / tall.size[0] > 1.3 * mesh.size[1] / mesh.size[0]
    blue = reshaped(mesh, reshaping("a blue wooden lantern")).colours[:, :3].astype(int).mean(axis=0)
    assert blue[2] > blue[0] + 30  # a colour wins over a material
    brown = reshaped(mesh, reshaping("wooden lantern")).colours[:, :3].astype(int).mean(axis=0)
    assert brown[0] > brown[2] + 15
    assert np.allclose(np.linalg.norm(tall.normals, axis=1), 1, atol=1e-4)
    assert reshaping("an orange").tint == "" and reshaping("an orange fish").tint


def test_a_painted_turnaround_becomes_a_body_of_its_proportions(sketcher: SketchPainter) -> None:
    cut = cut_out(read_picture(sketcher.paint(Wish("truck", around=True), Work()).picture))
    made = Carver().model(cut, "truck", 1, Work())
    assert "front, right, back, top" in made.way
    size, whole = made.mesh.size, mesh_recipe(load_recipe("truck")).size
    assert size[2] / size[1] == pytest.approx(whole[2] / whole[1], rel=0.1)


def test_what_is_not_installed_is_said_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    acts = (
        lambda: DiffusionPainter("x/y").paint(Wish("a moth"), Work()),
        lambda: ShapESculptor("x/y").model(square(), "a moth", 1, Work()),
        lambda: DepthSculptor("x/y").model(square(), "a moth", 1, Work()),
    )
    for act in acts:
        with pytest.raises(MissingTool, match="not installed") as told:
            act()
        assert "setup --with diffusion" in told.value.then


# ── Local weights: tiny random pipelines, made here ─────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of folders: painter, shap_e, depth."""
    for name in ("torch", "diffusers", "transformers"):
        pytest.importorskip(name, reason=f"{name} is not installed: ./dreamgarden setup --with diffusion")
    folder = tmp_path_factory.mktemp("weights")
    tiny_pipelines.save_painter(folder / "painter")
    tiny_pipelines.save_shap_e(folder / "shap_e")
    tiny_pipelines.save_depth(folder / "depth")
    return folder


def test_weights_paint_step_by_step_and_the_take_is_the_seed(weighed: Path) -> None:
    notes: list[str] = []
    painter = DiffusionPainter(str(weighed / "painter"), steps=3)
    first = painter.paint(Wish("a moth"), Work(lambda fraction, note: notes.append(note)))
    assert read_picture(first.picture).shape == (64, 64, 4) and first.by == "painter"
    assert [note for note in notes if "step" in note] == [f"painting, step {n} of 3" for n in (1, 2, 3)]
    again = DiffusionPainter(str(weighed / "painter"), steps=3)  # loaded anew
    assert again.paint(Wish("a moth"), Work()).picture == first.picture
    assert again.paint(Wish("a moth", take=2), Work()).picture != first.picture
    assert again.paint(Wish("a moth"), Work()).picture == first.picture


def test_a_cancel_takes_effect_within_a_step_and_the_weights_stay(weighed: Path) -> None:
    painter = DiffusionPainter(str(weighed / "painter"), steps=40)
    steps: list[str] = []

    def heard(fraction: float, note: str) -> None:
        if "step" in note:
            steps.append(note)
            work.cancel()

    work = Work(heard)
    with pytest.raises(Cancelled):
        painter.paint(Wish("a moth"), work)
    assert len(steps) == 1
    assert painter.paint(Wish("a moth"), Work()).picture


@pytest.mark.parametrize("make", [DiffusionPainter, ShapESculptor, DepthSculptor])
def test_a_wrong_folder_and_missing_weights_are_told_apart(make: Any, weighed: Path, tmp_path: Path) -> None:
    def use(model: Path | str) -> None:
        maker = make(str(model))
        if isinstance(maker, DiffusionPainter):
            maker.paint(Wish("a moth"), Work())
        else:
            maker.model(square(), "a moth", 1, Work())

    with pytest.raises(BadInput, match="is not a folder"):
        use(tmp_path / "gone")
    with pytest.raises(BadInput, match="holds no model"):
        use(tmp_path)
    source = weighed / {DiffusionPainter: "painter", ShapESculptor: "shap_e", DepthSculptor: "depth"}[make]
    broken = tmp_path / "broken"
    for file in source.rglob("*"):
        if file.is_file() and file.suffix != ".safetensors":
            (broken / file.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            (broken / file.relative_to(source)).write_bytes(file.read_bytes())
    with pytest.raises(GardenError, match="can't be loaded") as told:
        use(broken)
    assert "must hold all files" in told.value.then
    for file in source.rglob("*.safetensors"):
        (broken / file.relative_to(source)).write_bytes(file.read_bytes()[:900])
    with pytest.raises(GardenError, match="can't be loaded"):
        use(broken)


def test_a_pipeline_of_another_kind_is_told(weighed: Path) -> None:
    with pytest.raises(GardenError, match="no Shap-E pipeline"):
        ShapESculptor(str(weighed / "painter")).model(square(), "a moth", 1, Work())
    with pytest.raises(GardenError, match="can't be loaded"):
        DiffusionPainter(str(weighed / "shap_e")).paint(Wish("a moth"), Work())


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB"),
                                   RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried 9 bytes")],
                         ids=["python", "card", "machine"])  # fmt: skip
def test_too_little_memory_is_said_and_the_next_picture_is_tried(weighed: Path, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    painter = DiffusionPainter(str(weighed / "painter"), steps=2)
    painter.paint(Wish("a moth"), Work())

    def full(*given: Any, **more: Any) -> Any:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(painter._pipeline.unet, "forward", full)
        with pytest.raises(OutOfMemory, match="not enough memory for painter") as told:
            painter.paint(Wish("a moth"), Work())
        assert "smaller model" in told.value.then
    assert painter.paint(Wish("a moth"), Work()).picture


def test_other_faults_of_torch_are_not_called_memory() -> None:
    with pytest.raises(RuntimeError, match="shapes"), weights.memory_said("m"):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")


def test_shap_e_makes_a_body_of_words(weighed: Path) -> None:
    made = ShapESculptor(str(weighed / "shap_e"), steps=2, grid=16).model(square(), "a moth", 1, Work())
    assert "Shap-E" in made.way and 100 < len(made.mesh.faces) <= 6000
    a, b, c = (made.mesh.vertices[made.mesh.faces[:, k]] for k in range(3))
    assert (a * np.cross(b, c)).sum() / 6 == pytest.approx(np.prod(made.mesh.size), rel=0.1)  # its random field fills the box


def test_shap_e_heeds_a_cancel(weighed: Path) -> None:
    work = Work(lambda fraction, note: work.cancel() if "imagines" in note and fraction > 0.2 else None)
    with pytest.raises(Cancelled):
        ShapESculptor(str(weighed / "shap_e"), steps=30, grid=16).model(square(), "a moth", 1, work)


def test_depths_make_a_relief(weighed: Path) -> None:
    made = DepthSculptor(str(weighed / "depth")).model(square(), "a moth", 1, Work())
    assert "relief" in made.way and len(made.mesh.faces) > 100
