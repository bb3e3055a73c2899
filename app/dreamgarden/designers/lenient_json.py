"""JSON as models write it: in prose or fences, with comments, trailing commas, single quotes, cut off in the middle."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_THOUGHT = re.compile(r"<(think|thinking|reasoning|thought)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_OPEN_THOUGHT = re.compile(r"^.*?</(?:think|thinking|reasoning|thought)>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[ \t]*(?:json5?|javascript|js)?[ \t]*\r?\n(.*?)(?:\r?\n[ \t]*```|\Z)", re.DOTALL | re.IGNORECASE)
_BARE = re.compile(r"[A-Za-z0-9_$.+-]+")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "none": None, "undefined": None, "nan": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"', "'": "'"}
_DEEPEST = 100


@dataclass(frozen=True)
class Found:
    """A JSON value in a text. whole is False when the text ended before the value did: what was cut is missing."""

    value: Any
    whole: bool = True


def without_thoughts(text: str) -> str:
    """The reply without the reasoning that some servers leave in it."""
    text = _THOUGHT.sub("", text)
    return _OPEN_THOUGHT.sub("", text).strip()


def find_json(text: str) -> Found | None:
    """The JSON object (else list) that a reply is about: the largest that can be read; None when there is none."""
    text = without_thoughts(text)
    for place in _places(text):
        try:
            return Found(json.loads(place))
        except (ValueError, RecursionError):
            continue
    best: Found | None = None
    size = 0
    for place in _places(text):
        for start in (at for at, sign in enumerate(place) if sign in "{["):
            reader = _Reader(place, start)
            try:
                value = reader.value(0)
            except _NoJson:
                continue
            weight = reader.at - start + (1_000_000 if isinstance(value, dict) else 0)
            if value and weight > size:
                best, size = Found(value, not reader.cut), weight
            if reader.at - start > len(place) // 2:
                break
        if best is not None and isinstance(best.value, dict):
            return best
    return best


def _places(text: str) -> Iterator[str]:
    fenced = sorted((match.group(1) for match in _FENCE.finditer(text)), key=len, reverse=True)
    yield from fenced
    yield text


class _NoJson(Exception):
    pass


class _Reader:
    """Reads one value from `at`, forgiving what it can. `cut` is set when the text ended too early."""

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at, self.cut = text, at, False

    def value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise _NoJson
        sign = self._next()
        if sign == "{":
            return self._object(depth)
        if sign == "[":
            return self._list(depth)
        if sign in "\"'“":
            return self._string()
        return self._bare()

    def _next(self) -> str:
        """The next sign that means something; "" at the end."""
        while self.at < len(self.text):
            here = self.text[self.at]
            if here.isspace():
                self.at += 1
            elif self.text.startswith("//", self.at) or here == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end + 1
            elif self.text.startswith("/*", self.at):
                end = self.text.find("*/", self.at)
                self.at = len(self.text) if end < 0 else end + 2
            else:
                return here
        self.cut = True
        return ""

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        out: dict[str, Any] = {}
        while True:
            sign = self._next()
            if sign == "}":
                self.at += 1
                return out
            if sign == ",":
                self.at += 1
                continue
            if not sign:
                return out
            name = self._string() if sign in "\"'“" else self._name()
            if self.cut:
                return out
            if self._next() not in (":", "="):
                if self.cut:
                    return out
                raise _NoJson
            self.at += 1
            if not self._next():
                return out
            value = self.value(depth + 1)
            if self.cut and not isinstance(value, dict | list | str):
                return out  # a number that was cut may be another number
            out[name] = value
            if self.cut:
                return out

    def _list(self, depth: int) -> list[Any]:
        self.at += 1
        out: list[Any] = []
        while True:
            sign = self._next()
            if sign == "]":
                self.at += 1
                return out
            if sign == ",":
                self.at += 1
                continue
            if not sign:
                return out
            if sign in "}:":
                raise _NoJson
            value = self.value(depth + 1)
            if not (self.cut and not isinstance(value, dict | list)):
                out.append(value)
            if self.cut:
                return out

    def _string(self) -> str:
        opened = self.text[self.at]
        quote = "”" if opened == "“" else opened
        self.at += 1
        out: list[str] = []
        while self.at < len(self.text):
            here = self.text[self.at]
            self.at += 1
            if here == quote and self._ends_here():
                return "".join(out)
            if here == "\\" and self.at < len(self.text):
                out.append(self._escape())
            else:
                out.append(here)
        self.cut = True
        return "".join(out)

    def _ends_here(self) -> bool:
        """A quote inside a text that the model forgot to escape is followed by more text, not by a comma or bracket."""
        rest = self.text[self.at : self.at + 40].lstrip()
        return not rest or rest[0] in ",]}:" or rest.startswith(("//", "/*"))

    def _escape(self) -> str:
        sign = self.text[self.at]
        self.at += 1
        if sign == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", self.text[self.at : self.at + 4]):
            code = int(self.text[self.at : self.at + 4], 16)
            self.at += 4
            low = re.match(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})", self.text[self.at : self.at + 6])
            if 0xD800 <= code < 0xDC00 and low:
                self.at += 6
                code = 0x10000 + ((code - 0xD800) << 10) + (int(low.group(1), 16) - 0xDC00)
            return chr(code) if not 0xD800 <= code < 0xE000 else "�"
        return _ESCAPES.get(sign, "" if sign == "\n" else "\\" + sign)

    def _name(self) -> str:
        match = _BARE.match(self.text, self.at)
        if not match:
            raise _NoJson
        self.at = match.end()
        return match.group()

    def _bare(self) -> Any:
        word = self._name()
        if self.at >= len(self.text):
            self.cut = True
        if word.lower() in _WORDS:
            return _WORDS[word.lower()]
        try:
            return int(word)
        except ValueError:
            pass
        try:
            return float(word)
        except ValueError:
            raise _NoJson from None
