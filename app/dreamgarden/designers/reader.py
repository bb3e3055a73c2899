"""`read`: a prompt to a `Reading`, by the reader of its language."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from dreamgarden.designers import chinese
from dreamgarden.designers.chinese_reader import read_chinese
from dreamgarden.designers.english_reader import read_english
from dreamgarden.designers.lexicon import Lexicon
from dreamgarden.designers.reading import LONG, Reading, language_of
from dreamgarden.designers.specification import essence_of


def read(prompt: str, lexicon: Lexicon, dictionary: chinese.Dictionary) -> Reading:
    """Read a prompt in English or Chinese. Odd prompts give fewer findings; nothing raises."""
    essence = essence_of(unicodedata.normalize("NFC", prompt)[:LONG])
    text = essence.text
    found = read_chinese(text, lexicon, dictionary) if language_of(text) == "zh" else read_english(text, lexicon)
    return replace(found, title=essence.title) if essence.title else found
