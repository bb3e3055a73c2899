"""A frame of the canvas: dots, edges, needs, cards, in that order, and only what is seen."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf
from time import monotonic

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from dreamgarden.ui import words
from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, Placed
from dreamgarden.ui.canvas.node_item import BADGE, BAR_ZOOM, FULL_ZOOM, Cards, Look
from dreamgarden.ui.canvas.overview import THIN_PIXELS, Overview
from dreamgarden.ui.canvas.scene import GROW_SECONDS, Scene
from dreamgarden.ui.canvas.wires import Wires
from dreamgarden.ui.document import BUILT
from dreamgarden.ui.theme import Theme

_MOST_DOTS = 1400  # pixels of a side of the ground's tile


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
    # How long pictures of cards may be painted; what is left over waits for the next frame.
    seconds: float = inf


class Painter:
    """Paints frames for one theme."""

    def __init__(self, scene: Scene, theme: Theme, ratio: float = 1.0) -> None:
        self.scene = scene
        self.theme = theme
        self.cards = Cards(theme, ratio)
        self._overview = Overview(scene, theme)
        self._wires = Wires(scene, theme, fine=ratio == 1.0)
        self._dots: dict[tuple[int, int, int], QPixmap] = {}

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
        self.cards.begin(frame.seconds, whole=frame.dirty.contains(frame.view))
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
            self._overview.paint(painter, camera, view, placed, frame.matches)
            return []
        self._wires.paint(painter, camera, placed, band, top, bottom, frame.matches)
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
        spacing = 24.0 * frame.camera.zoom
        while spacing < 14.0:
            spacing *= 2
        # In whole pixels of the device: Qt's tiling is many times slower between them, and dots would blur.
        ratio = self.cards.ratio
        cell = round(spacing * ratio)
        # A tile as large as what is seen: few large copies are much faster than many small ones.
        sides = (round(frame.view.width() * ratio), round(frame.view.height() * ratio))
        across, down = (max(1, min(_MOST_DOTS, side) // cell + 1) for side in sides)
        tile = self._dots.get((cell, across, down))
        if tile is None:
            tile = self._tile(cell, across, down)
            self._dots = {(cell, across, down): tile}
        # The spacing is rounded, so the pattern is tied to the scene by its offset alone.
        left = round((frame.dirty.left() + frame.camera.x * frame.camera.zoom) * ratio) % cell
        top = round((frame.dirty.top() + frame.camera.y * frame.camera.zoom) * ratio) % cell
        painter.drawTiledPixmap(frame.dirty, tile, QPointF(left / ratio, top / ratio))

    def _tile(self, cell: int, across: int, down: int) -> QPixmap:
        ground = QColor(self.theme.canvas)
        radius = self.cards.ratio
        side = ceil(2 * radius + 2)
        one = QPixmap(side, side)
        one.fill(ground)
        dot = QPainter(one)
        dot.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot.setPen(Qt.PenStyle.NoPen)
        dot.setBrush(QColor(self.theme.grid))
        dot.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
        dot.end()
        row = QPixmap(cell * across, cell)
        row.fill(ground)
        paint = QPainter(row)
        for number in range(across):
            paint.drawPixmap(number * cell + (cell - side) // 2, (cell - side) // 2, one)
        paint.end()
        tile = QPixmap(row.width(), cell * down)
        tile.fill(ground)
        paint = QPainter(tile)
        for number in range(down):
            paint.drawPixmap(0, number * cell, row)
        paint.end()
        tile.setDevicePixelRatio(self.cards.ratio)
        return tile

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
            true = self.cards.paint(painter, look, x, y, zoom, exact=frame.exact, id=id)
            if true and look.state == "running" and zoom >= FULL_ZOOM:
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
                if frame.matches is not None and not {id, need} <= frame.matches:
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
