"""What can't be meant in a scene, by its state dump alone: floating, buried, overlapping, unreachable, out of proportion.

What hovers on purpose is told apart by its part's brief, its tags and its company: what all of a kind do is meant.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dreamgarden.game.findings import Finding, Sources

_NOTHING = -1e5  # metres: a floor below this is none
_AIRY = re.compile(  # names of what may be in the air
    r"\b(fl(?:y|ies|ier|ag\w*)|float\w*|hang\w*|birds?|gulls?|clouds?|balloons?|kites?|stars?|moon|sun|moths?|firefl\w+|butterfl\w+|"
        r"ghosts?|"
    r"spirits?|bubbles?|rings?|ropes?|lines?|wires?|signs?|lanterns?|lamps?|lights?|windows?|roofs?|ceiling|fish\w*|orbs?|drones?|"
        r"islands?|"
    r"boats?|ships?|lil\w+|leaves|petals?|snow\w*|rain\w*|waves?|glow|beams?|shadows?|clothes|shirts?)\b|[鸟云星月灯鱼船蝶萤筝衣绳幽灵]"
)
_FLIES = re.compile(r"cloud|bird|gull|crow|balloon|kite|star|moon|moth|fl(?:y|ies)\b|ghost|bubble|drone|云|鸟|星|月|蝶|萤|筝")
_HOVERS = re.compile(  # what a brief says of what is meant to be there
    r"\b(fl(?:y|ies|ying|oat\w*)|hover\w*|hang\w*|hung|drift\w*|swim\w*|swing\w*|sway\w*|in the (?:air|sky)|above the|"
    r"overhead)\b|[飞浮飘悬挂]"
)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
# How it stands at first says no such sentence.
_UNDER = re.compile(r"\s*(?:under ?water|if\b|when\b|once\b|later\b|at the end)|在?水下|如果|后来|最后")
_MATTERS = ("item", "goal", "target", "machine", "treasure", "door", "exit", "person", "villager", "enemy", "parcel", "switch")
_SKY = 20.0  # metres
_ROOMY, _CELL = 80.0, 16.0  # square metres one can walk on at first, and those of a cell
_LIFT, _HIGH = 0.7, 60.0  # metres above the floor from which something floats; what is higher is sky


@dataclass(frozen=True)
class Thing:
    """A thing of a state dump, as far as checks need it; places in metres."""

    name: str
    model: str
    part: str
    tags: tuple[str, ...]
    at: tuple[float, float, float]
    size: tuple[float, float, float]
    body: str
    visible: bool
    floor: float
    ground: float
    reached: bool | None
    inside: bool
    caged: bool = False

    @property
    def rest(self) -> float:
        """The height of what it would stand on; -inf for none."""
        highest = max(self.floor, self.ground)
        return highest if highest > _NOTHING else -math.inf

    @property
    def parts(self) -> tuple[str, ...]:
        """Who answers for it: the part that made it, then its model."""
        return tuple(dict.fromkeys(slug for slug in (self.part, self.model) if slug))


def things_of(state: Mapping[str, Any]) -> list[Thing]:
    """The things of a state dump; those that are no things are left out."""
    return [thing for row in state.get("things", ()) if isinstance(row, Mapping) and (thing := _thing(row)) is not None]


def check_scene(state: Mapping[str, Any], stage: str, sources: Sources = Sources()) -> list[Finding]:  # noqa: B008 (a frozen value)
    """What is wrong with a scene. state as it was soon after the start; stage is the style's."""
    if not state or stage == "board":
        return []
    things = things_of(state)
    found: list[Finding] = []
    found += _nowhere(things)
    found += _player(state, things, stage)
    found += _sizes(things, sources)
    if stage == "walk":
        standing = [thing for thing in things if _stands(thing, state)]
        found += _floating(standing, sources)
        found += _buried(standing, sources)
        found += _overlaps(standing, sources)
        found += list(_shut_in(state, things)) or _unreached(things, state, sources)
    return found


