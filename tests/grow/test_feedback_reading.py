"""What a complaint asks for, in both languages, before anybody looks for the nodes."""

from __future__ import annotations

import pytest

from dreamgarden.grow.feedback.reading import asks_of


@pytest.mark.parametrize(
    ("text", "kind", "sense", "sign"),
    [
        ("The enemies are too fast", "turn", "pace", -1),
        ("everything is way too slow", "turn", "pace", 1),
        ("It is too hard", "turn", "ease", 1),
        ("Make it harder", "turn", "ease", -1),
        ("the game is too dark", "turn", "light", 1),
        ("It is far too bright", "turn", "light", -1),
        ("The trees are too big", "turn", "size", -1),
        ("the stove is too small", "turn", "size", 1),
        ("There are too many enemies", "turn", "amount", -1),
        ("There are too few trees", "turn", "amount", 1),
        ("Make the night longer", "turn", "length", 1),
        ("the race should be shorter", "turn", "length", -1),
        ("there is no cat", "add", "", 0),
        ("Remove the bench", "remove", "", 0),
        ("the houses float in the air", "ground", "", 0),
        ("there is no ground", "ground", "", 0),
        ("I can't reach the lantern", "reach", "", 0),
        ("It is boring at the start", "boring", "", 0),
        ("no sound", "silent", "", 0),
        ("The jump key is wrong", "key", "", 0),
        ("the wrong key jumps", "key", "", 0),
        ("It should be night", "look", "", 0),
        ("太暗了", "turn", "light", 1),
        ("敌人太多", "turn", "amount", -1),
        ("游戏太难了", "turn", "ease", 1),
        ("涨水太快了", "turn", "pace", -1),
        ("把时间延长", "turn", "length", 1),
        ("房子飘在空中", "ground", "", 0),
        ("跳不上去", "reach", "", 0),
        ("没有声音", "silent", "", 0),
        ("没有猫", "add", "", 0),
        ("去掉长椅", "remove", "", 0),
        ("开头太无聊", "boring", "", 0),
        ("按键不对", "key", "", 0),
    ],
)
def test_the_common_complaints(text: str, kind: str, sense: str, sign: int) -> None:
    (ask,) = asks_of(text)
    assert (ask.kind, ask.sense, ask.sign) == (kind, sense, sign)


def test_numbers_are_read_as_what_they_ask_for() -> None:
    (change,) = asks_of("Change the delay from ten seconds to five.")
    assert (change.old, change.exact, change.unit) == (10, 5, "second")
    (lives,) = asks_of("Give me 5 lives")
    assert lives.exact == 5
    (fourth,) = asks_of("Add a fourth kind of screw")
    assert (fourth.sense, fourth.exact) == ("amount", 4)
    (warned,) = asks_of("预警提前三秒")
    assert warned.delta == 3
    (more,) = asks_of("再加三只鸭子")
    assert (more.delta, more.unit) == (3, "只")
    (minutes,) = asks_of("Make the season last 3 minutes")
    assert (minutes.exact, minutes.unit) == (180, "minute")


def test_a_complaint_and_the_number_that_follows_are_one() -> None:
    (night,) = asks_of("Nights are too short: double the length of the night")
    assert (night.sense, night.factor) == ("length", 2)


def test_one_thing_for_another() -> None:
    (ask,) = asks_of("Replace the clothes with lanterns")
    assert (ask.kind, ask.about, ask.new) == ("swap", "the clothes", "lanterns")
    (zh,) = asks_of("把衣服改成灯笼,其余保持不变。")
    assert (zh.kind, zh.about, zh.new) == ("swap", "衣服", "灯笼")


def test_what_is_to_stay_asks_for_nothing() -> None:
    assert asks_of("Keep everything else as it is.") == []
    assert len(asks_of("The trees are too big, and keep everything else as it is.")) == 1


def test_two_wishes_are_two() -> None:
    music, enemies = asks_of("The music is too loud and there are too many enemies")
    assert (music.sense, enemies.sense) == ("loud", "amount")


def test_no_longer_is_not_longer() -> None:
    assert all(ask.sense != "length" for ask in asks_of("The hose must no longer leak"))
