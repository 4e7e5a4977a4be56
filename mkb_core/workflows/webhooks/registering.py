"""A partner's machine registers where it wants to be told what, and ends it; the secret is shown once (A4, N1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from attrs import field, frozen

from mkb_core.codec import describe
from mkb_core.domain.webhooks import TO_REGISTER, WEBHOOK_EVENTS
from mkb_core.errors import Denied, InputFault, InvalidInput, NotFound
from mkb_core.rights import Action, Actor, Kind, Side
from mkb_core.rights.held import require
from mkb_core.runtime.public_addresses import is_public
from mkb_core.store import webhooks as stored
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.webhooks import Webhook
from mkb_core.workflows.accounts.permissions import scope_of
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.webhooks.signing import new_secret

LONGEST_ADDRESS = 500
MOST_WEBHOOKS = 10
#: the secret that was replaced still signs for so long
BOTH_SECRETS = timedelta(hours=24)


@frozen
class NewSecret:
    """A webhook whose secret was just made; ``secret`` is shown now and never again."""

    webhook: Webhook
    secret: str = field(repr=False)


def webhooks_for(installation: Installation, actor: Actor) -> tuple[Webhook, ...]:
    """The webhooks that the actor may see, the newest first, also ended ones. Raises :class:`Denied`."""
    partner = scope_of(actor, Kind.WEBHOOK, Action.READ)
    with read(installation.engine) as connection:
        return stored.list_webhooks(connection, partner)


def webhook_for(installation: Installation, actor: Actor, id_: str) -> Webhook:
    """One of them. Raises :class:`Denied`, :class:`NotFound`."""
    partner = scope_of(actor, Kind.WEBHOOK, Action.READ)
    with read(installation.engine) as connection:
        return stored.get_webhook(connection, id_, partner)


def register(installation: Installation, actor: Actor, address: str, events: tuple[str, ...]) -> NewSecret:
    """Register a webhook with the token that the actor holds: it is told what this token may read, while it is good.

    Raises :class:`Denied` (also for events that the token has no right to), :class:`InvalidInput` with all faults.
    """
    partner, token = _machine(actor, Action.CREATE)
    if faults := [*_address_faults(installation, address), *_event_faults(events)]:
        raise InvalidInput(faults)
    require_rights(actor, events)
    now, secret = installation.settings.clock(), new_secret()
    made = Webhook(f"w-{uuid4().hex}", partner, address, frozenset(events), secret, token, now)
    with write(installation.engine) as connection:
        active = [one for one in stored.list_webhooks(connection, partner) if one.ended_at is None]
        if len(active) >= MOST_WEBHOOKS:
            facts = {"count": len(active) + 1, "limit": MOST_WEBHOOKS}
            raise InvalidInput([InputFault("$", "too-many", facts)])
        stored.add_webhook(connection, made)
        details = {"events": sorted(events), "token": token}
        append(connection, AuditEvent.by(actor, "create", "webhook", made.id, details=details), now)
    return NewSecret(made, secret)


def renew_secret(installation: Installation, actor: Actor, id_: str) -> NewSecret:
    """Sign with a new secret, and with the present one for a day more; the webhook is of the actor's token from now on.

    Raises :class:`Denied`, :class:`NotFound` (also of one that has ended).
    """
    partner, token = _machine(actor, Action.CHANGE)
    now, secret = installation.settings.clock(), new_secret()
    with write(installation.engine) as connection:
        found = _active(stored.get_webhook(connection, id_, partner))
        require_rights(actor, tuple(found.events))
        changed = stored.replace_secret(connection, found, secret, token, now + BOTH_SECRETS)
        event = AuditEvent.by(actor, "renew-secret", "webhook", id_, details={"token": token})
        append(connection, event, now)
    return NewSecret(changed, secret)


def end(installation: Installation, actor: Actor, id_: str) -> Webhook:
    """Tell a webhook nothing more, from now on; again does no harm. Raises :class:`Denied`, :class:`NotFound`."""
    partner, now = scope_of(actor, Kind.WEBHOOK, Action.CHANGE), installation.settings.clock()
    with write(installation.engine) as connection:
        stored.get_webhook(connection, id_, partner)
        stored.end_webhook(connection, id_, now)
        ended = stored.get_webhook(connection, id_, partner)
        append(connection, AuditEvent.by(actor, "end", "webhook", id_), now)
    return ended


def webhook_document(webhook: Webhook) -> dict[str, Any]:
    """The public form of a webhook, without its secret."""
    return {
        "id": webhook.id,
        "partner": webhook.partner,
        "address": webhook.address,
        "events": sorted(webhook.events),
        "created_at": webhook.created_at.isoformat(),
        "ended_at": webhook.ended_at.isoformat() if webhook.ended_at else None,
    }


def _machine(actor: Actor, action: Action) -> tuple[str, str]:
    """The partner and the token of a machine; whoever acts for no partner, or without a token, is told nothing."""
    scope_of(actor, Kind.WEBHOOK, action)
    partner = actor.acts_for(Side.PARTNER)
    if partner is None or actor.token is None:
        raise Denied(kind="webhook", action=action.value)
    return partner, actor.token


def _active(webhook: Webhook) -> Webhook:
    if webhook.ended_at is not None:
        raise NotFound(kind="webhook", key=webhook.id)
    return webhook


def require_rights(actor: Actor, events: Iterable[str]) -> None:
    """Raises :class:`Denied` where the actor may not be told of one of these."""
    for event in events:
        needs = WEBHOOK_EVENTS[event].needs
        if needs is not None:
            kind, _, action = needs.partition(":")
            require(actor, Kind(kind), Action(action))


def _event_faults(events: tuple[str, ...]) -> list[InputFault]:
    faults = [
        InputFault("events", "unknown-name", {"value": describe(one)})
        for one in events
        if one not in TO_REGISTER
    ]
    return faults or ([] if events else [InputFault("events", "empty")])


def _address_faults(installation: Installation, address: str) -> list[InputFault]:
    if len(address) > LONGEST_ADDRESS:
        return [InputFault("address", "too-long", {"length": len(address), "limit": LONGEST_ADDRESS})]
    refused = [InputFault("address", "not-allowed", {"value": describe(address)})]
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return refused
    internal = host in installation.settings.webhook_internal_hosts
    sound = (
        host
        and port != 0
        and address.isascii()
        and address.isprintable()
        and " " not in address
        and parts.scheme in (("http", "https") if internal else ("https",))
        and "@" not in parts.netloc
        and not (parts.query or parts.fragment)
    )
    return [] if sound and (internal or _may_be_public(host)) else refused


def _may_be_public(host: str) -> bool:
    """A name is looked up when it is used; what is an address itself can be judged now."""
    try:
        ip_address(host)
    except ValueError:
        return True
    return is_public(host)
