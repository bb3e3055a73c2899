"""Hands for the window's tests: real mouse, wheel and key events, and what they made the window ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SHIFT, CONTROL, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
QUESTIONS = ("leaf", "why", "open", "view", "takes", "words", "ping", "findings", "attend", "test")
Asked = Callable[[], list[dict[str, Any]]]


def centre(canvas: Any, id: str) -> QPoint:
    """The middle of a card."""
    return canvas.card_rect(id).center().toPoint()


def drag(canvas: Any, start: QPoint, end: QPoint, button: Any = LEFT, modifiers: Any = NONE, *, let_go: bool = True) -> None:
    """Press, move in steps, let go."""
    QTest.mousePress(canvas, button, modifiers, start)
    for step in range(1, 9):
        QTest.mouseMove(canvas, start + (end - start) * step / 8)
        QApplication.processEvents()
    if let_go:
        QTest.mouseRelease(canvas, button, modifiers, end)


def wheel(widget: Any, at: QPoint, turns: int, *, pixels: QPoint | None = None, modifiers: Any = NONE) -> None:
    """Turn the wheel, or move two fingers."""
    phase = Qt.ScrollPhase.ScrollUpdate if pixels else Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), pixels or QPoint(), QPoint(0, turns), Qt.MouseButton.NoButton, modifiers, phase, False
    )
    QApplication.sendEvent(widget, event)


def press(window: Any, key: Qt.Key, modifiers: Any = NONE) -> None:
    """A key on the canvas."""
    QTest.keyClick(window.canvas, key, modifiers)


def last(asked: Asked, *, but: tuple[str, ...] = QUESTIONS) -> dict[str, Any]:
    """What was asked last, without its number; questions that change nothing do not count."""
    told = [one for one in asked() if one["verb"] not in but]
    return {key: value for key, value in told[-1].items() if key != "id"} if told else {}


def wait_asked(qtbot: QtBot, asked: Asked, verb: str) -> dict[str, Any]:
    """The last request, once it is of this verb."""
    qtbot.waitUntil(lambda: last(asked).get("verb") == verb, timeout=60_000)
    return last(asked)


def leaf_of(window: Any, kind: str = "code", state: str = "done") -> str:
    """A leaf of a kind in a state."""
    return next(id for id, item in window.document.items.items() if (item.kind, item.state) == (kind, state))


def branch_of(window: Any, least: int = 2) -> str:
    """A branch below the seed with so many children or more."""
    return next(id for id, item in window.document.items.items() if len(item.children) >= least and item.parent)
