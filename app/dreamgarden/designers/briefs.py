"""The words of the plan's inner nodes: aspects and parts, and the style's card, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dreamgarden.designers.chinese import with_chinese_marks
from dreamgarden.designers.outline import Outline, Part
from dreamgarden.designers.pattern_format import Role
from dreamgarden.designers.values import ThingValue, Value, WordValue, words_of

TITLES: Mapping[Role, tuple[str, str]] = {
    "world": ("World", "世界"), "player": ("Player", "玩家"), "goal": ("Goal", "目标"), "opposition": ("Opposition", "对手"),
    "mood": ("Mood", "氛围"), "interface": ("Interface", "界面"),
}
_LEADS: Mapping[Role, tuple[str, str]] = {
    "world": ("Where it happens", "故事发生的地方"), "player": ("Who one is, and how one moves", "玩家是谁,怎样行动"),
    "goal": ("What there is to do, and how it ends", "要做什么,怎样结束"), "opposition": ("What stands against the player", "阻碍玩家的是什么"),
    "mood": ("Light, weather and sound", "光线、天气与声音"), "interface": ("What is shown and asked", "显示什么,询问什么"),
}
_GENRES = {"walk": "徒步", "side": "横版", "vehicle": "驾驶", "board": "桌面"}


def aspect_title(role: Role, language: str) -> str:
    return TITLES[role][language == "zh"]


def aspect_brief(role: Role, parts: Sequence[Part], outline: Outline) -> str:
    """What the aspect holds, in a sentence or two."""
    zh = outline.reading.language == "zh"
    names = [part.pattern.title.of(outline.reading.language) for part in parts]
    if zh:
        return with_chinese_marks(f"{_LEADS[role][1]}:{'、'.join(names)}。")
    return f"{_LEADS[role][0]}: {', '.join(n[:1].lower() + n[1:] for n in names)}."


def part_brief(part: Part, language: str) -> str:
    """The pattern in words, with the things it was given."""
    said = part.pattern.description.of(language).rstrip("。. ")
    named = [_name(v) for v in part.values.values()]
    named = list(dict.fromkeys(n for n in named if n))
    if language == "zh":
        return with_chinese_marks(said + "。" + (f"这里是:{'、'.join(named)}。" if named else ""))
    return said + "." + (f" Here: {', '.join(named)}." if named else "")


def style_brief(style: Mapping[str, Any]) -> str:
    """The style as a sentence."""
    said, palette = style["said"], str(style["palette_name"]).replace("_", " ")
    if style["language"] == "zh":
        return with_chinese_marks(
            f"{_GENRES[style['stage']]}游戏;气氛{said['mood']},时间 {said['hour']},天气{said['weather']};"
            f"配色“{palette}”,音乐每分钟 {style['music']['tempo']} 拍。")
    return (f"A game of {style['genre']} ({style['stage']}, {style['view']} view). The mood is {said['mood']}, it is {said['hour']}, the "
            f"weather {said['weather']}; colours of the palette “{palette}”, music at {style['music']['tempo']} beats a minute.")


def aspect_words(role: Role, parts: Sequence[Part], outline: Outline) -> tuple[str, ...]:
    """The words of the seed that an aspect serves."""
    reading = outline.reading
    words = [w for part in parts for v in part.values.values() for w in words_of(v)]
    if role == "world":
        words = [p.words for p in reading.places] + words
    if role == "mood":
        words = [w for key, w in reading.words_behind.items() if key.partition(":")[2] in ("", outline.style["mood"])] + words
    for part in parts:
        words += heard_words(part, outline)
    return in_seed(words, reading.prompt)


def heard_words(part: Part, outline: Outline) -> list[str]:
    """The prompt's own words behind the keywords for which a pattern was chosen."""
    score = outline.choice.scores.get(part.pattern.name)
    out: list[str] = []
    for keyword in score.heard if score else ():
        token = next((t.text for t in outline.reading.tokens if keyword in t.bases or keyword == t.text.lower()), keyword)
        out.append(token)
    return out


def part_words(part: Part, outline: Outline) -> tuple[str, ...]:
    """The words of the seed that a part serves."""
    words = [w for v in part.values.values() for w in words_of(v)] + heard_words(part, outline)
    if part.pattern.role == "mood":
        words += list(outline.reading.words_behind.values())
    return in_seed(words, outline.reading.prompt)


def in_seed(words: Sequence[str], seed: str) -> tuple[str, ...]:
    """The words as they stand in the seed, each once; those that do not stand there are left out."""
    low = seed.lower()
    out: list[str] = []
    for word in words:
        at = low.find(word.lower()) if word.strip() else -1
        if at >= 0:
            out.append(seed[at:at + len(word)])
    return tuple(dict.fromkeys(out))


def _name(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(n for n in map(_name, value) if n)
    if isinstance(value, ThingValue | WordValue):
        return value.name
    return ""
