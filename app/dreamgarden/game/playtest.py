"""Looking at a game by playing it: bots and traces, without a window and with pictures, and what was wrong.

`play_through` is one bot's way to an ending; `test_game` plays in every way there is and gives `Finding`s.
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dreamgarden.game.findings import Finding, Sources, distinct
from dreamgarden.game.judged import Judged
from dreamgarden.game.key_checks import check_keys
from dreamgarden.game.picture_checks import check_picture, check_words
from dreamgarden.game.play import Game, Played, run
from dreamgarden.game.play_checks import check_ends, check_play
from dreamgarden.game.scene_checks import check_scene, check_shut_in
from dreamgarden.work import Work

ENDINGS = ("won", "lost")
FRAMES = 1800  # of a play: sixty seconds at 30 a second
_LOWEST = -60.0  # metres; whatever is below has fallen out of the world
_SHOTS = (60, 200, 600, 1500)  # frames of which pictures are taken
_END_SCREENS = (3, 4)  # won and lost, as glances number them
_PLAYED = 600  # frames from which keys are tried: in less a game has hardly begun
_SETTLED = 2  # the frame by which a scene stands
_AT_ONCE = 2
_SIZE = "640x360"  # enough to judge, a quarter of the work


@dataclass(frozen=True)
class Playtest:
    """What a bot found. screen is where it was at the end; problems are sentences, none when all is well."""

    screen: str
    ending: str
    seconds: float
    problems: tuple[str, ...]
    played: Played

    @property
    def ended(self) -> bool:
        """True when the game was won or lost."""
        return self.screen in ENDINGS


@dataclass(frozen=True)
class Coverage:
    """What the plays of a test came to: screens, endings, events with how often, and the parts whose things were seen."""

    screens: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    events: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"screens": list(self.screens), "endings": list(self.endings), "events": dict(self.events), "parts": list(self.parts)}


@dataclass(frozen=True)
class Tested:
    """What came of playing a game in every way: findings, coverage, the goal bot's trace (JSON text) and how long it took.

    shots, frames   pictures of the goal bot's play, and at which frames they were taken.   judged  what was asked for, by its judge.
    state, glances  of the goal bot's play: its last state, and what was seen on the way.
    """

    findings: tuple[Finding, ...]
    coverage: Coverage
    trace: str
    seconds: float
    shots: tuple[bytes, ...] = ()
    frames: tuple[int, ...] = ()
    judged: tuple[Judged, ...] = ()
    state: Mapping[str, Any] = field(default_factory=dict, repr=False)
    glances: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


def play_through(game: Game, work: Work, *, bot: str = "goal", frames: int = 3000, seed: int | None = None) -> Playtest:
    """Let a bot play to an ending, for `frames` at most (30 a second of play). Raises Cancelled."""
    played = run(game, work, frames=frames, bot=bot, seed=seed, timeout=180.0)
    state = played.state
    problems = [] if played.ok else [f"It did not run well: {played.reason}."]
    problems += [f"{c.part or 'The runtime'}: {c.text}" for c in played.complaints if c.level in ("expect", "error")]
    problems += scene_problems(state, str(style_of(game).get("stage", "")))
    return Playtest(
        screen=str(state.get("screen", "")),
        ending=str(state.get("ending", "")),
        seconds=float(state.get("seconds", 0.0)),
        problems=tuple(dict.fromkeys(problems)),
        played=played,
    )


def test_game(
    game: Game, work: Work, sources: Sources | None = None, *, frames: int = FRAMES, seed: int | None = None,
    traces: Sequence[Path] = (), pictures: bool = True, at_once: int = _AT_ONCE,
) -> Tested:  # fmt: skip
    """Play a game with the goal-seeking, the random and the idle bot and by recorded traces, and look at it.

    traces  a person's own plays.   pictures  take some, and judge them.   at_once  plays side by side.
    Raises Cancelled, MissingTool. Sixty seconds of play take some three on two cores, most of it for the pictures.
    """
    begun = time.monotonic()
    known, style = sources or Sources(), style_of(game)
    stage = str(style.get("stage", ""))
    keys: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="dreamgarden-test-") as folder, ThreadPoolExecutor(at_once) as pool:
        record = Path(folder) / "trace.json"
        shots = tuple(frame for frame in _SHOTS if frame <= frames) if pictures else ()
        # Checks hear a play without pictures, which take memory and time of their own; the pictures come from the same play again.
        goal = pool.submit(run, game, work, frames=frames, bot="goal", seed=seed, record=record, states=(_SETTLED,), glances=10,
                           timeout=90.0)  # fmt: skip
        shown = pool.submit(run, game, work, frames=frames, bot="goal", seed=seed, shots=shots, size=_SIZE, timeout=90.0) if shots else None
        others = {
            **{bot: pool.submit(run, game, work, frames=frames, bot=bot, seed=seed, glances=10) for bot in ("random", "idle")},
            **{f"trace {trace.stem}": pool.submit(run, game, work, frames=length_of(trace, frames), replay=trace, glances=10)
               for trace in traces},
        }
        plays = {"goal": goal.result(), **{name: other.result() for name, other in others.items()}}
        trace = record.read_text(encoding="utf-8") if record.is_file() else ""
        first = plays["goal"]
        if first.ok and frames >= _PLAYED:
            keys = check_keys(game, work, first, trace, known, frames, pictures)
        drawn = shown.result() if shown else None
    start = first.states[0] if first.states else {}
    found: list[Finding] = []
    for name, played in plays.items():
        found += check_play(played, name, frames, known)
    if drawn is not None:  # what breaks when it is drawn alone
        found += check_play(drawn, "goal", frames, known)
    found += check_scene(start or first.state, stage, known)
    found += check_shut_in(start, first.state) if start else []
    found += check_ends(plays, known, stage, frames)
    found += keys
    pictures_taken = drawn.shots if drawn is not None else ()
    ended = next((int(glance["frame"]) for glance in first.glances if glance.get("screen") in _END_SCREENS), frames + 1)
    for frame, shot in zip(shots, pictures_taken, strict=False):
        if frame < ended:  # an ending has its own picture over the world's
            found += check_picture(shot, style, "goal", frame)
    found += check_words(first.state)
    work.check()
    picture = pictures_taken[0] if pictures_taken else b""
    seen = tuple(replace(each, seed=seed, picture=each.picture or picture) for each in distinct(found))
    return Tested(seen, _coverage(plays), trace, time.monotonic() - begun, pictures_taken, shots, (), first.state, first.glances)


# They test games; pytest must not take them for its own.
test_game.__test__ = False  # type: ignore[attr-defined]
Tested.__test__ = False  # type: ignore[attr-defined]


def length_of(trace: Path, most: int) -> int:
    """How many frames a recorded play lasted, at most so many: what was held at its end is held for ever after it."""
    try:
        told = json.loads(trace.read_text(encoding="utf-8")).get("duration_frames")
    except (OSError, ValueError, AttributeError):
        return most
    return min(told, most) if isinstance(told, int) and told > 0 else most


def style_of(game: Game) -> Mapping[str, Any]:
    """The game's style.json; {} when it can't be read."""
    try:
        style = json.loads((game.home / "data" / "style.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return style if isinstance(style, dict) else {}


def sources_of(game: Game, briefs: Mapping[str, str] | None = None, models: Mapping[str, float] | None = None) -> Sources:
    """What a game's own folder tells about its parts, with the briefs and the planned sizes that its plan knows."""
    code = {}
    for file in sorted((game.home / "parts").glob("*.cpp")):
        code[file.stem] = file.read_text(encoding="utf-8", errors="replace")
    return Sources(code, briefs or {}, models or {})


