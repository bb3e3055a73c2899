"""`clean --keep`: the only thing that deletes artifacts, and what it never takes.

What the plan needs stays, what the plans of the last steps of undo and of all redo need, what a person made or brought,
and what a muted leaf left. Of the rest the oldest goes first, until the store is as small as was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dreamgarden.build.engine import Engine
from dreamgarden.build.task import Artifact, Task
from dreamgarden.errors import BadInput
from dreamgarden.game.building import OWN
from dreamgarden.plan.edit import Mute
from dreamgarden.plan.tree import Plan

STEPS = 100
"""So many steps back, undo finds everything as it was built."""

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_SIZE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)i?b?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Cleaned:
    """What a clean-up did, in bytes.

    freed   became free.
    kept    still lies in the store.
    needed  of that, what may not be taken.
    """

    freed: int
    kept: int
    needed: int


def size_of(text: str) -> int:
    """Bytes of "2GB", "500 MB", "0". Raises BadInput."""
    found = _SIZE.fullmatch(text)
    if found is None:
        raise BadInput(f"“{text}” is no size.", safe="Nothing was deleted.", then="Say it like 500MB or 2GB.")
    return int(float(found[1]) * _UNITS[found[2].lower()])


def shrink(engine: Engine, plans: Iterable[Plan], tasks: Callable[[Plan], list[Task]], most: int) -> Cleaned:
    """Delete what no plan needs, the oldest first, until at most `most` bytes are stored.

    plans  the plan that holds, first, then those that undo and redo lead to.
    tasks  what a plan asks for.

    Nothing may be built meanwhile. Raises StorageError. The ledger forgets first: a crash leaves files, never gaps.
    """
    store, rows = engine.store, engine.ledger.artifacts()
    bodies = _needed(engine, plans, tasks)
    keep = {key for key, made in rows if made.body in bodies or key.startswith("adopted:") or made.notes.get(OWN)}
    stays = [made for key, made in rows if key in keep]
    spare = [(key, made) for key, made in rows if key not in keep]
    users: dict[str, int] = {}
    for made in (*stays, *(made for _, made in spare)):
        for digest in _content(made):
            users[digest] = users.get(digest, 0) + 1
    sizes = {digest: store.size(digest) for digest in store.digests()}
    orphans = [digest for digest in sizes if digest not in users]  # a crash came before the ledger knew of them
    kept = sum(sizes.values()) - sum(sizes[digest] for digest in orphans)
    forgotten: list[str] = []
    dropped: list[str] = []
    for key, made in spare:
        if kept <= most:
            break
        forgotten.append(key)
        for digest in _content(made):
            users[digest] -= 1
            if not users[digest]:
                dropped.append(digest)
                kept -= sizes.get(digest, 0)
    engine.ledger.forget(forgotten)
    freed = sum(store.drop(digest) for digest in (*orphans, *dropped))
    needed = sum(sizes.get(digest, 0) for digest in {digest for made in stays for digest in _content(made)})
    return Cleaned(freed, kept, needed)


def _needed(engine: Engine, plans: Iterable[Plan], tasks: Callable[[Plan], list[Task]]) -> set[str]:
    bodies: set[str] = set()
    for number, plan in enumerate(plans):
        if not number:  # what was left out by a person comes back for nothing, however long ago that was
            silent = tuple(node.id for node in plan if node.muted)
            asked = tasks(plan.apply(Mute(silent, False)) if silent else plan)
            last = [engine.ledger.last_good(task.name) for task in asked]  # what stands in for a leaf that fails
            bodies |= {made.body for made in last if made is not None}
            bodies |= {made.body for made in engine.there(asked).values()}
        bodies |= {made.body for made in engine.there(tasks(plan)).values()}
    return bodies


def _content(made: Artifact) -> set[str]:
    return {*made.files.values(), made.interface}
