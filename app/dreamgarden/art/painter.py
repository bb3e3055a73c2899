"""`Painter`: who makes the picture of a thing, and how a picture is asked for. The painters themselves: sketching (offline),
served (an image server), diffusing (local weights).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dreamgarden.errors import GardenError
from dreamgarden.work import Work


class NotPainted(GardenError):
    """A painter answered with nothing that can be used."""


@dataclass(frozen=True)
class Wish:
    """A picture that is wanted.

    words   the thing, in English, with its colours and materials: "a small mossy stone lantern".
    mood    the garden's style in a few words ("calm, night, low-poly"); "" for none.
    around  show it from the front, the right, the back and from above, side by side; else the front alone.
    take    which variation; the painter's seed.
    """

    words: str
    mood: str = ""
    around: bool = False
    take: int = 1


@dataclass(frozen=True)
class Painted:
    """A picture as a painter made it.

    picture          PNG, JPEG or WebP bytes, not yet looked at.
    by               the painter, as a person reads it; prompt what it was asked.
    licence, credit  of what the picture shows; "" where the painter's own terms hold.
    note             what a person must know to judge it ("drawn from the recipe Lantern").
    """

    picture: bytes
    by: str
    prompt: str
    seconds: float = 0.0
    licence: str = ""
    credit: str = ""
    note: str = ""


class Painter(Protocol):
    """Makes pictures from words."""

    @property
    def name(self) -> str:
        """Who it is, with its version or model: part of the key of everything it paints."""
        ...

    def paint(self, wish: Wish, work: Work) -> Painted:
        """The picture. Raises GardenError with the next step, Cancelled."""
        ...


def prompt_for(wish: Wish) -> str:
    """What an image model is asked: one object, whole, on plain ground, seen straight on."""
    if wish.around:
        seen = (
            "character turnaround sheet, the same object three times side by side in one row: front view, right side view, back view, "
            "equal height, wide empty gaps between them"
        )
    else:
        seen = "straight front view, one single object, centred, whole, nothing cut off"
    parts = [
        f"{wish.words.strip().rstrip('.')}, {seen}",
        "orthographic projection, no perspective, plain light grey background, no ground, no shadow, soft even light",
        "clean game asset, clear silhouette, simple shapes, matte colours",
    ]
    if wish.mood.strip():
        parts.append(f"style: {wish.mood.strip()}")
    return ". ".join(parts)


AVOID = "text, letters, watermark, frame, cropped, several objects, scenery, hands, perspective, shadow on the ground, busy background"
"""What a painter that takes a negative prompt is told to leave out."""
