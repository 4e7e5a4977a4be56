"""Which consultant guides a company, and which partner put it forward; an ended one stays on record."""

from __future__ import annotations

from datetime import datetime

from attrs import asdict, frozen
from sqlalchemy import ColumnElement, Connection, insert, select, update

from mkb_core.errors import NotFound
from mkb_core.store.trust_tables import assignments


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


def end_assignment(connection: Connection, id_: str, at: datetime, condition: ColumnElement[bool]) -> None:
    """End one; again leaves the first time. Raises :class:`NotFound` outside the condition."""
    found = connection.execute(select(assignments.c.id).where(assignments.c.id == id_, condition)).first()
    if found is None:
        raise NotFound(kind="assignment", key=id_)
    statement = update(assignments).where(assignments.c.id == id_, assignments.c.ended_at.is_(None))
    connection.execute(statement.values(ended_at=at))
