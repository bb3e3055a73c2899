"""`Lessons`: what mended an error before, kept in the person's cache folder and offered again.

A lesson is small: the shape of the message, the tokens that stood there and those that stand there now. Names of the part
are placeholders, so that a lesson of one part helps another; names of the runtime and of C++ stay as they are. Getafix
(Bader et al., 2019) learns edits from pairs of before and after in this way; here one pair is enough, because every
offer is tried by the compiler before it is kept.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from dreamgarden.codegen.diagnostics import Diagnostic, errors
from dreamgarden.codegen.repairs.rule import Repair
from dreamgarden.codegen.repairs.source import Source
from dreamgarden.codegen.repairs.vocabulary import HEADER_OF, KEYWORDS

_QUOTED = re.compile(r"[‘'`]([^’']*)[’']")
_NAME = re.compile(r"[A-Za-z_]\w*")
_STANDARD = frozenset(HEADER_OF) | {"std", "garden", "size_t"}
_MOST_ROWS, _MOST_TOKENS, _REACH, _APART = 2000, 16, 1, 4


@dataclass(frozen=True)
class Lesson:
    """What stood where such a message pointed, and what stands there now. "$0", "$1" … are names of the part.

    The tokens of `new` carry the blank before them.
    """

    message: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class Lessons:
    """Those in `file`, one JSON object a line; it need not exist. A file that can't be written only forgets."""

    def __init__(self, file: Path, known: frozenset[str] = frozenset()) -> None:
        """known: the names of the runtime."""
        self._file, self._known = file, known | KEYWORDS | _STANDARD
        self._lessons: dict[Lesson, None] = {}
        self._read_until = 0

    def __len__(self) -> int:
        self._read()
        return len(self._lessons)

    def repairs(self, error: Diagnostic, files: Mapping[str, str]) -> Iterator[Repair]:
        """What mended such an error before, fitted to this place."""
        name = PurePath(error.file).name
        source = Source(name, files[name])
        self._read()
        shape = self._shape(error)
        for lesson in [each for each in self._lessons if each.message == shape]:
            for start, end, names in _matches(lesson.old, source, error.line, self._known):
                text = "".join(_filled(token, names) for token in lesson.new).strip()
                yield Repair((source.edit(start, end, text),), f"line {error.line}: as it was mended before, {text[:60]}", False)

    def learn(self, before: Mapping[str, str], was: Sequence[Diagnostic], after: Mapping[str, str], now: Sequence[Diagnostic]) -> int:
        """Take up what the change from `before` to `after` mended; returns how many lessons it was."""
        left = {self._shape(error) for error in errors(now)}
        found = []
        for error in errors(was):
            name = PurePath(error.file).name
            if name in before and name in after and (shape := self._shape(error)) not in left:
                lesson = self._lesson(shape, Source(name, before[name]), Source(name, after[name]), error.line)
                if lesson is not None and lesson not in found:
                    found.append(lesson)
        self._read()
        return sum(self._keep(lesson) for lesson in found[:8])

    # ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _shape(self, error: Diagnostic) -> str:
        """The message without what is only of this part: a name that nobody knows is what it is about, and stays."""
        first = error.message.split("\n", 1)[0]
        if re.search(r"not declared|no member named|does not name|has not been declared|is not a member|undeclared|unknown type", first):
            return re.sub(r"; did you mean.*", "", first)

        def hide(match: re.Match[str]) -> str:
            return "‘" + _NAME.sub(lambda word: word[0] if word[0] in self._known else "$", match[1]) + "’"

        return re.sub(r"\d+", "#", _QUOTED.sub(hide, first))

    def _lesson(self, shape: str, old: Source, new: Source, line: int) -> Lesson | None:
        """The one change near the line, as tokens; None when there is none, or more than one, or it can't help others."""
        texts = [[token.text for token in source.tokens] for source in (old, new)]
        changes = [op for op in difflib.SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes() if op[0] != "equal"]
        near = [op for op in _joined(changes) if _touches(old, op[0], op[1], line)]
        if len(near) != 1:
            return None
        i1, i2, j1, j2 = near[0]
        # A token on each side says where it is.
        i1, j1 = (i1 - 1, j1 - 1) if i1 > 0 and j1 > 0 else (i1, j1)
        i2, j2 = (i2 + 1, j2 + 1) if i2 < len(texts[0]) and j2 < len(texts[1]) else (i2, j2)
        if max(i2 - i1, j2 - j1) > _MOST_TOKENS:
            return None
        unknown = set(_NAME.findall(" ".join(_QUOTED.findall(shape))))
        own = [text for text in dict.fromkeys(texts[0][i1:i2]) if _NAME.fullmatch(text) and text not in self._known and text not in unknown]
        holes = {name: f"${n}" for n, name in enumerate(own)}
        fresh = [
            text
            for text in texts[1][j1:j2]
            if _NAME.fullmatch(text) and text not in holes and text not in self._known and text not in unknown
        ]
        if fresh:
            return None
        after = tuple(_blank(new, j, j1) + holes.get(texts[1][j], texts[1][j]) for j in range(j1, j2))
        return Lesson(shape, tuple(holes.get(text, text) for text in texts[0][i1:i2]), after)

    def _keep(self, lesson: Lesson) -> bool:
        if lesson in self._lessons or len(self._lessons) >= _MOST_ROWS:
            return False
        self._lessons[lesson] = None
        row = json.dumps({"message": lesson.message, "old": lesson.old, "new": lesson.new}, ensure_ascii=False)
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(row + "\n")
        return True

    def _read(self) -> None:
        try:
            if self._file.stat().st_size == self._read_until:
                return
            text = self._file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        self._read_until = len(text.encode())
        for line in text.splitlines()[-_MOST_ROWS:]:
            with suppress(ValueError, TypeError, KeyError):
                row = json.loads(line)
                self._lessons[Lesson(str(row["message"]), tuple(map(str, row["old"])), tuple(map(str, row["new"])))] = None


