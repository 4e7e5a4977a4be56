"""Rows of tables without a column for it that tell of a company: kept answers, jobs, invitations; for access and erasure."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, or_, select

from mkb_core.store.job_tables import jobs
from mkb_core.store.tables import receipts
from mkb_core.store.trust_tables import idempotency_keys, one_time_links


def answers_about(connection: Connection, number: str) -> ColumnElement[bool]:
    """Answers that are kept for requests that come twice: those that tell of the company or of one of its receipts."""
    columns = idempotency_keys.c
    ids = connection.execute(select(receipts.c.id).where(receipts.c.company_number == number)).scalars().all()
    return or_(
        *(
            column.contains(words, autoescape=True)
            for words in (number, *ids)
            for column in (columns.body, columns.headers)
        )
    )


def jobs_about(number: str) -> ColumnElement[bool]:
    """Jobs about the company, or asked for by it."""
    return or_(jobs.c.acting_for == number, jobs.c.payload.contains(number, autoescape=True))


def links_about(number: str) -> ColumnElement[bool]:
    """Invitations of people to act for the company."""
    return one_time_links.c.document.contains(f'"{number}"', autoescape=True)
