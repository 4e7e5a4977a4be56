"""What feeds brought, the newest form of each entry, and where each feed goes on (A3, G3, C3)."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, RowMapping, func, select, update

from mkb_core.store.column_types import checked_limit, document_of, document_text
from mkb_core.store.inserting import insert_new
from mkb_core.store.tables import feed_cursors, feed_entries


class Change(Enum):
    """What storing an entry did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@frozen
class StoredCursor:
    """Where a feed goes on, and when its last page was stored (UTC); ``entries`` counts what is stored of it."""

    plugin: str
    feed: str
    cursor: str | None
    collected_at: datetime
    entries: int


@frozen
class StoredEntry:
    """An entry as it last came; ``updated_at`` is when it was last another than before (UTC)."""

    plugin: str
    feed: str
    id: str
    document: Any
    first_seen: datetime
    updated_at: datetime


def put_entry(
    connection: Connection,
    document: Any,
    *,
    plugin: str,
    feed: str,
    key: str,
    at: datetime,
) -> Change:
    """Store the newest form of the entry with this ``key``; the same form again changes nothing.

    Raises :class:`InvalidInput`.
    """
    text = document_text(document, "entry")
    row = {
        "plugin": plugin,
        "feed": feed,
        "id": key,
        "document": text,
        "first_seen": at,
        "updated_at": at,
    }
    if insert_new(connection, feed_entries, row):
        return Change.NEW
    columns = feed_entries.c
    statement = (
        update(feed_entries)
        .where(columns.plugin == plugin, columns.feed == feed, columns.id == key, columns.document != text)
        .values(document=text, updated_at=at)
    )
    return Change.CHANGED if connection.execute(statement).rowcount else Change.SAME


def put_cursor(connection: Connection, *, plugin: str, feed: str, cursor: str | None, at: datetime) -> None:
    """Where the feed goes on; stored together with the entries of its page, or not at all."""
    row = {"plugin": plugin, "feed": feed, "cursor": cursor, "collected_at": at}
    if not insert_new(connection, feed_cursors, row):
        columns = feed_cursors.c
        statement = update(feed_cursors).where(columns.plugin == plugin, columns.feed == feed)
        connection.execute(statement.values(cursor=cursor, collected_at=at))


def get_cursor(connection: Connection, plugin: str, feed: str) -> str | None:
    """Where a feed goes on; ``None`` at its beginning."""
    columns = feed_cursors.c
    statement = select(columns.cursor).where(columns.plugin == plugin, columns.feed == feed)
    return connection.execute(statement).scalar_one_or_none()


def list_cursors(connection: Connection) -> tuple[StoredCursor, ...]:
    """All feeds that were ever collected, by plugin and kind."""
    entries = (
        select(feed_entries.c.plugin, feed_entries.c.feed, func.count().label("entries"))
        .group_by(feed_entries.c.plugin, feed_entries.c.feed)
        .subquery()
    )
    columns = feed_cursors.c
    statement = (
        select(feed_cursors, func.coalesce(entries.c.entries, 0).label("entries"))
        .join(
            entries,
            (entries.c.plugin == columns.plugin) & (entries.c.feed == columns.feed),
            isouter=True,
        )
        .order_by(columns.plugin, columns.feed)
    )
    return tuple(StoredCursor(**row) for row in connection.execute(statement).mappings())


def list_entries(
    connection: Connection, feed: str, *, plugin: str | None = None, limit: int = 100
) -> tuple[StoredEntry, ...]:
    """Entries of a kind of feed, those that changed last first; ``limit`` 1 to 10,000. Raises :class:`Unreadable`."""
    columns = feed_entries.c
    statement = (
        select(feed_entries)
        .where(columns.feed == feed)
        .order_by(columns.updated_at.desc(), columns.plugin, columns.id)
        .limit(checked_limit(limit))
    )
    if plugin is not None:
        statement = statement.where(columns.plugin == plugin)
    return tuple(_entry(row) for row in connection.execute(statement).mappings())


def _entry(row: RowMapping) -> StoredEntry:
    document = document_of(row["document"], "feed entry", row["id"])
    return StoredEntry(row["plugin"], row["feed"], row["id"], document, row["first_seen"], row["updated_at"])
