"""The way from the seed to the branch that alone is shown; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from dreamgarden.ui import icons
from dreamgarden.ui.canvas.scene import Scene
from dreamgarden.ui.theme import Theme, font, px

_LONGEST = 150


class Breadcrumbs(QFrame):
    """Sits over the canvas while a branch is focused. `went(id)`: show that branch."""

    went = Signal(str)

    def __init__(self, scene: Scene, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("float")
        self.setAccessibleName(self.tr("Where this branch is"))
        self._scene = scene
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(6), px(3), px(10), px(3))
        self._row.setSpacing(0)
        self.crumbs: list[QPushButton] = []
        scene.focus_changed.connect(self.refresh)
        scene.document.changed.connect(lambda _: self.refresh() if self.isVisibleTo(parent) else None)
        self.refresh()

    def refresh(self) -> None:
        """Show the way anew; nothing while the whole tree is shown."""
        while (old := self._row.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.crumbs = []
        document, focus = self._scene.document, self._scene.focus
        if not focus:
            self.hide()
            return
        for id in [*reversed(list(document.ancestors(focus))), focus]:
            if self.crumbs:
                chevron = QLabel()
                chevron.setPixmap(icons.pixmap("chevron", self._theme.text3, 12, self.devicePixelRatioF()))
                self._row.addWidget(chevron)
            crumb = QPushButton()
            crumb.setObjectName("quiet")
            crumb.setFont(font(12, 600 if id == focus else 400))
            crumb.setText(crumb.fontMetrics().elidedText(document[id].title, Qt.TextElideMode.ElideRight, px(_LONGEST)))
            crumb.setToolTip(document[id].title)
            crumb.setStyleSheet(f"padding: 0 {px(6)}px; min-height: {px(24)}px;")
            crumb.clicked.connect(lambda _=False, id=id: self.went.emit(id))
            self._row.addWidget(crumb)
            self.crumbs.append(crumb)
        self.show()
        self._row.activate()
        self.resize(self._row.sizeHint())
        self.move(16, 14)
        self.raise_()
