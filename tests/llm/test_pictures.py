"""Pictures from an image server: whole, as an address, refused, and a page of HTML in place of one."""

from __future__ import annotations

import base64
import io
import threading

import pytest
from local_server import Turn, fails, serving
from PIL import Image

from dreamgarden.art.painter import Wish
from dreamgarden.art.pictures import BrokenPicture
from dreamgarden.art.served import ServedPainter
from dreamgarden.errors import Cancelled
from dreamgarden.llm.chat import Refused, ServerAway
from dreamgarden.llm.openai import OpenAIChat
from dreamgarden.work import Work


def square() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 40, 40)).save(out, "PNG")
    return out.getvalue()


PNG = square()


def answers(data: bytes) -> Turn:
    return lambda handler, body: handler.send(200, {"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})


def html(handler: object, body: object) -> None:
    page = b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
    handler.send_response(200)  # type: ignore[attr-defined]
    handler.send_header("Content-Type", "text/html")  # type: ignore[attr-defined]
    handler.send_header("Content-Length", str(len(page)))  # type: ignore[attr-defined]
    handler.end_headers()  # type: ignore[attr-defined]
    handler.wfile.write(page)  # type: ignore[attr-defined]


def painter(address: str, patience: float = 0.3) -> ServedPainter:
    return ServedPainter(OpenAIChat("dall", address, "a-key", timeout=5.0, patience=patience))


def test_a_picture_comes_whole_and_its_prompt_is_made_for_the_purpose() -> None:
    with serving(answers(PNG)) as (address, requests):
        painted = painter(address).paint(Wish("a mossy stone lantern", "calm, night", around=True), Work())
    assert painted.picture == PNG and painted.by == "dall" and painted.seconds >= 0
    asked = requests[0]
    assert asked["model"] == "dall" and asked["n"] == 1
    for words in ("mossy stone lantern", "calm, night", "turnaround", "orthographic", "plain"):
        assert words in asked["prompt"]
    assert painted.prompt == asked["prompt"]


def test_a_server_that_does_not_know_a_member_is_asked_again_without_it() -> None:
    with serving(fails(400, "Unknown parameter: 'response_format'."), answers(PNG)) as (address, requests):
        assert painter(address, 5).paint(Wish("a moth"), Work()).picture == PNG
    assert "response_format" in requests[0] and "response_format" not in requests[1]


def test_a_picture_at_an_address_is_fetched() -> None:
    with serving(lambda handler, body: None) as (inner, _):
        # The scripted server answers every GET with JSON, which is no picture: it is told as one that can't be used.
        turn: Turn = lambda handler, body: handler.send(200, {"created": 1, "data": [{"url": inner}]})  # noqa: E731
        with serving(turn) as (address, _), pytest.raises(BrokenPicture, match="can't be used"):
            painter(address, 5).paint(Wish("a moth"), Work())


def test_an_address_that_is_no_web_address_is_not_opened() -> None:
    turn: Turn = lambda handler, body: handler.send(200, {"created": 1, "data": [{"url": "file:///etc/passwd"}]})  # noqa: E731
    with serving(turn) as (address, _), pytest.raises(ServerAway, match="no picture"):
        painter(address).paint(Wish("a moth"), Work())


def test_a_page_of_html_is_told_as_one() -> None:
    with serving(html) as (address, _), pytest.raises(ServerAway, match="web page"):
        painter(address).paint(Wish("a moth"), Work())
    with serving(answers(b"<html>busy</html>")) as (address, _), pytest.raises(BrokenPicture, match="it is a web page"):
        painter(address).paint(Wish("a moth"), Work())


def test_a_refusal_is_told_at_once() -> None:
    with serving(fails(400, "Your request was rejected by the safety system.")) as (address, _), pytest.raises(Refused, match="safety"):
        painter(address, 60).paint(Wish("a moth"), Work())


def test_a_cancel_does_not_wait_for_a_silent_server() -> None:
    work, released = Work(), threading.Event()

    def silent(handler: object, body: object) -> None:
        work.cancel()
        released.wait(20)

    with serving(silent) as (address, _):
        with pytest.raises(Cancelled):
            painter(address).paint(Wish("a moth"), work)
        assert not released.is_set()
        released.set()
