"""Faults that sat in a game from its first take, repaired offline and by a model that is told what was found.

    .venv/bin/python benchmarks/mended.py [--faults 9] [--seed 5] [--gardens 4] [--always] [--replay TAPE] [--folder DIR] [--rounds 6]

Faults come from faults.py, in turn by kind, each at a place and in a way that dice choose; whoever wrote the part makes that
mistake in its first take and in half of the others, with --always in all of them, so that there is no good former take. Each
garden is repaired twice in copies: offline, and by the model of the settings (or of the tape) alone. A repair counts when
play-tests no longer find what was planted and nothing new; every round is proved by playing again, or taken back. Baseline
in the same run: offline.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from faults import FAULTS, Fault, Garden
from planted import PROMPTS

from dreamgarden import settings
from dreamgarden.designers.designer import Draft, Leaf
from dreamgarden.errors import GardenError
from dreamgarden.game.play import run
from dreamgarden.hiring import hire, offline
from dreamgarden.project import Project
from dreamgarden.work import Work

_SURE = 0.6


@dataclass
class Base:
    """An unfaulted garden, its scene soon after the start, and what is found in it."""

    folder: Path
    prompt: str
    state: dict[str, Any]
    known: set[tuple[str, str]]


@dataclass
class Row:
    """What came of one fault: what was found, and whether and how it went, offline and with the model."""

    fault: str
    garden: str
    found: str
    offline: str = ""
    model: str = ""


def main() -> int:
    """Plant, repair, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=9)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--gardens", type=int, default=4)
    parser.add_argument("--always", action="store_true", help="every take has the mistake: the writer does not know better")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--replay", type=Path, help="a tape that answers for the model")
    parser.add_argument("--folder", type=Path, help="where the gardens are; those that are there are used again")
    parser.add_argument("--no-offline", action="store_true")
    asked = parser.parse_args()
    chosen = replace(settings.load(), **({"replay": str(asked.replay)} if asked.replay else {}))
    if chosen.designer == "patterns" and not chosen.replay:
        print("Name a model (DREAMGARDEN_DESIGNER) or a tape (--replay).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="mended-") as scratch:
        top = asked.folder or Path(scratch)
        bases = [_base(top / f"garden{number + 1}", prompt) for number, prompt in enumerate(PROMPTS[: asked.gardens])]
        dice = random.Random(asked.seed)
        rows: list[Row] = []
        misses = 0
        while len(rows) < asked.faults and misses < 60:
            row = _mended(bases, FAULTS[(len(rows) + misses) % len(FAULTS)], dice, top / f"fault{len(rows) + 1}", chosen, asked)
            misses += row is None
            if row is not None:
                rows.append(row)
                print(f"{len(rows):3} {row.fault:17} {row.garden:8} {row.found[:70]:70}  offline: {row.offline or '-'}", flush=True)
                print(f"{'':31}{'':70}  model: {row.model or '-'}", flush=True)
    with_offline, with_model = [row for row in rows if row.offline], [row for row in rows if row.model]
    either = sum(bool(row.offline or row.model) for row in rows)
    ratio = f"{len(with_model) / max(1, len(with_offline)):.1f} x" if not asked.no_offline else "no baseline"
    print(f"\n{len(rows)} faults found that sat in the first take; repaired offline {len(with_offline)}, by the model alone "
          f"{len(with_model)} ({ratio}), by either {either}")  # fmt: skip
    return 0


def _base(folder: Path, prompt: str) -> Base:
    designer = offline()
    if not (folder / "garden.db").is_file():
        with Project.create(folder, prompt, designer) as project:
            project.grow(Work())
    with Project.open(folder, designer) as project:
        state = dict(run(project.game, Work(), frames=6, bot="idle", states=(2,)).states[0])
        return Base(folder, prompt, state, {each.key for each in project.watch.test(Work()).findings})


def _mended(bases: list[Base], fault: Fault, dice: random.Random, folder: Path, chosen: settings.Settings,
            asked: argparse.Namespace) -> Row | None:  # fmt: skip
    """One fault, repaired in two copies; None when it can't be planted there, or does no harm that is found."""
    base = dice.choice(bases)
    with Project.open(base.folder, offline()) as project:
        garden = Garden(base.folder, project, base.state)
        if not fault.plant(garden, dice):
            return None
    sketch = _faulty(garden, dice.random(), asked.always)
    faulted = folder / "faulted"
    if not (faulted / "garden.db").is_file():
        with Project.create(faulted, base.prompt, sketch) as project:
            finished = project.grow(Work())
            if garden.edit is not None:
                project.journal.submit(garden.edit)
                finished = project.build(Work())
            if not finished.game or finished.failed:
                shutil.rmtree(folder)
                return None
    with Project.open(faulted, sketch) as project:
        tested = project.watch.test(Work())
    hits = [each for each in tested.findings if each.key not in base.known and each.kind in fault.kinds and each.sure >= _SURE]
    if not hits or (fault.name in ("unreachable", "stuck corner", "no ground") and "won" in tested.coverage.endings):
        shutil.rmtree(folder)
        return None
    row = Row(fault.name, base.folder.name, hits[0].what)
    if not asked.no_offline:
        row.offline = _repaired(_copy(faulted, folder / "offline"), sketch, base, asked.rounds, alone=False)
    there = _copy(faulted, folder / "model")
    model = hire(chosen, there)
    model.sketch = sketch  # type: ignore[attr-defined, misc]
    row.model = _repaired(there, model, base, asked.rounds, alone=True)
    return row


def _faulty(garden: Garden, luck: float, always: bool) -> Any:
    """The offline designer who makes this mistake, in the first take and in half of the others, or in all."""
    plain = offline()
    faulty, again, recurs = copy.copy(plain), random.Random(luck), {1: True}

    def write(leaf: Leaf, work: Work) -> Draft:
        draft = plain.write(leaf, work)
        name = f"{leaf.slug}.cpp"
        text = draft.files.get(name)
        if text is None or leaf.slug not in {*garden.texts, *garden.added}:
            return draft
        if not recurs.setdefault(leaf.take, always or again.random() < 0.5):
            return draft
        return replace(draft, files={**draft.files, name: garden.faulted(leaf.slug, text)})

    faulty.write = write  # type: ignore[method-assign]
    return faulty


def _copy(base: Path, folder: Path) -> Path:
    if not (folder / "garden.db").is_file():
        shutil.copytree(base, folder, symlinks=True, ignore=shutil.ignore_patterns("workshop", "*.lock"))
    return folder


def _repaired(folder: Path, designer: Any, base: Base, rounds: int, *, alone: bool) -> str:
    """How a garden was repaired, and in how many rounds; "" when it was not."""
    begun = time.monotonic()
    with Project.open(folder, designer) as project:
        try:
            done = project.watch.repair(Work(), rounds=rounds, seconds=3000 if alone else 240, alone=alone)
        except GardenError as error:
            print(f"    {error.what}")
            return ""
    kept = [one.what for one in done.rounds if one.kept]
    (folder / "repaired.json").write_text(json.dumps(done.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    if not kept or any(each.key not in base.known and each.sure >= _SURE for each in done.left):
        return ""
    return f"{kept[-1][:90]} (round {len(done.rounds)}, {time.monotonic() - begun:.0f} s)"


if __name__ == "__main__":
    sys.exit(main())
