"""Sentences that any brief may end with, and what they become in a part's code."""

from __future__ import annotations

import pytest

from dreamgarden.designers.riders import told, with_code, with_rider, without_riders

CODE = '#include "garden.h"\n\nPART(wood) {\n  on_start([] { spawn("tree"); });\n}\n'


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("kind", "does"), [
    ("standing", "ground_at"), ("nearby", 'place(each, spot("path"))'), ("sized", "least = 0.3f, most = 6.0f")])  # fmt: skip
def test_a_rider_is_told_read_and_kept_in_code(language: str, kind: str, does: str) -> None:
    brief = with_rider("46 trees stand.", told(kind, language, "tree", 0.3, 6))
    code = with_code(CODE, brief)
    assert does in code and 'named("tree")' in code and code.count("PART(wood)") == 1 and code.endswith("}\n")
    assert without_riders(brief) == "46 trees stand." and with_rider(brief, told(kind, language, "tree", 0.3, 6)) == brief


def test_a_brief_without_riders_leaves_the_code_as_it_is() -> None:
    assert with_code(CODE, "Every tree stands on the ground, more or less.") == CODE
    assert without_riders("No tree is smaller than 2 m.") == "No tree is smaller than 2 m."


def test_a_name_can_not_leave_its_string() -> None:
    code = with_code(CODE, told("standing", "en", 'x\\"); system(1); ("'.replace('"', "'")))
    assert "named(\"x\\\\'); system(1); ('\")" in code
