"""A screen and a person before it. Skipped where there is nothing to draw on, or nobody to press keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import person
import pytest


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Callable[..., person.Person]]:
    """Makes a person at a screen of a size; everything ends with the test, and nothing may have complained."""
    if missing := person.missing():
        pytest.skip(f"needs {', '.join(missing)} ({person.INSTALL})")
    screens: list[person.Screen] = []
    people: list[person.Person] = []

    def sit_down(width: int = 1440, height: int = 900, home: str = "home") -> person.Person:
        screens.append(person.Screen(width, height))
        people.append(person.Person(screens[-1], tmp_path / home))
        return people[-1]

    yield sit_down
    for one in people:
        one.close()
    for screen in screens:
        screen.close()
    for one in people:
        said = [line for line in one.errors.read_text().splitlines() if line.strip()]
        assert said == [], "Qt or Python complained"


@pytest.fixture
def tools() -> None:
    """Needs what builds and plays a game."""
    from dreamgarden import settings
    from dreamgarden.errors import MissingTool

    try:
        settings.built_runtime()
    except MissingTool as error:
        pytest.skip(str(error))
