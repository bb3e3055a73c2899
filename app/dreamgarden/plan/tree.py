"""`Plan`: the tree of nodes and the needs between its leaves, as a value.

A plan is never changed in place. `Plan.changed(change)` makes the next one and shares every node that
stayed the same, so that two plans are compared node by node with `is`. It refuses whatever would break
the plan's laws: one seed, no node under itself, children only under branches, needs only between
existing leaves and never in a circle, slugs unique and file-safe. What people do to a plan is in edit.py.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dreamgarden.errors import BadInput
from dreamgarden.plan.node import INNER_KINDS, Node
from dreamgarden.plan.slots import settled, with_slots

if TYPE_CHECKING:
    from dreamgarden.plan.edit import Edit

_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}")
_ID = re.compile(r"n([0-9]+)")
_SHORTEST_NAME = 12
_FEW = 200  # ids that a difference looks at one by one
_STEPS = 64  # so many steps back, a plan knows what they touched
_ONE_SEED = "A garden has one seed, and everything else grows on it."


@dataclass(frozen=True)
class Change:
    """What one step does to a plan.

    put    new nodes, and new versions of nodes; one whose parent is new is appended to its children.
    gone   ids of nodes that leave; their whole branches must be among them.
    order  parent → its children in their new order, where the order is not just "appended".
    """

    put: tuple[Node, ...] = ()
    gone: tuple[str, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """How one plan differs from an earlier one: ids, each in the order of the plan that has them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def headline(prompt: str, most: int = 60) -> str:
    """What a garden is called until somebody names it: the prompt's first clause, cut at a word's end where it is long.

    most  in letters; one of a script as wide as Chinese counts as two.
    """
    words = " ".join(prompt.split())
    first = re.split(r"[.,;:!?](?:\s|$)|[。，；：！？…]", words, maxsplit=1)[0].strip()
    name = first if _width(first) >= _SHORTEST_NAME else words
    if _width(name) <= most:
        return name
    cut = name
    while _width(cut) > most:
        cut = cut[:-1]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip(' ,.;:!?-–—')}…"


def _width(text: str) -> int:
    return sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)


