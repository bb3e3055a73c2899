"""Running games: headless in the sandbox for probes, bots, traces and pictures; in a window for people."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dreamgarden.codegen import process
from dreamgarden.codegen.process import Cell
from dreamgarden.codegen.sandbox import Limits
from dreamgarden.errors import MissingTool, StorageError
from dreamgarden.work import Work

LIVE = "live"  # beside a program: another text in this file means that the program is another one
IN_VIEW = "in_view.json"  # beside the saves: whose things are on the screen of the game that is being played
NO_DISPLAY = 3  # a game's exit code when it can't open its window
# A game starts no other program. Software drawing reserves much memory and uses little.
_LIMITS = Limits(memory=3 << 30, cpu=120, file=64 << 20, resident=2 << 30, disk=256 << 20, processes=1, output=1 << 20)
_DRAWING_LIMITS = replace(_LIMITS, memory=16 << 30, cpu=300, resident=6 << 30)
_WINDOW_LIMITS = Limits(file=1 << 30, open_files=1024, resident=8 << 30, processes=1)
_EXCEEDED = {
    "resident": "it took too much memory",
    "disk": "it wrote too much to the disk",
    "output": "it complained without end",
    "processes": "it started too many processes",
}
_TAIL, _WHOLE = 4000, 200_000
_SIGHTS = ("glance", "script", "painting")  # lines that complain of nothing
# The runtime's own last words know no lines, so those of the sanitizers come first.
_WATCHING = {
    "ASAN_OPTIONS": "detect_leaks=0:handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:handle_abort=2:"
    "abort_on_error=0:exitcode=97:hard_rss_limit_mb=3000:allocator_may_return_null=0:detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=0:halt_on_error=0",
}
PROBE_CPU_SECONDS = 10  # some hundred frames take a tenth of one


@dataclass(frozen=True)
class Game:
    """A game that can be run: the program, and the folder with data/, assets/ and fonts/."""

    program: Path
    home: Path


@dataclass(frozen=True)
class Complaint:
    """A JSON line of the runtime: level is warning, expect, error or crash; part is "" when it can't tell."""

    level: str
    part: str
    text: str


@dataclass(frozen=True)
class Played:
    """What came of a run without a window.

    code       exit status; negative is the signal that ended it.
    timed_out  it did not end in time and was ended.
    exceeded   the limit for which it was ended (`process.Ended`); "" for none.
    state      the state dump; empty when there is none.
    said       the end of what it wrote to stderr.
    told       what came of a script: the runtime's line about it (plays.py).
    paintings  what pictures cost, one row for each that was measured: frame, whole and empty in milliseconds, parts.
    shots      pictures, in the order asked for, as PNG bytes; those that were made.
    states     state dumps of the frames asked for, in their order; {} for one that was not reached.
    glances    what was seen every so many frames: frame, screen, where the player was, memory, time …
    """

    code: int
    seconds: float
    timed_out: bool
    complaints: tuple[Complaint, ...]
    state: Mapping[str, Any] = field(default_factory=dict)
    shots: tuple[bytes, ...] = ()
    states: tuple[Mapping[str, Any], ...] = ()
    glances: tuple[Mapping[str, Any], ...] = ()
    said: str = ""
    exceeded: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    paintings: tuple[Mapping[str, Any], ...] = ()

    @property
    def ok(self) -> bool:
        """True when it ended by itself and well."""
        return self.code == 0 and not self.timed_out and not self.exceeded

    @property
    def guilty(self) -> str:
        """The part whose code ran when it crashed or hung; "" when that is unknown."""
        for level in ("crash", "error"):
            for complaint in reversed(self.complaints):
                if complaint.level == level and complaint.part:
                    return complaint.part
        return ""

    @property
    def reason(self) -> str:
        """What went wrong, as the end of a sentence; "" when nothing did."""
        if self.ok:
            return ""
        fatal = [c for c in self.complaints if c.level in ("crash", "error")]
        if self.timed_out:
            return "it did not come to an end (an endless loop?)"
        if self.exceeded in _EXCEEDED:
            return _EXCEEDED[self.exceeded]
        if fatal:
            return fatal[-1].text
        if self.code < 0:
            with contextlib.suppress(ValueError):
                return f"it crashed ({signal.Signals(-self.code).name})"
        last = self.said.strip().splitlines()[-1:] or ["no reason was given"]
        return f"it ended with code {self.code}: {last[0]}"


