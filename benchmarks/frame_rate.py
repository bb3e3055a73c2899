"""How many pictures a second the game runtime draws at 1280 x 720, in 3D and in 2D.

    python benchmarks/frame_rate.py [--seconds 12] [--things 200]

Builds native/garden and three games: 200 visible things that stand, turn and throw shadows; the example lantern_walk;
the example firefly_jar. Each is played by its bot in a window (under Xvfb where there is no display) and writes the
interval of every frame. Prints the median and the 95th percentile in milliseconds, the milliseconds that the processor
worked for a frame in the game's own process (all its cores added up; a busy machine lengthens the intervals far more
than these), the pictures a second, the quality the game settled on (2 whole, 1 plain, 0 fewer pixels) and the ratio to
the bar of 30 pictures a second. The window is held to
60, so a ratio of 2 is the most.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GARDEN = ROOT / "native" / "garden"
EXAMPLES = ROOT / "native" / "examples"
BAR = 30.0

CROWD = """
#include "garden.h"
PART(crowd) {
  on_world([] {
    ground(40, [](float x, float z) { return 0.4f * sinf(x * 0.2f) * cosf(z * 0.2f); },
           [](float, float) { return palette("ground"); });
    hour(17);
    camera_fixed({0, 9, 21}, {0, 0, -2}, 55);
  });
  on_start([] {
    const vector<string> shapes = {"cube", "ball", "cylinder", "cone", "capsule"};
    for (int i = 0; i < THINGS; ++i)
      spawn("thing", {.model = pick(shapes), .at = on_ground(rnd(-13, 13), rnd(-16, 10)), .tint = mix(palette("accent"),
            palette("plant"), rnd()), .tags = i % 4 ? "still" : "mover"});
    for (int i = 0; i < 8; ++i) light({rnd(-12, 12), 2, rnd(-14, 8)}, palette("glow"), 6);
    objective("watch", "Watch", 1000000);
  });
  on_step([](float dt) { for (Thing t : things("mover")) t->turn += 90 * dt; });
}
"""

MAIN = '#include "garden_main.h"\nint main(int c, char** v) { return garden::run(c, v); }\n'

CMAKE = """cmake_minimum_required(VERSION 3.21)
project(frame_rate CXX)
add_subdirectory("{garden}" runtime)
foreach(game crowd lantern_walk firefly_jar)
  add_executable(${{game}} main.cpp ${{game}}.cpp)
  garden_game(${{game}})
endforeach()
"""


@dataclass(frozen=True)
class Pace:
    """What one game's frames took: milliseconds, and the quality it settled on."""

    name: str
    intervals: list[float]
    level: int
    processor: float

    @property
    def median(self) -> float:
        return statistics.median(self.intervals)

    @property
    def slow(self) -> float:
        return statistics.quantiles(self.intervals, n=20)[-1]

    @property
    def rate(self) -> float:
        return 1000.0 * len(self.intervals) / sum(self.intervals)


def build(folder: Path, count: int) -> Path:
    """The three games, built in `folder`; returns where the programs lie."""
    (folder / "CMakeLists.txt").write_text(CMAKE.format(garden=GARDEN.as_posix()), encoding="utf-8")
    (folder / "main.cpp").write_text(MAIN, encoding="utf-8")
    (folder / "crowd.cpp").write_text(CROWD.replace("THINGS", str(count)), encoding="utf-8")
    for name in ("lantern_walk", "firefly_jar"):
        shutil.copy(EXAMPLES / f"{name}.cpp", folder / f"{name}.cpp")
    out = folder / "build"
    ninja = ["-G", "Ninja"] if shutil.which("ninja") else []
    subprocess.run(["cmake", "-S", str(folder), "-B", str(out), *ninja], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", str(out), "-j", "2"], check=True, stdout=subprocess.DEVNULL)
    return out


def play(program: Path, home: Path, seconds: float, name: str) -> Pace:
    """Plays a game in a window and reads the interval of its frames; the first second is left out."""
    times = program.parent / f"{name}.times"
    command = [str(program), "--autostart", "--mute", "--bot", "goal", "--frames", str(int(seconds * 30))]
    if not os.environ.get("DISPLAY"):
        command = ["xvfb-run", "-a", "-s", "-screen 0 1280x720x24", *command]
    environ = os.environ | {"GARDEN_FRAME_TIMES": str(times), "GARDEN_HOME": str(home)}
    subprocess.run(command, check=True, env=environ, stderr=subprocess.DEVNULL)
    first, *lines = times.read_text(encoding="utf-8").splitlines()
    intervals = [float(line) for line in lines]
    start = next((i for i in range(len(intervals)) if sum(intervals[:i]) > 1000), 0)
    _, level, _, processor = first.split()
    return Pace(name, intervals[start:], int(level), float(processor))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--things", type=int, default=200)
    wanted = parser.parse_args()
    heads = f"{'game':<14}{'median ms':>11}{'95 % ms':>10}{'processor':>11}{'a second':>10}"
    print(f"{heads}{'quality':>9}{'ratio to 30':>13}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = build(folder, wanted.things)
        for game in ("crowd", "lantern_walk", "firefly_jar"):
            home = EXAMPLES / game if (EXAMPLES / game).is_dir() else folder
            pace = play(out / game, home, wanted.seconds, game)
            row = f"{pace.name:<14}{pace.median:>11.1f}{pace.slow:>10.1f}{pace.processor:>11.1f}"
            print(f"{row}{pace.rate:>10.1f}{pace.level:>9}{pace.rate / BAR:>13.2f}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
