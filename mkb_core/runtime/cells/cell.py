"""The host's end of one cell: a channel that is not trusted, and a process that can be ended."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
import weakref
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO, Any

from attrs import define, field

from mkb_core.codec import from_json
from mkb_core.errors import InvalidInput
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.cells.frames import Ended, TooLarge, Unreadable, read_frame, write_frame
from mkb_core.runtime.cells.nursery import Ending, Newborn, NoNursery, Nursery
from mkb_core.runtime.cells.protection import Protection
from mkb_core.runtime.outside_messages import answer_outside

_SECONDS_TO_CONFINE = 10.0
_GRACE = 0.1  # seconds in which a thread that was waited for may still be on its way out


@define(eq=False)
class Cell:
    """A running cell. Used by one thread at a time; only :meth:`end` may come from another."""

    nursery: Nursery
    newborn: Newborn
    channel: socket.socket
    protection: Protection
    _host: int = field(factory=os.getpid, init=False)
    _calls: int = field(default=0, init=False)
    _ending: Ending | None = field(default=None, init=False)
    _ends: Lock = field(factory=Lock, init=False)

    @classmethod
    def start(
        cls, nursery: Nursery, plugin: str, module: str, own: tuple[str, ...], output: IO[bytes]
    ) -> Cell:
        """Have a cell made, and hear from it what protects it. Raises :class:`NoNursery`."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                newborn = nursery.spawn(plugin, module, own, theirs, output)
        except BaseException:
            ours.close()
            raise
        cell = cls(nursery, newborn, ours, Protection())
        weakref.finalize(cell, ours.close)  # also of a cell that nobody ends: it then ends by itself
        try:
            told = read_frame(ours, time.monotonic() + _SECONDS_TO_CONFINE)
            cell.protection = from_json(Protection, told.get("protection"))
        except (Ended, TimeoutError, Unreadable, TooLarge, InvalidInput) as error:
            cell.end(wait=True)
            raise NoNursery(f"the cell could not be confined: {type(error).__name__}") from None
        return cell

    @property
    def is_fresh(self) -> bool:
        """Whether it still waits for a question, in silence, and belongs to this process."""
        return self._host == os.getpid() and not select.select([self.channel], [], [], 0)[0]

    def ask(self, question: dict[str, Any], deadline: float, outside: Outside | None) -> dict[str, Any]:
        """A question and its answer, with all requests to the outside between; raises what frames raise."""
        self._calls += 1
        write_frame(self.channel, {"call": self._calls, **question}, deadline)
        while "outside" in (message := read_frame(self.channel, deadline)):
            reply = _ask_outside(outside, message["outside"], deadline)
            write_frame(self.channel, {"reply": reply}, deadline)
        if message.pop("call", None) != self._calls:
            raise Unreadable("an answer to another call")
        return message

    def left_running(self) -> int:
        """Threads beside the first that still run after an answer."""
        until = time.monotonic() + _GRACE
        while (more := self._tasks() - 1) > 0 and time.monotonic() < until:
            time.sleep(0.002)
        return more

    def _tasks(self) -> int:
        try:
            return sum(1 for _ in Path(f"/proc/{self.newborn.pid}/task").iterdir())
        except OSError:  # not Linux
            return 1

    def end(self, *, wait: bool = False) -> str:
        """End it with all that came of it, once; returns how it ended. ``wait``: it seems to be ending by itself."""
        with self._ends:
            if self._ending is None:
                self._ending = self.nursery.end(self.newborn, wait=wait)
                if (
                    self._host == os.getpid()
                ):  # else this is a copy of the host, and the cell is the original's
                    with suppress(OSError):
                        self.channel.shutdown(socket.SHUT_RDWR)  # wakes a thread that reads
                self.channel.close()
            return _described(self._ending)


def _described(ending: Ending) -> str:
    if ending.status is None:
        return "its nursery ended, and all cells with it"
    if ending.killed:
        return "it closed its channel"
    if ending.status >= 0:
        return f"it ended with exit code {ending.status}"
    try:
        return f"it was ended by {signal.Signals(-ending.status).name}"
    except ValueError:
        return f"it was ended by signal {-ending.status}"


def _ask_outside(outside: Outside | None, request: Any, deadline: float) -> dict[str, Any]:
    """Answered in a thread of its own, so that a slow source cannot hold the caller beyond the deadline."""
    if outside is None:
        return {"refused": "this hook has no way outside"}
    answers: SimpleQueue[dict[str, Any]] = SimpleQueue()
    Thread(target=lambda: answers.put(answer_outside(outside, request)), daemon=True).start()
    try:
        return answers.get(timeout=max(deadline - time.monotonic(), 0))
    except Empty:
        raise TimeoutError from None
