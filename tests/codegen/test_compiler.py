"""The compiler: batches, each part its own answer, links, clear words for what is missing."""

from __future__ import annotations

import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dreamgarden.codegen.compiler import Compiler
from dreamgarden.codegen.diagnostics import errors
from dreamgarden.codegen.process import find_shelter, tool_version
from dreamgarden.errors import Cancelled, GardenError, MissingTool
from dreamgarden.settings import templates_dir
from dreamgarden.work import Work


def part(name: str, body: str = "") -> dict[str, str]:
    return {f"{name}.cpp": f'#include "garden.h"\nPART({name}) {{ {body} }}\n'}


def test_parts_compile_in_one_batch_and_each_gets_its_own_answer(compiler: Compiler, monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[list[str]] = []
    ninja = Compiler._ninja
    monkeypatch.setattr(Compiler, "_ninja", lambda self, targets, *rest: batches.append(list(targets)) or ninja(self, targets, *rest))
    parts = {"one": part("one"), "two": part("two", "int x = nothing;"), "three": part("three"), "four": part("four")}
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(parts, pool.map(lambda name: compiler.compile(name, parts[name], Work()), parts), strict=True))
    assert {name for name, answer in answers.items() if answer.ok} == {"one", "three", "four"}
    failed = answers["two"]
    assert failed.object is None
    first = errors(failed.diagnostics)[0]
    assert (Path(first.file).name, first.line) == ("two.cpp", 2)
    assert "nothing" in first.message
    assert len(batches) < 4  # some of the four met in one ninja
    assert sorted(target for batch in batches for target in batch) == [
        "part_four",
        "part_one",
        "part_three",
        "part_two",
    ]


def test_objects_link_into_a_program_that_runs(compiler: Compiler) -> None:
    objects = {}
    for name in ("moth", "lamp"):
        answer = compiler.compile(name, part(name), Work())
        assert answer.object is not None
        objects[name] = answer.object.read_bytes()
    linked = compiler.link(objects, Work())
    assert linked.ok
    assert set(subprocess.run([linked.program], capture_output=True, text=True, check=True).stdout.split()) == {
        "moth",
        "lamp",
    }
    without = compiler.link({"lamp": objects["lamp"]}, Work())
    assert subprocess.run([without.program], capture_output=True, text=True, check=True).stdout.split() == ["lamp"]


def test_a_linker_error_names_the_guilty_part(compiler: Compiler) -> None:
    good = compiler.compile("good", part("good"), Work())
    bad = compiler.compile("bad", {"bad.cpp": '#include "garden.h"\nvoid missing();\nPART(bad) { missing(); }\n'}, Work())
    assert good.object and bad.object
    linked = compiler.link({"good": good.object.read_bytes(), "bad": bad.object.read_bytes()}, Work())
    assert not linked.ok
    assert linked.guilty == ("bad",)
    assert "missing" in linked.text


def test_of_two_parts_that_clash_one_gives_way(compiler: Compiler) -> None:
    objects = {}
    for name in ("one", "two"):
        answer = compiler.compile(name, {f"{name}.cpp": f'#include "garden.h"\nint same = 1;\nPART({name}) {{}}\n'}, Work())
        assert answer.object is not None
        objects[name] = answer.object.read_bytes()
    assert len(compiler.link(objects, Work()).guilty) == 1


def test_a_header_of_a_needed_part_is_found(compiler: Compiler) -> None:
    files = {
        "user.cpp": '#include "garden.h"\n#include "maker.h"\nPART(user) { (void)made; }\n',
        "maker.h": "constexpr int made = 3;\n",
    }
    assert compiler.compile("user", files, Work()).ok


def test_what_was_built_in_a_garden_before_it_was_moved_is_built_anew_once(compiler: Compiler, tmp_path: Path) -> None:
    assert compiler.compile("moth", part("moth"), Work()).ok
    shutil.copytree(compiler.folder, tmp_path / "moved", symlinks=True)

    def there(name: str) -> Path | None:
        return Compiler(tmp_path / "moved", templates_dir() / "game", tmp_path / "runtime", jobs=1).compile(name, part(name), Work()).object

    made = there("moth")
    assert made is not None and tmp_path / "moved" in made.parents
    kept = made.stat().st_mtime_ns
    assert there("lamp") is not None and made.stat().st_mtime_ns == kept


def test_cancel_stops_a_compile_and_the_next_one_works(compiler: Compiler) -> None:
    compiler.prepare(Work())
    recursion = "constexpr long f(long n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\n"
    slow = f'#include "garden.h"\n{recursion}PART(slow) {{ static_assert(f(37) > 0); }}\n'
    work = Work()
    threading.Timer(0.4, work.cancel).start()
    with pytest.raises(Cancelled):
        compiler.compile("slow", {"slow.cpp": slow}, work)
    assert compiler.compile("quick", part("quick"), Work()).ok


def test_a_missing_tool_is_named_with_the_next_step(compiler: Compiler, monkeypatch: pytest.MonkeyPatch) -> None:
    which = shutil.which
    for tool, package in (("cmake", "cmake"), ("ninja", "ninja-build"), ("c++", "g++")):
        gone = {"c++", "g++", "clang++"} if tool == "c++" else {tool}
        monkeypatch.setattr(shutil, "which", lambda name, gone=gone: None if name in gone else which(name))
        with pytest.raises(MissingTool) as caught:
            compiler.compile("one", part("one"), Work())
        assert package in caught.value.then


def test_a_slug_that_is_a_path_is_refused(compiler: Compiler) -> None:
    with pytest.raises(GardenError):
        compiler.compile("../evil", part("evil"), Work())


def test_a_compile_cannot_write_outside_or_reach_home(compiler: Compiler, tmp_path: Path) -> None:
    if find_shelter().kind == "limits":
        pytest.skip("no sandbox here")
    secret = tmp_path / "secret.h"
    secret.write_text("#define SECRET 1\n")
    answer = compiler.compile("thief", {"thief.cpp": f'#include "garden.h"\n#include "{secret}"\nPART(thief) {{}}\n'}, Work())
    assert not answer.ok


def test_versions_of_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tool_version("no-such-tool-anywhere") is None
    version = tool_version("cmake")
    assert version is not None and "cmake" in version
