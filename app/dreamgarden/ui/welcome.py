"""The first page: a large field for a dream, three of them to try, and the gardens that were opened last."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QRadialGradient
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from dreamgarden.errors import GardenError
from dreamgarden.settings import Budget, settings_file
from dreamgarden.ui import icons, memory
from dreamgarden.ui.garden_card import GardenCard
from dreamgarden.ui.settings import taste
from dreamgarden.ui.settings.limits import LEAST, MOST, LimitFields, Unturned
from dreamgarden.ui.theme import Theme, font, px

_WIDTH = 720
_ACROSS = 3


class PromptField(QPlainTextEdit):
    """Enter plants, Shift+Enter makes a new line."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            event.accept()
            return True
        return super().event(event)


class Welcome(QWidget):
    """`plant(prompt, budget)` starts a garden, `reopen(folder)` opens one, `choose` asks for a folder, `command` for a command."""

    plant = Signal(str, object)
    duplicate = Signal(str)
    archive = Signal(str)
    reopen = Signal(str)
    choose = Signal()
    menu_wanted = Signal(QPoint)
    command = Signal(str)

    limits: LimitFields

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._corner())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        across = QHBoxLayout(sheet)
        across.setContentsMargins(24, 0, 24, 24)
        middle = QWidget()
        middle.setMaximumWidth(px(_WIDTH))
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(3)
        self._head(column)
        column.addSpacing(22)
        self._field(column)
        column.addSpacing(22)
        self._examples(column)
        self._gardens(column)
        column.addStretch(5)
        area.setWidget(sheet)
        outer.addWidget(area, 1)
        self.setFocusProxy(self.prompt)

    def _corner(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 9, 12, 0)
        menu = QPushButton()
        menu.setObjectName("quiet")
        menu.setFixedSize(px(34), px(34))
        menu.setStyleSheet("padding: 0;")
        menu.setIcon(icons.icon("menu", self._theme.text2, 20))
        menu.setIconSize(QSize(px(20), px(20)))
        menu.setAccessibleName(self.tr("Menu"))
        menu.setToolTip(self.tr("Menu"))
        menu.clicked.connect(lambda: self.menu_wanted.emit(menu.mapToGlobal(QPoint(0, menu.height() + 4))))
        row.addWidget(menu)
        row.addStretch(1)
        other = self.tr("中文")
        language = self._quiet("globe", other)
        language.clicked.connect(lambda: self.command.emit("language"))
        row.addWidget(language)
        dark = self._theme.name == "dark"
        gear = self._quiet("gear", self.tr("Settings"))
        gear.clicked.connect(lambda: self.command.emit("settings"))
        row.addWidget(gear)
        look = self._quiet("sun" if dark else "moon", self.tr("Light") if dark else self.tr("Dark"))
        look.clicked.connect(lambda: self.command.emit("theme"))
        row.addWidget(look)
        return row

    def _quiet(self, icon: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("quiet")
        button.setIcon(icons.icon(icon, self._theme.text2, 16))
        button.setIconSize(QSize(px(16), px(16)))
        return button

    def _head(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(14)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("sprout", self._theme.states["done"], px(40), self.devicePixelRatioF()))
        hero = QLabel(self.tr("What did you dream?"))
        hero.setObjectName("hero")
        row.addWidget(mark)
        row.addWidget(hero, 1)
        column.addLayout(row)
        column.addSpacing(8)
        text = QLabel(
            self.tr(
                "A dream, a memory, an imagined place. It grows into a plan you can shape, and a game you can play."
            )
        )
        text.setWordWrap(True)
        text.setObjectName("sub")
        column.addWidget(text)

    def _field(self, column: QVBoxLayout) -> None:
        self.prompt = PromptField()
        self.prompt.setObjectName("prompt")
        self.prompt.setPlaceholderText(
            self.tr("I was walking through my grandmother's house, and every room was under water…")
        )
        self.prompt.setAccessibleName(self.tr("Your prompt"))
        self.prompt.setFixedHeight(px(132))
        self.prompt.setTabChangesFocus(True)
        self.prompt.textChanged.connect(self._written)
        self.prompt.entered.connect(self._plant)
        column.addWidget(self.prompt)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(10)
        caption = QLabel(self.tr("At most"))
        caption.setObjectName("faint")
        self.size_field = QSpinBox()
        self.size_field.setRange(LEAST, MOST)
        self.size_field.setFixedWidth(px(58))
        self.size_field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.size_field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._unturned = Unturned(self)
        self.size_field.installEventFilter(self._unturned)
        self.size_field.setAccessibleName(self.tr("Most leaves"))
        leaves = QLabel(self.tr("leaves"))
        leaves.setObjectName("faint")
        self.plant_button = QPushButton(self.tr("Plant"))
        self.plant_button.setObjectName("primary")
        self._written()
        self.plant_button.setMinimumWidth(px(104))
        self.plant_button.clicked.connect(self._plant)
        row.addWidget(caption)
        row.addWidget(self.size_field)
        row.addWidget(leaves)
        self.more = QPushButton(self.tr("More limits"))
        self.more.setIcon(icons.icon("chevron", self._theme.text2, 13))
        self.more.setObjectName("quiet")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_limits)
        row.addWidget(self.more)
        row.addStretch(1)
        hint = QLabel(self.tr("Enter plants, Shift+Enter makes a new line"))
        hint.setObjectName("faint")
        hint.setFont(font(11))
        row.addWidget(hint)
        row.addWidget(self.plant_button)
        column.addLayout(row)
        self.limits = LimitFields(whole=False)
        self.limits.hide()
        column.addWidget(self.limits)
        budget = _budget()
        self.limits.show_budget(budget)
        self.size_field.setValue(budget.leaves)

    def _show_limits(self, on: bool) -> None:
        self.limits.setVisible(on)
        self.more.setIcon(icons.icon("down" if on else "chevron", self._theme.text2, 13))

    def _examples(self, column: QVBoxLayout) -> None:
        caption = QLabel(self.tr("Try one of these"))
        caption.setObjectName("caption")
        column.addWidget(caption)
        column.addSpacing(8)
        self.examples = []
        for text in (
            self.tr(
                "A lighthouse keeper rows between foggy islands at night, collecting lanterns before the oil runs out."
            ),
            self.tr(
                "A tiny fox on a snowy railway brings letters to sleepy stations while the wind tries to take them."
            ),
            self.tr(
                "I dreamt of a library where the books were birds; I coaxed each one back to its shelf by its song."
            ),
        ):
            chip = QPushButton()
            chip.setObjectName("chip")
            chip.setAccessibleName(text)
            chip.setMinimumHeight(px(40))
            inner = QHBoxLayout(chip)
            inner.setContentsMargins(12, 8, 12, 8)
            words = QLabel(text)
            words.setWordWrap(True)
            words.setObjectName("sub")
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inner.addWidget(words)
            chip.setFixedHeight(px(58 if words.fontMetrics().horizontalAdvance(text) > px(_WIDTH - 40) else 42))
            chip.clicked.connect(lambda _=False, text=text: self._try(text))
            column.addWidget(chip)
            column.addSpacing(8)
            self.examples.append(chip)

    def _gardens(self, column: QVBoxLayout) -> None:
        column.addSpacing(px(14))
        row = QHBoxLayout()
        self._gardens_caption = QLabel()
        self._gardens_caption.setObjectName("caption")
        row.addWidget(self._gardens_caption, 1)
        other = QPushButton(self.tr("Open a folder…"))
        other.setObjectName("quiet")
        other.setIcon(icons.icon("folder", self._theme.text2, 15))
        other.setIconSize(QSize(px(15), px(15)))
        other.clicked.connect(self.choose)
        row.addWidget(other)
        column.addLayout(row)
        column.addSpacing(6)
        self._grid = QGridLayout()
        self._grid.setSpacing(px(12))
        for place in range(_ACROSS):
            self._grid.setColumnStretch(place, 1)
        column.addLayout(self._grid)
        self.show_gardens()

    def show_gardens(self) -> None:
        """Show the gardens that were opened last."""
        while (old := self._grid.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = [GardenCard(one, self._theme, self) for one in memory.recent()[:6]]
        self._gardens_caption.setText(self.tr("Your gardens") if self.cards else "")
        for number, card in enumerate(self.cards):
            folder = card.folder
            card.clicked.connect(lambda _=False, folder=folder: self.reopen.emit(folder))
            card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            card.customContextMenuRequested.connect(lambda point, card=card: self._card_menu(card, card.mapToGlobal(point)))
            self._grid.addWidget(card, number // _ACROSS, number % _ACROSS)

    def _card_menu(self, card: GardenCard, at: QPoint) -> None:
        menu = QMenu(self)
        colour = self._theme.text2
        for icon, text, signal in (
            ("folder", self.tr("Open"), self.reopen),
            ("copy", self.tr("Duplicate"), self.duplicate),
            ("box", self.tr("Archive"), self.archive),
        ):
            menu.addAction(icons.icon(icon, colour), text).triggered.connect(lambda _=False, s=signal: s.emit(card.folder))
        menu.exec(at)

    def _written(self) -> None:
        ready = bool(self.prompt.toPlainText().strip())
        self.plant_button.setEnabled(ready)
        self.plant_button.setIcon(icons.icon("sprout", self._theme.on_accent if ready else self._theme.text3, 16))
        self.plant_button.setIconSize(QSize(px(16), px(16)))

    def _try(self, text: str) -> None:
        self.prompt.setPlainText(text)
        self.prompt.moveCursor(self.prompt.textCursor().MoveOperation.End)
        self.prompt.setFocus()

    def _plant(self) -> None:
        text = self.prompt.toPlainText().strip()
        if text:
            self.plant.emit(text, replace(self.limits.budget(), leaves=self.size_field.value()))

    def paintEvent(self, event: QPaintEvent) -> None:
        # A faint light behind the field, like a lamp behind paper.
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.canvas))
        light = QRadialGradient(self.width() / 2, self.height() * 0.30, max(420.0, self.width() * 0.46))
        for at, alpha in ((0.0, 0.09), (0.5, 0.035), (1.0, 0.0)):
            colour = QColor(self._theme.states["done"])
            colour.setAlphaF(alpha)
            light.setColorAt(at, colour)
        painter.fillRect(self.rect(), light)
        # Grain, because so slow a gradient shows its eight-bit steps as rings.
        painter.drawTiledPixmap(self.rect(), _grain(self._theme.name == "dark"))


def _budget() -> Budget:
    """The budget chosen last. Settings that can't be read are told when they are opened, not here."""
    try:
        return taste.kept().budget if settings_file().is_file() else Budget()
    except GardenError:
        return Budget()


@cache
def _grain(dark: bool) -> QPixmap:
    size = 160
    levels = 5 if dark else 3
    alphas = os.urandom(size * size).translate(bytes(value % levels for value in range(256)))
    # Premultiplied, so white has its colour where black has none.
    pixels = bytearray(size * size * 4)
    for channel in (0, 1, 2, 3) if dark else (3,):
        pixels[channel::4] = alphas
    picture = QImage(bytes(pixels), size, size, size * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return QPixmap.fromImage(picture)
