"""What a person can ask of the garden: each verb is a request with its notice and its way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from dreamgarden.errors import GardenError
from dreamgarden.ui.client import Client
from dreamgarden.ui.document import Document


class Verbs(QObject):
    """Sends requests and tells what came of them.

    told(text, undoable)  a notice for the person; with Undo where there is a way back
    failed(GardenError)   a request was refused
    grown(id)             a node that this window added is in the document now
    leaf_read(id, dict)   the answer to `read_leaf`
    opened(str)           a garden was opened from that folder
    planted(dict)         a growth has ended, with its Finished object
    """

    told = Signal(str, bool)
    failed = Signal(object)
    grown = Signal(str)
    leaf_read = Signal(str, dict)
    why_read = Signal(str, dict)
    opened = Signal(str)
    planted = Signal(dict)
    history_changed = Signal()

    def __init__(self, client: Client, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.client = client
        self.document = document
        self.undo_names: list[str] = []
        self.redo_names: list[str] = []
        self._planting = False
        client.refused.connect(self.failed)
        document.astray.connect(self.catch_up)

    # Whole gardens

    def open(self, folder: Path) -> None:
        """Open the garden in a folder."""

        def done(shown: dict[str, Any]) -> None:
            self.document.load({"garden": str(folder), **shown})
            self.undo_names.clear()
            self.redo_names.clear()
            self.history_changed.emit()
            self.opened.emit(str(folder))

        self.client.request("open", done, garden=str(folder))

    def grow(self, prompt: str, folder: Path, size: int) -> None:
        """Plant a prompt in a new folder and grow it; the tree appears as it grows."""
        self.document.load({"garden": str(folder), "seed": prompt, "nodes": []})
        self.undo_names.clear()
        self.redo_names.clear()
        self.history_changed.emit()
        self.opened.emit(str(folder))
        self._planting = True
        self.client.request("grow", self._ended, prompt=prompt, garden=str(folder), size=size)

    def hear(self, event: dict[str, Any]) -> None:
        """An event has come. The first one of a growth tells that there is a seed to be seen."""
        if self._planting and not self.document.root:
            self._planting = False
            self.catch_up()

    def catch_up(self) -> None:
        """Ask for what no event told of."""
        self.client.request("open", self.document.catch_up, lambda _: None, garden=self.document.folder)

    def build(self, nodes: list[str] | None = None) -> None:
        """Build what these nodes need, or everything."""
        self.client.request("build", self._ended, nodes=nodes or [])

    def stop(self) -> None:
        """Stop everything that runs; what is finished stays."""
        self.client.stop(0)

    def play(self) -> None:
        """Run the game in its own window."""
        self.client.request(
            "play", lambda _: self.told.emit(self.tr("The game opens in its own window."), False), args=[]
        )

    # Edits

    def rename(self, id: str, title: str) -> None:
        """Give a node another title."""
        self._edit("edit", self.tr("Renamed to “{0}”.").format(title), node=id, title=title)

    def rebrief(self, id: str, brief: str) -> None:
        """Give a node another brief."""
        title = self.document[id].title
        self._edit("edit", self.tr("The brief of “{0}” is changed.").format(title), node=id, brief=brief)

    def add(self, parent: str, kind: str, *, before: str = "") -> None:
        """Add a nameless node below a parent, before a sibling when one is named; `grown` tells its id."""
        name = self.tr("New idea")

        def done(result: dict[str, Any]) -> None:
            id = str(result.get("id", ""))
            if before:
                self._edit("move", "", node=id, parent=parent, before=before)
            self._when_there(id)

        self._edit("add", "", done, parent=parent, title=name, brief=name, kind=kind)

    def add_named(self, parent: str, title: str, brief: str, kind: str, then: Callable[[str], None]) -> None:
        """Add a node with all its words; `then` gets its id."""

        def done(result: dict[str, Any]) -> None:
            then(str(result.get("id", "")))

        self._edit(
            "add", self.tr("Added “{0}”.").format(title), done, parent=parent, title=title, brief=brief, kind=kind
        )

    def add_above(self, id: str) -> None:
        """Put a new part between a node and its parent."""
        parent = self.document[id].parent
        if parent is None:
            return
        siblings = self.document[parent].children
        at = siblings.index(id)
        before = siblings[at + 1] if at + 1 < len(siblings) else ""

        def done(result: dict[str, Any]) -> None:
            fresh = str(result.get("id", ""))
            if before:
                self._edit("move", "", node=fresh, parent=parent, before=before)
            self._edit("move", "", node=id, parent=fresh, before="")
            self._when_there(fresh)

        name = self.tr("New part")
        self._edit("add", "", done, parent=parent, title=name, brief=name, kind="part")

    def prune(self, ids: list[str]) -> None:
        """Take nodes and all below them out of the plan."""
        ids = [id for id in ids if id != self.document.root]
        if not ids:
            self.told.emit(self.tr("The seed can't be pruned: it is the garden."), False)
            return
        count = sum(1 for id in ids for _ in self.document.below(id))
        if count == 1:
            text = self.tr("Pruned “{0}”.").format(self.document[ids[0]].title)
        else:
            text = self.tr("Pruned {0} nodes.").format(count)
        self._edit("prune", text, nodes=ids)

    def move(self, ids: list[str], parent: str, before: str) -> None:
        """Hang nodes below another parent, before one of its children or at the end."""
        if any(parent == id or id in self.document.ancestors(parent) for id in ids):
            self.told.emit(self.tr("A node can't hang below itself. Nothing was moved."), False)
            return
        title = self.document[parent].title
        for id in ids:
            self._edit("move", self.tr("Moved to “{0}”.").format(title), node=id, parent=parent, before=before)

    def expand(self, id: str) -> None:
        """Let the designer grow children below a node."""
        title = self.document[id].title

        def done(result: dict[str, Any]) -> None:
            if result.get("cancelled"):
                self.told.emit(self.tr("Stopped. What was finished is kept."), False)
                return
            number = len(result.get("added", ()))
            self.told.emit(self.tr("“{0}” grew {1} children.").format(title, number), True)

        self._edit("expand", "", done, node=id)

    def reroll(self, id: str) -> None:
        """Ask for another take of a leaf."""
        self._edit("take", self.tr("Another take of “{0}”.").format(self.document[id].title), node=id, take=0)

    def pin(self, id: str, on: bool) -> None:
        """Keep a leaf's artifact whatever changes, or let it go again."""
        words = self.tr("“{0}” is kept as it is.") if on else self.tr("“{0}” follows its brief again.")
        self._edit("pin", words.format(self.document[id].title), node=id, on=on)

    def undo(self) -> None:
        """Take the last edit back."""

        def done(result: dict[str, Any]) -> None:
            name = str(result.get("label", "")) or (self.undo_names[-1] if self.undo_names else "")
            if self.undo_names:
                self.undo_names.pop()
            self.redo_names.append(name)
            self.history_changed.emit()
            self.told.emit(self.tr("Undone: {0}").format(name) if name else self.tr("Undone."), False)

        self.client.request("undo", done)

    def redo(self) -> None:
        """Do again what was undone."""

        def done(result: dict[str, Any]) -> None:
            name = str(result.get("label", "")) or (self.redo_names[-1] if self.redo_names else "")
            if self.redo_names:
                self.redo_names.pop()
            self.undo_names.append(name)
            self.history_changed.emit()
            self.told.emit(self.tr("Done again: {0}").format(name) if name else self.tr("Done again."), False)

        self.client.request("redo", done)

    # Questions

    def read_leaf(self, id: str) -> None:
        """Ask for a leaf's files, diagnostics, picture and notes."""

        def done(result: dict[str, Any]) -> None:
            picture = str(result.get("thumbnail") or "")
            if picture and id in self.document:
                self.document.set_thumbnail(id, picture)
            self.leaf_read.emit(id, result)

        # A leaf that was never built has nothing to read; that is no failure to speak of.
        self.client.request("leaf", done, lambda _: self.leaf_read.emit(id, {}), node=id)

    def read_why(self, id: str) -> None:
        """Ask why a node would be built."""
        self.client.request("why", lambda result: self.why_read.emit(id, result), lambda _: None, node=id)

    # Inside

    def _ended(self, finished: dict[str, Any]) -> None:
        self.planted.emit(finished)
        # A run that was stopped leaves states behind that no event speaks of; the garden knows how it stands.
        self.client.request("open", self.document.refresh, lambda _: None, garden=self.document.folder)

    def _edit(
        self, verb: Any, text: str, then: Callable[[dict[str, Any]], None] | None = None, **arguments: Any
    ) -> None:
        def done(result: dict[str, Any]) -> None:
            if "undo" in result:
                self.undo_names.append(str(result["undo"]))
                self.redo_names.clear()
                self.history_changed.emit()
            if text:
                self.told.emit(text, True)
            if then:
                then(result)

        def refused(error: GardenError) -> None:
            self.failed.emit(error)

        self.client.request(verb, done, refused, **arguments)

    def _when_there(self, id: str) -> None:
        # The reply and the event of the same edit may come in either order.
        if id in self.document:
            QTimer.singleShot(0, self, lambda: self.grown.emit(id))
            return

        def arrived(added: str) -> None:
            if added == id:
                self.document.added.disconnect(arrived)
                self.grown.emit(id)

        self.document.added.connect(arrived)
