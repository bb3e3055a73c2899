"""The faults that planted.py plants: twelve kinds that were thought of, and random changes of code that nobody thought of.

A fault goes into a part's code or into the plan, at a place and in a way that dice choose. Those of the second sort
(`BLIND`) know nothing of what is looked for: they count as faults only when plays alone show harm (`harmed`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dreamgarden.game.play import Game, run
from dreamgarden.plan.edit import Edit, Prune, SetSlots
from dreamgarden.project import Project
from dreamgarden.work import Work


@dataclass(frozen=True)
class Fault:
    """A kind of fault: the findings by which it counts as found, and how it is planted (False: not in this garden)."""

    name: str
    kinds: frozenset[str]
    plant: Callable[[Garden, random.Random], bool]
    blind: bool = False


@dataclass
class Garden:
    """A grown garden into which a fault goes. state is the unfaulted game's, soon after its start.

    texts  parts whose code becomes another.   added  statements at the end of a part's block.   edit  of the plan, instead.
    told   what was changed in which part, for those who look at a row.
    """

    folder: Path
    project: Project
    state: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    edit: Edit | None = None
    told: str = ""

    def code(self) -> dict[str, str]:
        files = sorted((self.folder / "game" / "parts").glob("*.cpp"))
        return {file.stem: self.texts.get(file.stem) or file.read_text(encoding="utf-8") for file in files}

    def write(self, slug: str, text: str) -> bool:
        self.texts[slug] = text
        return True

    def into(self, slug: str, statement: str) -> bool:
        """A statement at the end of a part's block."""
        self.added[slug] = statement
        return slug in self.code()

    def planned(self, edit: Edit) -> None:
        """A fault of the plan instead of one in code."""
        self.edit = edit

    def faulted(self, slug: str, text: str) -> str:
        """What a part's code becomes; the same where nothing was planted."""
        text = self.texts.get(slug, text)
        end = text.rstrip().rfind("}")
        return f"{text[:end]}  {self.added[slug]}\n}}\n" if slug in self.added and end > 0 else text

    def change(self) -> set[str]:
        """Change the game's own code by hand, or its plan; the slugs of the parts."""
        if self.edit is not None:
            self.project.journal.submit(self.edit)
        slugs = {*self.texts, *self.added}
        for slug in slugs:
            file = self.folder / "game" / "parts" / f"{slug}.cpp"
            file.write_text(self.faulted(slug, file.read_text(encoding="utf-8")), encoding="utf-8")
        return slugs

    def what(self) -> str:
        """What was planted, in a line."""
        added = [f"{slug}: {statement}" for slug, statement in self.added.items()]
        return self.told or "; ".join([*added, *self.texts, *([self.edit.label] if self.edit else [])])[:300]

    def things(self, *, solid: bool = False) -> list[dict[str, Any]]:
        return [thing for thing in self.state["things"] if thing["model"] and thing["part"] and "player" not in thing["tags"]
                and thing["visible"] and (not solid or thing["body"] == "solid") and max(thing["size"]) > 0.5
                and thing["model"] in {node.slug for node in self.project.journal.plan}]  # fmt: skip


def _lift(garden: Garden, dice: random.Random, by: str) -> bool:
    choice = [thing for thing in garden.things() if thing["body"] in ("solid", "none") and thing["tags"]
              and abs(thing["at"][1] - thing["ground"]) < 0.3]
    if not choice:
        return False
    thing = dice.choice(choice)
    which = dice.choice(["all", "one"])
    test = f't->name == "{thing["name"]}"'
    if which == "one":
        test += f" && flat_distance(t->at, {{{thing['at'][0]:.2f}f, 0, {thing['at'][2]:.2f}f}}) < 1.0f"
    return garden.into(thing["part"], f"on_start([] {{ {_each(thing)} if ({test}) t->at.y {by}; }});")


def _each(thing: dict[str, Any]) -> str:
    return f'for (Thing t : things("{thing["tags"][0]}"))'


def floating(garden: Garden, dice: random.Random) -> bool:
    return _lift(garden, dice, f"+= {dice.uniform(1.5, 7):.2f}f")


def buried(garden: Garden, dice: random.Random) -> bool:
    return _lift(garden, dice, f"-= max(0.5f, t->size.y) * {dice.uniform(0.8, 1.5):.2f}f")


def no_ground(garden: Garden, dice: random.Random) -> bool:
    for slug, text in garden.code().items():
        if re.search(r"^\s*ground(?:_tiles)?\(", text, re.M):
            far = r"\1block({400, -50, 400}, {1, 1, 1}, BLACK);"
            bare = re.sub(r"^(\s*)ground(?:_tiles)?\((?:[^;{}]|\{[^}]*\})*\);", far, text, flags=re.M)
            return bare != text and garden.write(slug, bare)
    return False


