"""How a node looks: cards painted once into pictures and kept, and bars further out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil, inf, log2
from time import monotonic

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImageReader,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTextLayout,
)

from dreamgarden.ui import icons
from dreamgarden.ui.canvas.camera import BAND_ZOOM
from dreamgarden.ui.canvas.layout import CARD_H, CARD_W
from dreamgarden.ui.theme import Theme, plain_font

MARGIN = 14.0
RADIUS = 10.0
FULL_ZOOM = 0.42
BAR_ZOOM = BAND_ZOOM
_TEXT_X = 53.0
BADGE = QRectF(CARD_W - 30, CARD_H / 2 - 9, 18, 18)
# The two answers on a proposed card: yes, and where its badge would be, no.
ACCEPT = BADGE.translated(-25, 0).adjusted(-2, -2, 2, 2)
DISCARD = BADGE.adjusted(-2, -2, 2, 2)
TAGS = ("red", "amber", "green", "blue", "violet")
_KEPT_PIXELS = 9_000_000
_AT_LEAST = 3
_RING_STEPS = 60
_MOST_RINGS = 600
# While zooming, a picture may be shown so much smaller or larger than it was painted.
_NEAR, _LARGE = 0.72, 2.4


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a card's picture depends on, beside theme and zoom."""

    title: str
    subtitle: str
    state: str
    kind: str
    fraction: int = 0
    thumbnail: str = ""
    selected: bool = False
    focused: bool = False
    pinned: bool = False
    muted: bool = False
    proposed: bool = False
    note: bool = False
    tag: str = ""
    port: bool = False
    wrong: int = 0
    in_view: bool = False


