"""The designer over the library of the checkout, with likeness, its vectors kept for the whole session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dreamgarden.designers.chinese import Dictionary, load_dictionary
from dreamgarden.designers.lexicon import Lexicon, load_lexicon
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.reader import read
from dreamgarden.designers.reading import Reading


@pytest.fixture(scope="session")
def designer(checkout: Path, kept_cache: Path) -> PatternDesigner:
    return PatternDesigner(checkout / "templates", checkout / "assets" / "recipes", kept_cache)


@pytest.fixture(scope="session")
def lexicon(checkout: Path) -> Lexicon:
    return load_lexicon(checkout / "templates")


@pytest.fixture(scope="session")
def dictionary(kept_cache: Path) -> Dictionary:
    return load_dictionary(kept_cache)


@pytest.fixture(scope="session")
def reads(lexicon: Lexicon, dictionary: Dictionary) -> Callable[[str], Reading]:
    return lambda text: read(text, lexicon, dictionary)
