"""What counts as sourced and as dated; one place, so that the check, the scale and the pages mean the same.

A source is given where an entry says where it was read and of when. It can be followed where that place is more than
somebody's general knowledge. It is dated where a year stands in it: of what was read, or of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkb_core.criteria import Criterion, fields_of
from mkb_core.domain.partners import Status
from mkb_core.hooks.declarations import Item, PartnerDeclaration, Service
from mkb_core.text import Text, text

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
OWN_KNOWLEDGE = re.compile(r"general knowledge|algemene kennis", re.IGNORECASE)
#: The approach itself is for one territory: who is left out by it needs no source of the partner.
TERRITORY = frozenset({"in_region", "sub_region", "municipality"})

UNDATED = text(nl="er staat geen jaar in „{value}”", en="there is no year in “{value}”")
UNSOURCED_RULE = text(
    nl="de voorwaarde „{value}” sluit bedrijven uit en steunt op algemene kennis",
    en="the condition “{value}” keeps companies out and rests on general knowledge",
)


def is_dated(words: str) -> bool:
    """Does a year stand in it?"""
    return YEAR.search(words) is not None


def is_own_knowledge(words: str) -> bool:
    """Does it (also) rest on general knowledge, which nobody can look up?"""
    return OWN_KNOWLEDGE.search(words) is not None


def offers(declaration: PartnerDeclaration) -> Iterator[tuple[str, Service | Item]]:
    """Services and items with their place in the declaration."""
    partner = declaration.partner.id
    for name, listed in (("services", declaration.services), ("items", declaration.items)):
        for offer in listed:
            yield f"{partner}.{name}.{offer.id}", offer


def sourcing_gaps(declaration: PartnerDeclaration) -> Iterator[tuple[str, Text]]:
    """What is not dated and sourced (place and what is missing), by the measure of silver.

    What is closed is left out, because it is never advised. General knowledge counts as the origin of an entry that is
    shown as "to be confirmed", but not of a rule that keeps companies out: such a rule names a source of its own, or
    the partner has confirmed the entry.
    """
    for place, offer in offers(declaration):
        if offer.source.status is Status.CLOSED:
            continue
        if not is_dated(offer.source.as_of):
            yield place, _with(UNDATED, offer.source.as_of)
        if not offer.confirmed and is_own_knowledge(offer.source.place):
            for condition in offer.conditions:
                if excludes(condition) and not _is_sourced(condition):
                    yield f"{place}.{condition.id}", _with(UNSOURCED_RULE, condition.id)
    for schedule in declaration.fee_schedules:
        if not schedule.source.strip() or not (schedule.valid.start or is_dated(schedule.source)):
            yield f"{declaration.partner.id}.fee_schedules.{schedule.id}", _with(UNDATED, schedule.source)


def excludes(condition: Criterion) -> bool:
    """Does its failing keep a company out, otherwise than by where it lies?"""
    return condition.hard and not TERRITORY.issuperset(fields_of(condition.rule))


def _is_sourced(condition: Criterion) -> bool:
    source = condition.source or ""
    return is_dated(source) and not is_own_knowledge(source)


def _with(words: Text, value: str) -> Text:
    return Text({language: said.format(value=value) for language, said in words.translations})
