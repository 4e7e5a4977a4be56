"""The public form of a company, written and read: ``{number, fields: {name: {value, source, date, entered_by}}}``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mkb_core.codec import describe, to_json
from mkb_core.domain.companies import Company, Sourced, is_company_number
from mkb_core.domain.company_fields import COMPANY_FIELDS, read_value
from mkb_core.domain.completeness import missing_for
from mkb_core.errors import InputFault, InvalidInput


def company_document(company: Company, decision: str = "advice") -> dict[str, Any]:
    """The public form: ``{number, fields: {name: {value, source, date, entered_by}}, missing}``.

    ``missing`` is for ``decision``; ``conflicts`` (name to all values, the one in force first) only where there are any.
    """
    fields = {name: to_json(values[0]) for name, values in sorted(company.fields.items()) if values}
    conflicts = {
        name: [to_json(value) for value in values] for name, values in sorted(company.conflicts().items())
    }
    document: dict[str, Any] = {
        "number": company.number,
        "fields": fields,
        "missing": list(missing_for(company, decision)),
    }
    return document | ({"conflicts": conflicts} if conflicts else {})


def company_of_document(data: Mapping[str, Any], on: date) -> Company:
    """A company from its public form, provenance left out; raises :class:`InvalidInput` with every fault."""
    faults = checked_number(data.get("number"))
    fields = data.get("fields")
    if not isinstance(fields, Mapping):
        faults.append(InputFault("fields", "wrong-type", {"expected": "an object", "got": describe(fields)}))
        raise InvalidInput(faults)
    raw = {
        str(name): one["value"] if isinstance(one, Mapping) and "value" in one else one
        for name, one in fields.items()
    }
    values: dict[str, Sourced] = {}
    try:
        values = read_values(raw, source="file", entered_by="file", on=on)
    except InvalidInput as refusal:
        faults += [fault.under("fields") for fault in refusal.faults]
    if faults:
        raise InvalidInput(faults)
    return Company(str(data["number"])).with_values(values)


def checked_number(number: Any) -> list[InputFault]:
    """What is wrong with a company number."""
    sound = isinstance(number, str) and is_company_number(number)
    return [] if sound else [InputFault("number", "company-number")]


def read_values(data: Mapping[str, Any], *, source: str, entered_by: str, on: date) -> dict[str, Sourced]:
    """Check entered values against the field table; ``null`` values are left out. Raises :class:`InvalidInput`."""
    values: dict[str, Sourced] = {}
    faults: list[InputFault] = []
    for name, raw in data.items():
        if name not in COMPANY_FIELDS:
            faults.append(InputFault(name, "unknown-name", {"value": describe(name)}))
        elif raw is not None:
            try:
                values[name] = Sourced(read_value(name, raw), source, on, entered_by)
            except InvalidInput as refusal:
                faults += [fault.under(name) for fault in refusal.faults]
    if faults:
        raise InvalidInput(faults)
    return values
