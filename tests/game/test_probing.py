"""A part tried alone: what breaks is found, with its line; what is well is left alone."""

from __future__ import annotations

import json

import pytest

from dreamgarden import settings
from dreamgarden.codegen.compiler import Compiler
from dreamgarden.codegen.expectation import read
from dreamgarden.codegen.loop import Trouble
from dreamgarden.errors import MissingTool
from dreamgarden.game.play import Complaint, Played
from dreamgarden.game.probing import Prober, Surrounding, trouble_in
from dreamgarden.work import Work

STYLE = json.dumps({"stage": "walk", "view": "third"}).encode()


@pytest.fixture(scope="module")
def prober(tmp_path_factory: pytest.TempPathFactory) -> Prober:
    try:
        runtime = settings.built_runtime()
    except MissingTool as error:
        pytest.skip(f"{error.what} {error.then}")
    return Prober(Compiler(tmp_path_factory.mktemp("probe") / "workshop", settings.templates_dir() / "game", runtime, jobs=2))


def tried(
    prober: Prober, body: str, *checks: dict[str, object], data: str = "", needs: dict[str, bytes] | None = None, slug: str = "moth"
) -> Trouble | None:
    texts = {f"{slug}.cpp": f'#include "garden.h"\n{body}\n'}
    compiled = prober.compiler.compile(slug, texts, Work())
    assert compiled.ok, compiled.diagnostics
    files = {"data/style.json": STYLE} | ({"data/tales.json": data.encode()} if data else {})
    return prober(slug, texts, Surrounding(needs or {}, files), read(checks), Work())


STEP = "PART(moth) {{\n  on_step([](float dt) {{\n    {}\n  }});\n}}"


def test_a_good_part_passes_with_its_checks(prober: Prober) -> None:
    body = """namespace { Thing moth; }
PART(moth) {
  on_start([] {
    objective("moths", "Find them", 3);
    for (int i = 0; i < 3; i++) moth = spawn("moth", {.model = "moth", .at = spot("far"), .tags = "item"});
  });
  on_step([](float dt) {
    moth->at.y = 2;
    if (distance(moth, player()) < 1.5f) achieve("moths");
    value("beat") += data("tales")["step"].num();
  });
}"""
    checks = [
        {"after_frames": 30, "path": "tags.item", "op": "==", "value": 3},
        {"path": "objectives.moths.need", "op": "==", "value": 3},
        {"after_frames": 60, "path": "values.beat", "op": ">", "value": 10},
    ]
    assert tried(prober, body, *checks, data='{"step": 2}') is None


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("vector<int> row(4); for (size_t i = 0; i <= row.size(); i++) row[i] = 1;", 4, "not there"),
        ("static int* none = nullptr; if (now() > 0.5f) *none = 3;", 4, "null pointer"),
        ("vector<int> v{1}; int& first = v[0]; for (int i = 0; i < 99; i++) v.push_back(i); first = 3;", 4, "freed"),
        ('value("x") = vector<int>{1}.at(3);', 4, "threw"),
        ('volatile int zero = 0; value("x") = 3 % zero;', 4, "divided an integer by zero"),
    ],
)
def test_what_breaks_is_told_with_its_line(prober: Prober, body: str, line: int, said: str) -> None:
    trouble = tried(prober, STEP.format(body))
    assert trouble is not None and trouble.stage == "run" and said in trouble.text
    assert trouble.line.startswith(f"line {line}: ") and f">{line:5} | " in trouble.text


def test_an_endless_loop_is_ended_and_its_line_is_known(prober: Prober) -> None:
    trouble = tried(prober, STEP.format('float until = now() + 1; while (now() < until) value("n") += 1;'))
    assert trouble is not None and "come to an end" in trouble.text and trouble.line.startswith("line 4: ")


def test_what_is_undefined_is_told_and_would_not_break_the_game(prober: Prober) -> None:
    trouble = tried(prober, STEP.format('volatile int big = 2147483647; int more = big + 1; value("x") = more;'))
    assert trouble is not None and not trouble.fatal and "overflow" in trouble.text and trouble.line.startswith("line 4: ")


def test_a_check_that_is_not_met_is_told(prober: Prober) -> None:
    trouble = tried(prober, STEP.format("score(1);"), {"after_frames": 30, "path": "score", "op": "<", "value": 5})
    assert (
        trouble is not None and (trouble.stage, trouble.fatal) == ("check", False) and "`score` should be below 5; it is " in trouble.text
    )


def test_a_name_that_nobody_gives_is_told(prober: Prober) -> None:
    trouble = tried(prober, 'float swell(float x);\nPART(moth) { on_step([](float dt) { value("s") = swell(dt); }); }')
    assert trouble is not None and trouble.stage == "link" and "swell" in trouble.text


def test_what_it_needs_is_there(prober: Prober) -> None:
    other = {"lamp.cpp": '#include "garden.h"\nfloat swell(float x) { return x * 2; }\nPART(lamp) {}\n'}
    compiled = prober.compiler.compile("lamp", other, Work())
    assert compiled.object is not None
    body = 'float swell(float x);\nPART(moth) { on_step([](float dt) { value("s") = swell(dt); }); }'
    assert tried(prober, body, {"path": "values.s", "op": ">", "value": 0}, needs={"lamp": compiled.object.read_bytes()}) is None


def test_a_machine_without_sanitizers_still_tries(prober: Prober) -> None:
    plain = Prober(prober.compiler, False)
    trouble = tried(plain, STEP.format("static int* none = nullptr; if (now() > 0.5f) *none = 3;"), slug="moth")
    assert trouble is not None and trouble.stage == "run" and "bad memory access" in trouble.text
    assert tried(plain, STEP.format("score(1);")) is None


def test_backtraces_of_other_files_are_no_lines_of_the_part() -> None:
    said = """==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1 at pc 0x2
    #0 0x55 in std::vector<int>::size() /usr/include/c++/12/bits/stl_vector.h:919
    #1 0x55 in flutter(int) /w/parts/moth.cpp:2
    #2 0x55 in operator() /w/parts/moth.cpp:3

freed by thread T0 here:
    #0 0x55 in operator delete(void*) asan.cpp:3
    #1 0x55 in other /w/parts/moth.cpp:1
"""
    trouble = trouble_in("moth", {"moth.cpp": "one\ntwo\nthree\n"}, Played(97, 1.0, False, (), said=said))
    assert trouble is not None and trouble.line.startswith("line 2: it used memory that was freed")
    assert "in flutter" in trouble.text and "moth.cpp, line 3" in trouble.text and "line 1" not in trouble.text


def test_an_exception_is_named() -> None:
    played = Played(1, 1.0, False, (Complaint("error", "moth", "It threw: map::at"),), said="")
    trouble = trouble_in("moth", {"moth.cpp": "one\n"}, played)
    assert trouble is not None and "map::at" in trouble.line and "No line of it is known" in trouble.text
