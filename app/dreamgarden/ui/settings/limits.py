"""How much a growth may take: leaves, levels, calls, tokens, money, minutes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from dreamgarden.settings import Budget
from dreamgarden.ui.theme import font, px

LEAST, MOST = 6, 400


class Unturned(QObject):
    """The wheel scrolls the page that a field stands on; it never changes the field, which nobody would notice."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


class LimitFields(QWidget):
    """Six small fields; `changed` when one is. `whole` shows the leaves too, else somebody else does."""

    changed = Signal()

    def __init__(self, *, whole: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unturned = Unturned(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        self.leaves, self.levels, self.calls, self.tokens = QSpinBox(), QSpinBox(), QSpinBox(), QSpinBox()
        self.money, self.minutes = QDoubleSpinBox(), QDoubleSpinBox()
        self.leaves.setRange(LEAST, MOST)
        self.levels.setRange(2, 9)
        self.calls.setRange(0, 100_000)
        self.tokens.setRange(0, 100_000_000)
        self.tokens.setSingleStep(10_000)
        self.money.setRange(0, 10_000)
        self.minutes.setRange(0, 10_000)
        self.minutes.setDecimals(0)
        rows: list[tuple[QAbstractSpinBox, str]] = [
            (self.leaves, self.tr("Leaves")),
            (self.levels, self.tr("Levels")),
            (self.calls, self.tr("Model calls")),
            (self.tokens, self.tr("Tokens")),
            (self.money, self.tr("US dollars")),
            (self.minutes, self.tr("Minutes")),
        ]
        for column, (spin, text) in enumerate(rows if whole else rows[1:]):
            cell = QVBoxLayout()
            cell.setSpacing(px(3))
            label = QLabel(text)
            label.setObjectName("faint")
            label.setFont(font(11))
            spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
            spin.setMinimumWidth(px(84))
            spin.setAccessibleName(text)
            spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            spin.installEventFilter(self._unturned)
            if column + (not whole) > 1:
                spin.setSpecialValueText(self.tr("no limit"))
            cell.addWidget(label)
            cell.addWidget(spin)
            grid.addLayout(cell, 0, column)
        grid.setColumnStretch(len(rows), 1)
        self.show_budget(Budget())
        for number in (self.leaves, self.levels, self.calls, self.tokens):
            number.valueChanged.connect(self.changed)
        for amount in (self.money, self.minutes):
            amount.valueChanged.connect(self.changed)

    def show_budget(self, budget: Budget) -> None:
        """Show these limits."""
        self.blockSignals(True)
        self.leaves.setValue(budget.leaves)
        self.levels.setValue(budget.depth)
        self.calls.setValue(budget.calls)
        self.tokens.setValue(budget.tokens)
        self.money.setValue(budget.money)
        self.minutes.setValue(budget.minutes)
        self.blockSignals(False)

    def budget(self) -> Budget:
        """The limits as they are set."""
        return Budget(
            self.leaves.value(), self.levels.value(), self.calls.value(), self.tokens.value(), self.money.value(), self.minutes.value()
        )
