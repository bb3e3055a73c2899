"""The plain facts about a node, as pairs of a name and a value for the inspector."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from dreamgarden.ui import words
from dreamgarden.ui.document import Document, Item
from dreamgarden.ui.marks import QT_TRANSLATE_NOOP

_NOTES = {
    "triangles": QT_TRANSLATE_NOOP("Facts", "Triangles"),
    "vertices": QT_TRANSLATE_NOOP("Facts", "Vertices"),
    "size": QT_TRANSLATE_NOOP("Facts", "Size"),
    "route": QT_TRANSLATE_NOOP("Facts", "Route"),
    "pattern": QT_TRANSLATE_NOOP("Facts", "Pattern"),
    "recipe": QT_TRANSLATE_NOOP("Facts", "Recipe"),
    "seconds": QT_TRANSLATE_NOOP("Facts", "Took"),
    "rounds": QT_TRANSLATE_NOOP("Facts", "Rounds"),
    "calls": QT_TRANSLATE_NOOP("Facts", "Model calls"),
    "tokens": QT_TRANSLATE_NOOP("Facts", "Tokens"),
    "cost": QT_TRANSLATE_NOOP("Facts", "Cost"),
    "credit": QT_TRANSLATE_NOOP("Facts", "Credit"),
    "license": QT_TRANSLATE_NOOP("Facts", "Licence"),
}


def _value(name: str, value: Any) -> str:
    if name == "seconds" and isinstance(value, int | float):
        return words.took(float(value))
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.2f}"
    if name == "size" and isinstance(value, list | tuple):
        return " × ".join(f"{one:.2f}" for one in value if isinstance(one, int | float)) + " m"
    return value if isinstance(value, str) else ""


def facts(document: Document, item: Item, notes: dict[str, Any]) -> list[tuple[str, str]]:
    """What is known, in the order in which people ask. Empty facts are left out."""

    def word(text: str) -> str:
        return QCoreApplication.translate("Facts", text)

    if "cost" in notes:
        notes = {name: value for name, value in notes.items() if name not in ("calls", "tokens")}
    rows: list[tuple[str, str]] = []
    if not item.leaf:
        done, total = document.done_below(item.id)
        if total:
            rows.append(
                (QCoreApplication.translate("Facts", "Leaves"),
                 QCoreApplication.translate("Facts", "{0} of {1} done").format(done, total))
            )  # fmt: skip
    rows += [(word(text), _value(name, notes[name])) for name, text in _NOTES.items() if name in notes]
    needs = [document[id].title for id in item.needs if id in document]
    used = [document[id].title for id in sorted(document.needed_by.get(item.id, ())) if id in document]
    rows.append((QCoreApplication.translate("Facts", "Needs"), ", ".join(needs)))
    rows.append((QCoreApplication.translate("Facts", "Used by"), ", ".join(used)))
    if item.take > 1:
        rows.append((QCoreApplication.translate("Facts", "Take"), str(item.take)))
    if item.pinned:
        rows.append(
            (
                QCoreApplication.translate("Facts", "Kept"),
                QCoreApplication.translate("Facts", "as it is, whatever changes"),
            )
        )
    if item.author == "person":
        rows.append((QCoreApplication.translate("Facts", "Words by"), QCoreApplication.translate("Facts", "you")))
    if item.slug and item.leaf:
        rows.append((QCoreApplication.translate("Facts", "Name in the game"), item.slug))
    return [(name, value) for name, value in rows if value]
