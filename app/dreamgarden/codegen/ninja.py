"""What Ninja says while it builds parts, told apart by part. Starts nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

STATUS = "@@ "  # NINJA_STATUS: how a line begins that names a step
_EDGE = re.compile(r"(?:@@ |FAILED: ).*?(?:part|proof)_(?P<slug>[A-Za-z0-9_-]+)\.dir/")
_LINKER_WORDS = ("error:", ">>>", "undefined", "multiple", "in function")
_OBJECT = re.compile(r"(?:objects|beside)/(?P<slug>[A-Za-z0-9_-]+)\.o|proof_(?P<own>[A-Za-z0-9_-]+)\.dir/parts/")


def by_part(lines: Iterable[str]) -> tuple[dict[str, list[str]], set[str]]:
    """What was said about each part, and which parts failed."""
    said: dict[str, list[str]] = {}
    failed: set[str] = set()
    current: list[str] = []
    for line in lines:
        if match := _EDGE.match(line):
            current = said.setdefault(match["slug"], [])
            if line.startswith("FAILED"):
                failed.add(match["slug"])
        elif line.startswith(("@@ ", "FAILED: ", "ninja: ")):
            current = []
        else:
            current.append(line)
    return said, failed


def linker_words(lines: Iterable[str]) -> list[str]:
    """The lines in which the linker complains."""
    return [line for line in lines if any(word in line for word in _LINKER_WORDS) and " && " not in line]


def guilty_of(said: Iterable[str]) -> list[str]:
    """The parts whose objects the linker names, in its order, each once."""
    return list(dict.fromkeys(match["slug"] or match["own"] for line in said for match in _OBJECT.finditer(line)))
