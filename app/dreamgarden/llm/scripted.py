"""`ScriptedChat`: a chat model that answers from a script. For tests: it needs no server and never waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from dreamgarden.llm.chat import Hear, Question, Refused, Reply, deaf
from dreamgarden.work import Work

Answer = str | Exception | Reply
Script = Sequence[Answer] | Callable[[Question], Answer]


class ScriptedChat:
    """Answers with the next line of the script, or with what a function makes of the question; exceptions are raised.

    `asked` keeps the questions. Raises Refused when the script is at its end.
    """

    def __init__(self, script: Script, model: str = "scripted", holds_to_schemas: bool = False) -> None:
        self.model = model
        self.holds_to_schemas = holds_to_schemas
        self.asked: list[Question] = []
        self._script = script
        self._lock = threading.Lock()

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        work.check()
        with self._lock:
            self.asked.append(question)
            answer = self._script(question) if callable(self._script) else self._line(len(self.asked) - 1)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):
            sent = sum(len(each.text) for each in question.messages) // 4
            answer = Reply(answer, self.model, sent=sent, written=len(answer) // 4)
        hear(answer.text)
        return answer

    def _line(self, number: int) -> Answer:
        assert not callable(self._script)
        if number >= len(self._script):
            return Refused(f"The script has {len(self._script)} lines and was asked for another.")
        return self._script[number]
