"""Code that attacks while it is compiled, linked or named: each is asserted by what it could not do."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.codegen.compiler import Compiled, Compiler
from dreamgarden.codegen.diagnostics import errors
from dreamgarden.codegen.process import find_shelter
from dreamgarden.codegen.sandbox import BUBBLEWRAP
from dreamgarden.errors import GardenError
from dreamgarden.game.assemble import Content, GameFolder, Words, project_files
from dreamgarden.work import Work

START = '#include "garden.h"\n'
END = "PART(evil) {}\n"


def compiled(compiler: Compiler, text: str) -> Compiled:
    return compiler.compile("evil", {"evil.cpp": START + text + "\n" + END}, Work())


def said(answer: Compiled) -> str:
    return "\n".join(each.message for each in answer.diagnostics)


def object_of(answer: Compiled) -> bytes:
    return answer.object.read_bytes() if answer.object else b""


def test_an_honest_part_compiles_here(any_compiler: Compiler) -> None:
    assert compiled(any_compiler, "int x = 1;").ok


@pytest.mark.parametrize("file", ["/etc/passwd", "/etc/shadow", "SECRET", "/root/.bashrc", "../../../secret.txt", "/proc/self/environ"])
def test_files_are_not_included(any_compiler: Compiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    (tmp_path / "secret.txt").write_text("sk-secret\n")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    answer = compiled(any_compiler, f'#include "{file.replace("SECRET", str(tmp_path / "secret.txt"))}"')
    # What is there to see of /proc is the compiler's own process, which knows nothing.
    assert not answer.ok or file.startswith("/proc")
    for text in (said(answer), object_of(answer).decode(errors="replace")):
        assert "sk-secret" not in text and "root:" not in text


@pytest.mark.parametrize("file", ["/etc/shadow", "SECRET", "/proc/self/environ"])
def test_files_are_not_taken_in_as_bytes(any_compiler: Compiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    (tmp_path / "secret.txt").write_text("sk-secret\n")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    answer = compiled(any_compiler, f'asm(".incbin \\"{file.replace("SECRET", str(tmp_path / "secret.txt"))}\\"");')
    assert b"sk-secret" not in object_of(answer) and b"root:" not in object_of(answer)


def test_whether_a_file_exists_is_not_told_by_bubblewrap(compiler: Compiler, tmp_path: Path) -> None:
    if find_shelter() is not BUBBLEWRAP:
        pytest.skip("Landlock hides what files hold, not that they are there")
    (tmp_path / "secret.txt").write_text("x")
    answer = compiled(compiler, f'#if __has_include("{tmp_path}/secret.txt")\n#error it is there\n#endif')
    assert answer.ok


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin", "/dev/random", "/proc/kmsg"])
def test_devices_keep_no_compiler_busy(compiler: Compiler, device: str) -> None:
    answer = compiled(compiler, f'#include "{device}"')
    assert answer.seconds < 30 and len(said(answer)) < 2_000_000


ENDLESS = {
    "templates": "template <int N> struct T { typedef typename T<N + 1>::type type; }; T<0>::type x;",
    "wide templates": "template <int N, int M> struct T { static const int v = T<N - 1, 2 * M>::v + T<N - 1, 2 * M + 1>::v; };"
    "template <int M> struct T<0, M> { static const int v = M; }; int x = T<26, 0>::v;",
    "constexpr": "constexpr unsigned long f() { unsigned long n = 0; for (;;) n++; return n; } constexpr unsigned long x = f();",
    "recursion": "constexpr long f(long n) { return n < 2 ? n : f(n - 1) + f(n - 2); } static_assert(f(60) > 0);",
    "itself": '#include "evil.cpp"',
    "macros": "#define A B B B B B B B B B B\n#define B C C C C C C C C C C\n#define C D D D D D D D D D D\n#define D E E E E E E E E E E\n"
    "#define E F F F F F F F F F F\n#define F G G G G G G G G G G\n#define G H H H H H H H H H H\n#define H x;\nvoid f() { A }",
    "a large object": "char large[1ul << 36] = {1};",
    "much assembly": 'asm(".rept 100000000\\n.quad 1234\\n.endr");',
    "a hole": 'asm(".fill 4000000000, 1, 7");',
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_endless_compiles_end(compiler: Compiler, kind: str) -> None:
    answer = compiled(compiler, ENDLESS[kind])
    assert not answer.ok and answer.seconds < 60 and errors(answer.diagnostics)
    workshop = sum(path.stat().st_size for path in (compiler.folder).rglob("*") if path.is_file())
    assert workshop < 200 << 20


def test_a_flood_of_errors_is_bounded(compiler: Compiler) -> None:
    lines = "\n".join(f"unknown_{n} x{n} = {{ y{n}, z{n} }};" for n in range(20_000))
    answer = compiled(compiler, lines)
    assert not answer.ok and len(said(answer)) < 4_000_000 and answer.seconds < 60


def test_others_compile_beside_one_that_never_ends(compiler: Compiler) -> None:
    compiler.prepare(Work())
    with ThreadPoolExecutor(2) as pool:
        evil = pool.submit(compiled, compiler, ENDLESS["recursion"])
        good = pool.submit(compiler.compile, "good", {"good.cpp": START + "PART(good) {}\n"}, Work())
        assert good.result().ok and not evil.result().ok


def test_nothing_of_the_text_runs_while_it_compiles(any_compiler: Compiler, tmp_path: Path) -> None:
    text = (
        '#pragma GCC plugin "evil.so"\n#pragma comment(linker, "/EXPORT:evil")\n'
        f'__attribute__((constructor)) static void go() {{ asm("# $(touch {tmp_path}/done) `touch {tmp_path}/done`"); }}'
    )
    compiled(any_compiler, text)
    assert not (tmp_path / "done").exists()


def test_letters_that_turn_the_line_around_are_reported(compiler: Compiler) -> None:
    answer = compiled(compiler, "bool admin = false; /*\u202e } \u2066if (admin)\u2069 \u2066 begin */ int x;")
    assert answer.ok is False or any("bidirectional" in each.message or "UTF-8" in each.message for each in answer.diagnostics)


@pytest.mark.parametrize(
    "slug",
    ["../evil", "/etc/evil", "a/b", "a b", "a;b", 'a) execute_process(COMMAND touch x', "$ENV{HOME}", "${X}", "a\nb", "", ".", "..",
     "a$(id)", "a`id`", "-Wl,x", "@file", "garden", "prelude", "Raylib", "x" * 81],
)  # fmt: skip
def test_names_that_are_paths_or_commands_are_refused(compiler: Compiler, slug: str) -> None:
    with pytest.raises(GardenError):
        compiler.compile(slug, {f"{slug}.cpp": "int x;"}, Work())
    assert not compiler.folder.exists() or not list(compiler.folder.rglob("*.cpp"))


def test_a_file_with_a_path_for_a_name_stays_in_the_workshop(compiler: Compiler, tmp_path: Path) -> None:
    outside = tmp_path / "outside.h"
    compiler.compile("evil", {"evil.cpp": START + END, "../../outside.h": "evil", str(outside): "evil"}, Work())
    assert not outside.exists()


def test_a_link_in_the_workshop_is_not_written_through(compiler: Compiler, tmp_path: Path) -> None:
    compiler.prepare(Work())
    (tmp_path / "notes.txt").write_text("mine")
    (compiler.folder / "parts" / "evil.cpp").symlink_to(tmp_path / "notes.txt")
    assert compiled(compiler, "").ok and (tmp_path / "notes.txt").read_text() == "mine"


CMAKE = "x)\nexecute_process(COMMAND touch ${CMAKE_CURRENT_LIST_DIR}/done)\n#"


def test_words_of_a_plan_are_no_code_to_cmake(tmp_path: Path) -> None:
    content = Content(
        seed=CMAKE, title=CMAKE, style=b"{}", parts={"moths": {"moths.cpp": "PART(moths) {}\n"}}, left_out={"shop": CMAKE},
        words={"moths": Words(CMAKE, CMAKE, (CMAKE,))}, credits=(CMAKE,),
    )  # fmt: skip
    files = project_files(content, settings.templates_dir() / "game", tmp_path / "no-runtime")
    lines = files["parts.cmake"].decode().splitlines()
    assert all(line.startswith("#") or line == "garden_part(moths)" for line in lines)
    place = tmp_path / "project"
    GameFolder(place, tmp_path / "written.json").write(files)
    if shutil.which("cmake"):
        script = place / "try.cmake"
        script.write_text(f"function(garden_part slug)\nendfunction()\ninclude({place}/parts.cmake)\n")
        subprocess.run(["cmake", "-P", script], check=True, capture_output=True)
    assert not list(place.rglob("done"))


def test_a_folder_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "game").mkdir()
    (tmp_path / "game" / "parts").symlink_to(tmp_path / "home")
    with pytest.raises(GardenError):
        GameFolder(tmp_path / "game", tmp_path / "written.json").write({"parts/evil.cpp": b"evil", "../evil.txt": b"evil"})
    assert not list((tmp_path / "home").iterdir()) and not (tmp_path / "evil.txt").exists()
