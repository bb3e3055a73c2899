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

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / ".garden" / LOCK
        self._here = threading.Lock()

    @contextlib.contextmanager
    def taken(self, doing: str) -> Iterator[None]:
        """Nobody else grows or builds meanwhile. `doing` says it to them: "growing". Raises StorageError."""
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
        try:
            holder = json.loads(self._file.read_text())
            since = time.strftime("%H:%M", time.localtime(holder["since"]))
            who = f"process {holder['pid']} is {holder['doing']} it since {since}"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process is busy with it"
        return StorageError(
            f"{self._folder} is held: {who}.",
            safe="Nothing was changed. It can be looked at, played and edited all the same.",
            then="Wait until that has ended, or stop it, then do it again.",
        )
