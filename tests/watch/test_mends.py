"""What a plan can say so that a finding goes, where the fault was there from the beginning."""

from __future__ import annotations

from dreamgarden.game.findings import Finding
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.watch.mends import by_words

TOWN = Node("n2", "n1", "Houses", "Houses stand.", "code", "houses")
LAMP = Node("n3", "n1", "Lamp", "A lamp, about 3 m.", "mesh", "lamp")


def plan(*more: Node, seed: str = "A town.") -> Plan:
    return Plan.of([Node("n1", None, "Seed", seed, "seed", "seed"), TOWN, LAMP, *more])


def test_what_floats_is_set_down_by_its_parts_brief() -> None:
    (change,) = by_words(plan(), [TOWN], Finding("floating", "A house floats.", "house", ("houses",)))
    assert change.nodes == ("n2",) and change.steps[0].given["brief"] == "Houses stand. Every “house” stands on the ground."
    (zh,) = by_words(plan(seed="小镇"), [TOWN], Finding("unreachable", "够不到。", "house", ("houses",)))
    assert zh.steps[0].given["brief"].endswith("每个“house”都在走得到的地方。")


def test_an_odd_size_is_bounded_by_the_models_own() -> None:
    found = Finding("proportion", "A street lamp is 40 m.", "lamp", ("houses", "lamp"), named="street lamp")
    (change,) = by_words(plan(), [TOWN, LAMP], found)
    assert "No “street lamp” is smaller than 1.2 m or larger than 6.6 m." in change.steps[0].given["brief"]


def test_a_model_that_was_never_planned_is_made() -> None:
    (change,) = by_words(plan(), [TOWN], Finding("missing", "There is no model “bench_2”.", "bench_2", ("houses",)))
    given = change.steps[0].given
    assert change.steps[0].verb == "sprout" and given["parent"] == "n1"
    assert (given["slug"], given["kind"], given["slots"]) == ("bench_2", "mesh", {"query": "bench"})
    assert list(by_words(plan(), [TOWN], Finding("missing", "There is no model “lamp”.", "lamp", ("houses",)))) == []


def test_a_style_that_was_made_black_is_drawn_anew() -> None:
    style = Node("n4", "n1", "Style", "Calm.", "style", "style", slots={"palette": {"sky": "#000000"}, "light": 0.3, "mood": "calm"})
    (change,) = by_words(plan(style), [], Finding("dark", "The picture is black.", "picture"))
    assert change.steps[0].given["slots"] == {"mood": "calm"}
    assert list(by_words(plan(), [], Finding("dark", "The picture is black.", "picture"))) == []
