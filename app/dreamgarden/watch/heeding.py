"""From a complaint to an edit: who answers it, and the chosen changes as one step of undo.

| Step | Arguments | Does |
| --- | --- | --- |
| dial | part, pattern, slot, value | a slot of a pattern set otherwise, with every leaf that it reaches |
| say | node, sentence | one more sentence in the style's brief, for the former one of its kind |
| recast | node, title, brief, slots | other words for a node, as the designer tells them |
| sprout | parent, title, brief, kind, slug, slots, route, needs | a leaf that the designer plans |
| restore | node (as JSON) | a leaf as it was, with those that used it if it had left |
| expand | node | a part grows again: what left it comes back |
| grow | parent, title, brief | a part that then grows |
| mend | node, fault | a leaf's code, as the game has it, is written anew without this fault |
| any verb of wishes.py | its own | a person's edit |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dreamgarden import wishes
from dreamgarden.errors import BadInput
from dreamgarden.events import nowhere
from dreamgarden.grow import growth
from dreamgarden.grow.feedback.proposal import Change, Complaint, Fault, Heeder, Proposal, Scenery, Step, change_from_json
from dreamgarden.plan import edit as edits
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.node import Node
from dreamgarden.plan.record import node_from_json
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work

if TYPE_CHECKING:
    from dreamgarden.designers.designer import Designer

_LONGEST = 2000  # characters of a complaint

Code = Callable[[Node], str]
"""The C++ that the game has of a leaf now; "" when there is none."""


def no_code(leaf: Node) -> str:
    """A `Code` of a garden that was never built."""
    return ""


def heard(plan: Plan, complaint: Complaint, designer: Designer, work: Work) -> Proposal:
    """What a complaint would change. Raises BadInput for an empty one, GardenError when a model can't be asked, Cancelled."""
    text = " ".join(complaint.text.split())[:_LONGEST]
    if not text:
        raise BadInput("Nothing was said.", safe="Nothing was changed.", then="Say what is wrong, in English or Chinese.")
    scenery = Scenery(tuple(plan), plan.root.brief, style_of(plan, designer, work))
    return _heeder(designer).heed(replace(complaint, text=text), scenery, work)


def mends(plan: Plan, fault: Fault, designer: Designer, work: Work) -> Proposal:
    """What a designer's model would change so that a fault is no more; no changes when there is no model to ask.

    Raises GardenError when the model can't be asked, Cancelled.
    """
    if designer.name == "model":
        from dreamgarden.designers.model import ModelDesigner
        from dreamgarden.grow.feedback.model import ModelHeeder

        if isinstance(designer, ModelDesigner):
            scenery = Scenery(tuple(plan), plan.root.brief, style_of(plan, designer, work))
            return ModelHeeder(designer).mend(fault, scenery, work)
    return Proposal(fault.what, ())


def style_of(plan: Plan, designer: Designer, work: Work) -> dict[str, Any]:
    """The style as the plan has it now."""
    from dreamgarden.designers.designer import Restyler

    style = designer.style(plan.root.brief, work)
    node = next((each for each in plan if each.kind == "style"), None)
    if node is not None:
        style = {**style, **node.slots}
        if node.author == "person" and isinstance(designer, Restyler):
            style = designer.restyle(style, node.brief, plan.root.brief, work)
    return style


