"""Small screens, large ones, and text of every size: the window is whole on each, and what is pressed arrives."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from person import Person, wait_until

FAKE = Path(__file__).parent.parent / "ui" / "show_window.py"


def fake(person: Person, *arguments: str) -> Callable[[str], list[dict[str, object]]]:
    """The window on a garden that follows a script; answers what was asked of it."""
    record = person.home / "asked.jsonl"
    person.open("--nodes", "60", "--record", str(record), "--", *arguments, program=(str(FAKE),))

    def asked(verb: str) -> list[dict[str, object]]:
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        return [one for one in map(json.loads, lines) if one["verb"] == verb]

    return asked


@pytest.mark.parametrize(
    ("width", "height", "text", "scale"),
    [(1280, 720, 100, "1"), (1280, 720, 200, "1"), (1440, 900, 150, "1"), (3840, 2160, 100, "2"), (3840, 2160, 200, "1")],
)
def test_the_window_is_whole_on_every_screen(
    newcomer: Callable[..., Person], width: int, height: int, text: int, scale: str
) -> None:
    person = newcomer(width, height)
    person.settings.mkdir(parents=True)
    (person.settings / "settings.json").write_text(json.dumps({"text_size": text}))
    person.environ["QT_SCALE_FACTOR"] = scale
    asked = fake(person, str(person.home))
    wait_until(lambda: asked("open"), what="the garden's opening")
    wait_until(lambda: "Moonlit" in person.title, what="the garden's name")
    wait_until(lambda: asked("words"), what="the seed in the inspector")  # before that there is nothing to go right from
    shown = person.tool("getwindowgeometry", person.find())
    wide, high = map(int, re.findall(r"Geometry: (\d+)x(\d+)", shown)[0])
    assert wide <= width and high <= height - 20, shown  # the window manager's title is above it
    person.focus()
    person.keys("Right", "Delete")
    wait_until(lambda: asked("prune"), what="the pruning")
    assert person.leave() == 0


def test_a_garden_process_that_is_killed_comes_back(newcomer: Callable[..., Person]) -> None:
    person = newcomer()
    asked = fake(person, str(person.home))
    wait_until(lambda: "Moonlit" in person.title, what="the garden's name")
    before = len(asked("open"))
    children = Path(f"/proc/{person.pid}/task/{person.pid}/children").read_text().split()
    served = [int(child) for child in children if b"fake_serve" in Path(f"/proc/{child}/cmdline").read_bytes()]
    assert len(served) == 1
    os.kill(served[0], signal.SIGKILL)
    wait_until(lambda: len(asked("open")) > before, what="the garden's return")
    time.sleep(0.5)
    person.focus()
    person.keys("Right", "Delete")
    wait_until(lambda: asked("prune"), what="work after the return")
    assert person.leave() == 0
