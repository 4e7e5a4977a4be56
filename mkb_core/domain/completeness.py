"""What is still missing about a company for a given decision (A2), to be asked in one request."""

from __future__ import annotations

from collections.abc import Mapping

from mkb_core.domain.companies import Company

#: decision -> the fields it needs, in the order in which they are asked
NEEDED: Mapping[str, tuple[str, ...]] = {
    "advice": (
        "employees",
        "founding_date",
        "municipality",
        "sbi_codes",
        "growth_ambition",
        "innovation_ambition",
    ),
    "sme-test": ("employees", "turnover_cents", "balance_total_cents", "group_relations"),
    "nomination": (
        "name",
        "employees",
        "founding_date",
        "municipality",
        "sbi_codes",
        "turnover_cents",
        "balance_total_cents",
        "contacts",
        "growth_ambition",
        "innovation_ambition",
        "unique_knowledge",
    ),
}

#: a field that another field makes known as well
STANDS_IN = {"founding_date": "age_years"}


def missing_for(company: Company, decision: str) -> tuple[str, ...]:
    """Names of the fields still unknown for ``decision`` (a key of :data:`NEEDED`; ``KeyError`` otherwise)."""
    return tuple(
        name
        for name in NEEDED[decision]
        if company.value(name) is None and company.value(STANDS_IN.get(name, name)) is None
    )
