"""`OfflineHeeder`: answers complaints without a model, by turning the dials of patterns and the words of the style.

For each thing that is asked for it looks for the slot, the model or the part behind it: by likeness of words, by what was
pointed at and in view, by findings. What it can't place, it asks about, and tells what there is to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.designers.dials import Dial, beds_of
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.restyling import role_in
from dreamgarden.designers.rewording import heard_option
from dreamgarden.designers.sprouting import option_value
from dreamgarden.designers.values import WordValue
from dreamgarden.grow.feedback.ask import Ask, chinese_in
from dreamgarden.grow.feedback.keys import rekeyed
from dreamgarden.grow.feedback.look import family, looked
from dreamgarden.grow.feedback.meaning import Meanings, plainly
from dreamgarden.grow.feedback.models import colour_in, coloured, models_named
from dreamgarden.grow.feedback.proposal import Change, Complaint, Proposal, Scenery
from dreamgarden.grow.feedback.reading import asks_of
from dreamgarden.grow.feedback.soil import Soil
from dreamgarden.grow.feedback.things import added, is_there, removed, set_down, swapped
from dreamgarden.grow.feedback.turning import again, more, turn
from dreamgarden.work import Work

_WRONG = re.compile(r"\b(?:is|are|feels?|looks?) (?:all )?(?:wrong|off)$|不对(?:劲)?$", re.IGNORECASE)  # what follows says how it should be
_PLACE = re.compile(r"\b(?:next to|beside|near|in front of|behind|on|in|by|at|under|around) (?:the|my|our|this|every|each) .*$|"
                    r"在.+?(?:旁边?|边上|里|上|下)",
                    re.IGNORECASE)  # fmt: skip
_CHOICES = 3  # what is offered with a question


class OfflineHeeder:
    """Answers with what `designer`'s patterns can do."""

    def __init__(self, designer: PatternDesigner) -> None:
        self._designer = designer
        self._meanings = Meanings(designer)

    def heed(self, complaint: Complaint, scenery: Scenery, work: Work) -> Proposal:
        """What a complaint would change. Raises Cancelled, MissingTool when the likeness model is not installed."""
        zh = chinese_in(complaint.text)
        one = _Answer(Soil(self._designer, complaint, scenery, beds_of(self._designer, scenery.nodes), zh), self._meanings)
        changes: list[Change] = []
        unplaced: list[Ask] = []
        asks = asks_of(complaint.text)
        general: list[Change] = []
        for ask in asks:
            work.check()
            found = one.to(ask)
            if not found and ask.kind == "turn" and ask.factor and not ask.sense and changes:
                found = again(one.soil, ask, changes)  # "too fast; make it twice as long": it is about what was just spoken of
            if found and not any(change.steps for change in found) and ask.kind in ("turn", "look") and not ask.sense:
                unplaced.append(ask)  # as it is already, so something else may be meant
            if found and ask.general and len(asks) > 1:
                general += found  # "too hard! fewer foxes": what is wished for says how
            elif found:
                changes += found
            elif not (ask.purpose and changes) and not (len(asks) > 1 and _WRONG.search(ask.clause)):
                unplaced.append(ask)
        if not changes:
            changes = general
        left = [ask for ask in unplaced if not (ask.purpose and changes)]
        return Proposal(complaint.text, tuple(_distinct(changes)), one.questions(left))


