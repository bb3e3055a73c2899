"""Opens the window: the application, its look, its language, and the garden named on the command line."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from time import CLOCK_BOOTTIME, clock_gettime
from typing import Literal

from dreamgarden.errors import GardenError, MissingTool


def main(argv: list[str], command: list[str] | None = None) -> int:
    """Show the window until it is closed. `argv` is [GARDEN] [--first-paint]; returns the exit code.

    `command` starts the garden process; by default it is `serve.py` with this Python.
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

    from dreamgarden.ui import theme as themes
    from dreamgarden.ui import translation
    from dreamgarden.ui.client import Client, serve_command
    from dreamgarden.ui.window import Window

    application = QApplication.instance() or QApplication(["dreamgarden"])
    assert isinstance(application, QApplication)
    application.setApplicationName("DreamGarden")
    application.setDesktopFileName("dreamgarden")
    application.setStyle("Fusion")
    application.setFont(themes.font(13))
    language, theme = _taste()
    dresser = Dresser(application, translation.chosen(language), theme)
    window = Window(Client(command or serve_command()), dresser.theme)

    def switch_theme() -> None:
        dresser.wear("light" if dresser.theme.name == "dark" else "dark")
        window.dress(dresser.theme)
        _keep(theme="light" if dresser.theme.name == "light" else "dark")

    def switch_language() -> None:
        dresser.speak("en" if dresser.language == "zh" else "zh")
        window.dress(dresser.theme)
        _keep(language=dresser.language)

    # Later, because the widget whose signal this is may be among those that are built anew.
    window.theme_wanted.connect(lambda: QTimer.singleShot(0, window, switch_theme))
    window.language_wanted.connect(lambda: QTimer.singleShot(0, window, switch_language))
    if options.first_paint:

        def painted() -> None:
            print(round(_age_ms()), flush=True)
            QTimer.singleShot(0, application.quit)

        window.painted.connect(painted)
    window.show()
    if options.garden:
        folder = Path(options.garden).expanduser().resolve()
        QTimer.singleShot(0, window, lambda: window.open_garden(folder))
    code = application.exec()
    window.client.close()
    return int(code)


class Dresser:
    """The application's theme and language, which widgets take when they are built."""

    def __init__(self, application: object, language: str, theme: str) -> None:
        from PySide6.QtWidgets import QApplication

        assert isinstance(application, QApplication)
        self._application = application
        self._translator: object = None
        self.language = ""
        self.wear(theme)
        self.speak(language)

    def wear(self, name: str) -> None:
        """Put a theme on."""
        from dreamgarden.ui import theme as themes

        self.theme = themes.named(name)
        self._application.setPalette(themes.palette(self.theme))
        self._application.setStyleSheet(themes.sheet(self.theme))

    def speak(self, language: str) -> None:
        """Speak a language from now on."""
        from dreamgarden.ui.translation import Words, read

        if isinstance(self._translator, Words):
            self._application.removeTranslator(self._translator)
        self._translator = Words(read(language), self._application)
        self._application.installTranslator(self._translator)
        self.language = language


def _taste() -> tuple[str, str]:
    """The language and theme a person chose.

    Read without `settings.load`, which checks everything and takes as long as the rest of the start, unless
    something is wrong: then its error says what.
    """
    from dreamgarden import settings

    try:
        kept = json.loads(settings.settings_file().read_text(encoding="utf-8"))
        language, theme = str(kept.get("language", "")), str(kept.get("theme", "dark"))
    except FileNotFoundError:
        language, theme = "", "dark"
    except (OSError, ValueError, AttributeError):
        language, theme = "", ""
    language = os.environ.get("DREAMGARDEN_LANGUAGE", language)
    theme = os.environ.get("DREAMGARDEN_THEME", theme)
    if theme not in ("dark", "light", "system"):
        checked = settings.load()
        return checked.language, checked.theme
    return language, theme


def _keep(*, theme: Literal["dark", "light"] | None = None, language: str | None = None) -> None:
    from dreamgarden import settings

    # The file alone is the base: what the environment says holds for this start only.
    over = ("DREAMGARDEN_THEME", "DREAMGARDEN_LANGUAGE")
    quiet = {name: value for name, value in os.environ.items() if name not in over}
    try:
        kept = settings.load(quiet)
        settings.save(replace(kept, theme=theme or kept.theme, language=language or kept.language))
    except GardenError as error:
        print(f"dreamgarden: {error}", file=sys.stderr)


def _age_ms() -> float:
    """Milliseconds since this process was started, by the clock in which /proc tells it."""
    fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return (clock_gettime(CLOCK_BOOTTIME) - started) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
