"""From many prompts to played games: how many grow, compile, open, reach play and reach an ending.

    python benchmarks/prompts.py FILE.json|FILE.csv [--first N] [--gallery docs/gallery.png] [--keep FOLDER]

FILE is a JSON list of {"id", "prompt"} or a CSV with Name and Description. Each prompt gets a new garden; a bot plays it
without a window, records its trace, and the trace is replayed for the first 600 frames and once more to the end. A row
a prompt, then the sums. The baseline beside ours is the same count for an idle player: a game that ends by itself proves
nothing. `--gallery` puts one picture of each game, taken during play, on one sheet.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dreamgarden.errors import GardenError
from dreamgarden.game import play
from dreamgarden.project import Project
from dreamgarden.work import Work

FRAMES = 4500
REPLAYED = 600
ENDINGS = ("won", "lost")


@dataclass
class Row:
    """What came of one prompt. `idle` is how the game ends when nobody plays."""

    id: str
    leaves: int = 0
    failed: int = 0
    seconds: float = 0.0
    opened: bool = False
    reached_play: bool = False
    ending: str = ""
    same: bool = False
    idle: str = ""
    problem: str = ""

    @property
    def compiled(self) -> bool:
        return self.leaves > 0 and self.failed == 0


def prompts(file: Path, first: int) -> list[tuple[str, str]]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8") as lines:
            found = [(row["Name"], row["Description"]) for row in csv.DictReader(lines)]
    else:
        found = [(row["id"], row["prompt"]) for row in json.loads(file.read_text(encoding="utf-8"))]
    return found[:first] if first else found


def try_out(id: str, prompt: str, folder: Path, picture: Path | None) -> Row:
    row = Row(id)
    begun = time.monotonic()
    try:
        with Project.create(folder, prompt) as project:
            finished = project.grow(Work())
            row.seconds = time.monotonic() - begun
            row.leaves, row.failed = finished.leaves, len(finished.failed) + len(finished.blocked)
            row.problem = "; ".join(one["reason"][:60] for one in finished.failed)
            game = project.game
            trace = folder / "trace.json"
            played = play.run(game, Work(), frames=FRAMES, bot="goal", record=trace, timeout=240)
            row.opened = played.ok
            row.ending = str(played.state.get("screen", "")) if played.state.get("screen") in ENDINGS else ""
            midway = int(min(max(float(played.state.get("seconds", 0)) * 30 * 0.4, 40), 300))  # frames: well before the end
            short = play.run(game, Work(), frames=REPLAYED, replay=trace, shots=(midway,) if picture else (), timeout=240)
            row.reached_play = short.state.get("screen") in ("play", *ENDINGS)
            again = play.run(game, Work(), frames=FRAMES, replay=trace, timeout=240)
            row.same = again.state == played.state
            idle = play.run(game, Work(), frames=FRAMES, bot="idle", timeout=240)
            row.idle = str(idle.state.get("screen", ""))
            if picture and short.shots:
                picture.write_bytes(short.shots[0])
            row.problem = row.problem or ("" if played.ok else played.reason)
    except GardenError as error:
        row.problem = str(error)
    return row


def gallery(pictures: list[Path], sheet: Path, width: int = 448) -> None:
    from PIL import Image

    across = min((5, 4, 3), key=lambda n: -len(pictures) % n)  # the fewest empty places
    height, gap = width * 9 // 16, 6
    down = -(-len(pictures) // across)
    whole = Image.new("RGB", (across * (width + gap) + gap, down * (height + gap) + gap), "#12151b")
    for number, path in enumerate(pictures):
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        whole.paste(small, (gap + number % across * (width + gap), gap + number // across * (height + gap)))
    whole.save(sheet, optimize=True)


def table(rows: list[Row]) -> Iterator[str]:
    yield f"{'prompt':<34}{'leaves':>7}{'s':>7}  compiled opened  play    ending  replays  idle"
    for row in rows:
        marks = ["yes" if good else "NO" for good in (row.compiled, row.opened, row.reached_play)]
        yield (
            f"{row.id[:33]:<34}{row.leaves:>7}{row.seconds:>7.1f}  {marks[0]:<9}{marks[1]:<8}{marks[2]:<8}"
            f"{row.ending or 'NONE':<8}{'same' if row.same else 'DIFFERS':<9}{row.idle:<6} {row.problem}"
        )
    total = len(rows)
    for name, count in (
        ("compiled", sum(row.compiled for row in rows)),
        ("opened", sum(row.opened for row in rows)),
        ("reached play on a 600-frame trace", sum(row.reached_play for row in rows)),
        ("reached an ending by bot", sum(bool(row.ending) for row in rows)),
        ("ended the same when replayed", sum(row.same for row in rows)),
        ("baseline: won by an idle player", sum(row.idle == "won" for row in rows)),
    ):
        yield f"{name}: {count} of {total}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--gallery", type=Path)
    options.add_argument("--keep", type=Path, help="keep the gardens in this folder")
    asked = options.parse_args()
    rows: list[Row] = []
    pictures: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.keep or Path(scratch)
        home.mkdir(parents=True, exist_ok=True)
        for number, (id, prompt) in enumerate(prompts(asked.file, asked.first)):
            picture = home / f"{number:03}.png" if asked.gallery else None
            row = try_out(id, prompt, home / f"{number:03}", picture)
            rows.append(row)
            if picture and picture.is_file():
                pictures.append(picture)
            print(".", end="", file=sys.stderr, flush=True)
        if asked.gallery and pictures:
            gallery(pictures, asked.gallery)
    print(file=sys.stderr)
    print("\n".join(table(rows)))
    return 0 if all(row.compiled and row.opened and row.ending for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
