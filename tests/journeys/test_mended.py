"""A fault that sat in a part from its first take, mended by a model on tape: proved by playing, and nothing else made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dreamgarden import settings
from dreamgarden.game.findings import Finding
from dreamgarden.hiring import hire, offline
from dreamgarden.project import Project
from dreamgarden.tasks import leaves_of
from dreamgarden.watch import heeding
from dreamgarden.watch.counsel import fault_of
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "mended.jsonl"
PROMPT = "An abandoned amusement park; every ride you switch on brings back a memory."
USED, DEAF = 'if (pressed("use")) { switch_on(machine)', 'if (!playing() && pressed("use")) { switch_on(machine)'
NEVER = Finding("unwinnable", "A bot that seeks the goal gets no further: “Bring back the memories” is not to be had.", "switches",
                ("switching",), 0.9, "goal", 900)  # fmt: skip


def test_a_key_that_never_did_anything_works_after_the_model_was_told(tmp_path: Path) -> None:
    folder = tmp_path / "park"
    with Project.create(folder, PROMPT, offline()) as project:
        project.grow(Work())
        part = folder / "game" / "parts" / "switching.cpp"
        good = part.read_text(encoding="utf-8")
        assert USED in good
        part.write_text(good.replace(USED, DEAF), encoding="utf-8")
        project.build(Work())
        assert project.playtest(Work(), frames=900).screen != "won"
    designer = hire(replace(settings.load(), replay=str(TAPE)), folder)
    with Project.open(folder, designer) as project:
        plan = project.journal.plan
        leaf = plan.find("switching")
        fault = fault_of(NEVER, [NEVER], [], [], leaves_of(plan), lambda each: project.leaf(each.slug)["files"].get(f"{each.slug}.cpp", ""))
        assert DEAF in fault.code["switching"], "it is shown what the game has, not what the pattern would write"
        proposal = heeding.mends(plan, fault, designer, Work())
        assert [step.verb for change in proposal.changes for step in change.steps] == ["mend"]
        project.watch.heed(proposal.changes, "Repair", Work())
        finished = project.build(Work())
        assert sorted(finished.ran) == ["code:switching", "game"] and not finished.failed
        mended = project.journal.plan.find("switching")
        assert leaf.pinned and not mended.pinned and mended.brief == leaf.brief
        code = part.read_text(encoding="utf-8")
        assert USED in code and DEAF not in code
        assert project.playtest(Work(), frames=900).screen == "won"
        project.undo()
        project.build(Work())
        assert DEAF in part.read_text(encoding="utf-8"), "a repair is one step of undo"
