"""Every word of the window is translated, and the translation fits its source."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dreamgarden.ui import translation
from dreamgarden.ui.theme import DARK, LIGHT

UI = Path(translation.__file__).parent
KEYS = {"Code"}


def test_every_string_in_the_source_is_translated(tmp_path: Path) -> None:
    lupdate = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent)) or shutil.which("pyside6-lupdate")
    if lupdate is None:
        pytest.skip("pyside6-lupdate is not installed")
    sources = [str(file) for file in sorted(UI.rglob("*.py"))]
    found = tmp_path / "found.ts"
    subprocess.run([lupdate, *sources, "-ts", str(found)], check=True, capture_output=True)
    table = translation.read("zh")
    missing = [
        (context.findtext("name"), message.findtext("source"))
        for context in ElementTree.parse(found).getroot().iter("context")
        for message in context.iter("message")
        if (context.findtext("name", ""), message.findtext("source", "")) not in table
    ]
    assert missing == []
    assert len(table) > 200


def test_translations_keep_their_places_and_are_chinese() -> None:
    for (context, source), words in translation.read("zh").items():
        assert sorted(re.findall(r"\{\d\}", source)) == sorted(re.findall(r"\{\d\}", words)), (context, source)
        if re.search(r"[A-Za-z]{3}", source):
            assert re.search(r"[\u4e00-\u9fff]", words), (context, source, words)


def test_english_needs_no_table() -> None:
    assert translation.read("en") == {}


@pytest.mark.parametrize(
    ("choice", "spoken", "language"),
    [("zh", "en_US.UTF-8", "zh"), ("", "zh_CN.UTF-8", "zh"), ("", "de_DE.UTF-8", "en"), ("xx", "C", "en")],
)
def test_the_language_is_chosen(monkeypatch: pytest.MonkeyPatch, choice: str, spoken: str, language: str) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", spoken)
    assert translation.chosen(choice) == language


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read_on_its_ground(theme: object) -> None:
    def contrast(one: str, other: str) -> float:
        a, b = sorted((luminance(one), luminance(other)), reverse=True)
        return (a + 0.05) / (b + 0.05)

    for ground in (theme.canvas, theme.panel, theme.raised, theme.card_top):  # type: ignore[attr-defined]
        assert contrast(theme.text, ground) > 10  # type: ignore[attr-defined]
        assert contrast(theme.text2, ground) > 4.5  # type: ignore[attr-defined]
        assert contrast(theme.text3, ground) > 3.0  # type: ignore[attr-defined]
    for state, colour in theme.states.items():  # type: ignore[attr-defined]
        assert contrast(colour, theme.card_top) > 3.0, state  # type: ignore[attr-defined]
