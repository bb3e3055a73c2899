"""Faults planted in grown gardens: found, told from the unfaulted, and repaired without a model.

    .venv/bin/python benchmarks/planted.py [--faults 60] [--gardens 6] [--seed 1] [--no-repair] [--folder DIR]

For each fault a garden's game is changed by hand (one part's code) or its plan is (a size, a style, a missing model), at
a place and in a way that dice choose; then it is built and played in every way. Found means: a finding of the kind comes
that the unfaulted game does not have. Baseline in the same run: the one check there was before, one goal bot and the
three scene problems of `play_through`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dreamgarden.errors import GardenError
from dreamgarden.game.playtest import Tested, play_through
from dreamgarden.plan.edit import Prune, SetSlots
from dreamgarden.project import Project
from dreamgarden.work import Work

PROMPTS = (
    "a lighthouse keeper collects lost lanterns in the fog",
    "An abandoned amusement park; every ride you switch on brings back a memory.",
    "deliver letters through a small town at dusk before the shops close",
    "Survive a winter night in a hut; the stove eats wood and something answers the radio.",
    "slimes chase me through a garden while I gather strawberries",
    "小镇上住着八个人,明天是节日,我把消息告诉他们,看谁会来。",
)


@dataclass(frozen=True)
class Fault:
    """A kind of fault: the findings by which it counts as found, and how it is planted (False: not in this garden)."""

    name: str
    kinds: frozenset[str]
    plant: Callable[[Garden, random.Random], bool]


@dataclass
class Garden:
    """A copy of a grown garden into which a fault goes. state is the unfaulted game's, soon after its start."""

    folder: Path
    project: Project
    state: dict[str, Any]

    @property
    def parts(self) -> Path:
        return self.folder / "game" / "parts"

    def code(self) -> dict[str, str]:
        return {file.stem: file.read_text(encoding="utf-8") for file in sorted(self.parts.glob("*.cpp"))}

    def write(self, slug: str, text: str) -> bool:
        (self.parts / f"{slug}.cpp").write_text(text, encoding="utf-8")
        return True

    def into(self, slug: str, statement: str) -> bool:
        """A statement at the end of a part's block."""
        text = self.code()[slug]
        at = text.rstrip().rfind("}")
        return self.write(slug, f"{text[:at]}  {statement}\n}}\n") if at > 0 else False

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


