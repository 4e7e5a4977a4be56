"""From what each plugin declared to what counts: who may speak for whom, what is sound, and the last good one else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from mkb_core.errors import InputFault
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.partner_plugin import DECLARES, LOADING, PartnerPlugin
from mkb_core.runtime.plugin_memory import Load
from mkb_core.runtime.plugins import Declared

#: Everything wrong with a declaration where it is to be used; nothing where it is sound.
Check = Callable[[PartnerDeclaration], Sequence[InputFault]]


def nothing_wrong(_: PartnerDeclaration) -> Sequence[InputFault]:
    """No check beyond the types."""
    return ()


@frozen
class Merged:
    """``faults`` by plugin are those of its declarations; ``loads`` are good ones to remember, ``withdrawn`` partners that
    their plugin no longer declares."""

    declared: Declared
    faults: Mapping[str, list[PluginFault]]
    loads: Mapping[str, Load]
    withdrawn: frozenset[str]


def merge(
    plugins: Iterable[PartnerPlugin],
    claims: Mapping[str, str],
    loads: Mapping[str, Load],
    check: Check = nothing_wrong,
) -> Merged:
    """``claims``: partner to the one plugin that speaks for it; ``loads``: what was good before, by partner."""
    accepted: dict[str, Load] = {}
    faults: dict[str, list[PluginFault]] = {}
    mentioned: set[str] = set()
    at_hand = {plugin.id: plugin for plugin in sorted(plugins, key=lambda plugin: plugin.id)}
    for plugin in at_hand.values():
        faults[plugin.id] = []
        if plugin.reading is None:
            continue
        named = plugin.found.manifest.partners if plugin.found.manifest else ()
        for declaration in plugin.reading.declarations:
            partner = declaration.partner.id
            refusal = _refusal(plugin.id, declaration, named, claims, accepted, check)
            if refusal is None:
                reading = plugin.reading
                accepted[partner] = Load(
                    partner, plugin.id, reading.fingerprint, declaration, reading.read_at
                )
            else:
                faults[plugin.id].append(refusal)
            if claims.get(partner) == plugin.id:
                mentioned.add(partner)
    in_use = dict(accepted)
    withdrawn = set()
    for partner, plugin_id in claims.items():
        load = loads.get(partner)
        if partner in in_use or load is None or load.plugin != plugin_id or plugin_id not in at_hand:
            continue
        fails = at_hand[plugin_id].reading is None or bool(at_hand[plugin_id].faults.of(LOADING))
        if partner not in mentioned and not fails:
            withdrawn.add(partner)
        elif not check(load.declaration):
            in_use[partner] = load
    declared = Declared(
        {partner: in_use[partner].declaration for partner in sorted(in_use)},
        {
            partner: load.loaded_at
            for partner, load in sorted(in_use.items())
            if partner not in accepted and not _is_of_these_files(load, at_hand[load.plugin])
        },
    )
    return Merged(declared, faults, accepted, frozenset(withdrawn))


def _refusal(
    plugin: str,
    declaration: PartnerDeclaration,
    named: Sequence[str],
    claims: Mapping[str, str],
    accepted: Mapping[str, Load],
    check: Check,
) -> PluginFault | None:
    """Why a declaration does not count; ``None`` where it does."""
    partner = declaration.partner.id
    if partner not in named:
        return PluginFault(plugin, FaultKind.INVALID, f"partner {partner} is not in its manifest", DECLARES)
    if claims.get(partner) != plugin:
        reason = f"another plugin speaks for partner {partner}"
        return PluginFault(plugin, FaultKind.DUPLICATE, reason, DECLARES)
    if partner in accepted:
        return PluginFault(plugin, FaultKind.DUPLICATE, f"partner {partner} is declared twice", DECLARES)
    if found := check(declaration):
        told = "; ".join(f"{one.path} {one.sentence('en')}" for one in found)
        return PluginFault(plugin, FaultKind.INVALID, f"{partner}: {told}", DECLARES)
    return None


def _is_of_these_files(load: Load, plugin: PartnerPlugin) -> bool:
    """Is the last good declaration the one that the plugin's files of now hold?"""
    return plugin.has_versions and load.fingerprint == plugin.fingerprint
