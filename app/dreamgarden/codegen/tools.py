"""Which tools of this machine compile games, and where they lie."""

from __future__ import annotations

import shutil
from pathlib import Path

from dreamgarden.errors import MissingTool

TOOLS = {
    "c++": "Install a C++ compiler (Debian and Ubuntu: `apt-get install g++`).",
    "cmake": "Install CMake (Debian and Ubuntu: `apt-get install cmake`).",
    "ninja": "Install Ninja (Debian and Ubuntu: `apt-get install ninja-build`).",
}


def find_tool(tool: str) -> str:
    """The path of "c++", "cmake" or "ninja". Raises MissingTool with the next step."""
    names = ("c++", "g++", "clang++") if tool == "c++" else (tool,)
    for name in names:
        if path := shutil.which(name):
            return path
    title = "A C++ compiler" if tool == "c++" else tool
    raise MissingTool(f"{title} was not found.", safe="The plan is kept.", then=f"{TOOLS[tool]} Then build again.")


def tool_homes() -> list[Path]:
    """Where the tools lie when it is not among the system's own folders (a virtual environment, a home)."""
    homes = {Path(path).parent.parent for tool in ("cmake", "ninja", "c++", "mold") if (path := shutil.which(tool))}
    return sorted(home for home in homes if not home.is_relative_to("/usr") and home != Path("/"))
