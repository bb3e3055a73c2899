"""What part of the plane is seen: a zoom and the scene point at the window's upper left corner. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_ZOOM = 0.10
MOST_ZOOM = 4.0


@dataclass
class Camera:
    """zoom is widget pixels per scene pixel; x and y are the scene point at the widget's upper left."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    # A tree that does not fit at 10 % may still be shown whole, so "fit" can lower the floor.
    floor: float = LEAST_ZOOM

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The scene point below a widget point."""
        return self.x + x / self.zoom, self.y + y / self.zoom

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """The widget point of a scene point."""
        return (x - self.x) * self.zoom, (y - self.y) * self.zoom

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by so many widget pixels."""
        self.x -= dx / self.zoom
        self.y -= dy / self.zoom

    def zoom_at(self, factor: float, x: float, y: float) -> None:
        """Zoom, clamped, so that the scene point below the widget point stays there."""
        sx, sy = self.to_scene(x, y)
        self.zoom = min(MOST_ZOOM, max(self.floor, self.zoom * factor))
        self.x, self.y = sx - x / self.zoom, sy - y / self.zoom

    def fitted(
        self, left: float, top: float, right: float, bottom: float, width: float, height: float, margin: float,
        closest: float = 1.0,
    ) -> Camera:
        """The camera that shows a scene rectangle in the middle of a widget, no nearer than `closest`."""
        wide, high = max(1.0, right - left), max(1.0, bottom - top)
        room_x, room_y = max(1.0, width - 2 * margin), max(1.0, height - 2 * margin)
        zoom = min(closest, room_x / wide, room_y / high)
        return Camera(
            zoom,
            (left + right) / 2 - width / 2 / zoom,
            (top + bottom) / 2 - height / 2 / zoom,
            min(LEAST_ZOOM, zoom),
        )

    def between(self, other: Camera, share: float) -> Camera:
        """A camera on the way to another, moving evenly in zoom."""
        zoom = self.zoom * (other.zoom / self.zoom) ** share
        # The point that is fixed in both views stays fixed on the way; far apart views just slide.
        if abs(other.zoom - self.zoom) > 1e-6:
            t = (1 / self.zoom - 1 / zoom) / (1 / self.zoom - 1 / other.zoom)
        else:
            t = share
        return Camera(zoom, self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t, other.floor)
