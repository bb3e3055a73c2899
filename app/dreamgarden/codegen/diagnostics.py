"""`Diagnostic`: what a compiler said about a file, read from its own output. Starts no compiler.

g++ speaks JSON (`-fdiagnostics-format=json`); every other compiler is read from its text, with
`-fdiagnostics-parseable-fixits` where it knows that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class FixIt:
    """A change the compiler itself proposes: replace [start, end) by `text`.

    Lines and columns count from 1; columns count bytes of the UTF-8 text, as compilers do.
    """

    file: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    text: str

    @property
    def is_include(self) -> bool:
        """True when it adds a header, the safest of all fixes."""
        return self.text.lstrip().startswith("#include")


@dataclass(frozen=True)
class Span:
    """A stretch of one line that a message points at; `end` is the column behind it. `label` is often its type."""

    line: int
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True)
class Note:
    """What a compiler adds to a message, and where it points."""

    message: str
    file: str
    line: int
    column: int


@dataclass(frozen=True)
class Diagnostic:
    """One message. `file` is as the compiler wrote it; `line` and `column` count from 1, 0 when unknown.

    spans  the stretches it points at, the main one first; none where the compiler does not tell them.
    notes  what is added.
    """

    file: str
    line: int
    column: int
    severity: Severity
    message: str
    fixits: tuple[FixIt, ...] = ()
    spans: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_fatal(self) -> bool:
        """True when the compiler looked no further."""
        return "No such file" in self.message or "file not found" in self.message

    def to_json(self) -> dict[str, Any]:
        """The members that people and the window see."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "message": self.message,
        }


_SEVERITY: dict[str, Severity] = {"error": "error", "fatal error": "error", "sorry": "error", "warning": "warning"}
_TEXT = re.compile(
    r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<kind>fatal error|error|warning|note): (?P<message>.*)$"
)
_FIXIT = re.compile(r'^fix-it:"(?P<file>.*)":\{(?P<l1>\d+):(?P<c1>\d+)-(?P<l2>\d+):(?P<c2>\d+)\}:"(?P<text>.*)"$')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def parse(lines: Iterable[str]) -> list[Diagnostic]:
    """All messages in a compiler's output, in its order; lines that are none are skipped."""
    found: list[Diagnostic] = []
    for line in lines:
        if line.startswith("["):
            try:
                messages = json.loads(line)
            except ValueError:
                continue
            if isinstance(messages, list):
                found += [_from_json(message) for message in messages if isinstance(message, dict)]
        elif match := _TEXT.match(line):
            severity: Severity = _SEVERITY.get(match["kind"], "note")
            found.append(
                Diagnostic(match["file"], int(match["line"]), int(match["column"]), severity, match["message"])
            )
        elif (match := _FIXIT.match(line)) and found:
            fix = FixIt(
                match["file"], int(match["l1"]), int(match["c1"]), int(match["l2"]), int(match["c2"]),
                re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[1]), match["text"]),
            )  # fmt: skip
            found[-1] = replace(found[-1], fixits=(*found[-1].fixits, fix))
    return found


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors alone; a note that follows an error lends it its fix (g++ puts missing includes there)."""
    found: list[Diagnostic] = []
    follows_error = False
    for diagnostic in diagnostics:
        if diagnostic.severity == "error":
            found.append(diagnostic)
            follows_error = True
        elif diagnostic.severity == "note" and follows_error:
            note = Note(diagnostic.message, diagnostic.file, diagnostic.line, diagnostic.column)
            found[-1] = replace(
                found[-1], fixits=(*found[-1].fixits, *diagnostic.fixits), notes=(*found[-1].notes, note, *diagnostic.notes)
            )
        else:
            follows_error = False
    return found


def _from_json(message: Mapping[str, Any]) -> Diagnostic:
    where = (message.get("locations") or [{}])[0].get("caret", {})
    fixes = [_fix_from_json(fix) for fix in message.get("fixits", ())]
    text = str(message.get("message", ""))
    notes: list[Note] = []
    for child in message.get("children", ()):
        fixes += [_fix_from_json(fix) for fix in child.get("fixits", ())]
        text += f"\n  {child.get('message', '')}"
        at = (child.get("locations") or [{}])[0].get("caret", {})
        notes.append(Note(str(child.get("message", "")), str(at.get("file", "")), int(at.get("line", 0)), int(at.get("byte-column", 0))))
    return Diagnostic(
        file=str(where.get("file", "")),
        line=int(where.get("line", 0)),
        column=int(where.get("byte-column", where.get("column", 0))),
        severity=_SEVERITY.get(str(message.get("kind")), "note"),
        message=text,
        fixits=tuple(fixes),
        spans=tuple(span for each in message.get("locations", ()) if (span := _span(each)) is not None),
        notes=tuple(notes),
    )


def _span(location: Mapping[str, Any]) -> Span | None:
    caret = location.get("caret", {})
    start, finish = location.get("start", caret), location.get("finish", caret)
    if not caret or start.get("line") != finish.get("line"):
        return None
    columns = [int(place.get("byte-column", place.get("column", 0))) for place in (start, finish)]
    return Span(int(start["line"]), columns[0], columns[1] + 1, str(location.get("label", "")))


def _fix_from_json(fix: Mapping[str, Any]) -> FixIt:
    start, after = fix["start"], fix["next"]
    return FixIt(start["file"], start["line"], start["byte-column"], after["line"], after["byte-column"], fix["string"])
