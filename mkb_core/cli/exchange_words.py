"""The words of ``mkb fees`` and ``mkb feeds``, in Dutch and English."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "fees-of": text(nl="Fees over {quarter}", en="Fees of {quarter}"),
    "received": text(nl="Ontvangen", en="Received"),
    "from": text(nl="Uit", en="From"),
    "contracts": text(nl="Regels", en="Lines"),
    "total": text(nl="Fees samen", en="Fees in all"),
    "unread": text(nl="Onleesbaar", en="Unread"),
    "status": text(nl="Stand", en="State"),
    "new": text(nl="nieuw", en="new"),
    "same": text(nl="al bewaard", en="already stored"),
    "newest": text(nl="geldt", en="in force"),
    "corrected": text(nl="later verbeterd", en="corrected later"),
    "nothing-reported": text(nl="nog niets gemeld", en="nothing reported yet"),
    "failed": text(nl="mislukt", en="failed"),
    "no-reporters": text(
        nl="Geen enkele partner meldt fees via een plugin.", en="No partner reports fees through a plugin."
    ),
    "unread-line": text(nl="{place}: {reason}", en="{place}: {reason}"),
    "failure": text(nl="{plugin}: {reason}", en="{plugin}: {reason}"),
    "missing": text(
        nl="Nog geen opgave over {quarter} van: {partners}.",
        en="No report on {quarter} yet from: {partners}.",
    ),
    "not-ended": text(nl="{quarter} is nog niet voorbij.", en="{quarter} has not ended yet."),
    "unread-lines": text(
        nl="Regels die niet gelezen zijn: {count}, zie hierboven.",
        en="Lines that were not read: {count}, see above.",
    ),
    "feed": text(nl="Feed", en="Feed"),
    "changed": text(nl="gewijzigd", en="changed"),
    "unchanged": text(nl="gelijk", en="same"),
    "refused": text(nl="geweigerd", en="refused"),
    "refused-entry": text(
        nl="{plugin} {feed}: {id}: {path}: {message}", en="{plugin} {feed}: {id}: {path}: {message}"
    ),
    "note": text(nl="{plugin} {feed}: {note}", en="{plugin} {feed}: {note}"),
    "done": text(nl="klaar", en="done"),
    "collected": text(nl="Opgehaald", en="Collected"),
    "never": text(nl="nog niet", en="not yet"),
    "entries": text(nl="Bewaard", en="Stored"),
    "as-companies": text(nl="als bedrijven", en="as companies"),
    "no-feeds": text(nl="Geen enkele plugin heeft zo'n feed.", en="No plugin has such a feed."),
    "id": text(nl="Kenmerk", en="Id"),
    "title": text(nl="Titel", en="Title"),
    "when": text(nl="Wanneer", en="When"),
    "companies": text(nl="bedrijven", en="companies"),
    "news": text(nl="nieuws", en="news"),
    "events": text(nl="bijeenkomsten", en="events"),
    "items": text(nl="regelingen en kennis", en="schemes and knowledge"),
}


def told(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
