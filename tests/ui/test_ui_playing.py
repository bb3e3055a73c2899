"""While the game is played, the tree shows whose things are on its screen; a process that hangs is told of."""

from __future__ import annotations

from typing import Any

from hands import leaf_of
from pytestqt.qtbot import QtBot


def test_cards_show_whose_things_are_on_the_screen(window: Any) -> None:
    leaf = leaf_of(window)
    look = window.canvas.painter_of_cards.look
    before = window.canvas.grab().toImage()
    window.client.heard.emit({"event": "in_view", "ids": [leaf, "n999"]})
    assert window.document.in_view == {leaf} and look(leaf).in_view
    assert "On the screen" in window.canvas.painter_of_cards.hint(leaf)
    window._go_to(leaf)
    assert window.canvas.grab().toImage() != before
    window.client.heard.emit({"event": "in_view", "ids": []})
    assert not look(leaf).in_view


def test_a_process_that_hangs_is_told_and_can_be_started_again(window: Any, qtbot: QtBot) -> None:
    client = window.client
    client.patience_s = 0.2
    client._pulse.setInterval(100)
    pid = client.pid
    client.request("hang")
    qtbot.waitUntil(lambda: bool(window.notices.isVisible() and "has not answered" in window.notices.text.text()), timeout=60_000)
    assert window.notices.undo.text() == "Restart it"
    client.patience_s = 20.0
    window.notices.undo.click()
    qtbot.waitUntil(lambda: client.running and client.pid != pid and "started again" in window.notices.text.text(), timeout=60_000)
    assert len(window.document) == 40


def test_leaves_that_are_played_are_painted_without_the_others_moving(window: Any) -> None:
    places = {id: window.canvas.scene.layout.card(id) for id in window.document.items}
    window.client.heard.emit({"event": "in_view", "ids": list(places)})
    assert places == {id: window.canvas.scene.layout.card(id) for id in window.document.items}


def test_what_is_looked_at_is_told_while_something_runs_and_once(window: Any, qtbot: QtBot, asked: Any) -> None:
    def told() -> list[dict[str, Any]]:
        return [one for one in asked() if one["verb"] == "attend"]

    leaf = leaf_of(window)
    window._go_to(leaf)
    window.canvas.repaint()
    window.attention.look()
    window.attention.look()
    qtbot.waitUntil(lambda: len(told()) == 1, timeout=60_000)
    assert told()[0]["selected"] == [leaf] and leaf in told()[0]["visible"]
    assert not window.attention._clock.isActive()
    window.attention.follow(True)
    assert window.attention._clock.isActive()
    window.attention.follow(False)
