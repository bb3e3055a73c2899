"""Looking at a game by playing it: bots and traces, without a window and with pictures, and what was wrong.

`play_through` is one bot's way to an ending; `test_game` plays in every way there is and gives `Finding`s.
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dreamgarden.codegen.play_words import declared
from dreamgarden.codegen.plays import Play
from dreamgarden.game.coverage import Coverage, coverage_of
from dreamgarden.game.findings import Finding, Sources, distinct
from dreamgarden.game.judged import Judged
from dreamgarden.game.key_checks import check_keys
from dreamgarden.game.picture_checks import check_picture, check_words
from dreamgarden.game.play import Game, Played, run
from dreamgarden.game.play_checks import check_ends, check_painting, check_play
from dreamgarden.game.scene_checks import check_scene, check_shut_in
from dreamgarden.game.tries import Tries, check_written
from dreamgarden.work import Work

ENDINGS = ("won", "lost")
FRAMES = 1800  # of a play: sixty seconds at 30 a second
_LOWEST = -60.0  # metres; whatever is below has fallen out of the world
_SHOTS = (60, 200, 600, 1500)  # frames of which pictures are taken
_END_SCREENS = (3, 4)  # won and lost, as glances number them
_PLAYED = 600  # frames from which keys are tried: in less a game has hardly begun
_SETTLED = 2  # the frame by which a scene stands
_AT_ONCE = 2
_PICTURED = 4  # plays, and moments of each, of which a picture is taken for what was found there
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
class Tested:
    """What came of playing a game in every way: findings, coverage, the goal bot's trace (JSON text) and how long it took.

    shots, frames   pictures of the goal bot's play, and at which frames they were taken.   judged  what was asked for, by its judge.
    state, glances  of the goal bot's play: its last state, and what was seen on the way.
    traces  name of a play → its trace (JSON text), for those plays that a finding names.   plays  what was written down, and played.
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
    traces: Mapping[str, str] = field(default_factory=dict, repr=False)
    plays: tuple[Play, ...] = ()


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
    traces: Sequence[Path] = (), plays: Sequence[Play] | None = None, pictures: bool = True, at_once: int = _AT_ONCE,
) -> Tested:  # fmt: skip
    """Play a game with the goal-seeking, the random and the idle bot, by recorded traces and as it is written, and look at it.

    traces  a person's own plays.   plays  those that are written down; None for what the parts' code and the briefs tell.
    pictures  take some, and judge them.   at_once  plays side by side.
    Raises Cancelled, MissingTool. Sixty seconds of play take some three on two cores, most of it for the pictures.
    """
    begun = time.monotonic()
    known, style = sources or Sources(), style_of(game)
    stage = str(style.get("stage", ""))
    keys: list[Finding] = []
    written = list(declared(known.code, known.briefs) if plays is None else plays)
    with tempfile.TemporaryDirectory(prefix="dreamgarden-test-") as folder, ThreadPoolExecutor(at_once) as pool:
        recorded = {"goal": Path(folder) / "goal.json", **{bot: Path(folder) / f"{bot}.json" for bot in ("random", "idle")}}
        record = recorded["goal"]
        shots = tuple(frame for frame in _SHOTS if frame <= frames) if pictures else ()
        # Checks hear a play without pictures, which take memory and time of their own; the pictures come from the same play again.
        goal = pool.submit(run, game, work, frames=frames, bot="goal", seed=seed, record=record, states=(_SETTLED,), glances=10,
                           timeout=90.0)  # fmt: skip
        shown = pool.submit(run, game, work, frames=frames, bot="goal", seed=seed, shots=shots, size=_SIZE, timeout=90.0,
                            painting=True) if shots else None  # fmt: skip
        others = {
            **{bot: pool.submit(run, game, work, frames=frames, bot=bot, seed=seed, glances=10, record=recorded[bot])
               for bot in ("random", "idle")},
            **{f"trace {trace.stem}": pool.submit(run, game, work, frames=length_of(trace, frames), replay=trace, glances=10)
               for trace in traces},
        }
        tried = Tries(pool, game, work, written, seed, Path(folder))
        outcome = {"goal": goal.result(), **{name: other.result() for name, other in others.items()}}
        trace = record.read_text(encoding="utf-8") if record.is_file() else ""
        first = outcome["goal"]
        if first.ok and frames >= _PLAYED:
            keys = check_keys(game, work, first, trace, known, frames, pictures)
        drawn = shown.result() if shown else None
        came = tried.outcome()
        recorded |= tried.recorded
        recorded |= {f"trace {trace.stem}": trace for trace in traces}
        told = {name: text for name, path in recorded.items() if (text := _text_of(path))}
    start = first.states[0] if first.states else {}
    found: list[Finding] = []
    for name, played in outcome.items():
        found += check_play(played, name, frames, known)
    if drawn is not None:  # what breaks when it is drawn alone
        found += check_play(drawn, "goal", frames, known)
        found += check_painting(drawn)
    for play in written:
        found += check_written(play, came.get(play.name), known)
    found += check_scene(start or first.state, stage, known)
    found += check_shut_in(start, first.state) if start else []
    found += check_ends(outcome, known, stage, frames)
    found += keys
    pictures_taken = drawn.shots if drawn is not None else ()
    ended = next((int(glance["frame"]) for glance in first.glances if glance.get("screen") in _END_SCREENS), frames + 1)
    for frame, shot in zip(shots, pictures_taken, strict=False):
        if frame < ended:  # an ending has its own picture over the world's
            found += check_picture(shot, style, "goal", frame)
    found += check_words(first.state)
    work.check()
    picture = pictures_taken[0] if pictures_taken else b""
    seen = _pictured(game, work, distinct(found), told) if pictures else distinct(found)
    dealt = first.state.get("seed")  # the world's own, where nobody asked for another
    world = seed if seed is not None or not isinstance(dealt, int | float) else int(dealt)
    seen = [replace(each, seed=world, picture=each.picture or picture) for each in seen]
    named = {finding.play for finding in seen}
    return Tested(
        tuple(seen), coverage_of({**outcome, **came}), trace, time.monotonic() - begun, pictures_taken, shots, (), first.state,
        first.glances, {name: text for name, text in told.items() if name in named}, tuple(written),
    )  # fmt: skip


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


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _pictured(game: Game, work: Work, found: Sequence[Finding], traces: Mapping[str, str]) -> list[Finding]:
    """The findings, each with the picture of its own moment where its play has a trace: the play done again up to there."""
    moments: dict[str, set[int]] = {}
    for each in found:
        if not each.picture and each.frame > 0 and each.play in traces:
            moments.setdefault(each.play, set()).add(each.frame)
    taken: dict[tuple[str, int], bytes] = {}
    with tempfile.TemporaryDirectory(prefix="dreamgarden-test-") as folder:
        for number, (play, wanted) in enumerate(sorted(moments.items())[:_PICTURED]):
            trace = Path(folder) / f"{number}.json"
            trace.write_text(traces[play], encoding="utf-8")
            shots = sorted(wanted)[:_PICTURED]
            played = run(game, work, frames=shots[-1] + 1, replay=trace, shots=shots, size=_SIZE, timeout=60.0)
            taken |= {(play, frame): shot for frame, shot in zip(shots, played.shots, strict=False)}
    return [replace(each, picture=each.picture or taken.get((each.play, each.frame), b"")) for each in found]
