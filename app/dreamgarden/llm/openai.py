"""`OpenAIChat`: any server that speaks the OpenAI protocol. The only file that imports the vendor's package.

Streams, so that a person sees words come and a cancel takes effect at once. Tries again by itself: too many calls
(as Retry-After says), a broken connection, a time-out, a 5xx. A server that is gone is waited for, and that is told.
"""

from __future__ import annotations

import base64
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

from dreamgarden.errors import BadInput
from dreamgarden.llm.chat import Hear, Message, Question, Refused, Reply, ServerAway, deaf
from dreamgarden.llm.pace import Pace, wait
from dreamgarden.llm.presets import address_of, preset_of
from dreamgarden.llm.secrets import without_keys
from dreamgarden.work import Work

if TYPE_CHECKING:
    from openai import OpenAI

Tell = Callable[[str], None]
"""Is given a sentence for people when the server is away and when it is back."""

_SHORT_TRIES = 3  # before a person is told
_LONGEST_RETRY_AFTER = 120.0
_LARGEST_PICTURE = 40 << 20

Answer = TypeVar("Answer")


class OpenAIChat:
    """One model on one server. Safe to use from several threads.

    base_url  an address, or a preset's name ("ollama"); "" is OpenAI's own.      key  "" when the server needs none.
    timeout   seconds without a byte before a call counts as lost.
    patience  seconds to wait for a server that is gone, before ServerAway.
    """

    def __init__(self, model: str, base_url: str = "", key: str = "", *, timeout: float = 300.0, patience: float = 600.0,
                 pace: Pace | None = None, tell: Tell = deaf) -> None:
        self.model = model
        self.tell = tell
        self._address = address_of(base_url)
        self._preset = preset_of(base_url)
        self._key, self._timeout, self._patience = key, timeout, patience
        self._pace = pace or Pace()
        self._client: OpenAI | None = None
        self._lock = threading.Lock()
        self._schemas = self._preset.schemas
        self._left_out: set[str] = set()  # members this server has refused
        self._length_word = self._preset.length_word
        self._away = False

    @property
    def holds_to_schemas(self) -> bool:
        return self._schemas

    def models(self) -> list[str]:
        """The names of the models the server has, sorted. Raises ServerAway, Refused."""
        import openai

        try:
            return sorted(each.id for each in self._connected().models.list())
        except openai.APIStatusError as error:
            raise self._refused(error) from error
        except openai.APIError as error:
            raise self._gone(error) from error

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        return self._tried(lambda: self._once(question, work, hear), work)

    def picture(self, prompt: str, wide: bool, work: Work) -> bytes:
        """The picture that an image model paints: the bytes of the file, unread. Raises ServerAway, Refused, BadInput, Cancelled."""

        def once() -> bytes:
            pieces = list(_Listening(lambda: self._painted(prompt, wide)).chunks(work))
            return bytes(pieces[0])

        return self._tried(once, work)

    def _tried(self, once: Callable[[], Answer], work: Work) -> Answer:
        """What `once` answers, tried again as long as that can help. Raises ServerAway, Refused, Cancelled."""
        import openai

        begun = time.monotonic()
        attempt = 0
        while True:
            work.check()
            try:
                with self._pace.turn(work):
                    reply = once()
                self._pace.went_well()
                self._is_back()
                return reply
            except openai.RateLimitError as error:
                if _is_unpaid(error):
                    raise self._refused(error) from error
                pause = _retry_after(error) or self._pace.pause(attempt, 1.0)
                self._pace.too_many(pause)
                reason: Exception = error
            except openai.APIStatusError as error:
                if error.status_code in (408, 409) or error.status_code >= 500:
                    pause = _retry_after(error) or self._pace.pause(attempt)
                    reason = error
                elif self._can_do_without(error):
                    continue  # at once: this server doesn't know a member of the request
                else:
                    raise self._refused(error) from error
            except openai.APIError as error:  # no connection, a time-out, a stream that broke off or made no sense
                pause, reason = self._pace.pause(attempt), error
            attempt += 1
            if time.monotonic() - begun + pause > self._patience:
                raise self._gone(reason) from reason
            if attempt == _SHORT_TRIES:
                self._is_away(reason)
            wait(pause, work)

    # ── One call ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _once(self, question: Question, work: Work, hear: Hear) -> Reply:
        import openai

        begun = time.monotonic()
        client = self._connected()
        listening = _Listening(lambda: client.chat.completions.create(**self._request(question)))
        pieces: list[str] = []
        usage: Any = None
        ended = ""
        try:
            for chunk in listening.chunks(work):
                usage = getattr(chunk, "usage", None) or usage
                for choice in chunk.choices or ():
                    if choice.delta and (piece := choice.delta.content):
                        pieces.append(piece)
                        hear(piece)
                    ended = choice.finish_reason or ended
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise openai.APIError(f"the answer is not of the protocol: {error}", request=None, body=None) from error  # type: ignore[arg-type]
        text = "".join(pieces)
        if not ended and not text:
            raise openai.APIError("the answer was empty", request=None, body=None)  # type: ignore[arg-type]
        sent, written = _counted(usage, question, text)
        details = getattr(usage, "prompt_tokens_details", None)
        return Reply(text, self.model, sent, int(getattr(details, "cached_tokens", 0) or 0), written,
                     time.monotonic() - begun, cut=ended == "length" or not ended)  # fmt: skip

    def _painted(self, prompt: str, wide: bool) -> Iterator[bytes]:
        """The one picture asked for, as bytes. Raises openai.APIError when the answer holds none."""
        import openai

        wanted: dict[str, Any] = {"model": self.model, "prompt": prompt, "n": 1, "response_format": "b64_json",
                                  "size": "1536x1024" if wide else "1024x1024"}  # fmt: skip
        answer: Any = self._connected().images.generate(**{name: each for name, each in wanted.items() if name not in self._left_out})
        try:
            first = answer.data[0]
            if first.b64_json:
                yield base64.b64decode(first.b64_json)
            else:
                yield _fetched(str(first.url), self._timeout)
        except (AttributeError, IndexError, TypeError, ValueError, OSError) as error:
            said = "a web page" if isinstance(answer, str) and "<" in answer[:200] else f"no picture ({type(error).__name__})"
            raise openai.APIError(f"the answer is {said}", request=None, body=None) from error  # type: ignore[arg-type]

    def _request(self, question: Question) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": each.role, "content": _content(each)} for each in question.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if question.most:
            request[self._length_word] = question.most
        if question.warmth is not None:
            request["temperature"] = question.warmth
        if question.schema is not None and self._schemas:
            request["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": question.schema_name or "reply", "schema": dict(question.schema)},
            }
        return {name: value for name, value in request.items() if name not in self._left_out}

    def _can_do_without(self, error: Any) -> bool:
        """Whether the server complains about a member that we can leave out, which is then remembered."""
        if error.status_code not in (400, 404, 415, 422):
            return False
        said = str(error).lower()
        if self._schemas and ("response_format" in said or "json_schema" in said):
            self._schemas = False
            self._left_out.add("response_format")
            return True
        if self._length_word in said and ("max_tokens" in said or "max_completion_tokens" in said):
            other = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}[self._length_word]
            if f"{self._length_word}!" not in self._left_out:
                self._left_out.add(f"{self._length_word}!")
                self._length_word = other
                return True
        for name in ("stream_options", "temperature", "response_format", "size"):
            if name in said and name not in self._left_out:
                self._left_out.add(name)
                return True
        return False

    def _connected(self) -> OpenAI:
        with self._lock:
            if self._client is None:
                from openai import OpenAI

                if self._preset.key_names and not self._key and self._preset.name != "other":
                    raise BadInput(
                        f"There is no key for {self._preset.title}.",
                        then=f"Set {self._preset.key_names[0]}, or store one in the keyring (docs/models.md).",
                    )
                self._client = OpenAI(api_key=self._key or "none", base_url=self._address, timeout=self._timeout, max_retries=0)
            return self._client

    # ── What went wrong, in words ───────────────────────────────────────────────────────────────────────────────────

    def _is_away(self, error: Exception) -> None:
        if not self._away:
            self._away = True
            self.tell(f"{self._address} does not answer ({self._said(error)}). Waiting for it; what is built can be played meanwhile.")

    def _is_back(self) -> None:
        if self._away:
            self._away = False
            self.tell(f"{self._address} answers again; going on.")

    def _gone(self, error: Exception) -> ServerAway:
        self._away = False
        return ServerAway(
            f"{self._address} does not answer: {self._said(error)}.",
            safe="What is grown and built is kept, and no answer is lost.",
            then="Start the server or look at its address in the settings, then grow on: it continues where it stopped.",
        )

    def _refused(self, error: Any) -> Refused:
        hints = {401: "Look at the key.", 403: "Look at the key.", 404: "Look at the model's name and the server's address.",
                 429: "Look at the account's plan.", 413: "Ask for less at once."}  # fmt: skip
        return Refused(f"{self._address} refused ({error.status_code}): {self._said(error)}.", safe="Nothing was changed.",
                       then=hints.get(error.status_code, "Look at the settings of the model."))

    def _said(self, error: Exception) -> str:
        return without_keys(" ".join(str(error).split()).rstrip("."), self._key)[:300]


