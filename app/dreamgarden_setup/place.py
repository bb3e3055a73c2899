"""The place that is being set up: a checkout with its own environment, or the environment of an installed package."""

from __future__ import annotations

import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """Where things lie.

    root    the checkout; None for an installed package, whose module and runtime came in its wheel.
    state   folder for stamps, logs and builds.
    python  the interpreter that DreamGarden runs with (it may not exist yet).
    """

    root: Path | None
    state: Path
    python: Path

    @property
    def environment(self) -> Path:
        """The virtual environment's folder."""
        return self.python.parent.parent

    @property
    def packages(self) -> Path:
        """The environment's site-packages."""
        if self.root is None:
            return Path(sysconfig.get_path("purelib"))
        return self.environment / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"

    @property
    def raylib(self) -> Path:
        """The folder with raylib's library and header, from the package raylib_dynamic."""
        return self.packages / "raylib"

    @property
    def runtime(self) -> Path:
        """Where the built game runtime goes."""
        return self.state / "runtime"


def here() -> Place:
    """The place this very file belongs to."""
    package = Path(__file__).resolve().parent
    root = package.parent.parent
    if (root / "pyproject.toml").is_file() and (root / "native").is_dir():
        return Place(root, root / ".setup", root / ".venv" / "bin" / "python")
    return Place(None, Path(sys.prefix) / "share" / "dreamgarden" / "setup", Path(sys.executable))
