"""What is found in a prompt, in English and Chinese, and in prompts that say next to nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from dreamgarden.designers.reading import Reading, Thing

Reads = Callable[[str], Reading]


def thing(reading: Reading, en: str) -> Thing:
    return next(t for t in reading.things if t.en == en)


def test_things_have_counts_and_adjectives(reads: Reads) -> None:
    reading = reads("Three small ducklings and a sleeping cat wait by the broken windmill.")
    assert (thing(reading, "duckling").count, thing(reading, "duckling").plural) == (3, True)
    assert thing(reading, "cat").adjectives == ("sleeping",)
    assert thing(reading, "windmill").group == "building"


def test_a_phrase_is_one_thing_and_its_material_belongs_to_it(reads: Reads) -> None:
    reading = reads("Paper boats race past cigarette ends; a wooden sword lies there.")
    assert {"paper boat", "cigarette end", "wooden sword"} <= {t.en for t in reading.things}


@pytest.mark.parametrize(("text", "verb", "absent"), [("I saw the sea.", "see", "saw"), ("They fire at us.", "fire", "campfire"),
                                                      ("An old fox watches from a hill.", "watch", "fox watch")])
def test_a_verb_is_not_a_thing(reads: Reads, text: str, verb: str, absent: str) -> None:
    reading = reads(text)
    assert verb in {v.en for v in reading.verbs} | {b for t in reading.tokens if t.tag == "verb" for b in t.bases}
    assert absent not in {t.en for t in reading.things}


def test_a_word_means_what_stands_around_it(reads: Reads) -> None:
    assert "garden bed" in {t.en for t in reads("The allotment has four beds and slugs.").things}
    assert "bed" in {t.en for t in reads("The bedroom has four beds.").things}


def test_idioms_are_not_taken_at_their_word(reads: Reads) -> None:
    assert "shoe" not in {t.en for t in reads("Players step into the shoes of a hotel manager.").things}


def test_numbers_know_their_unit(reads: Reads) -> None:
    numbers = reads("Hold out for two minutes, then run ten metres; 3 lives.").numbers
    assert [(n.value, n.unit) for n in numbers] == [(120, "second"), (10, "metre"), (3, "life")]


def test_mood_hour_weather_colour_and_place_are_heard(reads: Reads) -> None:
    reading = reads("A rainy night in an abandoned village, one red lantern is burning.")
    assert (reading.weather, reading.hour) == ("rain", 22)
    assert [c.name for c in reading.colours] == ["red"]
    assert [p.group for p in reading.places] == ["village"]
    assert {"dark", "quiet"} & set(reading.moods)


def test_chinese_is_cut_into_words(reads: Reads) -> None:
    reading = reads("夜里下着雪，我要把三只小鸭子送到灯塔，路上有十二个纸灯笼。")
    assert reading.language == "zh"
    assert thing(reading, "duckling").count == 3
    assert {"lighthouse", "lantern"} <= {t.en for t in reading.things}
    assert thing(reading, "lantern").count == 12
    assert (reading.weather, reading.hour) == ("snow", 22)
    assert "deliver" in reading.gloss


def test_every_finding_stands_in_the_prompt(reads: Reads) -> None:
    for prompt in ("My grandmother's house lies under water; nine copper keys drift.", "外婆的老屋在水下，九把铜钥匙漂着。"):
        reading = reads(prompt)
        said = [*(t.words for t in reading.things), *(p.words for p in reading.places), *(v.words for v in reading.verbs)]
        assert said and all(words in prompt for words in said)


ODD = [
    "", "   ", "?!…", "🦊🌙🏮", "the of and", "的了吗",
    "\u202e\u0000", "x" * 500, '"); drop {{ 7*7 }} ../../etc',
]


@pytest.mark.parametrize("prompt", ODD)
def test_odd_prompts_give_less_and_never_fail(reads: Reads, prompt: str) -> None:
    assert reads(prompt).language in ("en", "zh")


def test_emoji_are_read_by_their_names(reads: Reads) -> None:
    assert {"fox", "lantern"} <= {t.en for t in reads("🦊🌙🏮").things}


def test_a_very_long_prompt_is_read_in_time(reads: Reads) -> None:
    start = time.process_time()
    reading = reads("A blue kite and nine small foxes by the old mill. " * 400)
    assert thing(reading, "fox").count == 9
    assert time.process_time() - start < 5
