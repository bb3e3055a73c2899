"""A person at a real screen: Xvfb with a window manager, xdotool for hands, the garden's own command line for the truth."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

TOOLS = ("Xvfb", "xdotool", "openbox", "import")
INSTALL = "apt-get install xvfb xdotool openbox imagemagick"


def wait_until(true: Callable[[], Any], seconds: float = 90.0, what: str = "it") -> Any:
    """What `true` answers, once that is something."""
    end = time.monotonic() + seconds
    while True:
        if answer := true():
            return answer
        assert time.monotonic() < end, f"{what} did not happen in {seconds:.0f} s"
        time.sleep(0.05)


class Screen:
    """A screen of its own, with a window manager, so that windows get the keyboard as they do at home."""

    def __init__(self, width: int, height: int) -> None:
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=(write,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as numbers:
            self.name = f":{numbers.readline().strip()}"
        assert self.name != ":", "Xvfb did not start"
        self._manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": self.name}, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)


class Person:
    """Opens the window in a home of its own and works in it with mouse and keys."""

    def __init__(self, screen: Screen, home: Path) -> None:
        self.screen = screen
        self.home = home
        self.settings = home / "config"
        self.errors = home / "stderr.txt"
        self.gardens = home / "DreamGarden"
        home.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
        self.environ = {
            **kept,
            "DISPLAY": screen.name,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "DREAMGARDEN_CONFIG_DIR": str(self.settings),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        self._window: subprocess.Popen[bytes] | None = None

    # The window

    def open(self, *arguments: str, program: Sequence[str] = ("-m", "dreamgarden.ui.app")) -> None:
        """Start the window and wait until it is there and has the keyboard."""
        with self.errors.open("a") as errors:
            self._window = subprocess.Popen([sys.executable, *program, *arguments], env=self.environ, stderr=errors)
        wait_until(self.find, what="a window")
        self.focus()

    def find(self) -> str:
        """The window's id; "" while there is none."""
        return (self.tool("search", "--onlyvisible", "--name", "DreamGarden").split() or [""])[0]

    def focus(self) -> None:
        """Let the window have the keyboard."""
        self.tool("windowactivate", "--sync", self.find())
        time.sleep(0.2)

    @property
    def title(self) -> str:
        """What the window's title says."""
        return self.tool("getwindowname", self.find())

    @property
    def pid(self) -> int:
        """The window's process."""
        assert self._window is not None
        return self._window.pid

    def leave(self) -> int:
        """Quit by the key; the exit code."""
        assert self._window is not None
        self.focus()
        self.keys("ctrl+q")
        wait_until(lambda: self._window is None or self._window.poll() is not None, what="the window's end")
        return int(self._window.returncode)

    def close(self) -> None:
        """Make sure that nothing is left running."""
        if self._window is not None and self._window.poll() is None:
            self._window.send_signal(signal.SIGTERM)
            self._window.wait(20)

    # Hands and eyes

    def tool(self, *arguments: str) -> str:
        """xdotool's answer."""
        run = subprocess.run(["xdotool", *arguments], env=self.environ, capture_output=True, text=True, timeout=120)
        return run.stdout.strip()

    def keys(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.tool("key", "--clearmodifiers", key)
            time.sleep(0.12)

    def type(self, text: str) -> None:
        """Type a text."""
        self.tool("type", "--delay", "6", text)
        time.sleep(0.2)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click at a point of the screen."""
        self.tool("mousemove", str(x), str(y), "click", str(button))
        time.sleep(0.15)

    def look(self, file: Path) -> Path:
        """A picture of the whole screen."""
        subprocess.run(["import", "-window", "root", str(file)], env=self.environ, check=True, timeout=60)
        return file

    def sight(self) -> bytes:
        """What is on the screen, to be compared with what was."""
        return self.look(self.home / "sight.png").read_bytes()

    # The truth

    def garden(self) -> Path:
        """The folder of the garden that was planted last."""
        folders = [folder for folder in self.gardens.glob("*") if (folder / "garden.db").is_file()]
        return max(folders, key=lambda folder: (folder / "garden.db").stat().st_mtime)

    def show(self) -> dict[str, Any]:
        """The garden as another program sees it: `dreamgarden show --json`."""
        return dict(json.loads(self.command("show", str(self.garden()), "--json")))

    def nodes(self) -> list[dict[str, Any]]:
        """Its nodes."""
        return list(self.show()["nodes"])

    def command(self, *arguments: str) -> str:
        """What `dreamgarden ...` prints."""
        run = subprocess.run(
            [sys.executable, "-m", "dreamgarden", *arguments], env=self.environ, capture_output=True, text=True, timeout=300
        )
        assert run.returncode == 0, run.stderr
        return run.stdout


def missing() -> list[str]:
    """What of the tools is not on this machine."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]
