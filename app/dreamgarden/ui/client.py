"""The window's end of the line to the garden process: requests out, replies and events in, over QProcess.

The process may die. Then every open request is answered with an error, and a fresh process is started and told to
open the same garden; the garden's own journal makes sure that nothing finished is lost.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, QTimer, Signal

from dreamgarden.errors import GardenError
from dreamgarden.protocol import Verb, decode, encode

Done = Callable[[dict[str, Any]], None]
Failed = Callable[[GardenError], None]

_PING_MS = 4000
_RESTARTS = 3
_WITHIN_SECONDS = 30.0


def serve_command() -> list[str]:
    """The command line of the garden process."""
    return [sys.executable, "-m", "dreamgarden.serve"]


@dataclass
class _Open:
    verb: str
    done: Done | None
    failed: Failed | None
    message: dict[str, Any]
    sent: bool = False


class Client(QObject):
    """Speaks protocol.py with one garden process.

    heard(dict)     an event, with the id of the request that caused it
    busy_changed()  a long request began or ended
    fell(str)       the process died; the sentence says why, as far as it is known
    returned(dict)  it was started again and the garden opened; the object that `open` answers with
    hangs(bool)  the process has not answered anything for `patience_s`; False: it answers again
    refused(GardenError)  a request failed that nobody asked to hear about
    """

    heard = Signal(dict)
    busy_changed = Signal()
    fell = Signal(str)
    returned = Signal(dict)
    refused = Signal(object)
    hangs = Signal(bool)

    LONG: tuple[Verb, ...] = ("grow", "build", "expand", "repair")
    # The process answers requests side by side; edits are sent one after the other, so that they happen in order.
    IN_ORDER: tuple[Verb, ...] = (
        "edit", "add", "prune", "move", "pin", "take", "mute", "note", "tag", "accept", "discard", "batch", "bring",
        "picture", "undo", "redo",
    )  # fmt: skip
    _ALWAYS: tuple[Verb, ...] = ("open", "grow", "plant", "stop", "ping", "doctor", "models")

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._process: QProcess | None = None
        self._buffer: list[bytes] = []  # what has come of the line that is not whole yet
        self._next = 1
        self._open: dict[int, _Open] = {}
        self._last_words: deque[str] = deque(maxlen=12)
        self._deaths: deque[float] = deque(maxlen=_RESTARTS)
        self._closed = False
        self._reopening = False
        self.garden = ""
        self.patience_s = 20.0
        self._answered = monotonic()
        self._asked_for_life = 0
        self._hangs = False
        self._pulse = QTimer(self)
        self._pulse.setInterval(_PING_MS)
        self._pulse.timeout.connect(self._beat)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(100)
        self._again.timeout.connect(self._restart)

    @property
    def running(self) -> bool:
        """True while there is a process to talk to."""
        return self._process is not None and self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def pid(self) -> int:
        """The process's id; 0 when there is none."""
        return int(self._process.processId()) if self._process is not None else 0

    @property
    def busy(self) -> list[int]:
        """The ids of the long requests under way."""
        return [id for id, request in self._open.items() if request.verb in self.LONG]

    def request(self, verb: Verb, done: Done | None = None, failed: Failed | None = None, **arguments: Any) -> int:
        """Ask for something; `done` hears the result, `failed` the error. Returns the request's id.

        Once `close` was called nothing is asked any more, nobody is answered, and 0 is returned.
        """
        if self._closed:
            return 0
        if not self.running:
            self._start()
            if self.garden and verb not in self._ALWAYS:
                # A fresh process knows no garden; whoever asks first after a death brings it back.
                self._reopen()
        id = self._next
        self._next += 1
        self._open[id] = _Open(verb, done, failed, {"id": id, "verb": verb, **arguments})
        if verb in ("open", "grow", "plant"):
            self.garden = str(arguments.get("garden", self.garden))
        self._send_on()
        if verb in self.LONG:
            self.busy_changed.emit()
        return id

    def _send_on(self) -> None:
        """Send what may be sent now, in the order in which it was asked."""
        process = self._process
        if process is None:
            return
        editing = any(request.sent and request.verb in self.IN_ORDER for request in self._open.values())
        for request in self._open.values():
            if request.sent or (self._reopening and request.verb not in self._ALWAYS):
                continue
            if request.verb in self.IN_ORDER:
                if editing:
                    continue
                editing = True
            request.sent = True
            process.write(encode(request.message))

    def _reopen(self) -> None:
        def back(shown: dict[str, Any]) -> None:
            self._reopening = False
            self.returned.emit(shown)

        def gone(error: GardenError) -> None:
            self._reopening = False
            self.refused.emit(error)

        self._reopening = True
        self.request("open", back, gone, garden=self.garden)

    def wake(self) -> None:
        """Start the process before anything is asked of it, so that it is there when something is."""
        if not self._closed and not self.running:
            self._start()

    def stop(self, id: int = 0) -> None:
        """End one running request, or all."""
        if self.running:
            self.request("stop", request=id)

    def close(self, wait_ms: int = 3000) -> None:
        """Ask the process to end and wait for it; end it by force when it does not."""
        self._closed = True
        self._pulse.stop()
        self._again.stop()
        self._open.clear()
        process, self._process = self._process, None
        if process is None:
            return
        if process.state() != QProcess.ProcessState.NotRunning:
            process.write(encode({"id": self._next, "verb": "close"}))
            process.closeWriteChannel()
            if not process.waitForFinished(wait_ms):
                process.kill()
                process.waitForFinished(1000)

    def _start(self) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        # The process finds the package the way this one did, also from a checkout that is not installed.
        environment.insert("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        environment.insert("PYTHONIOENCODING", "utf-8")
        environment.insert("PYTHONUNBUFFERED", "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._hear)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._trouble)
        self._buffer.clear()
        self._process = process
        self._alive()
        self._pulse.start()
        process.start(self._command[0], self._command[1:])

    def _read(self) -> None:
        if self._process is None:
            return
        self._alive()
        *lines, rest = bytes(self._process.readAllStandardOutput().data()).split(b"\n")
        if lines:
            lines[0] = b"".join((*self._buffer, lines[0]))
            self._buffer.clear()
        self._buffer.append(rest)
        for line in lines:
            if line.strip():
                self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            message = decode(line)
        except ValueError:
            self._last_words.append(line.decode(errors="replace"))
            return
        if "ok" not in message:
            self.heard.emit(message)
            return
        request = self._open.pop(int(message.get("id", 0)), None)
        if request is None:
            return
        if request.verb in self.LONG:
            self.busy_changed.emit()
        if message["ok"]:
            if request.done:
                request.done(message.get("result") or {})
        elif (message.get("error") or {}).get("cancelled"):
            # Stopping is an outcome of its own, never a failure.
            if request.done:
                request.done({"cancelled": True})
        else:
            told = message.get("error") or {}
            self._fail(
                request,
                GardenError(str(told.get("what", "")), safe=str(told.get("safe", "")), then=str(told.get("then", ""))),
            )

        self._send_on()

    def _alive(self) -> None:
        self._answered = monotonic()
        self._asked_for_life = 0
        if self._hangs:
            self._hangs = False
            self.hangs.emit(False)

    def _beat(self) -> None:
        """Ask now and then whether the process listens; its silence after that is a hang, however busy it is."""
        if not self.running:
            self._pulse.stop()
        elif not self._asked_for_life:
            self._asked_for_life = self.request("ping", None, lambda _: None)
        elif monotonic() - self._answered > self.patience_s and not self._hangs:
            self._hangs = True
            self.hangs.emit(True)

    def restart(self) -> None:
        """End the process by force and start it again with the same garden; for one that hangs."""
        if self._process is not None:
            self._deaths.clear()
            self._process.kill()

    def leave(self) -> None:
        """Let go of the garden: the process ends, and the next request starts a fresh one."""
        garden, closed = "", self._closed
        self.close()
        self._closed, self.garden = closed, garden

    def _hear(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
            self._last_words.extend(line for line in text.splitlines() if line.strip())

    def _fail(self, request: _Open, error: GardenError) -> None:
        if request.failed:
            request.failed(error)
        else:
            self.refused.emit(error)

    def _trouble(self, error: QProcess.ProcessError) -> None:
        # Only a process that never started tells it this way alone; the others also end.
        if error == QProcess.ProcessError.FailedToStart:
            self._lost(self.tr("it could not be started: {0}").format(self._command[0]), again=False)

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._closed or self.sender() is not self._process:
            return
        self._read()
        self._hear()
        if status == QProcess.ExitStatus.CrashExit:
            why = self.tr("it was ended from outside or crashed")
        else:
            why = self._last_words[-1] if self._last_words else self.tr("it ended with code {0}").format(code)
        self._lost(why, again=True)

    def _lost(self, why: str, *, again: bool) -> None:
        self._process = None
        self._reopening = False
        pending, self._open = self._open, {}
        now = monotonic()
        self._deaths.append(now)
        often = len(self._deaths) == _RESTARTS and now - self._deaths[0] < _WITHIN_SECONDS
        self.fell.emit(why)
        for request in pending.values():
            self._fail(
                request,
                GardenError(
                    self.tr("The garden process stopped: {0}.").format(why),
                    safe=self.tr("What was finished is kept."),
                    then=self.tr("Do it again once the garden is back."),
                ),
            )
        if any(request.verb in self.LONG for request in pending.values()):
            self.busy_changed.emit()
        if again and not often and self.garden:
            self._again.start()

    def _restart(self) -> None:
        if not self.running and not self._closed and QCoreApplication.instance() is not None:
            self._start()
            self._reopen()
