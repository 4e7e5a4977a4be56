"""The values of a company as rows, and the values in force as typed columns for searching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from mkb_core.codec import from_json, to_json
from mkb_core.domain import sbi
from mkb_core.domain.companies import Company, Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS, read_value
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.company_keys import Unsealer, seal_for
from mkb_core.store.failures import Unreadable
from mkb_core.store.tables import company_values


def value_rows(company: Company) -> list[dict[str, Any]]:
    """One row per value, the one in force at position 0.

    Raises :class:`InvalidInput` with every value that its field does not take, at paths such as ``employees[0]``.
    """
    rows: list[dict[str, Any]] = []
    faults: list[InputFault] = []
    for name, values in sorted(company.fields.items()):
        for position, sourced in enumerate(values):
            try:
                rows.append({"number": company.number, **_row(name, position, sourced)})
            except InvalidInput as error:
                faults += [fault.under(f"{name}[{position}]") for fault in error.faults]
    if faults:
        raise InvalidInput(faults)
    return rows


def _row(name: str, position: int, sourced: Sourced) -> dict[str, Any]:
    data = to_json(sourced.value)
    read_value(name, data)
    return {
        "field": name,
        "position": position,
        "value": document_text(data, "value"),
        "source": sourced.source,
        "date": from_json(date, to_json(sourced.date)),
        "entered_by": sourced.entered_by,
    }


def sealed_rows(
    connection: Connection, rows: Iterable[Mapping[str, Any]], at: datetime
) -> list[dict[str, Any]]:
    """The rows with confidential values sealed by the company's key."""
    return [
        {**row, "value": seal_for(connection, row["number"], row["value"], _place(row["number"], row), at)}
        if COMPANY_FIELDS[row["field"]].confidential
        else dict(row)
        for row in rows
    ]


def company_of(number: str, rows: Iterable[RowMapping], unsealer: Unsealer) -> Company:
    """The company of its rows, which come in order of field and position.

    Raises :class:`Unreadable` with every value that is not of its field's type any more: none is left out.
    """
    fields: dict[str, tuple[Sourced, ...]] = {}
    faults: list[InputFault] = []
    for row in rows:
        name, place = row["field"], f"{row['field']}[{row['position']}]"
        try:
            words = unsealer.open(row["value"], _place(number, row), kind="company", key=number)
            value = read_value(name, document_of(words, "company", number))
        except (InvalidInput, Unreadable) as error:
            faults += [fault.under(place) for fault in error.faults]
            continue
        fields[name] = (*fields.get(name, ()), Sourced(value, row["source"], row["date"], row["entered_by"]))
    if faults:
        raise Unreadable("company", number, faults)
    return Company(number, fields)


def _place(number: str, row: Mapping[Any, Any]) -> str:
    return f"{company_values.name}.value {number} {row['field']} {row['position']}"


def facts_row(company: Company) -> dict[str, Any]:
    """The values in force under the names that criteria use; ``None`` is unknown. Amounts in cents."""
    codes = company.value("sbi_codes") or ()
    fte = company.value("employees_fte")
    return {
        "number": company.number,
        "founding_date": company.value("founding_date"),
        "age_years": company.value("age_years"),
        "employees": company.value("employees"),
        "employees_fte": None if fte is None else float(fte),
        "turnover_cents": company.value("turnover_cents"),
        "balance_total_cents": company.value("balance_total_cents"),
        "sbi_code": sbi.normalise(codes[0]) if codes else None,
        "sbi_division": sbi.division(codes[0]) if codes else None,
        "municipality": company.value("municipality"),
        "legal_form": company.value("legal_form"),
        "growth_ambition": company.value("growth_ambition"),
        "innovation_ambition": company.value("innovation_ambition"),
        "continuity_ambition": company.value("continuity_ambition"),
    }
