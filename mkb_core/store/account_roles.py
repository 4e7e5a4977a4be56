"""Which roles an account has, and for whom; an ended one stays on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import asdict, evolve, frozen
from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from mkb_core.store.trust_tables import account_roles

#: who granted a role for which another provider of identity vouches, such as a broker of the business login
BROKER = "broker"


@frozen
class RoleGrant:
    """A role of an account. ``granted_by`` is an account's id, or the role that gave it where there is none."""

    id: str
    account: str
    role: str
    subject: str | None
    granted_at: datetime
    granted_by: str


_OF_ONE = (
    select(account_roles)
    .where(account_roles.c.account == bindparam("asked"), account_roles.c.ended_at.is_(None))
    .order_by(account_roles.c.granted_at, account_roles.c.id)
)


def grant_role(connection: Connection, grant: RoleGrant) -> RoleGrant:
    """Store a role; the one that is there, where the account has it already for the same subject.

    Where people grant what a broker vouched for, it is theirs from then on, and no longer ends with the broker's word.
    """
    for known in roles_of(connection, grant.account):
        if (known.role, known.subject) == (grant.role, grant.subject):
            return _taken_over(connection, known, grant.granted_by)
    connection.execute(insert(account_roles), asdict(grant))
    return grant


def _taken_over(connection: Connection, known: RoleGrant, by: str) -> RoleGrant:
    if known.granted_by != BROKER or by == BROKER:
        return known
    connection.execute(update(account_roles).where(account_roles.c.id == known.id).values(granted_by=by))
    return evolve(known, granted_by=by)


def roles_of(connection: Connection, account: str) -> tuple[RoleGrant, ...]:
    """The roles that an account has now, the earliest first."""
    return tuple(_grant(row) for row in connection.execute(_OF_ONE, {"asked": account}).mappings())


def roles_of_all(connection: Connection, owners: Iterable[str]) -> dict[str, tuple[RoleGrant, ...]]:
    """The roles that accounts have now, by account."""
    columns = account_roles.c
    statement = (
        select(account_roles)
        .where(columns.account.in_(list(owners)), columns.ended_at.is_(None))
        .order_by(columns.granted_at, columns.id)
    )
    found: dict[str, tuple[RoleGrant, ...]] = {}
    for row in connection.execute(statement).mappings():
        found[row["account"]] = (*found.get(row["account"], ()), _grant(row))
    return found


def end_role(connection: Connection, account: str, grant: str, at: datetime) -> bool:
    """End a role of an account; false where it had none of this id."""
    columns = account_roles.c
    statement = (
        update(account_roles)
        .where(columns.id == grant, columns.account == account, columns.ended_at.is_(None))
        .values(ended_at=at)
    )
    return connection.execute(statement).rowcount == 1


def _grant(row: RowMapping) -> RoleGrant:
    columns = ("id", "account", "role", "subject", "granted_at", "granted_by")
    return RoleGrant(**{name: row[name] for name in columns})
