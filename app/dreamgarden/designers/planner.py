"""`Planner`: asks a model for the vision, the outline and the leaves of parts, and makes sprouts of its replies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.designers import briefs
from dreamgarden.designers.agreed import Name, agreed, names_in, said_of
from dreamgarden.designers.critic import Critic, revised
from dreamgarden.designers.designer import Ability, Designer, Sprout, Surroundings
from dreamgarden.designers.drafting import BY, MODEL, draft_below, is_models, leaves_in, remarks_of, sprout_of, told_leaves, told_tree
from dreamgarden.designers.forms import AspectLine, GardenOutline, LeafLine, PartLeaves, PartLine, Vision
from dreamgarden.designers.prompts import Prompts
from dreamgarden.designers.replies import Unreadable, ask_for
from dreamgarden.designers.soundness import need_of, slug_of, wrong_leaves, wrong_outline
from dreamgarden.designers.style import said_in
from dreamgarden.llm.chat import Chat, Hear, OverBudget, Question, Refused, deaf
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_MOST_OF_PART = 9
_LEAST = 15  # leaves of a garden that is worth its name
_IN_WORDS = ("fantasy", "loop", "won", "lost", "picture", "art", "light", "motion", "sound", "interface")


class Planner:
    """Plans with one chat, on the draft of `sketch`; a critic reads the outline before anything grows from it.

    abilities  what can be built: nothing else is planned.      tell  is given a sentence for people.
    """

    def __init__(self, chat: Chat, sketch: Designer, prompts: Prompts, critic: Critic) -> None:
        self._chat, self._sketch, self._prompts, self._critic = chat, sketch, prompts, critic
        self.abilities: Sequence[Ability] = ()
        self.tell: Hear = deaf

    def outline(self, seed: Node, around: Surroundings, work: Work, hear: Hear) -> list[Sprout]:
        """The style and the aspects with their parts; parts that stay keep what grows on them."""
        draft = draft_below(seed, around, self._sketch, work)
        remarks = remarks_of([*around.others, seed])
        vision = self._vision(seed, around, remarks, work, hear)
        style = self._styled(vision, around)
        parts = {each.slug: each for aspect in draft for each in aspect.children if each.kind == "part"}
        most, least = around.budget, min(_LEAST, around.budget)

        def count(outline: GardenOutline) -> int:
            return 1 + sum(_size(line, parts) for line in outline.parts())

        def check(outline: GardenOutline) -> str:
            return wrong_outline(outline, count(outline), least, most)

        asked = self._prompts.ask(
            "outline", seed=seed.brief, vision=vision_in_words(style), leaves=most, least=least, draft=told_tree(draft),
            count=sum(1 for _ in leaves_in(draft)), remarks=remarks, abilities=self.abilities,
        )  # fmt: skip
        question = Question(asked, purpose="outline the garden", node=seed.slug)
        reply = ask_for(GardenOutline, self._chat, question, work, hear, check)
        for limit in reply.limits:
            self.tell(limit)
        reply = self._reviewed(reply, seed.brief, vision_in_words(style), count(reply), most, remarks, work, hear)
        title = "风格" if around.style.get("language") == "zh" else "Style"
        sprouts = [Sprout(title, _style_brief(vision), "style", "style", seed_words=_stated(vision.pillars, seed), slots=style)]
        for aspect in reply.aspects:
            role = slug_of(aspect.slug)
            children = tuple(self._part(line, parts) for line in aspect.parts)
            if children:
                slots = {BY: MODEL, "aspect": role.removeprefix("aspect_")}
                sprouts.append(Sprout(aspect.title, aspect.brief, "aspect", role, seed_words=tuple(aspect.seed_words),
                                      slots=slots, children=children))  # fmt: skip
        return sprouts

    def leaves(self, part: Node, around: Surroundings, work: Work, hear: Hear) -> list[Sprout]:
        """The leaves of a part that the model rewrites or adds."""
        draft = {each.slug: each for each in draft_below(part, around, None, work) if each.kind in ("code", "mesh", "data")}
        style = _style_of(around)
        below = {each.id for each in around.others if each.parent == part.id}
        elsewhere = [each for each in around.others if each.id not in below]
        most = max(1, min(int(part.slots.get("most", _MOST_OF_PART)) + 1, _MOST_OF_PART, around.budget))
        own = list(part.slots.get("gives", ()))
        given = agreed(*(each.slots.get("gives", ()) for each in (part, *elsewhere)))
        taken = {each.slug for each in elsewhere if not _is_passing(each, elsewhere)}
        there = {each.slug for each in elsewhere if each.is_leaf and not _is_passing(each, elsewhere)}

        least = _least_of(part, elsewhere)

        def check(reply: PartLeaves) -> str:
            return wrong_leaves(reply, set(draft), there, taken, own, given, str(style.get("language", "en")), self.abilities, least)

        asked = self._prompts.ask(
            "part", seed=around.seed, vision=vision_in_words(style), tree=told_tree(_standing(part, around)), part=part, gives=own,
            uses=said_of(part.slots.get("uses", ()), given), remarks=remarks_of([*around.others, part]), abilities=self.abilities,
            draft=told_leaves(list(draft.values())), leaves=most, language=style.get("language", "en"),
        )  # fmt: skip
        question = Question(asked, purpose=f"plan {part.slug}", node=part.slug)
        reply = ask_for(PartLeaves, self._chat, question, work, hear, check)
        for limit in reply.limits:
            self.tell(f"“{part.title}”: {limit}")
        given = {**agreed(*(line.gives for line in reply.leaves)), **given}
        chosen: dict[str, Sprout] = {}
        for line in reply.leaves[:most]:
            if not line.kind and line.verdict != "keep":
                self.tell(f"“{line.title or line.slug}” can't be built: no recipe makes such a leaf.")
                continue
            sprout = self._leaf(line, draft, given)
            if sprout is not None and (sprout.slug not in taken or sprout.kind == "mesh"):
                chosen.setdefault(sprout.slug, sprout)
        _cover(chosen, own)
        # What a kept leaf needs is kept with it: its code names these models and texts.
        waiting = [need for each in chosen.values() if each.slug in draft for need in each.needs]
        while waiting:
            need = waiting.pop()
            if need in draft and need not in chosen:
                chosen[need] = draft[need]
                waiting.extend(draft[need].needs)
        # A model that stands elsewhere in the garden is shared, not made twice.
        return [each for each in chosen.values() if each.slug not in taken]

    def _reviewed(self, outline: GardenOutline, seed: str, vision: str, count: int, most: int, remarks: str, work: Work, hear: Hear) -> GardenOutline:
        """The outline after a critic's second look; as it is where no second look is to be had, and that is said."""
        told = "\n".join(_told(aspect) for aspect in outline.aspects)
        try:
            review = self._critic.review(seed, vision, told, count, most, remarks, work, hear)
        except (OverBudget, Refused, Unreadable) as error:
            self.tell(f"The outline was not reviewed. {error.what}")
            return outline
        better, said = revised(outline, review)
        for each in said:
            self.tell(each)
        return better

    def _vision(self, seed: Node, around: Surroundings, remarks: str, work: Work, hear: Hear) -> Vision:
        asked = self._prompts.ask("vision", seed=seed.brief, style=around.style, remarks=remarks)
        return ask_for(Vision, self._chat, Question(asked, purpose="see the whole", node="style"), work, hear)

    def _styled(self, vision: Vision, around: Surroundings) -> dict[str, Any]:
        """The vision as slots of the style leaf; what a person set there stays."""
        told = vision.model_dump()
        words = {name: told.pop(name) for name in (*_IN_WORDS, "pillars", "arc")}
        named = {slug_of(each["name"]): each for each in told.pop("colours")}
        words["colours"] = {name: each["use"] for name, each in named.items()}
        told["palette"] = {**{name: each["hex"] for name, each in named.items()}, **told["palette"]}
        said = said_in(str(around.style.get("language", "en")), vision.mood, vision.hour % 24, vision.weather.kind)
        style = {**told, "hour": vision.hour % 24, "vision": words, "said": said, BY: MODEL}
        mine = next((dict(each.slots) for each in around.others if each.kind == "style" and each.author == "person"), {})
        return {**style, **mine}

    def _part(self, line: PartLine, draft: Mapping[str, Sprout]) -> Sprout:
        was = draft.get(line.slug) or draft.get(f"part_{line.slug}")
        if line.verdict == "keep" and was is not None:
            return replace(was, children=())
        slug = was.slug if was is not None else slug_of(line.slug)
        words = line.brief or (was.brief if was is not None else line.title)
        return Sprout(line.title, words, "part", slug, seed_words=tuple(line.seed_words), slots={BY: MODEL, "most": line.leaves, "gives": list(line.gives), "uses": list(line.uses)})  # fmt: skip

    def _leaf(self, line: LeafLine, draft: Mapping[str, Sprout], given: Mapping[tuple[str, str], Name]) -> Sprout | None:
        was = draft.get(line.slug)
        if line.verdict == "keep":
            return was
        if not line.brief.strip():
            return None if was is None else was
        route = ("recipe" if line.carve else line.route.strip().lower()) if line.kind == "mesh" else ""
        slots: dict[str, Any] = {BY: MODEL, "gives": list(line.gives)}
        if line.checks and line.kind == "code":
            slots["checks"] = [each.model_dump() for each in line.checks[:3]]
        if uses := said_of(line.uses, given):
            slots["uses"] = uses
        if line.kind == "mesh":
            slots = {BY: MODEL, "query": line.query or line.title or line.slug.replace("_", " "), "size": _bounded(line.size), "said": line.brief}
            slots |= {"carve": True} if route == "recipe" else {}
        elif was is not None and was.kind == line.kind and was.slots.get("pattern"):
            slots["sketch"] = dict(was.slots)
        slug = was.slug if was is not None and was.kind == line.kind else slug_of(line.slug)
        needs = tuple(dict.fromkeys([*(need_of(each) for each in line.needs), *(each.name for each in names_in(line.uses) if each.kind == "data")]))
        return Sprout(line.title or line.slug.replace("_", " ").capitalize(), line.brief, line.kind, slug, needs,
                      tuple(line.seed_words), route, slots)  # fmt: skip


