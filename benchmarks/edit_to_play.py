"""From one edited brief to the new frame on the screen, beside bare Ninja for the same change of the same text.

    python benchmarks/edit_to_play.py [--times 9] [--prompt TEXT]

Ours is the whole way: the edit in the journal, the leaf written anew, compiled, linked, the game's folder written, the game
probed and started until its first picture (without a window, drawn in memory). Bare Ninja is given the text that came of
it in the finished CMake project of the same game: compile, link, start until the same picture. Aim: at most 1.5 times as
long, and under 1.2 seconds at the median.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from dreamgarden import settings
from dreamgarden.game.play import Game
from dreamgarden.plan.node import Node
from dreamgarden.project import Project
from dreamgarden.work import Work

PROMPT = "A lighthouse keeper collects lost lanterns in the fog"


def first_picture(game: Game, place: Path) -> None:
    """Start the game and wait until its first picture is there."""
    flags = ["--headless", "--autostart", "--mute", "--frames", "1", "--windowed", "640x360", "--screenshot", str(place)]
    command = [str(game.program), *flags]
    done = subprocess.run(command, env={"GARDEN_HOME": str(game.home), "PATH": "/usr/bin:/bin", "LIBGL_ALWAYS_SOFTWARE": "1"},
                          capture_output=True, check=False, cwd=place.parent)  # fmt: skip
    if done.returncode or not place.is_file():
        raise SystemExit(f"The game gave no picture: {done.stderr.decode()[-500:]}")
    place.unlink()


def number_in(node: Node, step: int) -> str:
    """The brief with another number in it, which the pattern's code takes over."""
    words = node.brief.split(" ")
    place = next(place for place, word in enumerate(words) if word.isdigit())
    words[place] = str(int(words[place]) + step)
    return " ".join(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--prompt", default=PROMPT)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "garden", asked.prompt) as project:
            finished = project.grow(Work())
            if finished.failed:
                raise SystemExit(f"It was not built: {finished.failed}")
            codes = [node for node in project.journal.plan if node.kind == "code"]
            leaf = next(node for node in codes if any(word.isdigit() for word in node.brief.split(" ")))
            part = project.folder / "game" / "parts" / f"{leaf.slug}.cpp"
            texts, ours, building = [], [], []
            for turn in range(asked.times):
                brief = number_in(leaf, turn % 2 + 1 + 2 * (turn // 2))
                begin = time.perf_counter()
                project.edit(leaf.id, brief=brief)
                done = project.build(Work())
                built = time.perf_counter()
                first_picture(project.game, folder / "ours.png")
                ours.append(time.perf_counter() - begin)
                building.append(built - begin)
                if f"code:{leaf.slug}" not in done.ran or "game" not in done.ran:
                    raise SystemExit(f"The edit did not reach the game: {done.ran}")
                texts.append(part.read_text())
            if len(set(texts)) != len(texts):
                raise SystemExit("Two edits made the same text.")
            bare, out = [], folder / "bare"
            configure = ["cmake", "-S", str(project.folder / "game"), "-B", str(out), "-G", "Ninja"]
            configure.append(f"-DGARDEN_PREBUILT={settings.built_runtime()}")
            subprocess.run(configure, check=True, capture_output=True)
            subprocess.run(["ninja", "-C", str(out)], check=True, capture_output=True)
            for text in texts:
                begin = time.perf_counter()
                part.write_text(text)
                subprocess.run(["ninja", "-C", str(out)], check=True, capture_output=True)
                first_picture(Game(out / "game", project.folder / "game"), folder / "bare.png")
                bare.append(time.perf_counter() - begin)
    print(f"part {leaf.slug}, {asked.times} edits")
    print(f"{'':28}{'median s':>10}{'fastest':>10}{'slowest':>10}")
    for label, series in (("edit to picture", ours), ("  of it until it is built", building), ("bare Ninja to picture", bare)):
        print(f"{label:28}{statistics.median(series):10.2f}{min(series):10.2f}{max(series):10.2f}")
    print(f"ratio of the medians: {statistics.median(ours) / statistics.median(bare):.2f}, of the fastest: {min(ours) / min(bare):.2f}")


if __name__ == "__main__":
    main()
