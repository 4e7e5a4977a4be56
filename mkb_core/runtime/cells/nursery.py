"""The host's end of the nursery: started at the first cell, started again where it ended, asked under a lock."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any

from attrs import define, field, frozen

from mkb_core.runtime.cells.folders import remove_folder
from mkb_core.runtime.cells.frames import Ended, TooLarge, Unreadable, encode, read_frame
from mkb_core.runtime.cells.protection import Profile

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from mkb_core.runtime.cells.nursery_process import main; main(sys.argv[2], int(sys.argv[3]))"
)
_SECONDS_TO_START = 30.0
_SECONDS_TO_ANSWER = 10.0


class NoNursery(Exception):
    """No nursery or no cell can be started; the message says why."""


@frozen
class Newborn:
    """A cell that was just forked, as its nursery told: ``nursery`` is that very one."""

    pid: int
    nursery: _Process


@frozen
class Ending:
    """How a cell ended: its exit code, below zero the signal; ``None`` where its nursery ended first. ``killed`` says
    that it was still running when it was ended."""

    status: int | None
    killed: bool


@define(eq=False)
class Nursery:
    """Makes and ends cells; one per host. Safe between threads, and left alone by a copy that a fork of the host makes."""

    profile: Profile = Profile.HARDENED
    _process: _Process | None = field(default=None, init=False, repr=False)
    _users: dict[int, int] = field(factory=dict, init=False, repr=False)  # pid of a cell -> its user
    _turn: Lock = field(factory=Lock, init=False, repr=False)

    @property
    def pid(self) -> int | None:
        """The nursery's process, where one runs."""
        return self._process.running.pid if self._process else None

    @property
    def folder(self) -> Path | None:
        """Where the working folders of its cells lie."""
        return self._process.folder if self._process else None

    def warm(self) -> None:
        """Start it now, so that no first call has to wait for it. Raises :class:`NoNursery`."""
        with self._turn:
            self._running()

    def spawn(
        self, plugin: str, module: str, own: tuple[str, ...], channel: socket.socket, output: IO[bytes]
    ) -> Newborn:
        """Fork a cell with one end of its channel and the file that captures its output. Raises :class:`NoNursery`."""
        message = {"do": "spawn", "plugin": plugin, "module": module, "search": _search_path()}
        message |= {"own": list(own), "profile": self.profile.value}
        descriptors = [channel.fileno(), output.fileno()]
        with self._turn:
            for _ in range(2):  # a nursery that has ended shows so at the first question
                process = self._running()
                with suppress(Ended):
                    reply = self._ask(process, message, descriptors)
                    if "pid" not in reply:
                        raise NoNursery(str(reply.get("refused")))
                    if reply["user"] is not None:
                        self._users[reply["pid"]] = reply["user"]
                    return Newborn(reply["pid"], process)
        raise NoNursery("it ended twice while a cell was asked for")

    def end(self, newborn: Newborn, *, wait: bool) -> Ending:
        """End a cell and all that came of it. ``wait``: it has closed its channel, so let it end by itself first."""
        with self._turn:
            if newborn.nursery is self._process and newborn.nursery.is_ours:
                with suppress(Ended):
                    reply = self._ask(self._process, {"do": "end", "pid": newborn.pid, "wait": wait})
                    self._users.pop(newborn.pid, None)
                    return Ending(reply["status"], reply["killed"])
        return Ending(None, killed=True)

    def close(self) -> None:
        """End all cells and the nursery. A cell asked for later starts another one."""
        with self._turn:
            self._forget()
            self._users.clear()

    def _running(self) -> _Process:
        if self._process is not None and not self._process.is_ours:
            self._process = None  # this is a copy of the host: the nursery is the original's
            self._users.clear()
        if self._process is None:
            self._process = _Process.start()
            if self._users:  # what the cells of an earlier nursery left behind
                self._ask(self._process, {"do": "sweep", "users": sorted(self._users.values())})
                self._users.clear()
        return self._process

    def _ask(
        self, process: _Process, message: dict[str, Any], descriptors: list[int] | None = None
    ) -> dict[str, Any]:
        """Ask, or raise :class:`Ended` and forget this nursery, whatever is wrong with it."""
        try:
            return process.ask(message, descriptors or [])
        except (Ended, TimeoutError, Unreadable, TooLarge, OSError):
            self._forget()
            raise Ended from None

    def _forget(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None


@define(eq=False)
class _Process:
    """One nursery process. Stopped at the latest when nobody holds it any more, or when the host ends."""

    running: subprocess.Popen[bytes]
    channel: socket.socket
    folder: Path
    stop: weakref.finalize[Any, _Process] = field(init=False)
    _host: int = field(factory=os.getpid, init=False)

    @property
    def is_ours(self) -> bool:
        """Whether this process started it, and not one that this is a copy of."""
        return self._host == os.getpid()

    @classmethod
    def start(cls) -> _Process:
        """Start one; raises :class:`NoNursery`."""
        folder = Path(tempfile.mkdtemp(prefix="mkb-cells-"))
        folder.chmod(0o711)  # cells of other users pass through to their own folder
        ours, theirs = socket.socketpair()
        arguments = [json.dumps(_search_path()), str(folder), str(theirs.fileno())]
        with tempfile.TemporaryFile() as words, theirs:
            running = subprocess.Popen(  # noqa: S603 - this Python, with code of ours
                [sys.executable, "-I", "-c", _START, *arguments],
                pass_fds=[theirs.fileno()],
                env={},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=words,
                start_new_session=True,
            )
            process = cls(running, ours, folder)
            process.stop = weakref.finalize(process, _stop, os.getpid(), running, ours, folder)
            theirs.close()
            try:
                read_frame(ours, time.monotonic() + _SECONDS_TO_START)
            except (Ended, TimeoutError, Unreadable, TooLarge):
                process.stop()
                words.seek(0)
                told = words.read(100_000).decode("utf-8", "replace").split("\n")
                raise NoNursery(f"the nursery did not start: {' '.join(told[-2:]).strip()}"[:300]) from None
        return process

    def ask(self, message: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        """One question and its answer."""
        deadline = time.monotonic() + _SECONDS_TO_ANSWER
        self.channel.settimeout(_SECONDS_TO_ANSWER)
        data = encode(message)
        sent = socket.send_fds(self.channel, [data], descriptors) if descriptors else 0
        self.channel.sendall(data[sent:])
        return read_frame(self.channel, deadline)


def _stop(host: int, running: subprocess.Popen[bytes], channel: socket.socket, folder: Path) -> None:
    channel.close()
    if os.getpid() != host:
        return
    try:
        running.wait(_SECONDS_TO_ANSWER)  # it ends its cells first
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
    remove_folder(folder)


def _search_path() -> list[str]:
    """The host's search path, also for a process that stands in another folder."""
    return [str(Path(one).absolute()) for one in sys.path]
