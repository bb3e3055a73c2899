"""`Judged`: how a thing that was asked for came out, by the judgement of somebody with eyes; and such judgements as findings.

Opinions of looks are no proof: they are told, and a repair is not taken back for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dreamgarden.game.findings import Finding

LACKING, LOOK = "lacking", "look"
_SURE = {"no": 0.75, "partly": 0.5}
_LOOKS = 0.65, 0.5  # how sure a fault of looks is, with and without a leaf that answers for it
SCREENS = ("on the title screen", "playing", "paused", "won", "lost")  # as glances number them


@dataclass(frozen=True)
class Judged:
    """One thing that was asked for.

    id, text  its name and what it says.   met  yes, partly or no, and why.
    parts     slugs of those that answer for it, the surest first.   frame  of the picture that shows it best; -1 for none.
    """

    id: str
    text: str
    met: Literal["yes", "partly", "no"]
    why: str
    parts: tuple[str, ...] = ()
    frame: int = -1

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "text": self.text, "met": self.met, "why": self.why, "parts": list(self.parts), "frame": self.frame}


def judged_from_json(row: Mapping[str, Any]) -> Judged:
    """What `to_json` made the row of. Raises KeyError, TypeError, ValueError."""
    met = row["met"]
    if met not in ("yes", "partly", "no"):
        raise ValueError(met)
    return Judged(str(row["id"]), str(row["text"]), met, str(row["why"]), tuple(map(str, row["parts"])), int(row["frame"]))


def lacking(judged: Sequence[Judged], pictures: Mapping[int, bytes]) -> list[Finding]:
    """What is not, or only partly, as it was asked for; `pictures` by frame."""
    return [
        Finding(LACKING, f"{'Not' if one.met == 'no' else 'Only partly'} as asked for ({one.id}): {one.text} {one.why}".strip(), one.id,
                one.parts, _SURE[one.met], "goal", max(one.frame, 0), picture=pictures.get(one.frame, b""))
        for one in judged if one.met != "yes"
    ]  # fmt: skip


def odd_look(what: str, where: str, part: str, frame: int, pictures: Mapping[int, bytes]) -> Finding:
    """A fault that somebody saw in a picture."""
    said = f"{what.rstrip('.')}{f' ({where})' if where else ''}."
    return Finding(LOOK, said, part or where, (part,) if part else (), _LOOKS[not part], "goal", max(frame, 0),
                   picture=pictures.get(frame, b""))  # fmt: skip


def moments(frames: Sequence[int], glances: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the picture of each frame is of, in words: how far into the play, on which screen."""
    out = []
    for frame in frames:
        near = [glance for glance in glances if int(glance.get("frame", 0)) <= frame]
        screen = near[-1].get("screen") if near else None
        known = isinstance(screen, int) and 0 <= screen < len(SCREENS)
        out.append(f"after {frame / 30:.0f} s{f', {SCREENS[screen]}' if known else ''}")  # type: ignore[index]
    return out


def happened(state: Mapping[str, Any], bot: str) -> list[str]:
    """What a play came to, as sentences, from its last state."""
    out = [f"The {bot} player: {float(state.get('seconds', 0)):.0f} s, now “{state.get('screen', '')}”, score {state.get('score', 0)}."]
    for name, goal in _rows(state, "objectives"):
        out.append(f"Goal {name}: {goal.get('have')} of {goal.get('need')} ({goal.get('text', '')}).")
    for member in ("events", "meters", "counters", "values"):
        told = state.get(member)
        if isinstance(told, Mapping) and told:
            said = ", ".join(f"{name} {_short(value)}" for name, value in list(told.items())[:16])
            out.append(f"{member.capitalize()}: {said}.")
    counted: dict[str, int] = {}
    for thing in state.get("things", ()):
        if isinstance(thing, Mapping):
            counted[str(thing.get("name", ""))] = counted.get(str(thing.get("name", "")), 0) + 1
    if counted:
        most = sorted(counted.items(), key=lambda row: -row[1])[:24]
        out.append("In the world: " + ", ".join(f"{count} {name}" for name, count in most) + ".")
    keys = [f"{row.get('keys')} {row.get('meaning')}" for row in state.get("help", ()) if isinstance(row, Mapping)]
    return out + ([f"Keys: {'; '.join(keys)}."] if keys else [])


def _rows(state: Mapping[str, Any], member: str) -> list[tuple[str, Mapping[str, Any]]]:
    told = state.get(member)
    return [(str(name), row) for name, row in told.items() if isinstance(row, Mapping)] if isinstance(told, Mapping) else []


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)[:40]
