"""Companies: shown from the store or the register, imported, completed; every value keeps its provenance (A1-A3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from mkb_core.codec import from_json, to_json
from mkb_core.domain.companies import Address, Company, Sourced, is_company_number
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.domain.completeness import missing_for
from mkb_core.errors import InputFault, InvalidInput, NotFound
from mkb_core.runtime.egress import Egress
from mkb_core.store import companies as stored_companies
from mkb_core.store.engine import read, write
from mkb_core.workflows.assembly import Installation

#: sources whose values take over from what people entered
REGISTERS = ("kvk",)


def company_document(company: Company, decision: str = "advice") -> dict[str, Any]:
    """The public form: ``{number, fields: {name: {value, source, date, entered_by}}, conflicts, missing}``."""
    fields = {
        name: to_json(values[0]) for name, values in sorted(company.fields.items()) if values
    }
    conflicts = {
        name: [to_json(value) for value in values] for name, values in sorted(company.conflicts().items())
    }
    document: dict[str, Any] = {"number": company.number, "fields": fields, "missing": list(missing_for(company, decision))}
    return document | ({"conflicts": conflicts} if conflicts else {})


def show_company(installation: Installation, number: str) -> Company:
    """The company from the store, else from the register (then stored).

    Raises :class:`InvalidInput` (number), :class:`NotFound`, ``SourceUnavailable``, ``StoreUnavailable``.
    """
    check_number(number)
    with read(installation.engine) as connection:
        try:
            return stored_companies.get_company(connection, number).company
        except NotFound:
            pass
    return refresh_company(installation, number)


def refresh_company(installation: Installation, number: str) -> Company:
    """Ask the register and store what it says beside what was known; a person's entry is never lost (A3)."""
    check_number(number)
    found = installation.host.look_up_company(number, egresses(installation))
    if found is None:
        raise NotFound(kind="company", key=number)
    _, values = found
    values = {**values, **_municipality(installation, values)}
    return store_values(installation, number, values)


def store_values(installation: Installation, number: str, values: Mapping[str, Sourced]) -> Company:
    """Merge values into the stored company, made where it is new."""
    with write(installation.engine) as connection:
        version = stored_companies.company_version(connection, number)
        known = Company(number)
        if version != stored_companies.NEW:
            known = stored_companies.get_company(connection, number).company
        company = known.with_values(values, prefer=REGISTERS)
        stored_companies.save_company(connection, company, version, at=installation.settings.clock())
    return company


def complete_company(installation: Installation, number: str, data: Mapping[str, Any], entered_by: str) -> Company:
    """Enter values by hand: field name to JSON value. Raises :class:`InvalidInput` with all faults; nothing is stored
    then."""
    check_number(number)
    return store_values(installation, number, read_values(installation, data, "entered", entered_by))


@frozen
class ImportLine:
    """The outcome of one line of an import: a number, or what is wrong with the line (nothing of it is stored)."""

    line: int
    number: str | None
    faults: tuple[InputFault, ...]


def import_companies(
    installation: Installation, rows: Iterable[tuple[int, Any]], source: str, entered_by: str
) -> list[ImportLine]:
    """Store companies from ``(line number, {number, field: value, ...})``; faulty lines are reported, others stored."""
    outcomes = []
    for line, row in rows:
        try:
            if not isinstance(row, Mapping):
                raise InvalidInput([InputFault("$", "wrong-type", {"expected": "an object", "got": type(row).__name__})])
            data = dict(row)
            number = data.pop("number", None)
            faults: list[InputFault] = []
            if not isinstance(number, str) or not is_company_number(number):
                faults.append(InputFault("number", "company-number"))
            values: dict[str, Sourced] = {}
            try:
                values = read_values(installation, data, source, entered_by)
            except InvalidInput as refusal:
                faults += refusal.faults
            if faults:
                raise InvalidInput(faults)
            store_values(installation, str(number), values)
            outcomes.append(ImportLine(line, str(number), ()))
        except InvalidInput as refusal:
            outcomes.append(ImportLine(line, None, refusal.faults))
    return outcomes


def read_values(
    installation: Installation, data: Mapping[str, Any], source: str, entered_by: str
) -> dict[str, Sourced]:
    """Check entered values against the field table; ``null`` values are left out. Raises :class:`InvalidInput`."""
    today = installation.settings.clock().date()
    values: dict[str, Sourced] = {}
    faults: list[InputFault] = []
    for name, raw in data.items():
        field = COMPANY_FIELDS.get(name)
        if field is None:
            faults.append(InputFault(name, "unknown-name", {"value": name}))
            continue
        if raw is None:
            continue
        try:
            value = from_json(field.kind, raw)
        except InvalidInput as refusal:
            faults += [fault.under(name) for fault in refusal.faults]
            continue
        if field.low is not None and field.high is not None and not field.low <= value <= field.high:
            facts = {"value": value, "low": field.low, "high": field.high}
            faults.append(InputFault(name, "out-of-range", facts))
            continue
        values[name] = Sourced(value, source, today, entered_by)
    if faults:
        raise InvalidInput(faults)
    return values


def check_number(number: str) -> None:
    """Raises :class:`InvalidInput` where it is no company number."""
    if not is_company_number(number):
        raise InvalidInput([InputFault("number", "company-number")])


def egresses(installation: Installation) -> dict[str, Egress]:
    """The ways outside that are configured: plugin id to its egress."""
    settings = installation.settings
    return {"kvk": Egress("KVK Handelsregister", settings.kvk_base_url, headers={"apikey": settings.kvk_api_key})}


def _municipality(installation: Installation, values: Mapping[str, Sourced]) -> dict[str, Sourced]:
    """The municipality of the visiting address, which registers leave out; only where the region knows the postcode."""
    address = values.get("visiting_address")
    if address is None or "municipality" in values or not isinstance(address.value, Address):
        return {}
    region = installation.catalogue.region.region
    found = region.municipality_of_postcode(address.value.postcode or "") or region.municipality(address.value.place or "")
    if found is not None:
        return {"municipality": evolve(address, value=found.name)}
    return {"municipality": evolve(address, value=address.value.place)} if address.value.place else {}


