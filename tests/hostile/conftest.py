"""A game that attacks, in every sandbox that works here."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import tiny_runtime
from dreamgarden import settings
from dreamgarden.codegen import process
from dreamgarden.codegen.compiler import COMPILE_LIMITS, Compiler
from dreamgarden.codegen.process import find_shelter
from dreamgarden.codegen.sandbox import BUBBLEWRAP, LANDLOCK, Shelter, landlock_trial
from dreamgarden.game.play import Game, Played, run
from dreamgarden.work import Work

Attack = Callable[..., Played]


def works(shelter: Shelter) -> bool:
    """Whether this machine has it."""
    if shelter is BUBBLEWRAP:
        return find_shelter() is BUBBLEWRAP
    return subprocess.run(landlock_trial(), capture_output=True, check=False).returncode == 0


@pytest.fixture(params=[BUBBLEWRAP, LANDLOCK], ids=lambda shelter: shelter.kind)
def shelter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Shelter:
    """The sandbox of this run of the test."""
    chosen: Shelter = request.param
    if not works(chosen):
        pytest.skip(f"{chosen.kind} does not work on this machine")
    monkeypatch.setattr(process, "find_shelter", lambda: chosen)
    return chosen


@pytest.fixture(scope="session")
def attacker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of attacks.c."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("there is no C compiler")
    program = tmp_path_factory.mktemp("attacker") / "game"
    subprocess.run([compiler, "-pthread", "-w", "-o", program, Path(__file__).with_name("attacks.c")], check=True)
    return program


@pytest.fixture
def attack(attacker: Path, shelter: Shelter, tmp_path: Path) -> Attack:
    """Run one of its attacks as a game is run."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "data.txt").write_text("theirs")

    def go(name: str, argument: str = "", *, timeout: float = 20.0, cpu: int = 5) -> Played:
        (home / "attack.txt").write_text(f"{name}\n{argument}\n")
        return run(Game(attacker, home), Work(), frames=1, timeout=timeout, cpu=cpu)

    return go


@pytest.fixture
def compiler(tmp_path: Path) -> Compiler:
    """A compiler with little patience, in the best sandbox of this machine."""
    if find_shelter().kind == "limits":
        pytest.skip("this machine has no sandbox")
    return impatient(tmp_path)


@pytest.fixture
def any_compiler(tmp_path: Path, shelter: Shelter) -> Compiler:
    """The same in each sandbox."""
    return impatient(tmp_path)


def impatient(folder: Path) -> Compiler:
    """A compiler that ends what takes long or much."""
    runtime = tiny_runtime.make(folder / "runtime")
    limits = replace(COMPILE_LIMITS, memory=1 << 30, cpu=3, file=32 << 20, wall=25, resident=2 << 30, disk=64 << 20, output=1 << 20)
    return Compiler(folder / "workshop", settings.templates_dir() / "game", runtime, jobs=2, limits=limits)
