"""Reads .glb files of others: positions and base colours, with textures sampled at the corners of the faces.

Written by hand because a file in a library folder may be broken or hostile: every offset and count is checked before
it is used, and every fault is a `BrokenModel` that names the file.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamgarden.errors import BadInput

Floats = NDArray[np.float32]

LARGEST_FILE = 256 * 2**20
_LARGEST_DESCRIPTION = 32 * 2**20
_MOST_FACES = 2_000_000
_MOST_NODES = 20_000
_LARGEST_IMAGE = 8192
_TYPES: Mapping[int, Any] = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class BrokenModel(BadInput):
    """A model file that can't be read."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"The model {path} can't be used: {problem}.", safe="It was left out.", then="Replace or remove the file.")


@dataclass(frozen=True)
class Corners:
    """A triangle soup: points and sRGB colours (0 to 1) of the three corners of every face, [m, 3, 3]."""

    points: Floats
    colours: Floats


def read_header(path: Path) -> dict[str, Any]:
    """The JSON part of a .glb, with its buffers unread: enough to tell whether it is one. Raises BrokenModel."""
    try:
        if not path.is_file():
            raise BrokenModel(path, "it is not a file")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise BrokenModel(path, f"it is larger than {LARGEST_FILE // 2**20} MB")
        with path.open("rb") as file:
            start = file.read(20)
            if len(start) < 20 or start[:4] != b"glTF":
                raise BrokenModel(path, "it is not a .glb file")
            version, _total, length, kind = struct.unpack("<IIII", start[4:])
            if version != 2 or kind != 0x4E4F534A:
                raise BrokenModel(path, f"only version 2 of .glb is read, this is {version}")
            if length > size - 20:
                raise BrokenModel(path, "it is cut off")
            if length > _LARGEST_DESCRIPTION:
                raise BrokenModel(path, f"its description is larger than {_LARGEST_DESCRIPTION // 2**20} MB")
            text = file.read(length)
        data = json.loads(text)
    except OSError as error:
        raise BrokenModel(path, f"it can't be opened ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise BrokenModel(path, "its description is not JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("meshes"), list) or not data["meshes"]:
        raise BrokenModel(path, "it holds no meshes")
    data["#body"] = 20 + length + 8
    return data


def read_glb(path: Path) -> Corners:
    """All triangles in world space. Skins stay in their resting pose. Raises BrokenModel."""
    data = read_header(path)
    try:
        raw = path.read_bytes()
    except (OSError, MemoryError) as error:
        raise BrokenModel(path, f"it can't be read ({error})") from error
    return _corners(path, data, raw)


def read_packed(raw: bytes, path: Path) -> Corners:
    """The same of a .glb in memory that packing.py made; `path` names it in errors. Raises BrokenModel."""
    (length,) = struct.unpack("<I", raw[12:16])
    data = json.loads(raw[20 : 20 + length])
    data["#body"] = 20 + length + 8
    return _corners(path, data, raw)


def _corners(path: Path, data: dict[str, Any], raw: bytes) -> Corners:
    try:
        return _Reader(path, data, memoryview(raw)).corners()
    except BrokenModel:
        raise
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError, MemoryError, RecursionError, OSError) as error:
        raise BrokenModel(path, f"a part of it is missing or wrong ({type(error).__name__}: {error})") from error


