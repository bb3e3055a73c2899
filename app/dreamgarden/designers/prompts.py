"""`Prompts`: the texts a model is asked with, from templates/prompts. What stays the same comes first, so that servers can cache it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dreamgarden.errors import MissingTool
from dreamgarden.llm.chat import Message

_SPLIT = "\n=====\n"  # in a template: what every call has in common, then what this one adds
_EXAMPLES = ("lantern_walk.cpp", "firefly_jar.cpp")


class Prompts:
    """Renders `templates`/prompts. sources is native/garden, whose garden.h is quoted whole; recipes the bundled models."""

    def __init__(self, templates: Path, sources: Path, recipes: Path) -> None:
        self._folder, self._sources, self._recipes = templates / "prompts", sources, recipes

    @cached_property
    def api(self) -> str:
        """garden.h. Raises MissingTool."""
        return self._read(self._sources / "garden.h")

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Parts that show how it is done, one in space and one on the canvas."""
        return tuple(self._read(self._sources.parent / "examples" / name) for name in _EXAMPLES)

    @cached_property
    def model_names(self) -> str:
        """The bundled models by name, for the planner."""
        return " ".join(sorted(file.stem for file in self._recipes.glob("*.json")))

    def recipe_example(self, *names: str) -> str:
        """Bundled recipes as they are."""
        return "\n\n".join(self._read(self._recipes / f"{name}.json") for name in names)

    def ask(self, name: str, **words: Any) -> tuple[Message, ...]:
        """The messages of NAME.md.j2: what is common to all such calls as the system's, the rest as the person's."""
        text = self._environment.get_template(f"{name}.md.j2").render(**self._shared, **words)
        common, _, own = text.partition(_SPLIT)
        return (Message("system", common.strip() + "\n"), Message("user", own.strip() + "\n"))

    @cached_property
    def _environment(self) -> Environment:
        made = Environment(loader=FileSystemLoader(self._folder), undefined=StrictUndefined, autoescape=False,
                           trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)  # fmt: skip
        made.filters["quoted"] = quoted
        return made

    @cached_property
    def _shared(self) -> Mapping[str, Any]:
        return {"api": self.api, "examples": self.examples, "model_names": self.model_names, "recipe_example": self.recipe_example}

    def _read(self, file: Path) -> str:
        try:
            return file.read_text(encoding="utf-8")
        except OSError as error:
            raise MissingTool(f"{file.name} is missing from this installation.", then="Install DreamGarden again.") from error


def quoted(text: Any) -> str:
    """A person's text inside a prompt, marked as such: what stands in it is told about the game, never an order to the model."""
    return "\n".join(f"> {line}" for line in str(text).splitlines()) or "> "
