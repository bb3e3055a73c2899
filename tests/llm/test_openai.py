"""Any OpenAI-compatible server, over a real socket on loopback: streaming, refusals, too many calls, silence, death and return."""

from __future__ import annotations

import random
import socket
import threading
import time
from typing import Any

import pytest
from local_server import fails, garbage, hangs, says, serving

from dreamgarden.errors import BadInput, Cancelled
from dreamgarden.llm.chat import Message, Question, Refused, ServerAway
from dreamgarden.llm.openai import OpenAIChat
from dreamgarden.llm.pace import Pace
from dreamgarden.llm.presets import PRESETS, address_of, preset_of
from dreamgarden.llm.secrets import key_for
from dreamgarden.work import Work

ASK = Question((Message("user", "hello"),))


class Quick(Pace):
    """A pace whose own pauses are short; what the server asks for is kept."""

    def pause(self, attempt: int, least: float = 0.5, longest: float = 30.0) -> float:
        return 0.02


def chat(address: str, **options: Any) -> OpenAIChat:
    return OpenAIChat("m", address, "a-key", **{"timeout": 5.0, "patience": 20.0, "pace": Quick(4, random.Random(1)), **options})


def test_a_reply_streams_in_pieces_and_is_counted() -> None:
    usage = {"prompt_tokens": 120, "completion_tokens": 7, "total_tokens": 127, "prompt_tokens_details": {"cached_tokens": 100}}
    with serving(says("Hel", "lo", " 你好", usage=usage)) as (address, requests):
        heard: list[str] = []
        reply = chat(address).ask(ASK, Work(), heard.append)
    assert reply.text == "Hello 你好" and heard == ["Hel", "lo", " 你好"]
    assert (reply.sent, reply.cached, reply.written, reply.cut) == (120, 100, 7, False)
    assert requests[0]["stream"] is True and requests[0]["_key"] == "Bearer a-key"


def test_a_server_that_does_not_count_is_counted_by_length() -> None:
    with serving(says("x" * 40)) as (address, _):
        reply = chat(address).ask(Question((Message("user", "y" * 80),)), Work())
    assert (reply.sent, reply.written) == (20, 10)


def test_a_reply_that_grew_too_long_is_cut() -> None:
    with serving(says("abc", reason="length")) as (address, _):
        assert chat(address).ask(ASK, Work()).cut


def test_a_server_without_schemas_is_asked_again_without_and_remembered() -> None:
    refusing = fails(400, "response_format: json_schema is not supported by this model")
    with serving(refusing, says("{}")) as (address, requests):
        model = chat(address)
        asked = Question(ASK.messages, schema={"type": "object"}, schema_name="x")
        assert model.holds_to_schemas
        assert model.ask(asked, Work()).text == "{}"
        assert not model.holds_to_schemas
        model.ask(asked, Work())
    assert ["response_format" in each for each in requests] == [True, False, False]


def test_the_other_word_for_the_length_is_tried() -> None:
    refusing = fails(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
    with serving(refusing, says("ok")) as (address, requests):
        chat(address).ask(Question(ASK.messages, most=50), Work())
    assert requests[0]["max_tokens"] == 50 and requests[1]["max_completion_tokens"] == 50


def test_too_many_calls_wait_as_long_as_the_server_says() -> None:
    with serving(fails(429, "slow down", Retry_After="0.4"), says("ok")) as (address, requests):
        model = chat(address)
        begun = time.monotonic()
        assert model.ask(ASK, Work()).text == "ok"
    assert 0.4 <= time.monotonic() - begun < 5
    assert len(requests) == 2 and model._pace.room < 4


def test_no_credit_is_not_waited_for() -> None:
    with serving(fails(429, "insufficient_quota: add credit")) as (address, requests), pytest.raises(Refused, match="insufficient_quota"):
        chat(address).ask(ASK, Work())
    assert len(requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 408])
def test_a_server_that_stumbles_is_asked_again(status: int) -> None:
    with serving(fails(status), fails(status), says("ok")) as (address, requests):
        assert chat(address).ask(ASK, Work()).text == "ok"
    assert len(requests) == 3