def _shut_in(state: Mapping[str, Any], things: Sequence[Thing]) -> Iterator[Finding]:
    """A player who begins in a cell: one finding, and not one for each thing beyond its walls."""
    ground = state.get("ground", {})
    walked = _metres(ground.get("walked")) if isinstance(ground, Mapping) else 0.0
    beyond = [thing for thing in things if thing.reached is False]
    if 0 < walked < _CELL and len(beyond) > 3 and 2 * len(beyond) > len(things):
        beside = tuple(str(part) for part in state.get("beside", ()) if isinstance(part, str))
        near = sorted((thing for thing in things if thing.body == "solid" and thing.reached), key=lambda thing: -max(thing.size))
        parts = tuple(dict.fromkeys([*(thing.part for thing in near if thing.part), *beside]))
        yield Finding("spawn", f"The player begins shut in, on {walked:.0f} square metres.", "player", parts, 0.85)


def check_shut_in(start: Mapping[str, Any], end: Mapping[str, Any]) -> list[Finding]:
    """What was shut in during a play: the player, or what could be walked to before. The states of one play, early and late."""
    before, after = start.get("ground", {}), end.get("ground", {})
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or end.get("screen") not in ("play", None):
        return []
    first, last = _metres(before.get("walked")), _metres(after.get("walked"))
    if first > _ROOMY and 0 < last < _CELL:
        beside = tuple(str(part) for part in end.get("beside", ()) if isinstance(part, str))
        what = f"The player is shut in: {last:.0f} square metres are left to walk on, of {first:.0f}."
        return [Finding("stuck", what, "player", beside, 0.85, "goal", int(_metres(end.get("frame"))))]
    was = {(thing.part, thing.name) for thing in things_of(start) if thing.reached}
    shut = [thing for thing in things_of(end) if thing.caged and thing.visible and (thing.part, thing.name) in was]
    return [Finding("unreachable", f"{_a(thing)} has been walled in.", thing.name, thing.parts, 0.8, "goal", int(_metres(end.get("frame"))))
            for thing in shut[:2] if thing.body not in ("moving", "dynamic")]  # fmt: skip


def _nowhere(things: Sequence[Thing]) -> Iterator[Finding]:
    for thing in things:
        if not all(math.isfinite(value) for value in thing.at):
            yield Finding("outside", f"{_a(thing)} is nowhere: its place is not a number.", thing.name, thing.parts)


def _player(state: Mapping[str, Any], things: Sequence[Thing], stage: str) -> Iterator[Finding]:
    player = next((thing for thing in things if "player" in thing.tags), None)
    ground = state.get("ground", {})
    bare = isinstance(ground, Mapping) and not ground.get("any") and not ground.get("solids") and not any(t.body == "solid" for t in things)
    weightless = isinstance(ground, Mapping) and ground.get("gravity") == 0
    if bare and not weightless and stage in ("walk", "side"):
        yield Finding("ground", "There is no ground: nothing can be stood on.", "ground")
    if player is None:
        if things and stage in ("walk", "side", "vehicle"):
            yield Finding("spawn", "There is no player.", "player")
        return
    if player.inside:
        yield Finding("spawn", "The player begins inside something solid.", "player", player.parts)
    elif player.body == "character" and player.rest == -math.inf and not weightless and not bare:
        yield Finding("spawn", "The player begins above nothing.", "player", player.parts)


