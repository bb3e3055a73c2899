"""Journals of older formats: how each becomes one of the next, and the copy that is kept before.

| Format | What is new in it |
| --- | --- |
| 1 | |
| 2 | each edit says whose it is |

A new row here, a step in `_STEPS` and a garden of the old format in the tests belong together.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from dreamgarden.errors import StorageError
from dreamgarden.plan.edit import AddNodes, Author, Edit, Patch, edit_from_json


def upgraded(base: sqlite3.Connection, file: Path | None, wanted: int) -> sqlite3.Connection:
    """The journal in the format `wanted`, after it was copied to FILE.format1 (its old format's number).

    file  where it lies; None leaves it as it is and upgrades a copy in memory, which is returned.
    Raises StorageError when it can't be copied; then nothing was changed.
    """
    if file is None:
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        base.backup(copy)
        base.close()
        base = copy
    base.execute("BEGIN IMMEDIATE")
    try:
        version = _version(base)  # another process may have been here first
        if version < wanted and file is not None:
            base.execute("ROLLBACK")
            _copy(base, file.with_name(f"{file.name}.format{version}"))
            base.execute("BEGIN IMMEDIATE")
            version = _version(base)
        while version < wanted:
            _STEPS[version](base)
            version += 1
            base.execute(f"PRAGMA user_version={version}")
        base.execute("COMMIT")
    except BaseException:
        if base.in_transaction:
            base.execute("ROLLBACK")
        raise
    return base


def _version(base: sqlite3.Connection) -> int:
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def _copy(base: sqlite3.Connection, place: Path) -> None:
    """Whole or not at all: an interrupted copy must never be taken for the garden."""
    if place.exists():
        return
    fresh = place.with_suffix(f"{place.suffix}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        copy = sqlite3.connect(fresh)
        try:
            base.backup(copy)
        finally:
            copy.close()
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.rename(place)
    except (OSError, sqlite3.Error) as error:
        fresh.unlink(missing_ok=True)
        raise StorageError(f"The garden is of an older format, and no copy of it could be made in {place}: {error}.",
                           safe="The garden was not touched.",
                           then="Free some space, or make the folder writable, then open it again.") from error


def _tell_whose(base: sqlite3.Connection) -> None:
    """1 → 2: what growth added is the designer's, all else was a person's."""
    base.execute("ALTER TABLE edits ADD COLUMN by TEXT NOT NULL DEFAULT 'person'")
    for seq, text in base.execute("SELECT seq, edit FROM edits").fetchall():
        base.execute("UPDATE edits SET by=? WHERE seq=?", (_author(edit_from_json(json.loads(text))), seq))


def _author(edit: Edit) -> Author:
    nodes = edit.nodes if isinstance(edit, AddNodes) else edit.put if isinstance(edit, Patch) else ()
    return "designer" if nodes and all(node.author == "designer" for node in nodes) else "person"


_STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _tell_whose}
