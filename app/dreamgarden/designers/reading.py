"""`Reading`: what a prompt says, as far as words can tell: things, places, colours, numbers, verbs, moods.

The values alone, and what both languages share; english_reader.py and chinese_reader.py find them, reader.py chooses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from dreamgarden.designers.lexicon import Lexicon

LONG = 20_000  # characters that are read
MOST = 60  # things that are told apart; more than that no game shows


@dataclass(frozen=True)
class Token:
    """A word: as written, its base forms (English) or gloss (Chinese), its sentence, and what it was taken for.

    tag is one of: thing place part colour number verb adjective adverb abstract function word mark.
    """

    text: str
    bases: tuple[str, ...]
    sentence: int
    tag: str = "word"


@dataclass(frozen=True)
class Thing:
    """A thing or person named in the prompt.

    name, en, zh   singular: in the prompt's language, and in both (zh may be "").
    group          class in the lexicon; "" when the word was not known.
    count          how many are said to be; 0 when nothing is said. plural: more than one.
    at             index of its first token; span: how many tokens. words: as written.
    is_place       it is named as the place where things are.
    """

    name: str
    en: str
    zh: str
    group: str
    plural: bool
    count: int
    adjectives: tuple[str, ...]
    words: str
    at: int
    span: int = 1
    is_place: bool = False


@dataclass(frozen=True)
class Place:
    """Where it plays: name as written without article, English name, class (see fits.place)."""

    name: str
    en: str
    group: str
    words: str
    at: int


@dataclass(frozen=True)
class Number:
    """A number and the noun it counts ("second" also for minutes, converted)."""

    value: float
    unit: str
    words: str
    at: int


@dataclass(frozen=True)
class Verb:
    """A verb: its English base form, and as written."""

    en: str
    words: str
    at: int


@dataclass(frozen=True)
class Colour:
    """A colour word of the prompt with its value."""

    name: str
    hex: str
    words: str
    at: int


@dataclass(frozen=True)
class Reading:
    """Everything found. `gloss` is an English rendering for likeness: the prompt itself, or Chinese word by word.
    `title` is the name that a specification gives its game; "" for other prompts."""

    prompt: str
    language: str
    sentences: tuple[str, ...]
    tokens: tuple[Token, ...]
    things: tuple[Thing, ...] = ()
    places: tuple[Place, ...] = ()
    colours: tuple[Colour, ...] = ()
    numbers: tuple[Number, ...] = ()
    verbs: tuple[Verb, ...] = ()
    moods: Mapping[str, float] = field(default_factory=dict)
    hour: float | None = None
    weather: str = ""
    words_behind: Mapping[str, str] = field(default_factory=dict)
    gloss: str = ""
    title: str = ""

    @property
    def people(self) -> tuple[Thing, ...]:
        return tuple(t for t in self.things if t.group == "person")

    @property
    def mood(self) -> str:
        """The strongest mood; "" when none shows."""
        return max(self.moods, key=lambda m: (self.moods[m], m)) if self.moods else ""


def language_of(text: str) -> str:
    """"zh" when the text holds more Chinese signs than Latin words, else "en"."""
    signs = sum(1 for c in text[:LONG] if "\u4e00" <= c <= "\u9fff")
    return "zh" if signs > len(re.findall(r"[A-Za-z]+", text[:LONG])) else "en"


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a text in either language."""
    return tuple(s.strip() for s in re.split(r"(?<=[.!?\u3002\uff01\uff1f])\s*|\n+", text) if s.strip())


def _more_said(one: str, other: str, fronts: Collection[str]) -> bool:
    """Whether the one is the other with such a word before it: "blue lantern", "lantern"."""
    return one.endswith(" " + other) and one.count(" ") == other.count(" ") + 1 and one.split(" ")[0] in fronts


def distinct(things: list[Thing], fronts: Collection[str] = ()) -> tuple[Thing, ...]:
    """Each thing once: the mention that says the most, in the order of the first.

    fronts  words before a thing that make no other thing of it, such as colours.
    """
    best: dict[str, Thing] = {}
    for thing in things:
        same = next((en for en in best if en == thing.en or _more_said(en, thing.en, fronts) or _more_said(thing.en, en, fronts)), thing.en)
        old = best.get(same)
        if old is None:
            best[thing.en] = thing
        elif _more_said(thing.en, same, fronts):
            best = {(thing.en if en == same else en): (replace(thing, count=max(thing.count, each.count), plural=thing.plural or each.plural)
                                                       if en == same else each) for en, each in best.items()}
        elif (thing.count, thing.plural) > (old.count, old.plural):
            best[same] = replace(old, count=thing.count, plural=thing.plural) if _more_said(same, thing.en, fronts) else thing
    return tuple(best.values())[:MOST]


def _long_before(hour: float | None) -> float | None:
    """The hour at which one begins to wait for another: the night before a morning, the afternoon before a night."""
    if hour is None:
        return None
    return 22.5 if 4 <= hour <= 8.5 else 9.0 if hour <= 13 and hour > 8.5 else 21.5 if hour < 4 else max(hour - 4.5, 9.0)


def feel(words: list[tuple[str, ...]], lexicon: Lexicon, ahead: Collection[int] = ()) -> tuple[dict[str, float], float | None, str, dict[str, str]]:
    """Moods, hour and weather that words speak of, and which words those were. Each word comes with its base forms.

    ahead  indices of words that speak of what is still to come ("until morning"): then it is not yet that hour or weather.
    """
    moods: Counter[str] = Counter()
    hours: Counter[float] = Counter()
    weathers: Counter[str] = Counter()
    behind: dict[str, str] = {}
    later: float | None = None
    for n, forms in enumerate(words):
        for form in dict.fromkeys(f.lower() for f in forms):
            if form in lexicon.mood:
                moods[lexicon.mood[form]] += 1
                behind.setdefault("mood:" + lexicon.mood[form], forms[0])
            if form in lexicon.hour and n in ahead:
                later = later if later is not None else lexicon.hour[form]
                behind.setdefault("until", forms[0])
            elif form in lexicon.hour:
                hours[lexicon.hour[form]] += 1
                behind.setdefault("hour", forms[0])
            if form in lexicon.weather and n not in ahead:
                weathers[lexicon.weather[form]] += 1
                behind.setdefault("weather", forms[0])
    # The first of equals: what is said first sets the scene.
    hour = hours.most_common(1)[0][0] if hours else _long_before(later)
    weather = weathers.most_common(1)[0][0] if weathers else ""
    return dict(moods), hour, weather, behind