def _joined(changes: Sequence[tuple[str, int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Changes that lie some tokens apart are one."""
    found: list[tuple[int, int, int, int]] = []
    for _, i1, i2, j1, j2 in changes:
        if found and i1 - found[-1][1] <= _APART:
            found[-1] = (found[-1][0], i2, found[-1][2], j2)
        else:
            found.append((i1, i2, j1, j2))
    return found


def _touches(source: Source, first: int, last: int, line: int) -> bool:
    """Whether tokens stand in a line or its neighbour; an insertion stands where it is put."""
    tokens = source.tokens[max(first - 1, 0) : max(last, first) + 1]
    return any(abs(source.line_of(token.start) - line) <= _REACH for token in tokens)


def _blank(source: Source, index: int, first: int) -> str:
    return " " if index > first and source.tokens[index].start > source.tokens[index - 1].end else ""


def _matches(pattern: Sequence[str], source: Source, line: int, known: frozenset[str]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Where the pattern stands near a line: its place, and what its placeholders are there."""
    tokens = source.tokens
    for at in range(len(tokens) - len(pattern) + 1):
        here = source.line_of(tokens[at].start)
        if abs(here - line) > _REACH:
            continue
        names: dict[str, str] = {}
        for wanted, token in zip(pattern, tokens[at : at + len(pattern)], strict=True):
            if wanted.startswith("$"):
                if not token.is_name or token.text in known or names.setdefault(wanted, token.text) != token.text:
                    break
            elif wanted != token.text:
                break
        else:
            yield tokens[at].start, tokens[at + len(pattern) - 1].end, names


def _filled(token: str, names: Mapping[str, str]) -> str:
    bare = token.lstrip(" ")
    return token[: len(token) - len(bare)] + names.get(bare, bare)
