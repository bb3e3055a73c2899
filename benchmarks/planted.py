"""Faults planted in grown gardens: found, told from the unfaulted, and repaired without a model.

    .venv/bin/python benchmarks/planted.py [--faults 60] [--blind 20] [--gardens 8] [--seed 1] [--first] [--no-repair]
                                           [--at-once 2] [--folder DIR] [--json FILE [--resume]]

Two sorts are held apart (faults.py): kinds that whoever wrote the checks thought of, and random changes of code that count
when plays alone show harm (`harm`: other seeds than the checks use, and nothing that the checks say). Each goes into a
garden at a place and in a way that dice choose; then it is built and played in every way. Found means: a finding comes
that the unfaulted game does not have, for the first sort one of its kind.

Without --first a good garden was changed by hand, so that what was before can be taken back. With --first the fault was
there from the beginning: whoever wrote the part made that mistake, and makes it again in half of the other takes; nothing
is known of a play before. Baseline in the same run: the one check there was before, one goal bot and the three scene
problems of `play_through`.

Each row has dice of its own, so a run that was broken off goes on with --resume: rows are in FILE as soon as they are
there. Gardens are grown once and kept in DIR; a fault goes into a copy, in which only what it touches is made again.
"""

from __future__ import annotations

import argparse
import copy
import json
import multiprocessing
import pickle
import random
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from faults import BLIND, FAULTS, Fault, Garden, Outcome, harm, outcome

from dreamgarden.designers import riders
from dreamgarden.designers.designer import Draft, Leaf
from dreamgarden.errors import GardenError
from dreamgarden.game.findings import Finding
from dreamgarden.game.playtest import play_through, test_game
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
_TRIES = 60  # changes of which one has to do harm, and be possible
_OUT_OF_REACH = ("unreachable", "stuck corner", "no ground")  # where a bot wins all the same, nothing was out of reach


@dataclass
class Base:
    """An unfaulted garden: where it is, what it grew from, its scene soon after the start, what was found in it, its outcome."""

    folder: Path
    prompt: str
    state: dict[str, Any]
    known: set[tuple[str, str]]
    outcome: Outcome
    alarms: list[str]
    spent: list[float]


@dataclass
class Row:
    """What came of one fault. how: by what it was repaired ("" when it was not).   harm: what plays alone showed of a blind one."""

    number: int
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
    harm: str = ""
    planted: str = ""


def main() -> int:
    """Plant, look, repair, and tell."""
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
    parser.add_argument("--at-once", type=int, default=1, help="faults side by side")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dreamgarden-planted")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--resume", action="store_true", help="go on with the rows of --json")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    bases: list[Base] = []
    for number, prompt in enumerate(PROMPTS[: asked.gardens]):
        bases.append(_grown(asked.folder / f"garden{number + 1}", prompt, asked))
        print(f"{bases[-1].folder.name}: {prompt[:60]}: {len(bases[-1].known)} findings unfaulted, {bases[-1].spent[0]:.1f} s", flush=True)
    rows: list[Row] = []
    if asked.resume and asked.json and asked.json.is_file():
        rows = [Row(**row) for row in json.loads(asked.json.read_text())["rows"]]
    done = {(row.blind, row.number) for row in rows}
    # Both sorts side by side, so that a run that is broken off has some of each.
    wanted = [(blind, number) for blind, most in ((False, asked.faults), (True, asked.blind)) for number in range(most)]
    wanted.sort(key=lambda one: (one[1] + 0.5) / (asked.blind if one[0] else asked.faults))
    jobs = [(blind, number, bases, asked) for blind, number in wanted if (blind, number) not in done]
    with multiprocessing.get_context("spawn").Pool(asked.at_once) as pool:
        for row in pool.imap_unordered(_planted, jobs):
            if row is None:
                continue
            rows.append(row)
            mended = {None: "", True: f", repaired ({row.how})", False: ", not repaired"}[row.repaired]
            seen = "found" if row.found else "MISSED"
            print(f"{len(rows):3} {row.fault:17} {row.garden}: {seen}{mended}  {row.seconds:.0f} s  {row.said[:90]}", flush=True)
            _write(asked, rows, bases)
    _tell(sorted(rows, key=lambda row: (row.blind, row.number)), bases, asked)
    return 0


