"""Asking for what is due by the calendar: once for each moment, however many workers ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine

from mkb_core.domain.schedules import SCHEDULES, Due, Schedule
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import last_asked
from mkb_core.store.jobs import enqueue


def ask_for_due(
    engine: Engine, now: datetime, since: datetime, schedules: Iterable[Schedule] = SCHEDULES
) -> tuple[str, ...]:
    """Enqueue what became due: the ids of the jobs.

    What was missed while no worker ran is made up once, the last of each. ``since`` counts where a job was never asked
    for: a new installation makes up nothing from before it was there.
    """
    with read(engine) as connection:
        due = [
            _due(schedule, now, last_asked(connection, schedule.job, now) or since) for schedule in schedules
        ]
    if not any(due):
        return ()
    with write(engine) as connection:
        return tuple(
            enqueue(
                connection,
                schedule.job,
                moment.payload,
                now,
                key=f"{schedule.job} {moment.at:%Y-%m-%dT%H:%MZ}",
            )
            for schedule, moment in zip(schedules, due, strict=True)
            if moment is not None
        )


def _due(schedule: Schedule, now: datetime, last: datetime) -> Due | None:
    moment = schedule.last_due(now)
    return moment if moment.at > last else None
