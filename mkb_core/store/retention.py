"""Removing what has been kept long enough: one condition for each kind of data, counted or removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select

from mkb_core.confidential.retention import KEEP
from mkb_core.store.job_tables import jobs
from mkb_core.store.receipts import ERASED, erase_receipts
from mkb_core.store.tables import questions, receipts
from mkb_core.store.trust_tables import breaches, idempotency_keys, one_time_links, sessions, sign_in_failures

#: kind of :data:`KEEP` -> table, and what of it is over, given the moment before which it is
_SIMPLE: Mapping[str, tuple[tuple[Table, Callable[[datetime], ColumnElement[bool]]], ...]] = {
    "expired": (
        (sessions, lambda before: sessions.c.expires_at < before),
        (one_time_links, lambda before: one_time_links.c.expires_at < before),
    ),
    "attempts": ((sign_in_failures, lambda before: sign_in_failures.c.at < before),),
    "answers": ((idempotency_keys, lambda before: idempotency_keys.c.expires_at < before),),
    "jobs": ((jobs, lambda before: jobs.c.ended_at < before),),
    "breaches": ((breaches, lambda before: breaches.c.noticed_at < before),),
}
_QUESTIONS = {"questions": True, "questions-of-nobody": False}


def over(connection: Connection, now: datetime) -> dict[str, int]:
    """How many rows of each kind have been kept long enough; nothing is changed."""
    counts = {}
    for kind, tables in _SIMPLE.items():
        counts[kind] = sum(_count(connection, table, which(_before(kind, now))) for table, which in tables)
    for kind, known in _QUESTIONS.items():
        of_questions, of_receipts = _old(known, _before(kind, now))
        counts[kind] = _count(connection, questions, of_questions)
        counts[kind] += _count(connection, receipts, and_(of_receipts, receipts.c.document != ERASED))
    return counts


def remove_over(connection: Connection, now: datetime) -> dict[str, int]:
    """Remove them; receipts stay as empty ones. How many of each kind."""
    counts = {}
    for kind, tables in _SIMPLE.items():
        counts[kind] = sum(
            connection.execute(delete(table).where(which(_before(kind, now)))).rowcount
            for table, which in tables
        )
    for kind, known in _QUESTIONS.items():
        of_questions, of_receipts = _old(known, _before(kind, now))
        counts[kind] = erase_receipts(connection, of_receipts)
        still = select(receipts.c.question_id).where(receipts.c.question_id.is_not(None))
        statement = delete(questions).where(of_questions, questions.c.id.not_in(still))
        counts[kind] += connection.execute(statement).rowcount
    return counts


def _before(kind: str, now: datetime) -> datetime:
    return now - timedelta(days=KEEP[kind].days or 0)


def _old(known: bool, before: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Old questions and old receipts: of companies that are known, or of nobody."""
    of_questions, of_receipts = questions.c.company_number, receipts.c.company_number
    return (
        and_(
            of_questions.is_not(None) if known else of_questions.is_(None), questions.c.received_at < before
        ),
        and_(of_receipts.is_not(None) if known else of_receipts.is_(None), receipts.c.at < before),
    )


def _count(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(which)).scalar_one()