def _grown(folder: Path, prompt: str, asked: argparse.Namespace) -> Base:
    """Grow and build a garden, or take the one that is there, and test it with several seeds."""
    from dreamgarden.game.play import run
    from dreamgarden.hiring import offline

    kept = folder.with_suffix(".known")
    if asked.resume and kept.is_file():
        base: Base = pickle.loads(kept.read_bytes())
        return base
    designer = offline()
    if not (folder / "garden.db").is_file():
        with Project.create(folder, prompt, designer) as project:
            project.grow(Work())
    with Project.open(folder, designer) as project:
        project.build(Work())  # by what the app is now; nothing to do where that is as it was
        state = dict(run(project.game, Work(), frames=6, bot="idle", states=(2,)).states[0])
        known = project.watch.test(Work())
        runs = [known, *(test_game(project.game, Work(), project.watch.sources(), seed=seed) for seed in range(2, asked.plays + 1))]
        alarms = [f"{folder.name}: {each.kind}: {each.what}" for one in runs for each in one.findings if each.sure >= 0.6]
        base = Base(folder, prompt, state, {each.key for each in known.findings}, outcome(project.game), alarms,
                    [one.seconds for one in runs])  # fmt: skip
    kept.write_bytes(pickle.dumps(base))
    return base


def _planted(job: tuple[bool, int, list[Base], argparse.Namespace]) -> Row | None:
    """One row, by dice of its own. None when no garden takes the fault."""
    from dreamgarden.hiring import offline

    blind, number, bases, asked = job
    kinds = [fault for fault in (BLIND if blind else FAULTS) if not asked.only or fault.name == asked.only]
    dice = random.Random(f"{asked.seed} {blind} {number}")
    if not kinds:
        return None
    fault, designer = kinds[number % len(kinds)], offline()
    for _ in range(_TRIES):
        base = dice.choice(bases)
        with tempfile.TemporaryDirectory(prefix="planted-") as scratch:
            plant = _from_the_start if asked.first else _by_hand
            row = plant(base, fault, dice, designer, Path(scratch) / "garden", asked)
        if row is not None:
            return replace(row, number=number)
    return None


def _copied(base: Base, folder: Path) -> None:
    shutil.copytree(base.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("workshop"))


def _by_hand(base: Base, fault: Fault, dice: random.Random, designer: Any, folder: Path, asked: argparse.Namespace) -> Row | None:
    """A fault in a copy of a good garden; None when it can't be planted there."""
    begun = time.monotonic()
    _copied(base, folder)
    with Project.open(folder, designer) as project:
        garden = Garden(folder, project, base.state)
        if not fault.plant(garden, dice):
            return None
        changed = garden.change()
        finished = project.build(Work())
        if not finished.game or finished.failed:
            return None  # it does not compile: no fault of a game
        return _looked_at(project, base, fault, changed, begun, asked, garden.what())


