"""`Ask`: one thing that a complaint asks for, in words alone: no node has been looked for yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["turn", "swap", "add", "remove", "absent", "ground", "reach", "boring", "silent", "key", "look", "fix"]


@dataclass(frozen=True)
class Ask:
    """One thing that is asked for.

    kind     turn (more or less of something), swap (one thing for another), add, remove, absent ("no barrels": to be added or
             taken away, as there are some or none); ground (things float, the ground is missing or uneven), reach, boring,
             silent; key (new is the key, "" for one that does nothing); look (mood, hour, weather, colour); fix (anything else).
    about    what it is about, in the person's words.
    sense    of a turn: pace, length, ease, amount, size, light, loud, sight, hour; "" when only a number is said.
    sign     +1 more of it, -1 less.
    factor   by how much it is to change; 0 when `exact` or `delta` says so.
    exact    the new number.   old  the number it is now, as the person says.   delta  what is to be added.
    new      of a swap: what comes instead.   purpose  it only says what the rest is for.
    """

    kind: Kind
    clause: str
    about: str = ""
    sense: str = ""
    sign: int = 0
    factor: float = 0.0
    exact: float | None = None
    old: float | None = None
    delta: float | None = None
    unit: str = ""
    new: str = ""
    purpose: bool = False

    @property
    def general(self) -> bool:
        """Whether it says how the whole is, and nothing of what should be otherwise: "too hard!"."""
        return self.kind == "turn" and self.sense in ("ease", "pace") and not self.about and self.exact is None and self.delta is None


KEYS: Mapping[str, str] = {  # words for keys → their names in style.json
    "space": "SPACE", "spacebar": "SPACE", "space bar": "SPACE", "空格": "SPACE", "空格键": "SPACE", "shift": "SHIFT", "enter": "ENTER",
    "return": "ENTER", "回车": "ENTER", "tab": "TAB", "ctrl": "CTRL", "control": "CTRL", "up arrow": "UP", "down arrow": "DOWN",
    "left arrow": "LEFT", "right arrow": "RIGHT", "上方向": "UP", "下方向": "DOWN", "左方向": "LEFT", "右方向": "RIGHT",
    "上箭头": "UP", "下箭头": "DOWN", "左箭头": "LEFT", "右箭头": "RIGHT", "backspace": "BACKSPACE",
}  # fmt: skip


def key_named(text: str) -> str:
    """The key that a word or two name ("the up arrow", "J"), as style.json calls it; "" for none."""
    plain = re.sub(r"^(?:the |your )", "", text.strip().lower())
    plain = re.sub(r"\s*(?:key|button|键)$", "", plain).strip()
    if plain in KEYS:
        return KEYS[plain]
    return plain.upper() if re.fullmatch(r"[a-z0-9]", plain) else ""


def chinese_in(text: str) -> bool:
    """Whether it is written in Chinese."""
    return sum("一" <= sign <= "鿿" for sign in text) > len(re.findall(r"[A-Za-z]+", text))
