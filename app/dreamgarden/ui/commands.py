"""What each command of the table does. One method a command, named as in `actions.TABLE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from dreamgarden.ui import actions, icons, outline
from dreamgarden.ui.canvas.node_item import TAGS

if TYPE_CHECKING:
    from dreamgarden.ui.window import Window


class Commands:
    """Bound to one window; reads its document and asks its verbs."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._document = window.document
        self._verbs = window.verbs

    def do(self, name: str) -> None:
        """Do a command when it is possible."""
        command = actions.BY_NAME[name]
        if actions.possible(command, self._window):
            getattr(self, name)()

    def menu(self, at: QPoint) -> None:
        """Open the context menu."""
        menu = self.context_menu()
        if menu.actions():
            menu.exec(at)

    def context_menu(self) -> QMenu:
        """The context menu: the same commands, words and keys as everywhere."""
        menu = QMenu(self._window)
        theme = self._window.theme
        for command in actions.TABLE:
            if command.menu and actions.possible(command, self._window):
                picture = icons.icon(command.icon, theme.text2) if command.icon else icons.icon("dots", theme.panel)
                action = menu.addAction(picture, f"{actions.words(command)}\t{actions.key_words(command)}")
                action.triggered.connect(lambda _=False, name=command.name: self.do(name))
        return menu

    def main_menu(self, at: QPoint) -> None:
        """All commands by group, behind the app's mark."""
        menu = QMenu(self._window)
        theme = self._window.theme
        for group in actions.GROUPS:
            part = menu.addMenu(actions.group_words(group))
            for command in actions.TABLE:
                if command.group == group:
                    picture = icons.icon(command.icon, theme.text2) if command.icon else icons.icon("dots", theme.panel)
                    action = part.addAction(picture, f"{actions.words(command)}\t{actions.key_words(command)}")
                    action.setEnabled(actions.possible(command, self._window))
                    action.triggered.connect(lambda _=False, name=command.name: self.do(name))
        menu.exec(at)

    # The current node; `possible` has made sure that there is one

    @property
    def _id(self) -> str:
        current = self._document.current
        return current.id if current else ""

    # Garden

    def new_garden(self) -> None:
        self._window.welcome()

    def open_garden(self) -> None:
        self._window.choose_garden()

    def play(self) -> None:
        self._verbs.play()

    def build_selected(self) -> None:
        self._verbs.build(list(self._document.selected))

    def build_all(self) -> None:
        self._verbs.build()

    def pause(self) -> None:
        self._verbs.pause()

    def stop(self) -> None:
        self._verbs.stop()

    # Edit

    def undo(self) -> None:
        self._verbs.undo()

    def redo(self) -> None:
        self._verbs.redo()

    def rename(self) -> None:
        self._window.canvas.rename(self._id)

    def edit_brief(self) -> None:
        self._window.inspector.write_brief()

    def add_child(self) -> None:
        self._verbs.add(self._branch(self._id), "part" if self._document[self._id].kind == "seed" else "code")

    def add_below(self) -> None:
        self._sibling(1)

    def add_above(self) -> None:
        self._sibling(0)

    def add_parent(self) -> None:
        self._verbs.add_above(self._id)

    def expand(self) -> None:
        self._verbs.expand(self._id)

    def reroll(self) -> None:
        self._verbs.reroll(self._id)

    def accept(self) -> None:
        self._verbs.accept(list(self._document.selected))

    def discard(self) -> None:
        self._verbs.discard(list(self._document.selected))

    def take_before(self) -> None:
        if self._document[self._id].take > 1:
            self._verbs.take(self._id, self._document[self._id].take - 1)

    def take_after(self) -> None:
        self._verbs.take(self._id, self._document[self._id].take + 1)

    def pin(self) -> None:
        self._verbs.pin(self._id, not self._document[self._id].pinned)

    def mute(self) -> None:
        ids = [id for id in self._document.top_selected() if id != self._document.root]
        self._verbs.mute(ids, not all(self._document[id].muted for id in ids))

    def note(self) -> None:
        self._window.inspector.write_note()

    def tag(self) -> None:
        at = ("", *TAGS).index(self._document[self._id].tag) if self._document[self._id].tag in TAGS else 0
        self._verbs.tag(list(self._document.selected), ("", *TAGS)[(at + 1) % (len(TAGS) + 1)])

    def open_code(self) -> None:
        self._window.inspector.open_code()

    def picture(self) -> None:
        self._verbs.picture(self._id)

    def import_plan(self) -> None:
        self._window.desk.import_plan()

    def export_plan(self) -> None:
        self._window.desk.export_plan()

    def export_picture(self) -> None:
        self._window.desk.export_picture()

    def duplicate_garden(self) -> None:
        self._window.desk.duplicate(self._document.folder)

    def archive_garden(self) -> None:
        self._window.desk.archive(self._document.folder)

    def prune(self) -> None:
        ids = self._document.top_selected()
        kept = self._document[ids[0]].parent if ids else None
        self._verbs.prune(ids)
        if kept and kept in self._document:
            self._document.select([kept])

    def copy(self) -> None:
        text = "".join(outline.write(self._document, id) for id in self._document.top_selected())
        QGuiApplication.clipboard().setText(text)

    def cut(self) -> None:
        self.copy()
        self.prune()

    def paste(self) -> None:
        branches = outline.read(QGuiApplication.clipboard().text())
        label = QCoreApplication.translate("Commands", "Paste {0} nodes").format(outline.size(branches))
        self._verbs.plant(branches, self._branch(self._id), label)

    def duplicate(self) -> None:
        for id in self._document.top_selected():
            parent = self._document[id].parent
            if parent:
                label = QCoreApplication.translate("Commands", "Duplicate “{0}”").format(self._document[id].title)
                self._verbs.plant(outline.read(outline.write(self._document, id)), parent, label)

    def move_up(self) -> None:
        siblings, at = self._place()
        if at > 0:
            self._verbs.move([self._id], self._document[self._id].parent or "", siblings[at - 1])

    def move_down(self) -> None:
        siblings, at = self._place()
        if at + 1 < len(siblings):
            before = siblings[at + 2] if at + 2 < len(siblings) else ""
            self._verbs.move([self._id], self._document[self._id].parent or "", before)

    def move_out(self) -> None:
        parent = self._document[self._document[self._id].parent or ""]
        if parent.parent:
            aunts = self._document[parent.parent].children
            at = aunts.index(parent.id) + 1
            self._verbs.move([self._id], parent.parent, aunts[at] if at < len(aunts) else "")

    def move_in(self) -> None:
        siblings, at = self._place()
        for sibling in reversed(siblings[:at]):
            if not self._document[sibling].leaf:
                self._verbs.move([self._id], sibling, "")
                return

    def select_all(self) -> None:
        self._document.select(self._document.below(self._window.canvas.scene.top))

    def select_branch(self) -> None:
        self._document.select(
            list(dict.fromkeys(b for id in self._document.selected for b in self._document.below(id)))
        )

    def escape(self) -> None:
        if not self._window.canvas.cancel() and not self._window.end_search():
            self._document.select([])

    # View

    def find(self) -> None:
        self._window.bar.search.setFocus()
        self._window.bar.search.selectAll()

    def find_next(self) -> None:
        self._window.finder.next()

    def fit_all(self) -> None:
        self._window.canvas.fit()

    def fit_selection(self) -> None:
        self._window.canvas.fit(list(self._document.selected))

    def zoom_in(self) -> None:
        self._window.canvas.zoom_middle(1.25)

    def zoom_out(self) -> None:
        self._window.canvas.zoom_middle(0.8)

    def zoom_reset(self) -> None:
        self._window.canvas.zoom_middle(0)

    def fold(self) -> None:
        scene = self._window.canvas.scene
        ids = list(self._document.selected)
        scene.fold(ids, not all(scene.folded(id) for id in ids))

    def fold_children(self) -> None:
        scene = self._window.canvas.scene
        children = [
            c for id in self._document.selected for c in self._document[id].children if self._document[c].children
        ]
        scene.fold(children, not all(scene.folded(id) for id in children))

    def fold_more(self) -> None:
        scene = self._window.canvas.scene
        scene.fold_level(max(1, scene.levels() - 2))

    def fold_less(self) -> None:
        scene = self._window.canvas.scene
        scene.fold_level(scene.levels())

    def focus_in(self) -> None:
        if self._document[self._id].children:
            self._window.canvas.scene.show_branch(self._id)

    def focus_out(self) -> None:
        scene = self._window.canvas.scene
        if scene.focus:
            inner = scene.focus
            self._document.select([inner])
            scene.show_branch(self._document[inner].parent or "")
            self._window.canvas.reveal(inner)

    def tidy(self) -> None:
        scene = self._window.canvas.scene
        scene.fold([id for id in self._document.items if scene.folded(id)], False)

    def toggle_needs(self) -> None:
        canvas = self._window.canvas
        canvas.show_needs = not canvas.show_needs
        canvas.update()

    def toggle_map(self) -> None:
        minimap = self._window.canvas.minimap
        minimap.setVisible(not minimap.isVisible())

    # Walk

    def walk_left(self) -> None:
        self._walk("left")

    def walk_right(self) -> None:
        self._walk("right")

    def walk_up(self) -> None:
        self._walk("up")

    def walk_down(self) -> None:
        self._walk("down")

    def back(self) -> None:
        self._window.trail.go(-1)

    def forward(self) -> None:
        self._window.trail.go(1)

    # Window

    def palette(self) -> None:
        self._window.open_palette()

    def keys(self) -> None:
        self._window.open_keys()

    def settings(self) -> None:
        self._window.preferences.open()

    def theme(self) -> None:
        self._window.switch_theme()

    def language(self) -> None:
        self._window.switch_language()

    def quit(self) -> None:
        self._window.close()

    # Inside

    def _branch(self, id: str) -> str:
        """The node itself, or for a leaf, which does not branch, its parent."""
        item = self._document[id]
        return item.parent if item.leaf and item.parent else id

    def _walk(self, key: str) -> None:
        id = self._window.canvas.scene.walk(self._id, key) if self._id else self._document.root
        self._document.select([id])
        self._window.canvas.reveal(id)

    def _place(self) -> tuple[list[str], int]:
        siblings = self._document[self._document[self._id].parent or ""].children
        return siblings, siblings.index(self._id)

    def _sibling(self, after: int) -> None:
        item = self._document[self._id]
        siblings, at = self._place()
        before = siblings[at + after] if at + after < len(siblings) else ""
        self._verbs.add(item.parent or "", item.kind if item.kind != "style" else "code", before=before)
