"""What a thing is and what it is for: so that "somewhere to sleep" finds a model titled "bed_double_A".

The definitions are WordNet's (Miller 1995), one a noun; assets/glosses holds them and their licence. A dictionary says what
a thing is, not what one does with it: that is in uses.tsv, in our own words, for what games are made of.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import cache
from pathlib import Path

MOST = 4  # definitions that one title gives, and as many uses
_SHORTEST = 3


def glosses(title: str) -> tuple[str, ...]:
    """Definitions of the nouns in a title of lower-case words, "bed : a piece of furniture …"; () when none is known.

    A word that is not a noun by itself may be two written as one ("towerwindmill").
    """
    return _told(title, "nouns")


def uses(title: str) -> tuple[str, ...]:
    """What one does with the things in a title of lower-case words, "bed : soft furniture … to sleep …"; () when unknown."""
    return _told(title, "uses")


def _told(title: str, table: str) -> tuple[str, ...]:
    known = _table(table)
    found: dict[str, None] = {}
    words = title.split()
    for pair in map("".join, itertools.pairwise(words)):  # "gold fish"
        if pair in known:
            found[pair] = None
    for word in words:
        for noun in _singular(word, known) or _split(word, known):
            if not any(noun in longer for longer in found):
                found[noun] = None
    return tuple(f"{noun} : {known[noun]}" for noun in list(found)[:MOST])


def _singular(word: str, known: Mapping[str, str]) -> tuple[str, ...]:
    return next(((form,) for form in (word, word.removesuffix("s"), word.removesuffix("es")) if form in known), ())


def _split(word: str, known: Mapping[str, str]) -> tuple[str, ...]:
    nouns = _table("nouns")
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if _singular(word[:at], nouns) and _singular(word[at:], nouns):
            return (*_singular(word[:at], known), *_singular(word[at:], known))
    return ()


@cache
def _table(name: str) -> Mapping[str, str]:
    """Noun → words about it; empty where the file is not installed, for then titles and tags have to do."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent.parent / "assets" / "glosses", package / "share" / "assets" / "glosses"):
        if (folder / f"{name}.tsv").is_file():
            lines = (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
            return dict(line.split("\t", 1) for line in lines)
    return {}
