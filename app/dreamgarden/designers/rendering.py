"""From a pattern's templates and slot values to text: C++ for code leaves, JSON for data leaves, words for briefs.

Text enters C++ only through a filter: whatever else a template prints is refused, so that no prompt can
leave its string.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dreamgarden.designers import english, safe_text
from dreamgarden.designers.chinese import with_chinese_marks
from dreamgarden.designers.pattern_format import LeafForm, Pattern
from dreamgarden.designers.safe_text import Code
from dreamgarden.errors import BadInput

_LIMIT = 200_000  # characters a template may make


@dataclass(frozen=True)
class Scene:
    """Everything a template may see.

    values  slot name → value.       slug    the leaf's own name.
    data, model  declared slug → the slug it has in this garden.
    plain   leave out what is optional.
    """

    slug: str
    language: str
    values: Mapping[str, Any] = field(default_factory=dict)
    style: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = ""
    take: int = 1
    plain: bool = False
    data: Mapping[str, str] = field(default_factory=dict)
    model: Mapping[str, str] = field(default_factory=dict)

    @property
    def dice(self) -> random.Random:
        """Fresh dice that fall the same way each time for this prompt, leaf and take."""
        return random.Random(f"{self.prompt}\0{self.slug}\0{self.take}")


class _Unwritten(StrictUndefined):
    """An undefined name that may be asked for its truth (`{% if thing %}` of an optional slot is None anyway)."""

    __bool__ = StrictUndefined._fail_with_undefined_error


def _only_code(value: Any) -> Any:
    if isinstance(value, Code | Undefined):
        return value
    if isinstance(value, bool):
        return Code("true" if value else "false")
    if isinstance(value, str) and value in ("true", "false", ""):
        return Code(value)
    if isinstance(value, int | float):
        return safe_text.number(value)
    raise TypeError(f"{value!r} would enter the code as it is: print it with a filter, `| cstr`, `| ident` or `| color`")


def _environment(finalize: Callable[[Any], Any] | None = None) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(undefined=_Unwritten, autoescape=False, trim_blocks=True, lstrip_blocks=True,
                                         keep_trailing_newline=True, finalize=finalize)
    made.filters |= {
        "cstr": safe_text.cstr, "ident": safe_text.ident, "number": safe_text.number, "slug": safe_text.slug_of,
        "color": safe_text.color, "comment": safe_text.comment, "article": lambda value: english.article(str(value)),
        "json": lambda value: json.dumps(value if isinstance(value, int | float | list | dict) else str(value),
                                         ensure_ascii=False),
    }
    return made


_CODE = _environment(_only_code)
_WORDS = _environment()


def _names(scene: Scene) -> dict[str, Any]:
    dice = scene.dice

    def vary(options: Sequence[Any]) -> Any:
        return dice.choice(list(options))

    def between(low: float, high: float) -> float:
        return dice.randint(low, high) if isinstance(low, int) and isinstance(high, int) else \
            round(dice.uniform(low, high), 3)

    return {
        **scene.values,
        "slug": Code(scene.slug), "language": scene.language, "style": {"climate": "", **scene.style}, "prompt": scene.prompt,
        "take": scene.take, "plain": scene.plain, "seed": dice.randrange(1, 1_000_000),
        "data": {k: Code(v) for k, v in scene.data.items()}, "model": {k: Code(v) for k, v in scene.model.items()},
        "t": lambda en, zh: with_chinese_marks(str(zh)) if scene.language == "zh" else en, "vary": vary, "between": between,
        "clause": lambda thing: _clause(scene.prompt, str(getattr(thing, "words", ""))),
    }


def _clause(prompt: str, words: str) -> str:
    """The clause of the prompt in which words stand; "" when they stand in none."""
    if not words:
        return ""
    for clause in re.split(r"[.!?;:,\u3002\u3001\n]+", unicodedata.normalize("NFKC", prompt)):
        if words.lower() in clause.lower():
            said = " ".join(clause.split())[:120]
            return said[:1].upper() + said[1:]
    return ""


def render_code(pattern: Pattern, leaf: LeafForm, scene: Scene) -> str:
    """The leaf's C++. Raises BadInput naming the template, the line and what is wrong."""
    return _render(_CODE, pattern.source(leaf.template), _names(scene), f"{pattern.name}/{leaf.template}")


