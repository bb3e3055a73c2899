"""Values of one type where another is wanted: vectors, texts, numbers, things, constants, captured variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dreamgarden.codegen.repairs.rule import Case, Repair, plain_type

_CONVERSION = re.compile(
    r"(?:cannot convert|could not convert '.*?' from|invalid conversion from|conversion from) "
    r"'(?P<have>[^']+)' to (?:non-scalar type )?'(?P<want>[^']+)'"
    r"|invalid initialization of (?:non-const )?reference of type '(?P<want2>[^']+)' "
    r"from (?:an? )?(?:expression|rvalue) of type '(?P<have2>[^']+)'"
    r"|invalid user-defined conversion from '(?P<have3>[^']+)' to '(?P<want3>[^']+)'"
    r"|no viable conversion from '(?P<have4>[^']+)' to '(?P<want4>[^']+)'"
    r"|cannot bind .*reference of type '(?P<want5>[^']+)' to .* of type '(?P<have5>[^']+)'"
)
# have, want → how the expression is written; more than one where the place decides.
_CONVERT: dict[tuple[str, str], tuple[str, ...]] = {
    ("Thing", "Vector3"): ("{}->at",),
    ("Thing", "Vector2"): ("on_screen({}->at)",),
    ("Thing", "string_view"): ("{}->name",),
    ("Thing", "string"): ("{}->name",),
    ("State", "Vector3"): ("{}.at",),
    ("Vector3", "Vector2"): ("on_screen({})", "Vector2{{{}.x, {}.z}}"),
    ("Vector2", "Vector3"): ("Vector3{{{}.x, 0, {}.y}}",),
    ("Vector3", "float"): ("Vector3Length({})",),
    ("Vector2", "float"): ("Vector2Length({})",),
    ("string", "const char*"): ("{}.c_str()",),
    ("string_view", "const char*"): ("string({}).c_str()",),
    ("string_view", "string"): ("string({})",),
    ("string", "char*"): ("{}.data()",),
    ("int", "string"): ("to_string({})",),
    ("float", "string"): ("to_string({})",),
    ("double", "string"): ("to_string({})",),
    ("int", "string_view"): ("to_string({})",),
    ("float", "string_view"): ("to_string({})",),
    ("int", "const char*"): ("to_string({}).c_str()",),
    ("float", "const char*"): ("to_string({}).c_str()",),
    ("Hit", "bool"): ("{}.hit",),
    ("Hit", "Vector3"): ("{}.at",),
    ("Hit", "Thing"): ("{}.thing",),
    ("Data", "string"): ("{}.str()",),
    ("Data", "string_view"): ("{}.str()",),
    ("Data", "float"): ("{}.num()",),
    ("Data", "int"): ("(int){}.num()",),
    ("Data", "const char*"): ("{}.str().c_str()",),
    ("Data", "vector<string>"): ("{}.list()",),
    ("Data", "double"): ("{}.num()",),
    ("std::nullptr_t", "Thing"): ("Thing{{}}",),
    ("nullptr_t", "Thing"): ("Thing{{}}",),
    ("int", "Thing"): ("Thing{{}}",),
    ("bool", "Thing"): ("Thing{{}}",),
    ("Thing", "bool"): ("bool({})",),
    ("Rectangle", "Vector2"): ("Vector2{{{}.x, {}.y}}",),
    ("char", "string"): ("string(1, {})",),
    ("char", "string_view"): ("string(1, {})",),
    ("Camera", "Camera3D"): ("{}",),
}
_OPERANDS = re.compile(
    r"(?:no match for|invalid operands of types) .*?'(?P<op>operator\S+?)' \(operand types are '(?P<left>[^']+)' and '(?P<right>[^']+)'\)"
    r"|invalid operands of types '(?P<left2>[^']+)' and '(?P<right2>[^']+)' to binary '(?P<op2>operator\S+?)'"
    r"|invalid operands to binary expression \('(?P<left3>[^']+)' and '(?P<right3>[^']+)'\)"
)
_NUMBERS = {
    "int",
    "float",
    "double",
    "long",
    "unsigned",
    "size_t",
    "long unsigned int",
    "unsigned int",
    "long int",
    "short",
    "bool",
    "unsigned long",
}
_SIMPLE = re.compile(r"[\w.:]+(?:->[\w.]+)*(?:\([^()]*\)|\[[^\[\]]*\])?(?:->\w+|\.\w+)*")


def conversions(case: Case) -> Iterator[Repair]:
    """An expression of one type where another is wanted."""
    match = _CONVERSION.search(case.message)
    if not match:
        return
    groups = match.groupdict()
    have = plain_type(next(v for k, v in groups.items() if k.startswith("have") and v))
    want = plain_type(next(v for k, v in groups.items() if k.startswith("want") and v))
    const_char = re.fullmatch(r"(?:const )?char ?\*", want)
    want = "const char*" if const_char else want
    line = f"line {case.error.line}"
    yield from _declared(case, have, want)
    span = _operand(case)
    if span is None:
        return
    text = case.source.text[span[0] : span[1]]
    for shape in _CONVERT.get((have, want), ()):
        whole = text if _SIMPLE.fullmatch(text) else f"({text})"
        yield case.fix(
            *span,
            shape.replace("{{", "\0").replace("}}", "\1").replace("{}", whole).replace("\0", "{").replace("\1", "}"),
            f"{line}: {have} as {want}",
            sure=False,
        )
    if have in _NUMBERS and want in _NUMBERS | {"Body", "Ease"}:
        yield case.fix(*span, f"({want})({text})", f"{line}: {have} as {want}", sure=False)


def _operand(case: Case) -> tuple[int, int] | None:
    span = case.span()
    if span is None or span[0] >= span[1]:
        return None
    source = case.source
    tokens = source.tokens
    first = source.at(span[0])
    last = source.at(span[1] - 1)
    if first >= len(tokens):
        return None
    # A call or an index belongs to the expression; so does what its caret's name is a member of.
    while source.token(last + 1) in ("(", "[") and tokens[last].is_name:
        closing = source.closing(last + 1)
        if closing < 0:
            break
        last = closing
    while first >= 2 and source.token(first - 1) in (".", "->", "::"):
        first -= 2
        if source.token(first) in (")", "]"):
            first = source.opening(first)
            first -= 1 if first > 0 and tokens[first - 1].is_name else 0
    return tokens[max(first, 0)].start, tokens[min(last, len(tokens) - 1)].end


def _declared(case: Case, have: str, want: str) -> Iterator[Repair]:
    """Where it is the first value of a variable, the variable's type may be what is wrong."""
    if "nullptr" in have:
        return
    source = case.source
    for at in range(min(case.index, len(source.tokens) - 1), max(case.index - 30, 0), -1):
        if source.token(at) in (";", "{", "}"):
            break
        if source.token(at) == want.split("<")[0] and source.token(at + 1).isidentifier() and source.token(at + 2) in ("=", "{", "("):
            kind = have if have in case.api.structs or have in _NUMBERS or have in ("string", "string_view") else "auto"
            yield case.put(at, kind, f"line {case.error.line}: {source.token(at + 1)} is a {kind}", sure=False)
            return