class Plan:
    """The nodes of a garden. Equal when nodes, their words and their order are equal."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._children: dict[str, tuple[str, ...]] = {}
        self._users: dict[str, tuple[str, ...]] = {}
        self._slugs: dict[str, str] = {}
        self._root = ""
        self._last = 0
        self._token = object()
        self._trail: tuple[tuple[object, frozenset[str]], ...] = ()

    @classmethod
    def planted(cls, prompt: str, title: str = "") -> Plan:
        """A plan of one seed that holds the prompt."""
        name = title or headline(prompt)
        return cls.of([Node(id="n1", parent=None, title=name, brief=prompt, kind="seed", slug="seed", author="person")])

    @classmethod
    def of(cls, nodes: Iterable[Node], last: int = 0) -> Plan:
        """The plan of these nodes; siblings keep the order in which they come. `last` is the highest id ever given."""
        plan = cls().changed(Change(put=tuple(nodes)))
        plan._last = max(plan._last, last)
        return plan

    # Reading

    @property
    def root(self) -> Node:
        """The seed."""
        return self[self._root]

    @property
    def last(self) -> int:
        """The highest number an id was ever made from here; ids are not used twice."""
        return self._last

    def __getitem__(self, id: str) -> Node:
        """The node with this id. Raises BadInput when there is none."""
        node = self._nodes.get(id)
        if node is None:
            raise BadInput(f"There is no node {id or '(empty name)'} in this garden.", then="`show` lists the nodes.")
        return node

    def get(self, id: str) -> Node | None:
        return self._nodes.get(id)

    def __contains__(self, id: object) -> bool:
        return id in self._nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def __iter__(self) -> Iterator[Node]:
        """All nodes, parents before children, siblings in order."""
        return iter(self.subtree(self._root)) if self._root else iter(())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        return self._nodes == other._nodes and self._children == other._children

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Plan({len(self)} nodes)"

    def children(self, id: str) -> tuple[Node, ...]:
        return tuple(self._nodes[child] for child in self._children.get(self[id].id, ()))

    def child_ids(self, id: str) -> tuple[str, ...]:
        return self._children.get(id, ())

    def leaves(self) -> tuple[Node, ...]:
        """The nodes that are built, in the order of the tree."""
        return tuple(node for node in self if node.is_leaf)

    def ancestors(self, id: str) -> tuple[Node, ...]:
        """From the seed down to the parent."""
        found: list[Node] = []
        parent = self[id].parent
        while parent is not None:
            node = self._nodes[parent]
            found.append(node)
            parent = node.parent
        return tuple(reversed(found))

    def depth(self, id: str) -> int:
        """0 for the seed."""
        return len(self.ancestors(id))

    def subtree(self, id: str) -> tuple[Node, ...]:
        """The node and all below it, parents first."""
        found: list[Node] = []
        stack = [self[id].id]
        while stack:
            here = stack.pop()
            found.append(self._nodes[here])
            stack.extend(reversed(self._children.get(here, ())))
        return tuple(found)

    def needs(self, id: str) -> tuple[Node, ...]:
        """The leaves whose interface this leaf uses."""
        return tuple(self._nodes[need] for need in self[id].needs)

    def dependents(self, id: str) -> tuple[Node, ...]:
        """The leaves that use this leaf's interface."""
        return tuple(self._nodes[user] for user in self._users.get(self[id].id, ()))

    def affected(self, ids: Iterable[str]) -> tuple[Node, ...]:
        """The dependents of these leaves, their dependents, and so on, nearest first; without the leaves themselves."""
        start = set(ids)
        seen = set(start)
        line = list(start)
        found: list[Node] = []
        for here in line:
            for user in self._users.get(here, ()):
                if user not in seen:
                    seen.add(user)
                    line.append(user)
                    found.append(self._nodes[user])
        return tuple(found)

    def by_slug(self, slug: str) -> Node | None:
        id = self._slugs.get(slug)
        return self._nodes[id] if id is not None else None

    def find(self, words: str) -> Node:
        """The node with this id, slug or title. Raises BadInput that names the nearest when there is none."""
        wanted = words.strip()
        node = self._nodes.get(wanted) or self.by_slug(wanted)
        if node is None:
            folded = wanted.casefold()
            node = next((each for each in self if each.title.casefold() == folded), None)
        if node is not None:
            return node
        names = [*self._slugs, *self._nodes, *(each.title for each in self)]
        near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
        raise BadInput(
            f"There is no node “{wanted}” in this garden.",
            then=f"Did you mean “{near[0]}”?" if near else "`show` lists the nodes.",
        )

    def next_id(self) -> str:
        """An id that no node of this garden has or ever had."""
        return f"n{self._last + 1}"

    def next_ids(self, count: int) -> list[str]:
        """`count` fresh ids."""
        return [f"n{self._last + 1 + step}" for step in range(count)]

    def free_slug(self, words: str, taken: Iterable[str] = ()) -> str:
        """A file-safe name made of these words that neither this plan nor `taken` uses."""
        base = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:60].strip("_") or "part"
        used = set(taken)
        slug, count = base, 2
        while slug in self._slugs or slug in used:
            slug, count = f"{base}_{count}", count + 1
        return slug

    def since(self, old: Plan) -> Difference:
        """What is new, other and gone in this plan when coming from `old`."""
        before, now = old._nodes, self._nodes
        touched = self._touched_since(old)
        if touched is None:
            touched = old._touched_since(self)
        if touched is not None:  # a few steps lie between them: what these did not touch need not be looked at
            return Difference(
                tuple(self._in_order(id for id in touched if id in now and id not in before)),
                tuple(self._in_order(id for id in touched if id in now and id in before and now[id] is not before[id])),
                tuple(old._in_order(id for id in touched if id in before and id not in now)),
            )
        added = tuple(node.id for node in self if node.id not in before)
        changed = tuple(id for id, node in now.items() if (was := before.get(id)) is not None and was is not node)
        return Difference(added, changed, tuple(id for id in before if id not in now))

    def _touched_since(self, old: Plan) -> set[str] | None:
        """The ids that the steps from `old` to this plan put or took; None when they are too many or not known."""
        touched: set[str] = set()
        if old is self:
            return touched
        for token, ids in reversed(self._trail):
            touched |= ids
            if len(touched) > _FEW:
                return None
            if token is old._token:
                return touched
        return None

    def _in_order(self, ids: Iterable[str]) -> list[str]:
        def place(id: str) -> tuple[int, ...]:
            path = [*(node.id for node in self.ancestors(id)), id]
            return tuple(self._children[parent].index(child) for parent, child in itertools.pairwise(path))

        found = list(ids)
        return sorted(found, key=place) if len(found) > 1 else found

    # Making the next plan

    def apply(self, edit: Edit) -> Plan:
        """The plan after the edit. Raises BadInput when the edit can't be done here."""
        return edit.apply(self)

    def reversed(self, change: Change) -> Change:
        """The change that leads from `self.changed(change)` back to this plan."""
        put = tuple(self._nodes[node.id] for node in change.put if node.id in self._nodes)
        put += tuple(self[id] for id in change.gone)
        gone = tuple(node.id for node in change.put if node.id not in self._nodes)
        parents = set(change.order)
        for node in (*change.put, *put):
            if node.parent is not None:
                parents.add(node.parent)
        parents.update(id for id in change.gone)
        order = {id: self._children[id] for id in sorted(parents) if id in self._nodes and id in self._children}
        return Change(put, gone, order)

    def changed(self, change: Change) -> Plan:
        """The plan after the change. Raises BadInput when the result would break a law of plans."""
        nodes = self._nodes.copy()
        left: dict[str, set[str]] = {}
        came: dict[str, list[str]] = {}
        unused: dict[str, set[str]] = {}
        used: dict[str, list[str]] = {}
        slugs = self._slugs.copy()
        moved: list[Node] = []
        gained: list[Node] = []
        for id in change.gone:
            old = self[id]
            nodes.pop(id, None)
            slugs.pop(old.slug, None)
            if old.parent is not None:
                left.setdefault(old.parent, set()).add(id)
            for need in old.needs:
                unused.setdefault(need, set()).add(id)
        put = [self._settled(node) for node in change.put]
        if len({node.id for node in put}) != len(put):
            raise BadInput("One change can't hold two versions of a node.")
        for node in put:
            was = nodes.get(node.id)
            nodes[node.id] = node
            if was is not None and was.slug != node.slug:
                slugs.pop(was.slug, None)
            if was is None or was.parent != node.parent:
                if was is not None and was.parent is not None:
                    left.setdefault(was.parent, set()).add(node.id)
                if node.parent is not None:
                    came.setdefault(node.parent, []).append(node.id)
                moved.append(node)
            if was is None or was.needs != node.needs:
                for need in () if was is None else was.needs:
                    if need not in node.needs:
                        unused.setdefault(need, set()).add(node.id)
                for need in node.needs:
                    if was is None or need not in was.needs:
                        used.setdefault(need, []).append(node.id)
                gained.append(node)
        for node in put:
            _check_slug(node, slugs.get(node.slug), nodes)
            slugs[node.slug] = node.id

        after = Plan()
        after._nodes, after._slugs, after._root = nodes, slugs, self._root
        after._children = _joined(self._children, left, came)
        after._users = _joined(self._users, unused, used)
        after._last = max(self._last, *(_number(node.id) for node in put)) if put else self._last
        after._trail = (*self._trail[1 - _STEPS :], (self._token, frozenset([*change.gone, *(node.id for node in put)])))
        after._check_tree(put, moved, change)
        after._check_needs(put, gained, change.gone)
        if change.order:
            after._children = after._children.copy()
        for parent, order in change.order.items():
            now = after._children.get(parent, ())
            if len(now) != len(order) or set(now) != set(order):
                raise BadInput(f"The new order of the children of {parent} does not name each child once.")
            if order:
                after._children[parent] = tuple(order)
        return after

    def _settled(self, node: Node) -> Node:
        """The node with plain JSON slots, so that it is the same after a trip to the disk."""
        was = self._nodes.get(node.id)
        if not node.slots or (was is not None and was.slots is node.slots):
            return node
        try:
            return with_slots(node, settled(node.slots))
        except (TypeError, ValueError) as error:
            raise BadInput(f"The slots of “{node.title}” can't be kept: {error}.") from error

    def _check_tree(self, put: list[Node], moved: list[Node], change: Change) -> None:
        nodes = self._nodes
        for id in change.gone:
            if self._children.get(id):
                raise BadInput(f"Node {id} can't leave while {self._children[id][0]} hangs on it.")
            if id in nodes:
                raise BadInput(f"Node {id} can't both leave and stay.")
        for node in put:
            if (node.kind == "seed") != (node.parent is None):
                raise BadInput(_ONE_SEED)
            if node.kind not in INNER_KINDS and self._children.get(node.id):
                raise BadInput(f"“{node.title}” has children, so it can't become a {node.kind} leaf.",
                               then="Move or prune its children first.")
            if node.parent is None and node.id != self._root:
                if (seed := nodes.get(self._root)) is not None and seed.parent is None:
                    raise BadInput(_ONE_SEED)
                self._root = node.id
        if nodes and (self._root not in nodes or nodes[self._root].parent is not None):
            raise BadInput(_ONE_SEED)
        rooted: set[str] = set()
        for node in moved:
            path: list[str] = []
            here: Node | None = node
            while here is not None and here.parent is not None and here.id not in rooted:
                if len(path) > len(nodes):
                    raise BadInput(f"“{node.title}” can't hang on its own branch.", then="Choose another parent.")
                path.append(here.id)
                parent = nodes.get(here.parent)
                if parent is None:
                    raise BadInput(f"“{here.title}” hangs on {here.parent}, which is not in this garden.")
                here = parent
            rooted.update(path)
            if node.parent is not None and nodes[node.parent].kind not in INNER_KINDS:
                parent = nodes[node.parent]
                raise BadInput(f"“{parent.title}” is a {parent.kind} leaf, so nothing can grow on it.",
                               then="Make it a part first, or choose another parent.")

    def _check_needs(self, put: list[Node], gained: list[Node], gone: Iterable[str]) -> None:
        nodes = self._nodes
        for id in gone:
            for user in self._users.get(id, ()):
                raise BadInput(f"Node {id} can't leave while “{nodes[user].title}” needs it.")
        for node in put:
            if not node.is_leaf and (node.needs or self._users.get(node.id)):
                raise BadInput(f"“{node.title}” is a {node.kind}; only leaves need and are needed.")
            if len(set(node.needs)) != len(node.needs):
                raise BadInput(f"“{node.title}” names the same need twice.")
        for node in gained:
            for need in node.needs:
                if need not in nodes:
                    raise BadInput(f"“{node.title}” needs {need}, which is not in this garden.")
                if not nodes[need].is_leaf:
                    raise BadInput(f"“{node.title}” can't need “{nodes[need].title}”, which is not a leaf.")
        circle = _circle([node.id for node in gained if node.needs], lambda id: nodes[id].needs)
        if circle:
            names = " → ".join(nodes[id].title for id in circle)
            raise BadInput(f"These leaves would need each other in a circle: {names}.", then="Remove one of the needs.")


