"""`Api`: what a part may call, read from the headers of the runtime: functions with their parameters, structs, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HEADERS = ("garden.h", "raylib.h", "raymath.h", "rlgl.h")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_FUNCTION = re.compile(
    r"^[ \t]*(?:RLAPI |RMAPI |inline |static |template ?<[^>]*> |const |unsigned )*(?P<ret>[A-Za-z_][\w:<>]*(?: ?const)?[\s*&]+)"
    r"(?P<name>[A-Za-z_]\w*)\((?P<params>(?:[^(){};]|\([^()]*\)|\{[^{}]*\})*)\)\s*(?:const\s*)?[;{]",
    re.MULTILINE,
)
_STRUCT = re.compile(r"^(?:typedef )?struct (\w+) *\{(?:([^\n]*)\}[^\n]*;|(.*?)^\})", re.MULTILINE | re.DOTALL)
_ENUM = re.compile(r"\benum(?: class)? ?(\w*) ?\{(.*?)\}", re.DOTALL)
_DEFINE = re.compile(r"^#define (\w+) ", re.MULTILINE)
_CONSTANT = re.compile(r"\bconst(?:expr)? \w+ ([A-Z][A-Z0-9_]*)\b")
_METHOD = re.compile(r"\b([a-z]\w*)\([^()]*\)\s*(?:const)?\s*;")
_FIELD = re.compile(r"^(?P<type>(?:const )?(?:unsigned )?[\w:]+(?:<.*>)?)\s+(?P<names>[\w ,={}.()\"'*:<>-]+)$")


@dataclass(frozen=True)
class Parameter:
    """Of a function: its type without const and &, its name, and whether it may be left out."""

    type: str
    name: str
    optional: bool


@dataclass(frozen=True)
class Function:
    """One declaration of a function."""

    name: str
    returns: str
    parameters: tuple[Parameter, ...]

    @property
    def least(self) -> int:
        return sum(not each.optional for each in self.parameters)


@dataclass
class Api:
    """Functions by name (several for overloads), structs with their data members in order and their functions, members of
    enum classes, other names."""

    functions: dict[str, list[Function]] = field(default_factory=dict)
    structs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    methods: dict[str, list[str]] = field(default_factory=dict)
    enums: dict[str, list[str]] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)
    garden: set[str] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        return self.functions.keys() | self.structs.keys() | self.constants | self.enums.keys()

    @property
    def words(self) -> frozenset[str]:
        """All names that it gives, those of members too."""
        members = {name for struct in self.structs.values() for _, name in struct}
        functions = {name for listed in self.methods.values() for name in listed}
        return frozenset(self.names | members | functions | {name for listed in self.enums.values() for name in listed})

    def read(self, header: str, of_garden: bool = False) -> None:
        """Take up what a header declares."""
        text = _COMMENT.sub("", header)
        for match in _FUNCTION.finditer(text):
            if match["ret"].strip() in ("return", "else", "case", "using", "typedef"):
                continue
            parameters = tuple(_parameter(each) for each in split(match["params"]) if each not in ("void", ""))
            self.functions.setdefault(match["name"], []).append(Function(match["name"], match["ret"].strip(), parameters))
            self.garden |= {match["name"]} if of_garden else set()
        for match in _STRUCT.finditer(text):
            body = match[2] or match[3] or ""
            self.structs[match[1]] = list(members(body))
            self.methods[match[1]] = [name for name in _METHOD.findall(body) if name != match[1]]
        for match in _ENUM.finditer(text):
            listed = [each.split("=")[0].strip() for each in match[2].split(",") if each.strip()]
            if "enum class" in match.group():
                self.enums[match[1]] = listed
            else:
                self.constants |= set(listed)
        self.constants |= set(_DEFINE.findall(text)) | set(_CONSTANT.findall(text))


@cache
def read_api(runtime: Path) -> Api:
    """The headers of a runtime's folder; those that are absent are left out."""
    api = Api()
    for name in HEADERS:
        if (path := runtime / name).is_file():
            api.read(path.read_text(encoding="utf-8", errors="replace"), name == "garden.h")
    return api


def members(body: str) -> Iterable[tuple[str, str]]:
    """(type, name) of a struct's members in their order."""
    for line in body.split(";"):
        text = " ".join(line.split())
        if "(" in text.split("=")[0] or not (match := _FIELD.match(text)):
            continue
        for each in split(match["names"]):
            if name := re.match(r"\*?(\w+)", each.strip()):
                yield match["type"].removeprefix("const "), name[1]


def split(text: str) -> list[str]:
    """What stands between commas that are in no bracket."""
    found, depth, piece = [], 0, ""
    for char in text:
        depth += (char in "([{<") - (char in ")]}>")
        if char == "," and depth == 0:
            found.append(piece.strip())
            piece = ""
        else:
            piece += char
    return [*found, piece.strip()] if piece.strip() else found


def _parameter(text: str) -> Parameter:
    declared, equals, _ = text.partition("=")
    words = declared.replace("&", " ").replace("*", "* ").split()
    words = [word for word in words if word not in ("const", "struct")]
    named = len(words) > 1 and re.fullmatch(r"\w+", words[-1]) is not None
    kind = " ".join(words[:-1] if named else words)
    return Parameter(kind.replace(" *", "*").replace("std::", ""), words[-1] if named else "", bool(equals))
