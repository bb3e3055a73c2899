"""Shuts the program that takes its place off from files and the network with Landlock: the sandbox where bubblewrap
can't work. A program of its own, run as `python -I -S confine.py {"read": …, "write": …, "filter": …} PROGRAM …`.

It asks the kernel for no new privileges, for rules on files (Landlock), TCP and signals as far as this kernel knows
them, for the filter of system calls, and then becomes the program. Exit code 96: the kernel has no Landlock.
Source: Linux's Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import shutil
import signal
import sys

NO_LANDLOCK = 96
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READ, _ALL = 0b1101, 0xFFFF  # execute, read files, read folders; everything, by the version of Landlock
_OF_FILES = 0b1100000000000111  # what a rule on a plain file may name: execute, write, read, truncate, ioctl
_KNOWN = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}


class _Rules(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("parent", ctypes.c_int32)]


class _Filter(ctypes.Structure):
    _fields_ = [("count", ctypes.c_ushort), ("lines", ctypes.c_void_p)]


_libc = ctypes.CDLL(None, use_errno=True)


def shut_off(read: list[str], write: list[str], calls: bytes) -> bool:
    """Only `read` and `write` are reachable from here on. False when this kernel has no Landlock."""
    version = _libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    if version < 1:
        return False
    _libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    files = _KNOWN.get(version, (1 << 16) - 1)
    rules = _Rules(files, 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    handle = _libc.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if handle < 0:
        return False
    for paths, access in ((read, _READ), (write, _ALL)):
        for path in paths:
            with contextlib.suppress(OSError):
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
                wanted = access & files & (0xFFFF if os.path.isdir(path) else _OF_FILES)
                _libc.syscall(_ADD, handle, 1, ctypes.byref(_Beneath(wanted, place)), 0)
                os.close(place)
    if _libc.syscall(_RESTRICT, handle, 0) != 0:
        return False
    os.close(handle)
    if calls:
        lines = ctypes.create_string_buffer(calls, len(calls))
        wanted_calls = _Filter(len(calls) // 8, ctypes.cast(lines, ctypes.c_void_p).value)
        if _libc.prctl(22, 2, ctypes.byref(wanted_calls), 0, 0) != 0:  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
            return False
    return True


def keep_children() -> int:
    """Become the parent of all that is orphaned below, so that nothing slips away; the child's number, and 0 in the child."""
    _libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    return os.fork()


def wait_for(child: int) -> int:
    """Its exit code, when it and all it left behind have ended."""
    code = 0
    with contextlib.suppress(ChildProcessError):
        while True:
            ended, status = os.wait()
            if ended == child:
                code = os.waitstatus_to_exitcode(status)
                code = 128 - code if code < 0 else code
                end_children()
    return code


def end_children() -> None:
    """Kill what is left below, until nothing is: what is killed can't start more, but may just have."""
    while True:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as listed:
            left = listed.read().split()
        for number in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(number), signal.SIGKILL)
                os.waitpid(int(number), 0)
        if not left:
            return


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    # Looked for before the door closes: what Python itself imports may lie behind it.
    program = shutil.which(sys.argv[2]) or sys.argv[2]
    if given["forks"] and (child := keep_children()):
        sys.exit(wait_for(child))
    if not shut_off(given["read"], given["write"], base64.b64decode(given["filter"])):
        sys.exit(NO_LANDLOCK)
    os.execv(program, sys.argv[2:])
