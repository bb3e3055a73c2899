"""The settings in the window. Every change holds at once and is kept; nothing here has an OK button."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dreamgarden.settings import Settings
from dreamgarden.ui import icons
from dreamgarden.ui.segments import Segments
from dreamgarden.ui.settings.designer_fields import DesignerFields
from dreamgarden.ui.settings.form import Form
from dreamgarden.ui.settings.key_editor import KeyEditor
from dreamgarden.ui.settings.limits import LimitFields
from dreamgarden.ui.settings.makers import MakerFields
from dreamgarden.ui.theme import Theme, px

_WIDTH = 760


class SettingsPage(QWidget):
    """`changed(Settings)`: hold and keep these. `models_wanted(url)`, `doctor_wanted()`, `library_wanted(folder)`: ask the garden."""

    changed = Signal(object)
    models_wanted = Signal(str)
    doctor_wanted = Signal()
    library_wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme = theme
        self._settings = Settings()
        self._filling = True
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._head())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        across = QHBoxLayout(sheet)
        across.setContentsMargins(px(24), 0, px(24), px(32))
        middle = QWidget()
        middle.setMaximumWidth(px(_WIDTH))
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(10))
        self._form = Form(self._column)
        self._looks()
        self.designer_fields = DesignerFields(theme)
        self.designer_fields.models_wanted.connect(self.models_wanted)
        self._column.addWidget(self.designer_fields)
        self._budget()
        self.makers = MakerFields(theme)
        self._column.addWidget(self.makers)
        for fields in (self.designer_fields, self.makers):
            fields.changed.connect(self._later)
        self._library()
        self._code()
        self._keys()
        self._column.addStretch(1)
        self.area.setWidget(sheet)
        outer.addWidget(self.area, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(350)
        self._soon.timeout.connect(self._collect)
        self._filling = False

    # Building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(px(12), px(9), px(12), px(6))
        self.back = QPushButton(self.tr("Back"))
        self.back.setObjectName("quiet")
        self.back.setIcon(icons.icon("back", self._theme.text2, 16))
        self.back.clicked.connect(self.leave)
        row.addWidget(self.back)
        heading = QLabel(self.tr("Settings"))
        heading.setObjectName("heading")
        row.addWidget(heading)
        row.addStretch(1)
        return row

    def _looks(self) -> None:
        self._form.section(self.tr("Look and language"))
        self.theme = Segments([("dark", self.tr("Dark")), ("light", self.tr("Light")), ("system", self.tr("As the system"))])
        self.language = Segments([("en", "English"), ("zh", "简体中文"), ("", self.tr("As the system"))])
        self.text_size = Segments([(str(size), f"{size} %") for size in (100, 125, 150, 175, 200)])
        self.motion = Segments([("full", self.tr("Things glide")), ("less", self.tr("As little as possible"))])
        self._form.row(self.tr("Theme"), self.theme)
        self._form.row(self.tr("Language"), self.language)
        self._form.row(self.tr("Text size"), self.text_size)
        self._form.row(self.tr("Motion"), self.motion)
        for segments in (self.theme, self.language, self.text_size, self.motion):
            segments.chosen.connect(self._later)

    def _budget(self) -> None:
        self._form.section(self.tr("Budget of a growth"), self.tr("0 means no limit. A growth stops cleanly when one of these is spent."))
        self.limits = LimitFields()
        self.limits.changed.connect(self._later)
        self._column.addWidget(self.limits)

    def _library(self) -> None:
        about = self.tr("Folders of .glb and .obj files that are searched beside the bundled recipes.")
        self._form.section(self.tr("Model library"), about)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(px(4))
        self._column.addLayout(self._folders)
        add = QPushButton(self.tr("Add a folder…"))
        add.setIcon(icons.icon("folder", self._theme.text2, 15))
        add.clicked.connect(self._add_folder)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch(1)
        self._column.addLayout(row)

    def _code(self) -> None:
        self._form.section(self.tr("Code"))
        self.editor = QLineEdit()
        self.editor.setMinimumWidth(px(360))
        self.editor.setPlaceholderText("code --goto {file}:{line}")
        self.editor.textChanged.connect(self._later)
        self._form.row(self.tr("Editor"), self.editor)

    def _keys(self) -> None:
        self._form.section(self.tr("Keys"), self.tr("Click a key and press another. Backspace takes it away, Esc leaves it as it was."))
        self.keys = KeyEditor(self._theme)
        self.keys.changed.connect(self._later)
        self._column.addWidget(self.keys)

    # Filling

    def show_settings(self, chosen: Settings) -> None:
        """Show these settings, and ask what is on this machine."""
        self._filling = True
        self._settings = chosen
        self.theme.choose(chosen.theme)
        self.language.choose(chosen.language)
        self.text_size.choose(str(chosen.text_size))
        self.motion.choose("full" if chosen.motion else "less")
        self.designer_fields.show_settings(chosen)
        self.makers.show_settings(chosen)
        self.limits.show_budget(chosen.budget)
        self.editor.setText(chosen.editor)
        self.keys.show_keys(chosen.keys)
        self._show_folders()
        self._filling = False
        self.doctor_wanted.emit()

    def show_doctor(self, answer: dict[str, Any]) -> None:
        """The garden's answer about what is installed."""
        self.makers.show_components(answer)

    def show_models(self, answer: dict[str, Any]) -> None:
        """The server's models: it answers."""
        self.designer_fields.show_models(answer)

    def show_refusal(self, text: str) -> None:
        """Something was asked of the garden that it could not answer as it should."""
        self.designer_fields.say(text, "failed")

    def _show_folders(self) -> None:
        while (old := self._folders.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        for folder in self._settings.library:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            there = Path(folder).is_dir()
            name = QLabel(folder if there else self.tr("{0} (not there)").format(folder))
            name.setObjectName("sub")
            away = QPushButton()
            away.setObjectName("quiet")
            away.setFixedSize(px(26), px(26))
            away.setStyleSheet("padding: 0; min-height: 0;")
            away.setIcon(icons.icon("cross", self._theme.text3, 13))
            away.setIconSize(QSize(px(13), px(13)))
            away.setAccessibleName(self.tr("Leave out {0}").format(folder))
            away.clicked.connect(lambda _=False, folder=folder: self._drop_folder(folder))
            row.addWidget(name, 1)
            row.addWidget(away)
            self._folders.addWidget(line)

    # Changing

    def _later(self, *_: object) -> None:
        if not self._filling:
            self._soon.start()

    def _collect(self) -> None:
        self._soon.stop()
        chosen = replace(
            self.makers.hold(self.designer_fields.hold(self._settings)),
            theme=cast(Literal["dark", "light", "system"], self.theme.value),
            language=self.language.value,
            text_size=int(self.text_size.value or 100),
            motion=self.motion.value != "less",
            budget=self.limits.budget(),
            editor=self.editor.text().strip(),
            keys=self.keys.keys(),
        )
        if chosen != self._settings:
            self._settings = chosen
            self.changed.emit(chosen)

    def _add_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder of models"), str(Path.home()))
        if folder:
            self.library_wanted.emit(folder)

    def _drop_folder(self, folder: str) -> None:
        self._settings = replace(self._settings, library=tuple(one for one in self._settings.library if one != folder))
        self._show_folders()
        self.changed.emit(self._settings)

    def leave(self) -> None:
        """Hold what is still on its way, and go."""
        if self._soon.isActive():
            self._collect()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
