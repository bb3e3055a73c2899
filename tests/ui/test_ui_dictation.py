"""What models write is seen while they write it, what was said stays, and calls have their cost."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

from dreamgarden.ui import words
from dreamgarden.ui.dictation import Dictation


def text(slug: str, piece: str, length: int, *, ended: bool = False, purpose: str = "write owl") -> dict[str, Any]:
    return {"event": "model_text", "slug": slug, "purpose": purpose, "text": piece, "length": length, "ended": ended}


def spent(calls: int, tokens: int, money: float) -> dict[str, float]:
    return {"calls": calls, "sent": tokens, "cached": 0, "written": 20, "money": money, "replayed": 0}


def test_a_call_is_there_from_its_question_to_its_end() -> None:
    dictation = Dictation()
    heard: list[str] = []
    dictation.changed.connect(heard.append)
    assert dictation.call() is None
    dictation.take(text("owl", "", 0))
    dictation.take(text("lamp", "struct ", 7, purpose="write lamp"))
    dictation.take(text("owl", "PART(", 5))
    dictation.take(text("owl", "owl)", 9))
    call = dictation.call("owl")
    assert call is not None and call.text == "PART(owl)" and call.length == 9
    latest = dictation.call()
    assert latest is not None and latest.slug == "owl"
    dictation.take(text("owl", "", 9, ended=True))
    assert dictation.call("owl") is None and dictation.call() is not None
    assert heard == ["owl", "lamp", "owl", "owl", "owl"]


def test_costs_are_kept_by_node_and_in_all() -> None:
    dictation = Dictation()
    dictation.take({"event": "model_spent", "slug": "owl", "purpose": "write owl", "model": "m", "node": spent(1, 400, 0.0042),
                    "total": spent(3, 4100, 0.02)})  # fmt: skip
    assert words.cost(dictation.spent("owl")) == "1 call, 420 tokens, 0.0042 $"
    assert dictation.summary == "3 calls, 4,120 tokens, 0.02 $"
    assert words.cost(dictation.spent("moth")) == ""


def test_the_window_shows_what_is_being_written_for_its_node(window: Any, qtbot: QtBot) -> None:
    leaf = next(item for item in window.document.items.values() if item.kind == "code")
    window.document.select([leaf.id])
    live = window.inspector.page.live
    assert not live.isVisible()
    window.client.heard.emit(text(leaf.slug, "// The owl looks", 16))
    qtbot.waitUntil(lambda: bool(live.isVisible() and "The owl looks" in live.field.toPlainText()), timeout=60_000)
    window.client.heard.emit(text(leaf.slug, " around.", 24))
    qtbot.waitUntil(lambda: bool(live.field.toPlainText() == "// The owl looks around."), timeout=60_000)
    window.client.heard.emit({"event": "model_spent", "slug": leaf.slug, "purpose": "", "model": "m", "node": spent(2, 980, 0.0),
                              "total": spent(2, 980, 0.0)})  # fmt: skip
    window.client.heard.emit(text(leaf.slug, "", 24, ended=True))
    qtbot.waitUntil(lambda: not live.isVisible(), timeout=60_000)
    assert "2 calls" in window.activity.cost.text()


def test_what_was_said_about_a_node_is_a_page_of_its_own(window: Any, qtbot: QtBot) -> None:
    inspector = window.inspector
    assert not inspector.tabs.isTabVisible(4)
    shown = window.document.root
    inspector.take_words(shown, {"calls": [{"purpose": "plan seed", "asked": "Plan <this>.", "answer": "A fox."}], "spent": {}})
    assert inspector.tabs.isVisible() and inspector.tabs.isTabVisible(4)
    said = inspector.words_page.text.toPlainText()
    assert "plan seed" in said and "Plan <this>." in said and "A fox." in said
