"""The client and the garden process: requests, events, refusals, death and return."""

from __future__ import annotations

import os
import signal
from typing import Any

from pytestqt.qtbot import QtBot

from dreamgarden.errors import GardenError
from dreamgarden.ui.client import Client


def test_a_reply_comes_to_the_one_who_asked(qtbot: QtBot, client: Any) -> None:
    shown: list[dict[str, Any]] = []
    client.request("open", shown.append, garden="/g")
    qtbot.waitUntil(lambda: bool(shown), timeout=60_000)
    assert shown[0]["garden"] == "/g" and len(shown[0]["nodes"]) == 40


def test_events_come_while_a_request_runs_and_it_counts_as_busy(qtbot: QtBot, client: Any) -> None:
    heard: list[str] = []
    client.heard.connect(lambda event: heard.append(event["event"]))
    done: list[dict[str, Any]] = []
    client.request("grow", done.append, prompt="a fox", garden="/g", size=20)
    assert client.busy
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    assert not client.busy
    assert heard.count("node_added") == 40 and heard[-1] == "finished"


def test_a_refusal_is_an_error_with_its_three_sentences(qtbot: QtBot, client: Any) -> None:
    errors: list[GardenError] = []
    client.request("open", None, errors.append, garden="/missing")
    qtbot.waitUntil(lambda: bool(errors), timeout=60_000)
    assert "/missing" in errors[0].what and errors[0].safe and errors[0].then


def test_a_killed_process_is_noticed_started_again_and_opened(qtbot: QtBot, client: Any) -> None:
    opened: list[Any] = []
    client.request("open", opened.append, garden="/g")
    qtbot.waitUntil(lambda: bool(opened), timeout=60_000)
    pid = client.pid
    fell: list[str] = []
    client.fell.connect(fell.append)
    with qtbot.waitSignal(client.returned, timeout=60_000) as returned:
        os.kill(pid, signal.SIGKILL)
    assert len(fell) == 1
    assert client.pid not in (0, pid)
    assert len(returned.args[0]["nodes"]) == 40


def test_what_was_asked_of_a_dead_process_is_answered(qtbot: QtBot, client: Any) -> None:
    errors: list[GardenError] = []
    client.request("grow", None, errors.append, prompt="die", garden="/g", size=9)
    qtbot.waitUntil(lambda: bool(errors), timeout=60_000)
    assert "stopped" in errors[0].what and not client.busy


def test_a_process_that_cannot_start_is_told_once_and_not_tried_for_ever(qtbot: QtBot) -> None:
    client = Client(["/no/such/program"])
    fell: list[str] = []
    client.fell.connect(fell.append)
    errors: list[GardenError] = []
    client.request("open", None, errors.append, garden="/g")
    qtbot.waitUntil(lambda: bool(errors), timeout=60_000)
    qtbot.wait(400)
    assert len(fell) == 1 and "/no/such/program" in fell[0]
    client.close()


def test_a_process_that_dies_again_and_again_is_left_alone(qtbot: QtBot) -> None:
    client = Client(["/bin/false"])
    fell: list[str] = []
    client.fell.connect(fell.append)
    client.request("open", None, lambda _: None, garden="/g")
    qtbot.waitUntil(lambda: len(fell) >= 2, timeout=60_000)
    qtbot.wait(400)
    assert 2 <= len(fell) <= 3
    client.close()


def test_closing_ends_the_process(qtbot: QtBot, client: Any) -> None:
    done: list[Any] = []
    client.request("open", done.append, garden="/g")
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    client.close()
    assert not client.running


def test_lines_that_are_no_messages_are_kept_as_last_words_and_hurt_nobody(qtbot: QtBot) -> None:
    client = Client(["/bin/sh", "-c", "echo not json; echo '[1]'; echo gone wrong >&2; exit 4"])
    fell: list[str] = []
    client.fell.connect(fell.append)
    client.request("open", None, lambda _: None, garden="")
    qtbot.waitUntil(lambda: bool(fell), timeout=60_000)
    assert fell[0] == "gone wrong"
    client.close()


def test_edits_are_sent_one_after_the_other_and_questions_at_once(qtbot: QtBot, client: Any, asked: Any) -> None:
    done: list[str] = []
    client.request("open", lambda _: done.append("open"), garden="/g")
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    client.request("edit", lambda _: done.append("first"), node="n2", title="One")
    client.request("edit", lambda _: done.append("second"), node="n2", title="Two")
    client.request("why", lambda _: done.append("why"), node="n2")
    assert [request.sent for request in client._open.values()] == [True, False, True]
    qtbot.waitUntil(lambda: len(done) == 4, timeout=60_000)
    assert done.index("first") < done.index("second")
    assert [one["title"] for one in asked() if one["verb"] == "edit"] == ["One", "Two"]


def test_after_a_death_nothing_is_asked_before_the_garden_is_open_again(qtbot: QtBot, client: Any, asked: Any) -> None:
    done: list[Any] = []
    client.request("open", done.append, garden="/g")
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    with qtbot.waitSignal(client.fell, timeout=60_000):
        os.kill(client.pid, signal.SIGKILL)
    client.request("why", done.append, node="n2")
    assert [(one.verb, one.sent) for one in client._open.values()] == [("open", True), ("why", False)]
    qtbot.waitUntil(lambda: len(done) == 2, timeout=60_000)
    assert [one["verb"] for one in asked()] == ["open", "open", "why"]


def test_stopping_is_an_outcome_and_no_error(qtbot: QtBot) -> None:
    answer = '{"id":1,"ok":false,"error":{"what":"Stopped.","safe":"","then":"","cancelled":true}}'
    client = Client(["/bin/sh", "-c", f"read line; echo '{answer}'; read line"])
    ended: list[dict[str, Any]] = []
    errors: list[GardenError] = []
    client.request("build", ended.append, errors.append, nodes=[])
    qtbot.waitUntil(lambda: bool(ended), timeout=60_000)
    assert ended == [{"cancelled": True}] and errors == []
    client.close(200)
