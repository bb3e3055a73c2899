"""Parts of a model that move about a point, within declared limits: sails that spin, lids that open, legs that walk.

A recipe declares them (`moves`), a .glb keeps them as nodes of their own with `motion` among their extras, and the game's
runtime plays them (native/garden/joints.cpp). In its file, and wherever else it is shown, a model rests.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from dreamgarden.art.model import Mesh

Kind = Literal["spin", "bob", "swing", "open", "walk", "roll"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_JOINTS = 24
LIMITS: Mapping[Kind, tuple[float, float]] = {
    "spin": (-720, 720), "bob": (0, 5), "swing": (-150, 150), "open": (-180, 180), "walk": (0, 60), "roll": (0.01, 5),
}  # fmt: skip
SECONDS: Mapping[Kind, float] = {"spin": 1.0, "bob": 2.0, "swing": 2.0, "open": 0.8, "walk": 1.0, "roll": 1.0}

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Motion:
    """What a part does.

    amount   spin: degrees a second; bob: metres up and down; swing, walk: degrees to either side; open: degrees when it is
             open; roll: the radius of the wheel in metres.
    seconds  bob, swing: for once there and back; open: until it is open.
    axis     0, 1, 2: of the node's own axes, the one it turns about or bobs along.
    phase    0 to 1: how far ahead of the others it is.
    """

    name: str
    kind: Kind
    amount: float
    axis: int = 1
    seconds: float = 1.0
    phase: float = 0.0


@dataclass(frozen=True)
class Joint:
    """A part of a mesh that moves: the faces first to first + count.

    pivot, axis  metres, and a direction of length 1, both in the model's frame.
    parent       the number of the joint that carries it, -1 for the body.
    """

    motion: Motion
    pivot: Vector
    axis: Vector
    first: int
    count: int
    parent: int = -1

    def scaled(self, by: Vector, scale: float) -> Joint:
        """As it is when the mesh is scaled about the origin and then moved."""
        x, y, z = (p * scale + b for p, b in zip(self.pivot, by, strict=True))
        lengths = self.motion.kind in ("bob", "roll")
        return replace(self, pivot=(x, y, z), motion=replace(self.motion, amount=self.motion.amount * scale) if lengths else self.motion)

    def to_json(self) -> dict[str, Any]:
        """As it stands among the extras of its node."""
        motion = self.motion
        return {"kind": motion.kind, "axis": [round(v, 4) for v in self.axis], "amount": round(motion.amount, 4),
                "seconds": motion.seconds, "phase": round(motion.phase % 1, 3)}  # fmt: skip


def joint_of(motion: Motion, parent: int, pivot: Vector, axes: list[Vector], first: int, count: int) -> Joint:
    """A joint as the native mesher found it: axes are the node's, seen from the model, and not of length 1 where it is scaled."""
    axis = np.asarray(axes[motion.axis], float)
    size = float(np.linalg.norm(axis)) or 1.0
    axis = axis / size
    mirrored = float(np.linalg.det(np.asarray(axes, float))) < 0
    if motion.kind in ("walk", "roll"):
        axis = -axis if axis[0] < 0 else axis  # forward is forward on both sides
        if mirrored and motion.kind == "walk":
            motion = replace(motion, phase=motion.phase + 0.5)  # one leg, then the other
    elif mirrored and motion.kind != "bob":
        axis = -axis  # the other wing goes up when this one does
    if motion.kind in ("bob", "roll"):
        motion = replace(motion, amount=motion.amount * size)
    return Joint(motion, pivot, (float(axis[0]), float(axis[1]), float(axis[2])), first, count, parent)


def carried_order(parents: Sequence[int]) -> list[int]:
    """The numbers of joints, each after the one that carries it and before the next of that one's: as a .glb's nodes are walked."""
    out: list[int] = []

    def walk(carrier: int) -> None:
        for number, parent in enumerate(parents):
            if parent == carrier:
                out.append(number)
                walk(number)

    walk(-1)
    return out


def posed(mesh: Mesh, moment: float, walking: bool = True) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Points and normals at a moment of all its movements, 0 to 1; the movements begin again after it.

    What opens opens and shuts, what spins goes once around; walking says whether legs and wheels move.
    """
    points, normals = mesh.vertices.astype(np.float64), mesh.normals.astype(np.float64)
    for number, joint in enumerate(mesh.joints):
        matrix = placed_of(mesh, number, moment, walking)
        some = np.unique(mesh.faces[joint.first : joint.first + joint.count])
        points[some] = points[some] @ matrix[:3, :3].T + matrix[:3, 3]
        normals[some] = normals[some] @ matrix[:3, :3].T
    return points.astype(np.float32), normals.astype(np.float32)


def placed_of(mesh: Mesh, number: int, moment: float, walking: bool) -> NDArray[np.float64]:
    """Where a joint's part is carried to, as a matrix of 4 by 4."""
    joint = mesh.joints[number]
    own = matrix_at(joint, moment, walking)
    return own if joint.parent < 0 else placed_of(mesh, joint.parent, moment, walking) @ own


def matrix_at(joint: Joint, moment: float, walking: bool) -> NDArray[np.float64]:
    """What a joint does at a moment, without those that carry it."""
    motion = joint.motion
    wave = math.sin(2 * math.pi * (moment + motion.phase))
    out = np.eye(4)
    if motion.kind == "bob":
        out[:3, 3] = np.asarray(joint.axis) * motion.amount * wave
        return out
    degrees = {"spin": math.copysign(360 * moment, motion.amount), "swing": motion.amount * wave,
               "open": motion.amount * math.sin(math.pi * moment), "walk": motion.amount * wave * walking,
               "roll": 360 * moment * walking}[motion.kind]  # fmt: skip
    x, y, z = joint.axis
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    out[:3, :3] = [
        [c + x * x * (1 - c), x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
        [y * x * (1 - c) + z * s, c + y * y * (1 - c), y * z * (1 - c) - x * s],
        [z * x * (1 - c) - y * s, z * y * (1 - c) + x * s, c + z * z * (1 - c)],
    ]
    pivot = np.asarray(joint.pivot)
    out[:3, 3] = pivot - out[:3, :3] @ pivot
    return out
