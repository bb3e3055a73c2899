"""The compiler's own fixes, applied to the text it complained about, before anybody is asked.

Some of them are wrong (a misspelt type becomes an unrelated one). So: missing includes first, all
of them; else only the fix of the first error; and the caller keeps a text only when it compiles
better than the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from dreamgarden.codegen.diagnostics import Diagnostic, FixIt, errors


def next_try(files: Mapping[str, str], diagnostics: Sequence[Diagnostic]) -> tuple[dict[str, str], str] | None:
    """The files with the next safe fix in them, and a sentence that says what was done; None when there is none.

    files are by bare name ("moths.cpp"); a fix to any other file (a header of the runtime) is never applied.
    """
    failed = errors(diagnostics)
    includes = [fix for error in failed for fix in error.fixits if fix.is_include and _name(fix) in files]
    if includes:
        unique = list(dict.fromkeys(includes))
        return _applied(files, unique), "added " + ", ".join(sorted({fix.text.strip() for fix in unique}))
    if failed and failed[0].fixits and all(_name(fix) in files for fix in failed[0].fixits):
        first = failed[0]
        changes = ", ".join(repr(fix.text) for fix in first.fixits)
        return _applied(files, first.fixits), f"line {first.line}: put {changes}"
    return None


def _applied(files: Mapping[str, str], fixes: Sequence[FixIt]) -> dict[str, str]:
    changed = dict(files)
    # From the end to the beginning, so that earlier places stay where they are.
    for fix in sorted(fixes, key=lambda fix: (fix.start_line, fix.start_column), reverse=True):
        lines = changed[_name(fix)].encode().split(b"\n")
        if not (1 <= fix.start_line <= fix.end_line <= len(lines)):
            continue
        head = lines[fix.start_line - 1][: fix.start_column - 1]
        tail = lines[fix.end_line - 1][fix.end_column - 1 :]
        lines[fix.start_line - 1 : fix.end_line] = [head + fix.text.encode() + tail]
        changed[_name(fix)] = b"\n".join(lines).decode(errors="replace")
    return changed


def _name(fix: FixIt) -> str:
    return PurePath(fix.file).name
