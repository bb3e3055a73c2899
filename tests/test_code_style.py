"""ruff and mypy, run as tests over everything we wrote in Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def run(checkout: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", *arguments]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{' '.join(arguments)}\n{result.stdout}{result.stderr}"


@pytest.mark.parametrize("folder", ["app", "tests", "benchmarks"])
def test_ruff_finds_nothing(checkout: Path, folder: str) -> None:
    run(checkout, "ruff", "check", "--quiet", folder)


def test_every_definition_is_typed_and_the_types_fit(checkout: Path) -> None:
    run(checkout, "mypy")
