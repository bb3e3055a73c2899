"""Planning: what a planner is told it may plan, names agreed before anybody writes, what is sent back, the critic, eyes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dreamgarden import settings
from dreamgarden.designers.agreed import agreed, given_twice, names_in, said_of, unknown
from dreamgarden.designers.critic import Critic, revised
from dreamgarden.designers.designer import Ability, Sprout, Surroundings
from dreamgarden.designers.forms import GardenOutline, PartLeaves, Review
from dreamgarden.designers.model import ModelDesigner, Roles
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.planner import vision_in_words
from dreamgarden.designers.prompts import Prompts
from dreamgarden.designers.soundness import wrong_leaves, wrong_outline
from dreamgarden.grow.proposal import _ROUTES
from dreamgarden.llm.chat import Question
from dreamgarden.llm.scripted import ScriptedChat
from dreamgarden.make.making import Making
from dreamgarden.plan.node import Node
from dreamgarden.tasks import ways
from dreamgarden.work import Work

ABILITIES = (Ability("code", "", "one C++ file"), Ability("data", "", "one JSON file"), Ability("mesh", "", "a bundled model"),
             Ability("mesh", "recipe", "a carved model"))  # fmt: skip
BRIEF = "Eight lanterns hang over the path, 2.4 m high and 3 m apart; each lights when somebody passes within 2 m. " * 2


def part(slug: str, **said: Any) -> dict[str, Any]:
    return {"verdict": "new", "slug": slug, "title": slug.title(), "brief": "What it is.", "leaves": 5, **said}


def outline(*parts: dict[str, Any]) -> GardenOutline:
    return GardenOutline.model_validate({"aspects": [{"slug": "aspect_goal", "title": "Goal", "brief": "Do it.", "parts": list(parts)}]})


def leaves(*lines: dict[str, Any]) -> PartLeaves:
    whole = [{"verdict": "new", "kind": "code", "brief": BRIEF, **line} for line in lines]
    return PartLeaves.model_validate({"leaves": whole})


def test_names_are_read_from_sentences() -> None:
    said = ["event lamp_lit(who): a lamp", "Objective `rides`: 6 of them", "tags lamp", "void push(Thing)", "data rounds: {rounds: list}"]
    assert [name.key for name in names_in(said)] == [("event", "lamp_lit"), ("objective", "rides"), ("tag", "lamp"), ("data", "rounds")]
    given = agreed(said)
    assert [str(name) for name in unknown(["event lamp_lit", "event dusk", "tag player"], given)] == ["event “dusk”"]
    assert said_of(["event lamp_lit", "event dusk"], given) == ["event lamp_lit(who): a lamp", "event dusk"]
    assert given_twice({"a": ["event x", "tag t"], "b": ["event x: too", "tag t"]}) == [
        "event “x” is given by a and by b: one of them makes it, the other uses it"
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("events lit, dark and gone(who): lamps, moths", ["event lit", "event dark", "event gone"]),
        ("value run_1: how far the first ran, and so run_2 to run_5", [f"value run_{n}" for n in (1, 2, 3, 4, 5)]),
        ("values run_1…run_3", [f"value run_{n}" for n in (1, 2, 3)]),
        ("counter found, tag moth: both", ["counter found", "tag moth"]),
        ("event dusk, emitted once when the sun is down", ["event dusk"]),
        ("value run_1 to run_99999999: no", [f"value run_{n}" for n in range(1, 42)]),
    ],
)
def test_several_names_stand_in_one_sentence(line: str, names: list[str]) -> None:
    assert [f"{name.kind} {name.name}" for name in names_in([line])] == names


def test_an_outline_is_sent_back_with_what_cannot_grow() -> None:
    sound = outline(part("a", gives=["event lit", "data rounds: {}"]), part("b", uses=["event lit", "data rounds"]), part("c"))
    assert wrong_outline(sound, 16, 15, 40) == ""
    assert "may have 12" in wrong_outline(sound, 16, 3, 12)
    assert "too few" in wrong_outline(sound, 9, 15, 40)
    assert "b uses event “dark”, which no part gives" in wrong_outline(outline(part("a"), part("b", uses=["event dark"])), 16, 15, 40)
    late = outline(part("b", uses=["data rounds"]), part("a", gives=["data rounds: {}"]))
    assert "no part before it gives" in wrong_outline(late, 16, 15, 40)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([{"slug": "a", "brief": "Lanterns."}], "too short"),
        ([{"slug": "a", "kind": "film"}], "of a kind that nothing makes"),
        ([{"slug": "a", "needs": ["moth"]}], "needs moth, which is no leaf"),
        ([{"slug": "a", "uses": ["event dusk"]}], "uses event “dusk”, which nobody gives"),
        ([{"slug": "a", "gives": []}], "no leaf gives event “lit”"),
        ([{"slug": "taken"}], "taken is the name of another leaf"),
        ([{"slug": "a", "kind": "mesh", "route": "photo"}], "asks for the route photo"),
        ([{"slug": "a"}, {"slug": "b", "gives": ["event lit"]}], "given by a and by b"),
    ],
)
def test_leaves_are_sent_back_with_what_cannot_be_built(lines: list[dict[str, Any]], said: str) -> None:
    lines = [{"gives": ["event lit"], **line} for line in lines]
    assert said in wrong_leaves(leaves(*lines), set(), {"there"}, {"taken"}, ["event lit"], {}, "en", ABILITIES)


def test_sound_leaves_are_taken() -> None:
    lit = {"slug": "a", "gives": ["event lit: a lantern"], "needs": ["mesh: there", "rounds"], "uses": ["event dusk"]}
    rounds, carved = {"slug": "rounds", "kind": "data", "brief": "rounds: list."}, {"slug": "x", "kind": "mesh", "route": "recipe"}
    reply = leaves(lit, rounds, carved)
    given = agreed(["event dusk: the sun is gone"])
    assert wrong_leaves(reply, set(), {"there"}, set(), ["event lit", "data rounds"], given, "en", ABILITIES) == ""


def test_a_review_changes_drops_and_adds_and_says_so() -> None:
    review = Review.model_validate({
        "changes": [{"part": "a", "why": "twice the same", "drop": True}, {"part": "nobody", "drop": True},
                    {"part": "b", "why": "vague", "brief": "Clear.", "gives": ["event x"]}],
        "missing": [{"aspect": "aspect_goal", "verdict": "new", "slug": "end", "title": "The end", "brief": "How it ends."}],
    })  # fmt: skip
    better, said = revised(outline(part("a"), part("b"), part("c")), review)
    assert [line.slug for line in better.parts()] == ["b", "c", "end"] and better.parts()[0].brief == "Clear."
    assert better.parts()[0].gives == ["event x"] and len(said) == 3 and "twice the same" in said[0]


def test_a_planner_is_told_all_that_recipes_can_do_and_growth_takes_just_that(tmp_path: Path) -> None:
    class Silent:
        """A designer that goes on from a sketch, as far as recipes care."""

        name, version, sketch, at_once = "silent", 1, None, 1
        abilities: Sequence[Ability] = ()

        def __getattr__(self, name: str) -> Any:
            return lambda *given: None

    designer: Any = Silent()
    making = Making(tmp_path, designer, lambda: None)  # type: ignore[arg-type, return-value]
    making.close()
    assert {(each.kind, each.route) for each in designer.abilities} == set(ways()), "every way has words for a planner"
    growable = {(kind, route) for kind, routes in _ROUTES.items() for route in routes if kind != "style" and route != "pattern"}
    assert growable == set(ways())


PNG = b"\x89PNG\r\n\x1a\n rest"


def prompts() -> Prompts:
    return Prompts(settings.templates_dir(), settings.garden_sources_dir(), settings.assets_dir() / "recipes")


def test_a_picture_is_looked_at_where_a_model_has_eyes() -> None:
    eyes = ScriptedChat(['{"shows": "a bench", "good": false, "faults": [{"what": "the jars are missing", "part": "jars"}]}'])
    critic = Critic(ScriptedChat([]), prompts(), eyes)
    seen = critic.see(PNG, "Four jars stand on a shelf.", {"title": "By Ear"}, Work(), "jars")
    assert not seen.good and seen.faults[0].part == "jars"
    asked = eyes.asked[0]
    assert asked.messages[-1].pictures == (PNG,) and "> Four jars" in asked.messages[-1].text
    assert asked.key("m") != asked.showing(PNG + b"!").key("m"), "another picture is another question"
    assert not Critic(ScriptedChat([]), prompts()).has_eyes


def test_a_vision_names_its_steps_and_colours() -> None:
    style = {"title": "T", "palette": {"brass": "#aa8833"}, "vision": {"arc": ["Two voices.", "Three."], "colours": {"brass": "lamps"}}}
    told = vision_in_words(style)
    assert "step 2: Three." in told and "brass #aa8833 (lamps)" in told


@pytest.fixture
def planner(designer: PatternDesigner) -> Callable[..., tuple[ModelDesigner, ScriptedChat]]:
    def made(*lines: Any) -> tuple[ModelDesigner, ScriptedChat]:
        chat = ScriptedChat([json.dumps({"leaves": each}) for each in lines])
        model = ModelDesigner(Roles(chat, chat), designer, prompts())
        model.abilities = ABILITIES
        return model, chat

    return made


SEED = Node("n1", None, "Seed", "Lanterns over a path.", "seed", "seed")
GOAL = Node("n2", "n1", "Goal", "What to do.", "aspect", "aspect_goal")
MINE = Node("n3", "n2", "Lanterns", "Eight lanterns.", "part", "part_lanterns",
            slots={"by": "model", "most": 3, "uses": ["event dusk"],
                   "gives": ["event lit: a lantern", "objective lanterns: 8"]})  # fmt: skip
OTHER = Node("n4", "n2", "Dusk", "The sun goes.", "part", "part_dusk", note="Slower, please.",
             slots={"by": "model", "gives": ["event dusk: the sun is gone", "data hours: {hours: list}"]})  # fmt: skip
AROUND = Surroundings(SEED.brief, {"language": "en", "title": "T"}, (SEED, GOAL), (SEED, GOAL, OTHER), 20)


def grown(model: ModelDesigner) -> list[Sprout]:
    return model.grow(MINE, AROUND, Work())


def line(**said: Any) -> dict[str, Any]:
    return {"verdict": "new", "kind": "code", "slug": "lanterns", "title": "Lanterns", "brief": BRIEF, **said}


def test_a_part_is_planned_with_the_names_of_others_and_with_what_can_be_built(planner: Callable[..., Any]) -> None:
    model, chat = planner([line(gives=["event lit: a lantern", "objective lanterns: 8"], uses=["event dusk", "data hours"])])
    (leaf,) = grown(model)
    assert leaf.slots["uses"] == ["event dusk: the sun is gone", "data hours: {hours: list}"], "in the words of those who make it"
    assert leaf.needs == ("hours",), "who uses data needs its leaf"
    system, told = chat.asked[0].messages
    assert 'mesh by the route "recipe": a carved model' in system.text
    assert "- objective lanterns: 8" in told.text and "Slower, please." in told.text and "[gives: event dusk" in told.text


def test_what_nobody_gives_is_asked_for_once_more_and_then_falls_to_the_first_code(planner: Callable[..., Any]) -> None:
    model, chat = planner([line(gives=["event lit: a lantern"])], [line(gives=["event lit: a lantern"])])
    (leaf,) = grown(model)
    assert "no leaf gives objective “lanterns”" in chat.asked[1].messages[-1].text
    assert leaf.slots["gives"] == ["event lit: a lantern", "objective lanterns: 8"]


def test_a_part_that_would_make_the_garden_too_small_is_asked_for_more(planner: Callable[..., Any]) -> None:
    one = line(gives=["event lit", "objective lanterns"])
    more = [one, *({"verdict": "new", "kind": "mesh", "slug": f"lamp_{n}", "brief": "A lamp.", "query": "lamp"} for n in range(3))]
    model, chat = planner([one], more)
    many = replace(OTHER, slots={**OTHER.slots, "most": 11})
    around = replace(AROUND, others=(SEED, GOAL, many))
    assert len(model.grow(replace(MINE, slots={**MINE.slots, "most": 5}), around, Work())) == 4
    assert "it has 1 leaves where the outline counts on 5" in chat.asked[1].messages[-1].text
    model, chat = planner([one])
    assert len(model.grow(MINE, around, Work())) == 1 and len(chat.asked) == 1, "an outline that was small from the start may stay so"


def test_what_nothing_can_do_is_said_with_its_reason(planner: Callable[..., Any]) -> None:
    reply = [line(gives=["event lit", "objective lanterns"]), {**line(), "kind": "film", "slug": "film", "title": "A film"}]
    model, _ = planner(reply, reply)
    told: list[str] = []
    model.tell = told.append
    assert [each.slug for each in grown(model)] == ["lanterns"]
    assert told == ["“A film” can't be built: no recipe makes such a leaf."]


def test_limits_are_told_to_the_person(designer: PatternDesigner) -> None:
    reply = {"leaves": [line(gives=["event lit", "objective lanterns"])], "limits": ["Voices can't be recorded; tones stand for them."]}
    chat = ScriptedChat(lambda question: json.dumps(reply))
    model = ModelDesigner(Roles(chat, chat), designer, prompts())
    told: list[str] = []
    model.tell = told.append
    grown(model)
    assert told == ["“Lanterns”: Voices can't be recorded; tones stand for them."]


def test_the_parts_of_a_garden_are_asked_about_with_one_beginning(planner: Callable[..., Any]) -> None:
    model, chat = planner([line(gives=["event lit", "objective lanterns"])], [line(gives=["event dusk"]), line(slug="hours", kind="data")])
    grown(model)
    model.grow(OTHER, replace(AROUND, others=(SEED, GOAL, MINE)), Work())
    one, two = (each.messages[-1].text for each in chat.asked[:2])
    assert one.partition("The part to plan now")[0] == two.partition("The part to plan now")[0]


def test_a_person_s_note_on_a_leaf_is_in_its_question() -> None:
    from dreamgarden.designers.designer import Leaf

    leaf = Leaf("moths", "Moths", "Six moths.", "code", 1, "seed", {"language": "en"}, {"by": "model"}, note="Bigger wings.")
    asked: Question = Question(prompts().ask("code", leaf=leaf, vision="", former="", sketch=""))
    assert "Bigger wings." in asked.messages[-1].text


def test_what_a_planner_expects_of_a_leaf_goes_with_its_code(planner: Callable[..., Any]) -> None:
    from dreamgarden.designers.designer import Leaf

    checks = [{"after_frames": 30, "path": "objectives.lanterns.need", "op": "==", "value": 8}]
    model, chat = planner([line(gives=["event lit", "objective lanterns"], checks=checks)])
    (sprout,) = grown(model)
    chat._script = lambda question: '```cpp\nPART(lanterns) { emit("lit"); objective("lanterns", "", 8); }\n```'
    draft = model.write(Leaf("lanterns", "L", sprout.brief, "code", 1, "seed", {"language": "en"}, sprout.slots), Work())
    assert draft.checks == tuple(checks) and draft.author == "model"


def test_a_name_that_garden_h_has_is_told_to_whoever_took_it() -> None:
    from dreamgarden.designers.nearest_names import hints

    said = hints("bench.cpp, line 52: reference to ‘place’ is ambiguous", "void place(Thing thing, Vector3 at);\n")
    assert said == "- `place` is taken: garden.h has `void place(Thing thing, Vector3 at);`; give yours another name, everywhere"
