"""The garden process: verbs in on stdin, events and answers out on stdout, a line of JSON each (protocol.py).

Every verb runs in its own thread with its own `Work`, so that requests overlap and each can be stopped. Stdout is the
protocol's alone: whatever else would print there goes to stderr. It ends with its parent: when stdin ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dreamgarden import settings
from dreamgarden.errors import BadInput, Cancelled, GardenError
from dreamgarden.events import Event, Glance, InView
from dreamgarden.holding import Hold
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.tree import Plan
from dreamgarden.protocol import decode, encode
from dreamgarden.serve import opening
from dreamgarden.serve.asking import QUESTIONS, text_of
from dreamgarden.serve.attending import ATTENDS
from dreamgarden.serve.wording import spoken, told
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.project import Project

Arguments = Mapping[str, Any]
_LONG = frozenset({"grow", "build", "expand", "repair"})
_LOOK_SECONDS = 0.5
_IDLE_SECONDS = 0.4


class Server:
    """Answers the requests of one window over two streams."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers
        self._speaking = threading.Lock()
        self._language = "en"
        self._door = threading.RLock()
        self._running: dict[int, Work] = {}
        self._long: set[int] = set()
        self._threads: dict[int, threading.Thread] = {}
        self._project: Project | None = None
        # Who opens a garden that was seen already, and whom what is meant for that garden has to wait for.
        self._arriving: set[threading.Thread] = set()
        self._late: set[threading.Thread] = set()
        self._arrived = threading.Event()
        self._games: list[Any] = []

    def serve(self) -> None:
        """Until `close` or the end of the requests; then stop what runs, keep what was finished, and return."""
        for line in self._requests:
            if not line.strip():
                continue
            try:
                request = decode(line)
                id, verb = int(request.pop("id", 0)), str(request.pop("verb", ""))
            except (ValueError, TypeError) as error:
                self._say({"id": 0, "ok": False, "error": _told(BadInput(f"That line is no request: {error}."))})
                continue
            if verb == "stop":
                if request.get("task"):
                    self._stop_task(str(request["task"]))
                else:
                    self._stop(int(request.get("request", 0)))
                self._say({"id": id, "ok": True, "result": {}})
            elif verb == "pause":
                self._pause(bool(request.get("on")))
                self._say({"id": id, "ok": True, "result": {}})
            elif verb == "close":
                self._end()
                self._say({"id": id, "ok": True, "result": {}})
                return
            else:
                self._begin(id, verb, request)
        self._end()

    # ── Requests ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, id: int, verb: str, arguments: Arguments) -> None:
        work = Work()
        with self._door:
            self._running[id] = work
            if verb in _LONG:
                self._long.add(id)
            thread = threading.Thread(target=self._answer, args=(id, verb, arguments, work), name=f"verb-{verb}")
            self._threads[id] = thread
            if self._arriving:
                self._late.add(thread)
            if verb == "open" and arguments.get("glance"):
                self._arriving.add(thread)
                self._arrived.clear()
        thread.start()

    def _answer(self, id: int, verb: str, arguments: Arguments, work: Work) -> None:
        def emit(event: Event) -> None:
            self._say({"id": id, "request": id, **event.to_json()})

        try:
            self._language = spoken(settings.language())  # each time: the window may have chosen another one
            do = _VERBS.get(verb)
            if do is None:
                raise BadInput(f"There is no verb “{verb}”.", then=f"There are: {', '.join(sorted(_VERBS))}.")
            watched = Work(lambda fraction, note: self._progress(id, fraction, note), parent=work)
            result = do(self, arguments, watched if verb in _LONG else work, emit)
            answer = {"id": id, "ok": True, "result": result}
        except Cancelled:
            error = GardenError("Stopped.", safe="What was finished is kept.", then="Build again to go on.")
            answer = {"id": id, "ok": False, "error": {**_told(error), "cancelled": True}}
        except GardenError as error:
            answer = {"id": id, "ok": False, "error": _told(error)}
        except Exception as error:  # a mistake of ours; the garden process outlives it
            traceback.print_exc(file=sys.stderr)
            mistake = GardenError(f"A mistake in DreamGarden: {type(error).__name__}: {error}", safe="The garden is kept as it was.")
            answer = {"id": id, "ok": False, "error": _told(mistake)}
        self.arrive()
        with self._door:
            self._running.pop(id, None)
            self._long.discard(id)
            self._threads.pop(id, None)
        self._say(answer)

    def _progress(self, id: int, fraction: float, note: str) -> None:
        self._say({"id": id, "event": "progress", "fraction": round(fraction, 3), "note": note})

    def _say(self, message: dict[str, Any]) -> None:
        try:
            with self._speaking:
                self._answers.write(encode(told(message, self._language)))
                self._answers.flush()
        except (BrokenPipeError, ValueError):
            self._stop(0)  # nobody listens any more

    def _stop(self, id: int) -> None:
        with self._door:
            chosen = list(self._running.values()) if id == 0 else [self._running[id]] if id in self._running else []
        for work in chosen:
            work.cancel()

    def _pause(self, on: bool) -> None:
        with self._door:
            chosen = [work for id, work in self._running.items() if id in self._long]
        for work in chosen:
            work.pause(on)

    def _stop_task(self, task: str) -> None:
        with self._door:
            project = self._project
        if project is not None:
            project.engine.cancel(task)

    def _end(self) -> None:
        self._stop(0)
        with self._door:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join()
        for game in self._games:
            if game.running:
                game.end()
        with self._door:
            if self._project is not None:
                self._project.close()
                self._project = None

    # ── The garden ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def project(self) -> Project:
        """The open garden; one that was seen already is waited for. Raises BadInput when none is."""
        if threading.current_thread() in self._late:
            self._arrived.wait()
        with self._door:
            if self._project is None:
                raise BadInput("No garden is open.", then="Open one, or plant a prompt.")
            return self._project

    def take(self, project: Project) -> Project:
        """Make this the open garden. What runs on the one before is stopped, and then it is closed."""
        here = threading.current_thread()
        with self._door:
            before, self._project = self._project, project
            others = [
                (thread, self._running.get(id)) for id, thread in self._threads.items() if thread is not here and thread not in self._late
            ]
        if before is not None:
            for _, work in others:
                if work is not None:
                    work.cancel()
            for thread, _ in others:
                thread.join()
            before.close()
        return project

    def arrive(self) -> None:
        """The garden that this thread was opening is the open one, or never will be: what waited for it goes on."""
        with self._door:
            self._arriving.discard(threading.current_thread())
            if not self._arriving:
                self._late.clear()
                self._arrived.set()

    def holds(self, folder: Path) -> Project | None:
        """The open garden, if it is the one in this folder."""
        with self._door:
            project = self._project
        return project if project is not None and project.folder.resolve() == folder.resolve() else None

    def play(self, args: list[str]) -> int:
        """Open the game; returns its process id."""
        project = self.project
        game = project.play(args)
        self._games = [*(other for other in self._games if other.running), game]
        threading.Thread(target=self._look_on, args=(project, game), name="in-view", daemon=True).start()
        return int(game.pid)

    def _look_on(self, project: Project, game: Any) -> None:
        """Tell which nodes' things are on the screen of a game, as long as it is played."""
        before: list[str] = []
        while True:
            slugs = set(game.in_view())
            ids = [node.id for node in project.journal.plan if node.slug in slugs] if slugs else []
            if ids != before:
                before = ids
                self._say({"request": 0, **InView(ids).to_json()})
            if not game.running:
                return
            time.sleep(_LOOK_SECONDS)


