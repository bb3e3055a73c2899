"""The painter behind an image server that speaks the OpenAI protocol. The connection is llm's; here is what is asked of it."""

from __future__ import annotations

import time
from typing import Protocol

from dreamgarden.art.painter import Painted, Wish, prompt_for
from dreamgarden.art.pictures import read_picture
from dreamgarden.work import Work


class PictureServer(Protocol):
    """What is needed of a connection (llm/openai.py has one)."""

    @property
    def model(self) -> str:
        """The image model's name."""
        ...

    def picture(self, prompt: str, wide: bool, work: Work) -> bytes:
        """A picture file for a prompt. Raises ServerAway, Refused, Cancelled."""
        ...


class ServedPainter:
    """Paints with a model on a server."""

    def __init__(self, server: PictureServer) -> None:
        self._server = server

    @property
    def name(self) -> str:
        return f"server {self._server.model}"

    def paint(self, wish: Wish, work: Work) -> Painted:
        """Raises ServerAway, Refused, BrokenPicture when what came is no picture, Cancelled."""
        begun = time.monotonic()
        prompt = prompt_for(wish)
        work.progress(0.05, f"{self._server.model} paints")
        picture = self._server.picture(prompt, wish.around, work)
        read_picture(picture, f"from {self._server.model}")  # a page of HTML is told here, where it is known who sent it
        return Painted(picture, self._server.model, prompt, time.monotonic() - begun)
