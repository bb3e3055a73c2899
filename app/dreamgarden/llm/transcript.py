"""`Transcript`: every exchange with a model, kept by content, so that no call is paid twice and a garden can be told again.

A file of SQLite in the garden. As a *tape* (JSON lines, packed where its name ends in .gz) it travels: `to_tape`, `load_tape`.
Keys of servers are hidden before anything is written.
"""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from dreamgarden.errors import StorageError
from dreamgarden.llm.chat import Chat, Hear, Question, Refused, Reply, deaf, own_digest_of
from dreamgarden.llm.secrets import without_keys
from dreamgarden.work import Work

_TABLE = """CREATE TABLE IF NOT EXISTS exchanges (
    key TEXT PRIMARY KEY, own TEXT NOT NULL, model TEXT NOT NULL, purpose TEXT NOT NULL, node TEXT NOT NULL,
    question TEXT NOT NULL, reply TEXT NOT NULL, at REAL NOT NULL)"""


class Transcript:
    """The exchanges in a file, or in memory (":memory:"). Safe to use from several threads and processes."""

    def __init__(self, file: Path | str = ":memory:", secrets: tuple[str, ...] = (), *, read_only: bool = False) -> None:
        """secrets are hidden wherever they stand. read_only: a file that is there, and nothing is written. Raises StorageError."""
        self._file, self._secrets = file, secrets
        self._lock = threading.Lock()
        with self._storing():
            if read_only:
                self._base = sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=30, check_same_thread=False)
                return
            if isinstance(file, Path):
                file.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(file, timeout=30, check_same_thread=False, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute(_TABLE)

    def close(self) -> None:
        """Close the file; nothing may be asked of it afterwards."""
        with self._lock:
            self._base.close()

    def __len__(self) -> int:
        with self._lock:
            return int(self._base.execute("SELECT count(*) FROM exchanges").fetchone()[0])

    def models(self) -> list[str]:
        """Whose answers these are, the first asked first. Raises StorageError when there are none."""
        with self._storing(), self._lock:
            rows = self._base.execute("SELECT model FROM exchanges GROUP BY model ORDER BY min(at)").fetchall()
        if not rows:
            raise StorageError(f"The transcript {self._file} is empty.", then="Name a tape with answers on it.")
        return [str(row[0]) for row in rows]

    def find(self, question: Question, model: str) -> tuple[str, Reply] | None:
        """Key and answer of this question, be it asked before under older common rules: nobody pays for it again."""
        key, own = question.key(model), question.own_key(model)
        with self._storing(), self._lock:
            row = self._base.execute("SELECT key, reply FROM exchanges WHERE key = ? OR own = ? ORDER BY key != ?, at DESC",
                                     (key, own, key)).fetchone()  # fmt: skip
        return (row[0], replace(Reply(**json.loads(row[1])), replayed=True)) if row else None

    def keep(self, question: Question, model: str, reply: Reply) -> None:
        """Keep an exchange; written through before this returns. Raises StorageError."""
        self._insert({"key": question.key(model), "model": model, "purpose": question.purpose, "node": question.node,
                      "question": question.to_json(), "reply": asdict(reply), "at": time.time()})  # fmt: skip

    def had(self, purpose: str, node: str) -> list[tuple[str, str, Reply]]:
        """Key, what was asked, and the answer of every exchange for one purpose and node, in the order in which they were had."""
        with self._storing(), self._lock:
            rows = self._base.execute("SELECT key, question, reply FROM exchanges WHERE purpose = ? AND node = ? ORDER BY at",
                                      (purpose, node)).fetchall()  # fmt: skip
        told = ((key, _own_words(json.loads(asked)["messages"]), Reply(**json.loads(reply))) for key, asked, reply in rows)
        return [(key, asked, replace(reply, replayed=True)) for key, asked, reply in told]

    def answers(self) -> list[tuple[str, str, Reply]]:
        """Purpose, node and answer of every exchange, in the order in which they were had. Raises StorageError."""
        with self._storing(), self._lock:
            rows = self._base.execute("SELECT purpose, node, reply FROM exchanges ORDER BY at").fetchall()
        return [(purpose, node, Reply(**json.loads(reply))) for purpose, node, reply in rows]

    def replies(self) -> list[tuple[str, Reply]]:
        """The node and the answer of every exchange, in the order in which they were had. Raises StorageError."""
        with self._storing(), self._lock:
            rows = self._base.execute("SELECT node, reply FROM exchanges ORDER BY at").fetchall()
        return [(node, Reply(**json.loads(reply))) for node, reply in rows]

    def about(self, node: str) -> list[tuple[str, str, str]]:
        """Purpose, the person's message and the answer of every exchange for a node, in the order in which they were had."""
        with self._storing(), self._lock:
            rows = self._base.execute("SELECT purpose, question, reply FROM exchanges WHERE node = ? ORDER BY at", (node,)).fetchall()
        found = [(purpose, json.loads(question)["messages"], json.loads(reply)["text"]) for purpose, question, reply in rows]
        return [(purpose, next(each["content"] for each in messages if each["role"] == "user"), text) for purpose, messages, text in found]

    def to_tape(self, file: Path, *, lean: bool = False) -> int:
        """Write all exchanges as JSON lines in the order in which they were had; returns how many.

        A line that many questions and answers have in common (of the vision, of code that is mended) is written once, from `_LEAST`
        bytes on; each row says so by "once". lean leaves out the system's messages: such a tape is told again as well as
        another, for a question is known by its own words.
        """
        seen: dict[str, int] = {}
        with self._storing(), self._lock:
            rows = self._base.execute("SELECT key, model, purpose, node, question, reply FROM exchanges ORDER BY at, key").fetchall()
            with _opened(file) as tape:
                for key, model, purpose, node, question, reply in rows:
                    asked = json.loads(question)
                    said = [{**each, "content": _RULES} if lean and each["role"] == "system" else each for each in asked["messages"]]
                    asked["messages"] = [_once(each, seen) for each in said]
                    answer = json.loads(reply)
                    answer = {**_once({"content": answer.pop("text")}, seen), **answer}
                    row = {"key": key, "model": model, "purpose": purpose, "node": node, "once": _LEAST, "question": asked, "reply": answer}
                    tape.write(json.dumps(row, ensure_ascii=False) + "\n")
        return len(rows)

    def load_tape(self, file: Path) -> int:
        """Take the exchanges of a tape in; returns how many. Raises StorageError for a file that is no tape."""
        count = 0
        known: list[str] = []
        try:
            packed = file.read_bytes()
            for line in (gzip.decompress(packed) if packed.startswith(_PACKED) else packed).decode().splitlines():
                if line.strip():
                    row = json.loads(line)
                    least = row.pop("once", None)
                    row["question"]["messages"] = [_whole(each, known, least) for each in row["question"]["messages"]]
                    if "lines" in row["reply"]:
                        answer = _whole(row["reply"], known, least)
                        row["reply"] = {"text": answer.pop("content"), **answer}
                    elif least is not None:                    # a tape of before: answers whole
                        had = set(known)
                        known += [each for each in dict.fromkeys(_counted(row["reply"]["text"].split("\n"), least)) if each not in had]
                    Reply(**row["reply"])
                    self._insert({**row, "at": float(count)})
                    count += 1
        except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError) as error:
            raise StorageError(f"{file} is not a transcript: {error}.", then="Name a tape that `to_tape` wrote.") from error
        return count

    def _insert(self, row: dict[str, Any]) -> None:
        asked = row["question"]
        own = own_digest_of(row["model"], asked)
        texts = [without_keys(json.dumps(row[name], ensure_ascii=False), *self._secrets) for name in ("question", "reply")]
        with self._storing(), self._lock:
            self._base.execute("INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                               (row["key"], own, row["model"], row["purpose"], row["node"], *texts, row["at"]))  # fmt: skip

    @contextmanager
    def _storing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"The transcript {self._file} can't be used: {error}.", safe="The garden is unchanged.",
                               then="Free some space, or make its folder writable.") from error


