"""`OfflineHeeder`: answers complaints without a model, by turning the dials of patterns and the words of the style.

For each thing that is asked for it looks for the slot, the model or the part behind it: by likeness of words, by what was
pointed at and in view, by findings. What it can't place, it asks about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.designers import briefs
from dreamgarden.designers.dials import Bed, Dial, beds_of, stated, turned
from dreamgarden.designers.filling import as_value, bounded
from dreamgarden.designers.outline import Part
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.reading import Thing
from dreamgarden.designers.rewording import heard_option
from dreamgarden.designers.sprouting import default_values, option_value
from dreamgarden.designers.values import ThingValue, Value, WordValue, to_json
from dreamgarden.grow.feedback import Change, Complaint, Proposal, Scenery, Step
from dreamgarden.grow.feedback_look import looked
from dreamgarden.grow.feedback_models import colour_in, coloured, models_named, resized
from dreamgarden.grow.feedback_reading import Ask, asks_of, chinese_in
from dreamgarden.grow.feedback_words import Nearness, said
from dreamgarden.work import Work

_ENOUGH = 0.42  # likeness from which a dial is what a person speaks of
_CORE_ROLES = ("goal", "opposition", "player", "world", "mood", "interface")
_WHOLE = frozenset(["time", "game", "level", "everything", "all", "whole", "start", "beginning",
                    "时间", "全部", "整个", "关卡", "难度", "速度"])


class OfflineHeeder:
    """Answers with what `designer`'s patterns can do."""

    def __init__(self, designer: PatternDesigner) -> None:
        self._designer = designer

    def heed(self, complaint: Complaint, scenery: Scenery, work: Work) -> Proposal:
        """What a complaint would change. Raises Cancelled, MissingTool when the likeness model is not installed."""
        zh = chinese_in(complaint.text)
        beds = beds_of(self._designer, scenery.nodes)
        one = _Answer(self._designer, complaint, scenery, beds, zh)
        changes: list[Change] = []
        questions: list[str] = []
        for ask in asks_of(complaint.text):
            work.check()
            found = one.to(ask)
            if not found and ask.kind == "turn" and ask.factor and not ask.sense and changes:
                found = one.again(ask, changes)  # "too fast; make it twice as long": it is about what was just spoken of
            if found:
                changes += found
            elif not (ask.purpose and changes):
                questions.append(said("ask", zh, clause=ask.clause))
        return Proposal(complaint.text, tuple(_distinct(changes)), tuple(dict.fromkeys(questions)))


