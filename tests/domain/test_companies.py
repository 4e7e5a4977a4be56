"""Companies: every value with its origin, and no source silently overwrites another (A1, A3)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.companies import Company, GroupRelation, Sourced, is_company_number
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.domain.completeness import NEEDED, STANDS_IN, missing_for
from mkb_core.domain.profile import UNKNOWN, Profile, profile_of
from mkb_core.domain.sme import RelatedEnterprise, Size
from tests.generated import sourced

NUMBER = "01234567"
DAY = date(2026, 11, 23)


def said(value: Any, source: str = "kvk", day: date = DAY) -> Sourced:
    return Sourced(value, source, day, f"{source} feed")


def company(**values: Any) -> Company:
    return Company(NUMBER).with_values({name: said(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("01234567", True),
        ("00000000", True),
        ("1234567", False),
        ("123456789", False),
        ("0123456x", False),
        ("01234567\n", False),
        (" 1234567", False),
        ("٠١٢٣٤٥٦٧", False),
        ("", False),
    ],
    ids=repr,
)
def test_a_company_number_is_eight_digits(number: str, is_one: bool) -> None:
    assert is_company_number(number) is is_one


def test_no_company_has_another_number() -> None:
    with pytest.raises(ValueError, match="eight digits"):
        Company("1234567")


def test_what_nobody_told_is_unknown() -> None:
    assert Company(NUMBER).value("employees") is None
    assert Company(NUMBER).sourced("employees") is None


def test_a_value_keeps_its_provenance() -> None:
    told = said(12)
    assert Company(NUMBER).with_values({"employees": told}).sourced("employees") == told


def test_a_newer_value_of_one_source_replaces_its_older_one() -> None:
    newer = said(15, day=date(2026, 12, 1))
    merged = company(employees=12).with_values({"employees": newer})
    assert merged.fields["employees"] == (newer,)


def test_another_source_never_overwrites_the_value_in_force() -> None:
    entered = Company(NUMBER).with_values({"employees": said(12, "user")})
    refreshed = entered.with_values({"employees": said(15, "kvk")})
    assert refreshed.value("employees") == 12
    assert refreshed.conflicts() == {"employees": (said(12, "user"), said(15, "kvk"))}


def test_sources_that_agree_are_no_conflict() -> None:
    agreed = company(employees=12).with_values({"employees": said(12, "user")})
    assert agreed.conflicts() == {}
    assert len(agreed.fields["employees"]) == 2


def test_a_preferred_source_comes_into_force_and_the_other_stays_visible() -> None:
    merged = company(employees=12).with_values({"employees": said(15, "user")}, prefer=["user"])
    assert [one.value for one in merged.fields["employees"]] == [15, 12]


def test_a_preferred_source_does_not_push_out_another_preferred_one() -> None:
    merged = company(employees=12).with_values({"employees": said(15, "user")}, prefer=["user", "kvk"])
    assert merged.value("employees") == 12


def test_other_fields_stay_as_they_are() -> None:
    before = company(name="Bakker", employees=12)
    assert before.with_values({"employees": said(15, "user")}).fields["name"] == before.fields["name"]


def test_the_company_before_is_not_changed() -> None:
    before = company(employees=12)
    before.with_values({"employees": said(15)})
    assert before.value("employees") == 12


deliveries = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(["a", "b"]), sourced(st.integers(0, 3))), st.sets(st.just("user"))
    ),
    max_size=6,
)


@given(deliveries)
def test_no_delivery_is_lost_but_to_a_newer_one_of_its_source(
    delivered: list[tuple[dict[str, Sourced], set[str]]],
) -> None:
    held = Company(NUMBER)
    last: dict[tuple[str, str], Sourced] = {}
    for values, prefer in delivered:
        held = held.with_values(values, prefer=prefer)
        last.update({(name, value.source): value for name, value in values.items()})
    assert {(name, one.source): one for name, kept in held.fields.items() for one in kept} == last
    assert sum(map(len, held.fields.values())) == len(last)


@given(deliveries, st.dictionaries(st.sampled_from(["a", "b"]), sourced(st.integers(0, 3), ("new",))))
def test_a_new_source_leaves_what_is_known_in_force(
    delivered: list[tuple[dict[str, Sourced], set[str]]], values: dict[str, Sourced]
) -> None:
    held = Company(NUMBER)
    for earlier, _ in delivered:
        held = held.with_values(earlier)
    after = held.with_values(values)
    assert all(after.sourced(name) == held.sourced(name) for name in held.fields)


@given(deliveries)
def test_the_same_delivery_twice_changes_nothing(
    delivered: list[tuple[dict[str, Sourced], set[str]]],
) -> None:
    held = Company(NUMBER)
    for values, prefer in delivered:
        held = held.with_values(values, prefer=prefer)
        assert held.with_values(values, prefer=prefer) == held


@pytest.mark.parametrize("decision", NEEDED)
def test_a_decision_needs_fields_that_exist(decision: str) -> None:
    assert set(NEEDED[decision]) <= set(COMPANY_FIELDS)
    assert set(STANDS_IN.values()) <= set(COMPANY_FIELDS)


@pytest.mark.parametrize("decision", NEEDED)
def test_everything_is_missing_of_an_unknown_company(decision: str) -> None:
    assert missing_for(Company(NUMBER), decision) == NEEDED[decision]


@pytest.mark.parametrize("decision", NEEDED)
def test_nothing_is_missing_once_all_is_told(decision: str) -> None:
    assert missing_for(company(**dict.fromkeys(NEEDED[decision], 0)), decision) == ()


def test_no_and_nothing_are_answers_too() -> None:
    told = company(employees=0, growth_ambition=False)
    assert not {"employees", "growth_ambition"} & set(missing_for(told, "advice"))


def test_an_age_stands_in_for_a_founding_date() -> None:
    assert "founding_date" not in missing_for(company(age_years=3), "advice")


def test_an_unknown_decision_is_no_decision_without_needs() -> None:
    with pytest.raises(KeyError):
        missing_for(Company(NUMBER), "no such decision")


@pytest.mark.parametrize("name", COMPANY_FIELDS)
def test_a_field_has_a_label_in_dutch_and_english(name: str) -> None:
    label = COMPANY_FIELDS[name].label.as_dict()
    assert label["nl"].strip()
    assert label["en"].strip()


def test_an_unknown_company_has_an_unknown_profile() -> None:
    assert profile_of(Company(NUMBER), DAY) == Profile(number=NUMBER)


def test_the_age_follows_from_the_founding_date() -> None:
    told = company(founding_date=date(2020, 11, 24), age_years=40)
    assert profile_of(told, DAY).age_years == 5


def test_the_first_activity_is_the_main_one() -> None:
    assert profile_of(company(sbi_codes=("01.13", "4711")), DAY).sbi == "0113"


def test_the_profile_knows_the_group() -> None:
    told = company(group_relations=(GroupRelation("Moeder", Fraction(1), Size(300), "12345678"),))
    assert profile_of(told, DAY).related == (RelatedEnterprise("Moeder", Fraction(1), Size(300)),)


def test_the_profile_takes_the_values_in_force() -> None:
    told = company(employees=12, municipality="Venlo", growth_ambition=False)
    told = told.with_values({"employees": said(99, "user")})
    profile = profile_of(told, DAY)
    assert (profile.employees, profile.municipality, profile.growth_ambition) == (12, "Venlo", False)


@pytest.mark.parametrize(
    "known",
    [
        {"employees": -1},
        {"employees": 1_000_001},
        {"age_years": -1},
        {"age_years": 1001},
        {"turnover_cents": -1},
        {"balance_total_cents": 10**14 + 1},
        {"sbi": "bakker"},
    ],
    ids=str,
)
def test_a_profile_refuses_what_cannot_be(known: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|not an SBI code"):
        Profile(**known)


def test_of_an_unknown_profile_nothing_is_known() -> None:
    assert UNKNOWN.size == Size(None)
    assert (UNKNOWN.growth_ambition, UNKNOWN.municipality, UNKNOWN.related) == (None, None, ())
