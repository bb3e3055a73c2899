"""The inspector's page of what was said with models about a node: what was asked, and what was answered, call by call."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from dreamgarden.ui.theme import MONO_FAMILIES, Theme, px

_SHOWN = 12_000


class WordsPage(QWidget):
    """Shows the answer to `words`; nothing is asked of anybody here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._html = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.text = QTextBrowser()
        self.text.setObjectName("bare")
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("Words of the model"))
        column.addWidget(self.text)

    def show_calls(self, calls: list[dict[str, Any]]) -> None:
        """Show these calls, in their order."""
        theme = self._theme
        rows = []
        for call in calls:
            rows.append(f'<p style="margin:0 0 4px 0;font-weight:600">{escape(str(call.get("purpose", "")))}</p>')
            for name, colour in (("asked", theme.text3), ("answer", theme.text)):
                caption = self.tr("Asked") if name == "asked" else self.tr("Answered")
                rows.append(f'<p style="margin:6px 0 2px 0;color:{theme.text3}">{caption}</p>')
                rows.append(self._block(str(call.get(name, "")), colour))
            rows.append("<p>&nbsp;</p>")
        html = "".join(rows)
        if html != self._html:
            self._html = html
            self.text.setHtml(html)

    def _block(self, text: str, colour: str) -> str:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "\n…"
        family = ", ".join(f"'{name}'" for name in MONO_FAMILIES)
        return (
            f'<pre style="margin:0;white-space:pre-wrap;color:{colour};font-family:{family};font-size:{px(11)}px">{escape(shown)}</pre>'
        )
