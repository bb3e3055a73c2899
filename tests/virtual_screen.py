"""A virtual screen for one test: Xvfb under a number that nobody else takes.

Letting Xvfb choose would do, but for a race: a server that ends removes the socket of its number, also when another process
has just begun under the same one.
"""

from __future__ import annotations

import itertools
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

_FIRST = 100 + 200 * (1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")))
_numbers = itertools.count(_FIRST)


def start(width: int, height: int) -> tuple[subprocess.Popen[bytes], str]:
    """A server that is ready, and its name as DISPLAY takes it."""
    for number in itertools.islice(_numbers, 20):
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", f":{number}", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as told:
            if told.readline().strip():
                return server, f":{number}"
        server.wait(10)
    raise AssertionError("Xvfb did not start")


@contextmanager
def screen(width: int, height: int) -> Iterator[str]:
    """A server's name, for as long as it is needed."""
    server, name = start(width, height)
    try:
        yield name
    finally:
        server.terminate()
        server.wait(10)
