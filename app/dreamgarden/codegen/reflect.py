"""Errors in words for the writer of a part: what failed, with the lines it points at, and what else is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from dreamgarden.codegen.diagnostics import Diagnostic, errors

Files = Mapping[str, str]


def in_words(slug: str, files: Files, diagnostics: Sequence[Diagnostic], most: int = 6) -> str:
    """The errors for their writer: each with the lines it points at, the first ones only, and what to send next."""
    failed = errors(diagnostics)
    words = [f"{slug}.cpp does not compile: {len(failed)} error{'s' if len(failed) != 1 else ''}."]
    for error in failed[:most]:
        name = PurePath(error.file).name
        words += ["", f"{name}, line {error.line}, column {error.column}: {error.message}"]
        words += lines_around(files.get(name, ""), error.line)
    if len(failed) > most:
        words += ["", f"... and {len(failed) - most} more, which often follow from the first."]
    words += ["", f"Send the whole of {slug}.cpp again with the errors corrected; leave the rest as it is."]
    return "\n".join(words)


def lines_around(text: str, line: int, reach: int = 2) -> list[str]:
    """The line with its neighbours, numbered and marked."""
    lines = text.splitlines()
    first, last = max(line - reach, 1), min(line + reach, len(lines))
    return [f"{'>' if n == line else ' '} {n:4} | {lines[n - 1]}" for n in range(first, last + 1)]
