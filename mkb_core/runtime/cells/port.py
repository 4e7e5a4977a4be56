"""A partner's plugin in a cell, as a port: whatever the plugin does, the caller gets an answer or a fault in time."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import IO, Any, NoReturn

from attrs import define, field

from mkb_core.hooks.outside import Outside
from mkb_core.runtime.cells.cell import Cell
from mkb_core.runtime.cells.frames import Ended, TooLarge, Unreadable
from mkb_core.runtime.cells.nursery import NoNursery, Nursery
from mkb_core.runtime.cells.protection import Protection
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.outside_messages import read_unavailable
from mkb_core.runtime.ports import PortFailed

#: what a cell may say of itself; all other faults are found by the host
_TOLD = {
    kind.value: kind
    for kind in (
        FaultKind.IMPORT,
        FaultKind.UNKNOWN_HOOK,
        FaultKind.RAISED,
        FaultKind.WRONG_TYPE,
        FaultKind.INVALID,
    )
}
#: after these the next call starts with a fresh import
_NOT_LOADED = {FaultKind.IMPORT, FaultKind.UNKNOWN_HOOK}
_MOST_REASON = 300
_MOST_SHOWN = 64 * 1024


@define(eq=False)
class CellPort:
    """A :class:`~mkb_core.runtime.ports.Port`. ``own`` are folders that the host puts on this plugin's search path.

    One call at a time; waiting for the call before counts in the time of the next. Starting the cell does not: that is
    no fault of the plugin.
    """

    plugin_id: str
    module: str
    nursery: Nursery = field(repr=False)
    own: tuple[str, ...] = ()
    #: the name that a fault of the plugin's own source bears, whatever the plugin calls it; by default the plugin's id
    source: str = ""
    _cell: Cell | None = field(default=None, init=False, repr=False)
    _protection: Protection | None = field(default=None, init=False, repr=False)
    _captured: IO[bytes] | None = field(default=None, init=False, repr=False)
    _closed: bool = field(default=False, init=False, repr=False)
    _turn: Lock = field(factory=Lock, init=False, repr=False)

    @property
    def protection(self) -> Protection | None:
        """What the last cell was protected by; ``None`` before the first."""
        return self._protection

    @property
    def pid(self) -> int | None:
        """The process of the cell, where one runs."""
        cell = self._cell
        return cell.newborn.pid if cell else None

    def hooks(self, seconds: float) -> frozenset[str]:
        """Names of the hooks that the plugin implements; raises :class:`PortFailed`."""
        names = self._ask({"hook": None, "seconds": seconds}, seconds, None)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise PortFailed(FaultKind.UNREADABLE, "names of hooks are expected")
        return frozenset(names)

    def call(self, hook: str, arguments: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        """Call a hook; raises :class:`PortFailed`, and ``SourceUnavailable`` as the plugin raised it."""
        return self._ask({"hook": hook, "arguments": arguments, "seconds": seconds}, seconds, outside)

    def output(self) -> str:
        """The end of what the plugin wrote to its standard output and error in the last call, for its developer. May hold
        what was asked: never to be logged."""
        captured = self._captured
        if captured is None:
            return ""
        size = os.fstat(captured.fileno()).st_size
        words = os.pread(captured.fileno(), _MOST_SHOWN, max(size - _MOST_SHOWN, 0))
        return words.decode("utf-8", "replace")

    def rest(self) -> None:
        """End the cell, unless it is at work."""
        if self._turn.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._turn.release()

    def close(self) -> None:
        """End the cell, also in the middle of a call; later calls fail."""
        self._closed = True
        self._end()
        if self._turn.acquire(timeout=1):  # a call that was cut short is on its way out
            try:
                self._end()
                if self._captured is not None:
                    self._captured.close()
                    self._captured = None
            finally:
                self._turn.release()

    def _ask(self, question: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        with self._in_turn(seconds) as waited:
            cell = self._running()
            deadline = time.monotonic() + seconds - waited
            try:
                reply = cell.ask(question, deadline, outside)
                more = cell.left_running()
            except TimeoutError:
                self._fail(FaultKind.TIME_OUT, f"no answer within {seconds:g} seconds")
            except TooLarge as error:
                self._fail(FaultKind.TOO_LARGE, str(error))
            except Unreadable as error:
                self._fail(FaultKind.UNREADABLE, str(error))
            except Ended:
                self._fail(FaultKind.CRASHED, cell.end(wait=True))
            except BaseException:  # such as the user's Ctrl-C: the cell is in the middle of a call
                self._end()
                raise
            if more > 0:
                self._fail(FaultKind.LEFTOVERS, f"{more} threads ran on after the answer")
            return self._read(reply)

    @contextmanager
    def _in_turn(self, seconds: float) -> Iterator[float]:
        """Alone with the cell; gives the seconds that it took to get there."""
        asked_at = time.monotonic()
        if not self._turn.acquire(timeout=max(seconds, 0)):
            raise PortFailed(
                FaultKind.TIME_OUT, f"no turn within {seconds:g} seconds: earlier calls take long"
            )
        try:
            yield time.monotonic() - asked_at
        finally:
            self._turn.release()

    def _running(self) -> Cell:
        """The cell, started where there is none, or where it has ended or spoken in the meantime."""
        if self._cell is not None and not self._cell.is_fresh:
            self._end()
        if self._cell is None and not self._closed:
            try:
                output = self._empty_output()
                self._cell = Cell.start(self.nursery, self.plugin_id, self.module, self.own, output)
            except (NoNursery, OSError) as error:
                raise PortFailed(FaultKind.UNREACHABLE, f"no cell could be started: {error}") from None
            self._protection = self._cell.protection
        elif self._captured is not None:
            self._empty_output()
        if self._closed or self._cell is None:
            self._end()
            raise PortFailed(FaultKind.UNREACHABLE, "this port is closed")
        return self._cell

    def _empty_output(self) -> IO[bytes]:
        if self._captured is None:
            self._captured = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the port
            fcntl.fcntl(self._captured, fcntl.F_SETFL, os.O_APPEND)
            weakref.finalize(self, self._captured.close)  # also of a port that nobody closes
        with suppress(OSError):
            os.ftruncate(self._captured.fileno(), 0)
        return self._captured

    def _read(self, reply: dict[str, Any]) -> Any:
        if "result" in reply:
            return reply["result"]
        if "unavailable" in reply:
            raise read_unavailable(reply["unavailable"], self.source or self.plugin_id)
        kind, reason = reply.get("fault"), reply.get("reason")
        if kind not in _TOLD or not isinstance(reason, str):
            self._fail(FaultKind.UNREADABLE, "neither a result nor a fault")
        if _TOLD[kind] in _NOT_LOADED:
            self._end()
        raise PortFailed(_TOLD[kind], _line(reason))

    def _fail(self, kind: FaultKind, reason: str) -> NoReturn:
        self._end()
        raise PortFailed(kind, reason)

    def _end(self) -> None:
        cell, self._cell = self._cell, None
        if cell is not None:
            cell.end()


def _line(words: str) -> str:
    """One line of printable text: a cell may have sent anything."""
    shown = " ".join(words[: _MOST_REASON * 2].split())[:_MOST_REASON]
    return "".join(letter if letter.isprintable() else "?" for letter in shown)
