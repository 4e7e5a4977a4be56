"""Under which names other providers of identity know an account."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, delete, select

from mkb_core.store.accounts import Account, account_of
from mkb_core.store.inserting import insert_new
from mkb_core.store.trust_tables import account_identities, accounts


@frozen
class Identity:
    """A provider that knows an account, and since when; by which name is for nobody to see."""

    issuer: str
    linked_at: datetime


def find_account_of(connection: Connection, issuer: str, name: str) -> Account | None:
    """The account that a provider (``issuer``) knows by a name, where there is one."""
    columns = account_identities.c
    statement = (
        select(accounts)
        .join(account_identities, columns.account == accounts.c.id)
        .where(columns.issuer == issuer, columns.name == name)
    )
    row = connection.execute(statement).mappings().first()
    return None if row is None else account_of(row)


def link_identity(connection: Connection, issuer: str, name: str, account: str, at: datetime) -> bool:
    """Link a provider's name to an account; false where the name leads to an account already."""
    row = {"issuer": issuer, "name": name, "account": account, "linked_at": at}
    return insert_new(connection, account_identities, row)


def identities_of(connection: Connection, account: str) -> tuple[Identity, ...]:
    """The providers that know an account, the earliest link first."""
    columns = account_identities.c
    statement = (
        select(columns.issuer, columns.linked_at)
        .where(columns.account == account)
        .order_by(columns.linked_at, columns.issuer)
    )
    return tuple(Identity(row.issuer, row.linked_at) for row in connection.execute(statement))


def unlink_identity(connection: Connection, issuer: str, account: str) -> bool:
    """A provider knows the account no more; false where it did not."""
    columns = account_identities.c
    statement = delete(account_identities).where(columns.issuer == issuer, columns.account == account)
    return connection.execute(statement).rowcount > 0
