"""What a thing is or is for, in a dictionary's words: so that "somewhere to sleep" finds a model titled "bed_double_A".

The definitions are WordNet's (Miller 1995), one a noun; assets/glosses holds them and their licence.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import cache
from pathlib import Path

MOST = 4  # definitions that one title gives
_SHORTEST = 3


def glosses(title: str) -> tuple[str, ...]:
    """Definitions of the nouns in a title of lower-case words, "bed : a piece of furniture …"; () when none is known.

    A word that is not a noun by itself may be two written as one ("towerwindmill").
    """
    known = _nouns()
    found: dict[str, None] = {}
    words = title.split()
    for pair in map("".join, itertools.pairwise(words)):  # "gold fish"
        if pair in known:
            found[pair] = None
    for word in words:
        for noun in _singular(word) or _split(word):
            if not any(noun in longer for longer in found):
                found[noun] = None
    return tuple(f"{noun} : {known[noun]}" for noun in list(found)[:MOST])


def _singular(word: str) -> tuple[str, ...]:
    return next(((form,) for form in (word, word.removesuffix("s"), word.removesuffix("es")) if form in _nouns()), ())


def _split(word: str) -> tuple[str, ...]:
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, last = _singular(word[:at]), _singular(word[at:])
        if first and last:
            return (*first, *last)
    return ()


@cache
def _nouns() -> Mapping[str, str]:
    """Noun → definition; empty where the file is not installed, for then titles and tags have to do."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent.parent / "assets" / "glosses", package / "share" / "assets" / "glosses"):
        if (folder / "nouns.tsv").is_file():
            lines = (folder / "nouns.tsv").read_text(encoding="utf-8").splitlines()
            return dict(line.split("\t", 1) for line in lines)
    return {}
