"""Messages between the window and the garden process: JSON, one object a line.

The window writes requests to the process's stdin: {"id": 7, "verb": "grow", ...arguments}.
The process answers on stdout with any number of {"request": 7, "event": ...} lines (events.py; some of them have an
"id" of their own, a node's, so the request's id has another name there) and exactly one closing line:
{"id": 7, "ok": true, "result": {...}} or {"id": 7, "ok": false, "error": {"what", "safe", "then"}}.
Events not caused by one request carry "request": 0. Requests may overlap; "stop" ends a running one.
"""

from __future__ import annotations

import json
from typing import Any, Literal, NotRequired, TypedDict

Verb = Literal[
    # garden: str, read_only?: bool (to look only), yields?: bool (to look only while another process holds it) → result: the
    # `show --json` object, "undo", "redo": the labels of the next steps, "read_only", and "holder": who else grows or builds
    # it now ("process 7 is growing it since 12:30") or ""
    # glance?: bool → the event "glance" comes first, with rows whose usual members are left out, and instead of "nodes" the
    # result has "standing": [{"id", "state", "reason"}] of the leaves that stand otherwise; later requests wait for the garden
    "open",
    "grow",  # prompt: str, garden: str, size: int → result: the Finished object; events as it grows and builds
    "build",  # nodes: list[str] (empty = all) → result: the Finished object
    "edit",  # node, title?: str, brief?: str → result: {"undo": str}
    "add",  # parent, title, brief, kind, before: id or "" → result: {"undo", "id"}
    "prune",  # nodes: list[str] → result: {"undo"}
    "move",  # node or nodes: list[str], parent, before: id or "" → result: {"undo"}
    "need",  # node, other, on: bool → result: {"undo"}: whether node uses what other offers
    "kind",  # node, kind → result: {"undo"}
    "route",  # node, route: how a leaf is made, "" lets the app choose → result: {"undo"}
    "mute",  # nodes: list[str], on: bool → result: {"undo"}
    "note",  # node, text ("" removes it) → result: {"undo"}
    "tag",  # nodes: list[str], tag: a colour's name or "" → result: {"undo"}
    "accept",  # nodes: list[str] → result: {"undo"}: what is proposed at and below them becomes part of the plan
    "discard",  # nodes: list[str] → result: {"undo"}: it leaves
    # Several of edit, add, prune, move, need, kind, route, mute, note, tag, pin, take, accept, discard as one step of undo, all or none:
    # steps: [{"verb", ...its arguments}], label: str → result: {"undo", "ids": [a step: the id it added, or ""]}.
    # A node that an earlier step adds is named "$N", N being that step's place from 0.
    "batch",
    "expand",  # node, propose?: bool → result: {"undo", "added": [ids]}
    "pin",  # node, on: bool → result: {"undo"}
    "take",  # node, take: int (0 = a new one) → result: {"undo"}
    # text, pointed?: [slugs], in_view?: [slugs], events?: [names] → result: {"complaint", "label", "changes": [{"nodes", "what", "why",
    # "sure", "steps"}], "questions"}: what a complaint would change; nothing is changed
    "feedback",
    "heed",  # changes: those of a proposal that were taken, label → result: {"undo"}
    # pictures?: bool → result: {"findings": [{"kind", "what", "subject", "parts": [slugs], "sure", "play", "frame", "seed",
    # "picture": path or ""}], "coverage", "seconds"}: the game is played in every way
    "test",
    "findings",  # → result: {"findings"} of the last test
    "repair",  # rounds?: int, seconds?: float → result: {"rounds": [{"finding", "what", "kept", "why"}], "left", "findings"}
    # record?: bool (keep the play as a trace), trace?: path, else bot?, seed?; frame?: hold there
    # → result: {"pid", "picks": a file of JSON lines, what was clicked}; without arguments: for a person to play
    "watch",
    "compare",  # a, b: steps of the history, "now" or "before", to?: folder → result: {"sheet", "clip", "differs"}
    "undo",  # → result: {"label"}
    "redo",  # → result: {"label"}
    "why",  # node → result: {"reason": str, "then": [ids]}
    # node → result: {"files": {name: text}, "diagnostics": [...], "thumbnail": path or "", "notes": {...},
    # "model": path of the .glb or "", "source": path of the code in the game or "", "before": {name: text} of the
    # version made before this one, "made_for": the brief is answered by these files}
    "leaf",
    # node → result: {"calls": [{"purpose", "asked", "answer"}]: what was said with models about it, "spent": as in model_spent}
    "words",
    "takes",  # node → result: {"takes": [{"take", "made": bool, "thumbnail", "model", "notes", "files"}]}
    "bring",  # node, file: a model (.glb, .obj) or a picture (.png, .jpg) → result: {"undo", "id"}
    "picture",  # node → result: {"undo", "file"}: a view of the running game laid onto the node
    "plant",  # prompt, garden → result: as open; nothing grows yet
    "rehire",  # → result: as open; the garden with the settings as they are now
    "doctor",  # → result: {"components": [...]} as `doctor --json` prints them
    "models",  # base_url → result: {"models": [names]}
    "library_add",  # folder → result: {"folder", "models", "warnings"}
    "attend",  # selected, visible: list[str] → result: {}; leaves at and below these are built first
    "ping",  # → result: {}; to know that the process listens
    "play",  # args: list[str] → result: {"pid"}; the game is its own process
    # request: id of the request to stop (0 = all), or task: the name of one step to stop → result: {}
    "stop",
    "pause",  # on: bool → result: {}; what grows or builds waits at its next step, or goes on
    "view",  # → result: {"picture": path of a picture of the game as it is played, made once a game; "" without a game}
    "close",  # → result: {}; the process ends
]


class Request(TypedDict, total=False):
    """A line from the window. The other members are the verb's arguments."""

    id: int
    verb: Verb


class NodeRow(TypedDict):
    """A node as `show --json` prints it and as events carry it."""

    id: str
    parent: str | None
    title: str
    kind: str
    state: str
    brief: str
    needs: list[str]
    take: int
    pinned: bool
    reason: str
    seed_words: list[str]
    slug: str
    author: str
    muted: bool
    note: str
    tag: str
    pictures: list[str]
    proposed: bool
    # Place among its siblings, from 0: events carry it, so that undo and reordering land where they should.
    index: NotRequired[int]


def encode(message: dict[str, Any]) -> bytes:
    """One line, UTF-8, ending in a newline."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The object on a line. Raises ValueError when it is none."""
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("a protocol line must be a JSON object")
    return message
