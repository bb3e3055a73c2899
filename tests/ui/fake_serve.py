"""A garden process that follows a script: speaks protocol.py from memory, builds nothing, and can be told to die.

    python fake_serve.py [--nodes N] [--pace SECONDS] [--record FILE]

The tree it holds is deterministic. Every request is also appended to FILE, so that tests see what was asked.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

TITLES = (
    "Moonlit Courier", "Couriers & NPCs", "Enemies", "Owl sentinel", "Patrol brain", "Vision cone", "Turret mesh",
    "Hit reactions", "Drop table", "Quest journal", "Collision shape", "Sprite sheet", "State machine", "Review notes",
    "Sound cue", "Night sky", "Canal bridge", "Lantern moths", "Weather", "Rival courier",
)  # fmt: skip
STATES = (
    "done",
    "done",
    "done",
    "done",
    "running",
    "failed",
    "blocked",
    "waiting",
    "idea",
    "reused",
    "stale",
    "cancelled",
)
SEED = (
    "A courier under the moon carries lanterns over the canal bridge while an owl sentinel searches with a green light."
)

BRIEF = "{0}: one that belongs to the moonlit canal.\n\n夜间巡逻，发现玩家后转为红色。"


def tree(count: int) -> list[dict[str, Any]]:
    """A plan of `count` nodes, every state and kind in it."""
    chance = random.Random(7)
    rows = [row("n1", None, "Moonlit Courier", "seed", "done")]
    inner = ["n1"]
    for number in range(2, count + 1):
        depth_first = inner[max(0, len(inner) - 9) :]
        parent = chance.choice(depth_first)
        branch = number < 5 or chance.random() < 0.28
        kind = chance.choice(("aspect", "part")) if branch else chance.choice(("code", "code", "mesh", "data", "style"))
        state = "done" if branch else STATES[number % len(STATES)]
        made = row(f"n{number}", parent, TITLES[number % len(TITLES)], kind, state)
        leaves = [r["id"] for r in rows if r["kind"] == "code"]
        if kind == "code" and leaves and chance.random() < 0.3:
            made["needs"] = [chance.choice(leaves[-6:])]
        if branch:
            inner.append(made["id"])
        rows.append(made)
    return rows


def row(id: str, parent: str | None, title: str, kind: str, state: str) -> dict[str, Any]:
    """A row as `show --json` prints it."""
    return {
        "id": id, "parent": parent, "title": title, "kind": kind, "state": state,
        "brief": SEED if kind == "seed" else BRIEF.format(title),
        "needs": [], "take": 1, "pinned": False,
        "reason": {"stale": "brief changed", "failed": "owl.cpp:12: 'Lantern' was not declared"}.get(state, ""),
        "seed_words": ["moon", "canal bridge"], "slug": f"{kind}_{id}", "author": "designer", "muted": False,
        "note": "", "tag": "", "pictures": [], "proposed": False,
    }  # fmt: skip


class FakeGarden:
    """The script: rows by id, an undo stack of whole copies, and a writer of lines."""

    def __init__(self, count: int, pace: float, record: str) -> None:
        self.rows = {one["id"]: one for one in tree(count)}
        self.count, self.pace, self.record = count, pace, record
        self.past: list[tuple[str, dict[str, dict[str, Any]]]] = []
        self.future: list[tuple[str, dict[str, dict[str, Any]]]] = []
        self.last = count
        self.highest: dict[str, int] = {}

    def say(self, **message: Any) -> None:
        print(json.dumps(message, ensure_ascii=False), flush=True)

    def tell(self, event: str, **members: Any) -> None:
        print(json.dumps({"request": 0, "event": event, **members}, ensure_ascii=False), flush=True)

    def shown(self, garden: str) -> dict[str, Any]:
        # A file in the garden's folder says that somebody else holds it.
        holder = Path(garden, "holder.txt")
        held = holder.read_text() if garden and holder.is_file() else ""
        return {"garden": garden, "seed": SEED, "nodes": list(self.rows.values()), "read_only": bool(held), "holder": held,
                "undo": self.past[-1][0] if self.past else "", "redo": self.future[-1][0] if self.future else ""}  # fmt: skip

    def siblings(self, parent: str | None) -> list[str]:
        return [id for id, one in self.rows.items() if one["parent"] == parent]

    def keep(self, name: str) -> dict[str, str]:
        self.past.append((name, {id: dict(one) for id, one in self.rows.items()}))
        self.future.clear()
        return {"undo": name}

    def swap(self, come: list[Any], go: list[Any]) -> dict[str, str]:
        if not come:
            raise LookupError("There is nothing to undo.")
        name, rows = come.pop()
        go.append((name, self.rows))
        old, self.rows = self.rows, {key: dict(one) for key, one in rows.items()}
        for key in [key for key in old if key not in self.rows and old[key]["parent"] in (None, *self.rows)]:
            self.tell("node_removed", id=key)
        for key, one in self.rows.items():
            index = self.siblings(one["parent"]).index(key)
            if key not in old:
                self.tell("node_added", node={**one, "index": index})
            else:
                self.tell("node_changed", node={**one, "index": index})
        return {"label": name}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        verb = request["verb"]
        match verb:
            case "open":
                if "missing" in request["garden"]:
                    raise LookupError(f"The folder {request['garden']} is not a garden.")
                shown = self.shown(request["garden"])
                if request.get("glance") and "whole" not in request["garden"]:
                    # As the garden process does: at first with the states of last time, then what has changed.
                    nodes = shown.pop("nodes")
                    early = [{**one, "state": "idea", "reason": "never built"} for one in nodes]
                    self.tell("glance", garden=shown["garden"], seed=SEED, nodes=early)
                    shown["standing"] = [{name: one[name] for name in ("id", "state", "reason")} for one in nodes]
                return shown
            case "grow":
                return self.grow(request["prompt"])
            case "build":
                return self.build()
            case "edit":
                undo = self.keep("edit")
                one = self.rows[request["node"]]
                one.update({key: request[key] for key in ("title", "brief") if key in request}, author="person")
                self.tell("node_changed", node=one)
                if "brief" in request:
                    one.update(state="stale", reason="brief changed")
                    self.tell("state", id=one["id"], state="stale", reason="brief changed")
                return undo
            case "add":
                undo = self.keep("add")
                return {**undo, "id": self.add(request)}
            case "batch":
                undo = self.keep(request["label"])
                ids: list[str] = []
                for step in request["steps"]:
                    named = {k: ids[int(v[1:])] if isinstance(v, str) and v[:1] == "$" else v for k, v in step.items()}
                    ids.append(self.add(named) if step["verb"] == "add" else self.move(named))
                return {**undo, "ids": ids}
            case "mute" | "note" | "tag":
                undo = self.keep(verb)
                member, value = {"mute": ("muted", "on"), "note": ("note", "text"), "tag": ("tag", "tag")}[verb]
                for node in request.get("nodes") or [request["node"]]:
                    self.rows[node][member] = request[value]
                    self.tell("node_changed", node=self.rows[node])
                return undo
            case "accept" | "discard":
                undo = self.keep(verb)
                for node in [one for top in request["nodes"] for one in self.below(top) if self.rows[one]["proposed"]]:
                    if verb == "accept":
                        self.rows[node]["proposed"] = False
                        self.tell("node_changed", node=self.rows[node])
                    elif node in self.rows:
                        self.drop(node)
                        self.tell("node_removed", id=node)
                return undo
            case "takes":
                one = self.rows[request["node"]]
                return {"takes": [self.one_take(one, number) for number in range(1, max(one["take"], self.highest.get(one["id"], 1)) + 1)]}
            case "bring" | "picture":
                return self.keep(verb)
            case "doctor":
                return {"components": [
                    {"name": "torch", "state": "optional", "version": "", "purpose": "to paint", "then": "Run setup."},
                    {"name": "compiler", "state": "ok", "version": "g++ 12", "purpose": "to build", "then": ""},
                ]}  # fmt: skip
            case "models":
                if "nowhere" in request["base_url"]:
                    raise LookupError("nowhere does not answer.")
                return {"models": ["small-model", "large-model"]}
            case "rehire" | "plant":
                return self.shown(request.get("garden", ""))
            case "hang":
                time.sleep(3600)
            case "prune":
                undo = self.keep("prune")
                for node in request["nodes"]:
                    self.drop(node)
                    self.tell("node_removed", id=node)
                return undo
            case "move":
                undo = self.keep("move")
                self.move(request)
                return undo
            case "expand":
                undo = self.keep("expand")
                added = []
                for title in ("Pale light", "Slow turn", "Low hum"):
                    self.last += 1
                    made = row(f"n{self.last}", request["node"], title, "code", "idea")
                    made["proposed"] = bool(request.get("propose"))
                    self.rows[made["id"]] = made
                    added.append(made["id"])
                    self.tell("node_added", node=made)
                return {**undo, "added": added}
            case "pin" | "take":
                undo = self.keep(verb)
                one = self.rows[request["node"]]
                one["pinned"] = request.get("on", one["pinned"])
                if verb == "take":
                    one["take"] = request["take"] or max(one["take"], self.highest.get(one["id"], 1)) + 1
                    self.highest[one["id"]] = max(one["take"], self.highest.get(one["id"], 1))
                self.tell("node_changed", node=one)
                return undo
            case "undo":
                return self.swap(self.past, self.future)
            case "redo":
                return self.swap(self.future, self.past)
            case "why":
                one = self.rows[request["node"]]
                return {"reason": one["reason"] or "Nothing to do: it is as its brief says.", "then": []}
            case "leaf":
                return self.leaf(request["node"])
            case "feedback":
                leaf = next(one for one in self.rows.values() if one["kind"] == "code")
                change = {"nodes": [leaf["id"]], "what": "3 becomes 2.", "why": "You name it.", "sure": 1, "steps": [{"verb": "edit"}]}
                return {"complaint": request["text"], "label": "Feedback: " + request["text"], "changes": [change],
                        "questions": ["What should change for “it”?"]}  # fmt: skip
            case "heed":
                return self.keep(request["label"])
            case "findings":
                return {"findings": []}
            case "test" | "repair":
                leaf = next(one for one in self.rows.values() if one["kind"] == "code")
                found = {"kind": "stuck", "what": "The player is stuck.", "subject": "player", "parts": [leaf["slug"]], "sure": 0.8,
                         "play": "goal", "frame": 90, "seed": None, "picture": ""}  # fmt: skip
                rounds = [{"what": "It was mended.", "kept": True, "why": ""}]
                return {"findings": [found] if verb == "test" else [], "coverage": {}, "seconds": 1.0, "rounds": rounds, "left": []}
            case "play" | "watch":
                return {"pid": os.getpid(), "picks": ""}
        return {}

    def add(self, request: dict[str, Any]) -> str:
        self.last += 1
        made = row(f"n{self.last}", request["parent"], request["title"], request["kind"], "idea")
        made["brief"] = request["brief"]
        self.place(made, request.get("before", ""))
        self.tell("node_added", node={**made, "index": self.siblings(made["parent"]).index(made["id"])})
        return str(made["id"])

    def move(self, request: dict[str, Any]) -> str:
        for node in request.get("nodes") or [request["node"]]:
            one = self.rows.pop(node)
            one["parent"] = request["parent"]
            self.place(one, request.get("before", ""))
            self.tell("node_changed", node={**one, "index": self.siblings(one["parent"]).index(one["id"])})
        return ""

    def place(self, one: dict[str, Any], before: str) -> None:
        order = list(self.rows)
        at = order.index(before) if before else len(order)
        every = {**self.rows, one["id"]: one}
        self.rows = {key: every[key] for key in [*order[:at], one["id"], *order[at:]]}

    def below(self, node: str) -> list[str]:
        return [node, *(one for child in self.siblings(node) for one in self.below(child))]

    def one_take(self, one: dict[str, Any], number: int) -> dict[str, Any]:
        shown = os.environ.get("FAKE_THUMBNAIL", "") if one["kind"] == "mesh" else ""
        files = {} if one["kind"] == "mesh" else {f"{one['slug']}.cpp": f"// take {number}\n"}
        return {"take": number, "made": number < 3, "thumbnail": shown, "model": "", "notes": {}, "files": files}

    def drop(self, node: str) -> None:
        for child in self.siblings(node):
            self.drop(child)
        del self.rows[node]

    def grow(self, prompt: str) -> dict[str, Any]:
        if not prompt.strip():
            raise LookupError("The prompt is empty.")
        planned = tree(self.count)
        planned[0]["brief"] = prompt
        self.rows = {}
        for number, one in enumerate(planned):
            grown = {**one, "state": "idea", "reason": ""}
            self.rows[one["id"]] = grown
            self.tell("node_added", node=grown)
            self.tell("progress", fraction=number / len(planned) / 2, note="Growing the plan")
            time.sleep(self.pace)
        return self.build()

    def build(self) -> dict[str, Any]:
        leaves = [one for one in self.rows.values() if one["kind"] not in ("seed", "aspect", "part")]
        for number, one in enumerate(leaves):
            task = f"{one['kind']}:{one['slug']}"
            self.tell("task_started", task=task, node=one["id"], reason="new")
            for fraction in (0.0, 0.4, 0.8):
                self.tell("state", id=one["id"], state="running", reason="", fraction=fraction)
                time.sleep(self.pace)
            failed = number % 11 == 10
            one["state"] = "failed" if failed else "done"
            one["reason"] = "owl.cpp:12: 'Lantern' was not declared" if failed else ""
            self.tell("state", id=one["id"], state=one["state"], reason=one["reason"])
            self.tell("task_finished", task=task, node=one["id"], outcome="failed" if failed else "done",
                seconds=0.4 + number % 5, reason=one["reason"],
            )  # fmt: skip
            self.tell("progress", fraction=0.5 + number / len(leaves) / 2, note="")
        finished = {
            "nodes": len(self.rows), "leaves": len(leaves), "ran": ["code:a"], "reused": 3,
            "failed": [{"node": one["id"], "reason": one["reason"]} for one in leaves if one["state"] == "failed"],
            "blocked": [], "seconds": 12.5, "game": "/tmp/game", "cancelled": False,
        }  # fmt: skip
        self.tell("finished", **finished)
        return {"event": "finished", **finished}

    def leaf(self, node: str) -> dict[str, Any]:
        one = self.rows[node]
        code = (
            '#include "garden.h"\n\n// The owl looks for whoever carries a light.\n'
            "struct Owl {\n    float angle = 0.0f;\n"
            '    void update(float dt) { angle += 1.2f * dt; }\n};\n\nvoid setup() {\n    spawn("owl", {0, 3, 0});\n}\n'
        )
        wrong = {
            "file": "owl.cpp",
            "line": 12,
            "column": 5,
            "severity": "error",
            "message": "'Lantern' was not declared",
        }
        return {
            "model": os.environ.get("FAKE_MODEL", "") if one["kind"] == "mesh" else "",
            "source": f"/nowhere/game/parts/{one['slug']}.cpp" if one["kind"] == "code" else "",
            "before": {f"{one['slug']}.cpp": code.replace("1.2f", "0.6f")} if one["kind"] == "code" and one["take"] > 1 else {},
            "files": {} if one["kind"] == "mesh" else {f"{one['slug']}.cpp": code},
            "diagnostics": [wrong] if one["state"] == "failed" else [],
            "thumbnail": os.environ.get("FAKE_THUMBNAIL", "") if one["kind"] == "mesh" else "",
            "notes": {"triangles": 7488, "seconds": 1.4, "route": "recipe"}
            if one["kind"] == "mesh"
            else {"seconds": 3.1},
        }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=40)
    parser.add_argument("--pace", type=float, default=0.0)
    parser.add_argument("--record", default="")
    options = parser.parse_args()
    garden = FakeGarden(options.nodes, options.pace, options.record)
    for line in sys.stdin:
        request = json.loads(line)
        if options.record:
            with open(options.record, "a", encoding="utf-8") as file:
                file.write(line)
        if request["verb"] == "close":
            garden.say(id=request["id"], ok=True, result={})
            return
        if request.get("prompt") == "die":
            os.kill(os.getpid(), 9)
        try:
            garden.say(id=request["id"], ok=True, result=garden.answer(request))
        except LookupError as error:
            told = {"what": str(error), "safe": "Nothing was changed.", "then": "Try something else."}
            garden.say(id=request["id"], ok=False, error=told)


if __name__ == "__main__":
    main()
