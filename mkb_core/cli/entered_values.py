"""Values of company fields as people type them, on the command line or in a CSV file, to their JSON form."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from mkb_core.cli.amounts import cents_of
from mkb_core.cli.faults import CliFault
from mkb_core.codec import describe, parse_json
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.company_documents import checked_number, read_values

#: other names of a field; amounts under these names are in euros
ALIASES = {
    "turnover": "turnover_cents",
    "balance_total": "balance_total_cents",
    "sbi": "sbi_codes",
    "innovation": "innovation_ambition",
    "kvk": "number",
    "kvk_number": "number",
    "kvk_nummer": "number",
    "kvknummer": "number",
}
AMOUNTS = frozenset({"turnover_cents", "balance_total_cents"})
YES_NO = {
    "ja": True,
    "yes": True,
    "true": True,
    "waar": True,
    "nee": False,
    "no": False,
    "false": False,
    "onwaar": False,
}
_DUTCH_DAY = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})$")


def field_of(name: str) -> str:
    """The field that a typed name stands for; the name itself where it is no other name."""
    plain = plain_name(name)
    return ALIASES.get(plain, plain)


def plain_name(name: str) -> str:
    """A typed name as fields are written: ``Growth-ambition`` is ``growth_ambition``."""
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def typed_value(name: str, words: str) -> Any:
    """The JSON form of a typed value; the field itself is checked later. Raises :class:`InvalidInput`."""
    field = field_of(name)
    words = words.strip()
    if not words:
        raise InvalidInput([InputFault(field, "empty")])
    if field not in COMPANY_FIELDS:
        return words
    kind = COMPANY_FIELDS[field].kind
    in_euros = ALIASES.get(plain_name(name)) in AMOUNTS
    try:
        if in_euros:
            return cents_of(words)
        if kind in _READERS:
            return _READERS[kind](words)
    except (ValueError, KeyError):
        code = "amount" if in_euros else _CODES[kind]
        raise InvalidInput([CliFault(field, code, {"value": describe(words)})]) from None
    try:
        return parse_json(words)
    except InvalidInput as refusal:
        raise InvalidInput(fault.under(field) for fault in refusal.faults) from None


def _number(words: str) -> int:
    if not words.lstrip("-").isdigit():
        raise ValueError(words)
    return int(words)


def _decimal(words: str) -> str:
    number = words.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", number):
        raise ValueError(words)
    return str(Decimal(number))


def _day(words: str) -> str:
    match = _DUTCH_DAY.match(words)
    if match:
        day, month, year = map(int, match.groups())
        return date(year, month, day).isoformat()
    return date.fromisoformat(words).isoformat()


def _listed(words: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,;]", words) if one.strip()]


_READERS: dict[Any, Any] = {
    str: str,
    int: _number,
    bool: lambda words: YES_NO[words.casefold()],
    Decimal: _decimal,
    date: _day,
    tuple[str, ...]: _listed,
}
_CODES = {int: "whole-number", Decimal: "number", bool: "yes-no", date: "day"}


def typed_fields(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Field to JSON form of typed values. Raises :class:`InvalidInput` with all faults."""
    values: dict[str, Any] = {}
    faults: list[InputFault] = []
    for name, words in pairs:
        field = field_of(name)
        try:
            value = typed_value(name, words)
        except InvalidInput as refusal:
            faults += refusal.faults
            continue
        if field in values:
            faults.append(InputFault(field, "duplicate", {"value": describe(words)}))
        values[field] = value
    if faults:
        raise InvalidInput([*faults, *_faults_of(values)])
    return values


def _faults_of(values: dict[str, Any]) -> list[InputFault]:
    """What is wrong with the values that could be read: whoever has one fault to mend hears of all."""
    faults = checked_number(values["number"]) if "number" in values else []
    try:
        read_values(
            {name: value for name, value in values.items() if name != "number"},
            source="entered",
            entered_by="entered",
            on=date.min,
        )
    except InvalidInput as refusal:
        faults += refusal.faults
    return faults
