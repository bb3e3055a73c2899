"""A garden told again from its tape, by the command line: the same plan each time, its parts written, mended, played; no server."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.cli import main
from dreamgarden.plan.journal import Journal
from dreamgarden.plan.tree import Plan
from dreamgarden.project import Project
from dreamgarden.work import Work

TAPE = Path(__file__).parent.parent / "recorded" / "screws.jsonl"
PROMPT = ("As a kid I sorted my father's screws by sound. Make a puzzle game where objects look identical and you can only tell them "
          "apart by tapping them and listening.")  # fmt: skip
PARTS = {"bench", "wall", "window", "sunbeam", "screws", "jars", "waves", "director", "matches", "saturday", "chalk", "father"}


def plan_in(folder: Path) -> Plan:
    journal = Journal.open(folder)
    try:
        return journal.plan
    finally:
        journal.close()


def files_in(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for part in ("parts", "data") for file in sorted((folder / part).iterdir())}


def test_the_workbench_is_told_again_the_same_and_won_by_ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert main(["grow", PROMPT, "--garden", str(one), "--replay", str(TAPE)]) == 0
    assert main(["grow", PROMPT, "--garden", str(two), "--replay", str(TAPE), "--no-build"]) == 0
    assert list(plan_in(one)) == list(plan_in(two))
    assert {Path(name).stem for name in files_in(one / "game") if name.endswith(".cpp")} == PARTS
    monkeypatch.setenv("DREAMGARDEN_REPLAY", str(TAPE))
    with Project.open(one) as project:
        for slug in ("bench", "jars"):  # took a name that the runtime has: one was mended by rule, one by its writer
            assert project.leaf(slug)["notes"]["tried"]
        played = project.playtest(Work(), frames=4500)
        assert played.screen == "won" and not played.problems
        assert played.played.state["objectives"]["rounds"]["have"] == 5
        spent = project.show()["spent"]
        assert spent["total"]["calls"] == 30 and spent["nodes"]["jars"]["calls"] == 2
