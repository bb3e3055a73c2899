"""Kill a growing and building garden at random moments, fail its writes, and see what it cost.

    python benchmarks/crash_sweep.py [--kills 300] [--faults 60] [--seed 1]

Gardens of some leaves with real compiles against a runtime of some lines, and a fake model whose calls are counted.
Each garden is killed (SIGKILL) up to six times, looked at after every kill, then left to end; the baseline is the same
garden left alone. A fault is a full or failing disk (ENOSPC, EIO) under the store, the ledger or the journal. All four
columns of losses should be 0. An answer that a kill met while it was being written down (the last quarter of a second)
is counted apart: nobody can know whether it was kept.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import tiny_runtime
from crashing import Diary, Fault, Losses, asked_again, finished, killed, look, outcome, started, unlike

_EACH = 6
_WRITING_DOWN = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="crash-sweep-") as name:
        folder = Path(name)
        os.environ["DREAMGARDEN_RUNTIME"] = str(tiny_runtime.make(folder / "runtime"))
        os.environ["DREAMGARDEN_CACHE_DIR"] = str(folder / "cache")
        os.environ["DREAMGARDEN_CONFIG_DIR"] = str(folder / "config")
        begin = time.monotonic()
        alone, diary = folder / "alone", Diary(folder / "alone.log")
        if finished(started(alone, diary, 0)):
            raise SystemExit(f"The undisturbed garden did not end: {diary.file.read_text()}")
        whole = time.monotonic() - begin
        wanted, calls = outcome(alone), len(diary.lines("asked"))
        print(f"undisturbed: {whole:.1f} s, {calls} model calls, {len(wanted['plan'])} nodes, {len(wanted['files'])} files\n")
        losses, kills, gardens, asked_in_all, during = Losses(), 0, 0, 0, Counter[str]()
        while kills < asked.kills:
            gardens += 1
            garden, diary = folder / f"g{gardens}", Diary(folder / f"g{gardens}.log")
            moments: list[float] = []
            for turn in range(_EACH):
                if kills >= asked.kills or not killed(started(garden, diary, gardens * 100 + turn), chance.uniform(0.0, whole / 2)):
                    break
                moments.append(time.monotonic())
                kills += 1
                during[_stage(diary)] += 1
                look(garden, diary, losses)
            code = finished(started(garden, diary, gardens * 100 + 99))
            asked_again(diary, moments, losses)
            asked_in_all += len({about for _, about in diary.lines("answered")})
            losses.mistakes += [about for _, about in diary.lines("mistake")]
            if code or (found := unlike(outcome(garden), wanted)):
                losses.otherwise.append(f"{garden.name}: {_refusal(diary) if code else ', '.join(found)}")
        _say("SIGKILL", kills, gardens, losses)
        print("   " + ", ".join(f"{count} {stage}" for stage, count in during.most_common()) + f"; {asked_in_all} calls in all\n")
        losses, refused = Losses(), 0
        for number in range(asked.faults):
            garden, diary = folder / f"f{number}", Diary(folder / f"f{number}.log")
            where = chance.choice(["store", "store", "ledger.db", "garden.db"])
            nth = chance.randrange(24) if where == "store" else 0
            fault = Fault(where, nth, chance.choice([errno.ENOSPC, errno.EIO]) if where == "store" else errno.ENOSPC)
            refused += finished(started(garden, diary, number, fault)) == 4
            look(garden, diary, losses)
            code = finished(started(garden, diary, 1000 + number))
            asked_again(diary, [], losses)
            losses.mistakes += [about for _, about in diary.lines("mistake")]
            if code or (found := unlike(outcome(garden), wanted)):
                losses.otherwise.append(f"{garden.name} {fault}: {_refusal(diary) if code else ', '.join(found)}")
        _say("full disk", refused, asked.faults, losses)


def _stage(diary: Diary) -> str:
    if not diary.lines("node"):
        return "before anything grew"
    return "while it was built" if diary.lines("done") else "while it grew"


def _refusal(diary: Diary) -> str:
    return "it did not end: " + " ".join([*diary.lines("refused"), *diary.lines("mistake")][-1][1].split())


def _say(what: str, times: int, gardens: int, losses: Losses) -> None:
    writing = [each for each in losses.again if 0 <= each[1] < _WRITING_DOWN]
    print(f"{what:12}{'times':>8}{'gardens':>9}{'lost':>8}{'asked again':>13}{'other end':>11}{'mistakes':>10}{'(being written)':>17}")
    row = (len(losses.lost), len(losses.again) - len(writing), len(losses.otherwise), len(losses.mistakes))
    print(f"{'':12}{times:8}{gardens:9}{row[0]:8}{row[1]:13}{row[2]:11}{row[3]:10}{len(writing):17}")
    for each in (*losses.lost, *losses.otherwise, *losses.mistakes, *(f"asked again: {about} {age:.3f} s" for about, age in losses.again)):
        print(f"   {each}")


if __name__ == "__main__":
    main()