def unreachable(garden: Garden, dice: random.Random) -> bool:
    goals = {goal.get("part") for goal in garden.state["objectives"].values()}
    choice = [thing for thing in garden.things() if thing["part"] in goals and thing["tags"]]
    if not choice:
        return False
    thing = dice.choice(choice)
    x, z, r = thing["at"][0], thing["at"][2], dice.uniform(4.5, 6.5)
    if dice.random() < 0.5:
        walls = "; ".join(f"wall({{{x + a * r:.1f}f, -1, {z + b * r:.1f}f}}, {{{x + c * r:.1f}f, -1, {z + d * r:.1f}f}}, 7, 0.5f, GRAY)"
                          for a, b, c, d in ((-1, -1, 1, -1), (1, -1, 1, 1), (1, 1, -1, 1), (-1, 1, -1, -1)))  # fmt: skip
        return garden.into(thing["part"], f"on_start([] {{ {walls}; }});")
    far = garden.state["ground"]["half"] + dice.uniform(4, 12)
    return garden.into(thing["part"], f'on_start([] {{ {_each(thing)} if (t->name == "{thing["name"]}") t->at.x = {far:.1f}f; }});')


def caged(garden: Garden, dice: random.Random) -> bool:
    """Something that is no goal, and could be walked up to, behind walls."""
    goals = {goal.get("part") for goal in garden.state["objectives"].values()}
    choice = [thing for thing in garden.things() if thing["part"] not in goals and thing.get("reached")
              and thing["body"] in ("none", "solid") and abs(thing["at"][1] - thing["ground"]) < 0.4 and max(thing["size"]) < 5]
    if not choice:
        return False
    thing = dice.choice(choice)
    x, z, r = thing["at"][0], thing["at"][2], max(thing["size"]) / 2 + dice.uniform(1.8, 3.5)
    thick, high = dice.uniform(0.3, 0.7), dice.uniform(2.5, 6)
    corner = "{{{:.1f}f, -1, {:.1f}f}}"
    sides = f"{high + 2:.1f}f, {thick:.1f}f, GRAY"
    walls = " ".join(f"wall({corner.format(x + a * r, z + b * r)}, {corner.format(x + c * r, z + d * r)}, {sides});"
                     for a, b, c, d in ((-1, -1, 1, -1), (1, -1, 1, 1), (1, 1, -1, 1), (-1, 1, -1, -1)))  # fmt: skip
    return garden.into(thing["part"], f"on_start([] {{ {walls} }});")


def too_dark(garden: Garden, dice: random.Random) -> bool:
    if dice.random() < 0.5:
        slug = dice.choice([slug for slug, text in garden.code().items() if "on_step(" in text])
        return garden.into(slug, "on_step([](float) { sun({0, -1, 0}, BLACK, 0); fog(BLACK, 0, 2); sky(BLACK, BLACK); });")
    style = next(node for node in garden.project.journal.plan if node.kind == "style")
    garden.planned(SetSlots(style.id, {**style.slots, "light": 0.4, "palette": dict.fromkeys(
        ("ink", "paper", "accent", "glow", "ground", "plant", "sky", "horizon", "water", "danger"), "#030303")}))
    return True


def wrong_scale(garden: Garden, dice: random.Random) -> bool:
    factor = dice.choice([dice.uniform(6, 14), 1 / dice.uniform(9, 20)])
    if dice.random() < 0.5:
        shown = {thing["model"] for thing in garden.things()}
        mesh = [node for node in garden.project.journal.plan if node.kind == "mesh" and node.slug in shown
                and re.search(r"\d\s*(?:m\b|米)", node.brief)]
        if not mesh:
            return False
        node = dice.choice(mesh)
        garden.planned(SetSlots(node.id, {**node.slots, "size": round(float(node.slots.get("size", 1)) * factor, 3)}))
        return True
    choice = [thing for thing in garden.things() if thing["tags"]]
    if not choice:
        return False
    thing = dice.choice(choice)
    return garden.into(thing["part"], f'on_start([] {{ {_each(thing)} if (t->name == "{thing["name"]}") '
                                      f'{{ t->scale *= {factor:.3f}f; t->size = Vector3Scale(t->size, {factor:.3f}f); }} }});')


def missing_asset(garden: Garden, dice: random.Random) -> bool:
    if dice.random() < 0.5:
        used = {thing["model"] for thing in garden.things()}
        mesh = [node for node in garden.project.journal.plan if node.kind == "mesh" and node.slug in used]
        if not mesh:
            return False
        garden.planned(Prune((dice.choice(mesh).id,)))
        return True
    thing = dice.choice(garden.things())
    text = garden.code()[thing["part"]]
    name = thing["model"]
    return garden.write(thing["part"], text.replace(f'"{name}"', f'"{name}_{dice.randint(2, 99)}"')) if f'"{name}"' in text else False


