"""`Journal`: the plan of a garden on disk, every edit in order, with undo and redo.

One SQLite file, GARDEN/garden.db. An edit is on disk before anybody sees its plan: the log is written ahead (WAL)
and synced with every commit (synchronous=FULL), because an edit is rare, a person's, and worth its few milliseconds;
NORMAL could lose the last ones when the power fails. Snapshots of the plan only make opening fast; the edits are
the truth. Several processes may edit one garden: a journal that sees a newer revision on disk reads it first.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from dreamgarden.errors import BadInput, GardenError, StorageError
from dreamgarden.plan import older
from dreamgarden.plan.edit import Author, Edit, Take, edit_from_json, parts
from dreamgarden.plan.record import node_from_json, node_to_json
from dreamgarden.plan.tree import Plan
from dreamgarden.plan.uncollected import uncollected

FILE = "garden.db"
FORMAT = 2
_APPLICATION = 0x44724764  # "DrGd", so that another program's database is told apart
_SNAPSHOT_EVERY = 64

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE edits (seq INTEGER PRIMARY KEY, label TEXT NOT NULL, edit TEXT NOT NULL, inverse TEXT NOT NULL,
                    at REAL NOT NULL, by TEXT NOT NULL);
CREATE TABLE snapshots (seq INTEGER PRIMARY KEY, plan BLOB NOT NULL);
CREATE TABLE takes (node TEXT PRIMARY KEY, highest INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Step:
    """An edit as it stands in the journal: `at` in seconds since 1970, `done` unless it was undone."""

    label: str
    by: Author
    at: float
    done: bool


class Journal:
    """The door for every change to a garden's plan. Safe to use from several threads."""

    def __init__(self, folder: Path, base: sqlite3.Connection, *, read_only: bool = False) -> None:
        """Use `create` or `open`."""
        self.folder = folder
        self.file = folder / FILE
        self.read_only = read_only
        self._base = base
        self._lock = threading.RLock()
        self._plan = Plan()
        self._at = 0
        self._revision = -1
        self._read()

    @classmethod
    def create(cls, folder: Path, prompt: str, title: str = "", meta: Mapping[str, str] | None = None) -> Journal:
        """Plant a garden in the folder, which is made if it is absent.

        Raises BadInput when there is a garden already, StorageError when the disk refuses.
        """
        file, fresh = folder / FILE, folder / f".{FILE}.new"
        if file.exists():
            raise BadInput(f"There is a garden in {folder} already.", safe="It was not touched.",
                           then="Open it, or choose another folder.")
        plan = Plan.planted(prompt, title)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for left in ("", "-journal", "-wal", "-shm"):  # of a planting that was killed half-way
                fresh.with_name(fresh.name + left).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"The folder {folder} can't be written: {error.strerror}.", safe="Nothing was planted.",
                               then="Choose a folder that you may write, on a disk with room.") from error
        # Under its final name only when whole, so that a crash here leaves no half garden.
        with _told(fresh):
            base = sqlite3.connect(fresh, isolation_level=None)
            try:
                base.execute(f"PRAGMA application_id={_APPLICATION}")
                base.execute(f"PRAGMA user_version={FORMAT}")
                base.executescript(f"BEGIN;{_TABLES}")
                rows = {**(meta or {}), "prompt": prompt, "at": "0", "revision": "0", "last_id": str(plan.last)}
                base.executemany("INSERT INTO meta VALUES (?, ?)", list(rows.items()))
                base.execute("INSERT INTO snapshots VALUES (0, ?)", (_packed(plan),))
                base.execute("COMMIT")
            finally:
                base.close()
        try:
            fresh.rename(file)
        except OSError as error:
            raise StorageError(f"{file} can't be written: {error.strerror}.", safe="Nothing was planted.") from error
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Journal:
        """Open the garden in the folder.

        One of an older format is brought up to this one, after a copy of it was laid beside it (older.py); when it
        is only read, the copy in memory is. Raises StorageError when there is none, when it is damaged, or when a
        newer DreamGarden made it.
        """
        file = folder / FILE
        if not file.is_file():
            raise StorageError(f"{folder} is not a garden: it holds no {FILE}.", safe="Nothing was written.",
                               then="Name a garden's folder, or start a new garden with `grow`.")
        with _told(file):
            base = _connected(file, read_only)
            try:
                if base.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
                    raise StorageError(f"{file} is not a garden: another program made it.", safe="It was not touched.",
                                       then="Name a garden's folder.")
                version = base.execute("PRAGMA user_version").fetchone()[0]
                if version > FORMAT:
                    raise StorageError(f"{file} was written by a newer DreamGarden (format {version}).",
                                       safe="It was not touched.", then="Update DreamGarden to open it.")
                if version < FORMAT:
                    base = older.upgraded(base, None if read_only else file, FORMAT)
                return cls(folder, base, read_only=read_only)
            except BaseException:
                base.close()
                raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._base.close()

    @property
    def plan(self) -> Plan:
        """The plan as of the last edit known here."""
        return self._plan

    @property
    def prompt(self) -> str:
        """The seed prompt the garden was planted with; the seed node's brief is what holds now."""
        return self.meta("prompt")

    def meta(self, name: str, default: str = "") -> str:
        """A remembered value of the garden ("designer", "language" …)."""
        with self._lock, _told(self.file):
            row = self._base.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
        return row[0] if row else default

    def set_meta(self, name: str, value: str) -> None:
        """Remember a value of the garden. It is no edit: undo does not touch it."""
        if name in ("at", "revision", "last_id"):
            raise ValueError(f"{name} is the journal's own")
        with self._writing():
            self._put_meta(name, value)

    def submit(self, edit: Edit | Callable[[Plan], Edit], by: Author = "person") -> Plan:
        """Do the edit and keep it; what was undone before can't be redone any more. Returns the new plan.

        A function is given the plan that holds, with the door closed to everybody else: so that ids taken from
        it are still free. Raises BadInput when the edit can't be done, StorageError when the disk refuses; either
        way the plan is as before.
        """
        with self._writing():
            done = edit if isinstance(edit, Edit) else edit(self._plan)
            plan, inverse = done.apply(self._plan), done.inverse(self._plan)
            seq = self._at + 1
            run = self._base.execute
            run("DELETE FROM edits WHERE seq>=?", (seq,))
            run("DELETE FROM snapshots WHERE seq>=?", (seq,))
            run("INSERT INTO edits VALUES (?, ?, ?, ?, ?, ?)",
                (seq, done.label, _text(done.to_json()), _text(inverse.to_json()), time.time(), by))
            for part in parts(done):
                if isinstance(part, Take):
                    highest = max(part.take, self.highest_take(part.id))
                    run("INSERT OR REPLACE INTO takes VALUES (?, ?)", (part.id, highest))
            self._snapshot(seq, plan)
            self._move(seq, plan)
        return plan

    def undo(self) -> str:
        """Take back the last edit; returns its label. Raises BadInput when there is none."""
        with self._writing():
            if self._at == 0:
                raise BadInput("There is nothing to undo.")
            label, text = self._base.execute("SELECT label, inverse FROM edits WHERE seq=?", (self._at,)).fetchone()
            self._move(self._at - 1, edit_from_json(json.loads(text)).apply(self._plan))
        return str(label)

    def redo(self) -> str:
        """Do again what was undone last; returns its label. Raises BadInput when there is nothing."""
        with self._writing():
            row = self._base.execute("SELECT label, edit FROM edits WHERE seq=?", (self._at + 1,)).fetchone()
            if row is None:
                raise BadInput("There is nothing to redo.")
            self._move(self._at + 1, edit_from_json(json.loads(row[1])).apply(self._plan))
        return str(row[0])

    def next_steps(self) -> tuple[str, str]:
        """The labels of what undo and redo would do; "" where there is nothing."""
        with self._lock, _told(self.file):
            here = (self._at, self._at + 1)
            rows = dict(self._base.execute("SELECT seq, label FROM edits WHERE seq IN (?, ?)", here))
        return rows.get(self._at, ""), rows.get(self._at + 1, "")

    def steps(self) -> list[Step]:
        """Every kept edit, oldest first."""
        with self._lock, _told(self.file):
            rows = self._base.execute("SELECT label, by, at, seq FROM edits ORDER BY seq").fetchall()
            return [Step(label, by, at, seq <= self._at) for label, by, at, seq in rows]

    def plans(self, steps: int) -> Iterator[Plan]:
        """The plan, the plans that the next `steps` undos would lead to, and those that redo would."""
        with self._lock, _told(self.file):
            here, plan = self._at, self._plan
            back = self._base.execute("SELECT inverse FROM edits WHERE seq<=? ORDER BY seq DESC LIMIT ?", (here, steps)).fetchall()
            forth = self._base.execute("SELECT edit FROM edits WHERE seq>? ORDER BY seq", (here,)).fetchall()
        yield plan
        for way in (back, forth):
            each = plan
            for (text,) in way:
                each = edit_from_json(json.loads(text)).apply(each)
                yield each

    def highest_take(self, id: str) -> int:
        """The highest take ever chosen for a node, undone or not; 1 when none was. A new take is one more."""
        with self._lock, _told(self.file):
            row = self._base.execute("SELECT highest FROM takes WHERE node=?", (id,)).fetchone()
        return row[0] if row else 1

    def refresh(self) -> Plan:
        """Read what other processes did to the garden since."""
        with self._lock, _told(self.file):
            if self._stored("revision") != self._revision:
                self._read()
            return self._plan

    # Within

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction on the newest plan; the plan in memory moves only once the disk has it."""
        with self._lock:
            before = (self._plan, self._at, self._revision)
            if self.read_only:
                raise StorageError(f"{self.file} was opened for reading only.", safe="Nothing was changed.")
            try:
                with _told(self.file):
                    self._base.execute("BEGIN IMMEDIATE")
                    if self._stored("revision") != self._revision:
                        self._read()
                        before = (self._plan, self._at, self._revision)
                    yield
                    self._revision += 1
                    self._put_meta("revision", str(self._revision))
                    self._base.execute("COMMIT")
            except BaseException:
                self._plan, self._at, self._revision = before
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def _read(self) -> None:
        with _told(self.file), uncollected():
            own_view = not self._base.in_transaction
            if own_view:
                self._base.execute("BEGIN")  # one consistent view of a garden that another process may be writing
            try:
                at = self._stored("at")
                start, packed = self._base.execute(
                    "SELECT seq, plan FROM snapshots ORDER BY abs(seq - ?), seq LIMIT 1", (at,)).fetchone()
                plan = _unpacked(packed, self._stored("last_id"))
                back = start > at
                steps = self._base.execute(
                    "SELECT inverse FROM edits WHERE seq>? AND seq<=? ORDER BY seq DESC" if back
                    else "SELECT edit FROM edits WHERE seq>? AND seq<=? ORDER BY seq", (min(start, at), max(start, at)))
                for (text,) in steps:
                    plan = edit_from_json(json.loads(text)).apply(plan)
                self._plan, self._at, self._revision = plan, at, self._stored("revision")
            except (BadInput, KeyError, TypeError, ValueError, zlib.error) as error:
                raise _damaged(self.file) from error
            finally:
                if own_view and self._base.in_transaction:
                    self._base.execute("ROLLBACK")

    def _move(self, at: int, plan: Plan) -> None:
        self._put_meta("at", str(at))
        if plan.last != self._plan.last:
            self._put_meta("last_id", str(plan.last))
        self._plan, self._at = plan, at

    def _snapshot(self, seq: int, plan: Plan) -> None:
        """Keep the plan once replaying the edits since the last one would take longer than reading it."""
        newest = self._base.execute("SELECT max(seq) FROM snapshots").fetchone()[0]
        if seq - newest >= max(_SNAPSHOT_EVERY, len(plan) // 8):
            self._base.execute("DELETE FROM snapshots WHERE seq>0 AND seq<?", (newest,))
            self._base.execute("INSERT INTO snapshots VALUES (?, ?)", (seq, _packed(plan)))

    def _stored(self, name: str) -> int:
        return int(self._base.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()[0])

    def _put_meta(self, name: str, value: str) -> None:
        self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _connected(file: Path, read_only: bool) -> sqlite3.Connection:
    address = f"{file.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}"
    if read_only and not os.access(file.parent, os.W_OK):
        address += "&immutable=1"  # a write-ahead log needs a file beside it, which can't be made here
    base = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
    if not read_only:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
    return base


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Say a refusal of the database in words of the garden."""
    try:
        yield
    except sqlite3.Error as error:
        raise _refusal(file, error) from error


def _refusal(file: Path, error: sqlite3.Error) -> GardenError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    safe = "The garden is as it was before this step."
    match code:
        case sqlite3.SQLITE_FULL:
            return StorageError(f"There is no room on the disk for {file}.", safe=safe,
                                then="Free some space and try again.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StorageError(f"{file} can't be written.", safe=safe,
                                then="Make the garden's folder writable, or copy it to where you may write.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageError(f"Another program is busy with {file}.", safe=safe, then="Try again in a moment.")
        case sqlite3.SQLITE_IOERR:
            return StorageError(f"The disk failed while using {file}.", safe=safe,
                                then="Check the disk and its free space, then try again.")
        case _:
            return _damaged(file)


def _damaged(file: Path) -> StorageError:
    return StorageError(f"{file} is damaged.", safe="What was built lies beside it in game/ and is untouched.",
                        then=f"Put back a copy of {file.name}, or grow the garden anew in another folder.")


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(plan: Plan) -> bytes:
    return zlib.compress(json.dumps([node_to_json(node) for node in plan], ensure_ascii=False).encode(), 1)


def _unpacked(packed: bytes, last: int) -> Plan:
    return Plan.of((node_from_json(row) for row in json.loads(zlib.decompress(packed))), last)
