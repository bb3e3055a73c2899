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

from dreamgarden.cli import commands
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
    ("prompt", "stage"),
    [
        ("I dreamt of collecting lanterns in a dark forest", "walk"),
        ("我梦见自己在雪山里寻找走失的羊", "walk"),
        ("A sliding puzzle of crates in an old warehouse: push each crate onto its mark", "board"),
    ],
    ids=["3D", "Chinese", "board"],
)
def test_a_prompt_becomes_a_game_that_a_bot_wins_and_a_trace_repeats(prompt: str, stage: str, tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", prompt) as project:
        finished = project.grow(Work(), size=24)
        assert finished.failed == [] and finished.blocked == []
        assert {row["state"] for row in project.show()["nodes"]} == {"done"}
        assert json.loads((tmp_path / "garden/game/data/style.json").read_text())["stage"] == stage
        seen = project.playtest(Work(), frames=6000)
        assert (seen.screen, seen.problems) == ("won", ()), seen
        trace = tmp_path / "trace.json"
        won = run(project.game, Work(), frames=3000, bot="goal", seed=3, record=trace)
        again = run(project.game, Work(), frames=3000, replay=trace, seed=3)
        assert won.ok and again.ok and again.state == won.state
        assert won.state["events"] and won.complaints == ()
        press = {"frame": 10, "type": "key_down", "keycode": 87}
        trace.write_text(json.dumps({"scenario": "", "duration_frames": 600, "events": [press]}))
        played = run(project.game, Work(), frames=600, replay=trace)
        assert played.ok and played.state["screen"] in ("play", "won", "lost")


@pytest.mark.parametrize("prompt", [HOSTILE, "🐉🔥🌊", "a lantern " * 2000, "\0 42"], ids=["hostile", "emoji", "long", "number"])
def test_any_prompt_becomes_a_game_that_comes_to_an_ending(prompt: str, tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", prompt) as project:
        finished = project.grow(Work(), size=16)
        assert finished.failed == [] and finished.blocked == []
        seen = project.playtest(Work(), frames=6000)
        assert seen.ended and seen.problems == (), seen
    texts = [file.read_text() for file in (tmp_path / "garden/game/parts").glob("*.cpp")]
    assert texts and not any(forbidden in text for text in texts for forbidden in ("\0", "\x1b", "\u202e"))
    assert not list(tmp_path.rglob("evil*"))


def test_words_in_chinese_can_be_shown(tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", "我梦见一座灯塔") as project:
        project.grow(Work(), size=12)
    style = json.loads((tmp_path / "garden/game/data/style.json").read_text())
    assert style["language"] == "zh"
    if shutil.which("fc-list") and not list(Path("/usr/share/fonts").rglob("NotoSansCJK*")):
        pytest.skip("no Chinese font is installed")
    assert (tmp_path / "garden/game/fonts/cjk.otf").is_file()


def test_the_exported_game_builds_and_runs_without_dreamgarden(tmp_path: Path) -> None:
    with Project.create(tmp_path / "garden", "A fox collects stars on a hill") as project:
        project.grow(Work(), size=24)
        project.export(tmp_path / "out", Work())
    shutil.rmtree(tmp_path / "garden")
    bare = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tmp_path)}
    for step in ("cmake -S . -B build", "cmake --build build --parallel 2"):
        done = subprocess.run(step.split(), cwd=tmp_path / "out", env=bare, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    command = [str(tmp_path / "out/build/game"), "--headless", "--autostart", "--frames", "60", "--state", "state.json"]
    done = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=True)
    state = json.loads((tmp_path / "state.json").read_text())
    assert state["screen"] == "play" and state["warnings"] == [] and done.stderr == ""


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


def test_two_processes_on_one_garden(tmp_path: Path) -> None:
    garden = tmp_path / "g"
    dreamgarden = [sys.executable, "-m", "dreamgarden"]
    command = [*dreamgarden, "grow", "A market of carrots", "--garden", str(garden), "--size", "12", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ()) as first:
        assert first.stdout is not None
        next(line for line in first.stdout if '"event": "task_started"' in line)
        second = subprocess.run([*dreamgarden, "build", str(garden)], capture_output=True, text=True, env=environ(), check=False)
        shown = subprocess.run([*dreamgarden, "show", str(garden)], capture_output=True, text=True, env=environ(), check=False)
        *_, last = first.stdout
        assert first.wait() == 0 and json.loads(last)["failed"] == []
    assert second.returncode == 4 and str(garden) in second.stderr and "Wait" in second.stderr
    assert shown.returncode == 0 and shown.stdout  # looking is always allowed


def test_without_any_tool_the_plan_is_kept(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dreamgarden", "grow", "A fox in the snow", "--garden", str(tmp_path / "g"), "--size", "10"]
    bare = {**environ(), "PATH": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=bare, check=False)
    assert done.returncode == 3 and "compiler" in done.stderr and "The plan is kept." in done.stderr and "apt-get" in done.stderr
    done = subprocess.run(command, capture_output=True, text=True, env=environ(), check=False)
    assert done.returncode == 0 and "dreamgarden play" in done.stdout, done.stderr


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


def test_a_number_in_a_brief_changes_the_game_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    garden = str(tmp_path / "garden")
    assert commands.main(["grow", "I dreamt of collecting six lanterns in a dark forest", "--garden", garden, "--json"]) == 0
    capsys.readouterr()
    with Project.open(tmp_path / "garden") as project:
        leaf = project.journal.plan.find("collecting")
        assert leaf.brief.startswith("6 ")
        assert commands.main(["edit", leaf.id, "--brief", f"12{leaf.brief[1:]}", "--garden", garden]) == 0
        assert commands.main(["build", garden, "--json"]) == 0
        finished = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert finished["ran"] == ["code:collecting", "game"]
        played = run(project.game, Work(), frames=30)
    assert [goal["need"] for name, goal in played.state["objectives"].items() if name == "collecting"] == [12]
