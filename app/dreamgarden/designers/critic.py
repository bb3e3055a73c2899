"""`Critic`: the second look. Reads an outline before it is built, and looks at pictures of the game in play where the model has eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dreamgarden.designers.forms import GardenOutline, Judgement, PartLine, Review, Seen
from dreamgarden.designers.prompts import Prompts
from dreamgarden.designers.replies import ask_for
from dreamgarden.llm.chat import Chat, Hear, Question, deaf
from dreamgarden.work import Work

_MOST_CHANGES = 12


@dataclass(frozen=True)
class Shown:
    """A play, for somebody with eyes.

    pictures  PNG or JPEG, in their order.      moments  what each is of, in words ("after 2 s, playing").
    facts     what happened in the plays, a sentence each.   tree  the plan in words.
    asked     (id, text) of the requirements that are to be judged; none leaves it to the judge what they are.
    """

    pictures: Sequence[bytes]
    moments: Sequence[str]
    facts: Sequence[str]
    tree: str
    asked: Sequence[tuple[str, str]] = ()


class Critic:
    """Asks `chat` about words and `eyes` about pictures; without eyes no picture is judged."""

    def __init__(self, chat: Chat, prompts: Prompts, eyes: Chat | None = None) -> None:
        self._chat, self._prompts, self._eyes = chat, prompts, eyes

    @property
    def has_eyes(self) -> bool:
        return self._eyes is not None

    def review(self, seed: str, vision: str, outline: str, count: int, most: int, remarks: str, work: Work, hear: Hear = deaf) -> Review:
        """What is wrong with an outline: drift from the seed, duplicates, over-growth, names that don't meet, vague briefs.

        count and most are its leaves and how many it may have. Raises Unreadable and what `Chat.ask` raises.
        """
        asked = self._prompts.ask("critic", seed=seed, vision=vision, outline=outline, count=count, leaves=most, remarks=remarks)
        return ask_for(Review, self._chat, Question(asked, purpose="review the outline", node="style"), work, hear)

    def see(self, picture: bytes, brief: str, style: Mapping[str, Any], work: Work, slug: str = "", hear: Hear = deaf) -> Seen:
        """What a picture of the game in play (PNG or JPEG) shows of a leaf's brief, and what is wrong with it.

        slug is whose picture it is, for the bill; "" when it is of the whole. Without eyes nothing is seen and nothing is wrong.
        Raises Unreadable and what `Chat.ask` raises.
        """
        if self._eyes is None:
            return Seen()
        from dreamgarden.designers.planner import vision_in_words  # planner.py hires a critic

        asked = self._prompts.ask("eyes", vision=vision_in_words(style), brief=brief)
        question = Question(asked, purpose=f"look at {slug or 'the game'}", node=slug).showing(picture)
        return ask_for(Seen, self._eyes, question, work, hear)

    def judge(self, shown: Shown, seed: str, style: Mapping[str, Any], work: Work, hear: Hear = deaf) -> Judgement:
        """A play, held against the seed, the briefs and the style, in a reviewer's form.

        Without eyes or pictures nothing is judged. Raises Unreadable and what `Chat.ask` raises.
        """
        if self._eyes is None or not shown.pictures:
            return Judgement()
        from dreamgarden.designers.planner import vision_in_words  # planner.py hires a critic

        asked = self._prompts.ask("judge", seed=seed, vision=vision_in_words(style), tree=shown.tree, facts=shown.facts,
                                  requirements=shown.asked, moments=shown.moments)  # fmt: skip
        question = Question(asked, purpose="judge a play", node="seed").showing(*shown.pictures)
        return ask_for(Judgement, self._eyes, question, work, hear)


def revised(outline: GardenOutline, review: Review) -> tuple[GardenOutline, list[str]]:
    """The outline with a review's changes, and a sentence a change. What would take away every part of an aspect is not done."""
    by_part = {change.part: change for change in review.changes[:_MOST_CHANGES]}
    said: list[str] = []
    aspects = []
    for aspect in outline.aspects:
        parts: list[PartLine] = []
        for part in aspect.parts:
            change = by_part.get(part.slug)
            if change is None:
                parts.append(part)
                continue
            last = not parts and part is aspect.parts[-1]
            if change.drop and not last:
                said.append(f"“{part.title}” left the outline: {change.why}")
                continue
            fresh = {"brief": change.brief, "gives": list(change.gives), "uses": list(change.uses)}
            kept = {name: value for name, value in fresh.items() if value}
            if not kept:
                parts.append(part)
                continue
            verdict = "rewrite" if part.verdict == "keep" else part.verdict
            parts.append(part.model_copy(update={**kept, "verdict": verdict}))
            said.append(f"“{part.title}” was made clearer: {change.why}")
        for missing in review.missing:
            if missing.aspect == aspect.slug and missing.slug not in {each.slug for each in outline.parts()}:
                parts.append(PartLine(**{**missing.model_dump(exclude={"aspect"}), "verdict": "new"}))
                said.append(f"“{missing.title}” was added")
        aspects.append(aspect.model_copy(update={"parts": parts}))
    return outline.model_copy(update={"aspects": aspects}), said
