"""More and less: which number of a garden a person means, and what it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dreamgarden.designers.dials import Dial
from dreamgarden.designers.filling import bounded
from dreamgarden.designers.restyling import role_in
from dreamgarden.grow.feedback.ask import Ask
from dreamgarden.grow.feedback.look import looked
from dreamgarden.grow.feedback.models import models_named, resized
from dreamgarden.grow.feedback.proposal import Change
from dreamgarden.grow.feedback.soil import Soil, number

_ENOUGH = 0.42  # likeness from which a dial is what a person speaks of
_CORE_ROLES = ("goal", "opposition", "player", "world", "mood", "interface")
_WHOLE = frozenset(["time", "game", "level", "everything", "all", "whole", "start", "beginning", "over",
                    "时间", "全部", "整个", "关卡", "难度", "速度"])  # fmt: skip
_WALKER = re.compile(r"\b(?:walk\w*|run\w*|mov\w+|player|character|hero|speed|sluggish|i)\b|走|跑|行走|移动|主角|玩家|人物|脚步")
_IMPERSONAL = re.compile(r"(?:it|this|everything|all|the (?:game|picture|scene|level|world|place|night|whole))\b", re.IGNORECASE)
_WAY = re.compile(r"\b(?:way|road|path|trail|track|walk|course|river|journey)\b|路|赛道|路程")
_STRICT = frozenset({"pace", "light", "loud", "size", "sight"})  # a number that means something else answers to none of these
_KIN: Mapping[str, tuple[str, ...]] = {"length": ("time",), "high": ("size", "amount", "length", "ease"), "size": ("high",),
                                       "ease": ("time",)}  # fmt: skip


def turn(soil: Soil, ask: Ask, has_choice: bool) -> list[Change]:
    """The changes for more or less of something; none when nothing is found that is meant."""
    style = soil.scenery, soil.designer, soil.zh
    of_all = _IMPERSONAL.match(ask.clause)
    if ask.sense == "light" and not of_all and models_named(ask.about, soil.scenery, soil.designer) and not role_in(ask.about):
        return []  # darker trees are no darker picture: what colour they should have is asked
    if ask.sense in ("light", "loud", "hour") or (ask.sense == "pace" and _of_music(ask.about)):
        return looked(ask, *style)
    models = models_named(ask.about, soil.scenery, soil.designer) if ask.sense in ("size", "high") else []
    if models:
        best = best_dial(soil, ask)
        first = set(ask.about.lower().split()[:1])
        if best is None or best[1] < 0.8 or not {best[0].name, best[0].bed.pattern.name} & first:
            return [resized(model, ask, soil.zh) for model in models[:1]]
    whole = not ask.about or all(word in _WHOLE for word in ([ask.about] if soil.zh else ask.about.lower().split()))
    if whole and ask.exact is None and ask.delta is None:
        timed = {"time", "时间"} & set([ask.about] if soil.zh else ask.about.lower().split())
        sense = "time" if ask.sense in ("amount", "length") and timed else ask.sense
        return more(soil, ask, sense, ask.sign, "turn") or (more(soil, ask, "time", ask.sign, "turn") if ask.sense == "length" else [])
    best = best_dial(soil, ask) or _timer(soil, ask)
    if best is not None:
        dial, sure = best
        value = new_value(ask, dial)
        if value is not None and value != dial.value:
            what = soil.said("turn", title=dial.node.title, old=number(dial.value), new=number(value), clause=dial.said[0])
            return soil.change(dial, value, what, min(sure, 1.0))
        if value is not None:
            return [Change((dial.node.id,), soil.said("end", title=dial.node.title, old=number(dial.value)), soil.why(dial), (), 0.3)]
    if ask.sense == "ease":  # "the rivals are unbeatable": what they are is no number, but how hard it is, is one of their part's
        return more(soil, ask, "ease", ask.sign, "turn", near=True)
    return []


def best_dial(soil: Soil, ask: Ask) -> tuple[Dial, float] | None:
    """The number that is spoken of, and how sure that is."""
    scored = []
    things = [model.title.lower() for model in models_named(ask.about, soil.scenery, soil.designer)]
    for dial in soil.dials:
        if dial.slot.kind != "number" or not isinstance(dial.value, int | float) or not _can(dial, ask):
            continue
        near = soil.near.of(dial, ask.about, ask.clause)
        exact = 0.6 if ask.old is not None and abs(ask.old - dial.value) < 1e-6 else -0.3 if ask.old is not None else 0.0
        timed = "time+" in dial.slot.means or dial.slot.unit == "second"
        unit = 0.25 if ask.unit and (ask.unit == dial.slot.unit or (timed and ask.unit in ("second", "minute"))) else 0.0
        if ask.unit in ("second", "minute") and not unit and not exact > 0:
            unit = -0.4
        mine = dial.bed.pattern.role == "player" and ask.sense == "pace"
        walker = 0.5 if mine and _WALKER.search(f" {ask.about} {ask.clause.lower()} ") else 0.0
        walker = -0.6 if walker and _another(soil, ask, dial) else walker
        total = near + _fits(dial, ask) + exact + unit + walker + _counted(dial, ask) + _spoken(dial, ask, things)
        scored.append((total, near, dial))
    if not scored:
        return None
    total, near, dial = max(scored, key=lambda item: item[0])
    # A number that fits in every way may go by another name; a likely name alone must not answer for the wrong sense.
    return (dial, total) if total >= _ENOUGH and (near > 0.12 or total > 0.7) else None


def _another(soil: Soil, ask: Ask, dial: Dial) -> bool:
    """Whether it is somebody else who walks too fast: one who has a model, and not in the player's part."""
    named = models_named(ask.about, soil.scenery, soil.designer)[:1]
    own = {leaf.id for leaf in dial.bed.leaves}
    return any(model.id not in own and model.title.lower() not in dial.node.title.lower() for model in named)


