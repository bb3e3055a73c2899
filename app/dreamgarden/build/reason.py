"""`Reason`: why a task runs, in words, from the very comparison that decides it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from dreamgarden.build.key import ABSENT, canonical, digest
from dreamgarden.build.ledger import Last, Parts
from dreamgarden.build.task import Task

# A setting whose text is at most this long is remembered as it is, so that a reason can quote it.
_SHORT = 64

_AFTER = {
    "started": "was interrupted last time",
    "cancelled": "was stopped last time",
    "failed": "failed last time",
}


@dataclass(frozen=True)
class Reason:
    """Why a task will run.

    task  its name.
    why   the sentence, without a full stop: "brief changed".
    sure  True: it runs unless an input fails first. False: it runs if what it needs really becomes another.
    on    what the ledger has to be told of for this to become another: its key, or before its inputs are there the
          digest of its own parts; "" for one that stays as it is.
    """

    task: str
    why: str
    sure: bool = True
    on: str = field(default="", compare=False)


def parts_of(task: Task, settings: Mapping[str, Any], version: int, inputs: Mapping[str, str]) -> Parts:
    """What the task's key is made of, in the form that is remembered."""
    texts = {name: canonical(value) for name, value in settings.items()}
    short = {name: text if len(text) <= _SHORT else digest(text.encode()) for name, text in texts.items()}
    return Parts(task.recipe, version, short, dict(inputs), dict(task.inputs))


def own_digest(recipe: str, version: int, settings: Mapping[str, Any]) -> str:
    """The digest of a key's parts without its inputs."""
    return digest(canonical([recipe, version, settings]).encode())


def why(task: Task, now: Parts, last: Last | None, unsettled: Collection[str] = ()) -> str:
    """The sentence for a task whose key left nothing that can be used.

    `unsettled` are roles whose task will run too, so that nobody knows yet what it will show.
    """
    if last is None:
        return "never built"
    changes = own_changes(now, last.parts)
    again = [] if changes or last.outcome == "done" else [_AFTER[last.outcome]]
    changes += [*input_changes(task, now, last.parts, unsettled), *again]
    if changes:
        return ", ".join(changes)
    if unsettled:
        return may_change(task, unsettled)
    return "its files are not in the store"


def may_change(task: Task, unsettled: Collection[str]) -> str:
    """The sentence for a task in which nothing is another but what it needs may become."""
    return ", ".join(f"{_called(task.inputs[role])} may change" for role in sorted(unsettled))


def own_changes(now: Parts, was: Parts) -> list[str]:
    """What became another in the task itself."""
    found: list[str] = []
    if now.recipe != was.recipe:
        found.append(f"recipe {was.recipe} → {now.recipe}")
    elif now.version != was.version:
        found.append(f"recipe version {was.version} → {now.version}")
    for name in sorted(now.settings.keys() | was.settings.keys()):
        new, old = now.settings.get(name), was.settings.get(name)
        if new == old:
            continue
        if name == "take" and new is not None:
            found.insert(0, f"take {new} chosen")
        else:
            what = name.replace("_", " ")
            found.append(f"{what} is new" if old is None else f"{what} is gone" if new is None else f"{what} changed")
    return found


def input_changes(task: Task, now: Parts, was: Parts, unsettled: Collection[str] = ()) -> list[str]:
    """What became another in what the task sees of its inputs."""
    found: list[str] = []
    for role in sorted(now.inputs.keys() | was.inputs.keys() | set(unsettled)):
        if role in unsettled and role in was.inputs:
            continue
        new, old = now.inputs.get(role), was.inputs.get(role)
        if new == old and role not in unsettled:
            continue
        name = _called(task.inputs.get(role) or was.tasks.get(role, role))
        if old is None:
            found.append(f"{name} is newly needed")
        elif new is None:
            found.append(f"{name} is no longer needed")
        elif new == ABSENT:
            found.append(f"{name} is missing")
        elif old == ABSENT:
            found.append(f"{name} is there now")
        else:
            found.append(f"{'content' if role in task.whole else 'interface'} of {name} changed")
    return found


def _called(task: str) -> str:
    """A task's name without its kind: "canal_map" of "code:canal_map"."""
    return task.partition(":")[2] or task
