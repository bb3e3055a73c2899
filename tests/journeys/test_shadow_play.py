"""A garden in Chinese told again from its tape: paper cuts and a lamp whose shadows become four pictures; painted, projected, counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamgarden.game.probing import Prober
from dreamgarden.project import Project
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "shadows.jsonl"
PROMPT = "一个关于影子戏的解谜游戏:转动手里的剪纸和油灯的位置,让幕布上的影子拼成一个完整的故事画面。"
PARTS = {"puppeteer", "likeness", "director", "shadows", "gold_thread", "living_air", "curtain", "bench_top", "stands", "oil_lamp",
         "backstage", "gongs", "moon_gauge", "story_scroll", "bow"}  # fmt: skip
WISHES = {
    "likeness": " 只到 0.9 还不够成画:每一块还都要咬住(piece_set 为 1);总数到了而还差一块时,每 6 秒 caption 一次:还有一块没有对上。",
    "stands": " 竹签用 brass 的亮色。",
}


def test_shadows_become_a_story_by_a_lamp_and_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPE))
    monkeypatch.setattr(Prober, "__call__", lambda *_: None)  # parts alone are tried with the other tapes; here it only takes time
    with Project.create(tmp_path / "shadows", PROMPT) as project:
        grown = project.grow(Work())
        assert not grown.failed and not grown.blocked
        assert {file.stem for file in (tmp_path / "shadows" / "game" / "parts").glob("*.cpp")} == PARTS
        for slug, wish in WISHES.items():  # a file for the one, a block for the other
            node = project.journal.plan.by_slug(slug)
            assert node is not None
            project.edit(slug, brief=node.brief + wish)
        assert sorted(project.build(Work()).ran) == ["code:likeness", "code:stands", "game"]
        scenes = json.loads((tmp_path / "shadows" / "game" / "data" / "scenes.json").read_text())["scenes"]
        assert len(scenes) == 4 and min(len(scene["pieces"]) for scene in scenes) >= 5 and all(scene["story"] for scene in scenes)

        early = project.playtest(Work(), frames=60).played.state["values"]
        for piece in range(int(early["pieces"])):  # the larger, the nearer to the lamp; and away from it
            at = {name: early[f"{name}_{piece}"] for name in ("shadow_x", "shadow_k", "piece_x", "piece_z")}
            scale = early["lamp_z"] / (early["lamp_z"] - at["piece_z"])
            assert at["shadow_k"] == pytest.approx(scale, rel=0.01)
            assert at["shadow_x"] == pytest.approx(early["lamp_x"] + (at["piece_x"] - early["lamp_x"]) * scale, abs=1.5)
        assert early["likeness"] < 0.9

        played = project.playtest(Work(), frames=3600)
        state = played.played.state
        assert played.screen == "won" and not played.problems
        assert state["objectives"]["scenes"]["have"] == 4 and state["values"]["likeness"] > 0.97
        assert state["events"]["scene_done"] == 4 and state["events"]["bitten"] >= 23
