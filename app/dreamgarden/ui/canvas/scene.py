"""The document laid out: keeps the layout in step with the document, and holds what is folded and what moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QObject, Signal

from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, STEP, Layout, Placed, Slot, sticky_mid
from dreamgarden.ui.document import Document

GROW_SECONDS = 0.18


@dataclass(frozen=True, slots=True)
class Motion:
    """A card on its way: so far from its place when it began; `born` cards also fade in."""

    dx: float
    dy: float
    began: float
    born: bool


class Scene(QObject):
    """Places of cards. `before` is emitted while the old places still hold, `after` when the new ones do."""

    before = Signal()
    after = Signal()
    repaint = Signal(str)
    focus_changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.layout = Layout()
        self.motions: dict[str, Motion] = {}
        # The branch that alone is shown; "" is the whole tree.
        self.focus = ""
        self._folds: set[str] = set()
        document.reset.connect(self._reset)
        document.added.connect(self._added)
        document.removed.connect(self._removed)
        document.moved.connect(self._moved)
        document.changed.connect(self.repaint)
        document.state_changed.connect(self._state_changed)
        document.thumbnail_changed.connect(self.repaint)
        self._reset()

    # Folding: the view's own, never sent to the garden

    def fold(self, ids: list[str], on: bool) -> None:
        """Hide or show what is below these nodes."""
        ids = [id for id in ids if id in self.layout.slots and self.document[id].children and self.folded(id) != on]
        if ids:
            self.before.emit()
            for id in ids:
                self.layout.fold(id, on)
            self.after.emit()

    def folded(self, id: str) -> bool:
        """True when what is below the node is hidden."""
        slot = self.layout.slots.get(id)
        return slot is not None and slot.folded

    def show_branch(self, id: str) -> None:
        """Show one branch alone; "" or the root shows the whole tree again."""
        focus = "" if id == self.document.root else id
        if focus != self.focus:
            self.focus = focus
            self._reset()
            self.focus_changed.emit()

    @property
    def top(self) -> str:
        """The root of what is shown; "" when nothing is there."""
        return self.layout.root.id if self.layout.root else ""

    def fold_level(self, depth: int) -> None:
        """Show `depth` levels and fold what is deeper."""
        self.before.emit()
        for id, slot in self.layout.slots.items():
            if slot.children:
                self.layout.fold(id, slot.depth >= depth)
        self.after.emit()

    def levels(self) -> int:
        """How many levels are shown."""
        width, _ = self.layout.bounds()
        return round((width + STEP - CARD_W) / STEP) if width else 0

    def reveal(self, id: str) -> None:
        """Unfold whatever hides a node, and leave a focus that does."""
        if id not in self.layout.slots:
            self.show_branch("")
        self.fold([above for above in self.document.ancestors(id) if self.folded(above)], False)

    def hidden(self, id: str) -> int:
        """How many nodes a folded one hides."""
        return sum(1 for _ in self.document.below(id)) - 1

    def walk(self, id: str, key: str) -> str:
        """The node that an arrow key leads to: "left", "right", "up" or "down"; the same one at an end."""
        if id not in self.layout.slots:
            return self.top
        item = self.document[id]
        if key == "left":
            return id if id == self.top else item.parent or id
        if key == "right":
            if not item.children or self.folded(id):
                return id
            return item.children[len(item.children) // 2 if len(item.children) % 2 else len(item.children) // 2 - 1]
        slot = self.layout.slots[id]
        _, y = self.layout.card(id)
        step = -1 if key == "up" else 1
        if item.parent and id != self.top:
            siblings = self.document[item.parent].children
            at = siblings.index(id) + step
            if 0 <= at < len(siblings):
                return siblings[at]
        # At the end of the siblings: the nearest card of the same column beyond.
        low, high = (-1e9, y - 1) if step < 0 else (y + CARD_H + 1, 1e9)
        column = [p.slot.id for p in self.layout.visible(slot.depth * STEP, low, slot.depth * STEP + 1, high)
                  if p.slot.depth == slot.depth]  # fmt: skip
        places = sorted((abs(self.layout.card(other)[1] - y), other) for other in column if other != id)
        places = [(d, o) for d, o in places if (self.layout.card(o)[1] - y) * step > 0]
        return places[0][1] if places else id

    # Places

    def card(self, placed: Placed, view: tuple[float, float] | None) -> tuple[float, float]:
        """The upper left corner of a card as it is shown: sticking to the view, on its way if it moves."""
        slot = placed.slot
        mid = sticky_mid(slot, placed.top, *view) if view else placed.top + slot.mid
        x, y = slot.depth * STEP, mid - CARD_H / 2
        motion = self.motions.get(slot.id)
        if motion is not None:
            left = 1.0 - eased((monotonic() - motion.began) / GROW_SECONDS)
            x, y = x + motion.dx * left, y + motion.dy * left
        return x, y

    def card_of(self, id: str, view: tuple[float, float] | None = None) -> tuple[float, float]:
        """The same for a node by its id."""
        slot = self.layout.slots[id]
        return self.card(Placed(slot, self.layout.top(slot)), view)

    def settle(self) -> bool:
        """Forget motions that have ended; True while some are left."""
        now = monotonic()
        ended = [id for id, motion in self.motions.items() if now - motion.began >= GROW_SECONDS]
        for id in ended:
            del self.motions[id]
        return bool(self.motions)

    def nearest_shown(self, id: str) -> str:
        """The node itself, or the folded ancestor that hides it."""
        answer = id
        for above in self.document.ancestors(id):
            if self.folded(above):
                answer = above
        return answer

    def slots_between(
        self, left: float, top: float, right: float, bottom: float, view: tuple[float, float] | None = None
    ) -> Iterator[Slot]:
        """Slots whose card, as it is shown, touches a rectangle of the scene."""
        for placed in self.layout.visible(left, top, right, bottom):
            slot = placed.slot
            x, y = self.card(placed, view)
            if x < right and x + CARD_W > left and y < bottom and y + CARD_H > top:
                yield slot

    # In step with the document

    def _reset(self) -> None:
        self.before.emit()
        slots = self.layout.slots
        self._folds = (self._folds - slots.keys()) | {id for id, slot in slots.items() if slot.folded}
        self.layout.clear()
        self.motions.clear()
        document = self.document
        if self.focus not in document:
            self.focus = ""
        top = self.focus or document.root
        if top:
            self.layout.fill((id, document[id].parent if id != top else None) for id in document.below(top))
            for id in self._folds & self.layout.slots.keys():
                self.layout.fold(id, True)
        self.after.emit()

    def _added(self, id: str) -> None:
        parent = self.document[id].parent
        if parent and parent not in self.layout.slots:
            return
        self.before.emit()
        index = self.document[parent].children.index(id) if parent else None
        self.layout.insert(id, parent, index)
        if parent:
            (px, py), (x, y) = self.card_of(parent), self.card_of(id)
            self.motions[id] = Motion(px - x, py - y, monotonic(), True)
        self.after.emit()

    def _removed(self, ids: list[str]) -> None:
        if self.focus in ids:
            self._reset()
            self.focus_changed.emit()
            return
        if ids[0] not in self.layout.slots:
            return
        self.before.emit()
        self.layout.remove(ids[0])
        for id in ids:
            self.motions.pop(id, None)
        self.after.emit()

    def _moved(self, id: str) -> None:
        if self.focus:
            self._reset()
            self.focus_changed.emit()
            return
        self.before.emit()
        parent = self.document[id].parent or ""
        self.layout.move(id, parent, self.document[parent].children.index(id))
        self.after.emit()

    def _state_changed(self, id: str) -> None:
        self.repaint.emit(id)
        for above in self.document.ancestors(id):
            self.repaint.emit(above)


def eased(share: float) -> float:
    """0 to 1, fast at first and gentle at the end."""
    share = min(1.0, max(0.0, share))
    return 1.0 - (1.0 - share) ** 3
