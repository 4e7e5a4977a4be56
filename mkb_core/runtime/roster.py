"""All plugins of a host as they stand: their states and faults, and which of them speaks for which partner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from attrs import define, evolve, field

from mkb_core.runtime.fault_record import FaultRecord
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.partner_plugin import LOADING, TWIN, PartnerPlugin
from mkb_core.runtime.plugin_memory import Load
from mkb_core.runtime.plugins import Declared, Plugin, PluginState

#: states that do not come from what a plugin does
SET_ASIDE = (PluginState.DISABLED, PluginState.ELSEWHERE)


@define(eq=False)
class Roster:
    """Safe between threads. ``loads``: partner to its last good declaration; ``used`` is what counted last."""

    now: Callable[[], datetime] = field(repr=False)
    partners: dict[str, PartnerPlugin] = field(factory=dict)
    loads: dict[str, Load] = field(factory=dict, repr=False)
    used: Declared | None = field(default=None, repr=False)
    #: in the order in which they were found; state and faults are those of the start
    _found: dict[str, Plugin] = field(factory=dict, repr=False)
    _records: dict[str, FaultRecord] = field(factory=dict, repr=False)
    _states: dict[str, tuple[PluginState, datetime]] = field(factory=dict, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def __contains__(self, plugin: str) -> bool:
        return plugin in self._found

    def add(self, plugin: Plugin, record: FaultRecord, partner: PartnerPlugin | None = None) -> None:
        """Take a plugin up; its id is new."""
        self._found[plugin.id] = plugin
        self._records[plugin.id] = record
        self._states[plugin.id] = (plugin.state, self.now())
        if partner is not None:
            self.partners[plugin.id] = partner

    def add_twin(self, fault: PluginFault) -> None:
        """A second plugin of one id is not taken up, so that the first one stays as it is, also where it fails."""
        self._records[fault.plugin].add(TWIN, fault)

    def replace(self, plugin: Plugin) -> None:
        """Another version of a plugin that is here."""
        self._found[plugin.id] = plugin

    def record(self, fault: PluginFault) -> None:
        """A fault of a trusted plugin."""
        self._records[fault.plugin].add(fault.hook or LOADING, fault)

    def restore(self, plugin: str, state: PluginState, since: datetime) -> None:
        """As another process left it."""
        self._states[plugin] = (state, since)

    @property
    def faults(self) -> tuple[PluginFault, ...]:
        """All faults, by plugin."""
        return tuple(fault for record in self._records.values() for fault in record.all)

    @property
    def plugins(self) -> dict[str, Plugin]:
        """All plugins as they stand at this moment, trusted ones first."""
        claims = self.claims()
        return {plugin: self.as_it_stands(plugin, claims) for plugin in self._found}

    def claims(self) -> dict[str, str]:
        """Partner to the one plugin that speaks for it: its namesake, else the first by id."""
        claims: dict[str, str] = {}
        for plugin in sorted(self._found):
            for partner in self._partners_of(plugin):
                if partner == plugin or partner not in claims:
                    claims[partner] = plugin
        return claims

    def as_it_stands(self, plugin: str, claims: dict[str, str]) -> Plugin:
        """One plugin at this moment."""
        state, since = self.state(plugin, claims)
        shown = evolve(
            self._found[plugin],
            state=state,
            since=since,
            faults=self._records[plugin].all,
            known_partners=self._partners_of(plugin),
        )
        partner = self.partners.get(plugin)
        if partner is None:
            return shown
        left = timedelta(seconds=partner.loading.seconds_left)
        return evolve(
            shown,
            hooks=partner.reading.hooks if partner.reading else shown.hooks,
            protection=partner.protection,
            retry_at=self.now() + left if partner.loading.is_open else None,
        )

    def state(self, plugin: str, claims: dict[str, str]) -> tuple[PluginState, datetime]:
        """The state now, and since when."""
        state = self._state(plugin, claims)
        with self._lock:
            if state is not self._states[plugin][0]:
                began = [fault.since for fault in self._records[plugin].all if fault.since is not None]
                at_fault = state not in (PluginState.LOADED, *SET_ASIDE)
                self._states[plugin] = (state, min(began) if began and at_fault else self.now())
            return self._states[plugin]

    def _partners_of(self, plugin: str) -> tuple[str, ...]:
        """Those of its manifest; where that cannot be read, those that it declared before; none for another region."""
        if self._found[plugin].state is PluginState.ELSEWHERE:
            return ()
        manifest = self._found[plugin].manifest
        if manifest is not None:
            return manifest.partners
        return tuple(sorted(partner for partner, load in self.loads.items() if load.plugin == plugin))

    def _state(self, plugin: str, claims: dict[str, str]) -> PluginState:
        if self._found[plugin].state in SET_ASIDE:
            return self._found[plugin].state
        record = self._records[plugin]
        twins = record.of(TWIN)
        faults = [fault for fault in record.all if fault not in twins]
        if not faults:
            return PluginState.LOADED
        if any(fault.kind is FaultKind.INCOMPATIBLE for fault in faults):
            return PluginState.INCOMPATIBLE
        used = self.used.declarations if self.used else {}
        in_use = any(claims[partner] == plugin and partner in used for partner in self._partners_of(plugin))
        return PluginState.STALE if in_use else PluginState.FAILING
