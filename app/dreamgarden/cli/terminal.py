"""What people see in a terminal: a progress bar, the plan as a tree, the end of a build, errors. No decisions."""

from __future__ import annotations

import shlex
import shutil
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

from dreamgarden.errors import GardenError
from dreamgarden.events import Event, Finished, ModelSpent, Notice

_MARKS = {"done": "✓", "reused": "✓", "failed": "✗", "blocked": "–", "stale": "~", "running": "…", "waiting": "·", "idea": "·"}


def plain(text: str) -> str:
    """Without control characters: a plan's words must not steer a terminal."""
    return "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in text)


def tell_error(error: GardenError) -> None:
    """What happened, what is safe, what to do next, a line each."""
    for sentence in (error.what, error.safe, error.then):
        if sentence:
            print(plain(sentence), file=sys.stderr)


class Bar:
    """One line on stderr that says how far the work is; nothing where that is no terminal."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last = ""
        self._told: set[str] = set()
        self._spent: dict[str, float] = {}

    def show(self, fraction: float, note: str) -> None:
        if not self._live:
            return
        width = shutil.get_terminal_size().columns
        filled = round(24 * fraction)
        line = f"[{'█' * filled}{'░' * (24 - filled)}] {fraction * 100:3.0f} % {plain(note)}"[: width - 1]
        if line != self._last:
            self._last = line
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def hear(self, event: Event) -> None:
        """Notices stay on the screen, above the bar, each once. What failed is told at the end, by `tell_finished`."""
        if isinstance(event, ModelSpent):
            self._spent = event.total
        if isinstance(event, Notice) and event.text not in self._told:
            self._told.add(event.text)
            self.clear()
            print(plain(event.text), file=sys.stderr, flush=True)

    def end(self) -> None:
        """Away with the bar; what models cost is told once."""
        self.clear()
        if spent := self._spent:
            cost = f", {spent['money']:.2f} dollars" if spent["money"] else ""
            tokens = int(spent["sent"] + spent["written"])
            print(f"The model was asked {int(spent['calls'])} times: {tokens:,} tokens{cost}.", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._live and self._last:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._last = ""


def tell_finished(finished: Finished, titles: Mapping[str, str], garden: str) -> None:
    """The end of a build, in a few lines: what was done, what failed and why, and how to play.

    titles  node id → title.
    garden  the garden's folder, as a person would type it.
    """
    counts = [f"{len(finished.ran)} steps done", f"{finished.reused} reused"]
    counts += [f"{len(finished.failed)} failed"] if finished.failed else []
    counts += [f"{len(finished.blocked)} blocked"] if finished.blocked else []
    print(f"{finished.leaves} leaves: {', '.join(counts)}, in {finished.seconds:.1f} s.")
    for row in finished.failed:
        print(plain(f"  ✗ {_named(row['node'], titles)}: {row['reason']}"))
    for node in finished.blocked:
        print(plain(f"  – {_named(node, titles)}: waits for what failed"))
    if finished.game:
        words = shlex.quote(garden)
        print(f"The game is in {finished.game}.\nPlay it:  dreamgarden play {words}   Look at the plan:  dreamgarden show {words}")


def _named(node: str, titles: Mapping[str, str]) -> str:
    return f"{titles[node]} [{node}]" if node in titles else node


def tell_tree(shown: Mapping[str, Any]) -> None:
    """The plan, one node a line."""
    below: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in shown["nodes"]:
        below.setdefault(row["parent"], []).append(row)
    stack = [(row, 0) for row in reversed(below.get(None, []))]
    while stack:
        row, depth = stack.pop()
        mark = _MARKS.get(row["state"], "·")
        kind = "" if row["kind"] in ("seed", "aspect", "part") else f"  {row['kind']}"
        reason = f"  ({row['reason']})" if row["reason"] else ""
        extra = " pinned" * row["pinned"] + " muted" * row["muted"]
        print(plain(f"{'  ' * depth}{mark} {row['title']}  [{row['id']}]{kind}{extra}{reason}"))
        stack += [(child, depth + 1) for child in reversed(below.get(row["id"], []))]
