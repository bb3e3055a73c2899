"""The recipe of sprites: a model as the app would choose it, and an atlas of it for games in 2D (art/sprites.py)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.designers.designer import Designer
from dreamgarden.errors import BadInput
from dreamgarden.make.recipes import INTERFACE, NearestRecipe
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.art.library import Library
    from dreamgarden.art.sprites import Sheet

_WALKS = frozenset({"round"})


@dataclass
class SpriteRecipe:
    """A model and its sprites. The node's slot `sprites` may say directions, frames, side, lift, movement, outline, colours."""

    designer: Designer
    library: Callable[[], Library]
    name: str = "sprites"
    version: int = 2
    can: str = (
        "one 3D model that is also an atlas of 2D sprites, seen from 8 sides in 4 frames of a movement: paint_sprite draws it in "
        "painted scenes, draw_sprite in the world"
    )

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        from dreamgarden.art.sprites import atlas_of

        made = NearestRecipe(self.designer, self.library).run(task, inputs, work.part(0, 0.5))
        slug = str(task.settings["slug"])
        sheet = sheet_of(task.settings["slots"].get("sprites"), str(task.settings["title"]))
        atlas = atlas_of(_mesh(made, slug), sheet, work.part(0.5, 1))
        told = atlas.to_json()
        rows = f"{sheet.directions} rows (directions) of {sheet.frames} frames"
        line = f"; assets/{slug}.png: {rows}, {sheet.side} pixels each, foot {atlas.foot}"
        interface = (made.interface or b"") + line.encode()
        files = {f"{slug}.png": atlas.told(), "sprites.json": json.dumps(told, sort_keys=True).encode(), INTERFACE: interface}
        return replace(made, files={**made.files, **files}, interface=interface, notes={**made.notes, "route": "sprites", "sprites": told})


def sheet_of(wanted: Any, title: str) -> Sheet:
    """The sheet that a node asks for; what it leaves open suits the thing. Raises BadInput for what no sheet has."""
    from dreamgarden.art.bodies import body_of
    from dreamgarden.art.sprites import Sheet

    usual = Sheet(movement="walk" if body_of(title) in _WALKS else "bob")
    if wanted is None:
        return usual
    known = {each.name: type(getattr(usual, each.name)) for each in fields(Sheet)}
    if not isinstance(wanted, dict) or not wanted.keys() <= known.keys():
        raise BadInput("A sheet of sprites is asked for wrongly.", then=f"It may say: {', '.join(known)}.")
    try:
        given = {name: known[name](value) for name, value in wanted.items()}
    except (TypeError, ValueError) as error:
        raise BadInput(f"A sheet of sprites is asked for wrongly: {error}.", then=f"It may say: {', '.join(known)}.") from error
    if given.get("movement", "bob") not in ("still", "bob", "spin", "walk"):
        raise BadInput(f"Sprites can't {given['movement']}.", then="They are still, bob, spin or walk.")
    return replace(usual, **given)


def _mesh(made: Product, slug: str) -> Any:
    from dreamgarden.art.glb import read_own

    glb = made.files[f"{slug}.glb"]
    assert isinstance(glb, bytes)
    return read_own(glb)