class Opened:
    """A game in its own window, as its own process."""

    def __init__(self, process: subprocess.Popen[bytes], told: Path | None = None) -> None:
        self._process = process
        self._told = told
        self.pid = process.pid

    def in_view(self) -> list[str]:
        """Whose things are on its screen now: names of parts and of models. Empty when it is over or has not said."""
        if self._told is None or not self.running:
            return []
        try:
            row = json.loads(self._told.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        named = row.get("in_view") if isinstance(row, dict) else None
        return [str(name) for name in named] if isinstance(named, list) else []

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> int:
        """Until the person closes it; its exit status."""
        return self._process.wait()

    def end(self) -> None:
        """Close it by force."""
        process.end(self._process)


def run(
    game: Game,
    work: Work,
    *,
    frames: int,
    bot: str = "",
    replay: Path | None = None,
    record: Path | None = None,
    scenario: str = "",
    seed: int | None = None,
    shots: Sequence[int] = (),
    states: Sequence[int] = (),
    glances: int = 0,
    without: Sequence[str] = (),
    size: str = "",
    timeout: float = 60.0,
    cpu: int = 0,
    watched: bool = False,
    script: Mapping[str, Any] | None = None,
    painting: bool = False,
) -> Played:
    """Play `frames` (30 a second of play) without a window, as fast as it goes. Raises Cancelled, MissingTool.

    record where the input is written as a trace.
    shots  frames at which a picture is taken; none means that no GPU context is made.
    states frames at which the state is dumped beside the last one.   glances  a line of what is seen every so many frames.
    without parts that are left out.   size  of the pictures, such as "640x360"; "" for the game's own.
    cpu    seconds of processor time; a game that takes more is asked for its last words and ended.
    script  a play that is written down, in place of a bot (plays.py).   painting  measure what each of the shots costs.
    watched  it was built to watch its own memory (`Compiler.proof`); what it found is in `said`, from the beginning.
    """
    with _scratch() as scratch:
        args = ["--headless", "--frames", str(frames), "--state", str(scratch / "state.json"), "--mute", "--autostart"]
        pictures = [scratch / f"shot{number}.png" for number in range(len(shots))]
        for frame, picture in zip(shots, pictures, strict=True):
            args += ["--screenshot-at", str(frame), str(picture)]
        for number, frame in enumerate(states):
            args += ["--state-at", str(frame), str(scratch / f"state{number}.json")]
        args += ["--glances", str(glances)] if glances else []
        args += ["--windowed", size] if size else []
        for part in without:
            args += ["--without", part]
        for flag, value in (("--bot", bot), ("--scenario", scenario)):
            args += [flag, value] if value else []
        if script is not None:
            (scratch / "script.json").write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
            args += ["--script", str(scratch / "script.json")]
        args += ["--painting"] if painting else []
        if seed is not None:
            args += ["--seed", str(seed)]
        if replay is not None:
            shutil.copyfile(replay, scratch / "trace.json")
            args += ["--replay", str(scratch / "trace.json")]
        if record is not None:
            args += ["--record", str(scratch / "recorded.json")]
        environ = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(scratch),
            "XDG_DATA_HOME": str(scratch),
            "GARDEN_HOME": str(game.home),
            "LC_ALL": "C.UTF-8",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            **(_WATCHING if watched else {}),
        }
        limits = _DRAWING_LIMITS if shots else _LIMITS
        limits = replace(limits, cpu=cpu or limits.cpu, wall=timeout)
        if watched:  # the watching reserves addresses without end, so memory in use is bounded instead
            limits = replace(limits, memory=0, busy=float(limits.cpu), cpu=2 * limits.cpu)
        cell = Cell(
            [str(game.program), *args], scratch, limits, environ,
            writable=[scratch], readable=[game.program.parent, game.home],
        )  # fmt: skip
        ended = process.run(cell, [work], errors_only=True, last_words=watched)
        work.check()
        if record is not None and (recorded := left_behind(scratch / "recorded.json")):
            record.write_bytes(recorded)
        return Played(
            code=ended.code,
            seconds=ended.seconds,
            timed_out=ended.exceeded in ("wall", "busy"),
            complaints=tuple(_complaints(ended.output)),
            state=_state(scratch / "state.json"),
            shots=tuple(found for picture in pictures if (found := left_behind(picture))),
            states=tuple(_state(scratch / f"state{number}.json") for number in range(len(states))),
            glances=tuple(_rows(ended.output, "glance")) if glances else (),
            said=ended.output[:_WHOLE] if watched else ended.output[-_TAIL:],
            exceeded=ended.exceeded,
            told=next(iter(_rows(ended.output, "script")), {}) if script is not None else {},
            paintings=tuple(_rows(ended.output, "painting")) if painting else (),
        )