def _from_the_start(base: Base, fault: Fault, dice: random.Random, designer: Any, folder: Path, asked: argparse.Namespace) -> Row | None:
    """A fault that whoever wrote the part makes, in the first take and in half of the others."""
    begun = time.monotonic()
    again = random.Random(dice.random())
    _copied(base, folder)
    shutil.rmtree(folder / ".garden" / "found")  # it has no past
    (folder / ".garden" / "happened.json").unlink(missing_ok=True)
    faulty = copy.copy(designer)
    with Project.open(folder, faulty) as project:
        garden = Garden(folder, project, base.state)
        if not fault.plant(garden, dice):
            return None
        recurs = {1: True}

        def write(leaf: Leaf, work: Work) -> Draft:
            draft = designer.write(leaf, work)
            text = draft.files.get(f"{leaf.slug}.cpp")
            errs = leaf.slug in {*garden.texts, *garden.added} and recurs.setdefault(leaf.take, again.random() < 0.5)
            if text is None or not errs:
                return draft
            made = garden.faulted(leaf.slug, text)
            if leaf.slug in garden.texts:
                made = riders.with_code(made, leaf.brief)
            return replace(draft, files={**draft.files, f"{leaf.slug}.cpp": made})

        faulty.write = write
        ledger = project.engine.ledger
        for slug in {*garden.texts, *garden.added}:  # as if it had never been written
            ledger.forget([ledger.last_key(f"code:{slug}")[0]])
        if garden.edit is not None:
            project.journal.submit(garden.edit)
        finished = project.build(Work())
        if not finished.game or finished.failed:
            return None
        return _looked_at(project, base, fault, {*garden.texts, *garden.added}, begun, asked, garden.what())


def _looked_at(project: Project, base: Base, fault: Fault, changed: set[str], begun: float, asked: argparse.Namespace,
               planted: str) -> Row | None:  # fmt: skip
    harmed = harm(base.outcome, project.game) if fault.blind else ""
    if fault.blind and not harmed:
        return None  # it harms nobody
    before = bool(play_through(project.game, Work(), frames=1800).problems)
    tested = project.watch.test(Work())
    if fault.name in _OUT_OF_REACH and "won" in tested.coverage.endings:
        return None
    fresh = [each for each in tested.findings if each.key not in base.known]
    hits = [each for each in fresh if fault.blind or each.kind in fault.kinds]
    repaired, how = None, ""
    if not asked.no_repair:
        repaired, how = _repaired(project, base, fault, hits, asked.rounds)
    said = (hits or fresh or [None])[0]
    named = any(changed & set(hit.parts) for hit in hits)
    return Row(0, fault.name, fault.blind, base.folder.name, bool(hits), named, before, repaired, time.monotonic() - begun,
               f"{said.kind}: {said.what}" if said else "", how, harmed, planted)  # fmt: skip


def _repaired(project: Project, base: Base, fault: Fault, hits: list[Finding], rounds: int) -> tuple[bool, str]:
    if not hits:
        return False, ""
    try:
        done: Repaired = project.watch.repair(Work(), rounds=rounds, seconds=240)
    except GardenError as error:
        return False, error.what
    kept = [one.what for one in done.rounds if one.kept]
    if [each for each in done.left if each.key not in base.known and each.sure >= 0.6] or not kept:
        return False, ""
    if fault.blind and harm(base.outcome, project.game):
        return False, ""
    return True, _way(kept[-1])


def _write(asked: argparse.Namespace, rows: list[Row], bases: list[Base]) -> None:
    if asked.json:
        alarms, spent = [each for base in bases for each in base.alarms], [each for base in bases for each in base.spent]
        fresh = asked.json.with_suffix(".new")
        fresh.write_text(json.dumps({"rows": [vars(row) for row in rows], "alarms": alarms, "seconds": spent}, indent=1))
        fresh.replace(asked.json)


def _way(what: str) -> str:
    ways = {"becomes again": "taken back", "before it was changed by hand": "taken back", "written again": "written again",
            "left out": "left out", "now says": "brief", "is made": "a model more", "comes back": "brought back", "grows again": "grown",
            "drawn anew": "style", "again, as its brief": "size"}  # fmt: skip
    return next((way for words, way in ways.items() if words in what), "an answer to what a person would say")


def _tell(rows: list[Row], bases: list[Base], asked: argparse.Namespace) -> None:
    alarms, spent = [each for base in bases for each in base.alarms], [each for base in bases for each in base.spent]
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


if __name__ == "__main__":
    sys.exit(main())
