"""A garden that is grown and built in a process that may be killed at any moment, and what is left of it after that.

The designer asks a fake model through a real transcript; the model counts what it is asked in a file that outlives
every kill. Compiling is real, against a runtime of some lines. Used by tests/test_crashes.py and benchmarks/crash_sweep.py.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dreamgarden.build.ledger import Ledger
from dreamgarden.build.store import Store
from dreamgarden.designers.designer import Draft, Failure, Leaf, Sprout, Surroundings
from dreamgarden.errors import GardenError
from dreamgarden.events import Event, NodeAdded, TaskFinished
from dreamgarden.llm.chat import Chat, Hear, Message, Question, Reply, deaf
from dreamgarden.llm.transcript import Recorded, Transcript
from dreamgarden.plan.journal import FILE, Journal
from dreamgarden.plan.node import Node
from dreamgarden.plan.record import node_to_json
from dreamgarden.project import Project
from dreamgarden.work import Work

PROMPT = "Moths gather above a quiet land"
_PARTS = ("land", "air")
_LEAVES = {"land": ("hills", "stones"), "air": ("moths", "mist")}
_NEEDS = {"moths": ("hills",), "mist": ("moths",)}


class Counting:
    """A model that writes down when it is asked and when it has answered, and takes its time."""

    model = "fake"
    holds_to_schemas = False

    def __init__(self, diary: Diary, seed: int) -> None:
        self._diary, self._chance = diary, random.Random(seed)

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        said = question.messages[-1].text
        self._diary.note("asked", said)
        time.sleep(self._chance.uniform(0.01, 0.08))
        work.check()
        self._diary.note("answered", said)
        return Reply(said.upper(), self.model)


class AskingDesigner:
    """Every step of it is a question to the model; the answers are kept before they are used."""

    name = "asking"
    version = 1

    def __init__(self, garden: Path, chat: Chat) -> None:
        self._garden, self._chat = garden, chat
        self._recorded: Recorded | None = None
        self._door = threading.Lock()

    def style(self, seed: str, work: Work) -> dict[str, Any]:
        self._ask(f"style {seed}", work)
        return {"title": "Tiny", "language": "en", "stage": "walk", "palette": {}, "texts": {"play": "Play"}}

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        self._ask(f"grow {node.slug}", work)
        if node.kind == "seed":
            parts = [Sprout(slug.title(), f"The {slug}. " * 300, "part", slug) for slug in _PARTS]  # more than a page of the journal
            return [Sprout("Style", "The look.", "style", "style"), *parts]
        return [Sprout(slug.title(), f"The {slug}.", "code", slug, needs=_NEEDS.get(slug, ())) for slug in _LEAVES.get(node.slug, ())]

    def write(self, leaf: Leaf, work: Work) -> Draft:
        answer = self._ask(f"write {leaf.slug} of {leaf.brief}", work)
        text = f'#include "garden.h"\n// {answer}\nPART({leaf.slug}) {{ }}\n'
        return Draft({f"{leaf.slug}.cpp": text}, f"part {leaf.slug}")

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        return None

    def _ask(self, words: str, work: Work) -> str:
        with self._door:  # not earlier: before it is planted, the garden's folder has to be empty
            if self._recorded is None:
                self._recorded = Recorded(Transcript(self._garden / ".garden" / "calls.db"), self._chat)
        return self._recorded.ask(Question((Message("user", words),)), work).text


class Diary:
    """Lines that outlive the process that writes them: (seconds, what, about)."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def note(self, what: str, about: str) -> None:
        line = json.dumps([time.monotonic(), what, about]).encode() + b"\n"
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, line)
        os.close(handle)

    def lines(self, what: str) -> list[tuple[float, str]]:
        text = self.file.read_text() if self.file.exists() else ""
        return [(when, about) for when, kind, about in map(json.loads, text.splitlines()) if kind == what]


