"""What a person brings to a node from outside: models and pictures from files, and views of the game.

A model becomes an artifact that its leaf keeps (pinned); a picture lies in GARDEN/pictures/ under its digest. Neither is
part of a key: bringing something builds nothing by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dreamgarden.build.engine import Engine
from dreamgarden.errors import BadInput, GardenError, StorageError
from dreamgarden.game.play import Game, run
from dreamgarden.make.recipes import model_product
from dreamgarden.plan.edit import AddNodes, Batch, Edit, Patch, Pin
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work

PICTURES = "pictures"
MODEL_FILES = frozenset({".glb", ".obj"})
PICTURE_FILES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_LARGEST_PICTURE = 40 << 20
_PICTURED = 240  # the frame of a play of which a picture is taken: eight seconds in
_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")

Wish = Callable[[Plan], tuple[Edit, str]]
"""Makes the edit, and the id of the node that it adds or changes, from the plan that holds."""


def brought(engine: Engine, garden: Path, file: Path, node: str, work: Work) -> Wish:
    """Take a file into the garden; the wish lays it onto `node`. Raises BadInput, StorageError, Cancelled."""
    ending = file.suffix.lower()
    if ending in MODEL_FILES:
        return _model(engine, file, node, work)
    if ending in PICTURE_FILES:
        return laid(garden, _picture(file), node)
    raise BadInput(
        f"{file.name} is neither a model nor a picture.",
        safe="Nothing was changed.",
        then=f"Bring one of {', '.join(sorted(MODEL_FILES | PICTURE_FILES))}.",
    )


def laid(garden: Path, picture: bytes, node: str) -> Wish:
    """Keep a picture in the garden; the wish lays it onto `node`. Raises StorageError."""
    ending = ".png" if picture.startswith(b"\x89PNG") else ".jpg" if picture.startswith(b"\xff\xd8") else ".webp"
    name = hashlib.sha256(picture).hexdigest()[:24] + ending
    folder = garden / PICTURES
    fresh = folder / f"{name}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(picture)
        fresh.replace(folder / name)
    except OSError as error:
        raise StorageError(f"{folder} can't be written: {error.strerror}.", safe="Nothing was changed.") from error

    def wish(plan: Plan) -> tuple[Edit, str]:
        found = plan.find(node)
        others = tuple(each for each in found.pictures if each != name)
        changed = replace(found, pictures=(*others, name))
        return Patch((changed,), words=f"Lay a picture onto “{found.title}”"), found.id

    return wish


def view_of(game: Game, work: Work) -> bytes:
    """A picture of the game as a bot plays it. Raises MissingTool, Cancelled, GardenError when it can't be drawn here."""
    played = run(game, work, frames=_PICTURED + 1, bot="goal", shots=[_PICTURED])
    if not played.shots:
        raise GardenError(
            f"No picture of the game came about: {played.reason or 'it can not be drawn here'}.",
            safe="Nothing was changed.",
            then="Look into the log of the game, or run it in its window.",
        )
    return played.shots[0]


def seen(game: Game, folder: Path, work: Work) -> Path:
    """The file in `folder` with a view of this game, taken when there is none yet; views of games before it go.

    Raises what `view_of` raises, StorageError.
    """
    try:
        parts = [game.program, *(file for kind in ("assets", "data") for file in (game.home / kind).glob("*"))]
        picture = folder / f"{max(part.stat().st_mtime_ns for part in parts):x}.png"
        if picture.is_file():
            return picture
        shot = view_of(game, work)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        fresh = picture.with_suffix(".new")
        fresh.write_bytes(shot)
        fresh.replace(picture)
    except OSError as error:
        raise StorageError(f"{folder} can't be written: {error.strerror}.", safe="The game is kept.") from error
    return picture


def _picture(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST_PICTURE:
            raise BadInput(f"{file.name} is larger than {_LARGEST_PICTURE >> 20} MB.", safe="Nothing was changed.")
        picture = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror}.", safe="Nothing was changed.") from error
    if not picture.startswith(_STARTS):
        raise BadInput(f"{file.name} is not a picture.", safe="Nothing was changed.")
    return picture


def _model(engine: Engine, file: Path, node: str, work: Work) -> Wish:
    from dreamgarden.art import finish as finishing
    from dreamgarden.art.imported import read_model

    slug = file.stem
    model = finishing.finish(read_model(file), name=slug)

    def wish(plan: Plan) -> tuple[Edit, str]:
        found = plan.find(node)
        onto = found if found.kind == "mesh" else None
        named = onto.slug if onto else plan.free_slug(slug)
        artifact = engine.adopt(model_product(named, model, {"route": "brought", "credit": file.name}, work))
        if onto:
            return Batch((Pin(onto.id, artifact.body),), f"Bring {file.name} as “{onto.title}”"), onto.id
        title = file.stem.replace("_", " ").replace("-", " ").strip()[:80] or file.name
        above = plan[found.parent] if found.is_leaf and found.parent else found
        leaf = Node(
            id=plan.next_id(), parent=above.id, title=title, brief=f"{title}, from the file {file.name}.", kind="mesh",
            slug=named, pinned=artifact.body, author="person",
        )  # fmt: skip
        return Batch((AddNodes((leaf,)),), f"Bring {file.name}"), leaf.id

    return wish
