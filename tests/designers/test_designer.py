"""The offline designer as a whole: plans of the right size, serving the seed's words, leaves that follow their briefs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from dreamgarden.designers.designer import Draft, Failure, Leaf
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.errors import BadInput
from dreamgarden.events import nowhere
from dreamgarden.grow.growth import expand, grow
from dreamgarden.plan.edit import AddNodes, EditBrief
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work

PROMPTS = [
    "Gather nine paper lanterns in a foggy forest; an old fox with a red scarf watches from a windmill.",
    "A race of paper boats down a rainy street, past a sleeping cat.",
    "A software application that helps hotel managers plan their staff.",
    "外婆家门口有一条会涨水的小河，我要把三只小鸭子送到对岸。",
    "🦊🌙🏮",
    "qwzx",
    'Hello "); system("rm"); // {{ 7*7 }} ../../etc/passwd {% for %}',
]


def grown(designer: PatternDesigner, prompt: str, leaves: int = 40) -> Plan:
    plan = Plan.planted(prompt)

    def submit(edit: Any) -> Plan:
        nonlocal plan
        plan = plan.apply(edit)
        return plan

    return grow(submit, plan, plan.root.id, designer, Work(), nowhere, leaves=leaves)


def leaf(plan: Plan, node: Node, style: Mapping[str, Any], **changes: Any) -> Leaf:
    return replace(Leaf(node.slug, node.title, node.brief, node.kind, 1, plan.root.brief, style, node.slots), **changes)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_plan_has_levels_leaves_and_the_words_it_serves(designer: PatternDesigner, prompt: str) -> None:
    plan = grown(designer, prompt)
    assert 12 <= len(plan.leaves()) <= 40
    assert max(plan.depth(n.id) for n in plan) >= 3
    assert {n.title for n in plan.children(plan.root.id)} >= ({"World", "Goal"} if plan.root.brief.isascii() or "🦊" in prompt
                                                              else {"世界", "目标"})
    for node in plan:
        assert all(word in prompt for word in node.seed_words)
        assert node.brief or node.kind == "style"
        assert not re.search(r"\{\{|\{%", node.brief) or node.kind == "seed"


def test_growth_is_the_same_each_time(designer: PatternDesigner) -> None:
    assert grown(designer, PROMPTS[0]) == grown(designer, PROMPTS[0])


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_leaf_can_be_written_and_has_what_it_needs(designer: PatternDesigner, prompt: str) -> None:
    plan = grown(designer, prompt)
    style = designer.style(prompt, Work())
    for node in plan.leaves():
        if node.kind == "style":
            continue
        draft = designer.write(leaf(plan, node, style), Work())
        (name, text), = draft.files.items()
        assert name == f"{node.slug}.{'cpp' if node.kind == 'code' else 'json'}"
        if node.kind != "code":
            assert json.loads(text)
            continue
        needed = {need.slug for need in plan.needs(node.id)}
        assert set(re.findall(r'(?<!\w)data\("(\w+)"\)', text)) <= needed
        assert f"PART({node.slug})" in text
        assert "system(" not in re.sub(r'"(\\.|[^"\\])*"', "", text)


def test_the_things_of_the_prompt_are_in_the_game(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])
    models = {n.slug for n in plan.leaves() if n.kind == "mesh"}
    assert {"paper_lantern", "fox", "windmill"} <= models or {"lantern", "fox", "windmill"} <= models
    collecting = next(n for n in plan if n.slug == "collecting")
    assert collecting.brief.startswith("9 ") and "lantern" in collecting.brief


@pytest.mark.parametrize("leaves", [15, 25])
def test_the_budget_bounds_the_plan(designer: PatternDesigner, leaves: int) -> None:
    assert len(grown(designer, PROMPTS[0], leaves).leaves()) <= leaves


def test_style_has_every_member(designer: PatternDesigner) -> None:
    style = designer.style(PROMPTS[0], Work())
    assert style["language"] == "en" and style["stage"] == "walk" and style["mood"]
    assert set(style["palette"]) == {"ink", "paper", "accent", "glow", "ground", "plant", "sky", "horizon", "water", "danger"}
    assert style["palette"]["accent"] == "#c8412f", "the prompt's red"
    assert style["weather"]["kind"] == "mist"
    assert {"play", "paused", "resume", "restart", "quit", "won", "lost", "best", "how_to_play"} <= set(style["texts"])
    assert 3 < len(style["title"]) <= 40 and "\n" not in style["title"]
    assert designer.style(PROMPTS[3], Work())["language"] == "zh"


def test_an_edited_brief_changes_count_and_thing(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])
    style = designer.style(PROMPTS[0], Work())
    node = next(n for n in plan if n.slug == "collecting")
    before = designer.write(leaf(plan, node, style), Work()).files["collecting.cpp"]
    told = re.sub(r"^9 [a-z ]*lanterns", "12 paper cranes", node.brief)
    after = designer.write(leaf(plan, node, style, brief=told), Work()).files["collecting.cpp"]
    assert told != node.brief and "i < 9" in before and "i < 12" in after and '"paper crane"' in after
    loose = designer.write(leaf(plan, node, style, brief="Here 5 music boxes lie around, nothing else."), Work())
    assert "i < 5" in loose.files["collecting.cpp"] and '"music box"' in loose.files["collecting.cpp"]


def test_an_edited_model_asks_for_another_recipe(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])
    style = designer.style(PROMPTS[0], Work())
    node = next(n for n in plan if n.slug == "windmill")
    mushroom = designer.write(leaf(plan, node, style, title="Mushroom", brief="A blue mushroom, 1 m tall."), Work())
    made = json.loads(mushroom.files["windmill.json"])
    assert made["recipe"] == "mushroom" and "#3f74b5" in made["colours"].values()


def test_takes_differ_and_stay(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])
    style = designer.style(PROMPTS[0], Work())
    node = next(n for n in plan if n.slug == "finds")
    takes = [designer.write(leaf(plan, node, style, take=t), Work()).files["finds.json"] for t in (1, 2, 1)]
    assert takes[0] == takes[2] != takes[1]


def test_mending_leaves_out_what_is_optional_once(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])
    asked = leaf(plan, next(n for n in plan if n.slug == "collecting"), designer.style(PROMPTS[0], Work()))
    first = designer.write(asked, Work())
    second = designer.mend(asked, Failure("compile", "error", first), Work())
    assert second is not None and len(second.files["collecting.cpp"]) < len(first.files["collecting.cpp"])
    assert designer.mend(asked, Failure("compile", "error", second), Work()) is None


def test_a_leaf_of_nobodys_pattern_is_refused_in_words(designer: PatternDesigner) -> None:
    with pytest.raises(BadInput, match="no pattern for “Mine”"):
        designer.write(Leaf("mine", "Mine", "Something.", "code", 1, "x", {}, {}), Work())


def test_the_version_follows_the_library(designer: PatternDesigner) -> None:
    assert designer.version > 0 and isinstance(designer.write, object)
    assert PatternDesigner(designer._templates, designer._recipes, designer._cache).version == designer.version


def test_interfaces_name_what_others_rely_on(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])
    draft: Draft = designer.write(leaf(plan, next(n for n in plan if n.slug == "collecting"), {"palette": {}}), Work())
    assert "emit collected" in draft.interface and "objective collecting" in draft.interface


def regrown(plan: Plan, designer: PatternDesigner, slug: str, brief: str) -> Plan:
    def submit(edit: Any) -> Plan:
        nonlocal plan
        plan = plan.apply(edit)
        return plan

    node = plan.by_slug(slug)
    assert node is not None
    submit(EditBrief(node.id, brief))
    return expand(submit, plan, node.id, designer, Work(), nowhere)


def test_an_aspect_in_a_persons_words_gets_the_pattern_they_ask_for(designer: PatternDesigner) -> None:
    plan = regrown(grown(designer, PROMPTS[0]), designer, "aspect_world", "A town: a street between houses, and a market square.")
    assert plan.by_slug("part_town") and not plan.by_slug("part_meadow")


def test_a_part_in_a_persons_words_changes_all_its_leaves(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])
    part = plan.by_slug("part_collecting")
    assert part is not None
    plan = regrown(plan, designer, "part_collecting", part.brief.replace("paper lantern", "golden key"))
    assert plan.by_slug("golden_key") and "golden keys" in plan.by_slug("collecting").brief  # type: ignore[union-attr]


def test_a_part_that_a_person_adds_finds_its_pattern_or_says_so(designer: PatternDesigner) -> None:
    plan = grown(designer, PROMPTS[0])

    def submit(edit: Any) -> Plan:
        nonlocal plan
        plan = plan.apply(edit)
        return plan

    goal = plan.by_slug("aspect_goal")
    assert goal is not None
    mine = Node(plan.next_id(), goal.id, "Wolves", "Five wolves: dangerous enemies that chase the player and hurt.", "part", "wolves",
                author="person")
    submit(AddNodes((mine,)))
    expand(submit, plan, mine.id, designer, Work(), nowhere)
    assert any("wolves" in n.brief for n in plan.children(mine.id))
    odd = Node(plan.next_id(), goal.id, "Tax", "Quarterly value-added declarations.", "part", "tax", author="person")
    submit(AddNodes((odd,)))
    with pytest.raises(BadInput, match="knows no pattern for “Tax”"):
        expand(submit, plan, odd.id, designer, Work(), nowhere)


def test_where_snow_falls_it_lies(designer: PatternDesigner) -> None:
    def ground(prompt: str) -> int:
        style = designer.outline(prompt).style
        assert style["weather"]["kind"] in ("snow", "clear")
        return min(int(style["palette"]["ground"][i:i + 2], 16) for i in (1, 3, 5))

    there, without = "Three wolves chase me through the snowy forest.", "Three wolves chase me through the forest."
    assert ground(there) > ground(without) + 60
