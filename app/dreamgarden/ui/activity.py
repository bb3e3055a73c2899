"""The log below the canvas: what happened, when, to which node; a bar for how far; and a way to stop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from time import localtime, strftime
from typing import Any

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from dreamgarden.ui import icons, words
from dreamgarden.ui.document import Document
from dreamgarden.ui.running import Habits, Running
from dreamgarden.ui.theme import Theme, font, px

HEIGHT = 132
_KEPT = 1000


@dataclass(frozen=True)
class Line:
    """An entry of the log. `node` may be "" and `title` is kept, for nodes that are pruned later."""

    time: str
    text: str
    level: str = "info"
    node: str = ""
    title: str = ""


class Log:
    """The entries, outliving the widget that shows them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.habits = Habits()

    def add(self, text: str, level: str = "info", node: str = "", title: str = "") -> Line:
        """Write an entry with the time of now."""
        line = Line(strftime("%H:%M:%S", localtime()), " ".join(text.split()), level, node, title)
        self.lines.append(line)
        del self.lines[:-_KEPT]
        return line


class Activity(QFrame):
    """Shows the log and the run under way. `picked(id)`: a node's name was clicked; `stop_wanted`: stop all, or one task."""

    picked = Signal(str)
    stop_task_wanted = Signal(str)
    stop_wanted = Signal()
    pause_wanted = Signal()

    def __init__(self, document: Document, log: Log, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log")
        self.setMinimumHeight(px(64))
        self._document = document
        self._log = log
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 9, 12, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(12)
        caption = QLabel(self.tr("Activity"))
        caption.setObjectName("caption")
        self.note = QLabel()
        self.note.setObjectName("sub")
        self.note.setFont(font(11))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setFixedWidth(px(180))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.share = QLabel()
        self.share.setObjectName("caption")
        self.cost = QLabel()
        self.cost.setObjectName("faint")
        self.cost.setFont(font(11))
        self.pause = self._small("pause", theme.text2, self.tr("Pause"))
        self.pause.clicked.connect(self.pause_wanted)
        self.stop = self._small("stop", theme.states["failed"], self.tr("Stop"))
        self.stop.setToolTip(self.tr("Stop everything that runs; what is finished stays"))
        self.stop.clicked.connect(self.stop_wanted)
        head.addWidget(caption)
        head.addWidget(self.cost)
        head.addStretch(1)
        for widget in (self.note, self.bar, self.share, self.pause, self.stop):
            head.addWidget(widget)
        column.addLayout(head)
        self.text = QTextBrowser()
        self.text.setObjectName("bare")
        self.text.setOpenLinks(False)
        self.text.setFont(font(12, mono=True))
        self.text.document().setMaximumBlockCount(_KEPT)
        self.text.document().setDocumentMargin(0)
        self.text.setAccessibleName(self.tr("Log"))
        self.text.anchorClicked.connect(self._clicked)
        self.running = Running(log.habits, theme)
        self.running.stop_wanted.connect(self.stop_task_wanted)
        below = QHBoxLayout()
        below.setSpacing(px(16))
        below.addWidget(self.text, 1)
        below.addWidget(self.running)
        column.addLayout(below, 1)
        # The newest line stays in sight until the person scrolls up, whatever else changes the room for it.
        self._follows = True
        bar = self.text.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(lambda low, high: bar.setValue(high) if self._follows else None)
        for line in log.lines:
            self._show(line)
        self.set_busy(False)

    def _small(self, icon: str, colour: str, name: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName("quiet")
        button.setFixedSize(px(22), px(22))
        button.setStyleSheet("padding: 0; min-height: 20px;")
        button.setIcon(icons.icon(icon, colour, 14))
        button.setIconSize(QSize(px(14), px(14)))
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button

    def set_paused(self, paused: bool) -> None:
        """What runs waits for the person, or goes on."""
        name = self.tr("Go on") if paused else self.tr("Pause")
        self.pause.setIcon(icons.icon("play" if paused else "pause", self._theme.accent if paused else self._theme.text2, 14))
        self.pause.setToolTip(name)
        self.pause.setAccessibleName(name)
        if paused:
            self.note.setText(self.tr("Paused"))

    def take(self, event: dict[str, Any]) -> None:
        """Write down what an event of the stream says, if it is worth a line."""
        node = str(event.get("node", "")) if isinstance(event.get("node"), str) else ""
        title = self._document[node].title if node in self._document else ""
        self.running.take(event, title)
        match event.get("event"):
            case "model_spent":
                self.cost.setText(words.cost(event.get("total") or {}))
            case "task_started":
                self.note.setText(self.running.summary)
            case "task_finished":
                self._finished(event, node, title)
                self.note.setText(self.running.summary)
            case "progress":
                self.set_progress(float(event["fraction"]), str(event.get("note", "")))
            case "notice":
                self.write(str(event["text"]), str(event.get("level", "info")), node)
            case "finished":
                self._ended(event)

    def write(self, text: str, level: str = "info", node: str = "") -> None:
        """Add an entry."""
        title = self._document[node].title if node in self._document else ""
        self._show(self._log.add(text, level, node, title))

    def forget(self) -> None:
        """Another garden begins: the log is empty."""
        self._log.lines.clear()
        self.text.clear()

    def set_busy(self, busy: bool) -> None:
        """Show the progress of a run, or nothing."""
        for widget in (self.note, self.bar, self.share, self.pause, self.stop):
            widget.setVisible(busy)
        if not busy:
            self.running.clear()
            self.note.clear()
            self.bar.setValue(0)
            self.share.clear()

    def set_progress(self, fraction: float, note: str) -> None:
        """How far the run is, 0 to 1."""
        self.bar.setValue(round(fraction * 1000))
        counted = re.fullmatch(r"(\d+) of (\d+)", note)
        if counted:
            self.share.setText(self.tr("{0} of {1}").format(*counted.groups()))
        else:
            self.share.setText(self.tr("{0} %").format(round(fraction * 100)))
            if note:
                self.note.setText(note)

    def _finished(self, event: dict[str, Any], node: str, title: str) -> None:
        outcome, reason = str(event["outcome"]), str(event.get("reason", ""))
        if outcome == "done":
            self.write(words.step(str(event["task"]), float(event.get("seconds", 0.0))), "info", node)
        elif outcome == "failed":
            self.write(reason or self.tr("failed"), "error", node)
        elif outcome == "blocked":
            self.write(reason or self.tr("waits for a fix"), "warning", node)
        elif outcome == "cancelled":
            self.write(self.tr("stopped"), "warning", node)
        # A reused result is no news: the card says it.

    def _ended(self, event: dict[str, Any]) -> None:
        failed = len(event.get("failed", ()))
        took = words.took(float(event.get("seconds", 0.0)))
        if event.get("cancelled"):
            self.write(self.tr("Stopped after {0}; what was finished is kept.").format(took), "warning")
        elif failed:
            text = self.tr("Ready in {0}: {1} leaves need a fix, the rest can be played.")
            self.write(text.format(took, failed), "warning")
        else:
            text = self.tr("Ready in {0}: {1} steps done, {2} reused.")
            self.write(text.format(took, len(event.get("ran", ())), int(event.get("reused", 0))))

    def _show(self, line: Line) -> None:
        theme = self._theme
        colours = {"warning": theme.states["running"], "error": theme.states["failed"]}
        text = f'<span style="color:{theme.text3}">{line.time}</span>&nbsp; '
        if line.title:
            text += (
                f'<a href="node:{escape(line.node)}" style="color:{theme.accent};text-decoration:none">'
                f"{escape(line.title)}</a>&nbsp; "
            )
        text += f'<span style="color:{colours.get(line.level, theme.text2)}">{escape(line.text)}</span>'
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.text.document().isEmpty():
            cursor.insertBlock()
        cursor.insertHtml(text)

    def _scrolled(self, value: int) -> None:
        self._follows = value >= self.text.verticalScrollBar().maximum() - 4

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() == "node":
            self.picked.emit(url.path())
