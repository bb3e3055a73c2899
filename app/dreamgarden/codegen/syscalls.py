"""The system calls that generated code may not make, as a filter that the kernel reads (seccomp, classic BPF).

Beyond what hiding files and cutting the network off already do: nothing may trace or read other processes, mount,
make namespaces, load code into the kernel or open a socket that is not a local one; and a game may not start processes.
Numbers are those of Linux on x86-64 and arm64; elsewhere there is no filter, and the rest of the sandbox remains.
Source: Linux's include/uapi/linux/{seccomp,filter}.h and the system call tables of both architectures.
"""

from __future__ import annotations

import errno
import platform
import struct

_NEVER = {  # name: (x86-64, arm64); None where the architecture has none
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "perf_event_open": (298, 241), "bpf": (321, 280), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "unshare": (272, 97), "setns": (308, 268), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "open_by_handle_at": (304, 265), "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224),
    "swapoff": (168, 225), "acct": (163, 89), "settimeofday": (164, 170), "clock_settime": (227, 112), "syslog": (103, 116),
    "quotactl": (179, 60), "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None),
}  # fmt: skip
_FORK, _VFORK = (57, None), (58, None)
_CLONE, _CLONE3, _SOCKET = (56, 220), (435, 435), (41, 198)
_CLONE_THREAD = 0x00010000
_NAMESPACES = 0x7E020080  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET and NEWTIME
_AF_UNIX = 1
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST = 0, 4, 16  # offsets in seccomp_data; of an argument its low half


def _refuse(reason: int) -> int:
    return 0x00050000 | reason


def program(forks: bool) -> bytes:
    """The filter as an array of sock_filter; b"" where the machine's numbers are not known.

    forks  processes may be started (a compiler's driver does); threads always may.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return b""
    architecture, column = machine
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER),
    ]  # fmt: skip
    if column == 0:  # the x32 calls have numbers of their own
        lines += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _refuse(errno.ENOSYS))]

    def on(call: tuple[int | None, int | None], then: list[tuple[int, int, int, int]]) -> None:
        if (number := call[column]) is not None:
            lines.extend([(_EQUAL, 0, len(then), number), *then])

    refused = [(_RETURN, 0, 0, _refuse(errno.EPERM))]
    for numbers in _NEVER.values():
        on(numbers, refused)
    # glibc falls back to clone, whose flags can be looked at.
    on(_CLONE3, [(_RETURN, 0, 0, _refuse(errno.ENOSYS))])
    on(_SOCKET, [(_LOAD, 0, 0, _FIRST), (_EQUAL, 0, 1, _AF_UNIX), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _refuse(errno.EACCES))])
    only_threads = [] if forks else [(_ANY_BIT, 1, 0, _CLONE_THREAD), *refused]
    on(_CLONE, [(_LOAD, 0, 0, _FIRST), (_ANY_BIT, 0, 1, _NAMESPACES), *refused, *only_threads, (_RETURN, 0, 0, _ALLOW)])
    if not forks:
        on(_FORK, refused)
        on(_VFORK, refused)
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
