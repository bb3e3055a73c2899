"""The edges from parents to children."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, Placed
from dreamgarden.ui.canvas.scene import Scene
from dreamgarden.ui.theme import Theme

_SPARE_EDGES = 3
_FAR_PIXELS = 260.0
_WIDTH = 1.6
# Qt draws lines of one pixel several times faster than wider ones; two of them, so far from the middle, look the same.
_OFF = 0.3
_CURVES = ("dim", "plain", "growing", "chosen", "asked")


class Wires:
    """Paints edges for one theme. `fine`: the device has one pixel for each of the widget's, so thin lines will do."""

    def __init__(self, scene: Scene, theme: Theme, *, fine: bool) -> None:
        self._scene = scene
        self._fine = fine
        self._colours = {
            "dim": _mixed(theme.wire, theme.canvas, 0.28),
            "plain": QColor(theme.wire),
            "growing": _mixed(theme.states["running"], theme.canvas, 0.55),
            "chosen": QColor(theme.selection),
            "asked": QColor(theme.accent),
        }

    def paint(
        self, painter: QPainter, camera: Camera, placed: list[Placed], band: tuple[float, float] | None,
        top: float, bottom: float, matches: set[str] | None,
    ) -> None:  # fmt: skip
        """Curves, each of its own: Qt strokes one long path with many pieces eight times slower than the pieces."""
        scene, document = self._scene, self._scene.document
        curves: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in _CURVES}
        far = _FAR_PIXELS / camera.zoom
        for place in placed:
            slot = place.slot
            if not slot.open_children:
                continue
            x, y = scene.card(place, band)
            out_x, out_y = (x + CARD_W - camera.x) * camera.zoom, (y + CARD_H / 2 - camera.y) * camera.zoom
            for child in scene.layout.children_between(slot, place.top, top, bottom, _SPARE_EDGES):
                cx, cy = scene.card(Placed(child, place.top + child.top), band)
                # An edge to a card far outside leaves the view like one to a card just outside, and costs less.
                mid = min(max(cy + CARD_H / 2, top - far), bottom + far)
                id = child.id
                if matches is not None and id not in matches:
                    name = "dim"
                elif document[id].proposed:
                    name = "asked"
                elif id in document.selected or slot.id in document.selected:
                    name = "chosen"
                else:
                    name = "growing" if document.state(id) == "running" else "plain"
                curves[name].append((out_x, out_y, (cx - camera.x) * camera.zoom, (mid - camera.y) * camera.zoom))
        width = max(0.8, _WIDTH * min(1.0, camera.zoom))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, found in curves.items():
            if not found:
                continue
            twice = self._fine and width > 1.0 and name != "asked"
            pen = QPen(self._colours[name], 1.0 if twice else width)
            if name == "asked":
                pen.setDashPattern([4.0, 3.5])
            painter.setPen(pen)
            off = _OFF * (width - 1.0) / (_WIDTH - 1.0)
            for x, y, end_x, end_y in found:
                if not twice:
                    painter.drawPath(_curve(x, y, end_x, end_y))
                    continue
                lean = off if end_y < y else -off
                painter.drawPath(_curve(x - off, y - lean, end_x - off, end_y - lean))
                painter.drawPath(_curve(x + off, y + lean, end_x + off, end_y + lean))


def _curve(x: float, y: float, end_x: float, end_y: float) -> QPainterPath:
    half = max(8.0, (end_x - x) / 2)
    path = QPainterPath(QPointF(x, y))
    path.cubicTo(QPointF(x + half, y), QPointF(end_x - half, end_y), QPointF(end_x, end_y))
    return path


def _mixed(colour: str, ground: str, share: float) -> QColor:
    """So much of the colour on the ground, as a colour that covers: so that lines that cross do not add up."""
    one, other = QColor(colour), QColor(ground)
    pairs = ((one.redF(), other.redF()), (one.greenF(), other.greenF()), (one.blueF(), other.blueF()))
    return QColor.fromRgbF(*(mine * share + theirs * (1 - share) for mine, theirs in pairs))
