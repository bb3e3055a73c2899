"""Killed and out of disk: a garden opens again, keeps what was finished, pays for nothing twice, and ends as it would have."""

from __future__ import annotations

import errno
import os
import random
import time
from pathlib import Path

import pytest

import tiny_runtime
from crashing import Diary, Fault, Losses, asked_again, finished, killed, look, outcome, started

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

# Between the last byte of an answer and the commit that keeps it, nobody can know what a kill takes away.
WRITING_DOWN = 0.25


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))


@pytest.fixture
def undisturbed(tmp_path: Path) -> Path:
    garden = tmp_path / "undisturbed"
    assert finished(started(garden, Diary(tmp_path / "undisturbed.log"), 0)) == 0
    return garden


def test_a_garden_killed_ten_times_ends_like_one_left_alone(tmp_path: Path, undisturbed: Path) -> None:
    garden, diary, losses = tmp_path / "garden", Diary(tmp_path / "garden.log"), Losses()
    chance, kills = random.Random(3), []
    while len(kills) < 10:
        before = time.monotonic()
        if killed(started(garden, diary, len(kills)), chance.uniform(0.02, 0.6)):
            kills.append(time.monotonic())
            look(garden, diary, losses)
        else:
            assert time.monotonic() > before
            break  # it came to its end between kills
    assert len(kills) >= 3
    assert finished(started(garden, diary, 99)) == 0
    asked_again(diary, kills, losses)
    assert losses.lost == []
    assert [each for each in losses.again if not 0 <= each[1] < WRITING_DOWN] == []
    assert diary.lines("mistake") == []
    assert outcome(garden) == outcome(undisturbed)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("store", 0),
        Fault("store", 4),
        Fault("store", 9, errno.EIO),
        Fault("ledger.db", 1),
        Fault("ledger.db", 0),
        Fault("garden.db", 0),
    ],
    ids=str,
)
def test_a_disk_that_refuses_costs_nothing_that_was_finished(tmp_path: Path, undisturbed: Path, fault: Fault) -> None:
    garden, diary, losses = tmp_path / "garden", Diary(tmp_path / "garden.log"), Losses()
    assert finished(started(garden, diary, 1, fault)) == 4, diary.lines("mistake")
    said = diary.lines("refused")[0][1]
    assert "no room" in said or "can't be written" in said or "Not everything" in said
    look(garden, diary, losses)
    assert finished(started(garden, diary, 2)) == 0
    asked_again(diary, [], losses)
    assert losses.lost == [] and losses.again == [] and diary.lines("mistake") == []
    assert outcome(garden) == outcome(undisturbed)


def test_a_planting_that_was_killed_half_way_is_begun_anew(tmp_path: Path, undisturbed: Path) -> None:
    garden = tmp_path / "garden"
    garden.mkdir()
    for left in (".garden.db.new", ".garden.db.new-journal"):
        (garden / left).write_bytes(b"half a garden")
    assert finished(started(garden, Diary(tmp_path / "garden.log"), 1)) == 0
    assert outcome(garden) == outcome(undisturbed)
