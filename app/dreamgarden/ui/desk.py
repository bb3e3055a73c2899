"""What goes in and out of the open garden by files: plans, pictures, dropped things, copies, and the person's editor."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QProcess, QThreadPool, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from dreamgarden.errors import BadInput, GardenError, StorageError
from dreamgarden.ui import exchange, gardens, outline, tree_picture

if TYPE_CHECKING:
    from dreamgarden.ui.window import Window

TEXT_FILES = frozenset({".md", ".markdown", ".txt", ".json", ".opml"})
_BROUGHT = frozenset({".glb", ".obj", ".png", ".jpg", ".jpeg", ".webp"})
_LINES_OF_AN_OUTLINE = 2


class Desk(QObject):
    """Bound to one window. Whatever fails is told by the window; nothing is left half."""

    _copied = Signal(object)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._verbs = window.verbs
        self.editor = ""
        self._copied.connect(self._opened_copy)

    # Plans and pictures

    def import_plan(self) -> None:
        """Ask for a file and add its plan below the current node."""
        kinds = self.tr("Plans (*.md *.markdown *.txt *.json *.opml)")
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Import a plan"), str(Path.home()), kinds)
        if path:
            current = self._document.current
            self.take_file(Path(path), current.id if current else self._document.root)

    def export_plan(self) -> None:
        """Ask for a file and write the plan into it, in the format that its ending names."""
        kinds = self.tr("Markdown outline (*.md);;OPML (*.opml);;JSON (*.json)")
        start = str(Path.home() / f"{Path(self._document.folder).name}.md")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export the plan"), start, kinds)
        if path:
            self._try(lambda: self.write_plan(Path(path)))

    def export_picture(self) -> None:
        """Ask for a file and write a picture of the tree into it."""
        kinds = self.tr("Picture (*.png);;Drawing (*.svg)")
        start = str(Path.home() / f"{Path(self._document.folder).name}.png")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export a picture of the tree"), start, kinds)
        if path:
            self._try(lambda: self.write_picture(Path(path)))

    def write_plan(self, path: Path) -> None:
        """Write the plan as the ending says (.md, .opml, .json). Raises BadInput, StorageError."""
        writer = exchange.WRITERS.get(path.suffix.lower())
        if writer is None:
            raise BadInput(f"{path.name} names no format.", safe="Nothing was written.", then="End it in .md, .opml or .json.")
        try:
            path.write_text(writer(self._document), encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{path} can't be written: {error.strerror}.", safe="The garden is unchanged.") from error
        self._window.notices.tell(self.tr("The plan is in {0}.").format(path))

    def write_picture(self, path: Path) -> None:
        """Write the tree as .png or .svg. Raises StorageError."""
        tree_picture.save(self._window.canvas.scene, self._window.theme, path)
        self._window.notices.tell(self.tr("The picture is in {0}.").format(path))

    # Things that are dropped

    def dropped(self, node: str, data: QMimeData) -> None:
        """Something was let go over a node, or over the ground ("" then): files by their kind, text as an outline or brief."""
        node = node or self._document.root
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        for file in files:
            self.take_file(file, node)
        if not files and data.hasText():
            self.take_text(data.text(), node)

    def take_file(self, file: Path, node: str) -> None:
        """A model, a picture or a plan for a node."""
        ending = file.suffix.lower()
        if ending in _BROUGHT:
            self._verbs.bring(node, [str(file)])
        elif ending in TEXT_FILES:
            self._try(lambda: self._verbs.plant(exchange.read_file(file), self._branch(node), self.tr("Import {0}").format(file.name)))
        else:
            known = ", ".join(sorted(_BROUGHT | TEXT_FILES))
            what = self.tr("“{0}” is no model, picture or plan.").format(file.name)
            self._window.refused(BadInput(what, safe=self.tr("Nothing was changed."), then=self.tr("Known are {0}.").format(known)))

    def take_text(self, text: str, node: str) -> None:
        """Several lines become a branch; a line becomes the brief of the leaf it was dropped on."""
        branches = outline.read(text)
        if outline.size(branches) >= _LINES_OF_AN_OUTLINE or not self._document[node].leaf:
            self._verbs.plant(branches, self._branch(node), self.tr("Add {0} nodes from text").format(outline.size(branches)))
        elif text.strip():
            self._verbs.rebrief(node, text.strip())

    def _branch(self, node: str) -> str:
        item = self._document[node]
        return item.parent if item.leaf and item.parent else node

    # Whole gardens

    def duplicate(self, folder: str) -> None:
        """Copy a garden beside itself and open the copy."""
        if self._window.client.busy:
            self._window.notices.tell(self.tr("Something is growing or building. Stop it first, then duplicate the garden."))
            return

        def copy() -> None:
            try:
                self._copied.emit(gardens.duplicate(Path(folder)))
            except GardenError as error:
                self._copied.emit(error)

        self._window.notices.tell(self.tr("Copying the garden…"))
        QThreadPool.globalInstance().start(copy)

    def _opened_copy(self, made: object) -> None:
        if isinstance(made, GardenError):
            self._window.refused(made)
        elif isinstance(made, Path):
            self._window.open_garden(made)
            self._window.notices.tell(self.tr("This is the copy, in {0}.").format(made))

    def archive(self, folder: str) -> None:
        """Put a garden away, with a notice that brings it back."""
        place = Path(folder)
        if folder == self._document.folder:
            self._window.welcome()
            self._window.client.leave()
        self._try(lambda: self._put_away(place))

    def _put_away(self, place: Path) -> None:
        now = gardens.archive(place)
        self._window.welcome_page.show_gardens()

        def back() -> None:
            self._try(lambda: gardens.restore(now, place))
            self._window.welcome_page.show_gardens()

        self._window.floating().tell(self.tr("“{0}” is in the archive.").format(place.name), act=back)

    # Outside

    def edit(self, path: str, line: int) -> None:
        """Open a file in the person's editor: the one of the settings, else the one that the desktop knows."""
        words = [word.replace("{file}", path).replace("{line}", str(line)) for word in shlex.split(self.editor)]
        if words and not any("{file}" in word for word in shlex.split(self.editor)):
            words.append(path)
        if words:
            started, _ = QProcess.startDetached(words[0], words[1:])
            if not started:
                self._window.notices.tell(self.tr("{0} could not be started.").format(words[0]), level="warning")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self._window.notices.tell(self.tr("No program opens {0}. Name your editor in the settings.").format(Path(path).name))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except GardenError as error:
            self._window.refused(error)
