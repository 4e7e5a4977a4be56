"""Plugins that fail, and the partners whose data are missing or incomplete because of it: always shown."""

from __future__ import annotations

from attrs import frozen

from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.host import Plugin, PluginState
from mkb_core.text import Text, text
from mkb_core.workflows.assembly import Installation

#: what a reader is told; the reason itself is for the plugin's developer, and in the log
FAULT_WORDS: dict[FaultKind, Text] = {
    FaultKind.MANIFEST: text(
        nl="de beschrijving van de plugin is niet te lezen", en="the plugin's description cannot be read"
    ),
    FaultKind.INCOMPATIBLE: text(
        nl="de plugin is gemaakt voor een andere versie", en="the plugin was made for another version"
    ),
    FaultKind.IMPORT: text(nl="de plugin start niet", en="the plugin does not start"),
    FaultKind.UNKNOWN_HOOK: text(
        nl="de plugin gebruikt iets wat niet bestaat", en="the plugin uses something that does not exist"
    ),
    FaultKind.RAISED: text(nl="de plugin gaf een fout", en="the plugin reported an error"),
    FaultKind.WRONG_TYPE: text(
        nl="de plugin gaf iets anders dan is afgesproken", en="the plugin gave something else than agreed"
    ),
    FaultKind.INVALID: text(nl="de gegevens kloppen niet", en="the data are not valid"),
    FaultKind.DUPLICATE: text(nl="de gegevens komen dubbel voor", en="the data occur twice"),
}


@frozen
class FailingPartner:
    """A partner whose plugin fails. ``absent``: nothing of it could be read; else only a part is missing."""

    id: str
    name: str
    plugin: str
    version: str
    absent: bool
    faults: tuple[FaultKind, ...]

    def reasons(self, language: str) -> tuple[str, ...]:
        """What is wrong, in words for a reader, each once."""
        return tuple(dict.fromkeys(FAULT_WORDS[kind].in_language(language) for kind in self.faults))


def failing_partners(installation: Installation) -> tuple[FailingPartner, ...]:
    """All partners touched by a plugin's fault, by id; a plugin that cannot even be read stands for itself."""
    found = {}
    for plugin in installation.host.plugins.values():
        if plugin.state is not PluginState.LOADED and plugin.group == "mkb.partner":
            for one in _of_plugin(plugin, installation):
                found[one.id] = one
    return tuple(found[partner] for partner in sorted(found))


def _of_plugin(plugin: Plugin, installation: Installation) -> list[FailingPartner]:
    declared = installation.catalogue.declarations
    kinds = tuple(fault.kind for fault in plugin.faults)
    partners = plugin.partners or (plugin.id,)
    shown = []
    for partner in partners:
        absent = partner not in declared
        name = plugin.manifest.name if plugin.manifest and len(partners) == 1 else partner
        if not absent:
            name = declared[partner].partner.name
        # In a package of several partners, a partner that was read well is only touched where nobody is missing.
        if absent or all(other in declared for other in partners):
            shown.append(FailingPartner(partner, name, plugin.id, plugin.version, absent, kinds))
    return shown
