"""Accounts of people (A4): found by their e-mail address, changed by version, erased without a trace of the person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from attrs import asdict, evolve, field, frozen
from sqlalchemy import Connection, RowMapping, delete, exists, or_, select, update

from mkb_core.errors import Conflict, NotFound
from mkb_core.store.inserting import insert_new
from mkb_core.store.mails import forget_mails_to
from mkb_core.store.trust_tables import (
    account_identities,
    account_roles,
    accounts,
    one_time_links,
    sessions,
)

ACTIVE, BLOCKED, ERASED = "active", "blocked", "erased"


@frozen
class Account:
    """An account. ``email`` is in small letters; ``password`` is a hash and ``second_factor`` is sealed: neither is shown."""

    id: str
    email: str
    name: str
    language: str
    created_at: datetime
    password: str | None = field(default=None, repr=False)
    second_factor: str | None = field(default=None, repr=False)
    second_factor_step: int | None = None
    state: str = ACTIVE
    version: int = 1


def add_account(connection: Connection, account: Account) -> None:
    """Store a new account. Raises :class:`Conflict` where the e-mail address has one."""
    taken = exists().where(accounts.c.email == account.email)
    if connection.execute(select(taken)).scalar_one() or not insert_new(
        connection, accounts, asdict(account)
    ):
        raise Conflict(kind="account", key=account.id)


def get_account(connection: Connection, id_: str) -> Account:
    """The account of an id. Raises :class:`NotFound`."""
    row = connection.execute(select(accounts).where(accounts.c.id == id_)).mappings().first()
    if row is None:
        raise NotFound(kind="account", key=id_)
    return account_of(row)


def find_account(connection: Connection, email: str) -> Account | None:
    """The account of an e-mail address, where there is one."""
    row = connection.execute(select(accounts).where(accounts.c.email == email)).mappings().first()
    return None if row is None else account_of(row)


def save_account(connection: Connection, account: Account) -> Account:
    """Store a change on the version that was read; returns the new version. Raises :class:`Conflict`."""
    changed = evolve(account, version=account.version + 1)
    statement = (
        update(accounts)
        .where(accounts.c.id == account.id, accounts.c.version == account.version)
        .values(**asdict(changed))
    )
    if connection.execute(statement).rowcount != 1:
        raise Conflict(kind="account", key=account.id)
    return changed


def take_second_factor_step(connection: Connection, id_: str, step: int) -> bool:
    """Use up a step of a second factor; false where it, or a later one, was used before."""
    last = accounts.c.second_factor_step
    statement = (
        update(accounts)
        .where(accounts.c.id == id_, or_(last.is_(None), last < step))
        .values(second_factor_step=step, version=accounts.c.version + 1)
    )
    return connection.execute(statement).rowcount == 1


def list_accounts(connection: Connection, subject: str | None = None) -> tuple[Account, ...]:
    """Accounts by e-mail address, erased ones left out; ``subject``: those that have a role for it now."""
    statement = select(accounts).where(accounts.c.state != ERASED).order_by(accounts.c.email)
    if subject is not None:
        acting = select(account_roles.c.account).where(
            account_roles.c.subject == subject, account_roles.c.ended_at.is_(None)
        )
        statement = statement.where(accounts.c.id.in_(acting))
    return tuple(account_of(row) for row in connection.execute(statement).mappings())


def list_in_roles(connection: Connection, roles: Collection[str]) -> tuple[Account, ...]:
    """Accounts that may sign in and have one of these roles now, by name."""
    held = select(account_roles.c.account).where(
        account_roles.c.role.in_(sorted(roles)), account_roles.c.ended_at.is_(None)
    )
    statement = (
        select(accounts)
        .where(accounts.c.state == ACTIVE, accounts.c.id.in_(held))
        .order_by(accounts.c.name, accounts.c.id)
    )
    return tuple(account_of(row) for row in connection.execute(statement).mappings())


def erase_account(connection: Connection, account: Account, at: datetime) -> None:
    """Take all that tells who it was; the id stays, for what was done with it. Raises :class:`Conflict`."""
    connection.execute(delete(sessions).where(sessions.c.account == account.id))
    connection.execute(delete(account_identities).where(account_identities.c.account == account.id))
    connection.execute(delete(one_time_links).where(one_time_links.c.email == account.email))
    forget_mails_to(connection, account.email)
    ending = update(account_roles).where(
        account_roles.c.account == account.id, account_roles.c.ended_at.is_(None)
    )
    connection.execute(ending.values(ended_at=at))
    save_account(
        connection,
        evolve(
            account,
            email=f"erased:{account.id}",
            name="",
            password=None,
            second_factor=None,
            second_factor_step=None,
            state=ERASED,
        ),
    )


def account_of(row: RowMapping) -> Account:
    """An account from its row."""
    return Account(**{name: row[name] for name in _COLUMNS})


_COLUMNS: Sequence[str] = tuple(column.name for column in accounts.columns)