def vision_in_words(style: Mapping[str, Any]) -> str:
    """The style for those who write by it: what the game is, how it looks, its colours."""
    told = style.get("vision", {})
    lines = [f"{style.get('title', '')}. {style.get('subtitle', '')}".strip(". ") + "."]
    lines += [f"{name}: {told[name]}" for name in _IN_WORDS if told.get(name)]
    lines += [f"pillar: {each}" for each in told.get("pillars", ())]
    lines += [f"step {number}: {each}" for number, each in enumerate(told.get("arc", ()), 1)]
    weather, music = style.get("weather", {}), style.get("music", {})
    lines.append(f"stage {style.get('stage')}, view {style.get('view')}, mood {style.get('mood')}, hour {style.get('hour')}, "
                 f"weather {weather.get('kind', 'clear')}, music {music.get('mood', '')} {music.get('tempo', '')}")  # fmt: skip
    uses = told.get("colours", {})
    named = ((role, colour, uses.get(role, "")) for role, colour in style.get("palette", {}).items())
    lines.append("palette(name): " + ", ".join(f"{role} {colour}{f' ({use})' if use else ''}" for role, colour, use in named))
    return "\n".join(lines)


def _cover(chosen: dict[str, Sprout], own: Sequence[object]) -> None:
    """Names that the part has to give and no leaf does go to its first code leaf: somebody has to make them."""
    made = agreed(*(each.slots.get("gives", ()) for each in chosen.values()))
    own = [name.said for name in names_in(own) if name.kind != "data"]  # a leaf of its own, which no code can stand for
    first = next((each for each in chosen.values() if each.kind == "code" and is_models(each.slots)), None)
    missing = [name.said for name in names_in(own) if name.key not in made]
    if first is not None and missing:
        gives = [*first.slots.get("gives", ()), *missing]
        chosen[first.slug] = replace(first, slots={**first.slots, "gives": gives})


