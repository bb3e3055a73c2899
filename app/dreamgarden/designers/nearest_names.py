"""For a name the compiler doesn't know: the nearest ones of the runtime's interface."""

from __future__ import annotations

import difflib
import re

_UNKNOWN = re.compile(
    r"[‘'\"`](?:\w+::)*(\w+)[’'\"`] (?:was not declared|has not been declared|does not name|is not a member)"
    r"|has no member named [‘'\"`](\w+)[’'\"`]|use of undeclared identifier [‘'\"`](\w+)[’'\"`]"
    r"|no member named [‘'\"`](\w+)[’'\"`]|undefined reference to [`‘'\"](?:garden::)?(\w+)"
    r"|no matching function for call to [‘'\"`](?:garden::)?(\w+)|too (?:many|few) arguments to function [‘'\"`].*?(\w+)\("
)
_AMBIGUOUS = re.compile(r"(?:reference to|call of overloaded|call to) [‘'\"`](\w+)(?:\([^’'\"`]*\))?[’'\"`] is ambiguous")
_MEMBER = re.compile(r"[‘'\"`](?:const )?(?:struct |class )?(?:garden::)?(\w+)[’'\"`] has no member named [‘'\"`](\w+)[’'\"`]"
                     r"|no member named [‘'\"`](\w+)[’'\"`] in [‘'\"`](?:garden::)?(\w+)")
_WORD = re.compile(r"[A-Za-z_]\w{2,}")
_COMMENT = re.compile(r"//.*")


def hints(failure: str, api: str, most: int = 6) -> str:
    """Sentences that name what garden.h has instead, with its lines; "" when nothing comes near."""
    lines = api.splitlines()
    known = sorted({word for line in lines for word in _WORD.findall(_COMMENT.sub("", line))})
    said: list[str] = []
    for match in _MEMBER.finditer(failure):
        kind, name = (match[1], match[2]) if match[1] else (match[4], match[3])
        if sentence := _of_struct(kind, name, lines):
            said += [sentence] if sentence not in said else []
            failure = failure.replace(match.group(), "")
    for match in _AMBIGUOUS.finditer(failure):
        declared = next((line.strip() for line in lines if re.search(rf"\b{match[1]}\b", _COMMENT.sub("", line))), "")
        owner = f"garden.h has `{declared}`" if match[1] in known else "raylib has one"
        sentence = f"`{match[1]}` is taken: {owner}; give yours another name, everywhere"
        said += [sentence] if sentence not in said else []
    for match in _UNKNOWN.finditer(failure):
        name = next(group for group in match.groups() if group)
        near = [name] if name in known else difflib.get_close_matches(name, known, 2, 0.6)
        near = near or [each for each in known if len(name) > 3 and name.lower() in each.lower()][:2]
        for each in near:
            declared = next((line.strip() for line in lines if re.search(rf"\b{each}\b", _COMMENT.sub("", line))), "")
            sentence = f"`{name}`: garden.h has `{declared}`"
            if declared and sentence not in said:
                said.append(sentence)
    return "\n".join(f"- {each}" for each in said[:most])


def _of_struct(kind: str, name: str, lines: list[str]) -> str:
    """What a type of the interface has instead of a member it lacks; "" when it is none of its types."""
    if kind == "Thing" and re.search(rf"\b{name}\b", " ".join(_struct("State", lines))):
        return f"`.{name}`: a Thing is a handle; write `thing->{name}`"
    body = _struct(kind, lines)
    return f"`{name}`: {kind} is only this:\n  " + "\n  ".join(line.strip() for line in body[:16]) if body else ""


def _struct(kind: str, lines: list[str]) -> list[str]:
    start = next((at for at, line in enumerate(lines) if re.match(rf"struct {kind} *\{{", line)), None)
    if start is None:
        return []
    if "};" in lines[start]:
        return [lines[start]]
    end = next((at for at in range(start, len(lines)) if lines[at].startswith("};")), start)
    return lines[start : end + 1]
