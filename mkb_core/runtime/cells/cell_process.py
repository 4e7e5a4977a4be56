"""The life of a cell: confined first, then the plugin is imported, asked and answered for, one call at a time.

What runs here is at the plugin's mercy, so nothing here protects the host: that is the work of the kernel and of the
host's end of the channel.
"""

from __future__ import annotations

import importlib
import logging
import os
import socket
import sys
import traceback
from contextlib import suppress
from threading import Lock
from typing import Any, NoReturn

from attrs import asdict, define, field

from mkb_core.errors import InvalidInput, SourceUnavailable
from mkb_core.runtime.cells.confinement import Plan, confine, take_descriptors
from mkb_core.runtime.cells.frames import Ended, read_frame, write_frame
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.outside_messages import RemoteOutside, write_unavailable
from mkb_core.runtime.ports import PortFailed

#: what the host may send: it is believed, and has limits of its own
_MOST_FROM_HOST = 2**31
BROKEN = 70  # exit code of a cell whose own code failed


def live(plan: Plan, channel: int, output: int, nursery: int) -> NoReturn:
    """Be this cell until the host closes the channel."""
    code = BROKEN
    try:
        host = socket.socket(fileno=take_descriptors(channel, output))
        os.setsid()
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        # What the plugin logs is for its developer, as what it prints: into the captured output, and nowhere else.
        logging.basicConfig(
            level=logging.DEBUG, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
        )
        protection = confine(plan, nursery)
        importlib.invalidate_caches()
        write_frame(host, {"protection": asdict(protection)})
        _serve(host, InProcessPort(plan.plugin, plan.module))
        code = 0
    except Ended:
        code = 0
    except BaseException:  # noqa: BLE001 - nothing may return into the nursery's code
        with suppress(BaseException):
            traceback.print_exc()
    finally:
        os._exit(code)


def _serve(host: socket.socket, port: InProcessPort) -> None:
    outside = RemoteOutside(_Asking(host).ask)
    while True:
        request = read_frame(host, most=_MOST_FROM_HOST)
        write_frame(host, {"call": request["call"], **_answer(port, request, outside)})


def _answer(port: InProcessPort, request: dict[str, Any], outside: RemoteOutside) -> dict[str, Any]:
    try:
        if request["hook"] is None:
            return {"result": sorted(port.hooks(request["seconds"]))}
        return {
            "result": port.call(request["hook"], request["arguments"], request["seconds"], outside),
        }
    except PortFailed as failure:
        _tell(failure.__cause__)
        return {"fault": failure.kind.value, "reason": failure.reason}
    except SourceUnavailable as error:
        return {"unavailable": write_unavailable(error)}
    except InvalidInput as refusal:
        words = "; ".join(f"{fault.path}: {fault.code}" for fault in refusal.faults)
        return {"fault": FaultKind.INVALID.value, "reason": f"arguments: {words}"[:300]}
    except BaseException as error:  # noqa: BLE001 - a plugin may raise KeyboardInterrupt, which stops no cell
        _tell(error)
        return {"fault": FaultKind.RAISED.value, "reason": type(error).__name__[:80]}


def _tell(error: BaseException | None) -> None:
    """Into the captured output, for the plugin's developer; it is never logged."""
    if error is not None:
        with suppress(BaseException):
            traceback.print_exception(error)


@define
class _Asking:
    """The way to ask the host for something outside during a call; one request at a time, whichever thread asks."""

    host: socket.socket
    _turn: Lock = field(factory=Lock, init=False)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its reply."""
        with self._turn:
            write_frame(self.host, {"outside": request})
            reply: dict[str, Any] = read_frame(self.host, most=_MOST_FROM_HOST)["reply"]
            return reply
