"""The loop of a code leaf: compile, mend mechanically, try it, ask its writer, again; bounded by rounds and time.

It knows texts and functions. Who the writer is (a pattern, a model) is hidden behind `Mend`, how a part is tried behind
`Prove`. What it gives up on says why; a part that runs, but not quite as was expected, is used as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from dreamgarden.codegen.compiler import Compiled
from dreamgarden.codegen.diagnostics import Diagnostic, errors
from dreamgarden.codegen.reflect import Files, in_words
from dreamgarden.errors import GardenError
from dreamgarden.llm.chat import OverBudget
from dreamgarden.work import Work

Stage = Literal["compile", "link", "run", "check", "look"]
Compile = Callable[[Files], Compiled]
Mend = Callable[[Stage, str, Files, tuple[str, ...]], Files | None]
"""Stage, failure in words, failed files, what was tried → new files; None to give up. After "check" these may be the same
files, when other checks are to be tried."""


@dataclass(frozen=True)
class Trouble:
    """What was found when a part was tried: in words for its writer, and in one line.

    fatal  the game would break; a part with other trouble is better than none.
    """

    stage: Stage
    text: str
    line: str
    fatal: bool = True


Prove = Callable[[Files], Trouble | None]


@dataclass(frozen=True)
class Mended:
    """Files that repairs led to, what the compiler says of them, and what was done, a sentence each."""

    files: Files
    compiled: Compiled
    done: tuple[str, ...]


class Repairs(Protocol):
    """Mends without asking anybody, and learns from what others mended."""

    def mended(self, files: Files, compiled: Compiled, compile: Compile) -> Mended:
        """The files as far as they can be mended; as they were, when nothing helps."""
        ...

    def linked(self, files: Files, said: str) -> Iterable[tuple[Files, str]]:
        """Files that may link where these don't, each with what was done."""
        ...

    def learn(self, before: Files, compiled: Compiled, after: Files, then: Compiled) -> None:
        """What the writer changed, and what the compiler said before and afterwards."""
        ...


@dataclass(frozen=True)
class Bounds:
    """How long the loop may go on: rounds of asking the writer, of them for what would not break the game, seconds in all."""

    rounds: int = 6
    mild: int = 2
    seconds: float = 1800.0


@dataclass(frozen=True)
class Passed:
    """Files that compile, their object, and how they came to.

    unmet  what was still found when it was tried, a line each; the game runs with it.
    """

    files: Files
    object: Path
    diagnostics: tuple[Diagnostic, ...]
    tried: tuple[str, ...]
    unmet: tuple[str, ...] = ()


class DoesNotPass(GardenError):
    """The writer gave up, or the bounds were reached. `diagnostics` are those of the last draft, `files` its text."""

    def __init__(self, what: str, files: Files, diagnostics: Sequence[Diagnostic], tried: Sequence[str]) -> None:
        self.files = files
        self.diagnostics = tuple(diagnostics)
        self.tried = tuple(tried)
        self.notes: dict[str, object] = {}
        super().__init__(
            what,
            safe="The game is built without it, or with its last good version.",
            then="Edit the brief, ask for another take, or leave it out.",
        )


class DoesNotCompile(DoesNotPass):
    """No draft compiled."""

    def __init__(self, slug: str, files: Files, diagnostics: Sequence[Diagnostic], tried: Sequence[str]) -> None:
        first = next(iter(errors(diagnostics)), None)
        place = f"line {first.line}: {first.message.splitlines()[0]}" if first else "the compiler gave no reason"
        after = f" after {len(tried)} tries" if tried else ""
        super().__init__(f"{slug}.cpp does not compile{after}: {place}.", files, diagnostics, tried)


class DoesNotRun(DoesNotPass):
    """A draft compiled, and the game would break with it."""

    def __init__(self, slug: str, trouble: Trouble, files: Files, tried: Sequence[str]) -> None:
        after = f" after {len(tried)} tries" if tried else ""
        super().__init__(f"{slug}.cpp breaks the game{after}: {trouble.line}.", files, (), tried)


@dataclass
class _Loop:
    slug: str
    compile: Compile
    mend: Mend
    prove: Prove
    repairs: Repairs | None
    bounds: Bounds
    end: float
    asked: int = 0
    asked_mildly: int = 0
    tried: list[str] = field(default_factory=list)
    best: Passed | None = None


