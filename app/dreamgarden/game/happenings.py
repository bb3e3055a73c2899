"""`Happenings`: what comes of a game in each of several plays, by name: what stands there, happens, is reached, moves, ends it.

A play is dice and chance. What came in every one of six is no chance, and where it comes in none any more, something is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from dreamgarden.game.play import Game, Played, run
from dreamgarden.work import Work

SORTS = ("thing", "way", "event", "goal", "reached", "meter", "ending")  # causes before what comes of them
BOTS = ("goal", "idle")
_SEEDS = (1, 2, 3)
_SETTLED, _LATER = 2, (600, 1200)  # frames at which a play is looked at on its way
_MUTE = frozenset({"", "player", "jumped", "landed", "lost"})  # what says nothing of how a game goes


@dataclass(frozen=True)
class Happenings:
    """always: what came in every play of a bot, as "bot sort name".   ever: what came in one at least.   called: texts of goals by id."""

    always: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    called: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        return {"always": sorted(self.always), "ever": sorted(self.ever), "called": dict(self.called or {})}


def happenings_of(game: Game, work: Work, frames: int) -> Happenings | None:
    """What comes of a game when it is played a few times; None when a play does not run well. Raises Cancelled, MissingTool.

    A minute of play without pictures takes a fifth of a second.
    """
    looks = (_SETTLED, *(frame for frame in _LATER if frame < frames))

    def played(bot: str, seed: int) -> Played:
        return run(game, work, frames=frames, bot=bot, seed=seed, states=looks, timeout=60.0)

    with ThreadPoolExecutor(2) as pool:
        plays = {bot: list(pool.map(lambda seed, bot=bot: played(bot, seed), _SEEDS)) for bot in BOTS}
    if any(not each.ok or not each.state for some in plays.values() for each in some):
        return None
    return gathered({bot: [set(names_of(each.states, each.state)) for each in some] for bot, some in plays.items()},
                    _called(plays["goal"][0].state))  # fmt: skip


def gathered(plays: Mapping[str, Sequence[set[str]]], called: Mapping[str, str] | None = None) -> Happenings:
    """What some plays of each bot have in common, and what there is in any of them."""
    always = {f"{bot} {name}" for bot, some in plays.items() for name in set.intersection(*some)}
    return Happenings(frozenset(always), frozenset(f"{bot} {name}" for bot, some in plays.items() for name in set.union(*some)), called)


def names_of(states: Sequence[Mapping[str, Any]], last: Mapping[str, Any]) -> Iterator[str]:
    """What came of one play, as "sort name". states: on its way, the first when the scene stood; last: at its end."""
    first = states[0] if states else {}
    seen = [thing for thing in first.get("things", ()) if isinstance(thing, Mapping) and thing.get("visible") and thing.get("model")]
    yield from {f"thing {thing['name']}" for thing in seen if str(thing.get("name")) not in _MUTE}
    standing = [thing for thing in seen if thing.get("body") in ("solid", "none")]
    shut = {str(thing.get("name")) for thing in standing if not thing.get("reached")}
    yield from {f"way {thing['name']}" for thing in standing if str(thing.get("name")) not in shut | _MUTE}
    for name, count in _rows(last, "events"):
        if count and name not in _MUTE:
            yield f"event {name}"
    for id, goal in _rows(last, "objectives"):
        if isinstance(goal, Mapping) and _number(goal.get("have")) > 0:
            yield f"goal {id}"
            if _number(goal.get("have")) >= _number(goal.get("need")) > 0:
                yield f"reached {id}"
    for sort in ("meters", "counters"):
        for name, value in _rows(last, sort):
            if any(name in _table(state, sort) and _table(state, sort)[name] != value for state in states):
                yield f"meter {name}"
    if last.get("screen") in ("won", "lost"):
        yield f"ending {last['screen']}"


def _called(state: Mapping[str, Any]) -> dict[str, str]:
    return {id: str(goal.get("text") or id) for id, goal in _rows(state, "objectives") if isinstance(goal, Mapping)}


def _rows(state: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in _table(state, name).items()]


def _table(state: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = state.get(name)
    return table if isinstance(table, Mapping) else {}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
