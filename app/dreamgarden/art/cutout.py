"""Cutting the thing out of its picture, and saying how sure that is.

A picture that is transparent around the thing is believed. Else the ground is what the picture's rim shows: a smooth
surface of colour is fitted to it, everything like it that hangs together with the rim is ground. Paintings and photographs
with a restless ground are parted by the colours of rim and middle, and trusted less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dreamgarden.art.pictures import BrokenPicture, Rgba, smaller

Way = Literal["alpha", "plain ground", "by colours"]
Floats = NDArray[np.float32]

_SIDE = 512
_SPECK = 0.004  # of the picture: smaller pieces are dirt
_PLAIN = 7.0  # colour difference up to which a rim is one surface
_COLOURS = 6


@dataclass(frozen=True)
class Cut:
    """A thing without its ground.

    rgba        at most 512 pixels a side, transparent around the thing.
    confidence  0 to 1: how far the cut can be trusted. Below 0.5 a person should look.
    """

    rgba: Rgba
    confidence: float
    way: Way


def cut_out(picture: Rgba, name: str = "") -> Cut:
    """The thing that a picture shows. Raises BrokenPicture when there is nothing, or nothing but ground."""
    from dreamgarden import _native

    picture = smaller(picture, _SIDE)
    alpha = picture[:, :, 3]
    if alpha.max() < 128:
        raise BrokenPicture(name, "it is transparent all over")
    if (alpha < 32).mean() > 0.02:
        solid = alpha >= 128
        return Cut(_cleared(picture, alpha.astype(np.float32) / np.float32(255)), _trust(solid, 0.98), "alpha")
    lab = _lab(picture[:, :, :3])
    ground, unrest = _ground(lab)
    away = np.sqrt(((lab - ground) ** 2).sum(axis=2))
    if unrest <= _PLAIN:
        edge = max(7.0, 3.0 * unrest)
        inside: NDArray[np.bool_] = away > edge
        soft = np.clip((away - 0.5 * edge) / edge, 0, 1)
        way: Way = "plain ground"
        sure = 0.95 - 0.05 * unrest
    else:
        inside = _by_colours(lab)
        soft = inside.astype(np.float32)
        way, sure = "by colours", 0.45
    same = away < 0.5 * edge if way == "plain ground" else np.zeros_like(inside)
    reached = _ground_from_rim(~inside, same, _native)
    inside = _without_specks(~reached, _native)
    if not inside.any():
        raise BrokenPicture(name, "it shows nothing before its ground")
    # Soft at the outline alone: a bright spot inside the thing may have the ground's colour.
    outline = _grown(~inside) & inside
    cover = np.where(inside, np.where(outline, np.maximum(soft, 0.5), 1.0), 0.0).astype(np.float32)
    return Cut(_cleared(picture, cover), _trust(inside, sure), way)


def cropped(rgba: Rgba) -> Rgba:
    """The part of the picture that isn't transparent. Raises BrokenPicture when all of it is."""
    solid = rgba[:, :, 3] > 127
    if not solid.any():
        raise BrokenPicture("", "it is transparent all over")
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    return np.ascontiguousarray(rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def _cleared(picture: Rgba, cover: Floats) -> Rgba:
    out = picture.copy()
    out[:, :, 3] = np.round(cover * 255).astype(np.uint8)
    out[out[:, :, 3] == 0] = 0
    return out


def _trust(inside: NDArray[np.bool_], sure: float) -> float:
    """Less for what fills the picture, what is tiny, and what the picture's edge cuts off."""
    share = float(inside.mean())
    rim = float(np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]]).mean())
    fits = min(share / 0.03, 1.0) * min((1 - share) / 0.08, 1.0)
    return round(max(0.0, min(1.0, sure * fits * (1 - 0.8 * min(rim / 0.4, 1.0)))), 2)


