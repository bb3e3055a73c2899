"""Replies of servers that do as they like with a schema, from a tape: what of each is understood, and what is asked for again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dreamgarden.designers.forms import PartLeaves
from dreamgarden.designers.replies import Unreadable, ask_for, read_form
from dreamgarden.llm.chat import Message, Question, Reply
from dreamgarden.llm.scripted import ScriptedChat
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "servers" / "unruly.jsonl"
ROWS = [json.loads(line) for line in TAPE.read_text(encoding="utf-8").splitlines()]
ASK = Question((Message("user", "Plan the part."),), purpose="plan part_rounds", node="part_rounds")
GOOD = next(row["reply"] for row in ROWS if row["holds"] == "whole")


@pytest.mark.parametrize("row", ROWS, ids=[row["server"] for row in ROWS])
def test_what_a_server_sends_is_understood_or_asked_for_again(row: dict[str, Any]) -> None:
    chat = ScriptedChat([Reply(row["reply"], cut=row["cut"]), GOOD])
    value = ask_for(PartLeaves, chat, ASK, Work())
    assert [leaf.slug for leaf in value.leaves] == ["rounds"] and value.leaves[0].brief.split() == ["rounds:", "list", "of", "five."]
    assert len(chat.asked) == (1 if row["holds"] == "whole" else 2)
    if row["holds"] != "whole":
        said = chat.asked[1].messages[-1].text
        assert ("cut off" in said) if row["holds"] == "cut" else ("JSON object" in said or "does not fit" in said)


@pytest.mark.parametrize("row", [row for row in ROWS if row["holds"] != "whole"], ids=lambda row: row["server"])
def test_the_same_again_is_used_as_far_as_it_goes_or_said(row: dict[str, Any]) -> None:
    reply = Reply(row["reply"], cut=row["cut"])
    chat = ScriptedChat([reply, reply])
    if read_form(PartLeaves, reply)[0] is not None:
        assert ask_for(PartLeaves, chat, ASK, Work()).leaves[0].slug == "rounds"
        return
    with pytest.raises(Unreadable, match="no usable answer to “plan part_rounds”"):
        ask_for(PartLeaves, chat, ASK, Work())
