"""The C++ that the offline designer's patterns write, against the real runtime: nothing of it may even warn."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dreamgarden import settings
from dreamgarden.designers.checking import STYLE
from dreamgarden.designers.pattern_format import Pattern, load_patterns
from dreamgarden.designers.rendering import Scene, render_code
from dreamgarden.designers.sprouting import default_value, option_value, sprout_leaves, values_of
from dreamgarden.designers.values import Value
from dreamgarden.errors import MissingTool


def written(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """(slug, C++) of every code leaf of a pattern: with its slots as they are by default, and for each choice that a prompt
    can make. What comes out the same is given once."""
    style = {**STYLE, "stage": pattern.stages[0]}
    values = {name: default_value(slot, "en", style) for name, slot in pattern.slots.items()}
    heard: list[tuple[str, Value]] = [
        (name, option_value(slot, option, "en")) for name, slot in pattern.slots.items() if slot.heard for option in slot.options
    ]
    seen: set[tuple[str, str]] = set()
    for changed in (values, *(values | {name: value} for name, value in heard)):
        for found in _written(pattern, changed, style):
            if found not in seen:
                seen.add(found)
                yield found


def _written(pattern: Pattern, values: dict[str, Value], style: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for sprout in sprout_leaves(pattern, values, "en", style=style, prompt="a dream", taken={}):
        form = pattern.leaves[sprout.slots["leaf"]]
        if form.kind == "code":
            data, model = sprout.slots["data"], sprout.slots["model"]
            scene = Scene(sprout.slug, "en", values_of(sprout.slots), style, "a dream", 1, False, data, model)
            yield sprout.slug, render_code(pattern, form, scene)


def test_every_pattern_writes_code_that_compiles_without_a_warning(checkout: Path, tmp_path: Path) -> None:
    try:
        runtime = settings.built_runtime()
    except MissingTool as error:
        pytest.skip(f"{error.what} {error.then}")
    compiler = shutil.which("g++")
    if compiler is None or not (runtime / "prelude.h.gch").exists():
        pytest.skip("needs g++ and the runtime's precompiled header")
    jobs: list[tuple[str, Path]] = []
    for name, pattern in load_patterns(checkout / "templates").items():
        for number, (slug, code) in enumerate(written(pattern)):
            file = tmp_path / f"{name}_{number}_{slug}.cpp"
            file.write_text(code, encoding="utf-8")
            jobs.append((f"{name}/{slug}", file))
    assert len(jobs) >= 60
    # The flags of the precompiled header, or it is of no use and each part takes seconds.
    flags = re.search(r'set\(GARDEN_FLAGS "([^"]*)"\)', (runtime / "garden.cmake").read_text())
    assert flags is not None and "-Wall" in flags[1]
    command = [compiler, *flags[1].split(";"), "-fsyntax-only", "-fno-diagnostics-show-caret"]
    command += ["-include", str(runtime / "prelude.h"), "-I", str(runtime)]

    def complaints(job: tuple[str, Path]) -> str:
        done = subprocess.run([*command, str(job[1])], capture_output=True, text=True, check=False)
        said = [line for line in done.stderr.splitlines() if "error:" in line or "warning:" in line]
        return "\n".join([f"{job[0]}:", *said[:5]]) if said or done.returncode else ""

    with ThreadPoolExecutor(2) as pool:
        wrong = [said for said in pool.map(complaints, jobs) if said]
    assert not wrong, "\n".join(wrong)
