"""A sentence that comes up over the canvas and goes again, with Undo where there is a way back. Never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from dreamgarden.errors import GardenError
from dreamgarden.ui import icons
from dreamgarden.ui.theme import Theme, px

_SHORT_MS = 4500
_LONG_MS = 12000


class NoticeBar(QFrame):
    """One notice at a time; the newest wins."""

    undo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("float")
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 8, 7)
        row.setSpacing(10)
        self.mark = QLabel()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.clicked.connect(self._undo)
        self.close_button = QPushButton()
        self.close_button.setObjectName("quiet")
        self.close_button.setIcon(icons.icon("cross", theme.text3, 13))
        self.close_button.setIconSize(QSize(px(13), px(13)))
        self.close_button.setFixedSize(px(26), px(26))
        self.close_button.setStyleSheet("padding: 0; min-height: 24px;")
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.clicked.connect(self.hide)
        row.addWidget(self.mark)
        row.addWidget(self.text, 1)
        row.addWidget(self.undo)
        row.addWidget(self.close_button)
        self._act: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(
        self, text: str, *, undo: bool = False, level: str = "info", act: Callable[[], None] | None = None, word: str = ""
    ) -> None:
        """Show a sentence for a while. `act` is done by its button instead of undoing; `word` is what the button says."""
        self._act = act
        undo = undo or act is not None
        self.undo.setText(word or self.tr("Undo"))
        icon, colour = {
            "error": ("warning", self._theme.states["failed"]),
            "warning": ("warning", self._theme.states["running"]),
        }.get(level, ("info", self._theme.accent))
        self.mark.setPixmap(icons.pixmap(icon, colour, 17, self.devicePixelRatioF()))
        self.text.setText(text)
        self.undo.setVisible(undo)
        self.setAccessibleName(text)
        self.place()
        self.show()
        self.raise_()
        self._timer.start(_LONG_MS if level == "error" or act is not None else _SHORT_MS)

    def tell_error(self, error: GardenError) -> None:
        """Show a failure: what, what is safe, what to do."""
        self.tell(str(error) or self.tr("The garden refused, and gave no reason."), level="error")

    def place(self) -> None:
        """Sit at the bottom in the middle of the parent."""
        parent = self.parentWidget()
        if parent is None:
            return
        room = max(px(220), parent.width() - 420)
        metrics = self.text.fontMetrics()
        wanted = metrics.horizontalAdvance(self.text.text()) + 24
        width = min(px(620), room, wanted + 76 + (self.undo.sizeHint().width() + 10 if self.undo.isVisibleTo(self) else 0))
        self.setFixedWidth(width)
        self.adjustSize()
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        self.resize(width, height)
        self.move((parent.width() - width) // 2, parent.height() - height - 18)

    def _undo(self) -> None:
        self.hide()
        act, self._act = self._act, None
        if act is not None:
            act()
        else:
            self.undo_wanted.emit()
