"""Says that the garden is only to be looked at, because another process grows or builds it, and who that is."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from dreamgarden.ui import icons
from dreamgarden.ui.theme import Theme, px

_ASK_MS = 2500


class HeldBar(QFrame):
    """`look_wanted`: ask how the garden stands now. Asked again and again while it is held, so that its growth is seen."""

    look_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("held")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(7), px(16), px(7))
        row.setSpacing(px(10))
        mark = QLabel()
        mark.setPixmap(icons.pixmap("info", theme.states["running"], px(16), self.devicePixelRatioF()))
        self.text = QLabel()
        self.text.setWordWrap(True)
        row.addWidget(mark)
        row.addWidget(self.text, 1)
        self._clock = QTimer(self)
        self._clock.setInterval(_ASK_MS)
        self._clock.timeout.connect(self.look_wanted)
        self.hide()

    def show_holder(self, holder: str) -> None:
        """`holder`: who holds the garden, as a sentence without its full stop; "" when nobody else does."""
        self.setVisible(bool(holder))
        self.text.setText(self.tr("Only to look at and to play: {0}. It can be changed here when that has ended.").format(holder))
        self.setAccessibleName(self.text.text() if holder else "")
        (self._clock.start if holder else self._clock.stop)()
