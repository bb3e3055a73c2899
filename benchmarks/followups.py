"""The feedback edits of a file of prompts, offline and with a model, side by side.

    .venv/bin/python benchmarks/followups.py PROMPTS.json [--replay TAPES] [--only p05,p15] [--folder DIR] [--judge] [--together N]

PROMPTS.json holds [{"id", "prompt", "requirements": [{"id", "text"}], "followup": {"feedback", "must_change", "must_not_change"}}].
Each garden is grown and built offline once. A copy hears the complaint offline, another with the model of the settings, or of
its tape in the folder TAPES; all that is proposed is done and built. Told is who was named, what ran, and by digest which artifacts became
others. With --judge the model's eyes hold a play of before and of after against the requirements: a requirement that has to
stay counts as kept where all that answers for it is the same by digest, else where it is judged no worse than before.
Baseline in the same run: the offline designer, and all leaves, which is what growing again makes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dreamgarden import settings
from dreamgarden.errors import GardenError
from dreamgarden.grow.feedback.proposal import Complaint, Proposal
from dreamgarden.hiring import hire, offline, words_in
from dreamgarden.plan.tree import Plan
from dreamgarden.project import Project
from dreamgarden.tasks import leaves_of, task_name
from dreamgarden.work import Work

_RANK = {"no": 0, "partly": 1, "yes": 2}


@dataclass
class Row:
    """What came of one complaint. Slugs of leaves; `others` became others without being named; met: id → (before, after)."""

    proposal: Proposal | None = None
    leaves: int = 0
    named: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    by_model: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    answer_for: dict[str, tuple[str, ...]] = field(default_factory=dict)
    met: dict[str, tuple[str, str]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def done(self) -> bool:
        """Answered without a question, built, and nothing outside what was named became another."""
        return bool(self.proposal and self.changed and not self.proposal.questions and not self.others and not self.failed)


def bodies(project: Project, plan: Plan) -> dict[str, str]:
    """Each leaf's artifact by digest."""
    made = {leaf.slug: project.engine.ledger.last_good(task_name(leaf)) for leaf in leaves_of(plan)}
    return {slug: artifact.body for slug, artifact in made.items() if artifact is not None}


def heard(folder: Path, one: dict[str, Any], designer: Any, judging: bool) -> Row:
    """Give one garden its complaint, do all that is proposed, and build."""
    row = Row()
    asked = [(each["id"], each["text"]) for each in one.get("requirements", ())] if judging else []
    with Project.open(folder, designer) as project:
        project.build(Work())
        before_plan = project.journal.plan
        row.leaves = len(leaves_of(before_plan))
        before = bodies(project, before_plan)
        first = project.watch.test(Work(), asked=asked) if judging else None
        begun = time.monotonic()
        row.proposal = project.watch.feedback(Complaint(one["followup"]["feedback"]), Work())
        row.seconds = time.monotonic() - begun
        steps = [change for change in row.proposal.changes if change.steps]
        if not steps:
            return row
        project.watch.heed(steps, row.proposal.label, Work())
        finished = project.build(Work())
        after_plan = project.journal.plan
        after = bodies(project, after_plan)
        by_id = {node.id: node for node in [*before_plan, *after_plan]}
        named = {by_id[id].slug for change in steps for id in change.nodes}
        fresh = {node.slug for node in after_plan if node.id not in before_plan}
        row.named = sorted({slug for slug in named if after_plan.find(slug).is_leaf} | fresh)
        row.ran = sorted(task.partition(":")[2] for task in finished.ran if ":" in task)
        wrote = ("write ", "carve ")
        row.by_model = [slug for slug in row.ran if any(said["purpose"].startswith(wrote) for said in words_in(folder, slug))]
        row.changed = sorted(slug for slug, body in after.items() if before.get(slug) != body)
        # The style is an input of all leaves: they may run, but what they make has to stay as it was.
        row.others = [slug for slug in row.changed if slug not in row.named]
        row.failed = [f"{each['node']}: {each['reason']}" for each in finished.failed]
        played = project.playtest(Work(), frames=1800)
        row.problems = list(played.problems)
        if first is not None:
            second = project.watch.test(Work(), asked=asked)
            now = {judged.id: judged for judged in second.judged}
            for judged in first.judged:
                row.answer_for[judged.id] = tuple(dict.fromkeys([*judged.parts, *(now[judged.id].parts if judged.id in now else ())]))
                row.met[judged.id] = (judged.met, now[judged.id].met if judged.id in now else "")
    return row