def _ground(lab: Floats) -> tuple[Floats, float]:
    """The ground's colour everywhere, as a plane over the rim's, and how far the rim's pixels lie from it (robustly)."""
    height, width, _ = lab.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    depth = max(2, min(height, width) // 40)
    rim = np.zeros((height, width), bool)
    rim[:depth] = rim[-depth:] = rim[:, :depth] = rim[:, -depth:] = True
    terms = np.stack([np.ones_like(x), x / width - 0.5, y / height - 0.5], axis=2)
    basis, seen = terms[rim], lab[rim]
    kept = np.ones(len(seen), bool)
    kept[:] = np.abs(seen - np.median(seen, axis=0)).sum(axis=1) < 40
    if kept.sum() < 0.3 * len(seen):
        kept[:] = True
    for _ in range(3):  # without what is cut off at the rim
        plane, *_ = np.linalg.lstsq(basis[kept], seen[kept], rcond=None)
        off = np.sqrt(((seen - basis @ plane) ** 2).sum(axis=1))
        kept = off <= max(2.5 * float(np.median(off)), 1.0)
    return (terms @ plane).astype(np.float32), float(np.percentile(off, 75))


def _by_colours(lab: Floats) -> NDArray[np.bool_]:
    """What is more like the middle than like the rim, by the colours each has (two palettes, a few rounds)."""
    height, width, _ = lab.shape
    y, x = np.mgrid[0:height, 0:width]
    away = np.maximum(np.abs(x / (width - 1 + 1e-9) - 0.5), np.abs(y / (height - 1 + 1e-9) - 0.5)) * 2
    smooth = _blurred(lab, 3)
    middle: NDArray[np.bool_] = away < 0.6
    inside = middle
    prior = ((0.75 - away) * 14).astype(np.float32)  # things stand in the middle
    for _ in range(4):
        near, far = _palette(smooth[inside]), _palette(smooth[~inside])
        like = _to(smooth, far) - _to(smooth, near) + prior
        inside = _blurred(like[:, :, None], 4)[:, :, 0] > 0
        if not inside.any() or inside.all():
            return middle
    return inside


def _palette(colours: Floats) -> Floats:
    """A few colours that stand for many (k-means, from spread out beginnings)."""
    some = colours[:: max(1, len(colours) // 3000)]
    order = np.argsort(some[:, 0], kind="stable")
    middles = some[order[np.linspace(0, len(order) - 1, _COLOURS).astype(int)]]
    for _ in range(6):
        nearest = ((some[:, None] - middles[None]) ** 2).sum(axis=2).argmin(axis=1)
        middles = np.stack([some[nearest == k].mean(axis=0) if (nearest == k).any() else middles[k] for k in range(_COLOURS)])
    out: Floats = middles.astype(np.float32)
    return out


def _to(lab: Floats, palette: Floats) -> Floats:
    nearest = np.full(lab.shape[:2], np.inf, np.float32)
    for colour in palette:
        nearest = np.minimum(nearest, np.sqrt(((lab - colour) ** 2).sum(axis=2)))
    return nearest


def _blurred(values: Floats, reach: int) -> Floats:
    """The mean over a square of 2 reach + 1 pixels."""
    padded = np.pad(values, ((reach + 1, reach), (reach + 1, reach), (0, 0)), mode="edge").cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    n = 2 * reach + 1
    out: Floats = ((padded[n:, n:] - padded[:-n, n:] - padded[n:, :-n] + padded[:-n, :-n]) / n**2).astype(np.float32)
    return out


def _ground_from_rim(ground: NDArray[np.bool_], same: NDArray[np.bool_], native: Any) -> NDArray[np.bool_]:
    """The part of the ground that hangs together with the picture's rim, and holes in the thing that are wide open.

    same  where the colour is the ground's very own: there a smaller hole is believed.
    """
    label = native.pieces(ground.astype(np.uint8))
    at_rim = np.unique(np.concatenate([label[0], label[-1], label[:, 0], label[:, -1]]))
    sizes = np.bincount(label.reshape(-1))
    alike = np.bincount(label.reshape(-1), weights=same.reshape(-1)) > 0.8 * sizes
    wide = np.flatnonzero(sizes > np.where(alike, 0.002, 0.012) * label.size)  # between the legs of a chair
    keep = np.zeros(len(sizes), bool)
    keep[at_rim] = keep[wide] = True
    keep[0] = False
    out: NDArray[np.bool_] = keep[label]
    return out


def _without_specks(inside: NDArray[np.bool_], native: Any) -> NDArray[np.bool_]:
    label = native.pieces(inside.astype(np.uint8))
    sizes = np.bincount(label.reshape(-1))
    sizes[0] = 0
    out: NDArray[np.bool_] = (sizes >= min(_SPECK * label.size, 0.5 * sizes.max()))[label] & inside
    return out


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    out[:, 1:] |= mask[:, :-1]
    out[:, :-1] |= mask[:, 1:]
    return out


def _lab(rgb: NDArray[np.uint8]) -> Floats:
    """CIELAB (D65) of sRGB bytes: distances in it are about as large as they look."""
    c = rgb.astype(np.float32) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
    xyz = linear @ to_xyz.T / np.array([0.9505, 1.0, 1.089], np.float32)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    lab = np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)
    out: Floats = lab.astype(np.float32)
    return out
