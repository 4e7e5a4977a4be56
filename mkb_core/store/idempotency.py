"""Answers to requests that carried an ``Idempotency-Key``, kept so that a repetition gets the same answer (N1).

A key is claimed in the transaction of the request's effect, and its answer is stored there too: after a crash either both
are there or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, delete, exc, select, text, tuple_, update

from mkb_core.codec import parse_json
from mkb_core.confidential import InstallationKeys, is_sealed
from mkb_core.errors import Conflict
from mkb_core.store.column_types import document_text
from mkb_core.store.company_keys import keys_of
from mkb_core.store.failures import StoreFailure
from mkb_core.store.inserting import insert_new
from mkb_core.store.trust_tables import idempotency_keys

KEPT_FOR = timedelta(hours=24)
#: How long a copy of a request waits for the first one on PostgreSQL; on SQLite it waits as every writer does.
WAITING_SECONDS = 5
LOCK_NOT_AVAILABLE = "55P03"
#: Expired keys that one request clears away.
CLEARED_AT_ONCE = 100


@frozen
class KeptAnswer:
    """The answer to a request; ``request`` is the hash of what was asked. ``body`` is text, headers are in lower case."""

    request: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def find_answer(connection: Connection, actor: str, key: str, now: datetime) -> KeptAnswer | None:
    """The answer kept for an actor's key; ``None`` where there is none, or it has expired."""
    columns = idempotency_keys.c
    statement = select(columns.request, columns.status, columns.headers, columns.body).where(
        _is(actor, key), columns.expires_at > now, columns.status.is_not(None)
    )
    row = connection.execute(statement).first()
    if row is None:
        return None
    headers = tuple((str(name), str(value)) for name, value in parse_json(row.headers))
    return KeptAnswer(row.request, row.status, headers, _opened(connection, actor, key, row.body))


def claim_key(connection: Connection, actor: str, key: str, request: str, now: datetime) -> bool:
    """Take a key for this transaction; false where it is taken. Waits for another transaction that takes it now.

    Raises :class:`~mkb_core.errors.Conflict` where that takes longer than :data:`WAITING_SECONDS`.
    """
    on_server = connection.dialect.name == "postgresql"
    if on_server:
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAITING_SECONDS}s'"))
    connection.execute(delete(idempotency_keys).where(_is(actor, key), idempotency_keys.c.expires_at <= now))
    row = {"actor": actor, "key": key, "request": request, "created_at": now, "expires_at": now + KEPT_FOR}
    try:
        claimed = insert_new(connection, idempotency_keys, row)
    except exc.OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            raise Conflict(kind="request", key=key) from None
        raise
    if on_server:
        connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
    return claimed


def keep_answer(
    connection: Connection, actor: str, key: str, answer: KeptAnswer, *, is_secret: bool = False
) -> None:
    """Store the answer beside the effect, for whoever asks again with the claimed key; sealed where it is secret."""
    headers = document_text([list(header) for header in answer.headers], "headers")
    body = _keys(connection).seal(answer.body, _place(actor, key)) if is_secret else answer.body
    values = {"status": answer.status, "headers": headers, "body": body}
    connection.execute(update(idempotency_keys).where(_is(actor, key)).values(**values))


def release_key(connection: Connection, actor: str, key: str) -> None:
    """Give a claimed key back: the request was refused, and may be repeated in another form."""
    connection.execute(delete(idempotency_keys).where(_is(actor, key)))


def clear_expired(connection: Connection, now: datetime) -> int:
    """Delete some of the keys that have expired, and say how many; rows that another transaction deletes are left to it."""
    columns = idempotency_keys.c
    statement = select(columns.actor, columns.key).where(columns.expires_at <= now).limit(CLEARED_AT_ONCE)
    expired: Sequence[tuple[str, str]] = [
        (row.actor, row.key) for row in connection.execute(statement.with_for_update(skip_locked=True))
    ]
    if expired:
        connection.execute(delete(idempotency_keys).where(tuple_(columns.actor, columns.key).in_(expired)))
    return len(expired)


def _opened(connection: Connection, actor: str, key: str, body: str) -> str:
    return _keys(connection).unseal(body, _place(actor, key)) if is_sealed(body) else body


def _place(actor: str, key: str) -> str:
    return f"idempotency_keys.body.{actor}.{key}"


def _keys(connection: Connection) -> InstallationKeys:
    keys = keys_of(connection)
    if keys is None:
        raise StoreFailure("no-key")
    return keys


def _is(actor: str, key: str) -> ColumnElement[bool]:
    return (idempotency_keys.c.actor == actor) & (idempotency_keys.c.key == key)
