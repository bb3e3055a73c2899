"""Riders: sentences that any brief of a part may end with, and that the offline designer keeps in any part's code.

They say where things stand, whatever the part does else: `Every “lantern” stands on the ground.` A pattern knows nothing of
them; they are taken off a brief before its slots are read, and added to the code that came of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dreamgarden.designers.safe_text import cstr

_NAME = r"[“\"](?P<name>[^”\"]{1,60})[”\"]"
_NUMBER = r"\d+(?:\.\d+)?"

_STANDING = """
      for (Thing each : named({name})) {{
        float low = ground_at(each->at.x, each->at.z);
        Hit under = raycast({{each->at.x, max(each->at.y, low) + 0.2f, each->at.z}}, {{0, -1, 0}}, 80);
        each->at.y = under.hit ? max(under.at.y, low) : low;
      }}"""
_NEARBY = """
      for (Thing each : named({name})) place(each, spot("path"));"""
_SIZED = """
      for (Thing each : named({name})) {{
        Vector3 own = each->model.empty() ? Vector3{{1, 1, 1}} : model_size(each->model);
        Vector3 size = Vector3Scale(each->size.x + each->size.y + each->size.z > 0 ? each->size : own, each->scale);
        float side = max(size.x, max(size.y, size.z)), least = {least}f, most = {most}f;
        if (side > 0 && (side < least || side > most)) each->scale *= Clamp(side, least, most) / side;
      }}"""


@dataclass(frozen=True)
class _Form:
    """A sentence that is understood: how it is told in each language, how it is read, and what it does in C++."""

    told: Mapping[str, str]
    read: re.Pattern[str]
    code: str


_FORMS: Mapping[str, _Form] = {
    "standing": _Form(
        {"en": "Every “{name}” stands on the ground.", "zh": "每个“{name}”都立在地上。"},
        re.compile(rf"\s*(?:Every {_NAME} stands on the ground\.|每个[“\"](?P<zh>[^”\"]{{1,60}})[”\"]都立在地上[。.])"), _STANDING),
    "nearby": _Form(
        {"en": "Every “{name}” lies where one can walk to.", "zh": "每个“{name}”都在走得到的地方。"},
        re.compile(rf"\s*(?:Every {_NAME} lies where one can walk to\.|每个[“\"](?P<zh>[^”\"]{{1,60}})[”\"]都在走得到的地方[。.])"), _NEARBY),
    "sized": _Form(
        {"en": "No “{name}” is smaller than {least:g} m or larger than {most:g} m.", "zh": "“{name}”不小于{least:g}米，不大于{most:g}米。"},
        re.compile(rf"\s*(?:No {_NAME} is smaller than (?P<least>{_NUMBER}) m or larger than (?P<most>{_NUMBER}) m\.|"
                   rf"[“\"](?P<zh>[^”\"]{{1,60}})[”\"]不小于(?P<zh_least>{_NUMBER})米[，,]不大于(?P<zh_most>{_NUMBER})米[。.])"), _SIZED),
}  # fmt: skip


def told(kind: str, language: str, name: str, least: float = 0, most: float = 0) -> str:
    """The sentence: kind is "standing", "nearby" or "sized"; sizes are the longest side in metres."""
    return _FORMS[kind].told["zh" if language == "zh" else "en"].format(name=name, least=least, most=most)


def with_rider(brief: str, sentence: str) -> str:
    """The brief with a rider, once."""
    if sentence in brief:
        return brief
    return f"{brief.rstrip()}{'' if sentence[-1] == '。' else ' '}{sentence}"


def without_riders(brief: str) -> str:
    """The brief as its pattern knows it."""
    for form in _FORMS.values():
        brief = form.read.sub("", brief)
    return brief


def with_code(code: str, brief: str) -> str:
    """A part's code with what the riders of its brief ask for, done once all things stand; the same code when there are none."""
    said = [done for form in _FORMS.values() for hit in form.read.finditer(brief) for done in [_filled(form, hit)]]
    end = code.rstrip().rfind("}")
    if not said or end < 0:
        return code
    riders = "".join(dict.fromkeys(said))
    return f"{code[:end]}  on_start([] {{\n    after(0, [] {{{riders}\n    }});\n  }});\n}}\n"


def _filled(form: _Form, hit: re.Match[str]) -> str:
    found: Callable[[str], str] = lambda name: next((hit.groupdict()[key] for key in (name, f"zh_{name}") if hit.groupdict().get(key)), "0")  # noqa: E731
    name = hit.group("name") or hit.group("zh")
    return form.code.format(name=cstr(name), least=_decimal(found("least")), most=_decimal(found("most")))


def _decimal(text: str) -> str:
    return text if "." in text else f"{text}.0"
