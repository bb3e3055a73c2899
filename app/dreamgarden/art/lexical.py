"""Search by shared words (BM25, Robertson and Zaragoza 2009): what likeness blurs, a rare word that both use can settle."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

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
        self._count = len(texts)
        lengths = np.array([len(text) for text in texts], np.float32)
        usual = max(float(lengths.mean()) if len(texts) else 1.0, 1.0)
        self._norm = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / usual)
        found: dict[str, dict[int, int]] = {}
        for n, text in enumerate(texts):
            for word in text:
                at = found.setdefault(word, {})
                at[n] = at.get(n, 0) + 1
        self._found = {
            word: (np.fromiter(at.keys(), np.intp, len(at)), np.fromiter(at.values(), np.float32, len(at))) for word, at in found.items()
        }

    def scores(self, query: str) -> NDArray[np.float32]:
        """How well each text answers, from 0; a word in every text counts next to nothing."""
        out = np.zeros(self._count, np.float32)
        for word in set(stems(query)):
            if word in self._found:
                at, often = self._found[word]
                rare = math.log(1 + (self._count - len(at) + 0.5) / (len(at) + 0.5))
                out[at] += rare * often * (_SATURATION + 1) / (often + self._norm[at])
        return out
