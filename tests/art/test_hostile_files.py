"""Broken and hostile files of every kind that is read: each is read or refused with a reason, and costs little."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from mutations import mutated

from dreamgarden.art.cutout import cut_out
from dreamgarden.art.finish import finish, thumbnail, write_glb
from dreamgarden.art.gltf import BrokenModel
from dreamgarden.art.imported import read_model
from dreamgarden.art.pictures import BrokenPicture, read_picture
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.art.sculpt import sculpt
from dreamgarden.art.turnaround import views_of
from dreamgarden.errors import BadInput

CASES = 60  # of each kind; benchmarks/hostile.py has thousands


def whole(ending: str, folder: Path) -> bytes:
    """A good file of that kind, with all that such files have."""
    mesh = mesh_recipe(load_recipe("lantern"), budget=300)
    picture = Image.open(io.BytesIO(thumbnail(mesh, 96)))
    if ending == ".png":
        return thumbnail(mesh, 96)
    if ending == ".jpg":
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG")
        return out.getvalue()
    if ending == ".glb":
        ball = trimesh.creation.icosphere(1)
        material = trimesh.visual.material.PBRMaterial(baseColorTexture=picture.convert("RGB"))
        ball.visual = trimesh.visual.TextureVisuals(np.full((len(ball.vertices), 2), 0.4), material)
        scene = trimesh.Scene()
        scene.add_geometry(ball, transform=np.diag([1, 2, 1, 1]))
        scene.add_geometry(trimesh.Trimesh(mesh.vertices, mesh.faces))
        return bytes(scene.export(file_type="glb"))
    return trimesh.Trimesh(mesh.vertices, mesh.faces).export(file_type="obj").encode()


def use(path: Path) -> None:
    """All that the app does with such a file. Raises BadInput."""
    if path.suffix in (".glb", ".obj"):
        finish(read_model(path, 400), 1.0)
        return
    sculpt(views_of(cut_out(read_picture(path.read_bytes(), path.name), path.name).rgba), "lantern", 400)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("ending", [".glb", ".obj", ".png", ".jpg"])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(ending: str, tmp_path: Path) -> None:
    data = whole(ending, tmp_path)
    good = tmp_path / f"good{ending}"
    good.write_bytes(data)
    use(good)
    refused = 0
    for seed in range(CASES):
        path = tmp_path / f"case_{seed}{ending}"
        path.write_bytes(mutated(data, ending, seed))
        try:
            use(path)
        except BadInput as told:
            refused += 1
            assert told.what and (told.then or told.safe), told
    assert refused > CASES / 5


@pytest.mark.parametrize("uri", ["../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/m.bin", "other.bin"])
def test_a_model_does_not_reach_beyond_its_file(uri: str, tmp_path: Path) -> None:
    import json
    import struct

    (tmp_path / "other.bin").write_bytes(b"\0" * 4096)
    data = write_glb(mesh_recipe(load_recipe("lantern"), budget=300))
    (length,) = struct.unpack("<I", data[12:16])
    scene = json.loads(data[20 : 20 + length])
    scene["buffers"][0]["uri"] = uri
    text = json.dumps(scene).encode()
    text += b" " * (-len(text) % 4)
    path = tmp_path / "far.glb"
    head = struct.pack("<4sII", b"glTF", 2, 20 + len(text)) + struct.pack("<I4s", len(text), b"JSON")
    path.write_bytes(head + text + data[20 + length :])
    with pytest.raises(BrokenModel, match="lies in another file"):
        read_model(path)


def test_an_obj_does_not_reach_beyond_its_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.mtl"
    secret.write_text("newmtl a\nKd 1 0 0\n", encoding="utf-8")
    inside = tmp_path / "models"
    inside.mkdir()
    path = inside / "box.obj"
    text = trimesh.creation.box((1, 2, 3)).export(file_type="obj")
    path.write_text(f"mtllib ../secret.mtl\nusemtl a\n{text}", encoding="utf-8")
    colours = read_model(path).colours[:, :3].astype(int)
    assert not (colours == (255, 0, 0)).all(axis=1).any()


@pytest.mark.parametrize("size", [(30000, 30000), (5000, 10), (1, 200000)])
def test_a_picture_that_unpacks_to_something_vast_is_refused_by_its_header(size: tuple[int, int]) -> None:
    packed = io.BytesIO()
    Image.new("1", size).save(packed, "PNG")
    with pytest.raises(BrokenPicture, match=r"pixels|vast"):
        read_picture(packed.getvalue(), "bomb.png")


def test_a_picture_with_a_vast_note_in_it_is_refused_or_read_without_it() -> None:
    import struct
    import zlib

    packed = io.BytesIO()
    Image.new("RGB", (4, 4)).save(packed, "PNG")
    data = packed.getvalue()
    note = b"x\0\0" + zlib.compress(b"\0" * (200 << 20), 9)
    chunk = struct.pack(">I", len(note)) + b"zTXt" + note + struct.pack(">I", zlib.crc32(b"zTXt" + note))
    try:
        assert read_picture(data[:33] + chunk + data[33:]).shape == (4, 4, 4)
    except BrokenPicture as told:
        assert told.what
