"""Two canvas games of whole specifications, told again from their tapes: fifteen valves of pipes, and a tower climbed with cards.

The specifications themselves are larger inputs that are no part of the repository; the tapes leave them out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamgarden.game.probing import Prober
from dreamgarden.project import Project
from dreamgarden.work import Work

TAPES = Path(__file__).parent.parent / "recorded"
PIPES = {"alarm", "board", "director", "fittings", "floor", "flow", "gauge", "hall", "noise", "pipes", "screens"}
VALVE_WISH = ("The bot's click comes when a click counts: it waits 1.4 s in each phase, then clicks, and its waiting is its own clock, "
              "not the one by which the phases go on.")  # fmt: skip
SPIRE = {"blows", "chamber", "chart", "duel", "echoes", "embers", "greater", "hand", "havens", "iron", "lesser", "portals", "run", "warden"}
PRESSURE_WISHES = {
    "flow": (
        "Steam bursts a pipe after six cells without a tank (Steam burst a pipe: no tank for six cells) and whistles at the joints of "
        "the last two; sludge clogs a tank (Sludge clogged a tank)."
    ),
    "levels": "Steam never runs more than six cells without a tank; level 6 has sludge instead of steam.",
}
FACE_WISH = "Her face is seen under the hood: skin, two eyes, a fringe of red hair; it is not shaded."


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts alone are tried with the other tapes; here it only takes time."""
    monkeypatch.setattr(Prober, "__call__", lambda *_: None)


def specified(shared_data: Path, name: str) -> str:
    file = shared_data / "gamecraft_dev.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []
    found = next((row["instruction"] for row in rows if row["id"] == name), None)
    if found is None:
        pytest.skip(f"needs the specification {name} of {file}")
    return str(found)


def wish(project: Project, slug: str, more: str) -> None:
    node = project.journal.plan.by_slug(slug)
    assert node is not None
    project.edit(slug, brief=f"{node.brief} {more}")


def written(folder: Path) -> set[str]:
    return {file.stem for file in (folder / "game" / "parts").glob("*.cpp")}


def test_fifteen_valves_hold_in_one_night(tmp_path: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch, untried: None) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPES / "pipes.jsonl"))
    with Project.create(tmp_path / "pipes", specified(shared_data, "puzzle-pipe-crisis")) as project:
        grown = project.grow(Work())
        assert not grown.failed and not grown.blocked and written(tmp_path / "pipes") == PIPES
        stuck = project.playtest(Work(), frames=900).played.state
        assert stuck["values"]["phase"] == 0, "its bot set back the clock by which a click counts, and never came past the title"
        wish(project, "director", VALVE_WISH)
        for slug, more in PRESSURE_WISHES.items():
            wish(project, slug, more)
        assert sorted(project.build(Work()).ran) == ["code:director", "code:flow", "data:levels", "game"]
        played = project.playtest(Work(), frames=6900)
        state = played.played.state
        assert played.screen == "won" and not played.problems
        assert state["objectives"]["levels"]["have"] == 15 and state["values"]["level"] == 15
        assert state["counters"]["pieces"] == state["values"]["pieces_needed"] == 30
        assert state["events"]["level_begun"] == state["events"]["flow_begun"] == state["events"]["level_solved"] == 15


def test_the_king_falls_to_a_deck_that_grew(tmp_path: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch, untried: None) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPES / "spire.jsonl.gz"))
    with Project.create(tmp_path / "spire", specified(shared_data, "strategy-ashen-spire")) as project:
        grown = project.grow(Work())
        assert not grown.failed and not grown.blocked and written(tmp_path / "spire") == SPIRE
        first = project.playtest(Work(), frames=900).played.state
        wish(project, "warden", FACE_WISH)
        assert sorted(project.build(Work()).ran) == ["code:warden", "game"]
        played = project.playtest(Work(), frames=6000)
        state = played.played.state
        assert played.screen == "won" and not played.problems
        assert state["values"]["floor"] == 7 and state["values"]["risen"] == 1 and state["values"]["foe_hp"] == 0
        deck, then = state["words"]["deck"].split(","), first["words"]["deck"].split(",")
        assert len(deck) >= len(then) >= 10 and len(deck) > 12 and len(state["words"]["relics"].split(",")) >= 2
        told = state["events"]
        assert told["node_wanted"] == 7 and told["fight_won"] == told["fight_begun"] == told["offer_taken"] + 1
        assert told["end_wanted"] >= told["foe_acts"] > told["fight_begun"]  # each turn of a foe was let begin by her
