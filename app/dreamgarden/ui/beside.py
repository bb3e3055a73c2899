"""Before and after, in a window of its own: what differs in words, the clip as it moves, and the pictures side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMovie, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from dreamgarden.ui.segments import Segments
from dreamgarden.ui.theme import px

_WIDE, _HIGH = 1120, 760
_TOLD = 6  # differences that are told; the pictures show the rest


class Beside(QDialog):
    """`compared`: what the verb `compare` answers: sheet, clip ("" for none), differs. It goes when it is closed."""

    def __init__(self, compared: dict[str, Any], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("page")
        self.setWindowTitle(self.tr("Before and after") + (f" – {title}" if title else ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(12), px(14), px(14))
        column.setSpacing(px(8))
        self.differs = QLabel(self._told(compared.get("differs") or {}))
        self.differs.setWordWrap(True)
        self.differs.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.differs)
        self.way = Segments([("pictures", self.tr("Pictures")), ("clip", self.tr("Clip"))])
        self.way.chosen.connect(self.turn)
        column.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self._sheet = QPixmap(str(compared.get("sheet", "")))
        self.pictures = QLabel()
        self.pictures.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.pictures.setObjectName("sheet")
        self.area = QScrollArea()
        self.area.setWidget(self.pictures)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.area, 1)
        self.clip = QLabel()
        self.clip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clip.setMinimumSize(1, 1)
        clip = str(compared.get("clip", ""))
        self.movie = QMovie(clip) if clip and Path(clip).is_file() else None
        if self.movie is not None:
            self.movie.setParent(self)
            self.movie.jumpToFrame(0)
            self._size = self.movie.frameRect().size()
            self.clip.setMovie(self.movie)
        column.addWidget(self.clip, 1)
        self.way.setVisible(self.movie is not None)
        room = self.screen().availableSize()
        self.resize(min(px(_WIDE), room.width() - 60), min(px(_HIGH), room.height() - 80))
        self.turn("pictures")

    def turn(self, way: str) -> None:
        """Show the pictures, or the clip."""
        moving = way == "clip" and self.movie is not None
        self.way.choose("clip" if moving else "pictures")
        self.area.setVisible(not moving)
        self.clip.setVisible(moving)
        if self.movie is not None:
            (self.movie.start if moving else self.movie.stop)()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() - px(44)
        if not self._sheet.isNull():
            self.pictures.setPixmap(self._sheet.scaledToWidth(min(wide, self._sheet.width()), Qt.TransformationMode.SmoothTransformation))
        if self.movie is not None:
            most = QSize(wide, max(self.height() - px(120), 60))
            self.movie.setScaledSize(self._size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))

    def _told(self, differs: dict[str, Any]) -> str:
        rows = [f"{name.partition('.')[2] or name}: {_plain(one)} → {_plain(other)}" for name, (one, other) in differs.items()]
        if not rows:
            return self.tr("Played by the same trace, both end alike; what differs is to be seen.")
        more = self.tr("and {0} more").format(len(rows) - _TOLD) if len(rows) > _TOLD else ""
        return "    ".join([*rows[:_TOLD], *([more] if more else [])])


def _plain(value: Any) -> str:
    return "0" if value is None else str(value)
