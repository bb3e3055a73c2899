"""The two looks of the window: every colour, the palette that Qt's own widgets take, and the style sheet.

Colours are plain strings, so that this module is a table; `icons.py` and the painters turn them into Qt values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette

from dreamgarden.settings import assets_dir

FAMILIES = ["Inter", "Noto Sans CJK SC"]
MONO_FAMILIES = ["JetBrains Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "monospace"]


@dataclass(frozen=True)
class Theme:
    """One look. `states` and `kinds` give a colour for every state and kind of a node."""

    name: str
    canvas: str
    panel: str
    inset: str
    raised: str
    hover: str
    hairline: str
    edge: str
    wire: str
    grid: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    card_top: str
    card_bottom: str
    card_border: str
    shadow: float
    states: Mapping[str, str]
    kinds: Mapping[str, str]

    def state(self, state: str) -> QColor:
        """The colour of a state."""
        return QColor(self.states.get(state, self.text3))

    def kind(self, kind: str) -> QColor:
        """The colour of a kind."""
        return QColor(self.kinds.get(kind, self.text3))

    def tag(self, name: str) -> QColor:
        """The colour of a tag that a person gave."""
        meant = {"red": "failed", "amber": "running", "green": "done", "violet": "blocked"}
        return QColor(self.states[meant[name]]) if name in meant else QColor(self.accent)


DARK = Theme(
    name="dark",
    canvas="#12151b",
    panel="#171a21",
    inset="#0f1115",
    raised="#1d212a",
    hover="#262b36",
    hairline="#2a303c",
    edge="#3a4252",
    wire="#465063",
    grid="#1d222c",
    text="#e8ebf2",
    text2="#a4adbd",
    text3="#6d7789",
    accent="#7aa2ff",
    accent_hover="#93b4ff",
    on_accent="#0e1420",
    selection="#9dbbff",
    card_top="#232935",
    card_bottom="#1e232d",
    card_border="#323948",
    shadow=0.30,
    states={
        "done": "#4fc38a", "reused": "#4fc38a", "running": "#f2b84b", "failed": "#f0616d", "blocked": "#b08cff",
        "waiting": "#8f9bb3", "stale": "#e0a458", "idea": "#6d7789", "cancelled": "#8a7f86",
    },
    kinds={
        "seed": "#7fd6a4", "aspect": "#f2c46b", "part": "#9aa6bb", "style": "#f08fc0", "code": "#7aa2ff",
        "mesh": "#5ccfe0", "data": "#c79bff",
    },
)  # fmt: skip

LIGHT = Theme(
    name="light",
    canvas="#f3f5f9",
    panel="#fcfcfe",
    inset="#f3f5f9",
    raised="#ffffff",
    hover="#edf1f8",
    hairline="#e0e5ee",
    edge="#cbd3e0",
    wire="#b3bed0",
    grid="#d9dfe9",
    text="#1c2230",
    text2="#525d70",
    text3="#768297",
    accent="#3c6cf0",
    accent_hover="#5580f5",
    on_accent="#ffffff",
    selection="#3c6cf0",
    card_top="#ffffff",
    card_bottom="#fafbfd",
    card_border="#d8dee9",
    shadow=0.09,
    states={
        "done": "#1f9d63", "reused": "#1f9d63", "running": "#b97a0a", "failed": "#d43d4b", "blocked": "#7c54d4",
        "waiting": "#64728b", "stale": "#b0691a", "idea": "#8490a3", "cancelled": "#8d7d86",
    },
    kinds={
        "seed": "#2b9a60", "aspect": "#b17c0e", "part": "#5f6c82", "style": "#c8458a", "code": "#3c6cf0",
        "mesh": "#0d8fa5", "data": "#8547d6",
    },
)  # fmt: skip


def named(name: str) -> Theme:
    """The theme of that name. "system" follows what the desktop says, dark when it says nothing."""
    if name == "system":
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QGuiApplication

        return LIGHT if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK
    return LIGHT if name == "light" else DARK


_text = [1.0]


def set_text_size(percent: int) -> None:
    """How large text, and what holds it, is from now on: 100 to 200 %. Widgets take it when they are built."""
    _text[0] = min(200, max(100, percent)) / 100


def text_scale() -> float:
    """How many times larger than usual text is."""
    return _text[0]


def px(pixels: float) -> int:
    """A length that grows with the text."""
    return round(pixels * _text[0])


def font(pixels: float, weight: int = 400, *, mono: bool = False) -> QFont:
    """The window's type at that size in pixels, which grows with the text size; `weight` is 400 or 600."""
    return plain_font(pixels * _text[0], weight, mono=mono)


def plain_font(pixels: float, weight: int = 400, *, mono: bool = False) -> QFont:
    """The same for what has a zoom of its own."""
    made = QFont()
    made.setFamilies(MONO_FAMILIES if mono else FAMILIES)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QFont.Weight(weight))
    return made


