"""Removing what is stored about a company, and leaving nothing of it in the file (N2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, or_, select, text

from mkb_core.store.account_roles import roles_of
from mkb_core.store.accounts import erase_account, list_accounts
from mkb_core.store.company_keys import destroy_keys
from mkb_core.store.company_mentions import answers_about, jobs_about, links_about
from mkb_core.store.engine import plain_failures
from mkb_core.store.job_tables import jobs
from mkb_core.store.mails import forget_mails_to
from mkb_core.store.receipts import erase_receipts
from mkb_core.store.tables import companies, company_facts, company_values, questions, receipts
from mkb_core.store.trust_tables import (
    account_roles,
    accounts,
    assignments,
    company_keys,
    consents,
    idempotency_keys,
    one_time_links,
    sessions,
)

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
    one_time_links,
    sessions,
    account_roles,
    accounts,
)


def erase_company(connection: Connection, number: str, at: datetime) -> dict[str, int]:
    """Destroy a company's keys and remove its rows: what of each kind, and how many.

    First the keys: on PostgreSQL that waits for whoever is storing something with them, so that nothing comes after.
    Receipts stay as empty ones, so that whoever asks for one is told that it was erased. The audit log stays.
    """
    erased = {"keys": destroy_keys(connection, number, at)}
    answers = delete(idempotency_keys).where(answers_about(connection, number))
    erased["answers"] = connection.execute(answers).rowcount
    own = select(questions.c.id).where(questions.c.company_number == number)
    erased["receipts"] = erase_receipts(
        connection, or_(receipts.c.company_number == number, receipts.c.question_id.in_(own))
    )
    erased["jobs"] = _forget_jobs(connection, number)
    erased["links"] = _forget_links(connection, number)
    erased["accounts"] = _erase_accounts(connection, number, at)
    erased["roles"] = _erase_roles(connection, number)
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


def _forget_jobs(connection: Connection, number: str) -> int:
    """One that is under way ends by itself."""
    statement = delete(jobs).where(jobs_about(number), jobs.c.state != "working")
    return connection.execute(statement).rowcount


def _erase_roles(connection: Connection, number: str) -> int:
    """That somebody acts or acted for this company; whoever does so now is signed out."""
    own = select(account_roles.c.id).where(account_roles.c.subject == number)
    connection.execute(delete(sessions).where(sessions.c.account_role.in_(own)))
    return connection.execute(delete(account_roles).where(account_roles.c.subject == number)).rowcount


def _forget_links(connection: Connection, number: str) -> int:
    """Invitations to act for the company, and the mails with which they were sent."""
    invited = select(one_time_links.c.email).where(links_about(number)).distinct()
    for email in connection.execute(invited).scalars().all():
        forget_mails_to(connection, email)
    return connection.execute(delete(one_time_links).where(links_about(number))).rowcount


def _erase_accounts(connection: Connection, number: str, at: datetime) -> int:
    """Accounts of people who act for this company and for nobody else."""
    erased = 0
    for account in list_accounts(connection, number):
        roles = roles_of(connection, account.id)
        if all(role.subject == number for role in roles):
            erase_account(connection, account, at)
            erased += 1
    return erased
