"""The port by which a plugin is checked: a process of its own, as it will run, where this system offers one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from mkb_core.hooks.outside import Outside
from mkb_core.runtime.discovery import Found
from mkb_core.runtime.isolation import Isolation, nursery_of

if TYPE_CHECKING:  # cells are made of what POSIX systems offer
    from mkb_core.runtime.cells import CellPort, Nursery


@define(eq=False)
class OwnProcess:
    """A port to a cell, with the nursery that only this cell uses: closing it leaves nothing running."""

    cell: CellPort
    nursery: Nursery = field(repr=False)

    def hooks(self, seconds: float) -> frozenset[str]:
        """Names of the hooks that the plugin implements."""
        return self.cell.hooks(seconds)

    def call(self, hook: str, arguments: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        """Call a hook; see :class:`~mkb_core.runtime.ports.Port`."""
        return self.cell.call(hook, arguments, seconds, outside)

    def output(self) -> str:
        """What the plugin printed and logged in the last call."""
        return self.cell.output()

    def rest(self) -> None:
        """Stop what runs for nothing."""
        self.cell.rest()

    def close(self) -> None:
        """Stop the cell and its nursery. May be called twice."""
        self.cell.close()
        self.nursery.close()


def own_process(found: Found, isolation: Isolation) -> OwnProcess | None:
    """The port; ``None`` where the plugin has no code, where ``isolation`` says in process, and where this system has no
    cells: then it is checked in this process, in which a hanging plugin hangs the check."""
    if found.data or isolation is Isolation.IN_PROCESS:
        return None
    try:
        nursery = nursery_of(isolation)
    except RuntimeError:
        return None
    if nursery is None:
        return None
    from mkb_core.runtime.cells import CellPort  # noqa: PLC0415 - not on every system
    from mkb_core.runtime.cells.nursery import NoNursery  # noqa: PLC0415

    try:
        nursery.warm()
    except (NoNursery, OSError):
        nursery.close()
        return None
    plugin, name = (found.manifest.id, found.manifest.name) if found.manifest else (found.name, "")
    return OwnProcess(CellPort(plugin, found.module, nursery, source=name), nursery)
