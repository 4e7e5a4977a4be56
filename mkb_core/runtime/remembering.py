"""Between the plugins of this process and what all processes of an installation remember of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock

from attrs import define, evolve, field

from mkb_core.runtime.partner_plugin import DECLARES, LOADING, PartnerPlugin, Reading
from mkb_core.runtime.plugin_memory import Load, NoMemory, PluginMemory, Standing
from mkb_core.runtime.roster import Roster


@define(eq=False)
class Remembering:
    """Recalls once, before the first plugin is asked; remembers only what changed."""

    roster: Roster
    memory: PluginMemory = field(factory=NoMemory)
    _recalled: bool = field(default=False, init=False)
    _kept: dict[str, Standing] = field(factory=dict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def recall(self) -> None:
        """Take up how the plugins stood, where their files are still the same, and what was good."""
        with self._lock:
            if self._recalled:
                return
            self._recalled = True
            memory = self.memory.recall()
            self.roster.loads = dict(memory.loads) | self.roster.loads
            for plugin in self.roster.partners.values():
                standing = memory.standings.get(plugin.id)
                if standing is not None:
                    self._kept[plugin.id] = standing
                    if standing.fingerprint == plugin.fingerprint:
                        self._restore(plugin, standing)

    def _restore(self, plugin: PartnerPlugin, standing: Standing) -> None:
        of_reading = tuple(fault for fault in standing.faults if fault.hook in (None, DECLARES))
        for fault in standing.faults:
            if fault not in of_reading and fault.hook is not None:
                plugin.faults.restore(fault.hook, [fault])
        if of_reading:
            plugin.faults.restore(LOADING, of_reading)
            plugin.tried = True
            retry_at = standing.retry_at or standing.tried_at
            plugin.loading.restore(
                (retry_at - standing.tried_at).total_seconds(),
                (retry_at - self.roster.now()).total_seconds(),
            )
            plugin.tried = plugin.loading.seconds_left > 0
        elif plugin.has_versions:  # else what it declares may have changed though no file did
            own = [load for load in self.roster.loads.values() if load.plugin == plugin.id]
            own = [load for load in own if load.fingerprint == plugin.fingerprint]
            read_at = min((load.loaded_at for load in own), default=standing.tried_at)
            declarations = tuple(load.declaration for load in own)
            plugin.reading = Reading(standing.hooks, declarations, plugin.fingerprint, read_at)
        self.roster.restore(plugin.id, standing.state, standing.since)

    def remember(self, before: Mapping[str, Load], withdrawn: Iterable[str] = ()) -> None:
        """Keep what changed since the last time; ``before`` are the loads of then."""
        changed = []
        claims = self.roster.claims()
        moment = self.roster.now()
        with self._lock:
            for plugin in self.roster.partners.values():
                standing = self._standing(plugin, claims, moment)
                if standing is not None and not _same(standing, self._kept.get(plugin.id)):
                    self._kept[plugin.id] = standing
                    changed.append(standing)
            loads = [load for partner, load in self.roster.loads.items() if before.get(partner) != load]
            forget = list(withdrawn)
            if changed or loads or forget:
                self.memory.remember(changed, loads, forget)

    def _standing(self, plugin: PartnerPlugin, claims: dict[str, str], moment: datetime) -> Standing | None:
        """How it stands; ``None`` as long as nothing is known of it."""
        stands = self.roster.as_it_stands(plugin.id, claims)
        if plugin.reading is None and not stands.faults:
            return None
        wait = timedelta(seconds=plugin.loading.wait)
        left = timedelta(seconds=plugin.loading.seconds_left)
        return Standing(
            plugin=plugin.id,
            version=stands.version,
            fingerprint=plugin.fingerprint,
            state=stands.state,
            hooks=plugin.hooks,
            faults=stands.faults,
            since=stands.since or moment,
            tried_at=moment + left - wait,
            retry_at=moment + left if plugin.loading.is_open else None,
        )


def _same(one: Standing, other: Standing | None) -> bool:
    """Nothing changed but how long it is still to wait."""
    if other is None or (one.retry_at is None) != (other.retry_at is None):
        return False
    waits = [(each.retry_at - each.tried_at) if each.retry_at else timedelta(0) for each in (one, other)]
    if waits[0] != waits[1]:
        return False
    return one == evolve(other, tried_at=one.tried_at, retry_at=one.retry_at)
