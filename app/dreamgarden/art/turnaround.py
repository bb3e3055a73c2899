"""A turnaround: one picture that shows a thing from several sides, taken apart into views.

Figures that stand side by side are read from left to right: front, right side, back, from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dreamgarden.art.cutout import cropped
from dreamgarden.art.pictures import BrokenPicture, Rgba

Side = Literal["front", "right", "back", "left", "top"]
ORDER: tuple[Side, ...] = ("front", "right", "back", "top")
_LIKE = 0.2  # how much the heights of one thing's sides may differ


@dataclass(frozen=True)
class View:
    """What is seen from one side: transparent around the thing, cropped to it."""

    side: Side
    rgba: Rgba


def views_of(cut: Rgba) -> list[View]:
    """The views in a picture that was cut out: one, or those of a turnaround. Raises BrokenPicture when it is empty."""
    figures = _figures(cut)
    if not figures:
        raise BrokenPicture("", "it is transparent all over")
    tall = [figure.shape[0] for figure in figures]
    # The sides of one thing are equally tall; figures that aren't are one thing in pieces, or a group.
    if 2 <= len(figures) <= 4 and max(tall[:3]) - min(tall[:3]) <= _LIKE * max(tall[:3]):
        return [View(side, figure) for side, figure in zip(ORDER, figures, strict=False)]
    return [View("front", cropped(cut))]


def _figures(cut: Rgba) -> list[Rgba]:
    """Parts of the picture with empty columns between them, of a size worth having."""
    filled = (cut[:, :, 3] > 127).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(np.int8)))
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    joined: list[tuple[int, int]] = []
    for a, b in spans:  # a gap narrower than a fiftieth is inside a figure
        if joined and a - joined[-1][1] < cut.shape[1] / 50:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    widest = max((b - a for a, b in joined), default=0)
    return [cropped(cut[:, a:b]) for a, b in joined if b - a >= 0.08 * widest]
