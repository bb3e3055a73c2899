"""How near words are to dials, and the sentences in which a proposal speaks, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from dreamgarden.designers import english
from dreamgarden.designers.dials import Dial
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.grow.feedback.proposal import Complaint

_SENTENCES: dict[str, tuple[str, str]] = {
    "turn": ("“{title}”: {old} becomes {new} ({clause}).", "“{title}”：{old} 改为 {new}（{clause}）。"),
    "rewritten": ("“{title}” becomes: {new}", "“{title}”改为：{new}"),
    "mended": ("The code of “{title}” is mended: {new}", "“{title}”的代码要修：{new}"),
    "choice": ("“{title}”: “{old}” becomes “{new}”.", "“{title}”：“{old}”改为“{new}”。"),
    "swap": ("“{title}”: {old} becomes {new}.", "“{title}”：{old}换成{new}。"),
    "add": ("“{title}” gets one more thing: {new}.", "“{title}”再添一样：{new}。"),
    "remove": ("“{title}” goes without {old}.", "“{title}”不再有{old}。"),
    "mute": ("“{title}” is left out of the game.", "“{title}”不再放进游戏。"),
    "unmute": ("“{title}” comes back into the game.", "“{title}”重新放进游戏。"),
    "muted": ("It is in the plan, but left out of the build.", "它在计划里，只是没有放进构建。"),
    "reach": ("“{title}”: {old} becomes {new}, so that more can be reached ({clause}).",
              "“{title}”：{old} 改为 {new}，好够得着更多（{clause}）。"),
    "boring": ("“{title}”: {old} becomes {new}, so that more happens ({clause}).",
               "“{title}”：{old} 改为 {new}，让事情多起来（{clause}）。"),
    "end": ("“{title}” is at {old} already, as far as it goes.", "“{title}”已经是 {old}，到头了。"),
    "size": ("“{title}”: {old} m becomes {new} m.", "“{title}”：{old} 米改为 {new} 米。"),
    "colour": ("“{title}” becomes {new}.", "“{title}”变成{new}。"),
    "style": ("The style: {new}", "风格：{new}"),
    "style_why": ("The style decides light, weather, colours and music for all parts.", "风格决定所有部分的光线、天气、颜色与音乐。"),
    "key": ("“{title}”: {old} is on {new}.", "“{title}”：{old} 用 {new} 键。"),
    "again": ("“{title}” is written again.", "“{title}”重新写过。"),
    "tells_key": ("“{title}” says that {new} does something.", "“{title}”说 {new} 键有用。"),
    "set_down": ("The brief of “{title}” now says: {new}", "“{title}”的说明现在写着：{new}"),
    "gone": ("“{title}” and its model are left out of the game.", "“{title}”和它的模型不再放进游戏。"),
    "named": ("You name it: “{title}”.", "你说的就是它：“{title}”。"),
    "shown": ("{new}", "{new}"),
    "pointed": ("You pointed at what “{title}” made.", "你指的东西是“{title}”做的。"),
    "finding": ("A play-test found fault with “{title}”.", "试玩在“{title}”上发现了问题。"),
    "words": ("“{title}” speaks of {words}.", "“{title}”说到了{words}。"),
    "like": ("“{title}” says what comes nearest to it: {clause}", "“{title}”说得最接近：{clause}"),
    "already": ("The style says so already.", "风格里已经是这样。"),
    "no_place": ("Nothing in the plan holds such a thing yet.", "计划里还没有放这种东西的地方。"),
    "ask": ("What should change for “{clause}”? Perhaps one of these: {choices}. Else name the part or the thing, and what should be "
            "otherwise.", "“{clause}”具体要改什么？也许是其中之一：{choices}。不然请说出是哪一部分或哪样东西，以及应该怎样。"),
    "and": ("” and “", "”和“"),
    "ask_plainly": ("What should change for “{clause}”? Name the part or the thing, and what should be otherwise.",
                    "“{clause}”具体要改什么？请说出是哪一部分或哪样东西，以及应该怎样。"),
    "ask_key": ("Which key should do what, for “{clause}”? Now they do: {choices}.", "“{clause}”：哪个键该做什么？现在是：{choices}。"),
    "look_choice": ("“the light, the hour or the mood of all”", "“整体的光线、时辰或气氛”"),
}  # fmt: skip
_DULL_WORDS = """
    a an and are as at be by each for game in is it its of on one or player
    that the they to who with
