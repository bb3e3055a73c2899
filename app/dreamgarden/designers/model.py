"""`ModelDesigner`: a chat model plans and writes. The offline sketch is its draft: it keeps, rewrites, adds and drops.

What it has not replaced is the pattern designer's to write; what a person says that a pattern can't do is the
model's. Planning and writing are apart: planner.py asks for trees, this file for what leaves need.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dreamgarden.designers import code_reply
from dreamgarden.designers.agreed import makes, names_in
from dreamgarden.designers.critic import Critic
from dreamgarden.designers.designer import Ability, Draft, Failure, Leaf, Sprout, Surroundings
from dreamgarden.designers.drafting import MODEL, honours, is_models
from dreamgarden.designers.lenient_json import find_json, without_thoughts
from dreamgarden.designers.mending import code_in, fault_in
from dreamgarden.designers.nearest_names import hints
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.planner import Planner, vision_in_words
from dreamgarden.designers.prompts import Prompts, quoted
from dreamgarden.designers.replies import Unreadable
from dreamgarden.errors import GardenError
from dreamgarden.events import Emit, nowhere
from dreamgarden.llm.budget import Purse
from dreamgarden.llm.chat import Chat, Hear, OverBudget, Question, Refused, Reply, ServerAway, deaf
from dreamgarden.plan.node import Node
from dreamgarden.work import Work

_ALONE = "(It is tried alone, among what it needs: what other leaves make, and the words of the interface, are not there; that is no fault.)"
_RULES = 1  # raised when the same replies would be used otherwise
_PART = re.compile(r"\bPART\(\s*(\w+)\s*\)")
_SEND_AGAIN = re.compile(r"\n*Send the whole of \S+ again[^\n]*\s*\Z")

Memory = Callable[[str], Sequence[tuple[str, str, str]]]
"""What was said about a leaf, by slug: purpose, question and answer of each exchange, in their order."""

Check = Callable[[Mapping[str, Any]], str]
"""What is wrong with a recipe of shapes, in words for its writer; "" when nothing is."""


def unchecked(recipe: Mapping[str, Any]) -> str:
    """A `Check` that finds nothing."""
    return ""


def forgetful(slug: str) -> Sequence[tuple[str, str, str]]:
    """A `Memory` of nothing."""
    return ()


@dataclass(frozen=True)
class Roles:
    """Who is asked for what; they may be the same."""

    planner: Chat
    coder: Chat
    critic: Chat | None = None
    """None is the planner itself."""
    eyes: Chat | None = None
    """Looks at pictures; None when no model here can."""


class ModelDesigner:
    """Plans with `roles.planner` and writes with `roles.coder`, on the tree that `sketch` drew.

    check   tries a recipe of shapes, so that a fault goes back to its writer.
    memory  what was said about a leaf before: when its brief changes, its own code is the draft of the next.
    purse  what calls have cost so far, in all and by leaf.
    emit   (a member) is given the events of the calls: ModelText, ModelSpent.
    tell   (a member) is given a sentence for people when the plan stays as it is, or the server is away.
    """

    name = "model"
    at_once = 8  # nodes that it may be asked about at the same time

    def __init__(self, roles: Roles, sketch: PatternDesigner, prompts: Prompts, check: Check = unchecked,
                 memory: Memory = forgetful, purse: Purse | None = None) -> None:
        self.roles, self.sketch, self.prompts = roles, sketch, prompts
        self.tell: Hear = deaf
        self.emit: Emit = nowhere
        self.purse = purse or Purse()
        self._check, self._memory = check, memory
        self.critic = Critic(roles.critic or roles.planner, prompts, roles.eyes)
        self.abilities: Sequence[Ability] = ()
        self._planner = Planner(roles.planner, sketch, prompts, self.critic)

    @cached_property
    def version(self) -> int:
        """Another model is another version. Better prompts are not: they serve the next leaf, and nobody pays again for the last."""
        made_of = [_RULES, self.roles.coder.model]
        return int(hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:7], 16)

    def writer_of(self, node: Node) -> str:
        """Who writes a leaf, with the version: part of its key. A pattern's own leaf is not made anew for a model's sake."""
        patterns = f"{self.sketch.name} {self.sketch.version}"
        models = f"{self.name} {self.version}"
        if node.kind == "style":
            return patterns
        if node.kind == "mesh":
            return models if node.slots.get("carve") else patterns
        if is_models(node.slots) or not node.slots.get("pattern") or fault_in(node.slots):
            return models
        return f"{patterns} {models}" if node.author == "person" else patterns

    # ── Planning ────────────────────────────────────────────────────────────────────────────────────────────────────

    def style(self, seed: str, work: Work) -> dict[str, Any]:
        """The sketch's style, at once. The model's own is in the slots of the style leaf, where a person can change it."""
        return self.sketch.style(seed, work)

    def restyle(self, style: Mapping[str, Any], brief: str, seed: str, work: Work) -> dict[str, Any]:
        """The style as a person's words about it have it, read as the sketch reads them."""
        return self.sketch.restyle(style, brief, seed, work)

    def wants(self, node: Node, children: Sequence[Node]) -> bool:
        """Whether the model has something to say about a node whose children are there already."""
        if node.kind == "seed":
            return not any(is_models(each.slots) for each in children)
        return node.kind == "part" and is_models(node.slots) and not any(is_models(each.slots) for each in children)

    def grow(self, node: Node, around: Surroundings, work: Work) -> list[Sprout]:
        """Children for the seed (the outline) and for parts (leaves); [] leaves the branch as it is."""
        work.check()
        self._planner.abilities, self._planner.tell = self.abilities, self.tell
        try:
            if node.kind == "seed":
                return self._planner.outline(node, around, work, self._heard(work, node.title))
            if node.kind == "part" and (is_models(node.slots) or not node.slots.get("pattern")):
                return self._planner.leaves(node, around, work, self._heard(work, node.title))
        except (OverBudget, Unreadable) as error:
            self.tell(f"“{node.title}” stays as it is. {error}")
            return []
        return self.sketch.grow(node, around, work)

    # ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, leaf: Leaf, work: Work) -> Draft:
        """Write a leaf. Raises Unreadable, Refused, ServerAway, OverBudget, Cancelled."""
        work.check()
        if leaf.kind == "mesh":
            return self._carve(leaf, work) if leaf.slots.get("carve") else self.sketch.write(_as_planned(leaf), work)
        if not self._is_mine(leaf, work):
            return self.sketch.write(leaf, work)
        return self._data(leaf, work) if leaf.kind == "data" else self._code(leaf, work)

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        """Another draft after a failure: blocks, a whole file, or other checks; None when the reply holds nothing that could be used."""
        work.check()
        if leaf.kind != "code":
            return None
        if not self._is_mine(leaf, work) and (plain := self.sketch.mend(leaf, failure, work)) is not None:
            return plain
        text = "\n\n".join(failure.draft.files[name] for name in sorted(failure.draft.files))
        said = _SEND_AGAIN.sub("", failure.text)
        asked = self.prompts.ask(
            "mend", leaf=leaf, vision=vision_in_words(leaf.style), text=text,
            failure=failure, said=said, hints=hints(failure.text, self.prompts.api), tried=failure.tried[-6:],
        )  # fmt: skip
        question = Question(asked, purpose=f"mend {leaf.slug}", node=leaf.slug)
        hear = self._heard(work, leaf.title)
        reply = self.roles.coder.ask(question, work, hear)
        files, wrong = _mended(leaf, failure.draft.files, reply)
        checks = code_reply.checks_in(reply.text) if failure.stage == "check" else ()
        if wrong and checks:
            return replace(self._fitting(leaf, _drafted(leaf, failure.draft.files), work), checks=checks)  # the code is right: it was the checks
        if wrong:
            files, wrong = _mended(leaf, failure.draft.files, self.roles.coder.ask(question.followed_by(reply.text, wrong), work, hear))
        if not files or wrong:
            return None
        draft = self._fitting(leaf, _drafted(leaf, files), work)
        return replace(draft, checks=checks or draft.checks)

    @property
    def has_eyes(self) -> bool:
        """Whether one of the models looks at pictures."""
        return self.critic.has_eyes

    def look(self, leaf: Leaf, picture: bytes, work: Work) -> tuple[str, ...]:
        """What is wrong with a picture (PNG) of a leaf that is tried alone, a sentence each; () when nothing is.

        A server that can't be asked is told of, and nothing is wrong. Raises Cancelled.
        """
        try:
            seen = self.critic.see(picture, f"{leaf.brief}\n{_ALONE}", leaf.style, work, leaf.slug, self._heard(work, leaf.title))
        except (OverBudget, Unreadable, Refused, ServerAway) as error:
            self.tell(f"Nobody looked at “{leaf.title}”. {error}")
            return ()
        mine = [fault for fault in seen.faults if fault.part in ("", leaf.slug)]
        return () if seen.good else tuple(f"{fault.what.rstrip('.')}{f' ({fault.where})' if fault.where else ''}." for fault in mine)

    def _is_mine(self, leaf: Leaf, work: Work) -> bool:
        """Whether the model writes it: it planned it, no pattern did, it is to be mended, or a person asks for more than the pattern can."""
        mine = is_models(leaf.slots) or not leaf.slots.get("pattern") or bool(fault_in(leaf.slots))
        return mine or not honours(self.sketch, leaf, work)

    def _code(self, leaf: Leaf, work: Work) -> Draft:
        sketch = self._sketched(leaf, work)
        former = code_in(leaf.slots, leaf.brief, leaf.take) or self._former(leaf)
        if not former and self._takes_over(leaf):
            former, sketch = sketch, ""  # what the game has of a pattern is changed, not written anew
        asked = self.prompts.ask("code", leaf=leaf, vision=vision_in_words(leaf.style), former=former, sketch=sketch)
        question = Question(asked, purpose=f"write {leaf.slug}", node=leaf.slug)
        hear = self._heard(work, leaf.title)
        was = {f"{leaf.slug}.cpp": former} if former else {}
        reply = self.roles.coder.ask(question, work, hear)
        files, wrong = _written(leaf, was, reply)
        if wrong:
            reply = self.roles.coder.ask(question.followed_by(reply.text, wrong), work, hear)
            better, _ = _written(leaf, was, reply)
            files = better if f"{leaf.slug}.cpp" in better else files
        if f"{leaf.slug}.cpp" not in files:
            said = " ".join(without_thoughts(reply.text).split())[:240]
            raise Unreadable(f"{self.roles.coder.model} sent no code for “{leaf.title}”{f': {said}' if said else ''}.".replace("..", "."),
                             safe="The game keeps its last good version.",
                             then="Edit the brief to what it can do, ask for another take, or choose another model.")  # fmt: skip
        return self._fitting(leaf, _drafted(leaf, files), work)

    def _takes_over(self, leaf: Leaf) -> bool:
        """Whether it is a pattern's leaf of which the model has written nothing yet, but for this very brief."""
        brief = quoted(leaf.brief)
        had = (purpose for purpose, asked, _ in self._memory(leaf.slug) if brief not in asked)
        return _is_patterns(leaf) and not any(purpose.startswith("write ") for purpose in had)

    def _fitting(self, leaf: Leaf, draft: Draft, work: Work) -> Draft:
        """The draft; in a pattern's place with the pattern's interface, so that those who rely on that are not made anew."""
        if draft.interface or not _is_patterns(leaf):
            return draft
        try:
            return replace(draft, interface=self.sketch.write(leaf, work).interface)
        except GardenError:  # a pattern that no longer exists
            return draft

    def _former(self, leaf: Leaf) -> str:
        """The code that was written for this leaf under its brief before this one; "" when there was none.

        What was said about this very brief is left out, so that the same question is asked again after a crash.
        """
        files: dict[str, str] = {}
        brief = quoted(leaf.brief)
        for purpose, asked, answer in self._memory(leaf.slug):
            if brief in asked:
                break
            if purpose.startswith("write "):
                files = _written(leaf, files, Reply(answer))[0] or files
            elif purpose.startswith("mend "):
                files = _mended(leaf, files, Reply(answer))[0] or files
        return "" if leaf.take > 1 else files.get(f"{leaf.slug}.cpp", "")

    def _sketched(self, leaf: Leaf, work: Work) -> str:
        """The pattern's code for a leaf that was its own before; "" when there is none."""
        was = leaf.slots.get("sketch") or (leaf.slots if leaf.slots.get("pattern") else None)
        if not isinstance(was, Mapping):
            return ""
        try:
            draft = self.sketch.write(replace(leaf, slots=was), work)
        except GardenError:  # a pattern that no longer exists: the model writes without a draft
            return ""
        return "\n".join(draft.files.values())

    def _data(self, leaf: Leaf, work: Work) -> Draft:
        asked = self.prompts.ask("data", leaf=leaf, vision=vision_in_words(leaf.style))
        value = self._object(Question(asked, purpose=f"write {leaf.slug}", node=leaf.slug), leaf, work, lambda value: "")
        return Draft({f"{leaf.slug}.json": json.dumps(value, ensure_ascii=False, indent=1) + "\n"})

    def _carve(self, leaf: Leaf, work: Work) -> Draft:
        size = float(leaf.slots.get("size", 1.0))
        asked = self.prompts.ask("mesh", leaf=leaf, vision=vision_in_words(leaf.style), size=size,
                                 palette=json.dumps(leaf.style.get("palette", {})))  # fmt: skip
        recipe = self._object(Question(asked, purpose=f"carve {leaf.slug}", node=leaf.slug), leaf, work, self._check)
        made = {"recipe": recipe, "params": {}, "colours": {}, "size": size, "seed": leaf.take, "near": True}
        return Draft({f"{leaf.slug}.json": json.dumps(made, ensure_ascii=False, indent=1) + "\n"})

    def _object(self, question: Question, leaf: Leaf, work: Work, check: Check) -> Mapping[str, Any]:
        """A JSON object that passes the check, asked for three times at most."""
        hear = self._heard(work, leaf.title)
        wrong = ""
        for _ in range(3):
            reply = self.roles.coder.ask(question, work, hear)
            found = find_json(reply.text)
            value = {"items": found.value} if found and isinstance(found.value, list) else found.value if found else None
            if not isinstance(value, Mapping):
                wrong = "There is no JSON object in your reply. Send the object alone."
            elif found is not None and (reply.cut or not found.whole):
                wrong = "Your reply was cut off before its end. Send the whole object again, shorter."
            elif not (wrong := check(value)):
                return value
            question = question.followed_by(reply.text, wrong)
        raise Unreadable(f"{self.roles.coder.model} gave no usable “{leaf.title}”: {wrong.splitlines()[0]}",
                         safe="The game keeps its last good version.", then="Ask for another take.")  # fmt: skip

    def _heard(self, work: Work, title: str) -> Hear:
        """Progress while a reply streams in: a few thousand characters are near its end."""
        count = told = 0

        def hear(piece: str) -> None:
            nonlocal count, told
            count += len(piece)
            if count - told >= 250:
                told = count
                work.progress(0.9 * (1 - 2.0 ** (-count / 4000)), f"{title}: {count:,} characters written")

        return hear


