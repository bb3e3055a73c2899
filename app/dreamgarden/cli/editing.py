"""The editing verbs of the command line, as one table: what is typed, and the wish (wishes.py) that comes of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Verb:
    """One verb.

    help   a line for people.
    takes  name of an argument → how argparse takes it.
    given  what was typed → the arguments of the wish; without it, they are taken as they are.
    wish   the wish's verb, where it has another name.
    """

    help: str
    takes: Mapping[str, Mapping[str, Any]]
    given: Callable[[argparse.Namespace], Given] | None = None
    wish: str = ""

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Let the parser take the verb's arguments."""
        for name, how in self.takes.items():
            parser.add_argument(name, **how)

    def arguments(self, asked: argparse.Namespace) -> Given:
        """The wish's arguments."""
        return self.given(asked) if self.given else {name.lstrip("-"): getattr(asked, name.lstrip("-")) for name in self.takes}


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 is needed")
    return number


_NODE: Given = {"help": "its id, name or title"}
_NODES: Given = {"nargs": "+", "metavar": "NODE"}
_OFF: Given = {"action": "store_true"}

VERBS: Mapping[str, Verb] = {
    "edit": Verb("give a node other words", {"node": _NODE, "--title": {}, "--brief": {}}),
    "rename": Verb("give a node another title", {"node": _NODE, "title": {}}, wish="edit"),
    "prune": Verb("take nodes and all below them out of the plan", {"nodes": _NODES}),
    "move": Verb("hang nodes elsewhere, or in another order", {
        "nodes": _NODES, "parent": {}, "--before": {"default": "", "help": "a sibling; without it, last"}}),
    "need": Verb("let a leaf use what another one offers", {
        "node": _NODE, "other": {"help": "the leaf that it uses"}, "--off": {**_OFF, "help": "it does without it from now on"}},
        lambda asked: {"node": asked.node, "other": asked.other, "on": not asked.off}),
    "kind": Verb("make a leaf of another kind, or a part that can branch", {"node": _NODE, "kind": {
        "choices": ["aspect", "part", "code", "mesh", "data"]}}),
    "route": Verb("say how a leaf is made", {"node": _NODE, "route": {
        "nargs": "?", "default": "", "help": "recipe, retrieve, sculpt, sprites or pattern; without it, the app chooses"}}),
    "mute": Verb("leave nodes out of the build, with all below them", {
        "nodes": _NODES, "--off": {**_OFF, "help": "take them in again"}},
        lambda asked: {"nodes": asked.nodes, "on": not asked.off}),
    "note": Verb("write a remark on a node", {
        "node": _NODE, "text": {"nargs": "?", "default": "", "help": "without it, the remark is removed"}}),
    "tag": Verb("give nodes a colour", {
        "tag": {"help": 'a colour\'s name; "" takes it off'}, "nodes": _NODES}),
    "pin": Verb("keep a leaf's artifact whatever changes", {
        "node": _NODE, "--off": {**_OFF, "help": "let it follow the plan again"}},
        lambda asked: {"node": asked.node, "on": not asked.off}),
    "take": Verb("choose a variation of a leaf", {
        "node": _NODE, "take": {"nargs": "?", "type": _number, "default": 0, "help": "its number; without it, a new one"}}),
    "accept": Verb("take what growth proposed into the plan", {"nodes": _NODES}),
    "discard": Verb("let what growth proposed go", {"nodes": _NODES}),
}  # fmt: skip
