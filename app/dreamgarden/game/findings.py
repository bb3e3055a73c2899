"""`Finding`: something that is wrong with a game, as it was seen: in which play, when, and which parts made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS: Mapping[str, str] = {
    "crash": "It stops by itself.",
    "hang": "It does not go on.",
    "error": "A part complains.",
    "missing": "Something is named that is not there.",
    "unreachable": "What is to be reached can't be.",
    "unwinnable": "It can't be won.",
    "unlosable": "It can't be lost, though it should.",
    "lost": "What always happened happens no more.",
    "slow": "It shows fewer than 30 pictures a second.",
    "memory": "It takes more and more memory.",
    "stuck": "The player is stuck.",
    "key": "A key does nothing.",
    "mechanic": "What was to come of a play does not come.",
    "ground": "There is nothing to stand on.",
    "spawn": "The player begins inside something, or above nothing.",
    "floating": "Something stands in the air.",
    "buried": "Something lies in the ground.",
    "overlap": "Two things stand in each other.",
    "outside": "Something that matters lies outside.",
    "proportion": "Something has an odd size.",
    "dark": "The picture is black.",
    "glare": "The picture is white.",
    "empty": "The picture shows nothing.",
    "contrast": "The picture is hard to make out.",
    "palette": "The picture is in other colours than the style.",
    "unreadable": "Words can't be read.",
    "lacking": "Something is not as it was asked for.",
    "look": "Something looks wrong.",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    kind     a key of KINDS.   what  a sentence.   subject  what it is about, so that it is known again: a name, a key.
    parts    slugs of the parts (and models) that answer for it, the surest first; none when nobody can tell.
    sure     0 to 1.
    play     the play in which it was seen ("goal", "random", "idle", "trace …"); frame and seed lead there again.
    picture  PNG bytes, b"" when there is none.   named  the thing's own name in the game, where it has one; not kept.
    """

    kind: str
    what: str
    subject: str = ""
    parts: tuple[str, ...] = ()
    sure: float = 1.0
    play: str = ""
    frame: int = 0
    seed: int | None = None
    picture: bytes = field(default=b"", repr=False)
    named: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """By which it is the same finding in another build."""
        return self.kind, self.subject

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "what": self.what, "subject": self.subject, "parts": list(self.parts), "sure": round(self.sure, 2),
                "play": self.play, "frame": self.frame, "seed": self.seed}  # fmt: skip


def finding_from_json(row: Mapping[str, Any]) -> Finding:
    """The finding that `to_json` made the row of, without its picture. Raises KeyError, TypeError, ValueError."""
    seed = row.get("seed")
    return Finding(str(row["kind"]), str(row["what"]), str(row["subject"]), tuple(map(str, row["parts"])), float(row["sure"]),
                   str(row["play"]), int(row["frame"]), None if seed is None else int(seed))  # fmt: skip


def distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Each once, the surest first among equals, in the order of KINDS."""
    best: dict[tuple[str, str], Finding] = {}
    for found in findings:
        old = best.get(found.key)
        if old is None or found.sure > old.sure:
            best[found.key] = found
    order = list(KINDS)
    return sorted(best.values(), key=lambda found: (order.index(found.kind), -found.sure, found.subject))


@dataclass(frozen=True)
class Sources:
    """What is known about who makes what: for a game, its parts' code, their briefs, and its models' sizes.

    code    slug of a part → its C++.            briefs  slug of any leaf → what it is to do.
    models  slug of a model → its longest side in metres, as planned.
    """

    code: Mapping[str, str] = field(default_factory=dict)
    briefs: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, float] = field(default_factory=dict)

    def speaking_of(self, *words: str) -> tuple[str, ...]:
        """The parts in whose code one of the words stands as a text, or else as it is."""
        quoted = [slug for slug, code in self.code.items() if any(f'"{word}"' in code for word in words if word)]
        return tuple(quoted or [slug for slug, code in self.code.items() if any(word in code for word in words if word)])
