"""An online catalogue, played by a server on loopback: what fits is fetched once, with its licence; what is wrong is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from PIL import Image

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from test_model_library import Counted

from dreamgarden.art.catalogue import CatalogueAway, PolyHaven
from dreamgarden.art.gltf import BrokenModel
from dreamgarden.art.imported import read_model
from dreamgarden.art.library import Library
from dreamgarden.work import Work


def in_pieces() -> dict[str, bytes]:
    """A textured ball as .gltf with its buffers and picture beside it."""
    ball = trimesh.creation.icosphere(2)
    material = trimesh.visual.material.PBRMaterial(baseColorTexture=Image.new("RGB", (4, 4), (40, 160, 60)))
    ball.visual = trimesh.visual.TextureVisuals(np.full((len(ball.vertices), 2), 0.5), material)
    files = trimesh.Scene([ball]).export(file_type="gltf")
    return {name: bytes(data) for name, data in files.items()}


class Fake(BaseHTTPRequestHandler):
    answers: dict[str, bytes]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        data = self.answers.get(self.path)
        self.send_response(200 if data is not None else 404)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, dict[str, bytes], list[str]]]:
    answers: dict[str, bytes] = {}
    asked: list[str] = []
    running = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Fake,), {"answers": answers, "asked": asked}))
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{running.server_port}"
    files = in_pieces()
    (scene,) = (name for name in files if name.endswith(".gltf"))
    answers["/assets?type=models"] = json.dumps({
        "garden_gnome": {"name": "Garden Gnome", "tags": ["statue", "lawn"], "categories": ["decorative"], "authors": {"Ann Lee": "All"}},
        "rusty_barrel": {"name": "Rusty Barrel", "tags": ["oil"], "categories": ["industrial"], "authors": {}},
        "../evil": {"name": "Gnome gnome gnome", "tags": ["gnome"]},
    }).encode()
    entry = {"url": f"{address}/dl/{scene}", "include": {name: {"url": f"{address}/dl/{name}"} for name in files if name != scene}}
    answers["/files/garden_gnome"] = json.dumps({"gltf": {"1k": {"gltf": entry}}}).encode()
    answers |= {f"/dl/{name}": data for name, data in files.items()}
    yield address, answers, asked
    running.shutdown()
    running.server_close()
    thread.join()


def test_what_fits_is_fetched_once_and_found_with_its_licence(server: tuple[str, dict[str, bytes], list[str]], tmp_path: Path) -> None:
    address, _, asked = server
    library = Library(tmp_path, Counted(), recipes=False, catalogue=PolyHaven(address))
    assert library.search("garden gnome", 1) == []
    assert library.reach("a garden gnome") == 1
    (hit,) = library.search("garden gnome", 1)
    assert (hit.title, hit.licence) == ("Garden Gnome", "CC0-1.0")
    assert "Ann Lee" in hit.credit and "polyhaven.com/a/garden_gnome" in hit.credit
    mesh = library.retrieve(hit)
    assert np.abs(mesh.colours[:, :3].astype(int) - (40, 160, 60)).max() <= 3
    before = len(asked)
    assert library.reach("a garden gnome") == 0 and len(asked) == before
    assert library.reach("a zebra") == 0
    assert not any("evil" in path for path in asked)


def test_a_library_without_a_catalogue_stays_offline(tmp_path: Path) -> None:
    assert Library(tmp_path, Counted(), recipes=False).reach("a gnome") == 0


@pytest.mark.parametrize("answer", [b"<html>busy</html>", b"[1, 2]", b"{", b""])
def test_a_catalogue_that_answers_with_something_else_is_told(
    answer: bytes, server: tuple[str, dict[str, bytes], list[str]], tmp_path: Path
) -> None:
    address, answers, _ = server
    answers["/assets?type=models"] = answer
    with pytest.raises(CatalogueAway, match="answered with"):
        PolyHaven(address).gather("a gnome", tmp_path / "models", 3, Work())
    assert not (tmp_path / "models").exists()


def test_a_catalogue_that_is_gone_or_leads_elsewhere_is_told(server: tuple[str, dict[str, bytes], list[str]], tmp_path: Path) -> None:
    address, answers, _ = server
    with pytest.raises(CatalogueAway, match="does not answer"):
        PolyHaven("http://127.0.0.1:9").gather("a gnome", tmp_path, 1, Work())
    answers["/files/garden_gnome"] = json.dumps({"gltf": {"1k": {"gltf": {"url": "file:///etc/passwd"}}}}).encode()
    with pytest.raises(CatalogueAway, match="not safe"):
        PolyHaven(address).gather("a gnome", tmp_path, 1, Work())
    answers["/files/garden_gnome"] = b'{"blend": {}}'
    with pytest.raises(CatalogueAway, match="no glTF"):
        PolyHaven(address).gather("a gnome", tmp_path, 1, Work())


def test_a_gltf_in_pieces_is_read_and_reaches_no_further_than_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    for name, data in in_pieces().items():
        (folder / name).write_bytes(data)
    (path,) = folder.glob("*.gltf")
    assert np.abs(read_model(path).colours[:, :3].astype(int) - (40, 160, 60)).max() <= 3
    whole = json.loads(path.read_text())
    (tmp_path / "outside.bin").write_bytes(b"\0" * 9999)
    (folder / "link.bin").symlink_to(tmp_path / "outside.bin")
    for uri in ("../outside.bin", "/etc/passwd", "%2e%2e/outside.bin", "file:///etc/passwd", "link.bin", "gone.bin", "data:,%%%", 7):
        path.write_text(json.dumps({**whole, "buffers": [{"byteLength": 9, "uri": uri}]}))
        with pytest.raises(BrokenModel, match=path.name):
            read_model(path)
