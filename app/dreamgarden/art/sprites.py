"""Sprites for games in 2D: a model seen from n directions in m frames of a movement, with an outline and few colours, packed
into one atlas; or a picture that was cut out.
"""

from __future__ import annotations

import io
import json
import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.joints import posed
from dreamgarden.art.model import Mesh
from dreamgarden.art.pictures import Rgba, picture_bytes, smaller
from dreamgarden.errors import BadInput
from dreamgarden.work import Work

Movement = Literal["still", "bob", "spin", "walk"]
LARGEST_ATLAS = 4096
Floats = NDArray[np.float32]
_OPAQUE = 128
_OUTLINE = 0.35  # of the colour beside it


@dataclass(frozen=True)
class Sheet:
    """How a sheet of sprites is drawn.

    directions  seen from so many sides, the first from the front, then turning to the right.
    frames      of the movement, which begins again after the last.
    side        pixels of each sprite.       lift     degrees the eye is above the horizon.
    colours     in the whole atlas at most; 0 keeps all.
    """

    directions: int = 8
    frames: int = 4
    side: int = 64
    lift: float = 25.0
    movement: Movement = "bob"
    outline: bool = True
    colours: int = 32


@dataclass(frozen=True)
class Atlas:
    """A PNG with a row for each direction and a column for each frame, and what a game must know of it.

    foot    how far down each sprite the thing stands, 0 to 1.
    tall    how much of a sprite's height the thing takes up, 0 to 1.       metres  how tall it is itself.
    """

    png: bytes
    side: int
    directions: int
    frames: int
    movement: Movement
    foot: float
    tall: float = 1.0
    metres: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """side (pixels), directions (rows), frames (columns), movement, foot (across and down), tall, metres."""
        rows = {"side": self.side, "directions": self.directions, "frames": self.frames}
        return {**rows, "movement": self.movement, "foot": [0.5, self.foot], "tall": self.tall, "metres": self.metres}

    def told(self) -> bytes:
        """The PNG with all that written into it, as its text `sprites`: so the game's runtime knows what lies where."""
        from PIL import Image
        from PIL.PngImagePlugin import PngInfo

        text, out = PngInfo(), io.BytesIO()
        text.add_text("sprites", json.dumps(self.to_json(), sort_keys=True))
        Image.open(io.BytesIO(self.png)).save(out, "PNG", pnginfo=text, optimize=True)
        return out.getvalue()


def atlas_of(mesh: Mesh, sheet: Sheet, work: Work) -> Atlas:
    """The model as sprites, all at one scale. Raises BadInput for a sheet that is too large or empty, Cancelled."""
    from dreamgarden import _native

    if not (1 <= sheet.directions <= 32 and 1 <= sheet.frames <= 32 and 8 <= sheet.side <= 512):
        raise BadInput("A sheet has 1 to 32 directions, 1 to 32 frames and sprites of 8 to 512 pixels.", then="Ask for fewer.")
    if max(sheet.directions, sheet.frames) * sheet.side > LARGEST_ATLAS:
        raise BadInput(f"The atlas would be larger than {LARGEST_ATLAS} pixels.", then="Ask for fewer or smaller sprites.")
    middle = (mesh.low + mesh.high) / 2
    whole = mesh.moved(-np.array([middle[0], mesh.low[1], middle[2]]))
    walking = sheet.movement == "walk"
    legs = any(joint.motion.kind == "walk" for joint in whole.joints)
    colours = whole.colours[:, :3].astype(np.float32) / np.float32(255)
    lift = math.radians(sheet.lift)
    around = float(np.hypot(whole.vertices[:, 0], whole.vertices[:, 2]).max())
    tall = (whole.size[1] + _hop(whole)) * math.cos(lift) + 2 * around * math.sin(lift)  # with what the movement adds
    scale = 0.92 * sheet.side / max(2.05 * around, tall)
    foot = 0.96 * sheet.side - scale * around * math.sin(lift)
    out = np.zeros((sheet.directions * sheet.side, sheet.frames * sheet.side, 4), np.uint8)
    for frame in range(sheet.frames):
        moment = frame / sheet.frames
        points, normals = whole.vertices, whole.normals
        if sheet.movement != "still" and whole.joints:
            points, normals = posed(whole, moment, walking)
        points, normals = _moved(points, normals, sheet.movement, moment, _hop(whole), legs)
        centre = (points.min(axis=0) + points.max(axis=0)) / 2
        for direction in range(sheet.directions):
            work.progress((frame * sheet.directions + direction) / (sheet.frames * sheet.directions), "drawing sprites")
            turn = 2 * math.pi * direction / sheet.directions
            rgba = _native.picture(points, normals, colours, whole.faces, sheet.side, math.degrees(turn), sheet.lift, False, False, scale)
            # The kernel has the bounds in the middle; the foot must stay where it is.
            right = np.array([math.cos(turn), 0, -math.sin(turn)])
            up = np.array([-math.sin(turn) * math.sin(lift), math.cos(lift), -math.cos(turn) * math.sin(lift)])
            down = foot - (sheet.side / 2 + scale * float(centre @ up))
            cell = _pushed(rgba, round(down), round(scale * float(centre @ right)))
            y, x = direction * sheet.side, frame * sheet.side
            out[y : y + sheet.side, x : x + sheet.side] = _outlined(cell) if sheet.outline else cell
    png = picture_bytes(_reduced(out, sheet.colours))
    tall = min(scale * whole.size[1] * math.cos(lift) / sheet.side, 1.0)
    shares = (round(foot / sheet.side, 3), round(tall, 3), round(whole.size[1], 3))
    return Atlas(png, sheet.side, sheet.directions, sheet.frames, sheet.movement, *shares)


