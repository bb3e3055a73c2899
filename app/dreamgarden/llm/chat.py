"""`Chat`: a chat model, as one method and a few flags. Who serves it (openai.py, scripted.py, a transcript) is not known here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from dreamgarden.errors import GardenError
from dreamgarden.work import Work

Hear = Callable[[str], None]
"""Is given each piece of a reply as it arrives."""


def deaf(piece: str) -> None:
    """A `Hear` that drops what it is given."""


@dataclass(frozen=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    text: str
    pictures: tuple[bytes, ...] = ()
    """PNG or JPEG, for models with eyes. A transcript keeps their digests alone."""

    def to_json(self) -> dict[str, Any]:
        """What the answer depends on, as JSON values."""
        seen = {"pictures": [hashlib.sha256(each).hexdigest() for each in self.pictures]} if self.pictures else {}
        return {"role": self.role, "content": self.text, **seen}


@dataclass(frozen=True)
class Question:
    """What a model is asked.

    messages     the conversation so far, the last one the person's.
    schema       JSON schema of the reply; None asks for free text.
    schema_name  a short name of that schema, which some servers want.
    most         tokens the reply may have; 0 leaves it to the server.
    warmth       temperature; None leaves it to the server.
    purpose      what it is for, in words for people ("write moths"). Not part of the key.
    node         whose call it is (a slug), for the bill. Not part of the key.
    """

    messages: tuple[Message, ...]
    schema: Mapping[str, Any] | None = None
    schema_name: str = ""
    most: int = 0
    warmth: float | None = None
    purpose: str = field(default="", compare=False)
    node: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """What the answer depends on, as JSON values."""
        return {
            "messages": [each.to_json() for each in self.messages],
            "schema": dict(self.schema) if self.schema is not None else None,
            "schema_name": self.schema_name,
            "most": self.most,
            "warmth": self.warmth,
        }

    def key(self, model: str) -> str:
        """The digest of the model's name and of all that the answer depends on."""
        return digest_of(model, self.to_json())

    def own_key(self, model: str) -> str:
        """The digest without the system's message, which all calls of a kind have in common (the rules, the interface)."""
        return own_digest_of(model, self.to_json())

    def followed_by(self, reply: str, told: str) -> Question:
        """The question that goes on after a reply with what is wrong with it."""
        more = (Message("assistant", reply), Message("user", told))
        return replace(self, messages=(*self.messages, *more))

    def showing(self, *pictures: bytes) -> Question:
        """The question with pictures beside its last message."""
        return replace(self, messages=(*self.messages[:-1], replace(self.messages[-1], pictures=pictures)))


def digest_of(model: str, asked: Mapping[str, Any]) -> str:
    """The digest of a model's name and of a question as `to_json` gives it."""
    canonical = json.dumps([model, asked], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def own_digest_of(model: str, asked: Mapping[str, Any]) -> str:
    """The same without the system's message and the schema."""
    own = [each for each in asked["messages"] if each["role"] != "system"]
    return digest_of(model, {**asked, "messages": own, "schema": None, "schema_name": ""})


@dataclass(frozen=True)
class Reply:
    """What a model answered.

    sent, cached, written  tokens of the question, of it what the server had in its cache, and of the answer.
    cut                    the answer ended because it grew too long.
    replayed               it came from a transcript: nothing was paid.
    """

    text: str
    model: str = ""
    sent: int = 0
    cached: int = 0
    written: int = 0
    seconds: float = 0.0
    cut: bool = False
    replayed: bool = False


class Chat(Protocol):
    """A chat model."""

    @property
    def model(self) -> str:
        """Its name, part of every key."""
        ...

    @property
    def holds_to_schemas(self) -> bool:
        """Whether the server forces replies into a JSON schema. Where it doesn't, the prompt shows the schema."""
        ...

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        """The answer. Raises ServerAway, Refused, OverBudget, Cancelled."""
        ...


class ServerAway(GardenError):
    """The model's server does not answer, and waiting did not help."""


class Refused(GardenError):
    """The server answered, and will not do it: a wrong key, an unknown model, a question too long."""


class OverBudget(GardenError):
    """The next call would exceed what this garden may spend."""
