"""Removing what is stored about a company, and leaving nothing of it in the file (N2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, exists, or_, select, text

from mkb_core.store.account_roles import roles_of
from mkb_core.store.accounts import erase_account, list_accounts
from mkb_core.store.company_keys import destroy_keys
from mkb_core.store.engine import plain_failures
from mkb_core.store.job_tables import jobs
from mkb_core.store.receipts import erase_receipts
from mkb_core.store.tables import companies, company_facts, company_values, questions, receipts
from mkb_core.store.trust_tables import accounts, assignments, company_keys, consents, idempotency_keys

_HELD = (
    receipts,
    questions,
    company_values,
    company_facts,
    companies,
    consents,
    assignments,
    idempotency_keys,
    company_keys,
    jobs,
    accounts,
)


def erase_company(connection: Connection, number: str, at: datetime) -> dict[str, int]:
    """Destroy a company's keys and remove its rows: what of each kind, and how many.

    First the keys: on PostgreSQL that waits for whoever is storing something with them, so that nothing comes after.
    Receipts stay as empty ones, so that whoever asks for one is told that it was erased. The audit log stays.
    """
    erased = {"keys": destroy_keys(connection, number, at)}
    erased["answers"] = _forget_answers(connection, number)
    own = select(questions.c.id).where(questions.c.company_number == number)
    erased["receipts"] = erase_receipts(
        connection, or_(receipts.c.company_number == number, receipts.c.question_id.in_(own))
    )
    erased["jobs"] = _forget_jobs(connection, number)
    erased["accounts"] = _erase_accounts(connection, number, at)
    for name, table, column in (
        ("questions", questions, questions.c.company_number),
        ("values", company_values, company_values.c.number),
        ("facts", company_facts, company_facts.c.number),
        ("companies", companies, companies.c.number),
        ("consents", consents, consents.c.company_number),
        ("assignments", assignments, assignments.c.company_number),
    ):
        erased[name] = connection.execute(delete(table).where(column == number)).rowcount
    return erased


def erase_nobodys_questions(connection: Connection, before: datetime) -> dict[str, int]:
    """Remove questions of companies that were not named, and empty their receipts, from before a moment."""
    return _erase_questions(
        connection,
        and_(questions.c.company_number.is_(None), questions.c.received_at < before),
        and_(receipts.c.company_number.is_(None), receipts.c.at < before),
    )


def erase_old_questions(connection: Connection, before: datetime) -> dict[str, int]:
    """Remove questions of known companies, and empty their receipts, from before a moment."""
    return _erase_questions(
        connection,
        and_(questions.c.company_number.is_not(None), questions.c.received_at < before),
        and_(receipts.c.company_number.is_not(None), receipts.c.at < before),
    )


def erase_question_of(connection: Connection, receipt_id: str) -> dict[str, int]:
    """Empty one receipt and remove its question: for whoever asked without naming a company."""
    question = connection.execute(
        select(receipts.c.question_id).where(receipts.c.id == receipt_id)
    ).scalar_one_or_none()
    erased = {"receipts": erase_receipts(connection, receipts.c.id == receipt_id), "questions": 0}
    still = exists().where(receipts.c.question_id == questions.c.id)
    if question is not None:
        statement = delete(questions).where(questions.c.id == question, ~still)
        erased["questions"] = connection.execute(statement).rowcount
    return erased


def leave_nothing(engine: Engine) -> bool:
    """Write the database anew, so that no byte of what was removed is left: false where others kept it busy.

    On SQLite the file is written anew and the write-ahead log emptied. On PostgreSQL VACUUM frees the rows; the server's
    own log and its backups keep them until they are recycled.
    """
    with plain_failures(engine.url):
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for table in _HELD:
                    connection.execute(text(f"VACUUM {table.name}"))
            return True
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA query_only=OFF")
            cursor.execute("VACUUM")
            [busy, *_] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or [0]
            cursor.close()
        finally:
            raw.close()
        return not busy


def _forget_answers(connection: Connection, number: str) -> int:
    """Answers that are kept for requests that come twice: those that tell of the company or of one of its receipts."""
    columns = idempotency_keys.c
    ids = connection.execute(select(receipts.c.id).where(receipts.c.company_number == number)).scalars().all()
    forgotten = 0
    for words in (number, *ids):
        tells = or_(
            columns.body.contains(words, autoescape=True),
            columns.headers.contains(words, autoescape=True),
            columns.actor.contains(words, autoescape=True),
        )
        forgotten += connection.execute(delete(idempotency_keys).where(tells)).rowcount
    return forgotten


def _forget_jobs(connection: Connection, number: str) -> int:
    """Jobs about the company, or asked for by it; one that is under way ends by itself."""
    columns = jobs.c
    about = or_(columns.acting_for == number, columns.payload.contains(number, autoescape=True))
    return connection.execute(delete(jobs).where(about, columns.state != "working")).rowcount


def _erase_accounts(connection: Connection, number: str, at: datetime) -> int:
    """Accounts of people who act for this company and for nobody else."""
    erased = 0
    for account in list_accounts(connection, number):
        roles = roles_of(connection, account.id)
        if all(role.subject == number for role in roles):
            erase_account(connection, account, at)
            erased += 1
    return erased


def _erase_questions(
    connection: Connection, which: ColumnElement[bool], of_receipts: ColumnElement[bool]
) -> dict[str, int]:
    named = select(questions.c.id).where(which)
    erased = {"receipts": erase_receipts(connection, or_(of_receipts, receipts.c.question_id.in_(named)))}
    return erased | {"questions": connection.execute(delete(questions).where(which)).rowcount}
