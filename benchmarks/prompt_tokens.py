"""What a garden asks a model for: tokens a planned node and a code leaf, and how much of each prompt a server can cache.

    python benchmarks/prompt_tokens.py [TAPE.jsonl ...]

Tapes are told again with today's prompts, without a server and without building anything; tests/recorded/ without arguments.
A token is four characters. "one beginning" is what all calls of a kind begin with, in one garden: a cache has it after the
first. Beside it the same garden in one conversation, as a coding agent has it: each call sends all that was said before.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dreamgarden import settings
from dreamgarden.designers.designer import Leaf, Need
from dreamgarden.designers.drafting import is_models
from dreamgarden.designers.model import ModelDesigner, Roles
from dreamgarden.designers.prompts import Prompts
from dreamgarden.errors import GardenError
from dreamgarden.events import nowhere
from dreamgarden.grow.growth import grow, take_over
from dreamgarden.hiring import offline
from dreamgarden.llm.chat import Hear, Question, Reply, deaf
from dreamgarden.llm.transcript import Recorded, Transcript
from dreamgarden.make.recipes import shape_of
from dreamgarden.plan.edit import Edit
from dreamgarden.plan.node import Node
from dreamgarden.plan.tree import Plan
from dreamgarden.work import Work

_KINDS = {"see": "vision", "outline": "outline", "review": "review", "plan": "part", "write": "leaf", "carve": "model", "mend": "mend"}
_TOKEN = 4  # characters


@dataclass
class Heard:
    """A chat that keeps what was asked and what came back."""

    chat: Recorded
    asked: list[tuple[Question, Reply]] = field(default_factory=list)

    @property
    def model(self) -> str:
        return self.chat.model

    @property
    def holds_to_schemas(self) -> bool:
        return self.chat.holds_to_schemas

    def ask(self, question: Question, work: Work, hear: Hear = deaf) -> Reply:
        reply = self.chat.ask(question, work, hear)
        self.asked.append((question, reply))
        return reply


def told_again(tape: Path) -> tuple[Plan, list[tuple[Question, Reply]]]:
    """The plan of a tape, and every call that planning and writing it takes."""
    transcript = Transcript()
    transcript.load_tape(tape)
    chat = Heard(Recorded(transcript, model=transcript.models()[0]))
    prompts = Prompts(settings.templates_dir(), settings.garden_sources_dir(), settings.assets_dir() / "recipes")
    designer = ModelDesigner(Roles(chat, chat), offline(), prompts)
    plan = Plan.planted(seed_of(tape))

    def submit(edit: Edit) -> Plan:
        nonlocal plan
        plan = plan.apply(edit)
        return plan

    grow(submit, plan, plan.root.id, designer.sketch, Work(), nowhere)
    take_over(submit, plan, designer, Work(), nowhere)
    style = {**designer.style(plan.root.brief, Work()), **next(node.slots for node in plan if node.kind == "style")}
    shapes: dict[str, str] = {}
    for node in sorted(plan.leaves(), key=lambda node: node.kind != "data"):
        if not is_models(node.slots) or node.kind not in ("code", "data"):
            continue
        needs = tuple(Need(need.slug, need.kind, shapes.get(need.slug, need.slug)) for need in plan.needs(node.id))
        leaf = Leaf(node.slug, node.title, node.brief, node.kind, 1, plan.root.brief, style, node.slots, needs)
        try:
            draft = designer.write(leaf, Work())
        except GardenError as error:
            print(f"  {node.slug}: {error.what}")
            continue
        if node.kind == "data":
            shapes[node.slug] = shape_of(json.loads(draft.files[f"{node.slug}.json"]))
    return plan, chat.asked


def seed_of(tape: Path) -> str:
    """The prompt that a tape's garden grew from: what its first question quotes."""
    first = json.loads(tape.read_text(encoding="utf-8").splitlines()[0])
    lines = [line for message in first["question"]["messages"] for line in message["lines"] if isinstance(line, str)]
    quoted = [line[2:] for line in lines if line.startswith("> ")]
    return quoted[0]


def one_text(question: Question) -> str:
    return "\n".join(message.text for message in question.messages)


def measure(tape: Path) -> None:
    """Print a tape's table."""
    plan, asked = told_again(tape)
    model_nodes = [node for node in plan if is_models(node.slots)]
    firsts: dict[str, list[str]] = defaultdict(list)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for question, reply in asked:
        kind = kind_of(question)
        if len(question.messages) == 2:
            firsts[kind].append(one_text(question))
        sums[kind][0] += 1
        sums[kind][1] += len(one_text(question)) // _TOKEN
        sums[kind][2] += len(reply.text) // _TOKEN
    print(f"\n{tape.stem}: {len(plan)} nodes, {len(model_nodes)} of them the model's, {len(asked)} calls")
    print(f"  {'call':<10}{'calls':>6}{'sent':>9}{'written':>9}{'sent a call':>13}{'one beginning':>15}")
    for kind, (calls, sent, written) in sums.items():
        print(f"  {kind:<10}{calls:>6}{sent:>9,}{written:>9,}{sent // calls:>13,}{share(firsts[kind]):>15}")
    planning = sum(sums[kind][1] + sums[kind][2] for kind in ("vision", "outline", "review", "part") if kind in sums)
    sent = sum(row[1] for row in sums.values())
    print(f"  planning: {planning // max(len(model_nodes), 1):,} tokens a node; a code leaf: {code_leaf(plan, asked):,} tokens sent")
    talked = in_one_conversation(asked)
    print(f"  in one conversation: {talked:,} tokens sent; ours {sent:,}, ratio {sent / talked:.2f}")


def kind_of(question: Question) -> str:
    kind = _KINDS[question.purpose.split(" ")[0]]
    return "code" if kind == "leaf" and "```cpp" in question.messages[0].text else "data" if kind == "leaf" else kind


def share(texts: Sequence[str]) -> str:
    """How much of the texts is one beginning, in percent; of one alone nothing can be said."""
    if len(texts) < 2:
        return "-"
    first, last = min(texts), max(texts)  # what the first and the last in order share, all share
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return f"{100 * same * len(texts) / sum(map(len, texts)):.0f} %"


def code_leaf(plan: Plan, asked: Sequence[tuple[Question, Reply]]) -> int:
    """Tokens sent for a code leaf, its mending included, on the average."""
    code: list[Node] = [node for node in plan.leaves() if node.kind == "code" and is_models(node.slots)]
    slugs = {node.slug for node in code}
    sent = sum(len(one_text(question)) for question, _ in asked if question.node in slugs and kind_of(question) in ("code", "mend"))
    return sent // _TOKEN // max(len(code), 1)


def in_one_conversation(asked: Sequence[tuple[Question, Reply]]) -> int:
    """Tokens that are sent when each call carries all before it: common rules once, then only what each adds."""
    sent = so_far = 0
    rules: set[str] = set()
    for question, reply in asked:
        for message in question.messages:
            if message.role != "system" or message.text not in rules:
                so_far += len(message.text)
                rules.add(message.text)
        sent += so_far
        so_far += len(reply.text)
    return sent // _TOKEN


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tapes", nargs="*", type=Path)
    for tape in parser.parse_args().tapes or sorted((Path(__file__).parent.parent / "tests" / "recorded").glob("*.jsonl*")):
        measure(tape)


if __name__ == "__main__":
    main()
