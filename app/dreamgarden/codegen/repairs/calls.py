"""Calls that do not fit: dots and arrows, too many or too few arguments, lambdas of another shape, mixed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dreamgarden.codegen.repairs.api import Function, Parameter, split
from dreamgarden.codegen.repairs.names import alike
from dreamgarden.codegen.repairs.rule import Case, Repair, plain_type
from dreamgarden.codegen.repairs.vocabulary import HEADER_OF, KEYWORDS

# What changes nothing, by the name of the parameter. What carries a meaning (a place, a text, a size) nobody but its writer knows.
_NEUTRAL = {"scale": "1", "volume": "1", "pitch": "1", "tint": "WHITE", "turn": "0", "alpha": "1", "rotation": "0", "roundness": "0"}
_SUFFIXES = ("", "V", "Ex", "Pro", "Rec", "3D", "Lines", "LinesEx", "LinesV")
_FUNCTION_TYPE = re.compile(r"function<\s*(?P<returns>[\w:&* ]+?)\s*\((?P<params>[^()]*)\)>")


def arrows(case: Case) -> Iterator[Repair]:
    """`.` and `->` confused."""
    if match := re.search(
        r"base operand of '->' has non-pointer type '([^']+)'|member reference type '([^']+)' is not a pointer", case.message
    ):
        index = _nearest(case, "->")
        if index >= 0:
            yield case.put(index, ".", f"line {case.error.line}: {plain_type(match[1] or match[2])} is no pointer")
    if "maybe you meant to use '->'" in case.message or "is a pointer; did you mean to use '->'" in case.message:
        index = _nearest(case, ".")
        if index >= 0:
            yield case.put(index, "->", f"line {case.error.line}: -> of a pointer")


def _nearest(case: Case, text: str) -> int:
    tokens = case.source.tokens
    near = [at for at in range(max(0, case.index - 3), min(len(tokens), case.index + 4)) if tokens[at].text == text]
    return min(near, key=lambda at: abs(tokens[at].start - case.offset), default=-1)


def _call(case: Case) -> tuple[str, int, list[tuple[int, int]]] | None:
    """Name, its token and the arguments of the call that an error is about."""
    match = re.search(
        r"(?:too (?:few|many) arguments to (?:member )?function|no matching (?:member )?function for call to) '([^']*)'"
        r"|invalid (?:initialization|conversion)|cannot convert|could not convert|cannot bind|no known conversion|conversion from",
        case.message,
    )
    if not match:
        return None
    name = re.split(r"\(", match[1])[0].split("::")[-1].split(" ")[-1].lstrip("*&").split("<")[0] if match[1] else ""
    source = case.source
    if name:
        index = case.named(name)
        if index < 0 or source.token(index + 1) not in ("(", "<"):
            return None
        opening = index + 1 if source.token(index + 1) == "(" else -1
    else:
        opening = source.around(case.index, "(")
        index, name = opening - 1, source.token(opening - 1)
    return (name, index, source.pieces(opening)) if opening > 0 else None


def argument_counts(case: Case) -> Iterator[Repair]:
    """Too many or too few arguments, or those of a sister function."""
    call = _call(case)
    if call is None:
        return
    name, index, arguments = call
    source, line = case.source, f"line {case.error.line}"
    own = _own_functions(case, name)
    known = [*case.api.functions.get(name, []), *own]
    count = len(arguments)
    for sister in _sisters(case, name, count) if not own else []:
        yield case.put(index, sister, f"{line}: {sister} takes these arguments", sure=False)
    for function in known:
        parameters = function.parameters
        if count > len(parameters):
            yield from _fewer(case, function, arguments)
        elif count < function.least:
            missing = parameters[count : function.least]
            values = [_neutral(each) for each in missing]
            if all(values):
                start = arguments[-1][1] if arguments else source.tokens[index + 1].end
                text = ", ".join(str(value) for value in values)
                said = f"{line}: {name} also wants {', '.join(each.name or each.type for each in missing)}: {text}"
                yield case.fix(start, start, f", {text}" if arguments else text, said, sure=False)


def braces_of_points(case: Case) -> Iterator[Repair]:
    """{x, y} where a function takes two numbers: some of raylib's functions take a point, some its numbers."""
    if (
        "'<brace-enclosed initializer list>' to 'int'" not in case.message
        and "'<brace-enclosed initializer list>' to 'float'" not in case.message
    ):
        return
    source = case.source
    called = re.search(r"initializing argument \d+ of [‘'][^’']*?(\w+)\(", case.error.message)
    call = case.named(called[1]) + 1 if called else source.around(case.index, "(")
    if call < 1 or source.token(call) != "(":
        return
    pieces = source.pieces(call)
    lists = [(a, b) for a, b in pieces if source.text[a] == "{" and source.text[b - 1] == "}"]
    for function in case.api.functions.get(source.token(call - 1), []):
        if len(function.parameters) == len(pieces) + len(lists):
            fixes = tuple(source.edit(a, b, source.text[a + 1 : b - 1].strip()) for a, b in lists)
            yield Repair(fixes, f"line {case.error.line}: {function.name} takes the numbers of a point", False)


