"""What a grumble may mean that no rule reads: "I'm at the harbour before I know it" is perhaps that it is over too soon.

Learnt from the phrases of `templates/complaints.toml`, sorted by what they mean: ridge regression on their vectors and, in Chinese,
on the signs that they share, as in designers/leaning.py. Heard right at the first guess one time in three (benchmarks/grumbles.py):
too little to change anything by itself, enough to ask well. So the likeliest meanings are what a question offers, each in words
that the rules do read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from dreamgarden.designers import english
from dreamgarden.designers.leaning import Floats, SharedLeaning, VectorLeaning
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.errors import BadInput
from dreamgarden.grow.feedback.ask import chinese_in

_SHARED = 0.5  # the weight of shared signs in Chinese, of which there are vectors of a word-by-word gloss only

# How each meaning is said plainly, in English and Chinese, of what the clause names: "the bell is", "the bell", "bells".
MEANINGS: Mapping[str, tuple[str, str]] = {
    "me_faster": ("I walk too slowly", "我走得太慢"),
    "me_slower": ("I walk too fast", "我走得太快"),
    "others_slower": ("{it_is} too fast", "{it}太快"),
    "others_faster": ("{it_is} too slow", "{it}太慢"),
    "brighter": ("too dark", "太暗"),
    "darker": ("too bright", "太亮"),
    "clearer": ("too foggy", "雾太浓"),
    "foggier": ("foggier", "雾再浓一点"),
    "quieter": ("the music is too loud", "音乐太吵"),
    "louder": ("the music is too quiet", "音乐太轻"),
    "silent": ("there is no sound", "没有声音"),
    "calmer_music": ("the music is too fast", "音乐太快"),
    "livelier_music": ("the music is too slow", "音乐太慢"),
    "easier": ("too hard", "太难"),
    "harder": ("too easy", "太容易"),
    "longer": ("too short", "太短"),
    "shorter": ("too long", "太长"),
    "more_of": ("too few {many}", "{it}太少"),
    "fewer_of": ("too many {many}", "{it}太多"),
    "bigger": ("{it_is} too small", "{it}太小"),
    "smaller": ("{it_is} too big", "{it}太大"),
    "boring": ("boring", "无聊"),
    "unreachable": ("can't reach {it}", "够不到{it}"),
    "ungrounded": ("{it} floats", "{it}飘在空中"),
    "scarier": ("scarier", "气氛更恐怖"),
    "calmer": ("calmer", "气氛更平静"),
    "happier": ("more cheerful", "气氛更欢快"),
    "dreamier": ("more dreamlike", "气氛更梦幻"),
}
OTHER = "other"


@dataclass
class Phrases:
    """The phrases of one language and, for each, the number of its meaning among `names`."""

    names: tuple[str, ...]
    said: list[str]
    labels: list[int]

    @classmethod
    def load(cls, file: Path, language: str) -> Phrases:
        """Read them. Raises BadInput naming the file and what is missing."""
        try:
            held = tomllib.loads(file.read_text(encoding="utf-8"))
            names = (*MEANINGS, OTHER)
            said = [(str(phrase), number) for number, name in enumerate(names) for phrase in held[name][language]]
        except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
            raise BadInput(f"The phrases of complaints can't be read from {file}: {error}.", safe="No garden was touched.",
                           then="Take the file from the version of DreamGarden that you have installed.") from error  # fmt: skip
        return cls(names, [phrase for phrase, _ in said], [number for _, number in said])


class Meanings:
    """What clauses mean, for one designer: its likeness and its dictionary read them."""

    def __init__(self, designer: PatternDesigner) -> None:
        self._designer = designer

    def likely(self, clause: str, count: int = 3) -> list[str]:
        """The likeliest meanings of a clause, names of MEANINGS, the first first; none after the guess that it means none of them."""
        ranked = np.argsort(-self.leaning(clause, "zh" if chinese_in(clause) else "en"))[:count]
        names = [(*MEANINGS, OTHER)[int(number)] for number in ranked]
        return names[: names.index(OTHER)] if OTHER in names else names

    def leaning(self, clause: str, language: str) -> Floats:
        """How far a clause leans to each meaning, in the order of MEANINGS, the last to none of them."""
        told = self._designer.read(clause).gloss or clause if language == "zh" else clause
        leaning: Floats = self._vectors.of(self._designer.embed([told[:200]]))[0]
        return leaning + _SHARED * self._signs.of(signs(clause)) if language == "zh" else leaning

    @cached_property
    def _vectors(self) -> VectorLeaning:
        phrases = Phrases.load(self._designer.complaints, "en")
        return VectorLeaning(self._designer.kept(phrases.said), phrases.labels, len(phrases.names))

    @cached_property
    def _signs(self) -> SharedLeaning:
        phrases = Phrases.load(self._designer.complaints, "zh")
        return SharedLeaning([signs(phrase) for phrase in phrases.said], phrases.labels, len(phrases.names))


def signs(phrase: str) -> dict[str, float]:
    """The signs of a Chinese phrase and their neighbouring pairs."""
    found: dict[str, float] = {}
    for run in re.findall(r"[一-鿿]+", phrase):
        found |= dict.fromkeys(run, 0.5) | {run[at:at + 2]: 1.0 for at in range(len(run) - 1)}
    return found


def plainly(name: str, thing: str, zh: bool) -> str:
    """A meaning in words that the rules read. thing: what the clause names, "" for nothing."""
    low = thing.lower()
    if zh:
        return MEANINGS[name][1].format(it=thing or "它")
    return MEANINGS[name][0].format(it=f"the {low}" if low else "it", it_is=f"the {low} is" if low else "it is",
                                    many=english.plural(low) if low else "things")  # fmt: skip