def _timer(soil: Soil, ask: Ask) -> tuple[Dial, float] | None:
    """The time that the game gives, where seconds are spoken of and nothing else: "30 more seconds"."""
    if ask.unit not in ("second", "minute") or len(ask.about.split()) > 1:
        return None
    timers = [dial for dial in soil.dials if "time+" in dial.slot.means and isinstance(dial.value, int | float)]
    timers.sort(key=lambda dial: _CORE_ROLES.index(dial.bed.pattern.role) - (0.5 if dial.bed.pattern.core else 0))
    return (timers[0], 0.6) if timers else None


def more(soil: Soil, ask: Ask, sense: str, sign: int, reason: str, only: Sequence[str] = (), near: bool = False) -> list[Change]:
    """A complaint about the whole: the dials of the game's core that mean it, the surest first. near: only where words come near."""
    found = []
    for dial in soil.dials:
        ways = [means for means in dial.slot.means if means[:-1] == sense]
        if not ways or not isinstance(dial.value, int | float) or (only and dial.name not in only):
            continue
        up = sign if ways[0].endswith("+") else -sign
        factor = ask.factor or 1.5
        factor = max(factor, 1 / factor)
        value = bounded(dial.slot, scaled(dial.value, factor if up > 0 else 1 / factor))
        likeness = soil.near.of(dial, ask.about, ask.clause)
        if value == dial.value or (near and likeness < 0.3):
            continue
        rank = _CORE_ROLES.index(dial.bed.pattern.role) - (0.5 if dial.bed.pattern.core else 0) - 2 * likeness
        rank -= 0.6 if sense == "length" and dial.slot.unit == "second" else 0.0  # what is over too soon wants time before all
        rank -= 4.0 if sense == "length" and dial.slot.unit == "metre" and _WAY.search(ask.clause.lower()) else 0.0
        found.append((rank, dial, value))
    found.sort(key=lambda item: item[0])
    out: list[Change] = []
    for _, dial, value in found[: 2 if sense == "ease" and not near else 1]:
        what = soil.said(reason if reason in ("reach", "boring") else "turn", title=dial.node.title, old=number(dial.value),
                         new=number(value), clause=dial.said[0])  # fmt: skip
        out += soil.change(dial, value, what, 0.6)
    return out


def again(soil: Soil, ask: Ask, before: Sequence[Change]) -> list[Change]:
    """The number that the change before was about, by another factor."""
    step = before[-1].steps[-1] if before[-1].steps else None
    if step is None or step.verb != "dial":
        return []
    for dial in soil.dials:
        if (dial.bed.part.id, dial.bed.pattern.name, dial.name) == (step.given["part"], step.given["pattern"], step.given["slot"]):
            value = new_value(ask, dial)
            if value is not None and value != dial.value:
                what = soil.said("turn", title=dial.node.title, old=number(dial.value), new=number(value), clause=dial.said[0])
                return soil.change(dial, value, what, 0.7)
    return []