def _as_planned(leaf: Leaf) -> Leaf:
    """A model of the library: looked up by the planner's own words, until a person changes the brief."""
    if is_models(leaf.slots) and leaf.brief == leaf.slots.get("said"):
        return replace(leaf, brief=f"{leaf.slots.get('query', '')}. {leaf.brief}")
    return leaf


def _is_patterns(leaf: Leaf) -> bool:
    return bool(leaf.slots.get("pattern")) and not is_models(leaf.slots)


def _named(leaf: Leaf, files: dict[str, str]) -> dict[str, str]:
    """With the part under its own name, which models like to change."""
    code = files.get(f"{leaf.slug}.cpp", "")
    names = _PART.findall(code)
    if len(names) == 1 and names[0] != leaf.slug:
        return {**files, f"{leaf.slug}.cpp": _PART.sub(f"PART({leaf.slug})", code)}
    return files


def _wrong(leaf: Leaf, files: Mapping[str, str], reply: Reply) -> str:
    """What a draft lacks before any compiler sees it; "" when nothing."""
    code = files.get(f"{leaf.slug}.cpp", "")
    if not code:
        return f"There is no code in your reply. Send the whole of {leaf.slug}.cpp in one ```cpp fence."
    if reply.cut:
        return f"Your reply was cut off before its end. Send the whole of {leaf.slug}.cpp again, in fewer lines."
    if not _PART.search(code):
        return f"{leaf.slug}.cpp has no PART({leaf.slug}). Send the whole file again with it."
    missing = [str(name) for name in names_in(leaf.slots.get("gives", ())) if name.kind not in ("spot", "data") and not makes(code, name.name)]
    if missing:
        return f"Others rely on {', '.join(missing)}, and {leaf.slug}.cpp does not make it. Send the whole file again with exactly these names."
    return ""


