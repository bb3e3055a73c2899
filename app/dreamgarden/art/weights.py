"""Local weights: loading a diffusers or transformers pipeline from a folder or the hub, and saying what is wrong with it.

torch, diffusers and transformers are imported inside these functions alone: they take seconds, and most gardens never
need them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgarden.errors import BadInput, GardenError, MissingTool
from dreamgarden.work import Work

_INSTALL = "Run `./dreamgarden setup --with diffusion`, or choose another painter or sculptor in the settings."
_OTHER = "Look at the folder in the settings: it must hold all files of the model. The offline painter needs none."


class OutOfMemory(GardenError):
    """The graphics card, or the machine, has too little memory for the model."""


@dataclass(frozen=True)
class Place:
    """Where a model computes: a torch device and the name of its number type."""

    device: str
    numbers: str


def place() -> Place:
    """The fastest device that this machine has, with the numbers that suit it. Raises MissingTool."""
    import_or_say("torch")
    import torch

    if torch.cuda.is_available():
        return Place("cuda", "bfloat16" if torch.cuda.is_bf16_supported() else "float16")
    if getattr(torch.backends, "mps", None) is not None and torch.backends.mps.is_available():
        return Place("mps", "float16")
    return Place("cpu", "float32")


def import_or_say(*names: str) -> None:
    """Raises MissingTool when a package is not installed."""
    import importlib.util

    for name in names:
        if importlib.util.find_spec(name) is None:
            raise MissingTool(f"The Python package {name} is not installed.", safe="Nothing was painted.", then=_INSTALL)


def loaded(model: str, load: Callable[[str], Any], work: Work, needs: str = "model_index.json") -> Any:
    """The pipeline that `load` makes of a folder or a hub id. Raises BadInput, MissingTool, OutOfMemory, GardenError.

    needs  the file by which a folder is known to hold a model.
    """
    work.progress(0.02, f"loading {Path(model).name}")
    folder = Path(model).expanduser()
    if folder.is_absolute() or model.startswith((".", "~")) or folder.is_dir():
        if not folder.is_dir():
            raise BadInput(f"{folder} is not a folder.", safe="Nothing was painted.", then=_OTHER)
        if not (folder / needs).is_file():
            raise BadInput(f"{folder} holds no model: it has no {needs}.", safe="Nothing was painted.", then=_OTHER)
        model = str(folder)
    with memory_said(Path(model).name):
        try:
            return load(model)
        except Exception as error:  # of torch, safetensors, pickle, the hub: each has its own, and none of them is a bug of ours
            if is_out_of_memory(error):
                raise
            said = " ".join(str(error).split())[:240] or type(error).__name__
            if type(error).__name__ in ("LocalEntryNotFoundError", "OfflineModeIsEnabled", "ConnectionError", "ConnectTimeout"):
                raise GardenError(f"The model {model} can't be fetched: {said}.", safe="Nothing was painted.",
                                  then="Look at the network, or name a folder that holds the model.") from error  # fmt: skip
            raise GardenError(f"The model {model} can't be loaded: {said}.", safe="Nothing was painted.", then=_OTHER) from error


@contextlib.contextmanager
def memory_said(model: str) -> Iterator[None]:
    """Turns every way in which torch runs out of memory into OutOfMemory, and gives back what it holds."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        import torch

        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        raise OutOfMemory(
            f"There is not enough memory for {model}.",
            safe="Nothing was painted; the rest of the garden is built without it.",
            then="Close other programs, choose a smaller model, or the offline painter.",
        ) from error


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch, or Python, says by this that memory ran out."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    said = str(error).lower()
    return isinstance(error, RuntimeError) and ("out of memory" in said or "can't allocate memory" in said or "not enough memory" in said)
