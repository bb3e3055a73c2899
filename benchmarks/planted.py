"""Faults planted in grown gardens: found, told from the unfaulted, and repaired without a model.

    .venv/bin/python benchmarks/planted.py [--faults 60] [--blind 20] [--gardens 8] [--seed 1] [--first] [--no-repair] [--folder DIR]

Two sorts are held apart (faults.py): kinds that whoever wrote the checks thought of, and random changes of code that count
when plays alone show harm. Each goes into a garden at a place and in a way that dice choose; then it is built and played
in every way. Found means: a finding comes that the unfaulted game does not have, for the first sort one of its kind.

Without --first a good garden was changed by hand, so that what was before can be taken back. With --first the fault was
there from the beginning: whoever wrote the part made that mistake, and makes it again in half of the other takes. Baseline
in the same run: the one check there was before, one goal bot and the three scene problems of `play_through`.
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
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from faults import BLIND, FAULTS, Fault, Garden, Outcome, harmed, outcome

from dreamgarden.designers import riders
from dreamgarden.designers.designer import Draft, Leaf
from dreamgarden.errors import GardenError
from dreamgarden.game.findings import Finding
from dreamgarden.game.playtest import Tested, play_through, test_game
from dreamgarden.project import Project
from dreamgarden.watch.repairing import Repaired
from dreamgarden.work import Work

PROMPTS = (
    "a lighthouse keeper collects lost lanterns in the fog",
    "An abandoned amusement park; every ride you switch on brings back a memory.",
    "deliver letters through a small town at dusk before the shops close",
    "Survive a winter night in a hut; the stove eats wood and something answers the radio.",
    "slimes chase me through a garden while I gather strawberries",
    "小镇上住着八个人,明天是节日,我把消息告诉他们,看谁会来。",
    "A detective in an old hotel finds five letters, one in every room, before midnight",
    "在岛上收集贝壳,赶在涨潮之前",
)
_OUT_OF_REACH = ("unreachable", "stuck corner", "no ground")  # where a bot wins all the same, nothing was out of reach


@dataclass
class Base:
    """An unfaulted garden: where it is, what it grew from, its scene soon after the start, its test and its outcome."""

    folder: Path
    prompt: str
    state: dict[str, Any]
    known: Tested
    outcome: Outcome


@dataclass
class Row:
    """What came of one fault. how: by what it was repaired ("" when it was not)."""

    fault: str
    blind: bool
    garden: str
    found: bool
    named: bool
    before: bool
    repaired: bool | None
    seconds: float
    said: str
    how: str = ""


def main() -> int:
    """Plant, look, repair, and tell."""
    from dreamgarden.hiring import offline

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--blind", type=int, default=20)
    parser.add_argument("--gardens", type=int, default=len(PROMPTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plays", type=int, default=3, help="tests of each unfaulted game, with other seeds")
    parser.add_argument("--only", default="", help="one kind of fault")
    parser.add_argument("--first", action="store_true", help="the faults are there from the beginning")
    parser.add_argument("--no-repair", action="store_true")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dreamgarden-planted")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    designer = offline()
    bases: list[Base] = []
    alarms: list[str] = []
    spent: list[float] = []
    for number, prompt in enumerate(PROMPTS[: asked.gardens]):
        base, runs = _grown(asked.folder / f"garden{number + 1}", prompt, designer, asked.plays)
        bases.append(base)
        spent += [one.seconds for one in runs]
        alarms += [f"{base.folder.name}: {each.kind}: {each.what}" for one in runs for each in one.findings if each.sure >= 0.6]
        print(f"{base.folder.name}: {prompt[:60]}: {len(base.known.findings)} findings unfaulted, {base.known.seconds:.1f} s", flush=True)
    rows: list[Row] = []
    for faults, wanted in ((FAULTS, asked.faults), (BLIND, asked.blind)):
        kinds = [fault for fault in faults if not asked.only or fault.name == asked.only]
        rows += _planted(kinds, wanted, bases, random.Random(f"{asked.seed}{faults is BLIND}"), designer, asked)
    _tell(rows, alarms, spent, asked)
    return 0


def _grown(folder: Path, prompt: str, designer: Any, plays: int) -> tuple[Base, list[Tested]]:
    """Grow and build a garden, or take the one that is there, and test it with several seeds."""
    from dreamgarden.game.play import run

    if not (folder / "garden.db").is_file():
        with Project.create(folder, prompt, designer) as project:
            project.grow(Work())
    with Project.open(folder, designer) as project:
        state = dict(run(project.game, Work(), frames=6, bot="idle", states=(2,)).states[0])
        known = project.watch.test(Work())
        runs = [known, *(test_game(project.game, Work(), project.watch.sources(), seed=seed) for seed in range(2, plays + 1))]
        return Base(folder, prompt, state, known, outcome(project.game)), runs


def _planted(kinds: list[Fault], wanted: int, bases: list[Base], dice: random.Random, designer: Any,
             asked: argparse.Namespace) -> list[Row]:  # fmt: skip
    rows: list[Row] = []
    misses = 0
    while kinds and len(rows) < wanted and misses < 12 * len(kinds):
        fault = kinds[len(rows) % len(kinds)]
        base = dice.choice(bases)
        with tempfile.TemporaryDirectory(prefix="planted-") as scratch:
            plant = _from_the_start if asked.first else _by_hand
            row = plant(base, fault, dice, designer, Path(scratch) / "garden", asked)
        if row is None:
            misses += 1
            continue
        misses = 0
        rows.append(row)
        mended = {None: "", True: f", repaired ({row.how})", False: ", not repaired"}[row.repaired]
        seen = "found" if row.found else "MISSED"
        print(f"{len(rows):3} {row.fault:17} {row.garden}: {seen}{mended}  {row.seconds:.0f} s  {row.said[:90]}", flush=True)
    return rows


def _by_hand(base: Base, fault: Fault, dice: random.Random, designer: Any, folder: Path, asked: argparse.Namespace) -> Row | None:
    """A fault in a copy of a good garden; None when it can't be planted there."""
    shutil.copytree(base.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("workshop"))
    begun = time.monotonic()
    with Project.open(folder, designer) as project:
        garden = Garden(folder, project, base.state)
        if not fault.plant(garden, dice):
            return None
        changed = garden.change()
        finished = project.build(Work())
        if not finished.game or finished.failed:
            return None  # it does not compile: no fault of a game
        return _looked_at(project, base, fault, changed, begun, asked)