def _number(id: str) -> int:
    found = _ID.fullmatch(id)
    return int(found[1]) if found else 0


def _check_slug(node: Node, holder: str | None, nodes: Mapping[str, Node]) -> None:
    if not _SLUG.fullmatch(node.slug):
        raise BadInput(f"“{node.slug}” can't be a file name for “{node.title}”.",
                       then="Use letters a-z, digits, _ and -, at most 80.")
    if holder is not None and holder != node.id:
        raise BadInput(f"“{node.title}” and “{nodes[holder].title}” would both be named {node.slug}.")


def _joined(
    lists: dict[str, tuple[str, ...]], less: Mapping[str, set[str]], more: Mapping[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    """The lists without what `less` names and with what `more` names at their ends; empty ones drop out."""
    if not less and not more:
        return lists
    result = lists.copy()
    for id in less.keys() | more.keys():
        out = less.get(id, ())
        now = (*(each for each in result.get(id, ()) if each not in out), *more.get(id, ()))
        if now:
            result[id] = now
        else:
            result.pop(id, None)
    return result


def _circle(starts: Iterable[str], needs: Callable[[str], tuple[str, ...]]) -> list[str]:
    """A circle of needs that can be reached from `starts`, its first member repeated at the end; [] if none."""
    done: set[str] = set()
    for start in starts:
        if start in done:
            continue
        path, on_path = [start], {start}
        ways = [iter(needs(start))]
        while ways:
            step = next(ways[-1], None)
            if step is None:
                ways.pop()
                left = path.pop()
                on_path.discard(left)
                done.add(left)
            elif step in on_path:
                return [*path[path.index(step):], step]
            elif step not in done:
                path.append(step)
                on_path.add(step)
                ways.append(iter(needs(step)))
    return []
