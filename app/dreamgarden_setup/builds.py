"""The steps that compile: the native module, the game runtime, and the native tests."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from dreamgarden_setup.console import Console
from dreamgarden_setup.place import Place

_NATIVE = "native"


def module(console: Console, place: Place) -> None:
    """The native module, put beside the package's Python files."""
    _configure(console, place, _root(place), "module", "native module")
    _build(console, place, "module", "native module", "--target", "_native")


def runtime(console: Console, place: Place) -> None:
    """The game runtime, laid out where every game looks for it."""
    _configure_native(console, place)
    _build(console, place, _NATIVE, "game runtime", "--target", "garden_sdk")


def tests(console: Console, place: Place) -> list[str | Path]:
    """Build the native tests. Returns the command that runs them."""
    _configure_native(console, place)
    _build(console, place, _NATIVE, "native tests")
    return [_tool(place, "ctest"), "--test-dir", _folder(place, _NATIVE), "--output-on-failure", "-j2"]


def _configure_native(console: Console, place: Place) -> None:
    # The tests' project contains the runtime's: in one build folder the tests need not compile it a second time.
    source = _root(place) / "native" / "tests"
    _configure(console, place, source, _NATIVE, "game runtime", f"-DGARDEN_SDK_DIR={place.runtime}")


def _configure(console: Console, place: Place, source: Path, name: str, what: str, *options: str) -> None:
    console.run(
        [
            _tool(place, "cmake"),
            "-S",
            source,
            "-B",
            _folder(place, name),
            "-G",
            "Ninja",
            "-DCMAKE_BUILD_TYPE=Release",
            f"-DPython_EXECUTABLE={place.python}",
            f"-DPython3_EXECUTABLE={place.python}",
            f"-DGARDEN_RAYLIB_DYNAMIC={place.raylib}",
            *options,
        ],
        log=name,
        failing=f"CMake could not prepare the {what}.",
        then="`./dreamgarden doctor` lists what this machine has and lacks.",
    )


def _build(console: Console, place: Place, name: str, what: str, *options: str) -> None:
    jobs = str(min(os.cpu_count() or 1, 8))
    console.run(
        [_tool(place, "cmake"), "--build", _folder(place, name), "-j", jobs, *options],
        log=name,
        failing=f"The {what} did not compile.",
        then="This is a fault of DreamGarden's or of the compiler; please report it with the lines above.",
    )


def _folder(place: Place, name: str) -> Path:
    return place.state / "build" / name


def _root(place: Place) -> Path:
    assert place.root is not None, "only a checkout compiles anything"
    return place.root


def _tool(place: Place, name: str) -> str:
    # Packages from PyPI stand in where the system has none; the launcher puts them last on the path.
    return shutil.which(name) or str(place.python.with_name(name))


def compiler_identity() -> str:
    """The compiler's path and size: a new compiler makes the compiled steps run again."""
    found = shutil.which(os.environ.get("CXX", "c++")) or shutil.which("g++") or shutil.which("clang++") or ""
    real = Path(found).resolve() if found else Path()
    return f"{real}:{real.stat().st_size if found else 0}:{sys.implementation.cache_tag}"
