"""Where partners' machines are told what happened. Secrets are sealed with the installation's key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import asdict, evolve, field, frozen
from sqlalchemy import Connection, RowMapping, func, insert, select, update

from mkb_core.codec import parse_json
from mkb_core.confidential import InstallationKeys, key_id_of
from mkb_core.errors import NotFound
from mkb_core.store.column_types import document_text
from mkb_core.store.company_keys import keys_of
from mkb_core.store.failures import StoreFailure
from mkb_core.store.job_tables import jobs
from mkb_core.store.trust_tables import webhooks

#: the job that tells one webhook of one event; its key begins with the webhook's id
JOB = "send-webhook"
_SEALED = ("secret", "earlier_secret")


@frozen
class Webhook:
    """A webhook of a partner. ``token``: id of the one that it was registered or taken over with, and whose rights count.

    ``secret`` is ``None`` once it has ended; ``earlier_secret`` signs too until ``earlier_until``.
    """

    id: str
    partner: str
    address: str
    events: frozenset[str]
    secret: str | None = field(repr=False)
    token: str
    created_at: datetime
    earlier_secret: str | None = field(default=None, repr=False)
    earlier_until: datetime | None = None
    ended_at: datetime | None = None

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign at this moment, the newest first."""
        earlier = self.earlier_secret if self.earlier_until and now < self.earlier_until else None
        return tuple(one for one in (self.secret, earlier) if one is not None)


def add_webhook(connection: Connection, webhook: Webhook) -> None:
    """Store a new webhook."""
    row = asdict(webhook) | {"events": document_text(sorted(webhook.events), "events")}
    connection.execute(insert(webhooks), row | _sealed(connection, webhook))


def find_webhook(connection: Connection, id_: str, partner: str | None = None) -> Webhook | None:
    """The webhook of an id, also an ended one; ``partner``: only if it is that partner's."""
    statement = select(webhooks).where(webhooks.c.id == id_)
    if partner is not None:
        statement = statement.where(webhooks.c.partner == partner)
    row = connection.execute(statement).mappings().first()
    return None if row is None else _webhook(connection, row)


def get_webhook(connection: Connection, id_: str, partner: str | None = None) -> Webhook:
    """As :func:`find_webhook`. Raises :class:`NotFound`."""
    found = find_webhook(connection, id_, partner)
    if found is None:
        raise NotFound(kind="webhook", key=id_)
    return found


def list_webhooks(connection: Connection, partner: str | None = None) -> tuple[Webhook, ...]:
    """All webhooks, or those of a partner; the newest first, also ended ones."""
    statement = select(webhooks).order_by(webhooks.c.created_at.desc(), webhooks.c.id)
    if partner is not None:
        statement = statement.where(webhooks.c.partner == partner)
    return tuple(_webhook(connection, row) for row in connection.execute(statement).mappings().all())


def told_of(connection: Connection, partner: str, event: str) -> tuple[str, ...]:
    """Ids of the webhooks of a partner that are to be told of this kind of event."""
    statement = select(webhooks.c.id, webhooks.c.events).where(
        webhooks.c.partner == partner, webhooks.c.ended_at.is_(None)
    )
    return tuple(id_ for id_, events in connection.execute(statement) if event in parse_json(events))


def replace_secret(
    connection: Connection, webhook: Webhook, secret: str, token: str, until: datetime
) -> Webhook:
    """Sign with a new secret, and with the present one until then; the token's rights count from now on."""
    changed = evolve(webhook, secret=secret, token=token, earlier_secret=webhook.secret, earlier_until=until)
    values = _sealed(connection, changed) | {"token": token, "earlier_until": until}
    connection.execute(update(webhooks).where(webhooks.c.id == webhook.id).values(**values))
    return changed


def end_webhook(connection: Connection, id_: str, at: datetime) -> bool:
    """Tell it nothing more, and forget its secrets; false where it had ended."""
    values = {"ended_at": at, "secret": None, "earlier_secret": None, "earlier_until": None}
    statement = update(webhooks).where(webhooks.c.id == id_, webhooks.c.ended_at.is_(None))
    return connection.execute(statement.values(**values)).rowcount == 1


def count_deliveries(connection: Connection, id_: str) -> Mapping[str, int]:
    """How many messages to a webhook there are in each state of a job."""
    statement = (
        select(jobs.c.state, func.count())
        .where(jobs.c.name == JOB, jobs.c.key.startswith(f"{id_}:", autoescape=True))
        .group_by(jobs.c.state)
    )
    return {str(state): int(count) for state, count in connection.execute(statement)}


def reseal_webhooks(connection: Connection) -> int:
    """Seal every secret with the installation's first one; how many were sealed with another."""
    keys, changed = _keys(connection), 0
    for row in connection.execute(select(webhooks)).mappings().all():
        old = {name: row[name] for name in _SEALED if row[name] and key_id_of(row[name]) != keys.first}
        if old:
            values = {
                name: keys.seal(keys.unseal(words, _place(name, row["id"])), _place(name, row["id"]))
                for name, words in old.items()
            }
            connection.execute(update(webhooks).where(webhooks.c.id == row["id"]).values(**values))
            changed += 1
    return changed


def _webhook(connection: Connection, row: RowMapping) -> Webhook:
    values: dict[str, Any] = {**row, "events": frozenset(parse_json(row["events"]))}
    for name in _SEALED:
        if values[name] is not None:
            values[name] = _keys(connection).unseal(values[name], _place(name, row["id"]))
    return Webhook(**values)


def _sealed(connection: Connection, webhook: Webhook) -> dict[str, str | None]:
    given = {name: getattr(webhook, name) for name in _SEALED}
    return {
        name: words and _keys(connection).seal(words, _place(name, webhook.id))
        for name, words in given.items()
    }


def _place(name: str, id_: str) -> str:
    return f"webhooks.{name}.{id_}"


def _keys(connection: Connection) -> InstallationKeys:
    keys = keys_of(connection)
    if keys is None:
        raise StoreFailure("no-key")
    return keys
