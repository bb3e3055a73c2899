"""What a designer's model would change for a finding that nothing else mended: one change a time, told what was tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from dreamgarden.errors import GardenError
from dreamgarden.game.findings import Finding
from dreamgarden.game.judged import LACKING, LOOK
from dreamgarden.grow.feedback.proposal import Change, Fault, Proposal
from dreamgarden.plan.node import Node

Ask = Callable[[Finding, Sequence[str]], Proposal]
"""A finding, and a sentence for each thing that was tried, with why it was taken back → what a model would change."""

SEEN = frozenset({LACKING, LOOK})  # what only somebody with eyes finds, and only a model mends
_TIMES = 2  # how often it is asked about one finding
_ABOUT = frozenset({"unreachable", "unwinnable", "stuck", "spawn", "outside", "ground"})
_STANDS = re.compile(r"\b(?:wall|block|ground|ground_tiles)\(|\bBody::solid\b")  # what is stood on, and shuts in
_OTHERS = 6  # further findings that are told
_SHOWN = 4  # parts whose code is shown
_LONGEST = 16_000  # characters of one part's code


def asked(ask: Ask | None, finding: Finding, tried: Callable[[], Sequence[str]]) -> Iterator[Change]:
    """What the model says, all of it as one change; asked again when that was taken back, with why.

    A model that is away, or says nothing, ends it. Raises Cancelled.
    """
    for _ in range(_TIMES if ask is not None else 0):
        assert ask is not None
        try:
            proposal = ask(finding, tuple(tried()))
        except GardenError:  # it can't be asked now, or has no usable answer: the other ways remain
            return
        changes = [change for change in proposal.changes if change.steps]
        if not changes:
            return
        nodes = tuple(dict.fromkeys(node for change in changes for node in change.nodes))
        steps = tuple(step for change in changes for step in change.steps)
        yield Change(nodes, " ".join(change.what for change in changes), " ".join(change.why for change in changes), steps)


def fault_of(finding: Finding, also: Sequence[Finding], tried: Sequence[str], since: Sequence[str], leaves: Sequence[Node],
             code: Callable[[Node], str]) -> Fault:  # fmt: skip
    """A finding as its mender is told, with the code of the parts that answer for it.

    also  all that the same plays found: one fault has many faces.
    """
    texts = {leaf.slug: code(leaf)[:_LONGEST] for leaf in leaves if leaf.kind == "code"}
    shown = [slug for slug in finding.parts if slug in texts]
    if finding.kind in _ABOUT:  # who shuts something in, or lets it fall, is seldom who made it
        shown += [slug for slug, text in texts.items() if _STANDS.search(text) and slug not in shown]
    some = {slug: texts[slug] for slug in shown[:_SHOWN]}
    others = tuple(each.what for each in also if each.key != finding.key)[:_OTHERS]
    return Fault(finding.kind, finding.what, finding.play, finding.frame / 30, finding.parts, some, tuple(tried[-4:]), tuple(since), others)
