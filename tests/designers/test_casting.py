"""Who is played, who hunts, what is counted and when it ends: what people write before and behind a verb, in prompts of both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dreamgarden.designers.casting import does, hero_of, undergoes
from dreamgarden.designers.lexicon import Lexicon
from dreamgarden.designers.outline import draw_outline
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.reading import Reading, Thing
from dreamgarden.designers.values import ThingValue

Reads = Callable[[str], Reading]


def named(reading: Reading, name: str) -> Thing:
    return next(thing for thing in reading.things if thing.name == name)


@pytest.mark.parametrize(
    ("prompt", "hero"),
    [
        ("I am a small fox crossing a frozen lake.", "fox"),
        ("A shepherd leads six lambs home across the moor.", "shepherd"),
        ("A robot in an abandoned space station pushes crates onto plates.", "robot"),
        ("A yellow submarine under the sea. I shoot jellyfish.", "yellow submarine"),
        ("A lighthouse keeper in a storm: carry five oil cans to the lamp before I lose.", "lighthouse keeper"),
        ("雪山小镇里，我是一只猫，要偷走七条鱼。", "猫"),
        ("一个纸船顺着小溪漂流，收集十朵荷花。", "纸船"),
        ("小和尚挑水：从井里打水。", "和尚"),
        # Nobody is named who is played.
        ("Garden gnomes hunt me through the snowy park.", None),
        ("A dragon guards the cave and I must steal its gold.", None),
        ("Wolves follow us in the mist.", None),
        ("被一群稻草人追赶，在麦田里活到天亮。", None),
        ("三只狼追着我穿过森林。", None),
    ],
)
def test_the_one_who_is_played(prompt: str, hero: str | None, reads: Reads) -> None:
    found = hero_of(reads(prompt))
    assert (found and found.name) == hero


@pytest.mark.parametrize(
    ("prompt", "who", "verbs", "it_does"),
    [
        ("Garden gnomes hunt me through the park.", "garden gnome", ("hunt",), True),
        ("Wolves will slowly follow us.", "wolf", ("follow",), True),
        ("Rabbits and mice are the guests.", "rabbit", ("are",), True),
        ("I hunt wolves in the forest.", "wolf", ("hunt",), False),
        ("The wolf sleeps, and the fox follows me.", "wolf", ("follow",), False),
        ("被一群稻草人追赶。", "稻草人", ("追",), True),
        ("三只狼一直追着我。", "狼", ("追",), True),
        ("我在雪地里追狼。", "狼", ("追",), False),
    ],
)
def test_what_stands_before_its_verb_does_it(prompt: str, who: str, verbs: tuple[str, ...], it_does: bool, reads: Reads) -> None:
    reading = reads(prompt)
    assert does(reading, named(reading, who), verbs) is it_does


def test_what_a_relative_clause_or_a_coverb_puts_before_its_verb_undergoes_it(reads: Reads) -> None:
    reading = reads("There is a dragon that I must feed.")
    assert undergoes(reading, named(reading, "dragon"), next(verb.at for verb in reading.verbs if verb.en == "feed"))
    reading = reads("A dragon must feed.")
    assert not undergoes(reading, named(reading, "dragon"), next(verb.at for verb in reading.verbs if verb.en == "feed"))
    reading = reads("把信送到镇上。")
    assert undergoes(reading, named(reading, "信"), 2)


@pytest.mark.parametrize(
    ("prompt", "hour", "weather"),
    [
        ("Last until morning in the snow.", 22.5, "snow"),
        ("Lead them home before nightfall.", 17.5, ""),
        ("Harvest before the rain comes.", None, ""),
        ("A walk in the morning rain.", 7.0, "rain"),
        ("在麦田里活到天亮。", 22.5, ""),
        ("要在午夜前偷走七条鱼。", 21.5, ""),
    ],
)
def test_what_is_still_to_come_is_not_yet(prompt: str, hour: float | None, weather: str, reads: Reads) -> None:
    reading = reads(prompt)
    assert (reading.hour, reading.weather) == (hour, weather)


@pytest.mark.parametrize(
    ("prompt", "name", "count"),
    [
        ("I shoot green jellyfish with torpedoes, twelve of them.", "green jellyfish", 12),
        ("Rabbits are the guests. Serve ten of them.", "rabbit", 10),
        ("夜里藏着五个会唱歌的木偶。", "木偶", 5),
        ("把六封信送到六户人家。", "信", 6),
        ("A red lantern hangs there; find seven lanterns.", "red lantern", 7),
    ],
)
def test_counts_that_stand_apart_from_their_thing(prompt: str, name: str, count: int, reads: Reads) -> None:
    assert named(reads(prompt), name).count == count


def test_every_double_has_its_recipe(lexicon: Lexicon, checkout: Path) -> None:
    recipes = {file.stem for file in (checkout / "assets" / "recipes").glob("*.json")}
    assert lexicon.doubles["scarecrow"] == "farmer" and set(lexicon.doubles.values()) <= recipes


def test_who_comes_after_the_player_has_a_part_in_any_game_on_foot(reads: Reads, lexicon: Lexicon, designer: PatternDesigner) -> None:
    def foes(prompt: str) -> list[object]:
        outline = draw_outline(reads(prompt), designer.chooser, designer.stylist, designer.patterns, lexicon, 30)
        return [part.values["foe"] for parts in outline.parts.values() for part in parts if part.pattern.name == "chasers"]

    (frog,) = foes("A foggy swamp. Find four stolen spell books and bring them to the hut, while a giant frog chases me.")
    assert isinstance(frog, ThingValue) and frog.en == "giant frog"
    assert foes("A foggy swamp. Find four stolen spell books and bring them to the hut, where a giant frog sleeps.") == []