def _from_the_start(base: Base, fault: Fault, dice: random.Random, designer: Any, folder: Path, asked: argparse.Namespace) -> Row | None:
    """A fault that whoever wrote the part makes, in the first take and in half of the others."""
    with Project.open(base.folder, designer) as project:
        garden = Garden(base.folder, project, base.state)
        if not fault.plant(garden, dice):
            return None
    begun = time.monotonic()
    again = random.Random(dice.random())
    faulty = copy.copy(designer)
    recurs = {1: True}

    def write(leaf: Leaf, work: Work) -> Draft:
        draft = designer.write(leaf, work)
        text = draft.files.get(f"{leaf.slug}.cpp")
        if text is None or leaf.slug not in {*garden.texts, *garden.added} or not recurs.setdefault(leaf.take, again.random() < 0.5):
            return draft
        made = garden.faulted(leaf.slug, text)
        if leaf.slug in garden.texts:
            made = riders.with_code(made, leaf.brief)
        return replace(draft, files={**draft.files, f"{leaf.slug}.cpp": made})

    faulty.write = write
    with Project.create(folder, base.prompt, faulty) as project:
        finished = project.grow(Work())
        if garden.edit is not None:  # both grew from one prompt: their nodes are the same
            project.journal.submit(garden.edit)
            finished = project.build(Work())
        if not finished.game or finished.failed:
            return None
        return _looked_at(project, base, fault, {*garden.texts, *garden.added}, begun, asked)


