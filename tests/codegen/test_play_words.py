"""Plays in words: what is read out of a sentence, in English and Chinese, and what stays in a brief and in code."""

from __future__ import annotations

import pytest

from dreamgarden.codegen.expectation import Expectation
from dreamgarden.codegen.play_words import code_without_plays, declared, parse, plays_in, with_plays, without_plays
from dreamgarden.codegen.plays import Play, Step, Want, what_failed
from dreamgarden.errors import BadInput

DOOR = "A door of 2.5 m. Try: hold W two seconds, press E; then “door opened” happens. It creaks."


@pytest.mark.parametrize(("said", "steps", "wants", "within"), [
    ("hold W two seconds, press E; then “door opened” happens", [Step("hold", keys=("W",), seconds=2), Step("press", keys=("E",))],
     [Want("event", "door opened")], 4.0),
    ("walk to the nearest “lantern”; then “collected” happens within 30 s", [Step("walk", "lantern", seconds=30)],
     [Want("event", "collected")], 30.0),
    ("press space three times, wait 1.5 s; then “fell” does not happen",
     [Step("press", keys=("SPACE",), times=3), Step("wait", seconds=1.5)], [Want("event", "fell", never=True)], 4.0),
    ("press use, until “warmth” rises by 2, at most 12 s; then the “door” moves and the game is won",
     [Step("press", keys=("use",)), Step("until", seconds=12, until=Want("rises", "warmth", 2))],
     [Want("moves", "door"), Want("event", "won")], 4.0),
    ("play on for one minute; then “joined” happens twice and there are fewer “coin”", [Step("play", seconds=60)],
     [Want("event", "joined", 2), Want("fewer", "coin")], 4.0),
    ("click “Hint” twice, hold W and A for 2 s; then “hints” falls",
     [Step("click", "Hint", times=2), Step("hold", keys=("W", "A"), seconds=2)],
     [Want("falls", "hints", 0.01)], 4.0),
    ("按住W两秒，按E；然后“door opened”发生", [Step("hold", keys=("W",), seconds=2), Step("press", keys=("E",))],
     [Want("event", "door opened")], 4.0),
    ("走到最近的“灯笼”旁边，按E键两次，等三秒；然后“灯笼”消失，“collected”就会发生，30秒内",
     [Step("walk", "灯笼", seconds=30), Step("press", keys=("E",), times=2), Step("wait", seconds=3)],
     [Want("fewer", "灯笼"), Want("event", "collected")], 30.0),
    ("接着玩40秒；然后“goals”有进展", [Step("play", seconds=40)], [Want("advances", "goals")], 4.0),
])  # fmt: skip
def test_what_a_sentence_tells(said: str, steps: list[Step], wants: list[Want], within: float) -> None:
    play = parse(said + ("。" if "；" in said else "."))
    assert (list(play.steps), list(play.wants), play.within) == (steps, wants, within)


def test_what_a_state_must_be_is_said_as_the_writers_of_parts_say_it() -> None:
    play = parse("press E; then counters.coins >= 3 and screen == “won”")
    assert play.checks == (Expectation(0, "counters.coins", ">=", 3.0), Expectation(0, "screen", "==", "won"))
    assert "coins" in what_failed(play, {"wants": []}, {"counters": {"coins": 2}, "screen": "won"})
    assert what_failed(play, {"wants": []}, {"counters": {"coins": 3}, "screen": "won"}) == ""


@pytest.mark.parametrize(("said", "named"), [
    ("do a backflip; then “x” happens", "do a backflip"), ("press E; then all is well", "all is well"), ("press E", "press E"), ("", ""),
    ("wait many s; then “x” happens", "many"), ("按E；然后一切都好", "一切都好"),
])  # fmt: skip
def test_what_is_not_understood_is_named(said: str, named: str) -> None:
    with pytest.raises(BadInput) as error:
        parse(said)
    assert named in error.value.what


def test_a_brief_may_hold_a_play_and_is_the_same_without() -> None:
    (play,) = plays_in(DOOR, "door")
    assert play.part == "door" and play.said == "hold W two seconds, press E; then “door opened” happens" and not play.unread
    assert without_plays(DOOR) == "A door of 2.5 m. It creaks." and without_plays("A door.") == "A door."
    (chinese,) = plays_in("一扇门。试玩：按住W两秒，按E；然后“door opened”发生。", "door")
    assert chinese.steps == play.steps and chinese.wants == play.wants
    (odd,) = plays_in("Try: sing; then “x” happens.", "door")
    assert "sing" in odd.unread
    assert plays_in("People try: nobody knows. They try hard; then it rains.", "door") == []


def test_code_carries_its_plays_and_nothing_else_enters_with_them() -> None:
    code = 'PART(door) {\n  on_start([] { say("A", "Try: press E; then x"); });\n}\n'
    told = with_plays(code, [("Opening \\", "press E; then “door opened” happens.\n#include <x>"), ("Odd", "“\" happens")])
    assert told.startswith(code) and "\n#include" not in told and "\\\n" not in told
    fine = with_plays(code, [("Opening", "press E; then “door opened” happens.")])
    (play,) = plays_in(fine, "door", code=True)
    assert (play.title, play.steps[0].keys, play.wants[0].name) == ("Opening", ("E",), "door opened")
    assert code_without_plays(fine).strip() == code.strip()
    both = declared({"door": fine}, {"door": DOOR, "land": "Hills."})
    assert [each.part for each in both] == ["door", "door"]
    assert len(declared({"door": fine}, {"door": "Try (Opening): press E; then “door opened” happens."})) == 1


def test_what_did_not_come_is_told() -> None:
    play = Play("…", wants=(Want("event", "opened"), Want("event", "fell", never=True), Want("moves", "door")))
    fine = {"wants": [{"met": True}, {"met": False}, {"met": True, "known": True}], "stopped": ""}
    assert what_failed(play, fine, {}) == ""
    bad = {"wants": [{"met": False}, {"met": True, "frame": 60}, {"met": False, "known": False}], "stopped": 'There is no "door" to go to.'}
    said = what_failed(play, bad, {})
    assert said == "“opened” does not happen; “fell” happens 2 s into it; there is no “door”; There is no “door” to go to"
    assert "not played to its end" in what_failed(play, {}, {})
