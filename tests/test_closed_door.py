"""Tests can't reach a network: neither they themselves nor what they start. Loopback stays open."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

FAR = "93.184.215.14"


@pytest.mark.parametrize("address", [(FAR, 80), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", 80)])
def test_no_connection_leaves_the_machine(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as door, pytest.raises(OSError, match="may not reach"):
        door.settimeout(2)
        door.connect(address)
    with socket.socket(family, socket.SOCK_DGRAM) as door, pytest.raises(OSError, match="may not reach"):
        door.sendto(b"x", address)
    with pytest.raises(OSError, match="may not reach"):
        socket.create_connection(address, 2)


def test_no_name_is_looked_up() -> None:
    with pytest.raises(OSError, match="may not reach"):
        socket.getaddrinfo("example.com", 443)


def test_the_door_of_a_process_that_a_test_starts_is_closed_too() -> None:
    code = f"import socket; socket.create_connection(({FAR!r}, 80), 2)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "may not reach" in ran.stderr


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(("localhost", server.getsockname()[1]), 2) as door:
        assert door.getpeername()[0] == "127.0.0.1"
