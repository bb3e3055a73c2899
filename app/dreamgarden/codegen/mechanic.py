"""`Mechanic`: mends what does not compile without asking anybody.

Three sources, each tried by compiling: what mended such an error before (lessons.py), the compiler's own fixes, and the
rules of repairs/. A change stays only when fewer errors are left; a text that does not compile in the end keeps only what
was sure, so that its writer sees its own words.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from dreamgarden.codegen import fixits
from dreamgarden.codegen.compiler import Compiled
from dreamgarden.codegen.diagnostics import Diagnostic, FixIt, errors
from dreamgarden.codegen.lessons import Lessons
from dreamgarden.codegen.loop import Compile, Mended
from dreamgarden.codegen.reflect import Files
from dreamgarden.codegen.repairs import calls, classes, linking, names, syntax, types
from dreamgarden.codegen.repairs.api import Api, read_api
from dreamgarden.codegen.repairs.rule import Case, Repair

RULES = (*syntax.RULES, *classes.RULES, *names.RULES, *calls.RULES, *types.RULES)


@dataclass(frozen=True)
class Patience:
    """How much mending one text is worth: compiles in all, of them for one step, seconds."""

    compiles: int = 24
    tries: int = 6
    seconds: float = 40.0


@dataclass
class Mechanic:
    """Mends with the names of `api` and what `lessons` remembers."""

    api: Api = field(default_factory=Api)
    lessons: Lessons | None = None
    patience: Patience = field(default_factory=Patience)

    @classmethod
    def of(cls, runtime: Path, cache: Path) -> Mechanic:
        """For parts of this runtime; lessons are kept in the person's cache folder."""
        api = read_api(runtime)
        return cls(api, Lessons(cache / "lessons.jsonl", api.words))

    def mended(self, files: Files, compiled: Compiled, compile: Compile) -> Mended:
        """The files as far as they can be mended; as they were, when nothing helps."""
        return _Bench(self, compile).mend(Mended(files, compiled, ()))

    def linked(self, files: Files, said: str) -> Iterator[tuple[Files, str]]:
        """Files that may link where these don't, each with what was done."""
        return linking.linked(files, said)

    def learn(self, before: Files, compiled: Compiled, after: Files, then: Compiled) -> None:
        """What the writer changed, and what the compiler said before and afterwards."""
        if self.lessons is not None:
            self.lessons.learn(before, compiled.diagnostics, after, then.diagnostics)

    def repairs(self, files: Files, diagnostics: Sequence[Diagnostic]) -> Iterator[Repair]:
        """Ways to mend the first errors, the likeliest first."""
        failed = [error for error in errors(diagnostics) if PurePath(error.file).name in files]
        includes = tuple(dict.fromkeys(fix for error in failed for fix in error.fixits if fix.is_include and _own(fix, files)))
        if includes:
            yield Repair(includes, "added " + ", ".join(sorted({fix.text.strip() for fix in includes})))
        # Behind a sign that is missing the compiler reads something else than was meant.
        distinct = _distinct(failed)
        chosen = distinct[:1] if failed and _is_sign(failed[0]) else distinct[:1] + [each for each in distinct[1:4] if not _is_sign(each)]
        for error in chosen:
            if self.lessons is not None:
                yield from self.lessons.repairs(error, files)
            ruled = [repair for rule in RULES for repair in rule(Case(error, files, self.api))]
            fixed = Repair(error.fixits, f"line {error.line}: put {', '.join(repr(fix.text) for fix in error.fixits)}", _is_sign(error))
            usable = bool(error.fixits) and all(_own(fix, files) and not fix.is_include for fix in error.fixits)
            # A sign that the compiler misses it knows best; of names the runtime's own are likelier than what looks alike.
            if usable and _is_sign(error):
                yield fixed
            yield from ruled
            if usable and not _is_sign(error):
                yield fixed


@dataclass
class _Bench:
    """One text being mended."""

    mechanic: Mechanic
    compile: Compile
    compiles: int = 0
    begun: float = field(default_factory=time.monotonic)
    seen: set[int] = field(default_factory=set)

    def mend(self, start: Mended) -> Mended:
        current, safe = start, start
        while not current.compiled.ok and not self._is_over():
            step = self._together(current) or self._one(current)
            if step is None:
                break
            current, sure = step
            if sure and safe.done == current.done[: len(safe.done)] and len(safe.done) == len(current.done) - 1:
                safe = current
        return current if current.compiled.ok else safe

    def _together(self, current: Mended) -> tuple[Mended, bool] | None:
        """The likeliest sure repair of each error at once, when there are several errors."""
        chosen: list[Repair] = []
        lines: set[int] = set()
        failed = errors(current.compiled.diagnostics)
        if len(failed) < 2 or _is_sign(failed[0]) or failed[0].is_fatal:
            return None
        for error in _distinct([each for each in failed if PurePath(each.file).name in current.files])[:12]:
            first = next((each for each in self.mechanic.repairs(current.files, (error,)) if each.sure), None)
            touched = {line for fix in first.fixes for line in range(fix.start_line, fix.end_line + 1)} if first else set()
            if first and not touched & lines:
                chosen.append(first)
                lines |= touched
        if len(chosen) < 2:
            return None
        fixes = tuple(dict.fromkeys(fix for repair in chosen for fix in repair.fixes))
        return self._try(current, Repair(fixes, "; ".join(repair.said for repair in chosen)))

    def _one(self, current: Mended) -> tuple[Mended, bool] | None:
        tries = 0
        for repair in self.mechanic.repairs(current.files, current.compiled.diagnostics):
            if tries >= self.mechanic.patience.tries or self._is_over():
                return None
            before = self.compiles
            if step := self._try(current, repair):
                return step
            tries += self.compiles - before
        return None

    def _try(self, current: Mended, repair: Repair) -> tuple[Mended, bool] | None:
        files = fixits.applied(current.files, repair.fixes)
        mark = hash(tuple(sorted(files.items())))
        if mark in self.seen or dict(files) == dict(current.files):
            return None
        self.seen.add(mark)
        self.compiles += 1
        compiled = self.compile(files)
        if not _is_better(compiled, current.compiled, repair.sure):
            return None
        return Mended(files, compiled, (*current.done, repair.said)), repair.sure

    def _is_over(self) -> bool:
        patience = self.mechanic.patience
        return self.compiles >= patience.compiles or time.monotonic() - self.begun > patience.seconds


def _is_better(after: Compiled, before: Compiled, sure: bool) -> bool:
    if after.ok:
        return True
    was, now = errors(before.diagnostics), errors(after.diagnostics)
    if not was or not now:
        return False
    if was[0].is_fatal:
        return not now[0].is_fatal or now[0].line > was[0].line
    # Behind a sign that was missing the compiler sees more: what is found later in the text is news, not worse.
    further = sure and now[0].line > was[0].line and _is_sign(was[0])
    return len(now) < len(was) or further


def _is_sign(error: Diagnostic) -> bool:
    """Whether the grammar failed: a sign is missing or too many."""
    return error.message.startswith(("expected ", "stray ", "missing terminating", "extraneous"))


def _distinct(failed: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The first error of each kind and line."""
    return list({(error.line, error.message): error for error in reversed(failed)}.values())[::-1]


def _own(fix: FixIt, files: Mapping[str, str]) -> bool:
    return PurePath(fix.file).name in files
