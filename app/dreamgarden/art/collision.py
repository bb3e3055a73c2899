"""What a model is when things bump into it: a box where it all but fills one, else its convex hull, else a few hulls.

A chair is several hulls, so that one can walk under its seat's edge; a crate is a box. They are written into the .glb, as
`collision` among its node's extras, in the model's metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.model import Mesh

Kind = Literal["box", "convex", "parts"]
Floats = NDArray[np.float32]

MOST_PARTS = 6
MOST_POINTS = 26
_BOX = 0.88  # of its bounds that the hull must fill to count as a box
_GAIN = 0.06  # of the volume that another cut must save
_THIN = 1e-9


@dataclass(frozen=True)
class Collision:
    """kind; and the corners of each hull, metres, [n, 3] with n from 4 to 26 (of a box: its eight).

    gates  for each hull the number of the joint with which it opens, -1 for what is always in the way.
    """

    kind: Kind
    hulls: tuple[Floats, ...]
    gates: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it stands in a .glb; lengths to the millimetre."""
        out: dict[str, Any] = {"kind": self.kind, "hulls": [np.round(hull.astype(float), 3).tolist() for hull in self.hulls]}
        if any(gate >= 0 for gate in self.gates):
            out["gates"] = list(self.gates)
        return out


def collision_of(mesh: Mesh) -> Collision:
    """The simplest shape that comes near the model. What opens has a hull of its own, which is not in the way when it is open."""
    rest = np.ones(len(mesh.faces), bool)
    gates: list[int] = []
    hulls: list[Floats] = []
    for n, joint in enumerate(mesh.joints):
        some = slice(joint.first, joint.first + joint.count)
        if joint.motion.kind == "open" and joint.count:
            gates.append(n)
            hulls.append(_corners(mesh.vertices[np.unique(mesh.faces[some])]))
            rest[some] = False
        elif joint.motion.kind == "swing" or (joint.motion.kind == "spin" and abs(joint.axis[1]) < 0.5):
            rest[some] = False  # sails sweep by: nobody is stopped where they happen to rest
    if rest.sum() < 4:
        return _collision(mesh, mesh.faces)
    body = _collision(mesh, mesh.faces[rest])
    return body if not gates else Collision("parts", (*body.hulls, *hulls), (*([-1] * len(body.hulls)), *gates))


def _collision(mesh: Mesh, faces: NDArray[np.uint32]) -> Collision:
    points = mesh.vertices[np.unique(faces)]
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    box = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float32) * size + low
    whole = _volume(points)
    if whole >= _BOX * float(np.prod(size)) or whole <= _THIN:
        return Collision("box", (box,))
    parts = _parted(mesh.vertices[faces], whole)
    if len(parts) == 1:
        return Collision("convex", (_corners(points),))
    return Collision("parts", tuple(_corners(part.reshape(-1, 3)) for part in parts))


def _parted(faces: Floats, whole: float) -> list[Floats]:
    """The faces in groups whose hulls are small together: each time the cut is made that saves most.

    After the idea of approximate convex decomposition (Lien and Amato 2007), with cuts along the axes alone.
    """
    groups = [(faces, whole)]
    while len(groups) < MOST_PARTS:
        best: tuple[float, int, list[tuple[Floats, float]]] | None = None
        for n, (group, volume) in enumerate(groups):
            for halves in _cuts(group):
                volumes = [_volume(half.reshape(-1, 3)) for half in halves]
                saved = volume - sum(volumes)
                if best is None or saved > best[0]:
                    best = (saved, n, list(zip(halves, volumes, strict=True)))
        if best is None or best[0] < _GAIN * whole:
            break
        groups[best[1] : best[1] + 1] = best[2]
    return [group for group, _ in groups]


def _cuts(group: Floats) -> list[tuple[Floats, Floats]]:
    middles = group.mean(axis=1)
    out: list[tuple[Floats, Floats]] = []
    for axis in range(3):
        low, high = float(middles[:, axis].min()), float(middles[:, axis].max())
        for share in (0.2, 0.35, 0.5, 0.65, 0.8):
            under = middles[:, axis] < low + share * (high - low)
            if 4 <= under.sum() <= len(group) - 4:
                out.append((group[under], group[~under]))
    return out


def _volume(points: Floats) -> float:
    import manifold3d

    some = points if len(points) <= 600 else points[:: len(points) // 600 + 1]
    return float(manifold3d.Manifold.hull_points(np.ascontiguousarray(some, np.float64)).volume())


def _corners(points: Floats) -> Floats:
    """The points furthest out in so many directions: corners of a hull within the true one."""
    directions = np.array([[x, y, z] for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if x or y or z], np.float32)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    chosen = np.unique(np.argmax(points @ directions.T, axis=0))
    return np.ascontiguousarray(points[chosen[:MOST_POINTS]])