class Cards:
    """Paints cards for one theme and keeps their pictures, the least used go first."""

    def __init__(self, theme: Theme, ratio: float = 1.0) -> None:
        self.theme = theme
        self.ratio = ratio
        # True paints strokes and words themselves instead of kept pictures: for a drawing that is to stay sharp.
        self.drawn = False
        self._pictures: OrderedDict[tuple[Look, float], QPixmap] = OrderedDict()
        self._pixels = 0
        # What each node showed in the frame before, and shows in this one: look, zoom and picture.
        self._before: dict[str, tuple[Look, float, QPixmap]] = {}
        self._now: dict[str, tuple[Look, float, QPixmap]] = {}
        self._seconds, self._until, self._made = inf, inf, 0
        # True when this frame was out of time before every card had its picture.
        self.waiting = False
        self._rings: dict[tuple[int, int], QPixmap] = {}
        self._thumbnails: dict[str, QPixmap] = {}
        self._title = plain_font(13, 600)
        self._subtitle = plain_font(11)
        self._pill = plain_font(10, 600)
        self._title_width = QFontMetricsF(self._title)
        self._subtitle_width = QFontMetricsF(self._subtitle)

    def begin(self, seconds: float, *, whole: bool) -> None:
        """A frame begins, which may take so long for painting pictures anew; what is left over waits for the next one.

        A few are always painted, however slow the machine: so that it comes to an end.

        whole  every card in sight will be painted; else those of the frame before are still remembered.
        """
        self._seconds, self._until, self._made = seconds, inf, 0
        # A small repaint in between does not know of the cards elsewhere that still wait.
        self.waiting = self.waiting and not whole
        self._before, self._now = self._now, {} if whole else self._now

    def paint(
        self, painter: QPainter, look: Look, x: float, y: float, zoom: float, *, exact: bool = True, id: str = ""
    ) -> bool:
        """Paint a card whose corner is at a widget point. Not `exact`: a kept picture near the zoom will do.

        With an `id`, a frame that is out of time shows the node's picture of the frame before, or a rough one; then it
        returns False.
        """
        if zoom < FULL_ZOOM:
            look = _rough(look)
        if self.drawn:
            painter.save()
            painter.translate(x, y)
            painter.scale(zoom, zoom)
            (self._full(painter, look, 2.0) if zoom >= FULL_ZOOM else self._bars(painter, look))
            painter.restore()
            return True
        drawn, picture, true = self._choose(look, zoom, exact, id)
        margin = MARGIN * zoom
        if drawn == zoom:
            painter.drawPixmap(QPointF(x - margin, y - margin), picture)
        else:
            area = QRectF(x - margin, y - margin, (CARD_W + 2 * MARGIN) * zoom, (CARD_H + 2 * MARGIN) * zoom)
            painter.drawPixmap(area, picture, QRectF(picture.rect()))
        return true

    def _choose(self, look: Look, zoom: float, exact: bool, id: str) -> tuple[float, QPixmap, bool]:
        """A picture of the card, the zoom for which it was painted, and whether it is of this look."""
        last = self._before.get(id) if id else None
        if last is not None and last[0] == look and (last[1] == zoom or (not exact and _NEAR < last[1] / zoom < _LARGE)):
            self._now[id] = last
            return last[1], last[2], True
        drawn = zoom if exact else 2.0 ** (ceil(log2(zoom) * 2) / 2)
        key = (look, drawn)
        if id and key not in self._pictures and self._made >= _AT_LEAST and monotonic() > self._until:
            self.waiting = True
            if last is not None:
                self._now[id] = last
                return last[1], last[2], last[0] == look
            near = 2.0 ** (ceil(log2(zoom) * 2) / 2)
            if (kept := self._pictures.get((look, near))) is not None:
                return near, kept, True
            look = _rough(look)
            drawn = min(drawn, FULL_ZOOM * 0.99)
            return drawn, self._picture(look, drawn), False
        picture = self._picture(look, drawn)
        if id:
            self._now[id] = (look, drawn, picture)
        return drawn, picture, True

    def spinner(self, painter: QPainter, x: float, y: float, zoom: float, angle: float, fraction: float) -> None:
        """The growing ring: an arc as long as what is done, or one that turns while that is unknown."""
        side = BADGE.width() * zoom
        place = QPointF(x + BADGE.x() * zoom, y + BADGE.y() * zoom)
        if self.drawn:
            painter.save()
            painter.translate(place)
            self._ring(painter, side, angle, fraction)
            painter.restore()
            return
        step = round(fraction * _RING_STEPS) if fraction > 0 else -1 - round(angle / 360 * _RING_STEPS) % _RING_STEPS
        size = round(side * self.ratio)  # during a zoom the ring may be off by half a pixel
        picture = self._rings.get((step, size))
        if picture is None:
            if len(self._rings) > _MOST_RINGS:
                self._rings.clear()
            picture = QPixmap(size, size)
            picture.fill(Qt.GlobalColor.transparent)
            ring = QPainter(picture)
            ring.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._ring(ring, size, -(step + 1) / _RING_STEPS * 360, max(0, step) / _RING_STEPS)
            ring.end()
            picture.setDevicePixelRatio(self.ratio)
            self._rings[step, size] = picture
        # On whole pixels of the device, or it would blur.
        painter.drawPixmap(QPointF(round(place.x() * self.ratio) / self.ratio, round(place.y() * self.ratio) / self.ratio), picture)

    def _ring(self, painter: QPainter, side: float, angle: float, fraction: float) -> None:
        zoom = side / BADGE.width()
        box = QRectF(0, 0, side, side).adjusted(1.6 * zoom, 1.6 * zoom, -1.6 * zoom, -1.6 * zoom)
        colour = self.theme.state("running")
        soft = QColor(colour)
        soft.setAlphaF(0.22)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(soft, 2.6 * zoom))
        painter.drawArc(box, 0, 360 * 16)  # many times faster than an ellipse with a wide pen
        painter.setPen(QPen(colour, 2.6 * zoom, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        start, span = (90.0, -360.0 * fraction) if fraction > 0 else (-angle, -95.0)
        painter.drawArc(box, round(start * 16), round(span * 16))

    def pill(self, painter: QPainter, number: int, x: float, y: float, zoom: float) -> QRectF:
        """The "+N" at the right edge of a folded card; returns where it is."""
        text = f"+{number}"
        width = (self._pill_width(text) + 14) * zoom
        box = QRectF(x + (CARD_W - 3) * zoom, y + (CARD_H / 2 - 10) * zoom, width, 20 * zoom)
        painter.setBrush(QColor(self.theme.raised))
        painter.setPen(QPen(QColor(self.theme.edge), 1.0))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if zoom >= FULL_ZOOM:
            painter.setFont(_scaled(self._pill, zoom))
            painter.setPen(QColor(self.theme.text2))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box

    def pill_box(self, number: int, x: float, y: float, zoom: float) -> QRectF:
        """Where the pill of a card is, for hit-testing."""
        width = (self._pill_width(f"+{number}") + 14) * zoom
        return QRectF(x + (CARD_W - 3) * zoom, y + (CARD_H / 2 - 10) * zoom, width, 20 * zoom)

    def _pill_width(self, text: str) -> float:
        return QFontMetricsF(self._pill).horizontalAdvance(text)

    def _picture(self, look: Look, zoom: float) -> QPixmap:
        key = (look, zoom)
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
            return picture
        self._until = monotonic() + self._seconds if not self._made else self._until
        self._made += 1
        scale = zoom * self.ratio
        picture = QPixmap(ceil((CARD_W + 2 * MARGIN) * scale), ceil((CARD_H + 2 * MARGIN) * scale))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(scale, scale)
        painter.translate(MARGIN, MARGIN)
        if zoom >= FULL_ZOOM:
            self._full(painter, look, scale)
        else:
            self._bars(painter, look)
        painter.end()
        picture.setDevicePixelRatio(self.ratio)
        self._pictures[key] = picture
        self._pixels += picture.width() * picture.height()
        while self._pixels > _KEPT_PIXELS and len(self._pictures) > 1:
            _, old = self._pictures.popitem(last=False)
            self._pixels -= old.width() * old.height()
        return picture

    def _body(self, painter: QPainter, look: Look, *, shadow: bool) -> None:
        theme = self.theme
        box = QRectF(0, 0, CARD_W, CARD_H)
        painter.setPen(Qt.PenStyle.NoPen)
        if shadow and not look.proposed:
            for spread, share in ((5.0, 0.16), (3.4, 0.24), (2.0, 0.30), (0.8, 0.36)):
                painter.setBrush(QColor.fromRgbF(0, 0, 0.02, theme.shadow * share))
                painter.drawRoundedRect(
                    box.adjusted(-spread, -spread + 2.4, spread, spread + 2.4), RADIUS + spread, RADIUS + spread
                )
        if look.selected:
            for spread, alpha in ((6.0, 0.07), (3.8, 0.13), (1.9, 0.24)):
                glow = QColor(theme.selection)
                glow.setAlphaF(alpha)
                painter.setBrush(glow)
                painter.drawRoundedRect(
                    box.adjusted(-spread, -spread, spread, spread), RADIUS + spread, RADIUS + spread
                )
        gradient = QLinearGradient(0, 0, 0, CARD_H)
        gradient.setColorAt(0, QColor(theme.card_top))
        gradient.setColorAt(1, QColor(theme.card_bottom))
        painter.setBrush(gradient)
        pen = QPen(QColor(theme.selection), 1.6) if look.selected else QPen(QColor(theme.card_border), 1.0)
        if look.proposed:
            painter.setBrush(QColor(theme.canvas))
            pen = QPen(QColor(theme.selection if look.selected else theme.accent), 1.6 if look.selected else 1.2)
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        inset = 0.5 if not look.selected else 0.3
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), RADIUS - inset, RADIUS - inset)
        if look.tag:
            clip = QPainterPath()
            clip.addRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
            painter.save()
            painter.setClipPath(clip)
            painter.fillRect(QRectF(0, 0, 4.5, CARD_H), theme.tag(look.tag))
            painter.restore()
        if look.note:
            fold = QPolygonF([QPointF(CARD_W - 19, 0.8), QPointF(CARD_W - 9, 0.8), QPointF(CARD_W - 9, 14), QPointF(CARD_W - 14, 9.5),
                              QPointF(CARD_W - 19, 14)])  # fmt: skip
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.kind("aspect"))
            painter.drawPolygon(fold)

    def _full(self, painter: QPainter, look: Look, scale: float) -> None:
        theme = self.theme
        self._body(painter, look, shadow=True)
        if look.port:
            painter.setPen(QPen(QColor(theme.edge), 1.2))
            painter.setBrush(QColor(theme.card_bottom))
            painter.drawEllipse(QPointF(CARD_W, CARD_H / 2), 3.6, 3.6)
        if look.muted:
            painter.setOpacity(0.45)
        self._tile(painter, look, scale)
        if look.in_view:
            self._played(painter, scale)
        self._words(painter, look)
        if look.proposed:
            self._answers(painter, scale)
        elif look.state != "running":
            self._badge(painter, look, scale)
        if look.wrong:
            self._wrong(painter, look.wrong)
        if look.focused and not look.selected:
            painter.setPen(QPen(QColor(theme.text3), 1.0, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(3, 3, CARD_W - 6, CARD_H - 6), 7, 7)

    def _tile(self, painter: QPainter, look: Look, scale: float) -> None:
        tile = QRectF(10, 11, 34, 34)
        colour = self.theme.kind(look.kind)
        thumbnail = self._thumbnail(look.thumbnail)
        soft = QColor(colour)
        soft.setAlphaF(0.14)
        painter.setPen(Qt.PenStyle.NoPen)
        if thumbnail is not None:
            clip = QPainterPath()
            clip.addRoundedRect(tile, 8, 8)
            painter.save()
            painter.setClipPath(clip)
            painter.fillRect(tile, QColor(self.theme.inset))
            if look.state == "stale":
                painter.setOpacity(0.45)
            painter.drawPixmap(tile, thumbnail, QRectF(thumbnail.rect()))
            painter.restore()
        else:
            painter.setBrush(soft)
            painter.drawRoundedRect(tile, 8, 8)
            name = icons.KIND_ICONS.get(look.kind, "layers")
            drawing = icons.pixmap(name, colour.name(), 18, max(1.0, round(scale * 4) / 4))
            painter.drawPixmap(QRectF(18, 19, 18, 18), drawing, QRectF(drawing.rect()))
        if look.pinned:
            pin = icons.pixmap("pin", self.theme.accent, 11, max(1.0, round(scale * 4) / 4))
            painter.setBrush(QColor(self.theme.card_bottom))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(43, 44), 7.5, 7.5)
            painter.drawPixmap(QRectF(37.5, 38.5, 11, 11), pin, QRectF(pin.rect()))

    def _played(self, painter: QPainter, scale: float) -> None:
        """Things of this node are on the screen of the game now."""
        painter.setBrush(QColor(self.theme.accent))
        painter.setPen(QPen(QColor(self.theme.card_bottom), 1.5))
        painter.drawEllipse(QPointF(11, 44), 7.5, 7.5)
        drawing = icons.pixmap("play", self.theme.on_accent, 9, max(1.0, round(scale * 4) / 4), 3.0)
        painter.drawPixmap(QRectF(7, 39.5, 9, 9), drawing, QRectF(drawing.rect()))

    def _words(self, painter: QPainter, look: Look) -> None:
        theme = self.theme
        room = (ACCEPT if look.proposed else BADGE).left() - 6 - _TEXT_X
        elide = Qt.TextElideMode.ElideRight
        first, rest = self._broken(look.title, room)
        title, subtitle = (24.5, 41.0) if not rest else (19.5, 48.0)
        painter.setPen(QColor(theme.text))
        painter.setFont(self._title)
        painter.drawText(QPointF(_TEXT_X, title), first)
        if rest:
            painter.drawText(QPointF(_TEXT_X, title + 14.5), self._title_width.elidedText(rest, elide, room))
        painter.setFont(self._subtitle)
        loud = look.state in ("running", "failed", "blocked") and not look.proposed and not look.muted
        painter.setPen(theme.state(look.state) if loud else QColor(theme.accent if look.proposed else theme.text2))
        painter.drawText(QPointF(_TEXT_X, subtitle), self._subtitle_width.elidedText(look.subtitle, elide, room))

    def _broken(self, title: str, room: float) -> tuple[str, str]:
        """A title that is too wide is broken once, where its language allows."""
        if self._title_width.horizontalAdvance(title) <= room:
            return title, ""
        layout = QTextLayout(title, self._title)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room)
        layout.endLayout()
        at = line.textLength()
        if line.naturalTextWidth() > room:
            return self._title_width.elidedText(title, Qt.TextElideMode.ElideRight, room), ""
        return title[:at].rstrip(), title[at:].strip()

    def _badge(self, painter: QPainter, look: Look, scale: float) -> None:
        colour = self.theme.state(look.state)
        soft = QColor(colour)
        soft.setAlphaF(0.18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawEllipse(BADGE)
        name = icons.STATE_ICONS.get(look.state, "ring")
        drawing = icons.pixmap(name, colour.name(), 11, max(1.0, round(scale * 4) / 4), 3.4)
        painter.drawPixmap(BADGE.adjusted(3.5, 3.5, -3.5, -3.5), drawing, QRectF(drawing.rect()))

    def _wrong(self, painter: QPainter, count: int) -> None:
        """How much play-tests found wrong with it, on the card's corner."""
        dot = QRectF(-6, -6, 18, 18)
        painter.setPen(QPen(QColor(self.theme.card_bottom), 1.5))
        painter.setBrush(self.theme.state("failed"))
        painter.drawEllipse(dot)
        painter.setFont(self._pill)
        painter.setPen(QColor(self.theme.card_bottom))
        painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(min(count, 9)))

    def _answers(self, painter: QPainter, scale: float) -> None:
        for box, icon, state in ((ACCEPT, "check", "done"), (DISCARD, "cross", "failed")):
            colour = self.theme.state(state)
            soft = QColor(colour)
            soft.setAlphaF(0.20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            painter.drawEllipse(box)
            drawing = icons.pixmap(icon, colour.name(), 12, max(1.0, round(scale * 4) / 4), 3.0)
            painter.drawPixmap(box.adjusted(5, 5, -5, -5), drawing, QRectF(drawing.rect()))

    def _bars(self, painter: QPainter, look: Look) -> None:
        self._body(painter, look, shadow=False)
        if look.muted or look.proposed:
            painter.setOpacity(0.45)
        painter.setPen(Qt.PenStyle.NoPen)
        kind = self.theme.kind(look.kind)
        kind.setAlphaF(0.55)
        painter.setBrush(kind)
        painter.drawRoundedRect(QRectF(10, 11, 34, 34), 8, 8)
        bar = QColor(self.theme.text2)
        bar.setAlphaF(0.7)
        painter.setBrush(bar)
        painter.drawRoundedRect(QRectF(54, 15, 28 * len(look.title), 10), 4, 4)
        bar.setAlphaF(0.3)
        painter.setBrush(bar)
        painter.drawRoundedRect(QRectF(54, 32, 60, 9), 4, 4)
        painter.setBrush(self.theme.state(look.state))
        painter.drawEllipse(BADGE)

    def _thumbnail(self, path: str) -> QPixmap | None:
        if not path:
            return None
        if path not in self._thumbnails:
            reader = QImageReader(path)
            size = reader.size()
            if size.isValid():
                reader.setScaledSize(size.scaled(128, 128, Qt.AspectRatioMode.KeepAspectRatio))
            self._thumbnails[path] = QPixmap.fromImage(reader.read())
        picture = self._thumbnails[path]
        return None if picture.isNull() else picture


def _rough(look: Look) -> Look:
    """What of a look can be seen where words can't be read: few differ, so that they share pictures."""
    return Look("x" * min(4, 1 + len(look.title) // 6), "", look.state, look.kind, selected=look.selected,
                muted=look.muted, proposed=look.proposed, tag=look.tag)  # fmt: skip


def _scaled(base: QFont, zoom: float) -> QFont:
    made = QFont(base)
    made.setPixelSize(max(1, round(base.pixelSize() * zoom)))
    return made
