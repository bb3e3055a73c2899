"""`Found`: what the last play-test found, kept beside the garden: GARDEN/.garden/found/, with pictures and traces."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamgarden.codegen.play_words import plays_in
from dreamgarden.errors import StorageError
from dreamgarden.game.coverage import Coverage, coverage_from_json
from dreamgarden.game.findings import Finding, finding_from_json
from dreamgarden.game.judged import judged_from_json
from dreamgarden.game.playtest import Tested

_FILE, _TRACE = "found.json", "goal.json"
_KEPT = 6  # tests that are remembered


class Found:
    """The findings of a garden on disk. Written whole: a crash leaves those of before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, tested: Tested, leaves: Mapping[str, Any] | None = None) -> None:
        """Keep what was found, and what the leaves were then (id → the node as JSON). Raises StorageError."""
        record = {"keys": [list(each.key) for each in tested.findings], "leaves": dict(leaves or {})}
        history = [*self._history(), record]
        fresh = self.folder.with_name(self.folder.name + ".new")
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            rows: list[dict[str, Any]] = []
            for number, finding in enumerate(tested.findings):
                if finding.picture:
                    (fresh / f"{number}.png").write_bytes(finding.picture)
                rows.append({**finding.to_json(), "picture": f"{number}.png" if finding.picture else ""})
            (fresh / _TRACE).write_text(tested.trace, encoding="utf-8")
            traces = {play: f"play{number}.json" for number, play in enumerate(sorted(tested.traces)) if play != "goal"}
            for play, name in traces.items():
                (fresh / name).write_text(tested.traces[play], encoding="utf-8")
            before = self.coverage()
            seen = before.with_more(tested.coverage) if before else tested.coverage
            told = {"history": history[-_KEPT:], "findings": rows, "coverage": tested.coverage.to_json(), "seen": seen.to_json(),
                    "traces": traces, "plays": [{"part": play.part, "title": play.title, "said": play.said} for play in tested.plays],
                    "judged": [each.to_json() for each in tested.judged], "seconds": round(tested.seconds, 2)}  # fmt: skip
            (fresh / _FILE).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            shutil.rmtree(self.folder, ignore_errors=True)
            fresh.rename(self.folder)
        except OSError as error:
            raise StorageError(f"{self.folder} can't be written: {error.strerror}.", safe="The game is untouched.") from error

    def last(self) -> Tested | None:
        """What was found last; None when the game was never tested, or the record can't be read."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads((self.folder / _FILE).read_text(encoding="utf-8"))
            findings = tuple(self._finding(row) for row in told["findings"])
            coverage = coverage_from_json(told["coverage"])
            judged = tuple(map(judged_from_json, told.get("judged", ())))
            trace = (self.folder / _TRACE).read_text(encoding="utf-8")
            plays = tuple(play for row in told.get("plays", ()) for play in plays_in(f"Try ({row['title']}): {row['said']}", row["part"]))
            return Tested(findings, coverage, trace, float(told["seconds"]), judged=judged, plays=plays)
        return None

    def coverage(self) -> Coverage | None:
        """What all tests of this garden came to so far; None when there was none, or the record can't be read."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads((self.folder / _FILE).read_text(encoding="utf-8"))
            return coverage_from_json(told.get("seen") or told["coverage"])
        return None

    def fine(self, finding: Finding) -> dict[str, Any]:
        """What the leaves were in the last test that did not have this finding: id → the node as JSON; {} when there was none."""
        for record in reversed(self._history()):
            if list(finding.key) not in record["keys"]:
                return dict(record["leaves"])
        return {}

    def leaves(self) -> dict[str, Any]:
        """What the leaves were in the last test: id → the node as JSON."""
        return dict(self._history()[-1]["leaves"]) if self._history() else {}

    def _history(self) -> list[dict[str, Any]]:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads((self.folder / _FILE).read_text(encoding="utf-8"))["history"]
            return [one for one in told if isinstance(one, dict) and "keys" in one and "leaves" in one]
        return []

    def rows(self) -> list[dict[str, Any]]:
        """The findings as JSON values, each with the path of its picture ("" for none)."""
        tested = self.last()
        if tested is None:
            return []
        return [{**finding.to_json(), "picture": self._picture(number), "trace": str(self.trace(finding) or "")}
                for number, finding in enumerate(tested.findings)]  # fmt: skip

    def trace(self, finding: Finding) -> Path | None:
        """The trace by which a finding is seen again; None when only its bot and its seed lead there."""
        name = _TRACE if finding.play in ("goal", "") else ""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            name = name or json.loads((self.folder / _FILE).read_text(encoding="utf-8"))["traces"].get(finding.play, "")
        path = self.folder / (name or "none")
        return path if path.is_file() and path.stat().st_size > 2 else None

    def _picture(self, number: int) -> str:
        path = self.folder / f"{number}.png"
        return str(path) if path.is_file() else ""

    def _finding(self, row: dict[str, Any]) -> Finding:
        picture = self.folder / str(row.get("picture") or "none")
        return replace(finding_from_json(row), picture=picture.read_bytes() if row.get("picture") and picture.is_file() else b"")


def traces_of(folder: Path) -> Sequence[Path]:
    """A person's own recorded plays, in GARDEN/traces/, the newest last; eight at most."""
    # A game that was ended from outside leaves its file empty.
    found = sorted((path for path in folder.glob("*.json") if path.stat().st_size), key=lambda path: path.stat().st_mtime)
    return found[-8:]
