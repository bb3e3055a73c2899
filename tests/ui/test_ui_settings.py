"""The page of settings: what is chosen is kept at once, fields appear where they mean something, and what is missing is said."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from dreamgarden.settings import Settings


def changed(page: Any, qtbot: QtBot, act: Any) -> Settings:
    """The settings that the page wants kept after `act`."""
    with qtbot.waitSignal(page.changed, timeout=60_000) as told:
        act()
    chosen = told.args[0]
    assert isinstance(chosen, Settings)
    return chosen


def test_painters_and_sculptors_are_chosen_and_their_fields_follow(window: Any, qtbot: QtBot) -> None:
    window.preferences.open()
    page, makers = window.settings_page, window.settings_page.makers
    assert makers._painter_model.isHidden() and makers._painter_url.isHidden() and makers._sculptor_model.isHidden()
    chosen = changed(page, qtbot, makers.painter.button("server").click)
    assert chosen.painter == "server"
    assert not makers._painter_model.isHidden() and not makers._painter_url.isHidden()
    assert "no model yet" in makers.painter_word.text()
    chosen = changed(page, qtbot, lambda: makers.painter_model.setText("sketch-xl"))
    assert chosen.painter_model == "sketch-xl" and makers.painter_word.isHidden()
    chosen = changed(page, qtbot, makers.sculptor.button("shap-e").click)
    assert chosen.sculptor == "shap-e" and not makers._sculptor_model.isHidden()


def test_what_is_installed_and_what_is_missing_is_said(window: Any, qtbot: QtBot) -> None:
    window.preferences.open()
    makers = window.settings_page.makers
    qtbot.waitUntil(makers.waiting.isHidden, timeout=60_000)
    said = " ".join(label.text() for label in makers.findChildren(QLabel))
    assert "compiler" in said and "g++ 12" in said and "torch" in said and "not installed" in said
    changed(window.settings_page, qtbot, makers.painter.button("diffusers").click)
    assert "torch" in makers.painter_word.text() and "Run setup." in makers.painter_word.text()


def test_a_server_is_tried_and_its_models_are_listed(window: Any, qtbot: QtBot) -> None:
    window.preferences.open()
    fields = window.settings_page.designer_fields
    assert fields.server.isHidden() or not fields.server.isVisible()
    fields.designer.button("model").click()
    assert fields.server.isVisible()
    fields.server.setEditText("http://localhost:1234/v1")
    fields.test.click()
    qtbot.waitUntil(lambda: "2 models" in fields.verdict.text(), timeout=60_000)
    assert [fields.model.itemText(at) for at in range(fields.model.count())] == ["small-model", "large-model"]
    fields.server.setEditText("http://nowhere/v1")
    fields.test.click()
    qtbot.waitUntil(lambda: "does not answer" in fields.verdict.text(), timeout=60_000)


def test_a_model_is_kept_only_with_its_name_and_with_its_helpers(window: Any, qtbot: QtBot) -> None:
    window.preferences.open()
    page, fields = window.settings_page, window.settings_page.designer_fields
    fields.designer.button("model").click()
    fields.critic.setText("reader")
    fields.eyes.setText("seer")
    chosen = changed(page, qtbot, lambda: fields.model.setEditText("dreamer"))
    assert (chosen.designer, chosen.critic, chosen.eyes) == ("dreamer", "reader", "seer")
    chosen = changed(page, qtbot, fields.designer.button("offline").click)
    assert (chosen.designer, chosen.critic) == ("patterns", "")
