"""What play-tests found, kept beside the garden, and compared with what was there when it was fine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dreamgarden.codegen.play_words import parse
from dreamgarden.game.compare import differences
from dreamgarden.game.coverage import Coverage
from dreamgarden.game.findings import Finding
from dreamgarden.game.play import Played
from dreamgarden.game.playtest import Tested
from dreamgarden.watch.found import Found, traces_of

STUCK = Finding("stuck", "The player is stuck.", "player", ("walls",), 0.8, "goal", 900, 7, b"\x89PNG picture")


def as_tested(*findings: Finding) -> Tested:
    return Tested(findings, Coverage(("play",), ("won",), {"found": 3}, ("walls",)), '{"events": []}', 2.5)


def test_what_was_found_is_read_back_with_its_picture_and_its_trace(tmp_path: Path) -> None:
    found = Found(tmp_path / "found")
    assert found.last() is None and found.rows() == []
    found.keep(as_tested(STUCK))
    again = Found(tmp_path / "found").last()
    assert again is not None and again.findings == (STUCK,) and again.findings[0].picture == STUCK.picture
    assert again.coverage.endings == ("won",) and again.coverage.events == {"found": 3}
    (row,) = found.rows()
    assert Path(row["picture"]).read_bytes() == STUCK.picture
    trace = found.trace(again.findings[0])
    assert trace is not None and trace.read_text() == '{"events": []}'


def test_each_finding_has_the_trace_of_its_own_play_and_coverage_adds_up(tmp_path: Path) -> None:
    found = Found(tmp_path / "found")
    tried = Finding("mechanic", "It does not open.", "door: x", ("door",), 0.8, "try door: x", 120)
    lazy = Finding("unlosable", "It can't be lost.", "loss", (), 0.8, "idle")
    play = parse("press E; then “opened” happens", "x", "door")
    tested = replace(as_tested(STUCK, tried, lazy), traces={"try door: x": '{"events": [1]}', "goal": "{}"}, plays=(play,))
    found.keep(tested)
    found.keep(replace(tested, coverage=Coverage(("play",), ("lost",), {"hurt": 1}, (), ("crab",))))
    assert [Path(row["trace"]).read_text() if row["trace"] else "" for row in found.rows()] == ['{"events": []}', '{"events": [1]}', ""]
    again, seen = found.last(), found.coverage()
    assert again is not None and again.plays == (play,)
    assert seen is not None and seen.tests == 2 and seen.endings == ("lost", "won") and seen.events == {"found": 3, "hurt": 1}


def test_it_is_known_what_the_leaves_were_when_it_was_last_fine(tmp_path: Path) -> None:
    found = Found(tmp_path / "found")
    found.keep(as_tested(), {"n2": {"slug": "walls", "take": 1}})
    found.keep(as_tested(STUCK), {"n2": {"slug": "walls", "take": 2}})
    found.keep(as_tested(STUCK), {"n2": {"slug": "walls", "take": 3}})
    assert found.fine(STUCK) == {"n2": {"slug": "walls", "take": 1}}
    assert found.fine(Finding("crash", "x", "moths"))["n2"]["take"] == 3


def test_a_broken_record_is_no_record(tmp_path: Path) -> None:
    found = Found(tmp_path / "found")
    found.keep(as_tested(STUCK))
    (tmp_path / "found" / "found.json").write_text('{"findings": [{"kind": 3}]')
    assert found.last() is None and found.rows() == [] and found.fine(STUCK) == {}
    found.keep(as_tested())
    assert found.last() is not None


def test_the_newest_traces_are_played_again(tmp_path: Path) -> None:
    assert traces_of(tmp_path) == []
    for number in range(10):
        (tmp_path / f"{number}.json").write_text("{}")
    assert len(traces_of(tmp_path)) == 8
    (tmp_path / "10.json").write_text("")  # the game was ended before it could write
    assert len(traces_of(tmp_path)) == 8 and tmp_path / "10.json" not in traces_of(tmp_path)


def test_two_plays_differ_where_they_differ() -> None:
    one = Played(0, 1.0, False, (), {"screen": "won", "score": 3, "objectives": {"items": {"have": 3, "need": 3}},
                                     "things": [{"name": "tree"}, {"name": "tree"}], "events": {"found": 3}})  # fmt: skip
    other = Played(0, 1.0, False, (), {"screen": "play", "score": 3, "objectives": {"items": {"have": 1, "need": 5}},
                                       "things": [{"name": "tree"}], "events": {"found": 1}})  # fmt: skip
    assert differences(one, other) == {"screen": ("won", "play"), "objectives.items": ("3/3", "1/5"), "events.found": (3, 1),
                                       "things.tree": (2, 1)}  # fmt: skip
    assert differences(one, one) == {}