def atlas_of_picture(cut: Rgba, side: int = 64, outline: bool = True, colours: int = 32) -> Atlas:
    """One sprite of a picture that was cut out, standing on the foot."""
    from dreamgarden.art.cutout import cropped

    thing = smaller(cropped(cut), round(0.86 * side))
    tall = round(thing.shape[0] / side, 3)
    out = np.zeros((side, side, 4), np.uint8)
    height, width = thing.shape[:2]
    top, left = max(0, round(0.94 * side) - height), (side - width) // 2
    out[top : top + height, left : left + width] = thing[: side - top]
    return Atlas(picture_bytes(_reduced(_outlined(out) if outline else out, colours)), side, 1, 1, "still", 0.94, tall)


def _moved(points: Floats, normals: Floats, movement: Movement, phase: float, high: float, legs: bool) -> tuple[Floats, Floats]:
    """Points and normals at a moment of the movement of the whole thing, 0 to 1. Who has legs rocks less when it walks."""
    around = 2 * math.pi * phase
    if movement == "bob":
        return points + np.array([0, high * (1 + math.sin(around)) / 2, 0], np.float32), normals
    if movement == "spin":
        turn = _turn(around)
        return (points @ turn.T).astype(np.float32), (normals @ turn.T).astype(np.float32)
    if movement == "walk":  # rocking from foot to foot
        rock = np.radians((2 if legs else 7) * math.sin(around))
        c, s = math.cos(rock), math.sin(rock)
        tilt = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float32)
        hop = np.array([0, (0.2 if legs else 0.6) * high * abs(math.sin(around)), 0], np.float32)
        return (points @ tilt.T + hop).astype(np.float32), (normals @ tilt.T).astype(np.float32)
    return points, normals


def _hop(mesh: Mesh) -> float:
    """How high it rises when it moves, metres."""
    return max(0.07 * mesh.size[1], 0.05 * max(mesh.size))


def _turn(angle: float) -> NDArray[np.float32]:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32)


def _outlined(cell: Rgba) -> Rgba:
    """Whole or clear pixels, and around the whole ones a line of their own colour, darkened."""
    solid = cell[:, :, 3] >= _OPAQUE
    out = np.where(solid[:, :, None], cell, 0).astype(np.uint8)
    out[solid, 3] = 255
    sums, counts = np.zeros((*cell.shape[:2], 3), np.float32), np.zeros(cell.shape[:2], np.float32)
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        near = _pushed(solid, dy, dx)
        sums += np.where(near[:, :, None], _pushed(out[:, :, :3].astype(np.float32), dy, dx), 0)
        counts += near
    line = ~solid & (counts > 0)
    out[line, :3] = np.round(_OUTLINE * sums[line] / counts[line, None]).astype(np.uint8)
    out[line, 3] = 255
    return out


def _pushed(values: Any, dy: int, dx: int) -> Any:
    out = np.zeros_like(values)
    height, width = values.shape[:2]
    out[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = values[
        max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
    ]
    return out


def _reduced(atlas: Rgba, colours: int) -> Rgba:
    """At most so many colours beside the transparent one, chosen by median cut (Heckbert 1982)."""
    solid = atlas[:, :, 3] >= _OPAQUE
    if colours <= 0 or not solid.any():
        return atlas
    from PIL import Image

    used = atlas[solid][:, :3]
    strip = Image.fromarray(np.ascontiguousarray(used[None]), "RGB")
    strip = strip.quantize(min(colours, 256), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = np.zeros_like(atlas)
    out[solid, :3] = np.asarray(strip.convert("RGB"))[0]
    out[solid, 3] = 255
    return out
