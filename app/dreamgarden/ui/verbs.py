"""What a person can ask of the garden: each verb is a request with its notice and its way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from dreamgarden.errors import GardenError
from dreamgarden.protocol import Verb
from dreamgarden.ui import outline
from dreamgarden.ui.client import Client, Done, Failed
from dreamgarden.ui.document import Document

if TYPE_CHECKING:
    from dreamgarden.ui.outline import Branch


class Verbs(QObject):
    """Sends requests and tells what came of them.

    told(text, undoable)  a notice for the person; with Undo where there is a way back
    failed(GardenError)   a request was refused
    runs(answer)          a game runs in a window of its own; what is picked in it goes to the file that the answer names
    grown(id)             a node that this window added is in the document now
    leaf_read(id, dict)   the answer to `read_leaf`
    opened(str)           a garden was opened from that folder, and is seen
    stands()              how every leaf of it stands is known
    planted(dict)         a growth has ended, with its Finished object
    pause_changed(bool)   what runs waits, or goes on
    holder_changed(str)   another process holds the garden, or ("") none does any more
    """

    told = Signal(str, bool)
    failed = Signal(object)
    runs = Signal(dict)
    grown = Signal(str)
    leaf_read = Signal(str, dict)
    why_read = Signal(str, dict)
    takes_read = Signal(str, dict)
    words_read = Signal(str, dict)
    opened = Signal(str)
    stands = Signal()
    planted = Signal(dict)
    history_changed = Signal()
    pause_changed = Signal(bool)
    holder_changed = Signal(str)

    def __init__(self, client: Client, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.client = client
        self.document = document
        self.undo_names: list[str] = []
        self.redo_names: list[str] = []
        self.paused = False
        # Who else grows or builds the garden now, so that it is only to be looked at here; "" when nobody does.
        self.holder = ""
        self._planting = False
        # The folder that is being opened and not seen yet, and the one that was seen last at a glance.
        self._opening = ""
        self._glanced = ""
        client.busy_changed.connect(self._busy)
        client.refused.connect(self.failed)
        document.astray.connect(self.catch_up)

    # Whole gardens

    def open(self, folder: Path) -> None:
        """Open the garden in a folder. Its tree is shown at a glance, before the garden process has looked at all of it."""
        self._glanced = ""

        def done(shown: dict[str, Any]) -> None:
            glanced = self._glanced == str(folder)
            if glanced and self.document.folder != str(folder):
                return  # another garden was planted meanwhile
            if "standing" in shown:
                self.document.restate(shown["standing"])
            elif glanced:
                self.document.refresh(shown)
            else:
                self.document.load({"garden": str(folder), **shown})
            # What was done before this window opened can be taken back too.
            self.undo_names[:] = [str(shown["undo"])] if shown.get("undo") else []
            self.redo_names[:] = [str(shown["redo"])] if shown.get("redo") else []
            self.history_changed.emit()
            self._hold(shown)
            if not glanced:
                self.opened.emit(str(folder))
            self.stands.emit()
            self.read_view()

        def refused(error: GardenError) -> None:
            if self._glanced == self.document.folder == str(folder):
                self.document.load({"garden": "", "seed": "", "nodes": []})
            self.failed.emit(error)

        self._opening = str(folder)
        self.client.request("open", done, refused, garden=str(folder), yields=True, glance=True)

    def _glance(self, seen: dict[str, Any]) -> None:
        folder, self._opening = self._opening, ""
        if not folder:
            return
        self._glanced = folder
        self.document.load({**seen, "garden": folder})
        self.undo_names.clear()
        self.redo_names.clear()
        self.history_changed.emit()
        self._hold({})
        self.opened.emit(folder)

    def grow(self, prompt: str, folder: Path, size: int) -> None:
        """Plant a prompt in a new folder and grow it; the tree appears as it grows."""
        self.document.load({"garden": str(folder), "seed": prompt, "nodes": []})
        self._opening = ""
        self._hold({})
        self.undo_names.clear()
        self.redo_names.clear()
        self.history_changed.emit()
        self.opened.emit(str(folder))
        self._planting = True
        self.client.request("grow", self._ended, prompt=prompt, garden=str(folder), size=size)

    def hear(self, event: dict[str, Any]) -> None:
        """An event has come. The first one of a growth tells that there is a seed to be seen."""
        if event.get("event") == "glance":
            self._glance(event)
            return
        if self._planting and not self.document.root:
            self._planting = False
            self.catch_up()

    def catch_up(self) -> None:
        """Ask for what no event told of."""
        self.client.request("open", self.document.catch_up, lambda _: None, garden=self.document.folder)

    def build(self, nodes: list[str] | None = None) -> None:
        """Build what these nodes need, or everything."""
        self.client.request("build", self._ended, nodes=nodes or [])

    def stop_task(self, task: str) -> None:
        """Stop one step; the others go on."""
        self.client.request("stop", task=task)

    def rehire(self) -> None:
        """Let the open garden take the settings as they are kept now; while something runs, it takes them when it opens next."""
        if self.document.folder and self.client.garden and not self.client.busy:
            self.client.request("rehire", self.document.refresh)

    def look_again(self) -> None:
        """Ask how the garden stands, in case somebody else changed it; not while anything runs that tells of itself."""

        def done(shown: dict[str, Any]) -> None:
            self.document.refresh(shown)
            self._hold(shown)

        if not self.client.busy and self.client.garden == self.document.folder:
            self.client.request("open", done, lambda _: None, garden=self.document.folder, yields=True)

    def ask(self, verb: Verb, done: Done, refused: Failed | None = None, **arguments: Any) -> None:
        """Ask a question that changes nothing."""
        self.client.request(verb, done, refused or (lambda _: None), **arguments)

    def stop(self) -> None:
        """Stop everything that runs; what is finished stays."""
        self.client.stop(0)

    def pause(self) -> None:
        """Let what grows or builds wait at its next step, or go on."""
        self.paused = not self.paused
        self.client.request("pause", on=self.paused)
        self.pause_changed.emit(self.paused)

    def _busy(self) -> None:
        if self.paused and not self.client.busy:
            self.paused = False
            self.pause_changed.emit(False)

    def play(self) -> None:
        """Run the game in its own window, where it can be held and its things be clicked."""

        def opened(answer: dict[str, Any]) -> None:
            self.runs.emit(answer)
            self.told.emit(self.tr("The game opens in its own window. F8 holds it; then a click on a thing shows its node here."), False)

        self.client.request("watch", opened)

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
            self._when_there(str(result.get("id", "")))

        self._edit("add", "", done, parent=parent, title=name, brief=name, kind=kind, before=before)

    def add_above(self, id: str) -> None:
        """Put a new part between a node and its parent."""
        parent = self.document[id].parent
        if parent is None:
            return
        name = self.tr("New part")
        above = {"verb": "add", "parent": parent, "title": name, "brief": name, "kind": "part", "before": id}
        hang = {"verb": "move", "node": id, "parent": "$0"}

        def done(result: dict[str, Any]) -> None:
            self._when_there(str(result["ids"][0]))

        self._edit("batch", "", done, steps=[above, hang], label=self.tr("Add a part above"))

    def plant(self, branches: list[Branch], parent: str, label: str) -> None:
        """Add whole branches below a parent as one step of undo; the notice is its label."""
        steps = outline.steps(branches, parent)
        if steps:
            self._edit("batch", label, steps=steps, label=label)
        else:
            self.told.emit(self.tr("There is no outline to add."), False)

    def heed(self, changes: list[dict[str, Any]], label: str) -> None:
        """Make changes of a proposal, as one step of undo."""
        self._edit("heed", label, changes=changes, label=label)

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
        self._edit("move", self.tr("Moved to “{0}”.").format(title), nodes=ids, parent=parent, before=before)

    def expand(self, id: str) -> None:
        """Let the designer propose children below a node."""
        title = self.document[id].title

        def done(result: dict[str, Any]) -> None:
            if result.get("cancelled"):
                self.told.emit(self.tr("Stopped. What was finished is kept."), False)
                return
            number = len(result.get("added", ()))
            self.told.emit(self.tr("{1} nodes are proposed for “{0}”: A accepts, X discards.").format(title, number), True)

        self._edit("expand", "", done, node=id, propose=True)

    def accept(self, ids: list[str]) -> None:
        """Take what is proposed at and below these nodes into the plan."""
        self._answer("accept", self.tr("Accepted {0} nodes."), ids)

    def discard(self, ids: list[str]) -> None:
        """Take what is proposed at and below these nodes away."""
        self._answer("discard", self.tr("Discarded {0} nodes."), ids)

    def _answer(self, verb: Any, words: str, ids: list[str]) -> None:
        count = len(self.document.proposals(ids))
        if count:
            self._edit(verb, words.format(count), nodes=ids)
        else:
            self.told.emit(self.tr("Nothing is proposed here. Expand (E) asks for proposals."), False)

    def reroll(self, id: str) -> None:
        """Ask for another take of a leaf."""
        self._edit("take", self.tr("Another take of “{0}”: build to make it.").format(self.document[id].title), node=id, take=0)

    def take(self, id: str, take: int) -> None:
        """Choose a take that is there."""
        self._edit("take", self.tr("Take {1} of “{0}”.").format(self.document[id].title, take), node=id, take=take)

    def pin(self, id: str, on: bool) -> None:
        """Keep a leaf's artifact whatever changes, or let it go again."""
        words = self.tr("“{0}” is kept as it is.") if on else self.tr("“{0}” follows its brief again.")
        self._edit("pin", words.format(self.document[id].title), node=id, on=on)

    def mute(self, ids: list[str], on: bool) -> None:
        """Leave nodes out of the game, or take them in again."""
        words = self.tr("“{0}” is left out of the game.") if on else self.tr("“{0}” takes part again.")
        title = self.document[ids[0]].title + (f" +{len(ids) - 1}" if len(ids) > 1 else "")
        self._edit("mute", words.format(title), nodes=ids, on=on)

    def note(self, id: str, text: str) -> None:
        """Write a note on a node; "" takes it off."""
        words = self.tr("Noted on “{0}”.") if text else self.tr("The note on “{0}” is gone.")
        self._edit("note", words.format(self.document[id].title), node=id, text=text)

    def tag(self, ids: list[str], tag: str) -> None:
        """Give nodes a tag's colour; "" takes it off."""
        self._edit("tag", "", nodes=ids, tag=tag)

    def bring(self, id: str, files: list[str]) -> None:
        """Bring models and pictures from files to a node."""
        for file in files:
            self._edit("bring", self.tr("Brought {0}.").format(Path(file).name), node=id, file=file)

    def picture(self, id: str) -> None:
        """Lay a picture of the running game onto a node."""
        self.told.emit(self.tr("Taking a picture of the game…"), False)
        self._edit("picture", self.tr("A picture of the game lies with “{0}”.").format(self.document[id].title), node=id)

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

    def attend(self, selected: list[str], visible: list[str]) -> None:
        """Say what the person looks at, so that it is built first."""
        self.client.request("attend", None, lambda _: None, selected=selected, visible=visible)

    def read_view(self) -> None:
        """Ask for a picture of the game. Where none can be drawn, there is none."""
        folder = self.document.folder

        def done(result: dict[str, Any]) -> None:
            if self.document.folder == folder:
                self.document.set_view(str(result.get("picture") or ""))

        self.client.request("view", done, lambda _: None)

    def read_why(self, id: str) -> None:
        """Ask why a node would be built."""
        self.client.request("why", lambda result: self.why_read.emit(id, result), lambda _: None, node=id)

    def read_words(self, id: str) -> None:
        """Ask what was said with models about a node."""
        self.client.request("words", lambda result: self.words_read.emit(id, result), lambda _: None, node=id)

    def read_takes(self, id: str) -> None:
        """Ask for the takes of a leaf."""
        self.client.request("takes", lambda result: self.takes_read.emit(id, result), lambda _: None, node=id)

    # Inside

    def _hold(self, shown: dict[str, Any]) -> None:
        """Whether the garden may be changed here, and if not, who holds it."""
        holder = str(shown.get("holder") or "") if shown.get("read_only") else ""
        if holder != self.holder:
            self.holder = holder
            self.holder_changed.emit(holder)

    def _ended(self, finished: dict[str, Any]) -> None:
        self.planted.emit(finished)
        self.read_view()
        # A run that was stopped leaves states behind that no event speaks of; the garden knows how it stands.
        self.client.request("open", self.document.refresh, lambda _: None, garden=self.document.folder)

    def _edit(
        self, verb: Any, notice: str, then: Callable[[dict[str, Any]], None] | None = None, **arguments: Any
    ) -> None:
        def done(result: dict[str, Any]) -> None:
            if "undo" in result:
                self.undo_names.append(str(result["undo"]))
                self.redo_names.clear()
                self.history_changed.emit()
            if notice:
                self.told.emit(notice, True)
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
