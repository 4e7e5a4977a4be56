"""The few calls to the Linux kernel that Python has no function for. Elsewhere they raise ``OSError``."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

LINUX = sys.platform == "linux"

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_M_ARENA_MAX = -8
_CAPABILITIES_VERSION_3 = 0x20080522
_CAP_DAC_READ_SEARCH = 1 << 2

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _words(arguments: tuple[object, ...]) -> list[object]:
    """Numbers as the kernel's machine words; pointers as they are."""
    return [ctypes.c_ulong(one) if isinstance(one, int) else one for one in arguments]


def prctl(option: int, *arguments: object) -> None:
    """Set a property of this process."""
    if not LINUX:
        raise OSError("not Linux")
    given = (*arguments, 0, 0, 0, 0)[:4]
    _checked(_libc.prctl(ctypes.c_int(option), *_words(given)))


def syscall(number: int, *arguments: object) -> int:
    """Any system call by its number."""
    if not LINUX:
        raise OSError("not Linux")
    return _checked(_libc.syscall(ctypes.c_long(number), *_words(arguments)))


def die_with_parent() -> None:
    """Be killed when the parent ends; a change of user undoes this, so it comes after that."""
    prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent has ended, also of one that made itself a daemon."""
    prctl(_PR_SET_CHILD_SUBREAPER, 1)


def gain_nothing() -> None:
    """Never gain a right by running a program; the kernel asks for this before it takes a filter."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def share_one_heap() -> None:
    """Keep glibc from reserving 64 MiB of address space for each thread, which the limit on memory would count."""
    if hasattr(_libc, "mallopt"):
        _libc.mallopt(_M_ARENA_MAX, 1)


def keep_capabilities() -> None:
    """Keep the permitted capabilities over the next change of user, so that one of them may stay."""
    prctl(_PR_SET_KEEPCAPS, 1)


def drop_capabilities(*, but_read: bool) -> None:
    """Give up every capability, but for reading past file modes where ``but_read`` says so."""
    prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    kept = _CAP_DAC_READ_SEARCH if but_read else 0
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)))
