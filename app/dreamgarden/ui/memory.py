"""What the window remembers between starts: the gardens opened last. A small JSON file beside the settings."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import time

from dreamgarden.settings import settings_file

_KEPT = 12


@dataclass(frozen=True)
class Recent:
    """A garden opened before; `opened` is in seconds since 1970, `nodes` its size then."""

    folder: str
    title: str
    seed: str
    nodes: int
    opened: float


def _file() -> Path:
    return settings_file().with_name("recent.json")


def recent() -> list[Recent]:
    """The gardens opened last that still exist, the newest first. A damaged file counts as empty."""
    try:
        rows = json.loads(_file().read_text(encoding="utf-8"))
        found = [
            Recent(str(r["folder"]), str(r["title"]), str(r["seed"]), int(r["nodes"]), float(r["opened"])) for r in rows
        ]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [one for one in sorted(found, key=lambda one: -one.opened) if Path(one.folder).is_dir()]


def remember(folder: str, title: str, seed: str, nodes: int) -> None:
    """Put a garden at the top of the list. A disk that refuses costs only the memory."""
    rows = [one for one in recent() if one.folder != folder]
    rows.insert(0, Recent(folder, title, seed, nodes, time()))
    file = _file()
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps([asdict(one) for one in rows[:_KEPT]], ensure_ascii=False), encoding="utf-8")
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)


def picture_of(folder: str) -> Path:
    """Where the small picture of a garden lies, whether or not it does."""
    return _file().with_name("pictures") / (hashlib.sha256(folder.encode()).hexdigest()[:20] + ".png")


def keep_picture(folder: str, save: Callable[[str], object]) -> None:
    """Let `save` write the small picture of a garden. A disk that refuses costs only the picture."""
    path = picture_of(folder)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        save(str(path))


def gardens_dir() -> Path:
    """Where new gardens are planted."""
    return Path.home() / "DreamGarden"


def folder_for(prompt: str) -> Path:
    """A folder that does not exist yet, named after the prompt's first words."""
    words = ["".join(letter for letter in word if letter.isalnum()) for word in prompt.split()]
    name = "-".join(word for word in words if word)[:40].strip("-").lower() or "garden"
    folder, number = gardens_dir() / name, 2
    while folder.exists():
        folder = gardens_dir() / f"{name}-{number}"
        number += 1
    return folder
