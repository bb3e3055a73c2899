"""Keys that are named and do nothing, told from those that do something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dreamgarden.game.findings import Sources
from dreamgarden.game.key_checks import check_keys, hinted_keys, named_keys
from dreamgarden.game.play import Game, Played
from dreamgarden.work import Work


@pytest.mark.parametrize(("text", "keys"), [
    ("WASD", ["W", "A", "S", "D"]), ("A D / arrows", ["A", "D", "UP", "LEFT", "DOWN", "RIGHT"]), ("Space", ["SPACE"]), ("空格", ["SPACE"]),
    ("Mouse / F", ["F"]), ("E or click", ["E"]), ("1 2 3 …", ["1", "2", "3"]), ("Z  X", ["Z", "X"]), ("Drag", []),
    ("点货堆 / 1 2 3", ["1", "2", "3"]),
    ("Shift", ["SHIFT"]), ("←→", ["LEFT", "RIGHT"]),
])  # fmt: skip
def test_the_keys_that_a_line_of_how_to_play_names(text: str, keys: list[str]) -> None:
    assert named_keys(text) == keys


@pytest.mark.parametrize(("text", "keys"), [
    ("E  open the door", ["E"]), ("Mouse  look around     F  torch", ["F"]), ("1 2 3 4  play a card", ["1", "2", "3", "4"]),
    ("E  打开旋转木马", ["E"]), ("Press G to wave", ["G"]), ("按住 空格 蓄力", ["SPACE"]), ("A moth sits here", []),
    ("The torch is dead. Listen, and feel your way.", []),
])  # fmt: skip
def test_the_keys_that_a_hint_asks_for(text: str, keys: list[str]) -> None:
    assert hinted_keys(text) == keys


def game_that_knows(tmp_path: Path, keys: str, hint: str = "") -> Game:
    """A game whose world differs as soon as one of these keys goes down, and is the same otherwise."""
    program, home = tmp_path / "bin" / "game", tmp_path / "home"
    program.parent.mkdir()
    home.mkdir()
    program.write_text(f"""#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --replay ] && trace=$2; [ "$1" = --state ] && state=$2; [ "$1" = --frames ] && frames=$2; shift; done
digest=0
read -r events < "$trace"
for key in {keys}; do case "$events" in *key_down*"\\"keycode\\": \\"$key\\""*) digest=$digest$key;; esac; done
at=60
while [ $at -le $frames ]; do
  seen="\\"digest\\":\\"$digest\\",\\"hint\\":\\"{hint}\\",\\"hint_part\\":\\"doors\\""
  echo "{{\\"garden\\":\\"glance\\",\\"frame\\":$at,\\"screen\\":1,$seen}}" >&2
  at=$((at + 60))
done
echo '{{"screen": "play"}}' > $state
""")
    program.chmod(0o755)
    return Game(program, home)


def walked(*keys: str) -> str:
    events = [{"frame": frame, "type": f"key_{way}", "keycode": key} for key in keys for frame, way in ((50, "down"), (60, "up"))]
    return json.dumps({"seed": 1, "duration_frames": 600, "events": events})


def told(*lines: tuple[str, str]) -> Played:
    state: dict[str, Any] = {"help": [{"keys": keys, "meaning": meaning} for keys, meaning in lines]}
    return Played(0, 1.0, False, (), state)


def test_a_key_of_the_how_to_play_that_nothing_hears(tmp_path: Path) -> None:
    game = game_that_knows(tmp_path, "W E")
    sources = Sources({"steps": 'help("Space", "jump"); if (pressed("jump")) hop();', "land": "ground(4);"})
    found = check_keys(game, Work(), told(("W", "walk"), ("E", "open"), ("Space", "jump")), walked("W"), sources, 600, pictures=False)
    assert [(one.kind, one.subject, one.parts) for one in found] == [("key", "SPACE", ("steps",))] and "Space: jump" in found[0].what


def test_a_key_that_a_hint_asks_for_in_vain(tmp_path: Path) -> None:
    game = game_that_knows(tmp_path, "W", hint="E  open the door")
    sources = Sources({"doors": 'pressed("use")'})
    (one,) = check_keys(game, Work(), told(("W", "walk"), ("E", "open")), walked("W"), sources, 600, pictures=False)
    assert one.kind == "key" and one.parts[0] == "doors" and "E  open the door" in one.what


def test_keys_that_all_do_something_are_no_finding(tmp_path: Path) -> None:
    game = game_that_knows(tmp_path, "W E SPACE", hint="E  open the door")
    assert check_keys(game, Work(), told(("W", "walk"), ("Space", "jump")), walked("W"), Sources(), 600, pictures=False) == []
    assert check_keys(game, Work(), told(("W", "walk")), "no trace", Sources(), 600) == []
