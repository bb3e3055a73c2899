"""What slots hold: things, colours, places, verbs and numbers, as templates see them and as JSON remembers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dreamgarden.designers.safe_text import Code, slug_of


@dataclass(frozen=True)
class ThingValue:
    """A thing or person, as named in the garden's language.

    en     its English name: what slugs are made of, and what recipes are searched for …
    like   … unless the lexicon has a plainer name for it: firewood looks like a log. "" when it is the same.
    words  as it stood in the prompt; "" for a default.
    group  its class in the lexicon ("item", "creature" …).
    """

    name: str
    plural: str
    en: str
    words: str = ""
    group: str = ""
    slug: str = ""
    like: str = ""

    @property
    def query(self) -> str:
        """What a model of it is searched for."""
        return self.like or self.en

    @property
    def model(self) -> Code:
        """The slug of its mesh leaf."""
        return slug_of(self.slug or self.en)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ColourValue:
    """A colour: its name, as written, and its value "#rrggbb"."""

    name: str
    hex: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class WordValue:
    """A place, a verb or a phrase. `ing` is the verb's present participle ("" elsewhere)."""

    name: str
    en: str = ""
    ing: str = ""
    words: str = ""

    def __str__(self) -> str:
        return self.name


Value = ThingValue | ColourValue | WordValue | int | float | tuple["Value", ...] | None

_TYPES = {"thing": ThingValue, "colour": ColourValue, "word": WordValue}


def to_json(value: Value) -> Any:
    """JSON for a node's slots; `from_json` gives the value back."""
    if isinstance(value, tuple):
        return [to_json(v) for v in value]
    for name, kind in _TYPES.items():
        if isinstance(value, kind):
            return {"is": name, **{k: v for k, v in vars(value).items() if v or k in ("name", "plural", "en", "hex")}}
    return value


def from_json(data: Any) -> Value:
    """The value that `to_json` made the data of. Raises ValueError on anything else."""
    if isinstance(data, list | tuple):
        return tuple(from_json(v) for v in data)
    if isinstance(data, Mapping):
        members = dict(data)
        kind = _TYPES.get(str(members.pop("is", "")))
        if kind is None:
            raise ValueError(f"not a slot value: {data!r}")
        made: Value = kind(**members)
        return made
    if data is None or isinstance(data, int | float):
        return data
    raise ValueError(f"not a slot value: {data!r}")


def words_of(value: Value) -> tuple[str, ...]:
    """The words of the prompt that the value came from."""
    if isinstance(value, tuple):
        return tuple(w for v in value for w in words_of(v))
    if isinstance(value, ThingValue | WordValue) and value.words:
        return (value.words,)
    return ()
