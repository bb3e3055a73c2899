"""The window's words for states, kinds and steps of work, translated when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from dreamgarden.ui.marks import QT_TRANSLATE_NOOP

_STATES = {
    "idea": QT_TRANSLATE_NOOP("States", "Idea"),
    "waiting": QT_TRANSLATE_NOOP("States", "Waiting"),
    "running": QT_TRANSLATE_NOOP("States", "Growing"),
    "done": QT_TRANSLATE_NOOP("States", "Done"),
    "reused": QT_TRANSLATE_NOOP("States", "Reused"),
    "stale": QT_TRANSLATE_NOOP("States", "Stale"),
    "failed": QT_TRANSLATE_NOOP("States", "Needs a fix"),
    "blocked": QT_TRANSLATE_NOOP("States", "Waiting for a fix"),
    "cancelled": QT_TRANSLATE_NOOP("States", "Cancelled"),
    "proposed": QT_TRANSLATE_NOOP("States", "Proposed"),
    "muted": QT_TRANSLATE_NOOP("States", "Left out"),
}
_COUNTS = {
    "done": QT_TRANSLATE_NOOP("Counts", "{0} done"),
    "running": QT_TRANSLATE_NOOP("Counts", "{0} growing"),
    "failed": QT_TRANSLATE_NOOP("Counts", "{0} to fix"),
    "blocked": QT_TRANSLATE_NOOP("Counts", "{0} blocked"),
    "stale": QT_TRANSLATE_NOOP("Counts", "{0} stale"),
    "waiting": QT_TRANSLATE_NOOP("Counts", "{0} waiting"),
    "idea": QT_TRANSLATE_NOOP("Counts", "{0} planned"),
    "cancelled": QT_TRANSLATE_NOOP("Counts", "{0} cancelled"),
}
_KINDS = {
    "seed": QT_TRANSLATE_NOOP("Kinds", "Seed"),
    "aspect": QT_TRANSLATE_NOOP("Kinds", "Aspect"),
    "part": QT_TRANSLATE_NOOP("Kinds", "Part"),
    "style": QT_TRANSLATE_NOOP("Kinds", "Style"),
    "code": QT_TRANSLATE_NOOP("Kinds", "Code"),
    "mesh": QT_TRANSLATE_NOOP("Kinds", "Mesh"),
    "data": QT_TRANSLATE_NOOP("Kinds", "Content"),
}
_STEPS = {
    "style": QT_TRANSLATE_NOOP("Steps", "set the style in {0}"),
    "code": QT_TRANSLATE_NOOP("Steps", "written and compiled in {0}"),
    "mesh": QT_TRANSLATE_NOOP("Steps", "shaped in {0}"),
    "data": QT_TRANSLATE_NOOP("Steps", "content written in {0}"),
    "link": QT_TRANSLATE_NOOP("Steps", "linked in {0}"),
    "game": QT_TRANSLATE_NOOP("Steps", "game put together in {0}"),
    "probe": QT_TRANSLATE_NOOP("Steps", "played by a probe for {0}"),
}
_BEGUN = {
    "style": QT_TRANSLATE_NOOP("Begun", "Setting the style"),
    "code": QT_TRANSLATE_NOOP("Begun", "Writing and compiling"),
    "mesh": QT_TRANSLATE_NOOP("Begun", "Shaping"),
    "data": QT_TRANSLATE_NOOP("Begun", "Writing content"),
    "link": QT_TRANSLATE_NOOP("Begun", "Linking the game"),
    "game": QT_TRANSLATE_NOOP("Begun", "Putting the game together"),
    "probe": QT_TRANSLATE_NOOP("Begun", "Trying the game"),
}
COUNTED = ("done", "running", "failed", "blocked", "stale", "waiting", "idea", "cancelled")


def state(name: str) -> str:
    """The word for a state."""
    return QCoreApplication.translate("States", _STATES[name]) if name in _STATES else name


def kind(name: str) -> str:
    """The word for a kind of node."""
    return QCoreApplication.translate("Kinds", _KINDS[name]) if name in _KINDS else name


def count(state_name: str, number: int) -> str:
    """How many leaves are in a state: "74 done"."""
    return QCoreApplication.translate("Counts", _COUNTS[state_name]).format(number)


def growing(fraction: float) -> str:
    """The card's second line while something grows: "Growing 40 %"; without the number at the very start."""
    if fraction <= 0:
        return state("running")
    return QCoreApplication.translate("States", "Growing {0} %").format(min(99, round(fraction * 100)))


def took(seconds: float) -> str:
    """A duration for people."""
    if seconds < 0.95:
        return QCoreApplication.translate("Time", "{0} ms").format(round(seconds * 1000))
    if seconds < 90:
        return QCoreApplication.translate("Time", "{0} s").format(f"{seconds:.1f}")
    return QCoreApplication.translate("Time", "{0} min").format(f"{seconds / 60:.1f}")


def step(task: str, seconds: float) -> str:
    """What a finished task did: "written and compiled in 3.1 s". `task` is a task's name ("code:owl")."""
    name = task.partition(":")[0]
    if name in _STEPS:
        return QCoreApplication.translate("Steps", _STEPS[name]).format(took(seconds))
    return QCoreApplication.translate("Steps", "{0} done in {1}").format(name, took(seconds))


def begun(task: str) -> str:
    """What a running task is doing."""
    name = task.partition(":")[0]
    return QCoreApplication.translate("Begun", _BEGUN[name]) if name in _BEGUN else name


def below(number: int) -> str:
    """How many nodes hang below one."""
    return QCoreApplication.translate("Counts", "{0} below").format(number)


def cost(spent: Mapping[str, float]) -> str:
    """What calls of models cost: "3 calls, 4,120 tokens, 0.02 $"; "" when there were none."""
    calls = round(spent.get("calls", 0))
    if not calls:
        return ""
    tokens = round(spent.get("sent", 0) + spent.get("cached", 0) + spent.get("written", 0))
    if calls == 1:
        text = QCoreApplication.translate("Counts", "1 call, {0} tokens").format(f"{tokens:,}")
    else:
        text = QCoreApplication.translate("Counts", "{0} calls, {1} tokens").format(f"{calls:,}", f"{tokens:,}")
    money = float(spent.get("money", 0.0))
    if money:
        text += QCoreApplication.translate("Counts", ", {0} $").format(f"{money:.2f}" if money >= 0.01 else f"{money:.4f}")
    return text


def on_the_screen() -> str:
    """What a card says of a node whose things are seen in the game that is being played."""
    return QCoreApplication.translate("States", "On the screen of the game now")
