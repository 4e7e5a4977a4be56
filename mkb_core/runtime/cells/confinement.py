"""All that is done to a cell before any plugin code is imported, step by step and in this order."""

from __future__ import annotations

import faulthandler
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from mkb_core.runtime.cells import code_places, kernel, landlock, seccomp
from mkb_core.runtime.cells.protection import Profile, Protection

MOST_MEMORY = 512 * 2**20  # bytes of address space
MOST_FILE = 16 * 2**20  # bytes of one file, the captured output among them
MOST_OPEN = 64
MOST_TASKS = 32  # processes and threads
NICENESS = 10
MOST_DESCRIPTORS = 65536  # that the nursery could ever have opened


@frozen
class Plan:
    """What a cell is made for: a module, found in ``search``; ``own`` are folders of this plugin alone.

    ``user`` is the id of an unprivileged user (and group) of the cell's own; ``None`` keeps the host's.
    """

    plugin: str
    module: str
    search: list[str]
    own: list[str]
    folder: Path
    user: int | None
    profile: Profile


def take_descriptors(channel: int, output: int) -> int:
    """Leave 0 to nothing, 1 and 2 to the captured output, 3 to the channel, and close all others; returns 3."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    spare = [os.dup(one) for one in (channel, output, nothing)]  # above all that is replaced
    for target, source in ((0, spare[2]), (1, spare[1]), (2, spare[1]), (3, spare[0])):
        os.dup2(source, target)
    os.closerange(4, MOST_DESCRIPTORS)
    return 3


def confine(plan: Plan, nursery: int) -> Protection:
    """Take every right away that can be taken, and say what holds. ``nursery`` is the process to end with."""
    os.environ.clear()
    os.umask(0o077)
    os.chdir(plan.folder)
    tempfile.tempdir = str(plan.folder)
    sys.dont_write_bytecode = True
    sys.path[:] = [*plan.own, *(one for one in plan.search if one not in plan.own)]
    faulthandler.enable(2)  # a crash of the interpreter leaves its place in the captured output
    allowed = code_places.rights(plan.module, sys.path, plan.own, plan.folder)
    unreadable = not all(
        map(code_places.for_everybody, code_places.readable(plan.module, sys.path, plan.own))
    )
    memory = _limit(plan.user)
    os.nice(NICENESS)
    user = _change_user(plan.user, keep_reading=unreadable)
    with suppress(OSError):
        kernel.die_with_parent()
    if os.getppid() != nursery:  # it ended before it could take this process along
        os._exit(0)
    with suppress(OSError):
        kernel.gain_nothing()
    files = calls = False
    if plan.profile is Profile.HARDENED:
        files = _holds(lambda: landlock.restrict(allowed))
        calls = _holds(seccomp.install)
    return Protection(file_system=files, network=calls, processes=calls, memory=memory, user=user)


def _limit(user: int | None) -> bool:
    tasks = MOST_TASKS if user is not None else _tasks_of(os.getuid()) + MOST_TASKS
    limits = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": MOST_FILE, "RLIMIT_NOFILE": MOST_OPEN}
    limits |= {"RLIMIT_NPROC": tasks} if kernel.LINUX else {}
    for name, most in limits.items():
        _lower(name, most)
    return _lower("RLIMIT_AS", MOST_MEMORY)


def _lower(name: str, most: int) -> bool:
    kind = getattr(resource, name)
    _, hard = resource.getrlimit(kind)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    return _holds(lambda: resource.setrlimit(kind, (limit, limit)))


def _tasks_of(user: int) -> int:
    """Processes and threads that a user has already, for the limit counts these too."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == user:
                count += sum(1 for _ in (process / "task").iterdir())
    return count


def _change_user(user: int | None, *, keep_reading: bool) -> bool:
    """Become the cell's own user, without any capability.

    ``keep_reading``: Python itself lies where only the host's user may read, so the right to read past file modes
    stays; Landlock is then what keeps other files away.
    """
    if user is not None:
        if keep_reading:
            kernel.keep_capabilities()
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    if not (keep_reading and _holds(lambda: kernel.drop_capabilities(but_read=True))):
        with suppress(OSError):
            kernel.drop_capabilities(but_read=False)
    return user is not None


def _holds(step: Callable[[], None]) -> bool:
    try:
        step()
    except (OSError, ValueError):
        return False
    return True
