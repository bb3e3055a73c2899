"""Names by which leaves speak to each other ("event lamp_lit: who = the lamp"), agreed before anybody writes; and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_KIND = r"(event|objective|meter|counter|value|words|tag|action|spot|data)s?\s+"
_NAME = re.compile(rf"\W*{_KIND}[\"'“`]?([A-Za-z][\w-]*)", re.IGNORECASE)
_ANOTHER = re.compile(rf"\W*(?:{_KIND})?[\"'“`]?([A-Za-z][\w-]*)[\"'”`]?\s*", re.IGNORECASE)
_HEAD_ENDS = re.compile(r"[:(=：（]|\s[-–—]\s")
_LISTED = re.compile(r"[,;/、，]|\band\b|和")
_NUMBERED = re.compile(r"(.*?)(\d+)")
_MOST_NUMBERED = 40
# The runtime's own, which anybody may rely on.
_COMMON = frozenset({
    ("tag", "player"), ("tag", "enemy"), ("tag", "item"), ("tag", "target"), ("event", "jumped"), ("event", "fell"), ("event", "achieved"),
    ("event", "won"), ("event", "lost"), ("event", "hurt"), ("event", "hit"), ("event", "collected"), ("event", "talked"),
    *(("spot", each) for each in ("start", "far", "near", "open", "path", "room", "high", "edge", "water", "goal", "plot", "road")),
    *(("action", each) for each in ("left", "right", "forward", "back", "jump", "use", "fire", "run", "next", "pause", "one", "two", "three",
                                    "four", "five")),
})  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A name that one leaf makes and others rely on. `said` is the whole sentence it was agreed with."""

    kind: str
    name: str
    said: str

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.name

    def __str__(self) -> str:
        return f"{self.kind} “{self.name}”"


def names_in(lines: Iterable[object]) -> list[Name]:
    """The names in such sentences, also several of one ("events lit, dark: …", "value run_1, and so run_2 to run_5"); what is
    none (a remark, a C++ signature) is passed over."""
    return [name for line in lines for name in _names_of(str(line))]


def _names_of(line: str) -> list[Name]:
    first = _NAME.match(line)
    if first is None:
        return []
    said, kind = line.strip(), first[1].lower()
    found = {(kind, first[2]): None}
    head = line[first.end() :]
    end = _HEAD_ENDS.search(head)
    for piece in _LISTED.split(head[: end.start()] if end else head)[1:]:
        if another := _ANOTHER.fullmatch(piece):
            kind = (another[1] or kind).lower()
            found.setdefault((kind, another[2]))
    if numbered := _NUMBERED.fullmatch(first[2]):
        stem = re.escape(numbered[1])
        if span := re.search(rf"\b{stem}(\d+)\W*\s*(?:to|through|–|-|…|\.\.+|到|至)\s*\W*(?:{stem})?(\d+)\b", line):
            for number in range(int(span[1]), min(int(span[2]), int(span[1]) + _MOST_NUMBERED) + 1):
                found.setdefault((first[1].lower(), f"{numbered[1]}{number}"))
    return [Name(kind, name, said) for kind, name in found]


def agreed(*lists: Iterable[object]) -> dict[tuple[str, str], Name]:
    """All names in lists of sentences; the first sentence about a name stands."""
    found: dict[tuple[str, str], Name] = {}
    for name in names_in(line for each in lists for line in each):
        found.setdefault(name.key, name)
    return found


def unknown(uses: Iterable[object], given: Mapping[tuple[str, str], Name]) -> list[Name]:
    """Names that are relied on and that nobody makes."""
    return [name for name in names_in(uses) if name.key not in given and name.key not in _COMMON]


def said_of(uses: Iterable[object], given: Mapping[tuple[str, str], Name]) -> list[str]:
    """What is relied on, in the words of those who make it; what nobody makes is left as it stands."""
    out: dict[str, None] = {}
    for line in uses:
        found = names_in([line])
        known = given.get(found[0].key) if found else None
        out[known.said if known else str(line)] = None
    return list(out)


def given_twice(makers: Mapping[str, Sequence[object]]) -> list[str]:
    """Sentences about names that two makers claim. Tags and spots may be shared."""
    seen: dict[tuple[str, str], str] = {}
    wrong: list[str] = []
    for maker, lines in makers.items():
        for name in names_in(lines):
            other = seen.setdefault(name.key, maker)
            if other != maker and name.kind not in ("tag", "spot"):
                wrong.append(f"{name} is given by {other} and by {maker}: one of them makes it, the other uses it")
    return wrong


def makes(code: str, name: str) -> bool:
    """Whether the name stands in the code, whole or put together ("lamps_" + id)."""
    return f'"{name}"' in code or any(f'"{name[: at + 1]}"' in code for at, sign in enumerate(name) if sign in "_-") \
        or re.search(rf'"[^"\n]*\b{re.escape(name)}\b[^"\n]*"', code) is not None
