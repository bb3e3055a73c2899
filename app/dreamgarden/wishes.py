"""What a person wishes of a plan, as edits: one by one, or several as one step that undo takes back at once.

A wish is a verb with its arguments, as the command line and the window give them; this makes an edit of it on the
plan that holds. It changes nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dreamgarden import planting
from dreamgarden.errors import BadInput
from dreamgarden.plan import edit as edits
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.node import Kind, Node
from dreamgarden.plan.tree import Plan

ADDED_KINDS: tuple[Kind, ...] = ("aspect", "part", "code", "mesh", "data")
# kind → the ways in which a person may have it made (tasks.py has the recipes); "" leaves the choice to the app.
ROUTES: Mapping[str, tuple[str, ...]] = {
    "code": ("", "pattern"), "data": ("", "pattern"), "mesh": ("", "recipe", "retrieve", "sculpt", "sprites"),
}  # fmt: skip
_MOST_STEPS = 2000


@dataclass(frozen=True)
class Memory:
    """What is known beside the plan.

    kept     a leaf → the digest of its last good artifact; "" when it was never built.
    highest  a node's id → the highest take that was ever chosen.
    own      a leaf and a take → the digest of what a person made of it by hand; "" when it is the designer's.
    """

    kept: Callable[[Node], str]
    highest: Callable[[str], int]
    own: Callable[[Node, int], str]


@dataclass(frozen=True)
class Fulfilled:
    """The edit, and for each wish the id of the node it added ("" for wishes that add none)."""

    edit: Edit
    ids: tuple[str, ...]


def fulfil(plan: Plan, verb: str, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    """The edit for one wish. Raises BadInput when it can't be done or an argument is missing.

    | Verb | Arguments |
    | --- | --- |
    | edit | node, title and/or brief |
    | add | parent, title, brief, kind ("part"), before ("") |
    | prune | nodes |
    | move | nodes, or node; parent, before ("") |
    | need | node, other, on (true): whether node uses what other offers |
    | kind | node, kind |
    | route | node, route; "" lets the app choose |
    | mute | nodes, on (true) |
    | note | node, text; "" removes it |
    | pin | node, on (true) |
    | tag | nodes, tag; "" takes it off |
    | accept, discard | nodes: what is proposed at and below them |
    | take | node, take; 0 is one that never was |

    Nodes are named by id, slug or title.
    """
    do = _WISHES.get(verb)
    if do is None:
        raise BadInput(f"“{verb}” is no edit.", safe="Nothing was changed.", then=f"There are: {', '.join(_WISHES)}.")
    return do(plan, given, memory)


def fulfil_all(plan: Plan, steps: Sequence[Mapping[str, Any]], label: str, memory: Memory) -> Fulfilled:
    """One edit for several wishes, done in order, all or none. Each is {"verb", ...its arguments}.

    A node that an earlier step adds is named "$N", N being that step's place from 0. Raises BadInput, naming the step.
    """
    if not 0 < len(steps) <= _MOST_STEPS:
        raise BadInput(f"A batch has from 1 to {_MOST_STEPS} steps; this one has {len(steps)}.", safe="Nothing was changed.")
    made: list[Edit] = []
    ids: list[str] = []
    for at, step in enumerate(steps):
        given = {name: _named(value, ids) for name, value in step.items() if name != "verb"}
        try:
            one = fulfil(plan, str(step.get("verb", "")), given, memory)
            plan = one.edit.apply(plan)
        except BadInput as error:
            raise BadInput(f"Step {at + 1}: {error.what}", safe="None of the steps was done.", then=error.then) from error
        made.append(one.edit)
        ids += one.ids
    words = label.strip()[:200] or (made[0].label if len(made) == 1 else f"{len(made)} edits")
    return Fulfilled(edits.Batch(tuple(made), words), tuple(ids))


def _edit(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    found = plan.find(_text(given, "node"))
    title, brief = given.get("title"), given.get("brief")
    changes: list[Edit] = []
    if title is not None and title != found.title:
        changes.append(edits.Rename(found.id, planting.seed_text(str(title))))
    if brief is not None and brief != found.brief:
        changes.append(edits.EditBrief(found.id, planting.seed_text(str(brief))))
    if not changes:
        raise BadInput("These are the words it has.", safe="Nothing was changed.", then="Give another title or another brief.")
    return _done(changes[0] if len(changes) == 1 else edits.Batch(tuple(changes), f"Edit “{found.title}”"))


def _add(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    above = plan.find(_text(given, "parent"))
    title = planting.seed_text(_text(given, "title"))
    kind, before = given.get("kind") or "part", str(given.get("before") or "")
    if kind not in ADDED_KINDS:
        kinds = f"Choose one of {', '.join(ADDED_KINDS)}."
        raise BadInput(f"A node of kind “{kind}” can't be added.", safe="Nothing was changed.", then=kinds)
    node = Node(
        id=plan.next_id(), parent=above.id, title=title, brief=planting.seed_text(str(given.get("brief") or title)),
        kind=kind, slug=plan.free_slug(title), author="person",
    )  # fmt: skip
    return Fulfilled(edits.AddNodes((node,), plan.find(before).id if before else ""), (node.id,))


def _prune(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    return _done(edits.Prune(_ids(plan, given)))


def _move(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    before = str(given.get("before") or "")
    return _done(edits.Move(_ids(plan, given), plan.find(_text(given, "parent")).id, plan.find(before).id if before else ""))


def _need(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    found, other = plan.find(_text(given, "node")), plan.find(_text(given, "other"))
    on = bool(given.get("on", True))
    if (other.id in found.needs) == on:
        said = f"“{found.title}” {'needs' if on else 'does not need'} “{other.title}” as it is."
        raise BadInput(said, safe="Nothing was changed.")
    needs = (*found.needs, other.id) if on else tuple(need for need in found.needs if need != other.id)
    return _done(edits.SetNeeds(found.id, needs))


def _kind(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    found, kind = plan.find(_text(given, "node")), _text(given, "kind")
    if kind not in ADDED_KINDS or found.kind in ("seed", "style"):
        kinds = f"Choose one of {', '.join(ADDED_KINDS)}."
        raise BadInput(f"“{found.title}”, a {found.kind}, can't become a {kind}.", safe="Nothing was changed.", then=kinds)
    if kind == found.kind:
        raise BadInput(f"“{found.title}” is a {kind} already.", safe="Nothing was changed.")
    # What was remembered and kept for the old kind says nothing about the new one.
    fresh: list[Edit] = [edits.SetKind(found.id, kind)]
    fresh += [edits.SetRoute(found.id, "")] if found.route else []
    fresh += [edits.SetSlots(found.id, {})] if found.slots else []
    if found.pinned:
        fresh.insert(0, edits.Pin(found.id, ""))
    return _done(fresh[0] if len(fresh) == 1 else edits.Batch(tuple(fresh), f"Make it a {kind}"))


def _route(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    found, route = plan.find(_text(given, "node")), str(given.get("route") or "")
    ways = ROUTES.get(found.kind, ("",))
    if route not in ways:
        known = ", ".join(way for way in ways if way) or "no other way"
        raise BadInput(f"A {found.kind} can't be made by “{route}”.", safe="Nothing was changed.", then=f"There is {known}.")
    return _done(edits.SetRoute(found.id, route))


def _mute(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    chosen = [leaf.id for id in _ids(plan, given) for leaf in plan.subtree(id)]
    return _done(edits.Mute(tuple(dict.fromkeys(chosen)), bool(given.get("on", True))))


def _note(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    text = str(given.get("text") or "")
    return _done(edits.Note(plan.find(_text(given, "node")).id, planting.seed_text(text) if text.strip() else ""))


def _pin(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    found = plan.find(_text(given, "node"))
    on = bool(given.get("on", True))
    kept = memory.kept(found) if on and found.is_leaf else ""
    if on and found.is_leaf and not kept:
        never = f"“{found.title}” was never built, so there is nothing to keep."
        raise BadInput(never, safe="Nothing was changed.", then="Build it first.")
    return _done(edits.Pin(found.id, kept))


def _take(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    found = plan.find(_text(given, "node"))
    if not found.is_leaf:
        raise BadInput(f"“{found.title}” is no leaf, so it has no takes.", safe="Nothing was changed.", then="Choose a leaf, or expand it.")
    chosen = edits.Take(found.id, int(given.get("take") or 0) or max(memory.highest(found.id), found.take) + 1)
    # Who chooses another take wants to see it, so it ends a pin; a take that a person made is kept as it was.
    own = memory.own(found, chosen.take)
    if own == found.pinned:
        return _done(chosen)
    return _done(edits.Batch((chosen, edits.Pin(found.id, own)), chosen.label))


def _tag(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    return _done(edits.Tag(_ids(plan, given), planting.seed_text(str(given["tag"]))[:40] if given.get("tag") else ""))


def _accept(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    return _done(edits.Accept(_ids(plan, given)))


def _discard(plan: Plan, given: Mapping[str, Any], memory: Memory) -> Fulfilled:
    below = [node for id in _ids(plan, given) for node in plan.subtree(id) if node.proposed]
    # What hangs on a proposal leaves with it, so the topmost are enough.
    top = tuple(dict.fromkeys(node.id for node in below if not plan[node.parent or ""].proposed))
    if not top:
        raise BadInput("Nothing is proposed here.", safe="Nothing was changed.", then="Prune takes out what is in the plan.")
    count = len({node.id for id in top for node in plan.subtree(id)})
    return _done(edits.Batch((edits.Prune(top),), f"Discard {count} proposed node{'' if count == 1 else 's'}"))


_WISHES: Mapping[str, Callable[[Plan, Mapping[str, Any], Memory], Fulfilled]] = {
    "edit": _edit,
    "add": _add,
    "prune": _prune,
    "move": _move,
    "need": _need,
    "kind": _kind,
    "route": _route,
    "mute": _mute,
    "note": _note,
    "pin": _pin,
    "take": _take,
    "tag": _tag,
    "accept": _accept,
    "discard": _discard,
}

VERBS: frozenset[str] = frozenset(_WISHES)


def _done(edit: Edit) -> Fulfilled:
    return Fulfilled(edit, ("",))


def _named(value: Any, ids: Sequence[str]) -> Any:
    if isinstance(value, list | tuple):
        return [_named(each, ids) for each in value]
    if isinstance(value, str) and value[:1] == "$" and value[1:].isdecimal() and int(value[1:]) < len(ids):
        return ids[int(value[1:])] or value
    return value


def _ids(plan: Plan, given: Mapping[str, Any]) -> tuple[str, ...]:
    names = given.get("nodes") or ([given["node"]] if given.get("node") else [])
    if not isinstance(names, list | tuple) or not names:
        raise BadInput("No node was named.", safe="Nothing was changed.", then="Name one by its id, its name or its title.")
    return tuple(dict.fromkeys(plan.find(str(name)).id for name in names))


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput(f"The request lacks “{name}”.", safe="Nothing was changed.")
    return value
