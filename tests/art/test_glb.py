"""Model files of ours and of others: a round trip, and files that are broken or mean harm."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from PIL import Image

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden.art.glb import write_glb
from dreamgarden.art.gltf import BrokenModel, read_glb, read_header
from dreamgarden.art.imported import read_model
from dreamgarden.art.model import Mesh
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.errors import BadInput


@pytest.fixture(scope="module")
def cat() -> Mesh:
    return mesh_recipe(load_recipe("cat"))


@pytest.fixture(scope="module")
def crate() -> bytes:
    return write_glb(mesh_recipe(load_recipe("crate")), "crate")


def parts(glb: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = struct.unpack("<I", glb[12:16])
    scene = json.loads(glb[20 : 20 + length])
    assert isinstance(scene, dict)
    return scene, glb[28 + length :]


def joined(scene: Any, body: bytes) -> bytes:
    head = json.dumps(scene).encode()
    head += b" " * (-len(head) % 4)
    total = 28 + len(head) + len(body)
    return b"glTF" + struct.pack("<III", 2, total, len(head)) + b"JSON" + head + struct.pack("<I", len(body)) + b"BIN\0" + body


def test_what_we_write_others_read(cat: Mesh) -> None:
    scene = trimesh.load(io.BytesIO(write_glb(replace(cat, joints=()), "cat")), file_type="glb", force="scene", process=False)
    (theirs,) = scene.geometry.values()
    assert np.array_equal(theirs.faces, cat.faces)
    assert np.array_equal(np.asarray(theirs.vertices, np.float32), cat.vertices)
    assert np.array_equal(theirs.visual.vertex_attributes["color"], cat.colours)
    assert np.allclose(theirs.vertex_normals, cat.normals, atol=1e-5)


def test_what_others_write_we_read(tmp_path: Path) -> None:
    ball = trimesh.creation.icosphere(2, radius=0.5)
    picture = Image.new("RGB", (4, 4), (200, 40, 40))
    ball.visual = trimesh.visual.TextureVisuals(
        np.full((len(ball.vertices), 2), 0.5), trimesh.visual.material.PBRMaterial(baseColorTexture=picture)
    )
    scene = trimesh.Scene()
    scene.add_geometry(ball, transform=trimesh.transformations.translation_matrix([0, 3, 0]))
    path = tmp_path / "ball.glb"
    path.write_bytes(scene.export(file_type="glb"))
    mesh = read_model(path)
    assert np.allclose((mesh.low + mesh.high) / 2, [0, 3, 0], atol=0.01)
    assert np.allclose(mesh.size, 1, atol=0.02)
    assert np.abs(mesh.colours[:, :3].astype(int) - [200, 40, 40]).max() <= 2


def test_a_heavy_model_is_reduced_and_keeps_its_shape(tmp_path: Path) -> None:
    ball = trimesh.creation.icosphere(5)
    path = tmp_path / "ball.glb"
    path.write_bytes(ball.export(file_type="glb"))
    mesh = read_model(path, budget=1500)
    assert len(ball.faces) > 20000 and 500 < len(mesh.faces) <= 1500
    assert np.abs(np.linalg.norm(mesh.vertices, axis=1) - 1).max() < 0.05


def test_an_obj_is_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    good = tmp_path / "box.obj"
    good.write_text(trimesh.creation.box((1, 2, 3)).export(file_type="obj"), encoding="utf-8")
    assert read_model(good).size == pytest.approx((1, 2, 3), rel=1e-4)
    assert (read_model(good).colours[:, 3] == 255).all()
    for name, data in {"empty": b"", "noise": bytes(range(256)) * 20, "far": b"v 0 0 0\nf 1 2 99\n", "words": b"v a b c\n"}.items():
        path = tmp_path / f"{name}.obj"
        path.write_bytes(data)
        with pytest.raises(BrokenModel, match=f"{name}.obj"):
            read_model(path)


def test_too_large_or_empty_meshes_are_not_written(cat: Mesh) -> None:
    many = np.zeros((70000, 3), np.float32)
    with pytest.raises(BadInput, match="70000 vertices"):
        write_glb(Mesh(many, many, np.zeros((70000, 4), np.uint8), cat.faces))
    with pytest.raises(BadInput, match="no triangles"):
        write_glb(Mesh(cat.vertices, cat.normals, cat.colours, cat.faces[:0]))


def huge_count(scene: dict[str, Any]) -> None:
    scene["accessors"][0]["count"] = 4_000_000_000


def huge_count_without_data(scene: dict[str, Any]) -> None:
    scene["accessors"][0] = {"componentType": 5126, "count": 2**40, "type": "VEC3"}


def infinite_count(scene: dict[str, Any]) -> None:
    scene["accessors"][0]["count"] = float("inf")


def far_offset(scene: dict[str, Any]) -> None:
    scene["bufferViews"][0]["byteOffset"] = 10**9


def negative_offset(scene: dict[str, Any]) -> None:
    scene["accessors"][1]["byteOffset"] = -(10**6)
    scene["accessors"][0]["byteOffset"] = -(10**6)


def tiny_stride(scene: dict[str, Any]) -> None:
    scene["bufferViews"][0]["byteStride"] = 1


def draco(scene: dict[str, Any]) -> None:
    scene["meshes"][0]["primitives"][0]["extensions"] = {"KHR_draco_mesh_compression": {"bufferView": 0}}


def outside_file(scene: dict[str, Any]) -> None:
    scene["buffers"][0]["uri"] = "../../../etc/passwd"


def own_child(scene: dict[str, Any]) -> None:
    scene["nodes"] = [{"children": [0, 0]}]


def doubling_nodes(scene: dict[str, Any]) -> None:
    scene["nodes"] = [{"children": [n + 1, n + 1]} for n in range(60)] + [{}]


def many_copies(scene: dict[str, Any]) -> None:
    scene["nodes"] = [{"children": list(range(1, 90001))}, *({"mesh": 0} for _ in range(90000))]


def faces_only_points(scene: dict[str, Any]) -> None:
    scene["accessors"][0]["count"] = scene["accessors"][3]["count"] = 0


def absent_view(scene: dict[str, Any]) -> None:
    scene["accessors"][0]["bufferView"] = 99


def odd_type(scene: dict[str, Any]) -> None:
    scene["accessors"][0]["type"] = "VEC9"


def no_meshes(scene: dict[str, Any]) -> None:
    scene["meshes"] = {}


def words_for_numbers(scene: dict[str, Any]) -> None:
    scene["nodes"][0]["translation"] = ["a", None, {}]


def not_finite(scene: dict[str, Any]) -> None:
    scene["nodes"][0]["translation"] = [float("nan"), 0, 0]


def texture_of_noise(scene: dict[str, Any]) -> None:
    scene["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"] = {"index": 0}
    scene["textures"], scene["images"] = [{"source": 0}], [{"bufferView": 0}]
    scene["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = 1


HARM: list[Callable[[dict[str, Any]], None]] = [
    huge_count, huge_count_without_data, infinite_count, far_offset, negative_offset, tiny_stride, draco, outside_file, own_child,
    doubling_nodes, many_copies, faces_only_points, absent_view, odd_type, no_meshes, words_for_numbers, not_finite, texture_of_noise,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
def test_a_hostile_file_is_refused_quickly_and_by_name(harm: Callable[[dict[str, Any]], None], crate: bytes, tmp_path: Path) -> None:
    scene, body = parts(crate)
    harm(scene)
    path = tmp_path / "hostile.glb"
    path.write_bytes(joined(scene, body))
    begin = time.process_time()
    with pytest.raises(BrokenModel, match=r"hostile\.glb") as told:
        read_glb(path)
    assert time.process_time() - begin < 3
    assert told.value.path == path and told.value.then


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty", b""), ("short", b"glTF"), ("text", b"this is a letter, not a model" * 4),
     ("old", b"glTF" + struct.pack("<IIII", 1, 99, 9, 0)),
     ("lying", b"glTF" + struct.pack("<III", 2, 2**32 - 1, 2**32 - 1) + b"JSON{}"), ("array", joined([], b"")),
     ("nested", b"glTF" + struct.pack("<III", 2, 0, 100000) + b"JSON" + b"[" * 100000)],
)  # fmt: skip
def test_what_is_not_a_glb_is_said_so(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.glb"
    path.write_bytes(data)
    with pytest.raises(BrokenModel, match=name):
        read_header(path)


def test_a_pipe_a_folder_and_an_absent_file_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.glb")
    (tmp_path / "folder.glb").mkdir()
    for name in ("pipe", "folder", "absent"):
        with pytest.raises(BrokenModel, match=name):
            read_header(tmp_path / f"{name}.glb")


def test_a_file_cut_off_anywhere_is_refused(crate: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.glb"
    for share in (0.001, 0.01, 0.05, 0.2, 0.5, 0.9, 0.999):
        path.write_bytes(crate[: int(len(crate) * share)])
        with pytest.raises(BrokenModel):
            read_glb(path)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_texture_that_unpacks_to_a_gigabyte_is_refused(crate: bytes, tmp_path: Path) -> None:
    scene, body = parts(crate)
    texture_of_noise(scene)
    packed = io.BytesIO()
    Image.new("1", (12000, 12000)).save(packed, "PNG")
    scene["bufferViews"].append({"buffer": 0, "byteOffset": len(body), "byteLength": len(packed.getvalue())})
    scene["images"] = [{"bufferView": len(scene["bufferViews"]) - 1}]
    path = tmp_path / "bomb.glb"
    path.write_bytes(joined(scene, body + packed.getvalue()))
    with pytest.raises(BrokenModel, match="larger than 8192 pixels"):
        read_glb(path)


def test_random_damage_is_read_or_refused_and_nothing_else(crate: bytes, tmp_path: Path) -> None:
    chance = random.Random(7)
    (length,) = struct.unpack("<I", crate[12:16])
    path = tmp_path / "damaged.glb"
    refused = 0
    for _ in range(150):
        damaged = bytearray(crate)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(20 + length) if chance.random() < 0.9 else chance.randrange(len(crate))
            damaged[at] = chance.choice(b"0123456789-e.,[]{}\":x\0\xff")
        path.write_bytes(damaged)
        try:
            read_glb(path)
        except BrokenModel:
            refused += 1
    assert 30 < refused < 150
