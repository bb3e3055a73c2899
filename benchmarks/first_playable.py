"""From a prompt to the first painted frame of play, beside the bare compile of the same sources in the same run.

    python benchmarks/first_playable.py [--prompts FILE.json] [--count N] [--repeat N]

Each garden is new (cold), the installation is warm. A row: the time of `dreamgarden grow PROMPT --play -- --first-frame`
until the frame is painted, of it the growing and building; then CMake and Ninja on a copy of the game's folder from
scratch, against the same ready-made runtime. Memory is the largest sum over all processes at one time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROMPTS = (
    "I dreamt I was walking through a forest at night, collecting lanterns before they went out",
    "A platform game about a fox who jumps over the roofs of a sleeping city",
    "Race a small boat around the islands before the storm comes",
    "A village market where I trade carrots and talk to the neighbours",
    "我梦见自己在雪山里寻找走失的羊",
)
AIM_SECONDS, AIM_RATIO, AIM_MEGABYTES = 20.0, 1.5, 700


@dataclass(frozen=True)
class Row:
    """One prompt's figures: seconds, and megabytes."""

    prompt: str
    parts: int
    total: float
    built: float
    bare: float
    memory: float


class Memory:
    """The largest resident memory of a process and all below it, shared pages counted once (PSS)."""

    def __init__(self, pid: int) -> None:
        self.peak = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self.peak

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _family(self._pid)) / 1024)


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for tasks in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in tasks.read_text().split()]
            except OSError:
                continue
    return found


def _resident(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def measure(prompt: str, folder: Path, runtime: Path) -> Row:
    """Grow, build and play one prompt in an empty folder, then compile its game bare."""
    garden = folder / "garden"
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    command = [sys.executable, "-m", "dreamgarden", "grow", prompt, "--garden", str(garden), "--json", "--play"]
    command += ["--", "--first-frame", "--mute"]
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)
    memory = Memory(process.pid)
    assert process.stdout is not None
    built, last = 0.0, ""
    for line in process.stdout:
        if line.startswith('{"event": "finished"'):
            built, last = time.monotonic() - begun, line
    code = process.wait()
    total = time.monotonic() - begun
    peak = memory.stop()
    if code != 0 or not last:
        raise SystemExit(f"{prompt!r} did not come to a painted frame (code {code}): {last[:400]}")
    finished = json.loads(last)
    if finished["failed"] or finished["blocked"]:
        raise SystemExit(f"{prompt!r}: failed {finished['failed']}, blocked {finished['blocked']}")
    bare = folder / "bare"
    shutil.copytree(garden / "game", bare)
    parts = len(list((bare / "parts").glob("*.cpp")))
    begun = time.monotonic()
    for step in (
        ["cmake", "-S", bare, "-B", bare / "build", "-G", "Ninja", f"-DGARDEN_PREBUILT={runtime}"],
        ["ninja", "-C", bare / "build"],
    ):
        subprocess.run([str(word) for word in step], check=True, stdout=subprocess.DEVNULL)
    return Row(prompt, parts, total, built, time.monotonic() - begun, peak)


def table(rows: Sequence[Row]) -> str:
    """The rows, their medians, and whether the aims are met."""
    lines = [f"{'prompt':<44} {'parts':>5} {'first frame':>11} {'built':>7} {'bare':>7} {'ratio':>6} {'memory':>8}"]
    for row in rows:
        lines.append(
            f"{row.prompt[:42]:<44} {row.parts:>5} {row.total:>9.1f} s {row.built:>5.1f} s {row.bare:>5.1f} s "
            f"{row.total / row.bare:>6.2f} {row.memory:>5.0f} MB"
        )
    total = statistics.median(row.total for row in rows)
    built = statistics.median(row.built for row in rows)
    bare = statistics.median(row.bare for row in rows)
    ratio = statistics.median(row.total / row.bare for row in rows)
    memory = max(row.memory for row in rows)
    lines.append(f"{'median (memory: largest)':<44} {'':>5} {total:>9.1f} s {built:>5.1f} s {bare:>5.1f} s {ratio:>6.2f} {memory:>5.0f} MB")
    lines.append(
        f"aims: {total:.1f} s of {AIM_SECONDS:.0f} s, ratio {ratio:.2f} of {AIM_RATIO}, "
        f"memory {memory:.0f} MB of {AIM_MEGABYTES} MB; building alone is {built / bare:.2f} times the bare compile"
    )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prompts", type=Path, help="a JSON file: a list of texts, or of objects with a text in them")
    parser.add_argument("--count", type=int, default=len(PROMPTS), help="so many of the prompts")
    parser.add_argument("--repeat", type=int, default=1, help="each so many times")
    asked = parser.parse_args()
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        xvfb = shutil.which("xvfb-run")
        if xvfb is None:
            raise SystemExit("There is no display, and no xvfb-run to make one.")
        os.execv(xvfb, [xvfb, "-a", sys.executable, *sys.argv])
    sys.path.insert(0, str(ROOT / "app"))
    from dreamgarden import settings

    runtime = settings.built_runtime()
    prompts = (_texts(asked.prompts) if asked.prompts else PROMPTS)[: asked.count]
    rows = []
    for prompt in prompts:
        for _ in range(asked.repeat):
            with tempfile.TemporaryDirectory(prefix="first-playable-") as folder:
                rows.append(measure(prompt, Path(folder), runtime))
                print(table(rows[-1:]).splitlines()[1], file=sys.stderr, flush=True)
    print(table(rows))
    return 0


def _texts(file: Path) -> list[str]:
    rows = json.loads(file.read_text(encoding="utf-8"))
    rows = rows if isinstance(rows, list) else next(iter(rows.values()))
    return [row if isinstance(row, str) else str(row.get("prompt") or row.get("text")) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
