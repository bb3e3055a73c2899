"""`read`: a prompt to a `Reading`, by the reader of its language."""

from __future__ import annotations

import unicodedata

from dreamgarden.designers import chinese
from dreamgarden.designers.chinese_reader import read_chinese
from dreamgarden.designers.english_reader import read_english
from dreamgarden.designers.lexicon import Lexicon
from dreamgarden.designers.reading import LONG, Reading, language_of


def read(prompt: str, lexicon: Lexicon, dictionary: chinese.Dictionary) -> Reading:
    """Read a prompt in English or Chinese. Odd prompts give fewer findings; nothing raises."""
    text = unicodedata.normalize("NFC", prompt)[:LONG]
    if language_of(text) == "zh":
        return read_chinese(text, lexicon, dictionary)
    return read_english(text, lexicon)
