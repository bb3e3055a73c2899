"""`Hold`: who grows or builds a garden. One at a time; the others are told who it is, since when, and at what."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from dreamgarden.errors import GardenError, StorageError

LOCK = "lock"


class Hold:
    """The hold on the garden in a folder. Safe to use from several threads and processes; a crash lets go of it."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """`read_only`: this hold is never taken, only asked."""
        self._folder = folder
        self._file = folder / ".garden" / LOCK
        self._here = threading.Lock()
        self._read_only = read_only

    def holder(self) -> str:
        """Who grows or builds the garden now, as a sentence without its full stop; "" when nobody does."""
        try:
            row = json.loads(self._file.read_text())
            os.kill(int(row["pid"]), 0)  # after a crash its words are left behind
            return f"process {row['pid']} is {row['doing']} it since {time.strftime('%H:%M', time.localtime(row['since']))}"
        except PermissionError:
            return "a process of somebody else is busy with it"
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    @contextlib.contextmanager
    def taken(self, doing: str) -> Iterator[None]:
        """Nobody else grows or builds meanwhile. `doing` says it to them: "growing". Raises StorageError."""
        if self._read_only:
            raise StorageError(f"{self._folder} was opened for reading only.", safe="Nothing was changed.",
                               then="Open it again when nobody else is busy with it.")
        if not self._here.acquire(blocking=False):
            raise self._busy()
        try:
            with self._file.open("a+") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise self._busy() from error
                lock.truncate(0)
                lock.write(json.dumps({"pid": os.getpid(), "doing": doing, "since": time.time()}))
                lock.flush()
                try:
                    yield
                finally:
                    lock.truncate(0)
        except OSError as error:
            raise StorageError(f"{self._file} can't be written: {error.strerror}.", safe="Nothing was changed.") from error
        finally:
            self._here.release()

    def _busy(self) -> GardenError:
        who = self.holder() or "another process is busy with it"
        return StorageError(
            f"{self._folder} is held: {who}.",
            safe="Nothing was changed. It can be looked at, played and edited all the same.",
            then="Wait until that has ended, or stop it, then do it again.",
        )
