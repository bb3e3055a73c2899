"""What a picture of a game shows by measure alone: black, white, empty, without contrast, in foreign colours.

Luma is Rec. 709, 0 to 1. Distances of colours are in CIELAB (CIE76), where 2 is just noticeable and 100 far apart.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamgarden.game.findings import Finding

_SIDE = 320  # pixels to which a picture is brought before it is measured


@dataclass(frozen=True)
class Measures:
    """A picture in numbers.

    luma      the mean.   dark, low, high, light  the 2nd, 25th, 75th and 98th percentile of luma.
    spread    the standard deviation of luma.   edges  the share of pixels at an edge.
    away      the mean distance of its main colours to the nearest of the style, CIELAB.
    """

    luma: float
    dark: float
    low: float
    high: float
    light: float
    spread: float
    edges: float
    away: float = 0.0


def measure(picture: bytes, palette: Mapping[str, str] | None = None) -> Measures:
    """The picture (PNG) in numbers; the whole of it, with its interface. Raises OSError when it is none."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        image.thumbnail((_SIDE, _SIDE))
        pixels = (np.asarray(image.convert("RGB")) / np.float32(255)).astype(np.float32)
    luma: NDArray[np.float32] = pixels @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    across, along = np.abs(np.diff(luma, axis=1))[:-1], np.abs(np.diff(luma, axis=0))[:, :-1]
    dark, low, high, light = (float(value) for value in np.percentile(luma, [2, 25, 75, 98]))
    return Measures(float(luma.mean()), dark, low, high, light, float(luma.std()), float((np.hypot(across, along) > 0.04).mean()),
                    _away(pixels, palette) if palette else 0.0)  # fmt: skip


def check_picture(picture: bytes, style: Mapping[str, Any], play: str, frame: int) -> list[Finding]:
    """What is wrong with a picture of play; an unreadable file is nothing that can be judged."""
    try:
        seen = measure(picture, style.get("palette") if isinstance(style.get("palette"), Mapping) else None)
    except OSError:
        return []

    def found(kind: str, what: str, sure: float) -> Finding:
        return Finding(kind, what, "picture", (), sure, play, frame, picture=picture)

    # By quartiles: words and meters of the interface stay light in any darkness.
    if seen.high < 0.09 and seen.luma < 0.16:
        return [found("dark", f"The picture is all but black (brightness {seen.luma:.2f} of 1).", 0.95)]
    if seen.low > 0.93 and seen.luma > 0.9:
        return [found("glare", f"The picture is all but white (brightness {seen.luma:.2f} of 1).", 0.95)]
    if seen.edges < 0.004 and seen.spread < 0.06:
        return [found("empty", "The picture shows nothing but an even colour.", 0.9)]
    if seen.light - seen.dark < 0.12:
        return [found("contrast", f"Light and dark of the picture lie only {seen.light - seen.dark:.2f} apart.", 0.7)]
    if seen.away > 60:
        return [found("palette", f"The picture's colours are far from the style's ({seen.away:.0f}).", 0.5)]
    return []


def check_words(state: Mapping[str, Any]) -> list[Finding]:
    """Labels and buttons that lie over each other, off the canvas, or are too small to read (below 14 of 720 pixels)."""
    boxes: list[tuple[str, float, float, float, float, float]] = []
    for row in state.get("labels", ()):
        if isinstance(row, Mapping):
            x, y, width, height, size = (float(row.get(name, 0) or 0) for name in ("x", "y", "width", "height", "size"))
            boxes.append((str(row.get("text", "")), x, y, width, height, size))
    out: list[Finding] = []
    for text, x, y, width, height, size in boxes:
        said = " ".join(text.split())[:40]
        if 0 < size < 14:
            out.append(Finding("unreadable", f"“{said}” is written {size:.0f} pixels high.", said, sure=0.7))
        if width and (x + width < 8 or y + height < 4 or x > 1272 or y > 716):
            out.append(Finding("unreadable", f"“{said}” is written outside the picture.", said, sure=0.8))
    for index, (text, x, y, width, height, _) in enumerate(boxes):
        for other, ox, oy, owidth, oheight, _ in boxes[index + 1:]:
            across, along = min(x + width, ox + owidth) - max(x, ox), min(y + height, oy + oheight) - max(y, oy)
            if across > 0.25 * min(width, owidth) and along > 0.5 * min(height, oheight) and text != other:
                said = " ".join(text.split())[:30]
                over = f"“{said}” and “{' '.join(other.split())[:30]}” are written over each other."
                out.append(Finding("unreadable", over, said, sure=0.7))
    return out[:4]


def _away(pixels: NDArray[np.float32], palette: Mapping[str, Any]) -> float:
    colours = [_rgb(str(value)) for value in palette.values()]
    wanted = _lab(np.array([colour for colour in colours if colour is not None], dtype=np.float32).reshape(-1, 3))
    if not len(wanted):
        return 0.0
    # Every eighth pixel stands for the picture; shades of a colour are the colour.
    some = _lab(pixels[::4, ::4].reshape(-1, 3))
    hue = np.linalg.norm((some[:, None, 1:] - wanted[None, :, 1:]), axis=2).min(axis=1)
    return float(hue.mean())


def _lab(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]], dtype=np.float32)
    ratio = xyz / np.array([0.9505, 1.0, 1.089], dtype=np.float32)
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1).astype(np.float32)


def _rgb(text: str) -> Sequence[float] | None:
    try:
        return [int(text[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    except ValueError:
        return None
