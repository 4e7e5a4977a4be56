"""How a plugin stands, as a value; what does the standing is in the other modules."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from attrs import field, frozen

from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.runtime.faults import PluginFault
from mkb_core.runtime.manifests import Manifest, Transport

if TYPE_CHECKING:  # cells are made of what POSIX systems offer
    from mkb_core.runtime.cells import Protection

#: entry-point group of the plugins of partners; the other group is trusted
PARTNERS = "mkb.partner"


class PluginState(Enum):
    """How a plugin stands. Stale: it fails now, and what it declared before is in use. Failing: there is nothing to
    go on with. Disabled: switched off by the operator. Elsewhere: it is for another region, and no part of this installation."""

    LOADED = "loaded"
    STALE = "stale"
    FAILING = "failing"
    DISABLED = "disabled"
    INCOMPATIBLE = "incompatible"
    ELSEWHERE = "elsewhere"


@frozen
class Plugin:
    """A plugin and how it stands since when; ``partners`` are the ids that its manifest names.

    ``hooks`` are those that it implements, ``None`` as long as that is not known. ``retry_at`` is when a failing plugin
    is tried again by itself. ``protection`` says how well its process is shut in, where it has one; ``is_data``: it has
    no code.
    """

    id: str
    group: str
    version: str
    state: PluginState
    manifest: Manifest | None
    faults: tuple[PluginFault, ...] = ()
    since: datetime | None = None
    hooks: frozenset[str] | None = None
    retry_at: datetime | None = None
    protection: Protection | None = None
    is_data: bool = False
    known_partners: tuple[str, ...] = field(default=(), repr=False)

    @property
    def partners(self) -> tuple[str, ...]:
        """Ids of the partners that this plugin speaks for: those it spoke for before, where its manifest is unreadable; none
        where it is for another region."""
        if self.state is PluginState.ELSEWHERE:
            return ()
        return self.manifest.partners if self.manifest else self.known_partners

    @property
    def is_trusted(self) -> bool:
        """Is it one of the project's own, which run in this process?"""
        return self.group != PARTNERS

    @property
    def transport(self) -> str:
        """How its code is reached; trusted plugins are in process whatever their manifest says. ``data``: there is none."""
        if self.is_trusted:
            return Transport.IN_PROCESS.value
        if self.is_data:
            return "data"
        return (self.manifest.transport if self.manifest else Transport.PIPE).value


@frozen
class Declared:
    """What all partners declare at one moment. ``last_good``: partner to when (UTC) the declaration in use was read,
    for those whose plugin fails now."""

    declarations: dict[str, PartnerDeclaration]
    last_good: dict[str, datetime]


class HookFailed(Exception):
    """A hook of one plugin failed; the fault says how."""

    def __init__(self, fault: PluginFault) -> None:
        self.fault = fault
        super().__init__(fault.sentence("en"))
