"""The console: says what the set-up is doing, runs its programs, and keeps their output in log files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_QUIET_SECONDS = 15.0
_TAIL_LINES = 25
_WORTH_SAYING = re.compile(
    r"^\s*(?P<pip>(Collecting|Downloading|Building|Installing)\b[^(]*(\([\d.]+ [kMG]B\))?)"
    r"|^(?P<ninja>\[\d+/\d+\] .*)"
    r"|^(?P<apt>(Get:\d+|Unpacking|Setting up) .*)"
    r"|^-- (?P<cmake>Configuring done.*|Build files.*)"
)


class SetupFailed(Exception):
    """A step could not be done: what failed, why, and what to do."""

    def __init__(self, what: str, *, why: str = "", then: str = "", exit_code: int = 1) -> None:
        self.exit_code = exit_code
        super().__init__("\n".join(part for part in (what, why, then) if part))


class Console:
    """Writes to standard error, so that what a command prints stays its own. Logs go to `logs`/STEP.log."""

    def __init__(self, logs: Path, steps: int) -> None:
        self._logs = logs
        self._steps = steps
        self._step = 0
        self._title = ""
        self._began = 0.0
        self._spoke = 0.0
        self._live = sys.stderr.isatty()
        self.held: int | None = None

    def say(self, text: str) -> None:
        """A whole line (or several)."""
        self._clear()
        print(text, file=sys.stderr, flush=True)

    def begin(self, title: str) -> None:
        """The next step begins."""
        self._step += 1
        self._title = f"[{self._step}/{self._steps}] {title}"
        self._began = self._spoke = time.monotonic()
        if self._live:
            self.note("")
        else:
            self.say(self._title)

    def skip(self) -> None:
        """The next step has nothing to do."""
        self._step += 1

    def done(self, remark: str = "") -> None:
        seconds = time.monotonic() - self._began
        ending = f"done in {seconds:.0f} s" + (f", {remark}" if remark else "")
        self.say(f"{self._title}: {ending}" if self._live else f"      {ending}")

    def note(self, text: str) -> None:
        """What the step is doing now: on the step's own line, or now and then on a new one in a log."""
        now = time.monotonic()
        if self._live:
            line = f"{self._title} · {now - self._began:.0f} s" + (f" · {text}" if text else "")
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{line[:width]}", end="", file=sys.stderr, flush=True)
        elif now - self._spoke > _QUIET_SECONDS:
            self._spoke = now
            self.say(f"      {now - self._began:.0f} s: {text}")

    def run(
        self,
        command: Sequence[str | Path],
        *,
        log: str,
        failing: str,
        then: str = "",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Run a program to its end. Raises SetupFailed with the end of its output when it fails."""
        self._logs.mkdir(parents=True, exist_ok=True)
        path = self._logs / f"{log}.log"
        tail: list[str] = []
        with path.open("a") as file:
            file.write("$ " + " ".join(map(str, command)) + "\n")
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                cwd=cwd,
                env={**os.environ, **(env or {})},
                pass_fds=() if self.held is None else (self.held,),
            )
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    file.write(line)
                    file.flush()
                    tail = [*tail[-_TAIL_LINES:], line.rstrip()]
                    if found := _WORTH_SAYING.match(line):
                        self.note(next(text for text in found.groupdict().values() if text).strip())
                code = process.wait()
            except BaseException:
                process.terminate()
                process.wait()
                raise
        if code != 0:
            ending = "\n".join(["", *(f"    {line}" for line in tail), ""])
            raise SetupFailed(failing, why=ending, then=f"{then}\nAll of it is in {path}.".strip())

    def _clear(self) -> None:
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
