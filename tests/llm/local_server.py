"""A chat server on loopback that misbehaves as it is told. No test needs another."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Turn = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    turns: list[Turn]
    requests: list[dict[str, Any]]

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.send(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in ("small", "large", "coder")]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.requests.append({**body, "_key": self.headers.get("Authorization", "")})
        turn = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        turn(self, body)

    def send(self, status: int, value: Any, **headers: str) -> None:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, each in headers.items():
            self.send_header(name.replace("_", "-"), each)
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def piece(self, text: str | None, reason: str | None = None, usage: dict[str, Any] | None = None) -> None:
        choices = [] if usage else [{"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": reason}]
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices, "usage": usage}
        self.raw(f"data: {json.dumps(chunk)}\n\n".encode())

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()


def says(*pieces: str, reason: str | None = "stop", usage: dict[str, Any] | None = None) -> Turn:
    """Streams these pieces."""

    def turn(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        for each in pieces:
            handler.piece(each)
        if reason:
            handler.piece(None, reason)
        if usage:
            handler.piece(None, usage=usage)
        if reason:
            handler.raw(b"data: [DONE]\n\n")

    return turn


def fails(status: int, message: str = "no", **headers: str) -> Turn:
    """Answers with an error."""
    return lambda handler, body: handler.send(status, {"error": {"message": message, "type": "x"}}, **headers)


def hangs(seconds: float, first: str = "") -> Turn:
    """Says something, or nothing, and then nothing more."""

    def turn(handler: Handler, body: dict[str, Any]) -> None:
        if first:
            handler.begin()
            handler.piece(first)
        time.sleep(seconds)

    return turn


def garbage(data: bytes) -> Turn:
    """Streams what is no event of the protocol."""

    def turn(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        handler.raw(data)

    return turn


@contextmanager
def serving(*turns: Turn, port: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that takes these turns, the last one for ever; its address and the requests it got."""
    requests: list[dict[str, Any]] = []
    kind = type("Scripted", (Handler,), {"turns": list(turns), "requests": requests})
    ThreadingHTTPServer.allow_reuse_address = True
    server = ThreadingHTTPServer(("127.0.0.1", port), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
