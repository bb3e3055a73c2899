"""Classes of a part: overrides that override nothing, what is abstract still, what is private."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dreamgarden.codegen.repairs.names import near_names
from dreamgarden.codegen.repairs.rule import Case, Repair


def overrides(case: Case) -> Iterator[Repair]:
    """A member function marked override that differs from what it should override: by const, name or parameters."""
    match = re.search(
        r"'[^']*?(\w+)\(([^)]*)\)(?: const)?' marked '(?:override|final)', but does not override"
        r"|'(\w+)' marked 'override' but does not override"
        r"|only virtual member functions can be marked '(override)",
        case.message,
    )
    if not match:
        return
    source = case.source
    name = match[1] or match[3] or source.token(case.index)
    at = case.index if source.token(case.index) == name else case.named(name)
    if at < 0 or source.token(at + 1) != "(":
        return
    closing = source.closing(at + 1)
    mine = source.text[source.tokens[at + 1].start : source.tokens[closing].end]
    is_const = source.token(closing + 1) == "const"
    line = f"line {case.error.line}"
    virtuals = _virtuals(case, at)
    for other, parameters, const in virtuals:
        if other == name and const != is_const:
            if const:
                yield case.fix(
                    source.tokens[closing].end, source.tokens[closing].end, " const", f"{line}: {name} is const where it is declared"
                )
            else:
                yield case.fix(
                    source.tokens[closing].end, source.tokens[closing + 1].end, "", f"{line}: {name} is not const where it is declared"
                )
        if other == name and parameters != mine:
            yield case.fix(
                source.tokens[at + 1].start,
                source.tokens[closing].end,
                parameters,
                f"{line}: {name}{parameters} as it is declared",
                sure=False,
            )
    for near in near_names(name, [other for other, _, _ in virtuals if other != name], 0.6):
        yield case.put(at, near, f"{line}: {name} is {near}", sure=False)
    for mark in range(closing + 1, min(closing + 4, len(source.tokens))):
        if source.token(mark) in ("override", "final"):
            yield case.fix(source.tokens[mark - 1].end, source.tokens[mark].end, "", f"{line}: {name} overrides nothing", sure=False)
            for base in _bases(case, name):
                fix = source.edit(base, base, "virtual ")
                yield Repair((fix,), f"{line}: {name} is virtual where it is declared", False)


def _virtuals(case: Case, before: int) -> list[tuple[str, str, bool]]:
    """(name, parameters with parentheses, const) of virtual member functions of the file."""
    source, found = case.source, []
    for at, token in enumerate(source.tokens):
        if token.text != "virtual":
            continue
        for name in range(at + 1, min(at + 8, len(source.tokens))):
            if source.token(name + 1) == "(" and source.tokens[name].is_name:
                closing = source.closing(name + 1)
                parameters = source.text[source.tokens[name + 1].start : source.tokens[closing].end]
                found.append((source.token(name), parameters, source.token(closing + 1) == "const"))
                break
    return found


def _bases(case: Case, name: str) -> list[int]:
    """Where a member function of this name is declared first: the offset at which `virtual` is missing."""
    source = case.source
    for at, token in enumerate(source.tokens):
        if (
            token.text == name
            and source.token(at + 1) == "("
            and at < case.index
            and source.token(at - 1) not in (".", "->", "=", "(", "return")
        ):
            first = at - 1
            while first > 0 and source.token(first - 1) not in (";", "{", "}", ":"):
                first -= 1
            return [source.tokens[first].start] if source.token(first) != "virtual" else []
    return []


def abstract(case: Case) -> Iterator[Repair]:
    """A class whose function was to fill in a virtual one, and misses it by a const."""
    if not re.search(r"abstract (?:class )?type|is an abstract class", case.message):
        return
    source = case.source
    missing = [match[1] for note in case.error.notes for match in re.finditer(r"[‘'`][^’']*?(\w+)\([^)]*\)(?: const)?[’']", note.message)]
    for name in dict.fromkeys(missing):
        for at, token in enumerate(source.tokens):
            if token.text != name or source.token(at + 1) != "(":
                continue
            closing = source.closing(at + 1)
            if closing > 0 and source.token(closing + 1) in ("{", "override") and source.tokens[at - 1].is_name:
                end = source.tokens[closing].end
                yield case.fix(end, end, " const", f"line {source.line_of(end)}: {name} is const where it is declared", sure=False)
            elif closing > 0 and source.token(closing + 1) == "const" and source.token(closing + 2) in ("{", "override"):
                yield case.fix(
                    source.tokens[closing].end, source.tokens[closing + 1].end, "", f"{name} is not const where it is declared", sure=False
                )


def private(case: Case) -> Iterator[Repair]:
    """Members of a class of the part that the part itself may not see."""
    if "is private within this context" not in case.message and "is a private member" not in case.message:
        return
    for at, token in enumerate(case.source.tokens):
        if token.text == "class" and case.source.token(at + 2) in ("{", ":"):
            yield case.put(at, "struct", f"line {case.source.line_of(token.start)}: what the part uses is open to it")
    for at, token in enumerate(case.source.tokens):
        if token.text == "private" and case.source.token(at + 1) == ":":
            yield case.put(at, "public", f"line {case.source.line_of(token.start)}: what the part uses is open to it")


RULES = (overrides, abstract, private)
