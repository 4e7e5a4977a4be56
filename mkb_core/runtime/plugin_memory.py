"""What outlives a process: how each plugin stood, and the last declaration of each partner that was read well.

The host keeps these through a :class:`PluginMemory`; who has no database has none, and loses only the cache and the
declarations of the last time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.runtime.faults import PluginFault
from mkb_core.runtime.plugins import PluginState


@frozen
class Standing:
    """How a plugin stood when it was last tried. ``hooks`` are those that it implements; times in UTC.

    ``fingerprint`` is that of the files that were tried; ``retry_at`` is when a plugin at fault may be tried again.
    """

    plugin: str
    version: str
    fingerprint: str
    state: PluginState
    hooks: frozenset[str]
    faults: tuple[PluginFault, ...]
    since: datetime
    tried_at: datetime
    retry_at: datetime | None = None


@frozen
class Load:
    """A declaration that was good, and the files that it was read from."""

    partner: str
    plugin: str
    fingerprint: str
    declaration: PartnerDeclaration
    loaded_at: datetime


@frozen
class Memory:
    """All that is remembered: by plugin, and by partner."""

    standings: Mapping[str, Standing] = field(factory=dict)
    loads: Mapping[str, Load] = field(factory=dict)


class PluginMemory(Protocol):
    """Never raises: a memory that cannot be reached is one that knows nothing, and is asked again later."""

    def recall(self) -> Memory:
        """All that is remembered."""

    def remember(self, standings: Iterable[Standing], loads: Iterable[Load], forget: Iterable[str]) -> None:
        """Keep these, each in place of the one before; ``forget`` the partners that a plugin no longer declares."""


class NoMemory:
    """Remembers nothing."""

    def recall(self) -> Memory:
        """Nothing."""
        return Memory()

    def remember(self, standings: Iterable[Standing], loads: Iterable[Load], forget: Iterable[str]) -> None:
        """Nothing is kept."""