def chosen(rows: Sequence[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Changes as they came back from whoever chose among them. Raises BadInput."""
    try:
        return tuple(change_from_json(row) for row in rows)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput("These are no changes of a proposal.", safe="Nothing was changed.", then="Ask for a proposal first.") from error


def edit_for(plan: Plan, changes: Sequence[Change], label: str, memory: wishes.Memory, designer: Designer, work: Work, leaves: int,
             code: Code = no_code) -> Edit:
    """One edit for all of the changes. `code` is what leaves that are to be mended have now.

    Raises BadInput when one can't be done on this plan; it is named.
    """
    made: list[Edit] = []

    def take(edit: Edit) -> Plan:
        nonlocal plan
        plan = edit.apply(plan)
        made.append(edit)
        return plan

    for change in changes:
        for step in change.steps:
            try:
                for one in (_dialled(plan, step, designer, work) if step.verb == "dial" else _edits(plan, step, memory, code)):
                    take(one)
                if step.verb == "expand":
                    growth.expand(take, plan, plan.find(str(step.given["node"])).id, designer, work, nowhere, leaves=leaves)
                if step.verb == "grow":
                    growth.expand(take, plan, made[-1].nodes[0].id, designer, work, nowhere, leaves=leaves)  # type: ignore[attr-defined]
            except BadInput as error:
                said = f"“{change.what}” can't be done: {error.what}"
                raise BadInput(said, safe="None of the changes was done.", then=error.then) from error
    if not made:
        raise BadInput("There is nothing to change.", safe="Nothing was changed.", then="Choose at least one change.")
    return edits.Batch(tuple(made), label)


def _dialled(plan: Plan, step: Step, designer: Designer, work: Work) -> list[Edit]:
    from dreamgarden.designers.dials import beds_of, part_recast, turned
    from dreamgarden.designers.patterns import PatternDesigner
    from dreamgarden.designers.values import from_json

    patterns = designer if isinstance(designer, PatternDesigner) else getattr(designer, "sketch", None)
    given = step.given
    if not isinstance(patterns, PatternDesigner):
        raise BadInput(f"The designer “{designer.name}” has no patterns.", safe="Nothing was changed.")
    bed = next((bed for bed in beds_of(patterns, plan) if (bed.part.id, bed.pattern.name) == (given["part"], given["pattern"])), None)
    if bed is None:
        raise BadInput(f"No leaves of {given['pattern']} hang here any more.", safe="Nothing was changed.", then="Ask again.")
    values = {str(given["slot"]): from_json(given["value"])}
    out: list[Edit] = []
    for recast in turned(patterns, bed, values, style=style_of(plan, designer, work), seed=plan.root.brief, others=plan):
        if recast.is_new:
            node = replace(recast.node, id=plan.next_id(), slots=dict(recast.slots))
            users = [leaf for leaf in bed.leaves if leaf.kind == "code" and node.slug in str(from_json(given["value"]))]
            out += [edits.AddNodes((node,)), *(edits.SetNeeds(leaf.id, (*leaf.needs, node.id)) for leaf in users)]
            plan = edits.AddNodes((node,)).apply(plan)
        else:
            out += _recast(recast.node, recast.title, recast.brief, recast.slots)
    if (part := part_recast(bed, values)) is not None:
        out += _recast(part.node, part.title, part.brief, part.slots)
    return out


def _recast(node: Node, title: str, brief: str, slots: Mapping[str, Any]) -> list[Edit]:
    out: list[Edit] = []
    if title != node.title:
        out.append(edits.Rename(node.id, title, "designer"))
    if brief != node.brief:
        # The words stay the person's where they were: the designer only put in what was asked for.
        out.append(edits.EditBrief(node.id, brief, node.author))
    if dict(slots) != dict(node.slots):
        out.append(edits.SetSlots(node.id, dict(slots)))
    return out


def _heeder(designer: Designer) -> Heeder:
    if isinstance(designer, Heeder):
        return designer
    from dreamgarden.designers.patterns import PatternDesigner
    from dreamgarden.grow.feedback.offline import OfflineHeeder

    if isinstance(designer, PatternDesigner):
        return OfflineHeeder(designer)
    if designer.name == "model":  # its module is read only where there is a model
        from dreamgarden.designers.model import ModelDesigner
        from dreamgarden.grow.feedback.model import ModelHeeder

        if isinstance(designer, ModelDesigner):
            return ModelHeeder(designer)
    said = f"The designer “{designer.name}” can't answer complaints."
    raise BadInput(said, safe="Nothing was changed.", then="Edit the briefs yourself.")


def _edits(plan: Plan, step: Step, memory: wishes.Memory, code: Code) -> list[Edit]:
    given = dict(step.given)
    if step.verb == "expand":
        return []
    if step.verb == "mend":
        node = plan.find(str(given["node"]))
        from dreamgarden.designers import mending

        mend = mending.remembered(str(given["fault"]), code(node), node.brief, node.take)
        unpinned = [edits.Pin(node.id, "")] if node.pinned else []  # what is kept as it is can't be mended
        return [*unpinned, edits.SetSlots(node.id, {**node.slots, mending.MEND: mend})]
    if step.verb == "restore":
        was = node_from_json(given["node"])
        if was.id in plan:
            return [edits.Patch((was,), words=f"“{was.title}” as it was")]
        users = [leaf for leaf in plan.children(was.parent or "") if leaf.kind == "code" and was.kind in ("mesh", "data")]
        users = [leaf for leaf in users if was.slug in str(leaf.slots) and was.id not in leaf.needs]
        return [edits.AddNodes((was,)), *(edits.SetNeeds(leaf.id, (*leaf.needs, was.id)) for leaf in users)]
    if step.verb == "say":
        from dreamgarden.grow.feedback.look import with_sentence

        node = plan.find(str(given["node"]))
        return [edits.EditBrief(node.id, with_sentence(node.brief, str(given["sentence"])), "person")]
    if step.verb == "recast":
        node = plan.find(str(given["node"]))
        return _recast(node, str(given.get("title", node.title)), str(given.get("brief", node.brief)), given.get("slots", node.slots))
    if step.verb in ("sprout", "grow"):
        parent = plan.find(str(given["parent"]))
        kind: Any = "part" if step.verb == "grow" else given["kind"]
        slug = str(given.get("slug") or given["title"])
        node = Node(
            id=plan.next_id(), parent=parent.id, title=str(given["title"])[:120],
            brief=str(given.get("brief") or given["title"]), kind=kind,
            slug=slug if given.get("slug") and all(each.slug != slug for each in plan) else plan.free_slug(slug),
            route=str(given.get("route", "")), slots=dict(given.get("slots", {})),
            author="person" if step.verb == "grow" and not given.get("slots") else "designer",
            needs=tuple(dict.fromkeys(plan.find(str(need)).id for need in given.get("needs", ()))),
        )  # fmt: skip
        return [edits.AddNodes((node,))]
    return [wishes.fulfil(plan, step.verb, given, memory).edit]
