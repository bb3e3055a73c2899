"""Drawing a model's colours towards a garden's palette, so that what was found or painted stands beside what was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.model import Mesh

Floats = NDArray[np.float64]

STRENGTH = 0.4
_REACH = 70.0  # degrees of hue: what is further from every colour of the palette keeps its own
_GREY = 0.03  # chroma below which a colour has no hue worth speaking of


def harmonised(mesh: Mesh, palette: Mapping[str, Any], strength: float = STRENGTH) -> Mesh:
    """The mesh with its hues turned towards the palette's nearest, and no more vivid than the palette is; light and dark stay.

    palette   role → "#rrggbb"; other values are passed over.       strength  0 changes nothing, 1 takes the palette's hues.
    """
    named = [colour for colour in palette.values() if isinstance(colour, str) and len(colour) == 7 and colour.startswith("#")]
    try:
        given = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in named], float)
    except ValueError:
        return mesh
    if not len(given) or strength <= 0:
        return mesh
    wanted = _oklab(given)
    chroma = np.hypot(wanted[:, 1], wanted[:, 2])
    vivid = chroma > _GREY
    if not vivid.any():
        return mesh
    hues, usual = np.degrees(np.arctan2(wanted[vivid, 2], wanted[vivid, 1])), float(np.percentile(chroma[vivid], 80))
    own, index = np.unique(mesh.colours[:, :3], axis=0, return_inverse=True)
    lab = _oklab(own.astype(float))
    own_chroma, own_hue = np.hypot(lab[:, 1], lab[:, 2]), np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    away = (hues[None, :] - own_hue[:, None] + 180) % 360 - 180
    nearest = away[np.arange(len(own)), np.abs(away).argmin(axis=1)]
    turned = np.where((np.abs(nearest) <= _REACH) & (own_chroma > _GREY), own_hue + strength * nearest, own_hue)
    calmer = own_chroma - strength * np.maximum(own_chroma - 1.15 * usual, 0)
    lab[:, 1], lab[:, 2] = calmer * np.cos(np.radians(turned)), calmer * np.sin(np.radians(turned))
    colours = mesh.colours.copy()
    colours[:, :3] = _srgb(lab)[index.reshape(-1)]
    return replace(mesh, colours=colours)


_TO_CONES = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                      [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip


def _oklab(rgb: Floats) -> Floats:
    """Oklab (Ottosson 2020) of sRGB, 0 to 255."""
    c = rgb / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    out: Floats = np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T
    return out


def _srgb(lab: Floats) -> NDArray[np.uint8]:
    linear = np.clip((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONES).T, 0, 1)
    c = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    out: NDArray[np.uint8] = np.round(np.clip(c, 0, 1) * 255).astype(np.uint8)
    return out
