"""Who is to blame for what a play shows and no part is named for: the part without which it does not happen.

A play without a screen takes a tenth of a second, so each part is left out once (`--without`), and the same is looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.game.findings import Finding, Sources
from dreamgarden.game.picture_checks import check_picture
from dreamgarden.game.play import Game, Played, run
from dreamgarden.game.play_checks import check_play
from dreamgarden.work import Work

SEEN = ("dark", "glare", "empty", "contrast", "palette")  # by pictures
PLAYED = ("memory", "slow", "stuck", "hang", "ground", "spawn", "error")  # by how a play goes
_ABOUT = {
    "ground": re.compile(r"\b(?:ground|ground_tiles|bounds|add_spot)\("),
    "spawn": re.compile(r"\bon_player\(|\bground(?:_tiles)?\("),
    "seen": re.compile(r"\b(?:sky|sun|fog|hour|finish|on_paint)\("),
}
_MOST = 14  # parts that are left out in turn
_FRAME = 45  # of a picture that is taken again
_BOTS = ("goal", "random", "idle")


def blamed(game: Game, work: Work, finding: Finding, sources: Sources, style: Mapping[str, Any], frames: int) -> Finding:
    """The finding with the parts without which it is gone and nothing of the same kind came, and those that it may concern.

    Raises Cancelled, MissingTool.
    """
    if finding.kind not in (*SEEN, *PLAYED):
        return finding
    slugs = list(dict.fromkeys([*finding.parts, *sources.code]))[:_MOST]
    guilty = [slug for slug in slugs if slug in sources.code and not _there(game, work, finding, (slug,), sources, style, frames)]
    # What goes away with any part at all says nothing about one of them.
    if len(guilty) > max(2, len(slugs) // 3):
        guilty = []
    return replace(finding, parts=tuple(dict.fromkeys([*guilty, *finding.parts, *_concerned(finding.kind, sources)])))


def _concerned(kind: str, sources: Sources) -> list[str]:
    """The parts whose code has to do with such things at all."""
    about = _ABOUT.get("seen" if kind in SEEN else kind)
    return [slug for slug, code in sources.code.items() if about and about.search(code)]


def _there(game: Game, work: Work, finding: Finding, without: Sequence[str], sources: Sources, style: Mapping[str, Any],
           frames: int) -> bool:
    """Whether something like the finding is there when these parts are not."""
    if finding.kind in SEEN:
        frame = max(4, min(finding.frame or _FRAME, 300))
        played = run(game, work, frames=frame + 1, bot="goal", seed=finding.seed, shots=(frame,), size="320x180", without=without,
                     timeout=40.0)  # fmt: skip
        if not played.shots:
            return True
        kinds = {each.kind for each in check_picture(played.shots[0], style, "goal", frame)}
        return bool(kinds & set(SEEN))
    bot = finding.play if finding.play in _BOTS else "goal"
    played = run(game, work, frames=frames, bot=bot, seed=finding.seed, glances=10, without=without, timeout=40.0)
    return not played.ok or any(each.kind in PLAYED for each in check_play(played, bot, frames, sources)) or _bare(played)


def _bare(played: Played) -> bool:
    """Whether nobody is left who could play: that shows nothing."""
    return not any(glance.get("player") is True for glance in played.glances) and any("player" in glance for glance in played.glances)
