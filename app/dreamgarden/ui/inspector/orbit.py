"""A model to turn in the hand: drawn by the graphics card (or its stand-in) into a picture, then shown like any other."""

from __future__ import annotations

import struct
import sys
from math import cos, radians, sin, sqrt, tan
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from dreamgarden.ui.inspector import glb
from dreamgarden.ui.inspector.preview import Preview
from dreamgarden.ui.theme import Theme, font, px

_VERTEX = """
#version 330
uniform mat4 camera;
in vec3 point; in vec3 normal; in vec4 colour;
out vec3 n; out vec3 at; out vec3 base;
void main() { n = normal; at = point; base = colour.rgb; gl_Position = camera * vec4(point, 1.0); }
"""
_FRAGMENT = """
#version 330
uniform vec3 eye; uniform vec3 key; uniform float low; uniform float high;
in vec3 n; in vec3 at; in vec3 base;
out vec4 shown;
void main() {
  vec3 normal = normalize(n);
  vec3 view = normalize(eye - at);
  vec3 albedo = pow(base, vec3(2.2));
  vec3 sky = mix(vec3(0.20, 0.19, 0.20), vec3(0.58, 0.64, 0.76), normal.y * 0.5 + 0.5);
  float sun = max(0.0, dot(normal, key));
  float rim = pow(1.0 - max(0.0, dot(normal, view)), 3.0) * 0.25;
  vec3 middle = normalize(key + view);
  float shine = pow(max(0.0, dot(normal, middle)), 40.0) * 0.12 * sun;
  float ground = mix(0.72, 1.0, clamp((at.y - low) / max(0.001, (high - low) * 0.35), 0.0, 1.0));
  vec3 light = albedo * (sky * 0.72 * ground + vec3(1.30, 1.20, 1.04) * sun) + rim * vec3(0.5, 0.6, 0.8) * (0.3 + albedo) + shine;
  light = light / (1.0 + light * 0.22);
  shown = vec4(pow(light, vec3(1.0 / 2.2)), 1.0);
}
"""
_SHADE_VERTEX = """
#version 330
uniform mat4 camera; uniform vec3 middle; uniform vec2 reach;
in vec2 corner; out vec2 place;
void main() { place = corner; gl_Position = camera * vec4(middle + vec3(corner.x * reach.x, 0.0, corner.y * reach.y), 1.0); }
"""
_SHADE_FRAGMENT = """
#version 330
in vec2 place; out vec4 shown;
void main() { float far = length(place); shown = vec4(0.0, 0.0, 0.0, 0.42 * smoothstep(1.0, 0.15, far)); }
"""
_SAMPLES = 4
_LEAST, _MOST = 0.5, 4.0


class Stage:
    """Draws shapes without a window. Raises RuntimeError where there is no graphics at all."""

    def __init__(self) -> None:
        # Here and not above: it is needed only once a model is looked at.
        import moderngl

        try:
            backend: Any = {"backend": "egl"} if sys.platform.startswith("linux") else {}
            self._card: Any = moderngl.create_context(standalone=True, **backend)
        except Exception as error:  # each backend has errors of its own
            raise RuntimeError(str(error)) from error
        self._card.enable(moderngl.DEPTH_TEST)
        self._blend = moderngl.BLEND
        self._paint: Any = self._card.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._shade: Any = self._card.program(vertex_shader=_SHADE_VERTEX, fragment_shader=_SHADE_FRAGMENT)
        corners = self._card.buffer(struct.pack("8f", -1, -1, 1, -1, -1, 1, 1, 1))
        self._shadow = self._card.vertex_array(self._shade, [(corners, "2f", "corner")])
        self._strip = moderngl.TRIANGLE_STRIP
        self._mesh: Any = None
        self._shape: glb.Shape | None = None
        self._frame: tuple[int, int, Any, Any] | None = None

    def load(self, shape: glb.Shape) -> None:
        """The shape to draw from now on."""
        card = self._card
        parts = [
            (card.buffer(shape.points), "3f", "point"),
            (card.buffer(shape.normals), "3f", "normal"),
            (card.buffer(shape.colours), "4f1", "colour"),
        ]
        self._mesh = card.vertex_array(self._paint, parts, card.buffer(shape.indices), index_element_size=shape.index_size)
        self._shape = shape

    def draw(self, wide: int, high: int, turn: float, lift: float, near: float) -> QImage:
        """The shape from `turn` degrees around and `lift` above; `near` 1 fills the frame."""
        shape = self._shape
        if shape is None or self._mesh is None:
            return QImage()
        many, plain = self._frames(wide, high)
        many.use()
        many.clear(0.0, 0.0, 0.0, 0.0)
        size = [high - low for low, high in zip(shape.low, shape.high, strict=True)]
        middle = [(low + high) / 2 for low, high in zip(shape.low, shape.high, strict=True)]
        radius = max(1e-6, sqrt(sum(length * length for length in size)) / 2)
        view = radians(28)
        distance = radius / sin(view / 2) * 0.94 / near / min(1.0, wide / high)
        around, above = radians(turn), radians(lift)
        eye = [
            middle[0] + distance * cos(above) * sin(around),
            middle[1] + distance * sin(above),
            middle[2] + distance * cos(above) * cos(around),
        ]
        camera = _looking(eye, middle, view, wide / high, max(radius * 0.02, distance - radius * 3), distance + radius * 6)
        key = _unit([sin(around - 0.75) * 0.8, 0.95, cos(around - 0.75) * 0.8])
        self._shade["camera"].write(camera)
        self._shade["middle"].value = (middle[0], shape.low[1] - radius * 0.004, middle[2])
        self._shade["reach"].value = (size[0] * 0.62 + radius * 0.16, size[2] * 0.62 + radius * 0.16)
        if lift > 0:
            self._card.enable(self._blend)
            many.depth_mask = False
            self._shadow.render(self._strip)
            many.depth_mask = True
            self._card.disable(self._blend)
        self._paint["camera"].write(camera)
        self._paint["eye"].value = tuple(eye)
        self._paint["key"].value = tuple(key)
        self._paint["low"].value, self._paint["high"].value = shape.low[1], shape.high[1]
        self._mesh.render()
        self._card.copy_framebuffer(plain, many)
        pixels = plain.read(components=4, alignment=1)
        made = QImage(pixels, wide, high, wide * 4, QImage.Format.Format_RGBA8888_Premultiplied)
        return made.flipped(Qt.Orientation.Vertical)

    def _frames(self, wide: int, high: int) -> tuple[Any, Any]:
        if self._frame is None or self._frame[:2] != (wide, high):
            if self._frame is not None:
                for old in self._frame[2:]:
                    old.release()
            card = self._card
            samples = min(_SAMPLES, int(card.max_samples))
            many = card.framebuffer(
                [card.renderbuffer((wide, high), 4, samples=samples)], card.depth_renderbuffer((wide, high), samples=samples)
            )
            self._frame = (wide, high, many, card.framebuffer([card.renderbuffer((wide, high), 4)]))
        return self._frame[2], self._frame[3]

    def close(self) -> None:
        """Give the card back."""
        self._card.release()