class _Reader:
    def __init__(self, path: Path, data: dict[str, Any], raw: memoryview) -> None:
        self.path, self.data, self.body = path, data, raw[data["#body"] :]
        self._images: dict[int, NDArray[np.uint8]] = {}

    def corners(self) -> Corners:
        points: list[Floats] = []
        colours: list[Floats] = []
        faces = read = 0
        for mesh, matrix in self._placed_meshes():
            for primitive in self.data["meshes"][mesh]["primitives"]:
                if primitive.get("mode", 4) != 4:
                    continue
                read += int(self.data["accessors"][primitive["attributes"]["POSITION"]]["count"])
                if read > 3 * _MOST_FACES:
                    raise BrokenModel(self.path, f"it has more than {3 * _MOST_FACES:,} vertices")
                p, c = self._primitive(primitive, matrix)
                faces += len(p)
                if faces > _MOST_FACES:
                    raise BrokenModel(self.path, f"it has more than {_MOST_FACES:,} triangles")
                points.append(p)
                colours.append(c)
        if not faces:
            raise BrokenModel(self.path, "it holds no triangles")
        all_points = np.concatenate(points)
        if not np.isfinite(all_points).all():
            raise BrokenModel(self.path, "it holds numbers that are not finite")
        return Corners(all_points, np.concatenate(colours))

    def _placed_meshes(self) -> list[tuple[int, NDArray[np.float64]]]:
        nodes = self.data.get("nodes", [])
        scenes = self.data.get("scenes")
        roots = scenes[self.data.get("scene", 0)].get("nodes", []) if scenes else range(len(nodes))
        out: list[tuple[int, NDArray[np.float64]]] = []
        pending: list[tuple[int, NDArray[np.float64], int]] = [(root, np.eye(4), 0) for root in roots]
        seen = 0
        while pending:
            index, parent, depth = pending.pop()
            seen += 1
            if depth > 64 or seen > _MOST_NODES:
                raise BrokenModel(self.path, "its nodes contain each other")
            node = nodes[index]
            matrix = parent @ _matrix(node)
            if "mesh" in node:
                out.append((node["mesh"], matrix))
            pending += [(child, matrix, depth + 1) for child in node.get("children", [])]
        return out

    def _primitive(self, primitive: Mapping[str, Any], matrix: NDArray[np.float64]) -> tuple[Floats, Floats]:
        if "KHR_draco_mesh_compression" in primitive.get("extensions", {}):
            raise BrokenModel(self.path, "it is compressed with Draco, which is not read")
        attributes = primitive["attributes"]
        points = self._accessor(attributes["POSITION"]).astype(np.float64)
        points = points @ matrix[:3, :3].T + matrix[:3, 3]
        n = len(points)
        flat = self._accessor(primitive["indices"]).reshape(-1) if "indices" in primitive else np.arange(n)
        index: Any = flat[: len(flat) // 3 * 3].astype(np.int64).reshape(-1, 3)
        if len(index) and (index.min() < 0 or index.max() >= n):
            raise BrokenModel(self.path, "a face names a vertex that isn't there")
        if np.linalg.det(matrix[:3, :3]) < 0:
            index = index[:, ::-1]
        material = self.data["materials"][primitive["material"]] if "material" in primitive else {}
        surface = material.get("pbrMetallicRoughness", {})
        factor = np.asarray(surface.get("baseColorFactor", [1, 1, 1, 1])[:3], np.float32)
        colours = np.broadcast_to(to_srgb(factor), (len(index), 3, 3)).astype(np.float32)
        texture = surface.get("baseColorTexture")
        if texture is not None:
            coordinate = f"TEXCOORD_{texture.get('texCoord', 0)}"
            if coordinate in attributes:
                uv = _transformed(self._unit(attributes[coordinate])[:, :2], texture.get("extensions", {}))
                image = self._image(self.data["textures"][texture["index"]]["source"])
                colours = colours * _sampled(image, uv[index])
        if "COLOR_0" in attributes:
            colours = colours * to_srgb(self._unit(attributes["COLOR_0"])[:, :3])[index]
        return points[index].astype(np.float32), np.clip(colours, 0, 1).astype(np.float32)

    def _unit(self, number: int) -> Floats:
        values = self._accessor(number)
        kind = values.dtype
        out = values.astype(np.float32)
        return out / np.float32(np.iinfo(kind).max) if kind.kind in "iu" else out

    def _accessor(self, number: int) -> NDArray[Any]:
        accessor = self.data["accessors"][number]
        kind, width, count = np.dtype(_TYPES[accessor["componentType"]]), _WIDTHS[accessor["type"]], int(accessor["count"])
        if count < 0 or count > 3 * _MOST_FACES:
            raise BrokenModel(self.path, f"a list has {count} entries")
        if "bufferView" not in accessor:
            return np.zeros((count, width), kind)
        view = self.data["bufferViews"][accessor["bufferView"]]
        if view.get("buffer", 0) != 0 or "uri" in self.data["buffers"][0]:
            raise BrokenModel(self.path, "its data lies in another file")
        start = int(view.get("byteOffset", 0)) + int(accessor.get("byteOffset", 0))
        step = int(view.get("byteStride", 0)) or kind.itemsize * width
        end = start + step * (count - 1) + kind.itemsize * width if count else start
        if start < 0 or step < kind.itemsize * width or end > len(self.body):
            raise BrokenModel(self.path, "its data ends too early")
        return np.ndarray((count, width), kind, self.body, start, (step, kind.itemsize)).copy()

    def _image(self, number: int) -> NDArray[np.uint8]:
        if number not in self._images:
            from PIL import Image

            view = self.data["bufferViews"][self.data["images"][number]["bufferView"]]
            start = int(view.get("byteOffset", 0))
            data = io.BytesIO(self.body[start : start + int(view["byteLength"])])
            try:
                picture = Image.open(data, formats=("PNG", "JPEG"))
                if max(picture.size) > _LARGEST_IMAGE:
                    raise BrokenModel(self.path, f"a texture is larger than {_LARGEST_IMAGE} pixels")
                self._images[number] = np.asarray(picture.convert("RGB"))
            except (SyntaxError, struct.error, Image.DecompressionBombError) as error:  # so Pillow calls a damaged PNG and a vast one
                raise BrokenModel(self.path, f"a texture can't be read ({error})") from error
        return self._images[number]


def _matrix(node: Mapping[str, Any]) -> NDArray[np.float64]:
    if "matrix" in node:
        return np.asarray(node["matrix"], float).reshape(4, 4).T
    out = np.eye(4)
    x, y, z, w = (float(v) for v in node.get("rotation", (0, 0, 0, 1)))
    out[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    out[:3, :3] *= np.asarray(node.get("scale", (1, 1, 1)), float)
    out[:3, 3] = node.get("translation", (0, 0, 0))
    return out


def _transformed(uv: Floats, extensions: Mapping[str, Any]) -> Floats:
    """KHR_texture_transform."""
    change = extensions.get("KHR_texture_transform")
    if not change:
        return uv
    angle = float(change.get("rotation", 0))
    c, s = np.cos(angle), np.sin(angle)
    scaled = uv * np.asarray(change.get("scale", (1, 1)), np.float32)
    turned = np.stack([scaled[:, 0] * c + scaled[:, 1] * s, scaled[:, 1] * c - scaled[:, 0] * s], axis=1)
    moved: Floats = (turned + np.asarray(change.get("offset", (0, 0)))).astype(np.float32)
    return moved


def _sampled(image: NDArray[np.uint8], uv: Floats) -> Floats:
    """The texture at the corners, drawn a little towards each face's middle: a corner lies on the border of a swatch."""
    inner = uv + (uv.mean(axis=1, keepdims=True) - uv) * np.float32(0.12)
    height, width, _ = image.shape
    x = np.floor(inner[..., 0] % 1.0 * width).astype(int) % width
    y = np.floor(inner[..., 1] % 1.0 * height).astype(int) % height
    return np.asarray(image[y, x], np.float32) / np.float32(255)


def to_srgb(linear: Floats) -> Floats:
    """Factors and vertex colours are linear in glTF; textures and what we show are sRGB."""
    low = np.clip(linear, 0, 1)
    return np.where(low <= 0.0031308, low * 12.92, 1.055 * np.power(np.maximum(low, 1e-6), 1 / 2.4) - 0.055).astype(np.float32)
