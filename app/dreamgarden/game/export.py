"""Taking a game out of its garden: as a folder, as an archive, or its scene as one GLB."""

from __future__ import annotations

import math
import os
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dreamgarden.errors import BadInput, GardenError, StorageError
from dreamgarden.game.play import Game, run
from dreamgarden.work import Work

_NOT_EXPORTED = {"build", ".git", "__pycache__"}
_SHAPES = ("cube", "ball", "cylinder", "cone", "capsule", "disc", "plane")


def write(game: Game, target: Path, work: Work) -> str:
    """Write the game to a folder, an archive (.zip) or its scene to one .glb; returns a sentence about it.

    Raises BadInput, StorageError, Cancelled.
    """
    if target.suffix == ".zip":
        to_zip(game.home, target, target.stem)
        return f"{target} holds the game's project."
    if target.suffix == ".glb":
        played = run(game, work.part(0.0, 0.5), frames=30)
        things = played.state.get("things", [])
        count = to_glb(things, game.home / "assets", target, work.part(0.5, 1.0))
        return f"{target} holds {count} placed models."
    if target.suffix and not target.is_dir():
        raise BadInput(f"{target} names no format.", then="Name a folder, an x.zip or an x.glb.")
    to_folder(game.home, target)
    return f"{target} holds the game's project."


def to_folder(game: Path, target: Path) -> None:
    """Copy the project into a folder that is new or empty. Raises BadInput, StorageError."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInput(
            f"{target} holds something already.", safe="It was not touched.", then="Name a new or empty folder."
        )
    try:
        shutil.copytree(game, target, dirs_exist_ok=True, ignore=lambda _, names: _NOT_EXPORTED & set(names))
    except (OSError, shutil.Error) as error:
        raise _refused(target, error) from error


def to_zip(game: Path, target: Path, top: str) -> None:
    """Pack the project into an archive with one folder, `top`. Raises BadInput, StorageError."""
    if target.exists():
        raise BadInput(f"{target} is there already.", safe="It was not touched.", then="Name another file.")
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(game.rglob("*")):
                name = path.relative_to(game)
                if path.is_file() and not _NOT_EXPORTED & set(name.parts):
                    archive.write(path, f"{top}/{name.as_posix()}")
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise _refused(target, error) from error


def to_glb(things: Sequence[Mapping[str, Any]], assets: Path, target: Path, work: Work) -> int:
    """One GLB of all placed things of a state dump, as they stand; returns how many. Raises BadInput, StorageError."""
    if target.exists():
        raise BadInput(f"{target} is there already.", safe="It was not touched.", then="Name another file.")
    # Here and not above: trimesh is slow to import.
    import trimesh

    scene = trimesh.Scene()
    models: dict[str, Any] = {}
    count = 0
    for number, thing in enumerate(things):
        work.progress(number / len(things), str(thing.get("name", "")))
        name = str(thing.get("model", ""))
        if not name or not thing.get("visible", True):
            continue
        if name not in models:
            models[name] = _model(name, assets)
        model = models[name]
        if model is None:
            continue
        count += 1
        place = _placed(thing, model.extents)
        for part in model.dump() if isinstance(model, trimesh.Scene) else [model]:
            scene.add_geometry(part, node_name=f"{thing.get('name', name)}_{number}_{count}", transform=place)
    if not count:
        raise GardenError("The scene holds no models to export.", then="Export the project as a folder instead.")
    try:
        target.write_bytes(scene.export(file_type="glb"))
    except OSError as error:
        raise _refused(target, error) from error
    return count


def _model(name: str, assets: Path) -> Any:
    import trimesh

    file = assets / f"{name}.glb"
    if file.is_file():
        return trimesh.load(file, force="scene")
    if name not in _SHAPES:
        return None
    shape = {
        "cube": lambda: trimesh.creation.box((1, 1, 1)),
        "ball": lambda: trimesh.creation.icosphere(3, 0.5),
        "cylinder": lambda: trimesh.creation.cylinder(0.5, 1),
        "cone": lambda: trimesh.creation.cone(0.5, 1),
        "capsule": lambda: trimesh.creation.capsule(1, 0.25),
        "disc": lambda: trimesh.creation.cylinder(0.5, 0.02),
        "plane": lambda: trimesh.creation.box((1, 0.01, 1)),
    }[name]()
    if name in ("cylinder", "cone", "capsule", "disc"):  # trimesh lays them along Z
        shape.apply_transform(trimesh.transformations.rotation_matrix(-math.pi / 2, (1, 0, 0)))
    shape.apply_translation((0, -shape.bounds[0][1], 0))  # the pivot is at the base
    return trimesh.Scene(shape)


def _placed(thing: Mapping[str, Any], extents: Any) -> Any:
    import numpy
    from trimesh import transformations

    size = [float(value) for value in thing.get("size", (0, 0, 0))]
    # A zero keeps the model's own proportion, so it follows the first side that is given.
    given = [size[i] / float(extents[i]) for i in range(3) if size[i] > 0 and extents[i] > 1e-6]
    stretch = [
        size[i] / float(extents[i]) if size[i] > 0 and extents[i] > 1e-6 else given[0] if given else 1.0
        for i in range(3)
    ]
    scale = float(thing.get("scale", 1.0))
    lean = [math.radians(float(value)) for value in thing.get("lean", (0, 0, 0))]
    move = transformations.translation_matrix([float(value) for value in thing.get("at", (0, 0, 0))])
    turn = transformations.rotation_matrix(math.radians(float(thing.get("turn", 0.0))), (0, 1, 0))
    tilt = transformations.euler_matrix(*lean)
    return move @ turn @ tilt @ numpy.diag([*(scale * value for value in stretch), 1.0])


def _refused(target: Path, error: Exception) -> StorageError:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return StorageError(f"{target} could not be written: {said}.", safe="The garden is unchanged.",
                        then="Choose a place that you may write, on a disk with room.")  # fmt: skip
