"""Looking at jobs and steering them: what waits, what failed, trying again, cancelling."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from attrs import evolve, frozen
from sqlalchemy import Connection

from mkb_core.errors import Conflict, Denied, NotFound, WrongJobState
from mkb_core.rights import Action, Actor, Kind, grants
from mkb_core.store import job_states as stored
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import JobState, StoredJob
from mkb_core.workflows.assembly import Installation

#: States from which a job can be tried again (others have forgotten what is personal), and those in which it can be
#: cancelled.
RETRIED = (JobState.FAILED,)
CANCELLED = (JobState.WAITING, JobState.WORKING, JobState.FAILED)


@frozen
class JobOverview:
    """Jobs, the newest first, without what is personal; ``counts`` of all there are, by name and state.

    ``mails_wait``: mails that stay where they are because no way out is set.
    """

    jobs: tuple[StoredJob, ...]
    counts: Mapping[tuple[str, JobState], int]
    mails_wait: int


def overview(
    installation: Installation, actor: Actor, state: JobState | None = None, *, limit: int = 100
) -> JobOverview:
    """The jobs as they stand. Raises :class:`Denied`."""
    _require(actor, Action.READ)
    settings = installation.settings
    with read(installation.engine) as connection:
        jobs = stored.list_jobs(connection, state, limit=limit)
        counts = stored.count_jobs(connection)
    has_way_out = settings.smtp_url or settings.outbox_folder
    waiting = 0 if has_way_out else counts.get(("send-mail", JobState.WAITING), 0)
    return JobOverview(tuple(evolve(job, payload=stored.impersonal(job)) for job in jobs), counts, waiting)


def retry(installation: Installation, actor: Actor, id_: str) -> None:
    """Have a job tried again from now on, as often as a new one.

    Raises :class:`Denied`, :class:`NotFound`, :class:`WrongJobState`.
    """
    _steer(installation, actor, id_, "retry", RETRIED, stored.retry_job)


def cancel(installation: Installation, actor: Actor, id_: str) -> None:
    """Do not do a job, or not again; what a worker has begun may still be finished. Raises as :func:`retry`."""
    _steer(installation, actor, id_, "cancel", CANCELLED, stored.cancel_job)


def _steer(
    installation: Installation,
    actor: Actor,
    id_: str,
    action: str,
    states: Collection[JobState],
    change: Callable[[Connection, StoredJob, datetime], bool],
) -> None:
    _require(actor, Action.CHANGE)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        job = stored.find_job(connection, id_)
        if job is None:
            raise NotFound(kind="job", key=id_)
        if job.state not in states:
            raise WrongJobState(key=id_, state=job.state.value)
        if not change(connection, job, now):
            raise Conflict(kind="job", key=id_)
        append(connection, AuditEvent.by(actor, action, "job", id_), now)


def _require(actor: Actor, action: Action) -> None:
    if not grants(actor, Kind.JOB, action):
        raise Denied(kind=Kind.JOB.value, action=action.value)
