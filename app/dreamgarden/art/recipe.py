"""Parametric recipes: JSON files that the native mesher turns into models (language.py is the language)."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from dreamgarden.art.expression import Value
from dreamgarden.art.joints import MOST_JOINTS, Motion, carried_order, joint_of
from dreamgarden.art.language import RecipeError, Resolver, Tree
from dreamgarden.art.model import MOST_VERTICES, Mesh
from dreamgarden.errors import Cancelled, MissingTool
from dreamgarden.work import Work

_MEMBERS = ("title", "title_zh", "tags", "tags_zh", "look", "size", "budget", "grounded", "parameters", "colours", "shape", "credit")
_SECONDS = 20.0
_NESTED = 4


@dataclass(frozen=True)
class Parameter:
    """A number from `low` to `high`, or one of `options`."""

    default: Value
    low: float = 0.0
    high: float = 0.0
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipe:
    """A parametric model.

    size      of the default model, metres: width, height, depth.
    look      a sentence that says what it looks like.
    budget    triangles that suffice for it in a game.
    grounded  False for what floats or flies: no shade from the ground is painted on it.
    """

    name: str
    path: Path
    title: str
    title_zh: str
    tags: tuple[str, ...]
    tags_zh: tuple[str, ...]
    look: str
    size: tuple[float, float, float]
    budget: int
    grounded: bool
    parameters: Mapping[str, Parameter]
    colours: Mapping[str, str]
    shape: Any


def recipes_folder() -> Path:
    """Where the bundled recipes lie, in a checkout and in an installed package. Raises MissingTool."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent.parent / "assets" / "recipes", package / "share" / "assets" / "recipes"):
        if folder.is_dir():
            return folder
    raise MissingTool("The bundled recipes are missing from this installation.", then="Install DreamGarden again.")


def recipe_names() -> list[str]:
    """Names of the bundled recipes, sorted."""
    return sorted(file.stem for file in recipes_folder().glob("*.json"))


def load_recipe(name_or_path: str | Path) -> Recipe:
    """A bundled recipe by name, or any by path. Raises RecipeError."""
    path = Path(name_or_path)
    if path.suffix != ".json":
        path = recipes_folder() / f"{name_or_path}.json"
        if "/" in str(name_or_path) or not path.is_file():
            near = difflib.get_close_matches(str(name_or_path), recipe_names(), 1)
            raise RecipeError(str(name_or_path), "the name", "there is no such recipe" + (f"; did you mean {near[0]}?" if near else ""))
    try:
        stamp = path.stat()
    except OSError as error:
        raise RecipeError(path.stem, str(path), f"the file can't be read: {error.strerror}") from error
    return _loaded(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=256)
def _loaded(path: Path, changed: int, size: int) -> Recipe:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise RecipeError(path.stem, str(path), f"it is not JSON: {error}") from error
    return read_recipe(data, path.stem, path)


def read_recipe(data: Any, name: str, path: Path = Path()) -> Recipe:
    """A recipe from its JSON value. Raises RecipeError for a member that is missing or wrong."""

    def fail(where: str, problem: str) -> RecipeError:
        return RecipeError(name, where, problem)

    if not isinstance(data, dict):
        raise fail("the top", "a recipe is an object")
    for key in data:
        if key not in _MEMBERS:
            near = difflib.get_close_matches(key, _MEMBERS, 1)
            raise fail(key, "a recipe has no such member" + (f"; did you mean {near[0]}?" if near else ""))
    for key in ("title", "shape"):
        if key not in data:
            raise fail(key, "it is missing")
    texts = {key: data.get(key, "") for key in ("title", "title_zh", "look")}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise fail(key, "a text is needed")
    lists = {key: data.get(key, []) for key in ("tags", "tags_zh")}
    for key, words in lists.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise fail(key, "a list of words is needed")
    size = data.get("size", [1, 1, 1])
    if not isinstance(size, list) or len(size) != 3 or not all(isinstance(v, int | float) and 0 < v < 1e4 for v in size):
        raise fail("size", "three lengths in metres are needed")
    budget = data.get("budget", 1500)
    if not isinstance(budget, int) or not 20 <= budget <= 60000:
        raise fail("budget", "a number of triangles from 20 to 60,000 is needed")
    colours = data.get("colours", {})
    if not isinstance(colours, dict) or not all(isinstance(c, str) and c.startswith("#") and len(c) == 7 for c in colours.values()):
        raise fail("colours", "an object of roles and #rrggbb is needed")
    given = data.get("parameters", {})
    if not isinstance(given, dict):
        raise fail("parameters", "an object is needed")
    return Recipe(
        name=name,
        path=path,
        title=texts["title"],
        title_zh=texts["title_zh"],
        tags=tuple(lists["tags"]),
        tags_zh=tuple(lists["tags_zh"]),
        look=texts["look"],
        size=(float(size[0]), float(size[1]), float(size[2])),
        budget=budget,
        grounded=bool(data.get("grounded", True)),
        parameters={key: _parameter(value, f"parameters.{key}", fail) for key, value in given.items()},
        colours=dict(colours),
        shape=data["shape"],
    )


