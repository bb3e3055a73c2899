"""Complaints about grown gardens: what was found responsible, what changes, what ran, and what stayed by digest.

    .venv/bin/python benchmarks/feedback.py [PROMPTS.json] [--build] [--folder DIR]

PROMPTS.json holds [{"id", "prompt", "followup": {"feedback"}}]; without it, the common complaints alone are tried. With
--build the garden is built before and after, and the artifacts of all leaves are compared by digest. Baseline in the same
run: all leaves, which is what is made anew when a complaint means growing again.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dreamgarden.grow.feedback.proposal import Complaint, Proposal
from dreamgarden.hiring import offline
from dreamgarden.plan.tree import Plan
from dreamgarden.project import Project
from dreamgarden.tasks import leaves_of, task_name
from dreamgarden.work import Work

COMMON = (
    "too fast", "too slow", "too hard", "too easy", "too dark", "too bright", "the trees are too big", "the player is too slow",
    "too many trees", "too few trees", "there is no bench", "everything floats", "there is no flat ground", "the trees should be red",
    "the mood is wrong, it should be festive", "I can't reach anything", "it is boring at the start", "no music", "make it longer",
    "make it shorter", "it should be night", "太快", "太难", "太暗", "树太多", "没有猫", "没有声音", "改成夜里", "时间太短",
)  # fmt: skip
GARDENS = (
    "a lighthouse keeper collects lost lanterns in the fog on a meadow",
    "Survive one winter night alone in a small radio hut on a mountain. The stove eats wood.",
    "A farming game about my uncle's allotment: four beds, slugs at night.",
)


def bodies(project: Project, plan: Plan) -> dict[str, str]:
    """Each leaf's artifact by digest."""
    made = {leaf.slug: project.engine.ledger.last_good(task_name(leaf)) for leaf in leaves_of(plan)}
    return {slug: artifact.body for slug, artifact in made.items() if artifact is not None}


def tried(folder: Path, prompt: str, text: str, designer: Any, build: bool) -> tuple[Proposal, dict[str, Any]]:
    """Ask, take all, and say what became of the plan and of the artifacts; then take it back."""
    if not (folder / "garden.db").is_file():
        with Project.create(folder, prompt, designer) as project:
            project.grow(Work(), build=False)
    with Project.open(folder, designer) as project:
        if build:
            project.build(Work())
        plan = project.journal.plan
        before = bodies(project, plan)
        begun = time.monotonic()
        proposal = project.watch.feedback(Complaint(text), Work())
        row: dict[str, Any] = {"seconds": time.monotonic() - begun, "leaves": len(leaves_of(plan)), "changed": [], "ran": [], "others": []}
        steps = [change for change in proposal.changes if change.steps]
        if not steps:
            return proposal, row
        project.watch.heed(steps, proposal.label, Work())
        after = project.journal.plan
        old = {node.id: node for node in plan}
        row["changed"] = [node.slug for node in after if node.is_leaf and old.get(node.id) != node]
        named = {after[id].slug for change in steps for id in change.nodes if id in after}
        if build:
            finished = project.build(Work())
            row["ran"] = [task for task in finished.ran if task != "game"]
            now = bodies(project, after)
            # The style is an input of all leaves: they may run, but what they make has to stay as it was.
            row["others"] = [slug for slug, body in before.items() if now.get(slug) != body and slug not in named]
        else:
            there = {node.slug for node in plan}  # what came new is named by what it hangs on
            row["others"] = [slug for slug in row["changed"] if slug in there and slug not in named and after.find(slug).kind != "mesh"]
        project.undo()
        assert {node.id: node for node in project.journal.plan} == old, "undo did not lead back"
    return proposal, row


def main() -> int:
    """Try them, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prompts", nargs="?", type=Path)
    parser.add_argument("--build", action="store_true")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    designer = offline()
    with tempfile.TemporaryDirectory(prefix="feedback-") as scratch:
        top = asked.folder or Path(scratch)
        given = json.loads(asked.prompts.read_text(encoding="utf-8")) if asked.prompts else []
        rows = [(one["id"], one["prompt"], one["followup"]["feedback"]) for one in given if one.get("followup")]
        _table("The follow-ups", rows, top, designer, asked.build)
        _table("The common complaints", [(f"garden{at + 1}", prompt, text) for at, prompt in enumerate(GARDENS) for text in COMMON], top,
               designer, False)  # fmt: skip
    return 0


def _table(title: str, rows: list[tuple[str, str, str]], top: Path, designer: Any, build: bool) -> None:
    if not rows:
        return
    print(f"\n{title}\n")
    answered, whole, spared, touched, others = 0, 0, 0, 0, 0
    spent: list[float] = []
    for id, prompt, text in rows:
        proposal, row = tried(top / id, prompt, text, designer, build)
        steps = [change for change in proposal.changes if change.steps]
        answered += bool(steps)
        whole += bool(steps) and not proposal.questions
        spent.append(row["seconds"])
        spared += row["leaves"] - len(row["changed"]) if steps else 0
        touched += len(row["changed"])
        others += len(row["others"])
        print(f"{id:9} {text[:78]}")
        for change in steps:
            print(f"          * {change.what[:118]}")
        for question in proposal.questions:
            print(f"          ? {question[:118]}")
        if steps:
            ran = f", ran {', '.join(row['ran'])}" if build else ""
            outside = ", ".join(row["others"]) or "none"
            names = ", ".join(row["changed"])
            print(f"          changed {names} of {row['leaves']} leaves{ran}; others touched: {outside}")
    ratio = (spared + touched) / max(1, touched)
    print(f"\nanswered {answered} of {len(rows)}, {whole} of them without a question; outside the named nodes {others} artifacts changed")
    middle = sorted(spent)[len(spent) // 2]
    print(f"leaves made anew {touched}, by growing again {spared + touched}: {ratio:.1f} x as many; "
          f"an answer takes {middle:.2f} s (median)")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
