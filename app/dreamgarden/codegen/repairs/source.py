"""`Source`: one file of a part, cut into tokens, for repairs that look at what stands where. No parser."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property

from dreamgarden.codegen.diagnostics import FixIt

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|[A-Za-z_]\w*'
    r"|\.?\d(?:[eEpP][+-]|[\w.'])*|::|->\*?|\+\+|--|<<=|>>=|<=>|[-+*/%&|^<>=!]=|&&|\|\||\.\.\.|[^\s]",
    re.DOTALL,
)
_OPEN, _CLOSE = "([{", ")]}"
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Token:
    """A piece of the text: [start, end) in characters."""

    text: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        return self.text[0].isalpha() or self.text[0] == "_"


class Source:
    """The text of `name`. Offsets are characters of the text; lines and columns are the compiler's (bytes, from 1)."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def tokens(self) -> list[Token]:
        """Without comments."""
        found = (Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(self.text))
        return [token for token in found if not token.text.startswith(("//", "/*"))]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def offset(self, line: int, column: int) -> int:
        """Where a line and byte column are."""
        if not 1 <= line <= len(self._starts):
            return len(self.text)
        start = self._starts[line - 1]
        return start + len(self.line(line).encode()[: max(column - 1, 0)].decode(errors="ignore"))

    def line_of(self, offset: int) -> int:
        """The line in which an offset lies."""
        return bisect.bisect_right(self._starts, offset)

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        return self.text[self._starts[number - 1] :].split("\n", 1)[0] if 1 <= number <= len(self._starts) else ""

    def at(self, offset: int) -> int:
        """The index of the token that covers an offset, or of the next one; len(tokens) behind the last."""
        index = bisect.bisect_right(self._token_starts, offset) - 1
        return index if index >= 0 and self.tokens[index].end > offset else index + 1

    def token(self, index: int) -> str:
        """A token's text; "" outside."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def closing(self, index: int) -> int:
        """The index of the bracket that closes the one at `index`; -1 when none does."""
        depth = 0
        for at in range(index, len(self.tokens)):
            text = self.tokens[at].text
            depth += (text in _OPEN) - (text in _CLOSE)
            if depth == 0:
                return at
        return -1

    def opening(self, index: int) -> int:
        """The index of the bracket that the one at `index` closes; -1 when none does."""
        depth = 0
        for at in range(index, -1, -1):
            text = self.tokens[at].text
            depth += (text in _CLOSE) - (text in _OPEN)
            if depth == 0:
                return at
        return -1

    def around(self, index: int, bracket: str) -> int:
        """The index of the innermost open `bracket` around a token; -1 when it is in none."""
        depth = 0
        for at in range(index - 1, -1, -1):
            text = self.tokens[at].text
            if text == _PAIRS[bracket]:
                depth += 1
            elif text == bracket:
                if depth == 0:
                    return at
                depth -= 1
        return -1

    def pieces(self, opening: int) -> list[tuple[int, int]]:
        """[start, end) offsets of what stands between commas inside a bracket."""
        closing = self.closing(opening)
        if closing < 0 or closing == opening + 1:
            return []
        found, depth, start = [], 0, self.tokens[opening].end
        for at in range(opening + 1, closing):
            text = self.tokens[at].text
            depth += (text in _OPEN) - (text in _CLOSE)
            if depth == 0 and text == ",":
                found.append((start, self.tokens[at].start))
                start = self.tokens[at].end
        found.append((start, self.tokens[closing].start))
        return [self._trimmed(*piece) for piece in found]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        piece = self.text[start:end]
        return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))

    def edit(self, start: int, end: int, text: str) -> FixIt:
        """A change of [start, end) to `text`, as a fix."""
        places = []
        for offset in (start, end):
            line = self.line_of(offset)
            places += [line, len(self.text[self._starts[line - 1] : offset].encode()) + 1]
        return FixIt(self.name, places[0], places[1], places[2], places[3], text)

    def names(self) -> set[str]:
        """All names that stand in it."""
        return {token.text for token in self.tokens if token.is_name}
