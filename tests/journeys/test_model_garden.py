"""A garden that a language model grew, told again from its tape: sketched, taken over, mended, built, played to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.events import Event, TaskFinished
from dreamgarden.project import Project
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "park.jsonl"
PROMPT = ("An abandoned amusement park in the fog. Every ride you switch on brings back one memory of a visitor, "
          "and switches off the lights somewhere else.")  # fmt: skip
PARTS = {"grounds", "lamps", "booths", "switching", "ride_show", "apparitions", "nerve", "air"}


def test_the_park_is_grown_from_its_tape_and_played_to_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPE))
    heard: list[Event] = []
    with Project.create(tmp_path / "park", PROMPT) as project:
        finished = project.grow(Work(), heard.append)
        assert finished.failed == [] and finished.blocked == []
        games = [event for event in heard if isinstance(event, TaskFinished) and event.task == "game" and event.outcome == "done"]
        assert len(games) >= 2, "the sketch's game was there before the model's"
        written = {file.stem for file in (tmp_path / "park" / "game" / "parts").glob("*.cpp")}
        assert written >= PARTS
        for slug in ("lamps", "apparitions"):  # sent with a mistake, mended by blocks
            tried = project.leaf(slug)["notes"]["tried"]
            assert any(each.startswith("round 1: ") for each in tried)
        played = project.playtest(Work(), frames=3600)
        assert played.screen == "won" and not played.problems
        code = (tmp_path / "park" / "game" / "parts" / "lamps.cpp").read_text().partition("#include")[2]

        # Built again, nothing is asked, written or compiled.
        again = project.build(Work())
        assert again.ran == []

        # A person's wish on one leaf that is on no tape fails, and the game keeps what it had.
        project.edit("lamps", brief="Lamps that sing.")
        wished = project.build(Work())
        assert len(wished.failed) == 1 and "transcript" in wished.failed[0]["reason"]
        assert (tmp_path / "park" / "game" / "parts" / "lamps.cpp").read_text().partition("#include")[2] == code
