"""Names by which leaves speak to each other ("event lamp_lit: who = the lamp"), agreed before anybody writes; and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_NAME = re.compile(r"\W*(event|objective|meter|counter|value|words|tag|action|spot|data)s?\s+[\"'“`]?([A-Za-z][\w-]*)", re.IGNORECASE)
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
    """The names in such sentences; what is none (a remark, a C++ signature) is passed over."""
    return [Name(match[1].lower(), match[2], str(line).strip()) for line in lines if (match := _NAME.match(str(line)))]


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
