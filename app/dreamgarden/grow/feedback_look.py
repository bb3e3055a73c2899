"""Complaints about the look and the sound of the whole, as words in the style's brief."""

from __future__ import annotations

import re

from dreamgarden.designers import briefs
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.grow.feedback import Change, Scenery, Step
from dreamgarden.grow.feedback_reading import Ask
from dreamgarden.grow.feedback_words import said
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_TOO_MUCH = re.compile(r"\btoo (?:thick|dense|foggy|misty|rainy|snowy)|\b(?:less|no) (?:fog|mist|rain|snow)|雾太|雨太|雪太")


def looked(ask: Ask, scenery: Scenery, designer: PatternDesigner, zh: bool) -> list[Change]:
    """What the style's brief becomes; nothing when the style says it already or nothing of it is understood."""
    node = next((each for each in scenery.nodes if each.kind == "style"), None)
    if node is None:
        return []
    in_zh = scenery.style.get("language") == "zh"
    if ask.sense == "light":
        now = float(scenery.style.get("light", 1.0))
        new = min(max(now * (ask.factor or 1.5), 0.4), 3.0)
        return _told(node, scenery, designer, (f"光亮 {round(new * 100)}%。" if in_zh else f"Light at {round(new * 100)} percent."), zh)
    if ask.sense == "loud":
        now = float(scenery.style.get("music", {}).get("volume", 1.0))
        new = min(max((now or 0.6) * (ask.factor or 1.5), 0.05), 2.0)
        return _told(node, scenery, designer, (f"音乐 {round(new * 100)}%。" if in_zh else f"Music at {round(new * 100)} percent."), zh)
    if ask.sense == "pace":
        tempo = round(min(max(float(scenery.style.get("music", {}).get("tempo", 90)) * ask.factor, 40), 200))
        return _told(node, scenery, designer, (f"音乐每分钟 {tempo} 拍。" if in_zh else f"Music at {tempo} beats a minute."), zh)
    words = ask.clause.strip().rstrip(".。")
    # A complaint about fog wants less of it; a wish names what should be.
    if _TOO_MUCH.search(words.lower()):
        words = "天气晴" if in_zh else "The weather is clear"
    return _told(node, scenery, designer, words[:1].upper() + words[1:] + ("。" if in_zh else "."), zh)


def _told(node: Node, scenery: Scenery, designer: PatternDesigner, sentence: str, zh: bool) -> list[Change]:
    brief = node.brief.rstrip()
    for form in (r"\s*Light at \d+ percent\.", r"\s*光亮 \d+%。") if "ight at" in sentence or "光亮" in sentence else ():
        brief = re.sub(form, "", brief)
    loud = "Music at" in sentence and "percent" in sentence
    for form in (r"\s*Music at \d+ percent\.", r"\s*音乐 \d+%。") if loud or "音乐 " in sentence else ():
        brief = re.sub(form, "", brief)
    new = brief + ("" if scenery.style.get("language") == "zh" else " ") + sentence
    base = scenery.style if node.author == "person" else {**scenery.style}
    before = designer.restyle(base, node.brief if node.author == "person" else briefs.style_brief(base), scenery.seed, Work())
    after = designer.restyle(base, new, scenery.seed, Work())
    if after == before:
        heard = ask_heard(sentence, scenery, designer)
        return [Change((node.id,), said("already", zh), said("style_why", zh), (), 0.5)] if heard else []
    step = Step("edit", {"node": node.id, "brief": new})
    return [Change((node.id,), said("style", zh, new=sentence), said("style_why", zh), (step,), 0.85)]


def ask_heard(sentence: str, scenery: Scenery, designer: PatternDesigner) -> bool:
    """Whether the style understands a sentence: it would change some other style."""
    other = {**scenery.style, "hour": 3.3, "mood": "", "weather": {"kind": "", "strength": 0.0}}
    told = designer.restyle(other, sentence, scenery.seed, Work())
    return any(told[name] != other[name] for name in ("hour", "mood", "weather"))
