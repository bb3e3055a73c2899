"""Complaints about the look, the sound and the keys of the whole, as sentences of the style's brief.

A sentence takes the place of the one before that said the same (`with_sentence`), so that several changes go together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from dreamgarden.designers import briefs
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.restyling import role_in
from dreamgarden.grow.feedback.ask import Ask
from dreamgarden.grow.feedback.proposal import Change, Scenery, Step
from dreamgarden.grow.feedback.words import said
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_FAMILIES = tuple(re.compile(rf"\s*(?:{form})") for form in (
    r"Light at \d+ percent\.|光亮 \d+%。", r"Music at \d+ percent\.|音乐 \d+%。", r"Music at \d+ beats a minute\.|音乐每分钟 \d+ 拍。",
    r"It is \d+:\d\d\.|时间 \d+:\d\d。", r"The weather is \w+(?: at \d+ percent)?\.|天气\S+(?: \d+%)?。"))  # fmt: skip
_KEY = r"\s*(?:The key for {action} is \w+\.|{action} 的键是 \w+。)"
_NAMES_ZH: Mapping[str, str] = {"mist": "雾", "rain": "雨", "snow": "雪", "wind": "风", "storm": "暴风雨", "clear": "晴"}


def with_sentence(brief: str, sentence: str) -> str:
    """A style's brief with one more sentence, without the former one of its kind."""
    key = re.match(r"The key for (\w+) is|(\w+) 的键是", sentence)
    families = [re.compile(_KEY.format(action=key[1] or key[2]))] if key else [form for form in _FAMILIES if form.match(sentence)]
    for form in families:
        brief = form.sub("", brief)
    return f"{brief.rstrip()}{'' if sentence[-1] == '。' else ' '}{sentence}"


def family(sentence: str) -> int:
    """Which kind of sentence it is that takes a former one's place; -1 for none of them."""
    return next((number for number, form in enumerate(_FAMILIES) if form.match(sentence)), -1)


def looked(ask: Ask, scenery: Scenery, designer: PatternDesigner, zh: bool) -> list[Change]:
    """What the style's brief becomes; nothing when the style says it already or nothing of it is understood."""
    style = scenery.style
    in_zh = style.get("language") == "zh"
    if ask.sense == "light":
        if role := role_in(ask.about):
            way = ("更亮" if in_zh else "brighter") if ask.sign > 0 else ("更暗" if in_zh else "darker")
            return _told(scenery, designer, f"{ask.about}{way}。" if in_zh else f"The {role} is {way}.", zh)
        new = min(max(float(style.get("light", 1.0)) * (ask.factor or 1.5), 0.4), 3.0)
        return _told(scenery, designer, (f"光亮 {round(new * 100)}%。" if in_zh else f"Light at {round(new * 100)} percent."), zh)
    if ask.sense == "loud":
        now = float(style.get("music", {}).get("volume", 1.0))
        new = min(max((now or 0.6) * (ask.factor or 1.5), 0.05), 2.0)
        return _told(scenery, designer, (f"音乐 {round(new * 100)}%。" if in_zh else f"Music at {round(new * 100)} percent."), zh)
    if ask.sense == "pace":
        tempo = round(min(max(float(style.get("music", {}).get("tempo", 90)) * ask.factor, 40), 200))
        return _told(scenery, designer, (f"音乐每分钟 {tempo} 拍。" if in_zh else f"Music at {tempo} beats a minute."), zh)
    if ask.sense == "hour":
        hour = (float(style.get("hour", 12)) + 3 * ask.sign) % 24
        clock = f"{int(hour)}:{int(hour % 1 * 60):02d}"
        return _told(scenery, designer, f"时间 {clock}。" if in_zh else f"It is {clock}.", zh)
    if ask.kind == "look" and ask.new in _NAMES_ZH:
        return _weathered(ask, scenery, designer, zh)
    words = re.sub(r"\b[a-z]{4,}er\b", lambda hit: _plainly(hit[0], designer), ask.clause.strip().rstrip(".。"))
    return _told(scenery, designer, words[:1].upper() + words[1:] + ("。" if in_zh else "."), zh)


def _plainly(word: str, designer: PatternDesigner) -> str:
    """The mood behind a comparative: calmer is calm. Other words stay."""
    return next((base for base in (word[:-2], word[:-1], word[:-3] + "y") if base in designer.lexicon.mood), word)


def _weathered(ask: Ask, scenery: Scenery, designer: PatternDesigner, zh: bool) -> list[Change]:
    """More of a weather, or less of the one there is; nothing when there is none of it to be lessened."""
    weather = scenery.style.get("weather", {})
    there = str(weather.get("kind", "")) == ask.new
    now = float(weather.get("strength", 0.5)) if there else 0.0
    if ask.sign < 0 and not there:
        return []
    strength = min(1.0, max(0.6, now * 1.5)) if ask.sign > 0 else now * 0.5
    if re.search(r"\bno (?:the )?\w+$|不要|没有", ask.clause.lower()) or strength < 0.15:
        return _told(scenery, designer, "天气晴。" if scenery.style.get("language") == "zh" else "The weather is clear.", zh)
    percent = round(strength * 100)
    in_zh = scenery.style.get("language") == "zh"
    sentence = f"天气{_NAMES_ZH[ask.new]} {percent}%。" if in_zh else f"The weather is {ask.new} at {percent} percent."
    return _told(scenery, designer, sentence, zh)


def keyed(action: str, key: str, what: str, scenery: Scenery, designer: PatternDesigner, zh: bool) -> list[Change]:
    """Another key for an action. what: the sentence that says so."""
    in_zh = scenery.style.get("language") == "zh"
    sentence = f"{action} 的键是 {key}。" if in_zh else f"The key for {action} is {key}."
    return [replace(change, what=what) if change.steps else change for change in _told(scenery, designer, sentence, zh)]


def style_node(scenery: Scenery) -> Node | None:
    """The node of the style; None in a garden without one."""
    return next((each for each in scenery.nodes if each.kind == "style"), None)


def _told(scenery: Scenery, designer: PatternDesigner, sentence: str, zh: bool) -> list[Change]:
    node = style_node(scenery)
    if node is None:
        return []
    base = scenery.style
    before = designer.restyle(base, node.brief if node.author == "person" else briefs.style_brief(base), scenery.seed, Work())
    after = designer.restyle(base, with_sentence(node.brief, sentence), scenery.seed, Work())
    if after == before:
        heard = ask_heard(sentence, scenery, designer)
        return [Change((node.id,), said("already", zh), said("style_why", zh), (), 0.5)] if heard else []
    step = Step("say", {"node": node.id, "sentence": sentence})
    return [Change((node.id,), said("style", zh, new=sentence), said("style_why", zh), (step,), 0.85)]


def ask_heard(sentence: str, scenery: Scenery, designer: PatternDesigner) -> bool:
    """Whether the style understands a sentence: it would change some other style."""
    mood = "calm" if scenery.style.get("mood") == "tense" else "tense"
    other = {**scenery.style, "hour": 3.3, "mood": mood, "weather": {"kind": "", "strength": 0.0}}
    told = designer.restyle(other, sentence, scenery.seed, Work())
    return any(told[name] != other[name] for name in ("hour", "mood", "weather"))
