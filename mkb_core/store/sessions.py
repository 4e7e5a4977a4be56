"""Sessions: what a browser holds is stored as its hash only, so that a copy of the database opens none."""

from __future__ import annotations

from datetime import datetime

from attrs import asdict, fields_dict, frozen
from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from mkb_core.store.account_roles import RoleGrant
from mkb_core.store.accounts import ACTIVE, Account
from mkb_core.store.trust_tables import account_roles, accounts, sessions


@frozen
class Session:
    """A session. ``second_factor``: was one asked and given, or is none needed? Before, it opens nothing but that question.

    ``account_role`` is the id of the active role. ``assurance``: the level that another provider of identity vouched for.
    """

    hash: str
    account: str
    account_role: str | None
    second_factor: bool
    created_at: datetime
    last_seen: datetime
    expires_at: datetime
    assurance: str | None = None


_COLUMNS, _OF_ACCOUNT, _OF_ROLE = fields_dict(Session), fields_dict(Account), fields_dict(RoleGrant)
_WHOSE, _ROLE = len(_COLUMNS), len(_COLUMNS) + len(_OF_ACCOUNT)
_WITH_ACCOUNT = (
    select(
        *(sessions.c[name] for name in _COLUMNS),
        *(accounts.c[name].label(f"account_{name}") for name in _OF_ACCOUNT),
        *(account_roles.c[name].label(f"role_{name}") for name in _OF_ROLE),
    )
    .join(accounts, accounts.c.id == sessions.c.account)
    .join(
        account_roles,
        and_(account_roles.c.account == accounts.c.id, account_roles.c.ended_at.is_(None)),
        isouter=True,
    )
    .where(
        sessions.c.hash == bindparam("asked"),
        sessions.c.expires_at > bindparam("now"),
        sessions.c.last_seen > bindparam("seen_after"),
        accounts.c.state == ACTIVE,
    )
    .order_by(account_roles.c.granted_at, account_roles.c.id)
)


def add_session(connection: Connection, session: Session) -> None:
    """Store a new session."""
    connection.execute(insert(sessions), asdict(session))


def find_session(
    connection: Connection, hash_: str, *, seen_after: datetime, now: datetime
) -> tuple[Session, Account, tuple[RoleGrant, ...]] | None:
    """The session of a hash, if it has not expired, was seen after a moment, and its account is active; with the roles
    that the account has now, the earliest first. One statement, made once: every request of whoever is signed in asks it.
    """
    asked = {"asked": hash_, "now": now, "seen_after": seen_after}
    rows = connection.execute(_WITH_ACCOUNT, asked).all()
    if not rows:
        return None
    first, has_role = rows[0], rows[0][_ROLE] is not None
    roles = tuple(RoleGrant(*row[_ROLE:]) for row in rows) if has_role else ()
    return Session(*first[:_WHOSE]), Account(*first[_WHOSE:_ROLE]), roles


def touch_session(connection: Connection, hash_: str, at: datetime) -> None:
    """Record that a session was seen."""
    connection.execute(update(sessions).where(sessions.c.hash == hash_).values(last_seen=at))


def end_session(connection: Connection, hash_: str) -> bool:
    """End one session; false where there was none, so that of two who replace it one wins."""
    return connection.execute(delete(sessions).where(sessions.c.hash == hash_)).rowcount == 1


def end_sessions_of(connection: Connection, account: str) -> int:
    """End all sessions of an account; how many there were."""
    return connection.execute(delete(sessions).where(sessions.c.account == account)).rowcount


def end_sessions_in_role(connection: Connection, account_role: str) -> None:
    """End the sessions that act in a role."""
    connection.execute(delete(sessions).where(sessions.c.account_role == account_role))


def sessions_of(connection: Connection, account: str, *, now: datetime) -> tuple[Session, ...]:
    """Sessions of an account that have not expired, the last seen first."""
    columns = sessions.c
    statement = (
        select(sessions)
        .where(columns.account == account, columns.expires_at > now)
        .order_by(columns.last_seen.desc(), columns.hash)
    )
    return tuple(Session(**row) for row in connection.execute(statement).mappings())


def forget_expired_sessions(connection: Connection, now: datetime) -> None:
    """Remove what opens nothing any more."""
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
