"""Text on its way into C++: literals, identifiers, numbers, comments and slugs that can't be anything else.

`Code` marks text that is safe to stand in a source file; templates print nothing else (see rendering.py).
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from typing import Any

_KEYWORDS = frozenset(
    ["alignas", "alignof", "and", "asm", "auto", "bool", "break", "case", "catch", "char", "class", "const", "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export", "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "not", "nullptr", "operator", "or", "private", "protected", "public", "register", "return", "short", "signed", "sizeof", "static", "struct", "switch", "template", "this", "throw", "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "while", "xor", "main", "con", "prn", "aux", "nul"])


class Code(str):
    """Text that may stand in C++ as it is."""


def cstr(value: Any) -> Code:
    """A whole C++ string literal, quotes included, that denotes exactly this text (lone surrogates become U+FFFD)."""
    out = []
    for char in str(value):
        if char in '"\\?':  # `?` because of trigraphs
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif char.isprintable():
            out.append(char)
        else:  # control and bidirectional marks could change how the source reads
            out += [f"\\{byte:03o}" for byte in (char if not 0xD800 <= ord(char) < 0xE000 else "\ufffd").encode()]
    return Code('"' + "".join(out) + '"')


def number(value: Any) -> Code:
    """A C++ number: integers as they are, others as float literals. Raises ValueError for anything that is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is not a number")
    if isinstance(value, int):
        return Code(str(value))
    text = f"{value:.6f}".rstrip("0")
    return Code(text + ("0f" if text.endswith(".") else "f"))


def ident(value: Any) -> Code:
    """A C++ identifier that looks like the text; texts without Latin letters get one made of their digest."""
    text = re.sub(r"[^A-Za-z0-9]+", "_", _latin(value)).strip("_")
    if not text:
        text = "n" + hashlib.sha256(str(value).encode("utf-8", "replace")).hexdigest()[:8]
    if text[0].isdigit():
        text = "n" + text
    return Code(text[:48] + ("_" if text in _KEYWORDS else ""))


def slug_of(value: Any) -> Code:
    """A file-safe name of lower-case letters, digits and underscores, at most 40 long; never empty or reserved."""
    text = ident(getattr(value, "slug", "") or getattr(value, "en", "") or value).lower()[:40].strip("_")
    return Code(text + ("_0" if text in _KEYWORDS else ""))


def color(value: Any) -> Code:
    """A raylib colour from "#rrggbb" or anything with `.hex`. Raises ValueError."""
    text = str(getattr(value, "hex", value))
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f"{text!r} is not a colour like #d94f3d")
    r, g, b = (int(text[i:i + 2], 16) for i in (1, 3, 5))
    return Code(f"Color{{{r}, {g}, {b}, 255}}")


def comment(value: Any, width: int = 108) -> Code:
    """Comment lines that hold the text and nothing else."""
    import textwrap

    plain = "".join(c if c.isprintable() else " " for c in str(value)).replace("\\", "/").replace("??", "?")
    lines: list[str] = []
    for line in textwrap.wrap(plain, width) or [""]:
        # Chinese has no spaces to wrap at, and its signs are twice as wide.
        lines += [line] if line.isascii() else [line[i:i + width // 2] for i in range(0, len(line), width // 2)]
    return Code("\n".join("// " + line for line in lines))


def _latin(value: Any) -> str:
    return unicodedata.normalize("NFKD", str(value)).encode("ascii", "ignore").decode()
