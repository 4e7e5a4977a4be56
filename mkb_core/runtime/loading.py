"""From what is installed to a host: trusted plugins are imported, partner plugins get a port, and none is started."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from mkb_core.hooks.markers import HOOK_API
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.fault_record import FaultRecord
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.isolation import (
    Isolation,
    MakePort,
    in_process,
    make_port,
    nursery_of,
    port_makers,
    unavailable,
)
from mkb_core.runtime.manifests import Manifest, Transport, accepts
from mkb_core.runtime.partner_plugin import PartnerPlugin
from mkb_core.runtime.plugin_memory import NoMemory, PluginMemory
from mkb_core.runtime.plugins import PARTNERS, Plugin, PluginState
from mkb_core.runtime.ports import Port, PortFailed
from mkb_core.runtime.remembering import Remembering
from mkb_core.runtime.roster import Roster
from mkb_core.runtime.trusted import TrustedPlugins

if TYPE_CHECKING:
    from mkb_core.runtime.host import PluginHost

MakeOutside = Callable[[Manifest], Outside | None]


def no_outside(_: Manifest) -> Outside | None:
    """No way outside for anybody."""
    return None


def utc_now() -> datetime:
    """The moment, for a host to which nobody gave a clock."""
    return datetime.now(UTC)  # noqa: TID251 - the edge: since when a plugin fails is no part of a decision


def load_plugins(  # noqa: PLR0913 - each is a thing of the surroundings that a test replaces
    found: Iterable[Found] | None = None,
    *,
    isolation: Isolation = Isolation.CELLS,
    http: MakePort = unavailable,
    outsides: MakeOutside = no_outside,
    region: str | None = None,
    disabled: Collection[str] = (),
    in_process_allowed: Collection[str] = (),
    memory: PluginMemory | None = None,
    now: Callable[[], datetime] = utc_now,
    clock: Callable[[], float] = time.monotonic,
) -> PluginHost:
    """Take up the plugins given, or all that are installed; faults are recorded with the plugin, never raised.

    ``isolation`` says where partner code runs: ``Isolation.IN_PROCESS`` is for notebooks and tests. ``http`` makes
    the port to a partner's own server. ``outsides`` makes a plugin's way outside, ``None`` where it has none. ``region``: the
    plugins of partners that are for other regions only are not taken up; ``None`` takes them all. ``disabled`` are ids that are not run, ``in_process_allowed`` those of partners that may run here. ``clock`` counts seconds, for waiting.
    """
    from mkb_core.runtime.host import PluginHost  # noqa: PLC0415 - the host's module offers this function too

    nursery = nursery_of(isolation)
    roster = Roster(now)
    trusted = TrustedPlugins(roster.record)
    loader = _Loader(
        roster,
        trusted,
        port_makers(isolation, nursery=nursery, http=http),
        outsides,
        region,
        frozenset(disabled),
        frozenset(in_process_allowed),
        clock,
    )
    for one in discover() if found is None else found:
        loader.take_up(one)
    return PluginHost(roster, trusted, Remembering(roster, memory or NoMemory()), outsides, nursery)


@frozen(eq=False)
class _Loader:
    roster: Roster
    trusted: TrustedPlugins
    makers: Mapping[Transport, MakePort]
    outsides: MakeOutside
    region: str | None
    disabled: frozenset[str]
    in_process_allowed: frozenset[str]
    clock: Callable[[], float]

    def take_up(self, found: Found) -> None:
        plugin = found.manifest.id if found.manifest else found.name
        if plugin in self.roster:
            reason = f"{found.module} has the id of another plugin"
            self.roster.add_twin(PluginFault(plugin, FaultKind.DUPLICATE, reason))
            return
        state = self._state(plugin, found)
        made = Plugin(plugin, found.group, found.version, state, found.manifest, is_data=bool(found.data))
        record = FaultRecord(self.roster.now)
        if state is not PluginState.LOADED:
            self.roster.add(made, record)
        elif found.group == PARTNERS:
            self.roster.add(made, record, self._partner(plugin, found, self._port, record))
        else:
            self._take_up_trusted(made, found, record)

    def _state(self, plugin: str, found: Found) -> PluginState:
        """As the installation wants it, before anything of the plugin is tried."""
        manifest = found.manifest
        if found.group == PARTNERS and manifest is not None and not manifest.is_for(self.region):
            return PluginState.ELSEWHERE
        return PluginState.DISABLED if plugin in self.disabled else PluginState.LOADED

    def _take_up_trusted(self, plugin: Plugin, found: Found, record: FaultRecord) -> None:
        fault = found.fault or compatibility_fault(found) or self.trusted.load(found, plugin.id)
        also = self.trusted.speaks_for_partners(plugin.id)
        partner = self._partner(plugin.id, found, in_process, record) if also else None
        self.roster.add(evolve(plugin, hooks=self.trusted.hooks_of(plugin.id)), record, partner)
        if fault is not None:
            self.roster.record(fault)

    def _partner(self, plugin: str, found: Found, port: MakePort, record: FaultRecord) -> PartnerPlugin:
        outside = self.outsides(found.manifest) if found.manifest else None
        partner = PartnerPlugin(plugin, found, port, outside, self.clock, record)
        if not partner.is_reachable:
            partner.read()  # only finds the reason: nothing is started
        return partner

    def _port(self, found: Found) -> Port:
        fault = compatibility_fault(found)
        if fault is not None:
            raise PortFailed(fault.kind, fault.reason)
        return make_port(found, self.makers, self.in_process_allowed)


def compatibility_fault(found: Found) -> PluginFault | None:
    """A plugin states the range of hook APIs that it was written for."""
    if found.manifest is None:
        return None
    manifest = found.manifest
    try:
        if accepts(manifest.hook_api, HOOK_API):
            return None
    except ValueError as error:
        return PluginFault(manifest.id, FaultKind.MANIFEST, str(error))
    reason = f"written for hook API {manifest.hook_api}, this is {HOOK_API}"
    return PluginFault(manifest.id, FaultKind.INCOMPATIBLE, reason)
