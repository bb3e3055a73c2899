"""Who paints and who sculpts: from a person's settings to a painter and a sculptor. Nothing heavy is loaded before it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamgarden import settings
from dreamgarden.errors import BadInput
from dreamgarden.settings import Settings

if TYPE_CHECKING:
    from dreamgarden.art.library import Library
    from dreamgarden.art.painter import Painter
    from dreamgarden.art.sculptor import Sculptor

_PATIENCE = 60.0  # seconds to wait for an image server that is gone


@dataclass(frozen=True)
class Atelier:
    """A painter and a sculptor."""

    painter: Painter
    sculptor: Sculptor


class Ateliers:
    """The atelier of the settings as they are now. Weights that were loaded stay, as long as the settings don't change.

    library  opens the models that the offline painter draws from.
    """

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._last: tuple[str, Atelier] | None = None

    def __call__(self) -> Atelier:
        """Raises BadInput for a choice that lacks its model."""
        chosen = settings.load()
        name = atelier_name(chosen)
        if self._last is None or self._last[0] != name:
            self._last = (name, Atelier(painter_of(chosen, self._library), sculptor_of(chosen)))
        return self._last[1]


def atelier_name(chosen: Settings) -> str:
    """The painter and the sculptor as part of a key: what another one made is not what this one would."""
    painter = (chosen.painter, chosen.painter_model, chosen.painter_url if chosen.painter == "server" else "")
    return " | ".join((*painter, chosen.sculptor, chosen.sculptor_model))


def painter_of(chosen: Settings, library: Callable[[], Library]) -> Painter:
    """The painter that a person chose. Raises BadInput."""
    if chosen.painter == "sketch":
        from dreamgarden.art.sketching import SketchPainter

        return SketchPainter(library)
    if not chosen.painter_model:
        then = "Name an image model in the settings, or a folder for local weights."
        raise BadInput("The painter has no model.", safe="Nothing was painted.", then=then)
    if chosen.painter == "diffusers":
        from dreamgarden.art.diffusing import DiffusionPainter

        return DiffusionPainter(chosen.painter_model)
    from dreamgarden.art.served import ServedPainter
    from dreamgarden.llm.openai import OpenAIChat
    from dreamgarden.llm.secrets import key_for

    address = chosen.painter_url or chosen.base_url
    return ServedPainter(OpenAIChat(chosen.painter_model, address, key_for(address), patience=_PATIENCE))


def sculptor_of(chosen: Settings) -> Sculptor:
    """The sculptor that a person chose. Raises BadInput."""
    from dreamgarden.art.sculptor import Carver, DepthSculptor, ShapESculptor

    if chosen.sculptor == "carver":
        return Carver()
    if not chosen.sculptor_model:
        then = "Name a folder or a hub id in the settings, or choose the sculptor that needs no weights."
        raise BadInput("The sculptor has no model.", safe="Nothing was made.", then=then)
    return ShapESculptor(chosen.sculptor_model) if chosen.sculptor == "shap-e" else DepthSculptor(chosen.sculptor_model)