def _sizes(things: Sequence[Thing], sources: Sources) -> Iterator[Finding]:
    by_model: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        if thing.model and thing.visible:
            by_model[thing.model].append(thing)
    for model, group in by_model.items():
        sides = sorted(max(thing.size) for thing in group)
        middle = sides[len(sides) // 2]
        planned = sources.models.get(model, 0.0)
        for thing in group:
            side = max(thing.size)
            if side <= 0 or not math.isfinite(side):
                continue
            # What is planned knows best; else its own kind does.
            share = side / planned if planned else side / middle if len(group) > 2 and middle > 0 else 1.0
            small = 0.13 if not _is_airy(thing, sources) else 0.0  # clouds and birds come in all sizes, and far away
            if share > 4.5 or share < small:
                than = f"not {_length(planned)} as planned" if planned else f"and the others {_length(middle)}"
                sure = min(1.0, 0.6 + abs(math.log(share)) / 6)
                yield Finding("proportion", f"{_a(thing)} is {_length(side)} long, {than}.", thing.model, thing.parts, sure,
                              named=thing.name)  # fmt: skip
                break


def _stands(thing: Thing, state: Mapping[str, Any]) -> bool:
    """Whether it is one of those that stand about: visible, no bullet, no character, not on a canvas."""
    if not thing.visible or not thing.model or thing.body in ("dynamic", "moving", "trigger", "character") or "player" in thing.tags:
        return False
    return bool(all(math.isfinite(value) for value in thing.at)) and abs(thing.at[1]) < _HIGH


def _floating(things: Sequence[Thing], sources: Sources) -> Iterator[Finding]:
    for group in _kinds(things):
        high = [thing for thing in group if thing.rest > -math.inf and thing.at[1] - thing.rest > max(_LIFT, 0.25 * thing.size[1])]
        # What is far above all ground hangs in the sky of a world that ends there.
        high = [thing for thing in high if thing.at[1] - thing.rest < _SKY and not _carried(thing, things)]
        if high and _FLIES.search(f"{group[0].name} {group[0].model}".lower()):
            continue
        if not high or (_is_airy(group[0], sources) and len(high) * 3 > len(group)):
            continue
        tall = group[0].size[1] >= 0.8 or group[0].body == "solid"
        if len(high) == len(group) and (not tall or _hovers(group[0], sources)):
            continue  # all of a kind at a height, small or said to hover: they are meant to be there
        worst = max(high, key=lambda thing: thing.at[1] - thing.rest)
        yield Finding("floating", f"{_a(worst)} stands {_length(worst.at[1] - worst.rest)} above the ground{_more(high)}.", worst.name,
                      worst.parts, 0.9 if tall else 0.7)  # fmt: skip


def _buried(things: Sequence[Thing], sources: Sources) -> Iterator[Finding]:
    for group in _kinds(things):
        low = [thing for thing in group if thing.ground > _NOTHING and thing.size[1] > 0.15
               and thing.ground - thing.at[1] > max(0.6 * thing.size[1], 0.35) and thing.at[1] > -30]  # fmt: skip
        if low and not _is_airy(group[0], sources):
            worst = max(low, key=lambda thing: thing.ground - thing.at[1])
            what = f"{_a(worst)} lies {_length(worst.ground - worst.at[1])} in the ground{_more(low)}."
            yield Finding("buried", what, worst.name, worst.parts, 0.85)


def _overlaps(things: Sequence[Thing], sources: Sources) -> Iterator[Finding]:
    solid = [thing for thing in things if thing.body == "solid" and min(thing.size[0], thing.size[2]) > 0.4 and thing.size[1] > 0.4]
    told: set[frozenset[str]] = set()
    for index, one in enumerate(solid):
        for other in solid[index + 1:]:
            pair = frozenset((one.name, other.name))
            # Boxes are generous, crowns above all: only what stands on one spot stands in each other.
            close = 0.35 * min(one.size[0], one.size[2], other.size[0], other.size[2]) / 2
            apart = math.hypot(one.at[0] - other.at[0], one.at[2] - other.at[2]) > close and not _within(one, other)
            if pair in told or apart or _shared(one, other) < 0.6:
                continue
            told.add(pair)
            yield Finding("overlap", f"{_a(one)} and {_a(other).lower()} stand in each other.", " and ".join(sorted(pair)),
                          tuple(dict.fromkeys((*other.parts, *one.parts))), 0.7)  # fmt: skip


def _unreached(things: Sequence[Thing], state: Mapping[str, Any], sources: Sources) -> Iterator[Finding]:
    goals = {str(goal.get("part", "")) for goal in _objectives(state).values()} - {""}
    told: set[str] = set()
    bounds = [float(side) for side in state.get("ground", {}).get("bounds", ())]
    for thing in things:
        matters = bool(set(thing.tags) & set(_MATTERS)) and (thing.part in goals or "goal" in thing.tags or "item" in thing.tags)
        if thing.caged and thing.visible and thing.model and thing.name not in told and thing.body not in ("moving", "dynamic"):
            told.add(thing.name)
            sure = 0.85 if matters or thing.tags else 0.65
            yield Finding("unreachable", f"Walls stand all round {_a(thing).lower()}: nobody gets to it.", thing.name, thing.parts, sure)
            continue
        if not matters or not thing.visible or thing.name in told:
            continue
        if len(bounds) == 2 and (abs(thing.at[0]) > bounds[0] + 2.5 or abs(thing.at[2]) > bounds[1] + 2.5):
            told.add(thing.name)
            yield Finding("outside", f"{_a(thing)} lies where nobody can go.", thing.name, thing.parts, 0.9)
        elif thing.reached is False:
            told.add(thing.name)
            yield Finding("unreachable", f"There is no way on foot to {_a(thing).lower()}.", thing.name, thing.parts, 0.85)


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _objectives(state: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    goals = state.get("objectives", {})
    return {str(id): goal for id, goal in goals.items() if isinstance(goal, Mapping)} if isinstance(goals, Mapping) else {}


def _metres(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0


def _kinds(things: Sequence[Thing]) -> list[list[Thing]]:
    groups: dict[tuple[str, str, str], list[Thing]] = defaultdict(list)
    for thing in things:
        groups[thing.part, thing.name, thing.model].append(thing)
    return list(groups.values())


def _is_airy(thing: Thing, sources: Sources) -> bool:
    return bool(_AIRY.search(" ".join((thing.name, thing.model, *thing.tags)).lower().replace("_", " ")))


def _hovers(thing: Thing, sources: Sources) -> bool:
    said = f"{sources.briefs.get(thing.part, '')} {sources.briefs.get(thing.model, '')}".lower()
    return any(_HOVERS.search(sentence) and not _UNDER.match(sentence) for sentence in _SENTENCES.split(said))


def _carried(thing: Thing, others: Sequence[Thing]) -> bool:
    """Whether it rests on, or hangs on, another thing that is right beside it."""
    for other in others:
        if other is thing:
            continue
        top = other.at[1] + other.size[1]
        near = math.hypot(thing.at[0] - other.at[0], thing.at[2] - other.at[2]) < max(other.size[0], other.size[2], 0.6) * 0.75
        if near and (other.at[1] - 0.3 <= thing.at[1] <= top + 0.4) and other.at[1] - other.rest < _LIFT:
            return True
    return False


def _within(one: Thing, other: Thing) -> bool:
    """Whether the middle of the smaller is in the inner half of the larger, as a tree in a house; those of one name are a group."""
    large = max(one, other, key=lambda thing: max(thing.size))
    across, along = abs(one.at[0] - other.at[0]), abs(one.at[2] - other.at[2])
    return one.name != other.name and across < 0.25 * large.size[0] and along < 0.25 * large.size[2]


def _shared(one: Thing, other: Thing) -> float:
    """The share of the smaller box that lies in the other; turned boxes are taken by their footprint's mean."""
    def side(thing: Thing) -> tuple[float, float]:
        half = (thing.size[0] + thing.size[2]) / 4
        return half, thing.size[1]

    (half, tall), (other_half, other_tall) = side(one), side(other)
    across = min(one.at[0] + half, other.at[0] + other_half) - max(one.at[0] - half, other.at[0] - other_half)
    along = min(one.at[2] + half, other.at[2] + other_half) - max(one.at[2] - half, other.at[2] - other_half)
    up = min(one.at[1] + tall, other.at[1] + other_tall) - max(one.at[1], other.at[1])
    smaller = min(4 * half * half * tall, 4 * other_half * other_half * other_tall)
    return across * along * up / smaller if min(across, along, up) > 0 and smaller > 0 else 0.0


def _a(thing: Thing) -> str:
    name = thing.name.replace("_", " ") or "something"
    return f"“{name}”"


def _length(metres: float) -> str:
    """As people write it: "8 cm", "1.5 m", "920 m", "1.5 km"."""
    if metres < 0.995:
        return f"{max(1, round(metres * 100))} cm"
    if metres < 1000:
        return f"{metres:.0f} m" if metres >= 9.95 else f"{metres:.1f}".removesuffix(".0") + " m"
    return f"{metres / 1000:.1f}".removesuffix(".0") + " km"


def _more(group: Sequence[Thing]) -> str:
    return f" ({len(group)} of them)" if len(group) > 1 else ""


def _thing(row: Mapping[str, Any]) -> Thing | None:
    try:
        at = [math.nan if v is None else float(v) for v in row.get("at", ())]  # JSON knows no NaN
        size = [0.0 if v is None else float(v) for v in row.get("size", (0, 0, 0))]
        if len(at) != 3 or len(size) != 3:
            return None
        reached = row.get("reached")
        return Thing(str(row.get("name", "")), str(row.get("model", "")), str(row.get("part", "")), tuple(map(str, row.get("tags", ()))),
                     (at[0], at[1], at[2]), (size[0], size[1], size[2]), str(row.get("body", "none")), bool(row.get("visible", True)),
                     float(row.get("floor", -1e9)), float(row.get("ground", -1e9)), None if reached is None else bool(reached),
                     bool(row.get("inside", False)), bool(row.get("caged", False)))  # fmt: skip
    except (TypeError, ValueError):
        return None
