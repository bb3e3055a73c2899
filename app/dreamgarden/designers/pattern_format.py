"""What a pattern folder says: `pattern.toml` as values. Reading and checking its form, nothing about using it.

The format is told in docs/patterns.md. Everything here is frozen, and wrong files raise BadInput naming
the file and the member.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator

from dreamgarden.errors import BadInput

Role = Literal["world", "player", "goal", "opposition", "mood", "interface"]
Stage = Literal["walk", "side", "vehicle", "board"]
SlotKind = Literal["thing", "person", "things", "people", "place", "colour", "number", "verb", "words", "choice"]
Meaning = Literal["pace+", "pace-", "length+", "time+", "ease+", "ease-", "amount+", "size+", "sight+"]
ROLES: tuple[Role, ...] = ("world", "player", "goal", "opposition", "mood", "interface")
STAGES: tuple[Stage, ...] = ("walk", "side", "vehicle", "board")
MOODS = ("calm", "dark", "bright", "tense", "dreamy", "festive", "quiet")
PALETTE_ROLES = ("ink", "paper", "accent", "glow", "ground", "plant", "sky", "horizon", "water", "danger")


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(_Form):
    """The same text in both languages."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Texts(_Form):
    """Lists of texts in both languages; they need not match one to one."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    def of(self, language: str) -> tuple[str, ...]:
        return self.zh if language == "zh" else self.en


class Fits(_Form):
    """What, read in a prompt, speaks for the pattern. hour is (from, to), over midnight too."""

    mood: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    weather: tuple[str, ...] = ()
    hour: tuple[float, float] | None = None


class Option(_Form):
    """One way of a choice: what the brief says when it is taken, and the words by which a person asks for it."""

    said: Text
    words: Texts = Texts()


class Slot(_Form):
    """A blank that the prompt's own words fill. `kind` says what sort of words.

    doers    verbs whose doer fills the slot: it stands before them ("gnomes hunt me", 被稻草人追).
    means    what more of a number does for who plays: "pace+" is faster, "ease-" harder …; complaints are answered by it.
    options  of a choice: name → option.
    heard    the prompt's own words make the choice, not only a person's change to the brief.
    """

    kind: SlotKind
    default: Text | tuple[Text, ...] | int | float | str | None = None
    hints: Texts = Texts()
    doers: Texts = Texts()
    suits: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    of: str = ""
    unit: str = ""
    least: int = 1
    most: int = 6
    rest: bool = False
    optional: bool = False
    means: tuple[Meaning, ...] = ()
    options: dict[str, Option] = Field(default_factory=dict)
    heard: bool = False

    @property
    def is_list(self) -> bool:
        return self.kind in ("things", "people")

    @property
    def is_thing(self) -> bool:
        return self.kind in ("thing", "person", "things", "people")

    @property
    def is_integer(self) -> bool:
        return all(v is None or float(v).is_integer() for v in (self.default, self.min, self.max)
                   if not isinstance(v, (Text, tuple, str))) and not isinstance(self.default, float)

    @model_validator(mode="after")
    def _check(self) -> Self:
        default = self.default
        if self.is_list:
            good = isinstance(default, tuple) and (self.rest or len(default) >= self.least)
            need = f"a list of at least {self.least} {{en, zh}}"
        elif self.kind == "number":
            good = isinstance(default, (int, float)) and (self.min or 0) <= default <= (self.max or 1e9)
            need = "a number between min and max"
        elif self.kind == "choice":
            good, need = isinstance(default, str) and default in self.options, f"one of its options ({', '.join(self.options) or 'it has none'})"
        elif self.kind == "colour":
            good, need = isinstance(default, str) and default in PALETTE_ROLES, f"one of {', '.join(PALETTE_ROLES)}"
        else:
            good, need = isinstance(default, Text) or (default is None and self.optional), "{en, zh}"
        if not good:
            raise ValueError(f"the default of a {self.kind} slot must be {need}")
        return self


class LeafForm(_Form):
    """A leaf the pattern makes. Its texts are Jinja over the slots."""

    kind: Literal["code", "mesh", "data"]
    slug: str = ""
    title: Text | None = None
    brief: Text
    template: str = ""
    texts: str = ""
    needs: tuple[str, ...] = ()
    of_slot: str = Field("", alias="for")
    like: str = Field("", validation_alias=AliasChoices("like", "query"))
    size: float = 1.0
    optional: bool = False
    when: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.kind == "code" and not (self.template and self.slug):
            raise ValueError("a code leaf needs slug and template")
        if self.kind == "data" and not (self.texts and self.slug):
            raise ValueError("a data leaf needs slug and texts")
        if self.kind == "mesh" and not (self.of_slot or (self.like and self.slug)):
            raise ValueError("a mesh leaf needs `for` (a thing slot), or slug and like")
        if self.title is None and not self.of_slot:
            raise ValueError("a leaf needs a title")
        if self.size <= 0:
            raise ValueError("size must be above 0 m")
        return self


class PlayForm(_Form):
    """A play that is written down: `play` says what is done and what must come of it (codegen/play_words.py); Jinja over the slots.

    leaf  slug of the code leaf that it is of; "" for the first one.   when  a Jinja condition over the slots.
    """

    title: Text
    play: Text = Field(alias="try")
    leaf: str = ""
    when: str = ""


class PatternFile(_Form):
    """`pattern.toml` itself."""

    role: Role
    stages: tuple[Stage, ...] = Field(min_length=1)
    core: bool = False
    genre: str = ""
    view: str = ""
    hour: float | None = Field(None, ge=0, lt=24)
    title: Text
    description: Text
    examples: Texts
    keywords: Texts = Texts()
    excludes: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    goes_with: tuple[str, ...] = ()
    weight: float = 1.0
    fits: Fits = Fits()
    slots: dict[str, Slot] = Field(default_factory=dict)
    leaves: tuple[LeafForm, ...] = Field(min_length=1)
    plays: tuple[PlayForm, ...] = ()

    def plays_of(self, form: LeafForm) -> list[PlayForm]:
        """The plays that are declared for a code leaf."""
        first = next((leaf for leaf in self.leaves if leaf.kind == "code"), None)
        return [play for play in self.plays if (form.slug == play.leaf if play.leaf else form is first)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name, slot in self.slots.items():
            if not name.isidentifier() or name in _TAKEN:
                raise ValueError(f"a slot can't be called {name}")
            if slot.of and (slot.of not in self.slots or not self.slots[slot.of].is_thing):
                raise ValueError(f"slots.{name}.of names {slot.of}, which is no thing slot")
        known = {f"{leaf.kind}:{leaf.slug}" for leaf in self.leaves if leaf.slug}
        known |= {f"mesh:{leaf.of_slot}" for leaf in self.leaves if leaf.of_slot}
        for leaf in self.leaves:
            if leaf.of_slot and (leaf.of_slot not in self.slots or not self.slots[leaf.of_slot].is_thing):
                raise ValueError(f"a mesh leaf is for {leaf.of_slot}, which is no thing slot")
            for need in leaf.needs:
                if need not in known:
                    raise ValueError(f"{leaf.slug} needs {need}, which no leaf of the pattern gives")
        for play in self.plays:
            if play.leaf and f"code:{play.leaf}" not in known:
                raise ValueError(f"a play is of {play.leaf}, which is no code leaf of the pattern")
        if self.core and not any(leaf.kind == "code" for leaf in self.leaves):
            raise ValueError("a core pattern needs a code leaf")
        return self


_TAKEN = frozenset(["slug", "style", "language", "seed", "take", "plain", "prompt", "data", "model", "t", "vary", "between", "one", "loop", "brief", "title"])


class Pattern(PatternFile):
    """A pattern: what its file says, with its name, its folder and the digest of all its files."""

    name: str
    folder: Path
    digest: str
    scenes: Texts = Texts()
    """What people dream of whose game it would be, from `scenes.toml`: the core of a game is learnt from these."""

    def source(self, file: str) -> str:
        """A file of the folder as text. Raises BadInput when it is missing or not UTF-8."""
        path = self.folder / file
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"The pattern {self.name} names {file}, which can't be read: {error}.",
                           then=f"Look in {self.folder}.") from error


def load_pattern(folder: Path) -> Pattern:
    """Read one pattern folder. Raises BadInput."""
    file = folder / "pattern.toml"
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        scenes = folder / "scenes.toml"
        told = tomllib.loads(scenes.read_text(encoding="utf-8")) if scenes.is_file() else {}
        return Pattern.model_validate({**said, "name": folder.name, "folder": folder, "digest": _digest(folder), "scenes": told})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{file} can't be read: {error}.", then="See docs/patterns.md.") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(str(p) for p in e['loc'] if p not in ('function-after[_check(), Slot]',)) or 'pattern'}"
                          f": {e['msg']}" for e in error.errors()[:4])
        raise BadInput(f"{file} is wrong. {wrong}.", then="See docs/patterns.md.") from error


def load_patterns(templates: Path) -> dict[str, Pattern]:
    """All patterns under templates/patterns, by name, in the order of their names. Raises BadInput."""
    folder = templates / "patterns"
    found = sorted(f.parent for f in folder.glob("*/pattern.toml"))
    if not found:
        raise BadInput(f"No patterns lie in {folder}.", then="Install DreamGarden again.")
    patterns = {f.name: load_pattern(f) for f in found}
    for pattern in patterns.values():
        for other in (*pattern.excludes, *pattern.brings, *pattern.goes_with):
            if other in patterns:
                continue
            # Names of patterns yet to be written are allowed in `excludes` and `goes_with`: they mean nothing then.
            if other in pattern.brings:
                raise BadInput(f"The pattern {pattern.name} brings {other}, which does not exist.",
                               then=f"Correct {pattern.folder / 'pattern.toml'}.")
    return patterns


def _digest(folder: Path) -> str:
    sha = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        sha.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return sha.hexdigest()[:16]
