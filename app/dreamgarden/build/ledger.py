"""`Ledger`: which key left which artifact, and what each task was last made of.

SQLite in GARDEN/.garden/ledger.db. It is a memory, not a truth: whoever deletes it loses the reuse of earlier work
and nothing else. Writes of one scheduling round share a transaction, synced once (WAL, synchronous=FULL), because
a finished model call that the power takes away would be paid for twice.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dreamgarden.build.task import Artifact
from dreamgarden.errors import StorageError

FORMAT = 1
_REMEMBERED = 100_000  # so many last writes are known by name

_TABLES = """
CREATE TABLE IF NOT EXISTS artifacts (key TEXT PRIMARY KEY, own TEXT NOT NULL, body TEXT NOT NULL,
                                      artifact TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS artifacts_own ON artifacts (own);
CREATE INDEX IF NOT EXISTS artifacts_body ON artifacts (body);
CREATE TABLE IF NOT EXISTS tasks (name TEXT PRIMARY KEY, key TEXT NOT NULL, parts TEXT NOT NULL, outcome TEXT NOT NULL,
                                  reason TEXT NOT NULL, notes TEXT NOT NULL, good TEXT NOT NULL, at REAL NOT NULL)
                                  WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Parts:
    """What a key was made of, part by part, so that a later reason can say which part changed.

    settings  name → its JSON text where short, else that text's digest.
    inputs    role → digest of what was seen.
    tasks     role → name of the input's task.
    """

    recipe: str
    version: int
    settings: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Last:
    """The last time a task was asked for: "started" means that it never came to an end.

    good  key of its last artifact, "" if it never had one.
    notes JSON facts about a failure (diagnostics, traceback).
    """

    key: str
    parts: Parts
    outcome: Literal["started", "done", "failed", "cancelled"]
    reason: str
    notes: Mapping[str, Any]
    good: str


@dataclass(frozen=True)
class Stamp:
    """A moment in the life of a ledger: writes by this process, and a number that changes with writes by others."""

    own: int
    others: int


class Ledger:
    """The memory of the build engine. Safe to use from several threads."""

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        """Opens or makes the file; `read_only` makes nothing, and an absent file is then an empty memory.

        Raises StorageError when the disk refuses or the file is damaged.
        """
        self.file = file
        self._lock = threading.RLock()
        self._deep = 0
        self._count = 0
        self._news: deque[tuple[int, str, str]] = deque(maxlen=_REMEMBERED)
        if not read_only:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(f"{file.parent} can't be written: {error.strerror}.") from error
        with self._told():
            self._base = _connected(file, read_only)
            try:
                version = self._base.execute("PRAGMA user_version").fetchone()[0]
                if version > FORMAT:
                    raise StorageError(f"{file} was written by a newer DreamGarden.", safe="It was not touched.",
                                       then="Update DreamGarden, or delete that file to build everything anew.")
                if version < FORMAT and (not read_only or not file.is_file()):
                    self._base.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version={FORMAT};COMMIT;")
            except BaseException:
                self._base.close()
                raise

    def close(self) -> None:
        with self._lock:
            self._base.close()

    # Asking

    def artifact(self, key: str) -> Artifact | None:
        """What this key left."""
        return self._one("SELECT artifact FROM artifacts WHERE key=?", key)

    def by_body(self, body: str) -> Artifact | None:
        """An artifact with this body digest: what a pin names."""
        return self._one("SELECT artifact FROM artifacts WHERE body=? LIMIT 1", body)

    def knows(self, own: str) -> bool:
        """Whether some artifact came from these own parts (recipe, version, settings) with whatever inputs."""
        with self._lock, self._told():
            return self._base.execute("SELECT 1 FROM artifacts WHERE own=? LIMIT 1", (own,)).fetchone() is not None

    def last(self, task: str) -> Last | None:
        """How the task of this name went last."""
        with self._lock, self._told():
            row = self._base.execute("SELECT key, parts, outcome, reason, notes, good FROM tasks WHERE name=?",
                                     (task,)).fetchone()
        if row is None:
            return None
        return Last(row[0], Parts(**json.loads(row[1])), row[2], row[3], json.loads(row[4]), row[5])

    def last_key(self, task: str) -> tuple[str, str]:
        """The key of the last time and its outcome; two empty strings when it was never asked for."""
        with self._lock, self._told():
            row = self._base.execute("SELECT key, outcome FROM tasks WHERE name=?", (task,)).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def outcomes(self) -> dict[str, tuple[str, str]]:
        """How every task ended last, and why where it failed: task → outcome and reason. "started" means that it never did."""
        with self._lock, self._told():
            if not self._base.execute("SELECT 1 FROM sqlite_master WHERE name='tasks'").fetchone():
                return {}  # nothing was ever built here
            rows = self._base.execute("SELECT name, outcome, reason, good FROM tasks").fetchall()
        # One that was stopped half-way still has what it made before.
        return {name: ("done" if good and outcome != "failed" else outcome, reason) for name, outcome, reason, good in rows}

    def last_good(self, task: str) -> Artifact | None:
        """The last artifact of the task of this name, whatever became of it since."""
        return self._one("SELECT artifact FROM artifacts WHERE key=(SELECT good FROM tasks WHERE name=?)", task)

    def latest_of(self, own: str) -> Artifact | None:
        """What was made last of these own parts (recipe, version, settings), with whatever inputs."""
        return self._one("SELECT artifact FROM artifacts WHERE own=? ORDER BY at DESC LIMIT 1", own)

    def with_file(self, name: str) -> list[Artifact]:
        """Every artifact that has a file of this name, the newest first: the versions of one part."""
        with self._lock, self._told():
            rows = self._base.execute("SELECT artifact FROM artifacts WHERE instr(artifact, ?) ORDER BY at DESC",
                                      (json.dumps(name, ensure_ascii=False) + ":",)).fetchall()
        return [made for made in (_artifact(text) for (text,) in rows) if name in made.files]

    def stamp(self) -> Stamp:
        """How far the ledger is now, for `since`."""
        with self._lock, self._told():
            return Stamp(self._count, self._base.execute("PRAGMA data_version").fetchone()[0])

    def since(self, stamp: Stamp) -> set[tuple[str, str]] | None:
        """(task, its key or the digest of its own parts) of all that was told since.

        None when that is not known, because others wrote here too.
        """
        with self._lock:
            now = self.stamp()
            missed = self._news[0][0] - 1 if self._news else self._count
            if now.others != stamp.others or (stamp.own < missed and now.own != stamp.own):
                return None
            fresh = itertools.takewhile(lambda each: each[0] > stamp.own, reversed(self._news))
            found = {(task, key) for _, task, key in fresh}
        return None if any(not task for task, _ in found) else found

    def unfinished(self) -> list[str]:
        """Tasks that were started and never came to an end: a crash came between."""
        with self._lock, self._told():
            return [name for (name,) in self._base.execute("SELECT name FROM tasks WHERE outcome='started'")]

    def digests(self) -> set[str]:
        """All content that some artifact is made of."""
        return {digest for _, each in self.artifacts() for digest in (*each.files.values(), each.interface)}

    def artifacts(self) -> list[tuple[str, Artifact]]:
        """Every key and what it left, the oldest first."""
        with self._lock, self._told():
            rows = self._base.execute("SELECT key, artifact FROM artifacts ORDER BY at, key").fetchall()
        return [(key, _artifact(text)) for key, text in rows]

    # Telling

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is told inside becomes one transaction. Raises StorageError when the disk refuses: then nothing did."""
        with self._lock, self._told():
            self._deep += 1
            try:
                yield
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise
            finally:
                self._deep -= 1
            if not self._deep and self._base.in_transaction:
                try:
                    self._base.execute("COMMIT")
                except sqlite3.Error:
                    if self._base.in_transaction:
                        self._base.execute("ROLLBACK")
                    raise

    def started(self, task: str, key: str, parts: Parts) -> None:
        self._tell(task, key, parts, "started")

    def finished(self, task: str, key: str, parts: Parts, own: str, artifact: Artifact) -> None:
        self._keep(key, own, artifact)
        self._tell(task, key, parts, "done", good=key)
        self._note(task, own)

    def returned(self, task: str, key: str, parts: Parts) -> None:
        """The task is again what it was at an earlier time (or what another task is)."""
        self._tell(task, key, parts, "done", good=key)

    def failed(self, task: str, key: str, parts: Parts, reason: str, notes: Mapping[str, Any]) -> None:
        self._tell(task, key, parts, "failed", reason, notes)

    def cancelled(self, task: str, key: str, parts: Parts) -> None:
        self._tell(task, key, parts, "cancelled")

    def adopted(self, key: str, own: str, artifact: Artifact) -> None:
        """Keep an artifact under a key of its own: what a person brought, or what a task left."""
        self._keep(key, own, artifact)
        self._note("", key)

    def forget(self, keys: Iterable[str]) -> None:
        """These keys left nothing any more: their content is about to be deleted."""
        with self.writing():
            for key in keys:
                self._write("DELETE FROM artifacts WHERE key=?", (key,))
                self._note("", key)

    # Within

    def _keep(self, key: str, own: str, artifact: Artifact) -> None:
        text = json.dumps({"files": dict(artifact.files), "interface": artifact.interface, "body": artifact.body,
                           "notes": dict(artifact.notes)}, ensure_ascii=False, default=str)
        self._write("INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?, ?, ?)",
                    (key, own, artifact.body, text, time.time()))

    def _tell(self, task: str, key: str, parts: Parts, outcome: str, reason: str = "",
              notes: Mapping[str, Any] | None = None, good: str = "") -> None:
        made_of = json.dumps({"recipe": parts.recipe, "version": parts.version, "settings": dict(parts.settings),
                              "inputs": dict(parts.inputs), "tasks": dict(parts.tasks)}, ensure_ascii=False)
        facts = json.dumps(dict(notes or {}), ensure_ascii=False, default=str)
        self._write("INSERT INTO tasks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO UPDATE SET "
                    "key=?2, parts=?3, outcome=?4, reason=?5, notes=?6, "
                    "good=CASE WHEN ?7='' THEN good ELSE ?7 END, at=?8",
                    (task, key, made_of, outcome, reason, facts, good, time.time()))
        self._note(task, key)

    def _note(self, task: str, key: str) -> None:
        with self._lock:
            self._count += 1
            self._news.append((self._count, task, key))

    def _write(self, statement: str, values: tuple[Any, ...]) -> None:
        with self._lock, self._told():
            if self._deep and not self._base.in_transaction:
                self._base.execute("BEGIN IMMEDIATE")
            self._base.execute(statement, values)

    def _one(self, statement: str, value: str) -> Artifact | None:
        with self._lock, self._told():
            row = self._base.execute(statement, (value,)).fetchone()
        return _artifact(row[0]) if row else None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say a refusal of the database in words of the garden."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.Error) -> StorageError:
        safe = "What was finished before is kept."
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_FULL:
                return StorageError(f"There is no room on the disk for {self.file}.", safe=safe,
                                    then="Free some space and build again.")
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                return StorageError(f"{self.file} is damaged.", safe="The plan and its history are not in it.",
                                    then="Delete that file and build again; everything will be made anew.")
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return StorageError(f"Another program is busy with {self.file}.", safe=safe,
                                    then="Try again in a moment.")
            case _:
                return StorageError(f"{self.file} can't be used: {error}.", safe=safe,
                                    then="Check the disk and the rights on the garden's folder.")


def _connected(file: Path, read_only: bool) -> sqlite3.Connection:
    if read_only and not file.is_file():
        return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    address = f"{file.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    if read_only and not os.access(file.parent, os.W_OK):
        address += "&immutable=1"  # a write-ahead log needs a file beside it, which can't be made here
    base = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
    if not read_only:
        try:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=FULL")
        except BaseException:
            base.close()
            raise
    return base


def _artifact(text: str) -> Artifact:
    return Artifact(**json.loads(text))
