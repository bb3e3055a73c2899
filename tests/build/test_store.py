"""The store, the keys and the ledger: content that is whole, digests that mean one thing, records that stay."""

from __future__ import annotations

import errno
import json
import os
import random
import stat
from pathlib import Path
from types import MappingProxyType
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from dreamgarden.build.key import canonical, digest, key
from dreamgarden.build.ledger import Ledger, Parts
from dreamgarden.build.store import Store
from dreamgarden.build.task import Artifact
from dreamgarden.errors import StorageError


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_bytes_and_files_of_the_same_content_are_one(store: Store, tmp_path: Path) -> None:
    content = random.Random(1).randbytes(3_000_000)
    file = tmp_path / "big.glb"
    file.write_bytes(content)
    name = store.put(file)
    assert name == store.put(content) == digest(content)
    file.unlink()
    assert store.get(name) == content and store.size(name) == len(content)
    assert list(store.digests()) == [name]
    assert store.path(name) == store.root / name[:2] / name[2:]
    assert not stat.S_IMODE(store.path(name).stat().st_mode) & 0o222


def test_absent_content_is_said(store: Store, tmp_path: Path) -> None:
    assert not store.has("ab" * 32) and not store.verify("ab" * 32)
    with pytest.raises(StorageError, match="not in the store"):
        store.get("ab" * 32)
    with pytest.raises(StorageError, match="not in the store"):
        store.size("ab" * 32)
    with pytest.raises(StorageError, match=r"none\.glb can't be read"):
        store.put(tmp_path / "none.glb")


def test_damage_is_found_on_demand(store: Store) -> None:
    name = store.put(b"lantern")
    assert store.verify(name) and store.get(name, verify=True) == b"lantern"
    store.path(name).chmod(0o644)
    store.path(name).write_bytes(b"lantxrn")
    assert not store.verify(name)
    with pytest.raises(StorageError, match="damaged"):
        store.get(name, verify=True)


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "no room"), (errno.EROFS, "can't be written"),
                                               (errno.EIO, "can't be written")])
@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_refusing_disk_leaves_nothing_half(store: Store, monkeypatch: pytest.MonkeyPatch, number: int, words: str,
                                             step: str) -> None:
    def refuse(*args: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(StorageError, match=words) as caught:
        store.put(b"lantern")
    assert str(store.root) in caught.value.what and caught.value.then
    monkeypatch.undo()
    assert list(store.digests()) == [] and not list(store.root.glob("*/*"))
    assert store.get(store.put(b"lantern")) == b"lantern"


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(StorageError, match="can't be written"):
        Store(tmp_path / "store")


def test_keys_do_not_depend_on_how_json_was_written() -> None:
    one = {"take": 1, "size": 2.0, "list": (1, 2), "deep": MappingProxyType({"b": None, "a": True})}
    other = {"deep": {"a": True, "b": None}, "list": [1.0, 2], "size": 2, "take": 1.0}
    assert key("r", 1, one, {"a": "x"}) == key("r", 1, other, {"a": "x"})
    assert canonical(-0.0) == canonical(0) == "0" and canonical(0.1) == "0.1" and canonical(True) == "true"


def test_every_part_counts() -> None:
    keys = [
        key("r", 1, {"a": 1}, {"x": "1"}),
        key("s", 1, {"a": 1}, {"x": "1"}),
        key("r", 2, {"a": 1}, {"x": "1"}),
        key("r", 1, {"a": 2}, {"x": "1"}),
        key("r", 1, {"a": "1"}, {"x": "1"}),
        key("r", 1, {"a": True}, {"x": "1"}),
        key("r", 1, {"a": 1}, {"x": "2"}),
        key("r", 1, {"a": 1}, {"y": "1"}),
        key("r", 1, {"a": 1}, {}),
        key("r", 1, {}, {"a": "1", "x": "1"}),
    ]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x", {1: "a"}, object()])
def test_what_json_can_not_hold_is_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        key("r", 1, {"a": value}, {})


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(st.none() | st.booleans() | NUMBERS | st.text(),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
                    max_leaves=8)


@given(JSON)
def test_canonical_text_is_a_fixed_point(value: Any) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


PARTS = Parts("code", 1, {"brief": '"x"'}, {"map": "d1"}, {"map": "code:map"})


def made(body: str) -> Artifact:
    return Artifact({"a.cpp": body * 32}, "cd" * 32, body * 32, {"lines": 3})


def test_the_ledger_remembers_across_a_restart(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    ledger.finished("code:a", "k1", PARTS, "own1", made("ab"))
    ledger.failed("code:a", "k2", PARTS, "It does not compile.", {"errors": [1]})
    ledger.close()
    ledger = Ledger(tmp_path / "ledger.db")
    assert ledger.artifact("k1") == ledger.by_body("ab" * 32) == ledger.last_good("code:a") == made("ab")
    assert ledger.artifact("k2") is None and ledger.last_good("code:b") is None and ledger.last("code:b") is None
    last = ledger.last("code:a")
    assert last is not None
    assert (last.key, last.outcome, last.reason, last.good, last.parts) == (
        "k2", "failed", "It does not compile.", "k1", PARTS)
    assert last.notes == {"errors": [1]}
    assert ledger.knows("own1") and not ledger.knows("own2")
    assert ledger.digests() == {"ab" * 32, "cd" * 32}
    ledger.close()


def test_a_transaction_is_whole_or_not_at_all(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    with pytest.raises(KeyboardInterrupt), ledger.writing():
        ledger.finished("code:a", "k1", PARTS, "own", made("ab"))
        raise KeyboardInterrupt
    assert ledger.artifact("k1") is None and ledger.last("code:a") is None
    with ledger.writing():
        ledger.started("code:a", "k1", PARTS)
    assert ledger.unfinished() == ["code:a"] and ledger.last_key("code:a") == ("k1", "started")
    ledger.close()


def test_a_damaged_or_newer_ledger_is_said(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"no database at all, but long enough to look like one" * 100)
    with pytest.raises(StorageError, match=r"ledger\.db is damaged") as caught:
        Ledger(tmp_path / "ledger.db")
    assert "Delete that file" in caught.value.then
    (tmp_path / "ledger.db").unlink()
    ledger = Ledger(tmp_path / "ledger.db")
    ledger._base.execute("PRAGMA user_version=9")
    ledger.close()
    with pytest.raises(StorageError, match="newer"):
        Ledger(tmp_path / "ledger.db")
