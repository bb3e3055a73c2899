"""Stamps: small files that say which steps of the set-up were finished, and with which inputs.

A step's stamp is written after its work, in one move. So a set-up that was killed anywhere is
taken up at the step it was in, and a changed input makes its step run again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from dreamgarden_setup.console import Console

_NOT_SOURCES = {"__pycache__", ".git", ".cache", "build"}


class Stamps:
    """The stamps in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def fresh(self, step: str, inputs: str) -> bool:
        """True when the step was finished with just these inputs."""
        try:
            return (self._folder / step).read_text() == inputs
        except OSError:
            return False

    def interrupted(self, step: str) -> bool:
        """True when the step was begun and never finished."""
        return (self._folder / f"{step}.begun").exists()

    def begin(self, step: str) -> None:
        (self._folder / step).unlink(missing_ok=True)
        (self._folder / f"{step}.begun").touch()

    def finish(self, step: str, inputs: str) -> None:
        write_whole(self._folder / step, inputs)
        (self._folder / f"{step}.begun").unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text)
    os.replace(fresh, path)


def digest(*parts: object) -> str:
    """One digest of several values, through their texts."""
    total = hashlib.sha256()
    for part in parts:
        total.update(str(part).encode() + b"\0")
    return total.hexdigest()


def digest_of_files(paths: Iterable[Path]) -> str:
    """One digest of files and whole folders: names and contents, in a fixed order. Absent paths count as absent."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(_files(path)):
            total.update(f"{file.relative_to(path.parent)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return (file for file in path.rglob("*") if file.is_file() and not _NOT_SOURCES & set(file.relative_to(path).parts))


class Lock:
    """One set-up at a time. The programs it starts hold it too, so that a killed set-up's pip is waited for."""

    def __init__(self, path: Path, console: Console) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a")
        console.held = self._file.fileno()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.say("Another set-up of this checkout is still at work; waiting for it.")
            fcntl.flock(self._file, fcntl.LOCK_EX)
