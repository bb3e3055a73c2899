"""Vectors of the library's texts, embedded once and kept in the cache text by text, so that a new pattern costs its own alone."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

_KEEP = 8_000  # vectors at most; the oldest leave


def kept_vectors(cache: Path, texts: Sequence[str], embed: Embed) -> Vectors:
    """Unit vectors of `texts`, one a row."""
    keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24] for text in texts]
    file = cache / "vectors.npz"
    known = _load(file)
    missing = list(dict.fromkeys(n for n, key in enumerate(keys) if key not in known))
    if missing:
        made = np.asarray(embed([texts[n] for n in missing]), dtype=np.float32)
        known |= {keys[n]: made[row] for row, n in enumerate(missing)}
        _save(file, known)
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 1), np.float32)


def _load(file: Path) -> dict[str, Vectors]:
    try:
        with np.load(file, allow_pickle=False) as kept:
            return dict(zip((str(k) for k in kept["keys"]), kept["rows"].astype(np.float32), strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}  # not there yet, or cut short: what is needed is made again


def _save(file: Path, known: dict[str, Vectors]) -> None:
    kept = dict(list(known.items())[-_KEEP:])
    fresh = file.with_suffix(f".{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as out:
            np.savez(out, keys=np.array(list(kept)), rows=np.stack(list(kept.values())))
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)  # without a cache the next start embeds again, nothing else
