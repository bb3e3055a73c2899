"""A branch as an indented text outline: how nodes are copied to the clipboard and pasted from anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dreamgarden.ui.document import Document

_LINE = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+•]\s+|\d+[.)]\s+|(?P<hashes>#{1,6})\s+)?(?P<text>\S.*)$")
_KIND = re.compile(r"\s*\[(part|aspect|code|mesh|data)\]$")
_MOST_LINES = 500


@dataclass
class Branch:
    """A line of an outline with the lines below it. `kind` is "" where the text names none."""

    title: str
    brief: str = ""
    kind: str = ""
    children: list[Branch] = field(default_factory=list)


def write(document: Document, id: str, depth: int = 0) -> str:
    """The node and all below it: "- Title [kind]: brief", two spaces a level."""
    item = document[id]
    kind = f" [{item.kind}]" if item.kind in ("part", "aspect", "code", "mesh", "data") else ""
    brief = " ".join(item.brief.split())
    line = f"{'  ' * depth}- {item.title}{kind}" + (f": {brief}" if brief and brief != item.title else "")
    return line + "\n" + "".join(write(document, child, depth + 1) for child in item.children)


def read(text: str) -> list[Branch]:
    """The branches of an outline: indented lines with or without bullets, or Markdown headings."""
    top: list[Branch] = []
    stack: list[tuple[int, Branch]] = []
    for line in text.expandtabs(4).splitlines()[:_MOST_LINES]:
        found = _LINE.match(line)
        if found is None:
            continue
        level = len(found["hashes"]) - 8 if found["hashes"] else len(found["indent"])
        head, _, brief = found["text"].partition(": ")
        kind = _KIND.search(head)
        branch = Branch(_KIND.sub("", head).strip()[:120], brief.strip(), kind[1] if kind else "")
        while stack and stack[-1][0] >= level:
            stack.pop()
        (stack[-1][1].children if stack else top).append(branch)
        stack.append((level, branch))
    return top


def size(branches: list[Branch]) -> int:
    """How many nodes the branches have."""
    return sum(1 + size(branch.children) for branch in branches)


def steps(branches: list[Branch], parent: str) -> list[dict[str, Any]]:
    """The branches as the steps of one batch that adds them below a parent, parents before their children."""
    made: list[dict[str, Any]] = []
    waiting = [(branch, parent) for branch in reversed(branches)]
    while waiting:
        branch, above = waiting.pop()
        kind = branch.kind or "code"
        if branch.children and kind not in ("part", "aspect"):
            kind = "part"
        below = f"${len(made)}"
        made.append({"verb": "add", "parent": above, "title": branch.title, "brief": branch.brief or branch.title, "kind": kind})
        waiting += [(child, below) for child in reversed(branch.children)]
    return made
