from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.jobs import JOBS, check_payload
from mkb_core.domain.schedules import SCHEDULES, Schedule

BY_JOB = {schedule.job: schedule for schedule in SCHEDULES}
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@pytest.mark.parametrize(
    ("now", "due", "period"),
    [
        ("2026-11-23T12:00", "2026-10-08T05:00", "2026-Q3"),
        ("2026-10-08T05:00", "2026-10-08T05:00", "2026-Q3"),
        ("2026-10-08T04:59", "2026-07-08T05:00", "2026-Q2"),
        ("2027-01-08T05:00", "2027-01-08T05:00", "2026-Q4"),
        ("2027-01-07T05:00", "2026-10-08T05:00", "2026-Q3"),
        ("2026-01-01T00:00", "2025-10-08T05:00", "2025-Q3"),
    ],
)
def test_fees_are_collected_on_the_eighth_day_after_a_quarter(now: str, due: str, period: str) -> None:
    found = BY_JOB["collect-fees"].last_due(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found.at == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert found.payload == {"period": period}


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: schedule.job)
@given(now=MOMENTS)
def test_the_last_moment_is_past_and_stays_the_last_until_the_next(schedule: Schedule, now: datetime) -> None:
    due = schedule.last_due(now)
    assert due.at <= now
    assert schedule.last_due(due.at) == due
    assert schedule.last_due(due.at - timedelta(microseconds=1)).at < due.at
    assert JOBS[schedule.job] is check_payload(schedule.job, due.payload)
