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
                things.append(Thing(word, entry.en, word, entry.group, count > 1, count, (), word, at, 1, place is not None))
            tag = "place" if place else "thing"
            english_word = (place or entry).en  # type: ignore[union-attr]
        elif kind in ("v", "a"):
            tag = "verb" if kind == "v" else "adjective"
        tokens.append(Token(word, (english_word,) if english_word else (word,), sentence, tag))
        if english_word:
            gloss.append(english_word)
    moods, hour, weather, behind = feel([(t.text,) for t in tokens], lexicon)
    weather = weather or ("bubbles" if any(p.group == "underwater" for p in places) else "")
    return Reading(text, "zh", sentences_of(text), tuple(tokens), distinct(things), tuple(places), tuple(colours),
                   tuple(numbers), tuple(verbs), moods, hour, weather, behind, " ".join(gloss))
