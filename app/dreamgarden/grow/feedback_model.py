"""`ModelHeeder`: a chat model answers a complaint with the same values as the offline one: changes by node, and questions."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from dreamgarden.designers.model import ModelDesigner
from dreamgarden.designers.replies import ask_for
from dreamgarden.grow.feedback import Change, Complaint, Proposal, Scenery, Step
from dreamgarden.grow.feedback_reading import chinese_in
from dreamgarden.grow.feedback_words import said
from dreamgarden.llm.chat import Question
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_LONG = 700  # characters of a brief that are shown
_ADDED = frozenset({"part", "code", "mesh", "data"})


class ToldChange(BaseModel):
    """A change as a model writes it: `node`, `add` or `remove` says which."""

    model_config = ConfigDict(extra="ignore")
    node: str = ""
    title: str = ""
    brief: str = ""
    add: str = ""
    below: str = ""
    kind: str = "part"
    remove: str = ""
    why: str = ""


class Told(BaseModel):
    """A model's answer to a complaint."""

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
        asked = self._designer.prompts.ask(
            "feedback", seed=scenery.seed, tree=_tree(scenery), complaint=complaint.text, pointed=complaint.pointed,
            in_view=complaint.in_view, events=complaint.events, findings=complaint.findings,
        )  # fmt: skip
        told = ask_for(Told, self._designer.roles.planner, Question(asked, purpose="answer a complaint", node="seed"), work)
        by_slug = {node.slug: node for node in scenery.nodes}
        changes, questions = [], [question.strip() for question in told.questions if question.strip()]
        for one in told.changes:
            change = _change(one, by_slug, zh)
            if change is not None:
                changes.append(change)
            elif one.node or one.add or one.remove:
                questions.append(said("ask", zh, clause=one.why or one.brief[:60] or one.node or one.add or one.remove))
        return Proposal(complaint.text, tuple(changes), tuple(dict.fromkeys(questions)))


def _change(one: ToldChange, by_slug: Mapping[str, Node], zh: bool) -> Change | None:
    if one.node and (node := by_slug.get(one.node)) is not None and node.kind != "seed":
        brief, title = one.brief.strip() or node.brief, one.title.strip() or node.title
        if (brief, title) == (node.brief, node.title):
            return None
        step = Step("edit", {"node": node.id, "brief": brief, "title": title})
        return Change((node.id,), said("rewritten", zh, title=node.title, new=_short(brief)), one.why.strip(), (step,), 0.8)
    if one.add and (above := by_slug.get(one.below)) is not None and not above.is_leaf and one.kind in _ADDED:
        given = {"parent": above.id, "title": one.add.strip(), "brief": one.brief.strip() or one.add.strip()}
        step = Step("grow", given) if one.kind == "part" else Step("add", {**given, "kind": one.kind})
        return Change((above.id,), said("add", zh, title=above.title, new=one.add.strip()), one.why.strip(), (step,), 0.7)
    if one.remove and (gone := by_slug.get(one.remove)) is not None and gone.kind not in ("seed", "style"):
        return Change((gone.id,), said("mute", zh, title=gone.title), one.why.strip(), (Step("prune", {"nodes": [gone.id]}),), 0.7)
    return None


def _tree(scenery: Scenery) -> str:
    depth: dict[str, int] = {}
    lines = []
    for node in scenery.nodes:
        depth[node.id] = depth.get(node.parent or "", -1) + 1
        if not node.muted and not node.proposed and node.kind != "seed":
            brief = " ".join(node.brief.split())
            lines.append(f"{'  ' * depth[node.id]}- {node.slug} ({node.kind}) {node.title}: {brief[:_LONG]}")
    return "\n".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rstrip() + "…"
