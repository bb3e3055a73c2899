"""Looking at a game by playing it: a bot's way to an ending, and what is wrong with the scene."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dreamgarden.game.play import Game, Played, run
from dreamgarden.work import Work

ENDINGS = ("won", "lost")
_LOWEST = -60.0  # metres; whatever is below has fallen out of the world


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


def play_through(game: Game, work: Work, *, bot: str = "goal", frames: int = 3000, seed: int | None = None) -> Playtest:
    """Let a bot play to an ending, for `frames` at most (30 a second of play). Raises Cancelled."""
    played = run(game, work, frames=frames, bot=bot, seed=seed, timeout=180.0)
    state = played.state
    problems = [] if played.ok else [f"It did not run well: {played.reason}."]
    problems += [f"{c.part or 'The runtime'}: {c.text}" for c in played.complaints if c.level in ("expect", "error")]
    problems += scene_problems(state, _stage(game))
    return Playtest(
        screen=str(state.get("screen", "")),
        ending=str(state.get("ending", "")),
        seconds=float(state.get("seconds", 0.0)),
        problems=tuple(dict.fromkeys(problems)),
        played=played,
    )


def _stage(game: Game) -> str:
    try:
        style = json.loads((game.home / "data" / "style.json").read_text(encoding="utf-8"))
        return str(style.get("stage", ""))
    except (OSError, ValueError):
        return ""


def scene_problems(state: Mapping[str, Any], stage: str = "") -> list[str]:
    """What can't be meant in a state dump: things without a place or fallen out of the world, a world without a player.

    stage is the style's; on a "board" nobody walks about.
    """
    things = [thing for thing in state.get("things", ()) if isinstance(thing, Mapping)]
    problems: list[str] = []
    for thing in things:
        at = [float(value) for value in thing.get("at", (0, 0, 0))]
        name = str(thing.get("name", "a thing"))
        if not all(math.isfinite(value) for value in at):
            problems.append(f"{name} is nowhere: its place is not a number.")
        elif at[1] < _LOWEST:
            problems.append(f"{name} has fallen out of the world ({at[1]:.0f} m).")
    if stage != "board" and things and not any("player" in thing.get("tags", ()) for thing in things):
        problems.append("There is no player.")
    return problems
