"""What compilers say, read; their fixes, applied; the loop around them, bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.codegen.compiler import Compiled, Compiler
from dreamgarden.codegen.diagnostics import Diagnostic, FixIt, errors, parse
from dreamgarden.codegen.fixits import applied
from dreamgarden.codegen.loop import Bounds, DoesNotCompile, DoesNotRun, Stage, Trouble, until_it_passes
from dreamgarden.codegen.mechanic import Mechanic
from dreamgarden.codegen.reflect import Files, in_words
from dreamgarden.work import Work

GXX_JSON = (
    '[{"kind": "error", "children": [{"kind": "note", "message": "did you forget to include?", "locations": [],'
    ' "fixits": [{"start": {"file": "a.cpp", "line": 1, "byte-column": 1}, "next": {"file": "a.cpp", "line": 1,'
    ' "byte-column": 1}, "string": "#include <cstring>\\n"}]}], "locations": [{"caret": {"file": "a.cpp", "line": 4,'
    ' "byte-column": 37}}], "message": "strlen was not declared"}]'
)
CLANG_TEXT = """a.cpp:3:12: error: no member named 'vecto' in namespace 'std'; did you mean 'vector'?
fix-it:"a.cpp":{3:12-3:17}:"vector"
a.cpp:9:1: warning: unused \\"thing\\"
1 error generated."""


def test_json_of_gcc_with_a_fix_in_its_note() -> None:
    (found,) = parse(["something else", GXX_JSON, "[]"])
    assert (found.file, found.line, found.column, found.severity) == ("a.cpp", 4, 37, "error")
    assert found.fixits[0].is_include
    assert "did you forget" in found.message


def test_text_of_other_compilers() -> None:
    found = parse(CLANG_TEXT.splitlines())
    assert [(each.line, each.severity) for each in found] == [(3, "error"), (9, "warning")]
    assert errors(found)[0].fixits == (FixIt("a.cpp", 3, 12, 3, 17, "vector"),)


def test_lines_that_only_look_like_messages_are_no_messages() -> None:
    assert parse(["[not json", "{}", "ninja: build stopped", "[1, 2]"]) == []


def test_a_note_after_an_error_lends_its_fix() -> None:
    fix = FixIt("a.cpp", 1, 1, 1, 1, "#include <cmath>\n")
    found = errors([Diagnostic("a.cpp", 2, 1, "error", "x"), Diagnostic("a.cpp", 1, 1, "note", "y", (fix,))])
    assert found[0].fixits == (fix,)


def test_includes_come_before_all_other_fixes() -> None:
    broken = (
        Diagnostic("a.cpp", 2, 1, "error", "first", (FixIt("/w/parts/a.cpp", 2, 5, 2, 8, "fox"),)),
        Diagnostic("a.cpp", 3, 1, "error", "second", (FixIt("/w/parts/a.cpp", 1, 1, 1, 1, "#include <map>\n"),)),
    )
    files = {"a.cpp": "int x;\nint foo;\nint y;\n"}
    first, second, *_ = Mechanic().repairs(files, broken)
    assert applied(files, first.fixes)["a.cpp"].startswith("#include <map>\nint x;") and "#include <map>" in first.said
    assert applied(files, second.fixes)["a.cpp"] == "int x;\nint fox;\nint y;\n"


def test_only_own_files_are_mended() -> None:
    foreign = Diagnostic("garden.h", 2, 1, "error", "x", (FixIt("/rt/garden.h", 2, 1, 2, 2, "y"),))
    assert list(Mechanic().repairs({"a.cpp": "foo"}, [foreign])) == []


def test_columns_count_bytes() -> None:
    fix = Diagnostic("a.cpp", 1, 10, "error", "x", (FixIt("a.cpp", 1, 10, 1, 13, "fox"),))
    assert applied({"a.cpp": "//灯笼 foo;"}, fix.fixits)["a.cpp"] == "//灯笼 fox;"


def test_the_compiler_mends_what_it_can_before_the_writer_is_asked(compiler: Compiler) -> None:
    files = {"one.cpp": '#include "garden.h"\nint length(const char* s) { return strlen(s) }\nPART(one) { length("x"); }\n'}
    passed = until_it_passes(
        "one", files, lambda texts: compiler.compile("one", texts, Work()), lambda *_: pytest.fail("asked"), Work(), repairs=Mechanic()
    )
    assert "#include <cstring>" in passed.files["one.cpp"] and "strlen(s);" in passed.files["one.cpp"]


def fails(message: str = "no such thing", line: int = 2) -> Compiled:
    return Compiled(False, None, (Diagnostic("a.cpp", line, 1, "error", message),), 0.0)


def test_the_loop_ends_after_its_rounds() -> None:
    asked: list[tuple[str, ...]] = []

    def mend(stage: Stage, text: str, files: Files, tried: tuple[str, ...]) -> Files:
        asked.append(tried)
        return {"a.cpp": f"try {len(asked)}"}

    with pytest.raises(DoesNotCompile) as caught:
        until_it_passes("a", {"a.cpp": "try 0"}, lambda files: fails(), mend, Work(), bounds=Bounds(rounds=3))
    assert len(asked) == 3 and len(asked[-1]) == 2
    assert "line 2: no such thing" in caught.value.what and caught.value.diagnostics


def test_a_writer_that_repeats_itself_or_gives_up_ends_the_loop() -> None:
    for answer in (None, {"a.cpp": "same"}):
        asked: list[int] = []

        def mend(stage: Stage, text: str, files: Files, tried: tuple[str, ...], answer: Files | None = answer) -> Files | None:
            asked.append(1)  # noqa: B023
            return answer

        with pytest.raises(DoesNotCompile):
            until_it_passes("a", {"a.cpp": "same"}, lambda files: fails(), mend, Work())
        assert len(asked) == 1


def test_a_fix_that_does_not_lead_to_a_compile_is_not_kept() -> None:
    seen: list[Files] = []
    broken = (Diagnostic("a.cpp", 1, 1, "error", "x", (FixIt("a.cpp", 1, 1, 1, 4, "fox"),)),)

    def compile(files: Files) -> Compiled:
        if files["a.cpp"] == "mended":
            return Compiled(True, Path("a.o"), (), 0.0)
        return Compiled(False, None, broken if files["a.cpp"] == "foo" else fails().diagnostics, 0.0)

    def mend(stage: Stage, text: str, files: Files, tried: tuple[str, ...]) -> Files:
        seen.append(files)
        return {"a.cpp": "mended"}

    until_it_passes("a", {"a.cpp": "foo"}, compile, mend, Work(), repairs=Mechanic())
    assert seen == [{"a.cpp": "foo"}]  # the writer sees its own text, not the half-mended one


def test_words_for_the_writer_show_the_lines() -> None:
    text = in_words("a", {"a.cpp": "one\ntwo\nthree\nfour"}, fails("bad", 3).diagnostics * 8)
    assert ">    3 | three" in text and "     1 | one" in text
    assert "8 errors" in text and "and 2 more" in text and "Send the whole of a.cpp again" in text


def passes(files: Files) -> Compiled:
    return Compiled(True, Path("a.o"), (), 0.0)


def test_what_breaks_when_it_runs_is_told_like_an_error() -> None:
    asked: list[tuple[Stage, str]] = []

    def mend(stage: Stage, text: str, files: Files, tried: tuple[str, ...]) -> Files:
        asked.append((stage, text))
        return {"a.cpp": "good"}

    def prove(files: Files) -> Trouble | None:
        return None if files["a.cpp"] == "good" else Trouble("run", "It crashed at line 3.", "line 3: it crashed")

    passed = until_it_passes("a", {"a.cpp": "bad"}, passes, mend, Work(), prove=prove)
    assert passed.files == {"a.cpp": "good"} and asked == [("run", "It crashed at line 3.")]
    assert passed.tried == ("round 1: line 3: it crashed",) and passed.unmet == ()


def test_a_part_that_always_breaks_is_given_up_with_the_reason() -> None:
    texts = iter(range(100))
    with pytest.raises(DoesNotRun, match="line 3: it crashed"):
        until_it_passes(
            "a", {"a.cpp": "bad"}, passes, lambda *_: {"a.cpp": f"bad {next(texts)}"}, Work(), bounds=Bounds(rounds=2),
            prove=lambda files: Trouble("run", "It crashed.", "line 3: it crashed"),
        )  # fmt: skip


def test_the_best_version_is_used_when_the_rest_is_worse() -> None:
    drafts = iter(["crashes", "does not compile", "crashes again"])

    def compile(files: Files) -> Compiled:
        return fails() if "compile" in files["a.cpp"] else passes(files)

    def prove(files: Files) -> Trouble | None:
        return Trouble("run", "x", "it crashed") if "crash" in files["a.cpp"] else Trouble("check", "y", "score is 0", fatal=False)

    passed = until_it_passes(
        "a", {"a.cpp": "runs"}, compile, lambda *_: {"a.cpp": next(drafts)}, Work(), prove=prove, bounds=Bounds(rounds=3)
    )
    assert passed.files == {"a.cpp": "runs"} and passed.unmet == ("score is 0",) and len(passed.tried) == 3
