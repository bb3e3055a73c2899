"""A camera on its way from one view to another, in a time too short to wait for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic

from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.scene import eased

SECONDS = 0.15


@dataclass
class Flight:
    """From one camera to another; it begins when it is made."""

    start: Camera
    target: Camera
    began: float = field(default_factory=monotonic)

    @property
    def landed(self) -> bool:
        """True when the target is reached."""
        return monotonic() - self.began >= SECONDS

    def camera(self) -> Camera:
        """The camera of this moment."""
        if self.landed:
            return replace(self.target)
        return self.start.between(self.target, eased((monotonic() - self.began) / SECONDS))

    def shift(self, dy: float) -> None:
        """The tree moved under the flight: follow it."""
        self.start.y += dy
        self.target.y += dy