def dead_key(garden: Garden, dice: random.Random) -> bool:
    choice = [slug for slug, text in garden.code().items() if re.search(r"\b(?:pressed|walk_by_input)\(", text)]
    if not choice:
        return False
    slug = dice.choice(choice)
    if dice.random() < 0.25:
        return garden.into(slug, f'help("{dice.choice("GHQRTVXZ")}", "{dice.choice(("wave", "crouch", "whistle"))}");')
    text = garden.code()[slug]
    if "walk_by_input(" in text:
        return garden.write(slug, re.sub(r"\bwalk_by_input\(([^;]*)\);", "walk_by_input(player(), 0.0f);", text))
    return garden.write(slug, re.sub(r"\bpressed\(", "!playing() && pressed(", text))


def no_lose(garden: Garden, dice: random.Random) -> bool:
    done = False
    for slug, text in garden.code().items():
        bare = re.sub(r"\blose\((?:[^()]|\([^()]*\))*\);", ";", text)
        bare = re.sub(r'(meter\("[^"]*"(?:[^;]*?),\s*palette\("\w+"\)),\s*(?:"(?:[^"\\]|\\.)+"(?:_?s)?|string\([^)]*\))\s*\)', r"\1)", bare)
        if bare != text:
            done = garden.write(slug, bare)
    briefs = " ".join(node.brief for node in garden.project.journal.plan if node.kind == "code")
    return done and bool(re.search(r"\blos(?:e|es)\b|掉血|失败|costs health", briefs))


def crash_late(garden: Garden, dice: random.Random) -> bool:
    slug = dice.choice([slug for slug, text in garden.code().items() if "PART(" in text])
    when = dice.uniform(36, 50)
    way = dice.choice(["int* p = nullptr; *(volatile int*)p = 1;", "vector<int> v; volatile int x = v.at(3); (void)x; std::abort();",
                       "volatile int zero = 0; volatile int y = 7 / zero; (void)y;"])
    return garden.into(slug, f"on_start([] {{ after({when:.1f}f, [] {{ {way} }}); }});")


def memory_growth(garden: Garden, dice: random.Random) -> bool:
    slug = dice.choice(list(garden.code()))
    if dice.random() < 0.5:
        kept = f"static vector<vector<char>> kept; kept.emplace_back({dice.randint(20, 90)} << 10, 'x');"
        return garden.into(slug, f"on_step([](float) {{ {kept} }});")
    crumb = 'spawn("crumb", {.at = {rnd(-9, 9), 0, rnd(-9, 9)}, .tags = "crumb"});'
    return garden.into(slug, f"on_step([](float) {{ for (int i = 0; i < {dice.randint(6, 16)}; ++i) {crumb} }});")


def stuck_corner(garden: Garden, dice: random.Random) -> bool:
    slug = dice.choice([slug for slug, text in garden.code().items() if "on_start(" in text or "on_world(" in text])
    r, when = dice.uniform(0.9, 1.8), dice.uniform(2, 7)
    corner = "{{p.x + {:.2f}f, p.y - 1, p.z + {:.2f}f}}"
    walls = " ".join(f"wall({corner.format(a * r, b * r)}, {corner.format(c * r, d * r)}, 6, 0.3f, GRAY);"
                     for a, b, c, d in ((-1, -1, 1, -1), (1, -1, 1, 1), (1, 1, -1, 1), (-1, 1, -1, -1)))  # fmt: skip
    return garden.into(slug, f"on_start([] {{ after({when:.1f}f, [] {{ Vector3 p = player()->at; {walls} }}); }});")


FAULTS = tuple(Fault(name, frozenset(kinds.split()), plant) for name, kinds, plant in (
    ("floating", "floating", floating),
    ("buried", "buried", buried),
    ("no ground", "ground spawn", no_ground),
    ("unreachable", "unreachable outside unwinnable", unreachable),
    ("caged thing", "unreachable", caged),
    ("too dark", "dark empty contrast", too_dark),
    ("wrong scale", "proportion", wrong_scale),
    ("missing asset", "missing", missing_asset),
    ("dead key", "key stuck unwinnable", dead_key),
    ("no lose", "unlosable", no_lose),
    ("crash after 40 s", "crash", crash_late),
    ("memory growth", "memory slow", memory_growth),
    ("stuck corner", "stuck unwinnable", stuck_corner),
))  # fmt: skip

# ── Changes that nobody thought of ──────────────────────────────────────────────────────────────────────────────────


_LITERAL = re.compile(r"(?<![\w.#\"])\d+(?:\.\d+)?f?(?![\w.\"])")
_COMPARED = re.compile(r" (<=|>=|<|>|==|!=|&&|\|\|) (?![a-z_]+>)")
_STATEMENT = re.compile(r"^ {4,}(?!return|case|else|break)[\w>*(][^{}\n]*;\s*$", re.M)
_NAMED = re.compile(r"\b(?:spot|things|find|meter|objective|achieve|emit|on_event|nearest|within|counter|value|has_tag)\(\"(\w+)\"")


