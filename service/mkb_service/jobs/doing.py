"""Doing one job: for whom, by which function, and what becomes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, select

from mkb_core.domain.jobs import JOBS
from mkb_core.errors import Denied, MkbError
from mkb_core.rights import Actor
from mkb_core.rights.actors import INSTALLATION
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import JobState, StoredJob, end_attempt, job_in_hand, try_later
from mkb_core.store.tokens import token_of_id
from mkb_core.store.trust_tables import account_roles, accounts
from mkb_core.workflows.accounts.tokens import machine
from mkb_core.workflows.assembly import Installation

log = logging.getLogger(__name__)


class TryLater(Exception):
    """It did not succeed this time. ``reason``: for the operator, without anything personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GiveUp(TryLater):
    """It did not succeed, and trying again changes nothing."""


@frozen
class Work:
    """What a job's function gets. ``actor`` is who asked, with the rights of this moment."""

    installation: Installation
    id: str
    payload: Mapping[str, Any]
    actor: Actor


Doer = Callable[[Work], None]


def do(
    installation: Installation, doers: Mapping[str, Doer], id_: str, attempt: int
) -> dict[str, Any] | None:
    """Do a job once: its outcome as JSON, ``{"state": ..., "fault": ...}``; ``None`` where this attempt counts no longer.

    Raises nothing but what the database raises. The outcome is kept, so that a worker that ends here does it only once.
    """
    with read(installation.engine) as connection:
        job = job_in_hand(connection, id_, attempt)
        actor = None if job is None else actor_of_job(connection, job, installation.settings.clock())
    if job is None:
        return None
    if actor is None:
        return {"state": JobState.DENIED.value, "fault": "role-ended"}
    try:
        doers[job.name](Work(installation, job.id, job.payload, actor))
    except Denied:
        return {"state": JobState.DENIED.value, "fault": "denied"}
    except GiveUp as fault:
        return {"state": JobState.FAILED.value, "fault": fault.reason}
    except TryLater as fault:
        return {"state": JobState.WAITING.value, "fault": fault.reason}
    except MkbError as fault:
        return {"state": JobState.WAITING.value, "fault": fault.code}
    except Exception as error:  # a fault in our own code: it is told, tried again, and then visible as failed
        log.exception("job %s (%s) failed", job.id, job.name)
        return {"state": JobState.WAITING.value, "fault": type(error).__name__}
    return {"state": JobState.DONE.value, "fault": None}


def settle(installation: Installation, id_: str, attempt: int, outcome: Mapping[str, Any]) -> None:
    """Store what became of an attempt; again the same changes nothing."""
    state, fault, now = JobState(outcome["state"]), outcome["fault"], installation.settings.clock()
    with write(installation.engine) as connection:
        job = job_in_hand(connection, id_, attempt)
        if job is None:
            return
        if state is JobState.WAITING:
            state = _later_or_failed(connection, job, fault, now)
        else:
            end_attempt(connection, job, state, now, fault)
    if state is JobState.FAILED:
        log.error("job %s (%s) failed after %d attempts: %s", job.id, job.name, job.attempts, fault)


def _later_or_failed(connection: Connection, job: StoredJob, fault: str, now: datetime) -> JobState:
    if job.attempts >= job.most_attempts:
        end_attempt(connection, job, JobState.FAILED, now, fault)
        return JobState.FAILED
    waits = JOBS[job.name].waits
    place = len(waits) - (job.most_attempts - job.attempts)  # counts anew where it is tried again by hand
    try_later(connection, job, now + waits[max(place, 0)], fault)
    return JobState.WAITING


def actor_of_job(connection: Connection, job: StoredJob, now: datetime) -> Actor | None:
    """Who asked for a job, if it still has the role in which it did, or a token that opens something; the installation
    itself where nobody asked."""
    if job.role is None:
        return INSTALLATION
    if job.token is not None:
        token = token_of_id(connection, job.token)
        return machine(token, "job") if token is not None and token.is_good(now) else None
    if job.account is not None:
        holds = select(account_roles.c.id).join(accounts, accounts.c.id == account_roles.c.account)
        holds = holds.where(
            accounts.c.id == job.account,
            accounts.c.state == "active",
            account_roles.c.role == job.role,
            account_roles.c.subject.is_not_distinct_from(job.acting_for),
            account_roles.c.ended_at.is_(None),
        )
        if connection.execute(holds).first() is None:
            return None
    return Actor(job.role, job.account, job.acting_for, origin="job")
