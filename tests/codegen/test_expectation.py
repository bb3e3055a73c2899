"""What must be true of a state, as a writer says it."""

from __future__ import annotations

import pytest

from dreamgarden.codegen.expectation import MOST, Expectation, look_up, read

STATE = {
    "screen": "play",
    "score": 3,
    "objectives": {"lamps": {"have": 1, "need": 6}},
    "meters": {"oil": 0.5},
    "words": {"mood": "calm and still"},
    "things": [{"name": "moth", "tags": ["flier", "pest"]}, {"name": "moth", "tags": ["flier"]}, {"name": "lamp", "tags": []}],
    "captions": ["Hello"],
}


@pytest.mark.parametrize(
    ("path", "op", "value"),
    [
        ("screen", "==", "play"),
        ("objectives.lamps.need", "==", 6),
        ("objectives.lamps.have", "<", 6),
        ("meters.oil", ">=", 0.5),
        ("tags.flier", "==", 2),
        ("things.moth", ">", 1),
        ("tags.nobody", "==", 0),
        ("words.mood", "contains", "calm"),
        ("score", "!=", 4),
        ("captions.0", "==", "Hello"),
        ("meters.oil", "exists", None),
        ("meters.oil", "<=", 0.5),
    ],
)
def test_what_is_as_expected_is_not_told(path: str, op: str, value: object) -> None:
    (expectation,) = read([{"after_frames": 60, "path": path, "op": op, "value": value}])
    assert expectation.unmet(STATE) == ""


@pytest.mark.parametrize(
    ("path", "op", "value", "said"),
    [
        ("score", ">", 5, "`score` should be above 5; it is 3."),
        ("counters.found", "exists", None, "it is not there"),
        ("screen", "<", 3, 'it is "play"'),
        ("tags.pest", "==", 2, "should be 2; it is 1"),
        ("meters.oil", "contains", "x", "it is 0.5"),
    ],
)
def test_what_is_otherwise_is_told_with_both(path: str, op: str, value: object, said: str) -> None:
    (expectation,) = read([{"after_frames": 60, "path": path, "op": op, "value": value}])
    assert said in expectation.unmet(STATE) and "After 60 frames" in expectation.unmet(STATE)


def test_rows_that_make_no_sense_are_left_out_and_the_rest_is_bounded() -> None:
    good = {"path": "score", "op": ">", "value": 1, "after_frames": 10**9}
    rows = [3, None, {"path": "x"}, {"path": "", "op": "=="}, {"path": "x", "op": "is"}, {"path": "x", "op": "==", "after_frames": "soon"}]
    assert read(rows) == ()
    assert len(read([good] * 9)) == MOST and read([good])[0].after_frames == 900
    assert read([{"path": "score", "op": "exists"}]) == (Expectation(60, "score", "exists"),)


def test_a_path_may_lead_nowhere() -> None:
    assert look_up(STATE, "objectives.lamps.need.more") is None and look_up(STATE, "captions.5") is None and look_up({}, "tags.x") == 0
