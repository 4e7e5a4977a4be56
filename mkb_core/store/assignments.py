"""Which consultant guides a company, and which partner put it forward; an ended one stays on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import asdict, frozen
from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from mkb_core.errors import NotFound
from mkb_core.store.column_types import checked_limit, document_of
from mkb_core.store.tables import company_values
from mkb_core.store.trust_tables import accounts, assignments


@frozen
class Assignment:
    """``relation`` is ``assigned`` (to the account of a consultant) or ``scouted`` (by a partner)."""

    id: str
    company_number: str
    relation: str
    since: datetime
    account: str | None = None
    partner: str | None = None
    ended_at: datetime | None = None


def add_assignment(connection: Connection, assignment: Assignment) -> None:
    """Store a new one."""
    connection.execute(insert(assignments), asdict(assignment))


def list_assignments(connection: Connection, condition: ColumnElement[bool]) -> tuple[Assignment, ...]:
    """Those of a condition, the newest first; also ended ones."""
    statement = select(assignments).where(condition).order_by(assignments.c.since.desc(), assignments.c.id)
    return tuple(Assignment(**row) for row in connection.execute(statement).mappings())


@frozen
class NamedAssignment:
    """An assignment with the names of the company and of who guides it, where they are known."""

    assignment: Assignment
    company: str | None
    account: str | None


def list_named(
    connection: Connection, condition: ColumnElement[bool], *, limit: int = 1000
) -> tuple[NamedAssignment, ...]:
    """Those of a condition, the newest first; ``limit`` 1 to 10,000."""
    names = company_values.alias()
    named = and_(
        names.c.number == assignments.c.company_number, names.c.field == "name", names.c.position == 0
    )
    statement = (
        select(assignments, names.c.value.label("company"), accounts.c.name.label("guide"))
        .outerjoin(names, named)
        .outerjoin(accounts, accounts.c.id == assignments.c.account)
        .where(condition)
        .order_by(assignments.c.since.desc(), assignments.c.id)
        .limit(checked_limit(limit))
    )
    return tuple(_named(dict(row)) for row in connection.execute(statement).mappings())


def _named(row: dict[str, Any]) -> NamedAssignment:
    company, guide = row.pop("company"), row.pop("guide")
    found = Assignment(**row)
    name = None if company is None else document_of(company, "company", found.company_number)
    return NamedAssignment(found, name, guide)


def end_assignment(connection: Connection, id_: str, at: datetime, condition: ColumnElement[bool]) -> None:
    """End one; again leaves the first time. Raises :class:`NotFound` outside the condition."""
    found = connection.execute(select(assignments.c.id).where(assignments.c.id == id_, condition)).first()
    if found is None:
        raise NotFound(kind="assignment", key=id_)
    statement = update(assignments).where(assignments.c.id == id_, assignments.c.ended_at.is_(None))
    connection.execute(statement.values(ended_at=at))