_PACKED = b"\x1f\x8b"
_LONG = 60
_LEAST = 24  # bytes, so that lines in Chinese count too
_RULES = "(what all such calls have in common)"


@contextmanager
def _opened(file: Path) -> Iterator[IO[str]]:
    """A tape to be written; the same exchanges give the same bytes, packed or not."""
    if file.suffix != ".gz":
        with file.open("w", encoding="utf-8") as tape:
            yield tape
        return
    with file.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed, io.TextIOWrapper(packed, "utf-8") as tape:
        yield tape


def _counted(lines: Iterable[str | int], least: int | None) -> Iterator[str]:
    """The lines that have a number on a tape: of so many bytes, or on tapes of before (None) of so many signs."""
    for line in lines:
        if not isinstance(line, int) and (len(line) >= _LONG if least is None else len(line.encode()) >= least):
            yield line


def _once(message: dict[str, Any], seen: dict[str, int]) -> dict[str, Any]:
    """A message for a tape, by lines: a line that stood on the tape before is the number it had there."""
    lines: list[str | int] = []
    for line in message["content"].split("\n"):
        lines.append(seen.get(line, line))
        for each in _counted([line], _LEAST):
            seen.setdefault(each, len(seen))
    return {**{name: value for name, value in message.items() if name != "content"}, "lines": lines}


