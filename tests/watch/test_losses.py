"""What always happened and happens no more: told where code changed, and not where a person meant it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dreamgarden.game.findings import Sources
from dreamgarden.game.happenings import Happenings, gathered, names_of
from dreamgarden.plan.node import Node
from dreamgarden.plan.record import node_to_json
from dreamgarden.watch.losses import Losses

LAMPS = Node("n2", "n1", "Lamps", "Walk up to a lamp and press E: it is lit. Light all lamps.", "code", "lamps")
FOES = Node("n3", "n1", "Foes", "Moths chase the player.", "code", "foes")
SOURCES = Sources({"lamps": 'emit("lit"); objective("lamps", 6);', "foes": 'spawn("moth")'})
LAMP = {"name": "lamp", "model": "lamp", "visible": True, "body": "solid", "reached": True}
START = {"things": [LAMP, LAMP], "meters": {"oil": 10}}
END = {"events": {"lit": 6, "jumped": 3}, "objectives": {"lamps": {"have": 6, "need": 6, "text": "Light the lamps"}}, "meters": {"oil": 4},
       "screen": "won"}  # fmt: skip
WELL = set(names_of([START], END))
GOOD = gathered({"goal": [WELL, WELL, WELL]}, {"lamps": "Light the lamps"})


def rows(*leaves: Node) -> dict[str, Any]:
    return {leaf.id: node_to_json(leaf) for leaf in leaves}


def after(tmp_path: Path, now: Happenings, *leaves: Node) -> list[tuple[str, tuple[str, ...], str]]:
    losses = Losses(tmp_path / "happened.json")
    losses.keep(GOOD, rows(LAMPS, FOES), [])
    found = losses.found(now, leaves, rows(*leaves), SOURCES)
    return [(each.subject, each.parts, each.what) for each in found]


def without(*names: str) -> Happenings:
    left = {name for name in WELL if name not in names}
    return gathered({"goal": [left, left, left]}, GOOD.called)


def test_what_came_of_a_play_is_told_by_name() -> None:
    assert {"thing lamp", "way lamp", "event lit", "goal lamps", "reached lamps", "meter oil", "ending won"} == WELL


def test_what_was_walled_in_is_out_of_reach(tmp_path: Path) -> None:
    names = set(names_of([{**START, "things": [LAMP, {**LAMP, "reached": False}]}], END))
    assert WELL - names == {"way lamp"}
    ((subject, _, what),) = after(tmp_path, without("way lamp"), Node(**{**vars_of(LAMPS), "take": 2}), FOES)
    assert subject == "lamp" and "walk up to" in what


def test_chance_is_no_loss() -> None:
    mixed = gathered({"goal": [WELL, WELL - {"event lit"}, WELL]})
    assert "goal event lit" not in mixed.always and "goal event lit" in mixed.ever


def test_an_event_that_code_no_longer_sends_is_lost_and_its_part_is_named(tmp_path: Path) -> None:
    rewritten = Node(**{**vars_of(LAMPS), "take": 2})
    ((subject, parts, what),) = after(tmp_path, without("event lit", "goal lamps", "reached lamps", "ending won"), rewritten, FOES)
    assert subject == "event lit" and parts[0] == "lamps" and "“Lamps”" in what and "never" in what


def test_the_goal_is_told_by_its_words(tmp_path: Path) -> None:
    ((_, _, what),) = after(tmp_path, without("reached lamps", "ending won"), Node(**{**vars_of(LAMPS), "take": 2}), FOES)
    assert "“Light the lamps”" in what


def test_what_a_brief_no_longer_says_is_not_lost(tmp_path: Path) -> None:
    gone = without("event lit", "ending won")
    meant = Node(**{**vars_of(LAMPS), "brief": "Walk past the lamps; they stay dark."})
    assert after(tmp_path, gone, meant, FOES) == []
    kept = Node(**{**vars_of(LAMPS), "brief": "Walk up to a lamp and press E: it is lit in blue. Light all lamps."})
    assert [subject for subject, _, _ in after(tmp_path, gone, kept, FOES)] == ["event lit"]


def test_a_part_more_or_less_or_another_rule_elsewhere_is_meant(tmp_path: Path) -> None:
    gone = without("event lit", "ending won")
    assert after(tmp_path, gone, LAMPS) == []
    assert after(tmp_path, gone, LAMPS, Node(**{**vars_of(FOES), "slots": {"speed": 9}})) == []


def test_while_something_is_lost_the_measure_stays(tmp_path: Path) -> None:
    losses = Losses(tmp_path / "happened.json")
    losses.keep(GOOD, rows(LAMPS, FOES), [])
    broken = without("event lit")
    for _ in range(2):
        lost = losses.found(broken, [LAMPS, FOES], rows(LAMPS, FOES), SOURCES)
        assert [each.subject for each in lost] == ["event lit"]
        losses.keep(broken, rows(LAMPS, FOES), lost)
    assert losses.found(GOOD, [LAMPS, FOES], rows(LAMPS, FOES), SOURCES) == []


def test_a_broken_record_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "happened.json").write_text('{"always": 3}')
    assert Losses(tmp_path / "happened.json").found(without("event lit"), [LAMPS], rows(LAMPS), SOURCES) == []


def vars_of(node: Node) -> dict[str, Any]:
    return {name: getattr(node, name) for name in Node.__dataclass_fields__}
