"""The plain facts about a node, as pairs of a name and a value for the inspector."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from dreamgarden.ui import words
from dreamgarden.ui.document import Document, Item
from dreamgarden.ui.marks import QT_TRANSLATE_NOOP

_NOTES = {
    "triangles": QT_TRANSLATE_NOOP("Facts", "Triangles"),
    "vertices": QT_TRANSLATE_NOOP("Facts", "Vertices"),
    "size": QT_TRANSLATE_NOOP("Facts", "Size"),
    "route": QT_TRANSLATE_NOOP("Facts", "Made"),
    "way": QT_TRANSLATE_NOOP("Facts", "Way"),
    "confidence": QT_TRANSLATE_NOOP("Facts", "Cut out"),
    "found": QT_TRANSLATE_NOOP("Facts", "Found"),
    "why": QT_TRANSLATE_NOOP("Facts", "Because"),
    "instead": QT_TRANSLATE_NOOP("Facts", "Instead"),
    "collision": QT_TRANSLATE_NOOP("Facts", "Bumped into as"),
    "lines": QT_TRANSLATE_NOOP("Facts", "Lines"),
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


# How a model can be made, as an artifact's notes name it: routes, ways to sculpt, ways to cut out, shapes to bump into.
_WAYS = {
    "recipe": QT_TRANSLATE_NOOP("Facts", "shaped from a recipe"),
    "retrieve": QT_TRANSLATE_NOOP("Facts", "found in a library"),
    "sculpt": QT_TRANSLATE_NOOP("Facts", "sculpted from a picture"),
    "sprites": QT_TRANSLATE_NOOP("Facts", "a model, and sprites of it"),
    "own": QT_TRANSLATE_NOOP("Facts", "brought by you"),
    "you": QT_TRANSLATE_NOOP("Facts", "you"),
    "patterns": QT_TRANSLATE_NOOP("Facts", "the offline designer"),
    "sketch": QT_TRANSLATE_NOOP("Facts", "the sketching painter"),
    "plain ground": QT_TRANSLATE_NOOP("Facts", "from its plain ground"),
    "by colours": QT_TRANSLATE_NOOP("Facts", "by its colours"),
    "clear": QT_TRANSLATE_NOOP("Facts", "it had no ground"),
    "inflation": QT_TRANSLATE_NOOP("Facts", "blown up from its outline"),
    "slab": QT_TRANSLATE_NOOP("Facts", "cut from a slab"),
    "hull": QT_TRANSLATE_NOOP("Facts", "carved from all sides"),
    "round hull": QT_TRANSLATE_NOOP("Facts", "carved and rounded"),
    "front": QT_TRANSLATE_NOOP("Facts", "front"),
    "right": QT_TRANSLATE_NOOP("Facts", "right"),
    "left": QT_TRANSLATE_NOOP("Facts", "left"),
    "back": QT_TRANSLATE_NOOP("Facts", "back"),
    "top": QT_TRANSLATE_NOOP("Facts", "from above"),
    "box": QT_TRANSLATE_NOOP("Facts", "a box"),
    "convex": QT_TRANSLATE_NOOP("Facts", "its hull"),
    "parts": QT_TRANSLATE_NOOP("Facts", "its parts"),
}


def way(text: str) -> str:
    """How something was made, in the words of the window: "slab from front, right" too; what has no word stays as it is."""
    shape, source, sides = text.partition(" from ")
    if text not in _WAYS and source and shape in _WAYS:
        seen = ", ".join(way(side) for side in sides.split(", "))
        return QCoreApplication.translate("Facts", "{0} (seen from: {1})").format(way(shape), seen)
    name = text if text in _WAYS else text.rpartition(" ")[0] if text.rpartition(" ")[2].isdecimal() else text
    return QCoreApplication.translate("Facts", _WAYS[name]) if name in _WAYS else text


def _value(name: str, value: Any) -> str:
    if name in ("route", "way", "collision") and isinstance(value, str):
        return way(value)
    if name == "confidence" and isinstance(value, int | float):
        return QCoreApplication.translate("Facts", "{0} % sure").format(round(value * 100))
    if name == "found" and isinstance(value, str):
        return Path(value).name
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
