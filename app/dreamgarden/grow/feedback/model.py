"""`ModelHeeder`: a chat model answers a complaint, or a finding, with the same values as the offline one: changes by node, and questions.

It is shown what the offline designer would change, and takes of that by number what is right; the rest it says itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from dreamgarden.designers.forms import Number, Words
from dreamgarden.designers.model import ModelDesigner
from dreamgarden.designers.replies import ask_for
from dreamgarden.grow.feedback.ask import chinese_in
from dreamgarden.grow.feedback.offline import OfflineHeeder
from dreamgarden.grow.feedback.proposal import Change, Complaint, Fault, Proposal, Scenery, Step
from dreamgarden.grow.feedback.words import said
from dreamgarden.llm.chat import Question
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_LONG = 700  # characters of a brief that are shown
_ADDED = frozenset({"part", "code", "mesh", "data"})
_MADE = {"by": "model"}


class ToldChange(BaseModel):
    """A change as a model writes it: `take`, `node`, `add` or `remove` says which.

    take   a change of the offline designer, by its number.     mend  what is wrong in a leaf's code, and how it should be.
    needs  slugs of leaves that the node uses from now on.      gives, uses  names that a new leaf makes, and relies on.
    query, size  of a new model: what it is looked for by, and its longest side in metres.
    """

    model_config = ConfigDict(extra="ignore")
    take: int = 0
    node: str = ""
    title: str = ""
    brief: str = ""
    mend: str = ""
    needs: Words = []
    add: str = ""
    slug: str = ""
    below: str = ""
    kind: str = "part"
    gives: Words = []
    uses: Words = []
    query: str = ""
    size: Number = 1.0
    remove: str = ""
    why: str = ""


class Told(BaseModel):
    """A model's answer to a complaint or a finding."""

    model_config = ConfigDict(extra="ignore")
    changes: list[ToldChange] = Field(default_factory=list)
    questions: list[str] = Field(default_factory=list)


class ModelHeeder:
    """Asks the planner of a model designer. What it names that is not there becomes a question."""

    def __init__(self, designer: ModelDesigner) -> None:
        self._designer = designer

    def heed(self, complaint: Complaint, scenery: Scenery, work: Work) -> Proposal:
        """What the model would change. Raises Unreadable, Refused, ServerAway, OverBudget, Cancelled."""
        zh = chinese_in(complaint.text)
        drawn = OfflineHeeder(self._designer.sketch).heed(complaint, scenery, work)
        offered = [change for change in drawn.changes if change.steps]
        asked = self._designer.prompts.ask(
            "feedback", seed=scenery.seed, tree=told_tree(scenery.nodes), complaint=complaint.text, pointed=complaint.pointed,
            in_view=complaint.in_view, events=complaint.events, findings=complaint.findings, offered=_told(offered, scenery),
        )  # fmt: skip
        told = ask_for(Told, self._designer.roles.planner, Question(asked, purpose="answer a complaint", node="seed"), work)
        return self._proposed(complaint.text, told, scenery, offered, zh)

    def mend(self, fault: Fault, scenery: Scenery, work: Work) -> Proposal:
        """What the model would change so that a play-test no longer finds a fault. Raises as `heed`."""
        asked = self._designer.prompts.ask("repair", seed=scenery.seed, tree=told_tree(scenery.nodes), fault=fault)
        question = Question(asked, purpose=f"repair: {fault.kind}", node="seed")
        told = ask_for(Told, self._designer.roles.planner, question, work)
        return self._proposed(fault.what, told, scenery, (), chinese_in(scenery.seed))

    def _proposed(self, text: str, told: Told, scenery: Scenery, offered: Sequence[Change], zh: bool) -> Proposal:
        by_slug = {node.slug: node for node in scenery.nodes}
        fresh = {_slug(one) for one in told.changes if one.add}
        changes, questions = [], [question.strip() for question in told.questions if question.strip()]
        for one in sorted(told.changes, key=lambda each: not each.add):  # what is new is there before it is needed
            change = _taken(one, offered) or _change(one, by_slug, fresh, zh)
            if change is not None:
                changes.append(change)
            elif one.take or one.node or one.add or one.remove:
                questions.append(said("ask_plainly", zh, clause=one.why or one.brief[:60] or one.node or one.add or one.remove))
        return Proposal(text, tuple(changes), tuple(dict.fromkeys(questions)))


