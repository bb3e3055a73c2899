"""What the linker misses and the part nearly has: a static member without its place, a function under another name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from dreamgarden.codegen.fixits import applied
from dreamgarden.codegen.repairs.source import Source

_MISSING = re.compile(r"undefined (?:symbol: |reference to [`'‘])(?:\(anonymous namespace\)::)?((?:\w+::)*)(\w+)")


def linked(files: Mapping[str, str], said: str) -> Iterator[tuple[dict[str, str], str]]:
    """Files that may link, each with a sentence that says what was done."""
    for match in _MISSING.finditer(said):
        owner, name = match[1].removesuffix("::").rpartition("::")[2], match[2]
        for file, text in files.items():
            source = Source(file, text)
            if owner:
                yield from _inline(files, source, owner, name)
            else:
                yield from _renamed(files, source, name)


def _inline(files: Mapping[str, str], source: Source, owner: str, name: str) -> Iterator[tuple[dict[str, str], str]]:
    """A static member is declared in its class and placed nowhere: inline it has its place there."""
    for at, token in enumerate(source.tokens):
        if token.text not in ("struct", "class") or source.token(at + 1) != owner:
            continue
        closing = source.closing(at + 2) if source.token(at + 2) == "{" else -1
        for inside in range(at + 3, closing):
            if source.token(inside) == "static" and source.token(inside - 1) != "inline":
                following = [source.token(n) for n in range(inside, min(inside + 8, closing))]
                if name in following and "(" not in following[: following.index(name) + 1]:
                    start = source.tokens[inside].start
                    fix = source.edit(start, start, "inline ")
                    yield applied(files, (fix,)), f"{owner}::{name} has its place in {owner}"


def _renamed(files: Mapping[str, str], source: Source, name: str) -> Iterator[tuple[dict[str, str], str]]:
    """A function is declared and called by one name and written under another that is almost the same."""
    written, used = set(), [at for at, token in enumerate(source.tokens) if token.text == name]
    for at, token in enumerate(source.tokens):
        closing = source.closing(at + 1) if token.is_name and source.token(at + 1) == "(" else -1
        if closing > 0 and source.token(closing + 1) == "{" and at > 0 and (source.tokens[at - 1].is_name or source.token(at - 1) in "&*>"):
            written.add(token.text)
    for near in difflib.get_close_matches(name, sorted(written - {name, "if", "for", "while", "switch"}), 1, 0.75):
        fixes = tuple(source.edit(source.tokens[at].start, source.tokens[at].end, near) for at in used)
        yield applied(files, fixes), f"{name} is written as {near}"
