"""The person's choices about the window: read quickly at the start, kept in the settings file, put on by the dresser."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dreamgarden import settings
from dreamgarden.errors import GardenError
from dreamgarden.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_OVER = ("DREAMGARDEN_THEME", "DREAMGARDEN_LANGUAGE")
_CHOICES = frozenset(one.name for one in dataclasses.fields(Settings))


@dataclass(frozen=True)
class Taste:
    """The part of the settings that the window itself follows; members as in `Settings`."""

    language: str = ""
    theme: str = "dark"
    text_size: int = 100
    motion: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    editor: str = ""

    @classmethod
    def of(cls, chosen: Settings) -> Taste:
        """What these settings say."""
        return cls(chosen.language, chosen.theme, chosen.text_size, chosen.motion, dict(chosen.keys), chosen.editor)


def quick() -> Taste:
    """What a person chose.

    Read without `settings.load`, which checks everything and takes as long as the rest of the start, unless
    something is wrong: then its error says what.
    """
    try:
        kept = json.loads(settings.settings_file().read_text(encoding="utf-8"))
        taste = Taste(
            str(kept.get("language", "")), str(kept.get("theme", "dark")), int(kept.get("text_size", 100)),
            bool(kept.get("motion", True)), {str(name): tuple(keys) for name, keys in kept.get("keys", {}).items()},
            str(kept.get("editor", "")),
        )  # fmt: skip
    except FileNotFoundError:
        taste = Taste()
    except (OSError, ValueError, AttributeError, TypeError):
        taste = Taste(theme="")
    language = os.environ.get("DREAMGARDEN_LANGUAGE", taste.language)
    theme = os.environ.get("DREAMGARDEN_THEME", taste.theme)
    if theme not in ("dark", "light", "system"):
        return Taste.of(settings.load())
    return Taste(language, theme, taste.text_size, taste.motion, taste.keys, taste.editor)


def kept() -> Settings:
    """The settings file alone: what the environment says holds for this start only. Raises BadInput, StorageError."""
    return settings.load({name: value for name, value in os.environ.items() if not _is_over(name)})


def keep(chosen: Settings) -> None:
    """Write the settings; a disk that refuses is told on stderr and costs only the memory."""
    try:
        settings.save(chosen)
    except GardenError as error:
        print(f"dreamgarden: {error}", file=sys.stderr)


def _is_over(name: str) -> bool:
    return name in _OVER or name.removeprefix("DREAMGARDEN_").lower() in _CHOICES


class Dresser:
    """The application's theme, language, text size and keys, which widgets take when they are built."""

    def __init__(self, application: QApplication, taste: Taste) -> None:
        self._application = application
        self._translator: object = None
        self.language = ""
        self.taste = Taste()
        self.put_on(taste)

    def put_on(self, taste: Taste) -> bool:
        """Take a taste; True when widgets have to be built anew to show it."""
        from dreamgarden.ui import actions
        from dreamgarden.ui import theme as themes
        from dreamgarden.ui.translation import chosen

        before, self.taste = self.taste, taste
        themes.set_text_size(taste.text_size)
        actions.change_keys(taste.keys)
        self._application.setFont(themes.font(13))
        self.wear(taste.theme)
        self.speak(chosen(taste.language))
        looks = ("language", "theme", "text_size", "keys")
        return any(getattr(before, name) != getattr(taste, name) for name in looks)

    def wear(self, name: str) -> None:
        """Put a theme on."""
        from dreamgarden.ui import theme as themes

        self.theme = themes.named(name)
        self._application.setPalette(themes.palette(self.theme))
        self._application.setStyleSheet(themes.sheet(self.theme))

    def speak(self, language: str) -> None:
        """Speak a language from now on."""
        from dreamgarden.ui.translation import Words, read

        if language == self.language:
            return
        if isinstance(self._translator, Words):
            self._application.removeTranslator(self._translator)
        self._translator = Words(read(language), self._application)
        self._application.installTranslator(self._translator)
        self.language = language
