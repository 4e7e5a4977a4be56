"""The company part of a question, as commands, batches and the API give it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.errors import InvalidInput
from mkb_core.workflows.profiles import NUMBERS, read_company, read_profile

DAY = date(2026, 11, 23)
FULL = {
    "employees": 16,
    "age_years": 12,
    "sbi": "25.11",
    "municipality": "Venlo",
    "growth_ambition": True,
    "innovation": False,
    "known": True,
    "turnover_cents": 1,
    "balance_total_cents": 2,
    "legal_form": "bv",
    "number": "12345678",
}


def test_every_key() -> None:
    profile = read_profile(FULL)
    assert profile == Profile(16, 12, "2511", "Venlo", True, False, None, 1, 2, "bv", None, "12345678")


@pytest.mark.parametrize("data", [None, {}, dict.fromkeys(FULL)], ids=["nothing", "empty", "nulls"])
def test_nothing_known(data: Any) -> None:
    assert read_profile(data) == UNKNOWN


def test_without_a_profile_the_flags_say_nothing_but_facts_stay() -> None:
    profile = read_profile(FULL | {"known": False})
    assert profile.growth_ambition is None
    assert profile.innovation_ambition is None
    assert profile.employees == 16


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_at_its_bounds_and_just_beyond(name: str) -> None:
    low, high = NUMBERS[name]
    assert getattr(read_profile({name: low}), name) == low
    assert getattr(read_profile({name: high}), name) == high
    for beyond in (low - 1, high + 1):
        with pytest.raises(InvalidInput) as refusal:
            read_profile({name: beyond})
        assert [(fault.path, fault.code) for fault in refusal.value.faults] == [(name, "out-of-range")]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "$"),
        ("text", "$"),
        (7, "$"),
        ({"employees": "16"}, "employees"),
        ({"employees": 16.0}, "employees"),
        ({"employees": True}, "employees"),
        ({"growth_ambition": "true"}, "growth_ambition"),
        ({"known": 1}, "known"),
        ({"municipality": ""}, "municipality"),
        ({"municipality": "x" * 201}, "municipality"),
        ({"municipality": "Ven\nlo"}, "municipality"),
        ({"sbi": "abc"}, "sbi"),
        ({"sbi": "1234567"}, "sbi"),
        ({"sbi": 2511}, "sbi"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(data: Any, path: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_profile(data)
    assert [fault.path for fault in refusal.value.faults] == [path]


def test_all_faults_come_together() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_profile({"employees": -1, "age_years": "x", "sbi": "?", "known": "no", "colour": 1})
    assert {fault.path for fault in refusal.value.faults} == {
        "employees",
        "age_years",
        "sbi",
        "known",
        "colour",
    }


def test_the_form_of_company_show_gives_the_age_on_the_day() -> None:
    fields = {
        "founding_date": {"value": "2010-11-24"},
        "sbi_codes": {"value": ["2511", "2562"]},
        "employees": 4,
    }
    profile = read_company({"number": "12345678", "fields": fields}, DAY)
    assert (profile.age_years, profile.sbi, profile.employees, profile.number) == (15, "2511", 4, "12345678")


def test_the_form_of_a_batch_is_read_as_in_a_batch() -> None:
    assert read_company(FULL, DAY) == read_profile(FULL)
    assert read_company(None, DAY) == UNKNOWN
