"""Edits: everything that growth, a person, paste or drop can do to a plan, as frozen values.

An edit says what it changes in a plan (`change`); from that follow the next plan (`apply`) and the way back
(`inverse`, taken from the plan before the edit). So what is undone is exactly what was done. Edits travel as
JSON (`to_json`, `edit_from_json`): the journal keeps them, and gardens of older versions must still open, so
members may be added with a default, never renamed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal, get_args

from dreamgarden.errors import BadInput
from dreamgarden.plan.node import LEAF_KINDS, Kind, Node
from dreamgarden.plan.record import node_from_json, node_to_json
from dreamgarden.plan.tree import Change, Plan

Author = Literal["designer", "person"]

_KINDS_OF_EDIT: dict[str, type[Edit]] = {}


@dataclass(frozen=True)
class Edit:
    """Base of all edits."""

    name: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        _KINDS_OF_EDIT[cls.name] = cls

    @property
    def label(self) -> str:
        """What a person reads beside Undo."""
        raise NotImplementedError

    def change(self, plan: Plan) -> Change:
        """What it does to this plan. Raises BadInput when it can't be done."""
        raise NotImplementedError

    def apply(self, plan: Plan) -> Plan:
        """The plan after it. Raises BadInput when it can't be done."""
        return plan.changed(self.change(plan))

    def inverse(self, plan: Plan) -> Edit:
        """The edit that leads from `self.apply(plan)` back to `plan`."""
        back = plan.reversed(self.change(plan))
        return Patch(back.put, back.gone, back.order, self.label)

    def to_json(self) -> dict[str, Any]:
        """The edit as JSON values, with its name as "edit"."""
        row: dict[str, Any] = {"edit": self.name}
        for member in dataclasses.fields(self):
            row[member.name] = _to_json(getattr(self, member.name))
        return row


@dataclass(frozen=True)
class AddNodes(Edit):
    """New nodes, parents and children in any order; those whose parent is old come before `before`, or last."""

    name: ClassVar[str] = "add"
    nodes: tuple[Node, ...]
    before: str = ""

    @property
    def label(self) -> str:
        return f"Add “{self.nodes[0].title}”" if len(self.nodes) == 1 else f"Add {len(self.nodes)} nodes"

    def change(self, plan: Plan) -> Change:
        for node in self.nodes:
            if node.id in plan:
                raise BadInput(f"There is a node {node.id} already.")
        order: dict[str, tuple[str, ...]] = {}
        if self.before:
            parent = plan[self.before].parent or ""
            order[parent] = _placed(plan, parent, [n.id for n in self.nodes if n.parent == parent], self.before)
        return Change(put=self.nodes, order=order)


@dataclass(frozen=True)
class Prune(Edit):
    """Nodes leave with all that grows on them; leaves elsewhere no longer need what left."""

    name: ClassVar[str] = "prune"
    ids: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"Prune {_count(self.ids)}"

    def change(self, plan: Plan) -> Change:
        gone = {node.id: None for id in self.ids for node in plan.subtree(id)}
        if plan.root.id in gone:
            raise BadInput("The seed can't be pruned.", then="Edit its words, or start another garden.")
        return Change(put=_without(plan, gone), gone=tuple(gone))


@dataclass(frozen=True)
class Move(Edit):
    """Nodes hang on another parent, or in another order: before `before`, or last."""

    name: ClassVar[str] = "move"
    ids: tuple[str, ...]
    parent: str
    before: str = ""

    @property
    def label(self) -> str:
        return f"Move {_count(self.ids)}"

    def change(self, plan: Plan) -> Change:
        above = {node.id for node in plan.ancestors(self.parent)} | {self.parent}
        for id in self.ids:
            if plan[id].parent is None:
                raise BadInput("The seed stays at the root.")
            if id in above:
                raise BadInput(f"“{plan[id].title}” can't hang on its own branch.", then="Choose another parent.")
        moved = tuple(replace(plan[id], parent=self.parent) for id in self.ids if plan[id].parent != self.parent)
        return Change(put=moved, order={self.parent: _placed(plan, self.parent, self.ids, self.before)})


@dataclass(frozen=True)
class Rename(Edit):
    """Another title. `author` says whose words they now are."""

    name: ClassVar[str] = "rename"
    id: str
    title: str
    author: Author = "person"

    @property
    def label(self) -> str:
        return f"Rename to “{self.title}”"

    def change(self, plan: Plan) -> Change:
        if not self.title.strip():
            raise BadInput("A title can't be empty.")
        return Change(put=(replace(plan[self.id], title=self.title, author=self.author),))


