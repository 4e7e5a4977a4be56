"""Companies with every value and its provenance; two people cannot overwrite each other unseen (A1, A3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from mkb_core.domain.companies import Company
from mkb_core.errors import Conflict, NotFound
from mkb_core.store.column_types import checked_limit
from mkb_core.store.company_keys import Unsealer
from mkb_core.store.company_values import company_of, facts_row, sealed_rows, value_rows
from mkb_core.store.failures import Unreadable
from mkb_core.store.inserting import insert_new
from mkb_core.store.tables import companies, company_facts, company_values

#: The version of a company that is not stored yet.
NEW = 0
#: What the column holds; both databases refuse to compare it with more, each in its own way.
HIGHEST_VERSION = 2**31 - 1


@frozen
class StoredCompany:
    """A company as read, with the version to hand to :func:`save_company`; times in UTC."""

    company: Company
    version: int
    created_at: datetime
    updated_at: datetime


@frozen
class CompanyPage:
    """Companies by number. ``unreadable``: those whose stored values cannot be read. ``next``: pass as ``after``."""

    companies: tuple[StoredCompany, ...]
    unreadable: tuple[Unreadable, ...]
    next: str | None


def get_company(connection: Connection, number: str) -> StoredCompany:
    """A company and its version, from one statement. Raises :class:`NotFound`, :class:`Unreadable`."""
    rows = connection.execute(_with_values().where(companies.c.number == number)).mappings().all()
    if not rows:
        raise NotFound(kind="company", key=number)
    return _stored(number, rows, Unsealer(connection))


def company_version(connection: Connection, number: str) -> int:
    """The version now stored; :data:`NEW` where there is none."""
    return (
        connection.execute(
            select(companies.c.version).where(companies.c.number == number)
        ).scalar_one_or_none()
        or NEW
    )


def save_company(connection: Connection, company: Company, expected_version: int, *, at: datetime) -> int:
    """Store all values of a company; returns the new version.

    ``expected_version`` is the one that the change was made on (:data:`NEW` for a company not stored before); raises
    :class:`Conflict` where another is stored by now, :class:`InvalidInput` with every value that its field refuses.
    """
    rows = value_rows(company)
    _take_version(connection, company.number, expected_version, at)
    connection.execute(delete(company_values).where(company_values.c.number == company.number))
    connection.execute(delete(company_facts).where(company_facts.c.number == company.number))
    if rows:
        connection.execute(insert(company_values), sealed_rows(connection, rows, at))
    connection.execute(insert(company_facts), facts_row(company))
    return expected_version + 1


def _take_version(connection: Connection, number: str, expected_version: int, at: datetime) -> None:
    """One statement that only one of several writers with the same version can win."""
    if expected_version == NEW:
        row = {"number": number, "version": 1, "created_at": at, "updated_at": at}
        taken = insert_new(connection, companies, row)
    elif not 0 < expected_version < HIGHEST_VERSION:
        taken = False  # whatever was asked, no stored version is it
    else:
        statement = (
            update(companies)
            .where(companies.c.number == number, companies.c.version == expected_version)
            .values(version=expected_version + 1, updated_at=at)
        )
        taken = connection.execute(statement).rowcount == 1
    if not taken:
        raise Conflict(kind="company", key=number)


def list_companies(connection: Connection, *, after: str | None = None, limit: int = 100) -> CompanyPage:
    """Companies in order of their number, from the first one after ``after``; ``limit`` 1 to 10,000."""
    numbers = select(companies.c.number).order_by(companies.c.number).limit(checked_limit(limit))
    if after is not None:
        numbers = numbers.where(companies.c.number > after)
    statement = _with_values().where(companies.c.number.in_(numbers.scalar_subquery()))
    found: list[StoredCompany] = []
    unreadable: list[Unreadable] = []
    last, count = None, 0
    rows = connection.execute(statement).mappings().all()
    unsealer = Unsealer(connection, {row["number"] for row in rows})
    for number, own in groupby(rows, key=lambda row: str(row["number"])):
        last, count = number, count + 1
        try:
            found.append(_stored(number, list(own), unsealer))
        except Unreadable as error:
            unreadable.append(error)
    return CompanyPage(tuple(found), tuple(unreadable), last if count == limit else None)


def _with_values() -> Select[Any]:
    values = company_values.c
    return (
        select(
            companies,
            values.field,
            values.position,
            values.value,
            values.source,
            values.date,
            values.entered_by,
        )
        .join_from(companies, company_values, isouter=True)
        .order_by(companies.c.number, values.field, values.position)
    )


def _stored(number: str, rows: Sequence[RowMapping], unsealer: Unsealer) -> StoredCompany:
    first = rows[0]
    company = company_of(number, [row for row in rows if row["field"] is not None], unsealer)
    return StoredCompany(company, first["version"], first["created_at"], first["updated_at"])
