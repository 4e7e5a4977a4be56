"""The pay norm: which person, which months, which ceiling, and that nothing is kept without a norm on record."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.pay_norm import NormYear, PayNorm, RoleYear, Staffing, Verdict, judge_role, worked_months
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.staffing_checks import check_scenario, pay_of

HOURS = Fraction(1200)  # a year; so 100 a month
NORM = PayNorm(
    {
        "2020": NormYear(month_1_6=1_000_000, month_7_12=800_000, hour=12_000, year_general=6_000_000),
        "2021": NormYear(year_general=6_000_000),
    }
)
JANUARY_2020 = Fraction(2020 * 12)


def judged(
    euros: int,
    *,
    begins: Fraction = JANUARY_2020,
    months: int = 12,
    fte: Fraction = Fraction(1),
    norm: PayNorm = NORM,
) -> tuple[RoleYear, ...]:
    staffing = [Staffing("leader/consultancy", begins, Fraction(months), fte)]
    return judge_role("leader", staffing, Fraction(euros * 100), HOURS, norm)


def verdicts(years: tuple[RoleYear, ...]) -> dict[int, str]:
    return {one.year: one.verdict.value for one in years}


@pytest.mark.parametrize(
    ("euros", "months", "verdict"),
    [
        pytest.param(90, 12, "kept", id="both ceilings, exactly at the sum of months"),
        pytest.param(91, 12, "exceeded", id="above the sum of months"),
        pytest.param(100, 6, "kept", id="exactly at the first six months"),
        pytest.param(101, 6, "exceeded", id="above the first six months"),
    ],
)
def test_the_sum_of_months_counts(euros: int, months: int, verdict: str) -> None:
    assert verdicts(judged(euros, months=months)) == {2020: verdict}


def test_an_exceeded_sum_names_the_months_that_are_above_it_themselves() -> None:
    [year] = judged(91)
    assert [(one.row, one.month, one.ceiling) for one in year.violations] == [
        ("leader/consultancy", f"2020-{month:02}", "month") for month in range(7, 13)
    ]


@pytest.mark.parametrize(("euros", "verdict"), [(120, "kept"), (121, "exceeded")])
def test_a_part_time_person_meets_the_ceiling_of_an_hour(euros: int, verdict: str) -> None:
    [year] = judged(euros, fte=Fraction(1, 2))
    assert year.verdict.value == verdict
    assert {one.ceiling for one in year.violations} <= {"hour"}


@pytest.mark.parametrize(("euros", "verdict"), [(50, "kept"), (51, "exceeded"), (500, "exceeded")])
@pytest.mark.parametrize("fte", [Fraction(1, 2), Fraction(1), Fraction(4)], ids=str)
def test_from_month_13_the_general_maximum_counts_pro_rata(euros: int, verdict: str, fte: Fraction) -> None:
    years = judged(euros, months=15, fte=fte)
    assert verdicts(years)[2021] == verdict
    assert {one.ceiling for one in years[1].violations} <= {"year_general"}
    assert {one.month for one in years[1].violations} <= {"2021-01", "2021-02", "2021-03"}


def test_months_are_counted_from_the_first_one_with_any_fte() -> None:
    staffing = [
        Staffing("leader/a", JANUARY_2020 - 6, Fraction(1), Fraction(1)),
        Staffing("leader/b", JANUARY_2020, Fraction(12), Fraction(1)),
    ]
    numbers = [month.number for month in worked_months(staffing, Fraction(1), HOURS)]
    assert numbers == [1, *range(7, 19)]


def test_columns_that_overlap_and_rows_of_a_role_add_up_to_one_person_at_most() -> None:
    staffing = [
        Staffing("leader/a", JANUARY_2020, Fraction(2), Fraction(1, 2)),
        Staffing("leader/b", JANUARY_2020 + 1, Fraction(2), Fraction(3, 4)),
    ]
    made = worked_months(staffing, Fraction(1), HOURS)
    assert [month.fte for month in made] == [Fraction(1, 2), Fraction(1), Fraction(3, 4)]
    assert [month.rows for month in made] == [("leader/a",), ("leader/a", "leader/b"), ("leader/b",)]


def test_a_column_that_begins_within_a_month_counts_in_part() -> None:
    staffing = [Staffing("leader/a", JANUARY_2020 + Fraction(1, 2), Fraction(1), Fraction(1))]
    assert [month.fte for month in worked_months(staffing, Fraction(1), HOURS)] == [Fraction(1, 2)] * 2


def test_several_persons_in_half_a_month_are_judged_as_one_person_in_half_a_month() -> None:
    staffing = [Staffing("leader/a", JANUARY_2020, Fraction(1, 2), Fraction(3))]
    assert [month.fte for month in worked_months(staffing, Fraction(1), HOURS)] == [Fraction(1, 2)]


@pytest.mark.parametrize(
    ("norm", "months", "euros", "verdict"),
    [
        pytest.param({}, 1, 1, Verdict.NO_NORM, id="no year"),
        pytest.param({"2020": NormYear(month_1_6=1_000_000)}, 1, 1, Verdict.NO_NORM, id="no ceiling of an hour"),
        pytest.param({"2020": NormYear(hour=12_000)}, 1, 1, Verdict.NO_NORM, id="no sum of months"),
        pytest.param(
            {"2020": NormYear(month_1_6=1_000_000, hour=12_000)}, 7, 1, Verdict.NO_NORM, id="months 7 to 12 absent"
        ),
        pytest.param(
            {"2020": NormYear(month_1_6=1_000_000)}, 1, 101, Verdict.EXCEEDED, id="above the one that is on record"
        ),
        pytest.param(
            {"2020": NormYear(month_1_6=1_000_000, hour=12_000)}, 1, 1, Verdict.KEPT, id="all that it takes"
        ),
    ],
)  # fmt: skip
def test_what_is_not_on_record_is_never_kept(
    norm: dict[str, NormYear], months: int, euros: int, verdict: Verdict
) -> None:
    [year] = judged(euros, months=months, norm=PayNorm(norm))
    assert year.verdict is verdict


@given(
    st.integers(0, 300),
    st.integers(1, 30),
    st.fractions(Fraction(1, 10), 5, max_denominator=10),
    st.integers(0, 11),
)
def test_every_exceeded_year_names_a_row_and_a_month_and_no_other_does(
    euros: int, months: int, fte: Fraction, late: int
) -> None:
    full = NormYear(month_1_6=1_000_000, month_7_12=800_000, hour=12_000, year_general=6_000_000)
    norm = PayNorm({str(year): full for year in range(2020, 2025)})
    for year in judged(euros, begins=JANUARY_2020 + late, months=months, fte=fte, norm=norm):
        assert (year.verdict is Verdict.EXCEEDED) is bool(year.violations)


@given(st.integers(0, 200), st.integers(1, 24), st.fractions(Fraction(1, 10), 1, max_denominator=10))
def test_where_a_full_time_person_is_within_the_norm_a_part_time_one_is(
    euros: int, months: int, fte: Fraction
) -> None:
    full, part = judged(euros, months=months), judged(euros, months=months, fte=fte)
    for one, other in zip(full, part, strict=True):
        assert one.verdict is not Verdict.KEPT or other.verdict is Verdict.KEPT


EXPECTED = {
    ("senior_project_leader", 2018): "no norm on record",
    ("senior_project_leader", 2019): "kept",
    ("senior_project_leader", 2020): "kept",
    ("consultant", 2018): "no norm on record",
    ("consultant", 2019): "kept",
    ("consultant", 2020): "kept",
    ("office_management", 2017): "kept",
    ("office_management", 2018): "no norm on record",
    ("office_management", 2019): "kept",
    ("office_management", 2020): "kept",
}


@pytest.mark.parametrize("scenario", ["1", "2"])
def test_each_role_and_year_of_limburg(limburg: BudgetPlan, scenario: str) -> None:
    made = check_scenario(limburg, scenario).pay
    assert {(one.role, one.year): one.verdict.value for one in made} == EXPECTED


def test_a_higher_rate_is_judged_by_what_if(limburg: BudgetPlan) -> None:
    changed = evaluate(limburg, "1").changed({"rate.senior_project_leader": Fraction(13_000)})
    [year] = [one for one in pay_of(changed) if (one.role, one.year) == ("senior_project_leader", 2019)]
    assert year.verdict is Verdict.EXCEEDED
    assert {one.row for one in year.violations} == {
        "senior_project_leader/consultancy",
        "senior_project_leader/coordination",
    }
    assert len(year.violations) == 24


def test_staff_in_kind_are_not_judged(limburg: BudgetPlan) -> None:
    only_in_kind = evaluate(limburg, "2").changed(
        {f"fte.consultant/consultancy.{one}": Fraction(0) for one in ("2018-01", "pilot", "rollout-2018", "2019", "2020-Q1")}
    )  # fmt: skip
    assert "consultant" not in {one.role for one in pay_of(only_in_kind)}
