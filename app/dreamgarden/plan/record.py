"""Nodes as JSON objects: how the journal keeps them and how rows are made of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from dreamgarden.plan.node import Node

_FIELDS = {field.name: field for field in dataclasses.fields(Node)}
_LISTS = frozenset({"needs", "seed_words", "pictures"})
_ALWAYS = frozenset({"id", "parent", "title", "brief", "kind", "slug"})
_USUAL = {
    name: field.default if field.default is not dataclasses.MISSING else {}
    for name, field in _FIELDS.items()
    if name not in _ALWAYS
}


def node_to_json(node: Node) -> dict[str, Any]:
    """The node as JSON values; members that have their usual value are left out."""
    row: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(node, name)
        if name in _ALWAYS or value != _USUAL[name]:
            row[name] = list(value) if name in _LISTS else dict(value) if name == "slots" else value
    return row


def node_from_json(row: Mapping[str, Any]) -> Node:
    """The node of an object made by `node_to_json`, by this version or an older one; unknown members are ignored.

    Raises KeyError or TypeError when the object is no node.
    """
    known = {name: value for name, value in row.items() if name in _FIELDS}
    for name in _LISTS & known.keys():
        known[name] = tuple(known[name])
    return Node(**known)
