"""A game played again is dealt anew, and a trace of both rounds plays both again; a game built before a newer runtime is linked with it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dreamgarden import settings
from dreamgarden.game.play import run
from dreamgarden.project import Project
from dreamgarden.work import Work

PAUSE, AGAIN = {"frame": 40, "type": "key_press", "keycode": "p"}, {"frame": 60, "type": "key_press", "keycode": "r"}


def places(state: dict[str, Any]) -> list[tuple[float, ...]]:
    """Where what can be collected lies."""
    return sorted(tuple(thing["at"]) for thing in state["things"] if thing["name"] == "lantern")


def test_a_second_round_lies_otherwise_and_is_the_same_whenever_it_is_played_again(tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", "I dreamt of collecting lanterns in a dark forest") as project:
        assert project.grow(Work(), size=16).failed == []
        game = project.game
    rounds: dict[int, list[tuple[float, ...]]] = {}
    twice = [PAUSE, AGAIN, {**PAUSE, "frame": 120}, {**AGAIN, "frame": 140}]
    for number, events in enumerate(([], [PAUSE, AGAIN], twice)):
        trace = tmp_path / f"{number}.json"
        trace.write_text(json.dumps({"autostart": True, "seed": 5, "duration_frames": 200, "events": events}))
        played, again = (run(game, Work(), frames=200, replay=trace) for _ in range(2))
        assert played.ok and played.state["screen"] == "play" and again.state == played.state
        rounds[played.state["round"]] = places(played.state)
    assert sorted(rounds) == [0, 1, 2]
    assert len({tuple(lie) for lie in rounds.values()}) == 3 and all(rounds.values())


def test_another_runtime_links_the_game_again_and_leaves_a_persons_part_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = tmp_path / "runtime"
    shutil.copytree(settings.built_runtime(), runtime)
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(runtime))
    folder = tmp_path / "garden"
    with Project.create(folder, "I dreamt of collecting lanterns in a dark forest") as project:
        assert project.grow(Work(), size=16).failed == []
    mine = sorted((folder / "game" / "parts").glob("*.cpp"))[0]
    mine.write_text(mine.read_text() + "// mine\n")
    with Project.open(folder) as project:
        project.adopt(Work())
        project.build(Work())
        assert project.build(Work()).ran == []
    library = next(runtime.rglob("libgarden.a"))
    library.write_bytes(library.read_bytes() + b"\n")  # an archive ends where its members end
    with Project.open(folder) as project:
        assert project.build(Work()).ran == ["game"]
        assert project.build(Work()).ran == []
    assert mine.read_text().endswith("// mine\n")