def _whole(message: dict[str, Any], known: list[str], least: int | None) -> dict[str, Any]:
    lines = [known[line] if isinstance(line, int) else line for line in _numbered(message["lines"], known, least)]
    return {**{name: value for name, value in message.items() if name != "lines"}, "content": "\n".join(lines)}


def _numbered(lines: list[str | int], known: list[str], least: int | None) -> Iterator[str | int]:
    """The lines as they are; those that later numbers mean are known from here on."""
    for line in lines:
        known.extend(_counted([line], least))
        yield line


class Recorded:
    """A chat that answers from a transcript where it can, and keeps there what it had to ask for.

    Without a chat it only replays. A question whose words changed a little since (the interface page grew) then gets
    the likeliest of the answers for the same purpose that it has not had yet; what was never said is Refused. Two threads with the same
    question make one call.
    """

    def __init__(self, transcript: Transcript, chat: Chat | None = None, model: str = "") -> None:
        """model is whose answers are replayed when there is no chat."""
        self.transcript = transcript
        self._chat = chat
        self.model = chat.model if chat else model
        self._asking: dict[str, threading.Lock] = {}
        self._door = threading.Lock()
        self._used: set[str] = set()

    @property
    def holds_to_schemas(self) -> bool:
        return self._chat.holds_to_schemas if self._chat else False

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        work.check()
        key = question.key(self.model)
        with self._door:
            mine = self._asking.setdefault(key, threading.Lock())
        with mine:
            found = self.transcript.find(question, self.model)
            reply = found[1] if found else None
            if found is not None:
                self._used.add(found[0])
            elif self._chat is None:
                reply = self._next_for(question)
            if reply is None:
                if self._chat is None:
                    raise Refused(f"The transcript holds no answer to “{question.purpose}” ({key[:12]}).",
                                  then="Replay it with the version that recorded it, or let a model answer.")
                reply = self._chat.ask(question, work, hear)
                self.transcript.keep(question, self.model, reply)
            else:
                hear(reply.text)
        return reply

    def _next_for(self, question: Question) -> Reply | None:
        """Of the answers for the same purpose that were not given yet, that to the question with the most lines in common."""
        lines = set(_own_words([each.to_json() for each in question.messages]).splitlines())
        with self._door:
            left = [each for each in self.transcript.had(question.purpose, question.node) if each[0] not in self._used]
            if not left:
                return None
            key, _, reply = max(left, key=lambda each: _alike(lines, set(each[1].splitlines())))  # of equals, the first
            self._used.add(key)
            return reply


def _own_words(messages: list[dict[str, Any]]) -> str:
    """What was said in a conversation beside the common rules."""
    return "\n".join(str(each["content"]) for each in messages if each["role"] != "system")


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
