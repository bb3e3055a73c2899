"""The model designer on the sketch's tree, with scripted answers and with a tape: keep, rewrite, add, drop, write, mend."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dreamgarden import settings
from dreamgarden.designers.designer import Draft, Failure, Leaf, Need
from dreamgarden.designers.model import ModelDesigner, Roles
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.prompts import Prompts
from dreamgarden.designers.replies import Unreadable
from dreamgarden.events import Event
from dreamgarden.grow.growth import grow, take_over
from dreamgarden.llm.chat import OverBudget, Question, ServerAway
from dreamgarden.llm.scripted import ScriptedChat
from dreamgarden.llm.transcript import Recorded, Transcript
from dreamgarden.plan.edit import EditBrief
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work

PROMPT = ("An abandoned amusement park in the fog. Every ride you switch on brings back one memory of a visitor, "
          "and switches off the lights somewhere else.")
TAPE = Path(__file__).parent.parent / "recorded" / "park.jsonl"
VISION = {
    "title": "Last Light", "subtitle": "", "fantasy": "You came back.", "pillars": ["Six rides wake."], "won": "Six rides.",
    "lost": "Never.", "art": "Fog.", "light": "", "motion": "", "sound": "", "stage": "walk", "view": "first-person", "mood": "quiet",
    "hour": "21:30", "weather": {"kind": "mist", "strength": 0.7}, "music": {"mood": "dreamy", "tempo": "66 bpm"},
    "palette": dict.fromkeys(("ink", "paper", "accent", "glow", "ground", "plant", "sky", "horizon", "water", "danger"), "#123456"),
    "finish": {"bloom": 0.6, "vignette": 0.4, "grain": 0.1},
}  # fmt: skip
WAKE = ("Six rides wake. " + "Each stands at a far spot, 6 m tall, and turns when the lever beside it is pulled; ten bulbs light one after "
        "the other over 2 s, a tone of 330 Hz rises, and the memory of a visitor is told.")
OUTLINE = {
    "aspects": [
        {"slug": "aspect_world", "title": "Park", "brief": "A park.", "parts": [{"verdict": "keep", "slug": "part_meadow", "title": "x"}]},
        {"slug": "aspect_player", "title": "You", "brief": "Who.",
         "parts": [{"verdict": "keep", "slug": "part_walker_first", "title": "x"}]},
        {"slug": "aspect_goal", "title": "Rides", "brief": "Rides.", "parts": [
            {"verdict": "rewrite", "slug": "part_switches", "title": "Six rides", "brief": "Six.", "leaves": 6,
             "gives": ["event ride_lit: a ride was switched on"]},
            {"verdict": "new", "slug": "part_echo", "title": "Echo", "brief": "Echoes.", "leaves": 5,
             "uses": ["event ride_lit"]}]},
    ]
}  # fmt: skip
LEAVES = {
    "part_switches": [
        {"verdict": "rewrite", "kind": "code", "slug": "switching", "title": "Switching", "brief": WAKE,
         "needs": ["ride", "echoes_text"], "gives": ["event ride_lit(who = the ride)"], "seed_words": ["ride", "not in the seed"]},
        {"verdict": "keep", "kind": "mesh", "slug": "ride"},
    ],
    "part_echo": [
        {"verdict": "new", "kind": "data", "slug": "echoes_text", "title": "Echoes", "brief": "lines: list of texts."},
        {"verdict": "new", "kind": "mesh", "slug": "horn", "title": "Horn", "brief": "A brass horn.", "query": "bell", "size": 0.8},
    ],
}  # fmt: skip
CODE = '```cpp\n#include "garden.h"\nPART(switching) {\n  on_start([] { emit("ride_lit"); });\n}\n```'


def answers(question: Question) -> str:
    """A model that plans as above and writes the code above."""
    if question.purpose == "see the whole":
        return json.dumps(VISION)
    if question.purpose == "outline the garden":
        return json.dumps(OUTLINE)
    if question.purpose == "review the outline":
        return json.dumps({"changes": [], "missing": []})
    if question.purpose.startswith("plan "):
        return json.dumps({"leaves": LEAVES[question.node]})
    return CODE


@pytest.fixture
def make(designer: PatternDesigner) -> Callable[..., ModelDesigner]:
    def made(script: Any = answers, **options: Any) -> ModelDesigner:
        chat = script if isinstance(script, Recorded) else ScriptedChat(script)
        prompts = Prompts(settings.templates_dir(), settings.garden_sources_dir(), settings.assets_dir() / "recipes")
        return ModelDesigner(Roles(chat, chat), designer, prompts, **options)

    return made


class Garden:
    """A plan that edits change, sketched first."""

    def __init__(self, designer: ModelDesigner) -> None:
        self.plan = Plan.planted(PROMPT)
        self.heard: list[Event] = []
        self.designer = designer
        grow(self.submit, self.plan, self.plan.root.id, designer.sketch, Work(), self.heard.append)
        self.sketch = self.plan

    def submit(self, edit: Any) -> Plan:
        self.plan = self.plan.apply(edit)
        return self.plan

    def take_over(self) -> Plan:
        return take_over(self.submit, self.plan, self.designer, Work(), self.heard.append)

    def leaf(self, slug: str, **changes: Any) -> Leaf:
        node = self.plan.by_slug(slug)
        assert node is not None
        style = self.designer.style(self.plan.root.brief, Work())
        return replace(Leaf(slug, node.title, node.brief, node.kind, 1, self.plan.root.brief, style, node.slots), **changes)


def test_the_sketch_is_kept_rewritten_added_to_and_dropped(make: Callable[..., ModelDesigner]) -> None:
    garden = Garden(make())
    plan = garden.take_over()
    was = {node.slug: node for node in garden.sketch}
    now = {node.slug: node for node in plan}
    assert now["land"] == was["land"] and now["eyes"] == was["eyes"], "what is kept is the very same node"
    assert now["ride"].id == was["ride"].id
    assert now["switching"].id == was["switching"].id and now["switching"].brief == WAKE
    assert "echoes_text" in now and "lamp_post" not in now and "aspect_mood" not in now
    assert {plan[need].slug for need in now["switching"].needs} == {"ride"}, "the other is planned later, in another part"
    assert now["switching"].seed_words == ("ride",)
    assert now["style"].slots["hour"] == 21.5 and now["style"].slots["view"] == "first"


def test_a_garden_that_was_taken_over_is_not_asked_about_again(make: Callable[..., ModelDesigner]) -> None:
    garden = Garden(make())
    plan = garden.take_over()
    chat = garden.designer.roles.planner
    assert isinstance(chat, ScriptedChat)
    asked = len(chat.asked)
    assert garden.take_over() == plan and len(chat.asked) == asked == 7, "vision, outline, review, two parts, both twice"


def test_only_what_the_model_planned_is_written_anew(make: Callable[..., ModelDesigner]) -> None:
    garden = Garden(make())
    before = {node.slug: garden.designer.writer_of(node) for node in garden.plan}
    plan = garden.take_over()
    changed = {node.slug for node in plan if node.is_leaf and before.get(node.slug) != garden.designer.writer_of(node)}
    assert changed == {"switching", "echoes_text", "horn"}


def test_a_pattern_s_leaf_is_the_pattern_s_to_write(make: Callable[..., ModelDesigner], designer: PatternDesigner) -> None:
    garden = Garden(make([]))
    leaf = garden.leaf("land")
    assert garden.designer.write(leaf, Work()) == designer.write(leaf, Work())


def test_numbers_in_a_brief_are_still_the_pattern_s_and_other_wishes_the_model_s(make: Callable[..., ModelDesigner]) -> None:
    garden = Garden(make())
    brief = garden.leaf("switching").brief
    chat = garden.designer.roles.coder
    assert isinstance(chat, ScriptedChat)
    number = next(word for word in brief.split() if word.isdigit())
    fewer = garden.leaf("switching", brief=brief.replace(number, "4").replace(f"/{number}", "/4"))
    assert "COUNT = 4" in garden.designer.write(fewer, Work()).files["switching.cpp"] and not chat.asked
    other = garden.leaf("switching", brief=brief + " The third ride bites whoever touches it.")
    assert "ride_lit" in garden.designer.write(other, Work()).files["switching.cpp"]
    assert "The third ride bites" in chat.asked[0].messages[-1].text
    assert "void switch_on" in chat.asked[0].messages[-1].text, "the pattern's code is its draft"


def model_leaf(kind: str = "code", **slots: Any) -> Leaf:
    return Leaf("moths", "Moths", "Six moths fly.", kind, 1, PROMPT, {"language": "en", "title": "T"}, {"by": "model", **slots},
                (Need("memories", "data", "{lines: [str]}"),))  # fmt: skip


def moths(body: str = "") -> str:
    return f'```cpp\n#include "garden.h"\nPART(moths) {{ {body} }}\n```'


def asked_of(designer: ModelDesigner) -> list[Question]:
    chat = designer.roles.coder
    assert isinstance(chat, ScriptedChat)
    return chat.asked


def test_the_prompt_of_a_leaf_holds_what_it_needs_and_its_head_is_always_the_same(make: Callable[..., ModelDesigner]) -> None:
    designer = make([moths(), moths()])
    designer.write(model_leaf(), Work())
    designer.write(replace(model_leaf(), brief="Others."), Work())
    one, two = (question.messages for question in asked_of(designer))
    assert one[0] == two[0] and designer.prompts.api in one[0].text
    assert "data memories: {lines: [str]}" in one[1].text and "> Six moths fly." in one[1].text
    assert len(one[0].text) / sum(len(each.text) for each in one) > 0.7, "servers can cache the most of it"


def test_another_take_is_another_question(make: Callable[..., ModelDesigner]) -> None:
    designer = make([moths(), moths()])
    designer.write(model_leaf(), Work())
    designer.write(replace(model_leaf(), take=2), Work())
    one, two = asked_of(designer)
    assert one.key("m") != two.key("m") and "take 2" in two.messages[1].text


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("I would rather not.", "There is no code"),
        ("```cpp\nint main() {}\n```", "no PART(moths)"),
        (moths(), "event “moth_lit”"),
    ],
)
def test_a_draft_that_lacks_something_is_asked_for_again(make: Callable[..., ModelDesigner], first: str, said: str) -> None:
    designer = make([first, moths('emit("moth_lit");')])
    draft = designer.write(model_leaf(gives=["event moth_lit(who)"]), Work())
    assert 'emit("moth_lit")' in draft.files["moths.cpp"] and draft.interface == "event moth_lit(who)"
    assert said in asked_of(designer)[1].messages[-1].text


def test_names_that_are_put_together_count_as_made(make: Callable[..., ModelDesigner]) -> None:
    designer = make([moths('value("lamps_" + id) = 1;')])
    designer.write(model_leaf(gives=["value lamps_rose: lit lamps, and so for every id"]), Work())
    assert len(asked_of(designer)) == 1


def test_a_part_under_another_name_gets_its_own(make: Callable[..., ModelDesigner]) -> None:
    draft = make([moths().replace("PART(moths)", "PART(lantern_moths)")]).write(model_leaf(), Work())
    assert "PART(moths)" in draft.files["moths.cpp"]


def test_no_code_twice_is_said(make: Callable[..., ModelDesigner]) -> None:
    with pytest.raises(Unreadable, match="sent no code for “Moths”"):
        make(["no", "no"]).write(model_leaf(), Work())


SAID = ("moths.cpp, line 2, column 3: ‘burst_at’ was not declared in this scope\n\n"
        "Send the whole of moths.cpp again with the errors corrected; leave the rest as it is.")
FAILED = Failure("compile", SAID, Draft({"moths.cpp": "PART(moths) {\n  burst_at(1);\n}\n"}), ("round 1: x",))
BLOCK = "<<<<<<< SEARCH\n  burst_at(1);\n=======\n  burst({});\n>>>>>>> REPLACE"


def block(old: str, new: str) -> str:
    return f"<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE\n"


def test_a_changed_brief_starts_from_the_code_there_was(make: Callable[..., ModelDesigner]) -> None:
    transcript = Transcript()
    first = "PART(moths) {\n  burst_at(1);\n}\n"
    script = ScriptedChat([f"```cpp\n{first}```", block("burst_at(1);", "burst({});"), block("burst({});", "glow();")])
    designer = make(Recorded(transcript, script), memory=transcript.about)
    designer.write(model_leaf(), Work())
    designer.mend(model_leaf(), FAILED, Work())
    assert "written before" not in script.asked[0].messages[-1].text
    wished = replace(model_leaf(), brief="Six moths glow.")
    draft = designer.write(wished, Work())
    assert "  burst({});\n" in script.asked[2].messages[-1].text, "what was mended is where it starts"
    assert draft.files == {"moths.cpp": "PART(moths) {\n  glow();\n}\n"}
    assert designer.write(wished, Work()) == draft and len(script.asked) == 3, "after a crash it is the same question"


def test_mending_by_blocks_with_the_lines_the_nearest_names_and_what_was_tried(make: Callable[..., ModelDesigner]) -> None:
    designer = make([BLOCK])
    draft = designer.mend(model_leaf(), FAILED, Work())
    assert draft is not None and draft.files == {"moths.cpp": "PART(moths) {\n  burst({});\n}\n"}
    told = asked_of(designer)[0].messages[-1].text
    assert "not declared" in told and "void burst(Vector3 at" in told and "round 1: x" in told and "leave the rest" not in told


def test_a_block_that_does_not_fit_gets_one_more_try(make: Callable[..., ModelDesigner]) -> None:
    designer = make([BLOCK.replace("burst_at(1)", "burst_it(1)"), moths("burst({});")])
    draft = designer.mend(model_leaf(), FAILED, Work())
    assert draft is not None and "burst({});" in draft.files["moths.cpp"]
    assert "could not be applied" in asked_of(designer)[1].messages[-1].text


def test_checks_may_be_sent_anew_where_they_were_what_failed(make: Callable[..., ModelDesigner]) -> None:
    unmet = replace(FAILED, stage="check", text="After 60 frames `tags.moth` should be 6; it is 5.")
    fence = 'It is five.\n```json\n{"checks": [{"after_frames": 60, "path": "tags.moth", "op": "==", "value": 5}]}\n```'
    draft = make([fence]).mend(model_leaf(), unmet, Work())
    assert draft is not None and draft.files == FAILED.draft.files and draft.checks[0]["value"] == 5
    both = make([BLOCK + "\n" + fence]).mend(model_leaf(), unmet, Work())
    assert both is not None and "burst({});" in both.files["moths.cpp"] and both.checks[0]["value"] == 5
    assert make([fence, "sorry"]).mend(model_leaf(), FAILED, Work()) is None, "code that does not compile is not helped by checks"


def test_mending_gives_up_when_nothing_usable_comes(make: Callable[..., ModelDesigner]) -> None:
    assert make(["sorry", "sorry"]).mend(model_leaf(), FAILED, Work()) is None


def test_data_is_asked_for_until_it_is_json(make: Callable[..., ModelDesigner]) -> None:
    designer = make(["no", '{"lines": ["a"', '{"lines": ["a", "b"]}'])
    draft = designer.write(model_leaf("data"), Work())
    assert json.loads(draft.files["moths.json"]) == {"lines": ["a", "b"]}


def test_a_carved_model_is_tried_and_its_fault_goes_back(make: Callable[..., ModelDesigner]) -> None:
    designer = make(['{"title": "x"}', '{"title": "x", "shape": {"box": [1, 1, 1]}}'],
                    check=lambda recipe: "" if "shape" in recipe else "the shape is missing")  # fmt: skip
    made = json.loads(designer.write(model_leaf("mesh", carve=True, size=2.5), Work()).files["moths.json"])
    assert made["recipe"]["shape"] == {"box": [1, 1, 1]} and made["size"] == 2.5
    assert asked_of(designer)[1].messages[-1].text == "the shape is missing"


def test_a_spent_budget_leaves_the_sketch_and_says_so(make: Callable[..., ModelDesigner]) -> None:
    garden = Garden(make([OverBudget("The budget is spent: 5 calls of 5.")]))
    told: list[str] = []
    garden.designer.tell = told.append
    assert garden.take_over() == garden.sketch
    assert "stays as it is" in told[0] and "5 calls of 5" in told[0]


def test_a_server_that_is_gone_stops_the_growth_and_it_goes_on_later(make: Callable[..., ModelDesigner]) -> None:
    garden = Garden(make([json.dumps(VISION), json.dumps(OUTLINE), "{}", ServerAway("gone"), ServerAway("gone")]))
    with pytest.raises(ServerAway):
        garden.take_over()
    assert garden.plan.by_slug("part_echo") is not None and garden.plan.by_slug("lamp_post") is not None
    garden.designer = make()
    plan = garden.take_over()
    assert plan.by_slug("echoes_text") is not None and plan.by_slug("lamp_post") is None


def test_a_person_s_words_and_notes_are_in_later_questions_and_survive(make: Callable[..., ModelDesigner]) -> None:
    garden = Garden(make())
    node = garden.plan.by_slug("wood")
    assert node is not None
    garden.submit(EditBrief(node.id, "Only birches, white as bones."))
    plan = garden.take_over()
    chat = garden.designer.roles.planner
    assert isinstance(chat, ScriptedChat)
    assert "white as bones" in chat.asked[0].messages[-1].text and "white as bones" in chat.asked[1].messages[-1].text
    assert plan[node.id].brief == "Only birches, white as bones."


def test_the_tape_of_a_whole_garden_is_told_again(make: Callable[..., ModelDesigner]) -> None:
    transcript = Transcript()
    count = transcript.load_tape(TAPE)
    garden = Garden(make(Recorded(transcript, model="desk")))
    told: list[str] = []
    garden.designer.tell = told.append
    plan = garden.take_over()
    leaves = {node.slug: node.kind for node in plan.leaves()}
    assert 15 <= len(leaves) <= 60 and count == 27
    for slug in ("grounds", "lamps", "booths", "switching", "ride_show", "apparitions", "nerve", "air"):
        assert leaves[slug] == "code"
        text = garden.designer.write(garden.leaf(slug), Work()).files[f"{slug}.cpp"]
        assert f"PART({slug})" in text and 40 <= text.count("\n") <= 300
    assert len(told) == 1 and told[0].startswith("The outline was not reviewed."), "the tape is older than the critic"