def _parameter(value: Any, path: str, fail: Any) -> Parameter:
    if isinstance(value, dict) and isinstance(value.get("options"), list) and value["options"]:
        options = tuple(str(option) for option in value["options"])
        if value.get("default", options[0]) not in options:
            raise fail(path, "the default is not one of the options")
        return Parameter(value.get("default", options[0]), options=options)
    numbers: list[Any] = [value.get(k) for k in ("default", "min", "max")] if isinstance(value, dict) else [None]
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in numbers) or not numbers[1] <= numbers[0] <= numbers[2]:
        raise fail(path, "default, min and max (in that order of size) or a list of options are needed")
    return Parameter(numbers[0], float(numbers[1]), float(numbers[2]))


def mesh_recipe(
    recipe: Recipe,
    params: Mapping[str, Value] | None = None,
    colours: Mapping[str, str] | None = None,
    seed: int = 0,
    budget: int = 0,
    work: Work | None = None,
) -> Mesh:
    """The model of a recipe: base at y = 0, at most `budget` triangles (0: the recipe's own budget).

    Numbers outside a parameter's range are drawn to its nearest end, because what comes from a plan need not be exact;
    names that the recipe doesn't have are RecipeErrors. Colours are role → "#rrggbb". Raises RecipeError, Cancelled.
    """
    from dreamgarden import _native

    moves: list[Motion] = []
    tree = resolve(recipe, params or {}, colours or {}, seed, moves=moves)
    work = work or Work()
    work.check()
    stop = _native.Stop()
    forget = work.on_cancel(stop.ask)
    budget = budget or recipe.budget
    try:
        points, normals, rgba, faces, of, joints = _native.build(tree, budget, recipe.grounded, seed & 0xFFFFFFFF, _SECONDS, stop)
    except _native.Fault as fault:
        path, problem = fault.args
        raise RecipeError(recipe.name, path, problem) from fault
    except _native.Stopped as stopped:
        if stop.asked:
            raise Cancelled() from stopped
        raise RecipeError(recipe.name, "shape", f"meshing took longer than {_SECONDS:.0f} seconds") from stopped
    finally:
        forget()
    if len(points) > MOST_VERTICES:
        raise RecipeError(recipe.name, "budget", f"{len(points)} vertices are more than a game takes ({MOST_VERTICES})")
    if len(joints) > MOST_JOINTS:
        raise RecipeError(recipe.name, "shape", f"{len(joints)} parts move; {MOST_JOINTS} may")
    mesh = Mesh(points, normals, rgba, faces)
    if joints:
        order = carried_order([parent - 1 for _, parent, _, _ in joints])
        place = np.zeros(len(joints) + 1, np.int64)  # from the mesher's numbers to ours, both from 1
        place[np.array(order) + 1] = np.arange(1, len(order) + 1)
        of = place[of]
        counts = np.bincount(of, minlength=len(joints) + 1)
        starts = np.cumsum(counts)
        made = []
        for n, old in enumerate(order):
            number, parent, pivot, axes = joints[old]
            made.append(joint_of(moves[number - 1], int(place[parent]) - 1, pivot, axes, int(starts[n]), int(counts[n + 1])))
        mesh = replace(mesh, faces=faces[np.argsort(of, kind="stable")], joints=tuple(made))
    return mesh.moved(np.array([0, -mesh.low[1], 0])) if recipe.grounded or mesh.low[1] < 0 else mesh


def resolve(
    recipe: Recipe, params: Mapping[str, Value], colours: Mapping[str, str], seed: int, nested: int = 0, moves: list[Motion] | None = None
) -> Tree:
    """The tree with every number and colour worked out; what its parts do is added to `moves`. Raises RecipeError."""
    moves = [] if moves is None else moves
    names: dict[str, Value] = {}
    for key, parameter in recipe.parameters.items():
        names[key] = _chosen(recipe, key, parameter, params.get(key, parameter.default))
    _known(recipe, "parameter", params, recipe.parameters)
    _known(recipe, "colour", colours, recipe.colours)

    def fetch(name: str, given: Mapping[str, Any], roles: Mapping[str, str], path: str) -> Tree:
        if nested >= _NESTED:
            raise RecipeError(recipe.name, path, "recipes use each other deeper than four levels")
        return resolve(load_recipe(name), given, roles, seed, nested + 1, moves)

    resolver = Resolver(recipe.name, names, {**recipe.colours, **colours}, seed, fetch, moves)
    return resolver.group(recipe.shape, "shape", 0, {})


def _chosen(recipe: Recipe, key: str, parameter: Parameter, value: Value) -> Value:
    if parameter.options:
        if value not in parameter.options:
            raise RecipeError(recipe.name, f"parameters.{key}", f"{value!r} is not one of {', '.join(parameter.options)}")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise RecipeError(recipe.name, f"parameters.{key}", f"a number is needed, not {value!r}")
    return min(max(float(value), parameter.low), parameter.high)


def _known(recipe: Recipe, what: str, given: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, list(known), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise RecipeError(recipe.name, f"{what} {key}", f"there is no such {what}{hint} (there are: {', '.join(known) or 'none'})")
