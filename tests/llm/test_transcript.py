"""Transcripts: no call is paid twice, a tape tells it again without a server, keys of servers never reach a file."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from dreamgarden.errors import StorageError
from dreamgarden.llm.chat import Message, Question, Refused, Reply
from dreamgarden.llm.scripted import ScriptedChat
from dreamgarden.llm.transcript import Recorded, Transcript
from dreamgarden.work import Work

ASK = Question((Message("system", "rules " * 500), Message("user", "write moths")), purpose="write moths", node="moths")


def test_the_same_question_is_asked_once_also_by_another_process(tmp_path: Path) -> None:
    script = ScriptedChat(["code"])
    first = Transcript(tmp_path / "calls.db")
    assert not Recorded(first, script).ask(ASK, Work()).replayed
    first.close()
    again = Transcript(tmp_path / "calls.db")
    reply = Recorded(again, ScriptedChat([])).ask(ASK, Work())
    assert reply.text == "code" and reply.replayed
    again.close()


@pytest.mark.parametrize(
    "other",
    [
        replace(ASK, messages=(*ASK.messages, Message("user", "again"))),
        replace(ASK, schema={"type": "object"}),
        replace(ASK, most=9),
        replace(ASK, warmth=0.1),
    ],
)
def test_everything_that_the_answer_depends_on_is_in_the_key(other: Question) -> None:
    assert other.key("m") != ASK.key("m")
    assert ASK.key("m") != ASK.key("n")


def test_who_asks_and_why_is_not_in_the_key() -> None:
    assert replace(ASK, purpose="x", node="y").key("m") == ASK.key("m")


def test_two_threads_with_one_question_make_one_call() -> None:
    def slow(question: Question) -> str:
        time.sleep(0.1)
        return "code"

    script = ScriptedChat(slow)
    chat = Recorded(Transcript(), script)
    said: list[str] = []
    threads = [threading.Thread(target=lambda: said.append(chat.ask(ASK, Work()).text)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["code"] * 6 and len(script.asked) == 1


def test_better_common_rules_do_not_make_anybody_pay_again() -> None:
    transcript = Transcript()
    Recorded(transcript, ScriptedChat(["code"])).ask(ASK, Work())
    better = replace(ASK, messages=(Message("system", "better rules"), ASK.messages[1]))
    assert Recorded(transcript, ScriptedChat([])).ask(better, Work()).text == "code"
    other = replace(ASK, messages=(ASK.messages[0], Message("user", "write ants")))
    assert Recorded(transcript, ScriptedChat(["ants"])).ask(other, Work()).text == "ants"


def test_a_failed_call_is_not_kept() -> None:
    chat = Recorded(Transcript(), ScriptedChat([Refused("no"), "yes"]))
    with pytest.raises(Refused):
        chat.ask(ASK, Work())
    assert chat.ask(ASK, Work()).text == "yes"


def test_a_tape_tells_it_again_and_holds_a_long_common_text_once(tmp_path: Path) -> None:
    transcript = Transcript()
    chat = Recorded(transcript, ScriptedChat(["one", Reply("two", sent=9, cut=True)], model="m"))
    other = replace(ASK, messages=(ASK.messages[0], Message("user", "write ants")), purpose="write ants", node="ants")
    chat.ask(ASK, Work())
    chat.ask(other, Work())
    assert transcript.to_tape(tmp_path / "tape.jsonl") == 2
    assert (tmp_path / "tape.jsonl").read_text().count("rules ") == 500

    told = Transcript()
    assert told.load_tape(tmp_path / "tape.jsonl") == 2
    replay = Recorded(told, model="m")
    assert replay.ask(ASK, Work()).text == "one"
    assert replay.ask(other, Work()) == Reply("two", sent=9, cut=True, replayed=True)
    told.to_tape(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_text() == (tmp_path / "tape.jsonl").read_text()


def test_a_replay_takes_the_next_answer_to_the_same_purpose_when_words_changed() -> None:
    transcript = Transcript()
    recorder = Recorded(transcript, ScriptedChat(["draft", "better"], model="m"))
    recorder.ask(ASK, Work())
    recorder.ask(ASK.followed_by("draft", "wrong"), Work())
    replay = Recorded(transcript, model="m")
    grown = replace(ASK, messages=(ASK.messages[0], Message("user", "write moths, please")))
    assert replay.ask(grown, Work()).text == "draft"
    assert replay.ask(grown.followed_by("draft", "other words"), Work()).text == "better"
    with pytest.raises(Refused, match="no answer to “write moths”"):
        replay.ask(grown.followed_by("better", "a third time"), Work())


def test_keys_are_hidden_before_anything_is_written(tmp_path: Path) -> None:
    secret, other = "my-very-own-server-key", "sk-proj-abcdefghijklmnop1234567890"
    transcript = Transcript(tmp_path / "calls.db", (secret,))
    asked = replace(ASK, messages=(Message("user", f"the key is {secret}, and {other}"),))
    Recorded(transcript, ScriptedChat([f"I saw {other} and Bearer abcdefabcdef123456"])).ask(asked, Work())
    transcript.to_tape(tmp_path / "tape.jsonl")
    transcript.close()
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert secret.encode() not in content and b"abcdefghijklmnop1234567890" not in content and b"abcdefabcdef123456" not in content


def test_a_file_that_is_no_tape_or_no_base_is_said(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("not a tape\n")
    with pytest.raises(StorageError, match="not a transcript"):
        Transcript().load_tape(tmp_path / "x")
    with pytest.raises(StorageError, match="can't be used"):
        Transcript(tmp_path / "x")


def test_a_line_that_was_answered_is_a_number_where_it_is_asked_about_also_in_chinese(tmp_path: Path) -> None:
    transcript = Transcript()
    line, chinese = "float soft(float x) { return x * x * (3 - 2 * x); }", "河水每十二秒涨落一次,周期不变"
    chat = Recorded(transcript, ScriptedChat([f"{line}\n{line}\nshort", "two"]))
    mend = replace(ASK, messages=(ASK.messages[0], Message("user", f"{chinese}\n{chinese}\nshort\n{line}")), purpose="mend moths")
    chat.ask(ASK, Work())
    chat.ask(mend, Work())
    transcript.to_tape(tmp_path / "tape.jsonl", lean=True)
    asked = (tmp_path / "tape.jsonl").read_text().splitlines()[1]
    assert line not in asked and asked.count(chinese) == 1

    told = Transcript()
    told.load_tape(tmp_path / "tape.jsonl")
    told.to_tape(tmp_path / "again.jsonl", lean=True)
    assert (tmp_path / "again.jsonl").read_text() == (tmp_path / "tape.jsonl").read_text()
    assert Recorded(told, model="scripted").ask(mend, Work()).text == "two"


def test_a_lean_tape_leaves_out_the_common_rules_and_is_told_as_well(tmp_path: Path) -> None:
    transcript = Transcript()
    chat = Recorded(transcript, ScriptedChat(["one", "two"]))
    line = "a long line that comes twice " * 4
    other = replace(ASK, messages=(ASK.messages[0], Message("user", f"write ants\n{line}")), purpose="write ants")
    again = replace(other, messages=(*other.messages, Message("assistant", "x"), Message("user", line)))
    chat.ask(other, Work())
    chat.ask(again, Work())
    assert transcript.to_tape(tmp_path / "whole.jsonl") == transcript.to_tape(tmp_path / "lean.jsonl", lean=True) == 2
    lean = (tmp_path / "lean.jsonl").read_text()
    assert "rules rules" not in lean and lean.count(line) == 1
    for tape in ("whole.jsonl", "lean.jsonl"):
        told = Transcript()
        told.load_tape(tmp_path / tape)
        replayed = Recorded(told, model="scripted")
        assert [replayed.ask(each, Work()).text for each in (other, again)] == ["one", "two"]


def test_an_answer_that_says_most_of_it_again_costs_its_changes_alone_and_a_tape_may_be_packed(tmp_path: Path) -> None:
    transcript = Transcript()
    lines = [f"DrawLine({n}, {n}, {n} + 40, {n} + 40, palette(\"ember\"));" for n in range(60)]
    changed = [*lines[:30], "DrawCircle(40, 40, 12, palette(\"glow\"));", *lines[31:]]
    chat = Recorded(transcript, ScriptedChat(["\n".join(lines), "\n".join(changed)]))
    again = replace(ASK, messages=(ASK.messages[0], Message("user", "write moths with a lamp")))
    chat.ask(ASK, Work())
    chat.ask(again, Work())
    transcript.to_tape(tmp_path / "tape.jsonl", lean=True)
    assert len((tmp_path / "tape.jsonl").read_text().splitlines()[1].partition('"reply"')[2]) < 600
    transcript.to_tape(tmp_path / "tape.jsonl.gz", lean=True)
    assert (tmp_path / "tape.jsonl.gz").stat().st_size * 2 < (tmp_path / "tape.jsonl").stat().st_size
    for tape in ("tape.jsonl", "tape.jsonl.gz"):
        told = Transcript()
        assert told.load_tape(tmp_path / tape) == 2
        assert [reply.text for _, _, reply in told.answers()] == ["\n".join(lines), "\n".join(changed)]
        told.to_tape(tmp_path / f"again-{tape}", lean=True)
        assert (tmp_path / f"again-{tape}").read_bytes() == (tmp_path / tape).read_bytes()
    (tmp_path / "torn.jsonl.gz").write_bytes((tmp_path / "tape.jsonl.gz").read_bytes()[:200])
    with pytest.raises(StorageError, match="not a transcript"):
        Transcript().load_tape(tmp_path / "torn.jsonl.gz")
