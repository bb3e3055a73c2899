"""Gardens of older formats: they open, keep all that was in them, and a copy of them is kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dreamgarden.errors import StorageError
from dreamgarden.plan import older
from dreamgarden.plan.edit import Rename
from dreamgarden.plan.journal import FILE, FORMAT, Journal

RECORDED = Path(__file__).parent.parent / "recorded"
APPLICATION = 0x44724764


def recorded(folder: Path, version: int) -> Path:
    """A garden as the version of that format wrote it."""
    folder.mkdir()
    base = sqlite3.connect(folder / FILE)
    base.executescript((RECORDED / f"format{version}.sql").read_text(encoding="utf-8"))
    base.execute(f"PRAGMA application_id={APPLICATION}")
    base.execute(f"PRAGMA user_version={version}")
    base.execute("PRAGMA journal_mode=WAL")
    base.close()
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return recorded(tmp_path / "garden", 1)


def test_every_older_format_has_a_garden_here() -> None:
    assert set(older._STEPS) == {int(file.stem.removeprefix("format")) for file in RECORDED.glob("format*.sql")} == set(range(1, FORMAT))


def test_an_old_garden_opens_with_its_plan_its_history_and_whose_it_is(old: Path) -> None:
    with Journal.open(old) as journal:
        assert journal.prompt == "a lantern in the fog"
        assert [node.title for node in journal.plan] == ["a lantern in the fog", "Fog", "Lantern", "The keeper"]
        assert journal.plan["n3"].brief == "A lantern that sings." and journal.highest_take("n3") == 2
        steps = journal.steps()
        assert [step.by for step in steps] == ["designer", "person", "person", "person", "person"]
        assert [step.done for step in steps] == [True, True, True, True, False]
        assert journal.next_steps() == ("Name the keeper", "Prune 1 node")
        assert journal.redo() == "Prune 1 node" and "n3" not in journal.plan
        for _ in range(5):
            journal.undo()
        assert len(journal.plan) == 1
        journal.submit(Rename("n1", "Fog"), by="person")
    with Journal.open(old) as journal:
        assert journal.plan.root.title == "Fog" and len(journal.steps()) == 1


def test_a_copy_is_kept_as_it_was(old: Path) -> None:
    Journal.open(old).close()
    Journal.open(old).close()  # the second time there is nothing to bring up
    assert sorted(file.name for file in old.iterdir()) == [FILE, f"{FILE}.format1"]
    kept = sqlite3.connect(old / f"{FILE}.format1")
    assert kept.execute("PRAGMA user_version").fetchone() == (1,)
    assert kept.execute("SELECT count(*) FROM edits").fetchone() == (5,)
    kept.close()


def test_looking_at_an_old_garden_changes_nothing(old: Path) -> None:
    before = (old / FILE).read_bytes()
    with Journal.open(old, read_only=True) as journal:
        assert journal.steps()[0].by == "designer" and len(journal.plan) == 4
    assert (old / FILE).read_bytes() == before and not (old / f"{FILE}.format1").exists()


def test_without_a_copy_nothing_is_brought_up(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StorageError, match="older format"):
        Journal.open(old)
    assert [file.name for file in old.iterdir()] == [FILE]
    base = sqlite3.connect(old / FILE)
    assert base.execute("PRAGMA user_version").fetchone() == (1,)
    base.close()


def test_a_step_that_fails_leaves_the_old_garden(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(base: sqlite3.Connection) -> None:
        base.execute("ALTER TABLE edits ADD COLUMN by TEXT NOT NULL DEFAULT 'person'")
        raise sqlite3.OperationalError("killed here")

    monkeypatch.setitem(older._STEPS, 1, half)
    with pytest.raises(StorageError):
        Journal.open(old)
    monkeypatch.undo()
    with Journal.open(old) as journal:
        assert len(journal.plan) == 4 and journal.steps()[0].by == "designer"
