"""glTF files in several pieces (.gltf, its buffers and pictures) packed into one .glb, as all else here expects them."""

from __future__ import annotations

import base64
import binascii
import json
import struct
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from dreamgarden.art.gltf import LARGEST_FILE, BrokenModel

Fetch = Callable[[str], bytes]
"""Gives the bytes of a piece by its relative name."""


def packed(scene: Any, fetch: Fetch, path: Path) -> bytes:
    """The scene as a .glb. Pieces may be named relatively, below the scene's own place, or lie within it (data:).

    path  names the model in errors. Raises BrokenModel, and what `fetch` raises.
    """
    if not isinstance(scene, dict) or not isinstance(scene.get("meshes"), list):
        raise BrokenModel(path, "it holds no meshes")
    body = bytearray()
    try:
        starts = []
        for buffer in scene.get("buffers", []):
            starts.append(_appended(body, _piece(buffer["uri"], fetch, path)))
        for view in scene.get("bufferViews", []):
            view["byteOffset"] = int(view.get("byteOffset", 0)) + starts[view.get("buffer", 0)]
            view["buffer"] = 0
        views = scene.setdefault("bufferViews", [])
        for image in scene.get("images", []):
            if "uri" in image:
                data = _piece(image.pop("uri"), fetch, path)
                image["mimeType"] = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
                image["bufferView"] = len(views)
                views.append({"buffer": 0, "byteOffset": _appended(body, data), "byteLength": len(data)})
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise BrokenModel(path, f"its pieces are named wrongly ({type(error).__name__}: {error})") from error
    scene["buffers"] = [{"byteLength": len(body)}]
    head = json.dumps(scene, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 4)
    total = 12 + 8 + len(head) + 8 + len(body)
    start = struct.pack("<4sII", b"glTF", 2, total) + struct.pack("<I4s", len(head), b"JSON")
    return start + head + struct.pack("<I4s", len(body), b"BIN\0") + bytes(body)


def packed_file(path: Path) -> bytes:
    """A .gltf file with its pieces, which must lie in its folder or below. Raises BrokenModel."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BrokenModel(path, f"it is larger than {LARGEST_FILE // 2**20} MB")
        scene = json.loads(path.read_bytes())
    except OSError as error:
        raise BrokenModel(path, f"it can't be opened ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise BrokenModel(path, "it is not JSON") from error
    folder = path.parent.resolve()

    def fetch(name: str) -> bytes:
        file = (folder / name).resolve()
        if not file.is_relative_to(folder):
            raise BrokenModel(path, f"its piece {name} lies outside its folder")
        try:
            if not file.is_file() or file.stat().st_size > LARGEST_FILE:
                raise BrokenModel(path, f"its piece {name} is missing or too large")
            return file.read_bytes()
        except OSError as error:
            raise BrokenModel(path, f"its piece {name} can't be opened ({error.strerror})") from error

    return packed(scene, fetch, path)


def _piece(uri: str, fetch: Fetch, path: Path) -> bytes:
    if uri.startswith("data:"):
        try:
            return base64.b64decode(uri.partition(",")[2], validate=True)
        except binascii.Error as error:
            raise BrokenModel(path, "a piece within it is no base64") from error
    name = unquote(uri)
    if ":" in name or name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        raise BrokenModel(path, f"its piece {name[:60]} lies outside its folder")
    return fetch(name)


def _appended(body: bytearray, data: bytes) -> int:
    if len(body) + len(data) > LARGEST_FILE:
        raise ValueError(f"all pieces are larger than {LARGEST_FILE // 2**20} MB")
    start = len(body)
    body += data + b"\0" * (-len(data) % 4)
    return start
