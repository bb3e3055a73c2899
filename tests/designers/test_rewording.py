"""What a person changes in a brief changes the slots; what a person leaves alone stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dreamgarden.designers.pattern_format import Pattern, load_pattern
from dreamgarden.designers.reading import Reading
from dreamgarden.designers.rendering import Scene, render_words
from dreamgarden.designers.rewording import slots_from_brief
from dreamgarden.designers.sprouting import default_values
from dreamgarden.designers.values import Value

Reads = Callable[[str], Reading]


@pytest.fixture(scope="module")
def collecting(checkout: Path) -> Pattern:
    return load_pattern(checkout / "templates" / "patterns" / "collecting")


def told(pattern: Pattern, language: str, change: Callable[[str], str], reads: Reads) -> dict[str, Value]:
    form = next(leaf for leaf in pattern.leaves if leaf.kind == "code")
    values = default_values(pattern, language, {})
    was = render_words(form.brief.of(language), Scene("", language, values), "test")
    return slots_from_brief(pattern, form.brief.of(language), change(was), values, language, reads, was)


def test_the_same_brief_changes_nothing(collecting: Pattern, reads: Reads) -> None:
    assert told(collecting, "en", lambda brief: "  " + brief.replace(" ", "  "), reads) == default_values(collecting, "en", {})


@pytest.mark.parametrize(("brief", "count", "thing"), [
    ("6 lanterns|12 paper cranes", 12, "paper crane"),
    ("6 lanterns|eight lanterns", 8, "lantern"),
    ("6 lanterns|6 silver keys", 6, "silver key"),
    ("6 lanterns|400 lanterns", 14, "lantern"),
])
def test_values_are_read_off_the_form(collecting: Pattern, reads: Reads, brief: str, count: int, thing: str) -> None:
    old, _, new = brief.partition("|")
    values = told(collecting, "en", lambda was: was.replace(old, new), reads)
    assert (values["count"], str(values["thing"])) == (count, thing)


@pytest.mark.parametrize(("brief", "count", "thing"), [
    ("Now there are 4 shells to be found on the shore.", 4, "shell"),
    ("Find the lanterns in the dark; there are nine of them.", 9, "lantern"),
    ("Something else entirely.", 6, "lantern"),
])
def test_or_found_in_free_words(collecting: Pattern, reads: Reads, brief: str, count: int, thing: str) -> None:
    values = told(collecting, "en", lambda was: brief, reads)
    assert (values["count"], str(values["thing"])) == (count, thing)


def test_in_chinese_too(collecting: Pattern, reads: Reads) -> None:
    values = told(collecting, "zh", lambda was: was.replace("6个灯笼", "十二个纸鹤"), reads)
    assert (values["count"], str(values["thing"])) == (12, "纸鹤")