class _Answer:
    def __init__(self, designer: PatternDesigner, complaint: Complaint, scenery: Scenery, beds: Sequence[Bed], zh: bool) -> None:
        self._designer, self._complaint, self._scenery, self._beds, self._zh = designer, complaint, scenery, beds, zh
        self._dials = stated(beds, scenery.style, scenery.seed)
        self._near = Nearness(designer, self._dials, complaint)

    def to(self, ask: Ask) -> list[Change]:
        """The changes that answer one thing; none when nobody can be found behind it."""
        chosen = self._chosen(ask)
        if ask.kind == "turn":
            return [*self._turn(ask, bool(chosen)), *chosen]
        if chosen:
            return chosen
        if ask.kind == "swap":
            return self._swap(ask)
        if ask.kind == "add":
            return self._add(ask)
        if ask.kind == "remove":
            return self._remove(ask)
        if ask.kind == "ground":
            return self._levelled()
        if ask.kind == "reach":
            return self._more(ask, "ease", 1, "reach", only=("jump", "boost", "reach", "wrong", "lives")) or self._levelled()
        if ask.kind == "boring":
            return self._more(ask, "pace", 1, "boring") or self._more(ask, "amount", 1, "boring")
        if ask.kind == "silent":
            return looked(replace(ask, sense="loud", sign=1, factor=1.6), self._scenery, self._designer, self._zh)
        if ask.kind in ("look", "fix"):
            found = coloured(ask, self._scenery, self._designer, self._zh)
            if not found and (ask.kind == "look" or colour_in(ask.clause.lower(), self._designer)):
                found = looked(ask, self._scenery, self._designer, self._zh)
            return found
        return []

    def again(self, ask: Ask, before: Sequence[Change]) -> list[Change]:
        """The number that the change before was about, by another factor."""
        step = before[-1].steps[-1] if before[-1].steps else None
        if step is None or step.verb != "dial":
            return []
        for dial in self._dials:
            if (dial.bed.part.id, dial.bed.pattern.name, dial.name) == (step.given["part"], step.given["pattern"], step.given["slot"]):
                value = _new_value(ask, dial)
                if value is not None and value != dial.value:
                    what = said("turn", self._zh, title=dial.node.title, old=_number(dial.value), new=_number(value), clause=dial.said[0])
                    return self._change(dial, value, what, 0.7)
        return []

    # ── Choices ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _chosen(self, ask: Ask) -> list[Change]:
        """The option of a choice that the clause speaks of, when it is another than the one that holds."""
        best: tuple[int, Dial, str] | None = None
        text = ask.clause.split(" instead of ")[0].split(" rather than ")[0].split("而不是")[0]
        for dial in self._dials:
            if dial.slot.kind != "choice" or not isinstance(dial.value, WordValue):
                continue
            heard = {option: _longest(dial, option, text) for option in dial.slot.options}
            option, length = max(heard.items(), key=lambda item: item[1])
            if length and option != dial.value.en and (best is None or length > best[0]):
                best = length, dial, option
        if best is None:
            return []
        _, dial, option = best
        value = option_value(dial.slot, option, dial.bed.language)
        return self._change(dial, value, said("choice", self._zh, title=dial.node.title, old=str(dial.value), new=str(value)), 0.9)

    def _levelled(self) -> list[Change]:
        """The ground made level, where a pattern can."""
        for dial in self._dials:
            now = dial.value.en if isinstance(dial.value, WordValue) and dial.slot.kind == "choice" else ""
            for option in dial.slot.options if now else ():
                if option != now and (heard_option(dial.slot, option, "level ground") or heard_option(dial.slot, option, "平地")):
                    value = option_value(dial.slot, option, dial.bed.language)
                    what = said("choice", self._zh, title=dial.node.title, old=str(dial.value), new=str(value))
                    return self._change(dial, value, what, 0.6)
        return []

    # ── More and less ───────────────────────────────────────────────────────────────────────────────────────────────

    def _turn(self, ask: Ask, has_choice: bool) -> list[Change]:
        if ask.sense in ("light", "loud") or (ask.sense == "pace" and _of_music(ask.about)):
            return looked(ask, self._scenery, self._designer, self._zh)
        if ask.sense == "size" and (models := models_named(ask.about, self._scenery, self._designer)):
            number = self._best(ask)
            if number is None or number[1] < 0.8:
                return [resized(model, ask, self._zh) for model in models[:1]]
        whole = not ask.about or all(word in _WHOLE for word in _words(ask.about, self._zh))
        if whole and ask.exact is None and ask.delta is None:
            sense = "time" if ask.sense in ("amount", "length") and {"time", "时间"} & set(_words(ask.about, self._zh)) else ask.sense
            return self._more(ask, sense, ask.sign, "turn")
        best = self._best(ask)
        if best is not None:
            dial, sure = best
            value = _new_value(ask, dial)
            if value is not None and value != dial.value:
                what = said("turn", self._zh, title=dial.node.title, old=_number(dial.value), new=_number(value), clause=dial.said[0])
                return self._change(dial, value, what, min(sure, 1.0))
            if value is not None:
                return [self._at_its_end(dial)]
        if ask.sense == "amount" and ask.sign > 0 and not has_choice:
            return self._add(ask)
        if ask.sense == "pace" and ask.sign and ask.exact is None:
            return []
        return []

    def _best(self, ask: Ask) -> tuple[Dial, float] | None:
        """The number that is spoken of, and how sure that is."""
        scored = []
        for dial in self._dials:
            if dial.slot.kind != "number" or not isinstance(dial.value, int | float):
                continue
            near = self._near.of(dial, ask.about, ask.clause)
            sense = _fits(dial, ask)
            exact = 0.6 if ask.old is not None and abs(ask.old - dial.value) < 1e-6 else -0.3 if ask.old is not None else 0.0
            unit = 0.25 if ask.unit and (ask.unit == dial.slot.unit or ("time+" in dial.slot.means and ask.unit == "second")) else 0.0
            if ask.unit == "second" and not unit and not exact > 0:
                unit = -0.4
            scored.append((near + sense + exact + unit, near, dial))
        if not scored:
            return None
        total, near, dial = max(scored, key=lambda item: item[0])
        # A number that fits in every way may go by another name; a likely name alone must not answer for the wrong sense.
        return (dial, total) if total >= _ENOUGH and (near > 0.12 or total > 0.7) else None

    def _more(self, ask: Ask, sense: str, sign: int, reason: str, only: Sequence[str] = ()) -> list[Change]:
        """A complaint about the whole: the dials of the game's core that mean it, the surest first."""
        found = []
        for dial in self._dials:
            ways = [means for means in dial.slot.means if means[:-1] == sense]
            if not ways or not isinstance(dial.value, int | float) or (only and dial.name not in only):
                continue
            up = sign if ways[0].endswith("+") else -sign
            factor = ask.factor or 1.5
            factor = max(factor, 1 / factor)
            value = bounded(dial.slot, _scaled(dial.value, factor if up > 0 else 1 / factor))
            if value == dial.value:
                continue
            rank = _CORE_ROLES.index(dial.bed.pattern.role) - (0.5 if dial.bed.pattern.core else 0)
            rank -= 2 * self._near.of(dial, ask.about, ask.clause)
            found.append((rank, dial, value))
        found.sort(key=lambda item: item[0])
        out: list[Change] = []
        for _, dial, value in found[: 2 if sense == "ease" else 1]:
            what = said(reason if reason in ("reach", "boring") else "turn", self._zh, title=dial.node.title, old=_number(dial.value),
                        new=_number(value), clause=dial.said[0])
            out += self._change(dial, value, what, 0.6)
        return out

    def _at_its_end(self, dial: Dial) -> Change:
        return Change((dial.node.id,), said("end", self._zh, title=dial.node.title, old=_number(dial.value)), self._why(dial), (), 0.3)

    # ── One thing for another ───────────────────────────────────────────────────────────────────────────────────────

    def _swap(self, ask: Ask) -> list[Change]:
        if colour_in(ask.new.lower(), self._designer):
            return (coloured(ask, self._scenery, self._designer, self._zh)
                    or looked(ask, self._scenery, self._designer, self._zh))
        things = self._designer.read(ask.new).things
        best: tuple[float, Dial] | None = None
        for dial in self._dials:
            held = [value for value in _things(dial.value) if _named(value, ask.about)]
            if held:
                worth = 1.0 + (0.3 if dial.bed.pattern.core else 0) + self._near.pointed(dial)
                if best is None or worth > best[0]:
                    best = worth, dial
        if best is None:
            return coloured(ask, self._scenery, self._designer, self._zh) or self._swap_model(ask)
        dial = best[1]
        new: Value = as_value(things[-1], dial.bed.language, self._designer.lexicon) if things else ThingValue(ask.new, ask.new, ask.new)
        if isinstance(dial.value, tuple):
            kept = tuple(value for value in _things(dial.value) if not _named(value, ask.about))
            new = (*kept, new)
        what = said("swap", self._zh, title=dial.node.title, old=ask.about, new=ask.new)
        return self._change(dial, new, what, 0.9)

    def _swap_model(self, ask: Ask) -> list[Change]:
        """A model that no slot stands for, by its brief: trees that should be palms."""
        out = []
        for node in models_named(ask.about, self._scenery, self._designer)[:1]:
            given = {"node": node.id, "title": ask.new[:1].upper() + ask.new[1:], "brief": said("shown", _is_zh(node), new=ask.new)}
            out.append(Change((node.id,), said("swap", self._zh, title=node.title, old=ask.about, new=ask.new),
                              said("named", self._zh, title=node.title), (Step("edit", given),), 0.7))
        return out

    def _add(self, ask: Ask) -> list[Change]:
        best = self._best(replace(ask, sense="amount", sign=1, factor=1.5))
        if best is not None and best[1] >= 0.75 and ask.kind == "turn":
            dial = best[0]
            value = bounded(dial.slot, float(dial.value) * 1.5)  # type: ignore[arg-type]
            if value != dial.value:
                return self._change(dial, value, said("turn", self._zh, title=dial.node.title, old=_number(dial.value), new=_number(value),
                                                      clause=dial.said[0]), 0.7)
        muted = [node for node in self._scenery.nodes if node.muted and node.is_leaf and _says(ask.about, node)]
        if muted:
            step = Step("mute", {"nodes": [muted[0].id], "on": False})
            return [Change((muted[0].id,), said("unmute", self._zh, title=muted[0].title), said("muted", self._zh), (step,), 0.9)]
        things = [thing for thing in self._designer.read(ask.about).things if thing.group != ""]
        if not things:
            return []
        for dial in self._dials:
            if isinstance(dial.value, tuple) and dial.slot.is_thing and len(dial.value) < dial.slot.most + 3:
                thing = as_value(things[0], dial.bed.language, self._designer.lexicon)
                if any(value.en == thing.en for value in _things(dial.value)):
                    continue
                what = said("add", self._zh, title=dial.node.title, new=str(thing))
                return self._change(dial, (*_things(dial.value), thing), what, 0.8)
        return self._part_for(things[0])

    def _part_for(self, thing: Thing) -> list[Change]:
        """A part that holds whatever a prompt names, for a garden that has none yet."""
        stage, language = str(self._scenery.style.get("stage", "walk")), str(self._scenery.style.get("language", "en"))
        used = {bed.pattern.name for bed in self._beds}
        for pattern in self._designer.patterns.values():
            rest = next((name for name, slot in pattern.slots.items() if slot.rest), "")
            if not rest or stage not in pattern.stages or pattern.name in used or used & set(pattern.excludes):
                continue
            above = next((node for node in self._scenery.nodes if node.slots.get("aspect") == pattern.role), None)
            if above is None:
                continue
            shown = as_value(thing, language, self._designer.lexicon)
            values = {**default_values(pattern, language, self._scenery.style), rest: (shown,)}
            held = {name: to_json(each) for name, each in values.items()}
            slots = {"pattern": pattern.name, "most": 12, "language": language, "values": held}
            brief = briefs.part_brief(Part(pattern, values, 12), language)
            given = {"parent": above.id, "title": pattern.title.of(language), "brief": brief, "slots": slots}
            what, why = said("add", self._zh, title=above.title, new=str(shown)), said("no_place", self._zh)
            return [Change((above.id,), what, why, (Step("grow", given),), 0.7)]
        return []

    def _remove(self, ask: Ask) -> list[Change]:
        for dial in self._dials:
            held = _things(dial.value)
            gone = [value for value in held if _named(value, ask.about)]
            if isinstance(dial.value, tuple) and gone and len(held) > len(gone):
                rest = tuple(value for value in held if value not in gone)
                changes = self._change(dial, rest, said("remove", self._zh, title=dial.node.title, old=str(gone[0])), 0.85)
                meshes = [leaf for leaf in dial.bed.leaves if leaf.kind == "mesh" and leaf.slug in {str(value.model) for value in gone}]
                ids = tuple(mesh.id for mesh in meshes)
                prune = (Step("prune", {"nodes": list(ids)}),) if ids else ()
                return [replace(change, nodes=(*change.nodes, *ids), steps=(*change.steps, *prune)) for change in changes]
        best = self._best(replace(ask, sense="amount", sign=-1, factor=0.5))
        if best is not None and best[1] >= 0.7:
            dial = best[0]
            value = bounded(dial.slot, dial.slot.min if dial.slot.min is not None else 0)
            if value != dial.value:
                return self._change(dial, value, said("turn", self._zh, title=dial.node.title, old=_number(dial.value), new=_number(value),
                                                      clause=dial.said[0]), 0.6)
        needed = {need for node in self._scenery.nodes for need in node.needs}
        for node in self._scenery.nodes:
            if node.is_leaf and node.kind == "code" and node.id not in needed and _says(ask.about, node):
                step = Step("mute", {"nodes": [node.id], "on": True})
                what, why = said("mute", self._zh, title=node.title), said("named", self._zh, title=node.title)
                return [Change((node.id,), what, why, (step,), 0.5)]
        return []

    # ── To steps ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(self, dial: Dial, value: Value, what: str, sure: float) -> list[Change]:
        recasts = turned(self._designer, dial.bed, {dial.name: value}, style=self._scenery.style, seed=self._scenery.seed,
                         others=self._scenery.nodes)
        if not recasts:
            return []
        nodes = tuple(dict.fromkeys(recast.node.id or dial.bed.part.id for recast in recasts))
        # What it makes of the leaves is worked out when it is taken, so that changes of the same leaf go together.
        step = Step("dial", {"part": dial.bed.part.id, "pattern": dial.bed.pattern.name, "slot": dial.name, "value": to_json(value)})
        return [Change(nodes, what, self._why(dial), (step,), sure)]

    def _why(self, dial: Dial) -> str:
        return self._near.reason(dial, self._zh)


