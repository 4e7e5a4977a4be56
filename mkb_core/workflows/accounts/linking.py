"""Ways to sign in to one's own account: another provider of identity is added, or taken away; never the last way."""

from __future__ import annotations

from attrs import evolve

from mkb_core.errors import Conflict, Denied, InputFault, InvalidInput
from mkb_core.store.account_identities import (
    Identity,
    find_account_of,
    identities_of,
    link_identity,
    unlink_identity,
)
from mkb_core.store.account_roles import BROKER, end_role, roles_of
from mkb_core.store.accounts import ACTIVE, get_account
from mkb_core.store.audit import append
from mkb_core.store.engine import read, write
from mkb_core.store.sessions import end_sessions_of
from mkb_core.workflows.accounts.own_account import confirm
from mkb_core.workflows.accounts.sessions import SignedIn, event_of, start_session
from mkb_core.workflows.accounts.vouched import Vouched
from mkb_core.workflows.assembly import Installation


def own_identities(installation: Installation, found: SignedIn) -> tuple[Identity, ...]:
    """The providers by which somebody can sign in, the first that was added first."""
    with read(installation.engine) as connection:
        return identities_of(connection, found.account.id)


def add_identity(installation: Installation, found: SignedIn, vouched: Vouched) -> None:
    """From now on the person that a provider vouched for signs in to this account; again does no harm.

    Raises :class:`Conflict` where the person has another account here, or the account another person of the provider;
    :class:`Denied` where signing in is not finished.
    """
    if not found.finished:
        raise Denied(kind="account", action="change")
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        known = find_account_of(connection, vouched.issuer, vouched.name)
        if known is not None and known.id == account.id:
            return
        others = {one.issuer for one in identities_of(connection, account.id)}
        if known is not None or vouched.issuer in others or account.state != ACTIVE:
            raise Conflict(kind="account", key="")
        link_identity(connection, vouched.issuer, vouched.name, account.id, now)
        append(connection, event_of(found, "add-identity", {"issuer": vouched.issuer}), now)


def remove_identity(installation: Installation, found: SignedIn, issuer: str, current: str) -> str:
    """A provider no longer opens the account; what it vouched for ends, and so do all sessions.

    Returns the secret of a new session. Raises :class:`InvalidInput` for the last way in, for a provider that is none, and
    as :func:`~mkb_core.workflows.accounts.own_account.confirm`.
    """
    confirm(installation, found, current)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        account = get_account(connection, found.account.id)
        issuers = {one.issuer for one in identities_of(connection, account.id)}
        if issuer not in issuers:
            raise InvalidInput([InputFault("issuer", "unknown-name", {"value": issuer[:100]})])
        if account.password is None and issuers == {issuer}:
            raise InvalidInput([InputFault("issuer", "last-way-in")])
        unlink_identity(connection, issuer, account.id)
        for role in roles_of(connection, account.id):
            if role.granted_by == BROKER:
                end_role(connection, account.id, role.id, now)
        kept = roles_of(connection, account.id)
        acting = next((one.id for one in kept if one.id == found.session.account_role), None)
        like = evolve(found.session, account_role=acting or (kept[0].id if kept else None), assurance=None)
        end_sessions_of(connection, account.id)
        secret = start_session(connection, account, now, like=like)
        append(connection, event_of(found, "remove-identity", {"issuer": issuer}), now)
    return secret
