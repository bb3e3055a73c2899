"""The steps that run now: what, for which node, for how long and how long it usually takes, and a way to stop each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dreamgarden.ui import icons, words
from dreamgarden.ui.theme import Theme, font, px

_SHOWN = 12
_REMEMBERED = 20


@dataclass
class Step:
    """A task under way."""

    task: str
    title: str
    began: float = field(default_factory=monotonic)


class Habits:
    """How long each kind of step took lately; outlives the widget that asks."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = defaultdict(list)

    def note(self, task: str, seconds: float) -> None:
        """A step of this name took so long."""
        kind = task.partition(":")[0]
        self._seconds[kind] = [*self._seconds[kind], seconds][-_REMEMBERED:]

    def expected(self, task: str) -> float:
        """Seconds that a step like this usually takes; 0 when none was seen yet."""
        seen = sorted(self._seconds.get(task.partition(":")[0], ()))
        return seen[len(seen) // 2] if seen else 0.0


class Running(QScrollArea):
    """`stop_wanted(task)`: stop this one alone."""

    stop_wanted = Signal(str)

    def __init__(self, habits: Habits, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._habits = habits
        self._theme = theme
        self._steps: dict[str, Step] = {}
        self._rows: dict[str, tuple[QWidget, QLabel]] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(2))
        self._column.addStretch(1)
        self.setWidget(sheet)
        self.setFixedWidth(px(350))
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self._tick)
        self.hide()

    @property
    def tasks(self) -> list[str]:
        """The names of the tasks under way."""
        return list(self._steps)

    @property
    def summary(self) -> str:
        """How much runs of what: the lanes that are busy."""
        kinds = Counter(words.begun(step.task) for step in self._steps.values())
        return " · ".join(f"{kind} {number}" if number > 1 else kind for kind, number in kinds.most_common())

    def take(self, event: dict[str, Any], title: str) -> None:
        """An event of the stream; `title` is that of its node."""
        task = str(event.get("task", ""))
        if event.get("event") == "task_started":
            self._begin(Step(task, title))
        elif event.get("event") == "task_finished":
            if event.get("outcome") == "done":
                self._habits.note(task, float(event.get("seconds", 0.0)))
            self._end(task)

    def clear(self) -> None:
        """Nothing runs any more."""
        for task in list(self._steps):
            self._end(task)

    def _begin(self, step: Step) -> None:
        self._end(step.task)
        self._steps[step.task] = step
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, px(12), 0)
        line.setSpacing(px(8))
        kind = step.task.partition(":")[0]
        what = QLabel()
        colour = self._theme.kinds.get(kind, self._theme.text3)
        what.setPixmap(icons.pixmap(icons.KIND_ICONS.get(kind, "hammer"), colour, px(13), self.devicePixelRatioF()))
        what.setToolTip(words.begun(step.task))
        name = QLabel()
        name.setFont(font(12))
        name.setText(name.fontMetrics().elidedText(step.title or words.begun(step.task), Qt.TextElideMode.ElideRight, px(136)))
        time = QLabel()
        time.setObjectName("sub")
        time.setMinimumWidth(px(132))
        time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        time.setFont(font(11))
        stop = QPushButton()
        stop.setObjectName("quiet")
        stop.setFixedSize(px(20), px(20))
        stop.setStyleSheet("padding: 0; min-height: 0;")
        stop.setIcon(icons.icon("cross", self._theme.text3, 11))
        stop.setIconSize(QSize(px(11), px(11)))
        stop.setToolTip(self.tr("Stop this one"))
        stop.setAccessibleName(self.tr("Stop {0}").format(step.title or step.task))
        stop.clicked.connect(lambda: self.stop_wanted.emit(step.task))
        row.setAccessibleName(f"{words.begun(step.task)}: {step.title or step.task}")
        for widget, stretch in ((what, 0), (name, 1), (time, 0), (stop, 0)):
            line.addWidget(widget, stretch)
        self._column.insertWidget(self._column.count() - 1, row)
        self._rows[step.task] = (row, time)
        row.setVisible(len(self._rows) <= _SHOWN)
        self.setVisible(True)
        self._clock.start()
        self._tick()

    def _end(self, task: str) -> None:
        self._steps.pop(task, None)
        row, _ = self._rows.pop(task, (None, None))
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for other, _ in list(self._rows.values())[:_SHOWN]:
            other.show()
        if not self._steps:
            self._clock.stop()
            self.hide()

    def _tick(self) -> None:
        now = monotonic()
        for task, step in self._steps.items():
            spent, usual = now - step.began, self._habits.expected(task)
            text = words.took(spent) if spent >= 1 else ""
            if usual >= 1:
                text = self.tr("{0} of about {1}").format(words.took(spent), words.took(usual))
            self._rows[task][1].setText(text)
