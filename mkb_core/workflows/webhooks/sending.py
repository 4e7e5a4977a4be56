"""Sending one message to a webhook, with the rights of this moment: ids and kinds only, which the receiver reads by the API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from mkb_core.domain.webhooks import WEBHOOK_EVENTS
from mkb_core.errors import Denied, SourceUnavailable
from mkb_core.rights import Actor
from mkb_core.store import webhooks as stored
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.tokens import token_of_id
from mkb_core.store.trust_tables import consents
from mkb_core.store.webhooks import Webhook
from mkb_core.workflows.accounts.tokens import machine
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.webhooks.registering import require_rights
from mkb_core.workflows.webhooks.signing import signed_headers

#: the receiver says that it is there no longer
GONE = 410


def send(installation: Installation, message: str, payload: Mapping[str, Any]) -> None:
    """Send the message of a job once. A receiver that answers 410 is told nothing more from then on.

    Raises :class:`Denied` where the receiver may not be told any more, and :class:`SourceUnavailable` where it does not
    take the message; nothing of its answer is in it but the status. Needs the extra ``http``.
    """
    webhook_id, kind, object_ = payload["webhook"], payload["event"], payload["object"]
    now = installation.settings.clock()
    with read(installation.engine) as connection:
        webhook, actor = _receiver(connection, webhook_id, now)
        require_rights(actor, [kind])
        names = _names(connection, webhook, kind, object_)
    if "company" in names:  # nothing leaves before this line is stored
        event = AuditEvent.by(actor, "notify", "consent", object_, company_number=names["company"])
        with write(installation.engine) as connection:
            append(connection, event, now)
    body = json.dumps({"type": kind, "timestamp": payload["at"], "data": names}).encode()
    try:
        _deliver(installation, webhook, body, signed_headers(message, now, body, webhook.secrets_at(now)))
    except SourceUnavailable as fault:
        if getattr(fault, "details", {}).get("status") == GONE:
            with write(installation.engine) as connection:
                stored.end_webhook(connection, webhook.id, now)
                append(connection, AuditEvent.by(actor, "end", "webhook", webhook.id), now)
        raise


def _receiver(connection: Connection, id_: str, now: datetime) -> tuple[Webhook, Actor]:
    webhook = stored.find_webhook(connection, id_)
    token = None if webhook is None else token_of_id(connection, webhook.token)
    if webhook is None or webhook.ended_at is not None or token is None or not token.is_good(now):
        raise Denied(kind="webhook", action="read")
    return webhook, machine(token, "job")


def _names(connection: Connection, webhook: Webhook, kind: str, object_: str) -> dict[str, str]:
    """The ids in the message, under their names. Raises :class:`Denied` where a consent counts no longer."""
    if kind != "consent.given":
        return {WEBHOOK_EVENTS[kind].names[0]: object_}
    columns = consents.c
    in_force = select(columns.company_number).where(
        columns.id == object_, columns.recipient == webhook.partner, columns.withdrawn_at.is_(None)
    )
    number = connection.execute(in_force).scalar()
    if number is None:
        raise Denied(kind="consent", action="read")
    return {"consent": object_, "company": str(number)}


def _deliver(installation: Installation, webhook: Webhook, body: bytes, headers: Mapping[str, str]) -> None:
    from mkb_core.runtime.egress import Clock, Egress  # noqa: PLC0415 - of the extra ``http``

    settings = installation.settings
    address = urlsplit(webhook.address)
    internal = (address.hostname or "") in settings.webhook_internal_hosts
    way = Egress(webhook.partner, webhook.address, configured=internal, clock=Clock(now=settings.clock))
    way.deliver(body, headers, slash=not address.path or address.path.endswith("/"))
