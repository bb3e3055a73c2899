"""The models that can be found for any garden: the bundled recipes, and the folders that the person added."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgarden import settings
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.art.library import Library


def open_library() -> Library:
    """The models that can be found: the bundled recipes and the folders that the person added."""
    from dreamgarden.art.catalogue import PolyHaven
    from dreamgarden.art.library import Library
    from dreamgarden.likeness import Likeness

    chosen = settings.load()
    catalogue = PolyHaven() if chosen.catalogue == "polyhaven" else None
    folders = [Path(folder) for folder in chosen.library]
    return Library(settings.cache_dir(), Likeness(settings.likeness_dir()), folders, catalogue=catalogue)


def library_add(folder: Path, work: Work) -> dict[str, Any]:
    """Search in a folder of models too, from now on. {"folder", "models", "warnings"}. Raises BadInput, StorageError."""
    library = open_library()
    count = library.add_folder(folder, work)
    settings.save(settings.with_library(settings.load(), folder))
    return {"folder": str(folder.expanduser().resolve()), "models": count, "warnings": list(library.warnings)}


def library_search(query: str, count: int, work: Work) -> dict[str, Any]:
    """The models that are most like some words, best first. {"hits": [...], "warnings"}."""
    library = open_library()
    hits = library.search(query, count, work)
    return {"hits": [dataclasses.asdict(hit) for hit in hits], "warnings": list(library.warnings)}