def operators(case: Case) -> Iterator[Repair]:
    """Two operands that don't go together."""
    match = _OPERANDS.search(case.message)
    if not match:
        return
    groups = match.groupdict()
    left, right = (plain_type(next(v for k, v in groups.items() if k.startswith(side) and v)) for side in ("left", "right"))
    operator = (groups["op"] or groups["op2"] or "operator+").removeprefix("operator")
    spans = [case.reach(span) for span in case.error.spans[1:3]]
    if len(spans) < 2:
        spans = _sides(case, operator)
    if len(spans) < 2:
        return
    text = [case.source.text[a:b] for a, b in spans]
    line = f"line {case.error.line}"

    def wrapped(side: int, shape: str, said: str) -> Repair:
        return case.fix(*spans[side], shape.format(text[side]), f"{line}: {said}", sure=False)

    literals = [kind.startswith("char [") or kind in ("char*", "const char*") for kind in (left, right)]
    if operator == "+" and literals[0]:
        yield wrapped(0, "string({})", "a string, to be added to")
        if right in _NUMBERS:
            yield Repair(
                (case.source.edit(*spans[0], f"string({text[0]})"), case.source.edit(*spans[1], f"to_string({text[1]})")),
                f"{line}: text of a number",
                False,
            )
    for side, (kind, other) in enumerate(((left, right), (right, left))):
        if operator in ("+", "+=") and other == "string" and kind in _NUMBERS:
            yield wrapped(side, "to_string({})", "text of a number")
        if kind == "string_view" and operator == "+":
            yield wrapped(side, "string({})", "a string of its own")
        if kind == "Thing" and other in ("Vector3",):
            yield wrapped(side, "{}->at", "where the thing is")
        if kind == "Data" and other in _NUMBERS:
            yield wrapped(side, "{}.num()", "the number in the data")
        if kind == "Data" and other == "string":
            yield wrapped(side, "{}.str()", "the text in the data")
        if kind in ("nullptr_t", "std::nullptr_t") and operator in ("==", "!="):
            whole = (min(spans[0][0], spans[1][0]), max(spans[0][1], spans[1][1]))
            yield case.fix(*whole, f"{'!' if operator == '==' else ''}{text[1 - side]}", f"{line}: a handle is asked whether it is there")
        if (kind, other) == ("Vector2", "Vector3"):
            yield wrapped(side, "Vector3{{{0}.x, 0, {0}.y}}", "over the ground")
        if kind == "float" and other in ("Vector3", "Vector2") and operator in ("+", "-"):
            zeros = ", ".join("{0}" for _ in range(3 if other == "Vector3" else 2))
            yield wrapped(side, f"{other}{{{{{zeros}}}}}", "the same in every direction")
    if operator in ("%", "%=") and {left, right} <= _NUMBERS:
        whole = (spans[0][0], spans[1][1])
        if operator == "%":
            yield case.fix(*whole, f"fmodf({text[0]}, {text[1]})", f"{line}: the rest of a division of floats", sure=False)
        else:
            yield case.fix(*whole, f"{text[0]} = fmodf({text[0]}, {text[1]})", f"{line}: the rest of a division of floats", sure=False)


