"""Who is who in a prompt: the one who is played, and who does something or has it done to it, by where they stand beside verbs.

No grammar: the few frames in which people write such things, in English and in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dreamgarden.designers import english
from dreamgarden.designers.reading import Reading, Thing, Token

_PLAYED = frozenset({"person", "creature", "vehicle", "machine", "toy"})
_ARTICLES = frozenset(["a", "an", "the", "one", "my", "our", "this", "single", "brave", "young", "old"])
_BETWEEN = frozenset(["must", "will", "can", "could", "should", "would", "who", "that", "which", "always", "then", "and", "also", "to", "may", "do", "are", "is", "come", "try", "keep", "constantly", "slowly"])
_ONESELF = frozenset(["i", "you", "me", "i'm", "you're"])
_ZH_SELF = re.compile(r"(?:我|你|玩家)(?:是|扮演|变成|成了|就是|控制|操控|操纵|当)|扮演|作为|化身为?")
_ZH_DRIVEN = re.compile(r"驾驶|驾着|开着|撑着|划着|骑着|操控|控制|操纵")
_ZH_BETWEEN = re.compile(r"(?:们|会|要|来|在|都|就|也|不停|不断|一直|一路|总|正|偷偷|慢慢|悄悄|想|能|可以|跟|从|后面|身后|,|一起|到处)*")


def hero_of(reading: Reading) -> Thing | None:
    """The thing of the prompt that the player is; None when nobody is named."""
    things = [thing for thing in sorted(reading.things, key=lambda t: t.at) if thing.group in _PLAYED]
    said = _said_zh if reading.language == "zh" else _said_en
    for thing in things:
        if said(reading, thing) and not thing.is_place:
            return thing
    first = min(reading.things, key=lambda t: t.at, default=None)
    if first is None or first.is_place or first.group not in _PLAYED or _several(first):
        return None
    opens = _opens_zh if reading.language == "zh" else _opens_en
    return first if opens(reading, first) else None


def does(reading: Reading, thing: Thing, verbs: Sequence[str]) -> bool:
    """Whether a thing stands before one of the verbs as the one who does it: "gnomes hunt me", 被稻草人追赶."""
    tokens, after = reading.tokens, thing.at + thing.span
    if reading.language == "zh":
        rest = "".join(t.text for t in tokens[after:after + 8] if t.sentence == tokens[thing.at].sentence)
        rest = rest[_end(_ZH_BETWEEN, rest):]
        return rest.startswith(tuple(verbs)) if verbs else False
    for n in range(after, min(after + 4, len(tokens))):
        token = tokens[n]
        if token.sentence != tokens[thing.at].sentence or token.tag == "mark":
            return False
        if any(verb in (token.text.lower(), *token.bases) for verb in verbs):
            follows = tokens[n + 1].text.lower() if n + 1 < len(tokens) else ""
            return follows != "by"  # "crows chased by me" do nothing
        listed = token.tag == "thing" and tokens[n - 1].text.lower() == "and"  # "rabbits and mice come"
        if token.text.lower() not in _BETWEEN and token.tag not in ("adverb", "verb") and not listed:
            return False
    return False


def undergoes(reading: Reading, thing: Thing, verb: int) -> bool:
    """Whether the verb at an index, though it stands behind the thing, is done to it: "a dog that I must feed", 把信送到."""
    tokens = reading.tokens
    if not thing.at < verb:
        return False
    between = [t.text.lower() for t in tokens[thing.at + thing.span:verb]]
    if reading.language == "zh":
        before = "".join(t.text for t in tokens[max(thing.at - 4, 0):thing.at])
        return bool(re.search(r"[把将给替帮][^,。]{0,4}$", before)) and verb - thing.at <= 5
    return any(word in ("i", "you", "we", "she", "he", "they") for word in between) and verb - thing.at <= 6


def _said_en(reading: Reading, thing: Thing) -> bool:
    tokens = reading.tokens
    start = thing.at
    while start > 0 and (tokens[start - 1].tag in ("adjective", "colour", "part") or tokens[start - 1].text.lower() in _ARTICLES):
        start -= 1
    before = [t.text.lower() for t in tokens[max(start - 2, 0):start] if t.sentence == tokens[thing.at].sentence]
    last, two = before[-1] if before else "", " ".join(before)
    return two in ("i am", "you are", "play as", "playing as", "plays as", "am i") or last in ("i'm", "you're") or (
        last in ("play", "control", "steer") and start < thing.at and not _several(thing)) or (
        last == "as" and start < thing.at and len(before) == 1 and start == 1)


def _opens_en(reading: Reading, thing: Thing) -> bool:
    tokens, after = reading.tokens, thing.at + thing.span
    lead = tokens[:thing.at]
    if thing.at > 4 or english.is_plural(thing.words) or any(
            t.text.lower() not in _ARTICLES and t.tag not in ("adjective", "colour", "part") for t in lead):
        return False
    rest = [t for t in tokens[after:] if t.sentence == tokens[thing.at].sentence]
    acts = any(t.tag == "verb" and t.text.lower().endswith("s") for t in rest) or (bool(rest) and (
        rest[0].tag in ("verb", "adverb") or rest[0].text.lower() in _BETWEEN))
    titled = any(t.text == ":" for t in rest[:8])
    oneself = any(t.text.lower() in _ONESELF for t in tokens)
    if oneself and not titled:  # then somebody else is played, unless it is what one sits in
        return thing.group == "vehicle" and not acts
    return acts or titled or thing.group == "vehicle" or not rest


def _said_zh(reading: Reading, thing: Thing) -> bool:
    before = "".join(t.text for t in reading.tokens[max(thing.at - 8, 0):thing.at] if t.sentence == reading.tokens[thing.at].sentence)
    clause = re.split(r"[,、:]", before)[-1]
    frames = (_ZH_SELF, _ZH_DRIVEN) if thing.group in ("vehicle", "creature") else (_ZH_SELF,)
    return any(re.search(f"(?:{frame.pattern})[^,]{{0,6}}$", clause) for frame in frames)


def _opens_zh(reading: Reading, thing: Thing) -> bool:
    tokens, after = reading.tokens, thing.at + thing.span
    lead = "".join(t.text for t in tokens[:thing.at])
    if len(lead) > 6 or re.search(r"[被把,、:。]|我|在", lead) or "我" in reading.prompt:
        return False
    following = tokens[after] if after < len(tokens) else None
    return following is not None and (following.tag == "verb" or following.text.startswith((":", ",", "在", "从", "要", "会", "顺", "沿", "用")))


def _several(thing: Thing) -> bool:
    return thing.plural or thing.count > 1


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def subject_of(tokens: Sequence[Token], at: int) -> list[int]:
    """Indices of the things that "them" in "ten of them" may mean: of the same sentence first, then of the one before."""
    here = tokens[at].sentence
    same = [n for n in range(at) if tokens[n].sentence == here and tokens[n].tag == "thing"]
    return same or [n for n in range(at) if tokens[n].sentence == here - 1 and tokens[n].tag == "thing"]