class _Answer:
    def __init__(self, soil: Soil, meanings: Meanings) -> None:
        self.soil = soil
        self._meanings = meanings

    def to(self, ask: Ask) -> list[Change]:
        """The changes that answer one thing, none when nobody can be found behind it."""
        soil = self.soil
        if ask.kind == "key":
            return rekeyed(ask, soil.beds, soil.scenery, soil.designer, soil.zh)[0]
        chosen = self._chosen(ask)
        if ask.kind == "turn":
            return [*self._turn(ask, bool(chosen)), *chosen]
        if chosen:
            return chosen
        if ask.kind in ("swap", "add", "remove", "absent"):
            return self._things(ask)
        if ask.kind == "ground":
            return set_down(soil, ask) or self._levelled()
        if ask.kind == "reach":
            return more(soil, ask, "ease", 1, "reach", only=("jump", "boost", "reach", "wrong", "lives")) or set_down(
                soil, ask, "nearby") or self._levelled()  # fmt: skip
        if ask.kind == "boring":
            return more(soil, ask, "pace", 1, "boring") or more(soil, ask, "amount", 1, "boring")
        if ask.kind == "silent":
            return looked(replace(ask, sense="loud", sign=1, factor=1.6), soil.scenery, soil.designer, soil.zh)
        return self._look(ask)

    def questions(self, asks: Sequence[Ask]) -> tuple[str, ...]:
        """What is asked about what could not be placed, with what there is to choose from: once about all, and about keys apart."""
        soil = self.soil
        out = []
        for ask in (each for each in asks if each.kind == "key"):
            lines = rekeyed(ask, soil.beds, soil.scenery, soil.designer, soil.zh)[1]
            out.append(soil.said("ask_key", clause=ask.clause, choices=("；" if soil.zh else ", ").join(lines) or "–"))
        others = [each for each in asks if each.kind != "key"]
        if others:
            clause = soil.said("and").join(dict.fromkeys(each.clause.rstrip(".。 ") for each in others))
            choices = ("；" if soil.zh else "; ").join([*self._choices(others), soil.said("look_choice")])
            out.append(soil.said("ask", clause=clause, choices=choices))
        return tuple(dict.fromkeys(out))

    def _choices(self, asks: Sequence[Ask]) -> list[str]:
        """What a person may mean, each in words to say instead; and the model or the number that comes nearest."""
        soil = self.soil
        models = [model.title for ask in asks for model in models_named(ask.about or ask.clause, soil.scenery, soil.designer)]
        meant = [plainly(name, (models or [""])[0], soil.zh) for ask in asks[:2] for name in self._meanings.likely(ask.clause)]
        near = {id(dial): max(soil.near.of(dial, ask.about, ask.clause) for ask in asks) for dial in soil.dials}
        ranked = sorted(soil.dials, key=lambda dial: -near[id(dial)])
        dials = [f"“{dial.node.title}” ({dial.said[0].rstrip('.。; ')[:60]})" for dial in ranked]
        parts = [*(f"“{title}”" for title in models[:1]), *dials]
        return list(dict.fromkeys([*(f"“{each}”" for each in meant), *parts]))[: len(meant) + (1 if meant else _CHOICES)]

    def _turn(self, ask: Ask, has_choice: bool) -> list[Change]:
        found = turn(self.soil, ask, has_choice)
        if not found and ask.sense == "amount" and ask.sign > 0 and not has_choice:
            return added(self.soil, ask)
        return found

    def _things(self, ask: Ask) -> list[Change]:
        soil = self.soil
        if ask.kind == "swap":
            return swapped(soil, ask)
        if ask.kind == "add" or (ask.kind == "absent" and not is_there(soil, ask.about)):
            return added(soil, ask)
        return removed(soil, ask)

    def _look(self, ask: Ask) -> list[Change]:
        soil = self.soil
        if ask.kind == "look" and ask.new:  # weather by its name
            sight = replace(ask, sense="sight", sign=1, factor=1.5, about="", clause=ask.clause)
            return looked(ask, soil.scenery, soil.designer, soil.zh) or (more(soil, sight, "sight", 1, "turn") if ask.new == "mist" else [])
        found = coloured(ask, soil.scenery, soil.designer, soil.zh)
        # "everything is white" names nothing to be painted.
        told = colour_in(ask.clause.lower(), soil.designer) and role_in(ask.clause.lower())
        if not found and (ask.kind == "look" or told):
            found = looked(ask, soil.scenery, soil.designer, soil.zh)
        return found

    # ── Choices ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _chosen(self, ask: Ask) -> list[Change]:
        """The option of a choice that the clause speaks of, when it is another than the one that holds."""
        soil = self.soil
        best: tuple[int, Dial, str] | None = None
        said = re.sub(_PLACE, "", ask.clause) if ask.kind in ("add", "absent") else ask.clause  # beside what it stands is no choice
        text = said.split(" instead of ")[0].split(" rather than ")[0].split("而不是")[0]
        for dial in soil.dials:
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
        return soil.change(dial, value, soil.said("choice", title=dial.node.title, old=str(dial.value), new=str(value)), 0.9)

    def _levelled(self) -> list[Change]:
        """The ground made level, where a pattern can."""
        soil = self.soil
        for dial in soil.dials:
            now = dial.value.en if isinstance(dial.value, WordValue) and dial.slot.kind == "choice" else ""
            for option in dial.slot.options if now else ():
                if option != now and (heard_option(dial.slot, option, "level ground") or heard_option(dial.slot, option, "平地")):
                    value = option_value(dial.slot, option, dial.bed.language)
                    what = soil.said("choice", title=dial.node.title, old=str(dial.value), new=str(value))
                    return soil.change(dial, value, what, 0.6)
        return []


def _longest(dial: Dial, option: str, text: str) -> int:
    one = dial.slot.options[option]
    if not heard_option(dial.slot, option, text):
        return 0
    low = text.lower()
    spoken = [each for each in (one.said.en, one.said.zh, *one.words.en, *one.words.zh) if each.lower() in low]
    return max(map(len, spoken), default=1) * (1 if text.isascii() else 4)


def _lists(change: Change) -> bool:
    return any(step.verb == "dial" and isinstance(step.given["value"], list) for step in change.steps)


def _together(one: Change, other: Change) -> Change:
    """Two changes of one list: the later holds what the earlier put in or took out."""
    steps = (*other.steps, *(step for step in one.steps if step.verb != "dial"))
    return replace(other, nodes=tuple(dict.fromkeys((*one.nodes, *other.nodes))), what=f"{one.what} {other.what}", steps=steps)


def _distinct(changes: Sequence[Change]) -> list[Change]:
    """Each change once; of two for the same slot the later, which is the more exact."""
    out: dict[Any, Change] = {}
    for change in changes:
        slots = tuple((step.given["part"], step.given["pattern"], step.given["slot"]) for step in change.steps if step.verb == "dial")
        says: tuple[Any, ...] = tuple({family(str(step.given["sentence"])) for step in change.steps if step.verb == "say"} - {-1})
        key: Any = slots or says or (change.what, change.nodes)
        before = out.pop(key, None)
        out[key] = _together(before, change) if before is not None and _lists(change) else change
    return list(out.values())
