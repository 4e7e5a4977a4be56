"""Under which names other providers of identity know an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from mkb_core.store.accounts import Account, account_of
from mkb_core.store.inserting import insert_new
from mkb_core.store.trust_tables import account_identities, accounts


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
    """Link a provider's name to an account for good; false where the name leads to an account already."""
    row = {"issuer": issuer, "name": name, "account": account, "linked_at": at}
    return insert_new(connection, account_identities, row)
