"""Keys: the digest of everything a task's result depends on.

Depth one: the recipe's name and version, the settings, and the digests of what each input shows. Nothing of the
inputs' own inputs, so that a change that leaves an input's interface as it was stops there.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

ABSENT = "absent"
"""Stands for the digest of an optional input that is not there."""


def digest(content: bytes) -> str:
    """sha256 of the content, in hex."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted names, no spaces, whole floats as integers.

    So 1, 1.0 and a list for a tuple, which JSON and models mix up, never make two keys of one thing. Raises TypeError
    for what JSON can't hold (sets, bytes, names that are no strings) and ValueError for infinities and NaN.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def key(recipe: str, version: int, settings: Mapping[str, Any], inputs: Mapping[str, str]) -> str:
    """The key of a task: `inputs` maps each role to the digest of what the task sees of it."""
    whole = {"recipe": recipe, "version": version, "settings": settings, "inputs": inputs}
    return digest(canonical(whole).encode())


def body_digest(files: Mapping[str, str]) -> str:
    """One digest over file name → digest of content."""
    return digest(canonical(files).encode())


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} can't be part of a key")
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        for name in value:
            if not isinstance(name, str):
                raise TypeError(f"the name {name!r} is not a string")
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (str, int)):
        return value
    raise TypeError(f"{kind.__name__} can't be part of a key")
