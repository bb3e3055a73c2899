"""From a prompt to a played game and back the next day, with mouse and keys, on a real screen."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from person import Person, wait_until

PROMPT = "A fox in the snow looks for six lost lanterns before the night ends."
BRIEF = "Nine lanterns stand in far and hidden places. Touching one picks it up."


def select(person: Person, title: str) -> None:
    """Find a node by its title and make it the current one."""
    person.keys("ctrl+f")
    person.type(title)
    person.keys("Return", "Escape")


@pytest.mark.usefixtures("tools")
def test_a_newcomer_grows_changes_and_plays_a_garden(newcomer: Callable[..., Person]) -> None:
    person = newcomer()
    person.settings.mkdir(parents=True)
    (person.settings / "settings.json").write_text(json.dumps({"budget": {"leaves": 14}}))
    person.open()

    # Type a prompt, watch it grow.
    person.type(PROMPT)
    before = person.sight()
    person.keys("Return")
    wait_until(lambda: "fox" in person.title, what="the garden's name in the title")
    wait_until(lambda: person.sight() != before, what="a sight of growth")
    wait_until(lambda: (person.garden() / ".garden" / "play" / "game").is_file(), 400, "a game")
    leaves = lambda: [node for node in person.nodes() if node["kind"] in ("code", "mesh", "data", "style")]  # noqa: E731
    wait_until(lambda: all(leaf["state"] in ("done", "reused") for leaf in leaves()), 400, "every leaf done")
    time.sleep(1)
    grown = {node["id"]: node for node in person.nodes()}
    code = next(node for node in grown.values() if node["kind"] == "code" and "lantern" in node["brief"].lower())
    mesh = next(node for node in grown.values() if node["kind"] == "mesh")

    # Prune a node, and take that back.
    select(person, mesh["title"])
    person.keys("Delete")
    wait_until(lambda: mesh["id"] not in {node["id"] for node in person.nodes()}, what="the pruning")
    person.keys("ctrl+z")
    wait_until(lambda: mesh["id"] in {node["id"] for node in person.nodes()}, what="its way back")

    # Edit a brief, see the reason, rebuild only that.
    select(person, code["title"])
    person.keys("alt+Return", "ctrl+a")
    person.type(BRIEF)
    person.keys("ctrl+Return")
    changed = wait_until(lambda: next((n for n in person.nodes() if n["brief"] == BRIEF), None), what="the new brief")
    assert changed["id"] == code["id"] and changed["state"] == "stale" and "brief" in changed["reason"]
    assert [leaf["id"] for leaf in leaves() if leaf["state"] == "stale"] == [code["id"]]
    game = person.garden() / ".garden" / "play" / "game"
    built = game.stat().st_mtime_ns
    person.keys("ctrl+shift+Return")
    wait_until(lambda: all(leaf["state"] in ("done", "reused") for leaf in leaves()), 200, "the rebuild")
    wait_until(lambda: game.stat().st_mtime_ns > built, what="the new game")

    # Play it.
    time.sleep(1)
    person.focus()
    visible = lambda: set(person.tool("search", "--onlyvisible", "--name", ".").split())  # noqa: E731
    ours = visible()  # before the key: on a quick machine the game is there at once
    person.keys("F5")
    wait_until(lambda: visible() - ours, 120, "the game's window")
    seen = person.garden() / ".garden" / "saves" / "in_view.json"

    def playing() -> bool:
        """Past the title; the garden knows then whose things are on the screen."""
        for window in visible() - ours:  # a tooltip may have come up first
            person.tool("windowactivate", window)
        person.keys("Return")
        return seen.is_file() and bool(json.loads(seen.read_text())["in_view"])

    wait_until(playing, 120, "something on the game's screen")
    for window in visible() - ours:
        person.tool("windowclose", window)
    wait_until(lambda: visible() == ours, 60, "the end of the game's window")

    # Restart, reopen from the first page, and take back what was done yesterday.
    assert person.leave() == 0
    person.open()
    assert person.title == "DreamGarden"
    person.click(480, 715)
    wait_until(lambda: "fox" in person.title, what="the garden from its card")
    time.sleep(0.5)
    person.keys("ctrl+z")
    wait_until(lambda: {n["id"]: n for n in person.nodes()}[code["id"]]["brief"] == code["brief"], what="yesterday's undo")

    # Settings, Chinese, light, and a garden that stays open through all of it.
    for keys in (("ctrl+comma",), ("Escape",), ("ctrl+shift+e",), ("ctrl+shift+l",)):
        before = person.sight()
        person.keys(*keys)
        wait_until(lambda before=before: person.sight() != before, what=f"{keys} on the screen")
        time.sleep(0.8)
    kept = json.loads((person.settings / "settings.json").read_text())
    assert (kept["language"], kept["theme"]) == ("zh", "light")
    assert "fox" in person.title
    assert person.leave() == 0
