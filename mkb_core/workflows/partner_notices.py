"""What a reader is told where a partner's plugin fails: how old its data are, or that they are missing. Made here for the
command line, the pages and the API alike; no part of an advice, a decision or a receipt."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from attrs import frozen

from mkb_core.catalogue.explanation import ExplainedAdvice
from mkb_core.criteria.words import date_words
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.partner_plugin import DECLARES
from mkb_core.runtime.plugins import PARTNERS, Plugin, PluginState
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
    FaultKind.TIME_OUT: text(nl="de plugin antwoordt niet op tijd", en="the plugin does not answer in time"),
    FaultKind.CRASHED: text(nl="de plugin stopte onverwacht", en="the plugin stopped unexpectedly"),
    FaultKind.TOO_LARGE: text(nl="de plugin gaf te veel gegevens", en="the plugin gave too much data"),
    FaultKind.UNREADABLE: text(
        nl="het antwoord van de plugin is onleesbaar", en="the plugin's answer cannot be read"
    ),
    FaultKind.LEFTOVERS: text(
        nl="de plugin ging door na het antwoord", en="the plugin went on after its answer"
    ),
    FaultKind.UNREACHABLE: text(nl="de plugin is niet te bereiken", en="the plugin cannot be reached"),
    FaultKind.NOT_GENUINE: text(
        nl="het antwoord kwam niet aantoonbaar van de partner", en="the answer was not provably the partner's"
    ),
}

SENTENCES: dict[str, Text] = {
    "absent": text(
        nl="Gegevens van {name} konden niet worden gelezen: {reasons}.",
        en="Data of {name} could not be read: {reasons}.",
    ),
    "incomplete": text(
        nl="Gegevens van {name} zijn misschien niet volledig: {reasons}.",
        en="Data of {name} may be incomplete: {reasons}.",
    ),
    "last-good": text(
        nl="De gegevens van {name} zijn van {day}: {reasons}.", en="{name}'s data are from {day}: {reasons}."
    ),
    "today": text(nl="eerder vandaag", en="earlier today"),
    "yesterday": text(nl="gisteren", en="yesterday"),
}


def day_words(moment: datetime, today: date, language: str) -> str:
    """``gisteren``, or the day."""
    days = (today - moment.date()).days
    if days in (0, 1):
        return SENTENCES[("today", "yesterday")[days]].in_language(language)
    return date_words(moment.date(), language)


@frozen
class PartnerNotice:
    """A partner whose plugin cannot be read now. ``absent``: nothing of it is in use; ``last_good``: when (UTC) the
    data in use were read; neither: a part may be missing. ``today`` is the day of the notice."""

    id: str
    name: str
    plugin: str
    version: str
    absent: bool
    faults: tuple[FaultKind, ...]
    today: date
    last_good: datetime | None = None

    def reasons(self, language: str) -> tuple[str, ...]:
        """What is wrong, in words for a reader, each once."""
        return tuple(dict.fromkeys(FAULT_WORDS[kind].in_language(language) for kind in self.faults))

    def sentence(self, language: str) -> str:
        """All of it in one sentence."""
        key = "absent" if self.absent else "incomplete" if self.last_good is None else "last-good"
        day = "" if self.last_good is None else day_words(self.last_good, self.today, language)
        reasons = "; ".join(self.reasons(language))
        return SENTENCES[key].in_language(language).format(name=self.name, day=day, reasons=reasons)


def partner_notices(installation: Installation) -> tuple[PartnerNotice, ...]:
    """Of all partners that are touched, by id; a plugin of which not even the manifest can be read stands for itself."""
    found = {}
    for plugin in installation.host.plugins.values():
        if plugin.state not in (PluginState.LOADED, PluginState.DISABLED) and plugin.group == PARTNERS:
            for one in _of_plugin(plugin, installation):
                found[one.id] = one
    return tuple(found[partner] for partner in sorted(found))


def notices_about(
    installation: Installation, catalogue: str, advice: ExplainedAdvice
) -> tuple[PartnerNotice, ...]:
    """Those that belong to an advice, taken on a version of the catalogue: partners whose data are missing, and proposed
    ones whose data are old. Of an advice on an earlier catalogue nobody knows any more how old they were."""
    proposed = {offer.partner for offer in (*advice.proposals, *advice.items)}
    used = proposed if catalogue == installation.catalogue.version else ()
    return tuple(one for one in partner_notices(installation) if one.absent or one.id in used)


def of_reading(faults: Collection[PluginFault]) -> tuple[PluginFault, ...]:
    """Those that keep a plugin from being read; a call that fails says nothing about what was declared."""
    return tuple(fault for fault in faults if fault.hook in (None, DECLARES))


def _of_plugin(plugin: Plugin, installation: Installation) -> list[PartnerNotice]:
    declared = installation.catalogue.declarations
    kinds = tuple(fault.kind for fault in of_reading(plugin.faults))
    if not kinds:
        return []
    partners = plugin.partners or (plugin.id,)
    today = installation.settings.clock().date()
    shown = []
    for partner in partners:
        absent = partner not in declared
        name = plugin.manifest.name if plugin.manifest and len(partners) == 1 else partner
        if not absent:
            name = declared[partner].partner.name
        last_good = installation.last_good.get(partner)
        # In a package of several partners, one that was read well is only touched where nobody is missing.
        if absent or last_good is not None or _all_read(partners, installation):
            shown.append(
                PartnerNotice(partner, name, plugin.id, plugin.version, absent, kinds, today, last_good)
            )
    return shown


def _all_read(partners: Collection[str], installation: Installation) -> bool:
    return all(
        partner in installation.catalogue.declarations and partner not in installation.last_good
        for partner in partners
    )
