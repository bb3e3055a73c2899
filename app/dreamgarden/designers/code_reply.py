"""A model's reply becomes files: whole ones in fences, or search-and-replace blocks. Parsing, trying and applying are apart."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dreamgarden.designers.lenient_json import find_json, without_thoughts

_FENCE = re.compile(r"^([^\n`]*)\n?^[ \t]*```[ \t]*([^\n`]*)\n(.*?)(?:^[ \t]*```[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"^<{5,9} ?SEARCH[^\n]*\n(.*?)^={5,9}[ \t]*\n(.*?)^>{5,9} ?REPLACE[^\n]*$", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"([A-Za-z0-9_-]+\.(?:cpp|h|json))")
_HEADER_GUARD = re.compile(r"^\s*#\s*pragma\s+once", re.MULTILINE)
_SHORTEST = 8  # signs of a part of a line: less stands somewhere by chance
_GLUED = re.compile(r"\w\w")


@dataclass(frozen=True)
class Block:
    """One replacement: `old` is to be found in the text, whatever its indentation."""

    old: str
    new: str


def blocks_in(text: str) -> tuple[Block, ...]:
    """The search-and-replace blocks of a reply, in their order."""
    return tuple(Block(match.group(1), match.group(2)) for match in _BLOCK.finditer(without_thoughts(text)))


def files_in(text: str, slug: str) -> dict[str, str]:
    """The files of a reply: SLUG.cpp, and SLUG.h when one is there. {} when the reply holds no code.

    A name on the line before a fence, or in its first line, says which file it is; without one, the largest fence with
    a PART is the .cpp. A reply without fences that is plainly code counts as one.
    """
    text = without_thoughts(text)
    found: dict[str, str] = {}
    for match in _FENCE.finditer(text):
        before, words, body = match.groups()
        if _BLOCK.search(body):
            continue
        name = _name(before, words, body, slug)
        # The part itself before a snippet that explains it; else the longer one.
        if name and ("PART(" in body, len(body)) > ("PART(" in found.get(name, ""), len(found.get(name, ""))):
            found[name] = body
    if f"{slug}.cpp" not in found and "PART(" in text and "```" not in text and not _BLOCK.search(text):
        start = next((at for at in (text.find("#include"), text.find("//")) if at >= 0), 0)
        found[f"{slug}.cpp"] = text[start:]
    return {name: body.rstrip() + "\n" for name, body in found.items() if body.strip()}


def checks_in(text: str) -> tuple[Mapping[str, Any], ...]:
    """The checks that a reply sends anew, rows of codegen/expectation.py as they stand in it; () when it sends none."""
    for match in _FENCE.finditer(without_thoughts(text)):
        if "PART(" in match.group(3) or '"checks"' not in match.group(3):
            continue
        found = find_json(match.group(3))
        rows = found.value.get("checks") if found is not None and isinstance(found.value, Mapping) else None
        if isinstance(rows, list):
            return tuple(row for row in rows if isinstance(row, Mapping))
    return ()


def dry_run(files: Mapping[str, str], blocks: tuple[Block, ...]) -> str:
    """What hinders the blocks from being applied, in words for their writer; "" when nothing does."""
    texts = dict(files)
    for number, block in enumerate(blocks, 1):
        done = _done(texts, block)
        if done is None:
            return _not_found(number, block, texts)
        texts |= done
    return ""


def apply(files: Mapping[str, str], blocks: tuple[Block, ...]) -> dict[str, str]:
    """The files with every block in its place. Only after `dry_run` found nothing."""
    texts = dict(files)
    for block in blocks:
        texts |= _done(texts, block) or {}
    return texts


def _done(texts: Mapping[str, str], block: Block) -> dict[str, str] | None:
    """The file that a block changes, changed: whole lines first, else a part of a line that stands but once in all of them."""
    for name, text in texts.items():
        if _place(text, block.old):
            return {name: _replaced(text, block)}
    part, new = block.old.strip(), block.new.strip()
    if len(part) >= _SHORTEST and sum(text.count(part) for text in texts.values()) == 1:
        name, text = next((name, text) for name, text in texts.items() if part in text)
        before, _, behind = text.partition(part)
        if not (_GLUED.search(before[-1:] + part[:1]) or _GLUED.search(part[-1:] + behind[:1])):
            return {name: before + new + behind}
    return None


def _name(before: str, words: str, body: str, slug: str) -> str:
    if "PART(" in body:
        return f"{slug}.cpp"
    first = body.split("\n", 1)[0]
    for place in (before, words, first if first.lstrip().startswith("//") else ""):
        if named := _NAMED.search(place):
            ending = named.group(1).rpartition(".")[2]
            if ending in ("cpp", "h"):
                return f"{slug}.{ending}"
    language = words.strip().split(" ")[0].lower()
    if language not in ("cpp", "c++", "h", "hpp"):
        return ""
    return f"{slug}.h" if _HEADER_GUARD.search(body) else f"{slug}.cpp"


def _place(text: str, old: str) -> tuple[int, int] | None:
    """Lines from and to where `old` stands: exactly, else with other indentation and line ends."""
    wanted = [line.rstrip() for line in old.strip("\n").split("\n")]
    if not any(wanted):
        return None
    lines = text.split("\n")
    for clean in (str.rstrip, str.strip):
        sought = [clean(line) for line in wanted]
        have = [clean(line) for line in lines]
        for at in range(len(have) - len(sought) + 1):
            if have[at : at + len(sought)] == sought:
                return at, at + len(sought)
    return None


def _replaced(text: str, block: Block) -> str:
    place = _place(text, block.old)
    assert place is not None
    lines = text.split("\n")
    new = block.new.rstrip("\n").split("\n") if block.new.strip("\n") else []
    first_old = next((line for line in block.old.strip("\n").split("\n") if line.strip()), "")
    shift = _indent(lines[place[0]]) - _indent(first_old)
    if shift > 0:
        new = [" " * shift + line if line.strip() else line for line in new]
    return "\n".join([*lines[: place[0]], *new, *lines[place[1] :]])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _not_found(number: int, block: Block, texts: Mapping[str, str]) -> str:
    wanted = block.old.strip("\n")
    nearest, likeness = "", 0.0
    count = max(1, wanted.count("\n") + 1)
    for text in texts.values():
        lines = text.split("\n")
        for at in range(max(1, len(lines) - count + 1)):
            window = "\n".join(lines[at : at + count])
            ratio = difflib.SequenceMatcher(None, window, wanted, autojunk=False).quick_ratio()
            if ratio > likeness:
                nearest, likeness = window, ratio
    near = f"\nThe nearest lines of the file are:\n{nearest}" if likeness > 0.6 else ""
    return f"Block {number} could not be applied: these lines are not in the file:\n{wanted}{near}\nSend the whole file instead."
