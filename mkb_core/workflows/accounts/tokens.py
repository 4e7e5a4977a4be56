"""Tokens of machines: made for a partner with scopes and an end, shown once, revoked (A4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from attrs import field, frozen

from mkb_core.codec import to_json
from mkb_core.errors import Denied, InputFault
from mkb_core.rights import Action, Actor, Kind
from mkb_core.rights.policy import POLICY
from mkb_core.store import tokens as stored
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.tokens import Token
from mkb_core.workflows.accounts.held_secrets import hash_of, new_secret
from mkb_core.workflows.accounts.permissions import scope_of
from mkb_core.workflows.accounts.who import known_partners, name_faults, refuse
from mkb_core.workflows.assembly import Installation

ROLE = "partner-system"
#: what a token begins with, so that whoever finds one in a file knows what it opens
MARK = "mkb_"
LONGEST_DAYS = 366
#: that a token was used is written this often
USED_EVERY = timedelta(minutes=5)

#: what a token may be allowed: whatever the policy allows a partner's system
SCOPES = tuple(
    sorted(
        f"{grant.kind.value}:{action.value}"
        for grant in POLICY
        if ROLE in grant.roles
        for action in grant.actions
    )
)


@frozen
class NewToken:
    """A token that was just made; ``secret`` is shown now and never again."""

    token: Token
    secret: str = field(repr=False)


def create_token(
    installation: Installation,
    actor: Actor,
    partner: str,
    label: str,
    scopes: tuple[str, ...],
    days: int = 90,
) -> NewToken:
    """Make a token for a partner's machine. Raises :class:`Denied`, :class:`InvalidInput` with all faults."""
    scope = scope_of(actor, Kind.TOKEN, Action.CREATE)
    if scope is not None and partner != scope:
        raise Denied(kind="token", action="create")
    refuse(_faults(installation, partner, label, scopes, days))
    now, secret = installation.settings.clock(), MARK + new_secret()
    token = Token(
        id=f"t-{uuid4().hex}",
        hash=hash_of(secret),
        label=label.strip(),
        role=ROLE,
        subject=partner,
        scopes=frozenset(scopes),
        created_at=now,
        created_by=actor.user or actor.role,
        expires_at=now + timedelta(days=days),
    )
    with write(installation.engine) as connection:
        stored.add_token(connection, token)
        details = {"partner": partner, "scopes": sorted(scopes)}
        append(connection, AuditEvent.by(actor, "create", "token", token.id, details=details), now)
    return NewToken(token, secret)


def tokens_for(installation: Installation, actor: Actor) -> tuple[Token, ...]:
    """The tokens that the actor may manage, the newest first. Raises :class:`Denied`."""
    scope = scope_of(actor, Kind.TOKEN, Action.READ)
    with read(installation.engine) as connection:
        return stored.list_tokens(connection, scope)


def token_for(installation: Installation, actor: Actor, token: str) -> Token:
    """One token. Raises :class:`Denied`, and :class:`NotFound` also for one that the actor may not manage."""
    scope = scope_of(actor, Kind.TOKEN, Action.READ)
    with read(installation.engine) as connection:
        return stored.get_token(connection, token, subject=scope)


def revoke_token(installation: Installation, actor: Actor, token: str) -> None:
    """Revoke a token; again does no harm. Raises :class:`NotFound`, also for one that the actor may not manage."""
    scope, now = scope_of(actor, Kind.TOKEN, Action.CHANGE), installation.settings.clock()
    with write(installation.engine) as connection:
        found = stored.get_token(connection, token, subject=scope)
        stored.revoke_token(connection, found.id, now)
        append(connection, AuditEvent.by(actor, "revoke", "token", found.id), now)


def actor_of_token(installation: Installation, secret: str) -> Actor | None:
    """The machine that holds a token; ``None`` where it opens nothing (any more). Records that it was used."""
    now = installation.settings.clock()
    with read(installation.engine) as connection:
        found = stored.find_token(connection, hash_of(secret))
    if found is None or not found.is_good(now):
        return None
    if found.last_used is None or now - found.last_used >= USED_EVERY:
        with write(installation.engine) as connection:
            stored.touch_token(connection, found.id, now)
    return machine(found, "api")


def machine(token: Token, origin: str) -> Actor:
    """Whoever holds this token, with the rights that it gives."""
    return Actor(token.role, subject=token.subject, scopes=token.scopes, origin=origin, token=token.id)


def _faults(
    installation: Installation, partner: str, label: str, scopes: tuple[str, ...], days: int
) -> list[InputFault]:
    faults = [] if partner in known_partners(installation) else [_unknown("partner", partner)]
    faults += [InputFault("label", fault.code, fault.facts) for fault in name_faults(label)]
    faults += [_unknown("scopes", one) for one in scopes if one not in SCOPES]
    if not scopes:
        faults.append(InputFault("scopes", "empty"))
    if not 1 <= days <= LONGEST_DAYS:
        faults.append(InputFault("days", "out-of-range", {"value": days, "low": 1, "high": LONGEST_DAYS}))
    return faults


def _unknown(path: str, value: str) -> InputFault:
    return InputFault(path, "unknown-name", {"value": value[:40]})


def token_document(token: Token) -> dict[str, Any]:
    """The public form of a token, without its secret."""
    moments = ("created_at", "expires_at", "last_used", "revoked_at")
    return {
        "id": token.id,
        "partner": token.subject,
        "label": token.label,
        "scopes": sorted(token.scopes),
        **{name: to_json(getattr(token, name)) for name in moments},
    }
