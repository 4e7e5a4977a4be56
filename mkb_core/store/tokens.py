"""Keys of machines: scoped, expiring, and stored as their hash only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection, RowMapping, insert, select, update

from mkb_core.codec import parse_json
from mkb_core.errors import NotFound
from mkb_core.store.column_types import document_text
from mkb_core.store.trust_tables import tokens


@frozen
class Token:
    """A machine's token, without its secret. ``subject`` is the partner's id; ``scopes`` are ``kind:action``."""

    id: str
    hash: str = field(repr=False)
    label: str
    role: str
    subject: str | None
    scopes: frozenset[str]
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used: datetime | None = None
    revoked_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Does it open anything at this moment?"""
        return self.revoked_at is None and now < self.expires_at


def add_token(connection: Connection, token: Token) -> None:
    """Store a new token."""
    row: dict[str, Any] = {
        "id": token.id,
        "hash": token.hash,
        "label": token.label,
        "role": token.role,
        "subject": token.subject,
        "scopes": document_text(sorted(token.scopes), "scopes"),
        "created_at": token.created_at,
        "created_by": token.created_by,
        "expires_at": token.expires_at,
    }
    connection.execute(insert(tokens), row)


def find_token(connection: Connection, hash_: str) -> Token | None:
    """The token of a hash, also one that opens nothing any more."""
    row = connection.execute(select(tokens).where(tokens.c.hash == hash_)).mappings().first()
    return None if row is None else _token(row)


def token_of_id(connection: Connection, id_: str) -> Token | None:
    """The token of an id, also one that opens nothing any more."""
    row = connection.execute(select(tokens).where(tokens.c.id == id_)).mappings().first()
    return None if row is None else _token(row)


def get_token(connection: Connection, id_: str, subject: str | None = None) -> Token:
    """The token of an id; ``subject``: only if it is that partner's. Raises :class:`NotFound`."""
    statement = select(tokens).where(tokens.c.id == id_)
    if subject is not None:
        statement = statement.where(tokens.c.subject == subject)
    row = connection.execute(statement).mappings().first()
    if row is None:
        raise NotFound(kind="token", key=id_)
    return _token(row)


def list_tokens(connection: Connection, subject: str | None = None) -> tuple[Token, ...]:
    """All tokens, or those of a partner; the newest first."""
    statement = select(tokens).order_by(tokens.c.created_at.desc(), tokens.c.id)
    if subject is not None:
        statement = statement.where(tokens.c.subject == subject)
    return tuple(_token(row) for row in connection.execute(statement).mappings())


def touch_token(connection: Connection, id_: str, at: datetime) -> None:
    """Record that a token was used."""
    connection.execute(update(tokens).where(tokens.c.id == id_).values(last_used=at))


def revoke_token(connection: Connection, id_: str, at: datetime) -> bool:
    """Revoke a token; false where it was revoked before."""
    statement = update(tokens).where(tokens.c.id == id_, tokens.c.revoked_at.is_(None))
    return connection.execute(statement.values(revoked_at=at)).rowcount == 1


def _token(row: RowMapping) -> Token:
    columns = dict(row)
    return Token(**{**columns, "scopes": frozenset(parse_json(columns["scopes"]))})
