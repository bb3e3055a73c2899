"""A garden told again from its tape, by the command line: the same plan each time, its parts written, mended, played; no server."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.cli.commands import main
from dreamgarden.game.probing import Prober
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.tree import Plan
from dreamgarden.project import Project
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "screws.jsonl"
PROMPT = ("As a kid I sorted my father's screws by sound. Make a puzzle game where objects look identical and you can only tell them "
          "apart by tapping them and listening.")  # fmt: skip
PARTS = {"bench", "wall", "window", "sunbeam", "screws", "jars", "waves", "director", "matches", "saturday", "chalk", "father"}

RIVER = TAPE.parent / "river.jsonl"
RIVER_PROMPT = "小时候外婆家门口有一条会涨水的小河。做一个平台跳跃游戏:水位每隔一会儿涨落,石头时隐时现,我要把三只小鸭子送到对岸。"
RIVER_PARTS = {"tide", "footholds", "kid", "kid_look", "ducklings", "duckling_look", "mother_duck", "river_water", "heaven", "far_hills",
               "riverbanks", "reeds_front", "dusk_light", "finds", "riverside", "bamboo_gauge"}  # fmt: skip
RIVER_WISHES = {
    "heaven": "太阳的光晕要柔:白天不许把右上角照成一片白,三层光晕的 alpha 各不超过 0.10、0.14、0.22,云和燕子在太阳旁边也看得清。",
    "mother_duck": "结尾每一步都看 ducks_home 是不是到了 3,不只在 duck_home 发出的那一刻看;每只小鸭到时她都跳。",
}

FAIRGROUND = TAPE.parent / "fairground.jsonl"
FAIRGROUND_PROMPT = ("An abandoned amusement park in the fog. Every ride you switch on brings back one memory of a visitor, "
                     "and switches off the lights somewhere else.")  # fmt: skip
FAIRGROUND_PARTS = {"night", "avenue", "fogbanks", "lamps", "levers", "carousel", "swings", "heights", "girl", "visitors", "homeward",
                    "hush", "tunes", "tickets"}  # fmt: skip
FAIRGROUND_WISHES = {
    "lamps": (
        "Light is soft: the lamp keeps its colour, the outer glow has alpha 0.15, the inner 0.2, the core 0.4 in glow, "
        "and the pool on the stones is of twelve ellipses of alpha 0.016."
    ),
    "homeward": (
        "The caption waits 6 s for the card of thanks; the light in the arch is soft (beams of alpha 0.07, "
        "a glow of 0.12), and so are the figures."
    ),
}


def plan_in(folder: Path) -> Plan:
    journal = Journal.open(folder)
    try:
        return journal.plan
    finally:
        journal.close()


def files_in(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for part in ("parts", "data") for file in sorted((folder / part).iterdir())}


def test_the_workbench_is_told_again_the_same_and_won_by_ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert main(["grow", PROMPT, "--garden", str(one), "--replay", str(TAPE)]) == 0
    assert main(["grow", PROMPT, "--garden", str(two), "--replay", str(TAPE), "--no-build"]) == 0
    assert list(plan_in(one)) == list(plan_in(two))
    assert {Path(name).stem for name in files_in(one / "game") if name.endswith(".cpp")} == PARTS
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPE))
    with Project.open(one) as project:
        for slug in ("bench", "jars"):  # took a name that the runtime has: one was mended by rule, one by its writer
            assert project.leaf(slug)["notes"]["tried"]
        played = project.playtest(Work(), frames=4500)
        assert played.screen == "won" and not played.problems
        assert played.played.state["objectives"]["rounds"]["have"] == 5
        spent = project.show()["spent"]
        assert spent["total"]["calls"] == 30 and spent["nodes"]["jars"]["calls"] == 2


def test_three_ducklings_are_brought_over_the_river_that_rises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(RIVER))
    monkeypatch.setattr(Prober, "__call__", lambda *_: None)  # parts alone are tried with the other tapes; here it only takes time
    with Project.create(tmp_path / "river", RIVER_PROMPT) as project:
        grown = project.grow(Work())
        assert not grown.failed and not grown.blocked
        assert {file.stem for file in (tmp_path / "river" / "game" / "parts").glob("*.cpp")} == RIVER_PARTS
        for slug, wish in RIVER_WISHES.items():
            node = project.journal.plan.by_slug(slug)
            assert node is not None
            project.edit(slug, brief=f"{node.brief} {wish}")
        assert sorted(project.build(Work()).ran) == ["code:heaven", "code:mother_duck", "game"]
        played = project.playtest(Work(), frames=3600)
        state = played.played.state
        assert played.screen == "won" and not played.problems
        assert state["objectives"]["ducks"]["have"] == 3 and state["values"]["tide_period"] == 12
        assert state["values"]["stones"] >= 10 and state["events"]["tide_warning"] >= state["events"]["tide_high"] >= 3


def test_five_lost_things_are_given_back_while_the_lamps_of_the_fairground_go_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(FAIRGROUND))
    monkeypatch.setattr(Prober, "__call__", lambda *_: None)  # parts alone are tried with the other tapes; here it only takes time
    with Project.create(tmp_path / "fairground", FAIRGROUND_PROMPT) as project:
        grown = project.grow(Work())
        assert not grown.failed and not grown.blocked
        assert {file.stem for file in (tmp_path / "fairground" / "game" / "parts").glob("*.cpp")} == FAIRGROUND_PARTS
        assert project.leaf("avenue")["notes"]["tried"]  # it called a function as a newer raylib has it
        for slug, wish in FAIRGROUND_WISHES.items():  # blocks for the one; for the other a block that did not fit, then the file
            node = project.journal.plan.by_slug(slug)
            assert node is not None
            project.edit(slug, brief=f"{node.brief} {wish}")
        assert sorted(project.build(Work()).ran) == ["code:homeward", "code:lamps", "game"]
        state = project.playtest(Work(), frames=1500).played.state
        things = [thing for thing in state["things"] if {"ride", "lamp"} & set(thing["tags"])]
        assert len(things) == 29 and all(thing["at"][1] == 0 for thing in things)  # five rides and their lamps stand on the ground
        assert state["values"]["lit_lamps"] == 24 - 4 * state["events"]["ride_on"]  # each ride took the light of one corner
        played = project.playtest(Work(), frames=3900)
        assert played.screen == "won" and not played.problems
        assert played.played.state["objectives"]["memories"]["have"] == 5 and played.played.state["values"]["lit_lamps"] == 4
