"""Fixes, applied to a text: the compiler's own and those of our rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from dreamgarden.codegen.diagnostics import FixIt


def applied(files: Mapping[str, str], fixes: Sequence[FixIt]) -> dict[str, str]:
    """The files with the fixes in them; files are by bare name ("moths.cpp"). Fixes of other files are left out."""
    changed = dict(files)
    # From the end to the beginning, so that earlier places stay where they are.
    for fix in sorted(fixes, key=lambda fix: (fix.start_line, fix.start_column), reverse=True):
        name = PurePath(fix.file).name
        if name not in changed:
            continue
        lines = changed[name].encode().split(b"\n")
        if not (1 <= fix.start_line <= fix.end_line <= len(lines)):
            continue
        head = lines[fix.start_line - 1][: fix.start_column - 1]
        tail = lines[fix.end_line - 1][fix.end_column - 1 :]
        lines[fix.start_line - 1 : fix.end_line] = (head + fix.text.encode() + tail).split(b"\n")
        changed[name] = b"\n".join(lines).decode(errors="replace")
    return changed
