"""The facts on which rules are read: the profile, what follows from it in this region, and the signals of the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mkb_core.domain import sbi
from mkb_core.domain.periods import whole_years
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Analysis
from mkb_core.domain.regions import Region
from mkb_core.domain.sme import sme_test

#: facts that follow from others, and what to ask the company when they are unknown
FOLLOWS_FROM: Mapping[str, tuple[str, ...]] = {
    "in_region": ("municipality",),
    "sub_region": ("municipality",),
    "sme": ("employees",),
    "ambition": ("growth_ambition", "innovation_ambition"),
    "sbi_division": ("sbi_code",),
}

SME_TO_CONFIRM = "sme-to-confirm"
OUTSIDE_REGION = "outside-region"


def facts_of(profile: Profile, analysis: Analysis, region: Region, on: date) -> dict[str, Any]:
    """Field name to value, ``None`` where unknown; the fields are those of ``criteria.core_fields``.

    ``ambition`` holds by the profile's flags or by the words of the question; staff under 250 with turnover and
    balance total unknown counts as SME, still to be confirmed (C5).
    """
    municipality = None if profile.municipality is None else region.municipality(profile.municipality)
    signals = analysis.signals
    in_words = signals["growth_wish"] or signals["innovation_wish"]
    age = profile.age_years
    if profile.founding_date is not None:
        age = whole_years(profile.founding_date, on)
    return {
        "employees": profile.employees,
        "turnover_cents": profile.turnover_cents,
        "balance_total_cents": profile.balance_total_cents,
        "age_years": age,
        "founding_date": profile.founding_date,
        "sbi_code": profile.sbi,
        "sbi_division": None if profile.sbi is None else sbi.division(profile.sbi),
        "municipality": profile.municipality if municipality is None else municipality.name,
        "sub_region": None if municipality is None else municipality.sub_region,
        "in_region": None if profile.municipality is None else municipality is not None,
        "legal_form": profile.legal_form,
        "growth_ambition": profile.growth_ambition,
        "innovation_ambition": profile.innovation_ambition,
        "continuity_ambition": profile.continuity_ambition,
        "ambition": _or(profile.growth_ambition, profile.innovation_ambition, in_words),
        "sme": is_sme(profile),
        **signals,
    }


def is_sme(profile: Profile) -> bool | None:
    """The SME test for routing: yes where only money is still to be confirmed."""
    test = sme_test(profile.size, profile.related)
    return True if test.provisional else test.is_sme


def to_ask(missing: Iterable[str], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that the company itself can tell, for facts that are missing; each once, in the same order.

    A fact that stays unknown with all that it follows from known (the size, where a linked company's figures are missing)
    is asked itself: what is missing never goes unnamed.
    """
    asked: list[str] = []
    for name in missing:
        sources = [source for source in FOLLOWS_FROM.get(name, (name,)) if facts.get(source) is None]
        asked += sources or ([name] if facts.get(name) is None else [])
    return tuple(dict.fromkeys(asked))


def notes_of(profile: Profile, facts: dict[str, Any]) -> tuple[str, ...]:
    """Remarks that the reader must see."""
    notes = []
    if facts["in_region"] is False:
        notes.append(OUTSIDE_REGION)
    if sme_test(profile.size, profile.related).provisional:
        notes.append(SME_TO_CONFIRM)
    return tuple(notes)


def _or(growth: bool | None, innovation: bool | None, in_words: bool) -> bool | None:
    if growth or innovation or in_words:
        return True
    return None if growth is None or innovation is None else False
