"""Whether a complaint changed what it had to: the atoms of complaints.py, held against a plan before and after."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dreamgarden.plan.node import Node

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(?:m\b|metres?\b|米)")


@dataclass(frozen=True)
class Side:
    """A plan as it is on one side of a change: its nodes, its style, and the values of its patterns' slots."""

    nodes: Mapping[str, Node]
    style: Mapping[str, Any] = field(hash=False)
    slots: Mapping[str, Mapping[str, Any]] = field(hash=False)

    @classmethod
    def of(cls, nodes: Sequence[Node], style: Mapping[str, Any]) -> Side:
        slots = {str(node.slots["pattern"]): dict(node.slots.get("values", {})) for node in nodes
                 if node.kind == "part" and node.slots.get("pattern")}  # fmt: skip
        return cls({node.slug: node for node in nodes}, style, slots)


def holds(said: str, before: Side, after: Side, asked: Sequence[str]) -> bool:
    """Whether one line of what must change came true; alternatives are parted by "or"."""
    return any(_one(each.strip(), before, after, asked) for each in said.split(" or "))


def _one(atom: str, before: Side, after: Side, asked: Sequence[str]) -> bool:
    if atom.startswith("not "):
        return not _one(atom[4:], before, after, asked)
    if atom == "ask":
        return any(len(re.findall(r"“[^”]+”|\d\)", question)) >= 2 for question in asked)
    if atom[:-1] in ("light", "volume", "tempo", "far", "strength"):
        return _moved(_look(before, atom[:-1]), _look(after, atom[:-1]), atom[-1])
    head, _, tail = atom.partition(":")
    if head in ("weather", "mood"):
        now = after.style["weather"]["kind"] if head == "weather" else after.style["mood"]
        return str(now) in tail.split("|") and (before.style[head] != after.style[head])
    if head == "hour":
        low, high = map(float, tail.split("-"))
        hour = float(after.style["hour"])
        return low <= hour <= high or low <= hour + 24 <= high
    if head == "palette":
        was, now = dict(before.style["palette"]), dict(after.style["palette"])
        return was != now if tail == "~" else was[tail] != now[tail]
    if head == "size":
        slug, way = tail[:-1], tail[-1]
        return slug in after.nodes and _moved(_size(before.nodes[slug]), _size(after.nodes[slug]), way)
    if head in ("add", "gone"):
        was, now = _told(before, tail), _told(after, tail)
        return now > was if head == "add" else now < was and not _standing(after, tail)
    if head == "key":
        action, _, key = tail.partition("=")
        return str(dict(after.style.get("keys", {})).get(action, "")).upper() == key
    if head == "brief":
        slug, _, word = tail.partition("=")
        return slug in after.nodes and word in after.nodes[slug].brief.lower() and before.nodes[slug].brief != after.nodes[slug].brief
    return _slot(atom, before, after)


def _slot(atom: str, before: Side, after: Side) -> bool:
    found = re.fullmatch(r"(\w+)\.(\w*)([<>~=])(.*)", atom)
    assert found is not None, atom
    pattern, name, way, wanted = found.groups()
    was, now = before.slots.get(pattern, {}), after.slots.get(pattern, {})
    if not name:
        return was != now
    if way == "~":
        return was.get(name) != now.get(name)
    if way == "=":
        held = now.get(name)
        if isinstance(held, Mapping):
            return wanted in (str(held.get("name")), str(held.get("en")))
        return str(held).removesuffix(".0") == wanted
    return name in was and _moved(float(was[name]), float(now[name]), way)


def _moved(was: float, now: float, way: str) -> bool:
    return now > was * 1.01 + 1e-9 if way == ">" else now < was * 0.99 - 1e-9


def _look(side: Side, name: str) -> float:
    style = side.style
    if name == "far":
        return float(side.slots.get("weather_and_light", {}).get("far", 0))
    if name == "strength":
        return float(style["weather"].get("strength", 0)) if style["weather"].get("kind") else 0.0
    if name in ("volume", "tempo"):
        return float(style["music"].get(name, 1))
    return float(style.get("light", 1))


def _size(node: Node) -> float:
    told = _NUMBER.search(node.brief)
    return float(told[1]) if told else float(node.slots.get("size", 0))


def _told(side: Side, word: str) -> int:
    leaves = [node for node in side.nodes.values() if node.is_leaf and not node.muted]
    return sum(word.lower() in f"{leaf.title} {leaf.brief} {leaf.slug}".lower() for leaf in leaves)


def _standing(side: Side, word: str) -> bool:
    """Whether a model of that name is still in the plan."""
    return any(node.kind == "mesh" and not node.muted and word.lower() in (node.slug, node.title.lower()) for node in side.nodes.values())
