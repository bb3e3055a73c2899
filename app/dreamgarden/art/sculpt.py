"""Sculptors: from pictures of a thing to a closed, coloured mesh. The kernels are native (native/mesh/sculpt.h).

| Way | From | For |
| --- | --- | --- |
| inflation | one view | round bodies; thinner, sheets |
| slab | one view | blocks: its outline, as deep as such a thing is |
| hull | front, side, also from above | what the silhouettes leave when they are cut against each other |
| round hull | the same | the same with rounded sections |
| relief | one view and its depths | what a monocular-depth model saw |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.bodies import Body, body_of
from dreamgarden.art.model import Mesh
from dreamgarden.art.pictures import BrokenPicture, Rgba, smaller
from dreamgarden.art.turnaround import Side, View
from dreamgarden.errors import Cancelled
from dreamgarden.work import Work

Way = Literal["inflation", "slab", "hull", "round hull", "relief"]
Floats = NDArray[np.float32]

CELLS = 96  # along the longest side
_MOST_FACES = 40_000  # before reduction; what makes more is bulky, and loses nothing on a coarser grid
_SIDE = 512
_SECONDS = 20.0
_CREASE = 0.55
_SHEET = 0.16  # of its narrower side: how deep a sheet is
_KEPT = 0.985  # of each shadow that rounding must leave, to be what was pictured
_OTHER: dict[Side, Side] = {"back": "front", "left": "right"}


@dataclass(frozen=True)
class Sculpted:
    """A mesh of unit height or so, standing on y = 0; how it was made, and from which sides."""

    mesh: Mesh
    way: Way
    sides: tuple[Side, ...]


def sculpt(views: Sequence[View], words: str = "", budget: int = 6000, work: Work | None = None, *, way: Way | None = None,
           depth: float = 0.0) -> Sculpted:
    """The mesh that the views suggest.

    words  what it is called: guides the choice of the way, and what no view shows.
    way    None lets it be chosen.        depth  of the thing, as a share of its width; 0 lets it be guessed.
    Raises BrokenPicture for views that leave nothing, Cancelled.
    """
    work = work or Work()
    work.check()
    views = _sorted(views)
    body = body_of(words)
    size = size_of(views, body, depth)
    chosen, shape = chiselled(views, size, body, way, work)
    points, faces = surface(shape)
    if len(faces) > _MOST_FACES:
        _, shape = chiselled(views, size, body, chosen, work, int(CELLS * (_MOST_FACES / len(faces)) ** 0.5))
        points, faces = surface(shape)
    return Sculpted(_meshed(shape, points, faces, budget, work), chosen, tuple(view.side for view in views))


def size_of(views: Sequence[View], body: Body, depth: float = 0.0) -> tuple[float, float, float]:
    """Width, height and depth of the thing, its larger side of the front being 1."""
    seen = {view.side: view.rgba.shape[:2] for view in views}
    tall, wide = seen["front"]
    width, height = wide / max(tall, wide), tall / max(tall, wide)
    flank = seen.get("right") or seen.get("left")
    if flank is not None:
        deep = flank[1] / flank[0] * height  # both are equally tall
    elif "top" in seen:
        deep = seen["top"][0] / seen["top"][1] * width
    elif depth > 0:
        deep = depth * width
    else:
        narrow = min(width, height)
        deep = {"round": 0.9 * narrow, "sheet": _SHEET * narrow, "block": min(width, 1.5 * height)}[body]
    return (max(width, 0.01), max(height, 0.01), max(deep, 0.01))


def chiselled(views: Sequence[View], size: tuple[float, float, float], body: Body, way: Way | None, work: Work,
              cells: int = CELLS) -> tuple[Way, Any]:
    """The native sculpture of sorted views, and the way it was made."""
    sides = {view.side for view in views}
    if way is None and not sides & {"right", "left", "top"}:
        way = "slab" if body == "block" else "inflation"
    if way == "inflation":
        heights = inflated(views[0].rgba, size)
        return way, carved(views, size, work, cells, near=heights, far=heights)
    if way in ("slab", "hull", "round hull"):
        return way, carved(views, size, work, cells, round_=2.0 if way == "round hull" else 0.0)
    whole = carved(views, size, work, cells)
    above, flank = "top" in sides, bool(sides & {"right", "left"})
    if above and flank:
        # The roundest body that still throws all the shadows that were seen.
        for exponent in (2.0, 3.0):
            rounded = carved(views, size, work, cells, round_=exponent)
            if all(rounded.shadow(axis) >= _KEPT * whole.shadow(axis) for axis in range(3)):
                return "round hull", rounded
        return "hull", whole
    if body == "round":
        return "round hull", carved(views, size, work, cells, round_=2.0)
    return "hull", whole


def inflated(front: Rgba, size: tuple[float, float, float]) -> Floats:
    """Heights before and behind the middle, in the units of `size`, at the pixels of the front view."""
    from dreamgarden import _native

    cover = np.ascontiguousarray(front[:, :, 3].astype(np.float32) / 255)
    heights: Floats = _native.inflate(cover)
    highest = float(heights.max())
    if highest <= 0:
        raise BrokenPicture("", "the thing in it is thinner than a pixel")
    return heights * np.float32(0.5 * size[2] / highest)


def carved(views: Sequence[View], size: tuple[float, float, float], work: Work, cells: int = CELLS, *, round_: float = 0.0,
           near: Floats | None = None, far: Floats | None = None) -> Any:
    """The native sculpture. Raises BrokenPicture, Cancelled."""
    from dreamgarden import _native

    stop = _native.Stop()
    forget = work.on_cancel(stop.ask)
    try:
        seen = [(view.side, np.ascontiguousarray(view.rgba)) for view in views]
        return _native.Sculpture(seen, list(size), cells, round_, near, far, _SECONDS, stop)
    except _native.Fault as fault:
        raise BrokenPicture("", f"its {fault.args[0]} {fault.args[1]}") from fault
    except _native.Stopped as stopped:
        if stop.asked:
            raise Cancelled() from stopped
        raise BrokenPicture("", f"cutting it took longer than {_SECONDS:.0f} seconds") from stopped
    finally:
        forget()


def relief(view: View, nearness: Floats, size: tuple[float, float, float], work: Work, budget: int = 6000) -> Sculpted:
    """The front as a depth model saw it, the back inflated. nearness is 0 (far) to 1 (near) at the view's pixels."""
    front = smaller(view.rgba, _SIDE)
    if nearness.shape != front.shape[:2]:
        raise BrokenPicture("", "its depths have another size than itself")
    solid = front[:, :, 3] > 127
    if not solid.any() or not np.isfinite(nearness).all():
        raise BrokenPicture("", "its depths hold nothing")
    low, high = np.percentile(nearness[solid], (2, 98))
    shape = np.clip((nearness - low) / max(float(high - low), 1e-6), 0, 1).astype(np.float32)
    swelling = inflated(front, size)
    # The model's depths, held down to the silhouette where the body ends.
    rim = np.clip(swelling / max(0.25 * float(swelling.max()), 1e-9), 0, 1)
    near = np.ascontiguousarray((0.15 * size[2] + 0.85 * size[2] * shape) * np.sqrt(rim) * 0.6 + 0.2 * swelling, np.float32)
    both = (size[0], size[1], 2 * float(max(near.max(), swelling.max())))
    shaped = carved([View("front", front)], both, work, near=near, far=np.ascontiguousarray(0.8 * swelling, np.float32))
    return Sculpted(_meshed(shaped, *surface(shaped), budget, work), "relief", ("front",))


