"""The loop of a code leaf: compile, mend mechanically, ask its writer, again; bounded by rounds and time.

It knows texts and a compiler. Who the writer is (a pattern, a model) is hidden behind `Mend`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from dreamgarden.codegen import fixits
from dreamgarden.codegen.compiler import Compiled
from dreamgarden.codegen.diagnostics import Diagnostic, errors
from dreamgarden.errors import GardenError
from dreamgarden.work import Work

Files = Mapping[str, str]
Compile = Callable[[Files], Compiled]
Mend = Callable[[str, Files, tuple[str, ...]], Files | None]  # failure text, failed files, what was tried → new files


@dataclass(frozen=True)
class Bounds:
    """How long the loop may go on: rounds of asking the writer, fixes of the compiler a round, seconds in all."""

    rounds: int = 3
    fixes: int = 4
    seconds: float = 300.0


@dataclass(frozen=True)
class Passed:
    """Files that compile, their object, and how they came to."""

    files: Files
    object: Path
    diagnostics: tuple[Diagnostic, ...]
    tried: tuple[str, ...]


class DoesNotCompile(GardenError):
    """The writer gave up, or the bounds were reached. `diagnostics` are those of the last draft, `files` its text."""

    def __init__(self, slug: str, files: Files, diagnostics: Sequence[Diagnostic], tried: Sequence[str]) -> None:
        self.files = files
        self.diagnostics = tuple(diagnostics)
        self.notes: dict[str, object] = {}
        first = next(iter(errors(diagnostics)), None)
        place = f"line {first.line}: {first.message.splitlines()[0]}" if first else "the compiler gave no reason"
        after = f" after {len(tried)} tries" if tried else ""
        super().__init__(
            f"{slug}.cpp does not compile{after}: {place}.",
            safe="The game is built without it, or with its last good version.",
            then="Edit the brief, ask for another take, or leave it out.",
        )


def until_it_compiles(
    slug: str, files: Files, compile: Compile, mend: Mend, work: Work, bounds: Bounds | None = None
) -> Passed:
    """Go round until the files compile. Raises DoesNotCompile, and what `compile` and `mend` raise."""
    bounds = bounds or Bounds()
    end = time.monotonic() + bounds.seconds
    tried: list[str] = []
    while True:
        work.check()
        compiled = compile(files)
        if not compiled.ok:
            fixed = _with_fixits(files, compiled, compile, bounds.fixes)
            if fixed is not None:
                files, compiled, done = fixed
                tried += done
        if compiled.ok and compiled.object is not None:
            return Passed(files, compiled.object, compiled.diagnostics, tuple(tried))
        asked = sum(entry.startswith("round") for entry in tried)
        better = None
        if asked < bounds.rounds and time.monotonic() < end:
            better = mend(in_words(slug, files, compiled.diagnostics), files, tuple(tried))
        if better is None or dict(better) == dict(files):
            raise DoesNotCompile(slug, files, compiled.diagnostics, tried)
        tried.append(f"round {asked + 1}: {errors(compiled.diagnostics)[0].message.splitlines()[0]}")
        files = better


def in_words(slug: str, files: Files, diagnostics: Sequence[Diagnostic], most: int = 6) -> str:
    """The errors for their writer: each with the lines it points at, the first ones only, and what to send next."""
    failed = errors(diagnostics)
    words = [f"{slug}.cpp does not compile: {len(failed)} error{'s' if len(failed) != 1 else ''}."]
    for error in failed[:most]:
        name = PurePath(error.file).name
        words += ["", f"{name}, line {error.line}, column {error.column}: {error.message}"]
        words += _lines_around(files.get(name, ""), error.line)
    if len(failed) > most:
        words += ["", f"... and {len(failed) - most} more, which often follow from the first."]
    words += ["", f"Send the whole of {slug}.cpp again with the errors corrected; leave the rest as it is."]
    return "\n".join(words)


def _with_fixits(
    files: Files, compiled: Compiled, compile: Compile, most: int
) -> tuple[Files, Compiled, list[str]] | None:
    # Only a text that compiles in the end is kept: a half-mended one may hide what was meant.
    done: list[str] = []
    for _ in range(most):
        step = fixits.next_try(files, compiled.diagnostics)
        if step is None or dict(step[0]) == dict(files):
            return None
        files, said = step
        done.append(said)
        compiled = compile(files)
        if compiled.ok:
            return files, compiled, done
    return None


def _lines_around(text: str, line: int, reach: int = 2) -> list[str]:
    lines = text.splitlines()
    first, last = max(line - reach, 1), min(line + reach, len(lines))
    return [f"{'>' if n == line else ' '} {n:4} | {lines[n - 1]}" for n in range(first, last + 1)]