def _fewer(case: Case, function: Function, arguments: list[tuple[int, int]]) -> Iterator[Repair]:
    source, line, wanted = case.source, f"line {case.error.line}", len(function.parameters)
    if wanted and function.parameters[-1].type in case.api.structs and function.parameters[-1].type not in ("Thing", "Color"):
        start, end = arguments[wanted - 1][0], arguments[-1][1]
        yield case.fix(start, end, "{" + source.text[start:end] + "}", f"{line}: a {function.parameters[-1].type} in braces", sure=False)
    start = arguments[wanted - 1][1] if wanted else source.tokens[source.at(arguments[0][0]) - 1].end
    yield case.fix(
        start,
        arguments[-1][1],
        "",
        f"{line}: {function.name} takes {wanted}, so without {source.text[start : arguments[-1][1]].strip(', ')}",
        sure=False,
    )


def _sisters(case: Case, name: str, count: int) -> list[str]:
    stem = next(
        (name.removesuffix(suffix) for suffix in sorted(_SUFFIXES, key=len, reverse=True) if suffix and name.endswith(suffix)), name
    )
    names = [stem + suffix for suffix in _SUFFIXES] + [name + suffix for suffix in _SUFFIXES]
    return [
        each
        for each in dict.fromkeys(names)
        if each != name and any(f.least <= count <= len(f.parameters) for f in case.api.functions.get(each, []))
    ]


def _neutral(parameter: Parameter) -> str:
    return _NEUTRAL.get(parameter.name, "")


def _own_functions(case: Case, name: str) -> list[Function]:
    """Functions and lambdas of the part with this name."""
    source, found = case.source, []
    for at, token in enumerate(source.tokens):
        if token.text != name:
            continue
        opening = at + 1
        if source.token(at + 1) == "=" and source.token(at + 2) == "[":
            opening = source.closing(at + 2) + 1
        elif not (source.token(at - 1).isidentifier() or source.token(at - 1) in ("&", "*", ">")) or source.token(at - 1) in (
            "return",
            "else",
        ):
            continue
        closing = source.closing(opening) if source.token(opening) == "(" else -1
        if closing > 0 and source.token(closing + 1) in ("{", "const", "->", "noexcept"):
            found.append(Function(name, "", tuple(_parameter(source.text[a:b]) for a, b in source.pieces(opening))))
    return found


def _parameter(text: str) -> Parameter:
    declared, equals, _ = text.partition("=")
    words = [word for word in declared.replace("&", " ").split() if word not in ("const", "struct")]
    return Parameter(" ".join(words[:-1]) or "".join(words), words[-1] if len(words) > 1 else "", bool(equals))


def lambda_shapes(case: Case) -> Iterator[Repair]:
    """A hook's function with other parameters than the hook gives."""
    if "lambda" not in case.message and "<lambda" not in case.error.message:
        return
    source = case.source
    span = case.span()
    start = source.at(span[0]) if span else case.index
    for at in range(start, min(start + 24, len(source.tokens))):
        if source.token(at) == "[" and (source.token(at - 1) in ("(", ",", "=", "return")):
            break
    else:
        return
    opening = source.around(at, "(")
    name = source.token(opening - 1) if opening > 0 else ""
    position = sum(1 for piece in source.pieces(opening) if piece[1] < source.tokens[at].start) if opening > 0 else 0
    after = source.closing(at) + 1
    has = source.token(after) == "("
    for function in case.api.functions.get(name, []):
        if position >= len(function.parameters) or not (wanted := _FUNCTION_TYPE.search(function.parameters[position].type)):
            continue
        unknown = _undeclared(case, source.closing(after) + 1 if has else after)
        parameters = [_named(each, n, unknown) for n, each in enumerate(split(wanted["params"]))]
        given = [source.text[a:b] for a, b in source.pieces(after)] if has else []
        kept = [*given[: len(parameters)], *parameters[len(given) :]]
        text = f"({', '.join(kept)})" if kept else ""
        begin = source.tokens[after].start if has else source.tokens[after - 1].end
        end = source.tokens[source.closing(after)].end if has else begin
        space = "" if has or not text else text + " "
        if wanted["returns"] == "bool" and given == kept:
            yield from _decided(case, source.closing(after) + 1 if has else after)
            return
        yield case.fix(
            begin, end, text if has else space.rstrip(), f"line {case.error.line}: {name} calls {text or 'it without arguments'}"
        )


