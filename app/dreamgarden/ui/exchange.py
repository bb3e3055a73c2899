"""A plan as a file for other programs, and back: Markdown outline, OPML, JSON. Values in, values out; no window here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dreamgarden.errors import BadInput
from dreamgarden.ui import outline
from dreamgarden.ui.document import Document
from dreamgarden.ui.outline import Branch

KINDS = frozenset({"aspect", "part", "code", "mesh", "data"})
_LARGEST = 8 << 20
_MOST = 2000
_KEPT = ("kind", "needs", "seed_words", "take", "pinned", "muted", "note", "tag", "author", "slug")


def to_markdown(document: Document) -> str:
    """The seed as a heading, the tree as a nested list."""
    root = document[document.root]
    return f"# {root.title}\n\n{root.brief}\n\n" + "".join(outline.write(document, id) for id in root.children)


def to_opml(document: Document) -> str:
    """OPML 2.0: titles as text, briefs as _note, which other outliners read."""
    # Here, because it brings half of the network with it, and every start of the window would wait for that.
    from xml.sax.saxutils import quoteattr

    root = document[document.root]

    def lines(id: str, depth: int) -> Iterable[str]:
        item = document[id]
        head = f"{'  ' * depth}<outline text={quoteattr(item.title)} _note={quoteattr(item.brief)} kind={quoteattr(item.kind)}"
        if not item.children:
            yield head + "/>"
            return
        yield head + ">"
        for child in item.children:
            yield from lines(child, depth + 1)
        yield "  " * depth + "</outline>"

    body = "\n".join(lines(document.root, 2))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>{quoteattr(root.title)[1:-1]}</title></head>\n  <body>\n{body}\n  </body>\n</opml>\n"
    )


def to_json(document: Document) -> str:
    """Every node with all that a person or the designer set, children inside."""

    def node(id: str) -> dict[str, Any]:
        item = document[id]
        members = asdict(item)
        kept = {name: members[name] for name in _KEPT if members[name]}
        return {"title": item.title, "brief": item.brief, **kept, "children": [node(child) for child in item.children]}

    return json.dumps({"garden": document.title, "seed": document.seed, "plan": node(document.root)}, ensure_ascii=False, indent=1) + "\n"


WRITERS: dict[str, Callable[[Document], str]] = {".md": to_markdown, ".opml": to_opml, ".json": to_json}


def read_file(path: Path) -> list[Branch]:
    """The branches in a file; by its ending, else as an outline of text. Raises BadInput, which says what is wrong."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(f"{path.name} is too large for a plan.", safe="Nothing was changed.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}.", safe="Nothing was changed.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not text in UTF-8.", safe="Nothing was changed.") from error
    try:
        found = {".json": from_json, ".opml": from_opml, ".xml": from_opml}.get(path.suffix.lower(), outline.read)(text)
    except (ValueError, TypeError, KeyError, RecursionError, ElementTree.ParseError) as error:
        what = f"{path.name} can't be read as a plan: {error}."
        raise BadInput(what, safe="Nothing was changed.", then="Export one to see what it should look like.") from error
    if not found or outline.size(found) > _MOST:
        what = f"{path.name} holds no plan." if not found else f"{path.name} holds more than {_MOST} nodes."
        raise BadInput(what, safe="Nothing was changed.")
    return found


def from_json(text: str) -> list[Branch]:
    """What `to_json` wrote, `show --json` printed, or nested {title, brief, children}."""
    value = json.loads(text)
    if isinstance(value, dict) and isinstance(value.get("nodes"), list):
        return _of_rows(value["nodes"])
    if isinstance(value, dict):
        value = value.get("plan", value)
    return _without_seed([_of_node(each) for each in (value if isinstance(value, list) else [value])])


def from_opml(text: str) -> list[Branch]:
    """The outlines of an OPML file."""
    if "<!ENTITY" in text:
        raise ValueError("it defines entities")
    body = ElementTree.fromstring(text.encode()).find("body")
    if body is None:
        raise ValueError("it has no body")
    return _without_seed([_of_outline(each) for each in body.findall("outline")])


def _of_node(value: Any) -> Branch:
    if not isinstance(value, dict) or not str(value.get("title") or "").strip():
        raise ValueError("a node lacks its title")
    children = [_of_node(each) for each in value.get("children") or ()]
    return Branch(str(value["title"])[:120], str(value.get("brief") or ""), str(value.get("kind") or ""), children)


def _of_rows(rows: list[Any]) -> list[Branch]:
    made = {str(row["id"]): Branch(str(row["title"])[:120], str(row.get("brief") or ""), str(row.get("kind") or "")) for row in rows}
    top: list[Branch] = []
    for row in rows:
        parent = made.get(str(row.get("parent")))
        (parent.children if parent else top).append(made[str(row["id"])])
    return _without_seed(top)


def _of_outline(element: ElementTree.Element) -> Branch:
    title = element.get("text") or element.get("title") or ""
    if not title.strip():
        raise ValueError("an outline lacks its text")
    children = [_of_outline(each) for each in element.findall("outline")]
    return Branch(title.strip()[:120], element.get("_note") or "", element.get("kind") or "", children)


def _without_seed(top: list[Branch]) -> list[Branch]:
    """A garden has one seed already: what hangs on another's comes without it. Kinds that can't be added are left out."""
    found = [child for branch in top for child in (branch.children if branch.kind == "seed" else [branch])]
    waiting = list(found)
    while waiting:
        branch = waiting.pop()
        branch.kind = branch.kind if branch.kind in KINDS else ""
        waiting += branch.children
    return found
