"""`dreamgarden` and `python -m dreamgarden`: the window without arguments, else the command line."""

from __future__ import annotations

import sys

from dreamgarden import settings

_WITHOUT_SET_UP = {"setup", "doctor", "--help", "-h"}


def main() -> int:
    """Returns the exit code; see errors.py for what each means."""
    arguments = sys.argv[1:]
    if not arguments:
        return window()
    if arguments[0] == "setup":
        return _set_up(arguments)
    if arguments[0] not in _WITHOUT_SET_UP and (code := _complete()):
        return code
    from dreamgarden.cli import main as command_line

    return command_line(arguments)


def window() -> int:
    """Open the window; returns the exit code once it is closed."""
    if code := _complete():
        return code
    from dreamgarden.ui.app import main as open_window

    return open_window([])


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
