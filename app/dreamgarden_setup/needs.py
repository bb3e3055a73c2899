"""What the machine itself must have: one table, read by the set-up and by the doctor.

A need is met when its tool, file or library is found, however it got there; Debian's package
names are only the way to get it.
"""

from __future__ import annotations

import ctypes
import glob
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Use = Literal["build", "game", "window", "speed", "tests"]


@dataclass(frozen=True)
class Need:
    """Something of the operating system's.

    why        the end of the sentence "needed ...".
    packages   Debian packages that bring it; "a|b" means the first that exists.
    any_of     names of tools, file patterns (with a slash) or libraries (with ".so"); one found is enough.
    all_of     the same, but each must be found.
    required   False when DreamGarden works without it, only slower or with less.
    use        what it is for; "tests" are installed for the tests alone.
    """

    name: str
    why: str
    packages: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    required: bool = True
    use: Use = "build"

    def found(self) -> str:
        """Where it is, or "" when it is missing."""
        places = [place for name in self.any_of if (place := _place(name))][:1]
        if self.any_of and not places:
            return ""
        for name in self.all_of:
            place = _place(name)
            if not place:
                return ""
            places.append(place)
        return places[0] if places else ""


_PYTHON_HEADER = str(Path(sysconfig.get_path("include")) / "Python.h")

NEEDS: tuple[Need, ...] = (
    Need("python-venv", "to make DreamGarden's own Python environment", ("python3-venv",), any_of=("python:ensurepip",)),
    Need("python-headers", "to build the native module", ("python3-dev",), any_of=(_PYTHON_HEADER,)),
    Need("compiler", "to compile games and the native module", ("g++",), any_of=("g++", "clang++")),
    Need("cmake", "to build games", ("cmake",), any_of=("cmake",)),
    Need("ninja", "to build games quickly", ("ninja-build",), any_of=("ninja",)),
    Need(
        "bullet",
        "for the physics of games",
        ("libbullet-dev",),
        any_of=("/usr/include/bullet/btBulletCollisionCommon.h", "/usr/local/include/bullet/btBulletCollisionCommon.h"),
    ),
    Need(
        "sandbox",
        "to run generated games shut off from your files and network",
        ("bubblewrap",),
        ("bwrap",),
        use="game",
    ),
    Need(
        "graphics",
        "to draw games, with or without a screen",
        ("libegl1", "libgl1"),
        all_of=("libEGL.so.1", "libGL.so.1"),
        use="game",
    ),
    Need(
        "software drawing",
        "to draw games where there is no graphics card",
        ("libgl1-mesa-dri",),
        ("/usr/lib/*/dri/swrast_dri.so", "/usr/lib64/dri/swrast_dri.so", "/usr/lib/*/libgallium-*.so"),
        required=False,
        use="game",
    ),
    Need(
        "game-window",
        "to open a game's window",
        ("libx11-6", "libxcursor1", "libxrandr2", "libxinerama1", "libxi6"),
        all_of=("libX11.so.6", "libXcursor.so.1", "libXrandr.so.2", "libXinerama.so.1", "libXi.so.6"),
        use="game",
    ),
    Need("sound", "to hear games", ("libasound2t64|libasound2",), ("libasound.so.2",), required=False, use="game"),
    Need(
        "window",
        "to open DreamGarden's window",
        (
            "libglib2.0-0t64|libglib2.0-0",
            "libxkbcommon0",
            "libfontconfig1",
            "libdbus-1-3",
            "libxcb-cursor0",
            "libxcb-icccm4",
            "libxcb-keysyms1",
            "libxcb-shape0",
            "libxcb-xkb1",
            "libxcb-image0",
            "libxcb-render-util0",
            "libxkbcommon-x11-0",
        ),
        all_of=(
            "libglib-2.0.so.0",
            "libxkbcommon.so.0",
            "libfontconfig.so.1",
            "libdbus-1.so.3",
            "libxcb-cursor.so.0",
            "libxcb-icccm.so.4",
            "libxcb-keysyms.so.1",
            "libxcb-shape.so.0",
            "libxcb-xkb.so.1",
            "libxcb-image.so.0",
            "libxcb-render-util.so.0",
            "libxkbcommon-x11.so.0",
        ),
        use="window",
    ),
    Need(
        "font-latin",
        "for the letters of window and games",
        ("fonts-inter",),
        ("/usr/share/fonts/**/Inter*.[ot]t[fc]", "/usr/local/share/fonts/**/Inter*.[ot]t[fc]"),
        use="window",
    ),
    Need(
        "font-chinese",
        "for Chinese text in window and games",
        ("fonts-noto-cjk",),
        ("/usr/share/fonts/**/NotoSansCJK*.[ot]t[fc]", "/usr/local/share/fonts/**/NotoSansCJK*.[ot]t[fc]"),
        use="window",
    ),
    Need("mold", "to link games faster", ("mold",), ("mold",), required=False, use="speed"),
    Need("ccache", "to compile nothing twice", ("ccache",), ("ccache",), required=False, use="speed"),
    Need(
        "screen-less display",
        "to test windows without a screen",
        ("xvfb", "xauth"),
        (),
        ("Xvfb", "xauth"),
        False,
        "tests",
    ),
    Need("typing hands", "to test windows as a person uses them", ("xdotool",), ("xdotool",), required=False, use="tests"),
)


@dataclass(frozen=True)
class Survey:
    """What was looked for, found and missed."""

    found: dict[str, str] = field(default_factory=dict)
    missing: tuple[Need, ...] = ()

    @property
    def required(self) -> tuple[Need, ...]:
        """The missing needs without which something does not work at all."""
        return tuple(need for need in self.missing if need.required)

    def lacks(self, *names: str) -> bool:
        """True when one of the named needs is missing."""
        return any(need.name in names for need in self.missing)


def survey(uses: Iterable[Use] = ("build", "game", "window", "speed")) -> Survey:
    """Look for every need of these uses. Takes some ten milliseconds; starts no program."""
    wanted = frozenset(uses)
    found: dict[str, str] = {}
    missing: list[Need] = []
    for need in NEEDS:
        if need.use not in wanted:
            continue
        if place := need.found():
            found[need.name] = place
        else:
            missing.append(need)
    return Survey(found, tuple(missing))


def _place(name: str) -> str:
    if name.startswith("python:"):
        # Inside a virtual environment pip is there already, however it came.
        return name if sys.prefix != sys.base_prefix or _importable(name.removeprefix("python:")) else ""
    if "/" in name:
        return next(glob.iglob(name, recursive=True), "")
    if ".so" in name:
        try:
            ctypes.CDLL(name, mode=os.RTLD_LAZY)
        except OSError:
            return ""
        return name
    return shutil.which(name) or ""


def _importable(module: str) -> bool:
    # Debian without python3-venv has the package `ensurepip` only as a stub, or not at all.
    try:
        __import__(module)
    except ImportError:
        return False
    return True
