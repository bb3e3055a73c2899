"""What was said with models about a node can be read again, and what it cost."""

from __future__ import annotations

from pathlib import Path

from dreamgarden.hiring import CALLS, words_in
from dreamgarden.llm.chat import Message, Question, Reply
from dreamgarden.llm.transcript import Transcript


def test_words_are_those_of_the_node_in_their_order(tmp_path: Path) -> None:
    assert words_in(tmp_path, "owl") == []
    transcript = Transcript(tmp_path / ".garden" / CALLS)
    for slug, purpose, asked, answer in (
        ("owl", "write owl", "Write the owl.", "PART(owl)"),
        ("lamp", "write lamp", "Write the lamp.", "PART(lamp)"),
        ("owl", "mend owl", "It does not compile.", "PART(owl) {}"),
    ):
        question = Question((Message("user", asked),), purpose=purpose, node=slug)
        transcript.keep(question, "model", Reply(answer))
    transcript.close()
    assert words_in(tmp_path, "owl") == [
        {"purpose": "write owl", "asked": "Write the owl.", "answer": "PART(owl)"},
        {"purpose": "mend owl", "asked": "It does not compile.", "answer": "PART(owl) {}"},
    ]