def main() -> int:
    """Grow, complain, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompts", type=Path)
    parser.add_argument("--replay", type=Path, help="a folder of tapes, ID.jsonl each, that answer for the model")
    parser.add_argument("--only", default="", help="ids, with commas")
    parser.add_argument("--folder", type=Path, help="where the gardens are; those that are there are used again")
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--together", type=int, default=1, help="gardens that the model is asked about at the same time")
    asked = parser.parse_args()
    chosen = settings.load()
    if chosen.designer == "patterns" and not asked.replay:
        print("Name a model (DREAMGARDEN_DESIGNER) or a folder of tapes (--replay).", file=sys.stderr)
        return 2
    only = set(filter(None, asked.only.split(",")))
    rows = [one for one in json.loads(asked.prompts.read_text(encoding="utf-8")) if one.get("followup") and (not only or one["id"] in only)]
    with tempfile.TemporaryDirectory(prefix="followups-") as scratch:
        top = asked.folder or Path(scratch)
        plain = offline()
        results: dict[str, tuple[Row, Row]] = {}
        for one in rows:
            _grown(top / "base" / one["id"], one["prompt"], plain)

        def both(one: dict[str, Any]) -> None:
            base = top / "base" / one["id"]
            without = heard(_copy(base, top / "offline" / one["id"]), one, plain, False)
            folder = _copy(base, top / "model" / one["id"])
            try:
                with_model = heard(folder, one, hire(_with_tape(chosen, asked.replay, one["id"], asked.judge), folder), asked.judge)
            except GardenError as error:
                with_model = Row(failed=[str(error)])
            results[one["id"]] = (without, with_model)

        with ThreadPoolExecutor(max(1, asked.together)) as pool:
            list(pool.map(both, rows))
    for one in rows:
        _tell(one, *results[one["id"]])
    _sum_up([results[one["id"]] for one in rows], rows, asked.judge)
    return 0


def _with_tape(chosen: settings.Settings, tapes: Path | None, id: str, judging: bool) -> settings.Settings:
    if tapes is None:
        return replace(chosen, eyes=(chosen.eyes or chosen.designer) if judging else "")
    tape = tapes / f"{id}.jsonl"
    spoken = json.loads(tape.read_text(encoding="utf-8").partition("\n")[0])["model"]
    return replace(chosen, replay=str(tape), eyes=spoken if judging else "")


def _grown(folder: Path, prompt: str, designer: Any) -> None:
    if not (folder / "garden.db").is_file():
        with Project.create(folder, prompt, designer) as project:
            project.grow(Work())


def _copy(base: Path, folder: Path) -> Path:
    if not (folder / "garden.db").is_file():
        shutil.copytree(base, folder, symlinks=True, ignore=shutil.ignore_patterns("workshop"))
    return folder


def _tell(one: dict[str, Any], without: Row, with_model: Row) -> None:
    print(f"\n{one['id']}  {one['followup']['feedback']}")
    for who, row in (("offline", without), ("model", with_model)):
        for change in row.proposal.changes if row.proposal else ():
            print(f"  {who:8}* {change.what[:150]}")
        for question in row.proposal.questions if row.proposal else ():
            print(f"  {who:8}? {question[:150]}")
        for failed in (*row.failed, *row.problems):
            print(f"  {who:8}! {failed[:200]}")
        if row.changed:
            wrote = f" (written by the model: {', '.join(row.by_model)})" if row.by_model else ""
            print(f"  {who:8}  named {', '.join(row.named)}; ran {', '.join(row.ran)}{wrote}; became others {', '.join(row.changed)} of "
                  f"{row.leaves}; outside: {', '.join(row.others) or 'none'}")  # fmt: skip
    for id, (was, now) in with_model.met.items():
        ask = one["followup"]
        wanted = "must change" if id in ask["must_change"] else "must stay" if id in ask["must_not_change"] else "free"
        touched = sorted(set(with_model.answer_for[id]) & set(with_model.changed))
        how = f"{was} → {now}" + (f", made anew: {', '.join(touched)}" if touched else ", the same by digest")
        print(f"            {id} {wanted}: {how}")


def _kept(row: Row, id: str) -> str:
    """How a requirement was kept: "digest", "judged", or "" when it was not."""
    if not set(row.answer_for.get(id, ())) & set(row.changed):
        return "digest"
    was, now = row.met[id]
    return "judged" if _RANK.get(now, 0) >= _RANK[was] else ""


def _sum_up(results: list[tuple[Row, Row]], rows: list[dict[str, Any]], judged: bool) -> None:
    print(f"\n{'':10}{'done':>10}{'answered':>10}{'questions':>11}{'outside':>9}{'anew':>6}{'of':>5}{'growing again':>15}")
    for at, who in enumerate(("offline", "model")):
        some = [pair[at] for pair in results]
        anew, leaves = sum(len(row.changed) for row in some), sum(row.leaves for row in some if row.changed)
        asked = sum(len(row.proposal.questions) for row in some if row.proposal)
        print(f"{who:10}{f'{sum(row.done for row in some)}/{len(some)}':>10}{sum(bool(row.changed) for row in some):>10}{asked:>11}"
              f"{sum(len(row.others) for row in some):>9}{anew:>6}{leaves:>5}{f'{leaves / max(1, anew):.1f} x as many':>15}")  # fmt: skip
    if judged:
        told = [(pair[1], one["followup"]) for pair, one in zip(results, rows, strict=True)]
        stay = [(row, id) for row, ask in told for id in ask["must_not_change"] if id in row.met]
        how = [_kept(row, id) for row, id in stay]
        move = [(row, id) for row, ask in told for id in ask["must_change"] if id in row.met]
        reached = sum(bool(set(row.answer_for[id]) & set(row.changed)) for row, id in move)
        print(f"\nrequirements that had to stay: {len(stay)}, the same by digest {how.count('digest')}, made anew and judged no worse "
              f"{how.count('judged')}, worse {how.count('')}; that had to change: {len(move)}, reached {reached}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
