"""Where partner code runs, and how a port to it is made: one table, from a manifest's transport to the maker."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from mkb_core.runtime.data_files import DataPort
from mkb_core.runtime.discovery import Found
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.manifests import Transport
from mkb_core.runtime.ports import Port, PortFailed

if TYPE_CHECKING:  # cells are made of what POSIX systems offer
    from mkb_core.runtime.cells import Nursery


class Isolation(Enum):
    """Where partner code runs: in cells that are denied what the system can deny, in cells with limits only, or in this
    process (notebooks and tests)."""

    CELLS = "cells"
    LIMITS_ONLY = "limits-only"
    IN_PROCESS = "in-process"


#: Makes a port and starts nothing. Raises :class:`PortFailed` where a plugin cannot be reached in this way.
MakePort = Callable[[Found], Port]


def in_process(found: Found) -> Port:
    """This very process: contains what a plugin raises, and no hang, crash or flood of memory."""
    return InProcessPort(found.manifest.id if found.manifest else found.name, found.module)


def unavailable(found: Found) -> Port:
    """There is no way of this kind here."""
    transport = found.manifest.transport.value if found.manifest else "unknown"
    raise PortFailed(FaultKind.INCOMPATIBLE, f"transport {transport} is not available here")


def _not_allowed(_: Found) -> Port:
    reason = "transport in-process is for notebooks and tests: a partner's code does not run in the service"
    raise PortFailed(FaultKind.INCOMPATIBLE, reason)


def port_makers(
    isolation: Isolation, *, nursery: Nursery | None = None, http: MakePort = unavailable
) -> Mapping[Transport, MakePort]:
    """The table. ``nursery`` makes the cells; ``http`` reaches a partner's own server, which is never in this process.

    Raises ``ValueError`` where cells are asked for and nothing makes them: less isolation is never taken instead.
    """
    if isolation is Isolation.IN_PROCESS:
        return {Transport.IN_PROCESS: in_process, Transport.PIPE: in_process, Transport.HTTP: http}
    if nursery is None:
        raise ValueError(f"isolation {isolation.value} needs a nursery")
    from mkb_core.runtime.cells import CellPort  # noqa: PLC0415

    def cell(found: Found) -> Port:
        plugin, name = (found.manifest.id, found.manifest.name) if found.manifest else (found.name, "")
        return CellPort(plugin, found.module, nursery, source=name)

    return {Transport.IN_PROCESS: _not_allowed, Transport.PIPE: cell, Transport.HTTP: http}


def nursery_of(isolation: Isolation) -> Nursery | None:
    """What makes the cells, not started yet; ``None`` where there are none. Raises ``RuntimeError`` where this system
    cannot have any."""
    if isolation is Isolation.IN_PROCESS:
        return None
    try:
        from mkb_core.runtime.cells import Nursery, Profile  # noqa: PLC0415
    except ModuleNotFoundError as error:
        reason = f"no cells without {error.name}, which this system does not have"
        raise RuntimeError(f"{reason}: for notebooks and tests there is MKB_ISOLATION=in-process") from None

    return Nursery(Profile.LIMITS if isolation is Isolation.LIMITS_ONLY else Profile.HARDENED)


def make_port(
    found: Found, makers: Mapping[Transport, MakePort], in_process_allowed: Collection[str] = ()
) -> Port:
    """A port to a plugin that has a manifest; starts nothing. Data need no process. Raises :class:`PortFailed`.

    ``in_process_allowed``: ids of the partner plugins that this installation allows into its own process.
    """
    if found.data:
        return DataPort(found.data)
    if found.manifest is None:
        raise PortFailed(FaultKind.MANIFEST, "there is no manifest")
    if found.manifest.transport is Transport.IN_PROCESS and found.manifest.id in in_process_allowed:
        return in_process(found)
    return makers[found.manifest.transport](found)
