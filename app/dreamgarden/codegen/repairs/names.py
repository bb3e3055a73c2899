"""Names that are not known: misspelt, in another namespace, of another library, or without their enum."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from dreamgarden.codegen.repairs.rule import Case, Repair, plain_type
from dreamgarden.codegen.repairs.vocabulary import ALIKE, COLOURS, CONTAINERS, HEADER_OF, NOT_IN_STD, SAME

_UNKNOWN = re.compile(
    r"'(?:[\w:]+::)?(\w+)' (?:was not declared|has not been declared|does not name a|is not a member of|is not a class)"
    r"|undeclared identifier '(\w+)'|unknown type name '(\w+)'|no (?:type |template )?(?:named|member named) '(\w+)' in (?:namespace )?'"
    r"|'(\w+)' is not a type|'(\w+)' in namespace '\w+' does not name|there are no arguments to '(\w+)' that depend"
)
_MEMBER = re.compile(
    r"'(?:const )?(?:struct |class |union )?(?P<type>[^']+)' has no (?:non-static data )?member named '(?P<name>\w+)'"
    r"|no member named '(?P<name2>\w+)' in '(?P<type2>[^']+)'|field designator '(?P<name3>\w+)' does not refer to any"
)


def unknown_name(case: Case) -> Iterator[Repair]:
    """A name that is declared nowhere, or not there."""
    match = _UNKNOWN.search(case.message)
    if not match:
        return
    name = next(group for group in match.groups() if group)
    index = case.named(name)
    if index < 0:
        return
    source, api = case.source, case.api
    qualified = source.token(index - 1) == "::"
    if source.token(index + 1) == "::":  # it is a namespace or class that does not exist
        yield from _unknown_scope(case, index, name)
        return
    start = source.tokens[index - 2].start if qualified and index >= 2 else source.tokens[index].start
    end = source.tokens[index].end
    line = f"line {case.error.line}"
    if qualified and (name in api.names or name in NOT_IN_STD or name in source.names() - {name}):
        yield case.fix(start, end, name, f"{line}: {name} needs no namespace")
    for enum, listed in api.enums.items():
        if name in listed and not qualified:
            yield case.fix(start, end, f"{enum}::{name}", f"{line}: {enum}::{name}")
    if name in SAME:
        yield case.fix(start, end, SAME[name], f"{line}: {name} is {SAME[name]} here")
    if name in COLOURS:
        r, g, b = COLOURS[name]
        yield case.fix(start, end, f"Color{{{r}, {g}, {b}, 255}}", f"{line}: {name} as a colour")
    if (header := HEADER_OF.get(name)) is not None:
        yield _standard(case, name, header, start, end)
    for near in near_names(name, _known(case, index)):
        yield case.fix(
            start if near in api.names else source.tokens[index].start, end, near, f"line {case.error.line}: {name} is {near}", sure=False
        )


def _standard(case: Case, name: str, header: str, start: int, end: int) -> Repair:
    source = case.source
    fixes = [source.edit(start, end, name if name in NOT_IN_STD else f"std::{name}")]
    if f"#include {header}" not in source.text:
        fixes.insert(0, source.edit(0, 0, f"#include {header}\n"))
    return Repair(tuple(fixes), f"line {case.error.line}: {name} is of the standard library ({header})")


def _unknown_scope(case: Case, index: int, name: str) -> Iterator[Repair]:
    source = case.source
    after = source.tokens[index + 2].start if index + 2 < len(source.tokens) else source.tokens[index].end
    scopes = sorted({"garden", "std", *case.api.enums, *case.own_structs})
    for near in difflib.get_close_matches(name, scopes, 1, 0.7):
        yield case.put(index, near, f"line {case.error.line}: {name} is {near}")
    yield case.fix(source.tokens[index].start, after, "", f"line {case.error.line}: there is no {name}::")


def _known(case: Case, index: int) -> set[str]:
    """Names that could have been meant at a token."""
    source, api = case.source, case.api
    called = source.token(index + 1) == "("
    name = source.token(index)
    own = {token.text for at, token in enumerate(source.tokens) if token.is_name and at != index and token.text != name}
    declared = {text for text in own if len(text) > 2}
    theirs = set(api.functions) if called else api.constants | api.structs.keys() | (set() if name.isupper() else set(api.functions))
    return (declared | theirs) - {name}


def near_names(name: str, known: Iterable[str], least: float = 0.72) -> list[str]:
    """Those that are written almost so: the same but for case, _ and get or set first."""
    candidates = list(known)
    bare = _bare(name)
    same = [each for each in candidates if _bare(each) == bare]
    stripped = (
        [each for each in candidates if re.sub(r"^(?:get|set|is|on|do|make|create|play|draw|show)", "", bare) == _bare(each)]
        if len(bare) > 5
        else []
    )
    near = difflib.get_close_matches(name, candidates, 3, least)
    return list(dict.fromkeys([*same, *near, *stripped]))[:3]


def _bare(name: str) -> str:
    return name.replace("_", "").lower()


def unknown_member(case: Case) -> Iterator[Repair]:
    """A member that the type does not have."""
    match = _MEMBER.search(case.message)
    if not match:
        return
    name = match["name"] or match["name2"] or match["name3"]
    kind = plain_type(match["type"] or match["type2"] or "")
    index = case.named(name)
    if index < 0:
        return
    line = f"line {case.error.line}"
    fields = _fields(case, kind)
    if kind == "Thing" and case.source.token(index - 1) == "." and (state := {n: t for t, n in case.api.structs.get("State", [])}):
        for near in [name] if name in state else alike(name, state):
            dot = case.source.tokens[index - 1]
            yield case.fix(
                dot.start, case.source.tokens[index].end, f"->{near}", f"{line}: a Thing is a handle, ->{near}", sure=name == near
            )
    if kind in ("Vector2", "Vector3") and name in "xyzw":
        yield from _wider(case, index, kind, name)
    for near in alike(name, fields):
        yield case.put(index, near, f"{line}: {kind} has {near}", sure=False)


def _wider(case: Case, index: int, kind: str, name: str) -> Iterator[Repair]:
    """A vector is used as if it had one more number: its declaration is what is wrong."""
    wider = {"Vector2": "Vector3", "Vector3": "Vector4"}[kind]
    source = case.source
    owner = source.token(index - 2)
    for at in range(index - 1, 0, -1):
        if source.token(at) == owner and source.token(at - 1) == kind:
            yield case.put(at - 1, wider, f"line {source.line_of(source.tokens[at].start)}: {owner} is a {wider}", sure=False)
            return


def _fields(case: Case, kind: str) -> list[str]:
    container = kind.split("<")[0]
    if container in CONTAINERS:
        return CONTAINERS[container]
    fields = [name for _, name in case.api.structs.get(kind) or case.own_structs.get(kind, [])]
    return [*fields, *case.api.methods.get(kind, [])]


def alike(name: str, fields: Iterable[str]) -> list[str]:
    """Members that mean the same, or are written almost so."""
    listed = list(fields)
    bare = _bare(name)
    synonyms = [each for group in ALIKE if bare in {_bare(word) for word in group} for each in listed if each in group and each != name]
    return list(dict.fromkeys([*synonyms, *near_names(name, listed, 0.6)]))[:3]


def ambiguous(case: Case) -> Iterator[Repair]:
    """Two things of one name: the runtime's is meant, or the one of the part."""
    if "ambiguous" not in case.message or not case.quoted:
        return
    name = re.split(r"[(<]", case.quoted[0])[0].split("::")[-1].split(" ")[-1]
    index = case.named(name)
    if index < 0 or case.source.token(index - 1) == "::":
        return
    own = f"Own{name}" if name[0].isupper() else f"own_{name}"
    tokens = [
        at for at, token in enumerate(case.source.tokens) if token.text == name and case.source.token(at - 1) not in ("::", ".", "->")
    ]
    fixes = tuple(case.source.edit(case.source.tokens[at].start, case.source.tokens[at].end, own) for at in tokens)
    if any(_declares(case, at) for at in tokens):
        yield Repair(fixes, f"{name} of this part is called {own}: the runtime has that name", False)
    for scope in (["garden"] if name in case.api.garden else []) + ["std", ""]:
        yield case.put(index, f"{scope}::{name}", f"line {case.error.line}: {scope}::{name}", sure=False)


def _declares(case: Case, at: int) -> bool:
    """Whether a token is where the part declares a name of its own."""
    source = case.source
    before, after = source.token(at - 1), source.token(at + 1)
    if before in ("struct", "class", "enum", "using", "namespace"):
        return True
    typed = before in ("&", "*", ">") or (before.isidentifier() and before not in ("return", "else", "case", "new", "throw", "co_return"))
    return typed and after in ("=", ";", "{", "(", "[")


def incomplete(case: Case) -> Iterator[Repair]:
    """A type of the standard library that is only announced: its header is missing."""
    if "incomplete type" not in case.message:
        return
    for name in re.findall(r"std::(?:__cxx11::)?(?:basic_)?(\w+)", case.message):
        if (header := HEADER_OF.get(name)) is not None and f"#include {header}" not in case.source.text:
            yield case.fix(0, 0, f"#include {header}\n", f"added #include {header} for {name}")


RULES = (unknown_name, unknown_member, ambiguous, incomplete)
