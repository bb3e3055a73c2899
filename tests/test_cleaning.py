"""`clean --keep` deletes the oldest first, and never what the plan, undo, redo or a person needs. Counted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamgarden import cleaning
from dreamgarden.build.task import Product
from dreamgarden.cleaning import size_of
from dreamgarden.errors import BadInput
from dreamgarden.plan.edit import EditBrief, Mute, Pin, Take
from plot import Plot


@pytest.fixture
def plot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plot]:
    monkeypatch.setattr(os, "fsync", lambda file: None)
    plot = Plot(tmp_path)
    plot.built()
    yield plot
    plot.close()


def brief(plot: Plot, slug: str, words: str) -> None:
    plot.do(EditBrief(plot.id(slug), words))


def shrink(plot: Plot, most: int, steps: int = cleaning.STEPS) -> cleaning.Cleaned:
    return cleaning.shrink(plot.engine, plot.journal.plans(steps), plot.tasks_of, most)


def stored(plot: Plot) -> int:
    store = plot.engine.store
    return sum(store.size(digest) for digest in store.digests())


def test_sizes_are_read_as_people_write_them() -> None:
    assert [size_of(text) for text in ("0", "2GB", "1.5 kb", "500M", "3TiB")] == [0, 2 * 10**9, 1500, 500 * 10**6, 3 * 10**12]
    for odd in ("", "much", "-1", "2 XB"):
        with pytest.raises(BadInput):
            size_of(odd)


def test_what_undo_and_redo_need_stays_whatever_is_asked(plot: Plot) -> None:
    for words in ("M2 | a", "M3 | b", "M4 | c"):
        brief(plot, "map", words)
        plot.built()
    plot.journal.undo()
    before = stored(plot)
    done = shrink(plot, 0)
    assert done.freed == 0 and done.kept == before == stored(plot)
    plot.journal.redo()
    assert plot.built() == ""  # redo
    for _ in range(3):
        plot.journal.undo()
        assert plot.built() == ""  # and undo, all the way: nothing runs


def test_older_steps_are_forgotten_the_oldest_first_and_built_again_when_asked_for(plot: Plot) -> None:
    for number in range(6):
        brief(plot, "hut", f"H1 | {number} {'x' * 4000}")
        plot.built()
    before = stored(plot)
    done = shrink(plot, before - 1, steps=2)
    assert 0 < done.freed == before - stored(plot) < 20_000 and done.kept == stored(plot)
    assert plot.built() == ""
    for _ in range(2):
        plot.journal.undo()
        assert plot.built() == ""
    for _ in range(4):
        plot.journal.undo()
    assert plot.built() == "hut"  # the very first was the oldest, and went; made again as it was, the game needs no more
    assert plot.why() == {}


def test_without_steps_only_the_plan_is_kept_and_what_goes_is_said_to_be_gone(plot: Plot) -> None:
    brief(plot, "map", "M2 | a")
    plot.built()
    done = shrink(plot, 0, steps=0)
    assert done.freed > 0 and done.kept == done.needed == stored(plot)
    assert plot.built() == ""
    plot.journal.undo()
    assert plot.why()["map"] == "brief changed"
    assert plot.built() == "boat game map moths"


def test_pins_persons_work_and_muted_leaves_stay(plot: Plot) -> None:
    theirs = plot.engine.adopt(Product({"body": b"mine"}))
    plot.do(Take(plot.id("hut"), 2))
    plot.built()
    plot.do(Pin(plot.id("hut"), plot.body("hut")))
    plot.do(Mute((plot.id("boat"),)))
    plot.built()
    shrink(plot, 0, steps=0)
    assert plot.engine.store.get(theirs.files["body"]) == b"mine"
    assert plot.built() == ""
    plot.do(Mute((plot.id("boat"),), False))
    assert plot.built() == ""


def test_what_a_crash_left_behind_goes_first(plot: Plot) -> None:
    plot.engine.store.put(b"nobody knows of me")
    assert shrink(plot, 10**9).freed == len(b"nobody knows of me")
    assert plot.built() == ""
