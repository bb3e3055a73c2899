"""The window's words in other languages, read from Qt's own .ts files when a language is chosen.

Reading the source file takes a few milliseconds and saves a step in the set-up and a binary in the repository.
"""

from __future__ import annotations

import locale
import os
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QObject, QTranslator

FOLDER = Path(__file__).with_name("translations")
LANGUAGES = {"en": "English", "zh": "简体中文"}
_FILES = {"zh": "zh_CN.ts"}


class Words(QTranslator):
    """A translator over a table of (context, source) → words."""

    def __init__(self, table: dict[tuple[str, str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table

    def isEmpty(self) -> bool:
        return not self._table

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        # None, not "": Qt takes an empty string for a translation.
        return self._table.get((context, source))


def read(language: str) -> dict[tuple[str, str], str]:
    """The finished translations of a language; empty for English, whose words are in the source."""
    if language not in _FILES:
        return {}
    # Here, because English, and so most starts, do not need it.

    table = {}
    for context in ElementTree.parse(FOLDER / _FILES[language]).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            words = message.find("translation")
            if words is not None and words.text and words.get("type") not in ("unfinished", "vanished", "obsolete"):
                table[name, message.findtext("source", "")] = words.text
    return table


def chosen(language: str) -> str:
    """The language to speak: the person's choice, or what the desktop speaks, or English."""
    if language in LANGUAGES:
        return language
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    spoken = spoken or (locale.getlocale()[0] or "")
    return "zh" if spoken.lower().startswith("zh") else "en"
