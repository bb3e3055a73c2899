"""`Overheard`: a chat that lets others listen: the text as it is written, and after every call what it cost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dreamgarden.events import Emit, ModelSpent, ModelText
from dreamgarden.llm.budget import Purse, Spent
from dreamgarden.llm.chat import Chat, Hear, Question, Reply, deaf
from dreamgarden.work import Work

_PAUSE = 0.15  # seconds between two pieces of one text: a window can't show more, and a pipe need not carry it


class Overheard:
    """Passes questions on to `chat`; its words and its cost go to `emit` as events.

    purse  what was spent since the garden was opened; replies from a transcript cost nothing and are counted as such.
    """

    def __init__(self, chat: Chat, emit: Emit, purse: Purse, clock: Callable[[], float] = time.monotonic) -> None:
        self._chat, self._emit, self._purse, self._clock = chat, emit, purse, clock
        self._replayed: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def model(self) -> str:
        return self._chat.model

    @property
    def holds_to_schemas(self) -> bool:
        return self._chat.holds_to_schemas

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        waiting: list[str] = []
        length = 0
        last = self._clock()

        def say(ended: bool) -> None:
            text = "".join(waiting)
            waiting.clear()
            self._emit(ModelText(question.node, question.purpose, text, length, ended))

        def listen(piece: str) -> None:
            nonlocal length, last
            hear(piece)
            waiting.append(piece)
            length += len(piece)
            if (now := self._clock()) - last >= _PAUSE:
                last = now
                say(False)

        say(False)  # asked, and nothing written yet
        try:
            reply = self._chat.ask(question, work, listen)
        finally:
            say(True)
        self._emit(self._spent(question, reply))
        return reply

    def _spent(self, question: Question, reply: Reply) -> ModelSpent:
        if reply.replayed:
            with self._lock:
                self._replayed[question.node] = self._replayed.get(question.node, 0) + 1
        here, total = self._purse.nodes.get(question.node, Spent()), self._purse.total
        return ModelSpent(
            question.node, question.purpose, self.model, told(here, self._replayed.get(question.node, 0)),
            told(total, sum(self._replayed.values())),
        )  # fmt: skip


def told(spent: Spent, replayed: int = 0) -> dict[str, float]:
    """A sum of calls as JSON; money in US dollars."""
    return {"calls": spent.calls, "sent": spent.sent, "cached": spent.cached, "written": spent.written,
            "money": round(spent.money, 6), "replayed": spent.replayed + replayed}  # fmt: skip
