"""`Planner`: asks a model for the vision, the outline and the leaves of parts, and makes sprouts of its replies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.designers import briefs
from dreamgarden.designers.designer import Designer, Sprout, Surroundings
from dreamgarden.designers.drafting import BY, MODEL, draft_below, is_models, leaves_in, remarks_of, sprout_of, told_leaves, told_tree
from dreamgarden.designers.forms import GardenOutline, LeafLine, PartLeaves, PartLine, Vision
from dreamgarden.designers.prompts import Prompts
from dreamgarden.designers.replies import ask_for
from dreamgarden.designers.style import said_in
from dreamgarden.llm.chat import Chat, Hear, Question
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_MOST_OF_PART = 9
_IN_WORDS = ("fantasy", "won", "lost", "art", "light", "motion", "sound")


class Planner:
    """Plans with one chat, on the draft of `sketch`."""

    def __init__(self, chat: Chat, sketch: Designer, prompts: Prompts) -> None:
        self._chat, self._sketch, self._prompts = chat, sketch, prompts

    def outline(self, seed: Node, around: Surroundings, work: Work, hear: Hear) -> list[Sprout]:
        """The style and the aspects with their parts; parts that stay keep what grows on them."""
        draft = draft_below(seed, around, self._sketch, work)
        remarks = remarks_of([*around.others, seed])
        vision = self._vision(seed, around, remarks, work, hear)
        style = self._styled(vision, around)
        asked = self._prompts.ask(
            "outline", seed=seed.brief, vision=vision_in_words(style), leaves=around.budget, draft=told_tree(draft),
            count=sum(1 for _ in leaves_in(draft)), remarks=remarks,
        )  # fmt: skip
        reply = ask_for(GardenOutline, self._chat, Question(asked, purpose="outline the garden", node=seed.slug), work, hear)
        parts = {each.slug: each for aspect in draft for each in aspect.children if each.kind == "part"}
        title = "风格" if around.style.get("language") == "zh" else "Style"
        sprouts = [Sprout(title, _style_brief(vision), "style", "style", seed_words=_stated(vision.pillars, seed), slots=style)]
        for aspect in reply.aspects:
            role = _slug(aspect.slug)
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
        most = max(1, min(int(part.slots.get("most", _MOST_OF_PART)), _MOST_OF_PART, around.budget))
        asked = self._prompts.ask(
            "part", seed=around.seed, vision=vision_in_words(style), tree=told_tree(_as_tree(elsewhere)), part=part,
            draft=told_leaves(list(draft.values())), leaves=most, language=style.get("language", "en"),
        )  # fmt: skip
        reply = ask_for(PartLeaves, self._chat, Question(asked, purpose=f"plan {part.slug}", node=part.slug), work, hear)
        taken = {each.slug for each in elsewhere if not _is_passing(each, elsewhere)}
        chosen: dict[str, Sprout] = {}
        for line in reply.leaves[:most]:
            sprout = self._leaf(line, draft)
            if sprout is not None and (sprout.slug not in taken or sprout.kind == "mesh"):
                chosen.setdefault(sprout.slug, sprout)
        # What a kept leaf needs is kept with it: its code names these models and texts.
        waiting = [need for each in chosen.values() if each.slug in draft for need in each.needs]
        while waiting:
            need = waiting.pop()
            if need in draft and need not in chosen:
                chosen[need] = draft[need]
                waiting.extend(draft[need].needs)
        # A model that stands elsewhere in the garden is shared, not made twice.
        return [each for each in chosen.values() if each.slug not in taken]

    def _vision(self, seed: Node, around: Surroundings, remarks: str, work: Work, hear: Hear) -> Vision:
        asked = self._prompts.ask("vision", seed=seed.brief, style=around.style, remarks=remarks)
        return ask_for(Vision, self._chat, Question(asked, purpose="see the whole", node="style"), work, hear)

    def _styled(self, vision: Vision, around: Surroundings) -> dict[str, Any]:
        """The vision as slots of the style leaf; what a person set there stays."""
        told = vision.model_dump()
        words = {name: told.pop(name) for name in (*_IN_WORDS, "pillars")}
        said = said_in(str(around.style.get("language", "en")), vision.mood, vision.hour % 24, vision.weather.kind)
        style = {**told, "hour": vision.hour % 24, "vision": words, "said": said, BY: MODEL}
        mine = next((dict(each.slots) for each in around.others if each.kind == "style" and each.author == "person"), {})
        return {**style, **mine}

    def _part(self, line: PartLine, draft: Mapping[str, Sprout]) -> Sprout:
        was = draft.get(line.slug) or draft.get(f"part_{line.slug}")
        if line.verdict == "keep" and was is not None:
            return replace(was, children=())
        slug = was.slug if was is not None else _slug(line.slug)
        words = line.brief or (was.brief if was is not None else line.title)
        return Sprout(line.title, words, "part", slug, seed_words=tuple(line.seed_words), slots={BY: MODEL, "most": line.leaves})

    def _leaf(self, line: LeafLine, draft: Mapping[str, Sprout]) -> Sprout | None:
        was = draft.get(line.slug)
        if line.verdict == "keep":
            return was
        if not line.brief.strip():
            return None if was is None else was
        slots: dict[str, Any] = {BY: MODEL, "gives": list(line.gives)}
        if line.kind == "mesh":
            slots = {BY: MODEL, "query": line.query or line.title or line.slug.replace("_", " "), "size": _bounded(line.size), "said": line.brief}
            slots |= {"carve": True} if line.carve else {}
        elif was is not None and was.kind == line.kind and was.slots.get("pattern"):
            slots["sketch"] = dict(was.slots)
        slug = was.slug if was is not None and was.kind == line.kind else _slug(line.slug)
        needs = tuple(dict.fromkeys(_slug(each.partition(":")[2] or each) for each in line.needs))
        return Sprout(line.title or line.slug.replace("_", " ").capitalize(), line.brief, line.kind, slug, needs,
                      tuple(line.seed_words), "recipe" if line.carve and line.kind == "mesh" else "", slots)  # fmt: skip


def vision_in_words(style: Mapping[str, Any]) -> str:
    """The style for those who write by it: what the game is, how it looks, its colours."""
    told = style.get("vision", {})
    lines = [f"{style.get('title', '')}. {style.get('subtitle', '')}".strip(". ") + "."]
    lines += [f"{name}: {told[name]}" for name in _IN_WORDS if told.get(name)]
    lines += [f"pillar: {each}" for each in told.get("pillars", ())]
    weather, music = style.get("weather", {}), style.get("music", {})
    lines.append(f"stage {style.get('stage')}, view {style.get('view')}, mood {style.get('mood')}, hour {style.get('hour')}, "
                 f"weather {weather.get('kind', 'clear')}, music {music.get('mood', '')} {music.get('tempo', '')}")  # fmt: skip
    lines.append("palette " + ", ".join(f"{role} {colour}" for role, colour in style.get("palette", {}).items()))
    return "\n".join(lines)


def _is_passing(leaf: Node, nodes: Sequence[Node]) -> bool:
    """Whether a leaf is the sketch's, on a part that the model has still to plan anew: its name will be free."""
    part = next((each for each in nodes if each.id == leaf.parent), None)
    return part is not None and is_models(part.slots) and not is_models(leaf.slots)


def _style_of(around: Surroundings) -> Mapping[str, Any]:
    node = next((each for each in around.others if each.kind == "style"), None)
    return {**around.style, **(node.slots if node else {})}


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


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_") or "leaf"


def _bounded(size: float) -> float:
    return min(max(size, 0.02), 60.0)
