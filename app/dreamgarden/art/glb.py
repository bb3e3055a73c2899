"""A small writer of binary glTF: one mesh, vertex colours, 16-bit indices. The same mesh gives the same bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from dreamgarden.art.model import MOST_VERTICES, Mesh
from dreamgarden.errors import BadInput

_FLOAT, _UBYTE, _USHORT = 5126, 5121, 5123


def write_glb(mesh: Mesh, name: str = "model", extras: Mapping[str, Any] | None = None) -> bytes:
    """The mesh as .glb. Colours are written as they are to be shown, which is what raylib draws.

    extras  what else is to be said of the model, as JSON values on its node.
    Raises BadInput for a mesh with more than 65,535 vertices or without triangles.
    """
    n = len(mesh.vertices)
    if n > MOST_VERTICES or not len(mesh.faces):
        what = f"{n} vertices, more than {MOST_VERTICES}" if n > MOST_VERTICES else "no triangles"
        raise BadInput(f"The model {name} has {what}.", then="Give it a smaller triangle budget." if n > MOST_VERTICES else "")
    parts = [
        np.ascontiguousarray(mesh.vertices, "<f4").tobytes(),
        np.ascontiguousarray(mesh.normals, "<f4").tobytes(),
        np.ascontiguousarray(mesh.colours, np.uint8).tobytes(),
        np.ascontiguousarray(mesh.faces, "<u2").tobytes(),
    ]
    views, offset = [], 0
    for part, target in zip(parts, (34962, 34962, 34962, 34963), strict=True):
        views.append({"buffer": 0, "byteOffset": offset, "byteLength": len(part), "target": target})
        offset += len(part) + -len(part) % 4
    low, high = ([float(v) for v in bound] for bound in (mesh.low, mesh.high))
    scene = {
        "asset": {"version": "2.0", "generator": "DreamGarden"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": name, **({"extras": dict(extras)} if extras else {})}],
        "meshes": [{
            "name": name,
            "primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1, "COLOR_0": 2}, "indices": 3, "material": 0}],
        }],
        "materials": [{
            "name": "painted",
            "pbrMetallicRoughness": {"baseColorFactor": [1, 1, 1, 1], "metallicFactor": 0, "roughnessFactor": 0.9},
        }],
        "accessors": [
            {"bufferView": 0, "componentType": _FLOAT, "count": n, "type": "VEC3", "min": low, "max": high},
            {"bufferView": 1, "componentType": _FLOAT, "count": n, "type": "VEC3"},
            {"bufferView": 2, "componentType": _UBYTE, "normalized": True, "count": n, "type": "VEC4"},
            {"bufferView": 3, "componentType": _USHORT, "count": 3 * len(mesh.faces), "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": offset}],
    }
    head = json.dumps(scene, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 4)
    body = b"".join(part + b"\0" * (-len(part) % 4) for part in parts)
    total = 12 + 8 + len(head) + 8 + len(body)
    return b"".join((
        struct.pack("<4sII", b"glTF", 2, total),
        struct.pack("<I4s", len(head), b"JSON"), head,
        struct.pack("<I4s", len(body), b"BIN\0"), body,
    ))
