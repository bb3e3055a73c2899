"""`Repairs`: what could mend a finding, as steps on the plan, and the loop that tries them one by one, with proof.

A repair stays when the finding is gone and nothing else broke: no new finding, and no ending or event less. Else it is
taken back and said. The first tries are the smallest.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dreamgarden.designers.drafting import is_models
from dreamgarden.errors import Cancelled, GardenError
from dreamgarden.game.findings import Finding
from dreamgarden.game.judged import LOOK
from dreamgarden.game.playtest import Tested
from dreamgarden.grow.feedback.proposal import Change, Complaint, Proposal, Step
from dreamgarden.plan.node import Node
from dreamgarden.plan.record import node_to_json
from dreamgarden.plan.tree import Plan
from dreamgarden.watch import mends
from dreamgarden.watch.counsel import SEEN, Ask, asked
from dreamgarden.work import Work

_AGAIN, _WRITTEN = 3, 3  # how often a part is written again, and how many that may be to blame
_SURE = 0.6  # below this a finding is a hint, and nothing is changed for it
_DROPPED = frozenset({"crash", "hang", "error", "memory", "stuck", "missing", "slow", "spawn"})  # better left out than kept
_SAID: dict[str, tuple[str, str]] = {  # what a person would say of it
    "dark": ("The game is much too dark", "太暗了"),
    "glare": ("The game is much too bright", "太亮了"),
    "contrast": ("The game is too dark", "太暗了"),
    "floating": ("{subject} floats in the air; put everything on level ground", "{subject}悬空，放到平整的地面上"),
    "buried": ("There is no level ground for {subject}", "{subject}没有平整的地面"),
    "unreachable": ("I can't reach {subject}", "够不到{subject}"),
    "unwinnable": ("It is too hard", "太难了"),
    "slow": ("There are too many {subject}", "{subject}太多"),
}


@dataclass(frozen=True)
class Round:
    """One try. kept: it stayed. why: what proved it, or for what it was taken back."""

    finding: Finding
    what: str
    kept: bool
    why: str

    def to_json(self) -> dict[str, Any]:
        return {"finding": self.finding.to_json(), "what": self.what, "kept": self.kept, "why": self.why}


@dataclass(frozen=True)
class Repaired:
    """What came of a repair: its rounds, and what is still wrong."""

    rounds: tuple[Round, ...]
    left: tuple[Finding, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        left = [each.to_json() for each in self.left]
        return {"rounds": [each.to_json() for each in self.rounds], "left": left, "seconds": round(self.seconds, 1)}


@dataclass(frozen=True)
class Garden:
    """What the loop may do with a garden.

    plan    as it is now.      own  whether a person made this leaf's take by hand.
    answer  a proposal for a complaint.   change  make changes as one step of undo.   undo  take the last one back.
    fine    what the leaves were when this was last not found: id → the node as JSON.
    rebuilt build what changed, and play it again for a finding: what was found then. It is kept when it `stays`.
    settle  build the plan as it is after the last try was taken back.
    ask     what a model would change; None where there is none.   alone  nothing but that is tried.
    blame   the finding with the parts without which it does not happen.
    """

    plan: Callable[[], Plan]
    own: Callable[[Node], bool]
    answer: Callable[[Complaint], Proposal]
    change: Callable[[Sequence[Change], str], str]
    undo: Callable[[], str]
    fine: Callable[[Finding], Mapping[str, Any]]
    rebuilt: Callable[[Work, Finding], Tested]
    ask: Ask | None = None
    alone: bool = False
    blame: Callable[[Finding], Finding] = lambda finding: finding
    stays: Callable[[Tested], None] = lambda tested: None
    settle: Callable[[Work], None] = lambda work: None


def repair(garden: Garden, before: Tested, work: Work, *, rounds: int = 8, seconds: float = 300.0,
           heard: Callable[[Round], None] = lambda one: None) -> Repaired:
    """Mend what was found, within so many rounds and seconds. Raises Cancelled; a failed build is a round taken back."""
    begun = time.monotonic()
    done: list[Round] = []
    now = before
    tried: set[tuple[str, str]] = set()
    while True:
        finding = next((each for each in now.findings if each.sure >= _SURE and each.key not in tried), None)
        if finding is None:
            break
        tried.add(finding.key)
        if not changed_since(garden.plan(), garden.fine(finding)):
            finding = garden.blame(finding)

        def taken_back(finding: Finding = finding) -> list[str]:
            return [f"{one.what} {one.why}" for one in done if one.finding.key == finding.key]

        for change in candidates(garden, finding, taken_back):
            if len(done) >= rounds or time.monotonic() - begun > seconds:
                garden.settle(work)
                return Repaired(tuple(done), now.findings, time.monotonic() - begun)
            work.check()
            one, after = _try(garden, finding, change, now, work)
            done.append(one)
            heard(one)
            if one.kept and after is not None:
                now = after
                break
    garden.settle(work)
    return Repaired(tuple(done), now.findings, time.monotonic() - begun)


def candidates(garden: Garden, finding: Finding, tried: Callable[[], Sequence[str]] = list) -> Iterator[Change]:
    """What could mend a finding, the smallest first. tried: what was done for it so far, and why it did not stay."""
    if finding.kind in SEEN or garden.alone:  # a person may have asked for what eyes find odd: nothing is taken back for that
        yield from asked(garden.ask, finding, tried)
        return
    plan = garden.plan()
    nodes = [node for slug in finding.parts for node in plan if node.is_leaf and node.slug == slug]
    yield from _as_it_was(plan, garden.fine(finding), finding)
    for node in nodes:
        if garden.own(node):
            yield Change((node.id,), f"“{node.title}” goes back to how it was before it was changed by hand.", finding.what,
                         (Step("take", {"node": node.id, "take": 1}),))  # fmt: skip
    for node in nodes:
        if node.pinned and not garden.own(node):
            step = Step("pin", {"node": node.id, "on": False})
            yield Change((node.id,), f"“{node.title}” is made as the plan has it now.", finding.what, (step,))
    for node in plan:
        if node.muted and node.is_leaf and node.slug == finding.subject:
            step = Step("mute", {"nodes": [node.id], "on": False})
            yield Change((node.id,), f"“{node.title}” comes back into the game.", finding.what, (step,))
    for node in nodes:
        if finding.kind == "missing" and node.kind == "code" and node.parent:
            yield Change((node.parent,), f"What “{node.title}” needs grows again.", finding.what, (Step("expand", {"node": node.parent}),))
    if finding.kind == "proportion":
        yield from _to_size(nodes, finding)
    written = [node for node in nodes if node.kind == "code" and not garden.own(node)]
    # A model is told what is wrong: that is better than to let it write again, and patterns are dice.
    again, most = (_AGAIN, _WRITTEN) if garden.ask is None else (1, 1)
    written = [node for node in written if garden.ask is None or not is_models(node.slots)]
    yield from mends.by_words(plan, nodes, finding)
    if finding.kind in mends.PLANNED:
        yield from _answered(garden, plan, finding)
    for _ in range(again):
        yield from (Change((node.id,), f"“{node.title}” is written again.", finding.what, (Step("take", {"node": node.id, "take": 0}),))
                    for node in written[:most])  # fmt: skip
    if finding.kind not in mends.PLANNED:
        yield from _answered(garden, plan, finding)
    yield from asked(garden.ask, finding, tried)
    needed = {need for node in plan for need in node.needs if not node.muted}
    for node in nodes:
        if finding.kind in _DROPPED and node.kind == "code" and node.id not in needed and not node.muted:
            step = Step("mute", {"nodes": [node.id], "on": True})
            yield Change((node.id,), f"“{node.title}” is left out of the game.", finding.what, (step,))


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _try(garden: Garden, finding: Finding, change: Change, before: Tested, work: Work) -> tuple[Round, Tested | None]:
    try:
        garden.change([change], f"Repair: {finding.what[:60]}")
    except Cancelled:
        raise
    except GardenError as error:
        return Round(finding, change.what, False, error.what), None
    try:
        after = garden.rebuilt(work, finding)
        wrong = worse(before, after, finding)
    except Cancelled:
        garden.undo()
        raise
    except GardenError as error:
        after, wrong = None, error.what
    if not wrong and after is not None:
        garden.stays(after)
        return Round(finding, change.what, True, "It is gone, and nothing else broke."), after
    garden.undo()  # what it was is built with the next try, or at the end
    return Round(finding, change.what, False, f"Taken back: {wrong}"), None


def worse(before: Tested, after: Tested, finding: Finding) -> str:
    """Why a repair must not stay, as a sentence; "" when it may."""
    keys = {each.key for each in after.findings}
    if finding.key in keys:
        return "it is still there."
    new = [each for each in after.findings if each.key not in {old.key for old in before.findings} and each.sure >= _SURE
           and each.kind != LOOK]  # fmt: skip
    if new:
        return new[0].what
    if "won" in before.coverage.endings and "won" not in after.coverage.endings:
        return "it can no longer be won."
    events = after.coverage.events
    gone = [name for name, count in before.coverage.events.items() if count and not events.get(name) and name not in ("fell", "lost")]
    # What a part that breaks caused by breaking is no loss.
    if gone and finding.kind not in _DROPPED and len(gone) > len(before.coverage.events) / 3:
        return f"“{gone[0]}” no longer happens."
    return ""


def _answered(garden: Garden, plan: Plan, finding: Finding) -> Iterator[Change]:
    said = _SAID.get(finding.kind)
    if said is None:
        return
    zh = any("一" <= sign <= "鿿" for sign in plan.root.brief)
    subject = finding.subject.replace("_", " ")
    text = said[zh].format(subject=subject if subject not in ("picture", "goal", "frame") else ("things" if not zh else "东西"))
    try:
        proposal = garden.answer(Complaint(text, pointed=finding.parts, findings=finding.parts))
    except GardenError:  # a model that is away: the other ways remain
        return
    yield from (change for change in proposal.changes if change.steps)


def changed_since(plan: Plan, then: Mapping[str, Any]) -> dict[str, Any]:
    """The leaves that are not as they were then: id → the node as it was, as JSON. What came new is not told."""
    now = {node.id: node_to_json(node) for node in plan}
    return {id: row for id, row in then.items() if now.get(id) != row}


def _as_it_was(plan: Plan, then: Mapping[str, Any], finding: Finding) -> Iterator[Change]:
    """Each leaf that changed since it was fine, as it was; those that the finding names first."""
    changed = changed_since(plan, then)
    named = {slug: rank for rank, slug in enumerate(finding.parts)}
    for id, row in sorted(changed.items(), key=lambda item: named.get(str(item[1]["slug"]), 99)):
        title = str(row.get("title", row["slug"]))
        what = f"“{title}” becomes again what it was when this was not so."
        yield Change((id,), what, finding.what, (Step("restore", {"node": dict(row)}),))


def _to_size(nodes: Sequence[Node], finding: Finding) -> Iterator[Change]:
    """A model back at the size that its brief tells."""
    for node in nodes:
        told = re.search(r"(\d+(?:\.\d+)?)\s*(?:m\b|metres?\b|米)", node.brief)
        size = float(node.slots.get("size", 0.0))
        if node.kind == "mesh" and told and size and not 0.5 < size / float(told[1]) < 2:
            slots = {**node.slots, "size": float(told[1])}
            step = Step("recast", {"node": node.id, "title": node.title, "brief": node.brief, "slots": slots})
            yield Change((node.id,), f"“{node.title}” is {told[1]} m again, as its brief says.", finding.what, (step,))
