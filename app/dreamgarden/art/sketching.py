"""The offline painter: it draws the nearest model of the library, reshaped by the words. It invents nothing, and says so."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.model import Mesh
from dreamgarden.art.painter import NotPainted, Painted, Wish
from dreamgarden.art.pictures import Rgba, picture_bytes
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.art.library import Library

SIDE = 512
_TURNS = ((0.0, 0.0), (90.0, 0.0), (180.0, 0.0), (0.0, 90.0))  # front, right, back, from above
_LOOKED_AT = 6
Floats = NDArray[np.float32]

COLOURS = {
    "red": "#c8382e", "crimson": "#a31f34", "orange": "#e0822e", "yellow": "#e8c53a", "golden": "#d9a92f", "gold": "#d9a92f",
    "green": "#4f9a4a", "emerald": "#1f8a5b", "turquoise": "#35b5a8", "cyan": "#3fb8cf", "blue": "#3b6fc4", "navy": "#26345f",
    "violet": "#7c55b5", "purple": "#7b3f9d", "pink": "#e08bb0", "magenta": "#c03a8c", "brown": "#7c5434", "black": "#2c2b30",
    "white": "#efece6", "grey": "#8f9196", "gray": "#8f9196", "silver": "#b9bec6", "beige": "#d8c7a3", "teal": "#2f8079",
}  # fmt: skip
MATERIALS = {
    "wooden": "#8a5f3a", "wood": "#8a5f3a", "oaken": "#8a5f3a", "stone": "#8e8d88", "marble": "#dedbd3", "iron": "#5d6068",
    "steel": "#8f98a3", "metal": "#8f98a3", "rusty": "#8a4a2c", "rusted": "#8a4a2c", "copper": "#b5693c", "bronze": "#9a6b34",
    "brass": "#b9923f", "glass": "#bfe0e6", "crystal": "#9fd4ea", "ice": "#c4e6f2", "icy": "#c4e6f2", "frozen": "#c4e6f2",
    "mossy": "#6b8a4c", "clay": "#b4694a", "brick": "#a5553f", "paper": "#eee6d2", "bone": "#e6dcc2", "sandy": "#d9bf86",
    "jade": "#5fae86", "obsidian": "#26242c", "leather": "#7a4b2c", "straw": "#d6b862", "snowy": "#eef3f6", "charred": "#38332f",
}  # fmt: skip
SHAPES: dict[str, tuple[float, float, float]] = {
    "tall": (0.85, 1.35, 0.85), "high": (0.85, 1.35, 0.85), "slender": (0.72, 1.2, 0.72), "thin": (0.75, 1.05, 0.75),
    "narrow": (0.7, 1, 1), "slim": (0.75, 1.1, 0.75), "wide": (1.4, 1, 1), "broad": (1.35, 1, 1.1), "long": (1, 1, 1.5),
    "short": (1, 0.7, 1), "low": (1.1, 0.7, 1.1), "squat": (1.15, 0.7, 1.15), "flat": (1.1, 0.55, 1.1), "fat": (1.3, 0.95, 1.3),
    "plump": (1.25, 0.95, 1.25), "chubby": (1.25, 0.95, 1.25), "stout": (1.2, 0.9, 1.2), "thick": (1.25, 1, 1.25),
    "lanky": (0.75, 1.3, 0.75),
}  # fmt: skip


@dataclass(frozen=True)
class Reshaping:
    """What the words ask of a model: a colour over all of it ("" for its own), and how its sides are stretched."""

    tint: str = ""
    stretch: tuple[float, float, float] = (1.0, 1.0, 1.0)
    said: tuple[str, ...] = ()


class SketchPainter:
    """Paints what the library has. `library` opens it, when the first picture is asked for."""

    name = "sketch 1"

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library

    def paint(self, wish: Wish, work: Work) -> Painted:
        """Take n draws the n-th nearest model. Raises NotPainted when the library has nothing at all, Cancelled."""
        begun = time.monotonic()
        library = self._library()
        work.progress(0.1, "looking for what it may look like")
        hits = library.search(wish.words, max(_LOOKED_AT, wish.take), work)
        if not hits:
            raise NotPainted(f"There is no model to draw “{wish.words}” from.", then="Bring a picture, or choose another painter.")
        hit = hits[min(wish.take, len(hits)) - 1]
        shaping = reshaping(wish.words)
        mesh = reshaped(library.retrieve(hit, work=work), shaping)
        work.progress(0.7, f"drawing {hit.title}")
        said = f", made {' and '.join(shaping.said)}" if shaping.said else ""
        what = "recipe" if hit.kind == "recipe" else "model"
        return Painted(
            picture_bytes(sheet(mesh, wish.around)), "the offline painter", wish.words, time.monotonic() - begun, hit.licence, hit.credit,
            f"drawn from the {what} “{hit.title}”{said}; not invented",
        )  # fmt: skip


def reshaping(words: str) -> Reshaping:
    """Colour, material and proportion that the words name; a colour wins over a material."""
    tint, stretch, said = "", np.ones(3), []
    named = re.findall(r"[a-z]+", words.lower())
    for table in (MATERIALS, COLOURS):
        for word in named[:-1] if len(named) > 1 else ():  # the last is the thing itself: an orange is no orange thing
            if word in table:
                tint = table[word]
                said.append(word)
                break
    for word in named[:-1]:
        if word in SHAPES:
            stretch = stretch * SHAPES[word]
            said.append(word)
    x, y, z = (float(v) for v in np.clip(stretch, 0.4, 2.5))
    return Reshaping(tint, (x, y, z), tuple(dict.fromkeys(said)))


def reshaped(mesh: Mesh, shaping: Reshaping) -> Mesh:
    """The mesh stretched and tinted; light and dark stay, so that its parts can still be told apart."""
    scale = np.asarray(shaping.stretch, np.float32)
    normals = mesh.normals / scale
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    colours = mesh.colours
    if shaping.tint:
        tint = np.array([int(shaping.tint[i : i + 2], 16) for i in (1, 3, 5)], np.float32)
        own = colours[:, :3].astype(np.float32)
        light = own @ np.array([0.3, 0.59, 0.11], np.float32)
        shade = np.clip(light / max(float(np.median(light)), 1.0), 0.35, 1.7)[:, None]
        mixed = np.clip(0.82 * tint * shade + 0.18 * own, 0, 255)
        colours = np.concatenate([np.round(mixed).astype(np.uint8), colours[:, 3:]], axis=1)
    return Mesh((mesh.vertices * scale).astype(np.float32), normals.astype(np.float32), colours, mesh.faces)  # it is drawn at rest


def sheet(mesh: Mesh, around: bool, side: int = SIDE) -> Rgba:
    """The model straight from the front, or from four sides in a row; its own colours on nothing, all at one scale."""
    from dreamgarden import _native

    colours: Floats = mesh.colours[:, :3].astype(np.float32) / np.float32(255)
    scale = 0.9 * side / max(mesh.size)
    views = [
        _native.picture(mesh.vertices, mesh.normals, colours, mesh.faces, side, turn, lift, False, True, scale)
        for turn, lift in (_TURNS if around else _TURNS[:1])
    ]
    return np.ascontiguousarray(np.concatenate(views, axis=1))