def scene_problems(state: Mapping[str, Any], stage: str = "") -> list[str]:
    """What can't be meant in a state dump: things without a place or fallen out of the world, a world without a player.

    stage is the style's; on a "board" nobody walks about.
    """
    things = [thing for thing in state.get("things", ()) if isinstance(thing, Mapping)]
    problems: list[str] = []
    for thing in things:
        at = [math.nan if value is None else float(value) for value in thing.get("at", (0, 0, 0))]  # JSON knows no NaN
        name = str(thing.get("name", "a thing"))
        if not all(math.isfinite(value) for value in at):
            problems.append(f"{name} is nowhere: its place is not a number.")
        elif at[1] < _LOWEST:
            problems.append(f"{name} has fallen out of the world ({at[1]:.0f} m).")
    if stage != "board" and things and not any("player" in thing.get("tags", ()) for thing in things):
        problems.append("There is no player.")
    return problems


def _coverage(plays: Mapping[str, Played]) -> Coverage:
    names = ("title", "play", "paused", "won", "lost")
    screens = {names[int(glance["screen"])] for played in plays.values() for glance in played.glances
               if isinstance(glance.get("screen"), int) and 0 <= int(glance["screen"]) < len(names)}  # fmt: skip
    events: Counter[str] = Counter()
    for played in plays.values():
        told = played.state.get("events", {})
        events.update({str(name): int(count) for name, count in told.items()} if isinstance(told, Mapping) else {})
    endings = {str(played.state.get("screen")) for played in plays.values()} & set(ENDINGS)
    things = [thing for played in plays.values() for thing in played.state.get("things", ()) if isinstance(thing, Mapping)]
    parts = {str(thing.get("part", "")) for thing in things}
    return Coverage(tuple(sorted(screens)), tuple(sorted(endings)), dict(events), tuple(sorted(parts - {""})))


