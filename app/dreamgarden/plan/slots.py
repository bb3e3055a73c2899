"""Slots of nodes as plain JSON values, so that a node is the same after a trip to the disk."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from dreamgarden.plan.node import Node


def settled(value: Any) -> Any:
    """A copy of a JSON value as it is after a trip to the disk. Raises TypeError or ValueError for what is none."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float and math.isfinite(value):
        return value
    if kind is dict and all(type(name) is str for name in value):
        return {name: settled(each) for name, each in value.items()}
    if kind is list or kind is tuple:
        return [settled(each) for each in value]
    return json.loads(json.dumps(value, allow_nan=False, default=_plain))  # subclasses, names that are no strings


def with_slots(node: Node, slots: Mapping[str, Any]) -> Node:
    """The node with these slots. `dataclasses.replace` takes several times as long; opening a large garden is little else."""
    fresh = object.__new__(Node)
    fresh.__dict__.update(node.__dict__)
    fresh.__dict__["slots"] = slots
    return fresh


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")
