"""What play-tests found wrong: a list with pictures, each row leading to its node, to the moment, and to a repair."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDateTime, QFileSystemWatcher, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dreamgarden import settings
from dreamgarden.ui.beside import Beside
from dreamgarden.ui.document import Document
from dreamgarden.ui.settings import taste
from dreamgarden.ui.theme import Theme, px
from dreamgarden.ui.verbs import Verbs

_HEIGHT, _PICTURE = 190, QSize(80, 45)
_PLAYS = 12  # of a person's own plays, the newest are listed


class FindingsList(QFrame):
    """`picked(id)`: show this node. `changed`: there are other findings. `said(text)`: begin a complaint with these words.
    `pointed`: things were picked in the game; `around` names their leaves."""

    picked = Signal(str)
    changed = Signal()
    said = Signal(str)
    pointed = Signal()

    def __init__(self, document: Document, verbs: Verbs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._verbs = document, verbs
        self.rows: list[dict[str, Any]] = []
        self.tested = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        self.state = QLabel()
        self.state.setObjectName("sub")
        self.state.setWordWrap(True)
        self.list = QListWidget()
        self.list.setIconSize(_PICTURE)
        self.list.setMaximumHeight(px(_HEIGHT))
        self.list.setAccessibleName(self.tr("What was found wrong"))
        self.list.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        self.test = QPushButton(self.tr("Play-test now"))
        self.mend = QPushButton(self.tr("Repair"))
        self.show_again = QPushButton(self.tr("Show it in the game"))
        self.show_again.setObjectName("quiet")
        self.beside = QPushButton(self.tr("Before and after"))
        self.beside.setObjectName("quiet")
        self.test.clicked.connect(self.play)
        self.mend.clicked.connect(self.repair)
        self.show_again.clicked.connect(self.replay)
        self.beside.clicked.connect(self.compare)
        for button in (self.test, self.mend, self.show_again, self.beside):
            row.addWidget(button)
        self.plays = QPushButton(f"{self.tr('My plays')} ▾")
        self.plays.setObjectName("quiet")
        self.plays.setMenu(QMenu(self.plays))
        self.plays.menu().aboutToShow.connect(self._list_plays)
        row.addWidget(self.plays)
        self.always = QCheckBox(self.tr("after each build"))
        self.always.setChecked(settings.play_tests())
        self.always.toggled.connect(_keep_wanted)
        row.insertWidget(1, self.always)
        row.addStretch(1)
        column.addWidget(self.state)
        column.addWidget(self.list)
        column.addLayout(row)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemDoubleClicked.connect(lambda _: self.replay())
        document.reset.connect(self.read)
        verbs.runs.connect(self._opened)
        self._picks, self._heard = Path(), 0
        self.around: list[str] = []  # slugs of what was picked last in a watched game
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._picked)
        self._show()

    def read(self) -> None:
        """Ask what the last play-test of this garden found."""
        self.rows, self.tested = [], False
        self._show()
        if self._document.folder and self._verbs.client.garden == self._document.folder:
            self._verbs.ask("findings", partial(self._told, of_now=False))

    def play(self) -> None:
        """Play the game in every way, beside whatever else goes on."""
        self.test.setEnabled(False)
        self._say(self.tr("The game is being played: bots that seek the goal, press anything, or wait …"))
        self._verbs.ask("test", self._told, self._refused)

    def built(self, finished: dict[str, Any]) -> None:
        """A build has ended; its game is played beside what the person does next, if that is wanted."""
        if self.always.isChecked() and finished.get("game") and not finished.get("cancelled"):
            self.play()

    def repair(self) -> None:
        """Mend what was found, each change proved by playing again."""
        self.mend.setEnabled(False)
        self._say(self.tr("Repairing: each change is proved by playing again, or taken back …"))
        self._verbs.ask("repair", self._repaired, self._refused)

    def replay(self) -> None:
        """Open the game and let it play to where the chosen finding was seen."""
        if self.rows:
            row = self.rows[max(0, min(self.list.currentRow(), len(self.rows) - 1))]
            if trace := str(row.get("trace", "")):
                self._verbs.ask("watch", self._opened, self._refused, trace=trace, frame=row.get("frame"))
                return
            bot = row["play"] if row.get("play") in ("goal", "random", "idle") else "goal"
            self._verbs.ask("watch", self._opened, self._refused, bot=bot, seed=row.get("seed"), frame=row.get("frame"))

    def record(self) -> None:
        """Open the game for a person to play; the play is kept and played again by every test."""
        self._verbs.ask("watch", self._opened, self._refused, record=True)

    def recorded(self) -> list[Path]:
        """The person's own plays, the newest first."""
        folder = Path(self._document.folder) / "traces" if self._document.folder else Path("/nonexistent")
        return sorted((trace for trace in folder.glob("*.json") if trace.stat().st_size), reverse=True)

    def play_again(self, trace: Path) -> None:
        """Open the game and let it do what the person did."""
        self._verbs.ask("watch", self._opened, self._refused, trace=str(trace))

    def _list_plays(self) -> None:
        menu = self.plays.menu()
        menu.clear()
        menu.addAction(self.tr("Record a play"), self.record)
        plays = self.recorded()[:_PLAYS]
        if plays:
            menu.addSeparator()
        for trace in plays:
            when = QDateTime.fromString(trace.stem, "yyyyMMdd-HHmmss")
            name = self.locale().toString(when, QLocale.FormatType.ShortFormat) if when.isValid() else trace.stem
            menu.addAction(self.tr("Play again: {0}").format(name), partial(self.play_again, trace))

    def _opened(self, answer: dict[str, Any]) -> None:
        """A watched game runs, whoever opened it: what is clicked in it is shown here."""
        self._picks, self._heard, self.around = Path(str(answer.get("picks", ""))), 0, []
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())
        if self._picks.is_file():
            self._watcher.addPath(str(self._picks))
        keys = self.tr("In the game: F8 holds it, then a click on a thing shows its node here. F7 slow, F9 step, F10 back, F6 camera.")
        self._say(keys)

    def _picked(self) -> None:
        """What was picked last, by a click or by a rectangle: the node of the first is shown, and all are meant by a complaint."""
        try:
            lines = self._picks.read_text(encoding="utf-8").splitlines()
            told = [json.loads(line) for line in lines[self._heard:]]
        except (OSError, ValueError):
            return
        if not told:
            return
        self._heard = len(lines)
        by_slug = {item.slug: id for id, item in self._document.items.items()}
        named = [slug for one in told for slug in (one.get("part"), one.get("model")) if slug in by_slug]
        self.around = list(dict.fromkeys(named))
        if self.around:
            self.picked.emit(by_slug[self.around[0]])
            self.pointed.emit()

    def compare(self) -> None:
        """Show the last step beside the one before, on the same trace."""
        self._say(self.tr("Both are being built and played …"))
        self._verbs.ask("compare", self._compared, self._refused)

    def _told(self, answer: dict[str, Any], of_now: bool = True) -> None:
        self.rows = [row for row in answer.get("findings", ()) if isinstance(row, dict)]
        self.tested = of_now or bool(self.rows)
        self._show()

    def _repaired(self, answer: dict[str, Any]) -> None:
        self._told(answer)
        rounds = [row for row in answer.get("rounds", ()) if isinstance(row, dict)]
        kept = [str(row.get("what", "")) for row in rounds if row.get("kept")]
        self._say("\n".join(kept) if kept else self.tr("Nothing could be repaired; what was tried was taken back."))
        self._verbs.catch_up()

    def _compared(self, answer: dict[str, Any]) -> None:
        sheet = str(answer.get("sheet", ""))
        self._say(self.tr("Side by side: {0}").format(sheet))
        Beside(answer, self._document.title, self).show()

    def _refused(self, error: object) -> None:
        self._show()
        self._verbs.failed.emit(error)

    def _show(self) -> None:
        self.test.setEnabled(True)
        self.mend.setEnabled(bool(self.rows))
        self.list.clear()
        by_slug = {item.slug: id for id, item in self._document.items.items()}
        wrong: dict[str, list[str]] = {}
        for row in self.rows:
            names = [self._document[by_slug[slug]].title for slug in row.get("parts", ()) if slug in by_slug]
            text = str(row.get("what", "")) + (f"\n{', '.join(names)}" if names else "")
            entry = QListWidgetItem(text)
            entry.setData(Qt.ItemDataRole.UserRole, next((by_slug[slug] for slug in row.get("parts", ()) if slug in by_slug), ""))
            picture = str(row.get("picture", ""))
            if picture and Path(picture).is_file():
                entry.setIcon(QIcon(QPixmap(picture).scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)))
            self.list.addItem(entry)
            for slug in row.get("parts", ())[:1]:
                if slug in by_slug:
                    wrong.setdefault(by_slug[slug], []).append(str(row.get("what", "")))
        self.list.setVisible(bool(self.rows))
        self.mend.setVisible(bool(self.rows))
        self.show_again.setVisible(bool(self.rows))
        if self.rows:
            self.list.setCurrentRow(-1)
            high = sum(max(self.list.sizeHintForRow(at), 0) for at in range(self.list.count()))
            self.list.setFixedHeight(min(px(_HEIGHT), high + 2 * self.list.frameWidth() + px(2)))
        self._document.show_findings(wrong)
        if not self.rows:
            well, unknown = self.tr("Nothing is wrong, as far as bots can tell."), self.tr("The game was not play-tested yet.")
            self._say(well if self.tested else unknown)
        else:
            self._say("")
        self.changed.emit()

    def _say(self, text: str) -> None:
        """One line over the list; no room is kept for none."""
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def _chosen(self, row: int) -> None:
        entry = self.list.item(row)
        id = str(entry.data(Qt.ItemDataRole.UserRole)) if entry is not None else ""
        if id in self._document:
            self.picked.emit(id)


def _keep_wanted(on: bool) -> None:
    chosen = taste.kept()
    if chosen.play_tests != on:
        taste.keep(replace(chosen, play_tests=on))
