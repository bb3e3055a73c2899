"""`dreamgarden` and `python -m dreamgarden`: the window, alone or on a garden, else the command line."""

from __future__ import annotations

import os
import sys

from dreamgarden import settings

_WITHOUT_SET_UP = {"doctor", "--help", "-h", "--version"}


def main() -> int:
    """Returns the exit code; see errors.py for what each means."""
    arguments = sys.argv[1:]
    shown = window_arguments(arguments)
    if shown is not None:
        return _window(shown)
    if arguments[0] == "setup":
        return _set_up(arguments)
    if arguments[0] not in _WITHOUT_SET_UP and (code := _complete()):
        return code
    from dreamgarden.cli.commands import main as command_line

    return command_line(arguments)


def window() -> int:
    """The window itself, on the garden that is named; returns the exit code once it is closed."""
    return _window([argument for argument in sys.argv[1:] if argument != "open"])


def window_arguments(arguments: list[str]) -> list[str] | None:
    """What the window gets: `[]`, `open [DIR]`, `DIR` and their options. None where a verb of the command line is meant."""
    if not arguments or arguments[0] == "--first-paint":
        return arguments
    if arguments[0] == "open":
        return arguments[1:]
    # A folder may be called like a verb; written as a path it is the folder.
    if os.sep in arguments[0] or (os.path.isdir(arguments[0]) and arguments[0] not in _verbs()):
        return arguments
    return None


def _verbs() -> frozenset[str]:
    from dreamgarden.cli import commands

    return commands.verbs() | {"setup"}


def _window(arguments: list[str]) -> int:
    if code := _complete():
        return code
    from dreamgarden.ui.app import main as open_window

    return open_window(arguments)


def _complete() -> int:
    """Bring what a wheel can't carry, once; in a checkout the launcher has seen to it. Returns the exit code."""
    if settings.checkout_dir() or settings.likeness_dir():
        return 0
    return _set_up(["setup"])


def _set_up(arguments: list[str]) -> int:
    from dreamgarden_setup.__main__ import main as set_up

    return set_up(arguments)


if __name__ == "__main__":
    sys.exit(main())
