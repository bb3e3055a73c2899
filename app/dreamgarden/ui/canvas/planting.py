"""What the canvas shows between the prompt and its first node: the seed in its own words, and a sprout that breathes."""

from __future__ import annotations

from math import pi, sin

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QRadialGradient

from dreamgarden.ui import icons
from dreamgarden.ui.theme import Theme, font, px

_BREATH_SECONDS = 2.4
_WIDEST = 520


def paint(painter: QPainter, view: QRectF, theme: Theme, seed: str, words: str, seconds: float) -> None:
    """Paint into the middle of `view`; `words` say what is happening, `seconds` turn the breath (0: it stands still)."""
    breath = 0.5 + 0.5 * sin(seconds / _BREATH_SECONDS * 2 * pi) if seconds else 1.0
    middle = view.center()
    side = px(46)
    painter.save()
    light = QRadialGradient(middle.x(), middle.y() - px(56), px(190))
    for at, alpha in ((0.0, 0.10 + 0.07 * breath), (0.5, 0.04), (1.0, 0.0)):
        colour = QColor(theme.states["done"])
        colour.setAlphaF(alpha)
        light.setColorAt(at, colour)
    painter.fillRect(view, light)
    drawing = icons.pixmap("sprout", theme.states["done"], side, 2.0)
    painter.setOpacity(0.65 + 0.35 * breath)
    painter.drawPixmap(QRectF(middle.x() - side / 2, middle.y() - px(78), side, side), drawing, QRectF(drawing.rect()))
    painter.setOpacity(1.0)
    width = min(px(_WIDEST), view.width() - 2 * px(32))
    painter.setFont(font(15, 600))
    painter.setPen(QColor(theme.text))
    painter.drawText(QRectF(middle.x() - width / 2, middle.y() - px(18), width, px(24)), Qt.AlignmentFlag.AlignCenter, words)
    painter.setFont(font(13))
    painter.setPen(QColor(theme.text2))
    room = QRectF(middle.x() - width / 2, middle.y() + px(14), width, px(120))
    painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, shortened(seed))
    painter.restore()


def shortened(seed: str, most: int = 280) -> str:
    """The seed's words in one paragraph, cut at a word's end where there are too many."""
    words = " ".join(seed.split())
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0].rstrip(",.;:") + "…" if " " in words[:most] else words[:most] + "…"
