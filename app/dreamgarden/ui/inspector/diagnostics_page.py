"""The inspector's page of diagnostics: what the compiler says, each with the lines of the code that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTextBrowser, QWidget

from dreamgarden.ui import words
from dreamgarden.ui.document import Item
from dreamgarden.ui.inspector.highlight import marked_html
from dreamgarden.ui.inspector.why_panel import sentence
from dreamgarden.ui.theme import MONO_FAMILIES, Theme, px

_AROUND = 2
_MOST = 40
_LONGEST_LINE = 240


class DiagnosticsPage(QTextBrowser):
    """`line_wanted(file, line)`: the person wants to see that line in the whole code."""

    line_wanted = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._html = ""
        self.setObjectName("bare")
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        self.setAccessibleName(self.tr("Diagnostics"))
        self.anchorClicked.connect(self._follow)

    def show_leaf(self, item: Item, found: Sequence[Mapping[str, Any]], files: Mapping[str, str]) -> None:
        """Show what was found in a leaf's files; where nothing was, why it failed, or that all is well."""
        if found:
            places = groupby(found[:_MOST], key=lambda one: (one.get("file"), one.get("line")))
            blocks = [self._block(list(same), files) for _, same in places]
            if len(found) > _MOST:
                blocks.append(self._faint(self.tr("And {0} more.").format(len(found) - _MOST)))
            self._put("".join(blocks))
        elif item.state in ("failed", "blocked"):
            colour = self._theme.states[item.state]
            reason = marked_html(sentence(item.reason), (), self._theme)
            self._put(f'<p><span style="color:{colour};font-weight:600">{words.state(item.state)}</span><br>{reason}</p>')
        else:
            self._put(self._faint(self.tr("The compiler has nothing to say.")))

    def _faint(self, text: str) -> str:
        return f'<p style="color:{self._theme.text3}">{escape(text)}</p>'

    def _put(self, html: str) -> None:
        if html != self._html:  # a refresh must not take the person back to the top
            self._html = html
            self.setHtml(html)

    def _block(self, same: Sequence[Mapping[str, Any]], files: Mapping[str, str]) -> str:
        """What was found in one line, and once that line."""
        heads = "".join(self._head(one) for one in same)
        one = same[0]
        name, line, column = Path(str(one.get("file", ""))).name, one.get("line"), one.get("column")
        text = next((text for path, text in files.items() if Path(path).name == name), "")
        if not isinstance(line, int):
            return heads
        return heads + self._excerpt(text, line, column if isinstance(column, int) else 0, self._colour(one))

    def _colour(self, one: Mapping[str, Any]) -> str:
        loud = {"error": self._theme.states["failed"], "warning": self._theme.states["running"]}
        return loud.get(str(one.get("severity", "error")), self._theme.text3)

    def _head(self, one: Mapping[str, Any]) -> str:
        theme = self._theme
        severity = str(one.get("severity", "error"))
        colour = self._colour(one)
        word = {"error": self.tr("Error"), "warning": self.tr("Warning")}.get(severity, self.tr("Note"))
        name, line = Path(str(one.get("file", ""))).name, one.get("line")
        place = f"{name}:{line}" if line else name
        look = f"color:{theme.accent};text-decoration:none"
        link = f'<a href="line:{escape(name)}#{line or 1}" style="{look}">{escape(place)}</a>'
        said = marked_html(str(one.get("message", "")), (), theme)
        return f'<p style="margin:0 0 {px(8)}px 0"><span style="color:{colour};font-weight:600">{word}</span> &nbsp;{link}<br>{said}</p>'

    def _excerpt(self, text: str, line: int, column: int, colour: str) -> str:
        """The line and those around it, numbered; the line itself on its colour, with a mark below the place."""
        lines = text.splitlines()
        if not 1 <= line <= len(lines):
            return ""
        theme = self._theme
        first, last = max(1, line - _AROUND), min(len(lines), line + _AROUND)
        shown = {number: lines[number - 1][:_LONGEST_LINE].expandtabs(4) for number in range(first, last + 1)}
        # What all of them are indented by says nothing, and the panel is narrow.
        spare = min((len(code) - len(code.lstrip()) for code in shown.values() if code.strip()), default=0)
        tint = _on(QColor(colour), QColor(theme.inset), 0.18)
        family = ", ".join(f"'{name}'" for name in MONO_FAMILIES)
        style = f"font-family:{family};font-size:{px(12)}px;white-space:pre"
        rows = []
        for number, code in shown.items():
            here = number == line
            ground = f' bgcolor="{tint}"' if here else ""
            rows.append(
                f'<tr><td{ground} align="right" style="{style};color:{colour if here else theme.text3};padding:1px {px(6)}px">{number}</td>'
                f'<td{ground} width="100%" style="{style};color:{theme.text if here else theme.text2};padding:1px {px(4)}px">'
                f"{escape(code[spare:]) or '&nbsp;'}</td></tr>"
            )
            # Columns count bytes, as compilers do.
            before = len(lines[number - 1].encode()[: max(0, column - 1)].decode(errors="ignore").expandtabs(4)) - spare
            if here and column and 0 <= before < _LONGEST_LINE:
                rows.append(f'<tr><td></td><td style="{style};color:{colour};padding:0 {px(4)}px">{"&nbsp;" * before}^</td></tr>')
        return (
            f'<table bgcolor="{theme.inset}" cellspacing="0" cellpadding="0" width="100%" style="margin:0 0 {px(18)}px 0">'
            f"{''.join(rows)}</table>"
        )

    def _follow(self, url: QUrl) -> None:
        self.line_wanted.emit(url.path(), int(url.fragment() or 1))


def _on(colour: QColor, ground: QColor, share: float) -> str:
    pairs = ((colour.redF(), ground.redF()), (colour.greenF(), ground.greenF()), (colour.blueF(), ground.blueF()))
    return QColor.fromRgbF(*(mine * share + theirs * (1 - share) for mine, theirs in pairs)).name()
