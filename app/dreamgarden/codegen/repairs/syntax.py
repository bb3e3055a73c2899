"""What the grammar misses: semicolons, brackets, a return, an include that is none, braces around a case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dreamgarden.codegen.repairs.rule import Case, Repair

_EXPECTED = re.compile(
    r"expected (?:unqualified-id or |initializer or |primary-expression or )?'([;,)\]}>({])'|expected '([;)\]}])' after"
    r"|expected ',' or '(;)'|expected '\)' or '(,)'"
)
_STRAY = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "×": "*",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "\u00a0": " ",
    "\u200b": "",
    "…": "...",
    "−": "-",
}


def expected(case: Case) -> Iterator[Repair]:
    """A sign that is missing behind the last thing that was right."""
    source, message = case.source, case.message
    yield from _open_block(case)
    if "at end of input" in message:
        yield from _unfinished(case)
        return
    match = _EXPECTED.search(message)
    if "expected ',' or ';'" in message:
        match = None
    signs = [sign for sign in (match.groups() if match else ()) if sign]
    if "expected ',' or ';'" in message or "expected initializer before" in message or "expected unqualified-id before" in message:
        signs.append(";")
    if re.search(r"expected '[)\]]' before|expected primary-expression before|expected ';' before", message):
        signs += [")", ";", "("]
    before = source.at(case.offset) - (
        source.at(case.offset) < len(source.tokens) and source.tokens[source.at(case.offset)].start >= case.offset
    )
    for sign in dict.fromkeys(signs):
        for index in (before, before - 1):
            if 0 <= index < len(source.tokens):
                end = source.tokens[index].end
                yield case.fix(end, end, sign, f"line {source.line_of(end)}: a missing {sign}")
    yield from _open_before(case, before)


def _open_before(case: Case, before: int) -> Iterator[Repair]:
    """A bracket that was opened on this line, or the one before, and is not closed."""
    source = case.source
    for line in (case.error.line, case.error.line - 1):
        inside = [at for at, token in enumerate(source.tokens) if source.line_of(token.start) == line]
        if not inside:
            continue
        text = "".join(source.token(at) for at in inside if len(source.token(at)) == 1)
        last = inside[-1]
        for opened, closed in (("(", ")"), ("[", "]")):
            if text.count(opened) == text.count(closed) + 1:
                at = last if source.token(last) in (";", "{") else last + 1
                place = source.tokens[at].start if at < len(source.tokens) and at == last else source.tokens[last].end
                space = " " if at == last and source.token(last) == "{" else ""
                yield case.fix(place, place, closed + space, f"line {line}: a missing {closed}")


def _open_block(case: Case) -> Iterator[Repair]:
    """A block whose end is missing: the brace that closes it stands further left than the line that opened it."""
    source = case.source
    open_: list[int] = []
    for at, token in enumerate(source.tokens):
        if token.text == "{":
            open_.append(at)
        elif token.text == "}" and open_:
            opener = source.line_of(source.tokens[open_.pop()].start)
            closer = source.line_of(token.start)
            indent = _indent(source.line(opener))
            begins = source.line(closer).lstrip().startswith("}")
            if closer > opener and begins and _indent(source.line(closer)) < indent:
                end = next((n for n in range(opener + 1, closer) if 0 <= _indent(source.line(n)) <= indent), closer)
                place = source.offset(end, 1)
                yield case.fix(place, place, " " * indent + "}\n", f"line {end}: closed the block of line {opener}")
                return


def _unfinished(case: Case) -> Iterator[Repair]:
    """The text ends inside brackets: what is open is closed, at the end or where a line begins anew at the left."""
    source = case.source
    open_: list[tuple[str, int]] = []
    for at, token in enumerate(source.tokens):
        if token.text in "([{":
            open_.append((token.text, at))
        elif token.text in ")]}" and open_:
            open_.pop()
    closing = "".join({"(": ")", "[": "]", "{": "}"}[sign] for sign, _ in reversed(open_))
    closing = closing.replace("})", "});")
    end = len(source.text)
    if closing:
        yield case.fix(end, end, f"{closing}\n", "closed what was open at the end")
    # The brace that is missing is more likely that of a block which ends where the indentation goes back.
    for line in range(case.error.line, 0, -1):
        text = source.line(line)
        if text and text[0] not in " }#/\n" and open_ and "(" in text:
            start = source.offset(line, 1)
            yield case.fix(start, start, "}\n\n", f"line {line}: closed what was open before it")
    for line in range(1, case.error.line):
        indent, following = _indent(source.line(line)), _indent(source.line(line + 1))
        if (
            0 <= following < indent
            and source.line(line).strip()
            and not source.line(line + 1).lstrip().startswith(("}", ")", ".", "&", "|", "+", "<"))
        ):
            end = source.offset(line + 1, 1)
            yield case.fix(end, end, " " * following + "}\n", f"line {line + 1}: closed the block before it")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" ")) if line.strip() else -1


def superfluous(case: Case) -> Iterator[Repair]:
    """A bracket too many."""
    if re.search(
        r"expected (?:declaration|primary-expression|unqualified-id|statement) before '[})]' token"
        r"|extraneous closing brace|expected declaration before",
        case.message,
    ):
        for index in (case.index, case.index - 1):
            if case.source.token(index) in ("}", ")", ";"):
                yield case.put(index, "", f"line {case.error.line}: a {case.source.token(index)} too many")


def strange_signs(case: Case) -> Iterator[Repair]:
    """Signs of typesetters and of chat windows."""
    if not re.search(r"stray '|extended character|non-ASCII|unexpected character|missing terminating", case.message + case.error.message):
        return
    source = case.source
    fixes = [source.edit(at, at + 1, _STRAY[char]) for at, char in enumerate(source.text) if char in _STRAY and not _in_literal(case, at)]
    if fixes:
        yield Repair(tuple(fixes), "plain signs for typeset ones")
    for line in (case.error.line, 1):
        if source.line(line).strip().startswith("```"):
            start = source.offset(line, 1)
            yield case.fix(start, start + len(source.line(line)), "", f"line {line}: a fence is no code")


def _in_literal(case: Case, offset: int) -> bool:
    index = case.source.at(offset)
    if index >= len(case.source.tokens):
        return False
    token = case.source.tokens[index]
    return token.start <= offset < token.end and token.text[0] in "\"'R" and len(token.text) > 1


def missing_return(case: Case) -> Iterator[Repair]:
    """A function that promises a value and ends without one."""
    if not re.search(
        r"no return statement in function returning non-void|control reaches end of non-void|does not return a value", case.message
    ):
        return
    source = case.source
    closing = next((at for at in range(max(case.index - 1, 0), min(case.index + 2, len(source.tokens))) if source.token(at) == "}"), -1)
    opening = source.opening(closing) if closing > 0 else source.around(case.index, "{")
    while opening > 0 and _is_control(case, opening):
        opening = source.around(opening, "{")
    closing = source.closing(opening) if opening >= 0 else -1
    if closing < 0:
        return
    statement = _last_statement(case, opening, closing)
    if statement is not None:
        start = source.tokens[statement].start
        yield case.fix(start, start, "return ", f"line {source.line_of(start)}: its value is what is returned")
    if _returns_truth(case, opening, closing):
        end = source.tokens[closing].start
        yield case.fix(end, end, "return false; ", f"line {case.error.line}: who comes to the end found nothing", sure=False)


def _returns_truth(case: Case, opening: int, closing: int) -> bool:
    """Whether a function says yes or no: by its type, or by what it returns elsewhere. Other values nobody can guess."""
    source = case.source
    parameters = source.opening(opening - 1) if source.token(opening - 1) == ")" else -1
    if parameters > 1 and source.token(parameters - 2) == "bool":
        return True
    others = {source.token(at + 1) for at in range(opening, closing) if source.token(at) == "return"}
    return bool(others) and others <= {"true", "false"}


def _is_control(case: Case, opening: int) -> bool:
    """Whether a brace opens the block of an if or a loop, and no function."""
    source = case.source
    if source.token(opening - 1) in ("else", "do", "try", ";", "{", "}"):
        return True
    return source.token(opening - 1) == ")" and source.token(source.opening(opening - 1) - 1) in ("if", "for", "while", "switch", "catch")


def _last_statement(case: Case, opening: int, closing: int) -> int | None:
    """The last statement of a block when it is an expression without an effect."""
    source = case.source
    if source.token(closing - 1) != ";":
        return None
    first = closing - 1
    while first - 1 > opening and source.token(first - 1) not in (";", "}", "{"):
        first -= 1
        if source.token(first) in (")", "]"):
            first = source.opening(first)
    texts = {source.token(at) for at in range(first, closing)}
    effects = {"=", "+=", "-=", "*=", "/=", "++", "--", "return", "if", "for", "while", "break", "continue", "delete", "auto", "throw"}
    return None if texts & effects else first


def cases(case: Case) -> Iterator[Repair]:
    """A variable that is born in one case of a switch and would be seen in the next: each case gets braces."""
    if not re.search(r"jump to (?:case|'default') label|cannot jump from switch|jump to '?default", case.message):
        return
    source = case.source
    label = case.index
    while label > 0 and source.token(label) not in ("case", "default"):
        label -= 1
    before = label - 1
    depth, at = 0, before
    while at > 0:
        text = source.token(at)
        depth += (text in "})]") - (text in "{([")
        if depth < 0:
            return
        if depth == 0 and text == ":" and source.token(at - 1) != ":" and _is_label(case, at):
            start, end = source.tokens[at].end, source.tokens[label].start
            yield case_braces(case, start, end)
            return
        at -= 1


def case_braces(case: Case, start: int, end: int) -> Repair:
    """Braces around what stands between two labels."""
    source = case.source
    return Repair((source.edit(start, start, " {"), source.edit(end, end, "} ")), f"line {case.error.line}: braces around the case before")


def _is_label(case: Case, colon: int) -> bool:
    source = case.source
    return any(source.token(at) in ("case", "default") for at in range(max(colon - 8, 0), colon))


def includes(case: Case) -> Iterator[Repair]:
    """A header that does not exist; the prelude has what parts need."""
    if case.error.is_fatal and (text := case.source.line(case.error.line)).lstrip().startswith("#"):
        start = case.source.offset(case.error.line, 1)
        yield case.fix(start, start + len(text), "", f"line {case.error.line}: there is no {text.split()[-1]}")


def local_functions(case: Case) -> Iterator[Repair]:
    """A function inside a function: as a lambda it may stand there."""
    if "function-definition is not allowed here" not in case.message and "function definition is not allowed" not in case.message:
        return
    yield from _open_block(case)  # or the function before it has no end
    source = case.source
    body = next((at for at in range(max(case.index - 1, 0), min(case.index + 2, len(source.tokens))) if source.token(at) == "{"), -1)
    if body < 3 or source.token(body - 1) != ")":
        return
    opening, closing = source.opening(body - 1), source.closing(body)
    name, kind = opening - 1, opening - 2
    first = kind
    while source.token(first - 1) not in (";", "{", "}") and first > 0:
        first -= 1
    returns = source.text[source.tokens[first].start : source.tokens[kind].end]
    head = f"static auto {source.token(name)} = []{source.text[source.tokens[opening].start : source.tokens[body - 1].end]}"
    arrow = "" if returns == "auto" else f" -> {returns.removeprefix('static ')}"
    fixes = (
        source.edit(source.tokens[first].start, source.tokens[body - 1].end, head + arrow),
        source.edit(source.tokens[closing].end, source.tokens[closing].end, ";"),
    )
    yield Repair(fixes, f"line {case.error.line}: {source.token(name)} as a lambda")


RULES = (includes, strange_signs, missing_return, cases, local_functions, expected, superfluous)
