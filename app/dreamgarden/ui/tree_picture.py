"""The whole tree as a picture: PNG or SVG for others to see, and small for the first page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from dreamgarden.errors import StorageError
from dreamgarden.ui.canvas.camera import Camera
from dreamgarden.ui.canvas.paint import Frame, Painter
from dreamgarden.ui.canvas.scene import Scene
from dreamgarden.ui.theme import Theme

_MARGIN = 40.0
_MOST_PIXELS = 60_000_000


def size_of(scene: Scene) -> QSizeF:
    """The tree's size with its margin, at 100 %."""
    width, height = scene.layout.bounds()
    return QSizeF(width + 2 * _MARGIN, height + 2 * _MARGIN)


def image(scene: Scene, theme: Theme, zoom: float = 1.0) -> QImage:
    """The tree as it is folded and focused, painted anew; smaller than asked where it would be too large."""
    size = size_of(scene)
    zoom = min(zoom, (_MOST_PIXELS / max(1.0, size.width() * size.height())) ** 0.5)
    picture = QImage(QSize(round(size.width() * zoom), round(size.height() * zoom)), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    _paint(painter, scene, theme, zoom, size)
    painter.end()
    return picture


def small(scene: Scene, theme: Theme, wide: int, high: int) -> QImage:
    """The tree within a frame of that size."""
    size = size_of(scene)
    return image(scene, theme, min(wide / size.width(), high / size.height(), 1.0) * 2).scaled(
        wide, high, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def cropped(path: str, wide: int, high: int) -> QImage:
    """The middle of a picture in a file, twice as fine as a frame of that size; null where it can't be read."""
    frame = QSize(wide, high) * 2
    picture = QImage(path)
    if picture.isNull():
        return picture
    fitted = picture.scaled(frame, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
    return fitted.copy((fitted.width() - frame.width()) // 2, (fitted.height() - frame.height()) // 2, frame.width(), frame.height())


def save(scene: Scene, theme: Theme, path: Path) -> None:
    """Write the tree to a .svg or .png file. Raises StorageError."""
    if path.suffix.lower() == ".svg":
        from PySide6.QtSvg import QSvgGenerator

        size = size_of(scene)
        file = QSvgGenerator()
        file.setFileName(str(path))
        file.setSize(size.toSize())
        file.setViewBox(QRectF(0, 0, size.width(), size.height()))
        file.setTitle(scene.document.title)
        painter = QPainter()
        if not painter.begin(file):
            raise _refused(path)
        _paint(painter, scene, theme, 1.0, size, drawn=True)
        painter.end()
    elif not image(scene, theme, 2.0).save(str(path)):
        raise _refused(path)


def _paint(painter: QPainter, scene: Scene, theme: Theme, zoom: float, size: QSizeF, *, drawn: bool = False) -> None:
    view = QRectF(0, 0, size.width() * zoom, size.height() * zoom)
    maker = Painter(scene, theme)
    maker.cards.drawn = drawn
    selected, scene.document.selected = scene.document.selected, {}
    try:
        maker.paint(painter, Frame(Camera(zoom, -_MARGIN, -_MARGIN), view, view))
    finally:
        scene.document.selected = selected


def _refused(path: Path) -> StorageError:
    return StorageError(f"{path} can't be written.", safe="The garden is unchanged.", then="Choose another folder.")
