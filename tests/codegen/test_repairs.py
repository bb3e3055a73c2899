"""Mending without asking: each rule on a part that it is for, kept only when it helps; and what was learnt, offered again."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.codegen.compiler import Compiled, Compiler
from dreamgarden.codegen.diagnostics import Diagnostic, errors
from dreamgarden.codegen.lessons import Lessons
from dreamgarden.codegen.loop import Files
from dreamgarden.codegen.mechanic import Mechanic
from dreamgarden.codegen.repairs.api import read_api
from dreamgarden.codegen.repairs.source import Source
from dreamgarden.errors import MissingTool
from dreamgarden.work import Work

HEAD = '#include "garden.h"\n'


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    """A compiler against the real runtime."""
    try:
        runtime = settings.built_runtime()
    except MissingTool as error:
        pytest.skip(f"{error.what} {error.then}")
    return Compiler(tmp_path_factory.mktemp("real") / "workshop", settings.templates_dir() / "game", runtime, jobs=2)


def mended(real: Compiler, text: str, mechanic: Mechanic | None = None) -> tuple[bool, str, tuple[str, ...]]:
    files = {"moth.cpp": HEAD + text}

    def compile(files: Files) -> Compiled:
        return real.compile("moth", files, Work())

    compiled = compile(files)
    assert not compiled.ok, "the part has to be broken"
    done = (mechanic or Mechanic(read_api(settings.runtime_dir()))).mended(files, compiled, compile)
    return done.compiled.ok, done.files["moth.cpp"], done.done


STEP = "PART(moth) {{ on_step([](float dt) {{ {} }}); }}\n"
CASES = {
    # what is broken → what must stand there afterwards
    "std::queue<int> line;\nPART(moth) {}\n": "#include <queue>",
    "mt19937 dice(3);\nPART(moth) {}\n": "std::mt19937 dice(3);",
    "PART(moth) { onStart([] { spwan(\"moth\"); }); }\n": 'on_start([] { spawn("moth"); });',
    "Thing moth;\n" + STEP.format("moth.at.y = 2;"): "moth->at.y = 2;",
    "Thing moth;\n" + STEP.format("moth->position.y = 2;"): "moth->at.y = 2;",
    STEP.format("vector<int> v; v.push(3);"): "v.push_back(3);",
    STEP.format("Vector3 v = {0, 0, 0}; v->y = 2;"): "v.y = 2;",
    STEP.format('spawn("x", {.at = {1, 2, 3}, .model = "cube"});'): '{.model = "cube", .at = {1, 2, 3}}',
    STEP.format('spawn("x", {.color = RED});'): "{.tint = RED}",
    STEP.format("float k = max(0, dt); (void)k;"): "max<float>(0, dt)",
    STEP.format('string s = "a" + string_view("b"); (void)s;'): "string(",
    STEP.format('string s = string("n ") + 3; (void)s;'): "to_string(3)",
    STEP.format("string s; DrawText(s, 1, 2, 3, RED);"): "DrawText(s.c_str()",
    STEP.format("Vector2 at; DrawCircle(at, 3, RED);"): "DrawCircleV(at, 3, RED)",
    STEP.format("place(player(), player());"): "place(player(), player()->at)",
    STEP.format("Vector2 at = player()->at; (void)at;"): "Vector3 at = player()->at;",
    STEP.format("Thing t = nullptr; if (t == nullptr) return;"): "Thing t = Thing{}; if (!t) return;",
    STEP.format("Body b = solid; (void)b;"): "Body b = Body::solid;",
    STEP.format("float y = std::sinf(dt); (void)y;"): "float y = sinf(dt);",
    STEP.format("raylib::Vector3 v{}; (void)v;"): " Vector3 v{};",
    STEP.format("Color c = CYAN; (void)c;"): "Color{0, 255, 255, 255}",
    STEP.format("int i = score() % 2.5f; (void)i;"): "fmodf(score(), 2.5f)",
    STEP.format("switch (score()) { case 0: int a = 1; (void)a; break; case 1: break; }"): "case 0: {",
    "PART(moth) { int n = 0; on_step([](float dt) { n++; }); }\n": "static int n = 0;",
    "PART(moth) { on_step([] { }); on_start([](float dt) { }); }\n": "on_step([](float dt) { }); on_start([] { });",
    'PART(moth) { on_event("hit", [] { foe->glow = 1; }); }\n': "(Thing foe) { foe->glow = 1; }",
    "int twice(int n) { n * 2; }\nPART(moth) { (void)twice(2); }\n": "return n * 2;",
    "PART(moth) {\n  int n = 0\n  n++;\n  score(n)\n}\n": "int n = 0;\n  n++;\n  score(n);",
    "PART(moth) {\n  on_step([](float dt) {\n    if (dt > 1) {\n      score(1);\n    score(2);\n  });\n}\n": "      score(1);\n    }\n",
    "struct A { virtual float f(float x) const = 0; };\nstruct B : A { float f(float x) override { return x; } };\nPART(moth) { B b; }\n":
        "float f(float x) const override",
    "struct A { int n = 1; int f() { return n; } };\nint g(const A& a) { return a.f(); }\nPART(moth) { g({}); }\n": "int f() const {",
    "PART(moth) { int half(int n) { return n / 2; } (void)half(2); }\n": "static auto half = [](int n) -> int { return n / 2; };",
    '#include <raylib-cpp.hpp>\nPART(moth) { }\n': "PART(moth) { }",
    "PART(moth) { on_step([](float dt) { say(“moth”, “hello”); }); }\n": 'say("moth", "hello")',
    "PART(moth) { on_paint([] { DrawCircleGradient({3, 4}, 5, RED, BLUE); }); }\n": "DrawCircleGradient(3, 4, 5, RED, BLUE)",
    "namespace { struct Hit { float age = 0; }; vector<Hit> hits; }\nPART(moth) { on_start([] { for (Hit& h : hits) h.age += 1; }); }\n":
        "for (OwnHit& h : hits)",
    "namespace { const float reach = 3; }\nPART(moth) { on_step([](float dt) { reach += dt; }); }\n": "namespace { float reach = 3; }",
}


@pytest.mark.parametrize("broken", CASES)
def test_a_typical_mistake_is_mended_without_a_call(real: Compiler, broken: str) -> None:
    ok, text, done = mended(real, broken)
    assert ok, done
    assert CASES[broken] in text and done


def test_what_is_meant_is_never_taken_away_silently(real: Compiler) -> None:
    _, _, done = mended(real, STEP.format("place(player(), {0, 0, 0}, 3);"))
    assert any("takes 2, so without 3" in said for said in done)


def test_what_nobody_can_guess_is_left_as_it_was(real: Compiler) -> None:
    broken = STEP.format("wholly_unknown_machinery(dt)->begin(7);")
    ok, text, _ = mended(real, broken)
    assert not ok and text == HEAD + broken


def test_sure_repairs_stay_when_others_are_left(real: Compiler) -> None:
    ok, text, _ = mended(real, "Thing moth;\n" + STEP.format("moth.at.y = 2; wholly_unknown_machinery(dt)->begin(7);"))
    assert not ok and "moth->at.y = 2" in text


def test_several_mistakes_in_one_part_are_mended_together(real: Compiler) -> None:
    text = "Thing moth;\n" + STEP.format("moth.glow = 1;\n moth.at.y = 2;\n Body b = solid; (void)b;\n Thing t = nullptr; (void)t;")
    ok, text, done = mended(real, text)
    assert ok and "moth->glow" in text and "moth->at" in text and "Body::solid" in text and len(done) <= 4


def test_the_interface_is_read_from_the_headers() -> None:
    api = read_api(settings.runtime_dir())
    if not api.functions:
        pytest.skip("the runtime is not built")
    (spawn,) = api.functions["spawn"]
    assert [each.type for each in spawn.parameters] == ["string_view", "Setup"] and spawn.least == 1
    assert [name for _, name in api.structs["Setup"]][:3] == ["model", "at", "turn"]
    assert api.enums["Body"][0] == "none" and {"GOLD", "KEY_ENTER"} <= api.constants and "DrawCircleV" in api.functions


def test_a_source_knows_its_places() -> None:
    source = Source("a.cpp", '// f(1, (2), "3)") \nint x = 灯笼(1, (2, 3), ")");\n')
    opening = source.at(source.offset(2, source.text.split("\n")[1].encode().index(b"(") + 1))
    assert source.token(opening) == "(" and source.token(opening - 1) == "笼"
    assert [source.text[a:b] for a, b in source.pieces(opening)] == ["1", "(2, 3)", '")"']
    fix = source.edit(*source.pieces(opening)[1], "4")
    assert (fix.start_line, fix.start_column) == (2, 19)


# ── Lessons ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def error(line: int, message: str) -> Diagnostic:
    return Diagnostic("moth.cpp", line, 1, "error", message)


WAS = {"moth.cpp": "Thing moth;\nvoid f() {\n  moth.shine(3);\n}\n"}
NOW = {"moth.cpp": "Thing moth;\nvoid f() {\n  moth->glow = 3;\n}\n"}
SHINE = "‘struct garden::Thing’ has no member named ‘shine’"


def test_what_mended_an_error_is_offered_for_another_name(tmp_path: Path) -> None:
    lessons = Lessons(tmp_path / "lessons.jsonl", frozenset({"Thing", "glow"}))
    assert lessons.learn(WAS, [error(3, SHINE)], NOW, []) == 1
    again = Lessons(tmp_path / "lessons.jsonl", frozenset({"Thing", "glow"}))
    files = {"moth.cpp": "Thing lamp;\nvoid g() { lamp.shine(3); }\n"}
    (repair,) = again.repairs(error(2, SHINE), files)
    from dreamgarden.codegen.fixits import applied

    assert applied(files, repair.fixes)["moth.cpp"] == "Thing lamp;\nvoid g() { lamp->glow = 3; }\n"


def test_nothing_is_learnt_from_what_is_not_mended(tmp_path: Path) -> None:
    lessons = Lessons(tmp_path / "lessons.jsonl", frozenset({"Thing", "glow"}))
    assert lessons.learn(WAS, [error(3, SHINE)], NOW, [error(3, SHINE)]) == 0
    rewritten = {"moth.cpp": "Thing other;\nvoid g() {\n  entirely(different, text);\n  of_another(kind);\n}\n"}
    assert lessons.learn(WAS, [error(3, SHINE)], rewritten, []) == 0
    assert len(lessons) == 0


def test_a_lesson_needs_the_same_message_and_place(tmp_path: Path) -> None:
    lessons = Lessons(tmp_path / "lessons.jsonl", frozenset({"Thing", "glow"}))
    lessons.learn(WAS, [error(3, SHINE)], NOW, [])
    assert list(lessons.repairs(error(3, "something else"), WAS)) == []
    assert list(lessons.repairs(error(1, SHINE), WAS)) == []


def test_broken_lessons_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "lessons.jsonl").write_text('{"message": 3}\nnonsense\n[]\n{"message": "m", "old": null, "new": []}\n')
    assert len(Lessons(tmp_path / "lessons.jsonl")) == 0


def test_a_lesson_is_used_before_a_model_is_asked(real: Compiler, tmp_path: Path) -> None:
    api = read_api(settings.runtime_dir())
    mechanic = Mechanic(api, Lessons(tmp_path / "lessons.jsonl", api.words))
    broken = "Thing moth;\n" + STEP.format("brighten(moth, 0.5f);")
    ok, _, _ = mended(real, broken, mechanic)
    assert not ok
    before, after = {"moth.cpp": HEAD + broken}, {"moth.cpp": HEAD + broken.replace("brighten(moth, 0.5f);", "moth->glow = 0.5f;")}
    compiled = [real.compile("moth", files, Work()) for files in (before, after)]
    assert errors(compiled[0].diagnostics) and compiled[1].ok
    mechanic.learn(before, compiled[0], after, compiled[1])
    ok, text, done = mended(real, "Thing lamp;\n" + STEP.format("brighten(lamp, 0.5f);"), mechanic)
    assert ok and "lamp->glow = 0.5f;" in text and "as it was mended before" in done[0]