def _new_value(ask: Ask, dial: Dial) -> int | float | None:
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
    return bounded(dial.slot, _scaled(value, factor))


def _scaled(value: float, factor: float) -> float:
    """A number made larger or smaller, by one at least where only whole numbers make sense."""
    scaled = value * factor
    if isinstance(value, int) and value and round(scaled) == value:
        return value + (1 if factor > 1 else -1)
    return round(scaled, 2)


def _fits(dial: Dial, ask: Ask) -> float:
    if not ask.sense:
        return 0.1 if "amount+" in dial.slot.means and not ask.unit else 0.0
    senses = {means[:-1] for means in dial.slot.means}
    if ask.sense in senses or (ask.sense == "length" and "time" in senses):
        return 0.35
    return -0.25 if senses else 0.0


def _longest(dial: Dial, option: str, text: str) -> int:
    one = dial.slot.options[option]
    if not heard_option(dial.slot, option, text):
        return 0
    low = text.lower()
    spoken = [each for each in (one.said.en, one.said.zh, *one.words.en, *one.words.zh) if each.lower() in low]
    return max(map(len, spoken), default=1) * (1 if text.isascii() else 4)


def _things(value: Value) -> list[ThingValue]:
    if isinstance(value, ThingValue):
        return [value]
    return [each for each in value if isinstance(each, ThingValue)] if isinstance(value, tuple) else []


def _named(value: ThingValue, words: str) -> bool:
    low = words.lower()
    return any(name and name.lower() in low for name in (value.name, value.plural, value.en)) or (bool(low) and low in value.name.lower())


def _says(words: str, node: Any) -> bool:
    low, title = words.lower().strip(), node.title.lower()
    return bool(low) and (low in title or title in low or node.slug.replace("_", " ") in low)


def _words(text: str, zh: bool) -> list[str]:
    return [text] if zh else text.lower().split()


def _of_music(text: str) -> bool:
    return any(word in text.lower() for word in ("music", "song", "melody", "音乐", "曲"))


def _is_zh(node: Any) -> bool:
    return chinese_in(node.brief)


def _number(value: Value) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _distinct(changes: Sequence[Change]) -> list[Change]:
    """Each change once; of two for the same slot the later, which is the more exact."""
    out: dict[Any, Change] = {}
    for change in changes:
        slots = tuple((step.given["part"], step.given["pattern"], step.given["slot"]) for step in change.steps if step.verb == "dial")
        key = slots or (change.what, change.nodes)
        out.pop(key, None)
        out[key] = change
    return list(out.values())


