"""Starting programs in the sandbox and ending them whole. The only module that starts processes.

`run` waits, keeps a bounded piece of what was said, and looks on: time, memory in use, processes and disk of all that the
program started. What goes beyond its limits is ended with everything it started. `start` is for a game in a window.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dreamgarden.codegen import syscalls
from dreamgarden.codegen.sandbox import BUBBLEWRAP, LANDLOCK, LIMITS, TRIAL, Limits, Shelter, landlock_trial
from dreamgarden.work import Work

_LOOK_SECONDS = 0.1
_MOST_FILES = 20_000
_LAST_WORDS_SECONDS = 3.0
_PAGE, _TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cell:
    """A program, and all that it may see, write and take."""

    program: Sequence[str]
    folder: Path
    limits: Limits
    environ: Mapping[str, str]
    writable: Sequence[Path] = ()
    readable: Sequence[Path] = ()
    devices: Sequence[Path] = ()
    outlives: bool = False


@dataclass(frozen=True)
class Ended:
    """How a program ended.

    code      exit status; negative is the signal that ended it.
    output    what it said, its middle left out when it said too much.
    exceeded  the limit for which it was ended: wall, busy, resident, processes, disk, output; "" for none.
    """

    code: int
    output: str
    seconds: float
    exceeded: str = ""


@dataclass
class _Watch:
    """What all processes of a program take together."""

    process: subprocess.Popen[bytes]
    limits: Limits
    folders: Sequence[Path]
    begun: float = field(default_factory=time.monotonic)
    exceeded: str = ""

    def __post_init__(self) -> None:
        self._next_walk = 0.0
        self._had = self._disk()[0] if self.limits.disk else 0

    def look(self, said: int) -> str:
        """The limit that is exceeded now; "" for none. `said`: bytes of output so far."""
        limits = self.limits
        if limits.wall and time.monotonic() - self.begun > limits.wall:
            return "wall"
        if limits.output and said > 16 * limits.output:
            return "output"
        if limits.resident or limits.processes > 1 or limits.busy:
            family = descendants(self.process.pid)
            if limits.busy and sum(map(_busy, family)) > limits.busy:
                return "busy"
            if limits.processes > 1 and len(family) > limits.processes:
                return "processes"
            if limits.resident and sum(map(_resident, family)) > limits.resident:
                return "resident"
        if limits.disk and time.monotonic() >= self._next_walk:
            size, files = self._disk()
            if size - self._had > limits.disk or files > _MOST_FILES:
                return "disk"
        return ""

    def _disk(self) -> tuple[int, int]:
        size = files = 0
        begun = time.monotonic()
        for top in self.folders:
            for folder, _, names in os.walk(top):
                for name in names:
                    with contextlib.suppress(OSError):
                        size += os.lstat(os.path.join(folder, name)).st_blocks * 512
                    files += 1
                    if files > _MOST_FILES:
                        return size, files
        self._next_walk = time.monotonic() + 10 * (time.monotonic() - begun)  # a tenth of the time at most
        return size, files


class Output:
    """The beginning and the end of what is read from a pipe; the middle is dropped when there is too much."""

    def __init__(self, most: int) -> None:
        self._half = max(most // 2, 1)
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._kept = 0
        self.total = 0

    def read(self, pipe: IO[bytes]) -> None:
        """Until the pipe ends."""
        while piece := os.read(pipe.fileno(), 1 << 16):
            self.add(piece)

    def add(self, piece: bytes) -> None:
        self.total += len(piece)
        room = self._half - len(self._head)
        self._head += piece[:room] if room > 0 else b""
        if rest := piece[max(room, 0) :]:
            self._tail.append(rest)
            self._kept += len(rest)
            while self._kept > self._half and len(self._tail) > 1:
                self._kept -= len(self._tail.popleft())

    def text(self) -> str:
        """What was kept."""
        tail = b"".join(self._tail)
        dropped = self.total - len(self._head) - len(tail[-self._half :])
        gap = f"\n… {dropped} bytes left out …\n".encode() if dropped > 0 else b""
        return (bytes(self._head) + gap + tail[-self._half :]).decode(errors="replace")


def start(cell: Cell, stdout: int = subprocess.DEVNULL, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a program in the sandbox, as the leader of its own session."""
    shelter = find_shelter()
    calls = syscalls.program(forks=cell.limits.processes != 1)
    held = os.memfd_create("calls") if calls and shelter.kind == "bubblewrap" else -1
    try:
        if held >= 0:
            os.write(held, calls)
            os.lseek(held, 0, os.SEEK_SET)
        command = shelter.command(
            cell.program, writable=cell.writable, readable=cell.readable, folder=cell.folder, limits=cell.limits,
            environ=cell.environ, devices=cell.devices, outlives=cell.outlives, calls=held,
        )  # fmt: skip
        return subprocess.Popen(
            command, env=dict(cell.environ), cwd=cell.folder, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
            start_new_session=True, pass_fds=[held] if held >= 0 else [],
        )  # fmt: skip
    finally:
        if held >= 0:
            os.close(held)


