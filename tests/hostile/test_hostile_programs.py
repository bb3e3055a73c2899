"""Programs that mean harm, run as games are run: each is asserted by what it could not do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamgarden.codegen import process
from dreamgarden.codegen.process import Cell
from dreamgarden.codegen.sandbox import Limits, Shelter
from dreamgarden.game.play import left_behind
from dreamgarden.work import Work

from .conftest import Attack


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.3)
        yield listening


@pytest.fixture
def victim() -> Iterator[subprocess.Popen[bytes]]:
    """A program of the person's own that runs beside the game."""
    running = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    yield running
    running.kill()
    running.wait()


def test_the_network_is_not_reached(attack: Attack, server: socket.socket) -> None:
    played = attack("tcp", str(server.getsockname()[1]))
    assert "did:" not in played.said and "the end" in played.said
    with pytest.raises(TimeoutError):
        server.accept()


def test_nothing_is_sent_by_udp(attack: Attack) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.3)
        assert "did:" not in attack("udp", str(listening.getsockname()[1])).said
        with pytest.raises(TimeoutError):
            listening.recv(16)


def test_no_socket_but_a_local_one_is_made(attack: Attack) -> None:
    assert "did:" not in (played := attack("sockets")).said and "the end" in played.said


def test_abstract_sockets_of_other_programs_are_not_reached(attack: Attack) -> None:
    name = f"dreamgarden-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"\0{name}")
        listening.listen()
        listening.settimeout(0.3)
        assert "did:" not in attack("abstract", name).said
        with pytest.raises(TimeoutError):
            listening.accept()


