"""Links that are good once and for a while: invitations and lost passwords. Only the hash of a link is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, delete, insert, select, update

from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.trust_tables import one_time_links

INVITATION, NEW_PASSWORD = "invitation", "new-password"


@frozen
class OneTimeLink:
    """A link: what it is for, to whom it was sent, and what was decided when it was made."""

    hash: str
    purpose: str
    email: str
    document: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime


def add_link(connection: Connection, link: OneTimeLink) -> None:
    """Store a new link."""
    row = {
        "hash": link.hash,
        "purpose": link.purpose,
        "email": link.email,
        "document": document_text(dict(link.document), "document"),
        "created_at": link.created_at,
        "expires_at": link.expires_at,
    }
    connection.execute(insert(one_time_links), row)


def find_link(connection: Connection, hash_: str, purpose: str, *, now: datetime) -> OneTimeLink | None:
    """A link that is still good."""
    columns = one_time_links.c
    statement = select(one_time_links).where(
        columns.hash == hash_,
        columns.purpose == purpose,
        columns.used_at.is_(None),
        columns.expires_at > now,
    )
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    document = document_of(row["document"], "link", row["purpose"])
    return OneTimeLink(hash_, purpose, row["email"], document, row["created_at"], row["expires_at"])


def use_link(connection: Connection, hash_: str, *, now: datetime) -> bool:
    """Use a link up, in one statement: of two who use it at the same moment one wins."""
    columns = one_time_links.c
    statement = (
        update(one_time_links)
        .where(columns.hash == hash_, columns.used_at.is_(None), columns.expires_at > now)
        .values(used_at=now)
    )
    return connection.execute(statement).rowcount == 1


def waiting_links(connection: Connection, purpose: str, *, now: datetime) -> tuple[OneTimeLink, ...]:
    """Links of a purpose that are still good, the newest first."""
    columns = one_time_links.c
    statement = (
        select(one_time_links)
        .where(columns.purpose == purpose, columns.used_at.is_(None), columns.expires_at > now)
        .order_by(columns.created_at.desc(), columns.email)
    )
    return tuple(
        OneTimeLink(
            row["hash"],
            purpose,
            row["email"],
            document_of(row["document"], "link", purpose),
            row["created_at"],
            row["expires_at"],
        )
        for row in connection.execute(statement).mappings()
    )


def withdraw_links(connection: Connection, purpose: str, email: str) -> None:
    """Take back the links of a purpose that were sent to an address and not used."""
    columns = one_time_links.c
    connection.execute(
        delete(one_time_links).where(
            columns.purpose == purpose, columns.email == email, columns.used_at.is_(None)
        )
    )
