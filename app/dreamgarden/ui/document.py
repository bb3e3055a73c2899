"""The garden as the window knows it: rows read from the garden process, and what the person has selected.

Nothing here changes the garden. The document is written by replies and events alone; views listen to its signals.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from dreamgarden.plan.uncollected import uncollected

INNER = frozenset({"seed", "aspect", "part"})
BUILT = frozenset({"done", "reused"})
_URGENCY = ("running", "failed", "blocked", "stale", "waiting", "cancelled", "idea")


@dataclass
class Item:
    """A node as a value to read. `counts` are the states of the leaves below it (itself, for a leaf)."""

    id: str
    parent: str | None
    title: str = ""
    brief: str = ""
    kind: str = "part"
    state: str = "idea"
    reason: str = ""
    fraction: float = 0.0
    needs: tuple[str, ...] = ()
    seed_words: tuple[str, ...] = ()
    take: int = 1
    pinned: bool = False
    muted: bool = False
    note: str = ""
    tag: str = ""
    pictures: tuple[str, ...] = ()
    proposed: bool = False
    author: str = "designer"
    slug: str = ""
    children: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def leaf(self) -> bool:
        """True for what is built, false for what branches."""
        return self.kind not in INNER

    @property
    def tally(self) -> str:
        """What the leaf counts as in its branch: its state, unless it takes no part in the game."""
        return "proposed" if self.proposed else "muted" if self.muted else self.state


_WRITTEN = (
    "title", "brief", "kind", "state", "reason", "needs", "seed_words", "take", "pinned", "muted", "note", "tag", "pictures",
    "proposed", "author", "slug",
)  # fmt: skip


def _read(item: Item, row: dict[str, Any]) -> None:
    item.title = str(row.get("title", item.title))
    item.brief = str(row.get("brief", item.brief))
    item.kind = str(row.get("kind", item.kind))
    # A branch's state in a row is a summary of that moment; here it follows the leaves below by itself.
    item.state = str(row.get("state", item.state)) if item.leaf else "idea"
    item.reason = str(row.get("reason", item.reason) or "")
    item.needs = tuple(row.get("needs", item.needs) or ())
    item.seed_words = tuple(row.get("seed_words", item.seed_words) or ())
    item.take = int(row.get("take", item.take) or 1)
    item.pinned = bool(row.get("pinned", item.pinned))
    item.muted = bool(row.get("muted", item.muted))
    item.note = str(row.get("note", item.note) or "")
    item.tag = str(row.get("tag", item.tag) or "")
    item.pictures = tuple(row.get("pictures", item.pictures) or ())
    item.proposed = bool(row.get("proposed", item.proposed))
    item.author = str(row.get("author", item.author))
    item.slug = str(row.get("slug", item.slug))


class Document(QObject):
    """The open garden. `selected` is in the order of selecting; its last one is the current node."""

    reset = Signal()
    added = Signal(str)
    changed = Signal(str)
    removed = Signal(list)
    moved = Signal(str)
    state_changed = Signal(str)
    # Many states at once: look at all of them again.
    restated = Signal()
    counts_changed = Signal()
    selection_changed = Signal()
    thumbnail_changed = Signal(str)
    # Events speak of a parent that nobody has told of: somebody should ask how the garden stands.
    astray = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = ""
        self.seed = ""
        self.root = ""
        self.items: dict[str, Item] = {}
        self.selected: dict[str, None] = {}
        self.needed_by: dict[str, set[str]] = {}
        self.thumbnails: dict[str, str] = {}
        # Of which nodes things are on the screen of the game that is being played.
        self.in_view: set[str] = set()
        # Where a picture of the game lies; "" while there is none.
        self.view = ""
        # What play-tests found wrong with a node, as sentences.
        self.findings: dict[str, list[str]] = {}
        self._orphans: dict[str, list[dict[str, Any]]] = {}
        self._growing = False

    # What it is told

    def load(self, shown: dict[str, Any]) -> None:
        """Take a whole garden, the object that `open` answers with. What is selected and still there stays so."""
        gc.unfreeze()
        with uncollected():
            self._load(shown)
        # What was made now stays: no later search for garbage has to look through it, and to stall the window.
        gc.freeze()

    def _load(self, shown: dict[str, Any]) -> None:
        keep = list(self.selected)
        self.items.clear()
        self.needed_by.clear()
        self._orphans.clear()
        self.root = ""
        if str(shown.get("garden", "")) != self.folder:
            self.thumbnails.clear()
            self.view = ""
            self.in_view = set()
        self.folder = str(shown.get("garden", ""))
        self.seed = str(shown.get("seed", ""))
        for row in shown.get("nodes", ()):
            self._adopt(row, None)
        # From the leaves up: much quicker than telling every leaf to all above it.
        for item in reversed(self.items.values()):
            if item.leaf:
                item.counts[item.tally] = 1
            if item.parent:
                above = self.items[item.parent].counts
                for state, number in item.counts.items():
                    above[state] += number
        self.selected = {id: None for id in keep if id in self.items}
        self.reset.emit()
        self.counts_changed.emit()
        self.selection_changed.emit()

    def show_findings(self, found: dict[str, list[str]]) -> None:
        """Take what play-tests found wrong: id → sentences."""
        if found != self.findings:
            before, self.findings = self.findings, found
            for id in {*before, *found} & set(self.items):
                self.thumbnail_changed.emit(id)

    def apply(self, event: dict[str, Any]) -> None:
        """Take one event of the stream; those that are not about nodes are left to others."""
        match event.get("event"):
            case "node_added":
                self._add(event["node"])
            case "node_changed":
                self._change(event["node"])
            case "node_removed":
                self._remove(str(event["id"]))
            case "in_view":
                self._show_in_view({str(id) for id in event.get("ids", ())} & self.items.keys())
            case "state":
                self._state(str(event["id"]), str(event["state"]), str(event.get("reason", "")), event.get("fraction"))

    def catch_up(self, shown: dict[str, Any]) -> None:
        """Take the nodes that no event told of; what is known already is as new as this or newer."""
        for row in shown.get("nodes", ()):
            if str(row["id"]) not in self.items:
                self._add(row)

    def refresh(self, shown: dict[str, Any]) -> None:
        """Take the same garden again, changing only what differs, so that views stay where they are."""
        rows = {str(row["id"]): row for row in shown.get("nodes", ())}
        for id in [id for id in self.items if id not in rows]:
            self._remove(id)
        for id, row in rows.items():
            if id not in self.items or self._differs(self.items[id], row):
                self._add(row)

    def restate(self, standing: Iterable[dict[str, Any]]) -> None:
        """Take how leaves stand, {"id", "state", "reason"} of each, all at once."""
        changed = False
        for row in standing:
            item = self.items.get(str(row["id"]))
            if item is None or not item.leaf:
                continue
            before = item.tally
            item.state, item.reason, changed = str(row["state"]), str(row["reason"]), True
            if item.tally != before:
                self._count(item, {before: -1, item.tally: 1})
        if changed:
            self.restated.emit()
            self.counts_changed.emit()

    def _show_in_view(self, ids: set[str]) -> None:
        before, self.in_view = self.in_view, ids
        for id in before ^ ids:
            self.thumbnail_changed.emit(id)

    def set_growing(self, on: bool) -> None:
        """Something grows or builds now, or nothing does."""
        if on != self._growing:
            self._growing = on
            if self.root:
                self.state_changed.emit(self.root)

    def set_view(self, path: str) -> None:
        """Remember where a picture of the game lies."""
        if self.view != path:
            self.view = path
            if self.root:
                self.thumbnail_changed.emit(self.root)

    def set_thumbnail(self, id: str, path: str) -> None:
        """Remember where a leaf's picture lies."""
        if self.thumbnails.get(id) != path:
            self.thumbnails[id] = path
            self.thumbnail_changed.emit(id)

    # What is asked

    def __contains__(self, id: object) -> bool:
        return id in self.items

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, id: str) -> Item:
        return self.items[id]

    @property
    def current(self) -> Item | None:
        """The node selected last."""
        return self.items[next(reversed(self.selected))] if self.selected else None

    @property
    def title(self) -> str:
        """The garden's name: its root's title."""
        return self.items[self.root].title if self.root else ""

    @property
    def counts(self) -> Counter[str]:
        """How many leaves are in each state."""
        return self.items[self.root].counts if self.root else Counter()

    def state(self, id: str) -> str:
        """The state to show: a leaf's own; a branch's is the most pressing one below it."""
        item = self.items[id]
        if item.leaf or (item.state == "running") or not item.counts:
            # The seed is what grows, before there is a leaf that could.
            return "running" if self._growing and id == self.root and not item.counts else item.state
        for state in _URGENCY:
            if item.counts.get(state, 0) > 0:
                return "running" if state == "waiting" and self._partly(item) else state
        return "done" if any(item.counts.get(state, 0) > 0 for state in BUILT) else "idea"

    def proposals(self, ids: Iterable[str]) -> list[str]:
        """What is proposed at and below these nodes."""
        below = dict.fromkeys(one for id in ids for one in self.below(id))
        return [id for id in below if self.items[id].proposed]

    def fraction(self, id: str) -> float:
        """How much is done, 0 to 1: of the leaf's own work, or of the leaves below a branch."""
        item = self.items[id]
        if item.leaf or not item.counts:
            return item.fraction
        done, total = self.done_below(id)
        return done / max(1, total)

    def done_below(self, id: str) -> tuple[int, int]:
        """How many leaves at or below a node are built, and how many there are."""
        counts = self.items[id].counts
        return sum(counts[state] for state in BUILT), sum(counts[state] for state in (*BUILT, *_URGENCY))

    def below(self, id: str) -> Iterator[str]:
        """The node and all below it, parents first, in order."""
        stack = [id]
        while stack:
            at = stack.pop()
            yield at
            stack.extend(reversed(self.items[at].children))

    def ancestors(self, id: str) -> Iterator[str]:
        """The nodes above, nearest first."""
        at = self.items[id].parent
        while at:
            yield at
            at = self.items[at].parent

    def find(self, text: str) -> list[str]:
        """Nodes whose title, brief, note or slug has the text, best first; in the tree's order among equals.

        A word that begins with # is a tag, and narrows what is found to the nodes that have it.
        """
        tags = {word[1:].casefold() for word in text.split() if word.startswith("#")}
        wanted = " ".join(word for word in text.split() if not word.startswith("#")).casefold()
        if tags and self.root:
            named = self.find(wanted) if wanted else list(self.below(self.root))
            return [id for id in named if self.items[id].tag.casefold() in tags]
        if not wanted or not self.root:
            return []
        titles, rest = [], []
        for id in self.below(self.root):
            item = self.items[id]
            if wanted in item.title.casefold():
                titles.append(id)
            elif any(wanted in words.casefold() for words in (item.brief, item.note, item.slug)):
                rest.append(id)
        return titles + rest

    # Selection: the window's own, never sent to the garden

    def select(self, ids: Iterable[str], *, add: bool = False, toggle: bool = False, drop: bool = False) -> None:
        """Replace the selection; or add to it, toggle in it, or drop from it."""
        fresh = dict(self.selected) if add or toggle or drop else {}
        for id in ids:
            if id not in self.items:
                continue
            if drop or (toggle and id in fresh):
                fresh.pop(id, None)
            else:
                fresh.pop(id, None)
                fresh[id] = None
        if list(fresh) != list(self.selected):
            self.selected = fresh
            self.selection_changed.emit()

    def top_selected(self) -> list[str]:
        """The selected nodes that have no selected ancestor: what a move or a prune is about."""
        return [id for id in self.selected if not any(above in self.selected for above in self.ancestors(id))]

    # Inside

    def _differs(self, item: Item, row: dict[str, Any]) -> bool:
        fresh = Item(item.id, item.parent)
        _read(fresh, row)
        known = (getattr(item, name) == getattr(fresh, name) for name in _WRITTEN)
        if not all(known) or (row.get("parent") or None) != item.parent:
            return True
        index = row.get("index")
        return item.parent is not None and index is not None and self.items[item.parent].children.index(item.id) != index

    def _partly(self, item: Item) -> bool:
        return any(item.counts.get(state) for state in BUILT)

    def _adopt(self, row: dict[str, Any], index: int | None) -> Item:
        id = str(row["id"])
        item = Item(id, row.get("parent") or None)
        _read(item, row)
        self.items[id] = item
        for need in item.needs:
            self.needed_by.setdefault(need, set()).add(id)
        if item.parent is None:
            self.root = id
        else:
            siblings = self.items[item.parent].children
            siblings.insert(len(siblings) if index is None else index, id)
        return item

    def _add(self, row: dict[str, Any]) -> None:
        id, parent = str(row["id"]), row.get("parent") or None
        if id in self.items:
            self._change(row)
            return
        if parent is not None and parent not in self.items:
            if not self._orphans:
                self.astray.emit()
            self._orphans.setdefault(parent, []).append(row)
            return
        if parent is None and self.root:
            return
        item = self._adopt(row, row.get("index"))
        if parent is None and not self.seed:
            self.seed = item.brief
        if item.leaf:
            self._count(item, {item.tally: 1})
        self.added.emit(id)
        self.counts_changed.emit()
        for orphan in self._orphans.pop(id, ()):
            self._add(orphan)

    def _change(self, row: dict[str, Any]) -> None:
        id = str(row["id"])
        item = self.items.get(id)
        if item is None:
            self._add(row)
            return
        for need in item.needs:
            self.needed_by.get(need, set()).discard(id)
        old_leaf, old_tally = item.leaf, item.tally
        _read(item, row)
        for need in item.needs:
            self.needed_by.setdefault(need, set()).add(id)
        if (old_leaf, old_tally) != (item.leaf, item.tally):
            self._count(item, {old_tally: -1} if old_leaf else {})
            self._count(item, {item.tally: 1} if item.leaf else {})
        parent, index = row.get("parent") or None, row.get("index")
        if parent and item.parent and parent in self.items:
            siblings = self.items[item.parent].children
            if parent != item.parent or (index is not None and siblings.index(id) != index):
                self._rehang(item, parent, index)
        self.changed.emit(id)
        self.counts_changed.emit()

    def _rehang(self, item: Item, parent: str, index: int | None) -> None:
        if parent in self.below(item.id):
            return
        counts = dict(item.counts)
        self._count_above(item, {state: -number for state, number in counts.items()})
        self.items[item.parent or ""].children.remove(item.id)
        item.parent = parent
        siblings = self.items[parent].children
        siblings.insert(len(siblings) if index is None else index, item.id)
        self._count_above(item, counts)
        self.moved.emit(item.id)

    def _remove(self, id: str) -> None:
        item = self.items.get(id)
        if item is None:
            return
        gone = list(self.below(id))
        self._count_above(item, {state: -number for state, number in item.counts.items()})
        if item.parent:
            self.items[item.parent].children.remove(id)
        else:
            self.root = ""
        for below in gone:
            for need in self.items[below].needs:
                self.needed_by.get(need, set()).discard(below)
            del self.items[below]
        had = len(self.selected)
        self.selected = {kept: None for kept in self.selected if kept in self.items}
        self.removed.emit(gone)
        self.counts_changed.emit()
        if len(self.selected) != had:
            self.selection_changed.emit()

    def _state(self, id: str, state: str, reason: str, fraction: float | None) -> None:
        item = self.items.get(id)
        if item is None:
            return
        if item.leaf and state != item.state and item.tally == item.state:
            self._count(item, {item.state: -1})
            self._count(item, {state: 1})
        item.state, item.reason, item.fraction = state, reason, float(fraction or 0.0)
        self.state_changed.emit(id)
        self.counts_changed.emit()

    def _count(self, item: Item, change: dict[str, int]) -> None:
        for state, number in change.items():
            item.counts[state] += number
        self._count_above(item, change)

    def _count_above(self, item: Item, change: dict[str, int]) -> None:
        for above in self.ancestors(item.id):
            counts = self.items[above].counts
            for state, number in change.items():
                counts[state] += number
