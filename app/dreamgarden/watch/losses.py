"""`Losses`: what happened in every play of a garden's game until its parts changed, and happens in none any more.

Who rewrites a part may lose what others live by: an event that nobody sends any more, a goal that no longer moves. What the
person changed on purpose is not lost: briefs and slots that are others now are asked whether they still speak of it.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dreamgarden.errors import StorageError
from dreamgarden.game.findings import Finding, Sources
from dreamgarden.game.happenings import SORTS, Happenings
from dreamgarden.plan.node import Node

_MEANT = ("brief", "slots", "muted", "kind", "title")  # what a person changes in a leaf, and means
_WORD = re.compile(r"[a-z]{3,}|[一-鿿]+")
_SAYS = {
    "thing": "“{name}” stood there in every play; now there is none.",
    "way": "One could walk up to every “{name}” in every play; now not to all.",
    "event": "“{name}” happened in every play; now it never does.",
    "goal": "Every play got on with “{name}”; now none does.",
    "reached": "Every play reached “{name}”; now none does.",
    "meter": "“{name}” went up and down in every play; now it stands still.",
    "won": "A bot won every play; now it wins none.",
    "lost": "Who did nothing lost every play; now nobody loses.",
}


class Losses:
    """What always came of a game, on disk, with what its leaves were then."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def found(self, now: Happenings, leaves: Sequence[Node], rows: Mapping[str, Any], sources: Sources) -> list[Finding]:
        """What is lost, the first cause alone, and what can't be walked up to. rows: the leaves as JSON by id, as they are now."""
        then = self._last()
        if then is None:
            return []
        before, old = then
        changed = {id for id in {*old, *rows} if old.get(id) != rows.get(id)}
        meant = {id for id in changed if any(old.get(id, {}).get(name) != rows.get(id, {}).get(name) for name in _MEANT)}
        lost = [key.split(" ", 2) for key in sorted(before.always - now.ever) if " ending won" not in key or key.startswith("goal ")]
        lost.sort(key=lambda key: SORTS.index(key[1]))
        gone: list[Finding] = []
        for bot, sort, name in lost:
            if any(each.subject == name for each in gone):
                continue
            owners = sources.speaking_of(name)
            if meant and not _promised(name, owners, meant, old, rows):
                continue
            suspects = [str(rows[id]["slug"]) for id in sorted(changed) if id in rows]
            titles = [leaf.title for leaf in leaves if leaf.slug in suspects]
            since = f" Changed since: {', '.join(f'“{title}”' for title in titles[:3])}." if titles else ""
            says = _SAYS[name if sort == "ending" else sort].format(name=(before.called or {}).get(name, name.replace("_", " ")))
            first = [slug for slug in owners if slug in suspects]
            parts = tuple(dict.fromkeys([*first, *suspects[:3], *owners]))
            kind, subject = ("unreachable", name) if sort == "way" else ("lost", f"{sort} {name}")
            gone.append(Finding(kind, says + since, subject, parts, 0.6 if meant else 0.85, bot, 0, 1))
            if sort != "way":
                break  # the rest comes of it
        return gone

    def keep(self, now: Happenings | None, rows: Mapping[str, Any], lost: Sequence[Finding]) -> None:
        """Remember what always comes of the game now; while something is lost, what came before stays the measure. Raises StorageError."""
        if now is None or lost:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps({**now.to_json(), "leaves": dict(rows)}, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._file)
        except OSError as error:
            raise StorageError(f"{self._file} can't be written: {error.strerror}.", safe="The game is untouched.") from error

    def _last(self) -> tuple[Happenings, dict[str, Any]] | None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            told = json.loads(self._file.read_text(encoding="utf-8"))
            called = {str(id): str(text) for id, text in told["called"].items()}
            return Happenings(frozenset(map(str, told["always"])), frozenset(map(str, told["ever"])), called), dict(told["leaves"])
        return None


def _promised(name: str, owners: Sequence[str], meant: set[str], old: Mapping[str, Any], rows: Mapping[str, Any]) -> bool:
    """Whether it is lost though a person changed parts on purpose: who made it was left alone, or speaks of it as before."""
    words = set(_WORD.findall(name.lower().replace("_", " ")))
    if any(id not in old or id not in rows or old[id].get("muted") != rows[id].get("muted") for id in meant):
        return False  # a part more or less is another game
    for id in meant:
        was, now = str(old[id].get("brief", "")).lower(), str(rows[id].get("brief", "")).lower()
        if rows[id].get("slug") in owners and not all(word[:5] in now and word[:5] in was for word in words):
            return False
        if rows[id].get("slug") not in owners and not owners:
            return False
    return all(rows[id].get("kind") != "code" or rows[id].get("slug") in owners for id in meant)
