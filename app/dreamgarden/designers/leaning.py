"""Which classes a text leans to, learnt from labelled phrases: ridge regression on vectors, and on the signs or words phrases share.

Regularized least squares as a classifier: each class is regressed on ±1 (here 1 - 1/K and -1/K), and the class with the
highest value is taken (Hoerl & Kennard, "Ridge regression", 1970; Rifkin, Yeo & Poggio, "Regularized least-squares
classification", 2003). Solved in closed form, so that nothing has to be trained, kept or shipped. By hand because the
library that has it (scikit-learn) would be the largest of all packages for these twenty lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dreamgarden.designers.vectors import Vectors

_STRENGTH = 1.0  # of the ridge on unit vectors
_STRENGTH_SHARED = 0.5
_COMMON = 0.2  # what stands in more phrases than this share of all says nothing

Floats = NDArray[np.float64]


class VectorLeaning:
    """Learns from unit vectors, one a row, and the number of each one's class."""

    def __init__(self, rows: Vectors, labels: Sequence[int], classes: int) -> None:
        given = np.asarray(rows, dtype=np.float64)
        weights, targets = _balanced(labels, classes)
        self._mean = (given * weights[:, None]).sum(0) / weights.sum()
        centred = given - self._mean
        hill = centred.T @ (centred * weights[:, None]) + _STRENGTH * np.eye(given.shape[1])
        self._weights = np.linalg.solve(hill, centred.T @ (targets * weights[:, None]))

    def of(self, vectors: Vectors) -> Floats:
        """How far each vector leans to each class, about 0 to 1: one row a vector."""
        return np.asarray((np.asarray(vectors, dtype=np.float64) - self._mean) @ self._weights)


class SharedLeaning:
    """Learns from what phrases share: counts of words or signs, weighed by their rareness (tf-idf), in the dual form."""

    def __init__(self, phrases: Sequence[Mapping[str, float]], labels: Sequence[int], classes: int) -> None:
        frequency = Counter(gram for phrase in phrases for gram in phrase)
        self._rareness = {gram: float(np.log((len(phrases) + 1) / (count + 0.5))) for gram, count in frequency.items()
                          if count <= max(3.0, _COMMON * len(phrases))}  # fmt: skip
        holders: dict[str, tuple[list[int], list[float]]] = {}
        for number, phrase in enumerate(phrases):
            for gram, share in self._shares(phrase).items():
                rows, shares = holders.setdefault(gram, ([], []))
                rows.append(number)
                shares.append(share)
        likeness = np.zeros((len(phrases), len(phrases)))
        for rows, shares in holders.values():
            if len(rows) == 1:  # most grams: nothing is shared
                likeness[rows[0], rows[0]] += shares[0] ** 2
                continue
            likeness[np.ix_(rows, rows)] += np.outer(shares, shares)
        weights, targets = _balanced(labels, classes)
        told = np.linalg.solve(likeness + _STRENGTH_SHARED * np.diag(1 / weights), targets)
        self._weights = {gram: np.asarray(shares) @ told[rows] for gram, (rows, shares) in holders.items()}
        self._classes = classes

    def of(self, phrase: Mapping[str, float]) -> Floats:
        """How far a text leans to each class."""
        leaning = np.zeros(self._classes)
        for gram, share in self._shares(phrase).items():
            if gram in self._weights:
                leaning += share * self._weights[gram]
        return leaning

    def _shares(self, phrase: Mapping[str, float]) -> dict[str, float]:
        found = {gram: count * self._rareness[gram] for gram, count in phrase.items() if gram in self._rareness}
        length = sum(value * value for value in found.values()) ** 0.5
        return {gram: value / length for gram, value in found.items()} if length else {}


def counted(grams: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The weights of grams, summed."""
    found: dict[str, float] = {}
    for gram, weight in grams:
        found[gram] = found.get(gram, 0.0) + weight
    return found


def _balanced(labels: Sequence[int], classes: int) -> tuple[Floats, Floats]:
    """Weights that make a class with few phrases as heavy as one with many, and what is regressed on."""
    numbers = np.asarray(labels)
    counts = np.bincount(numbers, minlength=classes)
    weights = 1 / counts[numbers]
    return weights / weights.mean(), np.eye(classes)[numbers] - 1 / classes
