"""Saying what is wrong, taking what is proposed, and what play-tests found, with the hands of a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hands import Asked, leaf_of, wait_asked
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from dreamgarden.ui.beside import Beside

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
    assert box.accessibleName() == "3 becomes 2." and box.isChecked()
    QTest.mouseClick(complaint.take_them, LEFT)
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
    assert window.complaint.about.isChecked(), "what was picked is meant"
    window.complaint.field.setText("too many of them")
    window.complaint.ask()
    assert window.document[leaf].slug in wait_asked(qtbot, asked, "feedback")["pointed"]


def test_a_long_answer_keeps_its_buttons_in_sight_and_counts_what_is_ticked(window: Any, qtbot: QtBot) -> None:
    complaint = window.complaint
    long = "A long sentence about what becomes what. " * 6
    change = {"nodes": [leaf_of(window)], "what": long, "why": "<b>you</b> say so", "steps": [{}]}
    complaint.take({"changes": [change] * 10, "questions": ["What is a zorp? " * 12] * 3, "label": ""})
    qtbot.waitUntil(complaint.take_them.isVisible, timeout=60_000)
    assert complaint.answer.height() <= max(250, window.height() // 3)
    assert complaint.answer.widget().width() <= complaint.answer.width()
    assert complaint.take_them.text() == "Make these changes"
    box, _ = complaint.boxes[0]
    what = next(label for label in complaint.answer.findChildren(QLabel) if label.buddy() is box)
    QTest.mouseClick(what, LEFT)
    assert not box.isChecked() and complaint.take_them.text() == "Make 9 of 10 changes"
    for each, _ in complaint.boxes:
        each.setChecked(False)
    assert not complaint.take_them.isEnabled()
    complaint.take({"changes": [], "questions": [], "label": ""})
    assert complaint.take_them.isHidden() and complaint.leave.isVisible()


def test_a_finding_is_shown_from_its_own_trace_and_frame(window: Any, qtbot: QtBot, asked: Asked) -> None:
    findings = window.complaint.findings
    findings._told({"findings": [{"what": "stuck", "parts": [], "play": "goal", "frame": 90, "trace": "/there/goal.json"}]})
    assert findings.state.isHidden(), "no room is kept above the list"
    findings.replay()
    sent = wait_asked(qtbot, asked, "watch")
    assert (sent["trace"], sent["frame"]) == ("/there/goal.json", 90)


def test_own_plays_are_listed_and_played_again(window: Any, qtbot: QtBot, asked: Asked) -> None:
    findings = window.complaint.findings
    folder = Path(window.document.folder) / "traces"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "20260102-030405.json").write_text('{"frames": []}')
    (folder / "20260102-030406.json").write_text("")  # a play that never came to its end
    findings.plays.menu().aboutToShow.emit()
    first, line, again = findings.plays.menu().actions()
    assert line.isSeparator() and "26" in again.text()
    again.trigger()
    assert wait_asked(qtbot, asked, "watch")["trace"].endswith("20260102-030405.json")
    first.trigger()
    qtbot.waitUntil(lambda: any(one.get("record") for one in asked() if one["verb"] == "watch"), timeout=60_000)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_before_and_after_are_shown_as_pictures_and_as_a_clip(window: Any, qtbot: QtBot, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (640, 900), "navy").save(tmp_path / "sheet.png")
    frames = [Image.new("RGB", (400, 120), colour) for colour in ("red", "green", "blue")]
    frames[0].save(tmp_path / "clip.gif", save_all=True, append_images=frames[1:], duration=50, loop=0)
    told = {"sheet": str(tmp_path / "sheet.png"), "clip": str(tmp_path / "clip.gif"), "differs": {"things.goose": [6, 7]}}
    beside = Beside(told, "geese", window)
    qtbot.addWidget(beside)
    beside.show()
    assert beside.differs.text() == "goose: 6 → 7"
    assert beside.area.isVisible() and not beside.pictures.pixmap().isNull()
    QTest.mouseClick(beside.way.button("clip"), LEFT)
    qtbot.waitUntil(lambda: beside.movie is not None and beside.movie.currentFrameNumber() > 0, timeout=60_000)
    assert beside.clip.isVisible() and beside.area.isHidden()
