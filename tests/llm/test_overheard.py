"""What a model writes and what it costs, as events while it happens; and the sums of a garden afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.events import Event, ModelSpent, ModelText
from dreamgarden.hiring import spent_in
from dreamgarden.llm.budget import Budgeted, Prices, Purse
from dreamgarden.llm.chat import Hear, Message, OverBudget, Question, Reply, deaf
from dreamgarden.llm.overheard import Overheard
from dreamgarden.llm.transcript import Recorded, Transcript
from dreamgarden.work import Work

ASK = Question((Message("user", "write moths"),), purpose="write moths", node="moths")


class Slow:
    """Writes three pieces, a second apart."""

    model, holds_to_schemas = "slow", False

    def __init__(self) -> None:
        self.time = 0.0

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        for piece in ("PART", "(moths)", " {}"):
            self.time += 1
            hear(piece)
        return Reply("PART(moths) {}", "slow", sent=1_000_000, written=500_000)


def test_text_is_told_while_it_is_written_and_then_what_it_cost() -> None:
    slow, purse, heard = Slow(), Purse(), list[Event]()
    chat = Overheard(Budgeted(slow, purse, Prices(sent=2.0, written=10.0)), heard.append, purse, clock=lambda: slow.time)
    own: list[str] = []
    chat.ask(ASK, Work(), own.append)
    texts = [event for event in heard if isinstance(event, ModelText)]
    assert [event.text for event in texts] == ["", "PART", "(moths)", " {}", ""] and "".join(own) == "PART(moths) {}"
    assert [event.length for event in texts] == [0, 4, 11, 14, 14] and [event.ended for event in texts].count(True) == 1
    assert all(event.slug == "moths" and event.purpose == "write moths" for event in texts)
    assert isinstance(heard[-1], ModelSpent)
    assert heard[-1].node == heard[-1].total == {"calls": 1, "sent": 1e6, "cached": 0, "written": 5e5, "money": 7.0, "replayed": 0}


def test_pieces_that_come_fast_are_told_together() -> None:
    slow, heard = Slow(), list[Event]()
    Overheard(slow, heard.append, Purse(), clock=lambda: 0.0).ask(ASK, Work())
    assert [event.text for event in heard if isinstance(event, ModelText)] == ["", "PART(moths) {}"]


def test_a_call_that_fails_has_an_end_too() -> None:
    class Broke(Slow):
        def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
            raise OverBudget("The budget is spent.")

    heard: list[Event] = []
    with pytest.raises(OverBudget):
        Overheard(Broke(), heard.append, Purse()).ask(ASK, Work())
    assert isinstance(heard[-1], ModelText) and heard[-1].ended


def test_a_garden_knows_what_all_its_calls_took_and_answers_from_a_transcript_are_free(tmp_path: Path) -> None:
    assert spent_in(tmp_path)["total"]["calls"] == 0
    (tmp_path / ".garden").mkdir()
    transcript, purse, heard = Transcript(tmp_path / ".garden" / "calls.db"), Purse(), list[Event]()
    chat = Overheard(Recorded(transcript, Budgeted(Slow(), purse)), heard.append, purse)
    chat.ask(ASK, Work())
    chat.ask(ASK, Work())
    last = heard[-1]
    assert isinstance(last, ModelSpent) and (last.node["calls"], last.node["replayed"]) == (1, 1)
    transcript.close()
    spent = spent_in(tmp_path)
    assert spent["total"]["calls"] == 1 and spent["nodes"]["moths"]["sent"] == 1_000_000
