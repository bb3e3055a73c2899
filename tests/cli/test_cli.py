"""The command line: what it prints for programs and for people, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tiny_runtime
from dreamgarden import project
from dreamgarden.cli import commands
from dreamgarden.designers.designer import Sprout
from dreamgarden.errors import Cancelled
from dreamgarden.planting import LONGEST, seed_text
from scripted_designer import ScriptedDesigner, code

PROMPT = "Moths above a land"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def designer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScriptedDesigner:
    monkeypatch.setenv("DREAMGARDEN_RUNTIME", str(tiny_runtime.make(tmp_path / "runtime")))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    one = ScriptedDesigner([Sprout("World", "Where.", "part", "world", children=(code("land"), code("moths", "land")))])
    monkeypatch.setattr(project, "hire", lambda chosen, folder, **how: one)
    return one


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def words(*given: str) -> tuple[int, str, str]:
        code = commands.main(given)
        out, err = capsys.readouterr()
        return code, out, err

    return words


def events(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_grow_prints_an_event_a_line_and_finished_last(run: Run, designer: ScriptedDesigner) -> None:
    code, out, _ = run("grow", PROMPT, "--garden", "g", "--json")
    assert code == 0
    *told, last = events(out)
    assert {"node_added", "state", "task_started", "task_finished"} <= {one["event"] for one in told}
    wanted = {"event", "nodes", "leaves", "ran", "reused", "failed", "blocked", "seconds", "game"}
    assert last["event"] == "finished" and wanted <= last.keys()
    assert last["ran"] == ["style", "code:land", "code:moths", "game"] and last["reused"] == 0
    assert Path(last["game"], "CMakeLists.txt").is_file()


def test_show_prints_one_object(run: Run, designer: ScriptedDesigner) -> None:
    run("grow", PROMPT, "--garden", "g", "--json")
    for words in (("show", "--garden", "g", "--json"), ("show", "g", "--json")):
        code, out, _ = run(*words)
        shown = json.loads(out)
        assert code == 0 and shown["seed"] == PROMPT and Path(shown["garden"]) == Path("g").absolute()
    wanted = {"id", "parent", "title", "kind", "state", "brief", "needs", "take", "pinned", "reason", "seed_words"}
    assert all(wanted <= row.keys() for row in shown["nodes"])
    assert {row["state"] for row in shown["nodes"]} == {"done"}
    code, out, _ = run("show", "g")
    assert "✓ Moths" in out


def test_the_verbs_of_a_person(run: Run, designer: ScriptedDesigner, monkeypatch: pytest.MonkeyPatch) -> None:
    run("grow", PROMPT, "--garden", "g", "--json")
    monkeypatch.chdir("g")
    assert run("edit", "moths", "--brief", "Moths that glow.")[0] == 0
    assert "brief changed" in run("why", "moths")[1]
    assert json.loads(run("build", "--json")[1].splitlines()[-1])["ran"] == ["code:moths"]  # the same code: the game stays
    assert run("undo")[1].startswith("Undone: ")
    assert run("redo")[1].startswith("Done again: ")
    added = json.loads(run("add", "world", "--title", "Rain", "--kind", "code", "--json")[1])
    assert run("prune", added["id"])[0] == 0
    assert run("take", "moths")[0] == 0
    assert run("pin", "land")[0] == 0 and run("pin", "land", "--off")[0] == 0
    assert run("note", "land", "Too flat.")[0] == 0 and run("move", "moths", "world")[0] == 0
    assert run("mute", "moths")[0] == 0
    assert run("build")[0] == 0
    assert run("export", "--to", "../out.zip")[0] == 0 and Path("../out.zip").is_file()
    assert run("clean")[0] == 0


def test_a_failed_leaf_is_exit_code_five(run: Run, designer: ScriptedDesigner) -> None:
    designer.bodies["moths"] = "int x = lantern;"
    code, out, _ = run("grow", PROMPT, "--garden", "g", "--json")
    failed = events(out)[-1]["failed"]
    assert code == 5 and len(failed) == 1 and "lantern" in failed[0]["reason"]
    code, out, err = run("build", "g")
    assert code == 5 and (out + err).count("✗") == 1 and "Moths [n4]: " in out  # a failure is told once
    assert "dreamgarden play g" in out
    assert run("mute", "moths", "--garden", "g")[0] == 0
    assert run("build", "g")[0] == 0  # a person's decision


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("grow", "", "--garden", "x"), 2, "empty"),
        (("grow", " \n\t ", "--garden", "x"), 2, "empty"),
        (("grow", "?!", "--garden", "x"), 2, "no words"),
        (("grow", "a" * (LONGEST + 1), "--garden", "x"), 2, "20,000"),
        (("grow", "a dream", "--garden", "x", "--size", "0"), 2, ""),
        (("show", "nowhere"), 4, "not a garden"),
        (("play", "nowhere"), 4, "not a garden"),
        (("edit", "x"), 4, "not a garden"),
        (("nonsense",), 2, ""),
    ],
)
def test_what_can_not_be_used(run: Run, designer: ScriptedDesigner, words: tuple[str, ...], code: int, said: str) -> None:
    found, out, err = run(*words)
    assert found == code and said in err and out == ""
    assert not Path("x").exists() and not Path("nowhere").exists()


def test_a_folder_with_files_stays_as_it_is(run: Run, designer: ScriptedDesigner) -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    code, _, err = run("grow", PROMPT, "--garden", "mine")
    assert code == 2 and "mine" in err and "not touched" in err
    assert os.listdir("mine") == ["letter.txt"]


def test_a_broken_model_is_named_and_the_others_are_found(run: Run, tmp_path: Path) -> None:
    trimesh = pytest.importorskip("trimesh")
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "dragon.glb").write_bytes(b"glTF\x02\0\0\0 and then noise")
    (folder / "empty.glb").write_bytes(b"")
    trimesh.creation.box().export(folder / "crate.glb")
    code, out, err = run("library", "add", str(folder), "--json")
    assert code == 0 and json.loads(out)["models"] == 1
    assert all(name in err for name in ("dragon.glb", "empty.glb")) and "Replace or remove" in err
    code, out, _ = run("library", "search", "crate", "--json")
    hits = json.loads(out)["hits"]
    assert code == 0 and str(folder / "crate.glb") in [hit["path"] for hit in hits]
    assert {"path", "title", "score", "why"} <= hits[0].keys()
    code, out, err = run("library", "add", str(tmp_path / "nowhere"))
    assert code == 2 and "nowhere" in err and out == ""


def test_another_prompt_for_a_garden_is_refused_and_the_same_goes_on(run: Run, designer: ScriptedDesigner) -> None:
    run("grow", PROMPT, "--garden", "g", "--no-build")
    code, _, err = run("grow", "Quite another dream", "--garden", "g")
    assert code == 2 and "another garden" in err
    assert run("grow", PROMPT, "--garden", "g", "--json")[0] == 0
    assert run("grow", "--garden", "g", "--json")[0] == 0


def test_a_folder_that_cannot_be_written(run: Run, designer: ScriptedDesigner, tmp_path: Path) -> None:
    place = tmp_path / "readonly"
    place.mkdir()
    if os.geteuid() == 0:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", place], check=False).returncode == 0
        if not mounted:
            pytest.skip("a read-only disk can't be made here")
    else:
        place.chmod(0o500)
    try:
        code, _, err = run("grow", PROMPT, "--garden", str(place / "g"))
        assert code == 4 and "readonly" in err and len(err.splitlines()) >= 2
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", place], check=True)


def test_a_full_disk(run: Run, designer: ScriptedDesigner, tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place], check=False).returncode:
        pytest.skip("a small disk can only be made as root")
    try:
        code, out, err = run("grow", PROMPT, "--garden", str(place / "g"), "--json")
        said = err + out
        assert code in (4, 5) and ("room on the disk" in said or "No space left" in said or "disk is full" in said)
        subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
        assert run("grow", PROMPT, "--garden", str(place / "g"), "--json")[0] == 0  # with room, it goes on
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize(("tool", "package"), [("cmake", "cmake"), ("ninja", "ninja-build"), ("c++", "g++")])
def test_a_missing_tool_keeps_the_plan(
    run: Run, designer: ScriptedDesigner, monkeypatch: pytest.MonkeyPatch, tool: str, package: str
) -> None:
    which = shutil.which
    gone = {"c++", "g++", "clang++"} if tool == "c++" else {tool}
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "which", lambda name: None if name in gone else which(name))
        code, _, err = run("grow", PROMPT, "--garden", "g")
    assert code == 3 and package in err and "kept" in err
    assert json.loads(run("show", "g", "--json")[1])["nodes"][1:]
    assert run("build", "g")[0] == 0


def test_no_display(run: Run, designer: ScriptedDesigner) -> None:
    run("grow", PROMPT, "--garden", "g", "--json")
    code, _, err = run("play", "g")
    assert code == 3 and "display" in err
    assert run("play", "g", "--", "--headless", "--state", "state.json")[0] == 0
    assert json.loads(Path("state.json").read_text())["screen"] == "won"


def test_a_game_that_is_not_built_is_said(run: Run, designer: ScriptedDesigner) -> None:
    run("grow", PROMPT, "--garden", "g", "--no-build")
    code, _, err = run("play", "g")
    assert code == 2 and "not built yet" in err and "dreamgarden build" in err


def test_stopping_is_an_outcome_of_its_own(run: Run, designer: ScriptedDesigner, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Cancelled()

    monkeypatch.setattr(project.Project, "grow", stop)
    code, _, err = run("grow", PROMPT, "--garden", "g")
    assert code == 130 and "kept" in err


def test_words_of_a_plan_do_not_steer_a_terminal(run: Run, designer: ScriptedDesigner) -> None:
    run("grow", "a \x1b[31mred\x1b[0m \x07dream\u202e", "--garden", "g", "--no-build")
    out = run("show", "g")[1] + run("show", "g", "--json")[1]
    assert "\x1b" not in out and "\x07" not in out and "\u202e" not in out and "red" in out


def test_a_prompt_of_pictures_is_put_in_words() -> None:
    assert seed_text("🐉🔥") == "🐉🔥 (dragon, fire)"
    assert seed_text("  一座灯塔\r\n\0 ") == "一座灯塔"
    assert len(seed_text("字" * LONGEST)) == LONGEST


def test_the_doctor_for_programs(run: Run) -> None:
    code, out, _ = run("doctor", "--json")
    components = json.loads(out)["components"]
    assert code in (0, 3) and {"compiler", "cmake", "ninja"} <= {one["name"] for one in components}


def test_nothing_heavy_is_imported_for_help() -> None:
    heavy = ("PySide6", "numpy", "pydantic", "networkx", "torch", "trimesh", "sqlite3")
    script = f"""import sys
from dreamgarden.cli import commands
commands.main(["--help"])
print([name for name in sys.modules if name.partition(".")[0] in {heavy}])"""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.splitlines()[-1] == "[]"


def test_cleaning_to_a_size_keeps_what_is_needed_and_says_so(run: Run, designer: ScriptedDesigner) -> None:
    assert run("grow", PROMPT, "--garden", "g", "--json")[0] == 0
    code, out, _ = run("clean", "g", "--keep", "1k", "--json")
    done = json.loads(out)
    assert code == 0 and done["freed"] > 0 and done["kept"] == done["needed"] > 1000
    assert "It can't be smaller" in run("clean", "g", "--keep", "1k")[1]
    assert run("clean", "g", "--keep", "some")[0] == 2
    code, out, _ = run("build", "g", "--json")
    assert code == 0 and events(out)[-1]["ran"] == []


def test_the_history_says_whose_each_step_was(run: Run, designer: ScriptedDesigner) -> None:
    run("grow", PROMPT, "--garden", "g", "--json", "--no-build")
    assert run("rename", "--garden", "g", "moths", "Bats")[0] == 0
    lines = run("history", "g")[1].splitlines()
    assert "designer" in lines[0] and "person" in lines[1] and "Bats" in lines[1]
