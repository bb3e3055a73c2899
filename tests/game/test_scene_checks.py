"""What can't be meant in a scene, and what is left alone."""

from __future__ import annotations

from typing import Any

from dreamgarden.game.findings import Finding, Sources
from dreamgarden.game.playtest import scene_problems
from dreamgarden.game.scene_checks import check_scene, check_shut_in


def thing(name: str, x: float = 0, y: float = 0, z: float = 0, **other: Any) -> dict[str, Any]:
    return {"name": name, "model": name, "part": "making", "tags": [], "at": [x, y, z], "size": [1, 1.5, 1], "body": "solid",
            "visible": True, "floor": 0, "ground": 0, **other}  # fmt: skip


def player(**other: Any) -> dict[str, Any]:
    return thing("player", body="character", tags=["player"], inside=False, **other)


def scene(*things: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {"things": [player(), *things], "ground": {"any": True, "half": 40, "solids": 0, "gravity": 9.8, "bounds": [30, 30]}, **other}


def found(state: dict[str, Any], sources: Sources | None = None, stage: str = "walk") -> list[Finding]:
    return check_scene(state, stage, sources or Sources())


def kinds(state: dict[str, Any], sources: Sources | None = None, stage: str = "walk") -> list[str]:
    return [each.kind for each in found(state, sources, stage)]


def test_a_scene_that_stands_well_has_no_findings() -> None:
    assert kinds(scene(thing("house", 5), thing("house", -5), thing("bench", 9))) == []


def test_a_house_in_the_air_is_its_parts_and_its_models() -> None:
    (one,) = found(scene(thing("house", 5, 3.2), thing("bench", -5)))
    assert (one.kind, one.subject) == ("floating", "house") and one.parts == ("making", "house") and "3.2 m" in one.what


def test_what_flies_by_its_brief_or_stands_on_something_floats_not() -> None:
    assert kinds(scene(thing("machine", 5, 3.2)), Sources(briefs={"making": "Machines that fly over the roofs."})) == []
    assert kinds(scene(thing("balloon", 5, 3.2))) == []
    assert kinds(scene(thing("table", 5, size=[2, 1, 2]), thing("jug", 5, 1.0, size=[0.2, 0.9, 0.2], body="none"))) == []


def test_what_hovers_under_a_condition_stands_at_first() -> None:
    told = Sources(briefs={"making": "Each room is furnished. Under water the pieces drift up to the ceiling."})
    assert kinds(scene(thing("wardrobe", 5, 3.2)), told) == ["floating"]


def test_little_things_that_all_hover_are_meant_and_one_alone_is_not() -> None:
    coins = [thing("coin", n * 3, 1.2, size=[0.3, 0.3, 0.3], body="none") for n in range(4)]
    assert kinds(scene(*coins)) == []
    assert kinds(scene(*coins[:3], thing("coin", 15, 6, size=[0.3, 0.3, 0.3], body="none"))) == []
    on_ground = [thing("coin", n * 3, 0, size=[0.3, 0.3, 0.3], body="none") for n in range(3)]
    assert kinds(scene(*on_ground, thing("coin", 15, 6, size=[0.3, 0.3, 0.3], body="none"))) == ["floating"]


def test_what_lies_in_the_ground() -> None:
    assert kinds(scene(thing("house", 5, -1.4))) == ["buried"]
    assert kinds(scene(thing("house", 5, -0.3))) == []


def test_two_on_one_spot() -> None:
    assert kinds(scene(thing("house", 5), thing("bench", 5.05))) == ["overlap"]
    assert kinds(scene(thing("house", 5), thing("bench", 5.6))) == []


def test_without_ground_and_without_a_player() -> None:
    assert "ground" in kinds({**scene(), "ground": {"any": False, "solids": 0, "gravity": 9.8, "bounds": []}})
    assert kinds({"things": [thing("house", 5)], "ground": {"any": True}}) == ["spawn"]
    assert kinds({**scene(), "things": [{**player(), "inside": True}]}) == ["spawn"]


def test_sizes_are_held_against_the_plan_else_against_their_kind() -> None:
    (one,) = found(scene(thing("lamp", 5, size=[1, 14, 1])), Sources(models={"lamp": 1.5}))
    assert one.kind == "proportion" and "1.5 m as planned" in one.what
    group = [thing("lamp", n * 3, size=[0.5, 1.5, 0.5]) for n in range(4)]
    assert kinds(scene(*group, thing("lamp", 20, size=[8, 20, 8]))) == ["proportion"]
    assert kinds(scene(*group)) == []


def test_what_is_to_be_had_can_be_walked_to() -> None:
    goals = {"objectives": {"items": {"have": 0, "need": 1, "part": "making"}}}
    far = thing("lantern", 5, body="none", tags=["item"], reached=False)
    (one,) = found(scene(far, **goals))
    assert (one.kind, one.subject) == ("unreachable", "lantern")
    assert kinds(scene({**far, "reached": True}, **goals)) == []
    assert kinds(scene({**far, "tags": []}, **goals)) == []
    assert kinds(scene({**far, "at": [38, 0, 0]}, **goals)) == ["outside"]


def test_a_canvas_has_no_scene() -> None:
    assert kinds(scene(thing("card", 5, 9)), stage="board") == []


def test_what_is_walled_in_is_told_whether_it_is_a_goal_or_not() -> None:
    (one,) = found(scene(thing("bench", 5, body="none", tags=["seat"], reached=False, caged=True)))
    assert (one.kind, one.subject) == ("unreachable", "bench") and "Walls stand all round" in one.what
    assert kinds(scene(thing("bench", 5, body="none", tags=["seat"], reached=False))) == []


def test_a_player_who_is_shut_in_and_what_was_walled_in_during_a_play() -> None:
    early = scene(thing("bench", 5, reached=True))
    early["ground"]["walked"] = 900
    late = {**scene(thing("bench", 5, reached=False)), "beside": ["walls"], "screen": "play", "frame": 1800}
    late["ground"] = {**early["ground"], "walked": 6}
    (one,) = check_shut_in(early, late)
    assert (one.kind, one.parts, one.frame) == ("stuck", ("walls",), 1800) and "6 square metres" in one.what
    late["ground"]["walked"] = 880
    assert check_shut_in(early, late) == []
    walled = {**late, "things": [player(), thing("bench", 5, reached=False, caged=True)]}
    assert [(each.kind, each.subject) for each in check_shut_in(early, walled)] == [("unreachable", "bench")]


def test_a_player_who_begins_in_a_cell_is_one_finding() -> None:
    cell = scene(thing("wardrobe", 1, reached=True, part="furniture"),
                 *(thing("bench", 4 * n, 0, 9, reached=False, caged=True, tags=["item"]) for n in range(4)))  # fmt: skip
    cell["ground"]["walked"] = 2
    (one,) = found(cell)
    assert (one.kind, one.subject, one.parts) == ("spawn", "player", ("furniture",))


def test_a_place_that_is_no_number_is_nowhere() -> None:
    lost = thing("bench")
    lost["at"] = [None, 0, None]  # as a dump writes what is no number
    assert kinds(scene(lost)) == ["outside"]
    assert scene_problems(scene(lost)) == ["bench is nowhere: its place is not a number."]


def test_a_tree_in_a_house_is_no_tree_beside_it() -> None:
    house, tree = thing("house", 10, size=[4.5, 4.6, 4.1]), {"size": [3.2, 4.4, 3.2]}
    assert kinds(scene(house, thing("tree", 10.9, **tree))) == ["overlap"]
    assert kinds(scene(house, thing("tree", 12.4, **tree))) == []


def test_lengths_are_told_as_people_write_them() -> None:
    planned = Sources(models={"tower": 6.0})
    said = [found(scene(thing("tower", size=[side] * 3)), planned)[0].what for side in (0.08, 45.3, 920.0, 1540.0)]
    assert [what.split(" is ")[1] for what in said] == [
        "8 cm long, not 6 m as planned.", "45 m long, not 6 m as planned.", "920 m long, not 6 m as planned.",
        "1.5 km long, not 6 m as planned."]  # fmt: skip