def _looked_at(project: Project, base: Base, fault: Fault, changed: set[str], begun: float, asked: argparse.Namespace) -> Row | None:
    if fault.blind and not harmed(base.outcome, outcome(project.game)):
        return None  # it harms nobody
    before = bool(play_through(project.game, Work(), frames=1800).problems)
    tested = project.watch.test(Work())
    if fault.name in _OUT_OF_REACH and "won" in tested.coverage.endings:
        return None
    old = {each.key for each in base.known.findings}
    fresh = [each for each in tested.findings if each.key not in old]
    hits = [each for each in fresh if fault.blind or each.kind in fault.kinds]
    repaired, how = None, ""
    if not asked.no_repair:
        repaired, how = _repaired(project, base, fault, hits, old, asked.rounds)
    said = (hits or fresh or [None])[0]
    named = any(changed & set(hit.parts) for hit in hits)
    return Row(fault.name, fault.blind, base.folder.name, bool(hits), named, before, repaired, time.monotonic() - begun,
               said.what if said else "", how)  # fmt: skip


def _repaired(project: Project, base: Base, fault: Fault, hits: list[Finding], old: set[tuple[str, str]], rounds: int) -> tuple[bool, str]:
    if not hits:
        return False, ""
    try:
        done: Repaired = project.watch.repair(Work(), rounds=rounds, seconds=240)
    except GardenError as error:
        return False, error.what
    kept = [one.what for one in done.rounds if one.kept]
    if [each for each in done.left if each.key not in old and each.sure >= 0.6] or not kept:
        return False, ""
    if fault.blind and harmed(base.outcome, outcome(project.game)):
        return False, ""
    return True, _way(kept[-1])


def _way(what: str) -> str:
    ways = {"becomes again": "taken back", "before it was changed by hand": "taken back", "written again": "written again",
            "left out": "left out", "now says": "brief", "is made": "a model more", "comes back": "brought back", "grows again": "grown",
            "drawn anew": "style", "again, as its brief": "size"}  # fmt: skip
    return next((way for words, way in ways.items() if words in what), "an answer to what a person would say")


def _tell(rows: list[Row], alarms: list[str], spent: list[float], asked: argparse.Namespace) -> None:
    for blind, sort in ((False, "kinds that were thought of"), (True, "changes that nobody thought of")):
        some = [row for row in rows if row.blind == blind]
        by_kind: dict[str, list[Row]] = defaultdict(list)
        for row in some:
            by_kind[row.fault].append(row)
        print(f"\n{sort:32}{'planted':>8}{'found':>7}{'before':>8}{'part named':>12}{'repaired':>10}")
        for name, few in [*by_kind.items(), ("all", some)]:
            print(f"{name:32}{len(few):8}{sum(r.found for r in few):7}{sum(r.before for r in few):8}{sum(r.named for r in few):12}"
                  f"{sum(bool(r.repaired) for r in few):10}")  # fmt: skip
    found, before, whole = sum(row.found for row in rows), sum(row.before for row in rows), max(1, len(rows))
    repaired = [row for row in rows if row.repaired]
    setting = "from the beginning" if asked.first else "by hand into good gardens"
    print(f"\nplanted {setting}: found {found}/{whole} ({100 * found / whole:.0f} %), by the one check before {before}/{whole} "
          f"({found / max(1, before):.1f} x)")  # fmt: skip
    ways = ", ".join(f"{count} {way}" for way, count in Counter(row.how for row in repaired).most_common())
    print(f"repaired without a model {len(repaired)}/{whole} ({100 * len(repaired) / whole:.0f} %): {ways or 'none'}")
    tests = len(spent)
    print(f"false alarms: {len(alarms)} in {tests} tests of unfaulted games ({100 * len(alarms) / max(1, tests):.1f} %)")
    print(f"a test of 60 s of play: {sorted(spent)[len(spent) // 2]:.1f} s (median), {max(spent):.1f} s at most, as the machine was loaded")
    for alarm, count in Counter(alarms).items():
        print(f"  {count} x {alarm}")
    if asked.json:
        told = {"rows": [vars(row) for row in rows], "alarms": alarms, "tests": tests, "seconds": spent}
        asked.json.write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    sys.exit(main())
