"""A seccomp filter: system calls that a cell has no use for fail with EPERM. Needs no rights; cannot be undone.

A list of what is denied, not of what is allowed: Python and its C libraries call many things that do no harm, and more
with every version. What only a capability would allow (loading a kernel module, setting the clock) is not listed: a
cell has none. Landlock holds what this filter cannot see: the names of files.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable

from attrs import frozen

from mkb_core.runtime.cells import kernel

_PR_SET_SECCOMP = 22
_MODE_FILTER = 2

#: name of a call -> its number on x86_64 and on aarch64, ``None`` where that has no such call
DENIED: dict[str, tuple[int | None, int | None]] = {
    # starting a process or another program
    **{"fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281)},
    # any socket, also by way of io_uring, which no filter looks into
    **{"socket": (41, 198), "connect": (42, 203), "bind": (49, 200)},
    **{"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)},
    # signals to others, by whatever name
    **{"tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240)},
    **{"pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438)},
    # looking into others, or slowing them down
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271)},
    **{"process_madvise": (440, 440), "kcmp": (312, 272), "migrate_pages": (256, 238)},
    **{"move_pages": (279, 239), "setpriority": (141, 140), "ioprio_set": (251, 30)},
    **{"sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118)},
    "sched_setattr": (314, 274),
    # memory, semaphores and queues that are shared by name and outlive the process
    **{"shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190)},
    **{"semctl": (66, 191), "semop": (65, 193), "semtimedop": (220, 192), "msgget": (68, 186)},
    **{"msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187), "mq_open": (240, 180)},
    "mq_unlink": (241, 181),
    # modes, owners, attributes and dates of files, which Landlock lets pass
    **{"chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452)},
    **{"chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54)},
    **{"setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463)},
    **{"removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16)},
    **{"removexattrat": (466, 466), "utime": (132, None), "utimes": (235, None)},
    **{"utimensat": (280, 88), "futimesat": (261, None)},
    # the tree of files, namespaces, handles of files
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{"move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431)},
    **{"fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442)},
    **{"unshare": (272, 97), "setns": (308, 268), "open_by_handle_at": (304, 265)},
    # parts of the kernel with a history of holes
    **{"bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282)},
    **{"keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "personality": (135, 92)},
}

_CLONE_THREAD = 0x00010000
_SOCK_STREAM = 1
_PR_SET_PDEATHSIG = 1
_F_SETOWN, _F_SETOWN_EX = 8, 15
_FIOSETOWN, _SIOCSPGRP = 0x8901, 0x8902
_ALL = 0xFFFFFFFF


@frozen
class Condition:
    """A call that is allowed, or denied, where ``argument & mask`` is one of ``values`` (32 bits), and else the reverse."""

    call: tuple[int, int]
    argument: int
    mask: int
    values: tuple[int, ...]
    allowed: bool


def conditions(pid: int) -> tuple[Condition, ...]:
    """Calls that depend on an argument, for the process ``pid``."""
    return (
        Condition((56, 220), 0, _CLONE_THREAD, (_CLONE_THREAD,), True),  # clone: threads, no processes
        Condition((62, 129), 0, _ALL, (pid,), True),  # kill: only itself
        Condition((234, 131), 0, _ALL, (pid,), True),  # tgkill
        Condition((302, 261), 0, _ALL, (0, pid), True),  # prlimit64
        # a pair of streams is joined for good; a pair of datagram sockets could write to any socket with a name
        Condition((53, 199), 1, 0xF, (_SOCK_STREAM,), True),
        Condition((157, 167), 0, _ALL, (_PR_SET_PDEATHSIG,), False),  # prctl: it dies with the nursery
        Condition((72, 25), 1, _ALL, (_F_SETOWN, _F_SETOWN_EX), False),  # fcntl: signals sent by the kernel
        Condition((16, 29), 1, _ALL, (_FIOSETOWN, _SIOCSPGRP), False),  # ioctl: the same
    )


_CLONE3 = 435  # its flags lie in memory that no filter sees: "not there", so that libc takes clone
_X32_CALLS = 0x40000000  # a second table of numbers on x86_64
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_IF_EQUAL, _IF_AT_LEAST = 0x15, 0x35
_ALLOW, _KILL_PROCESS, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in the data that the filter sees

Step = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


def program(machine: str, pid: int) -> list[Step]:
    """The filter for a machine such as ``"x86_64"``; raises ``KeyError`` for one that is not known here."""
    column, audit_name = _ARCHITECTURES[machine]
    deny: Step = (_RETURN, 0, 0, _ERROR | errno.EPERM)
    steps: list[Step] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, audit_name),
        (_RETURN, 0, 0, _KILL_PROCESS),  # 32-bit calls have other numbers
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        steps += [(_IF_AT_LEAST, 0, 1, _X32_CALLS), deny]
    steps += [(_IF_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
    for numbers in DENIED.values():
        number = numbers[column]
        if number is not None:
            steps += [(_IF_EQUAL, 0, 1, number), deny]
    for condition in conditions(pid):
        steps += _steps(condition, condition.call[column], deny)
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _steps(condition: Condition, number: int, deny: Step) -> Iterable[Step]:
    allow: Step = (_RETURN, 0, 0, _ALLOW)
    match, other = (allow, deny) if condition.allowed else (deny, allow)
    count = len(condition.values)
    return [
        (_IF_EQUAL, 0, count + 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * condition.argument),  # the low half: these machines are little-endian
        (_AND, 0, 0, condition.mask),
        *((_IF_EQUAL, count - place, 0, value) for place, value in enumerate(condition.values)),
        other,
        match,
    ]


def install() -> None:
    """Filter the calls of this process from here on. Raises ``OSError`` where that is not offered."""
    if not kernel.LINUX or sys.byteorder != "little" or platform.machine() not in _ARCHITECTURES:
        raise OSError("no filter for this machine")
    steps = program(platform.machine(), os.getpid())
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("@HP", len(steps), ctypes.addressof(buffer))
    kernel.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.c_char_p(filter_))
