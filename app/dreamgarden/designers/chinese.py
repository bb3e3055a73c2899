"""Chinese words: segmentation by a dictionary's frequencies, number words, measure words. No grammar.

The dictionary is the one that comes with the package jieba; it is read once and kept small in the cache, because
reading it whole would take longer than everything else a designer does.
"""

from __future__ import annotations

import importlib.util
import marshal
import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dreamgarden.designers.lexicon import Entry, Lexicon

_LEAST = 12  # how often a word was counted to be kept
_MARSHAL = "words-3"
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+|\d+(?:\.\d+)?|\S")


@dataclass(frozen=True)
class Dictionary:
    """word → (log of its share, kind of word: n v a …)."""

    words: Mapping[str, tuple[float, str]]

    def kind(self, word: str) -> str:
        return self.words.get(word, (0.0, ""))[1]


def load_dictionary(cache: Path) -> Dictionary:
    """The dictionary, from the cache or made anew. Without jieba it is empty, and the lexicon alone segments."""
    found = importlib.util.find_spec("jieba")
    source = Path(found.origin).parent / "dict.txt" if found and found.origin else None
    if source is None or not source.is_file():
        return Dictionary({})
    kept = cache / f"{_MARSHAL}-{source.stat().st_size}.marshal"
    try:
        return Dictionary(marshal.loads(kept.read_bytes()))
    except (OSError, ValueError, EOFError, TypeError):
        pass  # not there yet, or cut short: it is made again below
    counted: list[tuple[str, int, str]] = []
    total = 0
    for line in source.read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        total += int(count)
        if int(count) >= _LEAST and len(word) <= 5:
            counted.append((word, int(count), kind[:1]))
    words = {w: (math.log(c / total), k) for w, c, k in counted}
    try:
        cache.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(marshal.dumps(words))
        fresh.replace(kept)
    except OSError:
        pass  # a cache that can't be written costs half a second the next time, nothing else
    return Dictionary(words)


def segment(text: str, lexicon: Lexicon, dictionary: Dictionary) -> list[str]:
    """Cut a text into words; the lexicon's words are preferred to others of their length."""
    out: list[str] = []
    for run in _HAN.findall(text):
        out += _cut(run, lexicon, dictionary) if "\u4e00" <= run[0] <= "\u9fff" else [run]
    return out


def _cut(run: str, lexicon: Lexicon, dictionary: Dictionary) -> list[str]:
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(run) + 1)
    for end in range(1, len(run) + 1):
        options = []
        for start in range(max(0, end - 6), end):
            word = run[start:end]
            share = _share(word, lexicon, dictionary)
            if share is not None:
                options.append((best[start][0] + share, start))
        best[end] = max(options)
    words: list[str] = []
    end = len(run)
    while end:
        start = best[end][1]
        words.append(run[start:end])
        end = start
    return words[::-1]


def _share(word: str, lexicon: Lexicon, dictionary: Dictionary) -> float | None:
    known = word in lexicon.things_zh or word in lexicon.places_zh or word in lexicon.zh_verb \
        or word in lexicon.zh_abstract or word in lexicon.mood or word in lexicon.weather or word in lexicon.hour
    if len(word) > 1 and re.fullmatch(r"[一二两三四五六七八九十百几]+", word):
        return -7.0
    if word in dictionary.words:
        return dictionary.words[word][0] + (1.5 if known and len(word) > 1 else 0)
    if known:
        return -9.0 + len(word)
    return -16.0 if len(word) == 1 else None


def number_of(word: str) -> float | None:
    """The value of "三", "十二", "两", "3"; None for other words."""
    if re.fullmatch(r"\d{1,6}(\.\d+)?", word):
        return float(word)
    if word == "几":
        return 4.0
    if not word or any(c not in _DIGITS and c not in "十百" for c in word):
        return None
    total, current = 0, 0
    for char in word:
        if char in _DIGITS:
            current = _DIGITS[char]
        else:
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
    return float(total + current)


def unit_after(words: Sequence[str], at: int) -> str:
    """The word that the number at `at` counts."""
    return words[at + 1] if at + 1 < len(words) else ""


def count_before(words: Sequence[str], at: int, lexicon: Lexicon) -> int:
    """The number before a noun: 三只小鸭子 → 3; 0 when none stands there."""
    reach = 6 if at and words[at - 1] == "的" else 3  # 五个会唱歌的木偶
    for back in range(1, reach + 1):
        if at - back < 0:
            break
        word = words[at - back]
        value = number_of(word)
        if value is not None:
            return int(value) if value < 1000 else 0
        one = number_of(word[:-1]) if word[-1:] in lexicon.zh_measure else None
        if one is not None:
            return int(one)
        if word in ",;\u3002\u3001":
            break
    return 0


def thing_of(word: str, lexicon: Lexicon) -> Entry | None:
    """The thing a word names, itself or by its last signs (纸灯笼 is a 灯笼)."""
    return _by_ending(word, lexicon.things_zh, lexicon)


def place_of(word: str, lexicon: Lexicon) -> Entry | None:
    """The place a word names, itself or by its last signs (茶镇 is a 镇)."""
    return _by_ending(word, lexicon.places_zh, lexicon)


def _by_ending(word: str, table: Mapping[str, Entry], lexicon: Lexicon) -> Entry | None:
    if word in table:
        return table[word]
    if word in lexicon.zh_abstract or word in lexicon.zh_verb or len(word) < 3:
        return None
    for start in range(1, len(word) - 1):
        if word[start:] in table:
            return table[word[start:]]
    return None


_MARKS = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "!": "\uff01", "?": "\uff1f", "(": "\uff08", ")": "\uff09"}


def with_chinese_marks(text: str) -> str:
    """A Chinese text with its own punctuation: ASCII marks beside Chinese signs become full-width."""
    han = "[\u4e00-\u9fff\u201d\u300b]"
    out = re.sub(rf"(?<={han})([,;:!?)]) ?", lambda m: _MARKS[m.group(1)], text)
    return re.sub(rf"(?:(?<={han})[(]|[(](?={han}))", _MARKS["("], re.sub(rf"(?<=\d)([,;]) ?(?={han})", lambda m: _MARKS[m.group(1)], out))
