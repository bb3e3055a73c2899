"""A play looked at by a designer with eyes: its pictures held against the seed, the briefs and the style, as findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dreamgarden.errors import Cancelled, GardenError
from dreamgarden.game.judged import Judged, happened, lacking, moments, odd_look
from dreamgarden.game.playtest import Tested
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dreamgarden.designers.critic import Critic
    from dreamgarden.designers.designer import Designer
    from dreamgarden.game.findings import Finding

_PICTURES = 4  # of a play: enough to see it go on, few enough to pay for
_KNOWN = 12  # of what was found by measure, that is told


def judge(tested: Tested, plan: Plan, style: Callable[[], Mapping[str, Any]], designer: Designer, work: Work,
          asked: Sequence[tuple[str, str]] = (), since: Sequence[str] = ()) -> Tested:  # fmt: skip
    """The test with what was judged by its pictures, as findings too; the same where the designer has no eyes.

    style  tells the garden's style, when it is needed.
    asked  (id, text) of what is to be judged; none leaves it to the judge.   since  what the person has asked for since.
    A judge who can't be asked is told of, and the test
    stays as it was. Raises Cancelled.
    """
    critic = _critic(designer)
    if critic is None or not tested.shots:
        return tested
    from dreamgarden.designers.critic import Shown
    from dreamgarden.grow.feedback.model import told_tree

    frames = tested.frames[:_PICTURES]
    pictures = dict(zip(frames, tested.shots, strict=False))
    facts = [*happened(tested.state, "goal-seeking"), *_also(tested), *(f"The person has asked since: {words}" for words in since)]
    shown = Shown(tuple(pictures.values()), moments(frames, tested.glances), facts, told_tree(tuple(plan)), tuple(asked))
    try:
        said = critic.judge(shown, plan.root.brief, style(), work)
    except Cancelled:
        raise
    except GardenError as error:
        getattr(designer, "tell", lambda text: None)(f"The pictures of the play were not judged. {error}")
        return tested
    slugs = {node.slug for node in plan if node.is_leaf}
    texts = dict(asked)
    judged = tuple(
        Judged(one.id, texts.get(one.id, one.text), one.met, one.why, tuple(slug for slug in one.nodes if slug in slugs),
               _frame(one.picture, frames))
        for one in said.requirements if one.id in texts or (not texts and one.text)
    )  # fmt: skip
    looks = [odd_look(one.what, one.where, one.part if one.part in slugs else "", _frame(one.picture, frames), pictures)
             for one in said.faults[:5]]  # fmt: skip
    found: dict[tuple[str, str], Finding] = {each.key: each for each in [*lacking(judged, pictures), *looks]}
    return replace(tested, findings=(*tested.findings, *found.values()), judged=judged)


def _critic(designer: Designer) -> Critic | None:
    if designer.name != "model":  # its module is read only where there is a model
        return None
    from dreamgarden.designers.model import ModelDesigner

    return designer.critic if isinstance(designer, ModelDesigner) and designer.critic.has_eyes else None


def _also(tested: Tested) -> list[str]:
    endings = ", ".join(tested.coverage.endings) or "none"
    out = [f"Of all players together: screens {', '.join(tested.coverage.screens)}; endings {endings}."]
    return out + [f"Found by measure: {each.what}" for each in tested.findings[:_KNOWN]]


def _frame(number: float, frames: Sequence[int]) -> int:
    return frames[int(number) - 1] if 0 < int(number) <= len(frames) else -1
