"""Reading the company part of a question, as commands, batches and the API receive it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mkb_core.codec import describe
from mkb_core.domain import sbi
from mkb_core.domain.company_fields import LIMITS
from mkb_core.domain.profile import UNKNOWN, Profile, profile_of
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.company_documents import company_of_document

#: key -> (lowest, highest)
NUMBERS = {name: LIMITS[name] for name in ("employees", "age_years", "turnover_cents", "balance_total_cents")}
#: key -> name in the profile
FLAGS = {"growth_ambition": "growth_ambition", "innovation": "innovation_ambition", "known": "known"}
TEXTS = ("sbi", "municipality", "legal_form", "number")
LONGEST_TEXT = 200


def read_profile(data: Any) -> Profile:
    """A profile from ``{employees, age_years, sbi, municipality, growth_ambition, innovation, known, ...}``.

    Any value may be null. ``known: false``: no profile was given, so the two flags say nothing either.
    Raises :class:`InvalidInput` with every fault and its path.
    """
    if data is None:
        return UNKNOWN
    if not isinstance(data, Mapping):
        raise InvalidInput([InputFault("$", "wrong-type", {"expected": "an object", "got": describe(data)})])
    faults: list[InputFault] = []
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key in NUMBERS:
            _number(key, value, values, faults)
        elif key in FLAGS:
            _typed(FLAGS[key], key, value, bool, "true or false", values, faults)
        elif key in TEXTS:
            _typed(key, key, value, str, "text", values, faults)
        else:
            faults.append(InputFault(str(key), "unknown-key", {"key": key}))
    _texts(values, faults)
    if faults:
        raise InvalidInput(faults)
    if values.pop("known", None) is False:
        values["growth_ambition"] = values["innovation_ambition"] = None
    return Profile(**values)


def read_company(data: Any, on: date) -> Profile:
    """A profile from either form of a company: that of a batch, or that of ``mkb company show`` (age on a day).

    Raises :class:`InvalidInput` with every fault and its path.
    """
    if not isinstance(data, Mapping) or "fields" not in data:
        return read_profile(data)
    return profile_of(company_of_document(data, on), on)


def _number(key: str, value: Any, values: dict[str, Any], faults: list[InputFault]) -> None:
    low, high = NUMBERS[key]
    if value is None:
        return
    if type(value) is not int:
        faults.append(InputFault(key, "wrong-type", {"expected": "a whole number", "got": describe(value)}))
    elif not low <= value <= high:
        faults.append(InputFault(key, "out-of-range", {"value": describe(value), "low": low, "high": high}))
    else:
        values[key] = value


def _typed(
    name: str,
    key: str,
    value: Any,
    kind: type,
    expected: str,
    values: dict[str, Any],
    faults: list[InputFault],
) -> None:
    if value is None:
        return
    if type(value) is not kind:
        faults.append(InputFault(key, "wrong-type", {"expected": expected, "got": describe(value)}))
    else:
        values[name] = value


def _texts(values: dict[str, Any], faults: list[InputFault]) -> None:
    for key in TEXTS:
        value = values.get(key)
        if value is None:
            continue
        if not value.strip():
            faults.append(InputFault(key, "empty"))
        elif len(value) > LONGEST_TEXT:
            faults.append(InputFault(key, "too-long", {"length": len(value), "limit": LONGEST_TEXT}))
        elif not value.isprintable():
            faults.append(InputFault(key, "control-characters"))
    code = values.get("sbi")
    if code and not sbi.is_code(code):
        faults.append(InputFault("sbi", "sbi-code", {"value": describe(code)}))
