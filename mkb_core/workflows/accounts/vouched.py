"""Signing in on the word of another provider of identity, such as a broker of the business login (A4).

What the provider says was checked before it comes here. A company's first sign-in may make an account, an
entrepreneur's and never one of staff. A role that a broker gave holds as long as the last sign-in by the
broker was for that company: what it said of another company some other day vouches for nothing now. And it holds
only in sessions that began at the broker: a password, also one by mail, says nothing of a mandate.
"""

from __future__ import annotations

from uuid import uuid4

from attrs import evolve, frozen
from sqlalchemy import Connection

from mkb_core.errors import Conflict, Denied, NotFound
from mkb_core.rights import Actor, Side
from mkb_core.rights.roles import ROLES
from mkb_core.store.account_identities import find_account_of, link_identity
from mkb_core.store.account_roles import BROKER, RoleGrant, end_role, grant_role, roles_of
from mkb_core.store.accounts import ACTIVE, Account, add_account, find_account
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import write
from mkb_core.store.sessions import end_sessions_in_role
from mkb_core.workflows.accounts.sessions import start_session
from mkb_core.workflows.accounts.who import email_faults, name_faults, normal_email
from mkb_core.workflows.assembly import Installation

ENTREPRENEUR = "entrepreneur"
#: what stands in the place of an e-mail address of an account that has none
NO_EMAIL = "none:"


@frozen
class Vouched:
    """Who a provider (``issuer``) says it is: the provider's own ``name`` for this person, and the ``assurance`` with which
    it knows. ``email`` is one that the provider checked, else empty; so may be what the person is called."""

    issuer: str
    name: str
    assurance: str
    email: str = ""
    called: str = ""


def sign_in_vouched(
    installation: Installation, vouched: Vouched, company: str, *, new_accounts: bool, language: str
) -> str:
    """The secret of a new session for a company; it may still lack a second factor, where the account asks for one.

    Raises :class:`NotFound` where the person has no account and none may be made, :class:`Conflict` where its e-mail
    address has one that is not linked, :class:`Denied` where the account is blocked.
    """
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        account = find_account_of(connection, vouched.issuer, vouched.name)
        if account is None:
            account = _make(connection, installation, vouched, company, language) if new_accounts else None
        if account is not None and account.state == ACTIVE:
            role = _role_for(connection, installation, account, company)
            secret = start_session(connection, account, now, role=role.id, assurance=vouched.assurance)
            acting = Actor(role.role, account.id, role.subject, origin="page")
            append(connection, _event(acting, {"assurance": vouched.assurance, "by": vouched.issuer}), now)
            return secret
    if account is None:
        raise NotFound(kind="account", key="")
    raise Denied(kind="account", action="read")


def record_refused(installation: Installation, reason: str) -> None:
    """A line in the audit log about a sign-in by a provider that was refused; ``reason`` is a code."""
    event = _event(Actor("anonymous", origin="page"), {"reason": reason})
    with write(installation.engine) as connection:
        append(connection, evolve(event, result="denied"), installation.settings.clock())


def _make(
    connection: Connection, installation: Installation, vouched: Vouched, company: str, language: str
) -> Account:
    id_, now = f"u-{uuid4().hex}", installation.settings.clock()
    email = normal_email(vouched.email)
    if email_faults(email):
        email = f"{NO_EMAIL}{id_}"  # an account without an address: it gets no mail, and no password by mail
    elif find_account(connection, email) is not None:
        raise Conflict(kind="account", key="")
    called = company if name_faults(vouched.called) else vouched.called.strip()
    account = Account(id_, email, called, language, now)
    add_account(connection, account)
    link_identity(connection, vouched.issuer, vouched.name, id_, now)
    return account


def _role_for(
    connection: Connection, installation: Installation, account: Account, company: str
) -> RoleGrant:
    """The role to begin in: one's own where it is no company's account, else the entrepreneur's of this company."""
    now, roles = installation.settings.clock(), roles_of(connection, account.id)
    own = next((role for role in roles if _is_of_staff(role)), None)
    if own is not None:
        return own
    for role in roles:
        if role.granted_by == BROKER and role.subject != company:
            end_role(connection, account.id, role.id, now)
            end_sessions_in_role(connection, role.id)
    grant = RoleGrant(f"ar-{uuid4().hex}", account.id, ENTREPRENEUR, company, now, BROKER)
    return grant_role(connection, grant)


def _is_of_staff(role: RoleGrant) -> bool:
    return role.role in ROLES and ROLES[role.role].side is not Side.COMPANY


def _event(actor: Actor, details: dict[str, str]) -> AuditEvent:
    return AuditEvent.by(actor, "sign-in", "account", actor.user, details=details)
