"""The lexicon: things, people, places, moods and words of both languages, from templates/lexicon/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dreamgarden.errors import BadInput


@dataclass(frozen=True)
class Entry:
    """A word the lexicon knows: canonical English and Chinese names, and its class (a place's: see fits.place).

    first  the name that its line of the lexicon begins with: firewood is a log, and a model of it is looked for so.
    """

    en: str
    zh: str
    group: str
    first: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Looked up by lower-case English phrases in the singular and by Chinese words.

    things_*   things and people (group "person").      places_*   places by class.
    senses                        word → (what it means, where one of these words stands too).
    surroundings                  class of place or stage → what stands about there.
    doubles                       a thing without a recipe → the recipe of a like build.
    mood, hour, weather, colour   word → (value, weight not kept): what the word says.
    """

    things_en: Mapping[str, Entry]
    things_zh: Mapping[str, Entry]
    places_en: Mapping[str, Entry]
    places_zh: Mapping[str, Entry]
    mood: Mapping[str, str]
    hour: Mapping[str, float]
    weather: Mapping[str, str]
    colour: Mapping[str, tuple[str, str]]
    abstract: frozenset[str]
    function: frozenset[str]
    adjective: frozenset[str]
    verb: frozenset[str]
    zh_abstract: frozenset[str]
    zh_verb: Mapping[str, str]
    zh_measure: frozenset[str]
    senses: Mapping[str, tuple[str, frozenset[str]]]
    surroundings: Mapping[str, tuple[str, ...]]
    doubles: Mapping[str, str]
    longest_en: int = field(default=4)


def load_lexicon(templates: Path) -> Lexicon:
    """Read the word lists. Raises BadInput naming the file."""
    folder = templates / "lexicon"
    things, people, places, moods, words = (_read(folder / f"{name}.toml")
                                            for name in ("things", "people", "places", "moods", "words"))
    around = _read(folder / "surroundings.toml")
    doubles = _read(folder / "doubles.toml")
    things_en, things_zh = _both([things, people])
    places_en, places_zh = _both([places])
    zh = words["zh"]
    verbs: dict[str, str] = {}
    for item in zh["verb"].replace("\n", "|").split("|"):
        english, _, chinese = item.strip().partition("=")
        for word in chinese.split():
            verbs.setdefault(word, english)
    colours: dict[str, tuple[str, str]] = {}
    for name, said in moods["colour"].items():
        value, _, chinese = said.partition(" | ")
        for word in (name, *chinese.split()):
            colours.setdefault(word, (name, value.strip()))
    return Lexicon(
        things_en, things_zh, places_en, places_zh,
        mood=dict(_heard(moods["mood"])),
        hour={word: float(hour) for word, hour in _heard(moods["hour"])},
        weather=dict(_heard(moods["weather"])),
        colour=colours,
        abstract=frozenset(words["abstract"].split()), function=frozenset(words["function"].split()),
        adjective=frozenset(words["adjective"].split()), verb=frozenset(words["verb"].split()),
        zh_abstract=frozenset(zh["abstract"].split()), zh_verb=verbs, zh_measure=frozenset(zh["measure"].split()),
        surroundings={place: tuple(n.strip() for n in said.split(",")) for place, said in around.items()},
        doubles={word.replace("-", " "): recipe for recipe, said in doubles.items() for word in said.split()},
        senses={word: (said.partition(": ")[0], frozenset(said.partition(": ")[2].split()))
                for word, said in words["senses"].items()},
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"The word list {file} can't be read: {error}.", then="Install DreamGarden again.") from error


def _both(files: list[dict[str, Any]]) -> tuple[dict[str, Entry], dict[str, Entry]]:
    english: dict[str, Entry] = {}
    chinese: dict[str, Entry] = {}
    for file in files:
        for group, lines in file.items():
            for line in str(lines).strip().splitlines():
                names, _, translated = line.partition(" = ")
                heard = [n.strip() for n in names.split(",")]
                said = translated.split()
                entry = Entry(heard[0], said[0], group)
                for name in heard:
                    # A synonym keeps its own English name, so that a puppy stays a puppy.
                    english.setdefault(name, Entry(name, said[0], group, heard[0]))
                for word in said:
                    chinese.setdefault(word, Entry(entry.en, word, group))
    return english, chinese


def _heard(table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for value, said in table.items():
        for word in said.replace("|", " ").split():
            yield word, value
