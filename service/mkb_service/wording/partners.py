"""Words of the directory of partners."""

from __future__ import annotations

from mkb_core.catalogue.phrases import PARTNER_KIND
from mkb_core.quality.rules import TIER_LABEL
from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "partners.title": text(nl="Partners", en="Partners"),
    "partners.lead": text(
        nl="Deze organisaties helpen ondernemers in {region}. Zoek op naam of dienst, of kies een onderwerp.",
        en="These organisations help entrepreneurs in {region}. Search by name or service, or choose a topic.",
    ),
    "partners.search": text(nl="Zoek partners", en="Search partners"),
    "partners.search.words": text(nl="Naam of dienst", en="Name or service"),
    "partners.search.topic": text(nl="Onderwerp", en="Topic"),
    "partners.search.all": text(nl="Alle onderwerpen", en="All topics"),
    "partners.search.send": text(nl="Zoek", en="Search"),
    "partners.search.clear": text(nl="Wis de zoekopdracht", en="Clear the search"),
    "partners.found.one": text(nl="1 partner gevonden", en="1 partner found"),
    "partners.found.many": text(nl="{count} partners gevonden", en="{count} partners found"),
    "partners.found.none": text(
        nl="Geen partner gevonden. Probeer een ander woord, of stel uw vraag.",
        en="No partner found. Try another word, or ask your question.",
    ),
    "partners.services.one": text(nl="1 dienst", en="1 service"),
    "partners.services.many": text(nl="{count} diensten", en="{count} services"),
    "partners.unreadable": text(nl="Gegevens nu niet leesbaar", en="Data not readable now"),
    **{f"kind.{kind}": words for kind, words in PARTNER_KIND.items()},
    "partner.back": text(nl="Alle partners", en="All partners"),
    "partner.contact": text(nl="Contact", en="Contact"),
    "partner.website": text(nl="Naar de website van {name}", en="To the website of {name}"),
    "partner.response": text(
        nl="Antwoordt op een doorverwijzing binnen {days} werkdagen.",
        en="Answers a referral within {days} working days.",
    ),
    "partner.services": text(nl="Diensten", en="Services"),
    "partner.services.none": text(
        nl="Van deze partner is nog geen dienst bekend.", en="No service of this partner is known yet."
    ),
    "partner.conditions": text(nl="Voorwaarden en bron", en="Conditions and source"),
    "partner.source": text(nl="Bron", en="Source"),
    "partner.to-confirm": text(nl="Nog te bevestigen", en="To be confirmed"),
    "partner.conditions.none": text(nl="Voor alle bedrijven.", en="For all companies."),
    "partner.rule": text(nl="Regel: {rule}", en="Rule: {rule}"),
    "partner.must": text(nl="vereist", en="required"),
    "partner.may": text(nl="telt mee", en="counts"),
    "partner.valid": text(
        nl="Geldig van {start} tot en met {end}.", en="In force from {start} up to and including {end}."
    ),
    "partner.valid.from": text(nl="Geldig vanaf {start}.", en="In force from {start}."),
    "partner.valid.until": text(nl="Geldig tot en met {end}.", en="In force up to and including {end}."),
    "partner.at-once": text(
        nl="Geeft op een gewone vraag direct antwoord.", en="Answers a plain question at once."
    ),
    "partner.status.open": text(nl="Open toen dit is nagekeken.", en="Open when this was looked up."),
    "partner.status.closed": text(nl="Gesloten toen dit is nagekeken.", en="Closed when this was looked up."),
    "partner.items": text(nl="Informatie en regelingen", en="Information and schemes"),
    "item.knowledge": text(nl="Informatie", en="Information"),
    "item.tool": text(nl="Hulpmiddel", en="Tool"),
    "item.scheme": text(nl="Regeling", en="Scheme"),
    "item.masterclass": text(nl="Masterclass", en="Masterclass"),
    "item.expert": text(nl="Deskundige", en="Expert"),
    "partner.desks": text(nl="Loketten", en="Front desks"),
    "partner.desks.all": text(nl="voor alle gemeenten", en="for all municipalities"),
    "partner.desks.of": text(
        nl="voor de gemeente {municipality}", en="for the municipality of {municipality}"
    ),
    "partner.fees": text(nl="Bijdrage aan de aanpak", en="Contribution to the approach"),
    "partner.fees.lead": text(
        nl="Wat deze partner bijdraagt. Dit speelt geen rol in een advies.",
        en="What this partner contributes. It plays no part in an advice.",
    ),
    "partners.quality": text(nl="kwaliteit: {tier}", en="quality: {tier}"),
    **{f"tier.{tier.value}": words for tier, words in TIER_LABEL.items()},
    "partner.quality": text(nl="Kwaliteit van de gegevens: {tier}", en="Quality of the data: {tier}"),
    "partner.quality.lead": text(
        nl="Berekend uit een lijst met regels. Het zegt hoe goed de gegevens zijn onderbouwd, niet hoe goed de partner is, en "
        "speelt geen rol in een advies.",
        en="Computed from a list of rules. It says how well the data are founded, not how good the partner is, and plays no "
        "part in an advice.",
    ),
    "partner.quality.open": text(nl="Nog open: {count}", en="Still open: {count}"),
    "partner.quality.met": text(nl="Gehaald: {count}", en="Met: {count}"),
    "partner.about": text(nl="Over deze gegevens", en="About these data"),
    "partner.about.text": text(
        nl="Aangeleverd door de plugin “{plugin}”, versie {version}. Kenmerk van de gegevens: {hash}.",
        en="Delivered by the plugin “{plugin}”, version {version}. Mark of the data: {hash}.",
    ),
}
