"""Which game a prompt gets: `python benchmarks/choosing.py`.

The core pattern of 150 labelled prompts (tests/designers/labelled.toml) as it is chosen, beside the same without what is learnt
from scenes, and beside the nearest phrase alone. Right is what a designer would accept as the heart of the game.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "app"))

from dreamgarden import hiring  # noqa: E402
from dreamgarden.designers.choosing import Chooser, Score  # noqa: E402
from dreamgarden.designers.reading import Reading  # noqa: E402


def nearest(chooser: Chooser, scores: dict[str, Score], reading: Reading) -> str:
    """The core whose phrases are likest."""
    return max(chooser.cores, key=lambda name: scores[name].likeness)


def told(chooser: Chooser, scores: dict[str, Score], reading: Reading) -> str:
    """The core without what scenes teach: likeness, keywords, place, mood and stage."""
    return chooser.core_of({name: Score(s.pattern, s.likeness, s.votes, s.fit, s.heard) for name, s in scores.items()}, reading)


def learnt(chooser: Chooser, scores: dict[str, Score], reading: Reading) -> str:
    """The core as it is chosen."""
    return chooser.core_of(scores, reading)


WAYS = {"nearest phrase": nearest, "likeness and words": told, "with what scenes teach": learnt}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--missed", action="store_true", help="print what was chosen otherwise")
    asked = parser.parse_args()
    designer = hiring.offline()
    rows = tomllib.loads((ROOT / "tests" / "designers" / "labelled.toml").read_text(encoding="utf-8"))["prompt"]
    right = dict.fromkeys(WAYS, 0)
    for row in rows:
        reading = designer.read(row["text"])
        scores = designer.chooser.scores(reading)
        for name, way in WAYS.items():
            core = way(designer.chooser, scores, reading)
            right[name] += core in row["cores"]
            if asked.missed and way is learnt and core not in row["cores"]:
                print(f"{core:14} for {' or '.join(row['cores'])}: {row['text']}")
    baseline = max(right["nearest phrase"], 1)
    for name, count in right.items():
        print(f"{name:24} {count} of {len(rows)}  {count / len(rows):.0%}  {count / baseline:.2f} times the nearest phrase")


if __name__ == "__main__":
    main()
