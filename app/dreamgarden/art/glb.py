"""A small writer of binary glTF: a body and its moving parts, vertex colours, 16-bit indices. The same mesh gives the same bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.joints import Joint, Motion
from dreamgarden.art.model import MOST_VERTICES, Mesh
from dreamgarden.errors import BadInput

_FLOAT, _UBYTE, _USHORT = 5126, 5121, 5123


def write_glb(mesh: Mesh, name: str = "model", extras: Mapping[str, Any] | None = None) -> bytes:
    """The mesh as .glb. Colours are written as they are to be shown, which is what raylib draws.

    Parts that move are nodes below the body's, each standing where it moves about, with `motion` among its extras.
    extras  what else is to be said of the model, as JSON values on its node.
    Raises BadInput for a mesh with more than 65,535 vertices or without triangles.
    """
    n = len(mesh.vertices)
    if n > MOST_VERTICES or not len(mesh.faces):
        what = f"{n} vertices, more than {MOST_VERTICES}" if n > MOST_VERTICES else "no triangles"
        raise BadInput(f"The model {name} has {what}.", then="Give it a smaller triangle budget." if n > MOST_VERTICES else "")
    file = _File()
    own = len(mesh.faces) - sum(joint.count for joint in mesh.joints)
    nodes: list[dict[str, Any]] = [{**({"mesh": file.mesh(mesh, mesh.faces[:own], (0, 0, 0), name)} if own else {}), "name": name}]
    if extras:
        nodes[0]["extras"] = dict(extras)
    for joint in mesh.joints:
        carrier = mesh.joints[joint.parent].pivot if joint.parent >= 0 else (0.0, 0.0, 0.0)
        node: dict[str, Any] = {"name": joint.motion.name, "extras": {"motion": joint.to_json()}}
        if joint.count:
            node["mesh"] = file.mesh(mesh, mesh.faces[joint.first : joint.first + joint.count], joint.pivot, joint.motion.name)
        node["translation"] = [a - b for a, b in zip(joint.pivot, carrier, strict=True)]
        nodes[joint.parent + 1].setdefault("children", []).append(len(nodes))
        nodes.append(node)
    return file.packed(nodes)


def read_own(data: bytes) -> Mesh:
    """A mesh that write_glb wrote, with the parts that move. Of others' files gltf.py reads what can be read."""
    (length,) = struct.unpack("<I", data[12:16])
    scene, body = json.loads(data[20 : 20 + length]), data[28 + length :]

    def listed(number: int) -> NDArray[Any]:
        accessor = scene["accessors"][number]
        kind = {_FLOAT: "<f4", _UBYTE: "u1", _USHORT: "<u2"}[accessor["componentType"]]
        width = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}[accessor["type"]]
        start = scene["bufferViews"][accessor["bufferView"]]["byteOffset"]
        return np.frombuffer(body, kind, accessor["count"] * width, start).reshape(-1, width)

    carriers = {child: n for n, node in enumerate(scene["nodes"]) for child in node.get("children", [])}
    points, normals, colours, faces = [], [], [], []
    joints: list[Joint] = []
    vertices = triangles = 0
    for n, node in enumerate(scene["nodes"]):
        carrier = carriers.get(n, 0) - 1
        x, y, z = node.get("translation", (0.0, 0.0, 0.0))
        pivot = tuple(a + b for a, b in zip((x, y, z), joints[carrier].pivot, strict=True)) if carrier >= 0 else (x, y, z)
        count = 0
        if "mesh" in node:
            primitive = scene["meshes"][node["mesh"]]["primitives"][0]
            own = listed(primitive["indices"]).reshape(-1, 3).astype(np.uint32)
            points.append(listed(primitive["attributes"]["POSITION"]) + np.asarray(pivot, np.float32))
            normals.append(listed(primitive["attributes"]["NORMAL"]))
            colours.append(listed(primitive["attributes"]["COLOR_0"]))
            faces.append(own + np.uint32(vertices))
            vertices, count = vertices + len(points[-1]), len(own)
        if n:
            told = node["extras"]["motion"]
            motion = Motion(node["name"], told["kind"], told["amount"], 0, told["seconds"], told["phase"])
            a, b, c = told["axis"]
            joints.append(Joint(motion, (pivot[0], pivot[1], pivot[2]), (a, b, c), triangles, count, carrier))
        triangles += count
    return Mesh(np.concatenate(points), np.concatenate(normals), np.concatenate(colours), np.concatenate(faces), tuple(joints))


class _File:
    """The pieces of a .glb while they are gathered."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.views: list[dict[str, int]] = []
        self.accessors: list[dict[str, Any]] = []
        self.meshes: list[dict[str, Any]] = []
        self.offset = 0

    def mesh(self, whole: Mesh, faces: NDArray[np.uint32], pivot: tuple[float, float, float], name: str) -> int:
        """Some faces, with their vertices as seen from a pivot. Returns the mesh's number."""
        if len(faces) == len(whole.faces):
            used, index = np.arange(len(whole.vertices), dtype=np.int64), faces.astype(np.int64)
        else:
            used, index = np.unique(faces, return_inverse=True)
        points = np.ascontiguousarray(whole.vertices[used] - np.asarray(pivot, np.float32), "<f4")
        bounds: dict[str, Any] = {"min": points.min(axis=0).tolist(), "max": points.max(axis=0).tolist()}
        normals = np.ascontiguousarray(whole.normals[used], "<f4")
        colours = np.ascontiguousarray(whole.colours[used], np.uint8)
        first = len(self.accessors)
        self._list(points, _FLOAT, "VEC3", len(used), **bounds)
        self._list(normals, _FLOAT, "VEC3", len(used))
        self._list(colours, _UBYTE, "VEC4", len(used), normalized=True)
        self._list(np.ascontiguousarray(index, "<u2"), _USHORT, "SCALAR", 3 * len(faces), target=34963)
        attributes = {"POSITION": first, "NORMAL": first + 1, "COLOR_0": first + 2}
        self.meshes.append({"name": name, "primitives": [{"attributes": attributes, "indices": first + 3, "material": 0}]})
        return len(self.meshes) - 1

    def _list(self, values: NDArray[Any], kind: int, width: str, count: int, target: int = 34962, **more: Any) -> None:
        data = values.tobytes()
        self.accessors.append({"bufferView": len(self.views), "componentType": kind, "count": count, "type": width, **more})
        self.views.append({"buffer": 0, "byteOffset": self.offset, "byteLength": len(data), "target": target})
        self.parts.append(data)
        self.offset += len(data) + -len(data) % 4

    def packed(self, nodes: list[dict[str, Any]]) -> bytes:
        scene = {
            "asset": {"version": "2.0", "generator": "DreamGarden"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": nodes,
            "meshes": self.meshes,
            "materials": [{
                "name": "painted",
                "pbrMetallicRoughness": {"baseColorFactor": [1, 1, 1, 1], "metallicFactor": 0, "roughnessFactor": 0.9},
            }],
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{"byteLength": self.offset}],
        }
        head = json.dumps(scene, separators=(",", ":")).encode()
        head += b" " * (-len(head) % 4)
        body = b"".join(part + b"\0" * (-len(part) % 4) for part in self.parts)
        total = 12 + 8 + len(head) + 8 + len(body)
        return b"".join((
            struct.pack("<4sII", b"glTF", 2, total),
            struct.pack("<I4s", len(head), b"JSON"), head,
            struct.pack("<I4s", len(body), b"BIN\0"), body,
        ))
