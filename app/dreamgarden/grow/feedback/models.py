"""Complaints about models: which mesh leaf is spoken of, made larger or smaller, or given another colour."""

from __future__ import annotations

import re

from dreamgarden.designers import english
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.values import ThingValue, from_json
from dreamgarden.grow.feedback.ask import Ask
from dreamgarden.grow.feedback.proposal import Change, Scenery, Step
from dreamgarden.grow.feedback.words import said
from dreamgarden.plan.node import Node

_METRES = re.compile(r"(\d+(?:\.\d+)?)(\s*(?:m\b|metres?\b|米))")


def models_named(words: str, scenery: Scenery, designer: PatternDesigner) -> list[Node]:
    """The mesh leaves that words name, the plainest match first."""
    low = words.lower()
    if re.search("[一-鿿]", low):  # an English garden answers to Chinese words too
        low = " ".join([low, *(thing.en for thing in designer.read(words).things)])
    stems = {form for word in re.findall(r"[a-z]+", low) for form in english.base_forms(word)}
    found: list[tuple[float, Node]] = []
    for node in scenery.nodes:
        if node.kind != "mesh":
            continue
        thing = from_json(node.slots.get("thing")) if node.slots.get("thing") else None
        told = re.match(r"(?:an?|the) ([a-z][a-z -]{2,30}?)(?=[,.]| that | of | with | lying | on )", node.brief.lower())
        names = {node.title.lower(), str(node.slots.get("query", "")).lower(), node.slug.replace("_", " "), told[1] if told else ""}
        if isinstance(thing, ThingValue):
            names |= {thing.name.lower(), thing.plural.lower(), thing.en.lower()}
        worth = 0.0
        for name in filter(None, names):
            if not name.isascii():
                worth = max(worth, 1.0 + len(name) / 100 if name in low else 0.0)
                continue
            parts = [english.base_forms(part)[-1] for part in name.split()]
            if all(part in stems or part in low.split() for part in parts):
                worth = max(worth, 1.0 + len(parts) / 20)  # "paper boat" is more than "boat"
            elif parts and parts[-1] in stems:
                worth = max(worth, 0.6)
        if worth:
            found.append((-worth, node))
    return [node for _, node in sorted(found, key=lambda item: item[0])]


def resized(node: Node, ask: Ask, zh: bool) -> Change:
    """The model larger or smaller: its brief tells another size."""
    told = _METRES.search(node.brief)
    size = float(told[1]) if told else float(node.slots.get("size", 1.0))
    new = round(min(max(ask.exact if ask.exact is not None else size * (ask.factor or 1.5), 0.02), 60.0), 2)
    share = new / size if size else 1.0
    brief = _METRES.sub(lambda found: f"{float(found[1]) * share:.3g}{found[2]}", node.brief, count=1)
    if brief == node.brief:
        brief = node.brief.rstrip() + (f" 约 {new:g} 米。" if any("一" <= sign <= "鿿" for sign in node.brief) else f" About {new:g} m.")
    step = Step("recast", {"node": node.id, "title": node.title, "brief": brief})
    what = said("size", zh, title=node.title, old=f"{size:g}", new=f"{new:g}")
    return Change((node.id,), what, said("named", zh, title=node.title), (step,), 0.85)


def coloured(ask: Ask, scenery: Scenery, designer: PatternDesigner, zh: bool) -> list[Change]:
    """A model in the colour that the clause names; nothing when it names no colour or no model."""
    text = f"{ask.clause} {ask.new}".lower()
    colour = colour_in(text, designer)
    if not colour:
        return []
    without = re.sub(rf"\b{re.escape(colour)}\b" if colour.isascii() else re.escape(colour), " ", text)
    nodes = models_named(without, scenery, designer)
    if not nodes:
        return []
    node = nodes[0]
    in_zh = any("一" <= sign <= "鿿" for sign in node.brief)
    name, _ = designer.lexicon.colour[colour]
    same = [word for word, (english_name, _) in designer.lexicon.colour.items() if english_name == name]
    shown = next((word for word in same if word.isascii() != in_zh), colour)
    brief = node.brief
    for word in designer.lexicon.colour:
        brief = re.sub(rf"\b{re.escape(word)}\b\s*" if word.isascii() else re.escape(word) + "的?", "", brief, flags=re.IGNORECASE)
    brief = (f"{shown}的" if len(shown) > 1 or not in_zh else f"{shown}色的") + brief if in_zh else f"{shown.capitalize()}: {brief}"
    step = Step("recast", {"node": node.id, "title": node.title, "brief": brief, "slots": dict(node.slots)})
    return [Change((node.id,), said("colour", zh, title=node.title, new=colour), said("named", zh, title=node.title), (step,), 0.85)]


def colour_in(text: str, designer: PatternDesigner) -> str:
    """The last colour word of a text in lower case; "" when it has none."""
    heard = [(text.rfind(word), len(word), word) for word in designer.lexicon.colour if _holds(text, word)]
    return max(heard)[2] if heard else ""


def _holds(text: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", text)) if word.isascii() else word in text