def _size(line: PartLine, draft: Mapping[str, Sprout]) -> int:
    """Leaves of a part of an outline: those that are there for a kept one, those it is given for another."""
    was = draft.get(line.slug) or draft.get(f"part_{line.slug}")
    return sum(1 for _ in leaves_in(was.children)) if line.verdict == "keep" and was is not None else max(line.leaves, 1)


def _least_of(part: Node, elsewhere: Sequence[Node]) -> int:
    """Leaves that a part has to have so that the garden, as it was outlined, stays above the least; parts share what is to spare."""
    open_parts = [each for each in (part, *elsewhere) if each.kind == "part" and is_models(each.slots) and "most" in each.slots]
    ids = {each.id for each in open_parts}
    standing = sum(each.is_leaf and each.parent not in ids for each in elsewhere)
    spare = standing + sum(int(each.slots["most"]) for each in open_parts) - _LEAST
    return max(1, int(part.slots.get("most", 1)) - spare // len(open_parts)) if open_parts and spare >= 0 else 1


def _told(aspect: AspectLine) -> str:
    """An aspect of an outline with its parts, as lines for a critic."""
    lines = [f"- {aspect.slug}: {aspect.title}. {aspect.brief}"]
    for part in aspect.parts:
        names = "".join(f" [{word}: {'; '.join(said)}]" for word, said in (("gives", part.gives), ("uses", part.uses)) if said)
        lines.append(f"  - {part.slug} ({part.verdict}, {part.leaves} leaves) {part.title}: {' '.join(part.brief.split())}{names}")
    return "\n".join(lines)


def _is_passing(leaf: Node, nodes: Sequence[Node]) -> bool:
    """Whether a leaf is the sketch's, on a part that the model has still to plan anew: its name will be free."""
    part = next((each for each in nodes if each.id == leaf.parent), None)
    return part is not None and is_models(part.slots) and not is_models(leaf.slots)


def _style_of(around: Surroundings) -> Mapping[str, Any]:
    node = next((each for each in around.others if each.kind == "style"), None)
    return {**around.style, **(node.slots if node else {})}


def _standing(part: Node, around: Surroundings) -> tuple[Sprout, ...]:
    """The tree as every part is told of it: without what the sketch has where the model plans anew, whichever part is asked about."""
    nodes = [*around.others, part]
    below = {each.id for each in around.others if each.parent == part.id}
    kept = [each for each in nodes if each.id not in below and not (each.is_leaf and _is_passing(each, nodes))]
    return _as_tree(sorted(kept, key=lambda each: int(re.sub(r"\D", "", each.id) or 0)))


def _as_tree(nodes: Sequence[Node]) -> tuple[Sprout, ...]:
    slugs = {each.id: each.slug for each in nodes}
    there = set(slugs)

    def below(parent: str) -> tuple[Sprout, ...]:
        return tuple(replace(sprout_of(each, slugs), children=below(each.id)) for each in nodes if each.parent == parent)

    roots = {each.parent for each in nodes if each.parent is not None and each.parent not in there}
    seeds = [each.id for each in nodes if each.parent is None]
    return tuple(sprout for parent in [*sorted(roots), *seeds] for sprout in below(parent))


def _style_brief(vision: Vision) -> str:
    return " ".join([vision.fantasy, vision.art, vision.light, vision.motion, vision.sound]).strip()


def _stated(lines: Iterable[str], seed: Node) -> tuple[str, ...]:
    """The longer words of the seed that the pillars speak of."""
    return tuple(briefs.in_seed([word for line in lines for word in re.findall(r"[^\W\d_]{5,}", line)], seed.brief))[:8]


def _bounded(size: float) -> float:
    return min(max(size, 0.02), 60.0)
