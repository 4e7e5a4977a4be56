"""Is a declaration sound? All faults of one come together; a faulty one is kept out and shown, the others go on."""

from __future__ import annotations

from collections.abc import Iterable

from mkb_core.criteria import CORE_FIELDS, Criterion, FieldRegistry, tree_faults
from mkb_core.domain.regions import Region
from mkb_core.errors import InputFault
from mkb_core.hooks.declarations import Item, PartnerDeclaration, RegionDefinition, Service
from mkb_core.text import Text


def declaration_faults(
    declaration: PartnerDeclaration, region: RegionDefinition, registry: FieldRegistry = CORE_FIELDS
) -> tuple[InputFault, ...]:
    """Everything wrong with a partner's declaration in this region."""
    topics = {topic.id for topic in region.topics}
    languages = region.region.languages
    faults: list[InputFault] = []
    faults += _texts("partner.description", declaration.partner.description, languages)
    kinds: tuple[tuple[str, tuple[Service | Item, ...]], ...] = (
        ("services", declaration.services),
        ("items", declaration.items),
    )
    for name, offers in kinds:
        faults += _doubles(name, [offer.id for offer in offers])
        for index, offer in enumerate(offers):
            path = f"{name}[{index}]"
            faults += offer_faults(offer, path, topics, languages, registry)
    for index, desk in enumerate(declaration.front_desks):
        if desk.municipality is not None:
            faults += _municipality(f"front_desks[{index}].municipality", desk.municipality, region.region)
    faults += _doubles("front_desks", [desk.id for desk in declaration.front_desks])
    return tuple(faults)


def region_faults(region: RegionDefinition, registry: FieldRegistry = CORE_FIELDS) -> tuple[InputFault, ...]:
    """Everything wrong with a region's definition."""
    faults: list[InputFault] = []
    faults += _doubles("topics", [topic.id for topic in region.topics])
    sub_regions = {sub_region.id for sub_region in region.region.sub_regions}
    for index, municipality in enumerate(region.region.municipalities):
        if municipality.sub_region not in sub_regions:
            path = f"region.municipalities[{index}].sub_region"
            faults.append(InputFault(path, "unknown-name", {"value": municipality.sub_region}))
    for index, area in enumerate(region.region.postcodes):
        faults += _municipality(f"region.postcodes[{index}].municipality", area.municipality, region.region)
    faults += _criteria("nomination.criteria", region.nomination.criteria, region.region.languages, registry)
    return tuple(faults)


def offer_faults(
    offer: Service | Item, path: str, topics: set[str], languages: tuple[str, ...], registry: FieldRegistry
) -> list[InputFault]:
    """Everything wrong with one offer: words, topics and conditions."""
    faults = _texts(f"{path}.label", offer.label, languages) + _texts(
        f"{path}.summary", offer.summary, languages
    )
    if not offer.topics:
        faults.append(InputFault(f"{path}.topics", "empty"))
    faults += _doubles(f"{path}.topics", [strength.topic for strength in offer.topics])
    for index, strength in enumerate(offer.topics):
        if strength.topic not in topics:
            faults.append(
                InputFault(f"{path}.topics[{index}].topic", "unknown-name", {"value": strength.topic})
            )
    return faults + _criteria(f"{path}.conditions", offer.conditions, languages, registry)


def _criteria(
    path: str, criteria: tuple[Criterion, ...], languages: tuple[str, ...], registry: FieldRegistry
) -> list[InputFault]:
    faults = _doubles(path, [criterion.id for criterion in criteria])
    for index, criterion in enumerate(criteria):
        faults += _texts(f"{path}[{index}].label", criterion.label, languages)
        faults += [fault.under(f"{path}[{index}].rule") for fault in tree_faults(criterion.rule, registry)]
    return faults


def _texts(path: str, words: Text, languages: tuple[str, ...]) -> list[InputFault]:
    translations = words.as_dict()
    return [
        InputFault(f"{path}.{language}", "missing")
        for language in languages
        if not translations.get(language, "").strip()
    ]


def _doubles(path: str, ids: Iterable[str]) -> list[InputFault]:
    seen: set[str] = set()
    faults = []
    for one in ids:
        if one in seen:
            faults.append(InputFault(path, "duplicate", {"value": one}))
        seen.add(one)
    return faults


def _municipality(path: str, name: str, region: Region) -> list[InputFault]:
    return [] if region.municipality(name) else [InputFault(path, "unknown-name", {"value": name})]
