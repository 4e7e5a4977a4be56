"""Who is signed in: from what a browser holds to an account in a role; changing role, signing out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection

from mkb_core.errors import Denied, NotFound
from mkb_core.rights import ANONYMOUS, ROLES, Actor
from mkb_core.store import sessions as stored
from mkb_core.store.account_roles import BROKER, RoleGrant, roles_of
from mkb_core.store.accounts import Account
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.sessions import Session
from mkb_core.workflows.accounts.held_secrets import hash_of, new_secret
from mkb_core.workflows.accounts.second_factor import second_factor_of
from mkb_core.workflows.assembly import Installation

#: a session ends when it was not used for so long, and in any case after so long
IDLE, ABSOLUTE = timedelta(hours=1), timedelta(hours=12)
#: how long somebody may take to give the second factor, or to set it up
UNFINISHED = timedelta(minutes=15)
#: that a session was seen is written this often
SEEN_EVERY = timedelta(minutes=1)


@frozen
class SignedIn:
    """A session with its account. Until ``finished`` it opens only what finishes it: ``enrolled`` says whether there is a
    second factor to ask, or one must be set up. ``roles``: those of the account that this way in carries."""

    session: Session
    account: Account
    roles: tuple[RoleGrant, ...]
    enrolled: bool

    @property
    def finished(self) -> bool:
        """Is all given that signing in asks?"""
        return self.session.second_factor

    @property
    def active(self) -> RoleGrant | None:
        """The role in which it acts; ``None`` where the account has none."""
        return next((role for role in self.roles if role.id == self.session.account_role), None)

    def actor(self, origin: str = "page") -> Actor:
        """Who acts. Before it is finished, and without a role, that is nobody."""
        if not self.finished or self.active is None:
            return ANONYMOUS
        return Actor(self.active.role, self.account.id, self.active.subject, origin=origin)


def needs_second_factor(roles: tuple[RoleGrant, ...]) -> bool:
    """Does any of the roles ask for one?"""
    return any(ROLES[role.role].second_factor for role in roles if role.role in ROLES)


def carried(roles: tuple[RoleGrant, ...], assurance: str | None) -> tuple[RoleGrant, ...]:
    """The roles that a way in carries: what a broker vouched for holds only for whoever came in by one (``assurance``)."""
    return tuple(role for role in roles if role.granted_by != BROKER or assurance is not None)


def signed_in(installation: Installation, secret: str) -> SignedIn | None:
    """Who holds this secret; ``None`` where it opens no session (any more). Records that it was seen."""
    now = installation.settings.clock()
    with read(installation.engine) as connection:
        found = _find(connection, secret, now)
    if found is not None and now - found.session.last_seen >= SEEN_EVERY:
        with write(installation.engine) as connection:
            stored.touch_session(connection, found.session.hash, now)
    return found


def start_session(
    connection: Connection,
    account: Account,
    now: datetime,
    *,
    like: Session | None = None,
    role: str | None = None,
    assurance: str | None = None,
) -> str:
    """A new session in the first of the account's roles; returns its secret, which is kept nowhere.

    It is finished where no role needs a second factor and none was set up. ``like``: a session that it takes the place of,
    with its role and what was given for it. ``role``: the id of another role of the account to begin in; ``assurance``:
    the level that another provider of identity vouched for.
    """
    stored.forget_expired_sessions(connection, now)
    assurance = like.assurance if like else assurance
    roles = carried(roles_of(connection, account.id), assurance)
    asked = needs_second_factor(roles) or second_factor_of(connection, account).secret is not None
    secret = new_secret()
    first = role or (roles[0].id if roles else None)
    session = Session(
        hash=hash_of(secret),
        account=account.id,
        account_role=like.account_role if like else first,
        second_factor=like.second_factor if like else not asked,
        created_at=now,
        last_seen=now,
        expires_at=like.expires_at if like else now + (UNFINISHED if asked else ABSOLUTE),
        assurance=assurance,
    )
    stored.add_session(connection, session)
    return secret


def renew_session(connection: Connection, session: Session, **changes: Any) -> str:
    """The session under another secret, with changes; the old secret opens nothing from then on.

    Raises :class:`NotFound` where it was ended or renewed in the meantime.
    """
    if not stored.end_session(connection, session.hash):
        raise NotFound(kind="session", key="")
    secret = new_secret()
    stored.add_session(connection, evolve(session, hash=hash_of(secret), **changes))
    return secret


def switch_role(installation: Installation, found: SignedIn, grant: str) -> str:
    """Act in another of one's own roles; returns the session's new secret. Raises :class:`Denied`."""
    chosen = next((role for role in found.roles if role.id == grant), None)
    if chosen is None or not found.finished:
        raise Denied(kind="account", action="change")
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        secret = renew_session(connection, found.session, account_role=chosen.id, last_seen=now)
        acting = Actor(chosen.role, found.account.id, chosen.subject, origin="page")
        append(connection, AuditEvent.by(acting, "switch-role", "account", found.account.id), now)
    return secret


def sign_out(installation: Installation, found: SignedIn) -> None:
    """End this session."""
    _end(installation, found, "sign-out", everywhere=False)


def sign_out_everywhere(installation: Installation, found: SignedIn) -> None:
    """End all sessions of the account, this one too."""
    _end(installation, found, "sign-out-everywhere", everywhere=True)


def own_sessions(installation: Installation, found: SignedIn) -> tuple[Session, ...]:
    """The sessions of one's own account, the last seen first."""
    now = installation.settings.clock()
    with read(installation.engine) as connection:
        listed = stored.sessions_of(connection, found.account.id, now=now)
    return tuple(one for one in listed if one.last_seen > now - IDLE)


def event_of(found: SignedIn, action: str, details: Mapping[str, object] | None = None) -> AuditEvent:
    """What somebody does with its own account, also before signing in is finished."""
    role = found.active.role if found.active else "anonymous"
    subject = found.active.subject if found.active else None
    acting = Actor(role, found.account.id, subject, origin="page")
    return AuditEvent.by(acting, action, "account", found.account.id, details=details or {})


def _end(installation: Installation, found: SignedIn, action: str, *, everywhere: bool) -> None:
    with write(installation.engine) as connection:
        if everywhere:
            stored.end_sessions_of(connection, found.account.id)
        else:
            stored.end_session(connection, found.session.hash)
        append(connection, event_of(found, action), installation.settings.clock())


def _find(connection: Connection, secret: str, now: datetime) -> SignedIn | None:
    found = stored.find_session(connection, hash_of(secret), seen_after=now - IDLE, now=now)
    if found is None:
        return None
    session, account, roles = found
    enrolled = second_factor_of(connection, account).secret is not None
    return SignedIn(session, account, carried(roles, session.assurance), enrolled)