def run(cell: Cell, works: Sequence[Work], *, errors_only: bool = False, last_words: bool = False) -> Ended:
    """Run a program to its end. When a work is cancelled it is ended, and the code is -9; the caller checks its works.

    errors_only  what it writes to stdout is dropped, not kept.
    last_words   beyond its time it gets SIGABRT and a moment, so that it can say where it was.
    """
    process = start(cell, subprocess.DEVNULL if errors_only else subprocess.PIPE, subprocess.PIPE if errors_only else subprocess.STDOUT)
    pipe = process.stderr if errors_only else process.stdout
    assert pipe is not None
    watch = _Watch(process, cell.limits, cell.writable)
    output = Output(cell.limits.output or 4 << 20)
    reader = threading.Thread(target=output.read, args=(pipe,), daemon=True)
    reader.start()
    forgets = [work.on_cancel(lambda: end(process)) for work in works]
    exceeded = ""
    try:
        while not _over(process, reader):
            exceeded = watch.look(output.total)
            if exceeded:
                if exceeded in ("wall", "busy") and last_words:
                    _ask_for_last_words(process)
                break
    finally:
        for forget in forgets:
            forget()
        end(process)
        reader.join(_LAST_WORDS_SECONDS)
        pipe.close() if not reader.is_alive() else None
    code = process.returncode
    # bubblewrap and prlimit pass a signal on as 128 + its number.
    code = 128 - code if 128 < code < 128 + 65 else code
    return Ended(code, output.text(), time.monotonic() - watch.begun, exceeded)


def _over(process: subprocess.Popen[bytes], reader: threading.Thread) -> bool:
    """Whether it ended, known at once when its pipe closes, else within a moment."""
    reader.join(_LOOK_SECONDS)
    if reader.is_alive():
        return process.poll() is not None
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LOOK_SECONDS)
    return process.returncode is not None


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and everything it started."""
    if process.returncode is None:
        # Below first: what holds the program (bubblewrap, confine.py) ends by itself when all that was inside has ended.
        late = time.monotonic() + _LAST_WORDS_SECONDS
        while process.poll() is None and (below := descendants(process.pid)[1:]) and time.monotonic() < late:
            for pid in below[: 1 if find_shelter() is BUBBLEWRAP else None]:  # with its first process a namespace ends
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_SECONDS)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def keep_within(process: subprocess.Popen[bytes], limits: Limits) -> None:
    """Look on, in a thread, while a program in a window runs; it is ended when it takes more than it may."""

    def look() -> None:
        watch = _Watch(process, limits, ())
        while process.poll() is None:
            if watch.look(0):
                end(process)
            time.sleep(1.0)

    threading.Thread(target=look, name="keep within", daemon=True).start()


def descendants(pid: int) -> list[int]:
    """A process and everything below it, as the kernel knows them now."""
    found, ahead = [], [pid]
    while ahead:
        parent = ahead.pop()
        found.append(parent)
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{task}/children", encoding="ascii") as children:
                    ahead += map(int, children.read().split())
    return found


def _resident(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as sizes:
            return int(sizes.read().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def _busy(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as facts:
            after_name = facts.read().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS
    except (OSError, IndexError, ValueError):
        return 0.0


def _ask_for_last_words(process: subprocess.Popen[bytes]) -> None:
    for pid in descendants(process.pid)[1:]:
        with contextlib.suppress(OSError):
            if Path(os.readlink(f"/proc/{pid}/exe")).name not in ("bwrap", "prlimit"):
                os.kill(pid, signal.SIGABRT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LAST_WORDS_SECONDS)


# ── What this machine has ───────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def find_shelter() -> Shelter:
    """The best sandbox that works here; tried once."""
    if shutil.which(TRIAL[0]) and _succeeds(TRIAL):
        return BUBBLEWRAP
    return LANDLOCK if _succeeds(landlock_trial()) else LIMITS


def tool_version(tool: str) -> str | None:
    """What `tool --version` says in its first line; None when it is absent or does not start."""
    path = shutil.which(tool)
    if path is None:
        return None
    try:
        asked = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = (asked.stdout or asked.stderr).splitlines()
    return lines[0].strip() if asked.returncode == 0 and lines else None


def _succeeds(command: Sequence[str]) -> bool:
    try:
        tried = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
