"""Saying what is wrong, taking what is proposed, and what play-tests found, with the hands of a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hands import Asked, leaf_of, wait_asked
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton


def say(window: Any, qtbot: QtBot, text: str) -> Any:
    complaint = window.complaint
    complaint.field.setFocus()
    QTest.keyClicks(complaint.field, text)
    QTest.keyClick(complaint.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not complaint.answer.isHidden(), timeout=60_000)
    return complaint


def test_a_complaint_shows_what_would_change_and_only_what_is_taken_is_done(window: Any, qtbot: QtBot, asked: Asked) -> None:
    complaint = say(window, qtbot, "the foxes are too fast")
    assert wait_asked(qtbot, asked, "feedback")["text"] == "the foxes are too fast"
    (box, change), *_ = complaint.boxes
    assert box.text() == "3 becomes 2." and box.isChecked()
    take = next(one for one in complaint.answer.findChildren(QPushButton) if one.objectName() == "primary")
    QTest.mouseClick(take, LEFT)
    sent = wait_asked(qtbot, asked, "heed")
    assert sent["changes"] == [change] and sent["label"] == "Feedback: the foxes are too fast"
    qtbot.waitUntil(lambda: window.verbs.undo_names[-1:] == ["Feedback: the foxes are too fast"], timeout=60_000)
    assert complaint.answer.isHidden() and complaint.field.text() == ""


def test_what_is_not_ticked_is_not_sent_and_what_is_left_is_gone(window: Any, qtbot: QtBot, asked: Asked) -> None:
    complaint = say(window, qtbot, "too dark")
    complaint.boxes[0][0].setChecked(False)
    complaint.accept()
    assert not complaint.answer.isHidden()
    complaint.forget()
    assert complaint.answer.isHidden() and complaint.boxes == []
    assert wait_asked(qtbot, asked, "feedback")["text"] == "too dark"


def test_the_selected_leaf_can_be_meant(window: Any, qtbot: QtBot, asked: Asked) -> None:
    window.document.select([window.document.root])
    assert window.complaint.about.isHidden()
    leaf = leaf_of(window)
    window.document.select([leaf])
    assert not window.complaint.about.isHidden() and window.document[leaf].title[:10] in window.complaint.about.text()
    window.complaint.about.setChecked(True)
    say(window, qtbot, "too many")
    assert wait_asked(qtbot, asked, "feedback")["pointed"] == [window.document[leaf].slug]


def test_a_play_test_puts_badges_on_nodes_and_a_repair_takes_them_off(window: Any, qtbot: QtBot, asked: Asked) -> None:
    findings = window.complaint.findings
    findings.play()
    qtbot.waitUntil(lambda: len(findings.rows) == 1, timeout=60_000)
    (id,) = window.document.findings
    assert window.document.findings[id] == ["The player is stuck."]
    assert "1" in window.complaint.found.text()
    findings.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: list(window.document.selected) == [id], timeout=60_000)
    findings.repair()
    qtbot.waitUntil(lambda: findings.rows == [], timeout=60_000)
    assert window.document.findings == {} and "It was mended." in findings.state.text()


def test_a_build_is_played_when_it_has_ended_unless_that_is_not_wanted(window: Any, qtbot: QtBot, asked: Asked) -> None:
    findings = window.complaint.findings
    findings.always.setChecked(False)
    findings.built({"game": "/there/game"})
    assert findings.test.isEnabled()
    findings.always.setChecked(True)
    findings.built({"game": "", "failed": []})
    assert findings.test.isEnabled()
    findings.built({"game": "/there/game"})
    assert not findings.test.isEnabled()
    qtbot.waitUntil(lambda: len(findings.rows) == 1, timeout=60_000)


def test_showing_a_finding_plays_the_game_as_the_bot_did(window: Any, qtbot: QtBot, asked: Asked) -> None:
    findings = window.complaint.findings
    findings.play()
    qtbot.waitUntil(lambda: len(findings.rows) == 1, timeout=60_000)
    findings.list.setCurrentRow(0)
    findings.replay()
    assert wait_asked(qtbot, asked, "watch")["bot"] == "goal"


def test_a_click_in_the_watched_game_shows_the_node(window: Any, qtbot: QtBot, asked: Asked, tmp_path: Path) -> None:
    findings, leaf = window.complaint.findings, leaf_of(window)
    picks = tmp_path / "picks.json"
    picks.write_text("")
    findings._opened({"picks": str(picks)})
    picks.write_text(json.dumps({"garden": "picked", "thing": "x", "part": window.document[leaf].slug, "model": ""}) + "\n")
    qtbot.waitUntil(lambda: list(window.document.selected) == [leaf], timeout=60_000)


def test_what_a_rectangle_picks_is_meant_by_the_next_complaint(window: Any, qtbot: QtBot, asked: Asked, tmp_path: Path) -> None:
    findings, leaf = window.complaint.findings, leaf_of(window)
    picks = tmp_path / "picks.json"
    picks.write_text("")
    findings._opened({"picks": str(picks)})
    rows = [{"garden": "picked", "thing": "x", "part": window.document[leaf].slug, "model": ""},
            {"garden": "picked", "thing": "y", "part": "elsewhere", "model": ""}]  # fmt: skip
    picks.write_text("".join(json.dumps(row) + "\n" for row in rows))
    qtbot.waitUntil(lambda: findings.around == [window.document[leaf].slug], timeout=60_000)
    qtbot.waitUntil(lambda: list(window.document.selected) == [leaf], timeout=60_000)
    window.complaint.about.setChecked(True)
    window.complaint.field.setText("too many of them")
    window.complaint.ask()
    assert window.document[leaf].slug in wait_asked(qtbot, asked, "feedback")["pointed"]
