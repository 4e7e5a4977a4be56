"""The uniform set of key company data, *key bedrijfsgegevens* (A1): one table for import, completeness and pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from mkb_core.domain.companies import Address, Contact, GroupRelation
from mkb_core.text import Text, text


@frozen
class CompanyField:
    """A field: its name, the type of its value, its label, and whether its content is confidential (A6)."""

    name: str
    kind: Any
    label: Text
    confidential: bool = False
    low: int | None = None
    high: int | None = None


def _field(name: str, kind: Any, nl: str, en: str, **more: Any) -> CompanyField:
    return CompanyField(name, kind, text(nl=nl, en=en), **more)


#: Highest amount accepted, in cents: a thousand billion euros; far above any firm and safe in 64 bits.
HIGHEST_CENTS = 10**14

COMPANY_FIELDS: dict[str, CompanyField] = {
    item.name: item
    for item in (
        _field("name", str, "naam", "name"),
        _field("trade_names", tuple[str, ...], "handelsnamen", "trade names"),
        _field("legal_form", str, "rechtsvorm", "legal form"),
        _field(
            "sbi_codes",
            tuple[str, ...],
            "SBI-activiteiten (hoofdactiviteit eerst)",
            "SBI activities (main first)",
        ),
        _field("visiting_address", Address, "bezoekadres", "visiting address"),
        _field("postal_address", Address, "postadres", "postal address"),
        _field("municipality", str, "gemeente", "municipality"),
        _field("founding_date", date, "datum van oprichting", "founding date"),
        _field("age_years", int, "leeftijd in jaren", "age in years", low=0, high=1000),
        _field(
            "employees", int, "aantal medewerkers (personen)", "employees (persons)", low=0, high=1_000_000
        ),
        _field(
            "employees_fte", Decimal, "aantal medewerkers (fte)", "employees (fte)", low=0, high=1_000_000
        ),
        _field(
            "turnover_cents",
            int,
            "jaaromzet",
            "annual turnover",
            confidential=True,
            low=0,
            high=HIGHEST_CENTS,
        ),
        _field(
            "balance_total_cents",
            int,
            "balanstotaal",
            "balance total",
            confidential=True,
            low=0,
            high=HIGHEST_CENTS,
        ),
        _field(
            "group_relations", tuple[GroupRelation, ...], "verbonden ondernemingen", "related enterprises"
        ),
        _field("contacts", tuple[Contact, ...], "contactpersonen", "contacts", confidential=True),
        _field("memberships", tuple[str, ...], "lidmaatschappen", "association memberships"),
        _field("growth_ambition", bool, "groeiambitie", "growth ambition"),
        _field("innovation_ambition", bool, "innovatieambitie", "innovation ambition"),
        _field(
            "continuity_ambition", bool, "ambitie duurzame continuïteit", "ambition of sustainable continuity"
        ),
        _field("unique_knowledge", str, "unieke kennis", "unique knowledge", confidential=True),
    )
}
