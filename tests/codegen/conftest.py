"""A compiler over a runtime of some lines."""

from __future__ import annotations

from pathlib import Path

import pytest

import tiny_runtime
from dreamgarden import settings
from dreamgarden.codegen.compiler import Compiler


@pytest.fixture
def compiler(tmp_path: Path) -> Compiler:
    runtime = tiny_runtime.make(tmp_path / "runtime")
    return Compiler(tmp_path / "workshop", settings.templates_dir() / "game", runtime, jobs=2)
