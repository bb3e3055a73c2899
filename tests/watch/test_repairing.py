"""The repair loop: what is tried first, what stays, and what is taken back and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dreamgarden.errors import GardenError
from dreamgarden.game.findings import Finding
from dreamgarden.game.playtest import Coverage, Tested
from dreamgarden.grow.feedback.proposal import Change, Complaint, Proposal, Step
from dreamgarden.plan.node import Node
from dreamgarden.plan.record import node_to_json
from dreamgarden.plan.tree import Plan
from dreamgarden.watch.counsel import fault_of
from dreamgarden.watch.repairing import Garden, changed_since, repair
from dreamgarden.work import Work

FLOATS = Finding("floating", "A house floats.", "house", ("houses",), 0.9)
WON = Coverage(endings=("won",), events={"found": 3})
LEAF = Node("n2", "n1", "Houses", "Houses stand.", "code", "houses", take=2)


def plan_with(leaf: Node = LEAF) -> Plan:
    return Plan.of([Node("n1", None, "Seed", "A town.", "seed", "seed"), leaf])


class Bench:
    """A garden in which each change has the outcome that the test says."""

    def __init__(self, outcomes: Sequence[Tested], then: Mapping[str, Any] | None = None) -> None:
        self.outcomes = list(outcomes)
        self.done: list[str] = []
        self.then = then or {}

    def garden(self) -> Garden:
        def change(changes: Sequence[Change], label: str) -> str:
            self.done.append(changes[0].steps[0].verb)
            return label

        def undo() -> str:
            self.done.append("undo")
            return ""

        def rebuilt(work: Work, finding: Finding) -> Tested:
            return self.outcomes.pop(0) if self.outcomes else as_tested(*self.last)

        return Garden(plan=plan_with, own=lambda node: False, answer=lambda told: Proposal(told.text, ()), change=change, undo=undo,
                      fine=lambda finding: self.then, rebuilt=rebuilt)  # fmt: skip

    last: tuple[Finding, ...] = (FLOATS,)  # what is found when the outcomes are used up


def as_tested(*findings: Finding, coverage: Coverage = WON) -> Tested:
    return Tested(findings, coverage, "", 1.0)


def test_a_leaf_that_changed_goes_back_first_and_stays_when_that_helps() -> None:
    then = {"n2": node_to_json(replace(LEAF, take=1))}
    bench = Bench([as_tested()], then)
    done = repair(bench.garden(), as_tested(FLOATS), Work())
    assert bench.done == ["restore"] and done.left == ()
    assert [(one.kept, one.why) for one in done.rounds] == [(True, "It is gone, and nothing else broke.")]


def test_what_does_not_help_is_taken_back_and_said() -> None:
    bench = Bench([])
    done = repair(bench.garden(), as_tested(FLOATS), Work())
    assert bench.done == ["recast", "undo"] + ["take", "undo"] * 3 and done.left == (FLOATS,)
    assert not done.rounds[0].kept and "still there" in done.rounds[0].why


def test_what_breaks_something_else_is_taken_back() -> None:
    sinks = Finding("buried", "A house is buried.", "house", ("houses",), 0.9)
    bench = Bench([as_tested(sinks), as_tested(FLOATS)])
    done = repair(bench.garden(), as_tested(FLOATS), Work(), rounds=1)
    assert bench.done[-1] == "undo" and "buried" in done.rounds[0].why


def test_a_game_that_can_no_longer_be_won_is_no_repair() -> None:
    bench = Bench([as_tested(coverage=Coverage()), as_tested(FLOATS)])
    done = repair(bench.garden(), as_tested(FLOATS), Work())
    assert "no longer be won" in done.rounds[0].why and bench.done[-1] == "undo"


def test_who_is_to_blame_is_asked_where_nothing_changed() -> None:
    dark = Finding("memory", "It takes more and more memory.", "memory")
    bench = Bench([as_tested()])
    garden = replace(bench.garden(), blame=lambda finding: replace(finding, parts=("houses",)))
    assert repair(garden, as_tested(dark), Work()).rounds[0].kept and bench.done == ["take"]
    assert repair(bench.garden(), as_tested(dark), Work()).rounds == ()


def test_hints_are_left_alone_and_rounds_are_bounded() -> None:
    assert repair(Bench([]).garden(), as_tested(replace(FLOATS, sure=0.4)), Work()).rounds == ()
    done = repair(Bench([]).garden(), as_tested(FLOATS), Work(), rounds=0)
    assert done.rounds == () and done.left == (FLOATS,)


def test_a_part_that_breaks_the_game_is_left_out_at_last() -> None:
    crash = Finding("crash", "It stops.", "houses", ("houses",))
    bench = Bench([as_tested(crash)] * 3 + [as_tested()])
    done = repair(bench.garden(), as_tested(crash), Work())
    assert bench.done == ["take", "undo"] * 3 + ["mute"] and done.rounds[-1].kept


def test_what_changed_since_is_told_by_how_it_was() -> None:
    then = {"n2": node_to_json(LEAF), "n9": {"slug": "gone"}}
    assert list(changed_since(plan_with(), then)) == ["n9"]
    assert list(changed_since(plan_with(replace(LEAF, muted=True)), then)) == ["n2", "n9"]


def test_what_a_person_would_say_is_asked_with_the_parts_in_mind() -> None:
    heard: list[Complaint] = []
    bench = Bench([])
    garden = replace(bench.garden(), answer=lambda told: (heard.append(told), Proposal(told.text, ()))[1])
    repair(garden, as_tested(FLOATS), Work())
    assert "house floats" in heard[0].text and heard[0].findings == ("houses",)


def test_a_model_is_asked_before_a_part_is_left_out_and_told_what_was_tried() -> None:
    crash = Finding("crash", "It stops.", "houses", ("houses",))
    mend = Change(("n2",), "The code of “Houses” is mended.", "It divides by zero.", (Step("mend", {"node": "n2", "fault": "x"}),))
    told: list[tuple[str, ...]] = []

    def ask(finding: Finding, tried: Sequence[str]) -> Proposal:
        told.append(tuple(tried))
        return Proposal(finding.what, (mend,))

    bench = Bench([as_tested(crash), as_tested(crash), as_tested()])
    done = repair(replace(bench.garden(), ask=ask), as_tested(crash), Work())
    assert bench.done == ["take", "undo", "mend", "undo", "mend"] and done.left == ()
    assert len(told) == 2 and "written again" in told[0][0] and "still there" in told[1][-1] and "mended" in told[1][-1]


def test_what_only_eyes_find_is_left_to_the_model_alone() -> None:
    then = {"n2": node_to_json(replace(LEAF, take=1))}
    bench = Bench([], then)
    plain = Finding("lacking", "Not as asked for (R1).", "R1", ("houses",), 0.75)
    assert repair(bench.garden(), as_tested(plain), Work()).left == (plain,) and bench.done == [], "a person may have asked for it"

    def away(finding: Finding, tried: Sequence[str]) -> Proposal:
        raise GardenError("The server is away.")

    assert repair(replace(bench.garden(), ask=away), as_tested(plain), Work()).rounds == ()


def test_a_mender_is_shown_the_code_of_whom_it_may_be_and_of_what_shuts_in() -> None:
    leaves = [Node(f"n{at}", "n1", slug, "x", "code", slug) for at, slug in enumerate(("letters", "yard", "air"))]
    code = {"letters": 'spawn("letter");', "yard": "wall({0, 0, 0}, {1, 0, 0});", "air": "fog(GRAY, 1, 2);"}
    finding = Finding("unreachable", "There is no way.", "letter", ("letters", "envelope"), frame=90)
    fault = fault_of(finding, [finding, FLOATS], ["one", "two"], ["Longer, please"], leaves, lambda leaf: code[leaf.slug])
    assert list(fault.code) == ["letters", "yard"] and fault.seconds == 3.0 and fault.since == ("Longer, please",)
    assert fault.also == ("A house floats.",) and fault.tried == ("one", "two")
    assert list(fault_of(replace(finding, kind="floating"), [], [], [], leaves, lambda leaf: code[leaf.slug]).code) == ["letters"]


def test_what_a_try_was_is_kept_only_when_it_stays_and_the_rest_is_built_back_once() -> None:
    kept: list[tuple[Finding, ...]] = []
    settled: list[str] = []
    bench = Bench([as_tested(FLOATS), as_tested(FLOATS), as_tested()])
    garden = replace(bench.garden(), stays=lambda tested: kept.append(tested.findings), settle=lambda work: settled.append("built"))
    assert repair(garden, as_tested(FLOATS), Work()).left == () and kept == [()] and settled == ["built"]
    lasting = replace(Bench([]).garden(), stays=lambda tested: kept.append(tested.findings), settle=lambda work: settled.append("again"))
    repair(lasting, as_tested(FLOATS), Work(), rounds=2)
    assert kept == [()] and settled[1:] == ["again"]
