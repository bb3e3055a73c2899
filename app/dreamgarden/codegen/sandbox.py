"""The sandbox, as a command line: how generated code is compiled and run without reach. Starts nothing itself.

With bubblewrap a program sees a read-only system, one writable folder and no network. Where that is
missing or forbidden (no user namespaces), limits on memory, processor time and files remain, without
new privileges; `Shelter.words` says so, and the doctor repeats it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Limits:
    """What a sandboxed program may take; 0 = no limit.

    memory, file  bytes. cpu: seconds of processor time, after which it gets SIGXCPU, and two later SIGKILL.
    """

    memory: int = 0
    cpu: int = 0
    file: int = 256 << 20
    processes: int = 4096
    open_files: int = 256


@dataclass(frozen=True)
class Shelter:
    """Which protection there is on this machine. See `find`."""

    kind: Literal["bubblewrap", "limits"]
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
    ) -> list[str]:
        """The command that runs `program` inside. Only `writable`, `readable` and the system's own folders are seen.

        devices   graphics and sound, for a game with a window.
        outlives  the program may go on when the thread that started it ends; else it is ended with it.
        """
        bounded = [*_prlimit(limits), *program]
        if self.kind != "bubblewrap":
            return [*_no_new_privileges(), *bounded]
        args = ["bwrap", "--unshare-all", "--new-session", "--cap-drop", "ALL", "--clearenv"]
        args += [] if outlives else ["--die-with-parent"]
        args += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
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
LIMITS = Shelter(
    "limits",
    "Games run with limits on memory and time and without new privileges, but they can read your files: "
    "this system has no bubblewrap, or forbids user namespaces.",
)
TRIAL = ("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true")  # succeeds where bubblewrap can work

# Libraries, compilers and their settings; never /home, /root, /var, /run or /etc as a whole (it holds secrets).
_SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/etc/alternatives", "/etc/ld.so.cache",
    "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/fonts", "/sys/dev", "/sys/devices",
)  # fmt: skip


def _prlimit(limits: Limits) -> list[str]:
    if not shutil.which("prlimit"):
        return []
    bounds = {
        "as": limits.memory,
        "cpu": f"{limits.cpu}:{limits.cpu + 2}" if limits.cpu else 0,
        "fsize": limits.file,
        "nproc": limits.processes,
        "nofile": limits.open_files,
    }
    return ["prlimit", *(f"--{name}={value}" for name, value in bounds.items() if value), "--core=0", "--"]


def _no_new_privileges() -> list[str]:
    return ["setpriv", "--no-new-privs", "--"] if shutil.which("setpriv") else []
