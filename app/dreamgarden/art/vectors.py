"""The nearest of many vectors: every one of them is looked at up to some 50,000; beyond, faiss makes a coarse choice first."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dreamgarden.errors import MissingTool

Floats = NDArray[np.float32]

FAISS_FROM = 50_000
_LISTS_OF = 39  # vectors a list needs at least to be trained well
_LOOKED_THROUGH = 48  # lists: recall 0.95 at a million vectors


class Nearest(Protocol):
    """Unit vectors that can be asked for those nearest to another."""

    def near(self, query: Floats, most: int) -> NDArray[np.intp]:
        """Rows of about the `most` nearest, the nearest first."""
        ...


class EveryOne:
    """Looks at all of them: exact."""

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors

    def near(self, query: Floats, most: int) -> NDArray[np.intp]:
        alike = self._vectors @ query
        most = min(most, len(alike))
        some = np.argpartition(-alike, most - 1)[:most] if 0 < most < len(alike) else np.arange(len(alike))[:most]
        return np.asarray(some[np.argsort(-alike[some], kind="stable")], np.intp)


class Faiss:
    """An inverted file of 8-bit vectors (Jégou, Douze and Schmid 2011), by faiss."""

    def __init__(self, vectors: Floats) -> None:
        """Raises MissingTool without faiss."""
        faiss = _faiss()
        lists = max(1, min(2048, len(vectors) // _LISTS_OF))
        self._index: Any = faiss.index_factory(vectors.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        some = np.random.default_rng(0).choice(len(vectors), min(len(vectors), 60 * lists), replace=False)
        self._index.train(np.ascontiguousarray(vectors[some]))
        self._index.add(np.ascontiguousarray(vectors))
        self._index.nprobe = min(lists, _LOOKED_THROUGH)

    def near(self, query: Floats, most: int) -> NDArray[np.intp]:
        _, found = self._index.search(np.ascontiguousarray(query[None], np.float32), most)
        return np.asarray(found[0][found[0] >= 0], np.intp)


def nearest_of(vectors: Floats) -> Nearest:
    """The way that suits their number. Raises MissingTool where faiss is needed and absent."""
    return EveryOne(vectors) if len(vectors) <= FAISS_FROM else Faiss(vectors)


def _faiss() -> Any:
    try:
        import faiss
    except ImportError as error:
        raise MissingTool(
            f"More than {FAISS_FROM:,} texts of models are searched through the package faiss-cpu, which is not installed.",
            safe="The bundled recipes are not touched.",
            then="Run `./dreamgarden setup --with search`, or name fewer folders.",
        ) from error
    return faiss
