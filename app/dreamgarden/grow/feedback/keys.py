"""Complaints about keys: which action a person means, by what the game's own how-to-play says, and the key that it gets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dreamgarden.designers import english
from dreamgarden.designers.designer import Leaf
from dreamgarden.designers.dials import Bed
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.errors import GardenError
from dreamgarden.grow.feedback.ask import Ask
from dreamgarden.grow.feedback.look import keyed
from dreamgarden.grow.feedback.proposal import Change, Scenery, Step
from dreamgarden.grow.feedback.words import said
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_OF_KEY: Mapping[str, str] = {
    "Space": "jump", "空格": "jump", "Shift": "run", "E": "use", "F": "fire", "Tab": "next", "W": "forward", "S": "back", "A": "left",
    "D": "right", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five",
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "jump": "jump jumping leap hop 跳 跳跃",
    "run": "run sprint dash faster boost hurry 跑 奔跑 加速",
    "use": "use open talk pick take interact switch touch read feed light hand grab 打开 使用 拾取 交谈 捡 说话 互动 开门",
    "fire": "fire shoot shooting strike hit attack swing torch flashlight lamp kick throw 开火 射击 攻击 手电 打",
    "forward": "forward forwards ahead walk 前进 向前 走",
    "back": "back backward backwards brake slow reverse 后退 刹车 减速 向后",
    "left": "left 左", "right": "right 右", "next": "next 下一个", "pause": "pause 暂停",
}  # fmt: skip


def rekeyed(ask: Ask, beds: Sequence[Bed], scenery: Scenery, designer: PatternDesigner, zh: bool) -> tuple[list[Change], list[str]]:
    """The changes for a complaint about a key, and, where none is sure, what the keys do now, to choose from."""
    lines = list(_lines(beds, scenery, designer))
    if ask.sign < 0:
        return _dead(ask, lines, scenery, designer, zh), _shown(lines, zh)
    if not ask.new:
        return [], _shown(lines, zh)
    best = max(((_near(ask.about, action, meaning, designer), action, meaning, node) for keys, meaning, action, node in lines if action),
               key=lambda one: one[0], default=None)  # fmt: skip
    if best is not None and best[0] >= 0.5:
        _, action, meaning, node = best
        return keyed(action, ask.new, said("key", zh, title=node.title, old=meaning, new=_written(ask.new)), scenery, designer, zh), []
    stems = _stems(ask.about)
    for action, words in _WORDS.items():  # an action that every game knows, whether it is told or not
        if stems & set(words.split()) or any(not word.isascii() and word in ask.about for word in words.split()):
            return keyed(action, ask.new, said("key", zh, title=action, old=action, new=_written(ask.new)), scenery, designer, zh), []
    return [], _shown(lines, zh)


def _lines(beds: Sequence[Bed], scenery: Scenery, designer: PatternDesigner) -> list[tuple[str, str, str, Node]]:
    """The how-to-play of the garden: keys, what they do, the action of the first of them, and the leaf that says so."""
    out = []
    for bed in beds:
        for leaf in bed.leaves:
            code = _code(leaf, scenery, designer) if leaf.kind == "code" else ""
            for keys, meaning in re.findall(r'\bhelp\("((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\)', code):
                own = dict(re.findall(r'\baction\("(\w+)",[^{;]*\{KEY_(\w+)', code))
                first = next(iter(re.findall(r"Space|空格|Shift|Tab|\b[A-Z0-9]\b", keys)), "")
                custom = next((name for name, key in own.items() if key == first), "")
                out.append((keys, meaning, custom or _OF_KEY.get(first, ""), leaf))
            for keys, meaning in re.findall(r'\bhint\("([A-Z]|Space|空格)  ((?:[^"\\]|\\.)*)"', code):
                out.append((keys, meaning, _OF_KEY.get(keys, ""), leaf))
    return out


def _dead(ask: Ask, lines: Sequence[tuple[str, str, str, Node]], scenery: Scenery, designer: PatternDesigner, zh: bool) -> list[Change]:
    """A key that does nothing: the part that tells of it is written again; one that nobody tells of gets what it usually does."""
    name = _written(ask.new)
    mine = [node for keys, _, _, node in lines if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", keys)]
    if mine:
        step = Step("take", {"node": mine[0].id, "take": 0})
        why = said("tells_key", zh, title=mine[0].title, new=name)
        return [Change((mine[0].id,), said("again", zh, title=mine[0].title), why, (step,), 0.6)]
    action = _OF_KEY.get(name, "")
    return keyed(action, ask.new, said("key", zh, title=action, old=action, new=name), scenery, designer, zh) if action else []


def _near(about: str, action: str, meaning: str, designer: PatternDesigner) -> float:
    """How surely words mean what a line of how-to-play says, 0 to 1.3."""
    asked, told = _stems(about), _stems(meaning)
    usual = _WORDS.get(action, "").split()
    shared = bool(asked & told) or any(not each.isascii() and len(each) and each in meaning for each in _pairs(about))
    known = bool(asked & set(usual)) or any(not word.isascii() and word in about for word in usual)
    one, other = designer.embed([(designer.read(text).gloss or text)[:200] or " " for text in (about, meaning)])
    return 0.6 * shared + 0.4 * known + 0.3 * max(0.0, float(one @ other))


def _stems(text: str) -> set[str]:
    return {form for word in re.findall(r"[a-z]+", text.lower()) for form in english.base_forms(word) if len(form) > 2}


def _pairs(text: str) -> list[str]:
    return [text[at:at + 2] for at in range(len(text) - 1) if not text[at:at + 2].isascii()]


def _code(leaf: Node, scenery: Scenery, designer: PatternDesigner) -> str:
    told = Leaf(leaf.slug, leaf.title, leaf.brief, leaf.kind, leaf.take, scenery.seed, scenery.style, leaf.slots)
    try:
        return designer.write(told, Work()).files.get(f"{leaf.slug}.cpp", "")
    except GardenError:  # a leaf that no pattern knows tells nothing
        return ""


def _written(key: str) -> str:
    return key if len(key) == 1 else key.title()


def _shown(lines: Sequence[tuple[str, str, str, Node]], zh: bool) -> list[str]:
    return list(dict.fromkeys(f"“{keys}”：{meaning}" if zh else f"“{keys}” ({meaning})" for keys, meaning, _, _ in lines))[:5]
