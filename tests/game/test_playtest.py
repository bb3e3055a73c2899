"""What is wrong with how a play went, with its pictures, and with a game that was played in every way."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamgarden.game.findings import Finding, Sources, distinct, finding_from_json
from dreamgarden.game.picture_checks import check_picture, check_words, measure
from dreamgarden.game.play import Complaint, Game, Played
from dreamgarden.game.play_checks import check_ends, check_painting, check_play
from dreamgarden.game.playtest import length_of
from dreamgarden.game.playtest import test_game as play_every_way
from dreamgarden.work import Work

FRAMES = 1800


def glances(**other: Any) -> tuple[dict[str, Any], ...]:
    """A glance every ten frames; a member may be a function of the frame."""
    rows = []
    for frame in range(10, FRAMES + 1, 10):
        row = {"frame": frame, "screen": 1, "at": [frame * 0.05, 0, 0], "player": True, "keys": 1, "things": 20, "kilobytes": 30_000,
               "milliseconds": 1.0, "score": 0, "have": 0, "events": {}}  # fmt: skip
        rows.append({**row, **{name: value(frame) if callable(value) else value for name, value in other.items()}})
    return tuple(rows)


def played(code: int = 0, state: dict[str, Any] | None = None, timed_out: bool = False, complaints: tuple[Complaint, ...] = (),
           **seen: Any) -> Played:
    return Played(code, 1.0, timed_out, complaints, state or {"screen": "play"}, glances=glances(**seen))


def kinds(one: Played, play: str = "goal", sources: Sources | None = None) -> list[str]:
    return [each.kind for each in check_play(one, play, FRAMES, sources or Sources())]


def test_a_play_that_went_well_has_no_findings() -> None:
    assert kinds(played()) == []


def test_a_crash_names_its_part_and_when() -> None:
    gone = Played(-11, 1.0, False, (Complaint("error", "moths", "It crashed: a bad memory access."),), {}, glances=glances()[:130])
    (one,) = check_play(gone, "random", FRAMES, Sources())
    assert (one.kind, one.parts, one.frame, one.play) == ("crash", ("moths",), 1300, "random") and "43 s" in one.what


def test_a_hang_and_a_failed_expectation() -> None:
    assert kinds(played(-9, timed_out=True)) == ["hang"]
    assert kinds(played(complaints=(Complaint("expect", "moths", "Moths are counted."),))) == ["error"]


def test_a_name_that_is_not_there_is_missing_where_code_speaks_of_it() -> None:
    lacks = played(complaints=(Complaint("warning", "", 'There is no model "mothh". Did you mean "moth"?'),))
    (one,) = check_play(lacks, "goal", FRAMES, Sources(code={"moths": 'spawn("mothh")', "land": "ground()"}))
    assert (one.kind, one.subject, one.parts) == ("missing", "mothh", ("moths",))


def test_a_player_who_tries_and_gets_nowhere_is_stuck() -> None:
    corner = played(state={"screen": "play", "beside": ["walls"]}, at=lambda frame: [min(frame, 900) * 0.05, 0, 0])
    (one,) = check_play(corner, "goal", FRAMES, Sources())
    assert (one.kind, one.parts, one.frame) == ("stuck", ("walls",), 900)
    assert kinds(played(at=[0, 0, 0], keys=0)) == [] and kinds(played(at=[0, 0, 0]), "idle") == []


def test_memory_that_grows_and_memory_that_settles() -> None:
    assert kinds(played(kilobytes=lambda frame: 30_000 + frame * 40)) == ["memory"]
    assert kinds(played(kilobytes=lambda frame: 30_000 + min(frame, 200) * 400)) == []


def painted(whole: float, empty: float = 25.0, cubes: float = 2.0, **parts: float) -> Played:
    row = {"frame": 200, "whole": whole, "empty": empty, "cubes": cubes, "parts": parts}
    return Played(0, 1.0, False, (), {"things": [{"part": "crowd"}] * 90}, paintings=(row, {**row, "frame": 600, "whole": 1.1 * whole}))


def test_a_part_that_paints_too_much_and_a_scene_that_is_too_full() -> None:
    (one,) = check_painting(painted(90.0, moths=20.0, sky=0.4))
    assert (one.kind, one.parts, one.subject) == ("slow", ("moths",), "painting") and "10,000 cubes" in one.what
    (full,) = check_painting(painted(200.0))
    assert full.parts == ("crowd",) and "stands in view" in full.what
    assert list(check_painting(painted(75.0, moths=1.4))) == []
    assert list(check_painting(painted(150.0, empty=50.0, cubes=4.0, moths=3.0))) == []
    assert list(check_painting(Played(0, 1.0, False, ()))) == []


def test_a_slow_game_and_one_slow_picture() -> None:
    assert kinds(played(milliseconds=50.0)) == ["slow"]
    assert kinds(played(milliseconds=lambda frame: 900.0 if frame == 400 else 2.0)) == []


def test_falling_out_of_the_world() -> None:
    assert kinds(played(at=lambda frame: [frame * 0.05, -frame * 0.2, 0])) == ["ground"]


def goal(have: Any, screen: str = "play", **state: Any) -> Played:
    told = {"screen": screen, "objectives": {"items": {"have": 0, "need": 3, "text": "Find them", "part": "finding"}}, **state}
    return played(state=told, have=have)


def test_a_goal_that_nobody_comes_nearer_to() -> None:
    (one,) = check_ends({"goal": goal(1)}, Sources(), "walk", FRAMES)
    assert (one.kind, one.parts) == ("unwinnable", ("finding",))
    assert check_ends({"goal": goal(lambda frame: frame // 900)}, Sources(), "walk", FRAMES) == []
    assert check_ends({"goal": goal(1, "lost")}, Sources(), "walk", FRAMES) == []
    assert check_ends({"goal": goal(0, countdown=40)}, Sources(), "walk", FRAMES) == []


def test_a_loss_that_the_brief_promises_and_no_code_keeps() -> None:
    sources = Sources({"finding": 'objective("items");'}, {"finding": "Three lanterns; who is caught loses."})
    won = goal(3, "won")
    assert [each.kind for each in check_ends({"goal": won}, sources, "walk", FRAMES)] == ["unlosable"]
    kept = Sources({"finding": 'lose("Caught.");'}, sources.briefs)
    assert check_ends({"goal": won}, kept, "walk", FRAMES) == []
    assert check_ends({"goal": goal(3, "won", losable=["health"])}, sources, "walk", FRAMES) == []


def png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def shade(value: int) -> bytes:
    return png(np.full((90, 160, 3), value))


def test_pictures_that_show_nothing() -> None:
    assert [each.kind for each in check_picture(shade(4), {}, "goal", 9)] == ["dark"]
    assert [each.kind for each in check_picture(shade(252), {}, "goal", 9)] == ["glare"]
    assert [each.kind for each in check_picture(shade(120), {}, "goal", 9)] == ["empty"]
    scene = np.random.default_rng(1).integers(30, 220, (90, 160, 3))
    assert check_picture(png(scene), {}, "goal", 9) == []
    assert check_picture(b"no picture", {}, "goal", 9) == []


def test_foreign_colours_are_far_away() -> None:
    pixels = np.zeros((90, 160, 3))
    pixels[..., 1] = np.linspace(60, 255, 160)
    style = {"ink": "#301010", "paper": "#ff8080", "accent": "#e02020"}
    assert measure(png(pixels), style).away > 60 > measure(png(pixels), {**style, "plant": "#20c020"}).away


def test_words_over_each_other_or_too_small() -> None:
    def label(text: str, x: float, size: float = 24) -> dict[str, Any]:
        return {"text": text, "x": x, "y": 100, "width": 120, "height": size, "size": size}

    assert [each.kind for each in check_words({"labels": [label("wood 3", 40), label("warmth 9", 90)]})] == ["unreadable"]
    assert [each.kind for each in check_words({"labels": [label("wood 3", 40, 9)]})] == ["unreadable"]
    assert check_words({"labels": [label("wood 3", 40), label("warmth 9", 240)]}) == []


def test_findings_are_told_once_and_travel_as_json() -> None:
    one = Finding("stuck", "Stuck.", "player", ("walls",), 0.5, "goal", 90, 7)
    surer = Finding("stuck", "Stuck for long.", "player", ("walls",), 0.8, "trace mine", 120, 7)
    assert distinct([one, surer, Finding("crash", "Gone.", "moths")]) == [Finding("crash", "Gone.", "moths"), surer]
    assert finding_from_json(json.loads(json.dumps(surer.to_json()))) == surer


def test_a_game_is_played_in_every_way_there_is(tmp_path: Path) -> None:
    state = json.dumps({"screen": "won", "events": {"won": 1}, "things": []})
    program, home = tmp_path / "bin" / "game", tmp_path / "home"
    program.parent.mkdir()
    home.mkdir()
    find = 'all="$*"\nwhile [ $# -gt 0 ]; do [ "$1" = --state ] && state=$2; [ "$1" = --record ] && record=$2; shift; done\n'
    # It breaks in the random bot's hands alone.
    last_words = '{"garden":"error","part":"moths","text":"It crashed: an abort."}'
    broken = f"case \"$all\" in *random*) echo '{last_words}' >&2; kill -ABRT $$;; esac\n"
    glance = '{"garden":"glance","frame":60,"screen":3}'
    tell = f"echo '{glance}' >&2\necho '{state}' > $state\n[ -n \"$record\" ] && echo '{{}}' > $record\n"
    program.write_text(f"#!/bin/sh\n{find}{broken}{tell}exit 0\n")
    program.chmod(0o755)
    tested = play_every_way(Game(program, home), Work(), frames=60, pictures=False)
    assert [(each.kind, each.play, each.parts) for each in tested.findings] == [("crash", "random", ("moths",))]
    assert tested.coverage.endings == ("won",) and tested.coverage.events["won"] == 2 and tested.trace.strip() == "{}"


@pytest.mark.parametrize("text", ["{}", '{"garden":"glance"}', '{"garden":"glance","at":"x","frame":NaN,"events":3}'])
def test_what_a_game_says_about_itself_need_not_make_sense(text: str) -> None:
    row = json.loads(text)
    assert check_play(Played(0, 1.0, False, (), {"things": [{"at": "x"}]}, glances=(row,) * 40), "goal", FRAMES, Sources()) == []


def test_a_recorded_play_is_played_as_long_as_it_was(tmp_path: Path) -> None:
    trace = tmp_path / "mine.json"
    trace.write_text('{"duration_frames": 600, "events": []}')
    assert length_of(trace, 1800) == 600 and length_of(trace, 90) == 90
    trace.write_text("{}")
    assert length_of(trace, 1800) == 1800 and length_of(tmp_path / "none.json", 1800) == 1800


def test_a_game_that_is_lost_before_anybody_could_do_anything() -> None:
    def lost_at(frame: int) -> Played:
        glances = tuple({"frame": at, "screen": 1 if at < frame else 4} for at in range(0, FRAMES, 10))
        return Played(0, 1.0, False, (), {"screen": "lost"}, glances=glances)

    sources = Sources({"night": "win(); lose(\"cold\");", "hut": ""})
    (one,) = check_ends({bot: lost_at(60) for bot in ("goal", "random", "idle")}, sources, "walk", FRAMES)
    assert one.kind == "unwinnable" and one.parts == ("night",) and "2 s" in one.what
    assert check_ends({"goal": lost_at(900), "random": lost_at(60), "idle": lost_at(60)}, sources, "walk", FRAMES) == []