def _sorted(views: Sequence[View]) -> list[View]:
    """Front first, at most 512 pixels a side. Raises BrokenPicture without a front."""
    given = {view.side: View(view.side, smaller(view.rgba, _SIDE)) for view in views}
    if "front" not in given and "back" in given:
        given["front"] = View("front", np.ascontiguousarray(given.pop("back").rgba[:, ::-1]))
    if "front" not in given:
        raise BrokenPicture("", "none of the views shows the front")
    order: tuple[Side, ...] = ("front", "right", "left", "back", "top")
    return [given[side] for side in order if side in given]


def surface(shape: Any) -> tuple[Floats, NDArray[np.uint32]]:
    """Points and faces of a native sculpture, closed. Raises BrokenPicture when nothing is left of it."""
    from dreamgarden import _native

    try:
        points, faces = shape.surface()
    except _native.Fault as fault:
        raise BrokenPicture("", f"its views {fault.args[1]}") from fault
    return points, faces


def _meshed(shape: Any, points: Floats, faces: NDArray[np.uint32], budget: int, work: Work) -> Mesh:
    """The surface within the budget, closed, with the colours of the views at the corners of its faces."""
    from dreamgarden import _native

    work.check()
    stop = _native.Stop()
    forget = work.on_cancel(stop.ask)
    try:
        if len(faces) > 200:
            middles, normals = points[faces].mean(axis=1), _face_normals(points, faces)
            # Faces of clearly different colours keep the line between them.
            tags = (shape.colours(middles, normals) * 8).round().astype(np.uint32) @ np.array([1, 16, 256], np.uint32)
            points, faces, _ = _native.simplify(points, faces, tags.tolist(), budget, 0.12 / CELLS, _SECONDS, stop)
    except _native.Stopped as stopped:
        raise Cancelled() from stopped
    finally:
        forget()
    flat = _face_normals(points, faces)
    around = np.zeros_like(points)
    for corner in range(3):
        np.add.at(around, faces[:, corner], flat)
    smooth = _unit(around)[faces]
    bent = (smooth * flat[:, None]).sum(axis=2, keepdims=True) < _CREASE
    normals = np.where(bent, flat[:, None], smooth)
    corners = points[faces]
    inner = corners + (corners.mean(axis=1, keepdims=True) - corners) * np.float32(0.1)
    colours = shape.colours(inner.reshape(-1, 3).astype(np.float32), normals.reshape(-1, 3).astype(np.float32))
    colours = _agreed(colours.reshape(-1, 3, 3), faces, bent[:, :, 0], len(points))
    return Mesh(*_native.shade(points, faces, colours.reshape(-1, 3), _CREASE))


def _agreed(colours: Floats, faces: NDArray[np.uint32], bent: NDArray[np.bool_], count: int) -> Floats:
    """One colour where the faces around a point are smooth and all but agree, so that its vertex is not split for nothing."""
    sums, counts = np.zeros((count, 3), np.float32), np.zeros(count, np.float32)
    np.add.at(sums, faces[~bent], colours[~bent])
    np.add.at(counts, faces[~bent], 1)
    mean = (sums / np.maximum(counts, 1)[:, None])[faces]
    near = (np.abs(mean - colours).max(axis=2) < 0.12) & ~bent
    return np.ascontiguousarray(np.where(near[:, :, None], mean, colours), np.float32)


def _face_normals(points: Floats, faces: NDArray[np.uint32]) -> Floats:
    a, b, c = (points[faces[:, k]] for k in range(3))
    return _unit(np.cross(b - a, c - a))


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    out: Floats = np.where(length > 1e-12, vectors / np.maximum(length, 1e-12), np.array([0, 1, 0], np.float32)).astype(np.float32)
    return out