def _sides(case: Case, operator: str) -> list[tuple[int, int]]:
    """The operands around an operator when the compiler does not tell them: a simple one on each side."""
    span = case.span()
    source = case.source
    if span is None:
        return []
    first, last = source.at(span[0]), source.at(span[1] - 1)
    found = [at for at in range(first, min(last + 1, len(source.tokens))) if source.token(at) == operator]
    if len(found) != 1 or first >= found[0] or last <= found[0]:
        return []
    tokens = source.tokens
    return [(tokens[first].start, tokens[found[0] - 1].end), (tokens[found[0] + 1].start, tokens[last].end)]


def narrowing(case: Case) -> Iterator[Repair]:
    """A number in braces that may lose something on its way."""
    match = re.search(
        r"narrowing conversion of '.*' from '([^']+)' to '([^']+)'|cannot be narrowed from type '([^']+)' to '([^']+)'", case.message
    )
    span = _operand(case) if match else None
    if match and span:
        kind = plain_type(match[2] or match[4])
        yield case.fix(*span, f"({kind})({case.source.text[span[0] : span[1]]})", f"line {case.error.line}: as {kind}")


def constants(case: Case) -> Iterator[Repair]:
    """Something is changed that is const, or may be only looked at."""
    message, source, line = case.message, case.source, f"line {case.error.line}"
    if re.search(
        r"(?:assignment|increment|decrement) of (?:read-only (?:variable|reference|parameter|location)"
        r"|member '[^']*' in read-only object) ?'?([\w:]*)",
        message,
    ):
        name = _owner(case) if "read-only object" in message else case.quoted[0] if case.quoted else source.token(case.index)
        name = re.split(r"[.\-\[(]", name.rpartition("::")[2])[0] or source.token(case.index)
        yield from _without_const(case, name)
        yield from _mutable(case, name)
    if re.search(r"discards qualifiers|cannot bind non-const lvalue reference|drops 'const'|discards '?const", message):
        method = re.search(r"in call to '[^']*?(\w+)\(", case.error.message.replace("‘", "'").replace("’", "'"))
        if method:
            yield from _const_method(case, method[1])
        object_ = source.token(case.index)
        yield from _without_const(case, object_)
        for at in range(case.index, max(case.index - 12, 0), -1):
            if source.token(at) == "&" and source.token(at - 1) in (
                "auto",
                "string",
                "Vector3",
                "Thing",
                "vector",
                "float",
                "int",
                "Vector2",
                ">",
            ):
                kind = source.token(at - 1)
                yield case.put(at, "", f"{line}: a copy of what only passes by")
                if kind != ">":
                    yield case.fix(source.tokens[at - 1].start, source.tokens[at - 1].start, "const ", f"{line}: looked at, not changed")
                break
        yield from _const_parameter(case)
    if re.search(r"passing '(?:const )?[^']+' as 'this' argument", message):
        yield from _mutable(case, source.token(case.index))


def _owner(case: Case) -> str:
    """The variable of which a member is meant: `at` of `at.y`."""
    source, at = case.source, case.index
    while source.token(at - 1) in (".", "->") or source.token(at) in (".", "->"):
        at -= 1
    return source.token(at)


def _without_const(case: Case, name: str) -> Iterator[Repair]:
    """The declaration of a variable, without its const."""
    source = case.source
    for at in range(case.index, 0, -1):
        if (
            source.token(at) == name
            and source.token(at + 1) in ("=", ":", ";", "{", ",", ")")
            and source.token(at - 1) not in (".", "->", "(", ",", "=")
        ):
            for before in range(at - 1, max(at - 8, -1), -1):
                if source.token(before) in (";", "}", "("):
                    break
                if source.token(before) in ("const", "constexpr"):
                    token = source.tokens[before]
                    end = source.tokens[before + 1].start
                    yield case.fix(token.start, end, "", f"line {source.line_of(token.start)}: {name} changes, so it is not {token.text}")
                    return


