"""Who paints and who sculpts, in the settings, and what of the machine they and the rest use is installed."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dreamgarden.settings import Painting, Sculpting, Settings
from dreamgarden.ui.segments import Segments
from dreamgarden.ui.settings.form import Form, text_field
from dreamgarden.ui.theme import Theme, px

_SHOWN = ("torch", "diffusers", "likeness weights", "native module", "game runtime", "compiler", "sandbox")
_HEAVY = ("torch", "diffusers")
_LONGEST = 48


class MakerFields(QWidget):
    """`changed`: a field was. `show_components` is told what is on this machine."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filling = False
        self._absent: list[dict[str, Any]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        form = Form(column)
        form.section(self.tr("Painters and sculptors"), self.tr("Pictures become models where no recipe and no file of yours fits."))
        self.painter = Segments(
            [("sketch", self.tr("Offline sketch")), ("server", self.tr("Image server")), ("diffusers", self.tr("Local weights"))]
        )
        self.painter_model, self.painter_url = text_field(), text_field(self.tr("the designer's server"))
        self.sculptor = Segments([("carver", self.tr("Carver")), ("shap-e", "Shap-E"), ("depth", self.tr("Depth"))])
        self.sculptor_model = text_field(self.tr("a folder, or a name on the hub"))
        form.row(self.tr("Who paints"), self.painter)
        self._painter_model = form.row(self.tr("Image model"), self.painter_model)
        self._painter_url = form.row(self.tr("Image server"), self.painter_url)
        self.painter_word = form.remark()
        form.row(self.tr("Who sculpts"), self.sculptor)
        self._sculptor_model = form.row(self.tr("Weights"), self.sculptor_model)
        self.sculptor_word = form.remark()
        form.section(self.tr("Parts of the machine"))
        self._parts = QVBoxLayout()
        self._parts.setSpacing(px(7))
        column.addLayout(self._parts)
        self.waiting = form.remark(self.tr("Looking…"))
        for segments in (self.painter, self.sculptor):
            segments.chosen.connect(self._changed)
        for field in (self.painter_model, self.painter_url, self.sculptor_model):
            field.textChanged.connect(self._changed)

    def show_settings(self, chosen: Settings) -> None:
        """Show these settings."""
        self._filling = True
        self.painter.choose(chosen.painter)
        self.painter_model.setText(chosen.painter_model)
        self.painter_url.setText(chosen.painter_url)
        self.sculptor.choose(chosen.sculptor)
        self.sculptor_model.setText(chosen.sculptor_model)
        self._filling = False
        self._allow()

    def hold(self, chosen: Settings) -> Settings:
        """These settings with what the fields say."""
        return replace(
            chosen,
            painter=cast(Painting, self.painter.value),
            painter_model=self.painter_model.text().strip(),
            painter_url=self.painter_url.text().strip(),
            sculptor=cast(Sculpting, self.sculptor.value),
            sculptor_model=self.sculptor_model.text().strip(),
        )

    def show_components(self, answer: dict[str, Any]) -> None:
        """The garden's answer about what is installed."""
        while (old := self._parts.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        rows = [row for row in answer.get("components", ()) if isinstance(row, dict)]
        self._absent = [row for row in rows if row.get("name") in _HEAVY and row.get("state") != "ok"]
        for row in rows:
            if row.get("name") in _SHOWN or row.get("state") == "missing":
                self._parts.addWidget(self._part(row))
        self.waiting.hide()
        self._allow()

    def _part(self, row: dict[str, Any]) -> QLabel:
        theme = self._theme
        state = str(row.get("state"))
        mark = {"ok": "done", "optional": "idea"}.get(state, "failed")
        absent = self.tr("missing") if state == "missing" else self.tr("not installed")
        word = _short(str(row.get("version") or "")) if state == "ok" else absent
        after = f'<br><span style="color:{theme.text2}">{_code(str(row["then"]), theme)}</span>' if row.get("then") else ""
        text = QLabel(
            f'<span style="color:{theme.states[mark]}">●</span>&nbsp; <b>{escape(str(row.get("name")))}</b>&nbsp; '
            f'<span style="color:{theme.text2}">{escape(word)}</span>'
            f'<span style="color:{theme.text3}"> · {escape(str(row.get("purpose", "")))}</span>{after}'
        )
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setToolTip(str(row.get("version") or ""))
        return text

    def _changed(self, *_: object) -> None:
        if not self._filling:
            self._allow()
            self.changed.emit()

    def _allow(self) -> None:
        painter, sculptor = self.painter.value, self.sculptor.value
        self._painter_model.setVisible(painter != "sketch")
        self._painter_url.setVisible(painter == "server")
        self._sculptor_model.setVisible(sculptor != "carver")
        self.painter_model.setPlaceholderText(
            self.tr("its name on the server") if painter == "server" else self.tr("a folder, or a name on the hub")
        )
        lacking = " ".join(f"{row['name']}: {row.get('then') or self.tr('not installed')}" for row in self._absent)
        self.painter_word.setText(self._word(painter == "diffusers", self.painter_model.text(), painter != "sketch", lacking))
        self.sculptor_word.setText(self._word(sculptor != "carver", self.sculptor_model.text(), sculptor != "carver", lacking))
        for label in (self.painter_word, self.sculptor_word):
            label.setVisible(bool(label.text()))

    def _word(self, heavy: bool, model: str, named: bool, lacking: str) -> str:
        """What is missing for a choice to work; "" when nothing is."""
        if heavy and lacking:
            return lacking
        return self.tr("It has no model yet. Name one.") if named and not model.strip() else ""


def _short(version: str) -> str:
    """A version as it is; of a path, its end."""
    if "/" in version and not version.startswith("g++"):
        version = f"…/{Path(version).name}" if len(version) > _LONGEST else version
    return version if len(version) <= _LONGEST else version[: _LONGEST - 1] + "…"


def _code(text: str, theme: Theme) -> str:
    """A sentence with what stands between backticks set apart."""
    parts = escape(text).split("`")
    return "".join(f'<span style="color:{theme.accent}">{part}</span>' if at % 2 else part for at, part in enumerate(parts))
