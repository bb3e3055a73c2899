"""ruff and mypy, run as tests over everything we wrote in Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(checkout: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", *arguments]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{' '.join(arguments)}\n{result.stdout}{result.stderr}"


def test_ruff_finds_nothing(checkout: Path) -> None:
    folders = [name for name in ("app", "tests", "benchmarks") if (checkout / name).is_dir()]
    run(checkout, "ruff", "check", "--quiet", *folders)


def test_every_definition_is_typed_and_the_types_fit(checkout: Path) -> None:
    run(checkout, "mypy")
