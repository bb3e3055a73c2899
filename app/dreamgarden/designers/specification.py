"""The essence of a long specification in Markdown: what the game is, without what is said about files, folders and delivery.

A prompt of two sentences is read as it stands. A document has a name, a few lines that say what it is, and many that speak
of form; read whole, its folders and formats would be taken for things of the game.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ENOUGH = 1_500  # characters of essence: what comes later in a document refines what was said
_LEAST = 400  # shorter texts are prompts, whatever signs they hold
_HEADING = re.compile(r"^ {0,3}(#{1,4})\s+(.+?)\s*#*$", re.MULTILINE)
_OF_FORM = re.compile(
    r"\b(asset|project|layout|folder|director|file|demo|deliver|trace|format|scenario|build|output|technical|tech stack|constraint|submission|"
    r"evaluat|rubric|licen[cs]e|install|test|performance|timeline|milestone|budget|appendix|reference)|"
    r"(素材|资源|目录|文件|格式|提交|交付|技术|约束|测试|评分|性能|里程碑|参考)",
    re.IGNORECASE,
)
_ABOUT_THE_WORK = re.compile(r"\b(prototype|shippable|itch\.io|steam|vertical slice|godot|unity|unreal|engine version|repository|workspace|micro-game)\b", re.IGNORECASE)
_STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_KIND_BEFORE_NAME = re.compile(r"^(?:game|spec(?:ification)?|design(?: document)?|gdd)\s*[:\u2014\uff1a-]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Essence:
    """The document's own name ("" when it has none), and the text that says what the game is."""

    title: str
    text: str


def essence_of(prompt: str) -> Essence:
    """What a prompt says of its game: of a specification its name and first thoughts, of anything else all of it."""
    headings = list(_HEADING.finditer(prompt))
    if len(prompt) < _LEAST or not headings:
        return Essence("", prompt)
    first = headings[0]
    title = _plain(first.group(2)) if len(first.group(1)) == 1 and not prompt[: first.start()].strip() else ""
    title = _KIND_BEFORE_NAME.sub("", title)
    texts = [] if title else [prompt[: first.start()]]
    for heading, end in zip(headings, [*(h.start() for h in headings[1:]), len(prompt)], strict=True):
        if heading is first or not _OF_FORM.search(heading.group(2)):
            texts.append(prompt[heading.end() : end])
    said = "\n".join(texts)
    named = [_plain(each) for each in _STRONG.findall(said[:900]) if not _ABOUT_THE_WORK.search(each)]
    kept: list[str] = [f"{title}: {', '.join(dict.fromkeys(named))}."] if title else []
    for sentence in re.split(r"(?<=[.!?\u3002\uff01\uff1f])\s+|\n\s*\n", _plain(said)):
        if sum(map(len, kept)) > ENOUGH:
            break
        if sentence.strip() and not _ABOUT_THE_WORK.search(sentence):
            kept.append(" ".join(sentence.split()))
    return Essence(title, " ".join(kept))


def _plain(text: str) -> str:
    """Markdown without its signs: code and links go, emphasis and list marks leave their words."""
    text = re.sub(r"```.*?(```|\Z)", " ", text, flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`", " ", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s*(?:[-*+>]|\d+[.)])\s+", "", text, flags=re.MULTILINE)
    return re.sub(r"[*_~|]{1,3}", "", text).strip()
