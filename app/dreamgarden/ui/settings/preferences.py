"""Between the page of settings, the application that wears them and the garden that follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from dreamgarden.errors import GardenError
from dreamgarden.settings import Settings
from dreamgarden.ui.settings import taste
from dreamgarden.ui.settings.settings_page import SettingsPage

if TYPE_CHECKING:
    from dreamgarden.ui.window import Window

_GARDENS = (
    "designer", "coder", "critic", "eyes", "base_url", "budget", "library", "painter", "painter_model", "painter_url", "sculptor",
    "sculptor_model",
)  # fmt: skip


class Preferences(QObject):
    """Bound to one window; the page is another one after each change of look."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._before = 0

    def follow(self, page: SettingsPage) -> None:
        """Listen to a page."""
        page.left.connect(self.leave)
        page.changed.connect(self._take)
        page.doctor_wanted.connect(lambda: self._window.verbs.ask("doctor", lambda answer: self._page.show_doctor(answer)))
        page.models_wanted.connect(self._ask_models)
        page.library_wanted.connect(self._add_library)

    @property
    def _page(self) -> SettingsPage:
        return self._window.settings_page

    def open(self) -> None:
        """Show the settings."""
        pages = self._window.pages
        if pages.currentWidget() is not self._page:
            self._before = pages.currentIndex()
            pages.setCurrentWidget(self._page)
        self.fill()
        self._page.setFocus()

    def fill(self) -> None:
        """Show what is kept."""
        try:
            self._page.show_settings(taste.kept())
        except GardenError as error:
            self._page.show_refusal(str(error))

    def leave(self) -> None:
        """Go back to where the person was."""
        self._window.pages.setCurrentIndex(self._before)
        self._window.focus_page()

    def _take(self, chosen: Settings) -> None:
        before = taste.kept()
        self._window.settings_wanted.emit(chosen)
        if any(getattr(before, name) != getattr(chosen, name) for name in _GARDENS):
            # After it is kept: the garden reads the same file.
            QTimer.singleShot(0, self, self._window.verbs.rehire)

    def _ask_models(self, url: str) -> None:
        self._window.verbs.ask(
            "models", lambda answer: self._page.show_models(answer), lambda error: self._page.show_refusal(str(error)), base_url=url
        )

    def _add_library(self, folder: str) -> None:
        def done(_: dict[str, Any]) -> None:
            self.fill()
            self._window.verbs.rehire()

        self._window.verbs.ask("library_add", done, lambda error: self._page.show_refusal(str(error)), folder=folder)
