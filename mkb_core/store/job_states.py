"""What becomes of jobs: handed to a worker, done, tried again, failed. Every change names the state it comes from.

A worker that was taken for lost and comes back changes nothing: its attempt is no longer the one that counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection, RowMapping, func, select, update

from mkb_core.codec import canonical
from mkb_core.domain.jobs import JOBS
from mkb_core.store.column_types import checked_limit, document_of
from mkb_core.store.job_tables import jobs


class JobState(Enum):
    """Where a job stands. ``denied``: whoever asked for it had lost the right to it when it was done."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    DENIED = "denied"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: Nothing more happens to these by themselves.
ENDED = (JobState.DONE, JobState.DENIED, JobState.FAILED, JobState.CANCELLED)


@frozen
class StoredJob:
    """A job as it stands. ``due_at``: when it may be tried next (UTC); ``fault``: why the last attempt failed."""

    id: str
    name: str
    payload: Mapping[str, Any]
    key: str | None
    account: str | None
    role: str | None
    acting_for: str | None
    token: str | None
    state: JobState
    attempts: int
    most_attempts: int
    fault: str | None
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None


def due_jobs(
    connection: Connection,
    now: datetime,
    *,
    without: Collection[str] = (),
    limit: int = 100,
    lock: bool = False,
) -> tuple[StoredJob, ...]:
    """Jobs that may be handed over now, the one due longest first.

    ``without``: names of jobs that cannot be done for the moment. ``lock``: for this transaction, and without those that
    another has locked (PostgreSQL).
    """
    statement = (
        select(jobs)
        .where(
            jobs.c.state == JobState.WAITING.value,
            jobs.c.due_at <= now,
            jobs.c.name.not_in(list(without)),
        )
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(checked_limit(limit))
    )
    if lock:
        statement = statement.with_for_update(skip_locked=True)
    return tuple(_job(row) for row in connection.execute(statement).mappings().all())


def begin_attempt(connection: Connection, job: StoredJob) -> StoredJob | None:
    """Hand a waiting job to a worker: the job with one attempt more; ``None`` where it waits no longer."""
    statement = (
        update(jobs)
        .where(jobs.c.id == job.id, jobs.c.state == JobState.WAITING.value, jobs.c.attempts == job.attempts)
        .values(state=JobState.WORKING.value, attempts=job.attempts + 1)
    )
    if connection.execute(statement).rowcount != 1:
        return None
    return evolve(job, state=JobState.WORKING, attempts=job.attempts + 1)


def job_in_hand(connection: Connection, id_: str, attempt: int) -> StoredJob | None:
    """The job, where this attempt is the one that counts."""
    statement = select(jobs).where(*_in_hand(id_, attempt))
    row = connection.execute(statement).mappings().first()
    return None if row is None else _job(row)


def end_attempt(
    connection: Connection, job: StoredJob, state: JobState, at: datetime, fault: str | None = None
) -> bool:
    """End a job that is in hand; false where another attempt counts by now. What is personal is forgotten but where it
    failed, for it may be tried again."""
    values: dict[str, Any] = {"state": state.value, "ended_at": at, "fault": fault}
    if state is not JobState.FAILED:
        values["payload"] = _impersonal(job)
    statement = update(jobs).where(*_in_hand(job.id, job.attempts)).values(**values)
    return connection.execute(statement).rowcount == 1


def try_later(connection: Connection, job: StoredJob, due: datetime, fault: str) -> bool:
    """Have a job that is in hand tried again from ``due``; false where another attempt counts by now."""
    values = {"state": JobState.WAITING.value, "due_at": due, "fault": fault}
    statement = update(jobs).where(*_in_hand(job.id, job.attempts)).values(**values)
    return connection.execute(statement).rowcount == 1


def retry_job(connection: Connection, job: StoredJob, at: datetime) -> bool:
    """Have a failed job tried again from now on; false where it changed meanwhile."""
    values = {
        "state": JobState.WAITING.value,
        "due_at": at,
        "ended_at": None,
        "most_attempts": job.attempts + JOBS[job.name].most_attempts,
    }
    return _change(connection, job, values)


def cancel_job(connection: Connection, job: StoredJob, at: datetime) -> bool:
    """End a job without doing it, or without trying it again; false where it changed meanwhile."""
    values = {"state": JobState.CANCELLED.value, "ended_at": at, "payload": _impersonal(job)}
    return _change(connection, job, values)


def find_job(connection: Connection, id_: str) -> StoredJob | None:
    """A job by its id."""
    row = connection.execute(select(jobs).where(jobs.c.id == id_)).mappings().first()
    return None if row is None else _job(row)


def list_jobs(
    connection: Connection, state: JobState | None = None, *, key_begins: str = "", limit: int = 100
) -> tuple[StoredJob, ...]:
    """The jobs in a state, or all, and with a key that begins so; the newest first."""
    statement = select(jobs).order_by(jobs.c.created_at.desc(), jobs.c.id).limit(checked_limit(limit))
    if state is not None:
        statement = statement.where(jobs.c.state == state.value)
    if key_begins:
        statement = statement.where(jobs.c.key.startswith(key_begins, autoescape=True))
    return tuple(_job(row) for row in connection.execute(statement).mappings().all())


def count_jobs(connection: Connection) -> dict[tuple[str, JobState], int]:
    """How many jobs there are, by name and state."""
    statement = select(jobs.c.name, jobs.c.state, func.count()).group_by(jobs.c.name, jobs.c.state)
    return {(name, JobState(state)): number for name, state, number in connection.execute(statement)}


def last_asked(connection: Connection, name: str, now: datetime) -> datetime | None:
    """When a job of this name with a key was last asked for, up to now; ``None``: never, or long ago."""
    statement = select(func.max(jobs.c.created_at)).where(
        jobs.c.name == name, jobs.c.key.is_not(None), jobs.c.created_at <= now
    )
    found: datetime | None = connection.execute(statement).scalar()
    return found


def _in_hand(id_: str, attempt: int) -> tuple[Any, ...]:
    return (jobs.c.id == id_, jobs.c.state == JobState.WORKING.value, jobs.c.attempts == attempt)


def _change(connection: Connection, job: StoredJob, values: Mapping[str, Any]) -> bool:
    unchanged = (jobs.c.id == job.id, jobs.c.state == job.state.value, jobs.c.attempts == job.attempts)
    return connection.execute(update(jobs).where(*unchanged).values(**values)).rowcount == 1


def impersonal(job: StoredJob) -> dict[str, Any]:
    """The payload without what is personal."""
    known = JOBS.get(job.name)
    return {key: value for key, value in job.payload.items() if known and key not in known.personal}


def _impersonal(job: StoredJob) -> str:
    return canonical(impersonal(job)).decode("utf-8")


def _job(row: RowMapping) -> StoredJob:
    values = dict(row)
    payload = document_of(values.pop("payload"), "job", row["id"])
    return StoredJob(**{**values, "payload": payload, "state": JobState(row["state"])})
