"""Reads the .glb files that this app writes: one mesh with normals and colours at the vertices, as bytes for the card."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_JSON, _BINARY = 0x4E4F534A, 0x004E4942
_FLOAT, _BYTE, _SHORT, _INT = 5126, 5121, 5123, 5125
_LARGEST = 64 << 20


@dataclass(frozen=True)
class Shape:
    """A mesh: three floats a point and a normal, four bytes a colour, and indices of `index_size` bytes."""

    points: bytes
    normals: bytes
    colours: bytes
    indices: bytes
    index_size: int
    low: tuple[float, float, float]
    high: tuple[float, float, float]

    @property
    def triangles(self) -> int:
        """How many."""
        return len(self.indices) // self.index_size // 3


def read(path: str) -> Shape:
    """The mesh in a file. Raises ValueError, which says what is wrong with it, or OSError."""
    file = Path(path)
    if file.stat().st_size > _LARGEST:
        raise ValueError("the model is too large to turn")
    try:
        return _shape(*_chunks(file.read_bytes()))
    except (KeyError, IndexError, TypeError, struct.error) as error:
        raise ValueError(f"the model can't be read ({error})") from error


def _chunks(content: bytes) -> tuple[dict[str, Any], bytes]:
    magic, _, _ = struct.unpack_from("<4sII", content)
    if magic != b"glTF":
        raise ValueError("it is no .glb file")
    at, head, body = 12, {}, b""
    while at + 8 <= len(content):
        length, kind = struct.unpack_from("<II", content, at)
        part = content[at + 8 : at + 8 + length]
        if kind == _JSON:
            head = json.loads(part)
        elif kind == _BINARY:
            body = part
        at += 8 + length
    return head, body


def _shape(head: dict[str, Any], body: bytes) -> Shape:
    primitive = head["meshes"][0]["primitives"][0]
    attributes = primitive["attributes"]

    def content(number: int, component: int, words: int) -> bytes:
        accessor = head["accessors"][number]
        if accessor["componentType"] != component:
            raise ValueError("its numbers are of another kind than this app writes")
        view = head["bufferViews"][accessor["bufferView"]]
        start = int(view.get("byteOffset", 0)) + int(accessor.get("byteOffset", 0))
        size = {_FLOAT: 4, _BYTE: 1, _SHORT: 2, _INT: 4}[component]
        found = body[start : start + accessor["count"] * words * size]
        if len(found) != accessor["count"] * words * size:
            raise ValueError("it ends too early")
        return found

    points = head["accessors"][attributes["POSITION"]]
    index = head["accessors"][primitive["indices"]]["componentType"]
    low, high = ([float(one) for one in points[end]] for end in ("min", "max"))
    return Shape(
        content(attributes["POSITION"], _FLOAT, 3),
        content(attributes["NORMAL"], _FLOAT, 3),
        content(attributes["COLOR_0"], _BYTE, 4),
        content(primitive["indices"], index, 1),
        {_SHORT: 2, _INT: 4}[index],
        (low[0], low[1], low[2]),
        (high[0], high[1], high[2]),
    )
