"""A game runtime of some lines, so that compiling, linking, probing and assembling are tested without the real one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

_CMAKE = """
add_library(garden INTERFACE)
target_include_directories(garden INTERFACE ${CMAKE_CURRENT_LIST_DIR})
target_compile_options(garden INTERFACE -std=c++20 -O0 -Werror=return-type)
function(garden_game target)
  target_link_libraries(${target} PRIVATE garden)
endfunction()
"""
_HEADER = """
#pragma once
struct Entry { Entry* next; const char* name; void (*run)(); };
inline Entry* entries = nullptr;
struct Enter { Entry e; Enter(const char* n, void (*r)()) : e{entries, n, r} { entries = &e; } };
#define PART(name) static void part_##name(); static Enter enter_##name(#name, part_##name); static void part_##name()
"""
_MAIN = r"""
#pragma once
#include "garden.h"
#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>
namespace garden {
inline const char* running = "";
inline void crashed(int number) {
  std::fprintf(stderr, "{\"garden\":\"crash\",\"part\":\"%s\",\"text\":\"signal %d\"}\n", running, number);
  _exit(128 + number);
}
inline int run(int count, char** words) {
  const int fatal[] = {SIGSEGV, SIGFPE, SIGABRT, SIGXCPU};
  for (int number : fatal) std::signal(number, crashed);
  for (auto* e = entries; e; e = e->next) { running = e->name; std::puts(e->name); e->run(); }
  for (int i = 1; i + 1 < count; i++) {
    if (std::strcmp(words[i], "--state")) continue;
    if (FILE* state = std::fopen(words[i + 1], "w")) {
      std::fprintf(state, "{\"screen\":\"won\",\"ending\":\"home\",\"seconds\":2,\"things\":"
                          "[{\"name\":\"me\",\"model\":\"cube\",\"tags\":[\"player\"],\"at\":[1,0,2],\"turn\":90}]}");
      std::fclose(state);
    }
  }
  return 0;
}
}
"""


def make(folder: Path) -> Path:
    """Write the runtime into a folder. Skips the test where there are no tools to compile with."""
    for tool in ("c++", "cmake", "ninja"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "garden.cmake").write_text(_CMAKE)
    (folder / "garden.h").write_text(_HEADER)
    (folder / "garden_main.h").write_text(_MAIN)
    (folder / "libgarden.a").write_bytes(b"!<arch>\n")
    return folder
