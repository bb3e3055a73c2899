"""From a prompt to a game that was played to its end; and what hostile words and a sudden death do to it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dreamgarden import cli
from dreamgarden.game.play import run
from dreamgarden.project import Project
from dreamgarden.work import Work

HOSTILE = (
    'A "quoted" \\ forest */ with {{ 7 * 7 }} %s ${HOME} $(touch evil) ../../evil ??/ lanterns\\\n'
    '#include "/etc/passwd"\n'
    'and a fox named \'); system("touch evil"); //'
)


def environ() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.parametrize(
    "prompt",
    ["I dreamt of collecting lanterns in a dark forest", "我梦见自己在雪山里寻找走失的羊", HOSTILE],
    ids=["English", "Chinese", "hostile"],
)
def test_a_prompt_becomes_a_game_that_is_played_to_an_ending(prompt: str, tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", prompt) as project:
        finished = project.grow(Work(), size=24)
        assert finished.failed == [] and finished.blocked == []
        assert {row["state"] for row in project.show()["nodes"]} == {"done"}
        seen = project.playtest(Work(), frames=3000)
        assert seen.ended, seen
        assert seen.problems == ()
        trace = tmp_path / "trace.json"
        press = {"frame": 10, "type": "key_down", "keycode": 87}
        trace.write_text(json.dumps({"scenario": "", "duration_frames": 600, "events": [press]}))
        played = run(project.game, Work(), frames=600, replay=trace)
        assert played.ok and played.state["screen"] in ("play", "won", "lost")
    assert not list(tmp_path.rglob("evil*"))


def test_words_in_chinese_can_be_shown(tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", "我梦见一座灯塔") as project:
        project.grow(Work(), size=12)
    style = json.loads((tmp_path / "garden/game/data/style.json").read_text())
    assert style["language"] == "zh"
    if shutil.which("fc-list") and not list(Path("/usr/share/fonts").rglob("NotoSansCJK*")):
        pytest.skip("no Chinese font is installed")
    assert (tmp_path / "garden/game/fonts/cjk.otf").is_file()


def test_the_game_builds_without_dreamgarden(tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", "A fox collects stars on a hill") as project:
        project.grow(Work(), size=10)
        project.export(tmp_path / "out", Work())
    bare = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tmp_path)}
    for step in (["cmake", "-S", "out", "-B", "build", "-G", "Ninja"], ["ninja", "-C", "build"]):
        done = subprocess.run(step, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    command = ["build/game", "--headless", "--autostart", "--frames", "60", "--state", "state.json"]
    subprocess.run(command, cwd=tmp_path, env={**bare, "GARDEN_HOME": "out"}, check=True)
    assert json.loads((tmp_path / "state.json").read_text())["screen"] == "play"


def test_killed_while_it_grows_or_builds_a_garden_goes_on(tmp_path: Path) -> None:
    garden = tmp_path / "garden"
    command = [sys.executable, "-m", "dreamgarden", "grow", "A lighthouse keeper collects lost stars", "--garden", str(garden)]
    command += ["--size", "12", "--json"]
    chance = random.Random(7)
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environ()) as growing:
            time.sleep(chance.uniform(0.6, 4.0))
            growing.send_signal(signal.SIGKILL)
    done = subprocess.run(command, capture_output=True, text=True, env=environ(), check=False)
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["failed"] == [] and last["game"]
    with Project.open(garden) as project:
        assert project.build(Work()).ran == []


def test_control_c_ends_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dreamgarden", "grow", "A market of carrots", "--garden", str(tmp_path / "g"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ()) as growing:
        assert growing.stdout is not None
        for line in growing.stdout:
            if '"event": "task_started"' in line:
                growing.send_signal(signal.SIGINT)
                break
        _, said = growing.communicate(timeout=60)
    assert growing.returncode == 130 and "kept" in said


def test_an_edit_changes_what_it_names_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    garden = str(tmp_path / "garden")
    assert cli.main(["grow", "I dreamt of collecting six lanterns in a dark forest", "--garden", garden, "--json"]) == 0
    capsys.readouterr()
    with Project.open(tmp_path / "garden") as project:
        coded = [node for node in project.journal.plan if node.kind == "code"]
        leaf = next(node for node in coded if "6" in node.brief or "six" in node.brief)
        project.edit(leaf.id, brief=leaf.brief.replace("6", "9").replace("six", "nine"))
        finished = project.build(Work())
        assert set(finished.ran) <= {f"code:{leaf.slug}", "game"} | {
            f"{node.kind}:{node.slug}" for node in project.journal.plan.affected([leaf.id])
        }
        assert finished.failed == []
