"""The document is written by events alone, and its counts stay true."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from garden_rows import row, small_rows
from pytestqt.qtbot import QtBot

from dreamgarden.events import NodeAdded, NodeChanged, NodeRemoved, StateChanged
from dreamgarden.ui.document import Document


def counted(document: Document, id: str) -> Counter[str]:
    leaves = [document[one] for one in document.below(id) if document[one].leaf]
    return Counter(leaf.state for leaf in leaves)


def assert_true(document: Document) -> None:
    for id, item in document.items.items():
        assert +item.counts == counted(document, id), id
        for child in item.children:
            assert document[child].parent == id


def test_loading_gives_the_tree(document: Document) -> None:
    assert document.title == "Title s"
    assert document["s"].children == ["a", "b", "c"]
    assert list(document.below("a")) == ["a", "a1", "a2"]
    assert document.needed_by["a1"] == {"b1"}
    assert_true(document)


def test_a_branch_shows_the_most_pressing_state_below_it(document: Document) -> None:
    assert document.state("s") == "failed"
    assert document.state("a") == "running"  # one done, one waiting: it is on its way
    assert document.fraction("a") == 0.5
    document.apply(StateChanged("b1", "done").to_json())
    document.apply(StateChanged("a2", "reused").to_json())
    assert document.state("s") == "done"
    assert document.done_below("s") == (4, 4)


def test_events_add_change_move_and_remove(document: Document) -> None:
    heard: list[str] = []
    document.added.connect(lambda id: heard.append(f"added {id}"))
    document.moved.connect(lambda id: heard.append(f"moved {id}"))
    document.removed.connect(lambda ids: heard.append(f"removed {' '.join(ids)}"))
    document.apply(NodeAdded(row("a3", "a", index=1)).to_json())
    assert document["a"].children == ["a1", "a3", "a2"]
    document.apply(NodeChanged(row("a3", "b", state="done", index=0)).to_json())
    assert document["b"].children == ["a3", "b1"]
    document.apply(NodeChanged(row("c", "s", state="done", index=0)).to_json())
    assert document["s"].children == ["c", "a", "b"]
    document.select(["b1"])
    document.apply(NodeRemoved("b").to_json())
    assert heard == ["added a3", "moved a3", "moved c", "removed b a3 b1"]
    assert "b1" not in document and not document.selected
    assert_true(document)


def test_children_may_come_before_their_parents(document: Document) -> None:
    document.apply(NodeAdded(row("y", "x")).to_json())
    assert "y" not in document
    document.apply(NodeAdded(row("x", "s", "part")).to_json())
    assert document["x"].children == ["y"]


def test_a_node_that_would_hang_below_itself_is_left_where_it_is(document: Document) -> None:
    document.apply(NodeChanged(row("a", "a1", "part")).to_json())
    assert document["a"].parent == "s"
    assert_true(document)


def test_counts_stay_true_through_a_storm_of_events(qtbot: Any) -> None:
    chance = random.Random(3)
    document = Document()
    document.load({"garden": "", "seed": "", "nodes": small_rows()})
    states = ("idea", "waiting", "running", "done", "failed", "stale", "reused", "blocked", "cancelled")
    for number in range(400):
        id = chance.choice(sorted(document.items))
        pick = chance.randrange(5)
        if pick == 0:
            kind = chance.choice(("part", "code"))
            document.apply(NodeAdded(row(f"x{number}", id, kind, chance.choice(states))).to_json())
        elif pick == 1 and id != "s" and len(document) > 6:
            document.apply(NodeRemoved(id).to_json())
        elif pick == 2:
            document.apply(StateChanged(id, chance.choice(states)).to_json())  # type: ignore[arg-type]
        elif pick == 3 and id != "s":
            changed = row(id, chance.choice(sorted(document.items)), document[id].kind, chance.choice(states))
            document.apply(NodeChanged(changed).to_json())
        assert_true(document)


def test_selection_adds_toggles_and_drops(document: Document) -> None:
    document.select(["a", "b"])
    assert document.current is not None and document.current.id == "b"
    document.select(["a"], toggle=True)
    assert list(document.selected) == ["b"]
    document.select(["a1", "a"], add=True)
    assert document.top_selected() == ["b", "a"]
    document.select(["b"], drop=True)
    assert list(document.selected) == ["a1", "a"]
    document.select(["gone"])
    assert not document.selected


def test_finding_looks_at_titles_first(document: Document) -> None:
    document.apply(NodeChanged(row("c", "s", state="done", brief="like Title a")).to_json())
    assert document.find("title a") == ["a", "a1", "a2", "c"]
    assert document.find("  ") == []


def test_nodes_of_an_unknown_parent_are_asked_for_once_and_found_then(qtbot: Any) -> None:
    document = Document()
    document.load({"garden": "/g", "seed": "", "nodes": []})
    asked: list[int] = []
    document.astray.connect(lambda: asked.append(1))
    document.apply(NodeAdded(row("a", "s", "part")).to_json())
    document.apply(NodeAdded(row("c", "s", state="running")).to_json())
    assert asked == [1] and len(document) == 0
    document.catch_up({"nodes": [row("s", None, "seed"), row("c", "s", state="idea")]})
    assert set(document.items) == {"s", "a", "c"}
    assert document["c"].state == "running"
    assert_true(document)


def test_refreshing_changes_only_what_differs(document: Document) -> None:
    document.select(["a1"])
    told: list[str] = []
    document.reset.connect(lambda: told.append("reset"))
    rows = [one for one in small_rows() if one["id"] != "b1"]
    document.refresh({"nodes": [{**one, "state": "done"} for one in rows]})
    assert "b1" not in document and document["a2"].state == "done"
    assert list(document.selected) == ["a1"] and told == []
    assert_true(document)


def test_many_states_are_taken_at_once(document: Document, qtbot: QtBot) -> None:
    leaves = [item for item in document.items.values() if item.leaf][:3]
    before = document.counts
    with qtbot.waitSignal(document.restated):
        document.restate([{"id": leaf.id, "state": "failed", "reason": "why"} for leaf in leaves])
    assert all(document.state(leaf.id) == "failed" and leaf.reason == "why" for leaf in leaves)
    assert document.counts["failed"] >= 3 and sum(document.counts.values()) == sum(before.values())
    for id, item in document.items.items():
        if item.leaf:
            continue
        below = [document[one] for one in document.below(id) if document[one].leaf]
        assert +item.counts == Counter(one.tally for one in below)
