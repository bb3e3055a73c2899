"""Text on its way into code and data: nothing leaves its literal, and the same question has the same answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamgarden.designers import safe_text
from dreamgarden.designers.chinese import with_chinese_marks
from dreamgarden.designers.pattern_format import load_pattern
from dreamgarden.designers.rendering import Scene, render_data
from dreamgarden.designers.sprouting import default_values


def denoted(literal: str) -> str:
    """What a C++ compiler reads out of a literal made by cstr."""
    assert literal[0] == literal[-1] == '"'
    body, out, i = literal[1:-1], bytearray(), 0
    while i < len(body):
        if body[i] != "\\":
            assert body[i] not in '"\n'
            out += body[i].encode()
            i += 1
        elif body[i + 1].isdigit():
            out.append(int(body[i + 1:i + 4], 8))
            i += 4
        else:
            out += {"n": b"\n"}.get(body[i + 1], body[i + 1].encode())
            i += 2
    return out.decode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_literal_denotes_its_text_and_nothing_leaves_it(text: str) -> None:
    assert denoted(safe_text.cstr(text)) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_names_and_comments_hold_whatever_they_are_made_of(text: str) -> None:
    assert safe_text.ident(text).isidentifier() and safe_text.ident(text).isascii()
    assert safe_text.slug_of(text) == safe_text.slug_of(safe_text.slug_of(text))
    for line in safe_text.comment(text).split("\n"):
        assert line.startswith("//") and line.isprintable() and not line.endswith("\\")


@pytest.mark.parametrize(("value", "code"), [(3, "3"), (3.5, "3.5f"), (2.0, "2.0f"), (-0.25, "-0.25f")])
def test_numbers_are_written_as_c_plus_plus(value: float, code: str) -> None:
    assert safe_text.number(value) == code


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "3", True, None])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        safe_text.number(value)


def test_colours_become_raylib_colours() -> None:
    assert safe_text.color("#ff8000") == "Color{255, 128, 0, 255}"
    with pytest.raises(ValueError):
        safe_text.color("red")


def test_texts_follow_language_take_and_grammar(checkout: Path) -> None:
    pattern = load_pattern(checkout / "templates" / "patterns" / "collecting")
    form = next(leaf for leaf in pattern.leaves if leaf.kind == "data")

    def finds(language: str, take: int) -> list[str]:
        scene = Scene("finds", language, default_values(pattern, language, {}), prompt="a dream", take=take)
        told: list[str] = render_data(pattern, form, scene)["finds"]
        return told

    assert finds("en", 1) == finds("en", 1)
    assert finds("en", 1) != finds("en", 2)
    assert len(set(finds("en", 1))) == 8
    assert all(text.isascii() for text in finds("en", 1))
    assert not any("{" in text for text in [*finds("en", 1), *finds("zh", 1)])
    assert json.dumps(finds("zh", 1)) != json.dumps(finds("en", 1))


def test_chinese_texts_get_their_own_marks() -> None:
    comma, colon = "\uff0c", "\uff1a"
    assert with_chinese_marks("雨停了,猫醒了:走") == f"雨停了{comma}猫醒了{colon}走"
    assert with_chinese_marks("3.5, 4") == "3.5, 4"