_RUNS = re.compile(r"\bon_(?:step|event)\(|\bobjective\(")  # a part in which something goes on
_DECOR = re.compile(r"//|\b(?:scatter|palette|mix|shade|alpha|light|burst|sound|tone|music|label|caption|bar|hint|help|sky|fog|sun|animate|"
                    r"flash|pop|Draw\w+|block)\(|\.tint|\.glow|Color\b")  # fmt: skip


def _is_logic(text: str, at: int) -> bool:
    """Whether a line is none of those that only look or sound."""
    line = text[text.rfind("\n", 0, at) + 1:(text.find("\n", at) + 1 or len(text) + 1) - 1]
    return not _DECOR.search(line)


def _somewhere(garden: Garden, dice: random.Random, pattern: re.Pattern[str], other: Callable[[re.Match[str]], str]) -> bool:
    """One place of some part's code that the pattern finds becomes another."""
    places = [(slug, hit) for slug, text in garden.code().items() if _RUNS.search(text) for hit in pattern.finditer(text)
              if _is_logic(text, hit.start())]  # fmt: skip
    if not places:
        return False
    slug, hit = dice.choice(places)
    text, new = garden.code()[slug], other(hit)
    line = text[text.rfind("\n", 0, hit.start()) + 1:text.find("\n", hit.end())]
    garden.told = f"{slug}: {line.strip()[:120]}  ::  {hit.group().strip()[:60]} -> {new.strip()[:60]}"
    return new != hit.group() and garden.write(slug, text[:hit.start()] + new + text[hit.end():])


def a_number(garden: Garden, dice: random.Random) -> bool:
    factor = dice.choice([dice.uniform(8, 40), -1.0, 1 / dice.uniform(8, 40), 0.0])

    def other(hit: re.Match[str]) -> str:
        value = float(hit.group().rstrip("f")) * factor
        return f"{value:.4f}f" if "." in hit.group() or "f" in hit.group() else f"({round(value)})"

    return _somewhere(garden, dice, _LITERAL, other)


def a_condition(garden: Garden, dice: random.Random) -> bool:
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "!=", "!=": "==", "&&": "||", "||": "&&"}
    return _somewhere(garden, dice, _COMPARED, lambda hit: f" {turned[hit.group(1)]} ")


def a_statement(garden: Garden, dice: random.Random) -> bool:
    return _somewhere(garden, dice, _STATEMENT, lambda hit: "    ;")


def a_name(garden: Garden, dice: random.Random) -> bool:
    names = sorted({hit.group(1) for text in garden.code().values() for hit in _NAMED.finditer(text)})
    return len(names) > 1 and _somewhere(garden, dice, _NAMED, lambda hit: hit.group().replace(hit.group(1), dice.choice(names)))


BLIND = tuple(Fault(name, frozenset(), plant, blind=True) for name, plant in (
    ("a number", a_number), ("a condition", a_condition), ("a statement", a_statement), ("a name", a_name)))  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What plays of a game came to, as far as anybody would notice: how much was achieved (0 to 1), and whether none broke."""

    achieved: float
    ok: bool


_SEEDS = (11, 12, 13)  # none that play-tests use
_KEPT = 0.35  # of what was achieved: with less of it a game is harmed


def outcome(game: Game, enough: float = 2.0) -> Outcome:
    """A minute by the goal bot with each seed. enough: no more plays once their mean must reach it."""
    got: list[float] = []
    for seed in _SEEDS:
        played = run(game, Work(), frames=1800, bot="goal", seed=seed)
        if not played.ok:
            return Outcome(0.0, False)
        got.append(_achieved(played.state))
        if sum(got) / len(_SEEDS) >= enough:
            break
    return Outcome(sum(got) / len(_SEEDS), True)


def _achieved(state: Mapping[str, Any]) -> float:
    if state.get("screen") == "won":
        return 1.0
    goals = [goal for goal in state.get("objectives", {}).values() if goal.get("need")]
    return 0.9 * sum(min(1, goal["have"] / goal["need"]) for goal in goals) / len(goals) if goals else 0.0


def harm(before: Outcome, game: Game) -> str:
    """What anybody would notice, as a word; "" for nothing that is surely a fault.

    ends: a play breaks.   goal: of what three plays achieved in a minute, less than 35 % is left. No check is asked.
    """
    after = outcome(game, _KEPT * before.achieved)
    if before.ok and not after.ok:
        return "ends"
    if before.achieved > 0.5 and after.achieved < _KEPT * before.achieved:
        return "goal"
    return ""
