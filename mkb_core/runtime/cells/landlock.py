"""Landlock: from here on this process reaches only the files that it is given. Needs no rights; cannot be undone.

What the kernel knows grows with its version of the interface ("ABI"), so only that is asked for:
1 files, 2 moving them between folders, 3 truncation, 4 TCP, 5 device control, 6 signals and abstract sockets.
Not covered by any: asking for a file's size and date (``stat``), changing modes and owners (seccomp denies that),
UDP and sockets with a name (seccomp denies all sockets).
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from mkb_core.runtime.cells import kernel

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION = 1
_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = (1 << bit for bit in range(4))
REMOVE_DIR, REMOVE_FILE, MAKE_CHAR, MAKE_DIR, MAKE_REG = (1 << bit for bit in range(4, 9))
MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM, REFER, TRUNCATE, IOCTL_DEV = (1 << bit for bit in range(9, 16))

#: ABI -> the rights on files that it knows, and so denies unless a rule gives them
_HANDLED = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
_BIND_AND_CONNECT_TCP = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3

READ = READ_FILE | READ_DIR
LIST = READ_DIR
CHANGE = READ | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER
USE_DEVICE = READ_FILE | WRITE_FILE


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def abi() -> int:
    """The version of Landlock that the kernel offers; 0 where it has none."""
    try:
        return kernel.syscall(_CREATE_RULESET, 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def restrict(rights: Iterable[tuple[Path, int]]) -> None:
    """Deny everything but these rights on these files and folders; what is not there is passed over.

    Raises ``OSError`` where the kernel has no Landlock.
    """
    version = abi()
    if version == 0:
        raise OSError("no Landlock")
    handled = _HANDLED[min(version, 5)]
    wanted = [handled]
    wanted += [_BIND_AND_CONNECT_TCP] if version >= 4 else []
    wanted += [_ABSTRACT_SOCKETS_AND_SIGNALS] if version >= 6 else []
    attributes = (ctypes.c_uint64 * len(wanted))(*wanted)
    ruleset = kernel.syscall(_CREATE_RULESET, attributes, ctypes.sizeof(attributes), 0)
    try:
        for path, right in rights:
            _allow(ruleset, path, right & handled)
        kernel.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, right: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            right &= _OF_FILES
        if right:
            kernel.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(_PathBeneath(right, place)), 0)
    finally:
        os.close(place)
