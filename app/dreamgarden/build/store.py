"""`Store`: bytes by digest, GARDEN/.garden/store/ab/cdef….

What is in it is whole: content is written under a temporary name, synced, and renamed to its digest. Nothing is
ever changed, and only an explicit clean-up deletes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from dreamgarden.errors import StorageError

_CHUNK = 1 << 20


class Store:
    """Content addressed by its sha256. Safe to use from several threads and processes."""

    def __init__(self, root: Path, *, read_only: bool = False) -> None:
        """The store in this folder, which is made if absent, unless it is only read. Raises StorageError when the disk refuses."""
        self.root = root
        if not read_only:
            try:
                root.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise _refusal(root, error) from error
        self._root = str(root)

    def path(self, digest: str) -> Path:
        """Where the content lies (or would lie). Read it, never write it."""
        return Path(self._place(digest))

    def has(self, digest: str) -> bool:
        return os.path.exists(self._place(digest))

    def put(self, content: bytes | Path) -> str:
        """Keep these bytes, or those of this file; returns their digest.

        After it returns they survive a crash. Raises StorageError when the disk is full or refuses, or when the
        file can't be read.
        """
        if isinstance(content, bytes):
            digest = hashlib.sha256(content).hexdigest()
            if not self.has(digest):
                self._keep(iter((content,)), digest)
            return digest
        try:
            with content.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                if not self.has(digest):
                    file.seek(0)
                    self._keep(iter(lambda: file.read(_CHUNK), b""), digest)
            return digest
        except OSError as error:
            raise StorageError(f"{content} can't be read: {error.strerror}.") from error

    def get(self, digest: str, *, verify: bool = False) -> bytes:
        """The content. Raises StorageError when it is absent or, with `verify`, when it is damaged."""
        try:
            with open(self._place(digest), "rb") as file:
                content = file.read()
        except OSError as error:
            raise _absent(self.path(digest), error) from error
        if verify and hashlib.sha256(content).hexdigest() != digest:
            raise StorageError(f"{self.path(digest)} is damaged: its content is not what was stored.",
                               then="Remove that file and build again; it will be made anew.")
        return content

    def size(self, digest: str) -> int:
        """Bytes. Raises StorageError when the content is absent."""
        try:
            return os.stat(self._place(digest)).st_size
        except OSError as error:
            raise _absent(self.path(digest), error) from error

    def verify(self, digest: str) -> bool:
        """Whether the content is here and is what was stored."""
        try:
            with open(self._place(digest), "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False

    def drop(self, digest: str) -> int:
        """Delete content, for a clean-up that a person asked for; the bytes that became free. Raises StorageError."""
        place = self._place(digest)
        try:
            size = os.stat(place).st_size
            os.unlink(place)
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise _refusal(self.root, error) from error
        return size

    def digests(self) -> Iterator[str]:
        """All that is stored, in no order."""
        if not os.path.isdir(self._root):
            return
        for shelf in os.scandir(self._root):
            if len(shelf.name) == 2 and shelf.is_dir():
                yield from (shelf.name + each.name for each in os.scandir(shelf.path) if len(each.name) == 62)

    def _place(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest[2:]}"

    def _keep(self, content: Iterator[bytes], digest: str) -> None:
        place = self._place(digest)
        shelf = os.path.dirname(place)
        temporary = f"{place}.{os.getpid()}.{threading.get_ident()}"
        try:
            if not os.path.isdir(shelf):
                os.makedirs(shelf, exist_ok=True)
                _sync_folder(self._root)
            try:
                with open(temporary, "wb") as file:
                    for chunk in content:
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                    os.fchmod(file.fileno(), 0o444)
                os.rename(temporary, place)
            except BaseException:
                if os.path.exists(temporary):
                    os.unlink(temporary)
                raise
            _sync_folder(shelf)
        except OSError as error:
            raise _refusal(self.root, error) from error


def _sync_folder(folder: str) -> None:
    """Make a rename in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _absent(path: Path, error: OSError) -> StorageError:
    if error.errno == errno.ENOENT:
        return StorageError(f"{path} is not in the store any more.", then="Build again; it will be made anew.")
    return StorageError(f"{path} can't be read: {error.strerror}.", then="Check the disk and the rights on it.")


def _refusal(root: Path, error: OSError) -> StorageError:
    safe = "What was finished before is kept."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(f"There is no room on the disk for {root}.", safe=safe,
                            then="Free some space and build again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StorageError(f"{root} can't be written.", safe=safe,
                            then="Make the garden's folder writable, or copy it to where you may write.")
    return StorageError(f"{root} can't be written: {error.strerror}.", safe=safe,
                        then="Check the disk, then build again.")