def _decided(case: Case, body: int) -> Iterator[Repair]:
    """A hook that says whether it decided, and comes to its end without a word: then it did."""
    closing = case.source.closing(body) if case.source.token(body) == "{" else -1
    if closing > 0:
        end = case.source.tokens[closing].start
        yield case.fix(end, end, "return true; ", f"line {case.error.line}: who comes to the end has decided", sure=False)


def _named(parameter: str, number: int, unknown: list[str]) -> str:
    words = parameter.split()
    if len(words) > 1 and words[-1] in unknown:
        return parameter
    if number < len(unknown):
        return f"{words[0]} {unknown[number]}"
    return parameter if len(words) > 1 else f"{parameter} {'value' if number == 0 else f'value{number}'}"


def _undeclared(case: Case, body: int) -> list[str]:
    """Names in a lambda's body that are declared nowhere: what its parameters must have been called."""
    source = case.source
    if source.token(body) != "{":
        return []
    closing = source.closing(body)
    inside = range(body + 1, closing)
    used = [source.token(at) for at in inside if source.tokens[at].is_name and source.token(at - 1) not in (".", "->", "::")]
    elsewhere = {source.token(at) for at in range(len(source.tokens)) if at not in inside and source.tokens[at].is_name}
    declared = {source.token(at) for at in inside if _declares(case, at)}
    known = elsewhere | declared | case.api.names | set(HEADER_OF) | KEYWORDS
    return [name for name in dict.fromkeys(used) if name not in known]


def _declares(case: Case, at: int) -> bool:
    source = case.source
    before = source.token(at - 1)
    typed = before in (">", "&", "*") or (before.isidentifier() and before not in ("return", "else", "case", "in"))
    return source.tokens[at].is_name and typed and source.token(at + 1) in ("=", ";", ":", "{", "(", ",", ")", "[")


def mixed_numbers(case: Case) -> Iterator[Repair]:
    """max(1, dt): numbers of two types where one is wanted."""
    match = re.search(r"no matching function for call to '(?:std::)?(max|min|clamp|lerp|midpoint|accumulate)\((.*)\)'", case.message)
    if not match:
        return
    index = case.named(match[1])
    if index < 0 or case.source.token(index + 1) != "(":
        return
    kinds = {plain_type(each) for each in split(match[2])}
    kind = "float" if "float" in kinds or "double" in kinds else "int"
    yield case.put(index, f"{match[1]}<{kind}>", f"line {case.error.line}: {match[1]} of {kind}s")


def designators(case: Case) -> Iterator[Repair]:
    """{.at = …, .model = …}: members in another order than the struct has them, or by a name that it does not have."""
    match = re.search(
        r"designator order for field '(?:[\w{}: ]*::)?(\w+)::(\w+)'"
        r"|of reference of type 'const (?:[\w{}]+::)*(\w+)&' from expression of type '<brace-enclosed"
        r"|could not convert '.*' from '<brace-enclosed initializer list>' to '(?:const )?(?:[\w{}]+::)*(\w+)'",
        case.message,
    )
    if not match:
        return
    kind = match[1] or match[3] or match[4]
    order = [name for _, name in case.api.structs.get(kind) or case.own_structs.get(kind, [])]
    span = case.span()
    start = case.source.at(span[0]) if span else case.index
    if case.source.token(start) == "}":  # the compiler may point at the end of the list
        start = max(case.source.opening(start), 0)
    ahead = range(start, min(start + 80, len(case.source.tokens)))
    opening = next((at for at in ahead if case.source.token(at) == "{" and case.source.token(at + 1) == "."), -1)
    if opening < 0 or not order:
        return
    source = case.source
    pieces = [source.text[a:b] for a, b in source.pieces(opening)]
    names = [re.match(r"\.\s*(\w+)", piece) for piece in pieces]
    if not all(names):
        return
    rows, changed = [], []
    for piece, found in zip(pieces, names, strict=True):
        assert found is not None
        name = found[1]
        if name not in order:
            near = alike(name, order)
            if not near:
                return
            changed.append(f"{name} is {near[0]}")
            piece, name = piece.replace(name, near[0], 1), near[0]
        rows.append((order.index(name), piece))
    text = ", ".join(piece for _, piece in sorted(rows, key=lambda row: row[0]))
    start, end = source.tokens[opening].end, source.tokens[source.closing(opening)].start
    yield case.fix(
        start, end, text, f"line {case.error.line}: {'; '.join(changed) or f'the members of {kind} in its order'}", sure=not changed
    )


RULES = (arrows, designators, lambda_shapes, mixed_numbers, braces_of_points, argument_counts)
