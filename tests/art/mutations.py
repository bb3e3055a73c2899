"""Files as accidents and malice make them: cut off, garbled, lying about their sizes. The same seed makes the same file."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Callable
from typing import Any

Mutate = Callable[[bytes, random.Random], bytes]

_ODD: tuple[Any, ...] = (
    -1, 0, 1, 2**31, 2**32 - 1, 2**53, 1e308, -1e308, float("nan"), float("inf"), None, "", "a", "../../../etc/passwd",
    "http://127.0.0.1:9/x", "data:application/octet-stream;base64,AAAA", [], {}, [[]], True, 1e-30,
)  # fmt: skip


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def garbled(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 3, 20, 200))):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def header_garbled(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        out[dice.randrange(min(len(out), 64))] = dice.choice((0, 1, 127, 128, 255, dice.randrange(256)))
    return bytes(out)


def spliced(data: bytes, dice: random.Random) -> bytes:
    a, b = sorted(dice.randrange(len(data)) for _ in range(2))
    middle = data[a : min(b, a + 5000)]
    return dice.choice((data[:a] + data[b:], data[:b] + middle * dice.randint(1, 4) + data[b:], middle + data[b:]))


def sizes_lied(data: bytes, dice: random.Random) -> bytes:
    """Four bytes somewhere become a large or odd number: lengths, counts, widths."""
    out = bytearray(data)
    at = dice.randrange(max(1, min(len(out) - 4, 4000)))
    out[at : at + 4] = struct.pack(dice.choice("<>") + "I", dice.choice((0, 1, 65535, 2**24, 2**31 - 1, 2**32 - 1)))
    return bytes(out)


def scene_changed(data: bytes, dice: random.Random) -> bytes:
    """A .glb whose description has a few members replaced by odd values, or taken away."""
    (length,) = struct.unpack("<I", data[12:16])
    scene, body = json.loads(data[20 : 20 + length]), data[20 + length :]
    for _ in range(dice.randint(1, 4)):
        at: Any = scene
        while isinstance(at, dict | list) and at:
            key = dice.choice(sorted(at)) if isinstance(at, dict) else dice.randrange(len(at))
            below = at[key]
            if not isinstance(below, dict | list) or not below or dice.random() < 0.12:
                if dice.random() < 0.15 and isinstance(at, dict):
                    del at[key]
                else:
                    at[key] = dice.choice(_ODD)
                break
            at = below
    text = json.dumps(scene).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<4sII", b"glTF", 2, 20 + len(text) + len(body)) + struct.pack("<I4s", len(text), b"JSON") + text + body


def lines_changed(data: bytes, dice: random.Random) -> bytes:
    """A text file, such as .obj, with odd words in its lines."""
    lines = data.split(b"\n")
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(lines))
        words = lines[at].split(b" ")
        words[dice.randrange(len(words))] = dice.choice(
            (b"nan", b"inf", b"-9999999999", b"1e400", b"", b"0", b"f", b"v", b"mtllib ../../../etc/passwd", b"\xff\xfe", b"999999",
             b"1/1/1/1")
        )
        lines[at] = b" ".join(words)
    return b"\n".join(lines)


GENERAL: tuple[Mutate, ...] = (cut, garbled, header_garbled, spliced, sizes_lied)
MUTATIONS: dict[str, tuple[Mutate, ...]] = {
    ".glb": (*GENERAL, scene_changed, scene_changed, scene_changed),
    ".obj": (cut, garbled, spliced, lines_changed, lines_changed, lines_changed),
    ".png": GENERAL,
    ".jpg": GENERAL,
}


def mutated(data: bytes, ending: str, seed: int) -> bytes:
    """The file as one or two accidents leave it."""
    dice = random.Random(f"{ending} {seed}")
    for _ in range(dice.choice((1, 1, 2))):
        mutate = dice.choice(MUTATIONS[ending])
        if len(data) > 40:
            try:
                data = mutate(data, dice)
            except (ValueError, struct.error, UnicodeDecodeError, RecursionError):  # what the first left has no description
                data = garbled(data, dice)
    return data
