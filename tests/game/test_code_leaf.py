"""A code leaf from its writer to its artifact: compiled, tried, told what broke, mended; or given up with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dreamgarden import settings
from dreamgarden.build.task import Artifact, Product, Task
from dreamgarden.codegen.compiler import Compiler
from dreamgarden.codegen.loop import DoesNotRun
from dreamgarden.codegen.mechanic import Mechanic
from dreamgarden.designers.designer import Draft, Failure, Leaf
from dreamgarden.errors import MissingTool
from dreamgarden.game.probing import Prober
from dreamgarden.llm.chat import OverBudget
from dreamgarden.make.recipes import CodeRecipe
from dreamgarden.work import Work

HEAD = '#include "garden.h"\n'
GOOD = HEAD + 'PART(moth) { on_start([] { spawn("moth", {.tags = "flier"}); }); }\n'
CRASHES = HEAD + "PART(moth) {\n  on_step([](float dt) {\n    vector<int> none;\n    value(\"x\") = none[2];\n  });\n}\n"
MISSPELT = GOOD.replace("spawn(", "spwan(")
CHECK = {"after_frames": 10, "path": "tags.flier", "op": "==", "value": 1}


class Writer:
    """Writes the first text, and the next one each time it is asked to mend."""

    name, version = "writer", 1

    def __init__(self, *texts: str, author: str = "model", checks: tuple[Mapping[str, Any], ...] = (), poor: bool = False) -> None:
        self.drafts = [Draft({"moth.cpp": text}, "", checks, author) for text in texts]
        self.failures: list[Failure] = []
        self.poor = poor

    def write(self, leaf: Leaf, work: Work) -> Draft:
        return self.drafts.pop(0)

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        self.failures.append(failure)
        if self.poor:
            raise OverBudget("The budget is spent.")
        return replace(self.drafts.pop(0), checks=()) if self.drafts else None


class Corrector(Writer):
    """Stands by its code, and corrects what was expected of it."""

    def __init__(self, text: str, *checks: Mapping[str, Any]) -> None:
        super().__init__(text, checks=(CHECK,))
        self.better = list(checks)

    def mend(self, leaf: Leaf, failure: Failure, work: Work) -> Draft | None:
        self.failures.append(failure)
        return replace(failure.draft, checks=(self.better.pop(0),)) if self.better else None


class OnlyStyle:
    def roles(self) -> tuple[str, ...]:
        return ("style",)

    def artifact(self, role: str) -> Artifact:
        return Artifact({"style.json": ""}, "", "")

    def read(self, role: str, file: str) -> bytes:
        return b'{"stage": "walk"}'


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    try:
        runtime = settings.built_runtime()
    except MissingTool as error:
        pytest.skip(f"{error.what} {error.then}")
    return Compiler(tmp_path_factory.mktemp("leaf") / "workshop", settings.templates_dir() / "game", runtime, jobs=2)


def made(compiler: Compiler, writer: Writer, cache: Path) -> Product:
    recipe = CodeRecipe(writer, compiler, Prober(compiler), Mechanic.of(settings.runtime_dir(), cache))  # type: ignore[arg-type]
    words = {"title": "Moth", "brief": "A moth.", "take": 1, "slots": {}, "slug": "moth", "kind": "code", "seed": "x"}
    return recipe.run(Task("code:moth", "code", words), OnlyStyle(), Work())


def test_what_a_model_wrote_and_breaks_is_told_to_it(compiler: Compiler, tmp_path: Path) -> None:
    writer = Writer(CRASHES, GOOD)
    product = made(compiler, writer, tmp_path)
    assert bytes(product.files["moth.cpp"]).decode() == GOOD
    (failure,) = writer.failures
    assert failure.stage == "run" and "none[2]" in failure.text and failure.draft.files["moth.cpp"] == CRASHES
    assert product.notes["tried"][0].startswith("round 1: line 5: ") and product.notes["unmet"] == []


def test_a_misspelt_name_asks_nobody(compiler: Compiler, tmp_path: Path) -> None:
    writer = Writer(MISSPELT)
    product = made(compiler, writer, tmp_path)
    assert writer.failures == [] and bytes(product.files["moth.cpp"]).decode() == GOOD and "spwan is spawn" in product.notes["tried"][0]


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("struct Tally { static int seen; };\nPART(moth) { Tally::seen = 3; score(Tally::seen); }\n", "inline static int seen;"),
        ("float swell(float x);\nfloat swells(float x) { return x; }\nPART(moth) { score((int)swell(3)); }\n", "score((int)swells(3))"),
    ],
)
def test_what_the_linker_misses_and_is_nearly_there_asks_nobody(compiler: Compiler, tmp_path: Path, broken: str, mended: str) -> None:
    writer = Writer(HEAD + broken)
    product = made(compiler, writer, tmp_path)
    assert writer.failures == [] and mended in bytes(product.files["moth.cpp"]).decode() and product.notes["tried"]


def test_what_patterns_write_is_not_tried_again(compiler: Compiler, tmp_path: Path) -> None:
    writer = Writer(CRASHES, author="pattern")
    assert made(compiler, writer, tmp_path).notes["tried"] == [] and writer.failures == []


def test_what_always_breaks_is_given_up_with_its_text(compiler: Compiler, tmp_path: Path) -> None:
    with pytest.raises(DoesNotRun, match="line 5") as caught:
        made(compiler, Writer(CRASHES), tmp_path)
    assert caught.value.notes["files"] == {"moth.cpp": CRASHES} and "last good version" in caught.value.safe


def test_a_check_that_is_never_met_costs_two_rounds_and_not_the_part(compiler: Compiler, tmp_path: Path) -> None:
    lacks = [HEAD + f"PART(moth) {{ on_start([] {{ score({n}); }}); }}\n" for n in range(4)]
    writer = Writer(*lacks, checks=(CHECK,))
    product = made(compiler, writer, tmp_path)
    assert [failure.stage for failure in writer.failures] == ["check", "check"]
    assert product.notes["unmet"] == ["After 10 frames `tags.flier` should be 1; it is 0."]
    assert bytes(product.files["moth.cpp"]).decode() == lacks[0]


def test_a_wrong_check_is_corrected_and_the_code_stays(compiler: Compiler, tmp_path: Path) -> None:
    runs = HEAD + "PART(moth) { on_start([] { score(1); }); }\n"
    writer = Corrector(runs, {**CHECK, "value": 0})
    product = made(compiler, writer, tmp_path)
    assert len(writer.failures) == 1 and product.notes["unmet"] == [] and bytes(product.files["moth.cpp"]).decode() == runs
    stubborn = Corrector(runs, CHECK, CHECK)
    assert made(compiler, stubborn, tmp_path).notes["unmet"] and len(stubborn.failures) == 1, "the same checks again change nothing"


def test_raylib_s_matrices_are_there_without_a_header(compiler: Compiler, tmp_path: Path) -> None:
    turned = "rlPushMatrix(); rlRotatef(20, 0, 0, 1); DrawRectangle(0, 0, 9, 9, RED); rlPopMatrix();"
    writer = Writer(HEAD + f"PART(moth) {{ on_paint([] {{ {turned} }}); }}\n")
    assert made(compiler, writer, tmp_path).notes["tried"] == []


def test_a_part_that_runs_is_used_when_the_money_is_gone(compiler: Compiler, tmp_path: Path) -> None:
    runs = HEAD + "PART(moth) { on_start([] { score(1); }); }\n"
    product = made(compiler, Writer(runs, checks=(CHECK,), poor=True), tmp_path)
    assert product.notes["unmet"] and bytes(product.files["moth.cpp"]).decode() == runs
    with pytest.raises(OverBudget):
        made(compiler, Writer(CRASHES, poor=True), tmp_path)


class Beholder(Writer):
    """A writer with eyes, that finds a picture of its part wrong as often as it was told to."""

    has_eyes = True

    def __init__(self, *texts: str, wrong: int) -> None:
        super().__init__(*texts)
        self.wrong, self.seen = wrong, list[bytes]()

    def look(self, leaf: Leaf, picture: bytes, work: Work) -> tuple[str, ...]:
        self.seen.append(picture)
        return ("The wall is bare (left).",) if len(self.seen) <= self.wrong else ()


PAINTS = HEAD + "PART(moth) { on_paint([] { paint_shape({{200, 200}, {600, 200}, {400, 500}}, RED); }); }\n"


def test_who_has_eyes_looks_once_at_what_a_part_paints(compiler: Compiler, tmp_path: Path) -> None:
    better = PAINTS.replace("RED", "GREEN")
    writer = Beholder(PAINTS, better, wrong=9)
    product = made(compiler, writer, tmp_path)
    assert [failure.stage for failure in writer.failures] == ["look"] and "- The wall is bare (left)." in writer.failures[0].text
    (picture,) = writer.seen
    assert picture.startswith(b"\x89PNG"), "it is drawn by the part that is tried"
    assert bytes(product.files["moth.cpp"]).decode() == better and product.notes["seen"] == ["The wall is bare (left)."]


def test_what_looks_right_and_what_paints_nothing_costs_nothing_more(compiler: Compiler, tmp_path: Path) -> None:
    writer = Beholder(PAINTS, wrong=0)
    assert made(compiler, writer, tmp_path).notes["seen"] == ["nothing wrong"] and not writer.failures
    writer = Beholder(GOOD, wrong=9)
    assert made(compiler, writer, tmp_path).notes["seen"] == [] and not writer.seen
