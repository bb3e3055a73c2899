"""Whole gardens as folders: a copy beside the first, and the archive where those lie that are put away."""

from __future__ import annotations

import shutil
from pathlib import Path

from dreamgarden.errors import StorageError
from dreamgarden.ui import memory

ARCHIVE = "archive"
# What can be made again from the rest.
_LEFT = frozenset({"workshop", "play", "lock", "build"})


def duplicate(folder: Path) -> Path:
    """Copy a garden beside itself, without what can be made again; returns the copy. Raises StorageError."""
    target = _free(folder.parent, folder.name)
    try:
        shutil.copytree(folder, target, ignore=lambda place, names: _LEFT & set(names) if _inside(place, folder) else set())
    except (OSError, shutil.Error) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise StorageError(f"{folder} can't be copied: {error}.", safe="The garden is unchanged.", then="Free some space.") from error
    return target


def archive(folder: Path) -> Path:
    """Put a garden away; returns where it lies now. Nothing is deleted. Raises StorageError."""
    return _move(folder, memory.gardens_dir() / ARCHIVE)


def restore(put_away: Path, folder: Path) -> Path:
    """Take a garden out of the archive again, to where it was. Raises StorageError."""
    return _move(put_away, folder.parent, folder.name)


def _move(folder: Path, home: Path, name: str = "") -> Path:
    try:
        home.mkdir(parents=True, exist_ok=True)
        target = _free(home, name or folder.name)
        shutil.move(folder, target)
        # What compilers keep there names the old place; it is made again where the garden lies now.
        shutil.rmtree(target / ".garden" / "workshop", ignore_errors=True)
    except (OSError, shutil.Error) as error:
        raise StorageError(f"{folder} can't be moved: {error}.", safe="The garden stays where it is.") from error
    return target


def _inside(place: str, folder: Path) -> bool:
    return Path(place) in (folder / ".garden", folder / "game")


def _free(home: Path, name: str) -> Path:
    target, number = home / name, 2
    while target.exists():
        target = home / f"{name}-{number}"
        number += 1
    return target
