"""The window: pages, panels and the wires between them. What is true is in the document, what is asked in the verbs.

Language and theme are switched by building the widgets anew around the same document, log and client.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QImage, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from dreamgarden.errors import GardenError
from dreamgarden.settings import Budget
from dreamgarden.ui import actions, icons, memory, tree_picture
from dreamgarden.ui.activity import HEIGHT as LOG_HEIGHT
from dreamgarden.ui.activity import Activity, Log
from dreamgarden.ui.attention import Attention
from dreamgarden.ui.canvas.view import Canvas
from dreamgarden.ui.client import Client
from dreamgarden.ui.commands import Commands
from dreamgarden.ui.complaint import Complaint
from dreamgarden.ui.desk import Desk
from dreamgarden.ui.dictation import Dictation
from dreamgarden.ui.document import Document
from dreamgarden.ui.finder import Finder
from dreamgarden.ui.held_bar import HeldBar
from dreamgarden.ui.inspector.inspector import WIDTH as SIDE_WIDTH
from dreamgarden.ui.inspector.inspector import Inspector
from dreamgarden.ui.notices import NoticeBar
from dreamgarden.ui.palette import KeyTable, Palette
from dreamgarden.ui.settings import taste
from dreamgarden.ui.settings.preferences import Preferences
from dreamgarden.ui.settings.settings_page import SettingsPage
from dreamgarden.ui.theme import Theme, px
from dreamgarden.ui.thumbnails import Thumbnails
from dreamgarden.ui.topbar import TopBar
from dreamgarden.ui.trail import Trail
from dreamgarden.ui.verbs import Verbs
from dreamgarden.ui.welcome import Welcome

WELCOME, GARDEN, SETTINGS = range(3)


class Window(QMainWindow):
    """`theme_wanted`, `language_wanted` and `settings_wanted(Settings)` ask the application, which calls `dress` when it has switched."""

    pages: QStackedWidget
    welcome_page: Welcome
    settings_page: SettingsPage
    theme_wanted = Signal()
    language_wanted = Signal()
    settings_wanted = Signal(object)
    painted = Signal()

    def __init__(self, client: Client, theme: Theme, *, motion: bool = True) -> None:
        super().__init__()
        self.client = client
        self.theme = theme
        self.motion = motion
        self.document = Document(self)
        self.dictation = Dictation(self)
        self.verbs = Verbs(client, self.document, self)
        self.log = Log()
        self.trail = Trail(self.document)
        self.desk = Desk(self)
        self.preferences = Preferences(self)
        self.attention = Attention(self)
        self.thumbnails = Thumbnails(self.document, self.verbs, self)
        self._palette: Palette | None = None
        self._across: QSplitter | None = None
        self._told_of = ""
        self._show_needs = True
        # As large as the design, or as there is room for beside the frame of the window.
        room = self.screen().availableSize()
        self.resize(min(1440, room.width() - 4), min(900, room.height() - 40))
        self.setMinimumSize(860, 560)
        client.heard.connect(self._take)
        self.document.added.connect(self._added)
        client.busy_changed.connect(self._busy)
        client.fell.connect(self._fell)
        client.hangs.connect(self._hangs)
        client.returned.connect(self._returned)
        verbs = self.verbs
        verbs.told.connect(self._tell)
        verbs.failed.connect(self.refused)
        verbs.opened.connect(self._leave_before)
        verbs.opened.connect(lambda _: self._show_garden())
        verbs.grown.connect(self._name_new)
        verbs.leaf_read.connect(lambda id, leaf: self.inspector.take_leaf(id, leaf))
        verbs.why_read.connect(lambda id, answer: self.inspector.take_why(id, answer))
        verbs.words_read.connect(lambda id, answer: self.inspector.take_words(id, answer))
        verbs.takes_read.connect(lambda id, answer: self.inspector.take_takes(id, answer))
        verbs.planted.connect(self._planted)
        verbs.history_changed.connect(self._history)
        verbs.holder_changed.connect(lambda holder: self.held.show_holder(holder))
        verbs.pause_changed.connect(lambda on: self.activity.set_paused(on))
        self.document.thumbnail_changed.connect(lambda id: self._remember() if id == self.document.root else None)
        self.dress(theme)

    # Building

    def dress(self, theme: Theme) -> None:
        """Build every widget in this theme and the language of now; what is open stays open."""
        self.theme = theme
        old = self.centralWidget()
        camera = self.canvas.camera if old is not None else None
        unit = self.canvas.unit if old is not None else 1.0
        folded = [id for id in self.document.items if self.canvas.scene.folded(id)] if old is not None else []
        writing = self.welcome_page.prompt.toPlainText() if old is not None else ""
        page = self.pages.currentIndex() if old is not None else WELCOME
        focus = self.canvas.scene.focus if old is not None else ""
        scrolled = self.settings_page.area.verticalScrollBar().value() if old is not None else 0
        if old is not None:
            self._show_needs = self.canvas.show_needs
        if old is not None:
            # The views of before must hear nothing more from the document.
            for action in list(self.actions()):
                self.removeAction(action)
                action.deleteLater()
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.pages = QStackedWidget()
        self.welcome_page = Welcome(theme)
        self.welcome_page.prompt.setPlainText(writing)
        self.pages.addWidget(self.welcome_page)
        self.pages.addWidget(self._garden_page(theme))
        self.settings_page = SettingsPage(theme)
        self.pages.addWidget(self.settings_page)
        self.setCentralWidget(self.pages)
        self.setWindowIcon(QIcon(icons.pixmap("sprout", theme.states["done"], 64)))
        self.commands = Commands(self)
        actions.install(self, self.canvas, self.commands.do)
        self._connect()
        if camera is not None:
            self.canvas.scene.fold(folded, True)
            self.canvas.scene.show_branch(focus)
            grown = self.canvas.unit / unit
            camera.zoom *= grown
            self.canvas.camera = camera
            self.canvas.keep_place()
        self.pages.setCurrentIndex(page)
        if page == SETTINGS:
            self.preferences.fill()
            self.settings_page.setFocus()
            QTimer.singleShot(0, self.settings_page, lambda: self.settings_page.area.verticalScrollBar().setValue(scrolled))
        else:
            self.focus_page()
        self._title()
        self._busy()
        self._history()

    def _garden_page(self, theme: Theme) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = TopBar(self.document, theme)
        column.addWidget(self.bar)
        self.held = HeldBar(theme)
        self.held.look_wanted.connect(self.verbs.look_again)
        self.held.show_holder(self.verbs.holder)
        column.addWidget(self.held)
        self.canvas = Canvas(self.document, theme)
        self.canvas.motion = self.motion
        self.canvas.show_needs = self._show_needs
        self.finder = Finder(self.document, self.canvas, self._go_to)
        self.notices = NoticeBar(theme, self.canvas)
        self.activity = Activity(self.document, self.log, theme)
        self.inspector = Inspector(self.document, self.dictation, theme)
        left = QSplitter(Qt.Orientation.Vertical)
        left.setHandleWidth(1)
        left.addWidget(self.canvas)
        self.complaint = Complaint(self.document, self.verbs, theme)
        left.addWidget(self.complaint)
        left.addWidget(self.activity)
        left.setStretchFactor(0, 1)
        low = self.complaint.sizeHint().height()
        log = min(px(LOG_HEIGHT), self.height() // 5)
        left.setSizes([self.height() - px(52) - low - log, low, log])
        left.setCollapsible(0, False)
        left.setCollapsible(1, False)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setHandleWidth(1)
        across.addWidget(left)
        across.addWidget(self.inspector)
        across.setStretchFactor(0, 1)
        across.setStretchFactor(1, 0)
        across.setCollapsible(0, False)
        # As wide as the design, or as there is room for, until the person draws it otherwise.
        self._across = across
        across.splitterMoved.connect(self._side_drawn)
        self._fit_side()
        column.addWidget(across, 1)
        return page

    def _fit_side(self) -> None:
        if self._across is not None:
            side = min(px(SIDE_WIDTH), self.width() * 2 // 5)
            self._across.setSizes([self.width() - side, side])

    def _side_drawn(self) -> None:
        self._across = None

    def _connect(self) -> None:
        do = self.commands.do
        welcome = self.welcome_page
        welcome.plant.connect(self._plant)
        welcome.reopen.connect(lambda folder: self.verbs.open(Path(folder)))
        welcome.choose.connect(self.choose_garden)
        welcome.command.connect(do)
        welcome.menu_wanted.connect(self.commands.main_menu)
        welcome.duplicate.connect(self.desk.duplicate)
        welcome.archive.connect(self.desk.archive)
        self.preferences.follow(self.settings_page)
        self.bar.command.connect(do)
        self.bar.menu_wanted.connect(self.commands.main_menu)
        self.bar.searched.connect(self.finder.search)
        self.bar.search_next.connect(self.finder.next)
        self.bar.search_left.connect(self.end_search)
        self.canvas.answered.connect(lambda id, yes: self._answer([id], yes))
        self.canvas.move_wanted.connect(self.verbs.move)
        self.canvas.rename_wanted.connect(self.verbs.rename)
        self.canvas.menu_wanted.connect(self.commands.menu)
        self.canvas.quick_add_wanted.connect(lambda _: self.open_palette())
        self.canvas.thumbnails_wanted.connect(self.thumbnails.want)
        self.canvas.dropped.connect(self.desk.dropped)
        self.canvas.told.connect(lambda text: self._tell(text, False))
        self.activity.picked.connect(self._go_to)
        self.complaint.picked.connect(self._go_to)
        self.activity.stop_wanted.connect(self.verbs.stop)
        self.activity.pause_wanted.connect(self.verbs.pause)
        self.activity.stop_task_wanted.connect(self.verbs.stop_task)
        self.inspector.command.connect(do)
        self.inspector.brief_wanted.connect(self.verbs.rebrief)
        self.inspector.leaf_wanted.connect(self.verbs.read_leaf)
        self.inspector.why_wanted.connect(self.verbs.read_why)
        self.inspector.words_wanted.connect(self.verbs.read_words)
        self.inspector.takes_wanted.connect(self.verbs.read_takes)
        self.inspector.picked.connect(self._go_to)
        self.inspector.tag_wanted.connect(lambda tag: self.verbs.tag(list(self.document.selected), tag))
        self.inspector.why.build_wanted.connect(self.verbs.build)
        self.inspector.page.finished.connect(self.canvas.setFocus)
        self.inspector.page.note_wanted.connect(self.verbs.note)
        self.inspector.page.take_wanted.connect(self.verbs.take)
        self.inspector.page.answered.connect(self._answer)
        self.inspector.code_page.editor_wanted.connect(self.desk.edit)
        self.notices.undo_wanted.connect(self.verbs.undo)

    def _answer(self, ids: list[str], yes: bool) -> None:
        (self.verbs.accept if yes else self.verbs.discard)(ids)

    # Pages

    def welcome(self) -> None:
        """Show the first page."""
        self._remember()
        self.welcome_page.prompt.clear()
        self.welcome_page.show_gardens()
        self.pages.setCurrentIndex(WELCOME)
        self.welcome_page.prompt.setFocus()
        self._title()

    def focus_page(self) -> None:
        """Give the keyboard to the page that is shown."""
        (self.canvas if self.pages.currentIndex() == GARDEN else self.welcome_page.prompt).setFocus()

    def choose_garden(self) -> None:
        """Ask for a folder and open it."""
        start = memory.gardens_dir()
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("Open a garden"), str(start if start.is_dir() else Path.home())
        )
        if folder:
            self.verbs.open(Path(folder))

    def open_garden(self, folder: Path) -> None:
        """Open a garden and show it."""
        self.verbs.open(folder)

    def _show_garden(self) -> None:
        if self.document.root:
            self.log_line(self.tr("Opened: {0} nodes.").format(len(self.document)))
        self.pages.setCurrentIndex(GARDEN)
        self.canvas.setFocus()
        if self.document.root and not self.document.selected:
            self.document.select([self.document.root])
        self._title()
        self._remember()

    def _leave_before(self, folder: str) -> None:
        """What was told of the garden before is not this one's."""
        self.dictation.forget()
        if folder != self._told_of:
            self._told_of = folder
            self.activity.forget()

    def _title(self) -> None:
        name = self.document.title if self.pages.currentIndex() == GARDEN else ""
        self.setWindowTitle(f"{name} – DreamGarden" if name else "DreamGarden")

    def _remember(self) -> None:
        document = self.document
        if document.root and document.folder:
            memory.remember(document.folder, document.title, document.seed, len(document))
            if document.view or self.canvas.scene.top:
                small = tree_picture.cropped(document.view, 208, 128) if document.view else QImage()
                if small.isNull():
                    small = tree_picture.small(self.canvas.scene, self.theme, 208, 128)
                memory.keep_picture(document.folder, lambda path: small.save(path))

    def _plant(self, prompt: str, budget: Budget) -> None:
        size = budget.leaves
        with contextlib.suppress(GardenError):  # settings that can't be read are told when they are opened
            kept = taste.kept()
            if kept.budget != budget:
                taste.keep(replace(kept, budget=budget))
        self.activity.forget()
        self.verbs.grow(prompt, memory.folder_for(prompt), size)

    # What the garden says

    def _take(self, event: dict[str, Any]) -> None:
        self.document.apply(event)
        self.dictation.take(event)
        self.activity.take(event)
        self.verbs.hear(event)

    def _added(self, id: str) -> None:
        if id == self.document.root:
            self.document.select([id])
            self._title()

    def _busy(self) -> None:
        busy = bool(self.client.busy)
        self.bar.set_busy(busy)
        self.activity.set_busy(busy)
        self.canvas.growing = busy
        self.document.set_growing(busy)
        self.attention.follow(busy)
        if not busy:
            self.dictation.hush()
        self.inspector.why.set_busy(busy)

    def _planted(self, finished: dict[str, Any]) -> None:
        # Some servers tell the end as an event, all as the reply; it is written down once.
        self._title()
        self._remember()
        failed = len(finished.get("failed", ()))
        if finished.get("cancelled"):
            self._tell(self.tr("Stopped. What was finished is kept."), False)
        elif failed:
            self.notices.tell(self.tr("The game can be played; {0} leaves need a fix.").format(failed), level="warning")
        else:
            self._tell(self.tr("The game is ready to play."), False)

    def _tell(self, text: str, undo: bool) -> None:
        self.notices.tell(text, undo=undo)

    def refused(self, error: GardenError) -> None:
        """Tell what went wrong: what, what is safe, what to do."""
        self.log_line(str(error) or self.tr("The garden refused, and gave no reason."), "error")
        if self.pages.currentIndex() == SETTINGS:
            self.settings_page.show_refusal(str(error))
        elif self.pages.currentIndex() == WELCOME or not self.document.root:
            # Nothing is open to put a notice on: back to the page where the person was, with the words on it.
            self.pages.setCurrentIndex(WELCOME)
            self.floating().tell_error(error)
        else:
            self.notices.tell_error(error)

    def floating(self) -> NoticeBar:
        """The bar of notices on the page that is shown."""
        if self.pages.currentIndex() == GARDEN:
            return self.notices
        bar = self.welcome_page.findChild(NoticeBar) or NoticeBar(self.theme, self.welcome_page)
        return bar

    def log_line(self, text: str, level: str = "info") -> None:
        """Write into the activity log."""
        self.activity.write(text, level)

    def _fell(self, why: str) -> None:
        self.log_line(self.tr("The garden process stopped: {0}.").format(why), "error")

    def _hangs(self, on: bool) -> None:
        if on:
            text = self.tr("The garden process has not answered for {0} s.").format(round(self.client.patience_s))
            self.log_line(text, "warning")
            self.floating().tell(text, level="warning", act=self.client.restart, word=self.tr("Restart it"))
        else:
            self.log_line(self.tr("The garden process answers again."))

    def _returned(self, shown: dict[str, Any]) -> None:
        self.document.load({"garden": self.client.garden, **shown})
        self.log_line(self.tr("The garden is back; nothing that was finished is lost."), "info")
        self.notices.tell(self.tr("The garden process stopped and was started again. Nothing finished is lost."))

    def _name_new(self, id: str) -> None:
        self.document.select([id])
        self.canvas.rename(id)

    def _history(self) -> None:
        self.bar.set_undo(self.verbs.undo_names[-1] if self.verbs.undo_names else "")

    # Finding

    def end_search(self) -> bool:
        """Leave the search; True when there was one."""
        searching = self.canvas.matches is not None
        self.bar.search.clear()
        self.canvas.setFocus()
        return searching

    def _go_to(self, id: str) -> None:
        if id in self.document:
            self.document.select([id])
            self.canvas.reveal(id)

    # Floating things

    def open_palette(self) -> None:
        """Show the palette of commands."""
        if self._palette is not None:
            self._palette.finish()
        possible = {command.name for command in actions.TABLE if actions.possible(command, self)}
        palette = Palette(self.document, self.theme, possible, self)
        palette.destroyed.connect(self._palette_gone)
        palette.command.connect(self._from_palette)
        palette.node.connect(self._go_to)
        self._palette = palette

    def _palette_gone(self) -> None:
        self._palette = None

    def _from_palette(self, name: str) -> None:
        if self.pages.currentIndex() == GARDEN:
            self.canvas.setFocus()
        QTimer.singleShot(0, self, lambda: self.commands.do(name))

    def open_keys(self) -> None:
        """Show the table of keys."""
        KeyTable(self.theme, self)

    def switch_theme(self) -> None:
        """Ask for the other theme."""
        self.theme_wanted.emit()

    def switch_language(self) -> None:
        """Ask for the other language."""
        self.language_wanted.emit()

    # Qt's events

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Another window may have changed the same garden meanwhile.
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.document.root and self.client.running:
            self.verbs.look_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side()
        if self.notices.isVisible():
            QTimer.singleShot(0, self, self.notices.place)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember()
        self.client.close()
        event.accept()
