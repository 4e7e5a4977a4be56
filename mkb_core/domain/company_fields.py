"""The uniform set of key company data, *key bedrijfsgegevens* (A1): one table for import, completeness and pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from mkb_core.codec import describe, from_json
from mkb_core.domain import sbi
from mkb_core.domain.companies import Address, Contact, GroupRelation
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import Text, text


@frozen
class CompanyField:
    """A field: its name, the type of its value, its label, and whether its content is confidential (A6)."""

    name: str
    kind: Any
    label: Text
    confidential: bool = False


def _field(name: str, kind: Any, nl: str, en: str, **more: Any) -> CompanyField:
    return CompanyField(name, kind, text(nl=nl, en=en), **more)


#: Highest amount accepted, in cents: a thousand billion euros; far above any firm and safe in 64 bits.
HIGHEST_CENTS = 10**14

#: The lowest and highest value of each field that holds a number, wherever it is entered.
LIMITS: Mapping[str, tuple[int, int]] = {
    "employees": (0, 1_000_000),
    "employees_fte": (0, 1_000_000),
    "age_years": (0, 1000),
    "turnover_cents": (0, HIGHEST_CENTS),
    "balance_total_cents": (0, HIGHEST_CENTS),
}

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
        _field("age_years", int, "leeftijd in jaren", "age in years"),
        _field("employees", int, "aantal medewerkers (personen)", "employees (persons)"),
        _field("employees_fte", Decimal, "aantal medewerkers (fte)", "employees (fte)"),
        _field("turnover_cents", int, "jaaromzet", "annual turnover", confidential=True),
        _field("balance_total_cents", int, "balanstotaal", "balance total", confidential=True),
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


def read_value(name: str, data: Any) -> Any:
    """One value of a field from its JSON form.

    Raises :class:`InvalidInput` where there is no such field or it does not take the value.
    """
    if name not in COMPANY_FIELDS:
        raise InvalidInput([InputFault("$", "unknown-name", {"value": describe(name)})])
    value = from_json(COMPANY_FIELDS[name].kind, data)
    if name in LIMITS:
        low, high = LIMITS[name]
        if not low <= value <= high:
            raise InvalidInput([InputFault("$", "out-of-range", {"value": value, "low": low, "high": high})])
    if name == "sbi_codes":
        faults = [
            InputFault(f"[{index}]", "sbi-code", {"value": describe(code)})
            for index, code in enumerate(value)
            if not sbi.is_code(code)
        ]
        if faults:
            raise InvalidInput(faults)
    return value
