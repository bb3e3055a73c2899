"""The commands of `python -m dreamgarden.designers.patterns`: check, show and try patterns, for those who write them."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import tempfile
from pathlib import Path

from dreamgarden.designers.checking import STYLE, check
from dreamgarden.designers.choosing import why
from dreamgarden.designers.pattern_format import Pattern, load_pattern
from dreamgarden.designers.patterns import PatternDesigner
from dreamgarden.designers.rendering import Scene, render_code, render_data
from dreamgarden.designers.sprouting import default_values, sprout_leaves, values_of
from dreamgarden.errors import GardenError


def _folders(templates: Path, names: list[str]) -> list[Path]:
    if names:
        return [templates / "patterns" / name for name in names]
    return sorted(f.parent for f in (templates / "patterns").glob("*/pattern.toml"))


def _check(templates: Path, names: list[str]) -> int:
    bad = 0
    for folder in _folders(templates, names):
        try:
            wrong = check(load_pattern(folder))
        except GardenError as error:
            wrong = [str(error)]
        print(f"{folder.name}: {'fine' if not wrong else ''}")
        for sentence in wrong[:8]:
            print("   " + sentence)
        bad += bool(wrong)
    return 1 if bad else 0


def _show(pattern: Pattern, language: str, take: int) -> None:
    style = {**STYLE, "language": language, "stage": pattern.stages[0]}
    for sprout in sprout_leaves(pattern, default_values(pattern, language, style), language, style=style,
                                prompt="", taken={}):
        form = pattern.leaves[sprout.slots["leaf"]]
        print(f"\n== {sprout.kind} {sprout.slug}: {sprout.title}\n   {sprout.brief}\n   needs {', '.join(sprout.needs)}")
        if form.kind == "mesh":
            continue
        scene = Scene(sprout.slug, language, values_of(sprout.slots), style, "", take, False,
                      sprout.slots["data"], sprout.slots["model"])
        if form.kind == "code":
            print(render_code(pattern, form, scene))
        else:
            print(json.dumps(render_data(pattern, form, scene), ensure_ascii=False, indent=1))


def _try(designer: PatternDesigner, prompt: str, budget: int) -> None:
    outline = designer.outline(prompt, budget)
    reading = outline.reading
    print(f"title {outline.style['title']!r}, subtitle {outline.style['subtitle']!r}")
    print("things", ", ".join(f"{t.name} ({t.group}{f', {t.count}' if t.count else ''})" for t in reading.things))
    print("places", ", ".join(f"{p.name} ({p.group})" for p in reading.places), "| moods", dict(reading.moods))
    print("numbers", ", ".join(f"{n.value:g} {n.unit}" for n in reading.numbers), "| hour", reading.hour, reading.weather)
    print("style", {k: v for k, v in outline.style.items() if k in ("stage", "view", "mood", "hour", "weather", "palette_name")})
    for row in why(outline.choice, designer.patterns)[:12]:
        print(f"  {'*' if row['chosen'] else ' '} {row['pattern']:18} {row['role']:10} {row['total']:.2f} = likeness "
              f"{row['likeness']:.2f} + words {row['votes']:.2f} {list(row['heard'])} + fit {row['fit']:.2f}")
    for role, parts in outline.parts.items():
        for part in parts:
            print(f"\n{role}: {part.pattern.name}")
            for sprout in sprout_leaves(part.pattern, part.values, reading.language, style=outline.style, prompt=prompt,
                                        taken={}, budget=part.most):
                match = designer.match(str(sprout.slots["query"])) if sprout.kind == "mesh" else None
                model = f" -> {match.model.name} {match.score:.2f}" if match else ""
                print(f"   {sprout.kind} {sprout.slug}{model}: {sprout.title}. {sprout.brief} {list(sprout.seed_words)}")
    print(f"\n{outline.leaves} leaves")


def _choices(designer: PatternDesigner, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        prompts = [str(row["prompt"]) for row in json.loads(text)]
    elif file.suffix == ".csv":
        prompts = [row["Description"] for row in csv.DictReader(io.StringIO(text))]
    else:
        prompts = [line for line in text.splitlines() if line.strip()]
    for prompt in prompts:
        outline = designer.outline(prompt)
        choice, style = outline.choice, outline.style
        print(f"{choice.stage:7} {choice.core:14} {outline.leaves:3} leaves  {style['palette_name']:18} {style['title']!r:40} "
              f"{', '.join(choice.names)}  <- {' '.join(prompt.split())[:90]}")


def main(arguments: list[str] | None = None) -> int:
    here = Path(__file__).resolve()
    parser = argparse.ArgumentParser(prog="python -m dreamgarden.designers.patterns", description=__doc__)
    parser.add_argument("--templates", type=Path, default=here.parents[3] / "templates")
    parser.add_argument("--recipes", type=Path, default=here.parents[3] / "assets" / "recipes")
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("check", help="render every template with defaults and odd values")
    one.add_argument("names", nargs="*")
    one = verbs.add_parser("show", help="print what a pattern makes of its defaults")
    one.add_argument("name")
    one.add_argument("--language", default="en", choices=["en", "zh"])
    one.add_argument("--take", type=int, default=1)
    one = verbs.add_parser("try", help="what grows from a prompt, and why")
    one.add_argument("prompt")
    one.add_argument("--budget", type=int, default=40)
    one.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "dreamgarden-patterns")
    one = verbs.add_parser("choices", help="what is chosen for each prompt of a file (.json with prompt, .csv with Description, or lines)")
    one.add_argument("file", type=Path)
    one.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "dreamgarden-patterns")
    asked = parser.parse_args(arguments)
    try:
        if asked.verb == "check":
            return _check(asked.templates, asked.names)
        if asked.verb == "choices":
            _choices(PatternDesigner(asked.templates, asked.recipes, asked.cache), asked.file)
            return 0
        if asked.verb == "try":
            _try(PatternDesigner(asked.templates, asked.recipes, asked.cache), asked.prompt, asked.budget)
            return 0
        _show(load_pattern(asked.templates / "patterns" / asked.name), asked.language, asked.take)
    except GardenError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


