"""From the plan to the tasks that build it: one table.

| A node of kind | becomes | by the recipe | in the lane | and sees of other tasks |
| --- | --- | --- | --- | --- |
| style | style | style | light | |
| code | code:SLUG | code | compile | the style; the interfaces of what it needs |
| mesh | mesh:SLUG | recipe, retrieve, sculpt, sprites or (no route) nearest; sculpt where a picture was laid | mesh | the style |
| data | data:SLUG | data | light | the style |
| (all of them) | game | game | compile | everything; it is built without what failed |

A leaf's key holds its own words and what it needs, nothing of its ancestors or siblings but the prompt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dreamgarden.build.task import Lane, Task
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan

STYLE = "style"
GAME = "game"


WriterOf = Callable[[Node], str]
"""Who writes a leaf, with the version."""


@dataclass(frozen=True)
class _Way:
    recipe: str
    lane: Lane


_WAYS: Mapping[tuple[str, str], _Way] = {
    ("code", ""): _Way("code", "compile"),
    ("data", ""): _Way("data", "light"),
    ("mesh", ""): _Way("nearest", "mesh"),
    ("mesh", "recipe"): _Way("recipe", "mesh"),
    ("mesh", "retrieve"): _Way("retrieve", "mesh"),
    ("mesh", "sculpt"): _Way("sculpt", "mesh"),
    ("mesh", "sprites"): _Way("sprites", "mesh"),
}


def ways() -> dict[tuple[str, str], str]:
    """How leaves can be made: kind and route → the recipe's name. The route "" leaves the choice to the app."""
    return {key: way.recipe for key, way in _WAYS.items()}


def way_of(node: Node) -> str:
    """The name of the recipe that makes a leaf, "" for a branch; a model onto which a picture was laid is sculpted after it."""
    return _way(node).recipe if node.is_leaf and node.kind != "style" else ""


def _way(node: Node) -> _Way:
    if node.kind == "mesh" and node.pictures and not node.route:
        return _WAYS["mesh", "sculpt"]
    return _WAYS.get((node.kind, node.route)) or _WAYS[(node.kind, "")]


def task_name(node: Node) -> str:
    """The name of the task that builds a leaf."""
    return STYLE if node.kind == "style" else f"{node.kind}:{node.slug}"


def is_built(node: Node) -> bool:
    """Whether it is a leaf that is to be built; those a person muted, and proposals, are not."""
    return node.is_leaf and not node.muted and not node.proposed


def leaves_of(plan: Plan) -> list[Node]:
    """The leaves that are to be built, in the order of the tree."""
    return [node for node in plan if is_built(node)]


class Kept:
    """The leaves' tasks of earlier plans: where nothing changed for a leaf, its task is the same object again."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Node, tuple[object, ...], Task]] = {}

    def task(self, plan: Plan, node: Node, writer: WriterOf, library: str) -> Task:
        """As `leaf_task`."""
        needs = [(need.kind, need.slug, is_built(need)) for need in plan.needs(node.id)]
        seen = (plan.root.brief, writer(node), library, needs)
        was = self._kept.get(node.id)
        if was is not None and was[0] is node and was[1] == seen:
            return was[2]
        task = leaf_task(plan, node, writer, library)
        self._kept[node.id] = (node, seen, task)
        return task


def tasks_of(
    plan: Plan,
    designer: str | WriterOf,
    library: str = "",
    by_hand: Mapping[str, str] | None = None,
    kept: Kept | None = None,
    runtime: str = "",
) -> list[Task]:
    """All tasks of a plan.

    designer  who writes the leaves, with the version: what another one wrote is not what this one would.
    library   what the library holds, as one text: models are looked for again when it is another.
    by_hand   files of the game's folder that a person changed, name → digest.
    kept      the tasks of earlier plans.
    runtime   the digest of what every game is linked with: with another one the game is linked again, and nothing else done.
    """
    writer: WriterOf = designer if callable(designer) else lambda node: designer
    return [*leaf_tasks(plan, writer, library, kept), _game_task(plan, leaves_of(plan), by_hand or {}, runtime)]


def leaf_tasks(plan: Plan, writer: WriterOf, library: str, kept: Kept | None = None) -> list[Task]:
    """The tasks of the style and of all leaves."""
    make = leaf_task if kept is None else kept.task
    return [style_task(plan, writer), *(make(plan, node, writer, library) for node in leaves_of(plan) if node.kind != "style")]


def with_stand_ins(game: Task, stand_ins: Mapping[str, str], failed: Mapping[str, str]) -> Task:
    """The game's task once it is known what failed: slug → body of its last good artifact, slug → reason."""
    return replace(game, settings={**game.settings, "stand_ins": dict(stand_ins), "failed": dict(failed)})


def style_task(plan: Plan, writer: WriterOf) -> Task:
    """The task that makes the style, of the plan's style node or of the seed alone."""
    seed, style = plan.root, next((node for node in leaves_of(plan) if node.kind == "style"), None)
    settings: dict[str, Any] = {"seed": seed.brief, "designer": writer(style or seed), "take": 1, "slots": {}}
    if style is not None:
        settings |= {**_words(style), **_pin(style)}
        if style.author == "person":  # then, and only then, the brief is read for what it asks
            settings["author"] = style.author
    return Task(STYLE, "style", settings, node=style.id if style else "", priority=-1)


def leaf_task(plan: Plan, node: Node, writer: WriterOf, library: str) -> Task:
    """The task that makes a leaf other than the style."""
    way = _way(node)
    needed = [need for need in plan.needs(node.id) if not need.muted and not need.proposed and need.kind != "style"]
    settings: dict[str, Any] = {"seed": plan.root.brief, "designer": writer(node), "slug": node.slug, "kind": node.kind}
    if way.recipe in ("retrieve", "nearest", "sculpt", "sprites"):
        settings["library"] = library
    if way.recipe == "sculpt":
        settings |= {"pictures": list(node.pictures[-1:]), "route": node.route}  # the newest holds
    return Task(
        name=task_name(node),
        recipe=way.recipe,
        settings={**settings, **_words(node), **_pin(node)},
        inputs={"style": STYLE, **{task_name(need): task_name(need) for need in needed}},
        lane="model" if way.lane == "light" and node.slots.get("by") == "model" else way.lane,
        node=node.id,
        aside={"note": node.note} if node.note else {},
    )


def _game_task(plan: Plan, leaves: list[Node], by_hand: Mapping[str, str], runtime: str) -> Task:
    roles = [task_name(node) for node in leaves if node.kind != "style"]
    return Task(
        name=GAME,
        recipe="game",
        settings={
            "seed": plan.root.brief,
            "title": plan.root.title,
            "by_hand": dict(by_hand),
            "runtime": runtime,
            "stand_ins": {},
            "failed": {},
        },
        inputs={"style": STYLE, **{role: role for role in roles}},
        whole=frozenset(roles),
        optional=frozenset(roles),
        lane="compile",
        aside={"words": {node.slug: [node.title, node.brief, list(node.seed_words)] for node in leaves if node.kind == "code"}},
    )


def _words(node: Node) -> dict[str, Any]:
    slots = dict(node.slots)
    if node.kind == "mesh" and node.route == "recipe" and slots.get("by") == "model":  # a person wants one carved, not the bundled one
        slots["carve"] = True
    return {"title": node.title, "brief": node.brief, "take": node.take, "slots": slots}


def _pin(node: Node) -> dict[str, str]:
    return {"pinned": node.pinned} if node.pinned else {}
