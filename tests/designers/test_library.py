"""Every pattern of the library renders: with its defaults, with hostile values, in both languages, plain and full."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.designers.checking import check, strip_literals
from dreamgarden.designers.pattern_format import PALETTE_ROLES, load_pattern, load_patterns
from dreamgarden.designers.style import Stylist
from dreamgarden.errors import BadInput

FOLDERS = sorted(f.parent for f in (Path(__file__).parents[2] / "templates" / "patterns").glob("*/pattern.toml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_pattern_renders_with_whatever_its_slots_hold(folder: Path) -> None:
    assert check(load_pattern(folder)) == []


def test_the_library_can_make_every_kind_of_game(checkout: Path) -> None:
    patterns = load_patterns(checkout / "templates")
    assert len(patterns) >= 16
    for stage in ("walk", "side", "vehicle", "board"):
        roles = {p.role for p in patterns.values() if stage in p.stages}
        assert {"world", "player"} <= roles or stage in ("vehicle",), stage
        assert any(p.core for p in patterns.values() if stage in p.stages), stage


def test_leaves_of_two_patterns_never_share_a_code_file(checkout: Path) -> None:
    seen: dict[str, str] = {}
    for pattern in load_patterns(checkout / "templates").values():
        for leaf in pattern.leaves:
            if leaf.kind != "mesh":
                assert leaf.slug not in seen, f"{pattern.name} and {seen.get(leaf.slug)} both make {leaf.slug}"
                seen[leaf.slug] = pattern.name


def test_palettes_have_every_role_and_readable_ink(checkout: Path) -> None:
    palettes = Stylist(checkout / "templates")._palettes
    assert len(palettes) >= 16

    def light(colour: str) -> float:
        r, g, b = (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.2126 * r**2.2 + 0.7152 * g**2.2 + 0.0722 * b**2.2

    for name, palette in palettes.items():
        assert set(PALETTE_ROLES) <= set(palette), name
        contrast = (light(palette["paper"]) + 0.05) / (light(palette["ink"]) + 0.05)
        assert contrast > 7, f"{name}: ink on paper has a contrast of {contrast:.1f}"


def pattern(tmp_path: Path, text: str, **files: str) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir(exist_ok=True)
    (folder / "pattern.toml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("_cpp", ".cpp.j2")).write_text(content, encoding="utf-8")
    return folder


MINIMAL = """
role = "goal"
stages = ["walk"]
title = {en = "Mine", zh = "我的"}
description = {en = "d", zh = "d"}
examples = {en = ["e"], zh = ["e"]}
[slots.thing]
kind = "thing"
default = {en = "key", zh = "钥匙"}
[[leaves]]
kind = "code"
slug = "mine"
title = {en = "t", zh = "t"}
brief = {en = "One {{ thing }}.", zh = "一个{{ thing }}。"}
template = "mine.cpp.j2"
"""


@pytest.mark.parametrize(("change", "says"), [
    (('role = "goal"', 'role = "gaol"'), "role"),
    (('default = {en = "key", zh = "钥匙"}', "default = 3"), "default of a thing slot"),
    (('template = "mine.cpp.j2"', 'template = "mine.cpp.j2"\nneeds = ["mesh:thing"]'), "needs mesh:thing"),
    (('slug = "mine"', 'slog = "mine"'), "slog"),
])
def test_a_wrong_pattern_file_is_told_with_its_member(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(BadInput, match=says) as failed:
        load_pattern(pattern(tmp_path, MINIMAL.replace(*change)))
    assert "pattern.toml" in str(failed.value)


@pytest.mark.parametrize(("code", "says"), [
    ("PART({{ slug }}) { caption({{ thing.name }}); }", "print it with a filter"),
    ("PART({{ slug }}) { {{ nothing }} }", "line 1"),
    ("\nPART(other) {}", "PART"),
    ("PART({{ slug }}) { {", "braces"),
    ("PART({{ slug }}) { {{ thing.__class__ }} }", "can't be rendered"),
])
def test_a_wrong_template_is_found_by_the_check(tmp_path: Path, code: str, says: str) -> None:
    wrong = check(load_pattern(pattern(tmp_path, MINIMAL, mine_cpp=code)))
    assert wrong and any(says in sentence for sentence in wrong)


def test_adding_a_folder_adds_a_pattern(tmp_path: Path) -> None:
    folder = pattern(tmp_path, MINIMAL, mine_cpp="PART({{ slug }}) { caption({{ thing | cstr }}); }")
    assert check(load_pattern(folder)) == []


def test_literals_are_stripped_for_counting_braces() -> None:
    assert strip_literals('a("{\\"", \'{\') // {\n/* { */ b{}') == "a(\"\", '') \n b{}"
