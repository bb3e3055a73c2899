"""Every bundled recipe, meshed: within its budget, standing on the ground, as large as it says, the same each time."""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden.art.finish import finish, thumbnail, write_glb
from dreamgarden.art.model import Mesh
from dreamgarden.art.recipe import load_recipe, mesh_recipe, recipe_names
from dreamgarden.errors import BadInput, Cancelled
from dreamgarden.work import Work

NAMES = recipe_names()


@cache
def shaped(name: str) -> Mesh:
    return mesh_recipe(load_recipe(name))


def test_there_are_recipes_for_what_games_need() -> None:
    assert len(NAMES) >= 240
    tags = {tag for name in NAMES for tag in load_recipe(name).tags}
    assert {"tree", "rock", "furniture", "building", "vehicle", "animal", "food", "tool", "toy", "space"} <= tags
    for name in NAMES:
        recipe = load_recipe(name)
        assert recipe.title and recipe.look and recipe.tags, name
        assert any("一" <= c <= "鿿" for c in recipe.title_zh) and recipe.tags_zh, name


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_is_a_sound_model_of_the_size_it_claims(name: str) -> None:
    recipe, mesh = load_recipe(name), shaped(name)
    assert 12 <= len(mesh.faces) <= min(recipe.budget, 6000)
    assert len(mesh.vertices) < 65536
    assert int(mesh.faces.max()) < len(mesh.vertices)
    for rows in (mesh.vertices, mesh.normals):
        assert np.isfinite(rows).all()
    assert np.abs(np.linalg.norm(mesh.normals, axis=1) - 1).max() < 1e-3
    if recipe.grounded:
        assert abs(float(mesh.low[1])) < 1e-5
    else:
        assert float(mesh.low[1]) > -1e-5
    for claimed, length in zip(recipe.size, mesh.size, strict=True):
        assert length == pytest.approx(claimed, rel=0.12, abs=0.02), f"{name} is {mesh.size}, not {recipe.size}"
    assert len(np.unique(mesh.colours // 16, axis=0)) >= 2, f"{name} has a single flat colour"


def test_no_part_of_a_standing_model_lies_under_the_ground() -> None:
    for name in NAMES:
        assert float(shaped(name).low[1]) > -1e-4, name


def test_the_same_recipe_and_seed_give_the_same_bytes() -> None:
    for name in NAMES[::8]:
        again = write_glb(mesh_recipe(load_recipe(name)), name)
        assert hashlib.sha256(again).digest() == hashlib.sha256(write_glb(shaped(name), name)).digest(), name


def test_another_seed_gives_another_model() -> None:
    boulder = load_recipe("boulder")
    assert write_glb(mesh_recipe(boulder, seed=1)) != write_glb(mesh_recipe(boulder, seed=2))


def test_every_parameter_works_at_both_ends() -> None:
    tried = 0
    for name in NAMES:
        recipe = load_recipe(name)
        for key, parameter in recipe.parameters.items():
            for value in parameter.options or (parameter.low, parameter.high):
                mesh = mesh_recipe(recipe, {key: value}, budget=400)
                assert len(mesh.faces) and np.isfinite(mesh.vertices).all(), f"{name} {key}={value}"
                tried += 1
    assert tried > 20


def test_numbers_beyond_a_range_are_drawn_to_its_end_and_colours_are_taken() -> None:
    name, key = next((n, k) for n in NAMES for k, p in load_recipe(n).parameters.items() if not p.options)
    recipe = load_recipe(name)
    top = recipe.parameters[key].high
    assert write_glb(mesh_recipe(recipe, {key: top * 100 + 1})) == write_glb(mesh_recipe(recipe, {key: top}))
    apple = load_recipe("apple")
    blue = mesh_recipe(apple, {}, dict.fromkeys(apple.colours, "#2040e0"))
    assert (blue.colours[:, 2] > blue.colours[:, 0]).all()


def test_a_smaller_budget_is_kept() -> None:
    for name in ("oak", "cat", "house"):
        assert len(mesh_recipe(load_recipe(name), budget=300).faces) <= 300


def test_finishing_scales_and_puts_the_pivot_under_the_middle() -> None:
    done = finish(shaped("chair").moved([3, 2, 1]), 2.0, budget=300)
    assert max(done.size) == pytest.approx(2.0, rel=1e-3)
    assert done.triangles <= 300
    assert abs(float(done.mesh.low[1])) < 1e-5
    assert np.abs((done.mesh.low + done.mesh.high)[[0, 2]]).max() < 1e-4
    afloat = finish(shaped("balloon"), 1.0, floating=True)
    assert abs(float((afloat.mesh.low + afloat.mesh.high)[1])) < 1e-4


def test_a_model_without_extent_or_with_bad_numbers_is_refused() -> None:
    good = shaped("apple")
    for vertices in (good.vertices * np.float32(0), good.vertices * np.float32(np.nan)):
        with pytest.raises(BadInput, match=r"The model apple .*(no extent|not finite)"):
            finish(Mesh(vertices, good.normals, good.colours, good.faces), 1.0, name="apple")


def test_meshing_stops_when_asked() -> None:
    work = Work()
    work.cancel()
    with pytest.raises(Cancelled):
        mesh_recipe(load_recipe("castle"), work=work)


def test_a_thumbnail_fills_its_frame_and_can_be_seen_on_a_dark_card() -> None:
    for name in ("lantern", "lamp_post", "spider", "rug", "bicycle", "witch", "apple"):
        picture = thumbnail(shaped(name), 96)
        assert picture == thumbnail(shaped(name), 96)
        rgba = np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"), np.float32)
        assert rgba.shape == (96, 96, 4)
        solid = rgba[..., 3] > 200
        ys, xs = np.nonzero(solid)
        assert max(np.ptp(xs), np.ptp(ys)) >= 0.85 * 96, name
        assert not solid[[0, -1]].any() and not solid[:, [0, -1]].any(), name
        bright = rgba[solid][:, :3] @ np.array([0.3, 0.55, 0.15])
        assert bright.mean() > 80, f"{name} is too dark at {bright.mean():.0f}"


def test_recipe_files_are_plain_json() -> None:
    for name in NAMES:
        path = load_recipe(name).path
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
        assert path.read_bytes().endswith(b"}\n"), name
