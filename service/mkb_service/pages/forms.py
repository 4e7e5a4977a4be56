"""The form of a question: which fields it has, and from what was typed to a profile or to faults in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.domain.questions import checked_question
from mkb_core.domain.regions import Region
from mkb_core.domain.sectors import DIVISIONS
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.profiles import read_profile

#: the fields about the company, in the order in which they are asked; the last two only when they could matter
NUMBERS = ("employees", "age_years")
CHOICES = ("municipality", "sbi")
FLAGS = ("growth_ambition", "innovation")
AMOUNTS = ("turnover_cents", "balance_total_cents")
FIELDS = (*NUMBERS, *CHOICES, *FLAGS, *AMOUNTS)
ALWAYS_SHOWN = (*NUMBERS, *CHOICES, *FLAGS)
#: what an advice asks for -> the field of the form
FIELD_OF = {"sbi_code": "sbi", "innovation_ambition": "innovation"} | {name: name for name in FIELDS}
#: the choice of a place outside the region; its name there is shown in reasons
OUTSIDE = "outside"

_NUMBER = re.compile(r"^\d{1,3}(?:[. ]\d{3})+$|^\d{1,15}$", re.ASCII)
_AMOUNT = re.compile(r"^€? ?(?:\d{1,3}(?:[., ]\d{3})+|\d{1,12})$", re.ASCII)


@frozen
class Reading:
    """What came of a form: a question and a profile, or faults."""

    text: str
    profile: Profile
    faults: tuple[InputFault, ...]


def read_question_form(form: Mapping[str, str], region: Region) -> Reading:
    """Read a form; every fault has a field as its path. Unknown fields are left alone."""
    text = form.get("question", "")
    faults: list[InputFault] = []
    try:
        checked_question(text)
    except InvalidInput as refusal:
        faults += refusal.faults
    values: dict[str, Any] = {}
    for name in FIELDS:
        words = form.get(name, "").strip()
        if words:
            try:
                values[name] = _value(name, words, region)
            except ValueError:
                faults.append(InputFault(name, "not-allowed", {"value": words[:40]}))
    profile = UNKNOWN
    try:
        profile = read_profile(values)
    except InvalidInput as refusal:
        faults += refusal.faults
    return Reading(text, profile, tuple(faults))


def _value(name: str, words: str, region: Region) -> Any:
    """The value of a field; raises ``ValueError`` where it is none."""
    if name in NUMBERS:
        return _digits(words, _NUMBER)
    if name in AMOUNTS:
        return _digits(words, _AMOUNT) * 100
    if name in FLAGS:
        return {"yes": True, "no": False}[words] if words in ("yes", "no") else _refuse(words)
    if name == "sbi":
        return words if words in DIVISIONS else _refuse(words)
    if words == OUTSIDE:
        return outside_name(region)
    municipality = region.municipality(words)
    return municipality.name if municipality is not None else _refuse(words)


def _digits(words: str, pattern: re.Pattern[str]) -> int:
    if not pattern.match(words):
        raise ValueError(words)
    return int(re.sub(r"\D", "", words))


def _refuse(words: str) -> Any:
    raise ValueError(words)


def outside_name(region: Region) -> str:
    """What stands for a municipality outside the region; it is in no region's list."""
    return f"buiten {region.label.in_language('nl')}"


def form_of(text: str, profile: Profile, region: Region) -> dict[str, str]:
    """The form, filled in with what an earlier advice was given on."""
    municipality = ""
    if profile.municipality is not None:
        known = region.municipality(profile.municipality)
        municipality = known.name if known else OUTSIDE
    filled = {
        "question": text,
        "employees": _words(profile.employees),
        "age_years": _words(profile.age_years),
        "municipality": municipality,
        "sbi": (profile.sbi or "")[:2],
        "growth_ambition": _flag(profile.growth_ambition),
        "innovation": _flag(profile.innovation_ambition),
        "turnover_cents": _words(None if profile.turnover_cents is None else profile.turnover_cents // 100),
        "balance_total_cents": _words(
            None if profile.balance_total_cents is None else profile.balance_total_cents // 100
        ),
    }
    return {name: value for name, value in filled.items() if value}


def _words(number: int | None) -> str:
    return "" if number is None else str(number)


def _flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
