"""Plays that are written down, in a real game: what works passes, and a mechanic that was broken is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.codegen.compiler import Compiler
from dreamgarden.codegen.play_words import plays_in
from dreamgarden.errors import MissingTool
from dreamgarden.game.findings import Finding, Sources
from dreamgarden.game.play import Game, run
from dreamgarden.game.tries import Tries, check_written
from dreamgarden.work import Work

DOOR = """#include "garden.h"
namespace { bool open = false; }
PART(door) {
  on_world([] { ground(20, GRAY); });
  on_player([] {
    Thing me = spawn("player", {.model = "capsule", .at = {0, 0, 0}, .body = Body::character, .tags = "player"});
    camera_top_down(me);
  });
  on_start([] {
    open = false;
    spawn("door", {.model = "cube", .at = {0, 0, -6}});
    counter("tries", "Tries", 3);
  });
  on_step([](float dt) {
    Vector2 move = move_input();
    walk(player(), {move.x * 4, 0, -move.y * 4});
    Thing door = nearest("", {0, 0, -6});
    if (pressed("use") && flat_distance(player()->at, {0, 0, -6}) < 3 && !open) {
      open = true;
      counter("tries") -= 1;
      emit("door_opened");
      for (Thing each : named("door")) each->turn = 90;
    }
  });
}
"""
BRIEF = ("A door. Try (walk): walk to the nearest “door”, press E; then “door opened” happens. "
         "Try (turn): hold W for 1.2 s, press use; then the “door” moves and “tries” falls and “fell” does not happen. "
         "试玩（门）：走到最近的“door”，按E；然后“door opened”发生。")  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Game]:
    try:
        runtime = settings.built_runtime()
    except MissingTool as error:
        pytest.skip(f"{error.what} {error.then}")
    folder = tmp_path_factory.mktemp("tries")
    compiler = Compiler(folder / "workshop", settings.templates_dir() / "game", runtime, jobs=1)
    (folder / "data").mkdir()
    (folder / "data" / "style.json").write_text(json.dumps({"stage": "walk", "view": "top"}))

    def build(code: str) -> Game:
        compiled = compiler.compile("door", {"door.cpp": code}, Work())
        assert compiled.ok, compiled.diagnostics
        return Game(compiler.proof("door", {}, Work(), False).program, folder)

    return build


def found(game: Game, brief: str, folder: Path) -> tuple[list[Finding], dict[str, Path]]:
    plays = plays_in(brief, "door")
    with ThreadPoolExecutor(1) as pool:
        tries = Tries(pool, game, Work(), plays, None, folder)
        came = tries.outcome()
    return [each for play in plays for each in check_written(play, came.get(play.name), Sources({"door": DOOR}))], tries.recorded


def test_what_works_passes_and_leaves_a_trace_that_replays(built: Callable[[str], Game], tmp_path: Path) -> None:
    game = built(DOOR)
    findings, recorded = found(game, BRIEF, tmp_path)
    assert findings == [] and len(recorded) == 3
    trace = next(iter(recorded.values()))
    frames = json.loads(trace.read_text())["duration_frames"]
    assert run(game, Work(), frames=frames, replay=trace).state["events"]["door_opened"] == 1


@pytest.mark.parametrize(("was", "instead", "failed"), [
    ('emit("door_opened");', "", {"door: walk", "door: 门"}),
    ('pressed("use")', 'pressed("jump")', {"door: walk", "door: turn", "door: 门"}),
    ("each->turn = 90;", "each->turn += 0;", {"door: turn"}),
    ('counter("tries") -= 1;', 'emit("fell");', {"door: turn"}),
    ("walk(player(), {move.x * 4, 0, -move.y * 4});", "", {"door: walk", "door: turn", "door: 门"}),
])  # fmt: skip
def test_a_broken_mechanic_is_found(built: Callable[[str], Game], tmp_path: Path, was: str, instead: str, failed: set[str]) -> None:
    assert was in DOOR
    findings, _ = found(built(DOOR.replace(was, instead)), BRIEF, tmp_path)
    assert {each.subject for each in findings} == failed
    assert all(each.kind == "mechanic" and each.parts == ("door",) and "It was tried: " in each.what for each in findings)


def test_a_play_that_names_what_is_not_there_or_can_not_be_read(built: Callable[[str], Game], tmp_path: Path) -> None:
    brief = "Try: walk to the nearest “ghost”; then “x” happens. Try: dance; then “x” happens. Try: press Q; then “x” happens."
    findings, recorded = found(built(DOOR), brief, tmp_path)
    assert len(findings) == 3 and len(recorded) == 2
    said = " ".join(each.what for each in findings)
    assert "There is no “ghost” to go to" in said and "“dance” is not a step" in said
