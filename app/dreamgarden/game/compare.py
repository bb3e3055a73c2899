"""Two states of a game, played by the same trace: pictures side by side, and a short clip."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgarden.errors import GardenError, StorageError
from dreamgarden.game import fonts
from dreamgarden.game.play import Game, Played, run
from dreamgarden.work import Work

_LOOKS = (30, 1800, 75)  # frames at which both are looked at, 30 a second: from, to, every
_ROWS = 5  # pictures of the sheet: the first, the last, and where they differ most
_ENDED = (3, 4)  # screens, as glances number them
_CLIP_FROM, _CLIP_TO, _CLIP_EVERY = 60, 300, 6  # frames of the clip: eight seconds, five pictures each
_SIZE = "640x360"


@dataclass(frozen=True)
class Compared:
    """What was written, and what differs at the end of the trace: a member of the state → its value before and after."""

    sheet: Path
    clip: Path | None
    differs: Mapping[str, tuple[Any, Any]]

    def to_json(self) -> dict[str, Any]:
        differs = {name: list(values) for name, values in self.differs.items()}
        return {"sheet": str(self.sheet), "clip": str(self.clip) if self.clip else "", "differs": differs}


def compare(before: Game, after: Game, trace: Path | None, to: Path, work: Work, *, frames: int = 1800, clip: bool = True,
            labels: tuple[str, str] = ("before", "after")) -> Compared:
    """Play both by the trace (without one, by the goal-seeking bot) and lay their pictures side by side, those that differ most.

    to  a folder, made when missing: sheet.png, clip.gif. Raises GardenError when nothing can be drawn here, StorageError, Cancelled.
    """
    stills = list(range(*_LOOKS[:1], min(_LOOKS[1], frames + 1), _LOOKS[2]))
    moving = list(range(_CLIP_FROM, min(_CLIP_TO, frames), _CLIP_EVERY)) if clip else []
    shots = sorted({*stills, *moving})
    with ThreadPoolExecutor(2) as pool:
        def played(game: Game) -> Played:
            return run(game, work, frames=frames, bot="" if trace else "goal", replay=trace, shots=shots, glances=10, size=_SIZE,
                       timeout=180.0)  # fmt: skip

        one, other = pool.map(played, (before, after))
    for seen, label in zip((one, other), labels, strict=True):
        if not seen.shots:
            raise GardenError(f"No picture of the game {label} came about: {seen.reason or 'it can not be drawn here'}.",
                              safe="Both are kept.", then="Look into the log of the game, or run it in its window.")  # fmt: skip
    pairs = [(frame, first, second) for frame, first, second in zip(shots, one.shots, other.shots, strict=False)]
    try:
        to.mkdir(parents=True, exist_ok=True)
        sheet = to / "sheet.png"
        sheet.write_bytes(_sheet(telling([pair for pair in pairs if pair[0] in stills], min(_end(one), _end(other))), labels))
        gif = to / "clip.gif" if moving else None
        if gif is not None:
            gif.write_bytes(_clip([pair for pair in pairs if pair[0] in moving], labels))
    except OSError as error:
        raise StorageError(f"{to} can't be written: {error.strerror}.", then="Name another folder.") from error
    return Compared(sheet, gif, differences(one, other))


def telling(pairs: Sequence[tuple[int, bytes, bytes]], end: int) -> list[tuple[int, bytes, bytes]]:
    """The pictures that tell most, in their order: the first, those that differ most until one of both ended, and the last."""
    if len(pairs) <= _ROWS:
        return list(pairs)
    playing = [pair for pair in pairs[1:-1] if pair[0] < end] or list(pairs[1:-1])
    apart = sorted(playing, key=lambda pair: -_unlikeness(pair[1], pair[2]))[: _ROWS - 2]
    return [pairs[0], *sorted(apart, key=lambda pair: pair[0]), pairs[-1]]


def _end(played: Played) -> int:
    """The frame at which a play had ended; far away when it had not."""
    return next((int(glance.get("frame", 0)) for glance in played.glances if glance.get("screen") in _ENDED), 1 << 30)


def _unlikeness(one: bytes, other: bytes) -> float:
    """How far two pictures are apart, 0 to 255; what is small and strong counts more than a faint veil."""
    import numpy as np
    from PIL import Image

    small = []
    for shot in (one, other):
        with Image.open(io.BytesIO(shot)) as picture:
            small.append(np.asarray(picture.convert("RGB").resize((80, 45)), dtype=np.float32))
    return float(np.sqrt(np.mean((small[0] - small[1]) ** 2)))


def differences(one: Played, other: Played) -> dict[str, tuple[Any, Any]]:
    """What differs between two final states: screen, ending, score, goals, counters, events, and how many things of each name."""
    out: dict[str, tuple[Any, Any]] = {}
    for member in ("screen", "ending", "score"):
        out |= _unlike(member, one.state.get(member), other.state.get(member))
    for member in ("objectives", "meters", "counters", "events"):
        first, second = one.state.get(member), other.state.get(member)
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            for name in sorted({*first, *second}):
                out |= _unlike(f"{member}.{name}", _plain(first.get(name)), _plain(second.get(name)))
    first, second = _named(one.state), _named(other.state)
    for name in sorted({*first, *second}):
        out |= _unlike(f"things.{name}", first.get(name, 0), second.get(name, 0))
    return out


def _unlike(name: str, one: Any, other: Any) -> dict[str, tuple[Any, Any]]:
    return {name: (one, other)} if one != other else {}


def _plain(value: Any) -> Any:
    return f"{value.get('have')}/{value.get('need')}" if isinstance(value, Mapping) else value


def _named(state: Mapping[str, Any]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for thing in state.get("things", ()):
        if isinstance(thing, Mapping):
            counted[str(thing.get("name", ""))] = counted.get(str(thing.get("name", "")), 0) + 1
    return counted


def _sheet(pairs: Sequence[tuple[int, bytes, bytes]], labels: tuple[str, str]) -> bytes:
    """Rows of two pictures, the frame's second beside them."""
    from PIL import Image, ImageDraw

    width, height, edge, head = 640, 360, 12, 34
    sheet = Image.new("RGB", (2 * width + 3 * edge, head + len(pairs) * (height + head)), "#1b1d24")
    pen = ImageDraw.Draw(sheet)
    for column, label in enumerate(labels):
        pen.text((edge + column * (width + edge), 8), _short(label, width, 16), fill="#e8e4d8", font=_letters(label, 16))
    for row, (frame, first, second) in enumerate(pairs):
        top = head + row * (height + head)
        for column, shot in enumerate((first, second)):
            with Image.open(io.BytesIO(shot)) as picture:
                sheet.paste(picture.convert("RGB").resize((width, height)), (edge + column * (width + edge), top))
        pen.text((edge, top + height + 7), f"{frame / 30:.0f} s", fill="#a9a493", font=_letters("", 14))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _letters(text: str, size: int) -> Any:
    """The font for a label: the system's, as labels may be Chinese; Pillow's own where it has none."""
    from PIL import ImageFont

    found = fonts.installed(text)
    return ImageFont.truetype(str(found), size) if found else ImageFont.load_default(size)


def _short(label: str, width: int, size: int) -> str:
    """As much of a label as its column has room for."""
    letters = _letters(label, size)
    if letters.getlength(label) <= width:
        return label
    while label and letters.getlength(f"{label}…") > width:
        label = label[:-1]
    return f"{label.rstrip()}…"


def _clip(pairs: Sequence[tuple[int, bytes, bytes]], labels: tuple[str, str]) -> bytes:
    from PIL import Image, ImageDraw

    frames = []
    for _, first, second in pairs:
        both = Image.new("RGB", (2 * 400 + 6, 225 + 22), "#1b1d24")
        for column, (shot, label) in enumerate(zip((first, second), labels, strict=True)):
            with Image.open(io.BytesIO(shot)) as picture:
                both.paste(picture.convert("RGB").resize((400, 225)), (column * 406, 22))
            ImageDraw.Draw(both).text((column * 406 + 6, 3), _short(label, 390, 13), fill="#e8e4d8", font=_letters(label, 13))
        frames.append(both)
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=1000 * _CLIP_EVERY // 30, loop=0)
    return out.getvalue()
