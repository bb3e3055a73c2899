"""What is wrong with how a play went: crashes, complaints, a stuck player, slowness, memory, and games without an end."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dreamgarden.game.findings import Finding, Sources
from dreamgarden.game.play import Played

_PLAY = 1  # the number of the screen "play" in a glance
_CAGED_SECONDS, _NARROW = 12.0, 2.2  # metres from the middle of the place
_STILL, _STUCK_SECONDS = 0.35, 10.0  # metres in that many seconds, with a key held: stuck
_GROWTH, _LEAK = 120.0, 5_000  # kilobytes a second that a play may take more and more of, and in all
_LOST, _AT_ONCE = 4, 6.0  # the number of the screen "lost"; seconds in which nobody can have lost by playing
_SLOW = 1000 / 30  # milliseconds a frame
_TIMES_EMPTY = 6.0  # of the time for an empty picture: what a game may take; grown ones take 1.3 to 3
_CUBES = 7.0  # thousands of cubes that parts may paint in each picture, by what it costs; grown games come to 4
_LOST_SAID = re.compile(r"\blos(?:e|es|ing|t)\b|\bgame over\b|\bcosts? (?:health|a life|lives)\b|失败|落败|输|掉血|失去")
_MISSING = re.compile(r"There is no (?P<kind>[\w ]*?)\s*[\"“](?P<name>[^\"”]+)[\"”]|The (?:asset|model|file) (?P<file>\S+)")


def check_play(played: Played, play: str, frames: int, sources: Sources) -> list[Finding]:
    """What was wrong in one play."""
    last = int(_number(played.glances[-1].get("frame"))) if played.glances else 0
    return [*ended_badly(played, play, last), *_complaints(played, play, sources), *_stuck(played, play), *_caged(played, play),
            *_slow(played, play),
            *_memory(played, play), *_fell(played, play)]  # fmt: skip


def check_painting(drawn: Played) -> Iterator[Finding]:
    """Pictures that cost too much: all in all far more than an empty one of the same size, or by what a part paints of its own.

    Both are told in the processor's time, beside what was painted by turns with them (native/garden/painting.cpp): neither how busy
    nor how quick the machine is makes odds.
    """
    rows = [row for row in drawn.paintings if _number(row.get("empty")) > 0 and _number(row.get("cubes")) > 0]
    if not rows:
        return
    row = min(rows, key=lambda row: _number(row["whole"]) / _number(row["empty"]))  # each time, not once
    whole, empty, told = _number(row["whole"]), _number(row["empty"]), row.get("parts")
    costs = {str(part): _number(cost) / _number(row["cubes"]) for part, cost in told.items()} if isinstance(told, Mapping) else {}
    most = max(costs, key=lambda part: costs[part], default="")
    beside = f"{whole:.0f} ms of the processor, an empty one of its size {empty:.0f}"
    if sum(costs.values()) > _CUBES:
        what = f"A picture takes {beside}: “{most}” paints as much as {1000 * costs[most]:,.0f} cubes, in every picture anew."
        guilty: tuple[str, ...] = tuple(part for part, cost in sorted(costs.items(), key=lambda each: -each[1]) if cost > _CUBES / 2)[:2]
    elif whole > _TIMES_EMPTY * empty:
        what, guilty = f"A picture takes {beside}: too much stands in view.", _most_of(drawn.state)
    else:
        return
    yield Finding("slow", what, "painting", guilty or ((most,) if most else ()), 0.9, "goal", int(_number(row.get("frame"))))


def check_ends(plays: Mapping[str, Played], sources: Sources, stage: str, frames: int) -> list[Finding]:
    """Games that nobody can win, or lose though their briefs say so."""
    return [*_unwinnable(plays["goal"], sources, frames), *_hopeless(plays, sources), *_unlosable(plays, sources)]


def ended_badly(played: Played, play: str, last: int) -> Iterator[Finding]:
    threw = next((complaint for complaint in played.complaints if complaint.text.startswith("It threw")), None)
    if threw is not None:
        what = f"It breaks in “{threw.part or 'the runtime'}”: {threw.text}"
        yield Finding("crash", what, threw.part, (threw.part,) if threw.part else (), 1.0, play, last)
        return
    if played.ok:
        return
    parts = (played.guilty,) if played.guilty else ()
    if played.timed_out or played.exceeded in ("busy", "wall") or ("end" in played.reason and "loop" in played.reason):
        yield Finding("hang", f"It did not go on after {last / 30:.0f} s of play.", play, parts, 1.0, play, last)
    elif played.exceeded == "resident":
        yield Finding("memory", f"It took all the memory there is, {last / 30:.0f} s into the play.", "memory", parts, 1.0, play, last)
    elif played.code < 0 or any(complaint.text.startswith("It crashed") for complaint in played.complaints):
        where = f" in “{parts[0]}”" if parts else ""
        what = f"It stopped{where} {last / 30:.0f} s into the play: {played.reason.rstrip('.')}."
        yield Finding("crash", what, parts[0] if parts else "", parts, 1.0, play, last)


def _complaints(played: Played, play: str, sources: Sources) -> Iterator[Finding]:
    for complaint in played.complaints:
        if complaint.level in ("expect", "error") and not complaint.text.startswith(("It crashed", "It threw")):
            yield Finding("error", f"{complaint.part or 'The runtime'}: {complaint.text}", complaint.text[:60],
                          (complaint.part,) if complaint.part else (), 0.95, play)  # fmt: skip
        elif complaint.level == "warning" and (named := _MISSING.search(complaint.text)):
            name = named["name"] or named["file"] or ""
            parts = tuple(dict.fromkeys([*([complaint.part] if complaint.part else []), *sources.speaking_of(name)]))
            yield Finding("missing", complaint.text, name, parts, 0.9, play)


def _stuck(played: Played, play: str) -> Iterator[Finding]:
    """A player that tries to go for seconds and gets nowhere. An idle one does not try, and a random one means nothing."""
    if play in ("idle", "random"):
        return
    since: Mapping[str, Any] | None = None
    for glance in played.glances:
        at = _place(glance)
        trying = glance.get("screen") == _PLAY and glance.get("player") is True and _number(glance.get("keys")) > 0
        # Who stands still and achieves something is not stuck.
        if not trying or since is None or math.dist(at, _place(since)) > _STILL or _achieved(glance) != _achieved(since):
            since = glance if trying else None
            continue
        seconds = (_number(glance.get("frame")) - _number(since.get("frame"))) / 30
        if seconds >= _STUCK_SECONDS:
            beside = tuple(str(part) for part in played.state.get("beside", ()) if isinstance(part, str))
            where = f"({at[0]:.1f}, {at[2]:.1f})"
            yield Finding("stuck", f"The player tries to go on for {seconds:.0f} s at {where} and gets nowhere.", "player",
                          beside or _near(played, at), 0.8, play, int(_number(since.get("frame"))))  # fmt: skip
            return


def _caged(played: Played, play: str) -> Iterator[Finding]:
    """A player who runs and jumps about in a narrow place, and achieves nothing there."""
    if play in ("idle", "random") or any(found for found in _stuck(played, play)):
        return
    wide = int(_CAGED_SECONDS * 3)  # glances: three a second
    for at in range(0, len(played.glances) - wide, 6):
        some = played.glances[at:at + wide]
        if any(glance.get("screen") != _PLAY or glance.get("player") is not True for glance in some):
            continue
        middle = _place(some[len(some) // 2])
        trying = sum(_number(glance.get("keys")) > 0 for glance in some) > 0.7 * len(some)
        narrow = all(math.hypot(_place(glance)[0] - middle[0], _place(glance)[2] - middle[2]) < _NARROW for glance in some)
        if trying and narrow and _achieved(some[0]) == _achieved(some[-1]) and _jumps(some[-1]) - _jumps(some[0]) >= 2:
            beside = tuple(str(part) for part in played.state.get("beside", ()) if isinstance(part, str))
            yield Finding("stuck", f"The player runs about on {2 * _NARROW:.0f} m for {_CAGED_SECONDS:.0f} s and gets nowhere.", "player",
                          beside or _near(played, middle), 0.75, play, int(_number(some[0].get("frame"))))  # fmt: skip
            return


def _slow(played: Played, play: str) -> Iterator[Finding]:
    costs = [_number(glance.get("milliseconds")) for glance in played.glances[2:]]
    # Pictures of a test are drawn without a graphics card: the median leaves them out.
    if len(costs) > 10 and statistics.median(costs) > _SLOW:
        what = f"A frame takes {statistics.median(costs):.0f} ms to reckon, more than the {_SLOW:.0f} of 30 pictures a second."
        yield Finding("slow", what, "frame", _most_of(played.state), 0.9, play)


def _memory(played: Played, play: str) -> Iterator[Finding]:
    sizes = [_number(glance.get("kilobytes")) for glance in played.glances if glance.get("screen") == _PLAY]
    if len(sizes) < 24:
        return
    early = sizes[len(sizes) // 6:]
    rises = sum(b > a for a, b in zip(early[::6], early[6::6], strict=False))
    steps = max(1, len(early[6::6]))
    seconds = len(early) * (_number(played.glances[-1].get("frame")) / len(played.glances)) / 30
    grown = early[-1] - early[0]
    if grown > _LEAK and grown > _GROWTH * seconds and rises >= 0.6 * steps:
        growth = (early[-1] - early[0]) / 1024
        frame = int(_number(played.glances[-1].get("frame")))
        what = f"It takes {growth:.0f} MB more memory after {seconds:.0f} s of play."
        yield Finding("memory", what, "memory", _most_of(played.state), 0.9, play, frame)


def _fell(played: Played, play: str) -> Iterator[Finding]:
    for glance in played.glances:
        if glance.get("player") is True and _place(glance)[1] < -25:
            frame = int(_number(glance.get("frame")))
            yield Finding("ground", f"The player falls out of the world after {frame / 30:.0f} s.", "fall", (), 0.9, play, frame)
            return


def _unwinnable(goal: Played, sources: Sources, frames: int) -> Iterator[Finding]:
    if not goal.ok or goal.state.get("screen") == "won" or frames < 900:
        return
    told = goal.state.get("objectives", {})
    goals = {str(id): row for id, row in told.items() if isinstance(row, Mapping)} if isinstance(told, Mapping) else {}
    if not goals:
        if not any(re.search(r"\bwin\s*\(", code) for code in sources.code.values()) and sources.code:
            yield Finding("unwinnable", "Nothing is to be achieved, and no part can end it well.", "goal", (), 0.8, "goal", frames)
        return
    if goal.state.get("screen") == "lost":
        return  # it was fought for: that is how hard it is
    # Standing still for half the time is going nowhere; a countdown or a night that has to pass is going on.
    half = [glance for glance in goal.glances if _number(glance.get("frame")) >= frames / 2]
    grew = len({_achieved(glance) for glance in half}) > 1
    # What waits for a countdown waits; who is blocked jumps again and again, as bots do then.
    jumped = goal.state.get("events", {}).get("jumped", 0) if isinstance(goal.state.get("events"), Mapping) else 0
    if grew or not half or (goal.state.get("countdown") and _number(jumped) < 4):
        return
    left = {id: row for id, row in goals.items() if _number(row.get("have")) < _number(row.get("need"))}
    what = " and ".join(f"“{row.get('text', id)}”" for id, row in list(left.items())[:2])
    parts = tuple(dict.fromkeys(str(row.get("part", "")) for row in left.values() if row.get("part")))
    yield Finding("unwinnable", f"A bot that seeks the goal gets no further: {what} is not to be had.", "goal",
                  parts or sources.speaking_of(*left), 0.75, "goal", int(_number(half[0].get("frame"))))  # fmt: skip


def _hopeless(plays: Mapping[str, Played], sources: Sources) -> Iterator[Finding]:
    """A game that is lost before anybody could do anything, whoever plays."""
    bots = [plays[bot] for bot in ("goal", "random", "idle") if bot in plays]
    if len(bots) < 3 or any(not played.ok or played.state.get("screen") != "lost" for played in bots):
        return
    ended = [next((_number(glance.get("frame")) for glance in played.glances if glance.get("screen") == _LOST), 9e9) for played in bots]
    if max(ended) <= _AT_ONCE * 30:
        losing = tuple(slug for slug, code in sources.code.items() if re.search(r"\blose\s*\(", code))
        yield Finding("unwinnable", f"It is lost after {max(ended) / 30:.0f} s, whatever one does.", "goal", losing[:3], 0.85, "goal",
                      int(ended[0]))  # fmt: skip


def _unlosable(plays: Mapping[str, Played], sources: Sources) -> Iterator[Finding]:
    should = [slug for slug, brief in sources.briefs.items() if slug in sources.code and _LOST_SAID.search(brief.lower())]
    if not should or any(played.state.get("screen") == "lost" for played in plays.values()):
        return
    # A countdown alone loses nothing: somebody has to say so at its end.
    meters = any(set(played.state.get("losable", ())) - {"countdown"} for played in plays.values())
    if meters or any(re.search(r"\blose\s*\(", code) for code in sources.code.values()):
        return
    yield Finding("unlosable", "It can't be lost: no part says when it is.", "loss", tuple(should), 0.8, "idle")


def _jumps(glance: Mapping[str, Any]) -> float:
    events = glance.get("events")
    return _number(events.get("jumped")) if isinstance(events, Mapping) else 0.0


def _achieved(glance: Mapping[str, Any]) -> tuple[float, float, float]:
    return _number(glance.get("have")), _number(glance.get("score")), sum(_counts(glance))


def _counts(glance: Mapping[str, Any]) -> list[float]:
    events = glance.get("events")
    return [_number(count) for name, count in events.items() if name != "jumped"] if isinstance(events, Mapping) else []


def _most_of(state: Mapping[str, Any]) -> tuple[str, ...]:
    """The part with the most things."""
    made = Counter(str(thing.get("part", "")) for thing in state.get("things", ()) if isinstance(thing, Mapping))
    made.pop("", None)
    return tuple(part for part, count in made.most_common(1) if count > 60)


def _near(played: Played, at: Sequence[float]) -> tuple[str, ...]:
    found: list[tuple[float, str]] = []
    for thing in played.state.get("things", ()):
        if isinstance(thing, Mapping) and thing.get("body") in ("solid", "moving") and thing.get("part"):
            place = thing.get("at", (0, 0, 0))
            found.append((math.dist((_number(place[0]), _number(place[2])), (at[0], at[2])), str(thing["part"])))
    return tuple(dict.fromkeys(part for far, part in sorted(found) if far < 3.5))[:2]


def _place(glance: Mapping[str, Any]) -> tuple[float, float, float]:
    at = glance.get("at")
    if isinstance(at, list) and len(at) == 3:
        return _number(at[0]), _number(at[1]), _number(at[2])
    return 0.0, 0.0, 0.0


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0
