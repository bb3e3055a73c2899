"""A frame of the canvas: dots, edges, needs, cards, in that order, and only what is seen."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from time import monotonic

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from dreamgarden.ui import words
from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, GAP_X, STEP, Placed
from dreamgarden.ui.canvas.node_item import BADGE, BAR_ZOOM, FULL_ZOOM, Cards, Look
from dreamgarden.ui.canvas.scene import GROW_SECONDS, Scene
from dreamgarden.ui.document import BUILT
from dreamgarden.ui.theme import Theme

THIN_PIXELS = 7.0
_DOTS = 8
_SPARE_EDGES = 3
_FAR_PIXELS = 260.0


@dataclass
class Frame:
    """What a frame depends on beside the scene. `matches` is None when nothing is searched for."""

    camera: Camera
    view: QRectF
    dirty: QRectF
    exact: bool = True
    matches: set[str] | None = None
    needs: bool = True
    focused: bool = False


class Painter:
    """Paints frames for one theme."""

    def __init__(self, scene: Scene, theme: Theme, ratio: float = 1.0) -> None:
        self.scene = scene
        self.theme = theme
        self.cards = Cards(theme, ratio)
        self._dots: dict[int, QPixmap] = {}

    def look(self, id: str, *, focused: bool = False) -> Look:
        """What a node's card shows now."""
        document, scene = self.scene.document, self.scene
        item = document[id]
        state = document.state(id)
        fraction = document.fraction(id) if state == "running" else 0.0
        if item.proposed:
            subtitle = words.state("proposed")
        elif item.muted:
            subtitle = words.state("muted")
        elif state == "running":
            subtitle = words.growing(fraction)
        else:
            subtitle = words.state(state)
        children = bool(item.children) and not scene.folded(id)
        return Look(
            item.title, subtitle, state, item.kind, round(fraction * 100), document.thumbnails.get(id, ""),
            id in document.selected, focused, item.pinned, item.muted, item.proposed, bool(item.note), item.tag, children,
            len(document.findings.get(id, ())), id in document.in_view,
        )  # fmt: skip

    def hint(self, id: str) -> str:
        """The node in words: its whole title, kind and state, and the reason of the state."""
        item, state = self.scene.document[id], self.scene.document.state(id)
        shown = "proposed" if item.proposed else "muted" if item.muted else state
        text = f"{item.title}\n{words.kind(item.kind)} · {words.state(shown)}"
        if item.reason and state not in BUILT and shown == state:
            text += f"\n{item.reason}"
        if id in self.scene.document.in_view:
            text += "\n" + words.on_the_screen()
        for wrong in self.scene.document.findings.get(id, ())[:3]:
            text += f"\n! {wrong}"
        return f"{text}\n✎ {item.note}" if item.note else text

    def paint(self, painter: QPainter, frame: Frame) -> list[str]:
        """Paint the frame; returns the ids of the cards that were painted in full."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._grid(painter, frame)
        # Always of the whole view, also for a small repaint: an edge must run the same way in every part of it.
        camera, view = frame.camera, frame.view
        pad = 16.0
        left, top = camera.to_scene(view.left() - pad * 3, view.top() - pad)
        right, bottom = camera.to_scene(view.right() + pad, view.bottom() + pad)
        least = THIN_PIXELS / camera.zoom if camera.zoom < BAR_ZOOM else 0.0
        placed = list(self.scene.layout.visible(left, top, right, bottom, least))
        band = self.band(frame.camera, frame.view)
        if camera.zoom < BAR_ZOOM:
            self._wires_far(painter, frame, placed, top, bottom)
            self._blocks(painter, frame, placed, band)
            return []
        self._wires(painter, frame, placed, band, top, bottom)
        if frame.needs and camera.zoom >= FULL_ZOOM:
            self._needs(painter, frame, placed, band)
        return self._cards(painter, frame, placed, band)

    def band(self, camera: Camera, view: QRectF) -> tuple[float, float] | None:
        """The heights between which parents stick; None when cards are too small to read."""
        if camera.zoom < BAR_ZOOM:
            return None
        return camera.y, camera.y + view.height() / camera.zoom

    def spinning(self, camera: Camera, view: QRectF) -> list[QRect]:
        """Where rings turn that do not know how far they are: the only places that change by themselves."""
        if camera.zoom < FULL_ZOOM:
            return []
        document, band = self.scene.document, self.band(camera, view)
        left, top = camera.to_scene(view.left(), view.top())
        right, bottom = camera.to_scene(view.right(), view.bottom())
        boxes = []
        for slot in self.scene.slots_between(left, top, right, bottom, band):
            if document.state(slot.id) == "running" and document.fraction(slot.id) <= 0:
                x, y = camera.to_view(*self.scene.card_of(slot.id, band))
                corner, size = BADGE.topLeft() * camera.zoom, BADGE.size() * camera.zoom
                boxes.append(QRectF(corner, size).translated(x, y).toAlignedRect().adjusted(-2, -2, 2, 2))
        return boxes

    def _grid(self, painter: QPainter, frame: Frame) -> None:
        painter.fillRect(frame.dirty, QColor(self.theme.canvas))
        spacing = 24.0 * frame.camera.zoom
        while spacing < 14.0:
            spacing *= 2
        cell = round(spacing)
        tile = self._dots.get(cell)
        if tile is None:
            tile = QPixmap(cell * _DOTS, cell * _DOTS)
            tile.fill(QColor(self.theme.canvas))
            dot = QPainter(tile)
            dot.setRenderHint(QPainter.RenderHint.Antialiasing)
            dot.setPen(Qt.PenStyle.NoPen)
            dot.setBrush(QColor(self.theme.grid))
            for number in range(_DOTS * _DOTS):
                row, column = divmod(number, _DOTS)
                dot.drawEllipse(QPointF((column + 0.5) * cell, (row + 0.5) * cell), 1.0, 1.0)
            dot.end()
            self._dots = {cell: tile}
        # The spacing is rounded to whole pixels, so the pattern is tied to the scene by its offset alone.
        dx = -frame.camera.x * frame.camera.zoom
        dy = -frame.camera.y * frame.camera.zoom
        # Whole pixels: Qt's tiling is many times slower between them.
        origin = QPointF(round(frame.dirty.left() - dx) % cell, round(frame.dirty.top() - dy) % cell)
        painter.drawTiledPixmap(frame.dirty, tile, origin)

    def _wires(
        self, painter: QPainter, frame: Frame, placed: list[Placed], band: tuple[float, float] | None,
        top: float, bottom: float,
    ) -> None:  # fmt: skip
        scene, document, camera = self.scene, self.scene.document, frame.camera
        # One path an edge: Qt strokes one long path with many pieces eight times slower than the pieces.
        plain: list[QPainterPath] = []
        growing: list[QPainterPath] = []
        chosen: list[QPainterPath] = []
        dim: list[QPainterPath] = []
        asked: list[QPainterPath] = []
        far = _FAR_PIXELS / camera.zoom
        for place in placed:
            slot = place.slot
            children = slot.open_children
            if not children:
                continue
            x, y = scene.card(place, band)
            out = QPointF((x + CARD_W - camera.x) * camera.zoom, (y + CARD_H / 2 - camera.y) * camera.zoom)
            near = scene.layout.children_between(slot, place.top, top, bottom, _SPARE_EDGES)
            for child in near:
                cx, cy = scene.card(Placed(child, place.top + child.top), band)
                # An edge to a card far outside leaves the view like one to a card just outside, and costs less.
                mid = min(max(cy + CARD_H / 2, top - far), bottom + far)
                id = child.id
                end = QPointF((cx - camera.x) * camera.zoom, (mid - camera.y) * camera.zoom)
                if frame.matches is not None and id not in frame.matches:
                    paths = dim
                elif document[id].proposed:
                    paths = asked
                elif id in document.selected or slot.id in document.selected:
                    paths = chosen
                elif document.state(id) == "running":
                    paths = growing
                else:
                    paths = plain
                half = max(8.0, (end.x() - out.x()) / 2)
                path = QPainterPath(out)
                path.cubicTo(QPointF(out.x() + half, out.y()), QPointF(end.x() - half, end.y()), end)
                paths.append(path)
        width = max(0.8, 1.6 * min(1.0, camera.zoom))
        amber = self.theme.state("running")
        amber.setAlphaF(0.55)
        faint = QColor(self.theme.wire)
        faint.setAlphaF(0.28)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        selection = QColor(self.theme.selection)
        wire = QColor(self.theme.wire)
        for paths, colour in ((dim, faint), (plain, wire), (growing, amber), (chosen, selection)):
            painter.setPen(QPen(colour, width))
            for path in paths:
                painter.drawPath(path)
        if asked:
            pen = QPen(QColor(self.theme.accent), width)
            pen.setDashPattern([4.0, 3.5])
            painter.setPen(pen)
            for path in asked:
                painter.drawPath(path)

    def _wires_far(self, painter: QPainter, frame: Frame, placed: list[Placed], top: float, bottom: float) -> None:
        camera = frame.camera
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self.theme.edge), 0))
        for place in placed:
            children = place.slot.open_children
            if not children or not place.whole:
                continue
            x = ((place.slot.depth * STEP + CARD_W + GAP_X / 2) - camera.x) * camera.zoom
            low = max(top, place.top + children[0].top + children[0].mid)
            high = min(bottom, place.top + children[-1].top + children[-1].mid)
            if high > low:
                painter.drawLine(
                    QPointF(x, (low - camera.y) * camera.zoom), QPointF(x, (high - camera.y) * camera.zoom)
                )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _blocks(self, painter: QPainter, frame: Frame, placed: list[Placed], band: tuple[float, float] | None) -> None:
        scene, document, camera = self.scene, self.scene.document, frame.camera
        zoom = camera.zoom
        colours = {state: QColor(colour) for state, colour in self.theme.states.items()}
        for colour in colours.values():
            colour.setAlphaF(0.78)
        columns = scene.levels()
        selection = QColor(self.theme.selection)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place in placed:
            slot = place.slot
            id = slot.id
            colour = colours[document.state(id)]
            if frame.matches is not None:
                colour = QColor(colour)
                colour.setAlphaF(0.9 if id in frame.matches else 0.2)
            x = (slot.depth * STEP - camera.x) * zoom
            if place.whole:
                y = (place.top + slot.mid - CARD_H / 2 - camera.y) * zoom
                painter.fillRect(QRectF(x, y, CARD_W * zoom, max(1.0, CARD_H * zoom)), colour)
                if id in document.selected:
                    painter.fillRect(QRectF(x - 2, y - 2, CARD_W * zoom + 4, CARD_H * zoom + 4), selection)
            else:
                y = (place.top - camera.y) * zoom
                high = max(1.0, slot.height * zoom - 1)
                for column in range(slot.depth, min(columns, slot.depth + 2)):
                    painter.fillRect(QRectF((column * STEP - camera.x) * zoom, y, CARD_W * zoom, high), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _cards(
        self, painter: QPainter, frame: Frame, placed: list[Placed], band: tuple[float, float] | None
    ) -> list[str]:
        scene, document, camera = self.scene, self.scene.document, frame.camera
        zoom = camera.zoom
        current = document.current.id if document.current else ""
        now = monotonic()
        painted = []
        for place in placed:
            slot = place.slot
            id = slot.id
            sx, sy = scene.card(place, band)
            x, y = (sx - camera.x) * zoom, (sy - camera.y) * zoom
            if not frame.dirty.intersects(QRectF(x - 20, y - 20, CARD_W * zoom + 90, CARD_H * zoom + 40)):
                continue
            # Whole pixels keep the words of a resting card sharp.
            x, y = (floor(x + 0.5), floor(y + 0.5)) if frame.exact else (x, y)
            opacity = 1.0
            motion = scene.motions.get(id)
            if motion is not None and motion.born:
                opacity = min(1.0, (now - motion.began) / GROW_SECONDS)
            if frame.matches is not None and id not in frame.matches:
                opacity *= 0.28
            look = self.look(id, focused=frame.focused and id == current)
            if opacity < 1.0:
                painter.setOpacity(opacity)
            self.cards.paint(painter, look, x, y, zoom, exact=frame.exact)
            if look.state == "running" and zoom >= FULL_ZOOM:
                self.cards.spinner(painter, x, y, zoom, now * 260 % 360, look.fraction / 100)
            if slot.folded and slot.children:
                self.cards.pill(painter, scene.hidden(id), x, y, zoom)
            if opacity < 1.0:
                painter.setOpacity(1.0)
            painted.append(id)
        return painted if zoom >= FULL_ZOOM else []

    def _needs(self, painter: QPainter, frame: Frame, placed: list[Placed], band: tuple[float, float] | None) -> None:
        scene, document, camera = self.scene, self.scene.document, frame.camera
        seen = {place.slot.id: place for place in placed}
        for id, place in seen.items():
            item = document[id]
            selected = id in document.selected
            for need in item.needs:
                if need not in document or (need not in seen and not selected):
                    continue
                strong = selected or need in document.selected
                target = scene.nearest_shown(need)
                if target == id or target not in scene.layout.slots:
                    continue
                sx, sy = scene.card(place, band)
                nx, ny = scene.card(seen[need], band) if need in seen else scene.card_of(target, band)
                self._need(painter, camera, (nx, ny), (sx, sy), strong)
            if selected:
                for other in document.needed_by.get(id, ()):
                    if other in seen or other not in document:
                        continue
                    if (shown := scene.nearest_shown(other)) != id and shown in scene.layout.slots:
                        end = scene.card_of(shown, band)
                        self._need(painter, camera, scene.card(place, band), end, True)

    def _need(
        self, painter: QPainter, camera: Camera, start: tuple[float, float], end: tuple[float, float], strong: bool
    ) -> None:
        zoom = camera.zoom
        colour = self.theme.state("blocked")
        colour.setAlphaF(0.95 if strong else 0.42)
        x1, y1 = camera.to_view(start[0] + CARD_W, start[1] + CARD_H / 2 - 6)
        x2, y2 = camera.to_view(end[0] + CARD_W, end[1] + CARD_H / 2 + 6)
        bulge = max(x1, x2) + (26 + min(40.0, abs(y2 - y1) / zoom * 0.10)) * zoom
        path = QPainterPath(QPointF(x1, y1))
        head = 7.0 * zoom
        path.cubicTo(QPointF(bulge, y1), QPointF(bulge, y2), QPointF(x2 + head, y2))
        pen = QPen(colour, 1.3 * max(0.7, min(1.0, zoom)))
        pen.setDashPattern([3.2, 3.0])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x2 + 1, y2), QPointF(x2 + head + 1, y2 - head / 2), QPointF(x2 + head + 1, y2 + head / 2)]
            )
        )
