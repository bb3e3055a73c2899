"""Two windows on one garden: the second looks on while the first builds, and says who that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dreamgarden.ui import actions

HOLDER = "process 7 is growing it since 12:30"


def test_a_held_garden_is_only_looked_at_until_it_is_free(window: Any, qtbot: QtBot, asked: Any, tmp_path: Path) -> None:
    assert window.held.isHidden()
    (tmp_path / "holder.txt").write_text(HOLDER)
    window.verbs.look_again()
    qtbot.waitUntil(lambda: window.held.isVisible(), timeout=60_000)
    assert HOLDER in window.held.text.text()
    leaf = next(item.id for item in window.document.items.values() if item.leaf)
    window.document.select([leaf])
    before = len([one for one in asked() if one["verb"] in ("prune", "take")])
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    QTest.keyClick(window.canvas, Qt.Key.Key_R)
    assert len([one for one in asked() if one["verb"] in ("prune", "take")]) == before
    assert actions.possible(actions.BY_NAME["play"], window) and actions.possible(actions.BY_NAME["copy"], window)
    (tmp_path / "holder.txt").unlink()
    window.held.look_wanted.emit()
    qtbot.waitUntil(lambda: window.held.isHidden(), timeout=60_000)
    assert actions.possible(actions.BY_NAME["prune"], window)
    assert not window.held._clock.isActive()


def test_what_changes_a_garden_is_named_once(window: Any) -> None:
    assert set(actions.BY_NAME) >= actions.CHANGING
    edits = {command.name for command in actions.TABLE if command.group == "edit"}
    harmless = {"copy", "select_all", "select_branch", "escape", "open_code", "edit_brief"}
    assert edits - actions.CHANGING == harmless
