"""What models send, as they send it: prose, fences, commas, thoughts, cut-off texts; whole files and blocks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from dreamgarden.designers.code_reply import Block, apply, blocks_in, dry_run, files_in
from dreamgarden.designers.forms import GardenOutline, PartLeaves, Vision
from dreamgarden.designers.lenient_json import find_json
from dreamgarden.designers.nearest_names import hints
from dreamgarden.designers.replies import Unreadable, ask_for, schema_of
from dreamgarden.llm.chat import Message, Question, Reply
from dreamgarden.llm.scripted import ScriptedChat
from dreamgarden.work import Work


@pytest.mark.parametrize(
    ("text", "value", "whole"),
    [
        ('{"a": 1}', {"a": 1}, True),
        ('Sure, here it is:\n```json\n{"a": [1, 2,],}\n```\nShall I go on?', {"a": [1, 2]}, True),
        ('<think>maybe {"a": 9}?</think>\n{"a": 1}', {"a": 1}, True),
        ('thoughts without a beginning </think> {"a": 1}', {"a": 1}, True),
        ("{'a': 'it''s', b: True, c: None}", {"a": "it''s", "b": True, "c": None}, True),
        ('{"a": "he said "hi" to me", "b": 2}', {"a": 'he said "hi" to me', "b": 2}, True),
        ('{"a": "two\nlines", // a remark\n /* another */ "b": 1e3}', {"a": "two\nlines", "b": 1000.0}, True),
        ('{"a": [{"t": "x"}, {"t": "y', {"a": [{"t": "x"}, {"t": "y"}]}, False),
        ('{"a": 12', {}, False),
        ('{"a": "\\u96e8\\ud83d\\ude00\\n"}', {"a": "雨😀\n"}, True),
        ("a set {x} in the text, then {\"a\": {\"b\": []}}", {"a": {"b": []}}, True),
        ('[{"a": 1}]', [{"a": 1}], True),
    ],
)
def test_the_object_is_found_in_what_a_model_sends(text: str, value: Any, whole: bool) -> None:
    found = find_json(text)
    if not value:
        assert found is None or found.value == value
        return
    assert found is not None and found.value == value and found.whole == whole


@pytest.mark.parametrize("text", ["", "I can't do that.", "{", "}{", "```json\n```", "<think>{\"a\": 1}</think>"])
def test_a_reply_without_an_object_has_none(text: str) -> None:
    found = find_json(text)
    assert found is None or not found.value


_PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
_JSON = _PLAIN | st.lists(_PLAIN, max_size=3) | st.dictionaries(st.text(max_size=5), _PLAIN, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=5), _JSON, min_size=1, max_size=3))
def test_any_json_in_a_fence_is_found_as_it_is(value: dict[str, Any]) -> None:
    found = find_json(f"Here:\n```json\n{json.dumps(value)}\n```")
    assert found is not None and found.value == value


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_nothing_a_model_sends_breaks_the_reading(text: str) -> None:
    find_json(text)
    find_json("{" + text)
    files_in(text, "moths")
    blocks_in(text)


class Form(BaseModel):
    title: str
    parts: list[str]


ASK = Question((Message("user", "plan"),), purpose="plan the garden")


def test_a_wrong_reply_is_asked_for_once_more_with_what_is_wrong() -> None:
    chat = ScriptedChat(['{"title": 3}', '{"title": "Moths", "parts": ["a"]}'])
    assert ask_for(Form, chat, ASK, Work()) == Form(title="Moths", parts=["a"])
    told = chat.asked[1].messages
    assert told[1] == Message("assistant", '{"title": 3}')
    assert "title: Input should be a valid string" in told[2].text and "parts: Field required" in told[2].text


def test_a_reply_wrong_twice_is_given_up_in_words() -> None:
    with pytest.raises(Unreadable, match="scripted gave no usable answer to “plan the garden”"):
        ask_for(Form, ScriptedChat(["no", "still no"]), ASK, Work())


def test_a_cut_reply_is_asked_for_again_and_used_as_far_as_it_goes_when_cut_twice() -> None:
    cut = '{"title": "Moths", "parts": ["a", "b'
    chat = ScriptedChat([cut, cut])
    assert ask_for(Form, chat, ASK, Work()).title == "Moths"
    assert "cut off" in chat.asked[1].messages[-1].text
    whole = '{"title": "Moths", "parts": ["a"]}'
    assert len(ScriptedChat([whole]).asked) == 0
    limited = ScriptedChat([Reply(whole, cut=True), whole])
    ask_for(Form, limited, ASK, Work())
    assert len(limited.asked) == 2


def test_a_bare_list_is_the_form_s_list() -> None:
    class Only(BaseModel):
        parts: list[str]

    assert ask_for(Only, ScriptedChat(['["a", "b"]']), ASK, Work()).parts == ["a", "b"]


def test_a_schema_is_sent_where_the_server_holds_to_it_and_only_there() -> None:
    reply = '{"title": "a", "parts": []}'
    strict, loose = ScriptedChat([reply], holds_to_schemas=True), ScriptedChat([reply])
    ask_for(Form, strict, ASK, Work())
    ask_for(Form, loose, ASK, Work())
    assert strict.asked[0].schema is not None and loose.asked[0].schema is None


@pytest.mark.parametrize("form", [Vision, GardenOutline, PartLeaves])
def test_schemas_are_closed_as_strict_servers_want_them(form: type[BaseModel]) -> None:
    def check(node: Any) -> None:
        if isinstance(node, dict):
            assert "$ref" not in node
            if node.get("type") == "object":
                assert node["additionalProperties"] is False and node["required"] == list(node["properties"])
            for each in node.values():
                check(each)
        elif isinstance(node, list):
            for each in node:
                check(each)

    check(schema_of(form))


CODE = '#include "garden.h"\nPART(moths) {\n  on_start([] {\n    spawn("moth");\n  });\n}\n'


@pytest.mark.parametrize(
    "text",
    [
        f"```cpp\n{CODE}```",
        f"Here is moths.cpp:\n\n```c++\n{CODE}```\nIt compiles.",
        f"<think>```cpp\nPART(wrong) {{}}\n```</think>\n```\n{CODE}```",
        f"```cpp\n{CODE}",
        CODE,
    ],
)
def test_the_file_is_found_in_what_a_model_sends(text: str) -> None:
    assert files_in(text, "moths") == {"moths.cpp": CODE}


def test_a_header_is_told_from_the_part_by_name_or_by_its_guard() -> None:
    header = "#pragma once\nint count();\n"
    for name in ("moths.h\n", ""):
        assert files_in(f"{name}```cpp\n{header}```\n\n```cpp\n{CODE}```", "moths") == {"moths.cpp": CODE, "moths.h": header}


def test_names_that_lead_elsewhere_become_the_leaf_s_own() -> None:
    assert set(files_in(f"../../etc/passwd.cpp\n```cpp\n{CODE}```", "moths")) == {"moths.cpp"}


BLOCK = '<<<<<<< SEARCH\nspawn("moth");\n=======\nspawn("moth", {.at = spot("high")});\n>>>>>>> REPLACE\n'


def test_blocks_apply_with_the_indentation_of_the_file() -> None:
    blocks = blocks_in(f"The place was missing:\n\n{BLOCK}")
    assert len(blocks) == 1 and dry_run({"moths.cpp": CODE}, blocks) == ""
    assert '    spawn("moth", {.at = spot("high")});\n' in apply({"moths.cpp": CODE}, blocks)["moths.cpp"]


def test_a_block_that_does_not_fit_is_said_with_the_nearest_lines_and_changes_nothing() -> None:
    blocks = (Block('    spawn("moths");\n', "x\n"),)
    said = dry_run({"moths.cpp": CODE}, blocks)
    assert "Block 1 could not be applied" in said and 'spawn("moth");' in said and "whole file" in said


def test_later_blocks_see_what_earlier_ones_did() -> None:
    blocks = (Block('    spawn("moth");\n', "    one();\n"), Block("    one();\n", "    two();\n"))
    assert dry_run({"moths.cpp": CODE}, blocks) == ""
    assert "two();" in apply({"moths.cpp": CODE}, blocks)["moths.cpp"]


API = """
struct Thing {                      // a handle
  State* operator->() const;
};
struct State {
  Vector3 at{}, velocity{};
};
struct Data {                       // a JSON value
  int size() const;
};
void burst(Vector3 at, const Burst& burst = {});
"""


def test_unknown_names_get_the_nearest_of_the_interface() -> None:
    said = hints("moths.cpp: ‘burst_at’ was not declared in this scope", API)
    assert said == "- `burst_at`: garden.h has `void burst(Vector3 at, const Burst& burst = {});`"
    assert "write `thing->at`" in hints("‘const struct garden::Thing’ has no member named ‘at’", API)
    assert "int size() const;" in hints("‘struct garden::Data’ has no member named ‘length’", API)
    assert hints("expected ‘;’ before ‘}’ token", API) == ""


def test_a_block_with_a_part_of_a_line_is_taken_where_it_stands_but_once() -> None:
    files = {"moths.cpp": 'map<char, string> names = {{\'I\', "straight"}, {\'l\', "brass bend"}};\nint wide = 12, wider = 12;\n'}
    short = blocks_in('<<<<<<< SEARCH\n{\'l\', "brass bend"}};\n=======\n{\'l\', "brass"}};\n>>>>>>> REPLACE\n')
    assert dry_run(files, short) == "" and '{\'l\', "brass"}};\nint wide' in apply(files, short)["moths.cpp"]
    for vague in ("wide = 12, w", "ider = 12;", "12, "):  # a word cut in two, twice, too little: whole lines are asked for
        assert "could not be applied" in dry_run(files, blocks_in(f"<<<<<<< SEARCH\n{vague}\n=======\nx\n>>>>>>> REPLACE\n")), vague
    twice = {**files, "moths.h": 'const char* name = "brass bend"; /* {\'l\', "brass bend"}}; */\n'}
    assert "could not be applied" in dry_run(twice, short), "it stands in two places"
