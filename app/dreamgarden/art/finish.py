"""The end of every asset route: metres, pivot, triangle budget, .glb bytes and a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dreamgarden.art.collision import Collision, collision_of
from dreamgarden.art.glb import write_glb
from dreamgarden.art.model import Mesh
from dreamgarden.art.pictures import picture_bytes
from dreamgarden.errors import BadInput

__all__ = ["Finished", "finish", "reduced", "thumbnail", "write_glb"]

_ANOTHER = "Use another model, or let the app choose."


@dataclass(frozen=True)
class Finished:
    """A model as a game takes it: size in metres (width, height, depth), `.glb` bytes, what bumps into it meets."""

    mesh: Mesh
    glb: bytes
    size: tuple[float, float, float]
    triangles: int
    collision: Collision


def finish(mesh: Mesh, size_m: float = 0.0, *, budget: int = 6000, floating: bool = False, name: str = "model") -> Finished:
    """Scale so that the longest side is `size_m` metres (0 keeps the scale), put the pivot at the base's centre, reduce.

    floating  the pivot goes to the middle of the height instead (balloons, planets).
    Raises BadInput for a mesh without extent or with numbers that are not finite.
    """
    if not len(mesh.faces) or not np.isfinite(mesh.vertices).all():
        raise BadInput(f"The model {name} has no triangles or holds numbers that are not finite.", then=_ANOTHER)
    if max(mesh.size) <= 1e-9:
        raise BadInput(f"The model {name} has no extent.", then=_ANOTHER)
    mesh = reduced(mesh, budget)  # first, since it may move the bounds a little
    longest = max(mesh.size)
    scale = size_m / longest if size_m > 0 else 1.0
    low, high = mesh.low, mesh.high
    middle = (low + high) / 2
    base = np.array([middle[0], middle[1] if floating else low[1], middle[2]], np.float32)
    mesh = mesh.moved(-base * np.float32(scale), scale)
    collision = collision_of(mesh)
    glb = write_glb(mesh, name, {"collision": collision.to_json()})
    return Finished(mesh, glb, mesh.size, len(mesh.faces), collision)


def reduced(mesh: Mesh, budget: int) -> Mesh:
    """At most about `budget` triangles; lines between colours are kept where they can be."""
    if len(mesh.faces) <= budget:
        return mesh
    from dreamgarden import _native

    points, index = np.unique(np.round(mesh.vertices, 6), axis=0, return_inverse=True)
    faces = index.reshape(-1)[mesh.faces].astype(np.uint32)
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    faces, corners = faces[whole], mesh.colours[mesh.faces[whole]]
    # Colours that differ visibly make a border; shades of one colour don't.
    tags = (corners[:, :, :3].mean(axis=1) / 24).round().astype(np.uint32) @ np.array([1, 16, 256], np.uint32)
    points, faces, kept = _native.simplify(points, faces, tags.tolist(), budget, 0.0, 60.0, _native.Stop())
    of = np.zeros(len(mesh.faces), np.int64)
    for number, joint in enumerate(mesh.joints):
        of[joint.first : joint.first + joint.count] = number + 1
    of = of[whole][kept]
    order = np.argsort(of, kind="stable")
    counts = np.bincount(of, minlength=len(mesh.joints) + 1)
    starts = np.cumsum(counts)
    joints = tuple(replace(joint, first=int(starts[n]), count=int(counts[n + 1])) for n, joint in enumerate(mesh.joints))
    colours = corners[kept[order]][:, :, :3].reshape(-1, 3).astype(np.float32) / 255
    return replace(Mesh(*_native.shade(points, faces[order], colours, 0.6)), joints=joints)


def thumbnail(
    mesh: Mesh, size: int = 256, *, turn: float | None = None, lift: float | None = None, ground: bool = True
) -> bytes:
    """A PNG of the mesh, lit, filling the frame, with a transparent background and a soft shadow on the ground.

    turn and lift say where the camera stands, in degrees from the front and above the horizon; None chooses: what is
    long from front to back is seen more from its side, what is flat more from above.
    """
    from dreamgarden import _native

    width, height, depth = (max(length, 1e-9) for length in mesh.size)
    if turn is None:
        turn = 32.0 + 26.0 * min(max((depth / width - 1.2) / 1.2, 0.0), 1.0)
    if lift is None:
        lift = 20.0 + 26.0 * min(max(1.0 - height / max(width, depth) / 0.4, 0.0), 1.0)
    colours = mesh.colours[:, :3].astype(np.float32) / 255
    rgba = _native.picture(mesh.vertices, mesh.normals, colours, mesh.faces, size, turn, lift, ground)
    return picture_bytes(rgba)
