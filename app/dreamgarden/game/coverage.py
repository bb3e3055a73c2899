"""`Coverage`: what the plays of tests came to, gathered from test to test, and what no play has come to yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dreamgarden.game.play import Played

ENDINGS = ("won", "lost")
_SCREENS = ("title", "play", "paused", "won", "lost")  # as glances number them
_SENT = re.compile(r'\bemit\(\s*"([^"\\\n]+)"')


@dataclass(frozen=True)
class Coverage:
    """What plays came to: screens, endings, events with how often, names of things, the parts that made them, in so many tests."""

    screens: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    events: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    tests: int = 1

    def to_json(self) -> dict[str, Any]:
        return {"screens": list(self.screens), "endings": list(self.endings), "events": dict(self.events), "parts": list(self.parts),
                "things": list(self.things), "tests": self.tests}  # fmt: skip

    def with_more(self, other: Coverage) -> Coverage:
        """What both came to together."""

        def both(one: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
            return tuple(sorted({*one, *more}))

        events = dict(Counter(self.events) + Counter(other.events))
        return Coverage(both(self.screens, other.screens), both(self.endings, other.endings), events,
                        both(self.parts, other.parts), both(self.things, other.things), self.tests + other.tests)  # fmt: skip

    def unseen_events(self, code: Mapping[str, str]) -> dict[str, str]:
        """Events that the parts' code sends and that no play has heard: name → slug of the part."""
        sent = {name: slug for slug, text in code.items() for name in _SENT.findall(text)}
        return {name: slug for name, slug in sorted(sent.items()) if name not in self.events}


def coverage_from_json(row: Mapping[str, Any]) -> Coverage:
    """What `to_json` made the row of. Raises KeyError, TypeError, ValueError."""
    return Coverage(tuple(row["screens"]), tuple(row["endings"]), dict(row["events"]), tuple(row["parts"]), tuple(row.get("things", ())),
                    int(row.get("tests", 1)))  # fmt: skip


def coverage_of(plays: Mapping[str, Played]) -> Coverage:
    """What these plays came to, as one test."""
    screens = {_SCREENS[int(glance["screen"])] for played in plays.values() for glance in played.glances
               if isinstance(glance.get("screen"), int) and 0 <= int(glance["screen"]) < len(_SCREENS)}  # fmt: skip
    screens |= {str(played.state["screen"]) for played in plays.values() if played.state.get("screen") in _SCREENS}
    events: Counter[str] = Counter()
    for played in plays.values():
        told = played.state.get("events", {})
        events.update({str(name): int(count) for name, count in told.items()} if isinstance(told, Mapping) else {})
    endings = {str(played.state.get("screen")) for played in plays.values()} & set(ENDINGS)
    states = [state for played in plays.values() for state in (*played.states, played.state)]
    things = [thing for state in states for thing in state.get("things", ()) if isinstance(thing, Mapping)]
    parts = {str(thing.get("part", "")) for thing in things}
    names = {str(thing.get("name", "")) for thing in things}
    return Coverage(tuple(sorted(screens)), tuple(sorted(endings)), dict(events), tuple(sorted(parts - {""})), tuple(sorted(names - {""})))
