"""A closed door: no Python of a test run reaches a network. Python reads this file by itself where its folder is on the path.

conftest.py puts it there, for the tests and for every process that they start. Loopback and sockets of files stay open.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

_LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost"})


class DoorIsClosed(OSError):
    """A test wanted to leave the machine."""


def is_here(host: object) -> bool:
    """Whether a host is this machine. A name that isn't its own would have to be asked for, and is not."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(host: object) -> None:
    if not is_here(host):
        raise DoorIsClosed(f"a test may not reach {host!r}: use a server on loopback, or a tape")


class _Indoors(socket.socket):
    def connect(self, address: Any) -> None:
        self._look(address)
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        self._look(address)
        return super().connect_ex(address)

    def sendto(self, data: Any, *rest: Any) -> int:
        self._look(rest[-1])
        return super().sendto(data, *rest)

    def _look(self, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse(address[0])


def close() -> None:
    """Close the door of this process; a second time does nothing."""
    if socket.socket is _Indoors:
        return
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        _refuse(host)
        return resolve(host, *rest, **more)

    socket.socket = _Indoors  # type: ignore[misc]
    socket.getaddrinfo = getaddrinfo


close()
