"""Who designs, in the settings: the offline designer or a chat model, its server, and the models for single duties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from dreamgarden.settings import Settings
from dreamgarden.ui.segments import Segments
from dreamgarden.ui.settings.form import Form, text_field
from dreamgarden.ui.settings.limits import Unturned
from dreamgarden.ui.theme import Theme, px

_SERVERS = ("openai", "openrouter", "ollama", "lmstudio", "llamacpp", "vllm")
_OFFLINE = "patterns"


class DesignerFields(QWidget):
    """`changed`: a field was. `models_wanted(url)`: ask this server for its models, which also tries it."""

    changed = Signal()
    models_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filling = False
        self._unturned = Unturned(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        form = Form(column)
        about = self.tr(
            "The offline designer needs no server. A chat model starts from its sketch and makes it deeper. "
            "Keys come from the environment or the keyring and are never stored here."
        )
        form.section(self.tr("Designer"), about)
        self.designer = Segments([("offline", self.tr("Offline designer")), ("model", self.tr("Chat model"))])
        self.server, self.model = QComboBox(), QComboBox()
        for box in (self.server, self.model):
            box.setEditable(True)
            box.setMinimumWidth(px(260))
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.installEventFilter(self._unturned)
        self.server.addItems(_SERVERS)
        self.test = QPushButton(self.tr("Test and list models"))
        self.test.clicked.connect(self._ask_models)
        same = self.tr("the same model")
        self.coder, self.critic, self.eyes = text_field(same), text_field(same), text_field(self.tr("nobody looks"))
        self.verdict = QLabel()
        self.verdict.setObjectName("sub")
        self.verdict.setWordWrap(True)
        self.verdict.hide()
        form.row(self.tr("Who designs"), self.designer)
        self._rows = [
            form.row(self.tr("Server"), self.server, self.test),
            form.row(self.tr("Model"), self.model),
            form.row(self.tr("Model for code"), self.coder),
            form.row(self.tr("Model that reviews plans"), self.critic),
            form.row(self.tr("Model that looks at pictures"), self.eyes),
        ]
        column.addWidget(self.verdict)
        self.designer.chosen.connect(self._changed)
        for box in (self.server, self.model):
            box.currentTextChanged.connect(self._changed)
        for field in (self.coder, self.critic, self.eyes):
            field.textChanged.connect(self._changed)

    def show_settings(self, chosen: Settings) -> None:
        """Show these settings."""
        self._filling = True
        offline = chosen.designer == _OFFLINE
        self.designer.choose("offline" if offline else "model")
        self.server.setEditText(chosen.base_url or "openai")
        self.model.setEditText("" if offline else chosen.designer)
        self.coder.setText(chosen.coder)
        self.critic.setText(chosen.critic)
        self.eyes.setText(chosen.eyes)
        self._filling = False
        self._allow()

    def hold(self, chosen: Settings) -> Settings:
        """These settings with what the fields say. A chat model without a name is none yet."""
        model = self.designer.value == "model" and bool(self.model.currentText().strip())
        return replace(
            chosen,
            designer=self.model.currentText().strip() if model else _OFFLINE,
            coder=self.coder.text().strip() if model else "",
            critic=self.critic.text().strip() if model else "",
            eyes=self.eyes.text().strip() if model else "",
            base_url=self.server.currentText().strip() if model else chosen.base_url,
        )

    def show_models(self, answer: dict[str, Any]) -> None:
        """The server's models: it answers."""
        names = [str(name) for name in answer.get("models", ())]
        current = self.model.currentText()
        self._filling = True
        self.model.clear()
        self.model.addItems(names)
        self.model.setEditText(current)
        self._filling = False
        self.say(self.tr("The server answers: {0} models.").format(len(names)), "done")

    def say(self, text: str, state: str) -> None:
        """A sentence below the fields, in the colour of a state."""
        self.verdict.setText(text)
        self.verdict.setStyleSheet(f"color: {self._theme.states[state]};")
        self.verdict.show()
        self.test.setEnabled(True)

    def _ask_models(self) -> None:
        self.say(self.tr("Asking…"), "idea")
        self.test.setEnabled(False)
        self.models_wanted.emit(self.server.currentText().strip())

    def _changed(self, *_: object) -> None:
        if not self._filling:
            self._allow()
            self.changed.emit()

    def _allow(self) -> None:
        for row in self._rows:
            row.setVisible(self.designer.value == "model")
