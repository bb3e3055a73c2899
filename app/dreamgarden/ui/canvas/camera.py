"""What part of the plane is seen: a zoom and the scene point at the window's upper left corner. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

LEAST_ZOOM = 0.10
MOST_ZOOM = 4.0
# Further out than this, cards are no more to be told apart and branches are shown as bands.
BAND_ZOOM = 0.16


@dataclass(frozen=True)
class Spread:
    """How far bands are drawn out sideways: a tree of thousands is a thread that would else be seen and not be read.

    whole  the zoom at which the whole tree fits in height; it is below BAND_ZOOM.
    full   the zoom across that fills the width then.
    """

    whole: float
    full: float

    @classmethod
    def of(cls, width: float, height: float, room_x: float, room_y: float) -> Spread | None:
        """For a tree of that size in a room of that size; None when it can be read as it is."""
        whole = room_y / max(1.0, height)
        full = min(1.0, room_x / max(1.0, width))
        return cls(whole, full) if whole < BAND_ZOOM < full else None

    def across(self, zoom: float) -> float:
        """Widget pixels per scene pixel sideways: the further out, the more it is drawn out."""
        if zoom >= BAND_ZOOM:
            return zoom
        share = min(1.0, _steps(BAND_ZOOM, zoom) / _steps(BAND_ZOOM, self.whole))
        return float(BAND_ZOOM * (self.full / BAND_ZOOM) ** share)


@dataclass
class Camera:
    """zoom is widget pixels per scene pixel; x and y are the scene point at the widget's upper left."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    # A tree that does not fit at 10 % may still be shown whole, so "fit" can lower the floor.
    floor: float = LEAST_ZOOM
    spread: Spread | None = None

    @property
    def across(self) -> float:
        """The zoom sideways: the same, but for bands."""
        return self.spread.across(self.zoom) if self.spread is not None else self.zoom

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The scene point below a widget point."""
        return self.x + x / self.across, self.y + y / self.zoom

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """The widget point of a scene point."""
        return (x - self.x) * self.across, (y - self.y) * self.zoom

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by so many widget pixels."""
        self.x -= dx / self.across
        self.y -= dy / self.zoom

    def zoom_at(self, factor: float, x: float, y: float) -> None:
        """Zoom, clamped, so that the scene point below the widget point stays there."""
        sx, sy = self.to_scene(x, y)
        self.zoom = min(MOST_ZOOM, max(self.floor, self.zoom * factor))
        self.x, self.y = sx - x / self.across, sy - y / self.zoom

    def fitted(
        self, left: float, top: float, right: float, bottom: float, width: float, height: float, margin: float,
        closest: float = 1.0,
    ) -> Camera:
        """The camera that shows a scene rectangle in the middle of a widget, no nearer than `closest`."""
        wide, high = max(1.0, right - left), max(1.0, bottom - top)
        room_x, room_y = max(1.0, width - 2 * margin), max(1.0, height - 2 * margin)
        zoom = min(closest, room_x / wide, room_y / high)
        made = Camera(zoom, 0.0, 0.0, min(LEAST_ZOOM, zoom), self.spread)
        made.x = (left + right) / 2 - width / 2 / made.across
        made.y = (top + bottom) / 2 - height / 2 / zoom
        return made

    def between(self, other: Camera, share: float) -> Camera:
        """A camera on the way to another, moving evenly in zoom."""
        made = replace(other, zoom=self.zoom * (other.zoom / self.zoom) ** share)
        made.x = self.x + (other.x - self.x) * _way(self.across, other.across, made.across, share)
        made.y = self.y + (other.y - self.y) * _way(self.zoom, other.zoom, made.zoom, share)
        return made


def _way(start: float, end: float, now: float, share: float) -> float:
    """How far along: so that the point that is fixed in both views stays fixed on the way; far apart views just slide."""
    return (1 / start - 1 / now) / (1 / start - 1 / end) if abs(end - start) > 1e-6 else share


def _steps(start: float, end: float) -> float:
    """How many times one zooms out by e from one zoom to another."""
    return log(start / max(1e-9, end))
