"""What a model is asked to fill in: the vision with the style, the outline of a garden, the leaves of a part."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Verdict = Literal["keep", "rewrite", "new"]


def _one_of(*known: str, otherwise: str) -> BeforeValidator:
    """A word of a list; models write "first-person" for "first"."""

    def choose(value: Any) -> Any:
        low = str(value).strip().lower()
        return low if low in known else next((each for each in known if each in low), otherwise)

    return BeforeValidator(choose)


def _words(value: Any) -> Any:
    return [value] if isinstance(value, str) else value or []


def _number(value: Any) -> Any:
    """The number in "21:30", "80 bpm" or 80."""
    if isinstance(value, str):
        hours, _, minutes = value.strip().partition(":")
        if hours.isdigit() and minutes[:2].isdigit():
            return int(hours) + int(minutes[:2]) / 60
        return value.split()[0].rstrip("%mM") if value.split() else value
    return value


Number = Annotated[float, BeforeValidator(_number)]
Words = Annotated[list[str], BeforeValidator(_words)]
Hex = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Stage = Annotated[Literal["walk", "side", "vehicle", "board"], _one_of("walk", "side", "vehicle", "board", otherwise="walk")]
View = Annotated[
    Literal["first", "third", "top", "side", "chase", "canvas"],
    _one_of("first", "third", "top", "side", "chase", "canvas", otherwise="third"),
]
Mood = Annotated[
    Literal["calm", "dark", "bright", "tense", "dreamy", "festive", "quiet"],
    _one_of("calm", "dark", "bright", "tense", "dreamy", "festive", "quiet", otherwise="calm"),
]
WEATHERS = ("clear", "rain", "snow", "mist", "petals", "leaves", "embers", "bubbles", "fireflies", "dust", "up_rain", "storm")


class _Form(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Weather(_Form):
    kind: Annotated[str, _one_of(*WEATHERS, otherwise="clear")] = "clear"
    strength: Number = 0.5


class Music(_Form):
    mood: Mood = "calm"
    tempo: Number = 80


class Finish(_Form):
    bloom: Number = 0.35
    vignette: Number = 0.3
    grain: Number = 0.05


class Palette(_Form):
    ink: Hex
    paper: Hex
    accent: Hex
    glow: Hex
    ground: Hex
    plant: Hex
    sky: Hex
    horizon: Hex
    water: Hex
    danger: Hex


class Colour(_Form):
    """A colour of the vision beside the palette's roles: code paints with palette(name)."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    hex: Hex
    use: str = ""


class Vision(_Form):
    """What the game is, and what all of it looks, moves and sounds like."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    subtitle: str = ""
    fantasy: Annotated[str, Field(min_length=1)]
    pillars: Words
    loop: str = ""
    arc: Words = []
    won: str
    lost: str
    picture: str = ""
    art: str
    light: str = ""
    motion: str = ""
    sound: str = ""
    interface: str = ""
    stage: Stage
    view: View
    mood: Mood
    hour: Number
    weather: Weather
    music: Music
    palette: Palette
    colours: list[Colour] = []
    finish: Finish


class PartLine(_Form):
    """A part of the outline. A kept one stays as the draft has it; the others are asked about one by one.

    gives, uses  names that it makes, and that others make, agreed before any leaf is planned ("event lamp_lit: who = the lamp").
    """

    verdict: Annotated[Verdict, _one_of("keep", "rewrite", "new", otherwise="rewrite")]
    slug: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    brief: str = ""
    gives: Words = []
    uses: Words = []
    seed_words: Words = []
    leaves: int = 4


class AspectLine(_Form):
    """An aspect of the outline: world, player, goal, opposition, mood, interface, or a word of its own."""

    slug: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    brief: Annotated[str, Field(min_length=1)]
    seed_words: Words = []
    parts: list[PartLine] = []


class GardenOutline(_Form):
    """The whole garden, before its leaves."""

    aspects: Annotated[list[AspectLine], Field(min_length=1)]
    limits: Words = []

    def parts(self) -> list[PartLine]:
        """All parts, in their order."""
        return [part for aspect in self.aspects for part in aspect.parts]


class Change(_Form):
    """What a critic would have otherwise in one part. Empty members leave it as it is."""

    part: Annotated[str, Field(min_length=1)]
    kind: str = ""
    why: str = ""
    drop: bool = False
    brief: str = ""
    gives: Words = []
    uses: Words = []


class MissingPart(PartLine):
    """A part that a critic misses, and the aspect it belongs to."""

    aspect: str = ""


class Review(_Form):
    """What a critic says of an outline."""

    changes: list[Change] = []
    missing: list[MissingPart] = []


class Fault(_Form):
    """What is wrong in a picture of the game, and where; `part` is the slug of the leaf it belongs to, if that can be told."""

    what: Annotated[str, Field(min_length=1)]
    where: str = ""
    part: str = ""


class Seen(_Form):
    """What somebody with eyes says of a picture of the game in play."""

    shows: str = ""
    good: bool = True
    faults: list[Fault] = []


class SeenFault(Fault):
    """A fault in one of several pictures, by its number from 1; 0 where it is in none alone."""

    picture: Number = 0


class Met(_Form):
    """Whether one thing that was asked for is met, why, in which picture it shows best (from 1; 0 for none), and who answers for it."""

    id: Annotated[str, Field(min_length=1)]
    text: str = ""
    met: Annotated[Literal["yes", "partly", "no"], _one_of("yes", "partly", "no", otherwise="partly")] = "partly"
    why: str = ""
    picture: Number = 0
    nodes: Words = []


class Judgement(_Form):
    """A reviewer's form of a play: what is seen, the requirements one by one, and faults of its pictures."""

    shows: str = ""
    requirements: list[Met] = []
    faults: list[SeenFault] = []


class Check(_Form):
    """What must be true of the game's state when the leaf runs alone for a while: a row of codegen/expectation.py."""

    after_frames: Annotated[int, Field(ge=0, le=900)] = 60
    path: Annotated[str, Field(min_length=1)]
    op: Literal["==", "!=", "<", "<=", ">", ">=", "exists", "contains"] = "exists"
    value: float | str | bool | None = None


class LeafLine(_Form):
    """A leaf of a part.

    gives  names that others may rely on, agreed before anybody writes ("event ride_lit(who = the ride)").
    uses   names that other leaves or parts make and this one relies on.
    route  (mesh) how it is made, one of the abilities'; carve is the older word for the route "recipe".
    checks (code) up to three things that must be true of it when it is tried.
    query  (mesh) what the library of models is searched for; size its longest side in metres.
    """

    verdict: Annotated[Verdict, _one_of("keep", "rewrite", "new", otherwise="new")]
    kind: Annotated[str, _one_of("code", "mesh", "data", otherwise="")]
    slug: Annotated[str, Field(min_length=1)]
    title: str = ""
    brief: str = ""
    needs: Words = []
    gives: Words = []
    uses: Words = []
    checks: list[Check] = []
    seed_words: Words = []
    query: str = ""
    size: Number = 1.0
    route: str = ""
    carve: bool = False


class PartLeaves(_Form):
    """The leaves of one part."""

    leaves: Annotated[list[LeafLine], Field(min_length=1)]
    limits: Words = []
