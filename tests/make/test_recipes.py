"""Models by route: shaped, found, or whichever comes nearer; and what data shows to those who need it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dreamgarden.build.task import Artifact, Task
from dreamgarden.designers.designer import Draft, Failure, Leaf, Sprout, Surroundings
from dreamgarden.errors import GardenError
from dreamgarden.make.recipes import DataRecipe, NearestRecipe, RetrieveRecipe, ShapeRecipe
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

numpy = pytest.importorskip("numpy")
pytest.importorskip("dreamgarden._native", reason="the native module is not built")


class Modeller:
    """A designer that asks for one model."""

    name = "modeller"
    version = 1

    def __init__(self, text: str) -> None:
        self.text = text

    def style(self, seed: str, work: Work) -> dict[str, Any]:
        return {}

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        return []

    def write(self, leaf: Leaf, work: Work) -> Draft:
        return Draft({f"{leaf.slug}.json": self.text})

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        return None


def reference(**more: Any) -> Modeller:
    given = {"recipe": "pebble", "params": {}, "colours": {}, "size": 0.5, "seed": 1, "query": "dragon", "near": True}
    return Modeller(json.dumps({**given, **more}))


class OnlyStyle:
    def roles(self) -> tuple[str, ...]:
        return ("style",)

    def artifact(self, role: str) -> Artifact:
        raise KeyError(role)

    def read(self, role: str, file: str) -> bytes:
        return b"{}"


class Letters:
    """Texts are alike when they use the same letters."""

    def embed(self, texts: Sequence[str]) -> Any:
        rows = numpy.zeros((len(texts), 384), numpy.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace("(", " ").replace(")", " ").split():
                row[sum(map(ord, word)) % 384] += 1
        return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture
def library(tmp_path: Path) -> Any:
    import trimesh

    from dreamgarden.art.library import Library

    folder = tmp_path / "models"
    folder.mkdir()
    trimesh.creation.box((1, 2, 3)).export(folder / "dragon.glb")
    (folder / "library.csv").write_text("file,title,tags,licence,credit\ndragon.glb,dragon,dragon,CC0,Ann\n")
    (folder / "broken.glb").write_bytes(b"no model")
    return Library(tmp_path / "cache", Letters(), [folder], recipes=False)


def task(kind: str = "mesh", take: int = 1) -> Task:
    words = {"title": "Drake", "brief": "A drake.", "take": take, "slots": {}, "slug": "drake", "kind": kind, "seed": "x"}
    return Task(f"{kind}:drake", "recipe", words)


def test_a_shape_is_made_with_its_picture_and_shows_its_size() -> None:
    product = ShapeRecipe(reference()).run(task(), OnlyStyle(), Work())
    assert bytes(product.files["drake.glb"])[:4] == b"glTF" and bytes(product.files["thumbnail.png"])[1:4] == b"PNG"
    assert product.interface is not None and b"drake: " in product.interface and b" m" in product.interface
    assert max(product.notes["size"]) == pytest.approx(0.5, abs=0.01) and product.notes["route"] == "recipe"


def test_a_model_of_the_library_is_taken_and_credited(library: Any) -> None:
    product = RetrieveRecipe(reference(), lambda: library).run(task(), OnlyStyle(), Work())
    assert product.notes["credit"] == "dragon: Ann, CC0" and product.notes["found"].endswith("dragon.glb")
    assert max(product.notes["size"]) == pytest.approx(0.5, abs=0.01)
    assert any("broken.glb" in warning for warning in library.warnings)


def test_a_model_that_broke_is_passed_over_and_told(library: Any, tmp_path: Path) -> None:
    import shutil

    shutil.copy(tmp_path / "models" / "dragon.glb", tmp_path / "models" / "wyrm_dragon.glb")
    first, second = library.search("dragon", 2)
    whole = Path(first.path).read_bytes()
    Path(first.path).write_bytes(whole[: len(whole) // 2])
    recipe = RetrieveRecipe(reference(), lambda: Stale(library, [first, second]))
    product = recipe.run(task(), OnlyStyle(), Work())
    assert product.notes["found"] == second.path and Path(first.path).name in product.notes["instead"]
    Path(second.path).write_bytes(b"glTF")
    with pytest.raises(GardenError, match="can't be read"):
        recipe.run(task(), OnlyStyle(), Work())


class Stale:
    """A library that looked at its files a moment ago."""

    def __init__(self, library: Any, hits: list[Any]) -> None:
        self.library, self.hits = library, hits

    def search(self, *_: Any) -> list[Any]:
        return self.hits

    def reach(self, *_: Any) -> int:
        return 0

    def retrieve(self, *given: Any, **more: Any) -> Any:
        return self.library.retrieve(*given, **more)


def test_what_is_nothing_like_it_is_not_taken(library: Any) -> None:
    with pytest.raises(GardenError, match="Nothing in the library"):
        RetrieveRecipe(reference(query="zzz"), lambda: library).run(task(), OnlyStyle(), Work())


def test_an_empty_library_is_said() -> None:
    class Nothing:
        def search(self, *_: Any) -> list[Any]:
            return []

        def reach(self, *_: Any) -> int:
            return 0

    with pytest.raises(GardenError, match="Nothing in the library") as caught:
        RetrieveRecipe(reference(), lambda: Nothing()).run(task(), OnlyStyle(), Work())  # type: ignore[arg-type,return-value]
    assert "library add" in caught.value.then


def test_the_nearest_way_prefers_a_recipe_that_is_the_thing(library: Any) -> None:
    near = NearestRecipe(reference(near=True), lambda: library).run(task(), OnlyStyle(), Work())
    assert near.notes["route"] == "recipe"
    found = NearestRecipe(reference(near=False), lambda: library).run(task(), OnlyStyle(), Work())
    assert found.notes["route"] == "retrieve"
    neither = NearestRecipe(reference(near=False, query="zzz"), lambda: library).run(task(), OnlyStyle(), Work())
    assert neither.notes["route"] == "recipe"


def test_data_shows_its_members_and_not_what_they_hold() -> None:
    def interface(value: Any) -> bytes:
        made = DataRecipe(Modeller(json.dumps(value))).run(task("data"), OnlyStyle(), Work()).interface
        assert made is not None
        return made

    assert interface({"lines": ["a"], "n": 1}) == interface({"lines": ["b", "c"], "n": 2})
    assert interface({"lines": ["a"]}) != interface({"lines": [1]})


def test_data_that_is_no_json_is_a_failure_in_words() -> None:
    with pytest.raises(GardenError, match="is not JSON"):
        DataRecipe(Modeller("{broken")).run(task("data"), OnlyStyle(), Work())
