"""Invitations: a role for somebody by a link that is good once; accepting it makes the account where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from attrs import frozen
from sqlalchemy import Connection

from mkb_core.errors import InputFault, InvalidInput, LinkGone, NotFound
from mkb_core.rights import ROLES, Action, Actor, Kind, Side
from mkb_core.store import one_time_links
from mkb_core.store.account_roles import RoleGrant, grant_role
from mkb_core.store.accounts import ACTIVE, Account, add_account, find_account
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.mails import enqueue_mail
from mkb_core.store.one_time_links import INVITATION, OneTimeLink
from mkb_core.workflows.accounts.links import MadeLink, find_link, make_link, use_link
from mkb_core.workflows.accounts.passwords import checked_password, hash_password
from mkb_core.workflows.accounts.permissions import require_giving, scope_of
from mkb_core.workflows.accounts.sessions import start_session
from mkb_core.workflows.accounts.who import (
    email_faults,
    language_faults,
    name_faults,
    normal_email,
    refuse,
    role_faults,
    unknown_role_faults,
)
from mkb_core.workflows.assembly import Installation


@frozen
class Offer:
    """A role for whoever has this address. ``association``: the partner that invites a member of its own."""

    email: str
    role: str
    subject: str | None
    name: str
    association: str | None = None


@frozen(kw_only=True)
class Invitation(Offer):
    """An offer that was sent. ``known``: whoever was invited has an account already, which gets the role as well; ``id``
    names it and opens nothing."""

    id: str
    expires_at: datetime
    known: bool


def invite(
    installation: Installation,
    actor: Actor,
    email: str,
    role: str,
    subject: str | None = None,
    name: str = "",
) -> MadeLink:
    """Invite somebody to a role; the link is sent by mail, and returned for whoever may show it.

    Raises :class:`InvalidInput` with all faults, :class:`Denied`.
    """
    email = normal_email(email)
    refuse(unknown_role_faults(role))
    require_giving(actor, role, subject)
    refuse([*email_faults(email), *role_faults(installation, role, subject)])
    with write(installation.engine) as connection:
        return store_invitation(connection, installation, actor, Offer(email, role, subject, name))


def store_invitation(
    connection: Connection,
    installation: Installation,
    actor: Actor,
    offer: Offer,
) -> MadeLink:
    """Store a checked invitation and send it; an earlier one to the same address opens nothing from then on."""
    now = installation.settings.clock()
    document = {"role": offer.role, "subject": offer.subject, "name": offer.name}
    document |= {"by": actor.user or actor.role, "association": offer.association}
    link = make_link(connection, installation.settings, INVITATION, offer.email, document, now)
    account = find_account(connection, offer.email)
    values = {"path": link.path, "role": offer.role, "until": link.expires_at.isoformat()}
    language = account.language if account else "nl"
    enqueue_mail(connection, "invitation", offer.email, values, now, language=language)
    details = {"role": offer.role, "subject": offer.subject}
    event = AuditEvent.by(actor, "invite", "account", details=details)
    append(connection, event, now)
    return link


def read_invitation(installation: Installation, secret: str) -> Invitation:
    """What a link offers. Raises :class:`LinkGone`."""
    with read(installation.engine) as connection:
        return _invitation(connection, find_link(connection, secret, INVITATION, _now(installation)))


def accept_invitation(installation: Installation, secret: str, form: Mapping[str, str]) -> str | None:
    """Use a link up. Who has no account gets one by ``name``, ``language`` and ``password``, and the secret of a session.

    Who has one gets the role as well, and signs in as always: ``None``. Raises :class:`InvalidInput` with all faults,
    :class:`LinkGone`; of two who use a link at the same moment one wins.
    """
    now = _now(installation)
    offered = read_invitation(installation, secret)
    made = None if offered.known else _new_account(offered, form, now)
    with write(installation.engine) as connection:
        link = find_link(connection, secret, INVITATION, now)
        use_link(connection, link, now)
        owner = made or find_account(connection, link.email)
        if owner is None or owner.state != ACTIVE:
            raise LinkGone
        if made is not None:
            add_account(connection, made)
        grant = _grant(owner, link.document, now)
        grant_role(connection, grant)
        started = None if made is None else start_session(connection, made, now)
        accepting = Actor(grant.role, owner.id, grant.subject, origin="page")
        append(connection, AuditEvent.by(accepting, "accept-invitation", "account", owner.id), now)
    return started


def waiting_invitations(installation: Installation, actor: Actor) -> tuple[Invitation, ...]:
    """Invitations that were not accepted yet, of those that the actor may manage. Raises :class:`Denied`."""
    scope = scope_of(actor, Kind.ACCOUNT, Action.READ)
    with read(installation.engine) as connection:
        links = one_time_links.waiting_links(connection, INVITATION, now=_now(installation))
        waiting = tuple(_invitation(connection, link) for link in links)
    return tuple(one for one in waiting if scope is None or scope in (one.association, _partner_of(one)))


def _partner_of(offered: Invitation) -> str | None:
    """The partner that the role acts for; a funder may have the same id."""
    return offered.subject if ROLES[offered.role].side is Side.PARTNER else None


def invitation_for(installation: Installation, actor: Actor, id_: str) -> Invitation:
    """One that waits. Raises :class:`Denied`, and :class:`NotFound` also for one that the actor may not manage."""
    found = next((one for one in waiting_invitations(installation, actor) if one.id == id_), None)
    if found is None:
        raise NotFound(kind="invitation", key=id_[:64])
    return found


def withdraw_invitation(installation: Installation, actor: Actor, id_: str) -> Invitation:
    """From now on its link opens nothing; the invitation as it was. Raises as :func:`invitation_for`."""
    now, found = _now(installation), invitation_for(installation, actor, id_)
    if found.association is None or scope_of(actor, Kind.ACCOUNT, Action.CREATE) != found.association:
        require_giving(actor, found.role, found.subject)
    with write(installation.engine) as connection:
        if not one_time_links.use_link(connection, found.id, now=now):
            raise NotFound(kind="invitation", key=id_[:64])
        details = {"role": found.role, "subject": found.subject}
        append(connection, AuditEvent.by(actor, "withdraw-invitation", "account", details=details), now)
    return found


def _new_account(offered: Invitation, form: Mapping[str, str], now: datetime) -> Account:
    name, language = form.get("name", "").strip(), form.get("language", "")
    faults = [*name_faults(name), *language_faults(language)]
    password = checked_new_password(form.get("password", ""), faults, (name, offered.email))
    refuse(faults)
    return Account(
        id=f"u-{uuid4().hex}",
        email=offered.email,
        name=name,
        language=language,
        created_at=now,
        password=hash_password(password),
    )


def checked_new_password(password: str, faults: list[InputFault], names: tuple[str, ...]) -> str:
    """The password in one form; what is wrong with it is added to the other faults."""
    try:
        return checked_password(password, names)
    except InvalidInput as refusal:
        faults += refusal.faults
        return ""


def _grant(owner: Account, document: Mapping[str, Any], now: datetime) -> RoleGrant:
    return RoleGrant(
        f"ar-{uuid4().hex}", owner.id, document["role"], document["subject"], now, document["by"]
    )


def _invitation(connection: Connection, link: OneTimeLink) -> Invitation:
    account = find_account(connection, link.email)
    document = link.document
    return Invitation(
        id=link.hash,
        email=link.email,
        role=document["role"],
        subject=document["subject"],
        name=document["name"],
        expires_at=link.expires_at,
        known=account is not None,
        association=document.get("association"),
    )


def _now(installation: Installation) -> datetime:
    return installation.settings.clock()
