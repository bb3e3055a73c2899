"""Games run shut off: what they may not do, how long they may take, and what is learnt when they break."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dreamgarden.codegen.process import find_shelter
from dreamgarden.codegen.sandbox import BUBBLEWRAP, LIMITS, Limits
from dreamgarden.errors import Cancelled, MissingTool
from dreamgarden.game.play import IN_VIEW, Complaint, Game, Opened, Played, open_window, run
from dreamgarden.game.playtest import play_through, scene_problems
from dreamgarden.work import Work

FIND_STATE = 'while [ $# -gt 0 ]; do [ "$1" = --state ] && state=$2; shift; done\n'


def script(folder: Path, body: str) -> Game:
    """A game that is a shell script, so that it does quickly what a bad game might do."""
    program, home = folder / "bin" / "game", folder / "home"
    program.parent.mkdir()
    home.mkdir()
    (home / "data.txt").write_text("theirs")
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return Game(program, home)


@pytest.fixture
def shut_off() -> None:
    if find_shelter() is not BUBBLEWRAP:
        pytest.skip("no bubblewrap, or it is not allowed here")


@pytest.mark.usefixtures("shut_off")
def test_a_game_sees_its_own_folder_and_nothing_of_the_person(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    tries = f"""for file in {tmp_path}/secret.txt "$GARDEN_HOME/data.txt"; do
while read line || [ "$line" ]; do echo "$line"; done < $file; line=
done
echo no > "$GARDEN_HOME/data.txt"; export; echo /root/* /home/*"""
    played = run(script(tmp_path, f"exec >&2\n{tries}"), Work(), frames=1)
    assert "theirs" in played.said and "secret\n" not in played.said
    assert (tmp_path / "home" / "data.txt").read_text() == "theirs"
    assert "PYTEST" not in played.said and "Read-only" in played.said


@pytest.mark.usefixtures("shut_off")
def test_a_game_has_no_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        port = server.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
        played = run(script(tmp_path, f'exec /usr/bin/python3 -c "{code}"'), Work(), frames=1)
        assert not played.ok
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.usefixtures("shut_off")
def test_memory_files_and_time_are_bounded(tmp_path: Path) -> None:
    big = 'exec /usr/bin/python3 -c "x = bytearray(8 << 30)"'
    assert not run(script(tmp_path, big), Work(), frames=1).ok
    (tmp_path / "more").mkdir()
    large = 'head -c 200000000 /dev/zero > "$HOME/large"'
    assert not run(script(tmp_path / "more", large), Work(), frames=1).ok


def test_a_game_that_hangs_is_ended(tmp_path: Path) -> None:
    begun = time.monotonic()
    played = run(script(tmp_path, "exec sleep 60"), Work(), frames=1, timeout=0.5)
    assert time.monotonic() - begun < 40
    assert played.timed_out and not played.ok and "come to an end" in played.reason


def test_processor_time_runs_out_with_last_words(tmp_path: Path) -> None:
    body = (
        'trap \'echo {\\"garden\\":\\"error\\",\\"part\\":\\"moths\\",\\"text\\":\\"on and on\\"} >&2; exit 1\' XCPU; while :; do :; done'
    )
    played = run(script(tmp_path, body), Work(), frames=1, cpu=1, timeout=30)
    assert (played.guilty, played.reason) == ("moths", "on and on")


def test_cancel_ends_the_game(tmp_path: Path) -> None:
    work = Work()
    threading.Timer(0.3, work.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        run(script(tmp_path, "exec sleep 60"), work, frames=1)
    assert time.monotonic() - begun < 40


def test_state_and_complaints_come_back(tmp_path: Path) -> None:
    body = (
        FIND_STATE
        + """echo '{"screen": "won", "ending": "home", "seconds": 3, "things": []}' > "$state"
echo 'noise' >&2; echo '{"garden":"warning","part":"moths","text":"no spot"}' >&2; echo '{broken' >&2"""
    )
    played = run(script(tmp_path, body), Work(), frames=1)
    assert played.ok and played.state["ending"] == "home"
    assert played.complaints == (Complaint("warning", "moths", "no spot"),)
    seen = play_through(Game(tmp_path / "bin" / "game", tmp_path / "home"), Work())
    assert seen.ended and seen.screen == "won" and seen.problems == ()


def test_a_signal_is_named(tmp_path: Path) -> None:
    played = run(script(tmp_path, "kill -SEGV $$"), Work(), frames=1)
    assert "SIGSEGV" in played.reason and played.guilty == ""


def test_reasons_prefer_what_the_runtime_says() -> None:
    said = (Complaint("warning", "a", "x"), Complaint("error", "b", "It crashed: a bad memory access."))
    played = Played(-11, 0.1, False, said)
    assert (played.guilty, played.reason) == ("b", "It crashed: a bad memory access.")


def test_without_a_display_the_window_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingTool, match="no display") as caught:
        open_window(script(tmp_path, "true"), [], tmp_path / "saves", environ={})
    assert caught.value.exit_code == 3 and "--headless" in caught.value.then


def test_a_game_can_be_ended_from_outside(tmp_path: Path) -> None:
    opened = open_window(script(tmp_path, "exec sleep 60"), ["--headless"], tmp_path / "saves", environ={})
    assert opened.running
    opened.end()
    assert not opened.running


def test_compiled_shaders_stay_with_the_saves(tmp_path: Path) -> None:
    make = (
        "import os; place = os.environ['XDG_CACHE_HOME']; os.makedirs(place, exist_ok=True); "
        "open(place + '/shaders', 'a').write('compiled\\n')"
    )
    body = f'exec /usr/bin/python3 -c "{make}"'
    game = script(tmp_path, body)
    for times in (1, 2):
        assert open_window(game, ["--headless"], tmp_path / "saves", environ={}).wait() == 0
        assert (tmp_path / "saves/cache/shaders").read_text() == "compiled\n" * times


def test_a_person_may_name_files_for_the_game(tmp_path: Path) -> None:
    target = tmp_path / "state.json"
    opened = open_window(
        script(tmp_path, FIND_STATE + 'echo "{}" > "$state"'), ["--headless", "--state", str(target)], tmp_path / "saves", environ={}
    )
    assert opened.wait() == 0 and target.read_text() == "{}\n"


def test_without_bubblewrap_limits_remain_and_it_is_said(tmp_path: Path) -> None:
    command = LIMITS.command(["prog"], folder=tmp_path, limits=Limits(memory=1 << 30, cpu=3), environ={})
    assert "--as=1073741824" in command and "--cpu=3:5" in command and command[-1] == "prog"
    assert "bwrap" not in command and "can read your files" in LIMITS.words


def test_what_cannot_be_meant_in_a_scene() -> None:
    def thing(name: str, at: list[float], tags: list[str]) -> dict[str, object]:
        return {"name": name, "at": at, "tags": tags}

    assert scene_problems({"things": [thing("me", [0, 0, 0], ["player"])]}) == []
    assert scene_problems({"things": [thing("card", [0, 0, 0], [])]}, "board") == []
    problems = scene_problems({"things": [thing("stone", [0, -300, 0], []), thing("moth", [float("nan"), 0, 0], [])]})
    assert len(problems) == 3 and "stone" in problems[0] and "moth" in problems[1] and "no player" in problems[2]


def test_whose_things_are_on_the_screen_is_read_while_the_game_runs(tmp_path: Path) -> None:

    told = tmp_path / IN_VIEW
    process = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    game = Opened(process, told)
    assert game.in_view() == []
    told.write_text('{"in_view": ["boat", "lantern"]}\n')
    assert game.in_view() == ["boat", "lantern"]
    told.write_text("{half")
    assert game.in_view() == []
    told.write_text('{"in_view": ["boat"]}\n')
    process.communicate(b"")
    assert game.in_view() == []
