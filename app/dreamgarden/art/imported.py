"""Model files of others (.glb, .gltf, .obj) as a `Mesh`: vertex colours in place of textures, within a triangle budget."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import numpy as np

from dreamgarden.art.gltf import LARGEST_FILE, BrokenModel, Corners, read_glb, read_header, read_packed
from dreamgarden.art.model import MOST_VERTICES, Mesh
from dreamgarden.art.packing import packed_file

_GLANCE = 1 << 20
_CREASE = 0.6  # cosine: about 53 degrees


def glance(path: Path) -> None:
    """Tell by its first bytes whether a .glb, .gltf or .obj file can be one. Raises BrokenModel."""
    if path.suffix.lower() == ".glb":
        read_header(path)
        return
    try:
        with path.open("rb") if path.is_file() else open(os.devnull, "rb") as file:
            start = file.read(_GLANCE)
    except OSError as error:
        raise BrokenModel(path, f"it can't be opened ({error.strerror})") from error
    if path.suffix.lower() == ".gltf":
        if b'"meshes"' not in start and len(start) < _GLANCE:
            raise BrokenModel(path, "it is not a .gltf file: it names no meshes")
        return
    if b"\0" in start or not re.search(rb"^v[ \t]+[-+.\d]", start, re.MULTILINE):
        raise BrokenModel(path, "it is not an .obj file: it lists no vertices")


def read_model(path: Path, budget: int = 6000) -> Mesh:
    """A .glb, .gltf or .obj file as a mesh of at most about `budget` triangles, in the file's own scale. Raises BrokenModel."""
    ending = path.suffix.lower()
    corners = read_glb(path) if ending == ".glb" else read_packed(packed_file(path), path) if ending == ".gltf" else _read_obj(path)
    mesh = _shaded(corners, budget)
    if len(mesh.vertices) > MOST_VERTICES:
        raise BrokenModel(path, f"it still has {len(mesh.vertices)} vertices after reduction")
    return mesh


def _shaded(corners: Corners, budget: int) -> Mesh:
    from dreamgarden import _native

    flat = corners.points.reshape(-1, 3)
    across = float(np.ptp(flat, axis=0).max()) or 1.0
    points, index = np.unique(np.round(flat / across, 5), axis=0, return_inverse=True)
    faces = index.reshape(-1, 3).astype(np.uint32)
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    faces, colours = faces[whole], corners.colours[whole]
    points = (points * across).astype(np.float32)
    if len(faces) > budget:
        # Faces of clearly different colours keep the line between them.
        tags = (colours.mean(axis=1) * 10).round().astype(np.uint32) @ np.array([1, 16, 256], np.uint32)
        points, faces, kept = _native.simplify(points, faces, tags.tolist(), budget, 0.0, 60.0, _native.Stop())
        colours = colours[kept]
    return Mesh(*_native.shade(points, faces, np.ascontiguousarray(colours.reshape(-1, 3)), _CREASE))


def _read_obj(path: Path) -> Corners:
    """Through trimesh, which knows materials and textures."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BrokenModel(path, f"it is larger than {LARGEST_FILE // 2**20} MB")
        import trimesh

        scene: Any = trimesh.load(str(path), force="scene")
        points, colours = [], []
        for mesh in scene.dump():
            if not isinstance(mesh, trimesh.Trimesh) or not len(mesh.faces):
                continue
            visual: Any = mesh.visual  # with a material, its colours are found in the texture; else they lie at the vertices
            coloured = visual.to_color() if hasattr(visual, "to_color") else visual
            rgba = np.asarray(coloured.vertex_colors, np.float32)[:, :3] / 255
            points.append(np.asarray(mesh.vertices, np.float32)[mesh.faces])
            colours.append(rgba[mesh.faces])
    except OSError as error:
        raise BrokenModel(path, f"it can't be opened ({error.strerror})") from error
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, ArithmeticError, MemoryError, RecursionError) as error:
        raise BrokenModel(path, f"it can't be read as OBJ ({error})") from error
    if not points:
        raise BrokenModel(path, "it holds no triangles")
    soup, paints = np.concatenate(points).astype(np.float32), np.concatenate(colours).astype(np.float32)
    if soup.shape != paints.shape:
        raise BrokenModel(path, "it has colours for other faces than its own")
    if not np.isfinite(soup).all():
        raise BrokenModel(path, "it holds numbers that are not finite")
    return Corners(soup, paints)
