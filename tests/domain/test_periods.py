"""Spans of days, and years as people count them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mkb_core.domain.periods import ALWAYS, Period, whole_years
from tests.generated import days, periods

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ],
    ids=str,
)
def test_first_and_last_day_belong_to_a_period(day: date, inside: bool) -> None:
    assert JANUARY.contains(day) is inside


@given(days)
def test_a_period_without_bounds_holds_always(day: date) -> None:
    assert ALWAYS.contains(day)


@given(days)
def test_a_period_may_be_one_day(day: date) -> None:
    assert Period(day, day).contains(day)


@given(days, st.integers(1, 1000))
def test_a_period_cannot_end_before_it_starts(day: date, earlier: int) -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(day, day - timedelta(days=earlier))


@given(periods(), periods())
def test_overlap_is_mutual(first: Period, second: Period) -> None:
    assert first.overlaps(second) is second.overlaps(first)


@given(periods(), periods(), days)
def test_a_day_in_both_is_an_overlap(first: Period, second: Period, day: date) -> None:
    assume(first.contains(day) and second.contains(day))
    assert first.overlaps(second)


@given(periods(), periods())
def test_an_overlap_has_a_day_in_both(first: Period, second: Period) -> None:
    bounds = [day for one in (first, second) for day in (one.start, one.end) if day]
    shared = any(first.contains(day) and second.contains(day) for day in bounds or [date(2026, 1, 1)])
    assert first.overlaps(second) is shared


@pytest.mark.parametrize(
    ("since", "at", "years"),
    [
        (date(2020, 6, 15), date(2026, 6, 14), 5),
        (date(2020, 6, 15), date(2026, 6, 15), 6),
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 3, 1), 1),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
        (date(2030, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_only_completed_years_count(since: date, at: date, years: int) -> None:
    assert whole_years(since, at) == years


@given(days, days, st.integers(0, 400))
def test_nobody_grows_younger(since: date, at: date, later: int) -> None:
    assert whole_years(since, at + timedelta(days=later)) >= whole_years(since, at)
