"""A garden that a language model grew, told again from its tape: sketched, taken over, mended, built, played to its end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dreamgarden.codegen import mechanic
from dreamgarden.designers.model import ModelDesigner, Roles
from dreamgarden.events import Event, Notice, TaskFinished
from dreamgarden.llm.chat import Chat, Hear, Question, Reply, deaf
from dreamgarden.project import Project
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "park.jsonl"
PROMPT = ("An abandoned amusement park in the fog. Every ride you switch on brings back one memory of a visitor, "
          "and switches off the lights somewhere else.")  # fmt: skip
WISHES = {
    "lamps": (
        "Soft light instead of plates: each halo is made of seven nested shells from 0.25 to 1.9 m whose alpha falls "
        "from 0.09 to 0.01, each pool on the ground of six flat discs from 0.6 to 4 m whose alpha falls from 0.05 to "
        "0.008, and the cone under the lamp of three cones inside one another."
    ),
    "ride_show": (
        "Light is soft: the beam upwards is made of five nested cylinders of falling alpha, the shine on the ground of "
        "six discs of falling alpha, and each bright bulb has three nested halos of 0.2 to 0.5 m."
    ),
    "apparitions": (
        "The memories have to be heard: objective memories: Hear their memories, 6; each told memory achieves it. For "
        "the bot: when a visitor stands there and has not told all, and it is within 26 m, go to within 4 m of it and "
        "wait there."
    ),
}
PARTS = {"grounds", "lamps", "booths", "switching", "ride_show", "apparitions", "nerve", "air"}


class Slow:
    """A chat whose answer to one question waits until something happened."""

    def __init__(self, chat: Chat, purpose: str, until: threading.Event) -> None:
        self.model, self.holds_to_schemas = chat.model, chat.holds_to_schemas
        self._chat, self._purpose, self._until = chat, purpose, until

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        if question.purpose == self._purpose:
            self._until.wait(600)
        return self._chat.ask(question, work, hear)


def test_the_park_is_grown_from_its_tape_and_played_to_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPE))
    monkeypatch.setattr(mechanic, "RULES", ())  # it is on the tape how the model mended what rules mend now without it
    heard: list[Event] = []
    meanwhile = threading.Event()

    def hear(event: Event) -> None:
        heard.append(event)
        if isinstance(event, Notice) and event.text.startswith("The game has"):
            meanwhile.set()

    with Project.create(tmp_path / "park", PROMPT) as project:
        assert isinstance(project.designer, ModelDesigner)
        roles = project.designer.roles
        project.designer.roles = Roles(roles.planner, Slow(roles.coder, "write nerve", meanwhile))
        finished = project.grow(Work(), hear)
        assert meanwhile.is_set(), "the other parts were in the game before the last was written"
        assert finished.failed == [] and finished.blocked == []
        games = [event for event in heard if isinstance(event, TaskFinished) and event.task == "game" and event.outcome == "done"]
        assert len(games) >= 2, "the sketch's game was there before the model's"
        written = {file.stem for file in (tmp_path / "park" / "game" / "parts").glob("*.cpp")}
        assert written >= PARTS
        for slug in ("lamps", "apparitions"):  # sent with a mistake, mended by blocks
            tried = project.leaf(slug)["notes"]["tried"]
            assert any(each.startswith("round 1: ") for each in tried)
        played = project.playtest(Work(), frames=3600)
        assert played.screen == "won" and not played.problems

        # A person's wishes, some words behind the brief each: blocks came back, and only these leaves are made anew.
        for slug, wish in WISHES.items():
            node = project.journal.plan.by_slug(slug)
            assert node is not None
            project.edit(slug, brief=f"{node.brief} {wish}")
        changed = project.build(Work())
        assert sorted(changed.ran) == ["code:apparitions", "code:lamps", "code:ride_show", "game"] and not changed.failed
        played = project.playtest(Work(), frames=300)
        assert played.played.state["objectives"]["memories"]["need"] == 6
        code = (tmp_path / "park" / "game" / "parts" / "lamps.cpp").read_text().partition("#include")[2]

        # Built again, nothing is asked, written or compiled.
        again = project.build(Work())
        assert again.ran == []

        # A person's wish on one leaf that is on no tape fails, and the game keeps what it had.
        project.edit("lamps", brief="Lamps that sing.")
        wished = project.build(Work())
        assert len(wished.failed) == 1 and "transcript" in wished.failed[0]["reason"]
        assert (tmp_path / "park" / "game" / "parts" / "lamps.cpp").read_text().partition("#include")[2] == code
