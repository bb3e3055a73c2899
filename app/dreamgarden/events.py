"""What happens while a garden grows and builds, as frozen values.

One stream of these feeds the command line, `--json`, the window and the tests. `to_json` gives
the object that is printed as a line; its "event" member names the kind.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

State = Literal["idea", "waiting", "running", "done", "reused", "stale", "failed", "blocked", "cancelled"]


@dataclass(frozen=True)
class Event:
    """Base of all events."""

    name: ClassVar[str] = "event"

    def to_json(self) -> dict[str, Any]:
        return {"event": self.name, **dataclasses.asdict(self)}


@dataclass(frozen=True)
class NodeAdded(Event):
    """A node grew (or came back by undo). `node` is the row that `show --json` prints for it."""

    name: ClassVar[str] = "node_added"
    node: dict[str, Any]


@dataclass(frozen=True)
class NodeChanged(Event):
    """A node's words, place, needs or settings changed; `node` is its new row."""

    name: ClassVar[str] = "node_changed"
    node: dict[str, Any]


@dataclass(frozen=True)
class NodeRemoved(Event):
    """A node left the plan."""

    name: ClassVar[str] = "node_removed"
    id: str


@dataclass(frozen=True)
class StateChanged(Event):
    """A node's build state changed. `reason` says in words why it will run, failed or is blocked."""

    name: ClassVar[str] = "state"
    id: str
    state: State
    reason: str = ""
    fraction: float = 0.0


@dataclass(frozen=True)
class TaskStarted(Event):
    """A task begins; `reason` is the sentence that decided it ("brief changed")."""

    name: ClassVar[str] = "task_started"
    task: str
    node: str
    reason: str


@dataclass(frozen=True)
class TaskFinished(Event):
    """A task ended; `outcome` is done, reused, failed, blocked or cancelled."""

    name: ClassVar[str] = "task_finished"
    task: str
    node: str
    outcome: Literal["done", "reused", "failed", "blocked", "cancelled"]
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Progress(Event):
    """How far the whole run is, 0 to 1, and what is being done."""

    name: ClassVar[str] = "progress"
    fraction: float
    note: str = ""


@dataclass(frozen=True)
class Notice(Event):
    """A sentence for the person's log."""

    name: ClassVar[str] = "notice"
    text: str
    level: Literal["info", "warning", "error"] = "info"
    node: str = ""


@dataclass(frozen=True)
class ModelText(Event):
    """A model writes. The first of a call has no text yet; `ended` is true once, with the last piece.

    slug     of the node it writes for ("style" while it looks at the whole).
    purpose  in words ("write moths", "plan part_lamps"); together with the slug it tells the calls apart.
    text     what came since the event before.      length  characters so far.
    """

    name: ClassVar[str] = "model_text"
    slug: str
    purpose: str
    text: str
    length: int
    ended: bool = False


@dataclass(frozen=True)
class ModelSpent(Event):
    """A call of a model was answered. The sums are those since the garden was opened: of its node, and of all.

    Both have the members calls, sent, cached, written (tokens), money (US dollars; 0 without prices), replayed (answers
    that a transcript gave).
    """

    name: ClassVar[str] = "model_spent"
    slug: str
    purpose: str
    model: str
    node: dict[str, float]
    total: dict[str, float]


@dataclass(frozen=True)
class InView(Event):
    """A game is played, and things of these nodes are on its screen now; none when it is over."""

    name: ClassVar[str] = "in_view"
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Glance(Event):
    """A garden is being opened: its tree and how its leaves ended last. What was otherwise is told with the answer."""

    name: ClassVar[str] = "glance"
    garden: str
    seed: str
    nodes: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        # Not copied: there may be ten thousand of them.
        return {"event": self.name, "garden": self.garden, "seed": self.seed, "nodes": self.nodes}


@dataclass(frozen=True)
class Finished(Event):
    """The last event of `grow` and `build`."""

    name: ClassVar[str] = "finished"
    nodes: int
    leaves: int
    ran: list[str] = field(default_factory=list)
    reused: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    seconds: float = 0.0
    game: str = ""
    cancelled: bool = False


Emit = Callable[[Event], None]


def nowhere(event: Event) -> None:
    """An `Emit` that drops what it is given."""
