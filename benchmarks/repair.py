"""Broken leaves, mended: how many without asking a model, and how many in each round.

    python benchmarks/repair.py [--each N] [--tape TAPE.jsonl]... [--only KIND] [--verbose]

Three origins, held apart: what patterns write, broken by mutation; the examples of the runtime, broken the same way; and
drafts of models that did not compile when they came, from tapes. Mutants that are not broken are left out. The baseline
beside ours sends every broken leaf to the model: it mends none without a call. A last table says how many mutants that
compile and break when they run are found by the probe, beside the same probe without sanitizers.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mutants import COMPILE, LINK, RUN

from dreamgarden import settings
from dreamgarden.codegen.compiler import Compiled, Compiler
from dreamgarden.codegen.diagnostics import errors
from dreamgarden.codegen.lessons import Lessons
from dreamgarden.codegen.loop import Bounds, DoesNotPass, Files, Stage, until_it_passes
from dreamgarden.codegen.mechanic import Mechanic
from dreamgarden.codegen.repairs.api import read_api
from dreamgarden.codegen.repairs.source import Source
from dreamgarden.designers import code_reply
from dreamgarden.designers.checking import STYLE
from dreamgarden.designers.pattern_format import Pattern, load_patterns
from dreamgarden.designers.rendering import Scene, render_code
from dreamgarden.designers.sprouting import default_value, sprout_leaves, values_of
from dreamgarden.errors import GardenError
from dreamgarden.game.probing import Prober, Surrounding
from dreamgarden.llm.transcript import Transcript
from dreamgarden.work import Work

ROOT = Path(__file__).resolve().parent.parent
SLUG = "leaf"  # all are compiled to one place, so that CMake looks at the list once
Cases = list[tuple[str, str, str, str]]  # kind, name, broken text, the text before


@dataclass
class Sum:
    """What came of a group of broken leaves.

    unasked  compile without a call. same: and are, but for blanks, what they were before they were broken; the other
             mutations add a statement, or lose what nobody can guess.
    """

    broken: int = 0
    unasked: int = 0
    same: int = 0
    seconds: float = 0.0
    left: list[str] = field(default_factory=list)


def pattern_leaves() -> Iterator[tuple[str, str]]:
    """(name, C++) of the code that each pattern writes with its slots as they are by default."""
    for name, pattern in sorted(load_patterns(ROOT / "templates").items()):
        try:
            yield from ((f"{name}/{slug}", code) for slug, code in written(pattern))
        except GardenError as error:
            print(f"left out {name}: {error.what}", file=sys.stderr)


def written(pattern: Pattern) -> Iterator[tuple[str, str]]:
    style = {**STYLE, "stage": pattern.stages[0]}
    values = {name: default_value(slot, "en", style) for name, slot in pattern.slots.items()}
    for sprout in sprout_leaves(pattern, values, "en", style=style, prompt="a dream", taken={}):
        form = pattern.leaves[sprout.slots["leaf"]]
        if form.kind == "code":
            data, model = sprout.slots["data"], sprout.slots["model"]
            yield (
                sprout.slug,
                render_code(pattern, form, Scene(sprout.slug, "en", values_of(sprout.slots), style, "a dream", 1, False, data, model)),
            )


def example_leaves() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "native" / "examples").glob("*.cpp")):
        yield file.stem, file.read_text(encoding="utf-8")


def broken(leaves: list[tuple[str, str]], kinds: dict[str, object], each: int, seed: int) -> Cases:
    """Up to `each` mutants of each kind, of leaves in turn."""
    dice = random.Random(seed)
    cases: Cases = []
    for kind, mutate in kinds.items():
        order = list(leaves)
        dice.shuffle(order)
        made = 0
        for name, text in order:
            if made < each and (mutant := mutate(text, dice)) is not None and mutant != text:  # type: ignore[operator]
                cases.append((kind, name, mutant, text))
                made += 1
    return cases


@dataclass
class Bench:
    """A workshop and a mechanic without lessons, so that no case learns from another."""

    compiler: Compiler
    mechanic: Mechanic
    verbose: bool

    def compile(self, files: Files) -> Compiled:
        return self.compiler.compile(SLUG, {f"{SLUG}.cpp": files[f"{SLUG}.cpp"]}, Work())

    def mend_all(self, cases: Cases) -> dict[str, Sum]:
        sums: dict[str, Sum] = defaultdict(Sum)
        for kind, name, text, good in cases:
            files = {f"{SLUG}.cpp": text}
            compiled = self.compile(files)
            if compiled.ok:
                continue
            begun = time.monotonic()
            mended = self.mechanic.mended(files, compiled, self.compile)
            one = sums[kind]
            one.broken += 1
            one.unasked += mended.compiled.ok
            one.same += mended.compiled.ok and tokens(mended.files[f"{SLUG}.cpp"]) == tokens(good)
            one.seconds += time.monotonic() - begun
            if not mended.compiled.ok:
                first = errors(compiled.diagnostics)[0]
                one.left.append(f"{name}:{first.line}: {first.message.splitlines()[0]} | {text.splitlines()[first.line - 1].strip()[:120]}")
            if self.verbose:
                print(f"  {kind:18} {name:30} {'mended' if mended.compiled.ok else 'LEFT'}: {'; '.join(mended.done)[:150]}", flush=True)
        return sums


def tokens(text: str) -> list[str]:
    return [token.text for token in Source(SLUG, text).tokens]


def show(title: str, sums: dict[str, Sum]) -> tuple[int, int]:
    print(f"\n{title}\n{'kind':20}{'broken':>8}{'no call':>9}{'share':>8}{'as before':>11}{'s each':>8}")
    for kind, one in sums.items():
        print(f"{kind:20}{one.broken:8}{one.unasked:9}{one.unasked / one.broken:8.0%}{one.same:11}{one.seconds / one.broken:8.1f}")
    total, done = sum(one.broken for one in sums.values()), sum(one.unasked for one in sums.values())
    if total:
        print(f"{'all':20}{total:8}{done:9}{done / total:8.0%}   (baseline, everything to the model: 0 without a call)")
    return total, done


def taped(bench: Bench, tapes: list[Path]) -> None:
    """The drafts of models: which compiled at once, which after mechanical repairs, and which in a later round of the tape."""
    drafts = passed = unasked = 0
    rounds: dict[int, int] = defaultdict(int)
    for tape in tapes:
        heard: dict[str, list[tuple[str, str]]] = defaultdict(list)
        transcript = Transcript()
        transcript.load_tape(tape)
        for purpose, node, reply in transcript.answers():
            heard[node].append((purpose.split(" ")[0], reply.text))
        transcript.close()
        for node, said in heard.items():
            for at, (purpose, text) in enumerate(said):
                files = code_reply.files_in(text, SLUG) if purpose == "write" else {}
                if f"{SLUG}.cpp" not in files:
                    continue
                drafts += 1
                files = {f"{SLUG}.cpp": files[f"{SLUG}.cpp"]}
                if bench.compile(files).ok:
                    passed += 1
                    continue
                mends = iter([reply for kind, reply in said[at + 1 :] if kind == "mend"])

                def mend(stage: Stage, failure: str, files: Files, tried: tuple[str, ...], mends: Iterator[str] = mends) -> Files | None:
                    reply = next(mends, "")
                    blocks = code_reply.blocks_in(reply)
                    if blocks and not code_reply.dry_run(files, blocks):
                        return code_reply.apply(files, blocks)
                    return code_reply.files_in(reply, SLUG) or None

                try:
                    done = until_it_passes(SLUG, files, bench.compile, mend, Work(), repairs=bench.mechanic, bounds=Bounds(6))
                except DoesNotPass as error:
                    print(f"  {tape.stem} {node}: {error.what}")
                    continue
                asked = sum(each.startswith("round") for each in done.tried)
                rounds[asked] += 1
                unasked += asked == 0
    print(f"\ntapes: {drafts} drafts of models, {passed} compile as they came, {drafts - passed} do not")
    so_far = passed
    for asked in range(max(rounds, default=0) + 1):
        so_far += rounds[asked]
        name = "without a call" if asked == 0 else f"after round {asked}"
        theirs = passed if asked == 0 else so_far
        print(f"  {name:18} {so_far:4} of {drafts}  ({so_far / drafts:.0%}; baseline, everything to the model: {theirs} of {drafts})")


def probed(bench: Bench, cases: Cases) -> None:
    """Which mutants that compile are found when they run, with and without sanitizers, and whether their line is known."""
    print(f"\nfound when it runs\n{'kind':20}{'broken':>8}{'found':>8}{'line':>8}{'plain':>8}{'s each':>8}")
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    seconds: dict[str, float] = defaultdict(float)
    for kind, name, text, _ in cases:
        files = {f"{SLUG}.cpp": text}
        if not bench.compile(files).ok:
            continue
        stage = "walk" if "stage" not in name else "board"
        among = Surrounding({}, {"data/style.json": json.dumps({**STYLE, "stage": stage}).encode()})
        begun = time.monotonic()
        trouble = Prober(bench.compiler)(SLUG, files, among, (), Work())
        seconds[kind] += time.monotonic() - begun
        plain = Prober(bench.compiler, False)(SLUG, files, among, (), Work())
        row = rows[kind]
        row[0] += 1
        row[1] += trouble is not None
        row[2] += trouble is not None and (trouble.line.startswith("line ") or SLUG in trouble.line)
        row[3] += plain is not None
        if bench.verbose:
            print(f"  {kind:14} {name:30} {trouble.line[:110] if trouble else 'NOT FOUND'}", flush=True)
    for kind, row in rows.items():
        print(f"{kind:20}{row[0]:8}{row[1]:8}{row[2]:8}{row[3]:8}{seconds[kind] / row[0]:8.1f}")
    if rows:
        all_ = [sum(row[n] for row in rows.values()) for n in range(4)]
        print(f"{'all':20}{all_[0]:8}{all_[1]:8}{all_[2]:8}{all_[3]:8}   (plain: the same run without sanitizers)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=5, help="mutants of a kind and origin")
    parser.add_argument("--tape", type=Path, action="append", default=[])
    parser.add_argument("--only", default="", help="one kind")
    parser.add_argument("--origin", default="", help="patterns, examples, tapes or run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dreamgarden-repair-"))
    runtime = settings.built_runtime()
    api = read_api(runtime)
    bench = Bench(Compiler(folder / "workshop", settings.templates_dir() / "game", runtime), Mechanic(api), given.verbose)
    try:
        chosen = {kind: mutate for kind, mutate in COMPILE.items() if not given.only or kind == given.only}
        total = done = 0
        left: list[str] = []
        for origin, leaves in (("patterns", list(pattern_leaves())), ("examples", list(example_leaves()))):
            if given.origin not in ("", origin):
                continue
            sums = bench.mend_all(broken(leaves, dict(chosen), given.each if origin == "patterns" else max(1, given.each // 2), given.seed))
            counted = show(f"{origin}, broken by mutation", sums)
            total, done = total + counted[0], done + counted[1]
            left += [f"{kind}: {each}" for kind, one in sums.items() for each in one.left]
        if total:
            ratio = 1 - done / total
            print(f"\nmutants: {total} broken, {done} mended without a call ({done / total:.0%}); calls, to the baseline's: {ratio:.2f}")
        if given.verbose:
            print("\nleft:\n" + "\n".join(left))
        tapes = given.tape or sorted((ROOT / "tests" / "recorded").glob("*.jsonl*"))
        if given.origin in ("", "tapes"):
            bench.mechanic = Mechanic(api, Lessons(folder / "lessons.jsonl", api.words))
            taped(bench, tapes)
        if given.origin in ("", "run"):
            run = {**LINK, **RUN} if not given.only else {kind: m for kind, m in {**LINK, **RUN}.items() if kind == given.only}
            probed(bench, broken([*pattern_leaves(), *example_leaves()], dict(run), given.each, given.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
