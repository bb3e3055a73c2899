"""Fonts are cut to what a game shows, kept, and quick."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from dreamgarden.game import fonts


def codepoints(font: bytes) -> set[int]:
    from fontTools.ttLib import TTFont

    return set(TTFont(io.BytesIO(font)).getBestCmap())


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    if not any(Path(folder).is_dir() and list(Path(folder).rglob("Inter-*.otf")) for folder in fonts._FOLDERS):
        pytest.skip("the font Inter is not installed")
    return tmp_path


def test_latin_needs_no_chinese_font(cache: Path) -> None:
    cut = fonts.cut(["Ein Märchen"], cache)
    assert {"ui.otf", "title.otf", "codepoints.txt"} <= cut.files.keys() and "cjk.otf" not in cut.files
    assert {ord(c) for c in "Ein Märchen"} <= codepoints(cut.files["ui.otf"])
    assert any("Open Font License" in credit for credit in cut.credits)
    assert any(name.endswith("licence.txt") for name in cut.files)
    assert sum(map(len, cut.files.values())) < 200_000


def test_chinese_is_cut_from_the_collection_in_time(cache: Path) -> None:
    text = "我梦见自己走在一片黑暗的森林里,收集灯笼。" + "".join(chr(0x4E00 + n * 9) for n in range(280))
    fonts.cut(["warm"], cache)
    begun = time.process_time()
    cut = fonts.cut([text], cache)
    if "cjk.otf" not in cut.files:
        pytest.skip("the font Noto Sans CJK is not installed")
    assert time.process_time() - begun < 3  # half a second is usual
    assert {ord(c) for c in "森林灯笼"} <= codepoints(cut.files["cjk.otf"])
    assert len(cut.files["cjk.otf"]) < 300_000


def test_a_cut_is_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fonts.cut(["some words"], cache)
    monkeypatch.setattr(fonts, "_cut", lambda *_: pytest.fail("cut again"))
    assert fonts.cut(["other words"], cache) == first  # plain Latin is the same cut for every game


def test_characters_that_no_font_has_are_named(cache: Path) -> None:
    assert "🐉" in fonts.cut(["🐉"], cache).missing


def test_without_fonts_the_game_has_none(tmp_path: Path) -> None:
    cut = fonts.cut(["words"], tmp_path, folders=[str(tmp_path)])
    assert list(cut.files) == ["codepoints.txt"] and cut.credits == ()
