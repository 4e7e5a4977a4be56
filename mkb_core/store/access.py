"""Everything that is stored about a company, for its right of access (GDPR, article 15)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from mkb_core.codec import to_json
from mkb_core.errors import NotFound
from mkb_core.store.accounts import list_accounts
from mkb_core.store.companies import get_company
from mkb_core.store.company_mentions import answers_about, jobs_about, links_about
from mkb_core.store.job_tables import jobs
from mkb_core.store.questions import get_question
from mkb_core.store.receipts import get_receipt
from mkb_core.store.tables import company_facts, questions, receipts
from mkb_core.store.trust_tables import assignments, consents, idempotency_keys, one_time_links


def all_about(connection: Connection, number: str) -> dict[str, Any]:
    """The values with their origin, and the rows of each kind, as JSON. Raises :class:`Unreadable`."""
    try:
        company: Any = to_json(get_company(connection, number))
    except NotFound:
        company = None
    asked = (
        select(questions.c.id).where(questions.c.company_number == number).order_by(questions.c.received_at)
    )
    given = select(receipts.c.id).where(receipts.c.company_number == number).order_by(receipts.c.at)
    return {
        "company": company,
        "searched_by": _rows(connection, company_facts, company_facts.c.number == number),
        "questions": [
            to_json(get_question(connection, id_)) for id_ in connection.execute(asked).scalars().all()
        ],
        "advices": [
            get_receipt(connection, id_).document for id_ in connection.execute(given).scalars().all()
        ],
        "consents": _rows(connection, consents, consents.c.company_number == number),
        "assignments": _rows(connection, assignments, assignments.c.company_number == number),
        "accounts": [
            {"name": one.name, "email": one.email, "language": one.language, "state": one.state}
            for one in list_accounts(connection, number)
        ],
        "invitations": _rows(connection, one_time_links, links_about(number), leave_out=("hash",)),
        "jobs": _rows(connection, jobs, jobs_about(number)),
        "answers": _rows(
            connection,
            idempotency_keys,
            answers_about(connection, number),
            leave_out=("actor", "key", "request"),
        ),
    }


def _rows(
    connection: Connection, table: Table, which: ColumnElement[bool], leave_out: Collection[str] = ()
) -> list[dict[str, Any]]:
    """``leave_out``: hashes that say nothing of anybody, and could open something."""
    columns = [column for column in table.c if column.name not in leave_out]
    return [_plain(row) for row in connection.execute(select(*columns).where(which)).mappings()]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        str(name): value.isoformat() if isinstance(value, datetime | date) else value
        for name, value in row.items()
    }