def palette(theme: Theme) -> QPalette:
    """The palette for Fusion; `setColorScheme` alone changes nothing on some platforms."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.inset,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.PlaceholderText: theme.text3,
        QPalette.ColorRole.Light: theme.hairline,
        QPalette.ColorRole.Mid: theme.hairline,
        QPalette.ColorRole.Dark: theme.inset,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.text3))
    return made


# Object names carry the role of a widget; the sheet knows no widget by its place.
_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; font-size: 13px; }
QMainWindow, #page { background: $canvas; }
#bar { background: $panel; border: 0; border-bottom: 1px solid $hairline; }
#side { background: $panel; border: 0; }
#held { background: $raised; border: 0; border-bottom: 1px solid $hairline; }
#log { background: $inset; border: 0; }
#appTitle { font-size: 15px; font-weight: 600; }
#heading { font-size: 17px; font-weight: 600; }
#hero { font-size: 30px; font-weight: 600; }
#sub { color: $text2; }
#faint { color: $text3; }
#caption { color: $text3; font-size: 11px; font-weight: 600; }
#count { color: $text2; font-size: 12px; font-weight: 600; }
QLabel { background: transparent; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; border-radius: 6px; padding: 5px 8px; }

QPushButton { background: $raised; border: 1px solid $edge; border-radius: 8px; min-height: 28px; padding: 0 12px;
  icon-size: 16px;
  font-weight: 600; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $inset; }
QPushButton:focus { border-color: $accent; }
QPushButton:checked { background: $hover; border-color: $accent; }
QPushButton:disabled { color: $text3; border-color: $hairline; }
QPushButton#primary { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton#primary:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton#primary:focus { border: 1px solid $selection; }
QPushButton#primary:disabled { background: $hover; color: $text3; border-color: $hairline; }
QPushButton#quiet { background: transparent; border: 1px solid transparent; color: $text2; font-weight: 400; }
QPushButton#quiet:hover { background: $hover; color: $text; }
QPushButton#quiet:focus { border-color: $accent; }
QPushButton#chip { background: $chip; border: 1px solid $hairline; border-radius: 10px; color: $text2;
  font-weight: 400; text-align: left; padding: 8px 12px; }
QPushButton#chip:hover { background: $hover; color: $text; border-color: $edge; }
QPushButton#chip:focus { border-color: $accent; }
QPushButton::menu-indicator { width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit { background: $inset; border: 1px solid $hairline; border-radius: 8px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { min-height: 28px; padding: 0 9px; border-color: $edge; }
QPlainTextEdit, QTextEdit { padding: 6px 7px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QPlainTextEdit#prompt { background: $raised; border: 1px solid $edge; border-radius: 14px; padding: 12px 14px;
  font-size: 17px; }
QPlainTextEdit#prompt:focus { border-color: $accent; }
QPlainTextEdit#code { font-size: 12px; font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; padding: 2px; }
QTextEdit#bare, QTextBrowser#bare, QPlainTextEdit#bare { background: transparent; border: 0; padding: 0; }
#well { background: $inset; border: 1px solid $hairline; border-radius: 10px; }

QTabBar { background: transparent; border: 0; }
QTabBar::tab { background: transparent; color: $text3; padding: 7px 0 9px 0; margin-right: 18px;
  border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text2; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }

QMenu { background: $raised; border: 1px solid $edge; border-radius: 8px; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $hairline; margin: 5px 8px; }

#float { background: $raised; border: 1px solid $edge; border-radius: 12px; }
QListWidget { background: transparent; border: 0; }
QListWidget::item { border-radius: 8px; padding: 7px 10px; }
QListWidget::item:selected { background: $hover; color: $text; }
QListWidget::item:hover { background: $hover; }

QCheckBox { spacing: 7px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $edge; border-radius: 4px; background: $inset; }
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }

QProgressBar { background: $hover; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $growing; border-radius: 2px; }
QComboBox, QAbstractSpinBox { background: $raised; border: 1px solid $edge; border-radius: 8px; min-height: 28px;
  padding: 0 8px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }
QAbstractSpinBox:focus, QComboBox:focus { border-color: $accent; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { background: transparent; border: 0; padding: 0; min-height: 0; }
QComboBox::drop-down { width: 22px; border: 0; background: transparent; }
QComboBox::down-arrow { image: url($arrow); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $edge; selection-background-color: $hover;
  selection-color: $text; }
QComboBox:disabled, QLineEdit:disabled { color: $text3; border-color: $hairline; background: transparent; }

QLabel#key { background: $raised; border: 1px solid $hairline; border-radius: 6px; padding: 2px 7px; color: $text2; font-size: 12px; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget#sheet { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: $edge; border-radius: 3px; min-height: 30px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: $edge; border-radius: 3px; min-width: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $hairline; }
""")


def sheet(theme: Theme) -> str:
    """The style sheet of the whole application."""
    colours = {name: value for name, value in vars(theme).items() if isinstance(value, str)}
    # Style sheets take pictures from files alone, and these know no colour of text: one for each look.
    arrow = (assets_dir() / "icons" / f"arrow_{theme.name}.svg").as_posix()
    tick = (assets_dir() / "icons" / f"tick_{theme.name}.svg").as_posix()
    chip = theme.panel if theme.name == "dark" else theme.raised
    text = _SHEET.substitute(colours, chip=chip, growing=theme.states["running"], arrow=arrow, tick=tick)
    # Hairlines stay as they are; all else grows with the text.
    return re.sub(r"\b(\d+)px", lambda found: f"{px(int(found[1])) if int(found[1]) > 2 else found[1]}px", text)
