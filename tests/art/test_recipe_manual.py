"""docs/recipes.md lists what the language has, no more and no less, and its first example is a recipe."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden.art import expression, language, recipe
from dreamgarden.art.language import MODIFIERS, SHAPES


def listed(manual: str, heading: str) -> list[str]:
    """The names in the first column of the table under a heading."""
    section = manual.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


@pytest.fixture(scope="module")
def manual(checkout: Path) -> str:
    return (checkout / "docs" / "recipes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("heading", "names"), [("Shapes", SHAPES), ("Modifiers", MODIFIERS), ("The file", recipe._MEMBERS)])
def test_each_table_lists_exactly_what_there_is(manual: str, heading: str, names: tuple[str, ...]) -> None:
    assert sorted(listed(manual, heading)) == sorted(names)


def test_the_extra_members_of_shapes_are_named_in_their_rows(manual: str) -> None:
    rows = {name: line for line in manual.splitlines() if line.startswith("| `") for name in re.findall(r"^\| `(\w+)`", line)}
    for shape, extras in language._OF_SHAPE.items():
        for extra in extras:
            assert f"`{extra}" in rows[shape], f"the row of {shape} does not name {extra}"


def test_every_function_of_expressions_is_named(manual: str) -> None:
    section = manual.split("\n## Expressions\n")[1].split("\n## ")[0]
    for name in (*expression._FUNCTIONS, "rnd"):
        assert re.search(rf"\b{name}\b", section), name


def test_the_first_example_works_and_is_as_large_as_it_says(manual: str) -> None:
    text = manual.split("```json\n")[1].split("```")[0]
    toadstool = recipe.read_recipe(json.loads(text), "toadstool")
    mesh = recipe.mesh_recipe(toadstool)
    assert mesh.size == pytest.approx(toadstool.size, abs=0.02)
    assert len(recipe.mesh_recipe(toadstool, {"dots": "none"}).faces) < len(mesh.faces) <= toadstool.budget
