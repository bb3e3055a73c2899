"""The game's folder: the plan's words as harmless comments, files that are a person's, only what changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dreamgarden import settings
from dreamgarden.errors import StorageError
from dreamgarden.game.assemble import Content, GameFolder, Words, head, project_files, texts_of

HOSTILE = [
    'ends */ int evil(); /* "quoted"',
    "backslash at the end \\",
    "backslash and space \\  \nint evil();",
    "trigraph ??/\nint evil();",
    "return\rint evil();",
    "separator\u2028int evil();",
    "turned \u202e;)(live tni\u202c",
    "zero \0 byte, bell \a, escape \x1b[31m",
    "{{ 7 * 7 }} %s %n ${x} $(rm) `rm` #{x}",
    "../../etc/passwd",
    'R"x(raw)x" \'single\' "double"',
    "\\u000a int evil();",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_words_of_the_plan_can_leave_their_comment(text: str, tmp_path: Path) -> None:
    comment = head(Words(text, f"{text}\n{text}", (text,)))
    assert all(line.startswith("//") or not line for line in comment.split("\n"))
    assert not any(line.rstrip().endswith(("\\", "??/")) for line in comment.split("\n"))
    assert "\x1b" not in comment and "\0" not in comment and "\u202e" not in comment
    if compiler := shutil.which("c++"):
        source = tmp_path / "a.cpp"
        source.write_text(comment + "int main() { return 0; }\n")
        command = [compiler, "-trigraphs", "-fsyntax-only", "-Wall", "-Werror=comment", str(source)]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert (
            "evil"
            not in subprocess.run([compiler, "-E", "-P", "-trigraphs", str(source)], capture_output=True, text=True, check=True).stdout
        )


def content(**more: object) -> Content:
    given: dict[str, object] = {
        "seed": HOSTILE[0],
        "title": "A title",
        "style": b"{}",
        "parts": {"moths": {"moths.cpp": "PART(moths) {}\n", "moths.h": "#pragma once\n"}},
        "data": {"tales": b'{"text": "\\u706f\\u7b3c"}'},
        "assets": {"lamp": b"glTF"},
        "left_out": {"shop": "does not compile:\nline 3 )"},
        "words": {"moths": Words("Moths", "They fly.", ("moths",))},
    }
    return Content(**{**given, **more})  # type: ignore[arg-type]


@pytest.fixture
def files() -> dict[str, bytes]:
    return project_files(content(), settings.templates_dir() / "game", settings.garden_sources_dir())


def test_the_project_is_whole(files: dict[str, bytes]) -> None:
    wanted = {"CMakeLists.txt", "main.cpp", "parts.cmake", "README.md", "CREDITS.md", "data/style.json", "data/tales.json"}
    assert wanted | {"assets/lamp.glb", "parts/moths.cpp", "parts/moths.h", "runtime/garden.h"} <= files.keys()
    assert files["parts/moths.cpp"].startswith(b"// Moths\n//\n// They fly.")
    assert b"moths" in files["parts/moths.cpp"] and files["parts/moths.h"] == b"#pragma once\n"
    listed = files["parts.cmake"].decode().splitlines()
    assert "garden_part(moths)" in listed
    assert "# garden_part(shop)  left out: does not compile: line 3 )" in listed


def test_characters_behind_escapes_are_seen() -> None:
    assert "灯笼" in "".join(texts_of(content()))


@pytest.fixture
def folder(tmp_path: Path) -> GameFolder:
    return GameFolder(tmp_path / "game", tmp_path / "written.json")


def test_only_what_changed_is_written(folder: GameFolder) -> None:
    assert folder.write({"a.txt": b"1", "parts/b.txt": b"2"}) == []
    old = (folder.folder / "a.txt").stat().st_mtime_ns
    folder.write({"a.txt": b"1", "parts/b.txt": b"3"})
    assert (folder.folder / "a.txt").stat().st_mtime_ns == old
    assert (folder.folder / "parts/b.txt").read_bytes() == b"3"


def test_what_a_person_changed_stays_and_is_named(folder: GameFolder) -> None:
    folder.write({"a.txt": b"1", "b.txt": b"1"})
    (folder.folder / "a.txt").write_bytes(b"mine")
    assert list(folder.changed_by_hand()) == ["a.txt"]
    assert folder.write({"a.txt": b"2", "b.txt": b"2"}) == ["a.txt"]
    assert (folder.folder / "a.txt").read_bytes() == b"mine"
    assert folder.write({"a.txt": b"2", "b.txt": b"2"}) == ["a.txt"]  # and goes on being theirs
    assert folder.write({"a.txt": b"mine", "b.txt": b"2"}) == []  # until both are the same again
    assert folder.write({"a.txt": b"3", "b.txt": b"2"}) == []


def test_files_that_were_never_ours_are_not_touched(folder: GameFolder) -> None:
    folder.folder.mkdir()
    (folder.folder / "a.txt").write_bytes(b"older")
    assert folder.write({"a.txt": b"1"}) == ["a.txt"]
    assert (folder.folder / "a.txt").read_bytes() == b"older"


def test_what_is_not_wanted_any_more_goes_unless_changed(folder: GameFolder) -> None:
    folder.write({"a.txt": b"1", "b.txt": b"1"})
    (folder.folder / "b.txt").write_bytes(b"mine")
    folder.write({})
    assert not (folder.folder / "a.txt").exists() and (folder.folder / "b.txt").read_bytes() == b"mine"


def test_a_deleted_file_comes_back(folder: GameFolder) -> None:
    folder.write({"a.txt": b"1"})
    (folder.folder / "a.txt").unlink()
    folder.write({"a.txt": b"1"})
    assert (folder.folder / "a.txt").read_bytes() == b"1"


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=False).returncode:
        pytest.skip("a small disk can only be made as root")
    try:
        folder = GameFolder(place / "game", place / "written.json")
        folder.write({"a.txt": b"1" * 1000})
        with pytest.raises(StorageError, match="No space left") as caught:
            folder.write({"a.txt": b"2" * 1000, "big.bin": b"x" * 200_000})
        assert caught.value.then
        assert (folder.folder / "a.txt").read_bytes()[:1] in (b"1", b"2")
        assert folder.write({"a.txt": b"2" * 1000}) == []
    finally:
        subprocess.run(["umount", place], check=True)
