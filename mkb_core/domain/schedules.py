"""The one table of what is done by the calendar. Times are UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from attrs import frozen

_DAY = timedelta(days=1)


@frozen
class Due:
    """A moment at which a job is due, and its payload."""

    at: datetime
    payload: Mapping[str, str]


@frozen
class Schedule:
    """A job and when it is due: ``last_due`` tells the last moment at or before a time."""

    job: str
    last_due: Callable[[datetime], Due]


def _daily(hour: int, minute: int) -> Callable[[datetime], Due]:
    def last_due(now: datetime) -> Due:
        today = now.astimezone(UTC).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return Due(today if today <= now else today - _DAY, {})

    return last_due


def _after_quarter(day: int, hour: int) -> Callable[[datetime], Due]:
    """On a day of the quarter after; the payload names the quarter that ended (``2026-Q3``)."""

    def last_due(now: datetime) -> Due:
        moment = now.astimezone(UTC)
        year, quarter = moment.year, (moment.month + 2) // 3
        due = datetime(year, 3 * quarter - 2, day, hour, tzinfo=UTC)
        if due > moment:
            year, quarter = _before(year, quarter)
            due = datetime(year, 3 * quarter - 2, day, hour, tzinfo=UTC)
        ended_year, ended = _before(year, quarter)
        return Due(due, {"period": f"{ended_year}-Q{ended}"})

    return last_due


def _before(year: int, quarter: int) -> tuple[int, int]:
    return (year, quarter - 1) if quarter > 1 else (year - 1, 4)


SCHEDULES: tuple[Schedule, ...] = (
    Schedule("collect-feeds", _daily(4, 30)),
    Schedule("collect-fees", _after_quarter(day=8, hour=5)),
    Schedule("retain", _daily(2, 15)),
)
