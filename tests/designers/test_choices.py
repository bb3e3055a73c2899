"""The patterns that are chosen for prompts are those that a thoughtful designer would choose."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import pytest

from dreamgarden.designers.patterns import PatternDesigner

PROMPTS = [
    ("Sneak past the museum guards and steal the crown without being seen.", "walk", {"stealth"}),
    ("Plant pumpkins, water them and harvest before the frost.", "walk", {"farming"}),
    ("A kart race through a neon city.", "vehicle", {"racer"}),
    ("Jump from ledge to ledge across a river and bring the kittens home.", "side", {"escort", "climbing"}),
    ("A jet pilot in a dogfight above the clouds.", "vehicle", {"flying"}),
    ("Push crates onto the marked squares of a warehouse.", "board", {"pushing"}),
    ("Match pairs of cards before time runs out.", "board", {"matching"}),
    ("Run a small hotel: hire staff, set prices, earn money.", "board", {"managing"}),
    ("Tap the notes to the beat as they fall down the lanes.", "board", {"rhythm"}),
    ("A turn-based game about conquering territories with armies.", "board", {"territory"}),
    ("Waves of goblins attack; build towers to defend the gate.", "walk", {"defending"}),
    ("Shoot the robots that swarm into the arena.", "walk", {"shooting"}),
    ("Gather lost lanterns in a forest.", "walk", {"collecting"}),
    ("在小镇上和每个人聊天，把消息传出去。", "walk", {"villagers"}),
    ("在寒夜里守住火堆，活到天亮。", "walk", {"survive_night"}),
    ("山路上的赛车比赛", "vehicle", {"racer"}),
    ("A platformer: a fox runs over the rooftops of a city at night and collects stars.", "side", {"climbing"}),
    ("A red kite flies home across the city to my little brother, between pigeons.", "vehicle", {"crossing_sky"}),
    ("Hide and seek in a dark house with a flashlight.", "walk", {"hide_and_seek"}),
    ("A storm blows; keep the candles in the windows burning until dawn.", "walk", {"keeping_lit"}),
    ("横版跳跃游戏:小女孩爬上古塔,躲开蝙蝠。", "side", {"climbing"}),
    ("A turn-based battle where a knight and a wizard fight a dragon with cards.", "board", {"duel"}),
    ("Find the hidden words in a grid of letters.", "board", {"letters"}),
    ("Connect the pipes so that the water flows.", "board", {"connecting"}),
    ("Pack the suitcase so that everything fits.", "board", {"placing"}),
    ("Turn mirrors so that a beam of moonlight wakes the flowers.", "board", {"beams"}),
    ("A noodle shop at night where I cook for lonely guests.", "board", {"serving"}),
    ("两个侠客在竹林里决斗", "board", {"duel"}),
    ("收拾行李箱，把东西都装进去。", "board", {"placing"}),
    ("A tiny fox on a snowy railway brings letters to sleepy stations while the wind tries to take them.", "walk", {"delivering"}),
    ("A lighthouse keeper rows between foggy islands at night, collecting lanterns before the oil runs out.", "walk",
     {"collecting", "keeping_lit"}),
    ("Shop window dummies come nearer whenever I look away; I have to last until morning.", "walk", {"fleeing"}),
    ("深夜面馆，给客人煮面，听他们的故事。", "board", {"serving"}),
]
DATA = {
    "p01": {"hidden_sound"}, "p03": {"survive_night"}, "p04": {"sorting"}, "p05": {"racer"}, "p07": {"echoes"},
    "p09": {"farming"}, "p11": {"defending"}, "p12": {"switches"}, "p13": {"overheard", "collecting"}, "p14": {"escort"},
    "p15": {"villagers"}, "p17": {"shadow_play"}, "p19": {"farming"},
}
BOARD = ("Board_Game", "Management_Game")


@pytest.mark.parametrize(("prompt", "stage", "cores"), PROMPTS, ids=[p[0][:24] for p in PROMPTS])
def test_core_and_stage(designer: PatternDesigner, prompt: str, stage: str, cores: set[str]) -> None:
    choice = designer.outline(prompt).choice
    assert (choice.stage, choice.core in cores) == (stage, True), f"{choice.core} on {choice.stage}: {choice.names}"


def test_nine_of_ten_labelled_prompts_get_the_game_a_designer_would_make(designer: PatternDesigner) -> None:
    rows = tomllib.loads((Path(__file__).parent / "labelled.toml").read_text(encoding="utf-8"))["prompt"]
    known = set(designer.chooser.cores)
    assert {core for row in rows for core in row["cores"]} <= known, "every label is a core pattern"
    readings = [designer.read(row["text"]) for row in rows]
    cores = [designer.chooser.core_of(designer.chooser.scores(reading), reading) for reading in readings]
    for language in ("en", "zh"):
        right = [core in row["cores"] for core, row, reading in zip(cores, rows, readings, strict=True) if reading.language == language]
        assert sum(right) >= 0.85 * len(right), f"{language}: {sum(right)} of {len(right)}"


def test_the_prompts_of_the_data_folder(designer: PatternDesigner, shared_data: Path) -> None:
    rows = json.loads((shared_data / "prompts_dev.json").read_text(encoding="utf-8"))
    wrong = {r["id"]: designer.outline(r["prompt"]).choice.core for r in rows}
    assert {k: v for k, v in wrong.items() if k in DATA and v not in DATA[k]} == {}


def test_board_and_management_briefs_become_table_games(designer: PatternDesigner, shared_data: Path) -> None:
    rows = list(csv.DictReader((shared_data / "srdd_games_dev.csv").open(encoding="utf-8")))
    mine = [r for r in rows if r["Category"] in BOARD]
    stages = [designer.outline(r["Description"]).choice.stage for r in mine]
    assert stages.count("board") >= 0.95 * len(mine) > 20


@pytest.mark.parametrize("prompt", [p[0] for p in PROMPTS] + ["x", "🦊🌙🏮", "1234"])
def test_what_is_chosen_goes_together(designer: PatternDesigner, prompt: str) -> None:
    choice = designer.outline(prompt).choice
    chosen = [designer.patterns[name] for name in choice.names]
    assert all(choice.stage in p.stages for p in chosen)
    assert sum(p.role == "player" for p in chosen) <= 1
    assert sum(p.role == "world" for p in chosen) == 1
    assert not [(a.name, b.name) for a in chosen for b in chosen if b.name in a.excludes]
    if choice.stage in ("board", "vehicle"):  # one canvas, one wheel
        assert [p.name for p in chosen if p.core] == [choice.core]


@pytest.mark.parametrize(("prompt", "said"), [
    ("A platformer over the rooftops of a city.", "lit windows"), ("A platformer through a crystal cave.", "dark rock"),
    ("A platformer about a beach, a beach and a cave.", "warm sand"), ("A platformer about nothing in particular.", "mossy earth"),
])  # fmt: skip
def test_the_prompt_s_own_words_make_a_choice(designer: PatternDesigner, prompt: str, said: str) -> None:
    part, = (part for part in designer.outline(prompt).parts["world"] if part.pattern.name == "ledges")
    assert said in str(part.values["theme"])
