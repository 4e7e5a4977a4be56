"""How every plugin stands, for whoever runs an installation: the same facts and words on the command line, page and API."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from mkb_core.criteria.words import date_words
from mkb_core.runtime.faults import PluginFault
from mkb_core.runtime.plugins import PARTNERS, Plugin, PluginState
from mkb_core.text import Text, text
from mkb_core.workflows.assembly import Installation

STATE_WORDS: dict[PluginState, Text] = {
    PluginState.LOADED: text(nl="in orde", en="in order"),
    PluginState.STALE: text(
        nl="fout; laatste goede gegevens in gebruik", en="at fault; last good data in use"
    ),
    PluginState.FAILING: text(nl="fout", en="at fault"),
    PluginState.DISABLED: text(nl="uitgezet", en="switched off"),
    PluginState.INCOMPATIBLE: text(nl="past niet bij deze versie", en="does not fit this version"),
    PluginState.ELSEWHERE: text(nl="voor een andere regio", en="for another region"),
}
TRANSPORT_WORDS: dict[str, Text] = {
    "in-process": text(nl="in dit proces", en="in this process"),
    "pipe": text(nl="eigen proces", en="process of its own"),
    "http": text(nl="server van de partner", en="the partner's server"),
    "data": text(nl="alleen gegevens", en="data only"),
}
PROTECTION_WORDS: dict[str, Text] = {
    "whole": text(nl="afgeschermd", en="shut in"),
    "part": text(nl="deels afgeschermd, niet: {missing}", en="partly shut in, not: {missing}"),
    "not-started": text(nl="nog niet gestart", en="not started yet"),
    "file_system": text(nl="bestanden", en="files"),
    "network": text(nl="netwerk", en="network"),
    "processes": text(nl="processen", en="processes"),
    "memory": text(nl="geheugen", en="memory"),
    "user": text(nl="eigen gebruiker", en="user of its own"),
}


@frozen
class ShownFault:
    """A fault; ``since`` in UTC. ``reason`` is for the plugin's developer, ``message`` the whole in a sentence."""

    kind: str
    hook: str | None
    reason: str
    since: datetime | None
    message: str


@frozen
class ShownPlugin:
    """A plugin. ``last_good``: partner to when (UTC) the data in use were read, because it fails now; ``missing``: partners
    of which nothing is in use. ``protection``: the parts that shut its process in, and ``unprotected`` those that do not
    hold; both ``None`` where it has no process, or none was started yet."""

    id: str
    name: str
    owner: str | None
    contact: str | None
    group: str
    version: str
    state: str
    state_label: str
    since: datetime | None
    retry_at: datetime | None
    transport: str
    transport_label: str
    protection_label: str | None
    unprotected: tuple[str, ...] | None
    hooks: tuple[str, ...] | None
    partners: tuple[str, ...]
    last_good: dict[str, datetime]
    missing: tuple[str, ...]
    faults: tuple[ShownFault, ...]


def plugin_overview(installation: Installation, language: str) -> tuple[ShownPlugin, ...]:
    """All plugins, trusted ones first."""
    return tuple(_shown(plugin, installation, language) for plugin in installation.host.plugins.values())


def moment_words(moment: datetime, language: str) -> str:
    """``23 november 2026, 17:42 UTC``."""
    return f"{date_words(moment.date(), language)}, {moment:%H:%M} UTC"


def _shown(plugin: Plugin, installation: Installation, language: str) -> ShownPlugin:
    manifest = plugin.manifest
    declared = installation.catalogue.declarations
    claims = installation.host.roster.claims()
    own = [partner for partner in plugin.partners if claims.get(partner) == plugin.id]
    protection = plugin.protection
    return ShownPlugin(
        id=plugin.id,
        name=manifest.name if manifest else plugin.id,
        owner=manifest.owner if manifest else None,
        contact=manifest.contact if manifest else None,
        group=plugin.group,
        version=plugin.version,
        state=plugin.state.value,
        state_label=STATE_WORDS[plugin.state].in_language(language),
        since=plugin.since,
        retry_at=plugin.retry_at,
        transport=plugin.transport,
        transport_label=TRANSPORT_WORDS[plugin.transport].in_language(language),
        protection_label=_protection(plugin, language),
        unprotected=protection.missing if protection else None,
        hooks=None if plugin.hooks is None else tuple(sorted(plugin.hooks)),
        partners=plugin.partners,
        last_good={one: installation.last_good[one] for one in own if one in installation.last_good},
        missing=tuple(one for one in own if one not in declared),
        faults=tuple(_fault(fault, language) for fault in plugin.faults),
    )


def _fault(fault: PluginFault, language: str) -> ShownFault:
    return ShownFault(fault.kind.value, fault.hook, fault.reason, fault.since, fault.sentence(language))


def _protection(plugin: Plugin, language: str) -> str | None:
    """In words; ``None`` where there is no process to shut in."""
    if plugin.group != PARTNERS or plugin.transport != "pipe":
        return None
    protection = plugin.protection
    if protection is None:
        return PROTECTION_WORDS["not-started"].in_language(language)
    if not protection.missing:
        return PROTECTION_WORDS["whole"].in_language(language)
    parts = ", ".join(PROTECTION_WORDS[part].in_language(language) for part in protection.missing)
    return PROTECTION_WORDS["part"].in_language(language).format(missing=parts)
