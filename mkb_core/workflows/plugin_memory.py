"""The memory of the plugin host in the database of the installation; without a database it is forgetful, and no more."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from attrs import asdict, define, field
from sqlalchemy import Engine

from mkb_core.codec import from_json, to_json
from mkb_core.errors import MkbError
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.runtime.faults import PluginFault
from mkb_core.runtime.plugin_memory import Load, Memory, Standing
from mkb_core.runtime.plugins import PluginState
from mkb_core.store import declarations as stored_declarations
from mkb_core.store import plugin_states
from mkb_core.store.engine import read, write

log = logging.getLogger(__name__)

#: a database that gave no answer is not asked again for so long: nobody waits for its limit of time twice
QUIET_SECONDS = 30.0


@define(eq=False)
class StoredPluginMemory:
    """A :class:`~mkb_core.runtime.plugin_memory.PluginMemory`. ``engine`` opens the database; ``now`` dates what is new; where no
    database ``is_there``, none is made.

    What could not be kept is kept with the next change.
    """

    engine: Callable[[], Engine] = field(repr=False)
    now: Callable[[], datetime] = field(repr=False)
    is_there: Callable[[], bool] = field(default=lambda: True, repr=False)
    clock: Callable[[], float] = time.monotonic
    _quiet_until: float = field(default=float("-inf"), init=False)
    _standings: dict[str, Standing] = field(factory=dict, init=False, repr=False)
    _loads: dict[str, Load] = field(factory=dict, init=False, repr=False)
    _forget: set[str] = field(factory=set, init=False, repr=False)

    def recall(self) -> Memory:
        """All that is remembered; what cannot be read any more is left out, because a later version may have written it."""
        if not self.is_there():
            return Memory()
        try:
            with read(self.engine()) as connection:
                standings = plugin_states.all_standings(connection)
                loads = plugin_states.all_loads(connection)
        except MkbError as error:
            self._rest("plugin states cannot be read: %s", error)
            return Memory()
        known = [_standing(one) for one in standings]
        good = [_load(one, document) for one, document in loads]
        return Memory(
            {one.plugin: one for one in known if one is not None},
            {one.partner: one for one in good if one is not None},
        )

    def remember(self, standings: Iterable[Standing], loads: Iterable[Load], forget: Iterable[str]) -> None:
        """Keep these, all in one transaction."""
        self._standings |= {one.plugin: one for one in standings}
        self._loads |= {one.partner: one for one in loads}
        self._forget = (self._forget | set(forget)) - set(self._loads)
        if self.clock() < self._quiet_until or not self.is_there():
            return
        try:
            with write(self.engine()) as connection:
                for load in self._loads.values():
                    hash_ = stored_declarations.put_declaration(
                        connection,
                        to_json(load.declaration),
                        kind="partner",
                        owner=load.partner,
                        plugin=load.plugin,
                        at=self.now(),
                    )
                    row = plugin_states.PartnerLoad(
                        load.partner, load.plugin, load.fingerprint, hash_, load.loaded_at
                    )
                    plugin_states.put_load(connection, row)
                for partner in self._forget:
                    plugin_states.forget_load(connection, partner)
                for standing in self._standings.values():
                    plugin_states.put_standing(connection, _row(standing))
        except MkbError as error:
            self._rest("plugin states cannot be kept: %s", error)
            return
        self._standings, self._loads, self._forget = {}, {}, set()

    def _rest(self, words: str, error: MkbError) -> None:
        self._quiet_until = self.clock() + QUIET_SECONDS
        log.warning(words, error.sentence("en"))


def _row(standing: Standing) -> plugin_states.PluginStanding:
    facts = asdict(standing, recurse=False)
    facts |= {
        "state": standing.state.value,
        "hooks": sorted(standing.hooks),
        "faults": [to_json(fault) for fault in standing.faults],
    }
    return plugin_states.PluginStanding(**facts)


def _standing(row: plugin_states.PluginStanding) -> Standing | None:
    facts = asdict(row, recurse=False)
    try:
        facts |= {
            "state": PluginState(row.state),
            "hooks": from_json(frozenset[str], row.hooks),
            "faults": from_json(tuple[PluginFault, ...], row.faults),
        }
    except (MkbError, ValueError):
        return None
    return Standing(**facts)


def _load(row: plugin_states.PartnerLoad, document: object) -> Load | None:
    """The declaration is read as a fresh one is: an earlier version of the core may have taken what this one refuses."""
    try:
        declaration = from_json(PartnerDeclaration, document)
    except MkbError:
        return None
    return Load(row.partner, row.plugin, row.fingerprint, declaration, row.loaded_at)
