"""`Case` and `Repair`: an error with all that is known about it, and one way to mend it. Rules make repairs of cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from dreamgarden.codegen.diagnostics import Diagnostic, FixIt, Span
from dreamgarden.codegen.repairs.api import Api, members
from dreamgarden.codegen.repairs.source import Source

QUOTED = re.compile(r"[‘'`](.+?)[’'](?![\w])")
_AKA = re.compile(r"\s*\{aka [^}]*\}")


@dataclass(frozen=True)
class Repair:
    """A change, as fixes of one file, and a sentence that says it.

    sure  it only says more clearly what was meant, so it may stay although other errors are left.
    """

    fixes: tuple[FixIt, ...]
    said: str
    sure: bool = True


@dataclass(frozen=True)
class Case:
    """An error in a file of the part."""

    error: Diagnostic
    files: Mapping[str, str]
    api: Api

    @cached_property
    def source(self) -> Source:
        """The file of the error."""
        name = PurePath(self.error.file).name
        return Source(name, self.files[name])

    @cached_property
    def message(self) -> str:
        """The first line of the message, with plain quotes and without what types are also known as."""
        first = self.error.message.split("\n", 1)[0]
        return _AKA.sub("", first).replace("‘", "'").replace("’", "'").replace("`", "'")

    @cached_property
    def offset(self) -> int:
        """Where it points."""
        return self.source.offset(self.error.line, self.error.column)

    @cached_property
    def index(self) -> int:
        """The token it points at."""
        return self.source.at(self.offset)

    @cached_property
    def quoted(self) -> list[str]:
        """What stands in quotes in the message."""
        return re.findall(r"'((?:[^']|'(?=\w))*)'", self.message)

    def span(self, number: int = 0) -> tuple[int, int] | None:
        """[start, end) of one of its stretches, in characters; the last token of it is whole."""
        if number >= len(self.error.spans):
            return None
        return self.reach(self.error.spans[number])

    def reach(self, span: Span) -> tuple[int, int]:
        """[start, end) of a stretch."""
        start, end = self.source.offset(span.line, span.start), self.source.offset(span.line, span.end)
        if end - start <= 1:
            index = self.source.at(start)
            if index < len(self.source.tokens):
                end = max(end, self.source.tokens[index].end)
        return start, end

    def named(self, text: str) -> int:
        """The token with this text at or nearest to the place of the error, in its line first; -1 when there is none."""
        tokens = self.source.tokens
        found = [at for at, token in enumerate(tokens) if token.text == text]
        return min(
            found,
            key=lambda at: (abs(self.source.line_of(tokens[at].start) - self.error.line), abs(tokens[at].start - self.offset)),
            default=-1,
        )

    @cached_property
    def own_structs(self) -> dict[str, list[tuple[str, str]]]:
        """The structs of the part's files, with their members."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, text in self.files.items():
            source = Source(name, text)
            for at, token in enumerate(source.tokens):
                if token.text in ("struct", "class") and source.token(at + 2) in ("{", ":"):
                    opening = next((n for n in range(at + 2, len(source.tokens)) if source.token(n) == "{"), -1)
                    closing = source.closing(opening) if opening >= 0 else -1
                    if closing > 0:
                        found[source.token(at + 1)] = list(members(text[source.tokens[opening].end : source.tokens[closing].start]))
        return found

    def fix(self, start: int, end: int, text: str, said: str, sure: bool = True) -> Repair:
        """A repair that puts `text` in the place of [start, end)."""
        return Repair((self.source.edit(start, end, text),), said, sure)

    def put(self, index: int, text: str, said: str, sure: bool = True) -> Repair:
        """A repair that puts `text` in the place of a token."""
        token = self.source.tokens[index]
        return self.fix(token.start, token.end, text, said, sure)


Rule = Callable[[Case], Iterable[Repair]]


def plain_type(text: str) -> str:
    """A type as people write it: without const, &, struct, garden:: and std::."""
    text = _AKA.sub("", text)
    text = re.sub(r"\b(?:const|struct|class|enum)\b|[&]|\b(?:garden|std|__cxx11)::", "", text).strip()
    text = text.replace("{anonymous}::", "").replace("(anonymous namespace)::", "")
    return "string" if text.startswith("basic_string<") else "string_view" if text.startswith("basic_string_view<") else text
