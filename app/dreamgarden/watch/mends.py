"""What a plan can say so that a finding goes: words at the end of a brief, and models that are named and were never planned.

Unlike taking a former take back, these help where the fault was there from the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dreamgarden.designers import riders
from dreamgarden.game.findings import Finding
from dreamgarden.grow.feedback.proposal import Change, Step
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan

PLANNED = frozenset({"dark", "glare", "contrast"})  # what the style decides more often than a part
_LOOKS = PLANNED | {"palette", "empty"}
_DRAWN = frozenset({"palette", "light", "hour", "weather", "finish"})
_PLACED = {"floating": "standing", "buried": "standing", "unreachable": "nearby", "outside": "nearby"}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(?:m\b|metres?\b|米)")


def by_words(plan: Plan, nodes: Sequence[Node], finding: Finding) -> Iterator[Change]:
    """The changes, the smallest first. nodes are the leaves that may be to blame, the surest first."""
    code = next((node for node in nodes if node.kind == "code"), None)
    language = "zh" if any("一" <= sign <= "鿿" for sign in plan.root.brief) else "en"
    if finding.kind in _LOOKS:
        yield from _drawn_anew(plan, finding)
    if finding.kind == "missing":
        yield from _grown(plan, code, finding)
    if code is None:
        return
    if finding.kind in _PLACED and finding.subject:
        yield _rider(code, finding, riders.told(_PLACED[finding.kind], language, finding.subject))
    if finding.kind == "proportion":
        model = next((node for node in plan if node.kind == "mesh" and node.slug == finding.subject), None)
        side = _side(model) if model is not None else 0.0
        if side:
            name = finding.named or finding.subject
            yield _rider(code, finding, riders.told("sized", language, name, round(0.4 * side, 2), round(2.2 * side, 2)))


def _rider(node: Node, finding: Finding, sentence: str) -> Change:
    brief = riders.with_rider(node.brief, sentence)
    step = Step("recast", {"node": node.id, "title": node.title, "brief": brief, "slots": dict(node.slots)})
    return Change((node.id,), f"The brief of “{node.title}” now says: {sentence}", finding.what, (step,))


def _grown(plan: Plan, code: Node | None, finding: Finding) -> Iterator[Change]:
    """A leaf for a model that code names and nobody planned."""
    name = finding.subject
    if code is None or not code.parent or not re.fullmatch(r"[a-z0-9_]{1,60}", name) or any(node.slug == name for node in plan):
        return
    title = re.sub(r"_\d+$", "", name).replace("_", " ")
    brief = f"{title[:1].upper()}{title[1:]}, as “{code.title}” shows it."
    given = {"parent": code.parent, "title": title, "brief": brief, "kind": "mesh", "slug": name, "slots": {"query": title}}
    yield Change((code.parent, code.id), f"A model “{name}” is made.", finding.what, (Step("sprout", given),))


def _drawn_anew(plan: Plan, finding: Finding) -> Iterator[Change]:
    """The style without what was set by hand of its colours and light: as the seed asks for it."""
    for node in plan:
        own = {name: value for name, value in node.slots.items() if name not in _DRAWN}
        if node.kind == "style" and len(own) < len(node.slots):
            step = Step("recast", {"node": node.id, "title": node.title, "brief": node.brief, "slots": own})
            yield Change((node.id,), "The style's colours and light are drawn anew, as the seed asks for them.", finding.what, (step,))


def _side(model: Node) -> float:
    """The longest side of a model in metres, as its brief tells it; 0 when it does not."""
    told = _LENGTH.search(model.brief)
    return float(told[1]) if told else 0.0
