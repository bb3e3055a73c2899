"""Stroke icons from `assets/icons`, tinted and kept by name, colour and size."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from dreamgarden.settings import assets_dir
from dreamgarden.ui.theme import px

KIND_ICONS = {
    "seed": "sprout", "aspect": "compass", "part": "layers", "style": "palette", "code": "code", "mesh": "cube",
    "data": "table",
}  # fmt: skip
STATE_ICONS = {
    "idea": "ring", "waiting": "dots", "running": "ring", "done": "check", "reused": "recycle", "stale": "refresh",
    "failed": "bang", "blocked": "pause", "cancelled": "cross",
}  # fmt: skip


@cache
def _drawing(name: str) -> str:
    return (assets_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0, weight: float = 0.0) -> QPixmap:
    """The icon as a picture of `size` × `size` logical pixels; `weight` replaces the stroke's width (in 24ths)."""
    from PySide6.QtSvg import QSvgRenderer

    text = _drawing(name).replace("currentColor", QColor(colour).name())
    if weight:
        text = text.replace('stroke-width="1.8"', f'stroke-width="{weight}"')
    picture = QPixmap(max(1, round(size * ratio)), max(1, round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The icon for a button or a menu, as large as the text has it, sharp at twice the resolution too."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, px(size), ratio))
    return made
