"""A game on a screen is held; what is drawn around in it is told, whatever the window's size."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from person import Person, wait_until


def slowly(person: Person, key: str) -> None:
    """Press a key as long as a finger does: a picture may take that long where a processor paints it."""
    person.tool("keydown", key)
    time.sleep(0.4)
    person.tool("keyup", key)
    time.sleep(0.4)


def draw_around(person: Person, game: str, x: int, y: int, to_x: int, to_y: int) -> None:
    """Draw a rectangle; pixels of the game's window."""
    person.tool("mousemove", "--window", game, str(x), str(y))
    time.sleep(0.4)
    person.tool("mousedown", "1")
    for part in (0.5, 1.0):
        time.sleep(0.4)
        person.tool("mousemove", "--window", game, str(round(x + (to_x - x) * part)), str(round(y + (to_y - y) * part)))
    time.sleep(0.4)
    person.tool("mouseup", "1")


def test_a_held_game_tells_what_is_drawn_around_and_keeps_its_size_when_it_goes_back(
    newcomer: Callable[..., Person], tools: None, tmp_path: Path
) -> None:
    person = newcomer(1400, 900)
    garden, picks = person.gardens / "geese", tmp_path / "picks.json"
    person.command("grow", "A goose herder leads six geese home across a marsh, seen from the side", "--garden", str(garden))
    leaves = {node["slug"] for node in json.loads(person.command("show", str(garden), "--json"))["nodes"]}
    words = ["play", str(garden), "--", "--watch", "--picks", str(picks), "--autostart", "--mute"]
    picks.touch()
    person.errors.touch()
    playing = subprocess.Popen([sys.executable, "-m", "dreamgarden", *words], env=person.environ)

    def told() -> list[dict[str, str]]:
        return [json.loads(line) for line in picks.read_text(encoding="utf-8").splitlines()]

    def window() -> str:
        return (person.tool("search", "--onlyvisible", "--name", "Geese|Goose|Marsh|geese|goose").split() or [""])[0]

    def size() -> tuple[int, int]:
        shown = dict(line.split("=") for line in person.tool("getwindowgeometry", "--shell", window()).splitlines())
        return int(shown["WIDTH"]), int(shown["HEIGHT"])

    def around() -> set[str]:
        """What lies in the left half of the picture, by name; nothing while no game listens. The picture is in the window's middle."""
        (wide, high), before = size(), len(told())
        scale = min(wide / 1280, high / 720)
        left, top = (wide - 1280 * scale) / 2, (high - 720 * scale) / 2
        draw_around(person, window(), round(left + 6), round(top + 6), round(left + 640 * scale), round(top + 714 * scale))
        end = time.monotonic() + 8
        while len(told()) == before and time.monotonic() < end:
            time.sleep(0.2)
        time.sleep(0.5)
        return {one["thing"] for one in told()[before:]}

    try:
        wait_until(window, what="the game's window")
        person.tool("windowactivate", "--sync", window())
        time.sleep(2)
        slowly(person, "F8")
        whole = wait_until(around, what="an answer")
        assert {one["part"] for one in told()} <= leaves
        person.tool("windowsize", "--sync", window(), "700", "640")
        time.sleep(1)
        assert wait_until(around, what="an answer") == whole, "the same things in a small window, with bands above and below"
        slowly(person, "F10")
        time.sleep(3)  # the same process and, often, the same number of its window: there is nothing to wait for
        wait_until(window, 60, "the game's return")
        time.sleep(2)
        assert abs(size()[0] - 700) <= 4 and abs(size()[1] - 640) <= 4
        assert wait_until(around, what="an answer of a game that is still held")
    finally:
        for game in filter(None, [window()]):
            person.tool("windowclose", game)
        try:
            playing.wait(60)
        finally:
            playing.kill()
