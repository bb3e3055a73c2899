"""What bounds calls: the pace a server sets, and the purse a person sets."""

from __future__ import annotations

import random
import threading
import time

import pytest

from dreamgarden.errors import Cancelled
from dreamgarden.llm.budget import Budgeted, Limits, Prices, Purse
from dreamgarden.llm.chat import Message, OverBudget, Question, Refused, Reply
from dreamgarden.llm.pace import Pace, wait
from dreamgarden.llm.scripted import ScriptedChat
from dreamgarden.work import Work

ASK = Question((Message("user", "hello"),), purpose="greet", node="moths")


def test_too_many_halves_the_room_and_good_answers_widen_it_again() -> None:
    pace = Pace(8)
    pace.too_many(0)
    assert pace.room == 4
    for _ in range(4):
        pace.went_well()
    assert pace.room == 5
    for _ in range(100):
        pace.went_well()
    assert pace.room == 8


def test_no_more_calls_fly_than_there_is_room() -> None:
    pace, flying, most = Pace(3), 0, 0
    lock = threading.Lock()

    def call() -> None:
        nonlocal flying, most
        with pace.turn(Work()):
            with lock:
                flying += 1
                most = max(most, flying)
            time.sleep(0.01)
            with lock:
                flying -= 1

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 3


def test_pauses_double_stay_below_their_limit_and_differ_between_callers() -> None:
    pace = Pace(dice=random.Random(1))
    pauses = [pace.pause(attempt, 1.0, 30.0) for attempt in range(8)]
    assert all(0.5 * min(30, 2**n) <= pause <= min(30, 2**n) for n, pause in enumerate(pauses))
    assert len({round(Pace(dice=random.Random(n)).pause(3), 6) for n in range(10)}) == 10


def test_waiting_ends_when_somebody_asks_to_stop() -> None:
    work = Work()
    threading.Timer(0.05, work.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        wait(30, work)
    assert time.monotonic() - begun < 2


def test_the_purse_counts_tokens_and_money_in_all_and_by_node() -> None:
    purse = Purse()
    reply = Reply("hi", sent=1_000_000, cached=400_000, written=100_000)
    chat = Budgeted(ScriptedChat([reply, reply]), purse, Prices(2.0, 0.5, 10.0))
    chat.ask(ASK, Work())
    chat.ask(ASK, Work())
    assert purse.total.calls == 2 and purse.total.tokens == 2_200_000
    assert purse.total.money == pytest.approx(2 * (0.6 * 2 + 0.4 * 0.5 + 0.1 * 10))
    assert purse.nodes["moths"].calls == 2


@pytest.mark.parametrize(
    ("limits", "said"),
    [(Limits(calls=2), "2 calls of 2"), (Limits(tokens=25), "30 tokens of 25"), (Limits(money=0.02), "0.03 dollars of 0.02")],
)
def test_a_spent_budget_stops_before_the_call(limits: Limits, said: str) -> None:
    script = ScriptedChat([Reply("a", sent=10, written=5)] * 5)
    chat = Budgeted(script, Purse(limits), Prices(1000.0, 0.0, 1000.0))
    chat.ask(ASK, Work())
    chat.ask(ASK, Work())
    with pytest.raises(OverBudget, match=said):
        chat.ask(ASK, Work())
    assert len(script.asked) == 2


def test_minutes_are_counted_while_something_is_asked_and_not_between() -> None:
    now = [0.0]
    purse = Purse(Limits(minutes=10), clock=lambda: now[0])

    def ask(begin: float, end: float) -> None:
        now[0] = begin
        purse.take(ASK)
        now[0] = end
        purse.spend(ASK, Reply("a"), 0.0)

    ask(0, 300)
    ask(100_000, 100_299)  # a day later: the person only looked, or paused
    now[0] = 200_000
    purse.take(ASK)
    now[0] = 200_001
    with pytest.raises(OverBudget, match="10 minutes of 10"):
        purse.take(ASK)  # calls side by side count once
    purse.give_back()


def test_calls_in_flight_count_so_that_many_at_once_do_not_exceed_the_budget() -> None:
    purse = Purse(Limits(calls=1))
    purse.take(ASK)
    with pytest.raises(OverBudget):
        purse.take(ASK)
    purse.give_back()
    purse.take(ASK)


def test_a_call_that_failed_is_not_counted_as_spent() -> None:
    purse = Purse(Limits(calls=1))
    chat = Budgeted(ScriptedChat([Refused("no"), "yes"]), purse)
    with pytest.raises(Refused):
        chat.ask(ASK, Work())
    assert chat.ask(ASK, Work()).text == "yes"