"""
_DULL = frozenset(_DULL_WORDS.split())


def said(name: str, zh: bool, **words: str) -> str:
    """A sentence of a proposal."""
    return _SENTENCES[name][zh].format(**{key: value.rstrip(".。 ") if key == "clause" else value for key, value in words.items()})


class Nearness:
    """How near a person's words come to each of some dials. Reads and embeds each text once."""

    def __init__(self, designer: PatternDesigner, dials: Sequence[Dial], complaint: Complaint) -> None:
        self._designer, self._complaint = designer, complaint
        self._grams = {id(dial): _context(dial) for dial in dials}
        counted = Counter(gram for grams in self._grams.values() for gram in grams)
        self._rare = {gram: 1.0 / (1 + count) ** 0.5 for gram, count in counted.items()}
        self._dials = list(dials)
        self._vectors: dict[str, np.ndarray] = {}

    def follow(self, was: Dial, now: Dial) -> Dial:
        """The same dial with another value: it goes by the same words."""
        self._grams[id(now)] = self._grams[id(was)]
        self._dials.append(now)  # kept, so that its id stays its own
        return now

    def of(self, dial: Dial, about: str, clause: str) -> float:
        """About 0 to 1.2: shared words, weighed by how rare they are, likeness of meaning, what was pointed at and found."""
        asked = grams(about) or grams(clause)
        context = self._grams[id(dial)]
        whole = sum(self._rare.get(gram, 0.6) for gram in asked)
        shared = sum(self._rare.get(gram, 0.6) * context[gram] for gram in asked if gram in context)
        words = shared / whole if whole else 0.0
        return 0.75 * words + 0.35 * self._like(dial, about or clause) + self.pointed(dial)

    def pointed(self, dial: Dial) -> float:
        """What speaks for a dial beside words: clicks, things in view, events, findings."""
        mine = {leaf.slug for leaf in dial.bed.leaves}
        told = self._complaint
        gives = {word for leaf in dial.bed.leaves for word in re.findall(r"\w+", leaf.slug)}
        return (0.5 * bool(mine & set(told.pointed)) + 0.05 * bool(mine & set(told.in_view)) + 0.2 * bool(mine & set(told.findings))
                + 0.05 * bool(gives & set(told.events)))  # fmt: skip

    def reason(self, dial: Dial, zh: bool) -> str:
        """Why this dial: in words for the person."""
        mine = {leaf.slug for leaf in dial.bed.leaves}
        if mine & set(self._complaint.pointed):
            return said("pointed", zh, title=dial.node.title)
        shared = [gram for gram in grams(self._complaint.text) if gram in self._grams[id(dial)] and len(gram) > 1]
        shared.sort(key=lambda gram: -self._rare.get(gram, 0))
        spoken = list(dict.fromkeys(_as_written(self._complaint.text, gram) for gram in shared))[:3]
        if spoken:
            return said("words", zh, title=dial.node.title, words=("、" if zh else ", ").join(f"“{word}”" for word in spoken))
        if mine & set(self._complaint.findings):
            return said("finding", zh, title=dial.node.title)
        return said("like", zh, title=dial.node.title, clause=dial.said[0])

    def _like(self, dial: Dial, text: str) -> float:
        one, other = self._vector(text), self._vector(dial.said[0])
        return max(0.0, float(one @ other))

    def _vector(self, text: str) -> np.ndarray:
        if text not in self._vectors:
            gloss = self._designer.read(text).gloss or text
            self._vectors[text] = self._designer.embed([gloss[:200] or " "])[0]
        return self._vectors[text]


def grams(text: str) -> dict[str, float]:
    """The words of a text by their base forms; of Chinese, its pairs of signs."""
    out: dict[str, float] = {}
    for word in re.findall(r"[A-Za-z]+", text):
        stem = english.base_forms(word.lower())[-1]
        if stem not in _DULL and len(stem) > 1:
            out[stem] = 1.0
    for run in re.findall(r"[一-鿿]+", text):
        out |= {run[at:at + 2]: 1.0 for at in range(len(run) - 1)} if len(run) > 1 else {run: 1.0}
        out |= {sign: 0.3 for sign in run if sign not in out}
    return out


def _as_written(text: str, gram: str) -> str:
    """The word of the text that has this base form."""
    if not gram.isascii():
        return gram
    return next((word.lower() for word in re.findall(r"[A-Za-z]+", text) if english.base_forms(word.lower())[-1] == gram), gram)


def _context(dial: Dial) -> dict[str, float]:
    out: dict[str, float] = {}
    hints = " ".join((*dial.slot.hints.en, *dial.slot.hints.zh))
    for text, weight in ((" ".join(leaf.title for leaf in dial.bed.leaves), 0.35), (f"{dial.bed.part.title} {dial.bed.pattern.name}", 0.35),
                         (dial.node.title, 0.7), (f"{hints} {dial.name}", 0.9), (" ".join(dial.said), 1.0)):  # fmt: skip
        for gram, worth in grams(text).items():
            out[gram] = max(out.get(gram, 0.0), weight * worth)
    return out
