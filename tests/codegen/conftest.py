"""A runtime of ten lines, so that the compiler's logic is tested without the real one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.codegen.compiler import Compiler

TINY_CMAKE = """
add_library(garden INTERFACE)
target_include_directories(garden INTERFACE ${CMAKE_CURRENT_LIST_DIR})
target_compile_options(garden INTERFACE -O0 -Werror=return-type)
"""
TINY_HEADER = """
#pragma once
struct Entry { Entry* next; const char* name; void (*run)(); };
inline Entry* entries = nullptr;
struct Enter { Entry e; Enter(const char* n, void (*r)()) : e{entries, n, r} { entries = &e; } };
#define PART(name) static void part_##name(); static Enter enter_##name(#name, part_##name); static void part_##name()
"""
TINY_MAIN = """
#pragma once
#include "garden.h"
#include <cstdio>
namespace garden {
inline int run(int, char**) {
  for (auto* e = entries; e; e = e->next) { std::puts(e->name); e->run(); }
  return 0;
}
}
"""


@pytest.fixture
def tiny_runtime(tmp_path: Path) -> Path:
    for tool in ("c++", "cmake", "ninja"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    folder = tmp_path / "runtime"
    folder.mkdir()
    (folder / "garden.cmake").write_text(TINY_CMAKE)
    (folder / "garden.h").write_text(TINY_HEADER)
    (folder / "garden_main.h").write_text(TINY_MAIN)
    return folder


@pytest.fixture
def compiler(tmp_path: Path, tiny_runtime: Path) -> Iterator[Compiler]:
    yield Compiler(tmp_path / "workshop", settings.templates_dir() / "game", tiny_runtime, jobs=2)