# ── Verbs: protocol.py says what each takes and answers ─────────────────────────────────────────────────────────────

Do = Callable[[Server, Arguments, Work, Callable[[Event], None]], dict[str, Any]]


def _open(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    folder, read_only = Path(text_of(given, "garden")), bool(given.get("read_only"))
    project = server.holds(folder)
    if given.get("yields") and (project is None or project.read_only):
        read_only = read_only or bool(Hold(folder, read_only=True).holder())
    seen: Glance | None = None
    plan: Plan | None = None
    if project is None or (project.read_only and not read_only):
        journal = Journal.open(folder.absolute(), read_only=read_only)
        if given.get("glance"):
            try:
                seen, plan = opening.glance(journal), journal.plan
            except BaseException:
                journal.close()
                raise
            emit(seen)
        # Only now: the window shows the tree while the rest of the program is read.
        from dreamgarden.project import Project

        project = server.take(Project.open(folder, read_only=read_only, journal=journal))
    server.arrive()
    undo, redo = project.journal.next_steps()
    shown = project.show()
    if seen is not None and project.journal.plan is plan:  # nobody else changed it meanwhile
        shown["standing"] = opening.corrections(seen, shown.pop("nodes"))
    return {**shown, "undo": undo, "redo": redo, "read_only": project.read_only, "holder": project.holder}


def _grow(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    from dreamgarden.project import Project

    folder, prompt = Path(text_of(given, "garden")), str(given.get("prompt", ""))
    project = server.holds(folder)
    if project is None:
        project = server.take(Project.plant_or_open(folder, prompt))
    finished = project.grow(work, emit, size=int(given.get("size", 0)))
    emit(finished)
    return finished.to_json()


def _build(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    finished = server.project.build(work, emit, list(given.get("nodes", ())))
    emit(finished)
    return finished.to_json()


def _wish(verb: str) -> Do:
    def do(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
        return {"undo": server.project.wish(verb, given, emit)}

    return do


def _add(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    label, ids = server.project.wish_all([{"verb": "add", **given}], emit=emit)
    return {"undo": label, "id": ids[0]}


def _batch(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    steps = [step for step in given.get("steps", ()) if isinstance(step, dict)]
    label, ids = server.project.wish_all(steps, str(given.get("label", "")), emit)
    return {"undo": label, "ids": ids}


def _expand(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    label, added = server.project.expand(text_of(given, "node"), work, emit, propose=bool(given.get("propose")))
    return {"undo": label, "added": added}


def _undo(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    return {"label": server.project.undo(emit)}


def _redo(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    return {"label": server.project.redo(emit)}


def _bring(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    label, id = server.project.bring(text_of(given, "node"), Path(text_of(given, "file")), work, emit)
    return {"undo": label, "id": id}


def _picture(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    label, file = server.project.picture(text_of(given, "node"), work, emit)
    return {"undo": label, "file": file}


def _plant(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    from dreamgarden.project import Project

    folder = Path(text_of(given, "garden"))
    if server.holds(folder) is None:
        server.take(Project.plant_or_open(folder, text_of(given, "prompt")))
    return _open(server, given, work, emit)


def _rehire(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    from dreamgarden.project import Project

    folder = server.project.folder
    server.take(Project.open(folder))
    return _open(server, {"garden": str(folder)}, work, emit)


def _attend(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    server.project.attend(*([str(id) for id in given.get(name, ())] for name in ("selected", "visible")))
    return {}


def _ping(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    return {}


def _play(server: Server, given: Arguments, work: Work, emit: Callable[[Event], None]) -> dict[str, Any]:
    return {"pid": server.play([str(word) for word in given.get("args", ())])}


_VERBS: Mapping[str, Do] = {
    "open": _open,
    "grow": _grow,
    "build": _build,
    "edit": _wish("edit"),
    "add": _add,
    "prune": _wish("prune"),
    "move": _wish("move"),
    "need": _wish("need"),
    "kind": _wish("kind"),
    "route": _wish("route"),
    "mute": _wish("mute"),
    "note": _wish("note"),
    "batch": _batch,
    "expand": _expand,
    "pin": _wish("pin"),
    "take": _wish("take"),
    **ATTENDS,
    **QUESTIONS,
    "undo": _undo,
    "redo": _redo,
    "play": _play,
    "tag": _wish("tag"),
    "accept": _wish("accept"),
    "discard": _wish("discard"),
    "bring": _bring,
    "picture": _picture,
    "plant": _plant,
    "rehire": _rehire,
    "ping": _ping,
    "attend": _attend,
}


def _told(error: GardenError) -> dict[str, str]:
    return {"what": error.what, "safe": error.safe, "then": error.then}


def _read_ahead() -> None:
    """Load what the first garden needs of the program, while the person reads the first page."""
    from dreamgarden import hiring, project

    assert project
    with contextlib.suppress(GardenError):  # whoever asks for something is told
        settings.load()
        hiring.offline()


def main() -> int:
    """Serve the parent process over stdin and stdout."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: one thread does not wait for another
    reading = threading.Timer(_IDLE_SECONDS, _read_ahead)
    reading.daemon = True
    reading.start()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever prints, in Python or in a library below it, must not break into the protocol.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = sys.stderr
    Server(sys.stdin.buffer, answers).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