class FailingStore(Store):
    """A store whose disk refuses in the middle of the `nth` write, and of every other one after it, for `times` writes."""

    def __init__(self, root: Path, nth: int, number: int, times: int = 3) -> None:
        super().__init__(root)
        self._left, self._number, self._times = nth, number, times

    def _keep(self, content: Iterator[bytes], digest: str) -> None:
        self._left -= 1
        if self._left < 0 and self._times > 0:
            self._times -= 1
            content = self._broken(content)
        super()._keep(content, digest)

    def _broken(self, content: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in content:
            yield chunk[: len(chunk) // 2]
            raise OSError(self._number, os.strerror(self._number))


@dataclass(frozen=True)
class Fault:
    """What the disk refuses: a write of the store (errno), or pages of "ledger.db", "garden.db"."""

    where: str
    nth: int
    number: int = errno.ENOSPC


def live(garden: Path, diary: Diary, seed: int, fault: Fault | None = None) -> None:
    """Open or plant the garden, grow and build it. In a process of its own; raises what the disk makes it raise."""
    from dreamgarden.make import making

    if fault is not None and fault.where == "store":
        making.Store = lambda root, **how: FailingStore(root, fault.nth, fault.number)  # type: ignore[misc, assignment]
    designer = AskingDesigner(garden, Counting(diary, seed))

    def hear(event: Event) -> None:
        if isinstance(event, NodeAdded):
            diary.note("node", str(event.node["slug"]))
        elif isinstance(event, TaskFinished) and event.outcome in ("done", "reused"):
            diary.note("done", event.task)

    with Project.plant_or_open(garden, PROMPT, designer) as project:
        if fault is not None and fault.where != "store":
            base: sqlite3.Connection = project.engine.ledger._base if fault.where == "ledger.db" else project.journal._base
            pages = base.execute("PRAGMA page_count").fetchone()[0]
            base.execute(f"PRAGMA max_page_count={pages + fault.nth}")
        finished = project.grow(Work(), hear)
        if finished.failed or finished.blocked:
            raise GardenError(f"Not everything was made: {finished.failed} {finished.blocked}")
    diary.note("ended", "")


def started(garden: Path, diary: Diary, seed: int, fault: Fault | None = None) -> int:
    """`live` in a child process; returns its id. Its exit code is 0, or 4 when the disk refused."""
    while True:
        try:
            child = os.fork()
            break
        except BlockingIOError:  # this machine has no room for another process just now
            time.sleep(0.2)
    if child:
        return child
    code = 1
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.setpgid(0, 0)
        live(garden, diary, seed, fault)
        code = 0
    except GardenError as error:
        diary.note("refused", str(error))
        code = 4
    except BaseException as error:
        diary.note("mistake", repr(error))
    finally:
        os._exit(code)


def killed(child: int, after: float) -> bool:
    """Kill the child after so many seconds; False when it had ended before."""
    end = time.monotonic() + after
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def finished(child: int) -> int:
    """Wait for the child; its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def outcome(garden: Path) -> dict[str, Any]:
    """All that a garden came to: the plan, each task's artifact, and the files of its game by digest."""
    with Journal.open(garden) as journal:
        plan = [node_to_json(node) for node in journal.plan]
    ledger, store = Ledger(garden / ".garden" / "ledger.db"), Store(garden / ".garden" / "store")
    try:
        names = ["style", "game", *(f"code:{slug}" for leaves in _LEAVES.values() for slug in leaves)]
        made = {name: ledger.last_good(name) for name in names}
        for name, artifact in made.items():
            assert artifact is None or all(store.verify(digest) for digest in artifact.files.values()), f"{name} is damaged"
        bodies = {name: artifact.body if artifact else "" for name, artifact in made.items()}
    finally:
        ledger.close()
    game = garden / "game"
    # The runtime's sources are copied as they stand in the checkout, which somebody may be working on.
    written = [file for file in game.rglob("*") if file.is_file() and file.relative_to(game).parts[0] != "runtime"]
    files = {str(file.relative_to(game)): hashlib.sha256(file.read_bytes()).hexdigest() for file in written}
    return {"plan": plan, "bodies": bodies, "files": files}


def unlike(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two outcomes differ."""
    found = ["plan"] if one["plan"] != other["plan"] else []
    for kind in ("bodies", "files"):
        found += [name for name in sorted(one[kind].keys() | other[kind].keys()) if one[kind].get(name) != other[kind].get(name)]
    return found


@dataclass
class Losses:
    """What kills and faults cost: each should be empty.

    lost       what had been told as finished and was not there afterwards.
    again      calls that had been answered and were made again, with the seconds from the answer to the kill before.
    otherwise  gardens whose end was not that of the undisturbed one.
    """

    lost: list[str] = field(default_factory=list)
    again: list[tuple[str, float]] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def look(garden: Path, diary: Diary, losses: Losses) -> None:
    """After a kill: whatever was told as finished has to be there, whole."""
    if not (garden / FILE).is_file():
        losses.lost += [about for _, about in diary.lines("node")]
        return
    with Journal.open(garden) as journal:
        slugs = {node.slug for node in journal.plan}
    losses.lost += [f"node {slug}" for _, slug in diary.lines("node") if slug not in slugs]
    done = {name for _, name in diary.lines("done")}
    if not done:
        return
    ledger, store = Ledger(garden / ".garden" / "ledger.db"), Store(garden / ".garden" / "store")
    try:
        for name in done:
            artifact = ledger.last_good(name)
            if artifact is None or not all(store.verify(digest) for digest in artifact.files.values()):
                losses.lost.append(name)
    finally:
        ledger.close()


def asked_again(diary: Diary, kills: list[float], losses: Losses) -> None:
    """Find calls that were made after they had been answered once, and how long before a kill the answer had come."""
    answered: Counter[str] = Counter(about for _, about in diary.lines("answered"))
    when: dict[str, float] = {}
    for moment, about in diary.lines("answered"):
        when.setdefault(about, moment)
    for about, times in answered.items():
        if times > 1:
            after = [kill - when[about] for kill in kills if kill >= when[about]]
            losses.again.append((about, min(after, default=-1.0)))
