"""The sandbox, as a command line: how generated code is compiled and run without reach. Starts nothing itself.

Three ways, the first that works here is taken (`tools.find_shelter`): bubblewrap shows a program a read-only system, one
writable folder and no network; Landlock lets it open those and nothing else; and where a kernel has neither, limits on
memory, processor time and files remain. `Shelter.words` says which it is, and the doctor repeats it. docs/sandbox.md
lists what each holds off.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dreamgarden.codegen import confine, syscalls

_CONFINE = [sys.executable, "-I", "-S", str(Path(confine.__file__).resolve())]


@dataclass(frozen=True)
class Limits:
    """What a sandboxed program may take; 0 = no limit.

    Of each of its processes:
      memory, file  bytes; memory counts addresses, so a program with a sanitizer gets none.
      cpu           seconds of processor time, after which it gets SIGXCPU, and two later SIGKILL.
    Of all of them together, looked at many times a second; then all are ended:
      wall          seconds.
      busy          seconds of processor time.
      resident      bytes of memory in use.
      disk          bytes in its writable folders beyond what was there, or 20,000 files.
      processes     how many there are at once; 1 = it may start threads, and no other process.
    output  bytes that are kept of what it says (half from the beginning, half from the end); sixteen times as many end it.
    """

    memory: int = 0
    cpu: int = 0
    file: int = 256 << 20
    open_files: int = 256
    wall: float = 0.0
    busy: float = 0.0
    resident: int = 0
    disk: int = 0
    processes: int = 0
    output: int = 4 << 20


@dataclass(frozen=True)
class Shelter:
    """Which protection there is on this machine."""

    kind: Literal["bubblewrap", "landlock", "limits"]
    words: str

    def command(
        self,
        program: Sequence[str],
        *,
        writable: Sequence[Path] = (),
        readable: Sequence[Path] = (),
        folder: Path,
        limits: Limits,
        environ: Mapping[str, str],
        devices: Sequence[Path] = (),
        outlives: bool = False,
        calls: int = -1,
    ) -> list[str]:
        """The command that runs `program` inside. Only `writable`, `readable` and the system's own folders are seen.

        devices   graphics and sound, for a game with a window.
        outlives  the program may go on when the thread that started it ends; else it is ended with it.
        calls     an open file with the filter of system calls (syscalls.py), for bubblewrap; -1 for none.
        """
        bounded = [*_prlimit(limits), *program]
        if self.kind == "landlock":
            return [*_confined(writable, readable, devices, limits), *bounded]
        if self.kind == "limits":
            return [*_no_new_privileges(), *bounded]
        args = ["bwrap", "--unshare-all", "--new-session", "--cap-drop", "ALL", "--clearenv"]
        args += [] if outlives else ["--die-with-parent"]
        args += ["--seccomp", str(calls)] if calls >= 0 else []
        args += ["--proc", "/proc", "--dev", "/dev", "--size", str(_SCRATCH), "--tmpfs", "/tmp"]
        for place in _SYSTEM:
            if Path(place).is_symlink():
                args += ["--symlink", str(Path(place).readlink()), place]
            elif Path(place).exists():
                args += ["--ro-bind", place, place]
        for path in readable:
            args += ["--ro-bind-try", str(path), str(path)]
        for path in writable:
            args += ["--bind", str(path), str(path)]
        for path in devices:
            args += ["--dev-bind-try", str(path), str(path)]
        for name, value in environ.items():
            args += ["--setenv", name, value]
        return [*args, "--chdir", str(folder), "--", *bounded]


BUBBLEWRAP = Shelter("bubblewrap", "Games run shut off from your files and the network (bubblewrap).")
LANDLOCK = Shelter(
    "landlock",
    "Games run shut off from your files and the network (Landlock), but they see which other programs run: "
    "this system has no bubblewrap, or forbids user namespaces.",
)
LIMITS = Shelter(
    "limits",
    "Games run with limits on memory and time and without new privileges, but they can read your files and reach "
    "the network: this system has neither bubblewrap nor Landlock.",
)
TRIAL = ("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true")  # succeeds where bubblewrap can work
_MOST_PROCESSES = 16384  # of one person (and not of root): a second barrier behind Limits.processes
_SCRATCH = 512 << 20  # bytes of /tmp inside, which is memory

# Libraries, compilers and their settings; never /home, /root, /var, /run or /etc as a whole (it holds secrets).
_SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/etc/alternatives", "/etc/ld.so.cache",
    "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/fonts", "/sys/dev", "/sys/devices",
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def landlock_trial() -> list[str]:
    """A command that succeeds where Landlock can work."""
    return [*_confined([], [], [], Limits()), "true"]


def _confined(writable: Sequence[Path], readable: Sequence[Path], devices: Sequence[Path], limits: Limits) -> list[str]:
    given = {
        "read": [*_SYSTEM, "/proc/self", *map(str, readable)],
        "write": [*_DEVICES, *map(str, (*writable, *devices))],
        "forks": limits.processes != 1,
        "filter": base64.b64encode(syscalls.program(forks=limits.processes != 1)).decode(),
    }
    return [*_CONFINE, json.dumps(given)]


def _prlimit(limits: Limits) -> list[str]:
    if not shutil.which("prlimit"):
        return []
    bounds = {
        "as": limits.memory,
        "cpu": f"{limits.cpu}:{limits.cpu + 2}" if limits.cpu else 0,
        "fsize": limits.file,
        "nofile": limits.open_files,
        "nproc": _MOST_PROCESSES,
    }
    return ["prlimit", *(f"--{name}={value}" for name, value in bounds.items() if value), "--core=0", "--"]


def _no_new_privileges() -> list[str]:
    return ["setpriv", "--no-new-privs", "--"] if shutil.which("setpriv") else []
