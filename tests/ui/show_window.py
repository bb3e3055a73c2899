"""Opens the window on the scripted garden, for tests that use a real display: show_window.py [FAKE ARGS --] [ARGS]."""

from __future__ import annotations

import sys
from pathlib import Path

from dreamgarden.ui.app import main

if __name__ == "__main__":
    arguments = sys.argv[1:]
    at = arguments.index("--") if "--" in arguments else 0
    fake = [sys.executable, str(Path(__file__).with_name("fake_serve.py")), *arguments[:at]]
    sys.exit(main(arguments[at + 1 :] if at else arguments, fake))
