"""How often the meaning of a grumble that no rule reads is among what a question offers.

    .venv/bin/python benchmarks/grumbles.py

Tenfold: each phrase of templates/complaints.toml is heard by what the nine other parts taught. Shown is how often its meaning comes
first, and how often it is among three; beside it the meanings of the nearest phrases, and what chance would do.
"""

from __future__ import annotations

import sys

import numpy as np

from dreamgarden.designers.leaning import Floats, SharedLeaning, VectorLeaning
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.grow.feedback.meaning import _SHARED, Phrases, signs

_PARTS = 10


def main() -> int:
    """Teach, hear, and count."""
    from dreamgarden.hiring import offline

    designer = offline()
    print(f"{'language':10}{'phrases':>8}{'first':>8}{'of three':>10}{'nearest: first':>16}{'of three':>10}{'chance of three':>17}")
    for language in ("en", "zh"):
        phrases = Phrases.load(designer.complaints, language)
        heard, nearest = _heard(designer, phrases, language)
        some = np.flatnonzero(np.asarray(phrases.labels) != len(phrases.names) - 1)
        labels = np.asarray(phrases.labels)[some]
        shares = [(rows[some][:, :count] == labels[:, None]).any(1).mean() for rows in (heard, nearest) for count in (1, 3)]
        one, three, near_one, near_three = (f"{100 * share:.0f} %" for share in shares)
        chance = f"{300 / len(phrases.names):.0f} %"
        print(f"{language:10}{len(labels):8}{one:>8}{three:>10}{near_one:>16}{near_three:>10}{chance:>17}")
    return 0


def _heard(designer: PatternDesigner, phrases: Phrases, language: str) -> tuple[np.ndarray, np.ndarray]:
    """For each phrase the numbers of its likeliest meanings, the first first: as learnt, and by the nearest phrases."""
    labels = np.asarray(phrases.labels)
    told = [designer.read(each).gloss or each for each in phrases.said] if language == "zh" else phrases.said
    rows = designer.embed(told)
    leaning: Floats = np.zeros((len(labels), len(phrases.names)))
    nearest = np.zeros((len(labels), 3), int)
    if language == "zh":  # vectors are taught in English alone
        english = Phrases.load(designer.complaints, "en")
        leaning += VectorLeaning(designer.kept(english.said), english.labels, len(english.names)).of(rows)
    parts = np.random.default_rng(1).permutation(len(labels)) % _PARTS
    for part in range(_PARTS):
        out, rest = np.flatnonzero(parts == part), np.flatnonzero(parts != part)
        if language == "en":
            leaning[out] = VectorLeaning(rows[rest], labels[rest].tolist(), len(phrases.names)).of(rows[out])
        else:
            shared = SharedLeaning([signs(phrases.said[n]) for n in rest], labels[rest].tolist(), len(phrases.names))
            leaning[out] += _SHARED * np.stack([shared.of(signs(phrases.said[n])) for n in out])
        for n, order in zip(out, np.argsort(-(rows[out] @ rows[rest].T)), strict=True):
            nearest[n] = list(dict.fromkeys(labels[rest][order].tolist()))[:3]
    return np.argsort(-leaning), nearest


if __name__ == "__main__":
    sys.exit(main())
