"""Versions of budgets: added, never changed but for their state. One is approved at most, one waits at most: the newest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import asdict, frozen
from sqlalchemy import Connection, RowMapping, select, update

from mkb_core.errors import Conflict, NotFound, WrongVersionState
from mkb_core.store.budget_tables import budget_versions
from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.inserting import insert_new

#: The plan of the region's package, which is not stored.
INSTALLED = 0
_WAITING = ("draft", "proposed")


@frozen
class BudgetVersion:
    """A version without its content. ``state``: ``draft``, ``proposed``, ``approved``, ``rejected``, ``superseded``; and
    ``installed`` for number 0, which has no author, reason or time. Accounts by their ids."""

    plan: str
    number: int
    parent: int
    parent_hash: str
    hash: str
    author: str | None
    reason: str
    made_at: datetime | None
    state: str
    proposed_by: str | None = None
    proposed_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    note: str | None = None


_COLUMNS = [column for column in budget_versions.c if column.name != "document"]


def stored_plans(connection: Connection) -> tuple[str, ...]:
    """The ids of plans that have versions, in alphabetical order."""
    statement = select(budget_versions.c.plan).distinct().order_by(budget_versions.c.plan)
    return tuple(connection.execute(statement).scalars())


def versions_of(connection: Connection, plan: str) -> tuple[BudgetVersion, ...]:
    """All versions of a plan, the newest first."""
    statement = (
        select(*_COLUMNS).where(budget_versions.c.plan == plan).order_by(budget_versions.c.number.desc())
    )
    return tuple(_version(row) for row in connection.execute(statement).mappings())


def document_of_version(connection: Connection, plan: str, number: int) -> Any:
    """The content of a version as JSON; raises :class:`NotFound`."""
    which = (budget_versions.c.plan == plan, budget_versions.c.number == number)
    words = connection.execute(select(budget_versions.c.document).where(*which)).scalar_one_or_none()
    if words is None:
        raise NotFound(kind="budget", key=f"{plan} {number}")
    return document_of(words, "budget", f"{plan} {number}")


def add_version(connection: Connection, version: BudgetVersion, document: Any) -> None:
    """Store a new version; what waited until now is superseded. Raises :class:`Conflict` where the number is taken."""
    row = asdict(version) | {"document": document_text(document, "plan")}
    if version.number == 1:
        if not insert_new(connection, budget_versions, row):
            raise Conflict(kind="budget", key=version.plan)
        return
    # On PostgreSQL two writers wait for each other here, so that one of them finds the number taken.
    older = (budget_versions.c.plan == version.plan, budget_versions.c.number == version.parent)
    if connection.execute(select(budget_versions.c.number).where(*older).with_for_update()).first() is None:
        raise Conflict(kind="budget", key=version.plan)
    if not insert_new(connection, budget_versions, row):
        raise Conflict(kind="budget", key=version.plan)
    waiting = update(budget_versions).where(*older, budget_versions.c.state.in_(_WAITING))
    connection.execute(waiting.values(state="superseded"))


def propose_version(connection: Connection, plan: str, number: int, by: str, at: datetime) -> None:
    """From draft to proposed. Raises :class:`NotFound`, :class:`WrongVersionState`."""
    _move(connection, plan, number, "draft", {"state": "proposed", "proposed_by": by, "proposed_at": at})


def approve_version(connection: Connection, plan: str, number: int, by: str, at: datetime) -> None:
    """From proposed to approved, in the place of the one that was. Raises :class:`NotFound`, :class:`WrongVersionState`."""
    _move(connection, plan, number, "proposed", {"state": "approved", "decided_by": by, "decided_at": at})
    others = (budget_versions.c.plan == plan, budget_versions.c.number < number)
    replaced = update(budget_versions).where(*others, budget_versions.c.state == "approved")
    connection.execute(replaced.values(state="superseded"))


def reject_version(connection: Connection, plan: str, number: int, by: str, at: datetime, note: str) -> None:
    """From proposed to rejected. Raises :class:`NotFound`, :class:`WrongVersionState`."""
    decided = {"state": "rejected", "decided_by": by, "decided_at": at, "note": note}
    _move(connection, plan, number, "proposed", decided)


def _move(connection: Connection, plan: str, number: int, state: str, values: dict[str, Any]) -> None:
    which = (budget_versions.c.plan == plan, budget_versions.c.number == number)
    statement = update(budget_versions).where(*which, budget_versions.c.state == state).values(values)
    if connection.execute(statement).rowcount:
        return
    found = connection.execute(select(budget_versions.c.state).where(*which)).scalar_one_or_none()
    if found is None:
        raise NotFound(kind="budget", key=f"{plan} {number}")
    raise WrongVersionState(kind="budget", key=f"{plan} {number}", state=found)


def _version(row: RowMapping) -> BudgetVersion:
    return BudgetVersion(**row)
