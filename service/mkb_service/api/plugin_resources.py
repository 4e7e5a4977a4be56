"""What the API shows of plugins: plain frozen data. A change here is a change of the public API."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from mkb_core.runtime.plugins import PARTNERS
from mkb_core.workflows.plugin_overview import ShownPlugin
from mkb_service.api.resources import utc, utc_or_none


@frozen
class PluginFault:
    """What is wrong with a plugin; ``reason`` is for its developer."""

    kind: str
    hook: str | None
    reason: str
    since: datetime | None
    message: str


@frozen
class Plugin:
    """A plugin. ``state``: ``loaded``, ``stale`` (it fails, and earlier data are in use), ``failing``, ``disabled``,
    ``incompatible`` or ``elsewhere`` (for another region). ``last_good``: partner to when its data in use were read, where
    they are not of now; ``missing``: partners of which nothing is in use. ``unprotected``: the parts that do not shut its
    process in, ``null`` where it has none."""

    id: str
    name: str
    version: str
    owner: str | None
    contact: str | None
    trusted: bool
    state: str
    state_label: str
    since: datetime | None
    retry_at: datetime | None
    transport: str
    unprotected: tuple[str, ...] | None
    hooks: tuple[str, ...] | None
    partners: tuple[str, ...]
    last_good: dict[str, datetime]
    missing: tuple[str, ...]
    faults: tuple[PluginFault, ...]

    @classmethod
    def of(cls, one: ShownPlugin) -> Plugin:
        """How a plugin stands."""
        return cls(
            id=one.id,
            name=one.name,
            version=one.version,
            owner=one.owner,
            contact=one.contact,
            trusted=one.group != PARTNERS,
            state=one.state,
            state_label=one.state_label,
            since=utc_or_none(one.since),
            retry_at=utc_or_none(one.retry_at),
            transport=one.transport,
            unprotected=one.unprotected,
            hooks=one.hooks,
            partners=one.partners,
            last_good={partner: utc(at) for partner, at in one.last_good.items()},
            missing=one.missing,
            faults=tuple(
                PluginFault(fault.kind, fault.hook, fault.reason, utc_or_none(fault.since), fault.message)
                for fault in one.faults
            ),
        )


@frozen
class PluginList:
    """All plugins."""

    items: tuple[Plugin, ...]