def render_words(text: str, scene: Scene, where: str) -> str:
    """A title or brief over the slots, on one line. Raises BadInput."""
    said = " ".join(_render(_WORDS, text, _names(scene), where).split())
    return with_chinese_marks(said) if scene.language == "zh" else said


def render_plays(pattern: Pattern, leaf: LeafForm, scene: Scene) -> list[tuple[str, str]]:
    """The plays that are declared for a code leaf: title and sentence each. Raises BadInput for a template that can't be filled."""
    where = f"{pattern.name}/pattern.toml"
    found = []
    for form in pattern.plays_of(leaf):
        if not form.when or holds(form.when, scene, where):
            found.append((render_words(form.title.of(scene.language), scene, where), render_words(form.play.of(scene.language), scene, where)))
    return found


def holds(condition: str, scene: Scene, where: str) -> bool:
    """Whether a leaf's `when` is true. Raises BadInput."""
    return _render(_WORDS, "{% if " + condition + " %}yes{% endif %}", _names(scene), where) == "yes"


def render_data(pattern: Pattern, leaf: LeafForm, scene: Scene) -> Any:
    """The leaf's JSON value. Raises BadInput."""
    where = f"{pattern.name}/{leaf.texts}"
    source = pattern.source(leaf.texts)
    kind = PurePosixPath(leaf.texts).suffixes
    try:
        if kind[-1:] == [".j2"]:
            return json.loads(_render(_WORDS, source, _names(scene), where))
        tree = tomllib.loads(source) if kind == [".toml"] else json.loads(source)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise BadInput(f"{where} is not well formed: {error}.", then="See docs/patterns.md, Texts.") from error
    return _Grammar(tree, scene, where).value()


class _Grammar:
    """One data file being told: picks, shuffles and rules over the leaf's dice."""

    def __init__(self, tree: dict[str, Any], scene: Scene, where: str) -> None:
        self._rules = tree.get("rules", {})
        self._tree = {k: v for k, v in tree.items() if k != "rules"}
        self._scene = scene
        self._where = where
        self._dice = random.Random(f"{scene.prompt}\0{scene.slug}\0{scene.take}\0texts")
        self._used: dict[str, list[str]] = {}
        self._names = _names(scene) | {"one": self._one}

    def value(self) -> Any:
        return self._walk(self._tree)

    def _one(self, rule: str) -> str:
        said = self._rules.get(rule)
        if said is None:
            raise BadInput(f"{self._where} asks for the rule {rule}, which its [rules] do not have.")
        options = said[self._scene.language] if isinstance(said, dict) else said
        left = self._used.get(rule) or self._dice.sample(list(options), len(options))
        self._used[rule] = left[1:]  # each once before any comes again
        return self._text(left[0])

    def _text(self, text: str) -> str:
        said = _render(_WORDS, text, self._names, self._where) if "{" in text else text
        return with_chinese_marks(said) if self._scene.language == "zh" else said

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            out: list[Any] = []
            for item in value:  # a pick inside a list adds its items to that list
                made = self._walk(item)
                out += made if isinstance(item, dict) and set(item) == {"pick", "from"} else [made]
            return out
        if isinstance(value, dict):
            if set(value) == {"en", "zh"}:
                return self._walk(value[self._scene.language if self._scene.language == "zh" else "en"])
            if set(value) == {"pick", "from"}:
                options = list(value["from"])
                return self._walk(self._dice.sample(options, min(int(value["pick"]), len(options))))
            return {k: self._walk(v) for k, v in value.items()}
        return value


def _render(environment: ImmutableSandboxedEnvironment, source: str, names: dict[str, Any], where: str) -> str:
    try:
        text = environment.from_string(source).render(names)
    except BadInput:
        raise
    except TemplateError as error:
        line = getattr(error, "lineno", None) or _line(error)
        raise BadInput(f"The template {where}{f', line {line},' if line else ''} can't be rendered: {error}.",
                       then="Check it with `python -m dreamgarden.designers.patterns check`.") from error
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, OverflowError) as error:
        line = _line(error)
        raise BadInput(f"The template {where}{f', line {line},' if line else ''} can't be rendered: {error}.",
                       then="Check it with `python -m dreamgarden.designers.patterns check`.") from error
    if len(text) > _LIMIT:
        raise BadInput(f"The template {where} makes more than {_LIMIT} characters.")
    return text


def _line(error: BaseException) -> int | None:
    """The line of the template in which it failed: Jinja rewrites tracebacks so that they name template lines."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
