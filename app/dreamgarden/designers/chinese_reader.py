"""Reading Chinese: segmentation, then each word by what the lexicon knows of it."""

from __future__ import annotations

import unicodedata

from dreamgarden.designers import chinese
from dreamgarden.designers.lexicon import Lexicon
from dreamgarden.designers.reading import Colour, Number, Place, Reading, Thing, Token, Verb, distinct, feel, sentences_of


def read_chinese(text: str, lexicon: Lexicon, dictionary: chinese.Dictionary) -> Reading:
    """Read a Chinese prompt."""
    tokens: list[Token] = []
    things: list[Thing] = []
    places: list[Place] = []
    numbers: list[Number] = []
    verbs: list[Verb] = []
    colours: list[Colour] = []
    # Full-width marks become plain ones; words stay as they are written.
    words = chinese.segment(unicodedata.normalize("NFKC", text), lexicon, dictionary)
    words = _uncounted(words, lexicon)
    sentence = 0
    gloss: list[str] = []
    for at, word in enumerate(words):
        if word in "\u3002!?;\u2026\n":
            sentence += 1
        value = chinese.number_of(word)
        kind = dictionary.kind(word)
        entry, place = chinese.thing_of(word, lexicon), chinese.place_of(word, lexicon)
        tag, english_word = "word", ""
        if value is not None:
            unit = chinese.unit_after(words, at)
            scale = {"分钟": 60.0, "小时": 3600.0}.get(unit, 1.0)
            unit = {"秒": "second", "秒钟": "second", "分钟": "second", "小时": "second", "米": "metre", "天": "day",
                    "夜": "night"}.get(unit, unit)
            numbers.append(Number(value * scale, unit, word, at))
            tag = "number"
        elif word in lexicon.colour:
            name, hexed = lexicon.colour[word]
            colours.append(Colour(word, hexed, word, at))
            tag, english_word = "colour", name
        elif word in lexicon.zh_verb:
            verbs.append(Verb(lexicon.zh_verb[word], word, at))
            tag, english_word = "verb", lexicon.zh_verb[word]
        elif word in lexicon.zh_abstract:
            tag = "abstract"
        elif place or (entry and kind != "v"):
            if place:
                places.append(Place(word, place.en, place.group, word, at))
            if entry:
                count = chinese.count_before(words, at, lexicon)
                colour = "" if place else _colour_before(words, at, lexicon)
                en = f"{lexicon.colour[colour][0]} {entry.en}" if colour else entry.en
                things.append(Thing(colour + word, en, colour + word, entry.group, count > 1, count, (colour,) if colour else (), word,
                                    at, 1, place is not None))
            tag = "place" if place else "thing"
            english_word = (place or entry).en  # type: ignore[union-attr]
        elif kind in ("v", "a"):
            tag = "verb" if kind == "v" else "adjective"
        tokens.append(Token(word, (english_word,) if english_word else (word,), sentence, tag))
        if english_word:
            gloss.append(english_word)
    ahead = {n for n in range(len(words)) if _is_ahead(words, n)}
    moods, hour, weather, behind = feel([(t.text,) for t in tokens], lexicon, ahead)
    weather = weather or ("bubbles" if any(p.group == "underwater" for p in places) else "")
    return Reading(text, "zh", sentences_of(text), tuple(tokens), distinct(things, {name for name, _ in lexicon.colour.values()}), tuple(places), tuple(colours),
                   tuple(numbers), tuple(verbs), moods, hour, weather, behind, " ".join(gloss))


def _colour_before(words: list[str], at: int, lexicon: Lexicon) -> str:
    """The colour that stands right before a word, with or without 的; "" when none does."""
    back = at - 2 if at > 1 and words[at - 1] == "的" else at - 1
    return words[back] if back >= 0 and words[back] in lexicon.colour else ""


def _is_ahead(words: list[str], at: int) -> bool:
    """Whether a word speaks of what is still to come: 活到天亮, 在午夜前."""
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    return before.endswith(("到", "等")) or after in ("前", "之前", "以前", "来临", "到来")


def _uncounted(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words with a measure taken off its thing where a number stands before: 六 封信 is 六 封 信."""
    out: list[str] = []
    for n, word in enumerate(words):
        counted = n > 0 and chinese.number_of(words[n - 1]) is not None and len(word) > 1 and word[0] in lexicon.zh_measure
        out += [word[0], word[1:]] if counted and word[1:] in lexicon.things_zh else [word]
    return out