@pytest.mark.parametrize(("status", "then"), [(401, "key"), (404, "name"), (400, "settings")])
def test_a_refusal_is_said_at_once_with_what_to_do(status: int, then: str) -> None:
    with serving(fails(status, "you sent a-key")) as (address, requests), pytest.raises(Refused, match=f"refused .{status}.*") as caught:
        OpenAIChat("m", address, "a-key-of-mine").ask(ASK, Work())
    assert len(requests) == 1 and then in caught.value.then and "a-key-of-mine" not in str(caught.value)


@pytest.mark.parametrize("noise", [b"data: {broken\n\n", b"", b"data: {\"choices\": 5}\n\n", b"data: [DONE]\n\n"])
def test_an_answer_that_makes_no_sense_is_asked_for_again(noise: bytes) -> None:
    with serving(garbage(noise), says("ok")) as (address, requests):
        assert chat(address).ask(ASK, Work()).text == "ok"
    assert len(requests) == 2


def test_silence_becomes_a_time_out_and_another_try() -> None:
    with serving(hangs(3, first="Hel"), says("ok")) as (address, _):
        assert chat(address, timeout=0.3).ask(ASK, Work()).text == "ok"


def test_a_stream_that_breaks_off_is_a_cut_reply() -> None:
    with serving(says("half of it", reason=None)) as (address, _):
        assert chat(address).ask(ASK, Work()).cut


def test_a_dead_server_is_told_of_waited_for_and_gone_on_with() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told: list[str] = []
    model = chat(f"http://127.0.0.1:{port}/v1", tell=told.append)
    said: list[str] = []
    waiting = threading.Thread(target=lambda: said.append(model.ask(ASK, Work()).text))
    waiting.start()
    end = time.monotonic() + 10
    while not told and time.monotonic() < end:
        time.sleep(0.01)
    assert "does not answer" in told[0] and "Waiting for it" in told[0]
    with serving(says("back"), port=port):
        waiting.join(10)
    assert said == ["back"] and "answers again" in told[1] and len(told) == 2


def test_patience_ends_with_what_is_safe_and_what_to_do() -> None:
    with pytest.raises(ServerAway) as caught:
        chat("http://127.0.0.1:9/v1", patience=0.2).ask(ASK, Work())
    assert "kept" in caught.value.safe and "grow on" in caught.value.then


@pytest.mark.parametrize("first", ["", "Hel"])
def test_cancel_takes_effect_while_the_server_is_silent(first: str) -> None:
    with serving(hangs(4, first=first)) as (address, _):
        work = Work()
        threading.Timer(0.3, work.cancel).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            chat(address, timeout=8.0 if first else 0.6).ask(ASK, work)
        assert time.monotonic() - begun < 3


def test_the_models_of_a_server() -> None:
    with serving(says("")) as (address, _):
        assert chat(address).models() == ["coder", "large", "small"]


def test_presets_are_known_by_name_and_by_address() -> None:
    assert set(PRESETS) == {"openai", "ollama", "lmstudio", "llamacpp", "vllm", "openrouter"}
    assert preset_of("http://localhost:11434/v1/").name == "ollama"
    assert address_of("vllm") == "http://127.0.0.1:8000/v1" and address_of("") == "https://api.openai.com/v1"
    assert preset_of("https://models.example/v1").name == "other"


def test_keys_come_from_the_environment_and_local_servers_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dreamgarden.llm.secrets._in_keyring", lambda host: f"ring:{host}")
    environ = {"OPENAI_API_KEY": "o", "OPENROUTER_API_KEY": "r"}
    assert key_for("", environ) == "o" and key_for("openrouter", environ) == "r"
    assert key_for("ollama", {}) == "ring:127.0.0.1:11434"
    assert key_for("", {**environ, "DREAMGARDEN_API_KEY": "d"}) == "d"


def test_a_missing_key_is_said_before_any_call() -> None:
    with pytest.raises(BadInput, match="no key for OpenAI"):
        OpenAIChat("m").ask(ASK, Work())
