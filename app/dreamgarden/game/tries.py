"""`Tries`: plays that were written down (codegen/play_words.py), played beside the bots, and what did not come of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dreamgarden.codegen.plays import Play, what_failed
from dreamgarden.game.findings import Finding, Sources
from dreamgarden.game.play import Game, Played, run
from dreamgarden.game.play_checks import ended_badly
from dreamgarden.work import Work

_OTHER_SEEDS = (7, 23)  # worlds in which a play that failed is tried again: luck has its part in some


class Tries:
    """All of them, on their way in `pool`. recorded  name of a play → where its trace is, once it was played."""

    def __init__(self, pool: ThreadPoolExecutor, game: Game, work: Work, plays: Sequence[Play], seed: int | None, folder: Path) -> None:
        self._pool, self._game, self._work = pool, game, work
        self.plays = [play for play in plays if not play.unread]
        self.recorded = {play.name: folder / f"written{number}.json" for number, play in enumerate(self.plays)}
        self._first = [pool.submit(self._play, play, seed, self.recorded[play.name]) for play in self.plays]

    def outcome(self) -> dict[str, Played]:
        """Each play's name and how it went: well where it went well in one of a few worlds. Raises Cancelled, MissingTool."""
        came = {play.name: one.result() for play, one in zip(self.plays, self._first, strict=True)}
        failed = [play for play in self.plays if came[play.name].ok and _failed(play, came[play.name])]
        again = [(play, self._pool.submit(self._play, play, seed)) for play in failed for seed in _OTHER_SEEDS]
        for play, one in again:
            if (played := one.result()).ok and not _failed(play, played):
                came[play.name] = played
        return came

    def _play(self, play: Play, seed: int | None, record: Path | None = None) -> Played:
        return run(self._game, self._work, frames=play.frames, script=play.to_json(), seed=seed, record=record)


def _failed(play: Play, played: Played) -> str:
    return what_failed(play, played.told, played.state)


def check_written(play: Play, played: Played | None, sources: Sources) -> Iterator[Finding]:
    """Whether there came of a play that is written down what it says; `played` is None for one that could not be understood."""
    subject = f"{play.part}: {play.title or play.said}"[:80]
    if played is None:
        yield Finding("mechanic", f"The play “{play.said}” can't be tried: {play.unread}", subject, (play.part,), 0.6, play.name)
        return
    told = played.told.get("frame")
    frame = int(told) if isinstance(told, int) else 0
    if not played.ok:
        yield from ended_badly(played, play.name, frame)
        return
    failed = _failed(play, played)
    beaten = played.state.get("screen") == "lost" and not any(want.never for want in play.wants)
    if failed and not beaten:  # who was beaten on the way has proved nothing
        what = f"{f'{play.title}: ' if play.title else ''}{failed[0].upper()}{failed[1:]}. It was tried: {play.said}."
        named = sources.speaking_of(*(want.name for want in play.wants if not want.never))
        yield Finding("mechanic", what, subject, tuple(dict.fromkeys([play.part, *named]))[:3], 0.85, play.name, frame)
