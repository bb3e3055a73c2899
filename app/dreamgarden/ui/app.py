"""Opens the window: the application, its look, its language, and the garden named on the command line."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from time import CLOCK_BOOTTIME, clock_gettime
from typing import TYPE_CHECKING

from dreamgarden.errors import GardenError, MissingTool

if TYPE_CHECKING:
    from dreamgarden.settings import Settings


def main(argv: list[str], command: list[str] | None = None) -> int:
    """Show the window until it is closed. `argv` is [GARDEN] [--first-paint]; returns the exit code.

    `command` starts the garden process; by default it is `serve` with this Python.
    Exit codes: 0 closed, 2 bad input, 3 no display.
    """
    try:
        return _run(argv, command)
    except GardenError as error:
        print(f"dreamgarden: {error}", file=sys.stderr)
        return error.exit_code


def check_display() -> None:
    """Raise MissingTool where no window can open: Qt itself would abort the process."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("darwin", "win32"):
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise MissingTool(
            "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set).",
            safe="Nothing was changed.",
            then='Start it in a desktop session, or work without a window: dreamgarden grow "PROMPT" --garden DIR.',
        )


def _run(argv: list[str], command: list[str] | None) -> int:
    import argparse

    parser = argparse.ArgumentParser(prog="dreamgarden", description="Open the garden window.")
    parser.add_argument("garden", nargs="?", help="a garden's folder to open")
    parser.add_argument(
        "--first-paint", action="store_true", help="print the milliseconds to the first frame, and quit"
    )
    options = parser.parse_args(argv)
    check_display()

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from dreamgarden.ui.client import Client, serve_command
    from dreamgarden.ui.settings import taste
    from dreamgarden.ui.settings.taste import Dresser
    from dreamgarden.ui.window import Window

    application = QApplication.instance() or QApplication(["dreamgarden"])
    assert isinstance(application, QApplication)
    application.setApplicationName("DreamGarden")
    application.setDesktopFileName("dreamgarden")
    application.setStyle("Fusion")
    dresser = Dresser(application, taste.quick())
    window = Window(Client(command or serve_command()), dresser.theme, motion=dresser.taste.motion)
    window.desk.editor = dresser.taste.editor

    def take(chosen: Settings) -> None:
        taste.keep(chosen)
        anew = dresser.put_on(taste.Taste.of(chosen))
        window.motion = window.canvas.motion = chosen.motion
        window.desk.editor = chosen.editor
        if anew:
            window.dress(dresser.theme)

    def switch_theme() -> None:
        take(replace(taste.kept(), theme="light" if dresser.theme.name == "dark" else "dark"))

    def switch_language() -> None:
        take(replace(taste.kept(), language="en" if dresser.language == "zh" else "zh"))

    # Later, because the widget whose signal this is may be among those that are built anew.
    window.theme_wanted.connect(lambda: QTimer.singleShot(0, window, switch_theme))
    window.language_wanted.connect(lambda: QTimer.singleShot(0, window, switch_language))
    window.settings_wanted.connect(lambda chosen: QTimer.singleShot(0, window, lambda: take(chosen)))
    if options.first_paint:

        def painted() -> None:
            print(round(_age_ms()), flush=True)
            QTimer.singleShot(0, application.quit)

        window.painted.connect(painted)
    window.show()
    if options.garden:
        folder = Path(options.garden).expanduser().resolve()
        QTimer.singleShot(0, window, lambda: window.open_garden(folder))
    elif not options.first_paint:
        QTimer.singleShot(0, window, window.client.wake)
    code = application.exec()
    window.client.close()
    return int(code)


def _age_ms() -> float:
    """Milliseconds since this process was started, by the clock in which /proc tells it."""
    fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return (clock_gettime(CLOCK_BOOTTIME) - started) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
