"""How many tasks an edit makes again, beside three rules: everything later, every descendant, and the fewest there can be.

    python benchmarks/rebuilt.py [PROMPTS.json] [--edits 200] [--gardens 12]

Gardens are grown by the offline designer, which also writes their leaves; compiling and meshing are left out, for what
they make follows from what was written. The first row applies the follow-up feedback of the prompts' file as DreamGarden
answers it, the others random single edits. "later" voids all that stands behind the first changed task, as a plan worked
through in order does; "descendants" all that uses a changed task, however indirectly; "fewest" are the tasks whose result
really is another when everything is made anew from scratch.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dreamgarden import hiring, wishes
from dreamgarden.build.demand import Demand
from dreamgarden.build.engine import Engine
from dreamgarden.build.lanes import Lanes
from dreamgarden.build.ledger import Ledger
from dreamgarden.build.store import Store
from dreamgarden.build.task import Inputs, Product, Task
from dreamgarden.designers.designer import Designer
from dreamgarden.errors import GardenError
from dreamgarden.events import nowhere
from dreamgarden.grow import growth
from dreamgarden.grow.feedback.proposal import Complaint
from dreamgarden.make.recipes import INTERFACE, StyleRecipe, leaf_of, shape_of
from dreamgarden.plan.edit import Edit, EditBrief, Move, Mute, Note, Prune, Rename, SetNeeds, SetSlots, Take
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.tasks import GAME, tasks_of
from dreamgarden.watch import heeding
from dreamgarden.work import Work

_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
PROMPTS = Path(os.environ.get("DREAMGARDEN_DATA", _DATA)) / "prompts_dev.json"


@dataclass
class Written:
    """A leaf as the designer writes it, with the interface that the real recipe shows."""

    designer: Designer
    name: str
    version: int = 1

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        leaf = leaf_of(task, inputs)
        draft = self.designer.write(leaf, work)
        files = {name: text.encode() for name, text in draft.files.items()}
        if self.name == "code":
            shows = "\n".join([draft.interface, draft.files.get(f"{leaf.slug}.h", "")]).strip()
        else:
            value = json.loads(draft.files[f"{leaf.slug}.json"])
            shows = shape_of(value) if self.name == "data" else f"{leaf.slug}: {value.get('size')}"
        return Product({**files, INTERFACE: shows.encode()}, shows.encode())


class Together:
    name = GAME
    version = 1

    def run(self, task: Task, inputs: Inputs, work: Work) -> Product:
        return Product({GAME: "".join(inputs.artifact(role).body for role in sorted(inputs.roles())).encode()})


def engine_in(folder: Path, designer: Designer) -> Engine:
    recipes = [StyleRecipe(designer), *(Written(designer, name) for name in ("code", "data", "recipe", "retrieve", "nearest")), Together()]
    ledger = Ledger(folder / "ledger.db")
    ledger._base.execute("PRAGMA synchronous=OFF")
    return Engine(Store(folder / "store"), ledger, {recipe.name: recipe for recipe in recipes}, Lanes())


def tasks(plan: Plan, designer: Designer) -> list[Task]:
    return tasks_of(plan, f"{designer.name} {designer.version}")


def grown(prompt: str, designer: Designer) -> Plan:
    plan = [Plan.planted(prompt)]

    def submit(edit: Edit) -> Plan:
        plan[0] = edit.apply(plan[0])
        return plan[0]

    return growth.grow(submit, plan[0], plan[0].root.id, designer, Work(), nowhere)


@dataclass
class Sum:
    edits: int = 0
    tasks: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("ran", "later", "descendants", "fewest"), 0))


def measured(plan: Plan, after: Plan, engine: Engine, designer: Designer, into: Sum) -> None:
    """Build the plan, then the plan after the edit, and count."""
    before, now = tasks(plan, designer), tasks(after, designer)
    built = engine.run(before)
    if built.failed:
        raise GardenError(str(built.failed))
    report = engine.run(now)
    names = {task.name: task for task in before}
    changed = [task.name for task in now if task.name not in names or _of_key(task) != _of_key(names[task.name])]
    demand = Demand(now, None, lambda task: False)
    order = list(demand.tasks)
    spread = dict.fromkeys(changed)
    line = list(changed)
    for name in line:
        new = [user for user, _ in demand.users[name] if user not in spread]
        spread |= dict.fromkeys(new)
        line += new
    first = min((order.index(name) for name in changed), default=len(order))
    with tempfile.TemporaryDirectory() as scratch, engine_in(Path(scratch), designer) as fresh:
        anew = fresh.run(now).artifacts
    fewest = [name for name, made in anew.items() if name not in built.artifacts or built.artifacts[name].body != made.body]
    into.edits += 1
    into.tasks += len(now)
    for name, count in (("ran", len(report.ran)), ("later", len(order) - first), ("descendants", len(spread)), ("fewest", len(fewest))):
        into.counts[name] += count


def _of_key(task: Task) -> tuple[object, ...]:
    return task.recipe, task.settings, task.inputs, task.whole, task.optional


def random_edit(plan: Plan, chance: random.Random) -> tuple[str, Edit]:
    leaves = [node for node in plan if node.is_leaf and node.kind != "style"]
    codes = [node for node in leaves if node.kind == "code"]
    leaf, code = chance.choice(leaves), chance.choice(codes)
    style = next((node for node in plan if node.kind == "style"), None)

    def other_need() -> Edit:
        if code.needs and chance.random() < 0.5:
            return SetNeeds(code.id, code.needs[1:])
        return SetNeeds(code.id, (*code.needs, chance.choice([node for node in leaves if node.kind == "data"] or leaves).id))

    ways: dict[str, Callable[[], Edit]] = {
        "a brief, a remark more": lambda: EditBrief(leaf.id, f"{leaf.brief} As quiet as snow."),
        "a number in a brief": lambda: EditBrief(code.id, _other_number(code, chance)),
        "a title": lambda: Rename(leaf.id, f"{leaf.title} again"),
        "a take": lambda: Take(leaf.id, leaf.take + 1),
        "a place in the tree": lambda: Move((leaf.id,), chance.choice([node.id for node in plan if node.kind == "aspect"])),
        "a note": lambda: Note(leaf.id, "Look at this."),
        "left out": lambda: Mute((leaf.id,)),
        "pruned": lambda: Prune((leaf.id,)),
        "a need": other_need,
    }
    if style is not None:
        ways["the style"] = lambda: SetSlots(style.id, {**style.slots, "hour": chance.randrange(24)})
    what = chance.choice(list(ways))
    return what, ways[what]()


def _other_number(node: Node, chance: random.Random) -> str:
    words = node.brief.split(" ")
    numbers = [place for place, word in enumerate(words) if word.isdigit()]
    if numbers:
        place = chance.choice(numbers)
        words[place] = str(int(words[place]) + 1)
    return " ".join(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("prompts", nargs="?", type=Path, default=PROMPTS)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--gardens", type=int, default=12)
    asked = parser.parse_args()
    os.fsync = lambda file: None  # what is counted are tasks
    rows = json.loads(asked.prompts.read_text(encoding="utf-8"))
    designer = hiring.offline()
    sums: dict[str, Sum] = {}
    unheard = refused = 0
    plans: list[tuple[Plan, Engine]] = []
    with tempfile.TemporaryDirectory() as name:
        for number, row in enumerate(rows[: asked.gardens]):
            plan, engine = grown(row["prompt"], designer), engine_in(Path(name) / str(number), designer)
            plans.append((plan, engine))
            feedback = row.get("followup", {}).get("feedback", "")
            try:
                proposal = heeding.heard(plan, Complaint(feedback), designer, Work())
                memory = wishes.Memory(lambda leaf: "", lambda id: 1, lambda leaf, take: "")
                edit = heeding.edit_for(plan, proposal.changes[:1], feedback, memory, designer, Work(), 60)
                measured(plan, edit.apply(plan), engine, designer, sums.setdefault("feedback", Sum()))
            except (GardenError, IndexError):
                unheard += 1
        chance = random.Random(7)
        done = 0
        while done < asked.edits:
            plan, engine = plans[done % len(plans)]
            what, edit = random_edit(plan, chance)
            try:
                after = edit.apply(plan)
            except GardenError:
                refused += 1
                continue
            measured(plan, after, engine, designer, sums.setdefault(what, Sum()))
            done += 1
        for _, engine in plans:
            engine.close()
    print(f"{'edit':24}{'edits':>7}{'of tasks':>10}{'made again':>12}{'fewest':>8}{'descendants':>13}{'later':>8}"
          "   × fewest, descendants, later")  # fmt: skip
    total = Sum()
    for what, each in [*sorted(sums.items(), key=lambda row: row[0] != "feedback"), ("all", total)]:
        counts, edits = each.counts, max(each.edits, 1)
        ratios = ", ".join(f"{counts['ran'] / max(counts[rule], 1):.2f}" for rule in ("fewest", "descendants", "later"))
        print(f"{what:24}{each.edits:7}{each.tasks / edits:10.1f}{counts['ran'] / edits:12.2f}{counts['fewest'] / edits:8.2f}"
              f"{counts['descendants'] / edits:13.2f}{counts['later'] / edits:8.2f}   {ratios}")  # fmt: skip
        total.edits += each.edits
        total.tasks += each.tasks
        for rule, count in counts.items():
            total.counts[rule] += count
    print(f"\n{unheard} complaints were answered with no change; {refused} random edits were refused by the plan")


if __name__ == "__main__":
    main()