class Orbit(Preview):
    """Drag turns the model, the wheel comes nearer, a double click starts over; the arrows do the same."""

    _stage: Stage | None = None
    _refused = ""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._path = ""
        self._image = QImage()
        self._turn, self._lift, self._near = 32.0, 20.0, 1.0
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The model; drag or use the arrows to turn it"))

    def show_model(self, path: str) -> bool:
        """Show the model in a file; False where there is none or none can be drawn."""
        if path == self._path:
            return bool(path)
        self._path, self._image = "", QImage()
        if not path or Orbit._refused:
            self.update()
            return False
        try:
            shape = glb.read(path)
            if Orbit._stage is None:
                Orbit._stage = Stage()
        except (ValueError, OSError):
            return False
        except RuntimeError as error:
            Orbit._refused = str(error)
            return False
        Orbit._stage.load(shape)
        self._path = path
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._turn, self._lift, self._near = 32.0, 20.0, 1.0
        self._redraw()
        return True

    @property
    def turned(self) -> tuple[float, float, float]:
        """Around and above in degrees, and how near."""
        return self._turn, self._lift, self._near

    def _redraw(self) -> None:
        if self._path and Orbit._stage is not None and self.width() > 8 and self.height() > 8:
            ratio = self.devicePixelRatioF()
            wide, high = round(self.width() * ratio), round(self.height() * ratio)
            self._image = Orbit._stage.draw(wide, high, self._turn, self._lift, self._near)
            self._image.setDevicePixelRatio(ratio)
        self.update()

    def _move(self, turn: float, lift: float, near: float = 1.0) -> None:
        self._turn = (self._turn + turn) % 360
        self._lift = min(88.0, max(-30.0, self._lift + lift))
        self._near = min(_MOST, max(_LEAST, self._near * near))
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._image, QRectF(self._image.rect()))
        if self.hasFocus():
            painter.setPen(QColor(self._theme.text3))
            painter.setFont(font(11))
            painter.drawText(
                QRectF(self.rect()).adjusted(0, 0, 0, -px(8)),
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
                self.tr("Drag to turn, wheel to come nearer"),
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()
        self.setFocus()
        if self._path:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and self._path:
            by = event.position() - self._grip
            self._grip = event.position()
            self._move(-by.x() * 0.5, by.y() * 0.4)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        if self._path:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._turn, self._lift, self._near = 32.0, 20.0, 1.0
        self._redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._path:
            self._move(0, 0, 1.0012 ** event.angleDelta().y())
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-15.0, 0.0), Qt.Key.Key_Right: (15.0, 0.0), Qt.Key.Key_Up: (0.0, 10.0), Qt.Key.Key_Down: (0.0, -10.0),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step and self._path:
            self._move(*step)
        else:
            super().keyPressEvent(event)


def _unit(v: list[float]) -> list[float]:
    length = sqrt(sum(one * one for one in v)) or 1.0
    return [one / length for one in v]


def _looking(eye: list[float], at: list[float], view: float, aspect: float, near: float, far: float) -> bytes:
    """Projection times view, column by column, as the card reads it."""
    back = _unit([e - a for e, a in zip(eye, at, strict=True)])
    right = _unit([back[2], 0.0, -back[0]])
    up = [back[1] * right[2] - back[2] * right[1], back[2] * right[0] - back[0] * right[2], back[0] * right[1] - back[1] * right[0]]
    shift = [-sum(a * e for a, e in zip(axis, eye, strict=True)) for axis in (right, up, back)]
    f = 1 / tan(view / 2)
    a, b = (far + near) / (near - far), 2 * far * near / (near - far)
    rows = [
        [*(f / aspect * one for one in right), f / aspect * shift[0]],
        [*(f * one for one in up), f * shift[1]],
        [*(a * one for one in back), a * shift[2] + b],
        [*(-one for one in back), -shift[2]],
    ]
    return struct.pack("16f", *(rows[row][column] for column in range(4) for row in range(4)))
