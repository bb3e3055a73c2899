"""`dreamgarden` and `python -m dreamgarden`: the window without arguments, else the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Returns the exit code; see errors.py for what each means."""
    arguments = sys.argv[1:]
    if not arguments:
        from dreamgarden.ui.app import main as open_window

        return open_window()
    if arguments[0] == "setup":
        from dreamgarden_setup.__main__ import main as set_up

        return set_up(arguments)
    from dreamgarden.cli import main as command_line

    return command_line(arguments)


if __name__ == "__main__":
    sys.exit(main())