def probe(game: Game, work: Work, frames: int = 300) -> Played:
    """A first look at a new game: some hundred frames with random input, ended when it takes far too long."""
    return run(game, work, frames=frames, bot="random", timeout=30.0, cpu=PROBE_CPU_SECONDS)


def open_window(game: Game, args: Sequence[str], saves: Path, traces: Path | None = None,
                environ: Mapping[str, str] = os.environ) -> Opened:  # fmt: skip
    """Start the game as a person plays it. `saves` keeps its scores, `traces` the plays that they keep with F5.

    Raises MissingTool when there is no display and the arguments don't ask for a run without one.
    """
    headless = "--headless" in args
    if not headless and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        raise MissingTool(
            "There is no display to open the game's window on.",
            safe="The game is built and kept.",
            then="Start it on a machine with a screen, or add `-- --headless --frames 300 --state state.json`.",
        )
    try:
        for folder in filter(None, (saves, traces)):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{saves} can't be written: {error.strerror}.", then="Make the folder writable.") from error
    inner = {"PATH": "/usr/bin:/bin", "HOME": str(saves), "XDG_DATA_HOME": str(saves), "GARDEN_HOME": str(game.home)}
    if traces is not None:
        inner["GARDEN_TRACES"] = str(traces)
    told = saves / IN_VIEW
    told.unlink(missing_ok=True)
    inner["GARDEN_IN_VIEW"] = str(told)
    inner["GARDEN_LIVE"] = str(game.program.parent / LIVE)  # so that it takes in what is built while it runs
    # Compiled shaders stay with the saves: Mesa looks for the home of a user, and inside there is none.
    inner["XDG_CACHE_HOME"] = str(saves / "cache")
    for name in (
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "XDG_RUNTIME_DIR",
        "PULSE_SERVER",
        "LANG",
        "LIBGL_ALWAYS_SOFTWARE",
    ):
        if name in environ:
            inner[name] = environ[name]
    runtime = Path(environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    sockets = [runtime / environ.get("WAYLAND_DISPLAY", "wayland-0"), runtime / "pulse", runtime / "pipewire-0"]
    # Files that the person named on the command line (a trace, a picture to write) must be reachable.
    folders = {Path(word).absolute().parent for word in args if word.endswith((".json", ".png"))}
    cell = Cell(
        [str(game.program), *(str(Path(word).absolute()) if word.endswith((".json", ".png")) else word for word in args)],
        game.home,
        _WINDOW_LIMITS,
        inner,
        writable=[saves, *([traces] if traces else []), *sorted(folder for folder in folders if folder.is_dir())],
        readable=[game.program.parent, game.home, Path(environ.get("XAUTHORITY", Path.home() / ".Xauthority"))],
        devices=[Path("/tmp/.X11-unix"), Path("/dev/dri"), Path("/dev/snd"), Path("/dev/input"), *sockets],
        outlives=True,
    )
    opened = process.start(cell)
    process.keep_within(opened, _WINDOW_LIMITS)
    return Opened(opened, told)


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(said: str, of: str) -> Iterator[Mapping[str, Any]]:
    """The runtime's own lines of one sort."""
    for line in said.splitlines():
        if line.startswith(f'{{"garden":"{of}"'):
            with contextlib.suppress(json.JSONDecodeError):
                yield json.loads(line)


def _complaints(said: str) -> Iterator[Complaint]:
    for line in said.splitlines():
        if not line.startswith("{"):
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict) and row.get("garden", "glance") not in _SIGHTS:
            yield Complaint(*(_plain(str(row.get(name, ""))) for name in ("garden", "part", "text")))


def _state(path: Path) -> Mapping[str, Any]:
    try:
        state = json.loads(left_behind(path))
    except (ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def left_behind(path: Path, most: int = 64 << 20) -> bytes:
    """What a game left in a file; b"" when it is none of its own: a link, a pipe, a device, or longer than `most` bytes."""
    try:
        # A link would make us read for the game what it may not; a pipe would make us wait for it.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size > most:
        os.close(handle)
        return b""
    with os.fdopen(handle, "rb") as file:
        return file.read(most)


def _plain(text: str) -> str:
    """Without control and direction characters: a game's words are shown in terminals and the window."""
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dreamgarden-play-") as folder:
        yield Path(folder)
