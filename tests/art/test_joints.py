"""Parts that move: what recipes may say of them, where they end up in a mesh and its .glb, and that they move as told."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import numpy as np
import pytest

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from PIL import Image

from dreamgarden.art.finish import finish, reduced
from dreamgarden.art.glb import read_own, write_glb
from dreamgarden.art.joints import LIMITS, posed
from dreamgarden.art.language import RecipeError
from dreamgarden.art.model import Mesh
from dreamgarden.art.recipe import load_recipe, mesh_recipe, read_recipe, recipe_names
from dreamgarden.art.sprites import Sheet, atlas_of
from dreamgarden.work import Work

ARM = {"box": [1, 0.2, 0.2], "at": [0.6, 0, 0]}


def made(shape: Any) -> Mesh:
    return mesh_recipe(read_recipe({"title": "Test piece", "shape": shape, "budget": 900}, "piece"))


def middle(mesh: Mesh, number: int, moment: float | None = None) -> np.ndarray:
    points = mesh.vertices if moment is None else posed(mesh, moment)[0]
    joint = mesh.joints[number]
    corners = points[np.unique(mesh.faces[joint.first : joint.first + joint.count])]
    return np.asarray((corners.min(axis=0) + corners.max(axis=0)) / 2)


def test_a_part_keeps_its_faces_and_its_pivot() -> None:
    mesh = made([{"box": [1, 1, 1]}, {"group": [ARM], "name": "arm", "at": [0, 2, 0], "moves": {"spin": 90, "axis": "z"}}])
    (joint,) = mesh.joints
    assert joint.motion.name == "arm" and joint.first + joint.count == len(mesh.faces) and joint.count == 12
    assert joint.pivot == pytest.approx((0, 2, 0)) and joint.axis == pytest.approx((0, 0, 1))
    assert middle(mesh, 0) == pytest.approx([0.6, 2.1, 0], abs=0.01)
    assert middle(mesh, 0, 0.25) == pytest.approx([-0.1, 2.6, 0], abs=0.01)  # a quarter of a turn, from +X to +Y
    body = mesh.vertices[np.unique(mesh.faces[: joint.first])]
    assert (posed(mesh, 0.25)[0][np.unique(mesh.faces[: joint.first])] == body).all()


def test_about_names_a_point_of_the_nodes_own_frame() -> None:
    mesh = made([{"box": [1, 1, 1]}, {"group": [ARM], "at": [0, 2, 0], "turn": 90, "scale": 2, "moves": {"bob": 0.1, "about": [1, 0, 0]}}])
    assert mesh.joints[0].pivot == pytest.approx((0, 2, -2), abs=1e-5)
    assert mesh.joints[0].motion.amount == pytest.approx(0.2)
    assert middle(mesh, 0, 0.25)[1] - middle(mesh, 0)[1] == pytest.approx(0.2, abs=1e-4)


def test_mirrored_wings_move_as_in_a_mirror_and_legs_in_turn() -> None:
    wings = made([{"ball": 0.2}, {"group": [ARM], "moves": {"swing": 30}, "mirror": "x"}])
    left, right = middle(wings, 0, 0.25), middle(wings, 1, 0.25)
    assert left == pytest.approx(right * np.array([-1, 1, 1]), abs=0.01) and left[1] > 0.3
    leg = {"box": [0.2, 1, 0.2], "at": [0.3, -1, 0]}
    legs = made([{"ball": 0.5}, {"group": [leg], "moves": {"walk": 30}, "mirror": "x"}])
    one, other = middle(legs, 0, 0.25), middle(legs, 1, 0.25)
    assert one[2] == pytest.approx(-other[2], abs=0.01) and abs(one[2]) > 0.2


def test_what_is_carried_goes_along() -> None:
    cabin = {"box": [0.2, 0.2, 0.2], "at": [0, 1, 0], "moves": {"spin": -9, "axis": "z"}}
    rod = {"box": [0.1, 2, 0.1], "at": [0, -1, 0]}
    mesh = made([{"ball": 0.1}, {"group": [rod, cabin], "at": [0, 3, 0], "moves": {"spin": 9, "axis": "z"}}])
    wheel = next(n for n, joint in enumerate(mesh.joints) if joint.parent < 0)
    hung = 1 - wheel
    assert mesh.joints[hung].parent == wheel
    assert middle(mesh, hung, 0.5) == pytest.approx([0, 2.2, 0], abs=0.02)  # below, and upright: its own turn undoes the wheel's


FAULTS = [
    ({"blend": [{"ball": 1}, {"ball": 1, "at": [1, 0, 0], "moves": {"spin": 1}}]}, "shape.blend[1].moves", "one body"),
    ({"box": [1, 1, 1], "moves": {"spin": 1, "bob": 1}}, "shape.moves", "exactly one"),
    ({"box": [1, 1, 1], "moves": {}}, "shape.moves", "exactly one"),
    ({"box": [1, 1, 1], "moves": {"fly": 1}}, "shape.moves", "fly"),
    ({"box": [1, 1, 1], "moves": {"walk": 90}}, "shape.moves.walk", "0 to 60"),
    ({"box": [1, 1, 1], "moves": {"spin": 5, "axis": "w"}}, "shape.moves.axis", "x, y or z"),
    ({"box": [1, 1, 1], "moves": {"open": 50, "seconds": 0}}, "shape.moves.seconds", "0.1 to 60"),
    ({"box": [1, 1, 1], "moves": {"spin": 5}, "repeat": {"count": 40, "step": [2, 0, 0]}}, "shape", "40 parts move"),
]


@pytest.mark.parametrize(("shape", "path", "told"), FAULTS)
def test_mistakes_are_told_with_their_path(shape: dict[str, Any], path: str, told: str) -> None:
    with pytest.raises(RecipeError, match="fault") as caught:
        made([{"box": [1, 1, 1]}, shape] if path == "none" else shape)
    assert caught.value.path == path and told in caught.value.what


def nodes_of(glb: bytes) -> list[dict[str, Any]]:
    (length,) = struct.unpack("<I", glb[12:16])
    nodes: list[dict[str, Any]] = json.loads(glb[20 : 20 + length])["nodes"]
    return nodes


def test_a_glb_has_a_node_for_each_part_and_rests_as_the_mesh_does() -> None:
    import trimesh

    mesh = finish(mesh_recipe(load_recipe("ferris_wheel")), 6.0, name="wheel").mesh
    glb = write_glb(mesh, "wheel")
    nodes = nodes_of(glb)
    assert [node["name"] for node in nodes[1:]] == [joint.motion.name for joint in mesh.joints]
    wheel = next(n for n, node in enumerate(nodes) if node["name"] == "wheel" and "extras" in node)
    assert len(nodes[wheel]["children"]) == 8 and nodes[wheel]["extras"]["motion"]["kind"] == "spin"
    scene = trimesh.load(io.BytesIO(glb), file_type="glb", force="scene")
    assert scene.bounds == pytest.approx(np.array([mesh.low, mesh.high]), abs=1e-4)
    again = read_own(glb)
    assert len(again.faces) == len(mesh.faces) and [j.count for j in again.joints] == [j.count for j in mesh.joints]
    assert again.vertices[again.faces] == pytest.approx(mesh.vertices[mesh.faces], abs=1e-4)
    for one, other in zip(again.joints, mesh.joints, strict=True):
        assert one.pivot == pytest.approx(other.pivot, abs=1e-4) and one.parent == other.parent
        assert one.to_json() == other.to_json()


def test_fewer_triangles_leave_every_part_its_own() -> None:
    mesh = mesh_recipe(load_recipe("dog"))
    less = reduced(mesh, 700)
    assert len(less.faces) <= 720 and len(less.joints) == 4
    for number in range(4):
        assert less.joints[number].count > 10
        assert middle(less, number) == pytest.approx(middle(mesh, number), abs=0.02)


def test_a_door_is_a_gate_and_sails_stop_nobody() -> None:
    door = finish(mesh_recipe(load_recipe("door")), 2.2, name="door")
    gate = door.collision.gates.index(0)
    assert door.collision.to_json()["gates"] == list(door.collision.gates)
    assert np.ptp(door.collision.hulls[gate], axis=0) == pytest.approx([0.88, 2.04, 0.17], abs=0.05)
    frame = np.concatenate([hull for hull, g in zip(door.collision.hulls, door.collision.gates, strict=True) if g < 0])
    assert not ((np.abs(frame[:, 0]) < 0.35) & (frame[:, 1] > 0.2) & (frame[:, 1] < 1.9)).any()
    mill = finish(mesh_recipe(load_recipe("windmill")), 7.0, name="windmill")
    assert max(float(np.abs(hull[:, 0]).max()) for hull in mill.collision.hulls) < 1.8 < mill.size[0] / 2


@pytest.mark.parametrize("name", [name for name in recipe_names() if '"moves"' in load_recipe(name).path.read_text(encoding="utf-8")])
def test_bundled_movements_stay_within_bounds(name: str) -> None:
    mesh = mesh_recipe(load_recipe(name))
    assert mesh.joints
    for joint in mesh.joints:
        assert LIMITS[joint.motion.kind][0] <= joint.motion.amount <= LIMITS[joint.motion.kind][1]
    low, high = mesh.low - 0.35 * max(mesh.size), mesh.high + 0.35 * max(mesh.size)
    for moment in (0.1, 0.3, 0.7):
        points = posed(mesh, moment)[0]
        assert (points >= low).all() and (points <= high).all() and (points != mesh.vertices).any()


def test_people_walk_on_two_legs_and_animals_on_four() -> None:
    for name, legs in (("person", 2), ("woman", 2), ("farmer", 2), ("dog", 4), ("horse", 4), ("spider", 8)):
        walking = [joint for joint in mesh_recipe(load_recipe(name)).joints if joint.motion.kind == "walk" and joint.motion.name == "legs"]
        assert len(walking) == legs, name
        assert sorted({round(joint.motion.phase % 1, 2) for joint in walking}) == [0.0, 0.5], name


def test_sprites_show_the_legs_walking_and_tell_what_lies_where() -> None:
    mesh = mesh_recipe(load_recipe("horse"))
    atlas = atlas_of(mesh, Sheet(directions=4, frames=4, side=64, movement="walk"), Work())
    side = np.asarray(Image.open(io.BytesIO(atlas.png)).convert("RGBA"))[64:128]  # seen from its right
    spread = []
    for frame in (0, 1):
        feet = side[52:64, 64 * frame : 64 * frame + 64, 3].any(axis=0)
        spread.append(int(feet.sum()))
    assert spread[1] != spread[0]
    picture: Any = Image.open(io.BytesIO(atlas.told()))
    told = json.loads(picture.text["sprites"])
    assert told["directions"] == 4 and told["frames"] == 4
    assert 0.4 < told["tall"] < 1 and told["metres"] == pytest.approx(mesh.size[1], abs=0.01)
    assert np.array_equal(np.asarray(picture.convert("RGBA")), np.asarray(Image.open(io.BytesIO(atlas.png)).convert("RGBA")))