class _Listening:
    """Reads a stream in a thread of its own, so that a cancel need not wait for a server that is silent."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self._heard: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._left = False

    def chunks(self, work: Work) -> Iterator[Any]:
        """The chunks as they arrive. Raises Cancelled, and what the call and the reading raise."""
        threading.Thread(target=self._listen, name="model-call", daemon=True).start()
        try:
            while True:
                try:
                    kind, value = self._heard.get(timeout=0.1)
                except queue.Empty:
                    work.check()
                    continue
                work.check()
                if kind == "error":
                    raise value
                if kind == "end":
                    return
                yield value
        finally:
            self._left = True

    def _listen(self) -> None:
        try:
            with closing(self._call()) as stream:
                for chunk in stream:
                    if self._left:
                        return
                    self._heard.put(("chunk", chunk))
            self._heard.put(("end", None))
        except Exception as error:  # handed to the thread that asked, which raises it
            self._heard.put(("error", _plain(error)))


def _content(message: Message) -> str | list[dict[str, Any]]:
    """The text alone, or with pictures as the protocol wants them."""
    if not message.pictures:
        return message.text
    kinds = ("png" if each.startswith(b"\x89PNG") else "jpeg" for each in message.pictures)
    urls = [f"data:image/{kind};base64,{base64.b64encode(each).decode()}" for kind, each in zip(kinds, message.pictures, strict=True)]
    return [{"type": "text", "text": message.text}, *({"type": "image_url", "image_url": {"url": url}} for url in urls)]


def _fetched(url: str, timeout: float) -> bytes:
    """What lies at a web address, up to 40 MB. Raises ValueError for any other kind of address, OSError."""
    from urllib.request import urlopen

    if not url.startswith(("https://", "http://")):
        raise ValueError("its address is not of the web")
    with urlopen(url, timeout=timeout) as answer:
        data: bytes = answer.read(_LARGEST_PICTURE + 1)
    if len(data) > _LARGEST_PICTURE:
        raise ValueError("it is larger than 40 MB")
    return data


def _plain(error: Exception) -> Exception:
    """What broke below the vendor's package (a read that timed out) as a broken connection."""
    import openai

    if isinstance(error, openai.APIError | ValueError | KeyError | TypeError | AttributeError):
        return error
    return ConnectionError(f"the connection broke ({type(error).__name__})")


def _retry_after(error: Any) -> float:
    """Seconds the server asks to wait; 0 when it says nothing that we understand."""
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return min(max(float(headers[name]) * unit, 0.0), _LONGEST_RETRY_AFTER)
        except (KeyError, ValueError):
            continue
    return _until(headers.get("retry-after", ""))


def _until(date: str) -> float:
    from email.utils import parsedate_to_datetime

    try:
        return min(max(parsedate_to_datetime(date).timestamp() - time.time(), 0.0), _LONGEST_RETRY_AFTER)
    except (ValueError, TypeError):
        return 0.0


def _is_unpaid(error: Any) -> bool:
    """Whether "too many" means "no credit", which waiting does not change."""
    return "insufficient_quota" in str(error)


def _counted(usage: Any, question: Question, text: str) -> tuple[int, int]:
    """Tokens sent and written; where the server does not count, four characters are one."""
    if usage is not None and usage.prompt_tokens is not None:
        return int(usage.prompt_tokens), int(usage.completion_tokens or 0)
    return sum(len(each.text) for each in question.messages) // 4, len(text) // 4
