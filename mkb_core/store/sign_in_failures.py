"""Attempts to sign in that failed or are under way, by what was tried, so that guessing gets slower for all processes."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from attrs import frozen
from sqlalchemy import Connection, delete, func, insert, select

from mkb_core.store.trust_tables import sign_in_failures


@frozen
class Failures:
    """How often something was tried without success, and when last."""

    count: int
    last: datetime | None


def failures_of(connection: Connection, subject: str, *, since: datetime) -> Failures:
    """Failures of a subject since a moment. On PostgreSQL, others that count the same subject wait for this transaction."""
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(sha256(subject.encode()).digest()[:8], "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(number)))
    columns = sign_in_failures.c
    statement = select(columns.at).where(columns.subject == subject, columns.at > since)
    moments = connection.execute(statement.order_by(columns.at)).scalars().all()
    return Failures(len(moments), moments[-1] if moments else None)


def add_failure(connection: Connection, subject: str, at: datetime) -> str:
    """Record an attempt; returns its id, to take it back where it succeeds."""
    id_ = uuid4().hex
    connection.execute(insert(sign_in_failures), {"id": id_, "subject": subject, "at": at})
    return id_


def forget_failure(connection: Connection, id_: str) -> None:
    """Take back an attempt that succeeded."""
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.id == id_))


def forget_failures_of(connection: Connection, subject: str) -> None:
    """Forget all failures of a subject."""
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.subject == subject))


def forget_failures_before(connection: Connection, moment: datetime) -> None:
    """Remove what counts no more."""
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.at <= moment))
