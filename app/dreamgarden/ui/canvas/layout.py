"""Where every card of the tree lies: a band layout that changes in place. No Qt in here.

Each subtree owns a horizontal strip of the plane, its band. A slot knows only where its band begins inside its
parent's and how high it is, so an insert moves its later siblings and grows its ancestors and touches nothing else,
and the question "what is between these two heights?" is answered by going down the tree. That same question serves
painting, hit-testing and the rubber band. Units are scene pixels at 100 %.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

CARD_W = 208.0
CARD_H = 56.0
GAP_X = 60.0
GAP_Y = 12.0
GROUP_GAP = 8.0
STEP = CARD_W + GAP_X


class Slot:
    """A node's place. `top` is measured from the parent's band, `mid` (the card's centre) from its own."""

    __slots__ = ("children", "depth", "folded", "height", "id", "mid", "parent", "top")

    def __init__(self, id: str, parent: Slot | None) -> None:
        self.id = id
        self.parent = parent
        self.children: list[Slot] = []
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.folded = False
        self.top = 0.0
        self.height = CARD_H
        self.mid = CARD_H / 2

    @property
    def open_children(self) -> list[Slot]:
        """The children that take room: none while folded."""
        return [] if self.folded else self.children


def _top(slot: Slot) -> float:
    return slot.top


@dataclass(frozen=True, slots=True)
class Placed:
    """A slot with the height at which its band begins. `whole` is False for a band too thin to look into."""

    slot: Slot
    top: float
    whole: bool = True


def _bottom(slot: Slot) -> float:
    return slot.top + slot.height


def sticky_mid(slot: Slot, top: float, view_top: float, view_bottom: float) -> float:
    """The centre of the card: its own place, or as near as its band allows to where it can be seen."""
    mid = top + slot.mid
    if slot.folded or not slot.children:
        return mid
    half = CARD_H / 2
    if view_bottom - view_top < CARD_H * 3:
        return mid
    low, high = view_top + half + GAP_Y, view_bottom - half - GAP_Y
    wanted = low if mid < low else high if mid > high else mid
    return min(max(wanted, top + half), top + slot.height - half)


class Layout:
    """The places of all nodes. Every change keeps them free of overlap."""

    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {}
        self.root: Slot | None = None
        self._columns: int | None = None

    def clear(self) -> None:
        """Forget everything."""
        self.slots.clear()
        self.root = None
        self._columns = None

    def insert(self, id: str, parent: str | None, index: int | None = None) -> None:
        """Give a node its place among its parent's children (at the end by default). Raises KeyError, ValueError."""
        self._attach(id, parent, index)
        above = self.slots[id].parent
        if above is not None:
            self._remeasure(above)

    def fill(self, rows: Iterator[tuple[str, str | None]]) -> None:
        """Insert many nodes, parents first, measuring once at the end: for opening a garden."""
        order = []
        for id, parent in rows:
            self._attach(id, parent, None)
            order.append(self.slots[id])
        for slot in reversed(order):
            self._measure(slot)

    def remove(self, id: str) -> None:
        """Take a node and all below it away."""
        slot = self.slots[id]
        for gone in self.below(slot):
            del self.slots[gone.id]
        if slot.parent is None:
            self.clear()
            return
        slot.parent.children.remove(slot)
        self._columns = None
        self._remeasure(slot.parent)

    def move(self, id: str, parent: str, index: int | None = None) -> None:
        """Hang a node elsewhere or give it another place among its siblings. Raises ValueError for a cycle."""
        slot, target = self.slots[id], self.slots[parent]
        above: Slot | None = target
        while above is not None:
            if above is slot:
                raise ValueError(f"{id} can't hang below itself")
            above = above.parent
        old = slot.parent
        if old is None:
            raise ValueError("the root has no other place")
        old.children.remove(slot)
        target.children.insert(len(target.children) if index is None else index, slot)
        slot.parent = target
        for moved in self.below(slot):
            moved.depth = moved.parent.depth + 1 if moved.parent else 0
        self._columns = None
        self._remeasure(old)
        self._remeasure(target)

    def fold(self, id: str, on: bool) -> None:
        """Hide or show what is below a node."""
        slot = self.slots[id]
        if slot.folded != on:
            slot.folded = on
            self._columns = None
            self._remeasure(slot)

    def below(self, slot: Slot) -> Iterator[Slot]:
        """The slot and everything below it, folded or not, parents first."""
        stack = [slot]
        while stack:
            at = stack.pop()
            yield at
            stack.extend(reversed(at.children))

    def shown(self, id: str) -> bool:
        """True unless an ancestor is folded."""
        above = self.slots[id].parent
        while above is not None:
            if above.folded:
                return False
            above = above.parent
        return True

    def top(self, slot: Slot) -> float:
        """The height at which the slot's band begins."""
        total = 0.0
        at: Slot | None = slot
        while at is not None:
            total += at.top
            at = at.parent
        return total

    def card(self, id: str) -> tuple[float, float]:
        """The upper left corner of a node's card, before any sticking."""
        slot = self.slots[id]
        return slot.depth * STEP, self.top(slot) + slot.mid - CARD_H / 2

    def bounds(self) -> tuple[float, float]:
        """Width and height of everything shown."""
        if self.root is None:
            return 0.0, 0.0
        if self._columns is None:
            deepest = 0
            stack = [self.root]
            while stack:
                at = stack.pop()
                deepest = max(deepest, at.depth)
                stack.extend(at.open_children)
            self._columns = deepest + 1
        return self._columns * STEP - GAP_X, self.root.height

    def visible(self, left: float, top: float, right: float, bottom: float, least: float = 0.0) -> Iterator[Placed]:
        """The slots whose band crosses the heights and whose column, or the gap after it, crosses the widths.

        Bands lower than `least` are given once, not `whole`, and nothing below them is.
        """
        if self.root is None:
            return
        stack: list[tuple[Slot, float]] = [(self.root, self.root.top)]
        while stack:
            slot, at = stack.pop()
            x = slot.depth * STEP
            if x > right or at > bottom or at + slot.height < top:
                continue
            thin = slot.height < least and bool(slot.open_children)
            if x + STEP >= left or thin:
                yield Placed(slot, at, not thin)
            if thin or slot.folded or not slot.children or x + STEP > right:
                continue
            first = bisect_left(slot.children, top - at, key=_bottom)
            for child in slot.children[first:]:
                if at + child.top > bottom:
                    break
                stack.append((child, at + child.top))

    def children_between(self, slot: Slot, at: float, top: float, bottom: float, spare: int) -> list[Slot]:
        """The shown children whose bands cross the heights, and `spare` more on both sides. `at`: the slot's top."""
        children = slot.open_children
        first = bisect_left(children, top - at, key=_bottom)
        last = bisect_left(children, bottom - at, key=_top, lo=first)
        return children[max(0, first - spare) : last + spare]

    def hit(self, x: float, y: float, view: tuple[float, float] | None = None) -> Slot | None:
        """The slot whose card is at the point. `view` (top and bottom) lets parents stick."""
        if self.root is None:
            return None
        slot, at = self.root, self.root.top
        while True:
            if not at <= y <= at + slot.height:
                return None
            left = slot.depth * STEP
            if x < left:
                return None
            if x <= left + CARD_W:
                mid = sticky_mid(slot, at, *view) if view else at + slot.mid
                return slot if abs(y - mid) <= CARD_H / 2 else None
            children = slot.open_children
            first = bisect_left(children, y - at, key=_bottom)
            if first == len(children):
                return None
            at += children[first].top
            slot = children[first]

    def band_at(self, x: float, y: float) -> Slot | None:
        """The slot in whose band the point is, in its column: what is hit where bands are shown instead of cards."""
        slot, at = self.root, self.root.top if self.root is not None else 0.0
        if slot is None or not at <= y <= at + slot.height or x < 0:
            return None
        while x >= (slot.depth + 1) * STEP:
            children = slot.open_children
            first = bisect_left(children, y - at, key=_bottom)
            if first == len(children) or y < at + children[first].top:
                return None
            at += children[first].top
            slot = children[first]
        return slot

    def _attach(self, id: str, parent: str | None, index: int | None) -> None:
        if id in self.slots:
            raise ValueError(f"{id} has a place already")
        if parent is None:
            if self.root is not None:
                raise ValueError("there is a root already")
            self.root = self.slots[id] = Slot(id, None)
        else:
            above = self.slots[parent]
            slot = self.slots[id] = Slot(id, above)
            above.children.insert(len(above.children) if index is None else index, slot)
        self._columns = None

    def _measure(self, slot: Slot) -> bool:
        """Stack the children and take their height; True when the outside can tell the difference."""
        before = (slot.height, slot.mid)
        children = slot.open_children
        if not children:
            slot.height, slot.mid = CARD_H, CARD_H / 2
            return before != (slot.height, slot.mid)
        at = 0.0
        group = False
        for number, child in enumerate(children):
            branches = bool(child.open_children)
            if number:
                at += GAP_Y + (GROUP_GAP if branches or group else 0.0)
            child.top = at
            at += child.height
            group = branches
        first, last = children[0], children[-1]
        slot.height = max(at, CARD_H)
        slot.mid = (first.top + first.mid + last.top + last.mid) / 2
        return before != (slot.height, slot.mid)

    def _remeasure(self, slot: Slot) -> None:
        at: Slot | None = slot
        changed = True
        while at is not None:
            # A child that became a branch changes the gap beside it, so its parent looks once more.
            again = self._measure(at)
            if not again and not changed:
                return
            changed, at = again, at.parent