@dataclass(frozen=True)
class EditBrief(Edit):
    """Another brief. `author` says whose words they now are."""

    name: ClassVar[str] = "brief"
    id: str
    brief: str
    author: Author = "person"

    @property
    def label(self) -> str:
        return "Edit brief"

    def change(self, plan: Plan) -> Change:
        return Change(put=(replace(plan[self.id], brief=self.brief, author=self.author),))


@dataclass(frozen=True)
class SetNeeds(Edit):
    """The leaves whose interface a leaf uses."""

    name: ClassVar[str] = "needs"
    id: str
    needs: tuple[str, ...]

    @property
    def label(self) -> str:
        return "Change needs"

    def change(self, plan: Plan) -> Change:
        return Change(put=(replace(plan[self.id], needs=self.needs),))


@dataclass(frozen=True)
class SetKind(Edit):
    """Another kind. What becomes a branch no longer needs anything and is no longer needed."""

    name: ClassVar[str] = "kind"
    id: str
    kind: Kind

    @property
    def label(self) -> str:
        return f"Make it a {self.kind}"

    def change(self, plan: Plan) -> Change:
        node = plan[self.id]
        if self.kind not in get_args(Kind):
            raise BadInput(f"“{self.kind}” is no kind of node.", then=f"Choose one of {', '.join(get_args(Kind))}.")
        if self.kind in LEAF_KINDS:
            return Change(put=(replace(node, kind=self.kind),))
        return Change(put=(replace(node, kind=self.kind, needs=()), *_without(plan, {node.id: None})))


@dataclass(frozen=True)
class SetRoute(Edit):
    """How a leaf is made; "" lets the app choose."""

    name: ClassVar[str] = "route"
    id: str
    route: str

    @property
    def label(self) -> str:
        return f"Make it by {self.route}" if self.route else "Let the app choose how it is made"

    def change(self, plan: Plan) -> Change:
        return Change(put=(replace(plan[self.id], route=self.route),))


@dataclass(frozen=True)
class SetSlots(Edit):
    """What the designer remembers about a node; JSON values only."""

    name: ClassVar[str] = "slots"
    id: str
    slots: Mapping[str, Any]

    @property
    def label(self) -> str:
        return "Change details"

    def change(self, plan: Plan) -> Change:
        return Change(put=(replace(plan[self.id], slots=self.slots),))


@dataclass(frozen=True)
class Pin(Edit):
    """Keep the artifact with this body digest whatever changes; "" lets it follow the plan again."""

    name: ClassVar[str] = "pin"
    id: str
    digest: str

    @property
    def label(self) -> str:
        return "Pin" if self.digest else "Unpin"

    def change(self, plan: Plan) -> Change:
        if not plan[self.id].is_leaf:
            raise BadInput(f"“{plan[self.id].title}” is no leaf, so there is no artifact to pin.")
        return Change(put=(replace(plan[self.id], pinned=self.digest),))


@dataclass(frozen=True)
class Take(Edit):
    """Another variation of the result, from 1."""

    name: ClassVar[str] = "take"
    id: str
    take: int

    @property
    def label(self) -> str:
        return f"Choose take {self.take}"

    def change(self, plan: Plan) -> Change:
        if self.take < 1:
            raise BadInput("Takes count from 1.")
        return Change(put=(replace(plan[self.id], take=self.take),))


@dataclass(frozen=True)
class Mute(Edit):
    """Leave nodes out of the build, or take them in again."""

    name: ClassVar[str] = "mute"
    ids: tuple[str, ...]
    on: bool = True

    @property
    def label(self) -> str:
        return f"{'Mute' if self.on else 'Unmute'} {_count(self.ids)}"

    def change(self, plan: Plan) -> Change:
        return Change(put=tuple(replace(plan[id], muted=self.on) for id in dict.fromkeys(self.ids)))


@dataclass(frozen=True)
class Note(Edit):
    """A person's remark on a node; "" removes it."""

    name: ClassVar[str] = "note"
    id: str
    text: str

    @property
    def label(self) -> str:
        return "Write a note" if self.text else "Remove the note"

    def change(self, plan: Plan) -> Change:
        return Change(put=(replace(plan[self.id], note=self.text),))


@dataclass(frozen=True)
class Tag(Edit):
    """A colour on nodes; "" takes it off."""

    name: ClassVar[str] = "tag"
    ids: tuple[str, ...]
    tag: str

    @property
    def label(self) -> str:
        return f"Tag {_count(self.ids)}" if self.tag else f"Take the tag off {_count(self.ids)}"

    def change(self, plan: Plan) -> Change:
        return Change(put=tuple(replace(plan[id], tag=self.tag) for id in dict.fromkeys(self.ids)))


