"""`Mesh`: triangles with a normal and a colour at every vertex. What every route of `art` ends in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.joints import Joint

# raylib keeps a mesh's indices in 16 bits.
MOST_VERTICES = 65535


@dataclass(frozen=True)
class Mesh:
    """Metres, Y up, front towards +Z.

    vertices, normals  float32 [n, 3]; normals have length 1.
    colours            uint8 [n, 4], sRGB with alpha, to be shown as they are.
    faces              uint32 [m, 3], counter-clockwise seen from outside; those of the body first, then those of each joint.
    joints              the parts that move, and carry faces of their own.
    """

    vertices: NDArray[np.float32]
    normals: NDArray[np.float32]
    colours: NDArray[np.uint8]
    faces: NDArray[np.uint32]
    joints: tuple[Joint, ...] = ()

    @property
    def low(self) -> NDArray[np.float32]:
        """The lowest corner of the bounds."""
        return np.asarray(self.vertices.min(axis=0), np.float32)

    @property
    def high(self) -> NDArray[np.float32]:
        """The highest corner of the bounds."""
        return np.asarray(self.vertices.max(axis=0), np.float32)

    @property
    def size(self) -> tuple[float, float, float]:
        """Width, height and depth in metres."""
        x, y, z = (float(v) for v in self.high - self.low)
        return (x, y, z)

    def moved(self, by: Any, scale: float = 1.0) -> Mesh:
        """Scaled about the origin, then moved by a vector in metres."""
        way = np.asarray(by, np.float32)
        vertices = self.vertices * np.float32(scale) + way
        x, y, z = (float(v) for v in way)
        joints = tuple(joint.scaled((x, y, z), scale) for joint in self.joints)
        return replace(self, vertices=vertices.astype(np.float32), joints=joints)
