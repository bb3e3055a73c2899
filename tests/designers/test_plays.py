"""The plays that patterns declare: every core has one, in both languages, and it goes with the part's code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dreamgarden.codegen.play_words import parse, plays_in, with_plays
from dreamgarden.designers.checking import STYLE, check
from dreamgarden.designers.pattern_format import Pattern, load_pattern, load_patterns
from dreamgarden.designers.rendering import Scene, render_code, render_plays
from dreamgarden.designers.sprouting import default_values, sprout_leaves, values_of

PATTERNS: Mapping[str, Pattern] = load_patterns(Path(__file__).resolve().parents[2] / "templates")
CORES = [name for name, pattern in PATTERNS.items() if pattern.core]


def codes(pattern: Pattern, language: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Slug, code and plays of each code leaf with the pattern's defaults."""
    style = {**STYLE, "language": language, "stage": pattern.stages[0]}
    found = []
    for sprout in sprout_leaves(pattern, default_values(pattern, language, style), language, style=style, prompt="", taken={}):
        form = pattern.leaves[sprout.slots["leaf"]]
        if form.kind == "code":
            scene = Scene(sprout.slug, language, values_of(sprout.slots), style, "", 1, False, sprout.slots["data"], sprout.slots["model"])
            found.append((sprout.slug, render_code(pattern, form, scene), render_plays(pattern, form, scene)))
    return found


@pytest.mark.parametrize("name", CORES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_core_pattern_says_how_it_is_tried(name: str, language: str) -> None:
    told = codes(PATTERNS[name], language)
    plays = [parse(said, title, slug) for slug, _, rows in told for title, said in rows]
    assert plays and all(play.steps and play.wants and play.title for play in plays)
    code = " ".join(text for _, text, _ in told)
    for play in plays:
        for want in play.wants:
            assert want.what != "event" or f'emit("{want.name}"' in code, f"{want.name} is sent by no part of {name}"
    for slug, text, rows in told:
        assert [play.said for play in plays_in(with_plays(text, rows), slug, code=True)] == [said.rstrip(".。") for _, said in rows]


def test_a_play_that_can_not_be_read_is_told_by_check(tmp_path: Path) -> None:
    source = PATTERNS["collecting"].folder
    for file in source.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    written = (tmp_path / "pattern.toml").read_text(encoding="utf-8")
    assert check(load_pattern(tmp_path)) == []
    (tmp_path / "pattern.toml").write_text(written.replace("walk to the nearest", "dance around the"), encoding="utf-8")
    (wrong,) = check(load_pattern(tmp_path))
    assert "dance around the" in wrong and "(en)" in wrong