def told_tree(nodes: Sequence[Node]) -> str:
    """The plan as indented lines: slug, kind, title, brief, needs."""
    depth: dict[str, int] = {}
    slugs = {node.id: node.slug for node in nodes}
    lines = []
    for node in nodes:
        depth[node.id] = depth.get(node.parent or "", -1) + 1
        if not node.muted and not node.proposed and node.kind != "seed":
            brief = " ".join(node.brief.split())
            needs = ", ".join(slugs[need] for need in node.needs if need in slugs) if node.kind == "code" else ""
            used = f" [needs: {needs}]" if needs else ""
            lines.append(f"{'  ' * depth[node.id]}- {node.slug} ({node.kind}) {node.title}: {brief[:_LONG]}{used}")
    return "\n".join(lines)


# ── Within ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _taken(one: ToldChange, offered: Sequence[Change]) -> Change | None:
    if not 0 < one.take <= len(offered):
        return None
    change = offered[one.take - 1]
    return Change(change.nodes, change.what, one.why.strip() or change.why, change.steps, 0.9)


def _change(one: ToldChange, by_slug: Mapping[str, Node], fresh: set[str], zh: bool) -> Change | None:
    needs = [need for need in one.needs if need in fresh or (need in by_slug and by_slug[need].is_leaf)]
    if one.add:
        return _added(one, by_slug.get(one.below), needs, zh)
    if one.remove and (gone := by_slug.get(one.remove)) is not None and gone.kind not in ("seed", "style"):
        return Change((gone.id,), said("mute", zh, title=gone.title), one.why.strip(), (Step("prune", {"nodes": [gone.id]}),), 0.7)
    node = by_slug.get(one.node)
    if node is None or node.kind == "seed":
        return None
    steps: list[Step] = []
    brief, title = one.brief.strip() or node.brief, one.title.strip() or node.title
    if (brief, title) != (node.brief, node.title):
        steps.append(Step("edit", {"node": node.id, "brief": brief, "title": title}))
    there = {each.slug for each in by_slug.values() if each.id in node.needs}
    if node.kind == "code":
        steps += [Step("need", {"node": node.id, "other": need, "on": True}) for need in needs if need not in (*there, node.slug)]
    if one.mend.strip() and node.kind == "code":
        steps.append(Step("mend", {"node": node.id, "fault": one.mend.strip()}))
    if not steps:
        return None
    if brief != node.brief:
        what = said("rewritten", zh, title=node.title, new=_short(brief))
    else:
        what = said("mended", zh, title=node.title, new=_short(one.mend.strip() or ", ".join(needs)))
    return Change((node.id,), what, one.why.strip(), tuple(steps), 0.8)


def _added(one: ToldChange, above: Node | None, needs: Sequence[str], zh: bool) -> Change | None:
    if above is None or above.is_leaf or above.kind == "seed" or one.kind not in _ADDED:
        return None
    given = {"parent": above.id, "title": one.add.strip(), "brief": one.brief.strip() or one.add.strip()}
    if one.kind == "part":
        step = Step("grow", given)
    else:
        slots: dict[str, object] = dict(_MADE)
        if one.kind == "mesh":
            slots |= {"query": one.query.strip() or one.add.strip(), "size": one.size}
        slots |= {name: list(names) for name, names in (("gives", one.gives), ("uses", one.uses)) if names}
        step = Step("sprout", {**given, "kind": one.kind, "slug": _slug(one), "slots": slots, "needs": list(needs)})
    return Change((above.id,), said("add", zh, title=above.title, new=one.add.strip()), one.why.strip(), (step,), 0.7)


def _slug(one: ToldChange) -> str:
    return re.sub(r"[^a-z0-9]+", "_", (one.slug.strip() or one.add.strip()).lower()).strip("_")[:60] or "part"


def _told(offered: Sequence[Change], scenery: Scenery) -> list[str]:
    slugs = {node.id: node.slug for node in scenery.nodes}
    return [f"{', '.join(slugs.get(id, id) for id in change.nodes)}: {change.what}" for change in offered]


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rstrip() + "…"