def _drafted(leaf: Leaf, files: Mapping[str, str]) -> Draft:
    """A draft of code that nobody has tried yet, with what its planner expects of it.

    Its interface is what was agreed, not what was made of it: so a new body leaves those who rely on it alone.
    """
    interface = "\n".join(str(each) for each in leaf.slots.get("gives", ()))
    return Draft(files, interface, tuple(leaf.slots.get("checks", ())), MODEL)


def _written(leaf: Leaf, was: Mapping[str, str], reply: Reply) -> tuple[dict[str, str], str]:
    """A draft and what it lacks: a whole file, or blocks for the one there was."""
    blocks = code_reply.blocks_in(reply.text) if was else ()
    if blocks and (wrong := code_reply.dry_run(was, blocks)):
        return {}, wrong
    files = code_reply.apply(was, blocks) if blocks else _named(leaf, code_reply.files_in(reply.text, leaf.slug))
    return files, _wrong(leaf, files, reply)


def _mended(leaf: Leaf, files: Mapping[str, str], reply: Reply) -> tuple[dict[str, str], str]:
    """The files after a reply, and what hinders: blocks that don't fit, or nothing usable."""
    if blocks := code_reply.blocks_in(reply.text):
        wrong = code_reply.dry_run(files, blocks)
        return ({}, wrong) if wrong else (code_reply.apply(files, blocks), "")
    whole = _named(leaf, code_reply.files_in(reply.text, leaf.slug))
    if wrong := _wrong(leaf, whole, reply):
        return {}, wrong
    return {**files, **whole}, ""
