"""Messages to webhooks: tried, listed, sent again by hand. Each is a job, whose id is the message's."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import Connection

from mkb_core.domain.webhooks import PING
from mkb_core.errors import Conflict, NotFound, WrongJobState
from mkb_core.rights import Action, Actor, Kind
from mkb_core.store import job_states
from mkb_core.store import webhooks as stored
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.job_states import ENDED, StoredJob
from mkb_core.store.jobs import enqueue
from mkb_core.workflows.accounts.permissions import scope_of
from mkb_core.workflows.assembly import Installation


def ping(installation: Installation, actor: Actor, id_: str) -> StoredJob:
    """Have a message sent that says nothing, to try whether messages arrive. Raises :class:`Denied`, :class:`NotFound`."""
    partner, now = scope_of(actor, Kind.WEBHOOK, Action.CHANGE), installation.settings.clock()
    with write(installation.engine) as connection:
        if stored.get_webhook(connection, id_, partner).ended_at is not None:
            raise NotFound(kind="webhook", key=id_)
        made = f"p-{uuid4().hex}"
        payload = {"webhook": id_, "event": PING, "object": made, "at": now.isoformat()}
        job = enqueue(connection, stored.JOB, payload, now, actor=actor, key=f"{id_}:{PING}:{made}")
        append(connection, AuditEvent.by(actor, "ping", "webhook", id_), now)
        return _message(connection, id_, job)


def messages_of(
    installation: Installation, actor: Actor, id_: str, *, limit: int = 1000
) -> tuple[StoredJob, ...]:
    """The messages to a webhook of the last months, the newest first. Raises :class:`Denied`, :class:`NotFound`."""
    partner = scope_of(actor, Kind.WEBHOOK, Action.READ)
    with read(installation.engine) as connection:
        stored.get_webhook(connection, id_, partner)
        return job_states.list_jobs(connection, key_begins=f"{id_}:", limit=limit)


def counts_of(installation: Installation, actor: Actor, id_: str) -> Mapping[str, int]:
    """How many messages to a webhook are in each state of a job. Raises :class:`Denied`, :class:`NotFound`."""
    partner = scope_of(actor, Kind.WEBHOOK, Action.READ)
    with read(installation.engine) as connection:
        stored.get_webhook(connection, id_, partner)
        return stored.count_deliveries(connection, id_)


def send_again(installation: Installation, actor: Actor, id_: str, message: str) -> StoredJob:
    """Have a message that was sent, refused or given up sent again, with the same id.

    Raises :class:`Denied`, :class:`NotFound`, :class:`WrongJobState` where it is still under way.
    """
    partner, now = scope_of(actor, Kind.WEBHOOK, Action.CHANGE), installation.settings.clock()
    with write(installation.engine) as connection:
        stored.get_webhook(connection, id_, partner)
        job = _message(connection, id_, message)
        if job.state not in ENDED:
            raise WrongJobState(key=message, state=job.state.value)
        if not job_states.retry_job(connection, job, now):
            raise Conflict(kind="message", key=message)
        append(connection, AuditEvent.by(actor, "send-again", "webhook", id_, details={"job": message}), now)
        return _message(connection, id_, message)


def _message(connection: Connection, id_: str, message: str) -> StoredJob:
    job = job_states.find_job(connection, message)
    if job is None or not (job.key or "").startswith(f"{id_}:"):
        raise NotFound(kind="message", key=message)
    return job
