"""Search by shared words (BM25, Robertson and Zaragoza 2009): what likeness blurs, a rare word that both use can settle."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SATURATION, _LENGTH = 1.2, 0.75
_PLAIN = frozenset(re.findall("[a-z]+", "a an and are as at be by for from in into is it its of on one or that the this to which with"))


def stems(text: str) -> list[str]:
    """The words of an English text that say something, without their endings."""
    return [_stem(word) for word in re.findall(r"[a-z]+", text.lower()) if word not in _PLAIN]


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


class Words:
    """An inverted index over texts, each a list of stems; a word that counts more is there more than once."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._lengths = [len(text) for text in texts]
        found: dict[str, dict[int, int]] = {}
        for n, text in enumerate(texts):
            for word in text:
                at = found.setdefault(word, {})
                at[n] = at.get(n, 0) + 1
        self._found = {word: (list(at), list(at.values())) for word, at in found.items()}

    def to_json(self) -> dict[str, Any]:
        """As it may be kept, for making it takes longer than reading it."""
        return {"lengths": self._lengths, "found": self._found}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Words:
        """As to_json told. Raises KeyError, TypeError or ValueError for anything else."""
        out = cls([])
        out._lengths = [int(length) for length in kept["lengths"]]
        out._found = {word: (at, often) for word, (at, often) in kept["found"].items()}
        return out

    def scores(self, query: str) -> NDArray[np.float32]:
        """How well each text answers, from 0; a word in every text counts next to nothing."""
        count = len(self._lengths)
        out, lengths = np.zeros(count, np.float32), np.array(self._lengths, np.float32)
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()) if count else 1.0, 1.0))
        for word in set(stems(query)):
            if word in self._found:
                at, often = np.array(self._found[word][0], np.intp), np.array(self._found[word][1], np.float32)
                rare = math.log(1 + (count - len(at) + 0.5) / (len(at) + 0.5))
                out[at] += rare * often * (_SATURATION + 1) / (often + norm[at])
        return out