def new_value(ask: Ask, dial: Dial) -> int | float | None:
    """What a number becomes; None where it is none, or nothing is said of how much."""
    value = dial.value
    if not isinstance(value, int | float):
        return None
    if ask.exact is not None:
        if ask.sense == "amount" and ask.sign > 0 and ask.exact <= value and ask.old is None and not ask.unit:
            return bounded(dial.slot, value + 1)  # "a fourth", where there are four already
        return bounded(dial.slot, ask.exact)
    if ask.delta is not None:
        return bounded(dial.slot, value + ask.delta)
    if not ask.factor:
        return None
    factor = ask.factor
    if f"{ask.sense}-" in dial.slot.means:
        factor = 1 / factor  # a shorter period is a faster pace
    return bounded(dial.slot, scaled(value, factor))


def scaled(value: float, factor: float) -> float:
    """A number made larger or smaller, by one at least where only whole numbers make sense."""
    made = value * factor
    if isinstance(value, int) and value and round(made) == value:
        return value + (1 if factor > 1 else -1)
    return round(made, 2)


def as_amount(ask: Ask, sign: int) -> Ask:
    """The same about how many there are."""
    return replace(ask, kind="turn", sense="amount", sign=sign, factor=1.5 if sign > 0 else 0.5)


def _can(dial: Dial, ask: Ask) -> bool:
    senses = {means[:-1] for means in dial.slot.means}
    return ask.sense not in _STRICT or not senses or bool(senses & {ask.sense, *_KIN.get(ask.sense, ())})


def _fits(dial: Dial, ask: Ask) -> float:
    if not ask.sense:
        return 0.1 if "amount+" in dial.slot.means and not ask.unit else 0.0
    senses = {means[:-1] for means in dial.slot.means}
    if ask.sense in senses:
        return 0.35
    if senses & set(_KIN.get(ask.sense, ())):
        return 0.35 if ask.sense == "length" else 0.15
    return -0.25 if senses else 0.0


def _spoken(dial: Dial, ask: Ask, things: Sequence[str]) -> float:
    """What a number's own sentence says for or against it: "the way half as long" and "84 metres long"; foxes, and no word of them."""
    said = " ".join(dial.said).lower()
    if ask.sense == "length" and re.search(rf"\b{re.escape(number(dial.value))} ?(?:metres|seconds|minutes|米|秒)", said):
        return 0.2
    if ask.sense in _STRICT and things and dial.bed.pattern.role != "player":
        words = set(ask.about.lower().split())
        spoken = any(title in said or any(word[:-1] in said if word.endswith("s") else word in said for word in words if len(word) > 2)
                     for title in things)  # fmt: skip
        return 0.0 if spoken else -0.5
    return 0.0


def _counted(dial: Dial, ask: Ask) -> float:
    """What speaks for a number that counts just what is named: "ten jars", where six honey jars are to be found."""
    if ask.exact is None and ask.delta is None and ask.sense not in ("amount", ""):
        return 0.0
    words = ask.about.lower().split() if ask.about.isascii() else [ask.about]
    stems = [word[:-1] if word.endswith("s") and word.isascii() else word for word in words if len(word) > 1]
    return 0.4 if any(stem in after for after in _after(dial) for stem in stems) else 0.0


def _after(dial: Dial) -> Iterator[str]:
    """What briefs say right after a number: the two words, or the few signs, that it counts."""
    def named(blank: re.Match[str]) -> str:
        value = dial.bed.values.get(blank[1])
        return str(getattr(value, blank[2] or "name", value) or "")

    for leaf in dial.bed.leaves:
        form = dial.bed.form(leaf).brief.of(dial.bed.language)
        for hit in re.finditer(rf"\{{\{{\s*{dial.name}\s*(?:\|[^}}]*)?\}}\}}\s*([^.;。；]{{1,60}})", form):
            told = re.sub(r"\{\{\s*(\w+)(?:\.(\w+))?[^}]*\}\}", named, hit[1]).lower()
            yield " ".join(told.split()[:3]) if dial.bed.language == "en" else told[:8]


def _of_music(text: str) -> bool:
    return any(word in text.lower() for word in ("music", "song", "melody", "音乐", "曲"))
