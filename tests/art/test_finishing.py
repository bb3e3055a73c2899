"""What every route ends in: a shape to bump into, colours that fit the garden, and figures that can be relied on."""

from __future__ import annotations

import colorsys
import json
import struct
from functools import cache

import manifold3d
import numpy as np
import pytest
import trimesh

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden.art.collision import MOST_PARTS, MOST_POINTS, collision_of
from dreamgarden.art.finish import finish
from dreamgarden.art.harmony import harmonised
from dreamgarden.art.model import Mesh
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.errors import BadInput


@cache
def shaped(name: str) -> Mesh:
    return mesh_recipe(load_recipe(name))


def of_trimesh(solid: trimesh.Trimesh, colour: tuple[int, int, int] = (200, 100, 50)) -> Mesh:
    points, faces = np.asarray(solid.vertices, np.float32), np.asarray(solid.faces, np.uint32)
    colours = np.tile(np.array([*colour, 255], np.uint8), (len(points), 1))
    return Mesh(points, np.asarray(solid.vertex_normals, np.float32), colours, faces)


def test_a_box_is_a_box_a_ball_is_one_hull_and_a_dumbbell_is_parts() -> None:
    box = collision_of(of_trimesh(trimesh.creation.box((1, 2, 3))))
    assert box.kind == "box" and box.hulls[0].shape == (8, 3)
    assert np.ptp(box.hulls[0], axis=0) == pytest.approx((1, 2, 3))
    assert collision_of(of_trimesh(trimesh.creation.icosphere(2))).kind == "convex"
    balls = [trimesh.creation.icosphere(2).apply_translation([x, 0, 0]) for x in (-4, 4)]
    bar = trimesh.creation.box((8, 0.3, 0.3))
    parts = collision_of(of_trimesh(trimesh.util.concatenate([*balls, bar])))
    assert parts.kind == "parts" and 2 <= len(parts.hulls) <= MOST_PARTS
    whole = manifold3d.Manifold.hull_points(np.concatenate([ball.vertices for ball in balls])).volume()
    assert sum(manifold3d.Manifold.hull_points(hull.astype(float)).volume() for hull in parts.hulls) < 0.5 * whole


@pytest.mark.parametrize("name", ["crate", "chair", "cat", "paper", "ferris_wheel"])
def test_hulls_lie_within_the_model_and_are_written_into_the_file(name: str) -> None:
    model = finish(shaped(name), 1.5)
    assert len(model.collision.hulls) <= MOST_PARTS
    for hull in model.collision.hulls:
        assert 4 <= len(hull) <= MOST_POINTS
        assert (hull >= model.mesh.low - 1e-4).all() and (hull <= model.mesh.high + 1e-4).all()
    (length,) = struct.unpack("<I", model.glb[12:16])
    extras = json.loads(model.glb[20 : 20 + length])["nodes"][0]["extras"]
    assert extras["collision"]["kind"] == model.collision.kind
    assert np.asarray(extras["collision"]["hulls"][0]) == pytest.approx(model.collision.hulls[0], abs=6e-4)
    assert finish(shaped(name), 1.5).glb == model.glb


def test_colours_are_drawn_towards_the_palette_and_light_stays() -> None:
    red = of_trimesh(trimesh.creation.box(), (220, 60, 40))
    rust = {"accent": "#b5651d", "sky": "#2040a0", "odd": "nothing", "texts": 3}
    near = harmonised(red, rust)
    hues = [colorsys.rgb_to_hsv(*(mesh.colours[0, :3] / 255))[0] * 360 for mesh in (red, near)]
    assert hues[0] + 3 < hues[1] < 29  # from red towards rust

    def light(mesh: Mesh) -> float:
        return float(mesh.colours[0, :3] @ np.array([0.3, 0.59, 0.11]))

    assert light(near) == pytest.approx(light(red), abs=25)
    assert (harmonised(red, rust, 0).colours == red.colours).all()
    assert (harmonised(red, {}).colours == red.colours).all()
    grey = of_trimesh(trimesh.creation.box(), (128, 128, 128))
    assert np.abs(harmonised(grey, rust).colours.astype(int) - grey.colours).max() <= 2
    # Green is far from both: it keeps its hue and only loses what is too vivid.
    green = harmonised(of_trimesh(trimesh.creation.box(), (40, 200, 40)), rust).colours[0].astype(int)
    assert green[1] > green[0] + 40 and green[1] > green[2] + 40


def test_what_can_not_be_finished_says_what_to_do() -> None:
    flat = of_trimesh(trimesh.creation.box())
    for bad in (Mesh(flat.vertices * np.float32("nan"), flat.normals, flat.colours, flat.faces),
                Mesh(flat.vertices * 0, flat.normals, flat.colours, flat.faces),
                Mesh(flat.vertices, flat.normals, flat.colours, flat.faces[:0])):  # fmt: skip
        with pytest.raises(BadInput) as told:
            finish(bad, 1.0)
        assert told.value.then
