"""The nursery: a small process that has imported the core once and forks a cell whenever the host asks.

It runs no plugin code, has one thread, no environment and no open file but the channel to the host. Each cell is its
child, and so becomes whatever a cell leaves behind, for the nursery adopts orphans. It ends with the host.
"""

from __future__ import annotations

import gc
import os
import random
import select
import signal
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from mkb_core.runtime.cells import cell_process, kernel, rehearsal
from mkb_core.runtime.cells.confinement import Plan
from mkb_core.runtime.cells.folders import remove_folder
from mkb_core.runtime.cells.frames import HEADER, Ended, read_body, write_frame
from mkb_core.runtime.cells.protection import Profile
from mkb_core.runtime.ports import PortFailed

#: users for cells: a range that systemd gives to services made on the spot, so no person has one of these
USERS = range(61184, 65520)
_TICK = 2.0  # seconds
_PATIENCE = 0.2  # seconds that a cell has to end by itself, once it has closed its channel


@frozen
class Ward:
    """A cell from the outside: its user, the lock that makes the user its own, and its working folder."""

    user: int | None
    lock: socket.socket | None
    folder: Path


@define
class Nursery:
    """The cells of one host. ``folder`` holds their working folders."""

    folder: Path
    host: socket.socket
    wards: dict[int, Ward] = field(factory=dict)
    cleaners: set[int] = field(factory=set)

    def serve(self) -> None:
        """Answer the host until it is gone; then end every cell."""
        parent = os.getppid()
        try:
            write_frame(self.host, {"ready": os.getpid()})
            while os.getppid() == parent:  # a copy of the host may hold the channel open beyond its end
                if select.select([self.host], [], [], _TICK)[0]:
                    message, descriptors = self._receive()
                    write_frame(self.host, self._answer(message, descriptors))
                self._end_strays()
                self.cleaners = {pid for pid in self.cleaners if os.waitpid(pid, os.WNOHANG) == (0, 0)}
        except Ended:
            pass
        finally:
            for pid in list(self.wards):
                self.end(pid, patience=0)
            self.cleaners.clear()
            self._end_strays()
            remove_folder(self.folder)

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        self.host.settimeout(None)
        header, descriptors, _, _ = socket.recv_fds(self.host, HEADER.size, 2)
        if len(header) != HEADER.size:
            raise Ended
        return read_body(self.host, header), descriptors

    def _answer(self, message: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        try:
            match message["do"]:
                case "spawn":
                    return self.spawn(message, *descriptors)
                case "end":
                    return self.end(message["pid"], _PATIENCE if message["wait"] else 0)
                case _:
                    for user in message["users"]:
                        if lock := lock_user(user):  # else it is another nursery's by now
                            end_user(user)
                            lock.close()
                    return {}
        except OSError as error:
            return {"refused": f"{type(error).__name__}: {error.strerror}"}
        finally:
            for one in descriptors:
                os.close(one)

    def spawn(self, asked: dict[str, Any], channel: int, output: int) -> dict[str, Any]:
        """Fork a cell."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        user, lock = free_user() if kernel.LINUX and os.geteuid() == 0 else (None, None)
        if user is not None:
            try:
                os.chown(folder, user, user)
            except OSError:  # a container to whose users these do not belong
                user = None
        plan = Plan(
            asked["plugin"],
            asked["module"],
            asked["search"],
            asked["own"],
            folder,
            user,
            Profile(asked["profile"]),
        )
        nursery = os.getpid()
        pid = os.fork()
        if pid == 0:
            self.host.detach()
            if lock:
                lock.detach()
            for ward in self.wards.values():
                if ward.lock:
                    ward.lock.detach()
            cell_process.live(plan, channel, output, nursery)
        self.wards[pid] = Ward(user, lock, folder)
        return {"pid": pid, "user": user}

    def end(self, pid: int, patience: float) -> dict[str, Any]:
        """End a cell with all that came of it, and remove its folder. ``status`` is how it ended, ``killed`` whether
        that was our doing; ``patience`` in seconds is how long it may take to end by itself."""
        ward = self.wards.get(pid)
        if ward is None:
            return {"status": None, "killed": False}
        until = time.monotonic() + patience
        while (running := _runs(pid)) and time.monotonic() < until:
            time.sleep(0.002)
        for kill, target in (
            (os.killpg, pid),
            (os.kill, pid),
        ):  # as long as it is not waited for, the number is its
            with suppress(OSError):
                kill(target, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        del self.wards[pid]
        if ward.user is not None:
            end_user(ward.user)
        self._end_strays()
        if ward.lock:
            ward.lock.close()
        self._clean(ward.folder)
        code = os.waitstatus_to_exitcode(status)
        return {"status": code, "killed": running and code == -signal.SIGKILL}

    def _clean(self, folder: Path) -> None:
        """Remove a folder; where it is not empty in a process of its own, for what a plugin left may take long."""
        try:
            folder.rmdir()
        except OSError:
            pid = os.fork()
            if pid == 0:
                try:
                    remove_folder(folder)
                finally:
                    os._exit(0)
            self.cleaners.add(pid)

    def _end_strays(self) -> None:
        """End every child that is no cell: a cell's own, adopted when their parent ended; then theirs."""
        known = {*self.wards, *self.cleaners}
        until = time.monotonic() + 1.0
        while (strays := [pid for pid in _children() if pid not in known]) and time.monotonic() < until:
            for pid in strays:
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)


def _runs(pid: int) -> bool:
    if not hasattr(os, "waitid"):  # macOS: what it ended with tells afterwards
        return True
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def _children() -> list[int]:
    try:
        words = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii")
    except OSError:  # not Linux, or a kernel without this list
        return []
    return [int(word) for word in words.split()]


def free_user() -> tuple[int | None, socket.socket | None]:
    """A user that nobody is, and the lock by which other nurseries of this machine see that it is taken."""
    taken = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            taken.add(process.stat().st_uid)
    for user in random.sample([user for user in USERS if user not in taken], 50):
        if lock := lock_user(user):
            return user, lock
    return None, None


def lock_user(user: int) -> socket.socket | None:
    """Take a user for one cell of this nursery; ``None`` where another has it. Free again when this is closed."""
    lock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        lock.bind(f"\0mkb-cell-{user}")
    except OSError:
        lock.close()
        return None
    return lock


def end_user(user: int) -> None:
    """Kill all processes of a cell's user, at one stroke: none of them can fork away from it."""
    if user not in USERS:
        return
    pid = os.fork()
    if pid == 0:
        try:
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def main(folder: str, channel: int) -> None:
    """Be the nursery; started by the host with nothing but these."""
    os.environ.clear()
    os.umask(0o077)
    os.chdir("/")
    with suppress(OSError):
        kernel.adopt_orphans()
    kernel.share_one_heap()
    with suppress(PortFailed):  # then the first call of each cell is slower, and nothing else
        rehearsal.rehearse()
    gc.collect()
    gc.freeze()  # what is here already stays shared with the cells
    Nursery(Path(folder), socket.socket(fileno=channel)).serve()
