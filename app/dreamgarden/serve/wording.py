"""What the garden says, in the person's language: sentences are made in English and told in another at the border.

So reasons, labels and errors stay plain values inside, and the journal of a garden reads the same everywhere. What has
no translation is told in English.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping
from typing import Any

from dreamgarden.serve.wording_findings_zh import FINDINGS
from dreamgarden.serve.wording_zh import NOUNS
from dreamgarden.serve.wording_zh import SENTENCES as _OTHERS

SENTENCES: Mapping[str, str] = {**_OTHERS, **FINDINGS}

_BACK = "Taken back: "
_SAID = frozenset({"undo", "redo", "label", "reason", "what", "safe"})
_WITHIN = frozenset({"result", "error", "node", "nodes", "failed", "findings", "finding", "rounds", "left"})
_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z“`])")


def spoken(chosen: str, environ: Mapping[str, str] = os.environ) -> str:
    """The language to speak, "en" or "zh": the person's choice, or what the system speaks, or English."""
    if chosen in ("en", "zh"):
        return chosen
    system = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if system.lower().startswith("zh") else "en"


@functools.lru_cache(maxsize=4096)
def said(text: str, language: str) -> str:
    """A label, reason or sentence in that language; unchanged where nobody translated it."""
    if language != "zh" or not text:
        return text
    if text.startswith(_BACK):  # and why, which is a sentence of its own
        return SENTENCES[_BACK + "{}"].format(said(text.removeprefix(_BACK), language))
    return _sentences(text) or _sentence(text) or _list(text) or text


def told(message: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A message of the protocol with its sentences in that language; what people and designers wrote stays as it is."""
    if language != "zh":
        return dict(message)
    event = message.get("event", "")
    return {name: _told(name, value, event, language) for name, value in message.items()}


def _told(name: str, value: Any, event: str, language: str) -> Any:
    sentence = name in _SAID or (name == "then") or (name, event) in (("note", "progress"), ("text", "notice"))
    if isinstance(value, str):
        return said(value, language) if sentence else value
    if name in _WITHIN and isinstance(value, Mapping):
        return told(value, language)
    if name in _WITHIN and isinstance(value, list):
        return [told(each, language) if isinstance(each, Mapping) else each for each in value]
    return value


@functools.cache
def _shapes() -> list[tuple[re.Pattern[str], str]]:
    # Those with more words of their own first: "{} changed" would take what "interface of {} changed" says.
    gaps = sorted((english for english in SENTENCES if "{}" in english), key=lambda english: -len(english.replace("{}", "")))
    return [(_shape(english), SENTENCES[english]) for english in gaps]


def _shape(english: str) -> re.Pattern[str]:
    """A sentence with its gaps. A name in a reason holds nothing that separates reasons; what is quoted may hold anything."""
    start, *rest = english.split("{}")
    shape = re.escape(start)
    for before, after in zip([start, *rest], rest, strict=False):
        bare = not english.endswith(".") and not before.endswith("“") and not (before.endswith(": ") and not after)
        shape += ("([^,;:]+?)" if bare else "(.+?)") + re.escape(after)
    return re.compile(shape, re.DOTALL)


def _sentence(text: str) -> str:
    if text in SENTENCES:
        return SENTENCES[text]
    for shape, chinese in _shapes():
        if found := shape.fullmatch(text):
            quoted = [NOUNS.get(each, each) for each in found.groups()]
            if text.startswith("Step "):
                quoted[1] = said(quoted[1], "zh")
            return chinese.format(*quoted)
    return ""


def _sentences(text: str) -> str:
    """Several sentences, one after the other; those that nobody translated stay."""
    pieces = _ENDS.split(text)
    if len(pieces) < 2 or not any(map(_sentence, pieces)):
        return ""
    return "".join(_sentence(piece) or f"{piece} " for piece in pieces).strip()


def _list(text: str) -> str:
    """Reasons in a row, or "Title: reason; Title: reason"."""
    for mark, chinese in (("; ", "；"), (", ", "，")):
        pieces = text.split(mark)
        spoke = [said(piece, "zh") for piece in pieces] if len(pieces) > 1 else pieces
        if spoke != pieces:
            return chinese.join(spoke)
    title, colon, reason = text.rpartition(": ")
    known = _sentence(reason) if colon else ""
    return f"{title}：{known}" if known else ""