def until_it_passes(
    slug: str, files: Files, compile: Compile, mend: Mend, work: Work, *, prove: Prove | None = None, repairs: Repairs | None = None,
    bounds: Bounds | None = None,
) -> Passed:  # fmt: skip
    """Go round until the files compile and nothing is found when they are tried.

    Raises DoesNotCompile, DoesNotRun, and what `compile`, `prove` and `mend` raise.
    """
    bounds = bounds or Bounds()
    loop = _Loop(slug, compile, mend, prove or (lambda files: None), repairs, bounds, time.monotonic() + bounds.seconds)
    return _go_round(loop, files, work)


def _go_round(loop: _Loop, files: Files, work: Work) -> Passed:
    before: tuple[Files, Compiled] | None = None
    while True:
        work.check()
        compiled = loop.compile(files)
        if before is not None and loop.repairs is not None:
            loop.repairs.learn(*before, files, compiled)
        if not compiled.ok and loop.repairs is not None:
            mended = loop.repairs.mended(files, compiled, loop.compile)
            files, compiled = mended.files, mended.compiled
            loop.tried += mended.done
        before = None if compiled.ok else (files, compiled)
        trouble: Trouble | None = None
        if compiled.ok and compiled.object is not None:
            passed = Passed(files, compiled.object, compiled.diagnostics, tuple(loop.tried))
            trouble = loop.prove(files)
            if trouble is not None and trouble.stage == "link":
                files, compiled, trouble = _linked(loop, files, compiled, trouble)
                assert compiled.object is not None
                passed = Passed(files, compiled.object, compiled.diagnostics, tuple(loop.tried))
            if trouble is None:
                return passed
            if not trouble.fatal and loop.best is None:
                loop.best = replace(passed, unmet=(trouble.line,))
        better = _asked(loop, files, compiled, trouble)
        if better is None:
            return _given_up(loop, files, compiled, trouble)
        loop.asked += 1
        said = trouble.line if trouble is not None else errors(compiled.diagnostics)[0].message.splitlines()[0]
        loop.tried.append(f"round {loop.asked}: {said}")
        files = better


def _linked(loop: _Loop, files: Files, compiled: Compiled, trouble: Trouble) -> tuple[Files, Compiled, Trouble | None]:
    """What can be made to link without asking; as it was, when nothing helps."""
    for candidate, said in loop.repairs.linked(files, trouble.text) if loop.repairs is not None else ():
        again = loop.compile(candidate)
        if again.ok and again.object is not None and ((found := loop.prove(candidate)) is None or found.stage != "link"):
            loop.tried.append(said)
            return candidate, again, found
    return files, loop.compile(files), trouble


def _asked(loop: _Loop, files: Files, compiled: Compiled, trouble: Trouble | None) -> Files | None:
    """The writer's next draft; None when there is none, or no more may be asked."""
    mild = trouble is not None and not trouble.fatal
    if loop.asked >= loop.bounds.rounds or time.monotonic() >= loop.end or (mild and loop.asked_mildly >= loop.bounds.mild):
        return None
    loop.asked_mildly += mild
    stage: Stage = trouble.stage if trouble is not None else "compile"
    text = trouble.text if trouble is not None else in_words(loop.slug, files, compiled.diagnostics)
    try:
        better = loop.mend(stage, text, files, tuple(loop.tried))
    except OverBudget:
        if loop.best is None:
            raise
        return None  # there is one that runs: better than none for want of money
    if better is None or (dict(better) == dict(files) and stage != "check"):  # what is checked may be what changed
        return None
    return better


def _given_up(loop: _Loop, files: Files, compiled: Compiled, trouble: Trouble | None) -> Passed:
    """The best draft there was, compiled again. Raises DoesNotCompile or DoesNotRun when none would do."""
    if loop.best is not None:
        again = loop.compile(loop.best.files)
        if again.ok and again.object is not None:
            return Passed(loop.best.files, again.object, again.diagnostics, tuple(loop.tried), loop.best.unmet)
    if trouble is not None:
        raise DoesNotRun(loop.slug, trouble, files, loop.tried)
    raise DoesNotCompile(loop.slug, files, compiled.diagnostics, loop.tried)
