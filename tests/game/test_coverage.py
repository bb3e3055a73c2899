"""What plays came to, gathered over tests, and what none came to."""

from __future__ import annotations

from dreamgarden.game.coverage import Coverage, coverage_from_json, coverage_of
from dreamgarden.game.play import Played


def test_screens_endings_events_and_things_of_all_plays() -> None:
    won = Played(0, 1.0, False, (), {"screen": "won", "events": {"found": 2}, "things": [{"name": "shell", "part": "shells"}]},
                 glances=({"screen": 0}, {"screen": 1}))  # fmt: skip
    lost = Played(0, 1.0, False, (), {"screen": "lost", "events": {"found": 1, "hurt": 1}, "things": [{"name": "crab", "part": "crabs"}]})
    seen = coverage_of({"goal": won, "idle": lost})
    assert seen.screens == ("lost", "play", "title", "won") and seen.endings == ("lost", "won")
    assert seen.events == {"found": 3, "hurt": 1} and seen.things == ("crab", "shell") and seen.parts == ("crabs", "shells")


def test_tests_are_added_up_and_what_none_came_to_is_told() -> None:
    one = Coverage(("play",), ("won",), {"found": 2}, ("shells",), ("shell",))
    other = Coverage(("play", "lost"), ("lost",), {"hurt": 1}, ("crabs",), ("crab",))
    both = coverage_from_json(one.with_more(other).to_json())
    assert both.tests == 2 and both.endings == ("lost", "won") and both.events == {"found": 2, "hurt": 1}
    assert both.unseen_events({"crabs": 'emit("hurt", me); emit( "fed", me);', "shells": 'emit("found")'}) == {"fed": "crabs"}


def test_a_record_of_before_is_read() -> None:
    told = {"screens": ["play"], "endings": [], "events": {}, "parts": []}
    assert coverage_from_json(told) == Coverage(("play",), (), {}, ())