def _mutable(case: Case, name: str) -> Iterator[Repair]:
    """What a lambda copied, it may change when it is mutable."""
    source = case.source
    body = source.around(case.index, "{")
    while body > 0:
        before = body - 1
        if source.token(before) == ")":
            opening = source.opening(before)
            if source.token(opening - 1) == "]":
                yield case.fix(
                    source.tokens[before].end,
                    source.tokens[before].end,
                    " mutable",
                    f"line {case.error.line}: the lambda changes its copy of {name}",
                    sure=False,
                )
                return
        elif source.token(before) == "]":
            yield case.fix(
                source.tokens[before].end,
                source.tokens[before].end,
                "() mutable",
                f"line {case.error.line}: the lambda changes its copy of {name}",
                sure=False,
            )
            return
        body = source.around(body, "{")


def _const_method(case: Case, name: str) -> Iterator[Repair]:
    """A member function that changes nothing and does not say so."""
    source = case.source
    for at, token in enumerate(source.tokens):
        if token.text == name and source.token(at + 1) == "(" and source.token(at - 1) not in (".", "->", "(", "return", "="):
            closing = source.closing(at + 1)
            if (
                closing > 0
                and source.token(closing + 1) in ("{", "override", ";")
                and source.tokens[at - 1].is_name | (source.token(at - 1) in ("&", "*", ">"))
            ):
                end = source.tokens[closing].end
                yield case.fix(end, end, " const", f"line {source.line_of(end)}: {name} changes nothing")


def _const_parameter(case: Case) -> Iterator[Repair]:
    """A parameter that takes a reference to change it, and gets what can't be changed: the part's own function is made milder."""
    called = next(
        (
            match[1]
            for note in case.error.notes
            if (match := re.search(r"initializing argument \d+ of [‘'](?:[^’']* )?[&*]?(?:\w+::)*(\w+)\(", note.message))
        ),
        "",
    )
    source = case.source
    for at, token in enumerate(source.tokens):
        if called and token.text == called and source.token(at + 1) == "(":
            closing = source.closing(at + 1)
            if closing > 0 and source.token(closing + 1) == "{":
                for start, end in source.pieces(at + 1):
                    text = source.text[start:end]
                    if "&" in text and "const" not in text:
                        yield case.fix(start, start, "const ", f"line {source.line_of(start)}: {called} only looks at it")
                return


def captures(case: Case) -> Iterator[Repair]:
    """A variable of the part that a hook uses: what lives as long as the game is static."""
    match = re.search(r"'(\w+)' is not captured|variable '(\w+)' cannot be implicitly captured", case.message)
    if not match:
        return
    name = match[1] or match[2]
    source = case.source
    note = next((note for note in case.error.notes if "declared here" in note.message and note.line), None)
    declared = source.at(source.offset(note.line, note.column)) if note else -1
    if declared > 0 and source.token(declared) == name:
        first = declared
        while first > 0 and source.token(first - 1) not in (";", "{", "}", "("):
            first -= 1
        in_for = source.token(first - 1) == "("
        if not in_for and first < declared and source.token(first) not in ("static", "const", "return"):
            start = source.tokens[first].start
            yield case.fix(start, start, "static ", f"line {source.line_of(start)}: {name} lives as long as the game")
    lambda_note = next((note for note in case.error.notes if "capture-default" in note.message and note.line), None)
    opening = source.at(source.offset(lambda_note.line, lambda_note.column)) if lambda_note else -1
    if opening >= 0 and source.token(opening) == "[":
        inside = source.tokens[opening].end
        rest = "" if source.token(opening + 1) == "]" else ", "
        yield case.fix(inside, inside, f"{name}{rest}", f"line {case.error.line}: the hook keeps its own {name}", sure=False)


def empty_handles(case: Case) -> Iterator[Repair]:
    """nullptr where a thing is wanted: an empty handle is {}."""
    if "nullptr" not in case.message and "NULL" not in case.message:
        return
    tokens = case.source.tokens
    for at in range(max(0, case.index - 6), min(len(tokens), case.index + 8)):
        if tokens[at].text in ("nullptr", "NULL") and case.source.token(at - 1) in ("=", "return", "(", ","):
            yield case.put(at, "{}" if case.source.token(at - 1) != "return" else "Thing{}", f"line {case.error.line}: nobody is {{}}")
            return


RULES = (narrowing, captures, conversions, operators, empty_handles, constants)
