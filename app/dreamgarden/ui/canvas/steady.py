"""Keeps what is looked at in its place while the tree around it changes, and lets the other cards glide."""

from __future__ import annotations

from time import monotonic

from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.node_item import FULL_ZOOM
from dreamgarden.ui.canvas.scene import GROW_SECONDS, Motion, Scene

_MOST_MOVING = 220
_BEYOND = 60.0


class Steady:
    """`note` before a change, `settle` after it; `settle` says by how much the camera has to follow."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._old: dict[str, tuple[float, float]] = {}
        self._anchor: tuple[str, float] | None = None

    def note(
        self,
        camera: Camera,
        width: float,
        height: float,
        under: str | None,
        band: tuple[float, float] | None,
    ) -> None:
        """Remember where the shown cards are. The node `under` the pointer stays, or what is looked at."""
        scene, document = self._scene, self._scene.document
        self._old.clear()
        self._anchor = None
        if not scene.top:
            return
        left, top = camera.to_scene(-_BEYOND, -_BEYOND)
        right, bottom = camera.to_scene(width + _BEYOND, height + _BEYOND)
        middle = self._look_around(left, top, right, bottom, band) if camera.zoom >= FULL_ZOOM / 2 else scene.top
        current = document.current
        if under is None and current is not None and current.id in self._old:
            under = current.id
        anchor = under or middle
        if anchor in scene.layout.slots:
            self._anchor = (anchor, scene.layout.card(anchor)[1])

    def settle(self, *, glide: bool, band: tuple[float, float] | None) -> float:
        """The height by which the camera moves so that the anchor stays; gliding cards are set on their way."""
        scene = self._scene
        shift = 0.0
        if self._anchor is not None and self._anchor[0] in scene.layout.slots:
            shift = scene.layout.card(self._anchor[0])[1] - self._anchor[1]
        if not glide:
            scene.motions.clear()
            return shift
        now = monotonic()
        moved = (band[0] + shift, band[1] + shift) if band else None
        for id, (x, y) in self._old.items():
            if id not in scene.layout.slots or not scene.layout.shown(id):
                continue
            motion = scene.motions.get(id)
            if motion is not None and motion.born and now - motion.began < GROW_SECONDS:
                continue
            scene.motions.pop(id, None)
            new_x, new_y = scene.card_of(id, moved)
            dx, dy = x - new_x, y + shift - new_y
            if abs(dx) > 0.5 or abs(dy) > 0.5:
                scene.motions[id] = Motion(dx, dy, now, False)
        return shift

    def _look_around(
        self, left: float, top: float, right: float, bottom: float, band: tuple[float, float] | None
    ) -> str:
        """Note the shown cards' places; answers the leaf nearest the middle, since parents only stick beside it."""
        scene = self._scene
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        found, nearest = scene.top, float("inf")
        for number, placed in enumerate(scene.layout.visible(left, top, right, bottom)):
            if number > _MOST_MOVING:
                self._old.clear()
                return found
            x, y = self._old[placed.slot.id] = scene.card(placed, band)
            off = abs(y - middle_y) + abs(x - middle_x) / 4
            if not placed.slot.open_children and off < nearest:
                found, nearest = placed.slot.id, off
        return found
