"""What a prompt must be, and where a garden may be planted; checked before anything is written."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from dreamgarden.errors import BadInput, StorageError

LONGEST = 20_000
GARDEN_FILE = "garden.db"


def seed_text(prompt: str) -> str:
    """The prompt as it is planted: without control characters, blank lines trimmed, emoji explained in words.

    Raises BadInput when nothing is left to grow from, or more than `LONGEST` characters.
    """
    if len(prompt) > LONGEST:
        raise BadInput(
            f"The prompt has {len(prompt):,} characters; {LONGEST:,} are the most.",
            safe="Nothing was planted.",
            then="Keep what matters most; more can be said node by node once the garden has grown.",
        )
    lines = prompt.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cleaned = "\n".join("".join(c for c in line if _is_seen(c)).rstrip() for line in lines).strip()
    if any(unicodedata.category(c)[0] in "LN" for c in cleaned):
        return cleaned
    meant = [unicodedata.name(c, "").lower() for c in dict.fromkeys(cleaned) if unicodedata.category(c) == "So"]
    if any(meant):
        return f"{cleaned} ({', '.join(name for name in meant if name)})"
    raise BadInput(
        "The prompt holds no words." if cleaned else "The prompt is empty.",
        safe="Nothing was planted.",
        then='Say in a few words what it should be: dreamgarden grow "A lighthouse keeper collects lost stars".',
    )


def free_folder(folder: Path) -> None:
    """Check that a new garden may be planted there. Raises BadInput or StorageError; writes nothing."""
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file.", safe="It was not touched.", then="Name a folder.")
    # What a planting left that was killed half-way is nobody's, and is planted over.
    if folder.is_dir() and not all(each.name.startswith(f".{GARDEN_FILE}.new") for each in folder.iterdir()):
        raise BadInput(
            f"{folder} holds files and is no garden.",
            safe="They were not touched.",
            then="Name a new or an empty folder.",
        )
    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        raise StorageError(
            f"{existing} can't be written.", safe="Nothing was planted.", then="Name a folder that you may write."
        )


def _is_seen(character: str) -> bool:
    # Joiners stay (emoji and some scripts need them); what moves the cursor, hides or turns text does not.
    return character in "\t\u200c\u200d" or unicodedata.category(character) not in (
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    )