@dataclass(frozen=True)
class Accept(Edit):
    """What growth proposed at and below these nodes becomes part of the plan, with what it hangs on and needs."""

    name: ClassVar[str] = "accept"
    ids: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"Accept {_count(self.ids)}"

    def change(self, plan: Plan) -> Change:
        wanted = [node for id in self.ids for node in plan.subtree(id) if node.proposed]
        chosen: dict[str, Node] = {}
        for node in wanted:  # grows while it is walked: what a node hangs on and needs comes along
            if node.proposed and node.id not in chosen:
                chosen[node.id] = node
                wanted += [*plan.ancestors(node.id), *plan.needs(node.id)]
        if not chosen:
            raise BadInput("Nothing is proposed here.", safe="Nothing was changed.", then="Expand a branch to get proposals.")
        return Change(put=tuple(replace(node, proposed=False) for node in chosen.values()))


@dataclass(frozen=True)
class Patch(Edit):
    """Whole nodes put, gone and reordered in one change: the way back of any edit, and a branch grown anew."""

    name: ClassVar[str] = "patch"
    put: tuple[Node, ...] = ()
    gone: tuple[str, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = "Change"

    @property
    def label(self) -> str:
        return self.words

    def change(self, plan: Plan) -> Change:
        return Change(self.put, self.gone, self.order)


@dataclass(frozen=True)
class Batch(Edit):
    """Several edits, one after the other, as one named step: all of them or none."""

    name: ClassVar[str] = "batch"
    edits: tuple[Edit, ...]
    words: str

    @property
    def label(self) -> str:
        return self.words

    def change(self, plan: Plan) -> Change:
        raise NotImplementedError("a batch is applied edit by edit")

    def apply(self, plan: Plan) -> Plan:
        for edit in self.edits:
            plan = edit.apply(plan)
        return plan

    def inverse(self, plan: Plan) -> Edit:
        back: list[Edit] = []
        for edit in self.edits:
            back.append(edit.inverse(plan))
            plan = edit.apply(plan)
        return Batch(tuple(reversed(back)), self.words)


def parts(edit: Edit) -> Iterable[Edit]:
    """The edit itself, or the edits within a batch, however deep."""
    if isinstance(edit, Batch):
        for each in edit.edits:
            yield from parts(each)
    else:
        yield edit


def edit_from_json(row: Mapping[str, Any]) -> Edit:
    """The edit of an object made by `to_json`; unknown members are ignored.

    Raises KeyError, TypeError or ValueError when the object is no edit.
    """
    kind = _KINDS_OF_EDIT[row["edit"]]
    known = {member.name: row[member.name] for member in dataclasses.fields(kind) if member.name in row}
    for member, value in known.items():
        if member in ("nodes", "put"):
            known[member] = tuple(node_from_json(each) for each in value)
        elif member == "edits":
            known[member] = tuple(edit_from_json(each) for each in value)
        elif member == "order":
            known[member] = {parent: tuple(ids) for parent, ids in value.items()}
        elif isinstance(value, list):
            known[member] = tuple(value)
    return kind(**known)


def _to_json(value: Any) -> Any:
    match value:
        case Node():
            return node_to_json(value)
        case Edit():
            return value.to_json()
        case tuple() | list():
            return [_to_json(each) for each in value]
        case Mapping():
            return {name: _to_json(each) for name, each in value.items()}
        case _:
            return value


def _count(ids: tuple[str, ...]) -> str:
    return "1 node" if len(ids) == 1 else f"{len(ids)} nodes"


def _placed(plan: Plan, parent: str, ids: Iterable[str], before: str) -> tuple[str, ...]:
    """The children of `parent` with `ids` before `before`, or last."""
    chosen = list(dict.fromkeys(ids))
    others = [id for id in plan.child_ids(parent) if id not in set(chosen)]
    if before in chosen:
        raise BadInput("A node can't be put before itself.")
    if before and before not in others:
        raise BadInput(f"{before} is not a child of {parent}.")
    at = others.index(before) if before else len(others)
    return (*others[:at], *chosen, *others[at:])


def _without(plan: Plan, gone: Mapping[str, None]) -> tuple[Node, ...]:
    """New versions of the leaves outside `gone` that need something in it, without that need."""
    users = {user.id: user for id in gone for user in plan.dependents(id) if user.id not in gone}
    return tuple(replace(user, needs=tuple(n for n in user.needs if n not in gone)) for user in users.values())
