"""A work that is paused knows for how long, so that budgets of minutes are not spent by waiting."""

from __future__ import annotations

import pytest

from dreamgarden import work as module
from dreamgarden.work import Work


def test_a_pause_is_told_to_what_is_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    whole = Work()
    part = whole.part(0, 0.5)
    assert part.rested == 0
    whole.pause()
    now[0] = 130
    whole.pause()  # again: it is one pause
    now[0] = 140
    assert (whole.rested, part.rested) == (40, 40)
    whole.pause(False)
    now[0] = 500
    assert part.rested == 40
    part.pause()
    now[0] = 505
    part.pause(False)
    part.pause(False)
    assert (whole.rested, part.rested) == (40, 45)
