"""The questions that the garden process answers: verbs that change nothing of a garden's plan.

server.py adds them to its own; protocol.py says what each takes and answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dreamgarden.errors import BadInput
from dreamgarden.events import Emit
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.project import Project


class Holder(Protocol):
    """Whoever has the open garden. Raises BadInput when none is open."""

    @property
    def project(self) -> Project: ...


def text_of(given: Mapping[str, Any], name: str) -> str:
    """An argument that has to be there. Raises BadInput."""
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput(f"The request lacks “{name}”.")
    return value


def _why(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    return holder.project.why(text_of(given, "node"))


def _leaf(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    return holder.project.leaf(text_of(given, "node"))


def _takes(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    return {"takes": holder.project.takes(text_of(given, "node"))}


def _view(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    picture = holder.project.view(work)
    return {"picture": str(picture) if picture else ""}


def _doctor(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    from dreamgarden import doctor

    return {"components": [component.to_json() for component in doctor.check()]}


def _models(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    from dreamgarden.hiring import models_of

    return {"models": models_of(str(given.get("base_url", "")))}


def _library_add(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    from dreamgarden.make.shelf import library_add

    return library_add(Path(text_of(given, "folder")), work)


def _words(holder: Holder, given: Mapping[str, Any], work: Work, emit: Emit) -> dict[str, Any]:
    from dreamgarden.hiring import spent_in, words_in

    project = holder.project
    slug = project.journal.refresh().find(text_of(given, "node")).slug
    return {"calls": words_in(project.folder, slug), "spent": spent_in(project.folder)["nodes"].get(slug, {})}


QUESTIONS: Mapping[str, Callable[[Holder, Mapping[str, Any], Work, Emit], dict[str, Any]]] = {
    "why": _why,
    "leaf": _leaf,
    "takes": _takes,
    "view": _view,
    "doctor": _doctor,
    "models": _models,
    "library_add": _library_add,
    "words": _words,
}
