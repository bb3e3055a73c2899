"""Colours for C++ and JSON in the code view, and the marking of a seed's words in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from dreamgarden.ui.theme import Theme

_KEYWORDS = (
    "alignas auto bool break case catch char class const constexpr continue default delete do double else enum "
    "explicit extern false final float for friend if inline int long mutable namespace new noexcept nullptr operator "
    "override private protected public return short signed sizeof static struct switch template this throw true try "
    "typedef typename union unsigned using virtual void volatile while"
)
_RULES = (
    ("keyword", re.compile(r"\b(?:" + _KEYWORDS.replace(" ", "|") + r")\b")),
    ("type", re.compile(r"\b(?:std|[A-Z][A-Za-z0-9_]*)\b")),
    ("number", re.compile(r"\b(?:0x[0-9a-fA-F']+|\d[\d']*\.?\d*(?:e[+-]?\d+)?)[fFuUlL]*\b")),
    ("directive", re.compile(r"^\s*#\s*\w+")),
    ("string", re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'|(?<=#include )<[^>]+>')),
    ("comment", re.compile(r"//.*$")),
)


class CodeColours(QSyntaxHighlighter):
    """Follows a document's blocks; comments over several lines are carried from block to block."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        colours = {
            "keyword": theme.accent,
            "type": theme.kinds["mesh"],
            "number": theme.kinds["style"],
            "directive": theme.kinds["data"],
            "string": theme.kinds["aspect"],
            "comment": theme.text3,
        }
        self._formats = {}
        for name, colour in colours.items():
            look = QTextCharFormat()
            look.setForeground(QColor(colour))
            look.setFontItalic(name == "comment")
            self._formats[name] = look

    def highlightBlock(self, text: str) -> None:
        for name, rule in _RULES:
            for found in rule.finditer(text):
                self.setFormat(found.start(), found.end() - found.start(), self._formats[name])
        start = 0 if self.previousBlockState() == 1 else text.find("/*")
        self.setCurrentBlockState(0)
        while start >= 0:
            end = text.find("*/", start)
            if end < 0:
                self.setCurrentBlockState(1)
            length = (len(text) if end < 0 else end + 2) - start
            self.setFormat(start, length, self._formats["comment"])
            start = -1 if end < 0 else text.find("/*", start + length)


class WordMarks(QSyntaxHighlighter):
    """Marks the seed's words in a brief while it is being written."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._pattern: re.Pattern[str] | None = None
        self._format = QTextCharFormat()
        self._format.setForeground(QColor(theme.kinds["seed"]))
        self._format.setFontWeight(QFont.Weight.DemiBold)

    def mark(self, words: Sequence[str]) -> None:
        """Mark these words from now on."""
        self._pattern = pattern(words)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if self._pattern is not None:
            for found in self._pattern.finditer(text):
                self.setFormat(found.start(), found.end() - found.start(), self._format)


def pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Finds the words: whole ones in Latin script, anywhere in others, longer ones first."""
    parts = []
    for word in sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True):
        body = re.escape(word)
        parts.append(rf"\b{body}\b" if word.isascii() else body)
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def marked_html(text: str, words: Sequence[str], theme: Theme) -> str:
    """The text as HTML with the words marked."""
    found = pattern(words)
    if found is None:
        return escape(text).replace("\n", "<br>")
    out, at = [], 0
    for hit in found.finditer(text):
        out.append(escape(text[at : hit.start()]))
        out.append(f'<span style="color:{theme.kinds["seed"]};font-weight:600">{escape(hit[0])}</span>')
        at = hit.end()
    out.append(escape(text[at:]))
    return "".join(out).replace("\n", "<br>")
