"""A mistake in a recipe is answered with its JSON path and a sentence, whoever wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden.art.expression import evaluate
from dreamgarden.art.language import RecipeError
from dreamgarden.art.recipe import load_recipe, mesh_recipe, read_recipe

BOX = {"box": [1, 1, 1]}

FAULTS: list[tuple[Any, str, str]] = [
    ({"bx": [1, 1, 1]}, "shape", "exactly one shape, this one has none"),
    ({"box": [1, 1, 1], "ball": 1}, "shape", "box and ball"),
    ({"box": [1, 1]}, "shape.box", "a list of 3 numbers"),
    ({"box": [1, "wide", 1]}, "shape.box[1]", "wide, which is not a parameter"),
    ({"box": [1, 1, float("inf")]}, "shape.box[2]", "outside"),
    ({"box": [1, 1, -2]}, "shape.box[2]", "outside"),
    ({"box": [1, True, 1]}, "shape.box[1]", "a number is needed"),
    ({"box": [1, 1, 1], "colr": "#ffffff"}, "shape", "did you mean colour"),
    ({"box": [1, 1, 1], "colour": "lilac"}, "shape.colour", "neither a colour of this recipe"),
    ({"box": [1, 1, 1], "colour": ["#fff000"]}, "shape.colour", "two colours"),
    ({"group": []}, "shape.group", "a list of nodes"),
    ({"group": [BOX, {"group": [{"ball": "x"}]}]}, "shape.group[1].group[0].ball[0]", "not a parameter"),
    ({"group": [BOX, 7]}, "shape.group[1]", "a node is an object"),
    ({"tube": [[0, 0, 0]]}, "shape.tube", "2 to 400 points"),
    ({"limb": [[0, 0, 0], [0, 1, 0], [0, 2, 0]]}, "shape.limb", "two ends"),
    ({"extrude": [[0, 0], [1, 0]]}, "shape.extrude", "3 to 400 points"),
    ({"cone": [0, 0, 1]}, "shape.cone", "a height and a radius"),
    ({"each": "i", "count": 3}, "shape", "“do”"),
    ({"each": "two words", "count": 3, "do": BOX}, "shape.each", "counter"),
    ({"each": "i", "count": 1e6, "do": BOX}, "shape.count", "outside"),
    ({"box": [1, 1, 1], "repeat": {"count": 2, "stp": [1, 0, 0]}}, "shape.repeat", "stp"),
    ({"box": [1, 1, 1], "mirror": "w"}, "shape.mirror", "x, y or z"),
    ({"box": [1, 1, 1], "repeat": {"count": 60}, "polar": {"count": 60}}, "shape.polar", "copies"),
    ({"box": [1, 1, 1], "scatter": {"count": 3, "over": "moon"}}, "shape.scatter.over", "disc, ring, box, ball or dome"),
    ({"box": [1, 1, 1], "noise": [0.1, 0]}, "shape.noise", "noise is"),
    ({"box": [1, 1, 1], "when": 3}, "shape.when", "condition"),
    ({"box": [1, 1, 1], "turn": "__import__('os')"}, "shape.turn", "don't have"),
    ({"box": [1, 1, 1], "turn": "9**9**9"}, "shape.turn", "don't have"),
    ({"box": [1, 1, 1], "turn": "1/0"}, "shape.turn", "can't be worked out"),
    ({"use": "no_such_recipe"}, "the name", "no such recipe"),
    ({"subtract": [{"below": 1}, {"below": 2}]}, "shape", ""),
]


@pytest.mark.parametrize(("shape", "path", "words"), FAULTS, ids=[f"{path}-{n}" for n, (_, path, _) in enumerate(FAULTS)])
def test_a_fault_names_its_json_path(shape: Any, path: str, words: str) -> None:
    with pytest.raises(RecipeError) as told:
        mesh_recipe(read_recipe({"title": "Broken", "shape": shape}, "broken"))
    assert told.value.path == path or told.value.path.startswith(f"{path}.") or told.value.path.startswith(f"{path}["), told.value.path
    assert words in str(told.value)
    assert told.value.then and "The recipe" in told.value.what
    assert told.value.exit_code == 2


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "the top"),
        ({"shape": BOX}, "title"),
        ({"title": "T"}, "shape"),
        ({"title": "T", "shape": BOX, "shap": 1}, "shap"),
        ({"title": 3, "shape": BOX}, "title"),
        ({"title": "T", "shape": BOX, "tags": "tree"}, "tags"),
        ({"title": "T", "shape": BOX, "size": [1, 0, 1]}, "size"),
        ({"title": "T", "shape": BOX, "budget": 5}, "budget"),
        ({"title": "T", "shape": BOX, "colours": {"leaf": "green"}}, "colours"),
        ({"title": "T", "shape": BOX, "parameters": {"h": {"default": 5, "min": 0, "max": 1}}}, "parameters.h"),
        ({"title": "T", "shape": BOX, "parameters": {"h": {"default": "c", "options": ["a", "b"]}}}, "parameters.h"),
    ],
)
def test_a_wrong_member_is_named(data: Any, path: str) -> None:
    with pytest.raises(RecipeError) as told:
        read_recipe(data, "broken")
    assert told.value.path == path


def test_unknown_parameters_and_colours_suggest_the_nearest() -> None:
    recipe = read_recipe(
        {"title": "T", "shape": BOX, "parameters": {"height": {"default": 1, "min": 0, "max": 2}}, "colours": {"leaf": "#00ff00"}}, "t"
    )
    with pytest.raises(RecipeError, match="did you mean height"):
        mesh_recipe(recipe, {"heigth": 1})
    with pytest.raises(RecipeError, match="did you mean leaf"):
        mesh_recipe(recipe, {}, {"leav": "#ff0000"})
    with pytest.raises(RecipeError, match="a number is needed"):
        mesh_recipe(recipe, {"height": "tall"})
    with pytest.raises(RecipeError, match="did you mean castle"):
        load_recipe("castel")


def test_a_file_that_is_not_json_or_not_there_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(RecipeError, match="not JSON"):
        load_recipe(broken)
    with pytest.raises(RecipeError, match="can't be read"):
        load_recipe(tmp_path / "absent.json")
    with pytest.raises(RecipeError, match="no such recipe"):
        load_recipe("../../etc/passwd")


def test_nesting_without_end_is_refused() -> None:
    deep: Any = BOX
    for _ in range(40):
        deep = {"group": [deep]}
    with pytest.raises(RecipeError, match="deeper than 24"):
        mesh_recipe(read_recipe({"title": "Deep", "shape": deep}, "deep"))


def test_a_recipe_that_uses_itself_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ouroboros.json").write_text('{"title": "Snake", "shape": {"use": "ouroboros"}}', encoding="utf-8")
    monkeypatch.setattr("dreamgarden.art.recipe.recipes_folder", lambda: tmp_path)
    with pytest.raises(RecipeError, match="deeper than four levels"):
        mesh_recipe(load_recipe("ouroboros"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("2 * i + 1", 7.0), ("sin(90)", 1.0), ("mix(0, 10, 0.3)", 3.0), ("4 if i > 2 else 1", 4), ("i == 3 and 1", 1), ("max(i, 9) % 4", 1)],
)
def test_expressions(text: str, value: float) -> None:
    assert evaluate(text, {"i": 3}, 0) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["i.real", "[1][0]", "lambda: 1", "'a' * 99", "open('x')", "i if", "f'{i}'", "1 " + "+ 1 " * 100, "x := 3", "j + 1"]
)
def test_expressions_are_not_python(text: str) -> None:
    with pytest.raises(ValueError, match=r"expression|arithmetic|not a parameter"):
        evaluate(text, {"i": 3}, 0)
