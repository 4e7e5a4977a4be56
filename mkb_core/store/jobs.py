"""Jobs: stored in the transaction of the change that asks for them, so that neither exists without the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from mkb_core.domain.jobs import check_payload
from mkb_core.rights import Actor
from mkb_core.store.column_types import document_text
from mkb_core.store.job_tables import jobs


def enqueue(
    connection: Connection,
    name: str,
    payload: Mapping[str, Any],
    at: datetime,
    *,
    actor: Actor | None = None,
    key: str | None = None,
    due: datetime | None = None,
) -> str:
    """Ask for a job in the caller's transaction; the job's id. A worker does it once that is committed.

    ``at`` is now; ``due`` when it may be done at the earliest. Two jobs with the same ``key`` are one: the second call
    returns the first's id. ``actor``: on whose behalf, and whose rights are asked again when it is done; ``None`` is the
    installation itself. ``payload`` is JSON: ids rather than personal data. Raises :class:`InvalidInput` for a job or a
    payload that :data:`~mkb_core.domain.jobs.JOBS` does not know.
    """
    job = check_payload(name, payload)
    row = {
        "id": f"j-{uuid4().hex}",
        "name": name,
        "payload": document_text(dict(payload), "payload"),
        "key": key,
        "account": actor.user if actor else None,
        "role": actor.role if actor else None,
        "acting_for": actor.subject if actor else None,
        "token": actor.token if actor else None,
        "state": "waiting",
        "attempts": 0,
        "most_attempts": job.most_attempts,
        "created_at": at,
        "due_at": due or at,
    }
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(jobs).values(**row).on_conflict_do_nothing(index_elements=[jobs.c.key])
    made = connection.execute(statement.returning(jobs.c.id)).scalar()
    if made is None:
        made = connection.execute(select(jobs.c.id).where(jobs.c.key == key)).scalar_one()
    return str(made)


def count_by_state(connection: Connection) -> dict[str, int]:
    """How many jobs are in each state that occurs."""
    statement = select(jobs.c.state, func.count()).group_by(jobs.c.state).order_by(jobs.c.state)
    return {str(state): int(count) for state, count in connection.execute(statement)}