def too_dark(garden: Garden, dice: random.Random) -> bool:
    if dice.random() < 0.5:
        slug = dice.choice([slug for slug, text in garden.code().items() if "on_step(" in text])
        return garden.into(slug, "on_step([](float) { sun({0, -1, 0}, BLACK, 0); fog(BLACK, 0, 2); sky(BLACK, BLACK); });")
    style = next(node for node in garden.project.journal.plan if node.kind == "style")
    garden.project.journal.submit(SetSlots(style.id, {**style.slots, "light": 0.4, "palette": dict.fromkeys(
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
        garden.project.journal.submit(SetSlots(node.id, {**node.slots, "size": round(float(node.slots.get("size", 1)) * factor, 3)}))
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
        garden.project.journal.submit(Prune((dice.choice(mesh).id,)))
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
    ("too dark", "dark empty contrast", too_dark),
    ("wrong scale", "proportion", wrong_scale),
    ("missing asset", "missing", missing_asset),
    ("dead key", "key stuck unwinnable", dead_key),
    ("no lose", "unlosable", no_lose),
    ("crash after 40 s", "crash", crash_late),
    ("memory growth", "memory slow", memory_growth),
    ("stuck corner", "stuck unwinnable", stuck_corner),
))  # fmt: skip


# ── The runs ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Row:
    """What came of one fault."""

    fault: str
    garden: str
    found: bool
    named: bool
    before: bool
    repaired: bool | None
    seconds: float
    said: str
    back: bool = False


def grown(folder: Path, prompt: str, designer: Any) -> dict[str, Any]:
    """Grow and build a garden, or take the one that is there; returns its scene's state soon after the start."""
    from dreamgarden.game.play import run

    if not (folder / "garden.db").is_file():
        with Project.create(folder, prompt, designer) as project:
            project.grow(Work())
    with Project.open(folder, designer) as project:
        return dict(run(project.game, Work(), frames=6, bot="idle", states=(2,)).states[0])


def planted(base: Path, state: dict[str, Any], fault: Fault, dice: random.Random, designer: Any, known: Tested,
            repairing: bool) -> Row | None:
    """Plant one fault in a copy of a garden, test it, repair it; None when it can't be planted there."""
    with tempfile.TemporaryDirectory(prefix="planted-") as scratch:
        folder = Path(scratch) / "garden"
        shutil.copytree(base, folder, symlinks=True, ignore=shutil.ignore_patterns("workshop"))
        begun = time.monotonic()
        with Project.open(folder, designer) as project:
            garden = Garden(folder, project, state)
            code = garden.code()
            if not fault.plant(garden, dice):
                return None
            changed = {slug for slug, text in garden.code().items() if text != code[slug]}
            finished = project.build(Work())
            if not finished.game or finished.failed:
                return None  # it does not compile: no fault of a game
            earlier = bool(play_through(project.game, Work(), frames=1800).problems)
            tested = project.watch.test(Work())
            if fault.name in ("unreachable", "stuck corner", "no ground") and "won" in tested.coverage.endings:
                return None  # a bot won all the same: nothing was out of reach
            old = {each.key for each in known.findings}
            fresh = [each for each in tested.findings if each.key not in old]
            hits = [each for each in fresh if each.kind in fault.kinds]
            repaired, back = None, False
            if repairing:
                try:
                    done = project.watch.repair(Work(), rounds=4, seconds=150) if hits else None
                    repaired = done is not None and not [each for each in done.left if each.key not in old]
                    back = done is not None and any(one.kept and "becomes again" in one.what for one in done.rounds)
                except GardenError:
                    repaired = False
            said = (hits or fresh or [None])[0]
            return Row(fault.name, base.name, bool(hits), any(changed & set(hit.parts) for hit in hits), earlier, repaired,
                       time.monotonic() - begun, said.what if said else "", back)  # fmt: skip


def main() -> int:
    """Plant, look, repair, and tell."""
    from dreamgarden.hiring import offline

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--gardens", type=int, default=len(PROMPTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plays", type=int, default=3, help="tests of each unfaulted game, with other seeds")
    parser.add_argument("--only", default="", help="one kind of fault")
    parser.add_argument("--no-repair", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dreamgarden-planted")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    designer = offline()
    gardens: list[tuple[Path, dict[str, Any], Tested]] = []
    alarms: list[str] = []
    tests, spent = 0, [0.0]
    for number, prompt in enumerate(PROMPTS[: asked.gardens]):
        folder = asked.folder / f"garden{number + 1}"
        state = grown(folder, prompt, designer)
        with Project.open(folder, designer) as project:
            known = project.watch.test(Work())
            runs = [known, *(_seeded(project, seed) for seed in range(2, asked.plays + 1))]
        tests += len(runs)
        spent += [one.seconds for one in runs]
        alarms += [f"{folder.name}: {each.kind}: {each.what}" for one in runs for each in one.findings if each.sure >= 0.6]
        gardens.append((folder, state, known))
        print(f"{folder.name}: {prompt[:60]}: {len(known.findings)} findings unfaulted, {known.seconds:.1f} s", flush=True)
    dice = random.Random(asked.seed)
    kinds = [fault for fault in FAULTS if not asked.only or fault.name == asked.only]
    rows: list[Row] = []
    misses = 0
    while len(rows) < asked.faults and misses < 8 * len(kinds):
        fault = kinds[len(rows) % len(kinds)]
        folder, state, known = dice.choice(gardens)
        row = planted(folder, state, fault, dice, designer, known, not asked.no_repair)
        if row is None:
            misses += 1
            continue
        misses = 0
        rows.append(row)
        mended = {None: "", True: ", repaired", False: ", not repaired"}[row.repaired]
        print(f"{len(rows):3} {row.fault:17} {row.garden}: {'found' if row.found else 'MISSED'}{mended}  {row.said[:90]}", flush=True)
    _tell(rows, alarms, tests, spent, asked.json)
    return 0


def _seeded(project: Project, seed: int) -> Tested:
    from dreamgarden.game.playtest import test_game

    return test_game(project.game, Work(), project.watch.sources(), seed=seed)


def _tell(rows: list[Row], alarms: list[str], tests: int, spent: list[float], file: Path | None) -> None:
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.fault].append(row)
    print(f"\n{'fault':18}{'planted':>8}{'found':>7}{'before':>8}{'part named':>12}{'repaired':>10}")
    for name, some in by_kind.items():
        print(f"{name:18}{len(some):8}{sum(r.found for r in some):7}{sum(r.before for r in some):8}{sum(r.named for r in some):12}"
              f"{sum(bool(r.repaired) for r in some):10}")  # fmt: skip
    found, before = sum(row.found for row in rows), sum(row.before for row in rows)
    repaired = sum(bool(row.repaired) for row in rows)
    whole = max(1, len(rows))
    faulty = len({alarm.partition(":")[0] for alarm in alarms})
    ratio = found / max(1, before)
    print(f"\nfound {found}/{whole} ({100 * found / whole:.0f} %), by the one check before {before}/{whole} ({ratio:.1f} x)")
    back = sum(bool(row.repaired) and row.back for row in rows)
    print(f"repaired without a model {repaired}/{whole} ({100 * repaired / whole:.0f} %), {back} of them by putting a leaf back as it was")
    share = 100 * len(alarms) / max(1, tests)
    print(f"false alarms: {len(alarms)} in {tests} tests of unfaulted games ({share:.1f} %), in {faulty} gardens")
    print(f"a test of 60 s of play: {sorted(spent)[len(spent) // 2]:.1f} s (median), {max(spent):.1f} s at most, as the machine was loaded")
    for alarm, count in Counter(alarms).items():
        print(f"  {count} x {alarm}")
    if file:
        file.write_text(json.dumps({"rows": [vars(row) for row in rows], "alarms": alarms, "tests": tests, "seconds": spent}, indent=1))


if __name__ == "__main__":
    sys.exit(main())
