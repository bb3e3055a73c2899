"""A game that runs takes in what is built meanwhile and goes on where it was, in a window on a screen of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.designers.designer import Sprout
from dreamgarden.project import Project
from dreamgarden.work import Work
from scripted_designer import ScriptedDesigner, code

PATIENCE = 90.0
COUNTING = """
  on_world([] {{ ground(10, GREEN); }});
  on_start([] {{ objective("wait", "Wait", 1000000); spawn("me", {{.model = "cube", .tags = "player"}}); counter("worth", "Worth"); }});
  on_step([](float) {{ counter("worth") += {worth}; value("steps") += 1; achieve("wait"); }});
"""


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed, so there is no screen to open a window on")
    if b"GARDEN_LIVE" not in next(settings.built_runtime().rglob("libgarden.a")).read_bytes():
        pytest.skip("the built runtime is older than live games; run `dreamgarden setup`")
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as said:
        monkeypatch.setenv("DISPLAY", f":{said.readline().strip()}")
    monkeypatch.setenv("LIBGL_ALWAYS_SOFTWARE", "1")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    yield
    screen.terminate()
    screen.wait()


def test_a_running_game_takes_in_a_changed_part_and_keeps_its_state(tmp_path: Path, display: None) -> None:
    parts = [Sprout("Style", "The look.", "style", "style"), code("count"), code("still")]
    designer = ScriptedDesigner(parts, {"count": COUNTING.format(worth=1)})
    first, last = tmp_path / "first.png", tmp_path / "last.json"
    with Project.create(tmp_path / "garden", "Somebody counts in the dark", designer) as project:
        assert project.grow(Work()).failed == []
        flags = ["--windowed", "320x200", "--mute", "--autostart", "--screenshot-at", "10", str(first), "--state", str(last), "--frames"]
        game = project.play([*flags, "1200"])
        end = time.monotonic() + PATIENCE
        while not first.is_file():
            assert game.running and time.monotonic() < end, "it did not begin to play"
            time.sleep(0.05)
        designer.bodies["count"] = COUNTING.format(worth=1000)
        project.edit("count", brief="Counts in thousands.")
        pid = game.pid
        assert sorted(project.build(Work()).ran) == ["code:count", "game"]
        assert game.running, "the change came before its end"
        assert game.wait() == 0 and game.pid == pid
    state = json.loads(last.read_text())
    assert state["frame"] == 1200, "it went on where it was"
    assert state["counters"]["worth"] == 1000 * state["values"]["steps"], "as if it had always been so"
    assert state["objectives"]["wait"]["have"] == state["values"]["steps"] > 2000