def test_secrets_beside_the_game_are_not_read(attack: Attack, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-secret")
    assert "sk-secret" not in (played := attack("read", str(tmp_path / ".env"))).said and "the end" in played.said
    assert "theirs" in attack("read", str(tmp_path / "home" / "data.txt")).said  # what it may read it does read


def test_keys_and_accounts_of_the_system_are_not_read(attack: Attack) -> None:
    assert "did:" not in (played := attack("system files")).said and "the end" in played.said


def test_the_first_process_it_sees_knows_no_keys(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert "sk-secret" not in (played := attack("read", "/proc/1/environ")).said and "the end" in played.said


def test_a_path_with_dots_leads_nowhere(attack: Attack, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("sk-secret")
    assert "sk-secret" not in attack("read", str(tmp_path / "home" / ".." / "secret.txt")).said


def test_a_link_in_its_folder_leads_nowhere(attack: Attack, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("sk-secret")
    (tmp_path / "home" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert "sk-secret" not in attack("read", str(tmp_path / "home" / "link.txt")).said


def test_keys_in_the_environment_are_not_known(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    played = attack("environment")
    assert "sk-secret" not in played.said and "did: know GARDEN_HOME" in played.said


def test_the_memory_of_the_app_is_not_read(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "sk-secret")
    assert "did:" not in (played := attack("parent's memory", str(os.getpid()))).said and "the end" in played.said


def test_its_own_data_are_not_changed(attack: Attack, tmp_path: Path) -> None:
    data = tmp_path / "home" / "data.txt"
    assert "did:" not in attack("write", str(data)).said and data.read_text() == "theirs"


def test_a_persons_files_are_not_changed(attack: Attack, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    attack("write", str(tmp_path / "notes.txt"))
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_nothing_is_written_through_a_link(attack: Attack, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert "did:" not in attack("write through a link", str(tmp_path / "notes.txt")).said
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_program_and_the_system_stay_as_they_are(attack: Attack, attacker: Path) -> None:
    was = attacker.read_bytes()
    assert "did:" not in attack("program").said
    assert attacker.read_bytes() == was and not Path("/usr/evil").exists()


def test_a_fork_bomb_makes_no_process(attack: Attack) -> None:
    played = attack("fork bomb")
    assert "did:" not in played.said and "the end" in played.said


def test_no_program_is_started_but_threads_are(attack: Attack) -> None:
    played = attack("vfork")
    assert "did:" not in played.said and "a thread is allowed" in played.said


def test_memory_runs_out_for_the_game_alone(attack: Attack) -> None:
    played = attack("memory")
    assert not played.ok and "the end" not in played.said


def test_memory_of_threads_counts_together(attack: Attack) -> None:
    played = attack("threads of memory", cpu=20)
    assert not played.ok and "the end" not in played.said


def test_many_files_do_not_fill_the_disk(attack: Attack) -> None:
    played = attack("many files", cpu=20)
    assert not played.ok and "did:" not in played.said


def test_a_million_files_are_not_made(attack: Attack) -> None:
    played = attack("tiny files", cpu=30)
    assert not played.ok and "did:" not in played.said


def test_a_long_file_does_not_fill_the_disk(attack: Attack) -> None:
    played = attack("long file")
    assert not played.ok and "did:" not in played.said


def test_the_scratch_folder_is_bounded(attack: Attack) -> None:
    played = attack("scratch", cpu=20)
    assert not played.ok and "did:" not in played.said
    assert not list(Path("/tmp").glob("f4095"))


def test_an_endless_loop_ends(attack: Attack) -> None:
    played = attack("loop", cpu=1)
    assert not played.ok and played.seconds < 20


def test_one_that_ignores_every_signal_ends(attack: Attack) -> None:
    played = attack("deaf", timeout=1.0)
    assert played.timed_out and not played.ok


@pytest.mark.parametrize("kind", ["flood", "long line"])
def test_endless_output_is_neither_kept_nor_endless(attack: Attack, kind: str) -> None:
    played = attack(kind, timeout=3)
    assert not played.ok and len(played.said) <= 4000


def test_other_programs_get_no_signal(attack: Attack, victim: subprocess.Popen[bytes]) -> None:
    for kind in ("signals", "group"):
        assert "did:" not in attack(kind, str(victim.pid)).said
    assert victim.poll() is None


def test_the_app_itself_gets_no_signal(attack: Attack) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: received.append(number))
    try:
        attack("signals", str(os.getpid()))
        attack("group", str(os.getpgid(0)))
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert received == []


def test_nothing_is_traced(attack: Attack) -> None:
    assert "did:" not in (played := attack("trace")).said and "the end" in played.said


def test_no_namespace_no_mount_no_other_root(attack: Attack) -> None:
    assert "did:" not in (played := attack("namespaces")).said and "the end" in played.said


def test_the_kernel_is_not_asked_for_more(attack: Attack) -> None:
    assert "did:" not in (played := attack("kernel")).said and "the end" in played.said


def test_no_new_privileges(attack: Attack) -> None:
    assert "did: new privileges" not in (played := attack("privileges")).said and "did: be root" not in played.said


def test_the_terminal_is_out_of_reach(attack: Attack) -> None:
    assert "did:" not in (played := attack("terminal")).said and "the end" in played.said


def test_a_daemon_ends_with_its_game(attacker: Path, shelter: Shelter, tmp_path: Path) -> None:
    # Here processes may be started, as by a compiler.
    (tmp_path / "attack.txt").write_text(f"daemon\n{tmp_path}/beats\n")
    environ = {"GARDEN_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    cell = Cell([str(attacker)], tmp_path, Limits(wall=10), environ, writable=[tmp_path], readable=[attacker.parent])
    ended = process.run(cell, [Work()])
    assert "leave a daemon" in ended.output and (tmp_path / "beats").read_bytes()
    time.sleep(0.2)
    size = (tmp_path / "beats").stat().st_size
    time.sleep(0.3)
    assert (tmp_path / "beats").stat().st_size == size


def test_a_crowd_ends_where_processes_may_be_started(attacker: Path, shelter: Shelter, tmp_path: Path) -> None:
    (tmp_path / "attack.txt").write_text("crowd\n")
    environ = {"GARDEN_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    cell = Cell([str(attacker)], tmp_path, Limits(wall=20, processes=60), environ, readable=[attacker.parent, tmp_path])
    ended = process.run(cell, [Work()])
    assert ended.exceeded == "processes"
    left = [pid for pid in os.listdir("/proc") if pid.isdigit() and _program(pid) == str(attacker)]
    assert left == []


def _program(pid: str) -> str:
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def test_a_state_that_is_a_link_is_not_read_for_it(attack: Attack, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"key": "sk-secret"}')
    assert attack("state is a link", str(tmp_path / "secret.json")).state == {}


def test_a_state_that_is_a_pipe_keeps_nobody_waiting(attack: Attack) -> None:
    assert attack("state is a pipe").state == {}


def test_nested_words_and_states_break_nothing(attack: Attack) -> None:
    played = attack("state is deep", cpu=20)
    assert played.state == {} and played.complaints == ()


def test_what_a_game_says_does_not_steer_a_terminal(attack: Attack) -> None:
    (complaint,) = attack("colours").complaints
    assert "\x1b" not in complaint.part + complaint.text and "\u202e" not in complaint.text and "gone" in complaint.text


def test_only_plain_files_of_its_own_are_taken(tmp_path: Path) -> None:
    (tmp_path / "own").write_bytes(b"x" * 100)
    assert left_behind(tmp_path / "own") == b"x" * 100 and left_behind(tmp_path / "own", most=99) == b""
    os.link(tmp_path / "own", tmp_path / "hard")
    assert left_behind(tmp_path / "hard") == b"" and left_behind(tmp_path) == b"" and left_behind(tmp_path / "none") == b""
