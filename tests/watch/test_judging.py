"""A play that somebody with eyes looks at: its form becomes findings with picture and frame, and is asked again in the same words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamgarden.designers.designer import Leaf
from dreamgarden.designers.model import ModelDesigner, Roles
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.prompts import Prompts
from dreamgarden.game.judged import happened
from dreamgarden.game.playtest import Coverage, Tested
from dreamgarden.llm.chat import Hear, Question, Refused, Reply, deaf
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.watch.found import Found
from dreamgarden.watch.judging import judge
from dreamgarden.watch.repairing import worse
from dreamgarden.work import Work

PLAN = Plan.of([
    Node("n1", None, "Seed", "A lamp in the fog.", "seed", "seed"),
    Node("n2", "n1", "Lamp", "A lamp burns.", "code", "lamp"),
    Node("n3", "n1", "Fog", "Fog drifts.", "code", "fog"),
])  # fmt: skip
STATE = {"seconds": 60.0, "screen": "play", "score": 3, "objectives": {"lamps": {"have": 1, "need": 4, "text": "Light them"}},
         "events": {"lit": 1}, "things": [{"name": "lamp"}, {"name": "lamp"}], "help": [{"keys": "E", "meaning": "light"}]}  # fmt: skip
PLAY = Tested((), Coverage(("play",), (), {"lit": 1}), "{}", 2.0, (b"one", b"two"), (60, 600), (), STATE,
              ({"frame": 50, "screen": 1}, {"frame": 590, "screen": 4}))  # fmt: skip
FORM = {
    "shows": "A dark field.",
    "requirements": [
        {"id": "R1", "text": "A lamp burns.", "met": "Yes.", "why": "It glows.", "picture": 1, "nodes": ["lamp"]},
        {"id": "R2", "text": "Fog hides what is far.", "met": "no", "why": "All is clear.", "picture": 2, "nodes": "fog"},
        {"id": "R3", "text": "Four lamps.", "met": "partly", "why": "Two are seen.", "picture": 0, "nodes": ["lamp", "nobody"]},
    ],
    "faults": [{"what": "The lamp floats; it should stand.", "where": "left", "part": "lamp", "picture": 2}],
}


class Eyes:
    """A chat that gives one answer, or none, and keeps what it was asked."""

    model = "eyes"
    holds_to_schemas = False

    def __init__(self, answer: object) -> None:
        self.answer, self.asked = answer, list[Question]()

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        self.asked.append(question)
        if self.answer is None:
            raise Refused("It is blind.")
        return Reply(json.dumps(self.answer))


@pytest.fixture
def sketch(checkout: Path, kept_cache: Path) -> PatternDesigner:
    return PatternDesigner(checkout / "templates", checkout / "assets" / "recipes", kept_cache)


def hired(checkout: Path, sketch: PatternDesigner, eyes: Eyes | None) -> ModelDesigner:
    prompts = Prompts(checkout / "templates", checkout / "native" / "garden", checkout / "assets" / "recipes")
    chat = Eyes(None)
    return ModelDesigner(Roles(chat, chat, eyes=eyes), sketch, prompts)


def test_what_is_not_as_asked_for_becomes_a_finding_with_picture_and_frame(checkout: Path, sketch: PatternDesigner, tmp_path: Path) -> None:
    eyes = Eyes(FORM)
    designer = hired(checkout, sketch, eyes)
    style = designer.style(PLAN.root.brief, Work())
    tested = judge(PLAY, PLAN, lambda: style, designer, Work())
    message = eyes.asked[0].messages[-1]
    assert message.pictures == (b"one", b"two")
    for told in ("> A lamp in the fog.", "- fog (code) Fog: Fog drifts.", "1. after 2 s, playing", "2. after 20 s, lost",
                 "1 of 4 (Light them)", "Keys: E light", "2 lamp"):  # fmt: skip
        assert told in message.text
    assert [(one.id, one.met, one.frame) for one in tested.judged] == [("R1", "yes", 60), ("R2", "no", 600), ("R3", "partly", -1)]
    lacking = {each.subject: each for each in tested.findings if each.kind == "lacking"}
    assert set(lacking) == {"R2", "R3"} and lacking["R2"].parts == ("fog",) and lacking["R3"].parts == ("lamp",)
    assert lacking["R2"].picture == b"two" and lacking["R2"].frame == 600 and lacking["R2"].sure > 0.6 > lacking["R3"].sure
    (look,) = (each for each in tested.findings if each.kind == "look")
    assert look.parts == ("lamp",) and "floats" in look.what and "left" in look.what and look.picture == b"two"

    # What was asked for is kept with what was found, and the next build is held against the same words.
    found = Found(tmp_path / "found")
    found.keep(tested)
    again = found.last()
    assert again is not None and again.judged == tested.judged
    better = {**FORM["requirements"][1], "text": "Said otherwise.", "met": "yes"}  # type: ignore[index]
    eyes.answer = {"requirements": [better, {"id": "R9", "text": "New.", "met": "no"}]}
    after = judge(PLAY, PLAN, lambda: style, designer, Work(), [(one.id, one.text) for one in again.judged])
    assert "- R2: Fog hides what is far." in eyes.asked[-1].messages[-1].text
    assert [(one.id, one.text, one.met) for one in after.judged] == [("R2", "Fog hides what is far.", "yes")] and after.findings == ()


def test_without_eyes_nothing_is_judged_and_a_blind_server_is_told_of(checkout: Path, sketch: PatternDesigner) -> None:
    style = sketch.style(PLAN.root.brief, Work())
    assert judge(PLAY, PLAN, lambda: style, sketch, Work()) is PLAY
    assert judge(PLAY, PLAN, lambda: style, hired(checkout, sketch, None), Work()) is PLAY
    designer = hired(checkout, sketch, Eyes(None))
    heard: list[str] = []
    designer.tell = heard.append
    assert judge(PLAY, PLAN, lambda: style, designer, Work()) is PLAY and "not judged" in heard[0]


def test_an_opinion_of_looks_alone_takes_no_repair_back(checkout: Path, sketch: PatternDesigner) -> None:
    eyes = Eyes(FORM)
    designer = hired(checkout, sketch, eyes)
    style = designer.style(PLAN.root.brief, Work())
    before = judge(PLAY, PLAN, lambda: style, designer, Work())
    fog = next(each for each in before.findings if each.subject == "R2")
    eyes.answer = {**FORM, "requirements": [], "faults": [{"what": "The fog is green.", "part": "fog"}]}
    assert worse(before, judge(PLAY, PLAN, lambda: style, designer, Work()), fog) == ""
    eyes.answer = {**FORM, "requirements": [{**FORM["requirements"][0], "met": "no"}]}  # type: ignore[index]
    assert "Not as asked for (R1)" in worse(before, judge(PLAY, PLAN, lambda: style, designer, Work()), fog)


def test_what_happened_is_told_from_an_empty_state() -> None:
    assert happened({}, "idle") == ["The idle player: 0 s, now “”, score 0."]


def test_a_leaf_that_is_tried_alone_is_looked_at_and_others_faults_are_not_its_own(checkout: Path, sketch: PatternDesigner) -> None:
    eyes = Eyes({"shows": "A lamp.", "good": False, "faults": [
        {"what": "The lamp has no foot.", "where": "middle", "part": "lamp"}, {"what": "There is no ground.", "part": "fog"},
        {"what": "It is too dark."}]})  # fmt: skip
    designer = hired(checkout, sketch, eyes)
    leaf = Leaf("lamp", "Lamp", "A lamp burns.", "code", 1, "A lamp in the fog.", designer.style("A lamp in the fog.", Work()), {})
    assert designer.has_eyes and designer.look(leaf, b"picture", Work()) == ("The lamp has no foot (middle).", "It is too dark.")
    assert "> A lamp burns." in eyes.asked[0].messages[-1].text and "tried alone" in eyes.asked[0].messages[-1].text
    eyes.answer = {"good": True, "faults": [{"what": "Could be nicer."}]}
    assert designer.look(leaf, b"picture", Work()) == ()
    heard: list[str] = []
    eyes.answer, designer.tell = None, heard.append
    assert designer.look(leaf, b"picture", Work()) == () and "Nobody looked at “Lamp”" in heard[0]
    assert not hired(checkout, sketch, None).has_eyes
