"""`Expectation`: what must be true of a game's state after a while of play, as the writer of a part says it.

A row is {"after_frames", "path", "op", "value"}: after so many frames (30 a second of play), what stands at the path of
the state dump compares so with the value. `path` is a dotted name of the dump (`objectives.lamps.need`, `meters.oil`,
`counters.found`, `values.wind`, `events.collected`, `score`, `screen`), and two more that count things: `tags.lamp` and
`things.moth`, how many things have the tag or the name now.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

Op = Literal["==", "!=", "<", "<=", ">", ">=", "exists", "contains"]
_OPS: tuple[Op, ...] = get_args(Op)
MOST = 3  # of one part
LATEST = 900  # frames
_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_WORDS: dict[str, str] = {
    "==": "be", "!=": "not be", "<": "be below", "<=": "be at most", ">": "be above", ">=": "be at least", "exists": "be there",
    "contains": "contain",
}  # fmt: skip


@dataclass(frozen=True)
class Expectation:
    """One of them. `value` is a number, a text or a truth; "exists" needs none."""

    after_frames: int
    path: str
    op: Op
    value: Any = None

    def unmet(self, state: Mapping[str, Any]) -> str:
        """What is otherwise, as a sentence for its writer; "" when it is as expected."""
        found = look_up(state, self.path)
        if _compares(found, self.op, self.value):
            return ""
        wanted = "" if self.op == "exists" else f" {json.dumps(self.value, ensure_ascii=False)}"
        is_now = "it is not there" if found is None else f"it is {json.dumps(found, ensure_ascii=False)[:120]}"
        return f"After {self.after_frames} frames `{self.path}` should {_WORDS[self.op]}{wanted}; {is_now}."


def read(rows: Iterable[Any]) -> tuple[Expectation, ...]:
    """Those rows that can be understood, three at most."""
    found = []
    for row in rows:
        if not isinstance(row, Mapping):
            continue
        path, op, after = row.get("path"), row.get("op"), row.get("after_frames", 60)
        known = next((each for each in _OPS if each == op), None)
        if isinstance(path, str) and path and known is not None and isinstance(after, int | float) and after >= 0:
            found.append(Expectation(min(int(after), LATEST), path, known, row.get("value")))
    return tuple(found[:MOST])


def look_up(state: Mapping[str, Any], path: str) -> Any:
    """What stands at a dotted path; None when nothing does."""
    kind, _, name = path.partition(".")
    things: Sequence[Mapping[str, Any]] = [thing for thing in state.get("things", ()) if isinstance(thing, Mapping)]
    if kind == "tags" and name:
        return sum(name in thing.get("tags", ()) for thing in things)
    if kind == "things" and name:
        return sum(thing.get("name") == name for thing in things)
    value: Any = state
    for step in path.split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, Sequence) and not isinstance(value, str) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _compares(found: Any, op: str, value: Any) -> bool:
    if op == "exists":
        return found is not None
    if op == "contains":
        return isinstance(found, str | Sequence | Mapping) and value in found
    numbers = _is_number(found) and _is_number(value)
    if op in ("==", "!="):
        alike = abs(found - value) < 1e-4 if numbers else found == value
        return bool(alike) == (op == "==")
    return numbers and bool(_ORDERS[op](found, value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
