"""`Purse`: what calls have cost, and whether another may be made. Asked before each call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from dreamgarden.llm.chat import Chat, Hear, OverBudget, Question, Reply, deaf
from dreamgarden.work import Work


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens."""

    sent: float = 0.0
    cached: float = 0.0
    written: float = 0.0

    def of(self, reply: Reply) -> float:
        """What a reply cost, in dollars; nothing when it came from a transcript."""
        if reply.replayed:
            return 0.0
        return ((reply.sent - reply.cached) * self.sent + reply.cached * self.cached + reply.written * self.written) / 1e6


@dataclass(frozen=True)
class Limits:
    """The most that may be spent; 0 is no limit. money in US dollars, minutes in which at least one call was under way.

    So neither a pause nor a person who only looks at the garden spends any.
    """

    calls: int = 0
    tokens: int = 0
    money: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True)
class Spent:
    """A sum of calls."""

    calls: int = 0
    sent: int = 0
    cached: int = 0
    written: int = 0
    money: float = 0.0
    replayed: int = 0

    @property
    def tokens(self) -> int:
        return self.sent + self.written

    def plus(self, reply: Reply, money: float) -> Spent:
        """The sum with one more reply in it."""
        if reply.replayed:
            return Spent(self.calls, self.sent, self.cached, self.written, self.money, self.replayed + 1)
        return Spent(self.calls + 1, self.sent + reply.sent, self.cached + reply.cached, self.written + reply.written,
                     self.money + money, self.replayed)  # fmt: skip


@dataclass
class Purse:
    """Limits and what was spent of them, in total and by node. Safe to use from several threads."""

    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    total: Spent = field(default_factory=Spent)
    nodes: dict[str, Spent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._flying = 0
        self._since = 0.0  # when the first of the calls under way began
        self._seconds = 0.0  # in which some were, before these
        self._lock = threading.Lock()

    def take(self, question: Question) -> None:
        """Set one call aside. Raises OverBudget; then `give_back` must not be called."""
        with self._lock:
            if reason := self._over():
                raise OverBudget(
                    f"The budget is spent: {reason}.",
                    safe="What is grown and built is kept, and the sketch stays where nothing took its place.",
                    then="Raise the budget in the settings and grow on.",
                )
            if not self._flying:
                self._since = self.clock()
            self._flying += 1

    def give_back(self) -> None:
        """The call that was set aside ended without an answer."""
        with self._lock:
            self._ended()

    def spend(self, question: Question, reply: Reply, money: float) -> None:
        """The call that was set aside was answered."""
        with self._lock:
            self._ended()
            self.total = self.total.plus(reply, money)
            self.nodes[question.node] = self.nodes.get(question.node, Spent()).plus(reply, money)

    def _ended(self) -> None:
        self._flying -= 1
        if not self._flying:
            self._seconds += self.clock() - self._since

    def _over(self) -> str:
        limits, spent = self.limits, self.total
        if limits.calls and spent.calls + self._flying >= limits.calls:
            return f"{spent.calls} calls of {limits.calls}"
        if limits.tokens and spent.tokens >= limits.tokens:
            return f"{spent.tokens:,} tokens of {limits.tokens:,}"
        if limits.money and spent.money >= limits.money:
            return f"{spent.money:.2f} dollars of {limits.money:.2f}"
        minutes = (self._seconds + (self.clock() - self._since if self._flying else 0.0)) / 60
        if limits.minutes and minutes >= limits.minutes:
            return f"{minutes:.0f} minutes of {limits.minutes:g}"
        return ""


class Budgeted:
    """A chat whose every call is checked against a purse before it is made."""

    def __init__(self, chat: Chat, purse: Purse, prices: Prices | None = None) -> None:
        self._chat, self.purse, self._prices = chat, purse, prices or Prices()

    @property
    def model(self) -> str:
        return self._chat.model

    @property
    def holds_to_schemas(self) -> bool:
        return self._chat.holds_to_schemas

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        self.purse.take(question)
        try:
            reply = self._chat.ask(question, work, hear)
        except BaseException:
            self.purse.give_back()
            raise
        self.purse.spend(question, reply, self._prices.of(reply))
        return reply
